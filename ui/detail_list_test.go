package ui

import (
	"context"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

func openTable(t *testing.T, size fyne.Size, subject string) (*stage, *DetailScreen) {
	t.Helper()
	s, _, needs := toldStage(t, style.AlwaysLight, size)
	d := NewDetailScreen(s.Shell, needs, subject)
	s.Open(d)
	s.bench.settle()
	return s, d
}

// pressChip takes away what a chip over the table says.
func (s *stage) pressChip(label string) {
	s.t.Helper()
	d, ok := s.Page().(*DetailScreen)
	if !ok {
		s.t.Fatalf("the page is %T", s.Page())
	}
	for _, o := range d.side.chips.Objects {
		if chip, ok := o.(*parts.Chip); ok && chip.Label() == label {
			chip.Press()
			s.bench.settle()
			return
		}
	}
	s.t.Fatalf("there is no chip %q", label)
}

func TestTheFilterTakesDatesAndValuesAsPeopleTypeThem(t *testing.T) {
	s, d := openTable(t, wide, "weight")
	all := d.side.table.Rows()
	s.ctrl(fyne.KeyF)
	if s.window.Canvas().Focused() != fyne.Focusable(d.side.filter.from.Input()) {
		t.Fatal("Ctrl+F does not go to the filter")
	}
	s.typeIn("1 Sep 2025")
	s.bench.settle()
	d.side.filter.to.SetText("30/09/2025")
	s.bench.settle()
	n := d.side.table.Rows()
	if n == 0 || n >= all {
		t.Fatalf("%d of %d rows are of September", n, all)
	}
	for i := range n {
		if r := d.side.row(i); health.DateAt(r.At, r.Offset).Month != time.September {
			t.Errorf("row %d is of %s", i, d.side.list.data.When(r))
		}
	}
	s.wants(d.side.list.counted())
	d.side.filter.low.SetText("78.6")
	s.bench.settle()
	if m := d.side.table.Rows(); m == 0 || m >= n {
		t.Errorf("%d of %d rows are of 78.6 kg and more", m, n)
	}
	for i := range d.side.table.Rows() {
		if d.side.row(i).V < 78.55 {
			t.Errorf("row %d shows %s", i, d.side.list.data.Value(d.side.row(i)))
		}
	}
	s.key(fyne.KeyEscape)
	s.bench.settle()
	s.wants("1 Sep – 30 Sep 2025")
	s.pressChip("≥\u00a078.6\u00a0kg")
	if d.side.table.Rows() != n {
		t.Errorf("without the value %d rows are left, want %d", d.side.table.Rows(), n)
	}
	s.pressChip("1 Sep – 30 Sep 2025")
	if d.side.table.Rows() != all || d.side.filter.set.Any() {
		t.Errorf("%d of %d rows are back", d.side.table.Rows(), all)
	}
}

func TestTheFilterSaysWhatIsWrongBesideTheField(t *testing.T) {
	s, d := openTable(t, wide, "weight")
	f := d.side.filter
	all := d.side.table.Rows()
	d.Find()
	for _, c := range []struct {
		what string
		do   func()
		at   func() string
		want string
	}{
		{"a date half typed", func() { f.from.SetText("1.1.") }, f.from.Error, ""},
		{"Enter", func() { s.key(fyne.KeyReturn) }, f.from.Error, "This is not a date. Write it like 14/10/2025."},
		{"no date", func() { f.from.SetText("32/13/2025") }, f.from.Error, "This is not a date. Write it like 14/10/2025."},
		{"emptied", func() { f.from.SetText("") }, f.from.Error, ""},
		{"the wrong way round", func() { f.from.SetText("2025-10-01"); f.to.SetText("2025-09-01") }, f.to.Error, "This is before the first date."},
		{"put right", func() { f.from.SetText(""); f.to.SetText("") }, f.to.Error, ""},
		{"no number", func() { f.low.SetText("eighty") }, func() string { return f.low.Error() }, "This is not a number."},
		{"values the wrong way round", func() { f.low.SetText("80"); f.high.SetText("70") }, func() string { return f.high.Error() }, "This is less than the first value."},
	} {
		c.do()
		s.bench.settle()
		if got := c.at(); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	f.clear()
	s.bench.settle()
	if d.side.table.Rows() != all {
		t.Errorf("%d of %d rows", d.side.table.Rows(), all)
	}
}

func TestAFilterThatLeavesNothingHasAWayBack(t *testing.T) {
	s, d := openTable(t, narrow, "weight")
	all := d.side.table.Rows()
	d.Find()
	d.side.filter.low.SetText("300")
	s.bench.settle()
	s.wants("Nothing passes the filter")
	d.side.closeFilter()
	s.press("Show all")
	if d.side.table.Rows() != all || s.shows("Nothing passes the filter") {
		t.Error("the rows are not back")
	}
}

func TestRowsOfOneSource(t *testing.T) {
	s, d := openTable(t, wide, "weight")
	d.Find()
	d.side.filter.sources.Choose(1)
	s.bench.settle()
	if n := d.side.table.Rows(); n != 1 {
		t.Errorf("%d rows are typed in", n)
	}
	s.key(fyne.KeyEscape)
	s.wants("Typed in")
}

func TestAFilterBySourceEndsWhereTheRowsAreDays(t *testing.T) {
	s, d := openTable(t, wide, "heart_rate")
	d.choose(present.Week)
	s.bench.settle()
	d.Find()
	d.side.filter.sources.Choose(1)
	s.bench.settle()
	if d.side.filter.set.Source == "" || d.side.table.Rows() == 0 {
		t.Fatalf("%d rows of the source %q", d.side.table.Rows(), d.side.filter.set.Source)
	}
	d.choose(present.Year)
	s.bench.settle()
	if d.side.list.data.Readings() || d.side.table.Rows() == 0 || d.side.filter.set.Any() {
		t.Errorf("%d rows are listed by %+v", d.side.table.Rows(), d.side.filter.set)
	}
}

func TestOneSourceAloneInGraphAndTable(t *testing.T) {
	s, d := openTable(t, wide, "weight")
	all := d.side.table.Rows()
	s.wants("All sources")
	d.showOnly("withings:export")
	s.bench.settle()
	if d.side.table.Rows() != all-1 || len(d.subject.Sources) != 1 {
		t.Errorf("%d of %d rows, sources %v", d.side.table.Rows(), all, d.subject.Sources)
	}
	s.wants("Withings")
	d.showOnly(health.TypedSource)
	s.bench.settle()
	if d.side.table.Rows() != 1 || d.subject.Count != 1 {
		t.Errorf("%d rows, %d readings", d.side.table.Rows(), d.subject.Count)
	}
	d.showOnly("")
	s.bench.settle()
	if d.side.table.Rows() != all {
		t.Errorf("%d of %d rows are back", d.side.table.Rows(), all)
	}
}

func TestWhatIsRecordedIsListedByDayOrReadingAsAsked(t *testing.T) {
	s, d := openTable(t, wide, "heart_rate")
	count := d.subject.Count
	d.choose(present.Year)
	s.bench.settle()
	if d.side.list.data.Readings() {
		t.Error("a year is listed by reading")
	}
	d.Find()
	d.side.filter.lists.Choose(2)
	s.bench.settle()
	if d.side.table.Rows() != count {
		t.Errorf("%d of %d readings", d.side.table.Rows(), count)
	}
	d.choose(present.Week)
	s.bench.settle()
	if d.side.table.Rows() != count {
		t.Error("the table follows the graph")
	}
	d.side.filter.lists.Choose(0)
	s.bench.settle()
	if d.side.table.Rows() >= count {
		t.Error("the table does not follow the graph")
	}
}

func TestNightsAndTheirStages(t *testing.T) {
	s, d := openTable(t, wide, "sleep")
	d.Find()
	d.side.filter.lists.Choose(1)
	s.bench.settle()
	data := d.side.list.data
	if data.Subject.Metric.ID != "sleep_stage" || d.side.table.Rows() != data.Subject.Count {
		t.Fatalf("%d rows of %s", d.side.table.Rows(), data.Subject.ID)
	}
	r := d.side.row(0)
	if data.Value(r) != present.StageName(r.V) || data.SecondValue(r) == present.Missing {
		t.Errorf("a stage shows %q for %q", data.Value(r), data.SecondValue(r))
	}
	d.side.closeFilter()
	d.side.table.Select(0)
	s.bench.settle()
	s.wants("Until")
	s.wants(present.StageName(r.V))
}

// crowd is a library of one metric with so many readings, which it makes as they
// are asked for.
type crowd struct {
	*fakeLibrary
	n     int
	begin int64
}

const crowdStep = 30_000

func (c *crowd) at(i int) int64 { return c.begin + int64(i)*crowdStep }

func (c *crowd) value(i int) int64 { return 50 + int64(rand.New(rand.NewPCG(uint64(i), 1)).IntN(130)) }

func (c *crowd) Metrics(ctx context.Context) ([]present.Summary, error) {
	return []present.Summary{{Metric: "heart_rate", Count: c.n, First: c.at(0), Last: c.at(c.n - 1), Sources: []health.SourceID{"withings:hr"}}}, ctx.Err()
}

func (c *crowd) Readings(ctx context.Context, m health.MetricID, from, to int64) iter.Seq2[health.Reading, error] {
	return c.SourceReadings(ctx, m, "", from, to)
}

func (c *crowd) SourceReadings(ctx context.Context, m health.MetricID, _ health.SourceID, from, to int64) iter.Seq2[health.Reading, error] {
	return func(yield func(health.Reading, error) bool) {
		first := max(0, (from-c.begin+crowdStep-1)/crowdStep)
		for i := int(first); i < c.n && c.at(i) < to; i++ {
			r := health.Reading{Metric: m, Source: "withings:hr", Sample: health.Sample{Start: c.at(i), Value: health.Int(c.value(i)), Unit: health.PerMinute}}
			if !yield(r, ctx.Err()) {
				return
			}
		}
	}
}

func (c *crowd) Overview(context.Context, health.MetricID, health.SourceID, int64, int64, int) ([]present.Bucket, error) {
	return nil, nil
}

func (c *crowd) Days(context.Context, health.MetricID, health.Date, health.Date) ([]health.Day, error) {
	return nil, nil
}

func TestTwoMillionReadingsAreListedSortedAndFiltered(t *testing.T) {
	const n = 2_000_000
	lib := &crowd{fakeLibrary: newFakeLibrary(), n: n, begin: stageNow.UnixMilli() - (n-1)*crowdStep}
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := s.detail(lib, "heart_rate")
	d.side.filter.lists.Choose(2)
	s.bench.begin() // the newest are read
	for _, f := range s.bench.posts {
		f()
	}
	s.bench.posts = nil
	s.bench.starts[0]() // and listed
	s.bench.starts = s.bench.starts[1:]
	if len(s.bench.starts) == 0 && !d.listing.Running() {
		t.Error("all are read before the newest are shown")
	}
	s.bench.settle()
	if d.side.table.Rows() != n {
		t.Fatalf("%d rows", d.side.table.Rows())
	}
	for _, place := range []int{0, 1, n / 2, n - 1} {
		if got, want := d.side.row(place).At, lib.at(n-1-place); got != want {
			t.Errorf("row %d is of %d, want %d", place, got, want)
		}
	}
	d.side.table.Select(n - 1)
	s.bench.settle()
	s.wants(d.side.list.data.When(d.side.row(n - 1)))
	d.side.closeDetails()

	d.side.sorted, d.side.down = 1, true
	d.side.list.arrange(d.side.list.data)
	s.bench.settle()
	before := d.side.row(0)
	for i := 1; i < n; i += 997 {
		r := d.side.row(i)
		if r.V > before.V || r.V == before.V && r.At > before.At {
			t.Fatalf("row %d shows %v after %v", i, r.V, before.V)
		}
		before = r
	}
	d.Find()
	d.side.filter.low.SetText("100")
	d.side.filter.high.SetText("100")
	s.bench.settle()
	want := 0
	for i := range n {
		if lib.value(i) == 100 {
			want++
		}
	}
	if d.side.table.Rows() != want {
		t.Errorf("%d rows show 100, want %d", d.side.table.Rows(), want)
	}
}

func TestReadingAllRowsCanBeGivenUp(t *testing.T) {
	const n = 400_000
	lib := &crowd{fakeLibrary: newFakeLibrary(), n: n, begin: stageNow.UnixMilli() - (n-1)*crowdStep}
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := s.detail(lib, "heart_rate")
	d.side.filter.lists.Choose(2)
	d.side.progress("Reading all measurements…", 0.4, d.side.list.stopReading)
	s.wants("Reading all measurements…")
	s.press("Cancel")
	if d.side.list.picked != 0 || d.side.table.Rows() == n || s.shows("Reading all measurements…") {
		t.Errorf("%d rows after giving up", d.side.table.Rows())
	}
}

func TestASpanOfOnesOwn(t *testing.T) {
	s, d := openTable(t, wide, "weight")
	s.window.Canvas().Unfocus()
	s.rune('c')
	f := d.main.span
	if !f.form.Visible() || s.window.Canvas().Focused() != fyne.Focusable(f.from.Input()) {
		t.Fatal("the form is not open, or has not the focus")
	}
	for _, c := range []struct{ from, to, fault string }{
		{"", "2025-05-01", "Type a date, such as 14/10/2025."},
		{"1 March", "2025-05-01", "This is not a date. Write it like 14/10/2025."},
		{"2025-05-02", "2025-05-01", "This is before the first day."},
	} {
		f.from.SetText(c.from)
		f.to.SetText(c.to)
		s.key(fyne.KeyReturn)
		s.bench.settle()
		s.wants(c.fault)
	}
	f.from.SetText("3 March 2025")
	f.to.SetText("17/05/2025")
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if got, want := d.span(), "3 Mar – 17 May 2025"; got != want || f.form.Visible() {
		t.Errorf("the span is %q, want %q", got, want)
	}
	if d.graph.Window != d.window {
		t.Error("the graph shows another span")
	}
	s.rune('c')
	f.from.SetText("2025-03-29")
	f.to.SetText("2025-03-30") // the night when summer time begins
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if got, want := d.span(), "29 Mar – 30 Mar 2025"; got != want {
		t.Errorf("the span is %q, want %q", got, want)
	}
	s.rune('c')
	s.key(fyne.KeyEscape)
	if f.form.Visible() || s.Page() != Page(d) {
		t.Error("Escape does not close the form alone")
	}
}
