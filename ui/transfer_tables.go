package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// column is one column of a table: its head, its share of the width, and the
// most that it takes; what the others leave goes to those without a most.
type column struct {
	head  string
	share float32 // of the table's width, 0 to 1
	most  float32 // 0: as much as there is
	right bool    // figures are aligned to the right
}

// tableRow sets the cells of one row of a table on their columns.
type tableRow struct {
	columns []column
	height  float32
}

// MinSize implements fyne.Layout.
func (l tableRow) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, l.height) }

// Layout implements fyne.Layout.
func (l tableRow) Layout(cells []fyne.CanvasObject, size fyne.Size) {
	x := style.CardPadding
	for i, w := range columnWidths(l.columns, size.Width) {
		if i < len(cells) {
			cells[i].Move(fyne.NewPos(x, 0))
			cells[i].Resize(fyne.NewSize(w, size.Height))
		}
		x += w + style.Space16
	}
}

// columnWidths shares the width of a table out to its columns.
func columnWidths(columns []column, total float32) []float32 {
	room := total - 2*style.CardPadding - style.Space16*float32(len(columns)-1)
	widths := make([]float32, len(columns))
	spare, elastic := room, float32(0)
	for i, c := range columns {
		widths[i] = room * c.share
		if c.most > 0 {
			// A head is never cut.
			head := parts.NewText(locale.Dynamic(c.head), parts.Caption).WholeWidth()
			widths[i] = max(min(widths[i], c.most), head)
		} else {
			elastic += c.share
		}
		spare -= widths[i]
	}
	for i, c := range columns {
		if c.most == 0 && elastic > 0 {
			widths[i] += spare * c.share / elastic
		}
	}
	return widths
}

func newTableRow(columns []column, height float32, cells ...fyne.CanvasObject) *fyne.Container {
	return container.New(tableRow{columns, height}, cells...)
}

func newTableHead(columns []column) *fyne.Container {
	cells := make([]fyne.CanvasObject, len(columns))
	for i, c := range columns {
		cells[i] = textCell(c, locale.Dynamic(c.head), parts.Caption)
	}
	return newTableRow(columns, 30, cells...)
}

func textCell(c column, words string, role parts.Role) *parts.Text {
	t := parts.NewText(words, role).Cutting(parts.CutEnd)
	if c.right {
		t.Aligned(fyne.TextAlignTrailing)
	}
	return t
}

// ruled stacks rows with a hairline over each but the first.
func ruled(rows ...fyne.CanvasObject) *fyne.Container {
	var out []fyne.CanvasObject
	for i, r := range rows {
		if i > 0 {
			out = append(out, parts.HRule())
		}
		out = append(out, r)
	}
	return parts.Column(0, out...)
}

// Rows of the tables of import and export.
const (
	kindRowHeight = style.RowHeight
	// maxTableRows is how many rows of a list stand in the page; more scroll.
	maxTableRows = 7
)

var importColumns = []column{
	{head: locale.Key("Kind"), share: 0.52},
	{head: locale.Key("New"), share: 0.12, most: 108, right: true},
	{head: locale.Key("Already there"), share: 0.12, most: 108, right: true},
	{head: locale.Key("Conflicting"), share: 0.12, most: 108, right: true},
	{head: locale.Key("Rejected"), share: 0.12, most: 108, right: true},
}

// kindCell names a kind of data: its icon, its name, and muted what is in it.
func kindCell(k transferKind) fyne.CanvasObject {
	return container.New(kindLayout{},
		parts.NewGlyph(k.icon, k.color, style.IconCard),
		parts.NewText(locale.Dynamic(k.name), parts.Body).Cutting(parts.CutEnd),
		parts.NewText(k.detail(), parts.SmallMuted).Cutting(parts.CutEnd))
}

// kindLayout is icon, name and what is in it on one line; what is in it yields
// to the name.
type kindLayout struct{}

// kindGap stands between the icon, the name and what is in it.
const kindGap = style.Space8

func (kindLayout) MinSize(cells []fyne.CanvasObject) fyne.Size {
	icon := cells[0].MinSize()
	return fyne.NewSize(icon.Width, max(icon.Height, cells[1].MinSize().Height))
}

