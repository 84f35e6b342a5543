package ui

import (
	"slices"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// commentsOf are the words to the readings by metric.
func (n *fakeNotebook) commentsOf() map[health.MetricID][]string {
	out := map[health.MetricID][]string{}
	for _, e := range n.kinds(health.Comment) {
		m := health.MetricID(e.Field(health.FieldMetric))
		if !slices.ContainsFunc(n.typed(m), func(r health.Reading) bool { return present.BelongsTo(e, m, r.Source, r.Start) }) {
			m = "none"
		}
		out[m] = append(out[m], e.Field(health.FieldText))
	}
	return out
}

func TestACorrectionKeepsTheWordsToEveryNumber(t *testing.T) {
	for name, c := range map[string]struct {
		words         map[health.MetricID]string
		weight, ratio string // what the form is filled with
		want          map[health.MetricID]string
	}{
		"to both":                     {map[health.MetricID]string{"weight": "in boots", "fat_ratio": "wet feet"}, "78.2", "24", map[health.MetricID]string{"weight": "in boots", "fat_ratio": "wet feet"}},
		"to the second alone":         {map[health.MetricID]string{"fat_ratio": "wet feet"}, "78.2", "24", map[health.MetricID]string{"fat_ratio": "wet feet"}},
		"to a number that goes":       {map[health.MetricID]string{"fat_ratio": "wet feet"}, "78.2", "", map[health.MetricID]string{"weight": "wet feet"}},
		"to both, and one of it goes": {map[health.MetricID]string{"weight": "in boots", "fat_ratio": "wet feet"}, "78.2", "", map[health.MetricID]string{"weight": "in boots"}},
	} {
		t.Run(name, func(t *testing.T) {
			s, n := withNotebook(t, style.AlwaysLight, wide, household())
			at := present.Instant{At: stageNow.Add(-time.Hour).UnixMilli(), Offset: 7200}
			readings := []health.Reading{
				present.NewReading(present.Amount{Metric: "weight", Value: health.Int(78), Unit: health.Kilogram}, at),
				present.NewReading(present.Amount{Metric: "fat_ratio", Value: health.Int(25), Unit: health.Percent}, at),
			}
			var entries []health.Entry
			for _, r := range readings {
				if words := c.words[r.Metric]; words != "" {
					entries = append(entries, present.NewComment(r, words))
				}
			}
			n.put(readings, entries)
			s.OpenAdd(Adding{Correct: readings})
			s.bench.settle()
			a := s.addScreen()
			a.form.amounts[0].boxes[0].SetText(c.weight)
			a.form.amounts[1].boxes[0].SetText(c.ratio)
			a.form.when.set("14/10/2025", "07:30")
			a.Submit()
			s.bench.settle()
			got := n.commentsOf()
			for m, want := range c.want {
				if !slices.Contains(got[m], want) {
					t.Errorf("the words are %v, want %q to %s", got, want, m)
				}
			}
			if len(got["none"]) > 0 {
				t.Errorf("words to nothing: %v", got)
			}
		})
	}
}

func TestADayHasOneTypedTotalWhateverTheZone(t *testing.T) {
	s, n := withNotebook(t, style.AlwaysLight, wide, household())
	date := health.Date{Year: 2025, Month: time.October, Day: 3}
	total := func(d health.Date, zone string, v int64) health.Reading {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		at := d.Start(loc)
		r := present.NewReading(present.Amount{Metric: "steps", Value: health.Int(v), Unit: health.Count}, present.Instant{At: at, Offset: health.OffsetAt(at, loc)})
		r.Duration = 24 * time.Hour.Milliseconds()
		return r
	}
	abroad, next := total(date, "America/New_York", 8200), total(date.AddDays(1), "Europe/Berlin", 5000)
	n.put([]health.Reading{abroad, next}, []health.Entry{present.NewComment(abroad, "along the river")})
	save := func(a Adding, date, steps, words string) {
		t.Helper()
		s.OpenAdd(a)
		s.bench.settle()
		f := s.addScreen().form
		f.amounts[0].boxes[0].SetText(steps)
		f.when.set(date, "")
		if words != "" {
			f.text.SetText(words)
		}
		s.addScreen().Submit()
		s.bench.settle()
	}
	save(Adding{Subject: "steps"}, "3/10/2025", "9000", "counted again")
	got := n.typed("steps")
	if len(got) != 2 || got[0].Value.String() != "9000" || got[1].Value.String() != "5000" {
		t.Fatalf("the totals are %+v", got)
	}
	if c := n.commentsOf()["steps"]; !slices.Equal(c, []string{"along the river\ncounted again"}) {
		t.Errorf("the words are %q", c)
	}
	save(Adding{Correct: []health.Reading{got[1]}}, "3/10/2025", "6000", "")
	got = n.typed("steps")
	var before []string
	for _, e := range n.kinds(health.Correction) {
		before = append(before, e.Field(health.FieldValue))
	}
	slices.Sort(before)
	if len(got) != 1 || got[0].Value.String() != "6000" || !slices.Equal(before, []string{"5000", "8200", "9000"}) {
		t.Errorf("moved to the day of another: %+v, before it %v", got, before)
	}
	if c := n.commentsOf()["steps"]; !slices.Equal(c, []string{"along the river\ncounted again"}) {
		t.Errorf("the words are %q", c)
	}
}

func TestACorrectionWaitsForWhatBelongsToTheOldValue(t *testing.T) {
	s, n := withNotebook(t, style.AlwaysLight, wide, household())
	r := present.NewReading(present.Amount{Metric: "weight", Value: health.Int(78), Unit: health.Kilogram}, present.Instant{At: stageNow.Add(-time.Hour).UnixMilli(), Offset: 7200})
	n.put([]health.Reading{r}, []health.Entry{present.NewComment(r, "in boots")})
	s.OpenAdd(Adding{Correct: []health.Reading{r}})
	a := s.addScreen()
	a.form.when.set("14/10/2025", "07:30")
	a.Submit() // at once
	s.bench.settle()
	if len(n.replaced) > 0 {
		t.Fatal("it was stored before its comment was known")
	}
	a.Submit()
	s.bench.settle()
	if got := n.commentsOf()["weight"]; !slices.Equal(got, []string{"in boots"}) || n.typed("weight")[0].Start == r.Start {
		t.Errorf("the words are %q to %+v", got, n.typed("weight"))
	}
}
