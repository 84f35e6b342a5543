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

// openDetails gathers and shows what is known of the row chosen.
func (s *detailSide) openDetails() {
	row, ok := s.selected()
	if !ok {
		return
	}
	d, data := s.screen, s.list.data
	s.open = true
	if s.compact() {
		s.closeFilter()
	}
	if !data.Readings() {
		d.telling.Cancel()
		s.told = nil
		details := data.DetailsOfDay(row, s.nightOf(row))
		s.tell(details)
		if data.Lists == present.EachNight && d.needs.Notebook != nil {
			s.tellNight(row, details)
		}
		return
	}
	needs, lib, a, imports, all := d.needs, d.lib, d.almanac(), d.imports, d.all
	subject, source := data.Subject, data.SourceOf(row)
	Run(d.telling, func(ctx context.Context, _ func(Step)) (*toldReading, error) {
		return loadTold(ctx, needs, lib, all, imports, subject, a, source, row.At)
	}, nil, func(t *toldReading, err error) {
		switch {
		case err != nil:
			s.instead(d.shell.Fault(err))
			return
		case t == nil:
			s.instead(parts.NewNotice(parts.NoticeInfo, locale.T("This measurement is not there any more."), ""))
			return
		}
		s.told = t
		s.tell(t.details)
		s.comment.again()
		if s.asking {
			s.ask()
		}
	}, nil)
}

// tellNight adds to the details of a night where its documents came from.
func (s *detailSide) tellNight(row present.Row, details present.Details) {
	d := s.screen
	book, a, imports := d.needs.Notebook, d.almanac(), d.imports
	date := health.DateAt(row.At, row.Offset)
	Run(d.telling, func(ctx context.Context, _ func(Step)) (lines []present.Line, err error) {
		for e, err := range book.Entries(ctx, row.At-present.SleepLead-dayMS/2, row.At+dayMS) {
			if err != nil {
				return nil, err
			}
			if e.Kind == health.SleepNight && health.DateAt(e.Start+e.Duration, e.Offset) == date {
				lines = append(lines, present.EntryCameFrom(e, a, imports)...)
			}
		}
		return lines, nil
	}, nil, func(lines []present.Line, err error) {
		if err == nil && len(lines) > 0 {
			details.Lines = append(details.Lines, lines...)
			s.tell(details)
		}
	}, nil)
}

// instead shows something in the place of the details.
func (s *detailSide) instead(o fyne.CanvasObject) {
	s.told = nil
	s.shown.Objects = []fyne.CanvasObject{s.detailsHead(), o}
	s.layDetails()
}

func (s *detailSide) detailsHead() fyne.CanvasObject {
	copier := parts.NewIconButton(style.IconCopy, locale.T("Copy the value"), s.copy).Tall(style.ControlSmallHeight)
	closer := parts.NewIconButton(style.IconClose, locale.T("Close details"), func() { s.closeDetails() }).Tall(style.ControlSmallHeight)
	return parts.Row(style.Space4, parts.NewText(locale.T("Details"), parts.Strong), parts.Spring(), copier, closer)
}

// tell shows details.
func (s *detailSide) tell(details present.Details) {
	value := parts.NewValue(style.TextDetailValue, figuresOf(details.Figures)...)
	when := parts.NewText(details.When, parts.SmallMuted)
	var top fyne.CanvasObject = parts.Row(style.Space8, value, parts.Spring(), when)
	if value.MinSize().Width+when.MinSize().Width+style.Space8 > s.panel.Size().Width-2*style.CardPadding {
		top = parts.Column(0, value, when)
	}
	objects := []fyne.CanvasObject{s.detailsHead(), top, detailLines(details.Lines)}
	if t := s.told; t != nil && s.comment.editing() {
		s.shown.Objects = append(objects, parts.HRule(), s.comment.object())
		s.layDetails()
		s.scroll.ScrollToBottom()
		return
	} else if t != nil {
		if written := t.written(); len(written) > 0 {
			objects = append(objects, parts.HRule(), detailLines(written))
		}
		if len(t.past) > 0 {
			objects = append(objects, parts.HRule(), parts.NewText(locale.T("History"), parts.SmallStrong), detailLines(t.past))
		}
	}
	if details.Footnote != "" {
		objects = append(objects, parts.NewParagraph(details.Footnote, parts.Caption))
	}
	if buttons := s.detailButtons(); len(buttons) > 0 {
		objects = append(objects, parts.Flow(style.Space8, buttons...))
	}
	s.shown.Objects = objects
	s.layDetails()
}

// detailLines sets labels left and what they stand for right.
func detailLines(lines []present.Line) fyne.CanvasObject {
	out := parts.Column(style.Space4 + 1)
	for _, l := range lines {
		text := parts.Column(0, parts.NewParagraph(l.Text, parts.Small).Aligned(fyne.TextAlignTrailing))
		if l.Note != "" {
			text.Add(parts.NewParagraph(l.Note, parts.SmallMuted).Aligned(fyne.TextAlignTrailing))
		}
		out.Add(container.New(&lineLayout{}, parts.NewText(l.Label, parts.SmallMuted), text))
	}
	return out
}

