package vault

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"vitalkeep/health"
)

// heartRates are n samples of a wrist, one about every ten seconds.
func heartRates(n int) []row {
	r := rand.New(rand.NewPCG(3, 4))
	rows := make([]row, n)
	t := testNow.UnixMilli()
	bpm := int64(62)
	for i := range rows {
		t += 1000 * (8 + r.Int64N(5))
		bpm = min(max(bpm+r.Int64N(7)-3, 42), 180)
		rows[i] = row{"heart_rate", "withings:hr", health.Sample{
			Start: t, Duration: 60_000, Value: health.Int(bpm), Unit: health.PerMinute, Offset: 3600,
			Origin: health.Origin{Row: uint32(i + 2)},
		}}
	}
	return rows
}

const benchRows = 1_000_000

func BenchmarkImport(b *testing.B) {
	rows := heartRates(benchRows)
	for b.Loop() {
		v, p := newTestVault(b)
		importRows(b, v, p, rows)
		info, err := os.Stat(v.Path())
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/benchRows, "bytes/sample")
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/sample")
}

func BenchmarkImportAgain(b *testing.B) {
	rows := heartRates(benchRows)
	v, p := newTestVault(b)
	importRows(b, v, p, rows)
	for b.Loop() {
		importRows(b, v, p, rows)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/sample")
}

func BenchmarkScan(b *testing.B) {
	v, p := newTestVault(b)
	importRows(b, v, p, heartRates(benchRows))
	for b.Loop() {
		n := 0
		for _, err := range v.Readings(context.Background(), p, "heart_rate", minTime, afterTime) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != benchRows {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/sample")
}

func BenchmarkOneDay(b *testing.B) {
	v, p := newTestVault(b)
	rows := heartRates(benchRows)
	importRows(b, v, p, rows)
	from := rows[benchRows/2].Start
	n := 0
	for b.Loop() {
		n = 0
		for _, err := range v.Readings(context.Background(), p, "heart_rate", from, from+86_400_000) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(n), "samples")
}

func BenchmarkOpen(b *testing.B) {
	v, p := newTestVault(b)
	importRows(b, v, p, heartRates(benchRows))
	for b.Loop() {
		v = reopenVault(b, v)
	}
}

// benchSamples is how many samples the large vault has; ./dev bench vault takes
// another number from the environment.
func benchSamples(b *testing.B) int {
	b.Helper()
	text := os.Getenv("VITALKEEP_BENCH_SAMPLES")
	if text == "" {
		return 10_000_000
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1000 {
		b.Fatalf("VITALKEEP_BENCH_SAMPLES is not a number of samples: %q", text)
	}
	return n
}

const tenYears = 3650 * dayMS

// largeVault has ten years of heart rates in ten imports, as a person has who
// brings every year's archive.
func largeVault(b *testing.B) (*Vault, health.ProfileID) {
	b.Helper()
	v, p := newTestVault(b)
	n := benchSamples(b)
	step := int64(tenYears) / int64(n)
	r := rand.New(rand.NewPCG(3, 4))
	t, bpm := testNow.UnixMilli()-tenYears, int64(62)
	for year := range 10 {
		st, err := v.Stage(b.Context(), p, "test")
		if err != nil {
			b.Fatal(err)
		}
		for i := range n / 10 {
			t += (step*4/5 + r.Int64N(step*2/5)) / 1000 * 1000
			bpm = min(max(bpm+r.Int64N(7)-3, 42), 180)
			if err := st.Sample("heart_rate", "withings:hr", health.Sample{
				Start: t, Duration: 60_000, Value: health.Int(bpm), Unit: health.PerMinute, Offset: 3600,
				Origin: health.Origin{Row: uint32(i + 2)},
			}); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := st.Seal(b.Context(), nil); err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		if _, err := st.Commit(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.Logf("commit of year %d: %v", year, time.Since(began))
	}
	return v, p
}

// BenchmarkOverview draws a thousand points of ten years: warm, at every zoom
// from all of it down to a day, at places not aligned to anything, the slowest
// told apart.
func BenchmarkOverview(b *testing.B) {
	v, p := largeVault(b)
	list, err := v.Series(p)
	if err != nil {
		b.Fatal(err)
	}
	first, last := list[0].First, list[0].Last
	draw := func(b *testing.B, from, to int64) int {
		b.Helper()
		rows, err := v.Overview(b.Context(), p, "heart_rate", "withings:hr", from, to, 1000)
		if err != nil {
			b.Fatal(err)
		}
		return len(rows)
	}
	for _, zoom := range []struct {
		name string
		span int64
	}{
		{"all", last - first + 1},
		{"5years", tenYears / 2},
		{"3years", tenYears / 10 * 3},
		{"1year", tenYears / 10},
		{"100days", 100 * dayMS},
		{"month", 30 * dayMS},
		{"week", 7 * dayMS},
		{"3days", 3 * dayMS},
		{"day", dayMS},
		{"hour", dayMS / 24},
	} {
		b.Run(zoom.name, func(b *testing.B) {
			n := 0
			from := first + (last-first-zoom.span)/2 + 1
			for b.Loop() {
				n = draw(b, from, from+zoom.span)
			}
			b.ReportMetric(float64(n), "buckets")
		})
	}
}

// BenchmarkOpenToDashboard opens ten years and gets what a dashboard shows of
// them; the derivation of the key, as cheap as it can be here, is told apart.
func BenchmarkOpenToDashboard(b *testing.B) {
	v, p := largeVault(b)
	var derive, walk time.Duration
	for b.Loop() {
		v = reopenVault(b, v)
		list, err := v.Series(p)
		if err != nil || len(list) != 1 {
			b.Fatal(err, len(list))
		}
		last := list[0].Last
		n := 0
		for _, err := range v.Readings(b.Context(), p, "heart_rate", last-2*dayMS, last+1) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		to := health.DateAt(last, 3600)
		days, err := v.Days(b.Context(), p, "heart_rate", to.AddDays(-31), to)
		if err != nil || len(days) == 0 || n == 0 {
			b.Fatal(err, len(days), n)
		}
		began := time.Now()
		deriveKEK(testPassword, [16]byte{}, testKDF).wipe()
		derive += time.Since(began)
		began = time.Now()
		if _, err := v.store.check(b.Context()); err != nil {
			b.Fatal(err)
		}
		walk += time.Since(began)
	}
	b.ReportMetric(float64(derive.Microseconds())/float64(b.N), "µs-derivation")
	b.ReportMetric(float64(walk.Microseconds())/float64(b.N), "µs-pages")
}

// BenchmarkSmallImport brings a corrected day and the one after the last into
// ten years.
func BenchmarkSmallImport(b *testing.B) {
	v, p := largeVault(b)
	list, err := v.Series(p)
	if err != nil {
		b.Fatal(err)
	}
	first, last := list[0].First, list[0].Last
	bpm := int64(100)
	for b.Loop() {
		bpm++
		var rows []row
		for i := range int64(100) {
			for _, from := range []int64{first + (last-first)/2, last} {
				rows = append(rows, row{"heart_rate", "withings:hr", health.Sample{
					Start: from + i*60_000, Value: health.Int(bpm), Unit: health.PerMinute, Offset: 3600,
				}})
			}
		}
		last += dayMS
		importRows(b, v, p, rows)
	}
}

// BenchmarkInsert stores readings one by one, each durable when Add returns, and
// sets that against appending 4 KB to a file beside the vault and syncing it.
// Folding, once for every 500, is part of it.
func BenchmarkInsert(b *testing.B) {
	v, p := newTestVault(b)
	importRows(b, v, p, heartRates(100_000))
	f, err := os.Create(v.Path() + ".bare")
	if err != nil {
		b.Fatal(err)
	}
	page := make([]byte, 4096)
	var bare time.Duration
	n := int64(0)
	for b.Loop() {
		n++
		add1(b, v, p, []health.Reading{typedWeight(n, 7000+n%900)})
		b.StopTimer()
		began := time.Now()
		if _, err := f.Write(page); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
		bare += time.Since(began)
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(bare), "x-fsync")
	b.ReportMetric(float64(bare.Nanoseconds())/float64(b.N), "ns/bare-fsync")
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}
