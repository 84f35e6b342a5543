package vault

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"vitalkeep/health"
)

// keepingVault keeps rollups of little data already.
func keepingVault(t testing.TB, above int) (*Vault, health.ProfileID) {
	t.Helper()
	v, p := newTestVault(t)
	v.options.keepAbove = above
	return v, p
}

// wantRollups compares all that is kept of a profile with what its samples come
// to.
func wantRollups(t testing.TB, v *Vault, p health.ProfileID) {
	t.Helper()
	st, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	c, err := st.profile(p)
	if err != nil {
		t.Fatal(err)
	}
	if c.rollups == nil {
		t.Fatal("no rollups")
	}
	metrics := map[health.MetricID]bool{}
	for _, s := range c.series {
		if s.metric == "" {
			continue
		}
		metrics[s.metric] = true
		wantSeriesRollup(t, v, c, s)
	}
	for id := range metrics {
		m, _ := health.Lookup(id)
		want, err := health.Days(m, v.Readings(t.Context(), p, id, minTime, afterTime))
		if err != nil {
			t.Fatal(err)
		}
		got, err := v.Days(t.Context(), p, id, health.DateOf(-maxDay), health.DateOf(maxDay))
		if err != nil || len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Fatalf("days of %s: %d and not %d, %v\n%v\n%v", id, len(got), len(want), err, got, want)
		}
	}
}

func wantSeriesRollup(t testing.TB, v *Vault, c *container, s series) {
	t.Helper()
	c = c.settled()
	kept, ok := c.rollups.series[s.number]
	if !ok {
		t.Fatalf("nothing kept of %s", s.metric)
	}
	var want [topLevel + 1][]bucket
	f := levelFolder{emit: func(level int, b bucket) error { want[level] = append(want[level], b); return nil }}
	var count, first, last int64
	err := v.eachSample(t.Context(), c, s.number, minTime, afterTime, func(o *health.Sample) error {
		if count == 0 {
			first = o.Start
		}
		count, last = count+1, o.Start
		return f.add(o.Start, o.Canonical())
	})
	if err := errors.Join(err, f.close()); err != nil {
		t.Fatal(err)
	}
	if kept.count != count || count > 0 && (kept.first != first || kept.last != last) {
		t.Fatalf("%s: %d from %d to %d, not %d from %d to %d", s.metric, kept.count, kept.first, kept.last, count, first, last)
	}
	for i, spans := range kept.levels {
		level := kept.lowest + i
		var got []bucket
		for _, sp := range spans {
			rows, err := v.buckets(c, s.number, level)(sp)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, rows...)
		}
		if !slices.Equal(got, want[level]) {
			t.Fatalf("%s, level %d: %d buckets that differ from the %d of the samples", s.metric, level, len(got), len(want[level]))
		}
		if int64(len(got)) > count/levelSaving {
			t.Errorf("%s, level %d: %d buckets of %d samples", s.metric, level, len(got), count)
		}
	}
}

// travels makes rows of several metrics and sources of somebody who travels:
// offsets change, spans reach over midnight, vendors' totals come along.
func travels(r *rand.Rand, n int) []row {
	type kind struct {
		metric health.MetricID
		source health.SourceID
		unit   health.Unit
		length int64 // minutes, at most
	}
	kinds := []kind{
		{"heart_rate", "withings:hr", health.PerMinute, 1},
		{"heart_rate", "apple:hr", health.PerMinute, 1},
		{"steps", "withings:tracker", health.Count, 300},
		{"steps", "withings:phone", health.Count, 2000},
		{"steps", "withings:daily", health.Count, 0},
		{"sleep_deep", "withings:sleep", health.Second, 600},
		{"sleep_deep", "withings:daily", health.Second, 0},
		{"weight", "csv:file", health.Kilogram, 0},
		{"weight", "manual:hand", health.Pound, 0},
	}
	k := kinds[r.IntN(len(kinds))]
	offset := int32(r.IntN(27)-12) * 3600
	t := testNow.UnixMilli() - r.Int64N(300)*dayMS
	step := []int64{10_000, 60_000, 1_800_000, dayMS / 2}[r.IntN(4)]
	var rows []row
	for i := range n {
		if r.IntN(40) == 0 {
			offset = int32(r.IntN(27)-12) * 3600
		}
		s := health.Sample{Start: t, Value: health.Int(40 + r.Int64N(100)), Unit: k.unit, Offset: offset, Origin: health.Origin{Row: uint32(i + 2)}}
		if k.unit == health.Kilogram {
			s.Value = health.Decimal{Mantissa: 600 + r.Int64N(300), Places: 1}
		}
		if k.length > 0 {
			s.Duration = r.Int64N(k.length*60_000 + 1)
		}
		if k.source.DayTotals() {
			s.Start = health.DateAt(t, offset).Number()*dayMS - int64(offset)*1000
			s.Duration = dayMS
			t += dayMS
		}
		rows = append(rows, row{k.metric, k.source, s})
		t += 1 + r.Int64N(step)
	}
	return rows
}

