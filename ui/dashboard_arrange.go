package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// arranging is the dashboard while its cards are put into order: a tile for each
// card, those that are hidden below.
type arranging struct {
	screen *DashboardScreen
	whole  fyne.CanvasObject
	scroll *container.Scroll
	board  *fyne.Container
	hint   *parts.Paragraph
	below  *parts.Text // heads the hidden ones
	marker *canvas.Rectangle
	undo   *parts.Button
	reset  *parts.Button
	notice *fyne.Container

	tiles         map[string]*cardTile
	shown, hidden []*cardTile
	past          []cardOrder // to go back to

	// A drag under way: the tile, where the pointer holds it, and where the
	// pointer is in the window.
	held    *cardTile
	grab    fyne.Position
	pointer fyne.Position
	still   func() // ends scrolling at the edge; nil while it does not scroll
}

// newArranging lays out the tiles of the cards that there are.
func newArranging(d *DashboardScreen) *arranging {
	a := &arranging{screen: d, notice: parts.Column(style.Space12)}
	a.hint = parts.NewParagraph(locale.T("Drag a card to its place, or choose it and move it with %s and the arrow keys. H hides it.", movingKey()), parts.BodyMuted)
	a.below = parts.NewText(locale.T("Hidden"), parts.Heading)
	a.marker = canvas.NewRectangle(style.Color(style.Selection))
	a.marker.CornerRadius, a.marker.StrokeWidth = style.RadiusCard, style.Hairline
	a.marker.Hide()
	a.board = container.New(&boardLayout{a})
	a.scroll = parts.Scroll(a.board)
	a.undo = parts.NewButton(parts.Outlined, locale.T("Undo"), a.takeBack).WithIcon(style.IconUndo)
	a.reset = parts.NewButton(parts.Outlined, locale.T("Reset"), a.resetAll)
	done := parts.NewButton(parts.Primary, locale.T("Done"), d.endArranging)
	bar := parts.NewTopBar(locale.T("Arrange cards"), "", nil, a.undo, a.reset, done)
	a.whole = d.shell.Frame(bar, container.New(reachOut{d.shell}, a.scroll))
	a.fill()
	return a
}

// fill makes the tiles anew from the order in force, and keeps the focus on the
// card that has it.
func (a *arranging) fill() {
	d := a.screen
	a.drop()
	shown, hidden := d.order.split(d.subjects)
	before := a.focusedID()
	a.tiles = map[string]*cardTile{}
	make := func(subjects []present.Subject, isHidden bool) []*cardTile {
		var out []*cardTile
		for _, s := range subjects {
			t := newCardTile(a, s, d.valueOf(s.ID), isHidden)
			a.tiles[s.ID] = t
			out = append(out, t)
		}
		return out
	}
	a.shown, a.hidden = make(shown, false), make(hidden, true)
	a.board.Objects = []fyne.CanvasObject{a.notice, a.hint, a.marker}
	for _, t := range a.shown {
		a.board.Objects = append(a.board.Objects, t)
	}
	if len(a.hidden) > 0 {
		a.board.Objects = append(a.board.Objects, a.below)
	}
	for _, t := range a.hidden {
		a.board.Objects = append(a.board.Objects, t)
	}
	a.undo.SetEnabled(len(a.past) > 0)
	a.reset.SetEnabled(!d.order.asDefault())
	a.refresh()
	if t := a.tiles[before]; t != nil {
		parts.Focus(t)
	}
}

func (a *arranging) refresh() {
	a.marker.FillColor, a.marker.StrokeColor = style.Color(style.Selection), style.Color(style.Accent)
	a.board.Refresh()
	a.scroll.Refresh()
}

// focusedID is the card whose tile, or the button on it, has the focus.
func (a *arranging) focusedID() string {
	focused := a.screen.shell.Window().Canvas().Focused()
	for id, t := range a.tiles {
		if focused == fyne.Focusable(t) || focused == fyne.Focusable(t.toggle) {
			return id
		}
	}
	return ""
}

