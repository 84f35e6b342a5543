package present

import (
	"math"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Row is one line of the table of measurements: a reading, or a day where
// there are too many readings to list. Values are in the unit shown; NaN is
// missing.
type Row struct {
	At     int64 // start of the reading, or midday of the day; UTC milliseconds
	Offset int32
	Source uint16 // index into Table.Sources
	N      int32  // readings of a day
	// V is the value; for pressure V and V2 are systolic and diastolic, V3 the
	// pulse; for weight V2 is body fat in %; of a day V2 and V3 are lowest and
	// highest; of a night V2 is the time awake.
	V, V2, V3 float64
}

// Table is the measurements beside a graph, oldest first. It holds numbers and
// makes words only of the rows that are looked at.
type Table struct {
	Subject Subject
	Scale   Scale
	Almanac Almanac
	ByDay   bool
	Second  bool // whether any row has the second value
	Sources []health.SourceID
	Rows    []Row
}

// The most readings that are listed one by one; above it the table has days.
const mostListed = 200_000

// ListsDays reports whether the table of a window has days instead of readings.
// What people measure on purpose is listed reading by reading, all of it; what
// is recorded all the time only where the window is short.
func (s Subject) ListsDays(w Window) bool {
	switch {
	case s.Kind == Nights:
		return true
	case s.Metric.Day == health.DayNone, s.Kind == Untold:
		return false
	case s.Kind == Totals:
		return w.Days() > 1.5
	case s.Metric.Active && s.Count <= mostListed:
		return false
	}
	return w.Days() > 8.5 || s.perDay()*w.Days() > mostListed && w.Days() > 1.5
}

// perDay is how many readings there are a day, on average over all of them.
func (s Subject) perDay() float64 {
	return float64(s.Count) / max(1, float64(s.Last-s.First)/dayMS)
}

// ListsAll reports whether the table has all readings whatever the window.
func (s Subject) ListsAll(w Window) bool {
	return !s.ListsDays(w) && s.Metric.Active && s.Count <= mostListed
}

// SourceIndex returns the number of a source, which it adds if it is new.
func (t *Table) SourceIndex(id health.SourceID) uint16 {
	for i, s := range t.Sources {
		if s == id {
			return uint16(i)
		}
	}
	if len(t.Sources) > math.MaxUint16-1 {
		return 0
	}
	t.Sources = append(t.Sources, id)
	return uint16(len(t.Sources) - 1) //nolint:gosec // just bounded
}

// SourceOf returns the source of a row.
func (t *Table) SourceOf(r Row) health.SourceID {
	if int(r.Source) < len(t.Sources) {
		return t.Sources[r.Source]
	}
	return ""
}

// Title returns "Measurements", "Days", "Daily means" or "Nights".
func (t *Table) Title() string {
	switch {
	case t.Subject.Kind == Nights:
		return locale.T("Nights")
	case t.ByDay && t.Subject.Kind == Totals:
		return locale.T("Days")
	case t.ByDay:
		return locale.T("Daily means")
	}
	return locale.T("Measurements")
}

// Heads returns the titles of the columns: when, the value and, where there is
// one, a second value.
func (t *Table) Heads() []string {
	first := locale.T("When")
	if t.ByDay {
		first = locale.T("Day")
	}
	switch {
	case t.Subject.Kind == Nights:
		return []string{locale.T("Night to"), locale.T("Asleep"), locale.T("Awake")}
	case t.Subject.Kind == Pressure:
		return second(t, first, "mmHg", locale.T("Pulse"))
	case t.Subject.Kind == BodyMass:
		return second(t, first, t.Scale.Head(), locale.T("Fat %"))
	case t.ByDay && t.Subject.Kind == Totals:
		return []string{first, t.Scale.Head()}
	case t.ByDay:
		return []string{first, t.Scale.Head(), locale.T("Range")}
	}
	return []string{first, t.Scale.Head()}
}

func second(t *Table, heads ...string) []string {
	if !t.Second {
		return heads[:2]
	}
	return heads
}

// When returns the first cell of a row.
func (t *Table) When(r Row) string {
	d := health.DateAt(r.At, r.Offset)
	if t.ByDay {
		return t.Almanac.ShortDate(d)
	}
	return t.Almanac.ShortDate(d) + " " + Clock(r.At, r.Offset)
}

// Value returns the second cell of a row.
func (t *Table) Value(r Row) string {
	if t.Subject.Kind == Pressure {
		return PairText(r.V, r.V2)
	}
	if t.Subject.Kind == Nights {
		return Span(r.V)
	}
	return t.Scale.Number(r.V)
}

// SecondValue returns the third cell of a row.
func (t *Table) SecondValue(r Row) string {
	switch {
	case t.Subject.Kind == Pressure:
		return Fixed(r.V3, 0)
	case t.Subject.Kind == BodyMass:
		return Fixed(r.V2, 1)
	case t.Subject.Kind == Nights:
		return Span(r.V2)
	case t.ByDay:
		return t.Scale.Range(r.V2, r.V3)
	}
	return Missing
}

// Sum says how many rows there are: "1,598".
func (t *Table) Sum() string { return Counted(len(t.Rows)) }

// RowsOfDays turns days into rows.
func (t *Table) RowsOfDays(days []health.Day) {
	for _, p := range days {
		from, to := p.Date.Bounds(t.Almanac.Zone)
		noon := from + (to-from)/2
		t.Rows = append(t.Rows, Row{
			At: noon, Offset: t.Almanac.OffsetAt(noon), N: int32(min(p.Readings, math.MaxInt32)), //nolint:gosec // bounded
			V: t.Scale.Of(p.Value), V2: t.Scale.Of(p.Min), V3: t.Scale.Of(p.Max),
		})
	}
	t.Second = t.Subject.Kind != Totals
}

// RowsOfNights turns nights into rows.
func (t *Table) RowsOfNights(nights []Night) {
	for _, n := range nights {
		from, to := n.Date.Bounds(t.Almanac.Zone)
		noon := from + (to-from)/2
		t.Rows = append(t.Rows, Row{At: noon, Offset: t.Almanac.OffsetAt(noon), N: 1, V: n.Asleep(), V2: n.Wake, V3: n.Awakenings})
	}
	t.Second = true
}

// Nearest returns the index of the row nearest to an instant, -1 for none.
func (t *Table) Nearest(ms int64) int {
	lo, hi := 0, len(t.Rows)
	for lo < hi {
		if mid := lo + (hi-lo)/2; t.Rows[mid].At < ms {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(t.Rows) || lo > 0 && ms-t.Rows[lo-1].At < t.Rows[lo].At-ms {
		lo--
	}
	return lo
}
