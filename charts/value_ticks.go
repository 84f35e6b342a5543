package charts

import "math"

// scaleOf is a range of values whose ends are round and whose ticks are step
// apart.
type scaleOf struct {
	low, high, step float64
	decimals        int // that the ticks need, never more than the values have
}

// The counts of ticks that DESIGN asks for.
const (
	fewestTicks = 4
	mostTicks   = 6
)

// air is the share of the range kept free above and below the data.
const air = 0.015

// roundScale widens lo–hi to round ends with four to six ticks, their step 1, 2,
// 2.5, 5 or, where it saves much room, 4 times a power of ten and not finer than
// decimals. A range narrower
// than span (a constant series has none) is first widened to it. With zero the
// range begins (or ends) at 0 exactly, as bars must.
func roundScale(lo, hi float64, decimals int, span float64, zero bool) scaleOf {
	decimals = min(max(decimals, 0), 6)
	finest := math.Pow10(-decimals)
	// Beyond a millionth of the value itself, float64 has no room for ticks.
	finest = max(finest, math.Pow10(int(math.Ceil(math.Log10(max(math.Abs(lo), math.Abs(hi), 1e-6)*1e-9)))))
	if zero {
		lo, hi = min(lo, 0), max(hi, 0)
	}
	span = max(span, finest*(fewestTicks-1))
	if hi-lo < span {
		switch mid := lo/2 + hi/2; {
		case zero && lo < 0:
			lo = -span
		case zero:
			hi = span
		default:
			lo, hi = mid-span/2, mid+span/2
		}
	}
	// Air so that dots do not touch the edges; bars stand on theirs.
	pad := (hi - lo) * air
	if !zero || lo < 0 {
		lo -= pad
	}
	if !zero || hi > 0 {
		hi += pad
	}
	for exp := math.Floor(math.Log10((hi-lo)/mostTicks)) - 1; exp < 309; exp++ {
		for _, m := range [4]float64{1, 2, 2.5, 5} {
			step := m * math.Pow(10, exp)
			if step < finest*0.999 || m == 2.5 && step < finest*9.99 {
				continue
			}
			if a, b, ok := roundEnds(lo, hi, step, zero); ok {
				// Fours are less round than fives, and worth it where fives
				// would leave much of the plot empty: 40 to 160, not 0 to 200.
				if four := step * 0.8; m == 5 && four >= 4 {
					if c, d, ok := roundEnds(lo, hi, four, zero); ok && (d-c)*four < (b-a)*step*0.75 {
						a, b, step = c, d, four
					}
				}
				d := 0
				for d < decimals && !whole(step*math.Pow10(d)) {
					d++
				}
				return scaleOf{low: a * step, high: b * step, step: step, decimals: d}
			}
		}
	}
	return scaleOf{low: lo, high: hi, step: hi - lo}
}

// roundEnds are the multiples of step around lo–hi, at least fewestTicks of
// them, and whether they are not too many.
func roundEnds(lo, hi, step float64, zero bool) (a, b float64, ok bool) {
	a, b = math.Floor(lo/step+1e-9), math.Ceil(hi/step-1e-9)
	n := b - a + 1
	for ; n < fewestTicks; n++ {
		if zero && b > 0 || lo-a*step > b*step-hi {
			b++
		} else {
			a--
		}
	}
	return a, b, n <= mostTicks
}

// whole tells whether a step is a whole number above 0, but for rounding.
func whole(step float64) bool {
	r := math.Round(step)
	return r >= 1 && math.Abs(step-r) < 1e-6
}

// fixedScale keeps the ends it is given and puts round ticks between them.
func fixedScale(lo, hi float64, decimals int) scaleOf {
	inner := (hi - lo) * air
	s := roundScale(lo+inner, hi-inner, decimals, 0, false)
	s.low, s.high = lo, hi
	return s
}

// ticks are the round values of the scale, ends included.
func (s scaleOf) ticks() []float64 {
	var out []float64
	if !(s.step > 0) {
		return out
	}
	first := math.Ceil(s.low/s.step - 1e-9)
	for i := range 2 * mostTicks {
		v := (first + float64(i)) * s.step
		if v > s.high+s.step*1e-9 {
			break
		}
		out = append(out, v)
	}
	return out
}
