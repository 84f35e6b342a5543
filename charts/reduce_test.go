package charts

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"
	"time"
)

// column collects, the slow and plain way, what of a pixel column must be kept.
type column struct{ first, last, low, high Point }

func columnsOf(pts []Point, from, to int64, n int) map[int]column {
	out := map[int]column{}
	for _, p := range pts {
		if !drawable(p.V) {
			continue
		}
		i := columnOf(p.T, from, to, n)
		c, ok := out[i]
		if !ok {
			c = column{p, p, p, p}
		}
		c.last = p
		if p.V < c.low.V {
			c.low = p
		}
		if p.V > c.high.V {
			c.high = p
		}
		out[i] = c
	}
	return out
}

func checkReduced(t *testing.T, pts []Point, from, to int64, n int) {
	t.Helper()
	got := Reduce(nil, pts, from, to, n)
	if !slices.IsSortedFunc(got, func(a, b Point) int { return int(min(max(a.T-b.T, -1), 1)) }) {
		t.Fatalf("not in order of time: %v", got)
	}
	if len(got) > 4*(n+2) {
		t.Fatalf("%d points left of %d in %d columns", len(got), len(pts), n)
	}
	want := columnsOf(pts, from, to, n)
	kept := columnsOf(got, from, to, n)
	if len(want) != len(kept) {
		t.Fatalf("%d columns left of %d", len(kept), len(want))
	}
	for i, w := range want {
		if k := kept[i]; k.first != w.first || k.last != w.last || k.low.V != w.low.V || k.high.V != w.high.V {
			t.Fatalf("column %d: kept %v, want %v", i, k, w)
		}
	}
	env := Envelope(nil, pts, from, to, n)
	if len(env) != len(want) {
		t.Fatalf("envelope has %d columns, want %d", len(env), len(want))
	}
	for _, e := range env {
		w := want[columnOf(e.T, from, to, n)]
		if e.Lo > w.low.V || e.Hi < w.high.V || e.V < e.Lo || e.V > e.Hi {
			t.Fatalf("envelope %v does not hold %v", e, w)
		}
	}
}

func TestReductionKeepsTheExtremesOfEveryColumn(t *testing.T) {
	rnd := noise(31)
	var pts []Point
	for i := range 5000 {
		v := rnd.next() * 50
		switch i % 97 {
		case 3:
			v = math.NaN()
		case 4:
			v = math.Inf(1)
		case 5:
			v = math.Inf(-1)
		}
		pts = append(pts, Point{T: int64(i) * 37, V: v})
	}
	for _, n := range []int{1, 2, 7, 100, 1000, 20000} {
		checkReduced(t, pts, 1000, 150_000, n)
	}
}

func TestReductionKeepsFewPointsAsTheyAre(t *testing.T) {
	pts := []Point{{T: 10, V: 3, N: 4}, {T: 20, V: 1, Lo: 0, Hi: 2}, {T: 90, V: 5}}
	if got := Reduce(nil, pts, 0, 100, 50); !slices.Equal(got, pts) {
		t.Errorf("got %v", got)
	}
}

func TestReductionNeedsASpanAndColumns(t *testing.T) {
	pts := []Point{{T: 1, V: 1}}
	for _, c := range []struct {
		from, to int64
		n        int
	}{{5, 5, 10}, {9, 5, 10}, {0, 10, 0}, {0, 10, -3}} {
		if got := Reduce(nil, pts, c.from, c.to, c.n); len(got) > 0 {
			t.Errorf("%v: got %v", c, got)
		}
		if got := Envelope(nil, pts, c.from, c.to, c.n); len(got) > 0 {
			t.Errorf("%v: envelope %v", c, got)
		}
	}
}

