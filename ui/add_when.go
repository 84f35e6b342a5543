package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// whenField is where the moment is typed: date, time of day, and which of two
// where the clocks went back. A field of days has a date alone.
type whenField struct {
	almanac present.Almanac // of the person, at the moment the form was opened
	zone    *time.Location
	now     func() time.Time
	base    present.Instant // what the fields said at first
	first   [2]string       // and how

	date  *parts.DateField
	clock *parts.Field // nil for days
	place *parts.Text  // the zone
	which *parts.Segmented
	twice *fyne.Container
	note  *noteLine
	body  *fyne.Container

	relay    func() // lays the form out anew
	onChange func()
}

// newWhenField begins at a moment. Its wall clock is that of the zone if the
// offset was in force there, else of the offset alone.
func newWhenField(a present.Almanac, base present.Instant, day bool, now func() time.Time) *whenField {
	w := &whenField{almanac: a, zone: a.Zone, base: base, now: now, note: newNoteLine()}
	if a.OffsetAt(base.At) != base.Offset {
		w.zone = time.FixedZone(present.OffsetText(base.Offset), int(base.Offset))
	}
	t := time.UnixMilli(base.At).In(w.zone)
	w.date = parts.NewDateField(locale.T("Date"), a.Today()).Between(health.Date{Year: 1900, Month: 1, Day: 1}, a.Today())
	w.date.SetDate(locale.DateOf(t))
	w.first[0] = w.date.Text()
	w.place = parts.NewText("", parts.Caption).Cutting(parts.CutEnd)
	row := []fyne.CanvasObject{w.date.Field}
	if !day {
		w.clock = parts.NewField(locale.T("Time"))
		w.clock.SetText(locale.Clock(t))
		w.first[1] = w.clock.Text()
		w.clock.OnChanged(func(string) { w.typed() })
		w.clock.OnFocus(w.left)
		row = append(row, w.clock)
	}
	w.date.OnChanged(func(string) { w.typed() })
	w.date.OnFocus(w.left)
	w.which = parts.NewSegmented(locale.T("Which of the two"), []string{"", ""}, func(int) {
		w.note.set("", false)
		w.tellZone()
	})
	w.twice = parts.Column(0)
	w.twice.Hide()
	w.body = parts.Column(style.Space4, parts.Row(0, parts.Width(grown(190)*float32(len(row)), parts.Columns(style.Space12, row...))), w.note.row, w.twice, w.place)
	w.tellZone()
	return w
}

// left is told when one of the fields loses the keyboard.
func (w *whenField) left(on bool) {
	if !on {
		w.check()
		w.relay()
	}
}

func (w *whenField) typed() {
	w.date.SetError("")
	if w.clock != nil {
		w.clock.SetError("")
	}
	w.note.set("", false)
	setShown(w.twice, false)
	w.tellZone()
	if w.onChange != nil {
		w.relay()
		w.onChange()
	}
}

// unchanged reports whether the fields say what they said at first: then the
// moment keeps its seconds.
func (w *whenField) unchanged() bool {
	return w.date.Text() == w.first[0] && (w.clock == nil || w.clock.Text() == w.first[1])
}

// instants are the moments that the fields can mean.
func (w *whenField) instants() []present.Instant {
	d, ok := w.date.Date()
	switch {
	case !ok:
		return nil
	case w.clock == nil:
		at := d.Start(w.zone)
		return []present.Instant{{At: at, Offset: health.OffsetAt(at, w.zone)}}
	case w.unchanged():
		return []present.Instant{w.base}
	}
	hour, minute, err := locale.ParseClock(w.clock.Text())
	if err != nil {
		return nil
	}
	return present.Instants(d, hour, minute, w.zone)
}

// tellZone shows the zone of the moment typed.
func (w *whenField) tellZone() {
	words := ""
	if all := w.instants(); len(all) > 0 {
		i := all[0]
		if s := w.which.Selected(); len(all) > 1 && s >= 0 {
			i = all[min(s, len(all)-1)]
		}
		words = w.almanac.ZoneText(i.At, i.Offset)
		if w.clock == nil {
			words = locale.T("The whole day, %s", words)
		}
	}
	w.place.SetText(words)
}

// check says what is wrong with the moment and reports whether there is none.
func (w *whenField) check() bool {
	_, ok := w.instant()
	return ok
}

// instant is the moment typed; without one it says what is wrong.
func (w *whenField) instant() (present.Instant, bool) {
	ok := w.date.Check(false)
	if w.clock == nil {
		if !ok {
			return present.Instant{}, false
		}
		return w.instants()[0], true
	}
	w.clock.SetError("")
	hour, minute, err := locale.ParseClock(w.clock.Text())
	if err != nil {
		w.clock.SetError(locale.T("Type a time like %s.", locale.ClockAt(7, 30)))
	}
	if !ok || err != nil {
		return present.Instant{}, false
	}
	d, _ := w.date.Date()
	all := w.instants()
	switch len(all) {
	case 0:
		w.note.set(present.SkippedFault(d, hour, minute, w.zone), true)
		return present.Instant{}, false
	case 1:
	default:
		if !w.twice.Visible() {
			w.ask(all)
		}
		if w.which.Selected() < 0 {
			w.note.set(locale.T("The clocks went back, so %s came twice. Choose which of the two it was.", locale.ClockAt(hour, minute)), false)
			return present.Instant{}, false
		}
		all = all[w.which.Selected():]
	}
	if all[0].At > w.now().Add(time.Minute).UnixMilli() {
		w.clock.SetError(locale.T("This is still to come."))
		return present.Instant{}, false
	}
	return all[0], true
}

// ask lets the person choose one of two moments.
func (w *whenField) ask(all []present.Instant) {
	w.which = parts.NewSegmented(locale.T("Which of the two"), []string{
		locale.T("The first, %s", present.OffsetText(all[0].Offset)), locale.T("The second, %s", present.OffsetText(all[1].Offset)),
	}, func(int) {
		w.note.set("", false)
		w.tellZone()
	})
	w.which.SetSelected(-1)
	w.twice.Objects = []fyne.CanvasObject{w.which}
	setShown(w.twice, true)
	w.relay()
}

// focusWrong gives the keyboard to the field that is wrong.
func (w *whenField) focusWrong() {
	switch {
	case w.date.Error() != "" || w.clock == nil:
		w.date.Focus()
	case w.twice.Visible():
		parts.Focus(w.which)
	default:
		w.clock.Focus()
	}
}

// set types a date and a time of day.
func (w *whenField) set(date, clock string) {
	w.date.SetText(date)
	if w.clock != nil {
		w.clock.SetText(clock)
	}
}

// at is the moment for what depends on it roughly.
func (w *whenField) at() int64 {
	if all := w.instants(); len(all) > 0 {
		return all[0].At
	}
	return w.base.At
}