func TestRollupsAreWhatTheSamplesComeToAfterAnyChanges(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 7))
		v, p := keepingVault(t, []int{0, 20, 200}[seed%3]+1)
		var batches []health.BatchID
		var past [][]row
		var deletions []health.BatchID
		for range 16 {
			switch n := r.IntN(13); {
			case n >= 11:
				var typed []health.Reading
				for range 1 + r.IntN(4)*r.IntN(200) {
					typed = append(typed, typedAtRandom(r))
				}
				if err := v.Add(t.Context(), p, typed, nil); err != nil {
					t.Fatal(err)
				}
			case n == 8:
				if id, ok := deleteSome(t, v, p, r); ok {
					deletions = append(deletions, id)
				}
			case n == 9 && len(past) > 0:
				list, err := v.Series(p)
				if err != nil {
					t.Fatal(err)
				}
				if len(list) > 0 {
					id, err := v.DeleteSource(t.Context(), p, list[r.IntN(len(list))].Source)
					if err != nil {
						t.Fatal(err)
					}
					deletions = append(deletions, id)
				}
			case n == 10 && len(deletions) > 0:
				i := r.IntN(len(deletions))
				if err := v.UndoDeletion(t.Context(), deletions[i]); err != nil {
					t.Fatal(err)
				}
				deletions = slices.Delete(deletions, i, i+1)
			case n == 0 && len(batches) > 0:
				i := r.IntN(len(batches))
				undoBatch(t, v, batches[i])
				batches = slices.Delete(batches, i, i+1)
			case n == 1 && len(past) > 0: // the same again with other values
				rows := slices.Clone(past[r.IntN(len(past))])
				for i := range rows {
					if r.IntN(3) == 0 {
						rows[i].Value.Mantissa++
					}
				}
				if _, id := importRows(t, v, p, rows); id != (health.BatchID{}) {
					batches = append(batches, id)
				}
			case n == 2:
				v = reopenVault(t, v)
				v.options.keepAbove = 20
			default:
				var rows []row
				for range 1 + r.IntN(4) {
					rows = append(rows, travels(r, 1+r.IntN(400))...)
				}
				past = append(past, rows)
				if _, id := importRows(t, v, p, rows); id != (health.BatchID{}) {
					batches = append(batches, id)
				}
			}
			if len(past) > 0 {
				wantRollups(t, v, p)
				wantOverviews(t, v, p, r)
			}
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
		report, err := v.Verify(t.Context(), nil)
		if err != nil || len(report.Problems) > 0 || report.Orphans > 0 {
			t.Fatalf("verify = %+v, %v", report, err)
		}
	}
}

// typedAtRandom is something that a person may have typed.
func typedAtRandom(r *rand.Rand) health.Reading {
	x := health.Reading{Metric: "weight", Sample: health.Sample{
		Start: testNow.UnixMilli() - r.Int64N(300*dayMS), Value: health.Int(60 + r.Int64N(40)), Unit: health.Kilogram,
		Offset: int32(r.IntN(27)-12) * 3600,
	}}
	if r.IntN(2) == 0 {
		x.Metric, x.Unit, x.Duration = "steps", health.Count, r.Int64N(40*3_600_000)
	}
	return x
}

// deleteSome deletes some readings of weight, if there are any.
func deleteSome(t testing.TB, v *Vault, p health.ProfileID, r *rand.Rand) (health.BatchID, bool) {
	t.Helper()
	var ids []Identity
	for _, x := range readings(t, v, p, "weight") {
		if r.IntN(3) == 0 {
			ids = append(ids, Identity{Metric: x.Metric, Source: x.Source, Start: x.Start})
		}
	}
	if len(ids) == 0 {
		return health.BatchID{}, false
	}
	id, err := v.Delete(t.Context(), p, ids)
	if err != nil {
		t.Fatal(err)
	}
	return id, true
}

// wantOverviews compares a few overviews of every series with its samples.
func wantOverviews(t testing.TB, v *Vault, p health.ProfileID, r *rand.Rand) {
	t.Helper()
	list, err := v.Series(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		for range 4 {
			span := s.Last - s.First + 1
			from := s.First + r.Int64N(span) - r.Int64N(span)/2
			to := from + 1 + r.Int64N(span)>>r.IntN(20)
			if r.IntN(8) == 0 {
				from, to = minTime, afterTime
			}
			wantOverview(t, v, p, s, from, to, 1+r.IntN(300))
		}
	}
}

