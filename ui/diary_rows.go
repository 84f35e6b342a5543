package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// day is a card with the lines of one day.
func (d *DiaryScreen) day(day present.DiaryDay) fyne.CanvasObject {
	a := d.shell.almanac(d.person)
	rows := parts.Column(0)
	for i, l := range day.Lines {
		if i > 0 {
			rows.Add(parts.InsetBy(0, style.CardPadding, 0, style.CardPadding, parts.HRule()))
		}
		rows.Add(d.line(l))
	}
	return parts.Column(style.Space8, parts.NewText(a.DayHead(day.Date), parts.Strong), parts.NewBareCard(rows))
}

// line is one thing of a day, or the question whether it shall go.
func (d *DiaryScreen) line(l present.DiaryLine) fyne.CanvasObject {
	if d.asking != nil && slices.Equal(d.asking, measurementsOf(l)) {
		return parts.Inset(style.Space8, d.question(l))
	}
	icon, token := diaryLook(l.Kind)
	words := parts.Column(2)
	if l.Title != "" {
		head := []fyne.CanvasObject{parts.NewText(l.Title, parts.Strong)}
		if l.Aside != "" {
			head = append(head, parts.NewText(l.Aside, parts.BodyMuted))
		}
		words.Add(parts.Flow(style.Space8, head...))
	}
	if l.Text != "" {
		role := parts.Body
		if l.Title != "" {
			role = parts.BodyMuted
		}
		words.Add(parts.NewParagraph(l.Text, role))
	}
	row := []fyne.CanvasObject{
		parts.Width(whenWidth(), parts.NewText(l.When(), parts.SmallMuted)),
		parts.NewGlyph(icon, token, style.IconCard),
	}
	if l.Picture != "" {
		alt := l.Text
		if alt == "" {
			alt = l.Name()
		}
		row = append(row, d.thumbs.photo(alt, l.Picture, func() { d.openPicture(l) }))
	}
	row = append(row, parts.Stretch(words))
	if l.Typed() && d.shell.CanAdd() {
		row = append(row, parts.NewIconButton(style.IconEdit, locale.T("Correct: %s", l.Name()), func() { d.correct(l) }).Tall(style.ControlSmallHeight))
	}
	if l.MayGo() && d.shell.canMove(d.person.ID) {
		row = append(row, parts.NewIconButton(style.IconPerson, locale.T("Belongs to somebody else: %s", l.Name()), func() { d.giveAway(l) }).Tall(style.ControlSmallHeight))
	}
	if l.MayGo() && d.deletions != nil {
		row = append(row, parts.NewIconButton(style.IconTrash, locale.T("Delete: %s", l.Name()), func() { d.ask(l) }).Tall(style.ControlSmallHeight))
	}
	return parts.InsetBy(style.Space8, style.Space8, style.Space8, style.CardPadding, parts.Row(style.Space12, row...))
}

// whenWidth is the breadth of a time of day in the person's form.
func whenWidth() float32 {
	return max(60, parts.NewText(locale.ClockAt(22, 58), parts.SmallMuted).WholeWidth()+style.Space4)
}

// correct opens the form in which a line can be corrected.
func (d *DiaryScreen) correct(l present.DiaryLine) {
	if l.Reading != nil {
		d.shell.OpenAdd(Adding{Correct: []health.Reading{*l.Reading}})
		return
	}
	d.shell.OpenAdd(Adding{Entry: l.Entry})
}

// ask asks in the line's place whether it shall go.
func (d *DiaryScreen) ask(l present.DiaryLine) {
	if d.deleting.Running() {
		return
	}
	d.asking = measurementsOf(l)
	d.fill()
}

// keep takes the question back.
func (d *DiaryScreen) keep() {
	d.asking = nil
	d.fill()
}

func (d *DiaryScreen) question(l present.DiaryLine) fyne.CanvasObject {
	yes := parts.NewButton(parts.Danger, locale.T("Delete"), func() { d.delete(l) })
	no := parts.NewButton(parts.Quiet, locale.T("Keep it"), d.keep)
	d.focus = yes
	return parts.NewNotice(parts.NoticeWarning, locale.T("Delete %s?", l.Name()), locale.T("You can bring it back until the vault is locked."), yes, no)
}

// delete hides a line and what belongs to it, and offers to bring it back.
func (d *DiaryScreen) delete(l present.DiaryLine) {
	if d.deletions == nil || d.deleting.Running() {
		return
	}
	deletions, book, profile, shell := d.deletions, d.notebook, d.person.ID, d.shell
	Run(d.deleting, func(ctx context.Context, _ func(Step)) (Deletion, error) {
		all, err := withCompanions(ctx, book, measurementsOf(l))
		if err != nil {
			return Deletion{}, err
		}
		return deletions.Delete(ctx, profile, all)
	}, nil, func(deleted Deletion, err error) {
		d.asking = nil
		if err != nil {
			what, todo := shell.Explain(err)
			shell.Toast(what+" "+todo, "", nil)
			if !d.left {
				d.fill()
			}
			return
		}
		if d.opened != nil {
			d.closePicture()
		}
		shell.Reload()
		shell.Toast(locale.T("Deleted: %s", l.Name()), locale.T("Undo"), func() { shell.undelete(deletions, deleted) })
	}, nil)
}
