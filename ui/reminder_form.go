package ui

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// reminderForm sets up a reminder or changes one.
type reminderForm struct {
	setupForm
	reminder notices.Reminder // without an ID for a new one
	before   reminderDraft    // what stood in it at first

	kind    *parts.Segmented
	metrics []health.MetricID
	metric  *parts.Choice
	title   *parts.Field
	amount  *parts.Field
	times   *parts.Field
	days    *parts.Choice
	week    []*parts.Chip
	weekRow *fyne.Container
	weekBad *noteLine
	every   *parts.Field
	start   *parts.DateField
	end     *parts.DateField
}

// The choices of days.
const (
	everyDay = iota
	someDays
	everySoMany
)

func newReminderForm(s *Shell, person health.Profile, r notices.Reminder) *reminderForm {
	f := &reminderForm{setupForm: newSetupForm(s, person), reminder: r}
	today := present.NewAlmanac(s.Now(), person).Today()
	f.kind = parts.NewSegmented(locale.T("What to be reminded of"), []string{locale.T("To measure"), locale.T("A medicine")}, func(int) { f.lay() })
	f.metric = parts.NewChoice(locale.T("Measurement"), f.fillMetrics(r.Metric), nil)
	f.metric.SetSelected(max(0, slices.Index(f.metrics, r.Metric)))
	f.title = f.field(locale.T("Title"), r.Title)
	f.amount = f.field(locale.T("Amount (optional)"), r.Amount)
	f.amount.SetPlaceHolder(locale.T("400 mg"))
	var times []string
	for _, c := range r.Times {
		times = append(times, locale.ClockAt(int(c)/60, int(c)%60))
	}
	f.times = f.field(locale.T("Times of day"), strings.Join(times, ", "))
	f.times.SetHint(locale.T("One or several, such as %[1]s, %[2]s.", locale.ClockAt(7, 0), locale.ClockAt(19, 30)))
	f.days = parts.NewChoice(locale.T("Days"), []string{locale.T("Every day"), locale.T("On days of the week"), locale.T("Every so many days")}, func(int) { f.lay() })
	f.weekRow = parts.Flow(style.Space8)
	for _, d := range weekdaysInOrder() {
		var c *parts.Chip
		c = parts.NewChip(locale.Capital(locale.ShortWeekday(d)), style.NoIcon, style.Text, func() {
			c.SetOn(!c.On())
			f.weekBad.set("", false)
		})
		c.SetOn(r.Every <= 1 && r.Weekdays&(1<<d) != 0)
		f.week = append(f.week, c)
		f.weekRow.Add(c)
	}
	f.weekBad = newNoteLine()
	f.every = f.field(locale.T("How many days"), "")
	f.start, f.end = parts.NewDateField(locale.T("From"), today), parts.NewDateField(locale.T("Until (optional)"), today)
	f.start.SetDate(today)
	switch {
	case r.Every > 1:
		f.days.SetSelected(everySoMany)
		f.every.SetText(strconv.Itoa(r.Every))
	case r.Weekdays != 0:
		f.days.SetSelected(someDays)
	}
	title := locale.T("New reminder")
	if r.ID != "" {
		title = locale.T("Change a reminder")
		f.start.SetDate(r.Start)
		if r.End != (health.Date{}) {
			f.end.SetDate(r.End)
		}
		if r.Metric == "" {
			f.kind.SetSelected(1)
		}
	}
	for _, d := range []*parts.DateField{f.start, f.end} {
		d.OnChanged(func(string) { f.right(d.Field) })
	}
	f.build(title, f.store, f.kind, f.metric, f.title, f.amount, f.times, f.days, parts.Column(style.Space4, f.weekRow, f.weekBad.row), f.every,
		parts.Columns(style.Space16, f.start.Field, f.end.Field))
	f.lay()
	f.before = f.state()
	return f
}

// fillMetrics gathers what people measure on purpose; returns the names.
func (f *reminderForm) fillMetrics(chosen health.MetricID) []string {
	var names []string
	for _, x := range present.Forms(f.person.Units) {
		if x.Entry != health.UnknownEntry || x.Day || !x.Asks[0].Metric.Active && x.Asks[0].Metric.ID != chosen {
			continue
		}
		f.metrics = append(f.metrics, x.Asks[0].Metric.ID)
		names = append(names, x.Name())
	}
	if chosen != "" && !slices.Contains(f.metrics, chosen) {
		f.metrics = append(f.metrics, chosen)
		names = append(names, measuredName(chosen))
	}
	return names
}

func (f *reminderForm) field(label, text string) *parts.Field {
	x := parts.NewField(label)
	x.SetText(text)
	x.OnChanged(func(string) { f.right(x) })
	x.OnEnter(f.store)
	return x
}

func (f *reminderForm) medicine() bool { return f.kind.Selected() == 1 }