func (kindLayout) Layout(cells []fyne.CanvasObject, size fyne.Size) {
	icon := cells[0].MinSize()
	cells[0].Move(fyne.NewPos(0, (size.Height-icon.Height)/2))
	cells[0].Resize(icon)
	x := icon.Width + kindGap
	room := max(0, size.Width-x)
	name, detail := cells[1].(*parts.Text), cells[2].(*parts.Text)
	width := min(name.WholeWidth(), room)
	name.Move(fyne.NewPos(x, 0))
	name.Resize(fyne.NewSize(width, size.Height))
	room -= width + kindGap
	if setShown(detail, room >= style.Space48 && detail.Text() != ""); detail.Visible() {
		detail.Move(fyne.NewPos(x+width+kindGap, 0))
		detail.Resize(fyne.NewSize(room, size.Height))
	}
}

// figure is a count in a table; nothing is a muted 0.
func figure(c column, n int, role parts.Role) *parts.Text {
	if n == 0 {
		role = parts.BodyMuted
	}
	return textCell(c, present.Counted(n), role)
}

// newImportTable lists what an import brings, by kind. What an export does not
// hold any more has a column where there is any.
func newImportTable(p ImportPreview) fyne.CanvasObject {
	c := importColumns
	if p.DroppedCount > 0 {
		c = append(slices.Clone(c), column{head: locale.Key("Gone"), share: 0.07, most: 72, right: true})
		c[1].share = 0.09
	}
	row := func(first fyne.CanvasObject, role parts.Role, counts ...int) fyne.CanvasObject {
		cells := []fyne.CanvasObject{first}
		for i, n := range counts[:len(c)-1] {
			cells = append(cells, figure(c[i+1], n, role))
		}
		return newTableRow(c, kindRowHeight, cells...)
	}
	rows := []fyne.CanvasObject{newTableHead(c)}
	for _, k := range importKinds(p) {
		cells := []fyne.CanvasObject{
			kindCell(k),
			figure(c[1], k.isNew, parts.Strong),
			figure(c[2], k.same, parts.BodyMuted),
			figure(c[3], k.conflicting, parts.Body),
			figure(c[4], k.rejected, parts.Body),
		}
		if p.DroppedCount > 0 {
			cells = append(cells, figure(c[5], k.dropped, parts.Body))
		}
		rows = append(rows, newTableRow(c, kindRowHeight, cells...))
	}
	total := row(textCell(c[0], locale.T("Total"), parts.Strong), parts.Strong, p.New, p.Duplicates, p.Conflicts, p.Rejected, p.DroppedCount)
	sum := parts.NewFill(style.Control, 0, fyne.NewSize(0, style.Hairline))
	return parts.NewBareCard(parts.Column(0, ruled(rows...), sum, total))
}

// missingCell stands where there is nothing to say.
const missingCell = "\u2013"

func orMissing(words string) string {
	if words == "" {
		return missingCell
	}
	return words
}

func rejectCells(r health.Reject) []string {
	row := ""
	if r.Row > 0 {
		row = present.Counted(r.Row)
	}
	return []string{orMissing(r.File), orMissing(row), orMissing(r.Column), orMissing(sentence(locale.Told(r.Reason)))}
}

var rejectColumns = []column{
	{head: locale.Key("File"), share: 0.22},
	{head: locale.Key("Row"), share: 0.1, most: 72, right: true},
	{head: locale.Key("Column"), share: 0.2},
	{head: locale.Key("Why"), share: 0.48},
}

