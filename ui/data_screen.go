package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// DataScreen lists everything that a person has data of, by family: how much,
// since when, from where, and the latest. A row opens the detail.
//
// Keys: Ctrl+F finds by name, family or source as one types; Up and Down, Home
// and End go from row to row, Return opens one.
type DataScreen struct {
	shell *Shell
	needs DataNeeds
	// person is whose data it is, asked for once.
	person health.Profile
	whole  fyne.CanvasObject
	full   fyne.CanvasObject
	bar    *parts.TopBar
	search *parts.SearchField
	found  *parts.Text
	head   *fyne.Container // search and what is found
	list   *fyne.Container
	job    *Job
	data   dataList
	rows   []*parts.RowButton
	ids    []string // of their subjects
	opened string   // the subject whose row was opened by a key
	view   *container.Scroll
	begun  bool
}

var (
	_ Page     = (*DataScreen)(nil)
	_ Starter  = (*DataScreen)(nil)
	_ Reloader = (*DataScreen)(nil)
	_ Finder   = (*DataScreen)(nil)
	_ KeyTyper = (*DataScreen)(nil)
)

// NewDataScreen returns the page; it begins to load when it is shown.
func NewDataScreen(s *Shell, n DataNeeds) *DataScreen {
	d := &DataScreen{shell: s, needs: n, person: n.Library.Profile(), job: s.Work().NewJob()}
	d.bar = parts.NewTopBar(locale.T("Data"), d.person.Name, nil, s.Actions()...)
	d.search = parts.NewSearchField(locale.T("Find by name or source"), func(string) { d.build() })
	d.search.OnDown(func() { d.focusRow(0) })
	d.search.OnEnter(func() {
		if len(d.rows) > 0 {
			d.rows[0].Press()
		}
	})
	d.found = parts.NewText("", parts.SmallMuted)
	d.list = parts.Column(style.Gap)
	inner := parts.InsetBy(style.Space4, scrollMargin, style.PageInset, scrollMargin, d.list)
	d.view = parts.Scroll(inner)
	d.head = parts.Row(style.Space16, container.New(searchLayout{}, d.search), d.found, parts.Spring())
	d.full = s.Frame(d.bar, container.NewBorder(parts.InsetBy(0, 0, style.Space12, 0, d.head), nil, nil, nil, container.New(reachOut{s}, d.view)))
	d.whole = d.full
	return d
}

// Find implements Finder.
func (d *DataScreen) Find() {
	if d.whole == d.full {
		d.search.Focus()
	}
}

// TypedKey implements KeyTyper.
func (d *DataScreen) TypedKey(ev *fyne.KeyEvent) bool {
	at := d.focused()
	switch ev.Name {
	case fyne.KeyDown:
		d.focusRow(at + 1)
	case fyne.KeyUp:
		if at == 0 {
			d.Find()
		} else {
			d.focusRow(max(at, 1) - 1)
		}
	case fyne.KeyHome:
		d.focusRow(0)
	case fyne.KeyEnd:
		d.focusRow(len(d.rows) - 1)
	default:
		return false
	}
	return true
}

// TypedRune implements KeyTyper.
func (d *DataScreen) TypedRune(rune) bool { return false }

// focused is the index of the row with the focus, -1 for none.
func (d *DataScreen) focused() int {
	has := d.shell.Window().Canvas().Focused()
	for i, r := range d.rows {
		if has == fyne.Focusable(r) {
			return i
		}
	}
	return -1
}

func (d *DataScreen) focusRow(i int) {
	if i >= 0 && i < len(d.rows) {
		parts.Focus(d.rows[i])
	}
}

// Object implements Page.
func (d *DataScreen) Object() fyne.CanvasObject { return d.whole }

// Start implements Starter.
func (d *DataScreen) Start() {
	if !d.begun {
		d.begun = true
		d.Reload()
	}
}

// Leave implements Page.
func (d *DataScreen) Leave() { d.job.Cancel() }

