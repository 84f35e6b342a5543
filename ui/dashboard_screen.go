package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// DataNeeds is what the pages that show data work with.
type DataNeeds struct {
	Library Library
	// Past may be nil; then nothing is said of imports.
	Past PastImports
	// Deletions may be nil; then nothing can be deleted.
	Deletions Deletions
}

// DashboardScreen shows a card for every kind of data. Cards are made of what
// the library holds one after the other, beside the UI; each appears as soon as
// it is ready.
type DashboardScreen struct {
	shell *Shell
	needs DataNeeds
	// person is whose data it is: asked for once, since the vault may be locked
	// any moment.
	person health.Profile

	whole  fyne.CanvasObject
	full   fyne.CanvasObject // the page with cards
	bar    *parts.TopBar
	notice *fyne.Container // what went wrong
	grid   *fyne.Container
	body   *fyne.Container
	last   *fyne.Container // the last import
	scroll *container.Scroll

	list, one *Job
	cards     []*MetricCard
	loaded    bool
}

var (
	_ Page     = (*DashboardScreen)(nil)
	_ Starter  = (*DashboardScreen)(nil)
	_ Reloader = (*DashboardScreen)(nil)
)

// NewDashboardScreen returns the page; it begins to load when it is shown.
func NewDashboardScreen(s *Shell, n DataNeeds) *DashboardScreen {
	d := &DashboardScreen{shell: s, needs: n, person: n.Library.Profile(), list: s.Work().NewJob(), one: s.Work().NewJob()}
	a := d.almanac()
	d.bar = parts.NewTopBar(a.Greeting(d.person.Name), present.LongDate(a.Today()), nil, s.Actions()...)
	d.notice = parts.Column(style.Space12)
	d.grid = container.New(&cardGrid{})
	d.last = container.NewStack()
	d.body = container.New(&dashboardLayout{screen: d}, d.notice, d.grid, d.last)
	d.scroll = parts.Scroll(d.body)
	d.full = s.Frame(d.bar, container.New(reachOut{s}, d.scroll))
	d.whole = d.full
	return d
}

func (d *DashboardScreen) almanac() present.Almanac {
	return present.NewAlmanac(d.shell.Now(), d.person)
}

// Object implements Page.
func (d *DashboardScreen) Object() fyne.CanvasObject { return d.whole }

// Start implements Starter.
func (d *DashboardScreen) Start() {
	if !d.loaded {
		d.loaded = true
		d.Reload()
	}
}

// Leave implements Page.
func (d *DashboardScreen) Leave() {
	d.list.Cancel()
	d.one.Cancel()
	for _, c := range d.cards {
		c.spark.plot.job.Cancel()
	}
}

// dashboardData is what is known before the cards are made.
type dashboardData struct {
	subjects []present.Subject
	last     health.Batch
	hasLast  bool
}

// Reload implements Reloader.
func (d *DashboardScreen) Reload() {
	lib, past := d.needs.Library, d.needs.Past
	Run(d.list, func(ctx context.Context, _ func(Step)) (dashboardData, error) {
		all, err := lib.Metrics(ctx)
		if err != nil {
			return dashboardData{}, err
		}
		out := dashboardData{subjects: present.Cards(all)}
		if past != nil {
			batches, err := past.Imports()
			if err != nil {
				return out, err
			}
			if len(batches) > 0 {
				out.last, out.hasLast = batches[0], true
			}
		}
		return out, nil
	}, nil, func(data dashboardData, err error) {
		d.notice.RemoveAll()
		if err != nil {
			d.fail(err)
			return
		}
		d.show(data)
	}, nil)
}

func (d *DashboardScreen) fail(err error) {
	d.notice.Objects = []fyne.CanvasObject{d.shell.Fault(err)}
	d.body.Refresh()
}

