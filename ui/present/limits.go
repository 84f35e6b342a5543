package present

import (
	"math"

	"vitalkeep/charts"
	"vitalkeep/ui/locale"
)

// Limits returns the dashed lines across the plot.
func (g Graph) Limits() []charts.Limit {
	if g.Subject.Kind == Pressure {
		if g.Almanac.Objects.Bands {
			return nil
		}
		var out []charts.Limit
		for _, v := range []float64{ElevatedSystolic, HypertensionSystolic, ElevatedDiastolic, HypertensionDiastolic} {
			out = append(out, charts.Limit{Value: g.Scale.Of(v)})
		}
		return out
	}
	out := g.roomLimits()
	if v, ok := g.lowestHalfHour(); ok {
		out = append(out, charts.Limit{Value: v, Name: g.Scale.Text(v)})
	}
	return out
}

// limitLegend says what the limits are.
func (g Graph) limitLegend() []LegendItem {
	out := g.roomLegend()
	if v, ok := g.lowestHalfHour(); ok {
		out = append(out, LegendItem{Mark: DashSign, Lane: -1, Text: locale.T("Lowest half hour: %s", g.Scale.Text(v))})
	}
	return out
}

// Of the lowest half hour.
const (
	halfHour    = int64(hourMS / 2)
	leastOfHalf = halfHour * 2 / 3 // that readings must span
	leastInHalf = 3                // readings
)

// lowestHalfHour is the lowest mean of half an hour of heart rate in a window of
// two days or less: what comes nearest to a resting heart rate that nobody has
// measured as such.
func (g Graph) lowestHalfHour() (float64, bool) {
	if g.Almanac.Objects.Statistics || g.Subject.Metric.ID != "heart_rate" || g.Step != Each || g.To-g.From > 2*dayMS {
		return 0, false
	}
	points := Within(g.series()[0].Points, g.From, g.To)
	lowest, found := math.Inf(1), false
	sum, n, first := 0.0, 0, 0
	for _, p := range points {
		sum += p.V * float64(max(p.N, 1))
		n += max(p.N, 1)
		for points[first].T <= p.T-halfHour {
			sum -= points[first].V * float64(max(points[first].N, 1))
			n -= max(points[first].N, 1)
			first++
		}
		if n >= leastInHalf && p.T-points[first].T >= leastOfHalf && sum/float64(n) < lowest {
			lowest, found = sum/float64(n), true
		}
	}
	return lowest, found
}