// Reload implements Reloader.
func (d *DataScreen) Reload() {
	lib := d.needs.Library
	a := d.shell.almanac(d.person)
	Run(d.job, func(ctx context.Context, _ func(Step)) (dataList, error) {
		return loadDataList(ctx, lib, a)
	}, nil, d.show, nil)
}

func (d *DataScreen) show(data dataList, err error) {
	d.rows, d.ids = nil, nil
	switch {
	case err != nil:
		d.data = dataList{}
		d.list.Objects = []fyne.CanvasObject{d.shell.Fault(err)}
	case len(data.known)+len(data.other) == 0:
		d.whole = d.shell.Frame(d.bar, newEmptyData(d.shell))
		d.shell.pageChanged(d)
		return
	default:
		d.data = data
		d.bar.Set(locale.T("Data"), present.Facts(d.person.Name, locale.N("%s reading", "%s readings", data.readings, locale.Count(data.readings))))
		d.build()
	}
	if d.whole != d.full {
		d.whole = d.full
		d.shell.pageChanged(d)
	}
	d.list.Refresh()
	d.whole.Refresh()
}

// families are the groups of the list, in order.
var families = []health.Family{health.Body, health.Heart, health.Activity, health.Sleep, health.Temperature, health.Oxygen, health.Room}

// build lists what is found, family by family.
func (d *DataScreen) build() {
	d.rows, d.ids = nil, nil
	var objects []fyne.CanvasObject
	text := d.search.Text()
	add := func(title, note string, rows []listedSubject) {
		if len(rows) == 0 {
			return
		}
		head := parts.Column(style.Space4, parts.NewText(title, parts.Heading))
		if note != "" {
			head.Add(parts.NewParagraph(note, parts.SmallMuted))
		}
		objects = append(objects, parts.Column(style.Space8, head, d.card(rows)))
	}
	for _, f := range families {
		var rows []listedSubject
		for _, r := range d.data.known {
			if r.subject.Family == f && r.finds(text) {
				rows = append(rows, r)
			}
		}
		add(present.FamilyName(f), "", rows)
	}
	var other []listedSubject
	for _, r := range d.data.other {
		if r.finds(text) {
			other = append(other, r)
		}
	}
	add(locale.T("Other streams"), locale.T("Kept as they came from the maker; what they mean is not known."), other)
	d.found.SetText("")
	if all := len(d.data.known) + len(d.data.other); text != "" && len(d.rows) > 0 {
		d.found.SetText(locale.C("rows", "%[1]s of %[2]s", locale.Count(len(d.rows)), locale.Count(all)))
	}
	if text != "" && len(d.rows) == 0 {
		objects = []fyne.CanvasObject{parts.InsetBy(style.Space48, 0, 0, 0, parts.NewEmptyState(style.IconSearch,
			locale.T("Nothing found"), locale.T("No kind of data, family or source has these words in its name."),
			parts.NewButton(parts.Outlined, locale.T("Show all"), func() { d.search.SetText("") })))}
	}
	d.list.Objects = objects
	d.list.Refresh()
	d.head.Refresh()
	d.view.Refresh()
	d.refocus()
}

// refocus gives the focus back to the row that was opened by a key.
func (d *DataScreen) refocus() {
	if d.opened == "" {
		return
	}
	d.focusRow(slices.Index(d.ids, d.opened))
	d.opened = ""
}

