package session_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/session"
	"vitalkeep/ui"
	"vitalkeep/ui/present"
	"vitalkeep/vault"
)

// benchNow is when the vault of the benchmark is looked at.
var benchNow = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

const (
	benchPassword = "Correct7!horse"
	benchYears    = 10
	dayMS         = int64(24 * time.Hour / time.Millisecond)
)

// row is a line of the table that the benchmark prints.
type row struct{ what, figure, goal string }

func printTable(rows []row) {
	wide := [3]int{}
	for _, r := range rows {
		for i, cell := range []string{r.what, r.figure, r.goal} {
			wide[i] = max(wide[i], len([]rune(cell)))
		}
	}
	for _, r := range rows {
		fmt.Printf("| %-*s | %*s | %-*s |\n", wide[0], r.what, wide[1], r.figure, wide[2], r.goal)
	}
}

// streamID is a vendor's stream of unknown meaning: it is always shown reading
// by reading, however many there are, and so is the hardest to draw.
const streamID = "raw_bench_stream"

// BenchmarkGraphs prints how long a vault of ten million samples takes to be
// shown: the dashboard after unlocking, another range, and a frame while
// panning and zooming over a million of them. VITALKEEP_BENCH_SAMPLES takes
// another number of samples.
func BenchmarkGraphs(b *testing.B) {
	n := 10_000_000
	if text := os.Getenv("VITALKEEP_BENCH_SAMPLES"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil || n < 100_000 {
			b.Fatalf("VITALKEEP_BENCH_SAMPLES is no number of samples from 100,000: %q", text)
		}
	}
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "bench"+ui.VaultExtension)
		made := time.Now()
		fillVault(b, path, n)
		rows := []row{
			{"vault, session and loaders", "measured", "goal"},
			{fmt.Sprintf("a vault of %s samples is written", thousands(n)), seconds(time.Since(made)), ""},
		}
		rows = append(rows, measure(b, path)...)
		printTable(rows)
	}
}

// fillVault writes ten years of a household's data, most of it of one wrist, in
// an import for each year.
func fillVault(b *testing.B, path string, n int) {
	b.Helper()
	ctx := b.Context()
	v, _, err := vault.Create(ctx, path, []byte(benchPassword), vault.Options{
		Now: func() time.Time { return benchNow }, Cost: vault.CostFloor,
		Profile: health.Profile{Name: "Anna Berg", Zone: "Europe/Stockholm", Units: health.MetricUnits},
	})
	if err != nil {
		b.Fatal(err)
	}
	profiles, err := v.Profiles()
	if err != nil {
		b.Fatal(err)
	}
	first := benchNow.UnixMilli() - benchYears*365*dayMS
	r := rand.New(rand.NewPCG(5, 6))
	for year := range int64(benchYears) {
		from := first + year*365*dayMS
		st, err := v.Stage(ctx, profiles[0].ID, "bench")
		if err != nil {
			b.Fatal(err)
		}
		// In shares of all samples; the rest of the kinds have few.
		for _, s := range []struct {
			metric health.MetricID
			source health.SourceID
			unit   health.Unit
			share  float64
			value  func(t int64) int64
		}{
			{"heart_rate", "withings:hr", health.PerMinute, 0.3, pulse(r)},
			{streamID, "withings:raw", health.NoUnit, 0.3, pulse(r)},
			{"steps", "withings:activity", health.Count, 0.2, func(int64) int64 { return r.Int64N(90) }},
			{"co2", "withings:room", health.PartPerMillion, 0.1, func(t int64) int64 { return 500 + r.Int64N(40) + 400*(t/dayMS%2) }},
			{"room_temperature", "withings:room", health.Celsius, 0.1, func(int64) int64 { return 18 + r.Int64N(5) }},
		} {
			count := int64(float64(n) * s.share / benchYears)
			step := 365 * dayMS / count
			for i := range count {
				t := from + i*step + r.Int64N(max(step/2, 1))
				duration := int64(0)
				if s.metric == "steps" {
					duration = min(step, 60_000)
				}
				put(b, st, s.metric, s.source, t, duration, s.value(t), s.unit)
			}
		}
		for day := range int64(365) {
			t := from + day*dayMS + 7*dayMS/24
			put(b, st, "weight", "withings:scale", t, 0, 78+r.Int64N(3), health.Kilogram)
			put(b, st, "systolic", "withings:bpm", t, 0, 120+r.Int64N(20), health.MillimetreOfMercury)
			put(b, st, "diastolic", "withings:bpm", t, 0, 75+r.Int64N(12), health.MillimetreOfMercury)
			put(b, st, "spo2", "withings:spo2", t, 0, 94+r.Int64N(5), health.Percent)
			put(b, st, "body_temperature", "withings:thermo", t, 0, 36+r.Int64N(2), health.Celsius)
			for _, stage := range []health.MetricID{"sleep_deep", "sleep_light", "sleep_rem", "sleep_awake"} {
				put(b, st, stage, "withings:bed", t-8*dayMS/24, 8*dayMS/24, 3600+r.Int64N(5000), health.Second)
			}
		}
		if _, err := st.Seal(ctx, nil); err != nil {
			b.Fatal(err)
		}
		if _, err := st.Commit(ctx); err != nil {
			b.Fatal(err)
		}
	}
	if err := v.Close(); err != nil {
		b.Fatal(err)
	}
}

