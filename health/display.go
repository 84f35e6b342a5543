package health

// DisplayUnit returns the unit in which a person who chose the system reads
// values of the metric.
func (s UnitSystem) DisplayUnit(m Metric) Unit {
	switch m.ID {
	case "distance":
		return s.In(Travel)
	case "elevation":
		if s.In(Travel) == Mile {
			return Foot
		}
		return Metre
	case "height":
		return s.In(Length)
	}
	switch m.Unit {
	case Kilogram:
		if s.In(Mass) == Stone {
			return Pound // see Stones
		}
		return s.In(Mass)
	case Celsius:
		return s.In(Warmth)
	case MillimetreOfMercury:
		return s.In(BloodPressure)
	}
	return m.Unit
}

// DisplayDecimals returns how many decimals people see of the metric in unit u.
func DisplayDecimals(m Metric, u Unit) int {
	switch {
	case m.ID == "distance":
		return 2
	case u == Centimetre, u == Foot:
		return 0
	case u == Inch:
		return 1
	case u == Kilopascal:
		return 1 // one of it is 7.5 mmHg
	}
	return m.Decimals
}
