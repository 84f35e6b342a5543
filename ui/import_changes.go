package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

var changeColumns = []column{
	{head: locale.Key("Kind"), share: 0.46},
	{head: locale.Key("Added"), share: 0.09, most: 92, right: true},
	{head: locale.Key("Changed"), share: 0.09, most: 92, right: true},
	{head: locale.Key("Gone"), share: 0.07, most: 92, right: true},
	{head: locale.Key("Period"), share: 0.29},
}

// changeCards tell what the vendor added, changed and no longer hands out since
// the last import.
func (s *ImportScreen) changeCards() []fyne.CanvasObject {
	p, c := s.preview, changeColumns
	zone := zoneOr(p.Zone)
	rows := []fyne.CanvasObject{newTableHead(c)}
	for _, k := range importKinds(p) {
		if k.changed+k.dropped+k.isNew == 0 {
			continue
		}
		period := missingCell
		if k.changed+k.dropped > 0 {
			period = shortPeriod(k.first, k.last, zone)
		}
		rows = append(rows, newTableRow(
			c, kindRowHeight, kindCell(k), figure(c[1], k.isNew, parts.Body), figure(c[2], k.changed, parts.Body),
			figure(c[3], k.dropped, parts.Body), textCell(c[4], period, parts.Small),
		))
	}
	out := []fyne.CanvasObject{
		parts.NewNotice(parts.NoticeInfo, locale.T("Compared with what you imported from there before"),
			locale.T("Nothing is deleted because the vendor no longer hands it out: it stays in the vault.")),
		parts.NewBareCard(ruled(rows...)),
	}
	if p.ChangedCount > 0 {
		out = append(out, listCard(locale.N("%s reading has another value", "%s readings have another value", p.ChangedCount, locale.Count(p.ChangedCount)),
			newConflictTable(p.Changed), shownText(len(p.Changed), p.ChangedCount)))
	}
	if p.DroppedCount > 0 {
		out = append(out, listCard(locale.N("%s reading is no longer in the export", "%s readings are no longer in the export", p.DroppedCount, locale.Count(p.DroppedCount)),
			newDroppedTable(p.Dropped), shownText(len(p.Dropped), p.DroppedCount)))
	}
	return out
}

// shortPeriod is periodText for a narrow column.
func shortPeriod(first, last int64, zone *time.Location) string {
	from := locale.NumericDate(health.DateAt(first, health.OffsetAt(first, zone)))
	to := locale.NumericDate(health.DateAt(last, health.OffsetAt(last, zone)))
	if from == to {
		return from
	}
	return locale.T("%[1]s–%[2]s", from, to)
}

// listCard is a list under a headline, and how much of it is shown.
func listCard(headline string, table fyne.CanvasObject, shown string) fyne.CanvasObject {
	column := []fyne.CanvasObject{
		parts.InsetBy(style.Space12, style.CardPadding, style.Space4, style.CardPadding, parts.NewText(headline, parts.Strong).Cutting(parts.CutEnd)),
		table,
	}
	if shown != "" {
		column = append(column, parts.InsetBy(style.Space8, style.CardPadding, style.Space12, style.CardPadding, parts.NewText(shown, parts.SmallMuted)))
	}
	return parts.NewBareCard(parts.Column(0, column...))
}

var droppedColumns = []column{
	{head: locale.Key("Reading"), share: 0.38},
	{head: locale.Key("When"), share: 0.36},
	{head: locale.Key("In the vault"), share: 0.26, right: true},
}

// newDroppedTable lists readings that an export does not hold any more.
func newDroppedTable(dropped []health.Dropped) fyne.CanvasObject {
	line := func(d health.Dropped) []string {
		value := missingCell
		if d.Metric != "" {
			value = sampleText(d.Old)
		}
		return []string{readingName(d.Metric, d.Entry), present.Moment(d.Old.Start, d.Old.Offset), value}
	}
	if len(dropped) <= maxTableRows {
		c := droppedColumns
		rows := []fyne.CanvasObject{newTableHead(c)}
		for _, d := range dropped {
			cells := line(d)
			rows = append(rows, newTableRow(
				c, style.RowHeight,
				textCell(c[0], cells[0], parts.Small), textCell(c[1], cells[1], parts.Small), textCell(c[2], cells[2], parts.Small),
			))
		}
		return ruled(rows...)
	}
	table := parts.NewTable([]parts.TableColumn{
		{Title: locale.T("Reading"), Width: 130, Grow: 3},
		{Title: locale.T("When"), Width: 140, Grow: 2},
		{Title: locale.T("In the vault"), Width: 100, Grow: 1, Right: true},
	}, len(dropped), func(row, column int) parts.Cell { return parts.Cell{Text: line(dropped[row])[column]} })
	return container.New(tall(tableHeight(len(dropped))), table)
}