// written are the lines of what was written to the moment.
func (t *toldReading) written() []present.Line {
	var out []present.Line
	if t.comment != nil {
		out = append(out, present.Line{Label: locale.T("Comment"), Text: t.comment.Field(health.FieldText)})
	}
	for _, n := range t.notes {
		out = append(out, present.Line{Label: locale.T("Note"), Text: n})
	}
	return out
}

// detailButtons are what can be done with the measurement told of.
func (s *detailSide) detailButtons() []fyne.CanvasObject {
	t := s.told
	if t == nil {
		return nil
	}
	var out []fyne.CanvasObject
	add := func(kind parts.ButtonKind, label string, icon style.Icon, do func()) {
		b := parts.NewButton(kind, label, do).Tall(style.ControlSmallHeight)
		if icon != style.NoIcon {
			b.WithIcon(icon)
		}
		out = append(out, b)
	}
	if s.screen.needs.Notebook != nil {
		label := locale.T("Comment…")
		switch {
		case s.comment.drafted(t.lead()):
			label = locale.T("Go on writing…")
		case t.comment != nil:
			label = locale.T("Edit comment…")
		}
		add(parts.Outlined, label, style.IconComment, s.comment.begin)
	}
	if t.typed() && s.screen.shell.CanAdd() {
		add(parts.Outlined, locale.T("Correct…"), style.IconEdit, s.correct)
	}
	if s.mayMove() {
		add(parts.Outlined, locale.T("Belongs to somebody else…"), style.IconPerson, s.giveAway)
	}
	if s.mayDelete() {
		add(parts.Danger, locale.T("Delete…"), style.NoIcon, s.ask)
	}
	return out
}

// correct opens the page on which the measurement is typed anew.
func (s *detailSide) correct() {
	if t := s.told; t != nil {
		s.screen.shell.OpenAdd(Adding{Subject: s.screen.subject.ID, Correct: t.readings})
	}
}

func (s *detailSide) layDetails() {
	if !s.open {
		return
	}
	s.details.Show()
	s.shown.Refresh()
	s.relay()
	if row := s.table.Selected(); row >= 0 {
		s.table.ScrollTo(row)
	}
}

// closeDetails closes the details and reports whether they were open.
func (s *detailSide) closeDetails() bool {
	if !s.open {
		return false
	}
	s.comment.leave() // it knows by what is told whose words they are
	s.open, s.asking, s.told = false, false, nil
	s.screen.telling.Cancel()
	s.details.Hide()
	s.more.Hide()
	if s.table != nil {
		s.table.Select(-1)
	}
	s.screen.main.chart.Unmark()
	s.head.Refresh()
	s.relay()
	s.screen.main.chart.takeFocus()
	return true
}

// lineLayout sets a label left and its text right, which wraps in the room that
// the label leaves; where that is too little for it, as in large text, the text
// stands under the label.
type lineLayout struct{ width float32 }

// leastText is how many times as wide as its letters are high the room of a text
// is at least.
const leastText = 11

// room is the width of the text, and whether it stands under the label.
func (l *lineLayout) room(objects []fyne.CanvasObject, width float32) (text float32, under bool) {
	text = width - objects[0].MinSize().Width - style.Space16
	if text < leastText*style.TextSmall.Size() && parts.HeightAt(objects[1], text) > parts.HeightAt(objects[1], width) {
		return width, true
	}
	return text, false
}

func (l *lineLayout) height(objects []fyne.CanvasObject, width float32) float32 {
	label := objects[0].MinSize().Height
	room, under := l.room(objects, width)
	text := parts.HeightAt(objects[1], room)
	if under {
		return label + text
	}
	return max(label, text)
}

// MinSize implements fyne.Layout: as high as at the width that it was given last.
func (l *lineLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	label := objects[0].MinSize()
	if l.width == 0 {
		return fyne.NewSize(label.Width+60, max(label.Height, objects[1].MinSize().Height))
	}
	return fyne.NewSize(min(label.Width+60, l.width), l.height(objects, l.width))
}

func (l *lineLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	label := objects[0].MinSize()
	room, under := l.room(objects, size.Width)
	// On the first line of the text, which is higher than its letters.
	objects[0].Move(fyne.NewPos(0, max(0, (style.TextSmall.Line()-label.Height)/2+0.5)))
	objects[0].Resize(label)
	y := float32(0)
	if under {
		y = label.Height
	}
	objects[1].Move(fyne.NewPos(size.Width-room, y))
	objects[1].Resize(fyne.NewSize(room, parts.HeightAt(objects[1], room)))
}
