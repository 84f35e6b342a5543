package letters

import (
	"slices"

	"vitalkeep/health"
)

// Alert is why a letter wants to be looked at.
type Alert uint8

// The alerts.
const (
	AskArrival Alert = iota // it was sent a while ago, and nobody said when it arrived
	DueSoon
	PastDue
)

// How many days before a deadline it is soon, and how many after the sending of
// a letter its arrival is asked for.
const (
	soonDays    = 7
	arrivalDays = 7
)

// Fact is a letter that wants to be looked at on a day.
type Fact struct {
	Alert Alert
	// Entry is the letter as it is kept, Letter what it says.
	Entry  health.Entry
	Letter Filed
	// Deadline is the last day for the answer, zero for AskArrival.
	Deadline health.Date
	// Days is how many days are left, or how many it is overdue, or how many ago
	// the letter was sent.
	Days int
}

// Due are the letters among a person's entries that want to be looked at today,
// the most urgent first. Entries of other kinds are passed over.
func Due(entries []health.Entry, today health.Date) []Fact {
	var out []Fact
	for _, e := range entries {
		f, ok := FromEntry(e)
		if !ok {
			continue
		}
		fact := Fact{Entry: e, Letter: f}
		days, _ := f.DaysLeft(today)
		fact.Deadline, _ = f.Deadline()
		switch state := f.State(today); {
		case state == Overdue:
			fact.Alert, fact.Days = PastDue, -days
		case state == Running && days <= soonDays:
			fact.Alert, fact.Days = DueSoon, days
		case state == OnItsWay && daysBetween(f.Sent, today) >= arrivalDays:
			fact.Alert, fact.Days = AskArrival, daysBetween(f.Sent, today)
		default:
			continue
		}
		out = append(out, fact)
	}
	slices.SortStableFunc(out, func(a, b Fact) int {
		if a.Alert != b.Alert {
			return int(b.Alert) - int(a.Alert)
		}
		return a.Deadline.Compare(b.Deadline)
	})
	return out
}