// place is the index of a tile among those shown, and how many they are.
func (a *arranging) place(t *cardTile) (at, of int) { return slices.Index(a.shown, t), len(a.shown) }

// change takes another order in force, keeps it, and shows it.
func (a *arranging) change(o cardOrder) {
	a.past = append(a.past, a.screen.order)
	a.screen.order = o
	a.screen.keepOrder()
	a.fill()
}

// takeBack undoes the last change.
func (a *arranging) takeBack() {
	if len(a.past) == 0 {
		return
	}
	a.screen.order = a.past[len(a.past)-1]
	a.past = a.past[:len(a.past)-1]
	a.screen.keepOrder()
	a.fill()
}

// resetAll brings the default order back, with all cards.
func (a *arranging) resetAll() {
	if !a.screen.order.asDefault() {
		a.change(a.screen.order.reset())
	}
}

// hide hides a card or shows it again. The focus goes on to the next one.
func (a *arranging) hide(id string, hide bool) {
	t := a.tiles[id]
	if t == nil || t.hidden == hide {
		return
	}
	list := a.shown
	if t.hidden {
		list = a.hidden
	}
	next := ""
	if i := slices.Index(list, t); i+1 < len(list) {
		next = list[i+1].subject.ID
	} else if i > 0 {
		next = list[i-1].subject.ID
	}
	a.change(a.screen.order.hiding(a.screen.subjects, id, hide))
	if n := a.tiles[next]; n != nil {
		parts.Focus(n)
	} else {
		parts.Focus(a.tiles[id])
	}
}

// walk moves the focus from a tile to the one that a key leads to.
func (a *arranging) walk(from *cardTile, key fyne.KeyName) {
	columns := a.grid().columns
	list, i := a.shown, slices.Index(a.shown, from)
	if from.hidden {
		list, i = a.hidden, slices.Index(a.hidden, from)
	}
	n := len(list)
	to := gridStep(i, n, columns, key)
	switch {
	case to < n && to >= 0:
		parts.Focus(list[to])
	case to >= n && !from.hidden && len(a.hidden) > 0: // down into the hidden ones
		parts.Focus(a.hidden[min(i%columns, len(a.hidden)-1)])
	case to < 0 && from.hidden && len(a.shown) > 0: // and up again
		last := (len(a.shown) - 1) / columns * columns
		parts.Focus(a.shown[min(last+i%columns, len(a.shown)-1)])
	}
}

// carry moves a card to where a key leads and reports whether the key leads
// anywhere.
func (a *arranging) carry(t *cardTile, key fyne.KeyName) bool {
	i, n := a.place(t)
	to := gridStep(i, n, a.grid().columns, key)
	switch key {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd:
	default:
		return false
	}
	if to = min(max(to, 0), n-1); to != i {
		a.change(a.screen.order.moved(a.screen.subjects, t.subject.ID, to))
	}
	return true
}

// gridStep is the index to which a key leads from i in a grid of n; below 0 and
// from n on are outside.
func gridStep(i, n, columns int, key fyne.KeyName) int {
	switch key {
	case fyne.KeyLeft:
		return i - 1
	case fyne.KeyRight:
		return i + 1
	case fyne.KeyUp:
		return i - columns
	case fyne.KeyDown:
		if to := i + columns; to < n || i/columns == (n-1)/columns {
			return to
		}
		return n - 1 // the last row is short
	case fyne.KeyHome:
		return 0
	case fyne.KeyEnd:
		return n - 1
	}
	return i
}

// reveal scrolls a tile that got the focus into sight.
func (a *arranging) reveal(t *cardTile) {
	bringIntoSight(a.scroll, t.Position().Y, t.Size().Height)
}

