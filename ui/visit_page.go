package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// visitPage is where is chosen which kinds of data somebody else may see.
type visitPage struct {
	shell   *Shell
	library Library
	root    *fyne.Container
	choice  *fyne.Container // the kinds, or why there are none
	fault   *parts.Notice
	start   *parts.Button
	job     *Job
	all     []present.Summary
	ticks   []visitTick
}

// visitTick is a kind that can be shown.
type visitTick struct {
	subject present.Subject
	tick    *parts.Tick
}

var (
	_ Page     = (*visitPage)(nil)
	_ Starter  = (*visitPage)(nil)
	_ KeyTyper = (*visitPage)(nil)
)

func newVisitPage(s *Shell) *visitPage {
	p := &visitPage{shell: s, library: s.session.Library(s.profile.ID), job: s.Work().NewJob()}
	p.choice = parts.Column(style.Space16)
	p.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	p.fault.Hide()
	p.start = parts.NewButton(parts.Primary, locale.T("Begin the visit"), p.begin).Tall(style.ControlLargeHeight)
	back := parts.NewButton(parts.Outlined, locale.T("Back"), s.Back).Tall(style.ControlLargeHeight)
	p.root = container.NewStack(newTransferPage(s.Compact,
		parts.NewTopBar(locale.T("Show to somebody"), s.profile.Name, s.Back), nil,
		parts.NewCard(parts.Column(style.Space16,
			parts.NewParagraph(locale.T("For a doctor, or whoever shall see some of the data and nothing else. During the visit the window shows the dashboard and the data of what is ticked here: no names, no notes, no other people, and no way to change or export anything."), parts.Body),
			parts.NewParagraph(locale.T("The visit ends with the account password or the passcode. Locking ends it, too."), parts.Body),
			p.choice, p.fault, parts.Row(style.Space8, parts.Spring(), back, p.start))).Padded(style.Space24)))
	p.start.SetEnabled(false)
	p.Reload()
	return p
}

// Object implements Page.
func (p *visitPage) Object() fyne.CanvasObject { return p.root }

// Start implements Starter.
func (p *visitPage) Start() {
	if len(p.ticks) > 0 {
		parts.Focus(p.ticks[0].tick)
	}
}

// Leave implements Page.
func (p *visitPage) Leave() { p.job.Cancel() }

// TypedKey implements KeyTyper: Escape leaves.
func (p *visitPage) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	p.shell.Back()
	return true
}

// TypedRune implements KeyTyper.
func (p *visitPage) TypedRune(rune) bool { return false }

// Reload implements Reloader.
func (p *visitPage) Reload() {
	library := p.library
	Run(p.job, func(ctx context.Context, _ func(Step)) ([]present.Summary, error) {
		return library.Metrics(ctx)
	}, nil, p.show, nil)
}

// show lists the kinds that the person has, by family.
func (p *visitPage) show(all []present.Summary, err error) {
	before := map[string]bool{}
	for _, t := range p.ticks {
		before[t.subject.ID] = t.tick.On()
	}
	p.all, p.ticks, p.choice.Objects = all, nil, nil
	if err != nil {
		p.choice.Objects = []fyne.CanvasObject{p.shell.Fault(err)}
		p.root.Refresh()
		return
	}
	known, other := present.Listed(all)
	add := func(title string, subjects []present.Subject) {
		var ticks []fyne.CanvasObject
		for _, s := range subjects {
			t := parts.NewTick(s.Name, func(bool) { p.ticked() })
			t.SetOn(before[s.ID])
			p.ticks = append(p.ticks, visitTick{s, t})
			ticks = append(ticks, t)
		}
		if len(ticks) > 0 {
			p.choice.Add(parts.Column(style.Space4, parts.NewText(title, parts.SmallStrong), parts.Flow(style.Space16, ticks...)))
		}
	}
	for _, f := range families {
		var of []present.Subject
		for _, s := range known {
			if s.Family == f {
				of = append(of, s)
			}
		}
		add(present.FamilyName(f), of)
	}
	add(locale.T("Other streams"), other)
	if len(p.ticks) == 0 {
		p.choice.Objects = []fyne.CanvasObject{parts.NewParagraph(locale.T("There is no data yet that could be shown."), parts.BodyMuted)}
	}
	p.ticked()
	if p.shell.Page() == Page(p) {
		p.Start()
	}
}

// ticked allows the beginning once there is something to show.
func (p *visitPage) ticked() {
	p.start.SetEnabled(len(p.chosen()) > 0)
	p.root.Refresh()
}

// chosen are the metrics that are ticked. What a kind shows along with itself and
// is a kind of its own, as fat beside weight, is ticked by itself.
func (p *visitPage) chosen() []health.MetricID {
	own := map[health.MetricID]bool{}
	for _, t := range p.ticks {
		own[t.subject.Metric.ID] = true
	}
	var out []health.MetricID
	for _, t := range p.ticks {
		if !t.tick.On() {
			continue
		}
		for _, m := range t.subject.Members {
			if m == t.subject.Metric.ID || !own[m] {
				out = append(out, m)
			}
		}
	}
	return out
}

func (p *visitPage) begin() {
	if shown := p.chosen(); len(shown) > 0 {
		p.shell.beginVisit(newVisitLibrary(p.library, p.all, shown))
	}
}

// visitCards lead from the settings to a visit, none where that cannot be.
func (p *SettingsScreen) visitCards() []settingsCard {
	if !p.shell.canVisit() {
		return nil
	}
	title := locale.T("Show to somebody")
	show := parts.NewButton(parts.Outlined, locale.T("Choose what to show…"), p.shell.OpenVisit)
	return []settingsCard{{title: locale.T("Visit"), rows: []settingsRow{{
		id: "visit", title: title, control: p.own("visit", show),
		detail: locale.T("A doctor sees chosen kinds of data and nothing else, until the visit is ended with the account password or the passcode."),
	}}}}
}
