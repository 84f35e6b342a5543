package vault

import (
	"cmp"
	"math"
	"slices"
)

// window is a span of starts, both ends included.
type window struct{ from, to int64 }

// merged sorts windows and joins those that meet or lie near each other.
func merged(windows []window, near int64) []window {
	list := slices.Clone(windows)
	slices.SortFunc(list, func(a, b window) int { return cmp.Compare(a.from, b.from) })
	var out []window
	for _, w := range list {
		if n := len(out); n > 0 && (out[n-1].to > math.MaxInt64-near || w.from <= out[n-1].to+near) {
			out[n-1].to = max(out[n-1].to, w.to)
			continue
		}
		out = append(out, w)
	}
	return out
}

// aligned widens windows of starts, both ends included or the end not, to whole
// buckets; the ends of the result are not included.
func aligned(windows []window, width int64) []window {
	out := make([]window, len(windows))
	for i, w := range windows {
		from, to := max(w.from, -maxTime), min(w.to, maxTime)
		out[i] = window{alignDown(from, width), alignDown(to, width) + width}
	}
	return merged(out, 0)
}

// inclusive turns windows of buckets without their ends into such with them.
func inclusive(windows []window) []window {
	out := slices.Clone(windows)
	for i := range out {
		out[i].to--
	}
	return out
}

// within reports whether t lies in one of the windows, which are sorted and
// apart.
func within(windows []window, t int64) bool {
	i, _ := slices.BinarySearchFunc(windows, t, func(w window, t int64) int { return cmp.Compare(w.to, t) })
	return i < len(windows) && windows[i].from <= t
}

// touches reports whether anything in a segment may lie in one of the windows.
func touches(windows []window, sp span) bool {
	i, _ := slices.BinarySearchFunc(windows, sp.tmin, func(w window, t int64) int { return cmp.Compare(w.to, t) })
	return i < len(windows) && windows[i].from <= sp.tmax
}
