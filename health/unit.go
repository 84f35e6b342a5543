package health

import (
	"math"
	"strings"
)

// Unit is a unit of measurement. Its numeric code is part of the vault format.
type Unit uint8

// The units. Codes are never changed or used again; new ones go to the end.
const (
	NoUnit Unit = iota
	Kilogram
	Gram
	Pound
	Stone
	Metre
	Centimetre
	Millimetre
	Inch
	Foot
	Kilometre
	Mile
	MillimetreOfMercury
	Kilopascal
	PerMinute
	Percent
	Fraction
	Celsius
	Fahrenheit
	MetrePerSecond
	KilometrePerHour
	Second
	Minute
	Hour
	Millisecond
	Kilocalorie
	Kilojoule
	Count
	MillilitrePerKilogramMinute
	PartPerMillion
	PartPerBillion
	Lux
	Decibel
	KilogramPerSquareMetre
	MillimolePerLitre
	MilligramPerDecilitre
	Calorie // a thousandth of what labels of food mean by it
	unitEnd
)

type unitInfo struct {
	id        string
	symbol    string
	canonical Unit
	// canonical = (value − offset) × factor / divisor
	factor, divisor, offset float64
}

// Factors: the international pound and inch (1959), the thermochemical
// calorie, 1 mmHg = 101325/760 Pa; glucose 180.156 g/mol (C6H12O6).
var units = [unitEnd]unitInfo{
	NoUnit:                      {"", "", NoUnit, 1, 1, 0},
	Kilogram:                    {"kg", "kg", Kilogram, 1, 1, 0},
	Gram:                        {"g", "g", Kilogram, 1, 1000, 0},
	Pound:                       {"lb", "lb", Kilogram, 45359237, 100000000, 0},
	Stone:                       {"st", "st", Kilogram, 635029318, 100000000, 0},
	Metre:                       {"m", "m", Metre, 1, 1, 0},
	Centimetre:                  {"cm", "cm", Metre, 1, 100, 0},
	Millimetre:                  {"mm", "mm", Metre, 1, 1000, 0},
	Inch:                        {"in", "in", Metre, 254, 10000, 0},
	Foot:                        {"ft", "ft", Metre, 3048, 10000, 0},
	Kilometre:                   {"km", "km", Metre, 1000, 1, 0},
	Mile:                        {"mi", "mi", Metre, 1609344, 1000, 0},
	MillimetreOfMercury:         {"mmHg", "mmHg", MillimetreOfMercury, 1, 1, 0},
	Kilopascal:                  {"kPa", "kPa", MillimetreOfMercury, 760000, 101325, 0},
	PerMinute:                   {"1/min", "bpm", PerMinute, 1, 1, 0},
	Percent:                     {"%", "%", Percent, 1, 1, 0},
	Fraction:                    {"1", "", Percent, 100, 1, 0},
	Celsius:                     {"degC", "°C", Celsius, 1, 1, 0},
	Fahrenheit:                  {"degF", "°F", Celsius, 5, 9, 32},
	MetrePerSecond:              {"m/s", "m/s", MetrePerSecond, 1, 1, 0},
	KilometrePerHour:            {"km/h", "km/h", MetrePerSecond, 10, 36, 0},
	Second:                      {"s", "s", Second, 1, 1, 0},
	Minute:                      {"min", "min", Second, 60, 1, 0},
	Hour:                        {"h", "h", Second, 3600, 1, 0},
	Millisecond:                 {"ms", "ms", Millisecond, 1, 1, 0},
	Kilocalorie:                 {"kcal", "kcal", Kilocalorie, 1, 1, 0},
	Kilojoule:                   {"kJ", "kJ", Kilocalorie, 1000, 4184, 0},
	Count:                       {"count", "", Count, 1, 1, 0},
	MillilitrePerKilogramMinute: {"mL/(kg min)", "mL/(kg·min)", MillilitrePerKilogramMinute, 1, 1, 0},
	PartPerMillion:              {"ppm", "ppm", PartPerMillion, 1, 1, 0},
	PartPerBillion:              {"ppb", "ppb", PartPerMillion, 1, 1000, 0},
	Lux:                         {"lux", "lx", Lux, 1, 1, 0},
	Decibel:                     {"dB", "dB", Decibel, 1, 1, 0},
	KilogramPerSquareMetre:      {"kg/m2", "kg/m²", KilogramPerSquareMetre, 1, 1, 0},
	MillimolePerLitre:           {"mmol/L", "mmol/L", MillimolePerLitre, 1, 1, 0},
	MilligramPerDecilitre:       {"mg/dL", "mg/dL", MillimolePerLitre, 10, 180.156, 0},
	Calorie:                     {"cal", "cal", Kilocalorie, 1, 1000, 0},
}

// Known reports whether u is one of the units above.
func (u Unit) Known() bool { return u < unitEnd }

func (u Unit) info() unitInfo {
	if !u.Known() {
		return units[NoUnit]
	}
	return units[u]
}

// ID returns the stable ASCII name ("kg", "degC", "1/min") that files and the
// terminal program use.
func (u Unit) ID() string { return u.info().id }

// Symbol returns the unit as people write it ("°C", "bpm"); empty for counts.
func (u Unit) Symbol() string { return u.info().symbol }

// String returns the ID.
func (u Unit) String() string { return u.ID() }

// Canonical returns the unit that all values of u's dimension are compared in.
func (u Unit) Canonical() Unit { return u.info().canonical }

// plain reports whether values in u are in its canonical unit.
func (u Unit) plain() bool { return u < unitEnd && units[u].canonical == u }

// Value returns d, written in unit u, in u's canonical unit: for numbers as
// people and devices write them, the float next to the exact result.
func (u Unit) Value(d Decimal) float64 {
	i := &units[NoUnit]
	if u.Known() {
		i = &units[u]
	}
	if i.canonical == u || u == NoUnit {
		return d.Float64()
	}
	// Whole numbers below 2^53 are exact, so the division alone rounds.
	const exact = 1 << 53
	scale := float64(pow10[min(d.Places, MaxPlaces)])
	over, under := (float64(d.Mantissa)-i.offset*scale)*i.factor, i.divisor*scale
	if math.Abs(over) < exact && under < exact {
		return over / under
	}
	return (d.Float64() - i.offset) * i.factor / i.divisor
}

// FromCanonical returns the canonical value v expressed in u.
func (u Unit) FromCanonical(v float64) float64 {
	i := u.info()
	return v*i.divisor/i.factor + i.offset
}

// ParseUnit finds a unit by its ID, its symbol, or one of the spellings seen
// in headers of vendors' files, ignoring case and blanks around it.
func ParseUnit(s string) (Unit, bool) {
	u, ok := unitNames[strings.ToLower(strings.TrimSpace(s))]
	return u, ok
}

var unitNames = func() map[string]Unit {
	m := map[string]Unit{
		"kgs": Kilogram, "lbs": Pound, "pound": Pound, "pounds": Pound, "stone": Stone,
		"inch": Inch, "inches": Inch, "feet": Foot, "meter": Metre, "metre": Metre,
		"c": Celsius, "f": Fahrenheit, "ºc": Celsius, "ºf": Fahrenheit,
		"bpm": PerMinute, "/min": PerMinute, "sec": Second, "seconds": Second,
	}
	for u, i := range units {
		for _, name := range []string{i.id, i.symbol} {
			if name != "" {
				m[strings.ToLower(name)] = Unit(u)
			}
		}
	}
	return m
}()
