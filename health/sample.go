package health

// Sample is one number over an instant (Duration 0) or an interval.
type Sample struct {
	Start    int64   // UTC milliseconds
	Duration int64   // milliseconds, never negative
	Value    Decimal // as it was written
	Unit     Unit    // the unit that Value was written in
	Form     Form    // how Value stood in its file; takes no room of its own
	Offset   int32   // seconds east of UTC in force where it was measured
	Origin   Origin
}

// End returns Start + Duration, in UTC milliseconds.
func (s Sample) End() int64 { return s.Start + s.Duration }

// Canonical returns the value in the canonical unit of its dimension.
func (s Sample) Canonical() float64 { return s.Unit.Value(s.Value) }

// AppendCanonical appends the canonical values of rows to dst.
func AppendCanonical(dst []float64, rows []Sample) []float64 {
	for i := range rows {
		s := &rows[i]
		if m := s.Value.Mantissa; s.Value.Places == 0 && s.Unit.plain() && m < 1<<53 && m > -1<<53 {
			dst = append(dst, float64(m)) // most are whole numbers in canonical units
			continue
		}
		dst = append(dst, s.Unit.Value(s.Value))
	}
	return dst
}

// SameValue reports whether s and t say the same: number, unit and duration.
// Where the units differ, the canonical values are compared.
func (s Sample) SameValue(t Sample) bool {
	if s.Duration != t.Duration {
		return false
	}
	if s.Unit == t.Unit {
		return s.Value.Equal(t.Value)
	}
	return s.Canonical() == t.Canonical()
}

// Reading is a sample together with the series it belongs to.
type Reading struct {
	Metric MetricID
	Source SourceID
	Batch  BatchID
	// Also is the same measurement as another giver handed it over, which is not
	// shown by itself, and so on; nil for most. See Metric.TakenOnce.
	Also *Reading
	Sample
}

// shortestDay is less than any local day lasts: 23 hours where the clocks go
// forward by one, and none goes forward by more.
const shortestDay = 22 * 3600 * 1000

// WholeDay reports whether the reading is the total of a whole local day, a
// vendor's or one that a person typed: it says nothing of the hours of the day.
func (r Reading) WholeDay() bool { return r.Source.DayTotals() || r.Duration >= shortestDay }

// Reject is one row that an import leaves out, and why. Reason never holds
// the value itself.
type Reject struct {
	File   string `json:"file"`
	Row    int    `json:"row"`
	Column string `json:"column"`
	Reason string `json:"reason"`
}