func TestReductionAllocatesNothingBeyondItsOutput(t *testing.T) {
	pts := manyPoints(5000)
	buf := make([]Point, 0, 4*102)
	if n := testing.AllocsPerRun(5, func() {
		buf = Reduce(buf[:0], pts, 0, 5000*60_000, 100)
		buf = Envelope(buf[:0], pts, 0, 5000*60_000, 100)
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzReduce(f *testing.F) {
	seed := func(n int, vals ...float64) {
		var b []byte
		for i, v := range vals {
			b = append(b, byte(i*3))
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
		f.Add(b, uint8(n))
	}
	seed(3, 1, 2, 3, math.NaN(), 5, math.Inf(1), -7)
	seed(1, 4, 4, 4, 4)
	seed(200, 1e300, -1e300, 0, 1e15, -1e15)
	f.Fuzz(func(t *testing.T, data []byte, n uint8) {
		var pts []Point
		now := int64(0)
		for ; len(data) >= 9; data = data[9:] {
			now += int64(data[0])
			pts = append(pts, Point{T: now, V: math.Float64frombits(binary.LittleEndian.Uint64(data[1:]))})
		}
		checkReduced(t, pts, now/8, now/8+now/2+1, int(n)+1)
	})
}

func TestGapsBreakRuns(t *testing.T) {
	nan := math.NaN()
	pts := []Point{{T: 0, V: 1}, {T: 10, V: 2}, {T: 15, V: nan}, {T: 20, V: 3}, {T: 51, V: 4}, {T: 60, V: nan}, {T: 100, V: nan}}
	var got [][2]int64
	for run := range runs(pts, 30) {
		got = append(got, [2]int64{run[0].T, run[len(run)-1].T})
	}
	if want := [][2]int64{{0, 20}, {51, 51}}; !slices.Equal(got, want) {
		t.Errorf("runs are %v, want %v", got, want)
	}
}

func TestTheUsualGapIsThreeTimesTheMedianInterval(t *testing.T) {
	day := int64(24 * 3600 * 1000)
	for _, c := range []struct {
		name string
		days []int64
		want time.Duration
	}{
		{"daily readings with a hole", []int64{0, 1, 2, 3, 11, 12, 13}, 72 * time.Hour},
		{"in any order", []int64{13, 2, 0, 1, 12, 11, 3}, 72 * time.Hour},
		{"twice on the same time", []int64{0, 0, 2, 2, 4}, 6 * 24 * time.Hour},
		{"one reading", []int64{5}, 0},
		{"one time only", []int64{5, 5, 5}, 0},
		{"none", nil, 0},
	} {
		var pts []Point
		for _, d := range c.days {
			pts = append(pts, Point{T: d * day, V: 1})
		}
		if got := GapAfter(pts); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestSelectionFindsWhatSortingFinds(t *testing.T) {
	rnd := noise(37)
	for n := 1; n < 60; n++ {
		s := make([]int64, n)
		for i := range s {
			s[i] = int64(rnd.next() * 20)
		}
		sorted := slices.Sorted(slices.Values(s))
		for k := range n {
			if got := kth(slices.Clone(s), k); got != sorted[k] {
				t.Fatalf("%d-th of %v is %d, got %d", k, s, sorted[k], got)
			}
		}
	}
}

func TestAroundTakesTheNeighbourOnEachSide(t *testing.T) {
	nan := math.NaN()
	pts := []Point{{T: 0, V: 1}, {T: 5, V: 2}, {T: 8, V: nan}, {T: 10, V: 3}, {T: 19, V: 4}, {T: 20, V: nan}, {T: 25, V: 6}, {T: 30, V: 7}}
	for _, c := range []struct{ from, to, first, last int64 }{
		{10, 20, 5, 25}, {0, 31, 0, 30}, {-9, -1, 0, 0}, {40, 50, 30, 30}, {11, 12, 10, 19},
	} {
		got := around(pts, c.from, c.to)
		if len(got) == 0 || got[0].T != c.first || got[len(got)-1].T != c.last {
			t.Errorf("around %d–%d: %v", c.from, c.to, got)
		}
	}
	if got := around(nil, 0, 1); len(got) != 0 {
		t.Errorf("around nothing: %v", got)
	}
}
