package reports

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"vitalkeep/health"
	"vitalkeep/sheets"
)

// held is a person's readings in memory, each metric ordered by start.
type held map[health.MetricID][]health.Reading

func (h held) Readings(ctx context.Context, m health.MetricID) iter.Seq2[health.Reading, error] {
	return func(yield func(health.Reading, error) bool) {
		for _, r := range h[m] {
			if err := ctx.Err(); err != nil {
				yield(health.Reading{}, err)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (h held) add(t *testing.T, m health.MetricID, s health.SourceID, start int64, seconds int64, value string, u health.Unit) {
	t.Helper()
	d, err := health.ParseDecimal(value)
	if err != nil {
		t.Fatal(err)
	}
	h[m] = append(h[m], health.Reading{Metric: m, Source: s, Sample: health.Sample{Start: start, Duration: seconds * 1000, Value: d, Unit: u}})
}

var made = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

func order(metrics ...health.MetricID) Order {
	return Order{Profile: health.Profile{Name: "Ada", Zone: "UTC"}, Metrics: metrics, Paper: sheets.A4, Made: made}
}

func hour(day, h int) int64 { return time.Date(2024, 3, day, h, 0, 0, 0, time.UTC).UnixMilli() }

func sectionsOf(t *testing.T, h held, o Order) []section {
	t.Helper()
	g := &gatherer{data: h, order: o, loc: time.UTC}
	s, err := g.sections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestBloodPressureHasMeansOfMorningsEveningsAndAll(t *testing.T) {
	h := held{}
	for i, c := range []struct {
		at       int64
		sys, dia string
		pulse    string
	}{
		{hour(1, 8), "120", "80", "60"},
		{hour(1, 14), "150", "95", ""}, // neither morning nor evening
		{hour(1, 20), "130", "84", "70"},
		{hour(2, 2), "132", "86", ""}, // of the evening before
		{hour(2, 11), "121", "81", "64"},
	} {
		h.add(t, "systolic", "manual:hand", c.at, 0, c.sys, health.MillimetreOfMercury)
		h.add(t, "diastolic", "manual:hand", c.at, 0, c.dia, health.MillimetreOfMercury)
		if c.pulse != "" {
			h.add(t, "heart_rate", "manual:hand", c.at, 0, c.pulse, health.PerMinute)
		}
		h.add(t, "heart_rate", "withings:hr", c.at+int64(i), 0, "99", health.PerMinute)
	}
	h.add(t, "systolic", "csv:file", hour(3, 8), 0, "180", health.MillimetreOfMercury) // alone
	got := sectionsOf(t, h, order("systolic", "diastolic"))
	if len(got) != 1 {
		t.Fatalf("%d sections", len(got))
	}
	s := got[0]
	want := [][]string{
		{"Morning", "121", "81", "62", "2", "2"},
		{"Evening", "131", "85", "70", "2", "2"},
		{"All readings", "131", "85", "65", "2", "5"},
	}
	if !slices.EqualFunc(s.figures.rows, want, slices.Equal) {
		t.Errorf("figures are %q, want %q", s.figures.rows, want)
	}
	if len(s.list.rows) != 5 || !slices.Equal(s.list.rows[0], []string{"2 Mar 2024, 11:00", "121", "81", "64"}) || !slices.Equal(s.list.rows[2][:3], []string{"1 Mar 2024, 20:00", "130", "84"}) {
		t.Errorf("the list is %q", s.list.rows)
	}
	if !strings.Contains(strings.Join(s.notes, " "), "1 value that stand alone") || !slices.Equal(s.sources, []string{"Typed in (5)"}) || s.graph == nil {
		t.Errorf("notes %q, sources %q", s.notes, s.sources)
	}
}

// week adds a week of blood pressure as the guideline asks for it, whose first day
// is much higher.
func week(t *testing.T, h held) {
	t.Helper()
	for day := 1; day <= 7; day++ {
		value := "120"
		if day == 1 {
			value = "200"
		}
		for _, at := range []int64{hour(day, 8), hour(day, 8) + 120_000, hour(day, 20), hour(day, 20) + 120_000} {
			h.add(t, "systolic", "manual:hand", at, 0, value, health.MillimetreOfMercury)
			h.add(t, "diastolic", "manual:hand", at, 0, "80", health.MillimetreOfMercury)
		}
	}
}

func TestAWeekMeasuredAsTheGuidelineAsksIsNamedAndItsFirstDayLeftOut(t *testing.T) {
	h := held{}
	week(t, h)
	s := sectionsOf(t, h, order("systolic", "diastolic"))[0]
	last := s.figures.rows[len(s.figures.rows)-1]
	if !slices.Equal(last, []string{"Week at home: both", "120", "80", "", "", "24"}) || !strings.Contains(strings.Join(s.notes, " "), "1 Mar 2024 to 7 Mar 2024") {
		t.Errorf("%q, %q", last, s.notes)
	}
}

func TestFiguresCountReadingsAndDays(t *testing.T) {
	h := held{}
	h.add(t, "weight", "csv:file", hour(1, 7), 0, "170.40", health.Pound)
	h.add(t, "weight", "withings:export", hour(1, 9), 0, "80", health.Kilogram)
	h.add(t, "weight", "csv:file", hour(2, 7), 0, "76.00", health.Kilogram)
	h.add(t, "steps", "withings:daily", hour(1, 0), 24*3600, "8000", health.Count)
	h.add(t, "steps", "withings:daily", hour(2, 0), 24*3600, "6000", health.Count)
	got := sectionsOf(t, h, order("weight", "steps", "glucose"))
	if len(got) != 2 {
		t.Fatalf("%d sections", len(got))
	}
	for i, want := range [][][]string{
		{{"All readings", "77.8", "76.0", "80.0", "2", "3"}, {"By day", "77.3", "76.0", "78.6", "2", "3"}},
		{{"By day", "7000", "6000", "8000", "2", "2"}},
	} {
		rows := got[i].figures.rows[:len(want)]
		if !slices.EqualFunc(rows, want, slices.Equal) {
			t.Errorf("%s: %q, want %q", got[i].title, rows, want)
		}
	}
	// A reading in the person's unit keeps its digits, another is converted.
	if w := got[0].list.rows; w[0][1] != "76.00" || w[2][1] != "77.3" || w[1][2] != "Withings" {
		t.Errorf("the list is %q", w)
	}
	if d := got[1].list; d.title != "Days" || !slices.Equal(d.rows[0], []string{"2 Mar 2024", "6000"}) {
		t.Errorf("days are %q", d.rows)
	}
}

func TestALongListHoldsTheNewestAndSaysSo(t *testing.T) {
	h := held{}
	for i := range int64(1000) {
		h.add(t, "weight", "csv:file", hour(1, 7)+i*3600_000, 0, "80.5", health.Kilogram)
	}
	s := sectionsOf(t, h, order("weight"))[0]
	if len(s.list.rows) != mostListed || s.list.rows[0][0] != clock(hour(1, 7)+999*3600_000, 0) || !strings.Contains(s.list.note, "160 of 1\u202f000") {
		t.Errorf("%d rows from %s, %q", len(s.list.rows), s.list.rows[0][0], s.list.note)
	}
}

// much is something of everything.
func much(t *testing.T) held {
	t.Helper()
	h := held{}
	for _, m := range health.Metrics() {
		length := int64(0)
		if m.Shape != health.Instant {
			length = 600
		}
		for i := range int64(200) {
			v, _ := health.FromFloat(m.Plausible.Min+(m.Plausible.Max-m.Plausible.Min)*(0.5+0.3*math.Sin(float64(i)/9)), 1)
			source := []health.SourceID{"withings:export", "apple:watch/The watch with a name that is longer than its column is wide, and then some", "manual:hand"}[i%3]
			h.add(t, m.ID, source, hour(1, 7)+i*7*3600_000, length, v.String(), m.Unit)
		}
	}
	return h
}

func TestNothingLiesOutsideOfThePaperOrOnEachOther(t *testing.T) {
	var all []health.MetricID
	for _, m := range health.Metrics() {
		all = append(all, m.ID)
	}
	for _, paper := range []sheets.Paper{sheets.A4, sheets.Letter} {
		o := order(all...)
		o.Paper, o.Profile.Name, o.Profile.Units = paper, strings.Repeat("A name as long as one can be ", 8), health.USUnits
		g := &gatherer{data: much(t), order: o, loc: time.UTC}
		sections, err := g.sections(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		l, err := newLayout(o)
		if err != nil {
			t.Fatal(err)
		}
		l.head(o, g.period(), true)
		for _, s := range sections {
			l.section(s)
		}
		l.feet(o)
		w, height := paper.Size()
		type place struct{ y, x, r float64 }
		var set []place
		pages := map[int]bool{}
		l.doc.Each(func(on int, x, y, width, size float64, words string) {
			if !pages[on] {
				set = set[:0]
			}
			pages[on] = true
			if x < margin-1 || x+width > w-margin+1 || y-size < 20 || y > height-20 {
				t.Errorf("%q lies from %.0f to %.0f at %.0f", words, x, x+width, y)
			}
			for _, p := range set {
				if math.Abs(p.y-y) < size*0.7 && x < p.r-0.5 && x+width > p.x+0.5 {
					t.Errorf("page %d: %q lies on something at %.0f, %.0f", on+1, words, x, y)
				}
			}
			set = append(set, place{y, x, x + width})
		})
		if len(pages) != l.doc.Pages() || len(pages) < 20 {
			t.Errorf("%d of %d pages have words", len(pages), l.doc.Pages())
		}
	}
}

func TestAReportIsAPDFOfItsPaperAndTheSameEveryTime(t *testing.T) {
	h := held{}
	h.add(t, "weight", "csv:file", hour(1, 7), 0, "80.5", health.Kilogram)
	o := order("weight")
	o.Paper = sheets.Letter
	var first, second bytes.Buffer
	for _, to := range []*bytes.Buffer{&first, &second} {
		r, err := Write(t.Context(), to, h, o)
		if err != nil || r.Readings != 1 || r.Pages != 1 {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	raw := first.Bytes()
	if !bytes.Equal(raw, second.Bytes()) || !bytes.HasPrefix(raw, []byte("%PDF-")) || !bytes.Contains(raw, []byte("/MediaBox [0 0 612.00 792.00]")) {
		t.Error("no PDF on US Letter, or not the same twice")
	}
	var empty bytes.Buffer
	if r, err := Write(t.Context(), &empty, held{}, o); err != nil || r.Readings != 0 || empty.Len() == 0 {
		t.Errorf("of nothing: %+v, %v", r, err)
	}
}

func TestAReportThatIsStoppedSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, m := range []health.MetricID{"weight", "systolic"} {
		h := held{}
		h.add(t, m, "csv:file", hour(1, 7), 0, "80.5", mustUnit(m))
		if _, err := Write(ctx, &bytes.Buffer{}, h, order(m, "diastolic")); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", m, err)
		}
	}
}

func mustUnit(m health.MetricID) health.Unit {
	known, _ := health.Lookup(m)
	return known.Unit
}

// Who objects to statistics or insights has none in a report: its readings stay.
func TestAReportHasNothingThatThePersonObjectsTo(t *testing.T) {
	h := held{}
	week(t, h)
	h.add(t, "weight", "manual:hand", hour(1, 7), 0, "70.5", health.Kilogram)
	h.add(t, "weight", "manual:hand", hour(2, 7), 0, "71.5", health.Kilogram)
	h.add(t, "steps", "manual:hand", hour(1, 7), 3600, "700", health.Count)
	h.add(t, "steps", "manual:hand", hour(2, 7), 3600, "900", health.Count)
	words := func(off ...health.Purpose) string {
		o := order("systolic", "diastolic", "weight", "steps")
		o.Objections = health.Objections{Off: off}
		out := ""
		for _, s := range sectionsOf(t, h, o) {
			out += strings.Join(s.notes, " ") + s.caption
			for _, x := range []table{s.figures, s.list} {
				out += x.title + strings.Join(x.head, " ")
				for _, row := range x.rows {
					out += " " + strings.Join(row, " ")
				}
			}
		}
		return out
	}
	for _, x := range []struct {
		off  []health.Purpose
		word string
		want bool
	}{
		{nil, "Average", true},
		{nil, "trend", true},
		{nil, "Week at home", true},
		{[]health.Purpose{health.Statistics}, "Average", false},
		{[]health.Purpose{health.Statistics}, "mean", false},
		{[]health.Purpose{health.Statistics}, "trend", false},
		{[]health.Purpose{health.Statistics}, "Week at home", false},
		{[]health.Purpose{health.Insights}, "Week at home", false},
		{[]health.Purpose{health.Insights}, "Average", true},
		{health.Purposes(), "70.5", true},
		{health.Purposes(), "900", true},
	} {
		if got := strings.Contains(words(x.off...), x.word); got != x.want {
			t.Errorf("without %v, %q stands in it: %v", x.off, x.word, got)
		}
	}
	var to bytes.Buffer
	o := order("systolic", "diastolic", "weight", "steps")
	o.Objections = health.Objections{Off: health.Purposes()}
	if _, err := Write(t.Context(), &to, h, o); err != nil || to.Len() == 0 {
		t.Errorf("a report without figures: %v", err)
	}
}