// lay shows the fields that the choices ask for.
func (f *reminderForm) lay() {
	f.metric.Hidden = f.medicine()
	f.amount.Hidden = !f.medicine()
	f.title.SetHint(locale.T("In your own words; it stands in the notice."))
	f.title.SetPlaceHolder(locale.T("Before breakfast"))
	if f.medicine() {
		f.title.SetHint(locale.T("The name of the medicine, as it is noted when it was taken."))
		f.title.SetPlaceHolder(locale.T("Ibuprofen"))
	}
	f.weekRow.Hidden = f.days.Selected() != someDays
	f.every.Hidden = f.days.Selected() != everySoMany
	f.weekBad.set("", false)
	if f.object != nil {
		f.object.Refresh()
	}
}

// Start implements [Starter].
func (f *reminderForm) Start() { f.title.Focus() }

// Submit is Ctrl+Enter.
func (f *reminderForm) Submit() { f.store() }

// readTimes reads several times of day.
func readTimes(text string) ([]notices.Clock, error) {
	var out []notices.Clock
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' }) {
		if strings.TrimSpace(part) == "" {
			continue
		}
		h, m, err := locale.ParseClock(part)
		if err != nil {
			return nil, err
		}
		out = append(out, notices.Clock(h*60+m))
	}
	slices.Sort(out)
	if out = slices.Compact(out); len(out) == 0 || len(out) > notices.MostTimes {
		return nil, notices.ErrTimes
	}
	return out, nil
}

// check says beside each field what is wrong with it and gives the first wrong one
// the keyboard.
func (f *reminderForm) check() (notices.Reminder, bool) {
	r := f.reminder
	var first *parts.Field
	ok := true
	fail := func(x *parts.Field, words string) {
		x.SetError(words)
		if ok = false; first == nil {
			first = x
		}
	}
	r.Title, r.Amount, r.Metric = strings.TrimSpace(f.title.Text()), "", ""
	if f.medicine() {
		r.Amount = strings.TrimSpace(f.amount.Text())
	} else if i := f.metric.Selected(); i >= 0 && i < len(f.metrics) {
		r.Metric = f.metrics[i]
	}
	switch n := utf8.RuneCountInString(r.Title); {
	case n == 0 && f.medicine():
		fail(f.title, locale.T("Type the name of the medicine."))
	case n == 0:
		r.Title = measuredName(r.Metric)
	case n > notices.MostTitle:
		fail(f.title, locale.T("This is too long; use at most %s characters.", locale.Count(notices.MostTitle)))
	}
	if utf8.RuneCountInString(r.Amount) > notices.MostAmount {
		fail(f.amount, locale.T("This is too long; use at most %s characters.", locale.Count(notices.MostAmount)))
	}
	var err error
	if r.Times, err = readTimes(f.times.Text()); err != nil {
		fail(f.times, locale.T("Type one to %[1]s times of day, such as %[2]s, %[3]s.", locale.Count(notices.MostTimes), locale.ClockAt(7, 0), locale.ClockAt(19, 30)))
	}
	r.Weekdays, r.Every = 0, 0
	switch f.days.Selected() {
	case someDays:
		for i, d := range weekdaysInOrder() {
			if f.week[i].On() {
				r.Weekdays |= 1 << d
			}
		}
		if r.Weekdays == 0 {
			f.weekBad.set(locale.T("Choose at least one day."), true)
			ok = false
		}
	case everySoMany:
		if r.Every, err = strconv.Atoi(strings.TrimSpace(f.every.Text())); err != nil || r.Every < 2 || r.Every > notices.MostEvery {
			fail(f.every, locale.T("Type a number from 2 to %s.", locale.Count(notices.MostEvery)))
		}
	}
	if !f.start.Check(false) {
		ok = false
	}
	r.Start, _ = f.start.Date()
	r.End = health.Date{}
	if !f.end.Check(true) {
		ok = false
	} else if f.end.Text() != "" {
		if r.End, _ = f.end.Date(); r.End.Compare(r.Start) < 0 {
			fail(f.end.Field, locale.T("It cannot end before it begins."))
		}
	}
	if first != nil {
		first.Focus()
	}
	if !ok {
		f.object.Refresh() // what is wrong may take several lines
	}
	return r, ok
}

func (f *reminderForm) store() {
	r, ok := f.check()
	if !ok || f.job.Running() {
		return
	}
	s := f.shell
	if r.ID == "" {
		r.ID = newSetupID()
	}
	r.Since = s.Now().UnixMilli()
	with, err := s.noticeBook(f.person.ID).reminders.With(r)
	if err != nil {
		f.failed(err)
		return
	}
	s.storeReminders(f.job, f.person.ID, with, func(err error) { f.stored(err, locale.T("Saved the reminder.")) })
}
