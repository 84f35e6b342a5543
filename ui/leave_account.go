package ui

import (
	"cmp"
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// accountPage ends the account step by step: everybody else first, then copies,
// the typed name, and seven days. There is a way back from each.
type accountPage struct {
	leaveBase
	main health.Profile

	backups     []Backup
	backupsFail error
	unclaimed   int // readings and entries that lie in the inbox
	looked      bool

	name *parts.Field
	end  *parts.Button
	keep *parts.Button
}

var (
	_ Page     = (*accountPage)(nil)
	_ Starter  = (*accountPage)(nil)
	_ Reloader = (*accountPage)(nil)
	_ KeyTyper = (*accountPage)(nil)
	_ Busier   = (*accountPage)(nil)
)

// OpenAccountEnd opens the page on which the account is deleted.
func (s *Shell) OpenAccountEnd() {
	if s.session != nil && s.session.Life != nil && !s.busy() {
		s.Open(newAccountPage(s))
	}
}

func newAccountPage(s *Shell) *accountPage {
	g := &accountPage{leaveBase: newLeaveBase(s), main: s.session.Profiles[0]}
	for _, p := range s.session.Profiles {
		if p.Main {
			g.main = p
		}
	}
	g.name = parts.NewField(locale.T("Name"))
	g.name.SetHint(locale.T("Type %s, the name of the main person.", g.main.Name))
	g.name.OnChanged(func(string) { g.name.SetError("") })
	g.name.OnEnter(g.try)
	g.end = parts.NewButton(parts.Danger, locale.T("Delete this account"), g.try).Tall(style.ControlLargeHeight)
	g.keep = parts.NewButton(parts.Primary, locale.T("Keep the account"), g.stay).Tall(style.ControlLargeHeight)
	g.redraw()
	return g
}

// Start implements Starter.
func (g *accountPage) Start() {
	g.Reload()
	if _, ending := g.life.AccountEnding(); ending {
		parts.Focus(g.keep)
	}
}

// Leave implements Page.
func (g *accountPage) Leave() { g.leave() }

// Reload implements Reloader.
func (g *accountPage) Reload() {
	life, id, inbox := g.life, g.main.ID, g.shell.session.Inbox
	Run(g.look, func(ctx context.Context, _ func(Step)) (x accountLook, _ error) {
		x.backups, x.backupsFail = life.BackupsWith(id)
		if inbox != nil {
			list, err := inbox.Unclaimed(ctx)
			if err != nil {
				return x, err
			}
			for _, u := range list {
				x.unclaimed += u.Readings
			}
		}
		return x, nil
	}, nil, func(x accountLook, err error) {
		g.backups, g.backupsFail, g.unclaimed, g.looked = x.backups, cmp.Or(x.backupsFail, err), x.unclaimed, true
		g.redraw()
	}, nil)
	g.redraw()
}

// accountLook is what the page tells of the account.
type accountLook struct {
	backups     []Backup
	backupsFail error
	unclaimed   int
}

// others are the people besides the main one; staying reports whether one of them
// stays.
func (g *accountPage) others() (others []health.Profile, staying bool) {
	for _, p := range g.shell.session.Profiles {
		if p.ID != g.main.ID {
			others = append(others, p)
			_, leaving := g.life.Leaving(p.ID)
			staying = staying || !leaving
		}
	}
	return others, staying
}

func (g *accountPage) redraw() {
	if g.left {
		return
	}
	l, ending := g.life.AccountEnding()
	others, staying := g.others()
	subtitle := locale.T("Step by step, with a way back from each")
	if ending {
		subtitle = endsText(l)
	}
	content := []fyne.CanvasObject{g.peopleStep(others, staying), g.copiesStep(), g.nameStep(staying, ending), g.daysStep(l, ending)}
	if g.looked {
		content = append(content, g.shell.backupsCard(g.main.Name, g.backups, g.backupsFail))
	}
	g.set(parts.NewTopBar(locale.T("Delete this account"), subtitle, g.back), content...)
}

// accountStep is a card for one step: done, to be done, or not yet.
func accountStep(number int, done bool, title string, body ...fyne.CanvasObject) fyne.CanvasObject {
	badge := newBadge(style.IconCheck, style.Success, style.SuccessBack, 32)
	if !done {
		badge = figureBadge(locale.Count(number))
	}
	head := parts.Row(style.Space12, badge, parts.Stretch(parts.NewParagraph(title, parts.Strong)))
	return parts.NewCard(parts.Column(style.Space12, append([]fyne.CanvasObject{head}, body...)...)).Padded(style.Space16)
}

// figureBadge is a badge with a figure.
func figureBadge(figure string) fyne.CanvasObject {
	return container.NewStack(parts.NewFill(style.Sunken, style.RadiusControl, fyne.NewSquareSize(32)),
		parts.Middle(parts.NewText(figure, parts.Strong)))
}

func (g *accountPage) peopleStep(others []health.Profile, staying bool) fyne.CanvasObject {
	if len(others) == 0 {
		return accountStep(1, true, locale.T("Nobody else is in this vault"))
	}
	title := locale.T("Everybody else leaves first")
	if !staying {
		title = locale.T("Everybody else is leaving")
	}
	var rows []fyne.CanvasObject
	for _, p := range others {
		detail := locale.T("Stays in this vault")
		buttons := []fyne.CanvasObject{
			parts.NewButton(parts.Outlined, locale.T("Make independent…"), func() { g.shell.OpenIndependent(p) }).Named(locale.T("Make %s independent", p.Name)),
			parts.NewButton(parts.Outlined, locale.T("Delete…"), func() { g.shell.OpenLeave(p) }).Named(locale.T("Delete %s", p.Name)),
		}
		if l, leaving := g.life.Leaving(p.ID); leaving {
			detail = leavesText(l)
			buttons = []fyne.CanvasObject{parts.NewButton(parts.Outlined, locale.T("Reactivate"), func() { g.shell.reactivate(p) }).Named(locale.T("Reactivate %s", p.Name))}
		}
		rows = append(rows, parts.Row(style.Space8, append([]fyne.CanvasObject{
			parts.Stretch(parts.Column(2, parts.NewParagraph(p.Name, parts.Body), parts.NewParagraph(detail, parts.SmallMuted))),
		}, buttons...)...))
	}
	return accountStep(1, !staying, title, rows...)
}

func (g *accountPage) copiesStep() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	if g.shell.session.Export != nil {
		for _, p := range g.shell.session.Profiles {
			rows = append(rows, parts.Row(style.Space8, parts.Stretch(parts.NewParagraph(p.Name, parts.Body)),
				parts.NewButton(parts.Outlined, locale.T("Export the data…"), func() { g.shell.exportOf(p) }).
					WithIcon(style.IconExport).Named(locale.T("Export the data of %s", p.Name))))
		}
	}
	if n := g.unclaimed; n > 0 {
		rows = append(rows, parts.NewParagraph(locale.N("%s reading in the inbox belongs to nobody yet and goes with the account.",
			"%s readings in the inbox belong to nobody yet and go with the account.", n, locale.Count(n)), parts.SmallMuted))
	}
	return accountStep(2, false, locale.T("Take along what is wanted"), append([]fyne.CanvasObject{
		parts.NewParagraph(locale.T("Once the account has ended, exports and backups are all that is left."), parts.SmallMuted),
	}, rows...)...)
}