// drag moves a tile with the pointer, which is somewhere in the window.
func (a *arranging) drag(t *cardTile, pointer fyne.Position) {
	if a.held == nil {
		corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(t)
		a.held, t.dragged = t, true
		a.grab = pointer.Subtract(corner)
		// What is held lies over the others.
		a.board.Objects = append(slices.DeleteFunc(a.board.Objects, func(o fyne.CanvasObject) bool { return o == t }), t)
		t.Refresh()
	}
	a.pointer = pointer
	a.follow()
	a.scrollAtEdge()
}

// follow puts the held tile under the pointer; the others make way.
func (a *arranging) follow() {
	t := a.held
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(a.board)
	at := a.pointer.Subtract(corner).Subtract(a.grab)
	t.Move(at)
	if to := a.grid().slot(at.AddXY(t.Size().Width/2, t.Size().Height/2), len(a.shown)); to != slices.Index(a.shown, t) {
		a.shown = slices.DeleteFunc(a.shown, func(x *cardTile) bool { return x == t })
		a.shown = slices.Insert(a.shown, to, t)
	}
	a.refresh()
}

// drop ends a drag: the card stays where its marker is.
func (a *arranging) drop() {
	t := a.held
	if t == nil {
		return
	}
	a.held, t.dragged = nil, false
	a.stopScrolling()
	a.marker.Hide()
	to, _ := a.place(t)
	if o := a.screen.order.moved(a.screen.subjects, t.subject.ID, to); !sameOrder(o, a.screen.order) {
		a.change(o)
	} else {
		a.refresh()
	}
	parts.Focus(a.tiles[t.subject.ID])
}

func sameOrder(a, b cardOrder) bool {
	return slices.Equal(a.order, b.order) && slices.Equal(a.hidden, b.hidden)
}

// Scrolling while a card is held near the edge of what is in sight.
const (
	scrollEdge = 40 // dp from the edge
	scrollStep = 12
	scrollTick = 30 * time.Millisecond
)

// scrollAtEdge begins to scroll where the pointer is near an edge, and stops
// where it is not.
func (a *arranging) scrollAtEdge() {
	if by := a.edge(); by == 0 {
		a.stopScrolling()
	} else if a.still == nil {
		a.still = a.screen.shell.Work().After(scrollTick, a.tick)
	}
}

// edge is how far one step scrolls: 0 away from the edges and at the ends.
func (a *arranging) edge() float32 {
	if a.held == nil {
		return 0
	}
	y := a.pointer.Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(a.scroll).Y
	room := a.scroll.Size().Height
	end := max(0, a.board.MinSize().Height-room)
	switch offset := a.scroll.Offset.Y; {
	case y < scrollEdge && offset > 0:
		return -min(scrollStep, offset)
	case y > room-scrollEdge && offset < end:
		return min(scrollStep, end-offset)
	}
	return 0
}

// tick scrolls by one step and goes on while there is reason to.
func (a *arranging) tick() {
	a.still = nil
	by := a.edge()
	if by == 0 {
		return
	}
	a.scroll.ScrollToOffset(a.scroll.Offset.AddXY(0, by))
	a.follow()
	a.scrollAtEdge()
}

func (a *arranging) stopScrolling() {
	if a.still != nil {
		a.still()
		a.still = nil
	}
}

// grid is where the tiles that are shown stand.
func (a *arranging) grid() tileGrid {
	gap := style.GapCompact
	l := &cardGrid{gap: gap}
	width := max(0, a.scroll.Size().Width-2*scrollMargin)
	g := tileGrid{columns: l.columns(width), gap: gap, height: tileHeight()}
	g.width = (width - gap*float32(g.columns-1)) / float32(g.columns)
	g.top = style.Space4
	for _, o := range []fyne.CanvasObject{a.notice, a.hint} {
		h := o.MinSize().Height
		if p, ok := o.(*parts.Paragraph); ok {
			h = p.HeightFor(width)
		}
		if h > 0 {
			g.top += h + style.Space12
		}
	}
	return g
}

// tileGrid is a grid of tiles of one size.
type tileGrid struct {
	columns            int
	width, height, gap float32
	top                float32
}