func (d *DataScreen) card(rows []listedSubject) fyne.CanvasObject {
	trailing := func(text string, role parts.Role) *parts.Text {
		return parts.NewText(text, role).Aligned(fyne.TextAlignTrailing).Cutting(parts.CutEnd)
	}
	columns := listColumns{d.shell, d.data.spanWidth()}
	head := container.New(columns,
		parts.NewText("", parts.Caption),
		parts.NewText(locale.T("Name and source"), parts.Caption).Cutting(parts.CutEnd),
		trailing(locale.T("Latest"), parts.Caption),
		trailing(locale.T("When"), parts.Caption),
		trailing(locale.T("Readings"), parts.Caption),
		trailing(locale.T("First and last"), parts.Caption))
	var objects []fyne.CanvasObject
	if len(d.rows) == 0 { // the columns of the other cards are the same
		objects = append(objects, parts.InsetBy(0, style.CardPadding, 0, style.CardPadding, head), parts.HRule())
	}
	for i, r := range rows {
		icon, token := subjectLook(r.subject)
		cells := container.New(columns,
			parts.NewGlyph(icon, token, style.IconCard),
			parts.Column(0, parts.NewText(r.subject.Name, parts.Body).Cutting(parts.CutEnd),
				parts.NewText(fromWhere(r.subject), parts.Caption).Cutting(parts.CutEnd)),
			trailing(r.latest, parts.Strong),
			trailing(r.when, parts.SmallMuted),
			trailing(locale.Count(r.subject.Count), parts.Small),
			trailing(r.span, parts.SmallMuted))
		row := parts.NewRowButton(rowName(r), i == len(rows)-1, cells, func() {
			if at := d.focused(); at >= 0 && d.ids[at] == r.subject.ID {
				d.opened = r.subject.ID
			}
			d.open(r.subject.ID)
		})
		row.OnFocus(func() { d.bringIntoSight(row) })
		d.rows, d.ids = append(d.rows, row), append(d.ids, r.subject.ID)
		objects = append(objects, row)
	}
	return parts.NewBareCard(parts.Column(0, objects...))
}

// bringIntoSight scrolls to a row that got the focus.
func (d *DataScreen) bringIntoSight(row *parts.RowButton) {
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(row).Y - driver.AbsolutePositionForObject(d.view.Content).Y
	bringIntoSight(d.view, top, row.Size().Height)
}

func (d *DataScreen) open(subject string) {
	d.shell.Open(NewDetailScreen(d.shell, d.needs, subject))
}

// listColumns places icon, name, latest, when, count and span on one line, in
// columns that are the same in every row of that width.
type listColumns struct {
	shell *Shell
	span  float32 // the least width of the spans
}

// spanWidth is the width of the widest span, which a language decides.
func (l dataList) spanWidth() float32 {
	var widest float32
	for _, rows := range [][]listedSubject{l.known, l.other} {
		for _, r := range rows {
			widest = max(widest, parts.NewText(r.span, parts.SmallMuted).WholeWidth())
		}
	}
	return widest
}

func (l listColumns) widths(total float32) [6]float32 {
	factor := style.TextBody.Size() / float32(style.TextBody)
	gap := style.Space16
	// icon, name, latest, when, count, span
	out := [6]float32{style.IconCard.Size(), 0, 130 * factor, 130 * factor, 92 * factor, 200 * factor}
	if l.shell.Compact() {
		gap = style.Space12
		out = [6]float32{style.IconCard.Size(), 0, 108 * factor, 104 * factor, 76 * factor, 182 * factor}
	}
	out[5] = max(out[5], l.span)
	// What there is no room for is left out, the span first.
	for last := 5; ; last-- {
		name := total - out[0] - gap*float32(last)
		for _, w := range out[2 : last+1] {
			name -= w
		}
		if name >= 168*factor || last == 3 {
			out[1] = max(80, name)
			return out
		}
		out[last] = 0
	}
}

func (l listColumns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := style.RowHeight
	for _, o := range objects {
		height = max(height, o.MinSize().Height+style.Space12)
	}
	return fyne.NewSize(style.IconCard.Size()+80, height)
}

func (l listColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := style.Space16
	if l.shell.Compact() {
		gap = style.Space12
	}
	x := float32(0)
	for i, w := range l.widths(size.Width) {
		if setShown(objects[i], w > 0); w == 0 {
			continue
		}
		h := objects[i].MinSize().Height
		objects[i].Move(fyne.NewPos(x, (size.Height-h)/2))
		objects[i].Resize(fyne.NewSize(w, h))
		x += w + gap
	}
}

// searchLayout gives a field room for several words.
type searchLayout struct{}

func (searchLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := objects[0].MinSize()
	return fyne.NewSize(max(m.Width, 320), m.Height)
}

func (searchLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }
