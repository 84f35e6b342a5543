package charts

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestValuesHaveRoundTicks(t *testing.T) {
	for _, c := range []struct {
		name     string
		lo, hi   float64
		decimals int
		least    float64
		zero     bool
		want     string
	}{
		{"weights", 77.65, 80.6, 1, 0, false, "77 78 79 80 81"},
		{"pressures with limits", 70, 152, 0, 0, false, "60 80 100 120 140 160"},
		{"temperatures", 36.28, 36.91, 1, 0, false, "36.2 36.4 36.6 36.8 37.0"},
		{"one weight", 78.2, 78.2, 1, 0, false, "78.0 78.1 78.2 78.3 78.4"},
		{"one weight, not blown up", 78.2, 78.2, 1, 4, false, "76 77 78 79 80 81"},
		{"no steps", 0, 0, 0, 0, true, "0 1 2 3 4"},
		{"steps", 3400, 11600, 0, 0, true, "0 2,500 5,000 7,500 10,000 12,500"},
		{"hours of sleep", 5.5, 8.3, 1, 0, true, "0 2 4 6 8 10"},
		{"whole numbers keep whole steps", 96, 98, 0, 0, false, "95 96 97 98 99"},
		{"heart rates of a week", 49, 155, 0, 0, false, "40 80 120 160"},
		{"frost", -12, 3, 1, 0, false, "−15 −10 −5 0 5"},
	} {
		s := roundScale(c.lo, c.hi, c.decimals, c.least, c.zero)
		var got []string
		for _, v := range s.ticks() {
			got = append(got, numberLabel(v, s.decimals))
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, g, c.want)
		}
	}
}

func FuzzRoundScale(f *testing.F) {
	f.Add(77.0, 81.0, 1, 0.0, false)
	f.Add(0.0, 0.0, 0, 0.0, true)
	f.Add(-1e15, 1e15, 6, 3.0, false)
	f.Add(1e15, 1e15, 3, 0.0, true)
	f.Add(0.0, 1e-300, 2, 0.0, false)
	f.Add(-5.0, -5.0, -4, 0.0, true)
	f.Fuzz(func(t *testing.T, lo, hi float64, decimals int, least float64, zero bool) {
		if !drawable(lo) || !drawable(hi) || !drawable(least) || lo > hi {
			return // no range that Render asks for
		}
		s := roundScale(lo, hi, decimals, max(least, 0), zero)
		ticks := s.ticks()
		if !(s.low <= lo && hi <= s.high && s.low < s.high) {
			t.Fatalf("%v–%v is not within %v–%v", lo, hi, s.low, s.high)
		}
		if n := len(ticks); n < fewestTicks || n > mostTicks {
			t.Fatalf("%d ticks for %v–%v: %v", n, lo, hi, ticks)
		}
		if zero && lo >= 0 && s.low != 0 {
			t.Fatalf("begins at %v", s.low)
		}
		for i, v := range ticks {
			if i > 0 && !(v > ticks[i-1]) {
				t.Fatalf("ticks do not rise: %v", ticks)
			}
		}
		names := map[string]bool{}
		for _, v := range ticks {
			names[numberLabel(v, s.decimals)] = true
		}
		if span := s.high - s.low; len(names) < len(ticks) && span > 1e-6 && span > max(math.Abs(lo), math.Abs(hi))*1e-6 {
			t.Fatalf("two ticks of %v have the same label at %d decimals", ticks, s.decimals)
		}
	})
}

func TestGivenEndsAreKept(t *testing.T) {
	s := fixedScale(40, 190, 0)
	if want := []float64{50, 100, 150}; s.low != 40 || s.high != 190 || !slices.Equal(s.ticks(), want) {
		t.Errorf("scale %v with ticks %v, want %v", s, s.ticks(), want)
	}
}

func TestNumbersAreWrittenAsPeopleDo(t *testing.T) {
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{1284, 0, "1,284"},
		{214806, 0, "214,806"},
		{1234567.25, 2, "1,234,567.25"},
		{-0.4, 1, "\u22120.4"},
		{-0.001, 1, "0.0"},
		{0, 0, "0"},
		{999, 0, "999"},
		{5, -3, "5"},
	} {
		if got := numberLabel(c.v, c.decimals); got != c.want {
			t.Errorf("%v: %q, want %q", c.v, got, c.want)
		}
	}
}

func TestGapsSayTheirLength(t *testing.T) {
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		8 * day: "8 days", day: "1 day", 30 * time.Hour: "30 h", 5 * time.Hour: "5 h", 90 * time.Minute: "90 min",
		75 * day: "2 months", 800 * day: "2 years", 30 * time.Second: "30 s",
	} {
		if got := gapLabel(d); got != want+"\nno data" {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

func TestAGapCountsTheDatesWithoutData(t *testing.T) {
	v := &view{scene: &scene{loc: zone(t, "Europe/Berlin")}}
	at := func(day, hour int) int64 {
		return time.Date(2025, time.October, day, hour, 0, 0, 0, v.loc).UnixMilli()
	}
	for _, c := range []struct {
		from, to int64
		want     time.Duration
	}{
		{at(20, 7), at(29, 7), 8 * 24 * time.Hour}, // across the change of clocks
		{at(1, 23), at(4, 1), 2 * 24 * time.Hour},
		{at(1, 7), at(2, 19), 36 * time.Hour},
	} {
		if got := v.without(c.from, c.to); got != c.want {
			t.Errorf("got %v, want %v", got, c.want)
		}
	}
}