// pulse walks up and down as a heart does.
func pulse(r *rand.Rand) func(int64) int64 {
	bpm := int64(62)
	return func(int64) int64 {
		bpm = min(max(bpm+r.Int64N(7)-3, 42), 180)
		return bpm
	}
}

func put(b *testing.B, st *vault.Stage, m health.MetricID, source health.SourceID, at, duration, value int64, unit health.Unit) {
	b.Helper()
	err := st.Sample(m, source, health.Sample{Start: at, Duration: duration, Value: health.Int(value), Unit: unit, Offset: 3600})
	if err != nil {
		b.Fatal(err)
	}
}

// The size of the graph that is measured, and of a card's picture, in dp.
const (
	wideGraph, highGraph = 2000, 800
	wideSpark, highSpark = 260, 46
)

func measure(b *testing.B, path string) []row {
	b.Helper()
	ctx := b.Context()
	vaults := session.Vaults{Zone: "Europe/Stockholm", Now: func() time.Time { return benchNow }}
	var rows []row
	for _, what := range []string{"dashboard after unlock", "dashboard again"} {
		s, err := vaults.Open(ctx, path, benchPassword)
		if err != nil {
			b.Fatal(err)
		}
		r := ui.Rehearsal{Library: s.Library(s.Profiles[0].ID), Now: benchNow}
		if what == "dashboard again" {
			if _, err := r.Dashboard(ctx, wideSpark, highSpark); err != nil {
				b.Fatal(err)
			}
		}
		began := time.Now()
		cards, err := r.Dashboard(ctx, wideSpark, highSpark)
		took := time.Since(began)
		if err != nil || cards < 7 {
			b.Fatal(cards, err)
		}
		rows = append(rows, row{fmt.Sprintf("%s, %d cards", what, cards), millis(took), "≤ 300 ms"})
		if what == "dashboard again" {
			rows = append(rows, measureRanges(b, r)...)
			rows = append(rows, measureFrames(b, r)...)
			rows = append(rows, measureIdle()...)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	return rows
}

// measureRanges loads and draws every subject in every range of the switch.
func measureRanges(b *testing.B, r ui.Rehearsal) []row {
	b.Helper()
	ctx := b.Context()
	var all []time.Duration
	var rows []row
	for _, id := range []string{"heart_rate", "steps", "co2", "weight", "blood_pressure", "sleep", streamID} {
		s, bounds, err := r.Subject(ctx, id)
		if err != nil {
			b.Fatal(err)
		}
		var worst, busy time.Duration
		which := present.Day
		var into charts.Picture
		for range 2 {
			for _, p := range present.Periods {
				used, _ := cpuTime()
				began := time.Now()
				g, err := r.Graph(ctx, s, bounds.Latest(p))
				if err != nil {
					b.Fatal(err)
				}
				if into, err = r.Draw(g, wideGraph, highGraph, into.Image); err != nil {
					b.Fatal(id, p, err)
				}
				took := time.Since(began)
				now, _ := cpuTime()
				busy = max(busy, now-used)
				all = append(all, took)
				if took > worst {
					worst, which = took, p
				}
			}
		}
		rows = append(rows, row{fmt.Sprintf("  switching range of %s, slowest (%s)", id, which.Name()), millis(worst) + "; processor " + millis(busy), "≤ 50 ms"})
	}
	return append([]row{{"switching range, median of all", millis(percentile(all, 0.5)), "≤ 50 ms"}}, rows...)
}

// millionDays is how many days of the wrist hold a million samples.
func millionDays(ctx context.Context, b *testing.B, r ui.Rehearsal, s present.Subject, bounds present.Bounds) (present.Window, int) {
	b.Helper()
	span := bounds.Last - bounds.First
	long := int64(float64(span) * min(1e6/float64(s.Count), 0.9))
	w := present.Window{Period: present.Custom, From: bounds.Last - span/2 - long/2}
	w.To = w.From + long
	n := 0
	buckets, err := r.Library.Overview(ctx, s.Metric.ID, s.Sources[0], w.From, w.To, 1000)
	if err != nil {
		b.Fatal(err)
	}
	for _, x := range buckets {
		n += x.Count
	}
	return w, n
}

// measureFrames pans and zooms as a hand does, with what is in memory, and
// loads where that does not do.
func measureFrames(b *testing.B, r ui.Rehearsal) []row {
	b.Helper()
	ctx := b.Context()
	s, bounds, err := r.Subject(ctx, streamID)
	if err != nil {
		b.Fatal(err)
	}
	w, inView := millionDays(ctx, b, r, s, bounds)
	var rows []row
	for _, move := range []struct {
		name string
		step func(w present.Window, i int) present.Window
	}{
		{"pan", func(w present.Window, i int) present.Window {
			return bounds.Pan(w, (w.To-w.From)/200*int64(1-2*(i/100%2)))
		}},
		{"zoom", func(w present.Window, i int) present.Window {
			return bounds.Zoom(w, w.From+(w.To-w.From)/3, []float64{0.99, 1 / 0.99}[i/20%2])
		}},
	} {
		g, err := r.Graph(ctx, s, w)
		if err != nil {
			b.Fatal(err)
		}
		pic, err := r.Draw(g, wideGraph, highGraph, nil)
		if err != nil {
			b.Fatal(err)
		}
		spare, err := r.Draw(g, wideGraph, highGraph, nil)
		if err != nil {
			b.Fatal(err)
		}
		var frames, busy, loads []time.Duration
		var allocs []uint64
		at := w
		for i := range 400 {
			at = move.step(at, i)
			shown, ok := g.Shown(at)
			if !ok {
				began := time.Now()
				if g, err = r.Graph(ctx, s, at); err != nil {
					b.Fatal(err)
				}
				loads = append(loads, time.Since(began))
				shown = g
			}
			// Counting allocations stops the world, so few frames are counted.
			var before, after runtime.MemStats
			counted := i%8 == 0
			if counted {
				runtime.ReadMemStats(&before)
			}
			used, _ := cpuTime()
			began := time.Now()
			next, err := r.Draw(shown, wideGraph, highGraph, spare.Image)
			took := time.Since(began)
			now, _ := cpuTime()
			if err != nil {
				b.Fatal(err)
			}
			if counted {
				runtime.ReadMemStats(&after)
				allocs = append(allocs, after.Mallocs-before.Mallocs)
			}
			frames, busy = append(frames, took), append(busy, now-used)
			pic, spare = next, pic
		}
		slices.Sort(allocs)
		rows = append(rows,
			row{fmt.Sprintf("%s frame, 2000×800, %s samples in view, p95 of %d", move.name, thousands(inView), len(frames)), millis(percentile(frames, 0.95)), "≤ 16 ms"},
			row{fmt.Sprintf("  median; loaded beside it %d times, p95", len(loads)), millis(percentile(frames, 0.5)) + "; " + millis(percentile(loads, 0.95)), ""},
			row{"  processor time of a frame, p95", millis(percentile(busy, 0.95)), ""},
			row{"  allocations of a frame, p95", strconv.FormatUint(allocs[len(allocs)*95/100], 10), "≤ 200"})
	}
	return rows
}

// measureIdle waits a second with everything open and drawn.
func measureIdle() []row {
	runtime.GC()
	before, ok := cpuTime()
	<-time.After(time.Second)
	after, _ := cpuTime()
	if !ok {
		return nil
	}
	return []row{{"processor time of a second in which nothing happens", millis(after - before), "nothing"}}
}

func percentile(all []time.Duration, share float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(int(math.Ceil(share*float64(len(sorted)))), len(sorted)-1)]
}

func millis(d time.Duration) string  { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
