package present

import (
	"math"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Pair is one blood-pressure reading in mmHg.
type Pair struct {
	Start               int64 // UTC milliseconds
	Offset              int32
	Source              health.SourceID
	Systolic, Diastolic float64
}

// Grade is the name that a guideline gives a mean blood pressure.
type Grade uint8

// The grades of the 2024 ESC guidelines for elevated blood pressure and
// hypertension, office measurement, adults.
const (
	NonElevated Grade = iota
	Elevated
	Hypertension
)

// Limits of the grades in mmHg: ESC 2024, office. A mean of at least the limit
// has the grade; the worse of the two numbers decides.
const (
	ElevatedSystolic      = 120
	ElevatedDiastolic     = 70
	HypertensionSystolic  = 140
	HypertensionDiastolic = 90
)

// GradeOf names a mean. It is the number people see, rounded, that counts.
func GradeOf(systolic, diastolic float64) Grade {
	s, d := math.Round(systolic), math.Round(diastolic)
	switch {
	case s >= HypertensionSystolic || d >= HypertensionDiastolic:
		return Hypertension
	case s >= ElevatedSystolic || d >= ElevatedDiastolic:
		return Elevated
	}
	return NonElevated
}

// String returns the name of the grade.
func (g Grade) String() string {
	switch g {
	case Hypertension:
		return locale.T("Hypertension")
	case Elevated:
		return locale.C("blood pressure", "Elevated")
	}
	return locale.C("blood pressure", "Non-elevated")
}

// PressureScale is the scale of blood pressure for a person who chose the system.
func PressureScale(system health.UnitSystem) Scale {
	m, _ := health.Lookup("systolic")
	return ScaleFor(m, system)
}

// Pair returns "128/82" of two shown values.
func (s Scale) Pair(systolic, diastolic float64) string {
	return s.Number(systolic) + "/" + s.Number(diastolic)
}

// PairOf returns two values in mmHg as [Scale.Pair] does.
func (s Scale) PairOf(systolic, diastolic float64) string {
	return s.Pair(s.Of(systolic), s.Of(diastolic))
}

// PairTextOf is PairOf with the unit, "128/82 mmHg".
func (s Scale) PairTextOf(systolic, diastolic float64) string {
	return s.PairOf(systolic, diastolic) + " " + s.Symbol()
}

// inMercury is a shown pressure in mmHg, the unit of the grades.
func (s Scale) inMercury(shown float64) float64 { return shown / s.Unit.FromCanonical(1) }

// pairChange returns the signed difference of two pairs in mmHg, as the numbers
// that stand beside it come to, and whether there is one.
func (s Scale) pairChange(fromUpper, fromLower, toUpper, toLower float64) (string, bool) {
	s0, s1, d0, d1 := s.shown(fromUpper), s.shown(toUpper), s.shown(fromLower), s.shown(toLower)
	return s.Signed(s0, s1) + "/" + s.Signed(d0, d1), s0 != s1 || d0 != d1
}

// DayPart chooses readings by the hour at which they were taken.
type DayPart uint8

// The parts of a day at which blood pressure is taken apart.
const (
	WholeDay DayPart = iota
	Mornings         // 04:00 to 12:00
	Evenings         // 17:00 to 04:00
)

// Holds reports whether the instant lies in the part of its local day.
func (p DayPart) Holds(ms int64, offset int32) bool {
	h := local(ms, offset).Hour()
	switch p {
	case Mornings:
		return h >= 4 && h < 12
	case Evenings:
		return h >= 17 || h < 4
	}
	return true
}

// PairMean returns the mean of the pairs within [from, to) and part, and how
// many there are.
func PairMean(pairs []Pair, from, to int64, part DayPart) (systolic, diastolic float64, n int) {
	for _, p := range pairs {
		if p.Start >= from && p.Start < to && part.Holds(p.Start, p.Offset) {
			systolic += p.Systolic
			diastolic += p.Diastolic
			n++
		}
	}
	if n == 0 {
		return math.NaN(), math.NaN(), 0
	}
	return systolic / float64(n), diastolic / float64(n), n
}

// Pairs joins the readings of systolic and diastolic pressure of one source
// and instant, both ordered by start. A number without its partner is left out.
func Pairs(systolic, diastolic []health.Reading) []Pair {
	type key struct {
		at     int64
		source health.SourceID
	}
	lower := make(map[key]float64, len(diastolic))
	for _, r := range diastolic {
		lower[key{r.Start, r.Source}] = r.Canonical()
	}
	out := make([]Pair, 0, len(systolic))
	for _, r := range systolic {
		if d, ok := lower[key{r.Start, r.Source}]; ok {
			out = append(out, Pair{r.Start, r.Offset, r.Source, r.Canonical(), d})
		}
	}
	return out
}

// thirtyDays is the period over which means and trends are told.
const thirtyDays = int64(30 * 24 * time.Hour / time.Millisecond)
