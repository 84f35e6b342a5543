package importers

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/internal/applehealth"
)

// nothing is a sink that keeps nothing.
type nothing struct{ samples int }

func (*nothing) File(string) (uint32, error) { return 0, nil }
func (n *nothing) Sample(health.MetricID, health.SourceID, health.Sample) error {
	n.samples++
	return nil
}
func (*nothing) Entry(health.Entry) error   { return nil }
func (*nothing) Reject(health.Reject) error { return nil }

func appleXML(t testing.TB, o applehealth.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := applehealth.WriteXML(&b, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readerOf is what reads data for a kind, without a file.
func readerOf(sink Sink, opts Options) *fileReader {
	f := &fileReader{ctx: context.Background(), opts: opts, lim: defaultLimits, sink: sink, file: &inputFile{name: "export.xml"}}
	f.zone.loc = opts.Zone
	return f
}

// BenchmarkAppleExport reads an export that is in memory; MB are those of XML.
func BenchmarkAppleExport(b *testing.B) {
	data := appleXML(b, applehealth.Options{Seed: 1, Records: 100_000})
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var n nothing
	for b.Loop() {
		if err := readAppleExport(readerOf(&n, Options{Zone: time.UTC}), bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n.samples), "ns/sample")
}

// BenchmarkMarkScanner goes through the same export tag by tag, every attribute
// of it.
func BenchmarkMarkScanner(b *testing.B) {
	data := appleXML(b, applehealth.Options{Seed: 1, Records: 100_000})
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		s := newMarkScanner(bytes.NewReader(data), defaultLimits)
		for {
			err := s.next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
