package present_test

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// rowsOf is a table of one reading a day from 1 March on, at 23:30 where it was
// taken: two hours east of UTC, the last of them nine hours west of it.
func rowsOf(t *testing.T, values ...float64) *present.Table {
	t.Helper()
	table := &present.Table{Subject: subject(t, "weight"), Scale: present.ScaleFor(subject(t, "weight").Metric, health.MetricUnits)}
	from := table.SourceIndex("withings:export")
	typed := table.SourceIndex(health.TypedSource)
	for i, v := range values {
		offset, source := int32(7200), from
		if i == len(values)-1 {
			offset, source = -9*3600, typed
		}
		at := time.Date(2025, 3, 1+i, 23, 30, 0, 0, time.UTC).UnixMilli() - int64(offset)*1000
		table.Add(present.Row{At: at, Offset: offset, Source: source, N: 1, V: v, V2: math.NaN(), V3: math.NaN()})
	}
	return table
}

func TestRowsAreListedByFilterAndColumn(t *testing.T) {
	missing := math.NaN()
	march := func(day int) health.Date { return health.Date{Year: 2025, Month: time.March, Day: day} }
	limit := func(v float64) present.Limit { return present.Limit{V: v, Set: true} }
	for name, c := range map[string]struct {
		filter present.Filter
		column int
		down   bool
		want   []int
	}{
		"by time":                        {want: []int{0, 1, 2, 3, 4, 5}},
		"the newest first":               {down: true, want: []int{5, 4, 3, 2, 1, 0}},
		"rising, what is missing last":   {column: 1, want: []int{1, 4, 3, 0, 5, 2}},
		"falling, what is missing last":  {column: 1, down: true, want: []int{5, 0, 3, 4, 1, 2}},
		"by a column that has nothing":   {column: 2, down: true, want: []int{5, 4, 3, 2, 1, 0}},
		"from a date on":                 {filter: present.Filter{From: march(4)}, want: []int{3, 4, 5}},
		"until a date":                   {filter: present.Filter{To: march(2)}, down: true, want: []int{1, 0}},
		"one day, west of the others":    {filter: present.Filter{From: march(6), To: march(6)}, want: []int{5}},
		"the day after":                  {filter: present.Filter{From: march(7)}, want: nil},
		"from a value on":                {filter: present.Filter{Low: limit(79.1)}, want: []int{0, 3, 5}},
		"a value as it is shown":         {filter: present.Filter{Low: limit(79.1), High: limit(79.1)}, want: []int{0, 3}},
		"up to a value, falling":         {filter: present.Filter{High: limit(79)}, column: 1, down: true, want: []int{4, 1}},
		"finer than what is shown":       {filter: present.Filter{Low: limit(79.13), High: limit(79.99)}, want: nil},
		"up to finer than what is shown": {filter: present.Filter{High: limit(79.06)}, want: []int{1, 4}},
		"a source":                       {filter: present.Filter{Source: health.TypedSource}, want: []int{5}},
		"a source that is not there":     {filter: present.Filter{Source: "csv:file"}, want: nil},
		"dates and values, newest first": {filter: present.Filter{From: march(2), Low: limit(78)}, down: true, want: []int{5, 4, 3, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			table := rowsOf(t, 79.14, 78.5, missing, 79.06, 78.9, 80)
			o, err := table.Arrange(context.Background(), c.filter, c.column, c.down, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []int
			for i := range o.Len() {
				got = append(got, o.At(i))
				if place := o.Place(o.At(i)); place != i {
					t.Errorf("row %d is said to be listed at %d, not %d", o.At(i), place, i)
				}
			}
			if len(got) != len(c.want) {
				t.Fatalf("got %v, want %v", got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Fatalf("got %v, want %v", got, c.want)
				}
			}
		})
	}
}

func TestOfEqualValuesTheNewerComeFirst(t *testing.T) {
	table := rowsOf(t, 5, -1, 5, 0, math.Copysign(0, -1), -1, 5)
	for down, want := range map[bool][]int{false: {5, 1, 4, 3, 6, 2, 0}, true: {6, 2, 0, 4, 3, 5, 1}} {
		o, err := table.Arrange(context.Background(), present.Filter{}, 1, down, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range want {
			if o.At(i) != row {
				t.Errorf("down %v: row %d is listed at %d, want %d", down, o.At(i), i, row)
			}
		}
	}
}

func TestTheNearestOfTheRowsListed(t *testing.T) {
	table := rowsOf(t, 1, 9, 1, 1, 9, 1)
	o, err := table.Arrange(context.Background(), present.Filter{Low: present.Limit{V: 9, Set: true}}, 0, true, nil)
	if err != nil {
		t.Fatal(err)
	}
	for row, want := range map[int]int{0: 1, 2: 1, 3: 0, 5: 0} {
		if got := o.Nearest(table, table.At(row)); got != want {
			t.Errorf("nearest to row %d is listed at %d, want %d", row, got, want)
		}
	}
	none, err := table.Arrange(context.Background(), present.Filter{Low: present.Limit{V: 99, Set: true}}, 0, true, nil)
	if err != nil || none.Nearest(table, table.At(0)) != -1 || none.Place(0) != -1 {
		t.Errorf("of no rows one is the nearest: %v", err)
	}
}

func TestArrangingStopsWhenItIsNotWantedAnyMore(t *testing.T) {
	table := rowsOf(t, 1, 2, 3)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, f := range []present.Filter{{}, {Source: health.TypedSource}} {
		if _, err := table.Arrange(ctx, f, 1, true, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("arranging by %+v gives %v", f, err)
		}
	}
}
