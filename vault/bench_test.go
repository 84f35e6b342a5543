package vault

import (
	"context"
	"math/rand/v2"
	"os"
	"testing"

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
