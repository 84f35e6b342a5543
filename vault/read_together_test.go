package vault

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
)

// told says of every reading where it is from, and of what else it is one.
func told(t testing.TB, v *Vault, p health.ProfileID, metric health.MetricID, from, to int64) []string {
	t.Helper()
	var out []string
	for r, err := range v.Readings(context.Background(), p, metric, from, to) {
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for o := &r; o != nil; o = o.Also {
			fmt.Fprintf(&text, "%d %s %s %s row %d; ", o.Start-twiceAt, o.Source, o.Value, o.Unit, o.Origin.Row)
		}
		out = append(out, strings.TrimSuffix(text.String(), "; "))
	}
	return out
}

const twiceAt = 1_709_276_400_000

func twice(metric health.MetricID, source health.SourceID, ms, mantissa int64, places uint8, unit health.Unit, line uint32) row {
	return row{metric, source, health.Sample{
		Start: twiceAt + ms, Value: health.Decimal{Mantissa: mantissa, Places: places}, Unit: unit, Origin: health.Origin{Row: line},
	}}
}

func TestAMeasurementThatReachedUsByTwoWaysIsShownOnceWithBothOrigins(t *testing.T) {
	v, p := newTestVault(t)
	const vendor, relay, watch = "withings:export", "apple:relay/Withings", "apple:watch/Anna's Watch"
	_, first := importRows(t, v, p, []row{
		twice("weight", vendor, 0, 1725, 1, health.Pound, 2),
		twice("weight", vendor, 60_000, 1731, 1, health.Pound, 3),
		twice("weight", vendor, 120_000, 1728, 1, health.Pound, 4),
		twice("steps", vendor, 0, 100, 0, health.Count, 5),
		twice("heart_rate", vendor, 0, 61, 0, health.PerMinute, 6),
	})
	importRows(t, v, p, []row{
		twice("weight", relay, 437, 782345, 4, health.Kilogram, 11),    // the first, with the fraction of the second
		twice("weight", relay, 60_000, 790000, 4, health.Kilogram, 12), // of the same moment, and not of the same weight
		twice("weight", relay, 121_000, 1728, 1, health.Pound, 13),     // a second later
		twice("weight", relay, 180_000, 7850, 2, health.Kilogram, 14),
		twice("steps", relay, 500, 100, 0, health.Count, 15),
		twice("heart_rate", watch, 200, 61, 0, health.PerMinute, 16),
		twice("heart_rate", watch, 700, 61, 0, health.PerMinute, 17), // not the same pulse again
	})
	for metric, want := range map[health.MetricID][]string{
		"weight": {
			"0 withings:export 172.5 lb row 2; 437 apple:relay/Withings 78.2345 kg row 11",
			"60000 withings:export 173.1 lb row 3",
			"60000 apple:relay/Withings 79.0000 kg row 12",
			"120000 withings:export 172.8 lb row 4",
			"121000 apple:relay/Withings 172.8 lb row 13",
			"180000 apple:relay/Withings 78.50 kg row 14",
		},
		"steps": {"0 withings:export 100 count row 5", "500 apple:relay/Withings 100 count row 15"},
		"heart_rate": {
			"0 withings:export 61 1/min row 6; 200 apple:watch/Anna's Watch 61 1/min row 16",
			"700 apple:watch/Anna's Watch 61 1/min row 17",
		},
	} {
		if got := told(t, v, p, metric, math.MinInt64, math.MaxInt64); !slices.Equal(got, want) {
			t.Errorf("%s:\ngot  %s\nwant %s", metric, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
		if info, err := v.Distinct(t.Context(), p, metric); err != nil || info.Count != len(want) || info.First != twiceAt {
			t.Errorf("%s: %+v, %v, want %d", metric, info, err, len(want))
		}
	}
	// A part of a second shows what starts in it, and nothing a second time.
	if got := told(t, v, p, "weight", twiceAt+1, twiceAt+60_000); len(got) != 0 {
		t.Errorf("behind the first: %v", got)
	}
	if got := told(t, v, p, "weight", twiceAt, twiceAt+1); len(got) != 1 || !strings.Contains(got[0], "row 11") {
		t.Errorf("the first alone: %v", got)
	}
	undoBatch(t, v, first)
	if got := told(t, v, p, "weight", twiceAt, twiceAt+1000); !slices.Equal(got, []string{"437 apple:relay/Withings 78.2345 kg row 11"}) {
		t.Errorf("without the vendor's own: %v", got)
	}
	if info, err := v.Distinct(t.Context(), p, "weight"); err != nil || info.Count != 4 {
		t.Errorf("without the vendor's own: %+v, %v", info, err)
	}
}

func TestAMeanCountsAMeasurementOnceHoweverItCame(t *testing.T) {
	for name, keep := range map[string]int{"from the readings": 0, "from what is kept": 8} {
		t.Run(name, func(t *testing.T) {
			v, p := newTestVault(t)
			if keep > 0 {
				v.options.keepAbove = keep
			}
			var ours, theirs []row
			for day := range int64(20) {
				// Two weigh-ins a day, the first of which comes by the relay as well.
				ours = append(ours, twice("weight", "withings:export", day*dayMS, 700+day, 1, health.Kilogram, 0),
					twice("weight", "withings:export", day*dayMS+3_600_000, 710+day, 1, health.Kilogram, 0))
				theirs = append(theirs, twice("weight", "apple:relay/Withings", day*dayMS+250, 700+day, 1, health.Kilogram, 0))
			}
			importRows(t, v, p, ours)
			importRows(t, v, p, theirs)
			first := health.DateAt(twiceAt, 0)
			days, err := v.Days(t.Context(), p, "weight", first, first.AddDays(19))
			if err != nil || len(days) != 20 {
				t.Fatalf("%d days, %v", len(days), err)
			}
			for i, d := range days {
				if want := 70.5 + float64(i)/10; math.Abs(d.Value-want) > 1e-9 || d.Readings != 2 {
					t.Errorf("day %d: %v of %d readings, want %v of 2", i, d.Value, d.Readings, want)
				}
			}
		})
	}
}

func TestReadingsOfSeveralGiversAreThoseOfASimpleModel(t *testing.T) {
	v, p := newTestVault(t)
	sources := []health.SourceID{"manual:hand", "omron:cuff", "withings:export", "apple:relay/Withings", "apple:watch/x"}
	state := uint64(7)
	next := func(n uint64) int64 {
		state = state*6364136223846793005 + 1442695040888963407
		return int64(state >> 33 % n)
	}
	var all []row
	seen := map[string]bool{}
	for range 4000 {
		r := twice("systolic", sources[1+next(4)], next(600)*250, 110+next(4), 0, health.MillimetreOfMercury, 0)
		if key := fmt.Sprint(r.source, r.Start); !seen[key] {
			seen[key] = true
			all = append(all, r)
		}
	}
	importRows(t, v, p, all)
	// Of each second, in the order of sources, what no earlier giver has.
	slices.SortFunc(all, func(a, b row) int {
		if a.Start != b.Start && health.SecondOf(a.Start) != health.SecondOf(b.Start) {
			return int(a.Start - b.Start)
		}
		if c := health.CompareSources(a.source, b.source); c != 0 {
			return c
		}
		return int(a.Start - b.Start)
	})
	taken := map[int]map[health.SourceID]bool{}
	var kept []int
	for i, r := range all {
		at := slices.IndexFunc(kept, func(k int) bool {
			o := all[k]
			return health.SecondOf(o.Start) == health.SecondOf(r.Start) && o.source != r.source && !taken[k][r.source] &&
				o.Value == r.Value && (giverOf(o.source) != giverOf(r.source) || o.Start == r.Start)
		})
		if at < 0 {
			kept, taken[i] = append(kept, i), map[health.SourceID]bool{}
			continue
		}
		taken[kept[at]][r.source] = true
	}
	slices.SortStableFunc(kept, func(a, b int) int { return int(all[a].Start - all[b].Start) })
	n := 0
	for r, err := range v.Readings(t.Context(), p, "systolic", math.MinInt64, math.MaxInt64) {
		if err != nil {
			t.Fatal(err)
		}
		if n >= len(kept) || all[kept[n]].source != r.Source || all[kept[n]].Start != r.Start || all[kept[n]].Value != r.Value {
			t.Fatalf("reading %d is %+v", n, r)
		}
		also := 0
		for o := r.Also; o != nil; o = o.Also {
			also++
		}
		if also != len(taken[kept[n]]) {
			t.Errorf("reading %d has %d others, want %d", n, also, len(taken[kept[n]]))
		}
		n++
	}
	if n != len(kept) || n == len(all) {
		t.Errorf("%d readings of %d samples, want %d", n, len(all), len(kept))
	}
}
