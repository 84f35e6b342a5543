package notices

import (
	"math"
	"slices"
	"time"

	"vitalkeep/health"
)

// How long before it something is told of, and how often again.
const (
	endingSoon  = 2 * dayMS
	letterSoon  = 3 * dayMS
	backupAgain = 7 * dayMS
	// clockSlip is how far a mark may lie ahead before the clock must have been
	// wrong when it was made.
	clockSlip = 2 * dayMS
)

// Settle brings a log up to date with the facts: it notes what was done, lets
// come again what was put off, forgets people who are gone, and where the clock
// was wrong in the past, lets time count from now on. It raises nothing.
func Settle(f Facts, l Log, now time.Time) Log {
	ms := now.UnixMilli()
	l = l.clone()
	if l.Since == 0 || l.Since > ms+clockSlip {
		l.Since = ms
	}
	gone := func(id health.ProfileID) bool {
		return id != (health.ProfileID{}) && f.Known != nil && !slices.Contains(f.Known, id)
	}
	for m, stamp := range l.marks {
		switch {
		case gone(m.person):
			delete(l.marks, m)
		case stamp > ms+clockSlip:
			l.marks[m] = ms
		}
	}
	l.notices = slices.DeleteFunc(l.notices, func(n Notice) bool { return gone(n.Person) })
	for i := range l.notices {
		n := &l.notices[i]
		if n.Answer == Open && f.settled(*n) {
			n.Answer, n.Until, n.Told = Done, 0, true
		}
		// A time far ahead was set by a clock that was wrong.
		if n.Until != 0 && (n.Until <= ms || n.Until > ms+clockSlip) {
			n.At, n.Until, n.Read, n.Told = min(n.Until, ms), 0, false, false
		}
	}
	return l
}

// settled reports whether what a notice is about is over.
func (f Facts) settled(n Notice) bool {
	switch n.Kind {
	case Measure, Medicine:
		p, ok := f.person(n.Person)
		if !ok {
			return false
		}
		i := slices.IndexFunc(p.Reminders, func(r Reminder) bool { return r.ID == n.Ref })
		return i >= 0 && p.done(p.Reminders[i], occurrenceOf(n.Stamp, p.Zone))
	case Backup:
		return f.Backup != nil && f.Backup.due() > n.Stamp
	case Deletion:
		return f.Endings != nil && !slices.ContainsFunc(f.Endings, func(e Ending) bool { return e.Ref == n.Ref })
	case Letter:
		_, there := f.person(n.Person)
		return f.Letters != nil && there && !slices.ContainsFunc(f.Letters, func(x LetterFact) bool { return x.Ref == n.Ref })
	}
	return false
}

func (b BackupFact) due() int64 { return b.Proven + int64(b.Days)*dayMS }

// Due are the notices that are due now and not in the log yet, the oldest first.
// The log should be settled.
func Due(f Facts, l Log, now time.Time) []Notice {
	ms := now.UnixMilli()
	var out []Notice
	raise := func(n Notice) {
		if !f.Settings.Raises(n.Kind) || l.index(n.Key()) >= 0 {
			return
		}
		n.InTimeline = f.Settings.On(n.Kind, Timeline)
		n.Told = !f.Settings.On(n.Kind, Desktop)
		out = append(out, n)
	}
	for _, p := range f.People {
		for _, r := range p.Reminders {
			if n, ok := p.dueReminder(r, l.marks[mark{r.Kind(), p.ID, r.ID}], ms); ok {
				raise(n)
			}
		}
		for _, g := range p.Goals {
			if n, ok := p.dueGoal(g, l.marks[mark{GoalReached, p.ID, g.ID}], ms); ok {
				raise(n)
			}
		}
	}
	f.dueNews(l, ms, raise)
	if b := f.Backup; b != nil && b.Days > 0 && b.due() <= ms {
		stamp := b.due() + (ms-b.due())/backupAgain*backupAgain
		if stamp > l.marks[mark{kind: Backup}] {
			raise(Notice{Kind: Backup, Stamp: stamp, At: stamp})
		}
	}
	for _, e := range f.Endings {
		// The moment of its end moves with the clock; when it was asked for does not.
		if e.At-endingSoon <= ms && ms < e.At && e.Asked > l.marks[mark{Deletion, e.Person, e.Ref}] {
			raise(Notice{Kind: Deletion, Person: e.Person, Ref: e.Ref, Stamp: e.Asked, At: ms})
		}
	}
	for _, x := range f.Letters {
		stamp := x.Deadline
		if ms < stamp {
			stamp -= letterSoon
		}
		if stamp <= ms && stamp > l.marks[mark{Letter, x.Person, x.Ref}] {
			raise(Notice{Kind: Letter, Person: x.Person, Ref: x.Ref, Stamp: stamp, At: stamp})
		}
	}
	slices.SortStableFunc(out, func(a, b Notice) int { return int(min(max(a.At-b.At, -1), 1)) })
	return out
}

