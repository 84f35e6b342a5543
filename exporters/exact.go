package exporters

import (
	"math"

	"vitalkeep/health"
)

// exactSteps are the conversions that change no digit but by a whole factor:
// value × times ÷ 10^places.
var exactSteps = map[[2]health.Unit]struct {
	times  int64
	places uint8
}{
	{health.Stone, health.Pound}:                   {14, 0},
	{health.Foot, health.Inch}:                     {12, 0},
	{health.Mile, health.Foot}:                     {5280, 0},
	{health.Metre, health.Centimetre}:              {100, 0},
	{health.Metre, health.Millimetre}:              {1000, 0},
	{health.Millimetre, health.Centimetre}:         {1, 1},
	{health.Centimetre, health.Metre}:              {1, 2},
	{health.Millimetre, health.Metre}:              {1, 3},
	{health.Kilometre, health.Metre}:               {1000, 0},
	{health.Metre, health.Kilometre}:               {1, 3},
	{health.Inch, health.Centimetre}:               {254, 2},
	{health.Foot, health.Metre}:                    {3048, 4},
	{health.Gram, health.Kilogram}:                 {1, 3},
	{health.Kilogram, health.Gram}:                 {1000, 0},
	{health.Fraction, health.Percent}:              {100, 0},
	{health.Minute, health.Second}:                 {60, 0},
	{health.Hour, health.Second}:                   {3600, 0},
	{health.PartPerBillion, health.PartPerMillion}: {1, 3},
	{health.PartPerMillion, health.PartPerBillion}: {1000, 0},
	{health.Pound, health.Kilogram}:                {45359237, 8},
}

// exactly returns d, written in unit from, in unit to. It reports false where
// that cannot be done without rounding.
func exactly(d health.Decimal, from, to health.Unit) (health.Decimal, bool) {
	if from == to {
		return d, true
	}
	s, ok := exactSteps[[2]health.Unit{from, to}]
	if !ok {
		return health.Decimal{}, false
	}
	// A factor of ten moves the point, as far as there are places.
	for s.times%10 == 0 && d.Places > 0 {
		s.times /= 10
		d.Places--
	}
	if d.Mantissa > math.MaxInt64/s.times || d.Mantissa < math.MinInt64/s.times {
		return health.Decimal{}, false
	}
	places := d.Places
	d.Mantissa *= s.times
	d.Places += s.places
	for s.times > 1 && d.Places > places && d.Mantissa%10 == 0 {
		d.Mantissa /= 10
		d.Places--
	}
	return d, d.Places <= health.MaxPlaces
}

// inUnit returns a sample's number in a unit of its dimension: exactly where
// that is possible, else rounded to so many places.
func inUnit(s health.Sample, to health.Unit, places uint8) (health.Decimal, bool) {
	if s.Unit == to {
		return s.Value, true
	}
	if s.Unit.Canonical() != to.Canonical() {
		return health.Decimal{}, false
	}
	if d, ok := exactly(s.Value, s.Unit, to); ok && d.Places <= max(places, s.Value.Places) {
		return d, true
	}
	return health.FromFloat(to.FromCanonical(s.Canonical()), places)
}
