package letters

import (
	"slices"

	"vitalkeep/health"
)

// Wait is a letter whose answer is awaited, with the last day for it.
type Wait struct {
	Entry    health.Entry
	Letter   Filed
	Deadline health.Date
}

// Due are the letters among a person's entries whose answer is awaited and whose
// deadline is known, the nearest or longest past first. Entries of other kinds,
// and letters of which it is not known when they arrived, are passed over.
func Due(entries []health.Entry, today health.Date) []Wait {
	var out []Wait
	for _, e := range entries {
		f, ok := FromEntry(e)
		if !ok {
			continue
		}
		if end, known := f.Deadline(); known && f.State(today).Open() {
			out = append(out, Wait{e, f, end})
		}
	}
	slices.SortStableFunc(out, func(a, b Wait) int { return a.Deadline.Compare(b.Deadline) })
	return out
}
