package health

import "math"

// TakenOnce reports whether a number of the metric is taken by one instrument at
// one moment, so that the same number of the same second from two givers is one
// measurement that reached us twice: a weigh-in in the vendor's own files and in
// those of a program that the vendor's wrote it into.
func (m Metric) TakenOnce() bool {
	return !m.Generic && m.Shape == Instant && m.Day != DaySum && (m.Active || m.ID == "heart_rate")
}

// secondMS is within which starts are the same to those who cut fractions of
// seconds.
const secondMS = 1000

// SameSecond reports whether two instants, in UTC milliseconds, lie in the same
// second.
func SameSecond(a, b int64) bool { return SecondOf(a) == SecondOf(b) }

// SecondOf returns the beginning of the second in which an instant lies, in UTC
// milliseconds.
func SecondOf(ms int64) int64 {
	rest := ms % secondMS
	if rest < 0 {
		rest += secondMS
	}
	return ms - rest
}

// SameMeasurement reports whether s and t, of one metric that is TakenOnce and of
// two givers, are the same measurement: instants in the same second whose values
// differ by no more than the coarser of the two was rounded.
func (s Sample) SameMeasurement(t Sample) bool {
	if s.Duration != 0 || t.Duration != 0 || !SameSecond(s.Start, t.Start) {
		return false
	}
	a, b := s.Canonical(), t.Canonical()
	// What conversion between units adds is far below what any instrument tells.
	slack := 1e-9 * max(math.Abs(a), math.Abs(b))
	return math.Abs(a-b) <= max(s.rounding(), t.rounding())+slack
}

// rounding is how far the value may lie from what was measured, in the canonical
// unit: half of one in its last place as written.
func (s Sample) rounding() float64 {
	i := s.Unit.info()
	return 0.5 / float64(pow10[min(s.Value.Places, MaxPlaces)]) * math.Abs(i.factor/i.divisor)
}
