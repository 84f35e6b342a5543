package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/insights"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// homeWeek returns the card with what can be done: to begin a week, to end it,
// and to type in a reading.
func (p *InsightsScreen) homeWeek(w present.HomeWeek) *parts.Card {
	head := []fyne.CanvasObject{parts.NewText(w.Title, parts.Heading)}
	if w.Dates != "" {
		head = append(head, parts.NewText(w.Dates, parts.SmallMuted))
	}
	content := []fyne.CanvasObject{parts.Row(style.Space12, head...)}
	if len(w.Headlines) > 0 {
		content = append(content, newHeadlines(w.Headlines))
	}
	content = append(content, parts.NewParagraph(w.Words, parts.Body))
	if w.Any {
		content = append(content, newWeekGrid(w), parts.NewParagraph(w.Rests, parts.SmallMuted))
	}
	var buttons []fyne.CanvasObject
	if p.begins && !w.Running {
		buttons = append(buttons, parts.NewButton(parts.Outlined, locale.T("Begin a week today"), func() { p.begin(p.data.Almanac.Today()) }))
	}
	if p.shell.CanAdd() {
		buttons = append(buttons, parts.NewButton(parts.Outlined, locale.T("Add a reading"), func() { p.shell.OpenAdd(Adding{Subject: present.PressureID}) }).WithIcon(style.IconAdd))
	}
	if p.begins && w.Running {
		buttons = append(buttons, parts.NewButton(parts.Quiet, locale.T("End this week"), func() { p.begin(health.Date{}) }))
	}
	if len(buttons) > 0 {
		content = append(content, parts.Flow(style.Space8, buttons...))
	}
	content = append(content, parts.NewParagraph(w.Source, parts.Caption))
	return parts.NewCard(parts.Column(style.Space12, content...))
}

// newWeekGrid shows which readings of the seven days count.
func newWeekGrid(w present.HomeWeek) fyne.CanvasObject {
	g := &gridLayout{columns: len(w.Days) + 1, gap: style.Space4, between: style.Space4}
	for i := range w.Days {
		g.stretch = append(g.stretch, i+1)
	}
	var cells []fyne.CanvasObject
	row := func(label string, cell func(d present.HomeWeekDay) fyne.CanvasObject) {
		cells = append(cells, parts.NewText(label, parts.SmallMuted))
		for _, d := range w.Days {
			cells = append(cells, cell(d))
		}
	}
	row("", func(d present.HomeWeekDay) fyne.CanvasObject {
		ink := parts.Small
		if d.Today {
			ink = parts.SmallStrong
		}
		if d.Practice {
			ink.Color = style.Muted
		}
		return parts.NewText(d.Name, ink).Aligned(fyne.TextAlignCenter)
	})
	sitting := func(name string, of func(present.HomeWeekDay) []string) {
		for i := range insights.PerSitting {
			label := ""
			if i == 0 {
				label = name
			}
			row(label, func(d present.HomeWeekDay) fyne.CanvasObject { return weekCell(d, of(d), i) })
		}
	}
	sitting(locale.T("Morning"), func(d present.HomeWeekDay) []string { return d.Morning })
	sitting(locale.T("Evening"), func(d present.HomeWeekDay) []string { return d.Evening })
	row("", func(d present.HomeWeekDay) fyne.CanvasObject {
		return parts.NewParagraph(d.Note, parts.Caption).Aligned(fyne.TextAlignCenter)
	})
	return container.New(g, cells...)
}

// weekCell is the place of one reading: its values, a dash where it was missed,
// and a bar where it is still to come.
func weekCell(d present.HomeWeekDay, texts []string, i int) fyne.CanvasObject {
	ink := parts.SmallStrong
	if d.Practice {
		ink = parts.SmallMuted
	}
	switch {
	case i < len(texts):
		return parts.NewText(texts[i], ink).Aligned(fyne.TextAlignCenter)
	case d.Ahead || d.Today:
		return parts.Middle(parts.NewFill(style.Line, 3, fyne.NewSize(32, 6)))
	}
	return parts.NewText(present.Missing, parts.SmallMuted).Aligned(fyne.TextAlignCenter)
}
