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
	// highest; of a night V2 is the time awake; of what lasts V2 is for how many
	// seconds.
	V, V2, V3 float64
}

// Listing is what the rows of a table are.
type Listing uint8

// What tables list.
const (
	EachReading Listing = iota
	EachDay
	EachNight
	EachStage // of sleep
)

// Table is the measurements beside a graph, oldest first. It holds numbers in
// columns, at most 32 bytes a row while it lists readings, and makes words only
// of the rows that are looked at.
type Table struct {
	Subject Subject
	Scale   Scale
	Almanac Almanac
	Lists   Listing
	Second  bool // whether any row has the second value
	Sources []health.SourceID

	at      []int64
	v       []float64
	v2, v3  []float64 // nil where no row has one
	n       []int32   // nil where every row is one reading
	source  []uint16
	offset  []uint16 // index into offsets
	offsets []int32
}

// The most readings that are listed one by one without being asked for; above
// it the table has days.
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

// Lasting reports whether readings of the subject have a duration that a table
// shows.
func (s Subject) Lasting() bool {
	return s.Metric.Shape != health.Instant || s.Kind == Untold
}

// Reserve makes room for so many rows.
func (t *Table) Reserve(rows int) {
	if rows <= len(t.at) {
		return
	}
	t.at, t.v = grown(t.at, rows), grown(t.v, rows)
	t.source, t.offset = grown(t.source, rows), grown(t.offset, rows)
}

func grown[T any](s []T, to int) []T {
	out := make([]T, len(s), to)
	copy(out, s)
	return out
}

// Add adds a row, which begins no earlier than the one before.
func (t *Table) Add(r Row) {
	rows := len(t.at)
	t.at, t.v = append(t.at, r.At), append(t.v, r.V)
	t.source, t.offset = append(t.source, r.Source), append(t.offset, t.offsetIndex(r.Offset))
	t.v2 = withValue(t.v2, rows, cap(t.v), r.V2)
	t.v3 = withValue(t.v3, rows, cap(t.v), r.V3)
	if t.n == nil && r.N != 1 {
		t.n = make([]int32, rows, cap(t.at))
		for i := range t.n {
			t.n[i] = 1
		}
	}
	if t.n != nil {
		t.n = append(t.n, r.N)
	}
}

// withValue adds a value to a column of so many rows, which begins with the
// first value that is not missing.
func withValue(column []float64, rows, room int, v float64) []float64 {
	if column == nil {
		if math.IsNaN(v) {
			return nil
		}
		column = make([]float64, rows, max(room, rows+1))
		for i := range column {
			column[i] = math.NaN()
		}
	}
	return append(column, v)
}

func (t *Table) offsetIndex(offset int32) uint16 {
	for i := len(t.offsets) - 1; i >= 0; i-- {
		if t.offsets[i] == offset {
			return uint16(i) //nolint:gosec // bounded below
		}
	}
	if len(t.offsets) > math.MaxUint16-1 {
		return 0
	}
	t.offsets = append(t.offsets, offset)
	return uint16(len(t.offsets) - 1) //nolint:gosec // just bounded
}

// Len returns the number of rows.
func (t *Table) Len() int { return len(t.at) }

// At returns when a row is.
func (t *Table) At(i int) int64 { return t.at[i] }

