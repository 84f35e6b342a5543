package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
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
	d := s.screen
	s.open = true
	if s.data.ByDay {
		d.telling.Cancel()
		s.removable = nil
		s.tell(s.data.DetailsOfDay(row, s.nights[health.DateAt(row.At, row.Offset)]))
		return
	}
	lib, subject, a, imports, all := d.needs.Library, d.subject, d.almanac(), d.imports, d.all
	source := s.data.SourceOf(row)
	type told struct {
		details   present.Details
		removable *removable
	}
	Run(d.telling, func(ctx context.Context, _ func(Step)) (told, error) {
		readings, err := loadMoment(ctx, lib, all, subject, source, row.At)
		if err != nil {
			return told{}, err
		}
		t := told{details: present.DetailsOf(subject, a, lib.Profile().Units, readings, imports)}
		t.removable, err = loadRemovable(ctx, lib, all, subject, readings)
		if t.removable != nil && t.removable.why != "" {
			t.details.Footnote = t.removable.why
		}
		return t, err
	}, nil, func(t told, err error) {
		if err != nil {
			s.shown.Objects = []fyne.CanvasObject{s.detailsHead(), d.shell.Fault(err)}
			s.layDetails()
			return
		}
		s.removable = t.removable
		s.tell(t.details)
		if s.asking {
			s.ask()
		}
	}, nil)
}

func (s *detailSide) detailsHead() fyne.CanvasObject {
	closer := parts.NewIconButton(style.IconClose, "Close details", func() { s.closeDetails() }).Tall(style.ControlSmallHeight)
	return parts.Row(style.Space8, parts.NewText("Details", parts.Strong), parts.Spring(), closer)
}

// tell shows details.
func (s *detailSide) tell(details present.Details) {
	objects := []fyne.CanvasObject{
		s.detailsHead(),
		parts.Row(style.Space8, parts.NewValue(style.TextDetailValue, figuresOf(details.Figures)...), parts.Spring(),
			parts.NewText(details.When, parts.SmallMuted)),
	}
	if len(details.When) > 20 {
		objects[1] = parts.Column(0, parts.NewValue(style.TextDetailValue, figuresOf(details.Figures)...), parts.NewText(details.When, parts.SmallMuted))
	}
	lines := parts.Column(style.Space4 + 1)
	for _, l := range details.Lines {
		text := parts.Column(0, parts.NewParagraph(l.Text, parts.Small).Aligned(fyne.TextAlignTrailing))
		if l.Note != "" {
			text.Add(parts.NewParagraph(l.Note, parts.SmallMuted).Aligned(fyne.TextAlignTrailing))
		}
		lines.Add(container.New(&lineLayout{}, parts.NewText(l.Label, parts.SmallMuted), text))
	}
	objects = append(objects, lines)
	if details.Footnote != "" {
		objects = append(objects, parts.NewParagraph(details.Footnote, parts.Caption))
	}
	if button := s.deleteButton(); button != nil {
		objects = append(objects, parts.Row(0, parts.Spring(), button))
	}
	s.shown.Objects = objects
	s.layDetails()
}

func (s *detailSide) layDetails() {
	if !s.open {
		return
	}
	s.details.Show()
	s.shown.Refresh()
	s.panel.Refresh()
	s.panel.Layout.Layout(s.panel.Objects, s.panel.Size())
	if row := s.table.Selected(); row >= 0 {
		s.table.ScrollTo(row)
	}
}

// closeDetails closes the details and reports whether they were open.
func (s *detailSide) closeDetails() bool {
	if !s.open {
		return false
	}
	s.open, s.asking = false, false
	s.screen.telling.Cancel()
	s.details.Hide()
	s.more.Hide()
	if s.table != nil {
		s.table.Select(-1)
	}
	s.screen.main.chart.Unmark()
	s.head.Refresh()
	s.panel.Refresh()
	s.panel.Layout.Layout(s.panel.Objects, s.panel.Size())
	s.screen.main.chart.takeFocus()
	return true
}

// lineLayout sets a label left and its text right, which wraps in the room that
// the label leaves.
type lineLayout struct{ width float32 }

func (l *lineLayout) text(objects []fyne.CanvasObject, width float32) float32 {
	return max(60, width-objects[0].MinSize().Width-style.Space16)
}

func (l *lineLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	label := objects[0].MinSize()
	if l.width > 0 {
		objects[1].Resize(fyne.NewSize(l.text(objects, l.width), objects[1].MinSize().Height))
	}
	return fyne.NewSize(label.Width+60, max(label.Height, objects[1].MinSize().Height))
}

func (l *lineLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	label := objects[0].MinSize()
	width := l.text(objects, size.Width)
	// On the first line of the text, which is higher than its letters.
	objects[0].Move(fyne.NewPos(0, max(0, (style.TextSmall.Line()-label.Height)/2+0.5)))
	objects[0].Resize(label)
	objects[1].Resize(fyne.NewSize(width, objects[1].MinSize().Height))
	objects[1].Move(fyne.NewPos(size.Width-width, 0))
}
