package notices

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"vitalkeep/health"
)

// occurrence is one time that a reminder is due.
type occurrence struct {
	stamp int64 // wall: the same in every zone
	at    int64 // UTC milliseconds
}

// on reports whether a reminder is due on a date.
func (r Reminder) on(d health.Date) bool {
	if d.Compare(r.Start) < 0 || r.End != (health.Date{}) && d.Compare(r.End) > 0 {
		return false
	}
	if r.Every > 1 {
		return (d.Number()-r.Start.Number())%int64(r.Every) == 0
	}
	day := (d.Number()%7 + 7 + 4) % 7 // 1970-01-01 was a Thursday
	return r.Weekdays == 0 || r.Weekdays&(1<<day) != 0
}

// lookBack is how far back anything is told of that was missed.
const lookBack = 31 * dayMS

// between are the times that a reminder is due in (after, to], at most those of
// the last [lookBack] before to.
func (r Reminder) between(after, to int64, loc *time.Location) []occurrence {
	after = max(after, to-lookBack)
	var out []occurrence
	last := dateIn(to, loc).AddDays(1)
	for d := dateIn(after, loc).AddDays(-1); d.Compare(last) <= 0; d = d.AddDays(1) {
		if !r.on(d) {
			continue
		}
		for _, c := range r.Times {
			if at := momentOf(d, c, loc); after < at && at <= to {
				out = append(out, occurrence{wall(d, c), at})
			}
		}
	}
	slices.SortFunc(out, func(a, b occurrence) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.stamp, b.stamp)) })
	return out
}

// after is the first time that a reminder is due after an instant.
func (r Reminder) after(ms int64, loc *time.Location) (occurrence, bool) {
	d := dateIn(ms, loc).AddDays(-1)
	if d.Compare(r.Start) < 0 {
		d = r.Start
	}
	for range MostEvery + 10 {
		var best occurrence
		if r.on(d) {
			for _, c := range r.Times {
				if at := momentOf(d, c, loc); at > ms && (best.at == 0 || at < best.at) {
					best = occurrence{wall(d, c), at}
				}
			}
		}
		if best.at != 0 {
			return best, true
		}
		d = d.AddDays(1)
	}
	return occurrence{}, false
}

// before is the last time that a reminder was due before an instant.
func (r Reminder) before(ms int64, loc *time.Location) (int64, bool) {
	d := dateIn(ms, loc).AddDays(1)
	for range MostEvery + 10 {
		var best int64
		if r.on(d) {
			for _, c := range r.Times {
				if at := momentOf(d, c, loc); at < ms && (best == 0 || at > best) {
					best = at
				}
			}
		}
		if best != 0 {
			return best, true
		}
		d = d.AddDays(-1)
		if d.Compare(r.Start) < 0 {
			break
		}
	}
	return 0, false
}

// earliest is how long before its time what was done counts for it, at most.
const earliest = 4 * hourMS

// window is when what is stored counts for the time o: from a little before it,
// but no more than half the way to the time before, until that of the next one
// begins.
func (r Reminder) window(o occurrence, loc *time.Location) (from, to int64) {
	early := func(previous int64, some bool, at int64) int64 {
		if !some {
			return at - earliest
		}
		return at - min(earliest, (at-previous)/2)
	}
	previous, some := r.before(o.at, loc)
	from = early(previous, some, o.at)
	next, more := r.after(o.at, loc)
	if !more {
		return from, o.at + dayMS
	}
	return from, early(o.at, true, next.at)
}

// occurrenceOf is the time of a reminder with that stamp.
func occurrenceOf(stamp int64, loc *time.Location) occurrence {
	d := health.DateOf(stamp / dayMS)
	return occurrence{stamp, momentOf(d, Clock(stamp%dayMS/minuteMS), loc)}
}

// done reports whether a person has done what a reminder asks for at o.
func (p Person) done(r Reminder, o occurrence) bool {
	from, to := r.window(o, p.Zone)
	if r.Metric == "" {
		return slices.ContainsFunc(p.Taken, func(t Taken) bool {
			return from <= t.At && t.At < to && strings.EqualFold(strings.TrimSpace(t.Name), r.Title)
		})
	}
	times := p.Measured[r.Metric]
	i, _ := slices.BinarySearch(times, from)
	return i < len(times) && times[i] < to
}

// Next is when a reminder is due next after an instant, false if never again.
func (r Reminder) Next(after int64, loc *time.Location) (int64, bool) {
	if r.Paused {
		return 0, false
	}
	o, ok := r.after(max(after, r.Since-1), loc)
	return o.at, ok
}
