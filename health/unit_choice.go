package health

import "strings"

// UnitSystem is the choice of units in which a person sees values: a base
// system, and for each [Dimension] either what the base has or another unit. The
// base also decides what no dimension does, such as the paper of a printed sheet.
// The number is part of the vault format: the base in its lowest 4 bits, then
// two bits for each dimension in order, 0 for what the base has, else one more
// than the index in [Dimension.Units].
type UnitSystem uint16

// The base systems; as they stand, every dimension is theirs.
const (
	MetricUnits UnitSystem = iota
	USUnits
)

// Dimension is something whose unit people choose.
type Dimension uint8

// The dimensions. Their order is part of the vault format.
const (
	Mass Dimension = iota
	Length
	Travel // distances, and how high was climbed on the way
	Warmth
	BloodPressure
	dimensionEnd
)

// ofDimension are the units of each dimension, in the order in which they are
// stored, and which of them each base has.
var ofDimension = [dimensionEnd]struct {
	units      []Unit
	metric, us int
}{
	Mass:          {[]Unit{Kilogram, Pound, Stone}, 0, 1},
	Length:        {[]Unit{Centimetre, Inch}, 0, 1},
	Travel:        {[]Unit{Kilometre, Mile}, 0, 1},
	Warmth:        {[]Unit{Celsius, Fahrenheit}, 0, 1},
	BloodPressure: {[]Unit{MillimetreOfMercury, Kilopascal}, 0, 0},
}

const (
	baseBits      = 4
	dimensionBits = 2
	dimensionMask = 1<<dimensionBits - 1
)

// Dimensions returns all dimensions in the order in which people see them.
func Dimensions() []Dimension { return []Dimension{Mass, Length, Travel, Warmth, BloodPressure} }

// Units returns the units that people choose from. Stone stands for stones and
// pounds, Inch for feet and inches.
func (d Dimension) Units() []Unit {
	if d >= dimensionEnd {
		return nil
	}
	return append([]Unit(nil), ofDimension[d].units...)
}

// Base returns the base system alone.
func (s UnitSystem) Base() UnitSystem { return s & (1<<baseBits - 1) }

// US reports whether the base is that of the United States.
func (s UnitSystem) US() bool { return s.Base() == USUnits }

// own is what the base has in a dimension.
func (s UnitSystem) own(d Dimension) int {
	if s.US() {
		return ofDimension[d].us
	}
	return ofDimension[d].metric
}

func (d Dimension) shift() int { return baseBits + dimensionBits*int(d) }

// In returns the unit chosen in a dimension.
func (s UnitSystem) In(d Dimension) Unit {
	if d >= dimensionEnd {
		return NoUnit
	}
	all := ofDimension[d].units
	if i := int(s>>d.shift()) & dimensionMask; i > 0 && i <= len(all) {
		return all[i-1]
	}
	return all[s.own(d)]
}

// With returns the system with another unit in a dimension; one that the
// dimension does not have changes nothing. Equal choices are equal numbers.
func (s UnitSystem) With(d Dimension, u Unit) UnitSystem {
	if d >= dimensionEnd {
		return s
	}
	for i, have := range ofDimension[d].units {
		if have != u {
			continue
		}
		s &^= dimensionMask << d.shift()
		if i != s.own(d) {
			s |= UnitSystem(i+1) << d.shift()
		}
	}
	return s
}

// Known reports whether every part of the number has a meaning, and whether it
// is the one number of that choice.
func (s UnitSystem) Known() bool {
	if s.Base() > USUnits {
		return false
	}
	again := s.Base()
	for _, d := range Dimensions() {
		again = again.With(d, s.In(d))
	}
	return again == s
}

// Stones reports whether the metric is read in stones and pounds. Its
// [UnitSystem.DisplayUnit] is the pound, in which numbers are compared and drawn.
// The parts of a body, some of which weigh less than a stone, are read in pounds.
func (s UnitSystem) Stones(m Metric) bool { return m.ID == "weight" && s.In(Mass) == Stone }

// StonePounds is how many pounds a stone has.
const StonePounds = 14

// String returns the choice as files and the terminal program write it: the base,
// and every unit that differs from what the base has: "us", "metric, st, mi".
func (s UnitSystem) String() string {
	words := []string{"metric"}
	if s.US() {
		words[0] = "us"
	}
	for _, d := range Dimensions() {
		if u := s.In(d); u != s.Base().In(d) {
			words = append(words, u.ID())
		}
	}
	return strings.Join(words, ", ")
}

// ParseUnitSystem reads what [UnitSystem.String] returns; "metric" may be left out.
func ParseUnitSystem(text string) (UnitSystem, bool) {
	s := MetricUnits
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
	for i, word := range words {
		switch word = strings.ToLower(word); {
		case i == 0 && word == "metric":
			continue
		case i == 0 && word == "us":
			s = USUnits
			continue
		case word == "ft":
			word = "in" // feet go with inches
		}
		u, known := ParseUnit(word)
		found := false
		for _, d := range Dimensions() {
			for _, have := range ofDimension[d].units {
				if known && have == u {
					s, found = s.With(d, u), true
				}
			}
		}
		if !found {
			return 0, false
		}
	}
	return s, len(words) > 0
}
