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

// DataScreen lists everything that a person has data of: how much, since when,
// and the latest. A row opens the detail.
type DataScreen struct {
	shell *Shell
	needs DataNeeds
	// person is whose data it is, asked for once.
	person health.Profile
	whole  fyne.CanvasObject
	full   fyne.CanvasObject
	bar    *parts.TopBar
	list   *fyne.Container
	job    *Job
	rows   []*parts.RowButton
	view   *container.Scroll
	begun  bool
}

var (
	_ Page     = (*DataScreen)(nil)
	_ Starter  = (*DataScreen)(nil)
	_ Reloader = (*DataScreen)(nil)
)

// NewDataScreen returns the page; it begins to load when it is shown.
func NewDataScreen(s *Shell, n DataNeeds) *DataScreen {
	d := &DataScreen{shell: s, needs: n, person: n.Library.Profile(), job: s.Work().NewJob()}
	d.bar = parts.NewTopBar("Data", d.person.Name, nil, s.Actions()...)
	d.list = parts.Column(style.Gap)
	inner := parts.InsetBy(style.Space4, scrollMargin, style.PageInset, scrollMargin, d.list)
	d.view = parts.Scroll(inner)
	d.full = s.Frame(d.bar, container.New(reachOut{s}, d.view))
	d.whole = d.full
	return d
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

// listedSubject is a row of the list.
type listedSubject struct {
	subject    present.Subject
	latest     string
	when, span string
}

// dataList is what the page shows.
type dataList struct {
	known, other []listedSubject
	readings     int
}

// Reload implements Reloader.
func (d *DataScreen) Reload() {
	lib := d.needs.Library
	a := present.NewAlmanac(d.shell.Now(), d.person)
	Run(d.job, func(ctx context.Context, _ func(Step)) (dataList, error) {
		return loadDataList(ctx, lib, a)
	}, nil, d.show, nil)
}

func loadDataList(ctx context.Context, lib Library, a present.Almanac) (dataList, error) {
	var out dataList
	all, err := lib.Metrics(ctx)
	if err != nil {
		return out, err
	}
	for _, m := range all {
		out.readings += m.Count
	}
	known, other := present.Listed(all)
	for _, group := range []struct {
		from []present.Subject
		to   *[]listedSubject
	}{{known, &out.known}, {other, &out.other}} {
		for _, s := range group.from {
			row, err := loadListed(ctx, lib, s, a)
			if err != nil {
				return out, err
			}
			*group.to = append(*group.to, row)
		}
	}
	return out, nil
}

func loadListed(ctx context.Context, lib Library, s present.Subject, a present.Almanac) (listedSubject, error) {
	from, to := a.DateAt(s.First), a.DateAt(s.Last)
	row := listedSubject{subject: s, span: present.DaySpan(from, to), latest: present.Missing}
	r, err := loadRecentFigure(ctx, lib, s, a)
	if err != nil {
		return row, err
	}
	row.latest, row.when = r.latest, r.when
	return row, nil
}

// loadRecentFigure is the latest value of a subject and when it was.
func loadRecentFigure(ctx context.Context, lib Library, s present.Subject, a present.Almanac) (listedSubject, error) {
	switch s.Kind {
	case present.Pressure, present.Nights, present.Totals:
		c, err := loadCard(ctx, lib, s, a)
		return listedSubject{latest: figureText(c.Figures), when: c.When}, err
	}
	latest, err := collect(ctx, lib.Readings(ctx, s.Metric.ID, s.Last, s.Last+1))
	if err != nil || len(latest) == 0 {
		return listedSubject{latest: present.Missing}, err
	}
	r := latest[len(latest)-1]
	scale := present.ScaleFor(s.Metric, lib.Profile().Units)
	return listedSubject{latest: scale.Text(scale.OfSample(r.Sample)), when: a.When(r.Start, r.Offset)}, nil
}

func (d *DataScreen) show(data dataList, err error) {
	if err == nil && len(data.known)+len(data.other) == 0 {
		d.whole = d.shell.Frame(d.bar, newEmptyData(d.shell))
		d.shell.pageChanged(d)
		return
	}
	d.rows = nil
	var objects []fyne.CanvasObject
	if err != nil {
		objects = append(objects, d.shell.Fault(err))
	}
	if len(data.known) > 0 {
		objects = append(objects, d.card(data.known))
	}
	if len(data.other) > 0 {
		objects = append(objects,
			parts.Column(style.Space4,
				parts.NewText("Other streams", parts.Heading),
				parts.NewParagraph("Kept as they came from the vendor; what they mean is not known.", parts.SmallMuted)),
			d.card(data.other))
	}
	d.list.Objects = objects
	if err == nil {
		d.bar.Set("Data", d.person.Name+" · "+present.Plural(data.readings, "reading", "readings"))
	}
	if d.whole != d.full {
		d.whole = d.full
		d.shell.pageChanged(d)
	}
	d.list.Refresh()
	d.whole.Refresh()
}

func (d *DataScreen) card(rows []listedSubject) fyne.CanvasObject {
	head := container.New(listColumns{d.shell},
		parts.NewText("", parts.Caption),
		parts.NewText("Name", parts.Caption),
		parts.NewText("Latest", parts.Caption).Aligned(fyne.TextAlignTrailing),
		parts.NewText("When", parts.Caption).Aligned(fyne.TextAlignTrailing),
		parts.NewText("Readings", parts.Caption).Aligned(fyne.TextAlignTrailing),
		parts.NewText("First and last", parts.Caption).Aligned(fyne.TextAlignTrailing))
	objects := []fyne.CanvasObject{
		parts.InsetBy(0, style.CardPadding, 0, style.CardPadding, head), parts.HRule(),
	}
	for i, r := range rows {
		icon, token := subjectLook(r.subject)
		cells := container.New(listColumns{d.shell},
			parts.NewGlyph(icon, token, style.IconCard),
			parts.NewText(r.subject.Name, parts.Body).Cutting(parts.CutEnd),
			parts.NewText(r.latest, parts.Strong).Aligned(fyne.TextAlignTrailing).Cutting(parts.CutEnd),
			parts.NewText(r.when, parts.SmallMuted).Aligned(fyne.TextAlignTrailing).Cutting(parts.CutEnd),
			parts.NewText(present.Counted(r.subject.Count), parts.Small).Aligned(fyne.TextAlignTrailing),
			parts.NewText(r.span, parts.SmallMuted).Aligned(fyne.TextAlignTrailing).Cutting(parts.CutEnd))
		row := parts.NewRowButton(rowName(r), i == len(rows)-1, cells, func() { d.open(r.subject.ID) })
		row.OnFocus(func() { d.bringIntoSight(row) })
		d.rows = append(d.rows, row)
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

func rowName(r listedSubject) string {
	return r.subject.Name + ", latest " + r.latest + ", " + r.when + ", " + present.Plural(r.subject.Count, "reading", "readings")
}

func (d *DataScreen) open(subject string) {
	d.shell.Open(NewDetailScreen(d.shell, d.needs, subject))
}

// listColumns places icon, name, latest, when, count and span on one line, in
// columns that are the same in every row of that width.
type listColumns struct{ shell *Shell }

func (l listColumns) widths(total float32) [6]float32 {
	icon := style.IconCard.Size()
	gap := style.Space16
	// latest, when, count, span
	fixed := [4]float32{130, 130, 84, 196}
	if l.shell.Compact() {
		gap = style.Space12
		fixed = [4]float32{112, 112, 68, 182}
	}
	name := total - icon - 5*gap
	for _, w := range fixed {
		name -= w
	}
	return [6]float32{icon, max(80, name), fixed[0], fixed[1], fixed[2], fixed[3]}
}

func (l listColumns) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(style.IconCard.Size()+80, style.RowHeight)
}

func (l listColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := style.Space16
	if l.shell.Compact() {
		gap = style.Space12
	}
	x := float32(0)
	for i, w := range l.widths(size.Width) {
		h := objects[i].MinSize().Height
		objects[i].Move(fyne.NewPos(x, (size.Height-h)/2))
		objects[i].Resize(fyne.NewSize(w, h))
		x += w + gap
	}
}