func wantOverview(t testing.TB, v *Vault, p health.ProfileID, s SeriesInfo, from, to int64, points int) {
	t.Helper()
	got, err := v.Overview(t.Context(), p, s.Metric, s.Source, from, to, points)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) >= 4*points && points > 1 && to-from > 1000*int64(points) {
		t.Errorf("%d buckets for %d points", len(got), points)
	}
	i, end := 0, int64(math.MinInt64)
	var count int
	var sum float64
	low, high := math.Inf(1), math.Inf(-1)
	check := func() {
		if count == 0 {
			return
		}
		b := got[i]
		if b.Count != count || b.Min != low || b.Max != high || math.Abs(b.Sum-sum) > 1e-9*math.Abs(sum) {
			t.Fatalf("%s [%d,%d) at %d points: %+v, but %d samples of %v..%v, %v", s.Metric, from, to, points, b, count, low, high, sum)
		}
		i, count, sum, low, high = i+1, 0, 0, math.Inf(1), math.Inf(-1)
	}
	for x, err := range v.SourceReadings(t.Context(), p, s.Metric, s.Source, from, to) {
		if err != nil {
			t.Fatal(err)
		}
		if x.Start >= end {
			check()
			if i >= len(got) || got[i].Start > x.Start || got[i].End <= x.Start || got[i].Start < from || got[i].End > to {
				t.Fatalf("a sample in none of the %d buckets", len(got))
			}
			end = got[i].End
		}
		count, sum = count+1, sum+x.Canonical()
		low, high = min(low, x.Canonical()), max(high, x.Canonical())
	}
	check()
	if i != len(got) {
		t.Fatalf("%d buckets, %d with samples", len(got), i)
	}
}

func TestRollupsOfManySegmentsArePatched(t *testing.T) {
	v, p := keepingVault(t, 100)
	r := rand.New(rand.NewPCG(5, 6))
	var rows []row
	at := testNow.UnixMilli()
	for i := range 30_000 {
		at += 1 + r.Int64N(200_000)
		rows = append(rows, row{"weight", "csv:file", health.Sample{
			Start: at, Value: health.Decimal{Mantissa: 100_000 + r.Int64N(100_000), Places: 3}, Unit: health.Pound, Origin: health.Origin{Row: uint32(i)},
		}})
	}
	importRows(t, v, p, rows)
	wantRollups(t, v, p)
	var batches []health.BatchID
	for range 3 {
		var few []row
		for range 5 {
			one := rows[r.IntN(len(rows))]
			one.Start += r.Int64N(3) * 1000
			one.Value.Mantissa += 50_000
			few = append(few, one)
		}
		if r.IntN(2) == 0 {
			at += r.Int64N(dayMS * 40)
			few[0].Start = at
		}
		_, id := importRows(t, v, p, few)
		batches = append(batches, id)
		wantRollups(t, v, p)
		wantOverviews(t, v, p, r)
	}
	for _, id := range batches {
		undoBatch(t, v, id)
		wantRollups(t, v, p)
	}
	st, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	c, err := st.profile(p)
	if err != nil {
		t.Fatal(err)
	}
	segments := 0
	c.rollups.spans(func(s []span) { segments += len(s) })
	if segments < 10 {
		t.Errorf("%d segments: too few for this test", segments)
	}
}

