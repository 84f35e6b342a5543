package importers_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"testing"

	"github.com/klauspost/compress/flate"

	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/internal/withingsarchive"
)

// void is a sink that only counts.
type void struct{ samples int }

func (*void) File(string) (uint32, error) { return 0, nil }
func (v *void) Sample(health.MetricID, health.SourceID, health.Sample) error {
	v.samples++
	return nil
}
func (*void) Entry(health.Entry) error   { return nil }
func (*void) Reject(health.Reject) error { return nil }

var dense = withingsarchive.Options{Seed: 1, Days: 250, HeartRateEvery: 10}

// BenchmarkImport reads an archive of some 25 MB; MB are those of the CSV files.
func BenchmarkImport(b *testing.B) {
	a := generate(b, dense)
	path := writeZIP(b, a)
	b.SetBytes(a.Size())
	b.ReportAllocs()
	var v void
	for b.Loop() {
		if _, err := importers.Read(context.Background(), []string{path}, importers.Options{}, &v); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(v.samples)/float64(b.N), "samples/op")
}

// BenchmarkInflateAndScan is the pace that the input itself sets: inflate the
// same archive and look at every line end.
func BenchmarkInflateAndScan(b *testing.B) {
	a := generate(b, dense)
	var buf bytes.Buffer
	if err := a.WriteZIP(&buf); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(a.Size())
	lines := 0
	chunk := make([]byte, 128<<10)
	for b.Loop() {
		z, err := zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
		if err != nil {
			b.Fatal(err)
		}
		z.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return flate.NewReader(r) })
		for _, f := range z.File {
			rc, err := f.Open()
			if err != nil {
				b.Fatal(err)
			}
			for {
				n, err := rc.Read(chunk)
				lines += bytes.Count(chunk[:n], []byte{'\n'})
				if err == io.EOF {
					break
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}
