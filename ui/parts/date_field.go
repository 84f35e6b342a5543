package parts

import (
	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// DateField is a [Field] for a date, typed in the person's form or picked from a
// calendar, which its button and the Down key open. What a page puts into its
// layout is the Field in it.
type DateField struct {
	*Field
	today       health.Date
	first, last health.Date
	calendar    *Popup
	picker      *Button
}

// NewDateField returns an empty field. The calendar opens at today until a date
// is typed.
func NewDateField(label string, today health.Date) *DateField {
	d := &DateField{Field: newField(label, false), today: today}
	d.tail = NewIconButton(style.IconCalendar, locale.T("Choose the date from a calendar"), d.Open)
	d.tail.Tall(28)
	d.picker = d.tail
	d.SetPlaceHolder(locale.NumericDate(today))
	d.input.onKey = func(ev *fyne.KeyEvent) bool {
		if ev.Name != fyne.KeyDown {
			return false
		}
		d.Open()
		return true
	}
	return d
}

// SetPicker shows or hides the button that opens the calendar, for where there is
// no room; the Down key opens it anyway.
func (d *DateField) SetPicker(on bool) {
	if on == (d.tail != nil) {
		return
	}
	d.tail = nil
	if on {
		d.tail = d.picker
	}
	d.Refresh()
}

// Between bounds what can be chosen, both ends included; a zero date is no
// bound. It returns d.
func (d *DateField) Between(first, last health.Date) *DateField {
	d.first, d.last = first, last
	return d
}

// Date returns what is typed, and whether it is a date within the bounds.
func (d *DateField) Date() (health.Date, bool) {
	date, err := locale.ParseDate(d.Text())
	return date, err == nil && within(date, d.first, d.last)
}

// SetDate puts a date in the field; OnChanged is told.
func (d *DateField) SetDate(date health.Date) { d.SetText(locale.NumericDate(date)) }

// Check says beside the field what is wrong with it, if anything is, and reports
// whether it holds a date; an empty field may pass.
func (d *DateField) Check(mayBeEmpty bool) bool {
	d.SetError(d.problem(mayBeEmpty))
	return d.Error() == ""
}

func (d *DateField) problem(mayBeEmpty bool) string {
	if d.Text() == "" {
		if mayBeEmpty {
			return ""
		}
		return locale.T("Type a date, such as %s.", locale.NumericDate(d.today))
	}
	date, err := locale.ParseDate(d.Text())
	switch {
	case err != nil:
		return locale.T("This is not a date. Write it like %s.", locale.NumericDate(d.today))
	case d.first != health.Date{} && date.Compare(d.first) < 0:
		return locale.T("The first day possible is %s.", locale.FullDate(d.first))
	case d.last != health.Date{} && date.Compare(d.last) > 0:
		return locale.T("The last day possible is %s.", locale.FullDate(d.last))
	}
	return ""
}

// Open shows the calendar.
func (d *DateField) Open() {
	at, ok := d.Date()
	if !ok {
		at = d.today
	}
	c := NewCalendar(d.label.Text(), at, d.today, func(date health.Date) {
		d.calendar.Close()
		d.SetDate(date)
		d.SetError("")
		d.Focus()
	})
	c.Between(d.first, d.last)
	d.calendar = ShowPopup(d.Field, c.MinSize().Width+2*style.Space8, c)
	if d.calendar != nil {
		Focus(c.days)
	}
}

// within reports whether a date lies between two, zero dates bounding nothing.
func within(d, first, last health.Date) bool {
	none := health.Date{}
	return (first == none || d.Compare(first) >= 0) && (last == none || d.Compare(last) <= 0)
}
