package charts

import (
	"math"
	"time"
)

// TrendTime is τ of the weight trend: seven days, which at daily readings is
// the customary tenth a day.
const TrendTime = 7 * 24 * time.Hour

// Trend smooths readings taken at any times: T += α(W − T) with
// α = 1 − e^(−Δt/τ), where Δt is the time since the reading before. It starts
// at the first reading, and again after a gap longer than gap (0: three times
// the median interval, see [GapAfter]). The points come back in order of time
// with V the trend; values that are not finite are left out.
func Trend(points []Point, tau, gap time.Duration) []Point {
	points = ordered(points)
	if gap <= 0 {
		gap = GapAfter(points)
	}
	out := make([]Point, 0, len(points))
	for _, p := range points {
		if !drawable(p.V) {
			continue
		}
		v := p.V
		if n := len(out); n > 0 && tau > 0 {
			last := out[n-1]
			dt := float64(p.T) - float64(last.T)
			if dt <= float64(gap.Milliseconds()) {
				v = last.V - math.Expm1(-dt/float64(tau.Milliseconds()))*(p.V-last.V)
			}
		}
		out = append(out, Point{T: p.T, V: v})
	}
	return out
}