// show puts the cards of the subjects in place and begins to fill them; cards
// that were there keep what they show until then.
func (d *DashboardScreen) show(data dashboardData) {
	a := d.almanac()
	d.bar.Set(a.Greeting(d.person.Name), present.LongDate(a.Today()))
	if len(data.subjects) == 0 {
		d.cards = nil
		d.whole = d.shell.Frame(d.bar, newEmptyData(d.shell))
		d.shell.pageChanged(d)
		return
	}
	if d.whole != d.full {
		d.whole = d.full
		d.shell.pageChanged(d)
	}
	had := map[string]*MetricCard{}
	for _, c := range d.cards {
		had[c.subject.ID] = c
	}
	d.cards = d.cards[:0:0]
	d.grid.Objects = nil
	for _, s := range data.subjects {
		c := had[s.ID]
		if c == nil {
			c = newMetricCard(d.shell.Work(), d.shell.scale, s, func() { d.open(s.ID) })
			c.button.OnFocus(func() {
				bringIntoSight(d.scroll, d.grid.Position().Y+c.button.Position().Y, c.button.Size().Height)
			})
		}
		c.subject = s
		d.cards = append(d.cards, c)
		d.grid.Objects = append(d.grid.Objects, c.button)
	}
	d.last.Objects = nil
	if data.hasLast {
		d.last.Objects = []fyne.CanvasObject{d.lastImport(data.last, a)}
	}
	d.body.Refresh()
	d.scroll.Refresh()
	d.fill(0)
}

func (d *DashboardScreen) open(subject string) {
	d.shell.Open(NewDetailScreen(d.shell, d.needs, subject))
}

// fill makes the card of index i, then the next.
func (d *DashboardScreen) fill(i int) {
	if i >= len(d.cards) {
		return
	}
	lib, card, a := d.needs.Library, d.cards[i], d.almanac()
	subject := card.subject
	Run(d.one, func(ctx context.Context, _ func(Step)) (present.Card, error) {
		return loadCard(ctx, lib, subject, a)
	}, nil, func(c present.Card, err error) {
		if err != nil {
			what, _ := d.shell.Explain(err)
			card.Fail(what)
			if len(d.notice.Objects) == 0 {
				d.fail(err)
			}
		} else {
			card.Set(c)
		}
		d.fill(i + 1)
	}, nil)
}

// lastImport tells of the last import and leads to all of them, where an import
// can be undone.
func (d *DashboardScreen) lastImport(b health.Batch, a present.Almanac) fyne.CanvasObject {
	when := lowerFirst(a.When(b.At, a.OffsetAt(b.At)))
	text := fmt.Sprintf("Last import %s: %s new, %s rejected.", when, present.Counted(b.New), present.Counted(b.Rejected))
	row := []fyne.CanvasObject{
		parts.NewGlyph(style.IconImport, style.Muted, style.IconNav),
		parts.Stretch(parts.Column(2,
			parts.NewText("Drop a file anywhere", parts.Strong).Cutting(parts.CutEnd),
			parts.NewText(text, parts.SmallMuted).Cutting(parts.CutEnd))),
	}
	if d.shell.pages.Import != nil {
		row = append(row, parts.NewButton(parts.Quiet, "Receipts and Undo", func() { d.shell.OpenImport(nil) }))
	}
	return parts.NewCard(parts.Row(style.Space16, row...))
}

func lowerFirst(s string) string {
	if len(s) > 0 && s[0] >= 'A' && s[0] <= 'Z' {
		return string(s[0]+'a'-'A') + s[1:]
	}
	return s
}

// newEmptyData says what to do while a profile has no data.
func newEmptyData(s *Shell) fyne.CanvasObject {
	var actions []fyne.CanvasObject
	if s.pages.Import != nil {
		actions = append(actions, parts.NewButton(parts.Primary, "Import files…", func() { s.OpenImport(nil) }).WithIcon(style.IconImport))
	}
	return parts.NewEmptyState(style.IconImport, "Drop your archive anywhere on this window",
		"The ZIP that the vendor's “Download my data” gave you, a folder, or single CSV files. You see what is in it before anything is stored.\n"+
			"Nothing at hand? Lock, and look at sample data on the start screen.", actions...)
}

