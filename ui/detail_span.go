package ui

import (
	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// spanForm is the line in which a span of dates of one's own is typed. Enter
// shows it, Escape leaves.
type spanForm struct {
	screen   *DetailScreen
	from, to *parts.DateField
	form     *fyne.Container
}

func newSpanForm(d *DetailScreen) *spanForm {
	f := &spanForm{screen: d}
	today := d.almanac().Today()
	f.from, f.to = parts.NewDateField(locale.T("First day"), today), parts.NewDateField(locale.T("Last day"), today)
	for _, x := range []*parts.DateField{f.from, f.to} {
		x.OnChanged(func(string) {
			x.SetError("")
			f.relay()
		})
		x.OnEnter(f.show)
	}
	show := parts.NewButton(parts.Primary, locale.T("Show"), f.show)
	leave := parts.NewIconButton(style.IconClose, locale.T("Close"), func() { f.close() })
	f.form = parts.Column(0, parts.FieldsWith(show, leave, f.from.Field, f.to.Field))
	f.form.Hide()
	return f
}

// open shows the form with the span that is on show.
func (f *spanForm) open() {
	d := f.screen
	if !d.ready {
		return
	}
	a := d.almanac()
	roomy := !d.shell.Compact() || style.TextBody.Size() <= float32(style.TextBody)
	f.from.SetPicker(roomy)
	f.to.SetPicker(roomy)
	f.from.SetDate(a.DateAt(d.window.From))
	f.to.SetDate(a.DateAt(d.window.To - 1))
	f.form.Show()
	f.relay()
	f.from.Focus()
	f.from.SelectAll()
}

// toggle opens or closes the form.
func (f *spanForm) toggle() {
	if !f.close() {
		f.open()
	}
}

// close leaves the form and reports whether it was open.
func (f *spanForm) close() bool {
	if !f.form.Visible() {
		return false
	}
	f.form.Hide()
	f.relay()
	f.screen.main.chart.takeFocus()
	return true
}

// show shows the span that was typed.
func (f *spanForm) show() {
	d := f.screen
	good := f.from.Check(false)
	if good = f.to.Check(false) && good; good {
		from, _ := f.from.Date()
		to, _ := f.to.Date()
		switch {
		case to.Compare(from) < 0:
			f.to.SetError(locale.T("This is before the first day."))
		case spanDays(from, to) > mostDays:
			f.to.SetError(locale.T("A span has at most a hundred years."))
		default:
			f.close()
			d.setWindow(d.bounds.Dates(from, to))
			return
		}
	}
	f.relay()
	if f.from.Error() != "" {
		f.from.Focus()
		return
	}
	f.to.Focus()
}

const mostDays = 36600

func spanDays(from, to health.Date) int64 { return to.Number() - from.Number() }

func (f *spanForm) relay() {
	f.form.Refresh()
	f.screen.main.card.Refresh()
	f.screen.main.relay()
}
