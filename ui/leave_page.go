package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// leavePage deletes a person: it says what is lost, offers copies before, asks for
// the name, and then gives seven days in which all of it can be brought back.
type leavePage struct {
	leaveBase
	person health.Profile

	loss        *Loss
	lossFail    error
	backups     []Backup
	backupsFail error

	name   *parts.Field
	delete *parts.Button
	keep   *parts.Button
}

var (
	_ Page     = (*leavePage)(nil)
	_ Starter  = (*leavePage)(nil)
	_ Reloader = (*leavePage)(nil)
	_ KeyTyper = (*leavePage)(nil)
	_ Busier   = (*leavePage)(nil)
)

// OpenLeave opens the page on which a person is deleted.
func (s *Shell) OpenLeave(p health.Profile) {
	if s.session != nil && s.session.Life != nil && !s.busy() {
		s.Open(newLeavePage(s, p))
	}
}

func newLeavePage(s *Shell, p health.Profile) *leavePage {
	g := &leavePage{leaveBase: newLeaveBase(s), person: p}
	g.name = parts.NewField(locale.T("Name"))
	g.name.SetHint(locale.T("Type %s to say that this person is meant.", p.Name))
	g.name.OnChanged(func(string) { g.name.SetError("") })
	g.name.OnEnter(g.try)
	g.delete = parts.NewButton(parts.Danger, locale.T("Delete %s", p.Name), g.try).Tall(style.ControlLargeHeight)
	g.keep = parts.NewButton(parts.Primary, locale.T("Reactivate"), g.reactivate).Tall(style.ControlLargeHeight)
	g.redraw()
	return g
}

// Start implements Starter.
func (g *leavePage) Start() {
	g.Reload()
	if _, leaving := g.life.Leaving(g.person.ID); leaving {
		parts.Focus(g.keep)
	}
}

// Leave implements Page.
func (g *leavePage) Leave() { g.leave() }

// lossAndBackups are what the page tells of a person.
type lossAndBackups struct {
	loss        Loss
	lossFail    error
	backups     []Backup
	backupsFail error
}

// Reload implements Reloader.
func (g *leavePage) Reload() {
	life, id := g.life, g.person.ID
	Run(g.look, func(ctx context.Context, _ func(Step)) (x lossAndBackups, _ error) {
		x.loss, x.lossFail = life.Loss(ctx, id)
		x.backups, x.backupsFail = life.BackupsWith(id)
		return x, ctx.Err()
	}, nil, func(x lossAndBackups, err error) {
		if err != nil {
			return
		}
		g.loss, g.lossFail, g.backups, g.backupsFail = &x.loss, x.lossFail, x.backups, x.backupsFail
		g.redraw()
	}, nil)
	g.redraw()
}

func (g *leavePage) redraw() {
	if g.left {
		return
	}
	l, leaving := g.life.Leaving(g.person.ID)
	subtitle := locale.T("Seven days to change your mind")
	content := []fyne.CanvasObject{g.lossCard(leaving)}
	if leaving {
		subtitle = leavesText(l)
		content = append([]fyne.CanvasObject{g.leavingCard(l)}, content...)
	} else {
		content = append(content, g.copiesCard())
	}
	if g.loss != nil {
		content = append(content, g.shell.backupsCard(g.person.Name, g.backups, g.backupsFail))
	}
	if !leaving {
		content = append(content, g.confirmCard())
	}
	g.set(parts.NewTopBar(locale.T("Delete %s", g.person.Name), subtitle, g.back), content...)
}

// lossCard says what goes with the person.
func (g *leavePage) lossCard(leaving bool) fyne.CanvasObject {
	title := locale.T("What goes")
	if leaving {
		title = locale.T("What goes then")
	}
	body := []fyne.CanvasObject{parts.NewText(title, parts.Strong)}
	switch {
	case g.loss == nil:
		body = append(body, parts.NewText(locale.T("Counting…"), parts.SmallMuted))
	case g.lossFail != nil:
		body = append(body, g.shell.Fault(g.lossFail))
	default:
		body = append(body, lossFigures(*g.loss))
		if since := sinceText(*g.loss); since != "" {
			body = append(body, parts.NewParagraph(since, parts.SmallMuted))
		}
	}
	return parts.NewCard(parts.Column(style.Space12, body...)).Padded(style.Space24)
}

