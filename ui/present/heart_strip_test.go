package present

import (
	"math"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
)

func TestStripsAreReadInTheUnitsThatMakersWrite(t *testing.T) {
	ecg := func(d time.Duration, fields ...string) health.Entry {
		e := health.Entry{Kind: health.ECG, Duration: d.Milliseconds()}
		for i := 0; i+1 < len(fields); i += 2 {
			e.Fields = append(e.Fields, health.Field{Name: fields[i], Text: fields[i+1]})
		}
		return e
	}
	note := ecg(0, "signal", "1,2", "frequency", "300")
	note.Kind = health.Note
	for _, c := range []struct {
		name string
		of   health.Entry
		ok   bool
		rate float64
		want []float64
	}{
		{"microvolts", ecg(0, "signal", "12,-90, 980,40", "frequency", "300"), true, 300, []float64{0.012, -0.09, 0.98, 0.04}},
		{"millivolts", ecg(0, "signal", "0.01,-0.09,0.98", "Frequency", "500"), true, 500, []float64{0.01, -0.09, 0.98}},
		{"in brackets, a cell that is none", ecg(0, "signal", "[100,x,300]", "frequency", "250"), true, 250, []float64{0.1, math.NaN(), 0.3}},
		{"the rate by its length", ecg(2*time.Second, "signal", "100"+strings.Repeat(",200", 99)), true, 50, nil},
		{"no samples", ecg(30*time.Second, "frequency", "300"), false, 0, nil},
		{"no rate and no length", ecg(0, "signal", "100,200"), false, 0, nil},
		{"a rate that makes no sense", ecg(0, "signal", "100,200", "frequency", "3"), false, 0, nil},
		{"nothing but zeros", ecg(0, "signal", "0,0,0", "frequency", "300"), false, 0, nil},
		{"no electrocardiogram", note, false, 0, nil},
	} {
		s, ok := HeartStripOf(c.of)
		if ok != c.ok || ok && s.Rate != c.rate {
			t.Errorf("%s: %v at %v", c.name, ok, s.Rate)
			continue
		}
		for i, want := range c.want {
			if got := float64(s.Millivolts[i]); math.Abs(got-want) > 1e-6 && !(math.IsNaN(got) && math.IsNaN(want)) {
				t.Errorf("%s: sample %d is %v, want %v", c.name, i, got, want)
			}
		}
	}
}

func TestAStripSaysWhatItIs(t *testing.T) {
	s := HeartStrip{Millivolts: []float32{0, 1.05, float32(math.NaN()), -0.2}, Rate: 2}
	if got, want := s.InWords(), "An electrocardiogram of 2 s, from −0.20 mV to 1.05 mV. The program draws it and says nothing of the heart."; got != want {
		t.Errorf("%q", got)
	}
	if !strings.Contains(s.Caption(), "25 mm a second") {
		t.Errorf("%q", s.Caption())
	}
}
