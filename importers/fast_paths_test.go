package importers

import (
	"math/rand/v2"
	"slices"
	"testing"

	"vitalkeep/health"
)

// The short way of reading a time says the same as the long one, or nothing.
func TestTheUsualInstantIsReadLikeAnyOther(t *testing.T) {
	long := func(s string) (int64, int32, bool) { // 26 bytes: the short way is not taken
		return parseInstant([]byte(s[:19] + ".0" + s[19:]))
	}
	r := rand.New(rand.NewPCG(1, 2))
	base := "2024-02-29T23:59:59+02:30"
	for range 20_000 {
		b := []byte(base)
		for range r.IntN(4) {
			b[r.IntN(len(b))] = "0123456789-+T:.Zx "[r.IntN(18)]
		}
		ms, offset, ok := parseUsualInstant(b)
		if !ok {
			continue
		}
		if wantMS, wantOffset, ok := long(string(b)); !ok || ms != wantMS || offset != wantOffset {
			t.Fatalf("%s: %d %d, want %d %d %v", b, ms, offset, wantMS, wantOffset, ok)
		}
	}
	if _, _, ok := parseUsualInstant([]byte(base)); !ok {
		t.Error("the usual form is not taken")
	}
}

func TestElementsAreReadAsTheyAreWritten(t *testing.T) {
	for _, text := range []string{"0", "7", "72", "0.5", "12.50", "0.00", "00.5", "007", "5.", ".5", "-3", "1e3", "1.2.3", "99999999999999999", "1234567890123456.7", "1.", "."} {
		fast, reason := parseArray(nil, []byte("["+text+"]"))
		slow, ok := slowElement([]byte(text))
		if (reason == "") != ok || ok && (len(fast) != 1 || fast[0] != slow) {
			t.Errorf("%s: %v %q, want %v %v", text, fast, reason, slow, ok)
		}
	}
}

// batches is a sink that takes many samples at a time.
type batches struct {
	Sink
	calls int
	rows  map[laneKey][]health.Sample
}

func (b *batches) Samples(m health.MetricID, s health.SourceID, rows []health.Sample) error {
	b.calls++
	b.rows[laneKey{m, s}] = append(b.rows[laneKey{m, s}], rows...)
	return nil
}

func TestLanesHandOverEverySampleOnce(t *testing.T) {
	sink := &batches{rows: map[laneKey][]health.Sample{}}
	f := &fileReader{lim: defaultLimits, sink: sink}
	want := map[laneKey][]health.Sample{}
	r := rand.New(rand.NewPCG(3, 4))
	for i := range int64(5000) {
		key := laneKey{[]health.MetricID{"steps", "heart_rate", "weight"}[r.IntN(3)], []health.SourceID{"csv:file", "withings:hr"}[r.IntN(2)]}
		want[key] = append(want[key], health.Sample{Start: i})
		if err := f.sample(key.metric, key.source, health.Sample{Start: i}); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.flush(); err != nil {
		t.Fatal(err)
	}
	for key, rows := range want {
		if !slices.Equal(rows, sink.rows[key]) {
			t.Errorf("%v: %d samples, want %d", key, len(sink.rows[key]), len(rows))
		}
	}
	if f.report.Samples != 5000 || sink.calls > 5000/laneRows+6 {
		t.Errorf("%d samples in %d calls", f.report.Samples, sink.calls)
	}
}