// Row returns a row.
func (t *Table) Row(i int) Row {
	r := Row{At: t.at[i], Offset: t.offsets[t.offset[i]], Source: t.source[i], N: 1, V: t.v[i], V2: math.NaN(), V3: math.NaN()}
	if t.v2 != nil {
		r.V2 = t.v2[i]
	}
	if t.v3 != nil {
		r.V3 = t.v3[i]
	}
	if t.n != nil {
		r.N = t.n[i]
	}
	return r
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

// Readings reports whether every row is one reading.
func (t *Table) Readings() bool { return t.Lists == EachReading || t.Lists == EachStage }

// Title returns "Measurements", "Days", "Daily means" or "Nights".
func (t *Table) Title() string { return t.Lists.Title(t.Subject) }

// Title says what the listing of a subject is.
func (l Listing) Title(s Subject) string {
	switch {
	case l == EachNight:
		return locale.T("Nights")
	case l == EachStage:
		return locale.T("Stages")
	case l == EachDay && s.Kind == Totals:
		return locale.T("Days")
	case l == EachDay:
		return locale.T("Daily means")
	}
	return locale.T("Measurements")
}

// Heads returns the titles of the columns: when, the value and, where there is
// one, a second value.
func (t *Table) Heads() []string {
	first := locale.T("When")
	switch t.Lists {
	case EachNight:
		return []string{locale.T("Night to"), locale.T("Asleep"), locale.T("Awake")}
	case EachStage:
		return []string{first, locale.T("Stage"), locale.C("duration", "For")}
	case EachDay:
		first = locale.T("Day")
		if t.Subject.Kind == Totals {
			return []string{first, t.Scale.Head()}
		}
		return []string{first, t.Scale.Head(), locale.T("Range")}
	case EachReading:
	}
	switch t.Subject.Kind {
	case Pressure:
		return second(t, first, t.Scale.Head(), locale.T("Pulse"))
	case BodyMass:
		return second(t, first, t.Scale.Head(), locale.T("Fat %"))
	}
	return second(t, first, t.Scale.Head(), locale.C("duration", "For"))
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
	if !t.Readings() {
		return t.Almanac.ShortDate(d)
	}
	return t.Almanac.ShortDate(d) + " " + Clock(r.At, r.Offset)
}

// Value returns the second cell of a row.
func (t *Table) Value(r Row) string {
	switch {
	case t.Lists == EachStage:
		return StageName(r.V)
	case t.Lists == EachNight:
		return Span(r.V)
	case t.Subject.Kind == Pressure:
		return t.Scale.Pair(r.V, r.V2)
	}
	return t.Scale.Number(r.V)
}

// SecondValue returns the third cell of a row.
func (t *Table) SecondValue(r Row) string {
	switch {
	case t.Lists == EachNight:
		return Span(r.V2)
	case t.Lists == EachStage:
		return lengthText(r.V2)
	case t.Subject.Kind == Pressure:
		return Fixed(r.V3, 0)
	case t.Subject.Kind == BodyMass && t.Lists == EachReading:
		return Fixed(r.V2, 1)
	case t.Lists == EachDay:
		return t.Scale.Range(r.V2, r.V3)
	}
	return lengthText(r.V2)
}

func lengthText(seconds float64) string {
	if math.IsNaN(seconds) {
		return Missing
	}
	return durationText(seconds)
}

// Text is a row as people paste it elsewhere: when, tab, value with its unit.
func (t *Table) Text(r Row) string {
	value := t.Value(r)
	switch {
	case !t.Readings() && t.Lists == EachNight, t.Lists == EachStage:
	case t.Subject.Kind == Pressure:
		value += " " + t.Scale.Symbol()
	default:
		value = t.Scale.Text(r.V)
	}
	if t.Readings() {
		return Moment(r.At, r.Offset) + "\t" + value
	}
	return FullDate(health.DateAt(r.At, r.Offset)) + "\t" + value
}

// StageName says what a stage of sleep is.
func StageName(code float64) string {
	switch code {
	case health.StageAwake:
		return locale.T("Awake")
	case health.StageLight:
		return locale.C("sleep", "Light")
	case health.StageDeep:
		return locale.T("Deep")
	case health.StageREM:
		return locale.T("REM")
	}
	return locale.T("Other")
}

// RowsOfDays turns days into rows.
func (t *Table) RowsOfDays(days []health.Day) {
	for _, p := range days {
		from, to := p.Date.Bounds(t.Almanac.Zone)
		noon := from + (to-from)/2
		t.Add(Row{
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
		t.Add(Row{At: noon, Offset: t.Almanac.OffsetAt(noon), N: 1, V: n.Asleep(), V2: n.Wake, V3: n.Awakenings})
	}
	t.Second = true
}

// Nearest returns the index of the row nearest to an instant, -1 for none.
func (t *Table) Nearest(ms int64) int {
	lo := t.from(ms)
	if lo == len(t.at) || lo > 0 && ms-t.at[lo-1] < t.at[lo]-ms {
		lo--
	}
	return lo
}

// from returns the first row that is not before an instant.
func (t *Table) from(ms int64) int {
	lo, hi := 0, len(t.at)
	for lo < hi {
		if mid := lo + (hi-lo)/2; t.at[mid] < ms {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