// bringIntoSight scrolls until what lies at top, of the given height, is seen
// with some air.
func bringIntoSight(scroll *container.Scroll, top, height float32) {
	offset := scroll.Offset
	switch air := style.Space24; {
	case top-air < offset.Y:
		offset.Y = max(0, top-air)
	case top+height+air > offset.Y+scroll.Size().Height:
		offset.Y = top + height + air - scroll.Size().Height
	default:
		return
	}
	scroll.ScrollToOffset(offset)
}

// reachOut gives what scrolls a margin for focus rings on both sides, and lets
// it reach down to the window's edge.
type reachOut struct{ shell *Shell }

// inset is the margin of a page.
func (l reachOut) inset() float32 {
	if l.shell.Compact() {
		return style.PageInsetCompact
	}
	return style.PageInset
}

func (reachOut) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (l reachOut) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(-scrollMargin, -style.Space4))
	objects[0].Resize(size.AddWidthHeight(2*scrollMargin, style.Space4+l.inset()))
}

// dashboardLayout stacks notice, cards and last import, within the margin of
// [reachOut].
type dashboardLayout struct{ screen *DashboardScreen }

func (l *dashboardLayout) width(size float32) float32 { return max(0, size-2*scrollMargin) }

func (l *dashboardLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := l.lay(objects, l.screen.scroll.Size(), false)
	return fyne.NewSize(style.CardMinWidth+2*scrollMargin, height)
}

func (l *dashboardLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.lay(objects, fyne.NewSize(size.Width, l.screen.scroll.Size().Height), true)
}

// lay returns the height needed in a view of the given size and, if asked,
// places the objects.
func (l *dashboardLayout) lay(objects []fyne.CanvasObject, view fyne.Size, place bool) float32 {
	gap := style.Gap
	if l.screen.shell.Compact() {
		gap = style.GapCompact
	}
	width := l.width(view.Width)
	heights := [3]float32{}
	for _, i := range []int{0, 2} {
		if c, ok := objects[i].(*fyne.Container); ok && len(c.Objects) > 0 {
			if place {
				c.Resize(fyne.NewSize(width, c.MinSize().Height))
			}
			heights[i] = c.MinSize().Height + gap
		}
	}
	grid, ok := l.screen.grid.Layout.(*cardGrid)
	if !ok {
		return 0
	}
	grid.gap = gap
	grid.room = view.Height - heights[0] - heights[2] - style.Space4 - reachOut{l.screen.shell}.inset()
	heights[1] = grid.height(len(l.screen.grid.Objects), width)
	total := style.Space4
	for i, o := range objects {
		if heights[i] == 0 {
			continue
		}
		h := heights[i]
		if i != 1 {
			h -= gap
		}
		if i == 2 {
			total += gap
		}
		if place {
			o.Move(fyne.NewPos(scrollMargin, total))
			o.Resize(fyne.NewSize(width, h))
		}
		total += h
		if i == 0 {
			total += gap
		}
	}
	return total + reachOut{l.screen.shell}.inset()
}

// cardGrid sets cards in as many columns as fit, all of one size: the tall one
// if all of them are in sight then.
type cardGrid struct {
	gap  float32
	room float32 // height of what is in sight
}

func (l *cardGrid) columns(width float32) int {
	return max(1, int((width+l.gap)/(style.CardMinWidth+l.gap)))
}

func (l *cardGrid) cardHeight(n int, width float32) float32 {
	rows := float32((n + l.columns(width) - 1) / l.columns(width))
	if rows*style.CardTallHeight+(rows-1)*l.gap <= l.room {
		return style.CardTallHeight
	}
	return style.CardHeight
}

func (l *cardGrid) height(n int, width float32) float32 {
	if n == 0 {
		return 0
	}
	rows := float32((n + l.columns(width) - 1) / l.columns(width))
	return rows*l.cardHeight(n, width) + (rows-1)*l.gap
}

func (l *cardGrid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(style.CardMinWidth, style.CardHeight)
}

func (l *cardGrid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	columns := l.columns(size.Width)
	width := (size.Width - l.gap*float32(columns-1)) / float32(columns)
	height := l.cardHeight(len(objects), size.Width)
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i%columns)*(width+l.gap), float32(i/columns)*(height+l.gap)))
		o.Resize(fyne.NewSize(width, height))
	}
}