func TestADamagedRollupIsNeverShown(t *testing.T) {
	v, p := keepingVault(t, 100)
	r := rand.New(rand.NewPCG(8, 9))
	importRows(t, v, p, heartRates(30_000))
	st, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	c, err := st.profile(p)
	if err != nil {
		t.Fatal(err)
	}
	var ids []uint64
	c.rollups.spans(func(list []span) {
		for _, sp := range list {
			ids = append(ids, sp.id)
		}
	})
	ids = append(ids, c.rollupRef.id)
	if len(ids) < 3 {
		t.Fatalf("%d objects of rollups", len(ids))
	}
	for _, id := range ids {
		sealed, _, err := v.store.object(id)
		if err != nil {
			t.Fatal(err)
		}
		bad := slices.Clone(sealed)
		bad[len(bad)/2] ^= 1
		put := func(b []byte) {
			if err := v.applyStaged(change{puts: []object{{ref: ref{id: id}, bytes: b}}}); err != nil {
				t.Fatal(err)
			}
			v = reopenVault(t, v)
			v.options.keepAbove = 100
		}
		put(bad)
		report, err := v.Verify(context.Background(), nil)
		if err != nil || len(report.Problems) != 1 || report.Problems[0].Object != id {
			t.Errorf("verify = %+v, %v", report, err)
		}
		wantOverviews(t, v, p, r)
		m, _ := health.Lookup("heart_rate")
		want, err := health.Days(m, v.Readings(t.Context(), p, "heart_rate", minTime, afterTime))
		if err != nil {
			t.Fatal(err)
		}
		got, err := v.Days(t.Context(), p, "heart_rate", health.DateOf(-maxDay), health.DateOf(maxDay))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("days with damage: %v", err)
		}
		put(sealed)
	}
	damage := func() {
		t.Helper()
		st, err := v.snapshot()
		if err != nil {
			t.Fatal(err)
		}
		if c, err = st.profile(p); err != nil {
			t.Fatal(err)
		}
		id := c.rollups.series[1].levels[0][0].id
		sealed, _, err := v.store.object(id)
		if err != nil {
			t.Fatal(err)
		}
		sealed[len(sealed)/2] ^= 1
		if err := v.applyStaged(change{puts: []object{{ref: ref{id: id}, bytes: sealed}}}); err != nil {
			t.Fatal(err)
		}
		v = reopenVault(t, v)
		v.options.keepAbove = 100
	}
	for name, mends := range map[string]func() error{
		"a change": func() error {
			importRows(t, v, p, []row{{"heart_rate", "withings:hr", health.Sample{Start: testNow.UnixMilli() - 1, Value: health.Int(60), Unit: health.PerMinute}}})
			return nil
		},
		"a compaction": func() error { _, err := v.Compact(t.Context(), nil); return err },
		"a copy":       func() error { return v.CopyTo(t.Context(), filepath.Join(t.TempDir(), "copy.vitalkeep"), nil) },
	} {
		damage()
		if err := mends(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		wantRollups(t, v, p)
		report, err := v.Verify(t.Context(), nil)
		if err != nil || len(report.Problems) > 0 {
			t.Errorf("verify after %s = %+v, %v", name, report, err)
		}
	}
}

func TestImportsThatGoOnBringTheirRollupsAlong(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 11))
		v, p := keepingVault(t, 50)
		at := testNow.UnixMilli() - 400*dayMS
		went := 0
		for range 8 {
			var rows []row
			offset := int32(r.IntN(27)-12) * 3600
			for range 60 + r.IntN(400) {
				at += 1 + r.Int64N(90*60_000)
				if r.IntN(30) == 0 {
					offset = int32(r.IntN(27)-12) * 3600
				}
				s := health.Sample{Start: at, Value: health.Int(r.Int64N(100)), Offset: offset}
				s.Unit = health.PerMinute
				rows = append(rows, row{"heart_rate", "withings:hr", s})
				s.Unit, s.Duration = health.Count, r.Int64N(40*3_600_000)
				rows = append(rows, row{"steps", "withings:tracker", s})
				s.Unit, s.Duration = health.Second, r.Int64N(12*3_600_000)
				rows = append(rows, row{"sleep_deep", "withings:sleep", s})
				if seed == 3 {
					s.Start += 500
					rows = append(rows, row{"sleep_deep", "apple:sleep", s})
				}
			}
			r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			st := stageRows(t, v, p, rows)
			if _, err := st.Seal(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			went += len(st.made.later)
			if _, err := st.Commit(t.Context()); err != nil {
				t.Fatal(err)
			}
			wantRollups(t, v, p)
			wantOverviews(t, v, p, r)
			if r.IntN(3) == 0 {
				v = reopenVault(t, v)
				v.options.keepAbove = 50
			}
		}
		if went < 12 {
			t.Errorf("%d series went on", went)
		}
	}
}

func TestAnOldFileIsReadWithoutRollupsAndGetsThem(t *testing.T) {
	t.Parallel()
	path := copyOf(t, "testdata/format-1.0.vitalkeep")
	raw, err := os.ReadFile("testdata/format-1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	var of struct{ Password string }
	if err := json.Unmarshal(raw, &of); err != nil {
		t.Fatal(err)
	}
	o := testOptions()
	days := map[health.MetricID][]health.Day{}
	for _, readOnly := range []bool{true, false} {
		o.ReadOnly = readOnly
		v, err := Open(t.Context(), path, []byte(of.Password), o)
		if err != nil {
			t.Fatal(err)
		}
		ps, err := v.Profiles()
		if err != nil || len(ps) == 0 {
			t.Fatal(ps, err)
		}
		p := ps[0].ID
		list, err := v.Series(p)
		if err != nil || len(list) == 0 {
			t.Fatal(list, err)
		}
		for _, s := range list {
			wantOverview(t, v, p, s, minTime, afterTime, 20)
			got, err := v.Days(t.Context(), p, s.Metric, health.DateOf(-maxDay), health.DateOf(maxDay))
			if err != nil || !readOnly && !reflect.DeepEqual(got, days[s.Metric]) {
				t.Errorf("days of %s: %v, %v", s.Metric, got, err)
			}
			days[s.Metric] = got
		}
		if !readOnly {
			wantRollups(t, v, p)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