// copiesCard offers what can be taken along.
func (g *leavePage) copiesCard() fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	if g.shell.session.Export != nil {
		buttons = append(buttons, parts.NewButton(parts.Outlined, locale.T("Export the data…"), func() { g.shell.exportOf(g.person) }).WithIcon(style.IconExport))
	}
	buttons = append(buttons, parts.NewButton(parts.Outlined, locale.T("Make independent…"), func() { g.shell.OpenIndependent(g.person) }).WithIcon(style.IconPerson))
	return parts.NewCard(parts.Column(
		style.Space12,
		parts.NewText(locale.T("Keep a copy first"), parts.Strong),
		parts.NewParagraph(locale.T("An export is files that other programs read. Independence is a vault file of their own, with everything and a password of their own."), parts.Body),
		parts.Row(style.Space8, append(buttons, parts.Spring())...),
	)).Padded(style.Space24)
}

// confirmCard asks for the name.
func (g *leavePage) confirmCard() fyne.CanvasObject {
	body := []fyne.CanvasObject{
		parts.NewText(locale.T("Delete"), parts.Strong),
		parts.NewParagraph(locale.T("For seven days everything stays as it is and can be reactivated. Then the key to it is destroyed and the file written anew without it: nobody can bring it back after that."), parts.Body),
		parts.Columns(style.Space16, g.name, parts.Spring()),
	}
	if f := g.failure(); f != nil {
		body = append(body, f)
	}
	return parts.NewCard(parts.Column(style.Space16, append(body, parts.Row(style.Space8, parts.Spring(),
		parts.NewButton(parts.Outlined, locale.T("Cancel"), g.back).Tall(style.ControlLargeHeight), g.delete))...)).Padded(style.Space24)
}

// leavingCard says how long the person can be kept.
func (g *leavePage) leavingCard(l Leaving) fyne.CanvasObject {
	body := []fyne.CanvasObject{
		parts.NewText(leavesText(l), parts.Heading),
		parts.NewParagraph(locale.T("Deleted %s. Until then everything is here and can be kept; after that nothing can bring it back.", whenText(l.Asked, g.shell.Now())), parts.Body),
		parts.NewParagraph(locale.T("The vault counts the days itself: from one opening to the next, a day at most, so that a clock that is set wrong ends nothing early."), parts.SmallMuted),
	}
	if f := g.failure(); f != nil {
		body = append(body, f)
	}
	return parts.NewCard(parts.Column(style.Space12, append(body, parts.Row(style.Space8, parts.Spring(), g.keep))...)).Padded(style.Space24)
}

func (g *leavePage) try() {
	if g.job.Running() {
		return
	}
	if _, leaving := g.life.Leaving(g.person.ID); leaving {
		return
	}
	if !sameName(g.name.Text(), g.person.Name) {
		g.name.SetError(locale.T("This is not the name. Type %s.", g.person.Name))
		g.root.Refresh()
		showAtBottom(g.page)
		g.name.Focus()
		return
	}
	life, id := g.life, g.person.ID
	g.do(func(ctx context.Context) error { return life.Delete(ctx, id) })
}

func (g *leavePage) reactivate() {
	life, id := g.life, g.person.ID
	g.do(func(ctx context.Context) error { return life.Reactivate(ctx, id) })
}

// do begins or ends the seven days.
func (g *leavePage) do(what func(context.Context) error) {
	if g.job.Running() {
		return
	}
	g.fail = nil
	Run(g.job, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, what(ctx)
	}, nil, func(_ struct{}, err error) {
		g.fail = err
		g.name.SetText("")
		if err == nil {
			g.shell.leavingChanged() // which loads this page again
			if s := scrollOf(g.page); s != nil {
				s.ScrollToTop()
			}
			return
		}
		g.redraw()
	}, nil)
}
