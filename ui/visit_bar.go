package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// visitBar stands over the page during a visit. Its button ends the visit, after
// the password or passcode was given in place.
type visitBar struct {
	shell  *Shell
	keys   Keys
	whole  *fyne.Container
	asked  *confirming // nil until the end is asked for
	end    *parts.Button
	fault  *parts.Notice
	job    *Job
	label  string
	button *parts.Button // asks for the end
	until  time.Time     // when the next try may be made
}

// newVisitBar returns the bar of the visit that begins.
func newVisitBar(s *Shell) *visitBar {
	b := &visitBar{shell: s, keys: s.visit.behind.Keys, job: s.Work().NewJob(), label: secretLabel(s.visit.behind)}
	b.whole = parts.Column(style.Space8)
	b.rest()
	return b
}

// rest shows the line alone.
func (b *visitBar) rest() {
	b.forget()
	b.asked = nil
	b.button = parts.NewButton(parts.Outlined, locale.T("End the visit"), b.ask).Tall(style.ControlSmallHeight)
	b.whole.Objects = []fyne.CanvasObject{
		parts.NewNotice(parts.NoticeInfo, locale.T("Visit: only what was chosen is shown."), "", b.button),
	}
	b.lay()
}

// ask asks who sits there.
func (b *visitBar) ask() {
	if b.asked != nil {
		return
	}
	b.asked = newConfirming(b.shell, b.label, b.try)
	b.end = parts.NewButton(parts.Primary, locale.T("End the visit"), b.try)
	b.asked.button, b.asked.lay, b.asked.until = b.end, b.lay, b.until
	b.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	b.fault.Hide()
	back := parts.NewButton(parts.Outlined, locale.T("Go on with the visit"), func() { b.cancel() })
	b.whole.Objects = []fyne.CanvasObject{parts.NewCard(parts.Column(style.Space12,
		parts.NewText(locale.T("To end the visit"), parts.Strong),
		parts.AtMost(style.UnlockCardWidth, b.asked.field), b.asked.wait, b.fault,
		parts.Row(style.Space8, parts.Spring(), back, b.end)))}
	b.asked.count()
	b.asked.field.Focus()
}

// cancel goes on with the visit, and reports whether its end was asked for.
func (b *visitBar) cancel() bool {
	if b.asked == nil {
		return false
	}
	b.until = b.asked.until
	b.rest()
	b.shell.Window().Canvas().Unfocus()
	return true
}

func (b *visitBar) try() {
	if b.job.Running() {
		return
	}
	b.fault.Hide()
	secret, ok := b.asked.typed()
	if !ok {
		return
	}
	keys := b.keys
	b.end.SetEnabled(false)
	Run(b.job, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, keys.Confirm(ctx, secret)
	}, nil, func(_ struct{}, err error) { b.answered(err) }, nil)
}

func (b *visitBar) answered(err error) {
	if err == nil {
		b.shell.endVisit()
		return
	}
	b.end.SetEnabled(true)
	if b.asked.failed(err) {
		return
	}
	what, todo := b.shell.Explain(err)
	b.fault.Set(parts.NoticeDanger, what, todo)
	b.fault.Show()
	b.lay()
}

// forget empties the field and stops asking.
func (b *visitBar) forget() {
	b.job.Cancel()
	if b.asked != nil {
		b.asked.forget()
	}
}

// lay makes room for what the bar has become.
func (b *visitBar) lay() {
	b.whole.Refresh()
	if b.shell.body != nil {
		b.shell.body.Refresh()
	}
}
