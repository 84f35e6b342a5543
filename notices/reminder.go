package notices

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"vitalkeep/health"
)

// Bounds of what a person can set up.
const (
	MostReminders = 50
	MostTimes     = 8
	MostTitle     = 80 // characters
	MostAmount    = 40
	MostEvery     = 365 // days
)

// Reminder is what a person wants to be reminded of.
type Reminder struct {
	ID string
	// Title is in the person's words; of a medicine it is its name.
	Title string
	// Metric is to be measured; "" is a medicine to be taken.
	Metric health.MetricID
	Amount string // of the medicine, as the person writes it
	Times  []Clock
	// Weekdays has a bit for each time.Weekday; none is every day. It does not
	// count where Every is more than one: then it is every so many days from Start.
	Weekdays   uint8
	Every      int
	Start, End health.Date // End is included; the zero Date is for ever
	Paused     bool
	// Since is when it was set up, changed or went on, in UTC milliseconds: it
	// does not remind of anything before.
	Since int64

	kept kept
}

// storedReminder is the stored form.
type storedReminder struct {
	ID       string  `json:"id"`
	Title    string  `json:"title"`
	Metric   string  `json:"metric,omitempty"`
	Amount   string  `json:"amount,omitempty"`
	Times    []Clock `json:"times"`
	Weekdays uint8   `json:"weekdays,omitempty"`
	Every    int     `json:"every,omitempty"`
	Start    string  `json:"start"`
	End      string  `json:"end,omitempty"`
	Paused   bool    `json:"paused,omitempty"`
	Since    int64   `json:"since"`
}

// Errors of Check.
var (
	ErrNoTitle  = errors.New("a reminder needs a title of a bounded length")
	ErrNoMetric = errors.New("there is no such metric")
	ErrTimes    = errors.New("a reminder needs one to eight times of day")
	ErrDays     = errors.New("these are no days of a reminder")
	ErrEnd      = errors.New("it ends before it starts")
)

// Kind is the kind of its notices.
func (r Reminder) Kind() Kind {
	if r.Metric == "" {
		return Medicine
	}
	return Measure
}

// Check says what is wrong with it, nil if nothing is.
func (r Reminder) Check() error {
	switch {
	case r.ID == "" || len(r.ID) > 32 || r.Title == "" || r.Title != strings.TrimSpace(r.Title) || utf8.RuneCountInString(r.Title) > MostTitle ||
		utf8.RuneCountInString(r.Amount) > MostAmount:
		return ErrNoTitle
	case len(r.Times) == 0 || len(r.Times) > MostTimes || slices.ContainsFunc(r.Times, func(c Clock) bool { return !c.Valid() }):
		return ErrTimes
	case r.Every < 0 || r.Every > MostEvery || r.Weekdays > 1<<7-1 || r.Start == (health.Date{}):
		return ErrDays
	case r.End != (health.Date{}) && r.End.Compare(r.Start) < 0:
		return ErrEnd
	}
	if r.Metric != "" {
		if _, ok := health.Lookup(r.Metric); !ok {
			return ErrNoMetric
		}
	}
	return nil
}

// Reminders are all that a person set up.
type Reminders struct {
	All []Reminder
	// other are those that this program does not understand.
	other []json.RawMessage
	kept  kept
}

// ReadReminders reads what Store wrote. ok is false where it is something that
// this program does not understand and so must not write either.
func ReadReminders(stored []byte) (out Reminders, ok bool) {
	out.All, out.other, out.kept, ok = readAll(stored, MostReminders, readReminder)
	return out, ok
}

func readReminder(raw []byte) (Reminder, bool) {
	var s storedReminder
	kept, err := readKept(raw, &s)
	if err != nil {
		return Reminder{}, false
	}
	r := Reminder{
		ID: s.ID, Title: s.Title, Metric: health.MetricID(s.Metric), Amount: s.Amount, Times: s.Times,
		Weekdays: s.Weekdays, Every: s.Every, Paused: s.Paused, Since: s.Since, kept: kept,
	}
	r.Start, err = health.ParseDate(s.Start)
	if err == nil && s.End != "" {
		r.End, err = health.ParseDate(s.End)
	}
	return r, err == nil && r.Check() == nil
}

func (r Reminder) key() string { return r.ID }

func (r Reminder) over(before Reminder) Reminder {
	r.kept = before.kept
	return r
}

// Store is what ReadReminders reads, nil where there is nothing to say.
func (r Reminders) Store() ([]byte, error) {
	var raw []json.RawMessage
	for _, x := range r.All {
		s := storedReminder{
			ID: x.ID, Title: x.Title, Metric: string(x.Metric), Amount: x.Amount, Times: x.Times,
			Weekdays: x.Weekdays, Every: x.Every, Paused: x.Paused, Since: x.Since, Start: x.Start.String(),
		}
		if x.End != (health.Date{}) {
			s.End = x.End.String()
		}
		one, err := x.kept.write(s)
		if err != nil {
			return nil, err
		}
		raw = append(raw, one)
	}
	return writeList(r.kept, append(raw, r.other...))
}

// Get is the reminder of that ID.
func (r Reminders) Get(id string) (Reminder, bool) { return get(r.All, id) }

// With is the list with a reminder added, or changed where it is there already.
// What cannot be stored is not.
func (r Reminders) With(x Reminder) (Reminders, error) {
	if err := x.Check(); err != nil {
		return r, err
	}
	x.Times = slices.Compact(slices.Sorted(slices.Values(x.Times)))
	all, err := with(r.All, x, MostReminders)
	r.All = all
	return r, err
}

// Without is the list without a reminder.
func (r Reminders) Without(id string) Reminders {
	r.All = without(r.All, id)
	return r
}