// newRejectTable lists the rows that are left out. A few stand in the page with
// all their words; many scroll in a table whose columns cut what is too long,
// with the selected one whole under it.
func newRejectTable(rejects []health.Reject) fyne.CanvasObject {
	if len(rejects) <= maxTableRows {
		rows := []fyne.CanvasObject{newTableHead(rejectColumns)}
		for _, r := range rejects {
			cells := rejectCells(r)
			rows = append(rows, newWordRow(
				rejectColumns,
				parts.NewParagraph(cells[0], parts.Small),
				parts.NewParagraph(cells[1], parts.Small).Aligned(fyne.TextAlignTrailing),
				parts.NewParagraph(cells[2], parts.Small),
				parts.NewParagraph(cells[3], parts.Small),
			))
		}
		return ruled(rows...)
	}
	table := parts.NewTable([]parts.TableColumn{
		{Title: locale.T("File"), Width: 100, Grow: 2},
		{Title: locale.T("Row"), Width: 56, Right: true},
		{Title: locale.T("Column"), Width: 90, Grow: 2},
		{Title: locale.T("Why"), Width: 200, Grow: 5},
	}, len(rejects), func(row, column int) parts.Cell {
		return parts.Cell{Text: rejectCells(rejects[row])[column]}
	})
	whole := parts.NewParagraph(locale.T("Select a row to read all of it."), parts.SmallMuted)
	table.OnSelected(func(row int) { whole.SetText(rejectText(rejects[row])) })
	return parts.Column(
		0, container.New(tall(tableHeight(len(rejects))), table), parts.HRule(),
		parts.InsetBy(style.Space8, style.CardPadding, style.Space8, style.CardPadding, container.New(tall(2*lineOfSmall), whole)),
	)
}

// lineOfSmall is the height of a line of small text.
const lineOfSmall = 18

// tableHeight is the height of a table of so many rows with its head; a long
// one scrolls.
func tableHeight(rows int) float32 { return float32(1+min(rows, maxTableRows)) * style.RowHeight }

// tall gives its object a fixed height.
type tall float32

// MinSize implements fyne.Layout.
func (h tall) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, float32(h)) }

// Layout implements fyne.Layout.
func (h tall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(fyne.NewSize(size.Width, float32(h)))
	}
}

var conflictColumns = []column{
	{head: locale.Key("Reading"), share: 0.31},
	{head: locale.Key("When"), share: 0.25},
	{head: locale.Key("In the vault"), share: 0.22, right: true},
	{head: locale.Key("In the import"), share: 0.22, right: true},
}

// newConflictTable lists readings whose value an import changes.
func newConflictTable(conflicts []health.Conflict) fyne.CanvasObject {
	if len(conflicts) <= maxTableRows {
		c := conflictColumns
		rows := []fyne.CanvasObject{newTableHead(c)}
		for _, one := range conflicts {
			what, when, before, after := conflictLine(one)
			rows = append(rows, newTableRow(
				c, style.RowHeight,
				textCell(c[0], what, parts.Small), textCell(c[1], when, parts.Small),
				textCell(c[2], before, parts.SmallMuted), textCell(c[3], after, parts.SmallStrong),
			))
		}
		return ruled(rows...)
	}
	table := parts.NewTable([]parts.TableColumn{
		{Title: locale.T("Reading"), Width: 130, Grow: 3},
		{Title: locale.T("When"), Width: 140, Grow: 2},
		{Title: locale.T("In the vault"), Width: 100, Grow: 1, Right: true},
		{Title: locale.T("In the import"), Width: 100, Grow: 1, Right: true},
	}, len(conflicts), func(row, column int) parts.Cell {
		what, when, before, after := conflictLine(conflicts[row])
		return parts.Cell{
			Text:  []string{what, when, before, after}[column],
			Muted: column == 2, Bold: column == 3,
		}
	})
	return container.New(tall(tableHeight(len(conflicts))), table)
}

var holdingColumns = []column{
	{head: locale.Key("Kind"), share: 0.8},
	{head: locale.Key("Readings"), share: 0.2, most: 132, right: true},
}

// newChip is a short word of state with its icon on a ground of its own.
func newChip(icon style.Icon, words string, ink, ground style.Token) fyne.CanvasObject {
	role := parts.Small.In(ink)
	return container.NewStack(
		parts.NewFill(ground, style.RadiusChip, fyne.Size{}),
		parts.InsetBy(style.Space4, 10, style.Space4, 10, parts.Row(
			6, parts.NewGlyph(icon, ink, style.IconInline), parts.NewText(words, role),
		)),
	)
}

// newBadge is an icon on a square of its own.
func newBadge(icon style.Icon, ink, ground style.Token, size float32) fyne.CanvasObject {
	return container.NewStack(
		parts.NewFill(ground, style.RadiusControl, fyne.NewSquareSize(size)),
		parts.Middle(parts.NewGlyph(icon, ink, style.IconNav)),
	)
}