// dueReminder is the notice for the last time that a reminder was due and nothing
// was done, with how many of those before it were missed.
func (p Person) dueReminder(r Reminder, marked, ms int64) (Notice, bool) {
	if r.Paused || p.Zone == nil || r.Check() != nil {
		return Notice{}, false
	}
	times := r.between(max(r.Since-1, ms-lookBack), ms, p.Zone)
	missed := 0
	var last *occurrence
	for i, o := range times {
		if o.stamp <= marked || p.done(r, o) {
			continue
		}
		if last != nil {
			missed++
		}
		last = &times[i]
	}
	if last == nil || times[len(times)-1] != *last {
		// Whoever has done it the last time needs no word about those before.
		return Notice{}, false
	}
	return Notice{Kind: r.Kind(), Person: p.ID, Ref: r.ID, Stamp: last.stamp, At: last.at, Count: missed}, true
}

// dueGoal is the notice for a goal that was reached since the last one.
func (p Person) dueGoal(g Goal, marked, ms int64) (Notice, bool) {
	if g.Paused || p.Zone == nil || g.Check() != nil {
		return Notice{}, false
	}
	if !g.Daily {
		v, ok := p.Latest[g.Metric]
		if !ok || v.At < g.Start.Start(p.Zone) || v.At > ms || !g.Met(v.Value) || marked >= max(g.Since, 1) {
			return Notice{}, false
		}
		return Notice{Kind: GoalReached, Person: p.ID, Ref: g.ID, Stamp: max(g.Since, 1), At: ms}, true
	}
	today := dateIn(ms, p.Zone)
	reached := 0
	var last health.Date
	for _, d := range p.Days[g.Metric] {
		stamp := wall(d.Date, 0)
		switch {
		case d.Date.Compare(g.Start) < 0 || d.Date.Compare(today) > 0 || stamp < wall(today, 0)-lookBack || stamp <= marked:
		case g.Rule == AtMost && d.Date == today: // it is not over
		case !math.IsNaN(d.Value) && g.Met(d.Value):
			reached++
			last = d.Date
		}
	}
	if reached == 0 {
		return Notice{}, false
	}
	return Notice{Kind: GoalReached, Person: p.ID, Ref: g.ID, Stamp: wall(last, 0), At: ms, Count: reached}, true
}

// dueNews is one notice a person for all that came since the last.
func (f Facts) dueNews(l Log, ms int64, raise func(Notice)) {
	for _, p := range f.People {
		after := max(l.marks[mark{NewData, p.ID, ""}], l.Since)
		n := Notice{Kind: NewData, Person: p.ID}
		for _, x := range f.News {
			if x.Person == p.ID && x.Count > 0 && after < x.At && x.At <= ms {
				n.Count += x.Count
				n.Stamp = max(n.Stamp, x.At)
			}
		}
		if n.Count > 0 {
			n.At = n.Stamp
			raise(n)
		}
	}
}

// Tell are the notices that the desktop is to be told of now, and the log in
// which they have been. In quiet hours they wait.
func Tell(f Facts, l Log, now time.Time) ([]Notice, Log) {
	l = l.clone()
	var out []Notice
	for i := range l.notices {
		n := &l.notices[i]
		if n.Told || n.Until != 0 {
			continue
		}
		switch p, known := f.person(n.Person); {
		case n.Answer != Open || !f.Settings.On(n.Kind, Desktop) || known && p.NoDesktop:
			n.Told = true
		case n.Person != (health.ProfileID{}) && !known: // closed to us now
		case f.Settings.Quiet.Holds(now.UnixMilli(), f.zone(n.Person)):
		default:
			n.Told = true
			out = append(out, *n)
		}
	}
	return out, l
}

// Next is the next moment at which something may be due without new facts, in UTC
// milliseconds; false if nothing will be.
func Next(f Facts, l Log, now time.Time) (int64, bool) {
	ms := now.UnixMilli()
	next := int64(math.MaxInt64)
	at := func(t int64) {
		if t > ms {
			next = min(next, t)
		}
	}
	for _, p := range f.People {
		if p.Zone == nil {
			continue
		}
		for _, r := range p.Reminders {
			if t, ok := r.Next(ms, p.Zone); ok && f.Settings.Raises(r.Kind()) {
				at(t)
			}
		}
		if len(p.Goals) > 0 && f.Settings.Raises(GoalReached) {
			at(dateIn(ms, p.Zone).AddDays(1).Start(p.Zone))
		}
	}
	for _, n := range l.notices {
		if n.Until != 0 {
			at(n.Until)
		} else if zone := f.zone(n.Person); !n.Told && n.Answer == Open && f.Settings.Quiet.Holds(ms, zone) {
			at(f.Settings.Quiet.Ends(ms, zone))
		}
	}
	if b := f.Backup; b != nil && b.Days > 0 && f.Settings.Raises(Backup) {
		at(b.due() + max(0, (ms-b.due())/backupAgain+1)*backupAgain)
		at(b.due())
	}
	if f.Settings.Raises(Deletion) {
		for _, e := range f.Endings {
			at(e.At - endingSoon)
		}
	}
	if f.Settings.Raises(Letter) {
		for _, x := range f.Letters {
			at(x.Deadline - letterSoon)
			at(x.Deadline)
		}
	}
	return next, next != math.MaxInt64
}
