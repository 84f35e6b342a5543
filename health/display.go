package health

// DisplayUnit returns the unit in which a person who chose the system reads
// values of the canonical unit.
func (s UnitSystem) DisplayUnit(m Metric) Unit {
	switch {
	case m.ID == "distance" && s == USUnits:
		return Mile
	case m.ID == "distance":
		return Kilometre
	case m.ID == "elevation" && s == USUnits:
		return Foot
	case m.ID == "height" && s == USUnits:
		return Inch
	case m.ID == "height":
		return Centimetre
	case s == USUnits && m.Unit == Kilogram:
		return Pound
	case s == USUnits && m.Unit == Celsius:
		return Fahrenheit
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
	}
	return m.Decimals
}