// at is the place of the tile of an index, within the margin of the board.
func (g tileGrid) at(i int) fyne.Position {
	return fyne.NewPos(scrollMargin+float32(i%g.columns)*(g.width+g.gap), g.top+float32(i/g.columns)*(g.height+g.gap))
}

// under is the height that so many tiles end at.
func (g tileGrid) under(n int) float32 {
	if n == 0 {
		return g.top
	}
	return g.at(n-1).Y + g.height
}

// slot is the index of the place of n nearest to a point.
func (g tileGrid) slot(p fyne.Position, n int) int {
	column := min(max(int((p.X-scrollMargin)/(g.width+g.gap)), 0), g.columns-1)
	row := max(int((p.Y-g.top)/(g.height+g.gap)), 0)
	return min(row*g.columns+column, n-1)
}

// boardLayout sets the tiles, the marker in the place of the one that is held.
type boardLayout struct{ a *arranging }

func (l *boardLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	g, a := l.a.grid(), l.a
	height := g.under(len(a.shown))
	if len(a.hidden) > 0 {
		g.top = height + style.Space24 + a.below.MinSize().Height + style.Space12
		height = g.under(len(a.hidden))
	}
	return fyne.NewSize(style.CardMinWidth, height+reachOut{a.screen.shell}.inset())
}

func (l *boardLayout) Layout([]fyne.CanvasObject, fyne.Size) {
	g, a := l.a.grid(), l.a
	width := max(0, a.scroll.Size().Width-2*scrollMargin)
	y := style.Space4
	for _, o := range []fyne.CanvasObject{a.notice, a.hint} {
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		o.Move(fyne.NewPos(scrollMargin, y))
		if h := o.MinSize().Height; h > 0 {
			y += h + style.Space12
		}
	}
	put := func(o fyne.CanvasObject, g tileGrid, i int) {
		o.Move(g.at(i))
		o.Resize(fyne.NewSize(g.width, g.height))
	}
	a.marker.Hidden = a.held == nil
	for i, t := range a.shown {
		if t == a.held {
			put(a.marker, g, i)
			t.Resize(fyne.NewSize(g.width, g.height))
			continue
		}
		put(t, g, i)
	}
	if len(a.hidden) == 0 {
		return
	}
	head := a.below.MinSize()
	a.below.Move(fyne.NewPos(scrollMargin, g.under(len(a.shown))+style.Space24))
	a.below.Resize(fyne.NewSize(width, head.Height))
	g.top = g.under(len(a.shown)) + style.Space24 + head.Height + style.Space12
	for i, t := range a.hidden {
		put(t, g, i)
	}
}

// fail says that the order could not be kept.
func (a *arranging) fail(err error) {
	a.notice.Objects = []fyne.CanvasObject{a.screen.shell.Fault(err)}
	a.refresh()
}

// keepOrder stores the order in force. A change that comes while another is
// being stored follows it, so that the last one stays.
func (d *DashboardScreen) keepOrder() {
	if d.keeping.Running() {
		d.again = true
		return
	}
	d.again = false
	value, err := d.order.stored()
	if err != nil {
		d.orderFailed(err)
		return
	}
	prefs := d.needs.Preferences
	Run(d.keeping, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, prefs.Set(ctx, dashboardPreference, value)
	}, nil, func(_ struct{}, err error) {
		switch {
		case err != nil:
			d.orderFailed(err)
		case d.again:
			d.keepOrder()
		case d.shell.Page() != Page(d): // a later dashboard may show it
			d.shell.Reload()
		}
	}, nil)
}

// orderFailed takes back what is not kept: the order shown is the one stored.
func (d *DashboardScreen) orderFailed(err error) {
	d.again = false
	d.order, d.arrangeable = readCardOrder(d.needs.Preferences.Get(dashboardPreference))
	if d.arranging != nil {
		d.arranging.past = nil
		d.arranging.fill()
		d.arranging.fail(err)
		return
	}
	d.setCards()
	d.settle()
	d.load()
	d.fail(err)
}
