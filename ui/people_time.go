package ui

import (
	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// timeFields are where and how a person's days are written.
type timeFields struct {
	page   *personPage
	object fyne.CanvasObject
	zone   *parts.Field
	week   *parts.Choice
	dates  *parts.Choice
}

func newTimeFields(g *personPage) *timeFields {
	f := &timeFields{page: g}
	f.zone = parts.NewField(locale.T("Time zone"))
	f.zone.SetPlaceHolder("Europe/Paris")
	f.zone.SetHint(locale.T("The days of this person begin and end there."))
	f.zone.OnChanged(func(string) {
		f.zone.SetError("")
		g.changed()
	})
	f.zone.OnEnter(g.store)
	f.week = parts.NewChoice(locale.T("First day of the week"), g.examples(func() string {
		return locale.Capital(locale.Weekday(locale.WeekStart()))
	}, func(p *health.Profile, i int) { p.Week = health.WeekStart(i) }, 4), func(int) { g.changed() }) //nolint:gosec // one of four
	today := locale.DateOf(g.shell.Now())
	f.dates = parts.NewChoice(locale.T("Form of dates"), g.examples(func() string {
		return locale.FullDate(today)
	}, func(p *health.Profile, i int) { p.Dates = health.DateForm(i) }, 4), func(int) { g.changed() }) //nolint:gosec // one of four
	f.object = parts.NewCard(parts.Column(style.Space16, f.zone, f.week, f.dates,
		parts.NewParagraph(locale.T("They hold wherever the data of this person is shown."), parts.SmallMuted))).Padded(style.Space24)
	return f
}

// examples are what show comes to with each of n choices of a person; the first
// is what the window has.
func (g *personPage) examples(show func() string, choose func(p *health.Profile, i int), n int) []string {
	defer g.shell.useForms()
	out := make([]string, n)
	for i := range out {
		var p health.Profile
		choose(&p, i)
		locale.UseForms(g.shell.formsOf(p))
		out[i] = show()
	}
	out[0] = locale.T("As the window has it: %s", out[0])
	return out
}

func (f *timeFields) fill(p health.Profile) {
	f.zone.SetText(p.Zone)
	f.week.SetSelected(int(p.Week))
	f.dates.SetSelected(int(p.Dates))
}

// take puts what is chosen into p; a zone that is none leaves that of p.
func (f *timeFields) take(p *health.Profile) {
	if zone, known := knownZone(f.zone.Text()); known {
		p.Zone = zone
	}
	p.Week, p.Dates = health.WeekStart(f.week.Selected()), health.DateForm(f.dates.Selected()) //nolint:gosec // one of four
}

func (f *timeFields) check(fail func(*parts.Field, string)) {
	if _, known := knownZone(f.zone.Text()); !known {
		fail(f.zone, locale.T("No such zone. Type one like Europe/Paris, or a large city."))
	}
}

func (f *timeFields) enable(on bool) {
	f.zone.SetEnabled(on)
	f.week.SetEnabled(on)
	f.dates.SetEnabled(on)
}