func (g *accountPage) nameStep(staying, ending bool) fyne.CanvasObject {
	title := locale.T("Say that it is meant")
	switch {
	case ending:
		return accountStep(3, true, title)
	case staying:
		return accountStep(3, false, title, parts.NewParagraph(locale.T("Possible once everybody else is leaving or has left."), parts.SmallMuted))
	}
	body := []fyne.CanvasObject{parts.Columns(style.Space16, g.name, parts.Spring())}
	if f := g.failure(); f != nil {
		body = append(body, f)
	}
	return accountStep(3, false, title, append(body, parts.Row(style.Space8, parts.Spring(), g.end))...)
}

func (g *accountPage) daysStep(l Leaving, ending bool) fyne.CanvasObject {
	title := locale.T("Seven days to cancel")
	if !ending {
		return accountStep(4, false, title, parts.NewParagraph(
			locale.T("Until then everything works as ever and the account can be kept. Then its keys are overwritten and its file is removed: nobody can bring it back after that."), parts.SmallMuted,
		))
	}
	body := []fyne.CanvasObject{
		parts.NewText(endsText(l), parts.Heading),
		parts.NewParagraph(locale.T("Deleted %s. Until then everything is here and can be kept; after that nothing can bring it back.", whenText(l.Asked, g.shell.Now())), parts.Body),
	}
	if f := g.failure(); f != nil {
		body = append(body, f)
	}
	return accountStep(4, false, title, append(body, parts.Row(style.Space8, parts.Spring(), g.keep))...)
}

func (g *accountPage) try() {
	_, ending := g.life.AccountEnding()
	if _, staying := g.others(); staying || ending || g.job.Running() {
		return
	}
	if !sameName(g.name.Text(), g.main.Name) {
		g.name.SetError(locale.T("This is not the name. Type %s.", g.main.Name))
		g.root.Refresh()
		g.name.Focus()
		return
	}
	g.do(g.life.EndAccount)
}

func (g *accountPage) stay() { g.do(g.life.KeepAccount) }

func (g *accountPage) do(what func(context.Context) error) {
	if g.job.Running() {
		return
	}
	Run(g.job, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, what(ctx)
	}, nil, func(_ struct{}, err error) {
		g.fail = err
		g.name.SetText("")
		if err == nil {
			g.shell.leavingChanged() // which loads this page again
			return
		}
		g.redraw()
	}, nil)
}
