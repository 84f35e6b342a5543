package charts

import (
	"math"
	"testing"
	"time"
)

const dayMS = int64(24 * 3600 * 1000)

func TestTrendFollowsDailyReadingsByATenth(t *testing.T) {
	got := Trend([]Point{{T: 0, V: 80}, {T: dayMS, V: 81}}, TrendTime, 2*24*time.Hour)
	alpha := 1 - math.Exp(-1.0/7)
	if want := 80 + alpha; math.Abs(got[1].V-want) > 1e-12 || math.Abs(alpha-0.133) > 0.001 {
		t.Errorf("trend is %v, want %v", got[1].V, want)
	}
}

func TestTrendDoesNotDependOnHowOftenTheSameValueIsRead(t *testing.T) {
	often, seldom := []Point{{T: 0, V: 80}}, []Point{{T: 0, V: 80}}
	for h := int64(1); h <= 72; h++ {
		often = append(often, Point{T: h * dayMS / 24, V: 82})
		if h%24 == 0 {
			seldom = append(seldom, Point{T: h * dayMS / 24, V: 82})
		}
	}
	a, b := Trend(often, TrendTime, 2*24*time.Hour), Trend(seldom, TrendTime, 2*24*time.Hour)
	if d := a[len(a)-1].V - b[len(b)-1].V; math.Abs(d) > 1e-9 {
		t.Errorf("hourly and daily differ by %v", d)
	}
}

func TestTrendStartsAgainAfterAGap(t *testing.T) {
	pts := []Point{{T: 0, V: 80}, {T: dayMS, V: 80}, {T: 2 * dayMS, V: 80}, {T: 6 * dayMS, V: 77}}
	for _, c := range []struct {
		gap  time.Duration
		want float64
	}{{0, 77}, {3 * 24 * time.Hour, 77}, {4 * 24 * time.Hour, 80 - 3*(1-math.Exp(-4.0/7))}} {
		if got := Trend(pts, TrendTime, c.gap)[3].V; math.Abs(got-c.want) > 1e-9 {
			t.Errorf("gap %v: %v, want %v", c.gap, got, c.want)
		}
	}
}

func TestTrendTakesReadingsInAnyOrderAndLeavesOutWhatIsNoNumber(t *testing.T) {
	got := Trend([]Point{{T: 2 * dayMS, V: 82}, {T: dayMS, V: math.NaN()}, {T: 0, V: 80}, {T: 0, V: 90}, {T: 3 * dayMS, V: math.Inf(1)}}, TrendTime, 0)
	if len(got) != 3 || got[0].V != 80 || got[1].V != 80 || got[2].T != 2*dayMS || got[2].V <= 80 || got[2].V >= 82 {
		t.Errorf("got %v", got)
	}
	if got := Trend(nil, TrendTime, 0); len(got) != 0 {
		t.Errorf("trend of nothing: %v", got)
	}
	if got := Trend([]Point{{V: 1}, {T: 1, V: 2}}, 0, time.Hour); got[1].V != 2 {
		t.Errorf("without τ the trend is the reading itself, not %v", got)
	}
}
