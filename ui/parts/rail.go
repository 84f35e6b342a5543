package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// Place is one row of the rail.
type Place struct {
	Name string
	Icon style.Icon
	// Keys is the shortcut shown at the end of the row, such as "Ctrl L".
	Keys string
	Go   func()
}

// Rail is the window's left edge: the person on top, then the places, and at
// the bottom what is always in reach, such as Lock. Where the window is too low
// for all places, they scroll.
type Rail struct {
	widget.BaseWidget
	person  *PersonChip
	places  []*railRow
	list    *fyne.Container // of the places
	scroll  *container.Scroll
	bottom  []*railRow
	compact bool
}

// NewRail returns the rail with the first place selected.
func NewRail(person *PersonChip, places, bottom []Place) *Rail {
	r := &Rail{person: person}
	r.list = container.New(railList{r})
	for _, p := range places {
		row := newRailRow(p)
		row.OnFocus(func() { r.reveal(row) })
		r.places = append(r.places, row)
		r.list.Add(row)
	}
	r.scroll = container.NewVScroll(r.list)
	for _, p := range bottom {
		r.bottom = append(r.bottom, newRailRow(p))
	}
	r.ExtendBaseWidget(r)
	r.Select(0)
	return r
}

// reveal scrolls a place into sight.
func (r *Rail) reveal(row *railRow) {
	top, view := row.Position().Y-ringReach, r.scroll.Size().Height
	end := top + row.Size().Height + 2*ringReach
	offset := r.scroll.Offset
	switch {
	case top < offset.Y:
		offset.Y = top
	case end > offset.Y+view:
		offset.Y = end - view
	default:
		return
	}
	r.scroll.ScrollToOffset(offset)
}

// inset is the room beside the rows.
func (r *Rail) inset() float32 {
	if r.compact {
		return style.Space8
	}
	return style.Space12
}

// railList lays the places out, with room for their focus rings.
type railList struct{ rail *Rail }

// railGap is the room between rows.
const railGap float32 = 2

// MinSize implements fyne.Layout.
func (l railList) MinSize(rows []fyne.CanvasObject) fyne.Size {
	h := 2*ringReach - railGap
	for _, row := range rows {
		h += row.MinSize().Height + railGap
	}
	return fyne.NewSize(0, h)
}

// Layout implements fyne.Layout.
func (l railList) Layout(rows []fyne.CanvasObject, size fyne.Size) {
	in, y := l.rail.inset(), ringReach
	for _, row := range rows {
		h := row.MinSize().Height
		row.Move(fyne.NewPos(in, y))
		row.Resize(fyne.NewSize(size.Width-2*in, h))
		y += h + railGap
	}
}

// Select marks the place of that index; -1 marks none.
func (r *Rail) Select(index int) { selectRow(r.places, index) }

// SetBadge puts a short count on the row at the bottom of that index, with a name
// that says what it counts; "" takes it off.
func (r *Rail) SetBadge(index int, badge, name string) {
	row := r.bottom[index]
	if row.badge == badge && row.name == name {
		return
	}
	row.badge, row.name = badge, name
	row.Refresh()
}

// Badge returns the count on the row at the bottom of that index.
func (r *Rail) Badge(index int) string { return r.bottom[index].badge }

// Focus gives the keyboard to the place that is selected, or to the first.
func (r *Rail) Focus() {
	at := r.places[0]
	for _, row := range r.places {
		if row.selected {
			at = row
		}
	}
	Focus(at)
}

// Holds reports whether something of the rail is what has the keyboard.
func (r *Rail) Holds(focused fyne.Focusable) bool {
	if focused == fyne.Focusable(r.person) {
		return true
	}
	for _, row := range r.rows() {
		if focused == fyne.Focusable(row) {
			return true
		}
	}
	return false
}

// Selected returns the index of the place that is marked, -1 for none.
func (r *Rail) Selected() int {
	for i, row := range r.places {
		if row.selected {
			return i
		}
	}
	return -1
}

// SetCompact chooses between 208 px and 84 px with captions under the icons.
func (r *Rail) SetCompact(on bool) {
	if r.compact == on {
		return
	}
	r.compact = on
	r.person.setCompact(on)
	for _, row := range r.rows() {
		row.compact = on
		row.Refresh()
	}
	r.Refresh()
}

// Compact tells which of the two it is.
func (r *Rail) Compact() bool { return r.compact }

func (r *Rail) rows() []*railRow {
	return append(append([]*railRow{}, r.places...), r.bottom...)
}

// CreateRenderer implements fyne.Widget.
func (r *Rail) CreateRenderer() fyne.WidgetRenderer {
	rr := &railRenderer{r: r, ground: canvas.NewRectangle(style.Color(style.Sunken)), edge: canvas.NewRectangle(style.Color(style.Line))}
	return rr
}

type railRenderer struct {
	noDestroy
	r            *Rail
	ground, edge *canvas.Rectangle
}

func (rr *railRenderer) MinSize() fyne.Size {
	w := railWidth()
	if rr.r.compact {
		w = rr.r.compactWidth()
	}
	h := 2*rr.r.inset() + rr.r.person.MinSize().Height + style.Space16 + rr.r.places[0].MinSize().Height
	for _, row := range rr.r.bottom {
		h += row.MinSize().Height + railGap
	}
	return fyne.NewSize(w, h)
}

func (rr *railRenderer) Layout(s fyne.Size) {
	rr.ground.Resize(s)
	rr.edge.Move(fyne.NewPos(s.Width-style.Hairline, 0))
	rr.edge.Resize(fyne.NewSize(style.Hairline, s.Height))
	in := rr.r.inset()
	w := s.Width - 2*in - style.Hairline
	y := in
	h := rr.r.person.MinSize().Height
	rr.r.person.Move(fyne.NewPos(in, y))
	rr.r.person.Resize(fyne.NewSize(w, h))
	top := y + h + style.Space12 - ringReach
	y = s.Height - in
	for i := len(rr.r.bottom) - 1; i >= 0; i-- {
		row := rr.r.bottom[i]
		h := row.MinSize().Height
		y -= h
		row.Move(fyne.NewPos(in, y))
		row.Resize(fyne.NewSize(w, h))
		y -= railGap
	}
	rr.r.scroll.Move(fyne.NewPos(0, top))
	rr.r.scroll.Resize(fyne.NewSize(s.Width-style.Hairline, max(0, y-top)))
}

func (rr *railRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{rr.ground, rr.edge, rr.r.person, rr.r.scroll}
	for _, row := range rr.r.bottom {
		out = append(out, row)
	}
	return out
}

func (rr *railRenderer) Refresh() {
	rr.ground.FillColor = style.Color(style.Sunken)
	rr.edge.FillColor = style.Color(style.Line)
	rr.r.list.Refresh()
	rr.Layout(rr.r.Size())
	canvas.Refresh(rr.r)
}

// railRow is one place of the rail.
type railRow struct {
	press
	place    Place
	selected bool
	compact  bool
	free     bool // as wide as its words need
	badge    string
}

func newRailRow(p Place) *railRow {
	r := &railRow{place: p}
	r.bind(r, p.Name, p.Go)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *railRow) CreateRenderer() fyne.WidgetRenderer {
	rr := &railRowRenderer{
		r:    r,
		box:  canvas.NewRectangle(style.Color(style.Clear)),
		ring: newRing(style.RadiusControl),
		text: canvas.NewText(r.place.Name, style.Color(style.Muted)),
		keys: canvas.NewText(r.place.Keys, style.Color(style.Muted)),
		icon: newIconImage(r.place.Icon, style.Muted),
		pill: canvas.NewRectangle(style.Color(style.Accent)),
		mark: canvas.NewText("", style.Color(style.OnAccent)),
	}
	rr.box.CornerRadius = style.RadiusControl
	rr.Refresh()
	return rr
}

type railRowRenderer struct {
	noDestroy
	r          *railRow
	box, ring  *canvas.Rectangle
	text, keys *canvas.Text
	icon       *iconImage
	pill       *canvas.Rectangle // under the badge
	mark       *canvas.Text      // the badge
}

// Distances in a row of the narrow rail.
const (
	navCompactTop float32 = 6
	navCompactGap float32 = 2
	// railBadge is the room beside the words of a badge.
	railBadge float32 = 5
)

// railWidth is the width of the rail, which large text makes wider by what its
// words need.
func railWidth() float32 {
	return style.RailWidth + 8*(style.TextBody.Size()-float32(style.TextBody))
}

// compactWidth is the width of the narrow rail, which its longest word decides.
func (r *Rail) compactWidth() float32 {
	w := style.RailCompactWidth
	for _, row := range r.rows() {
		w = max(w, Caption.measure(row.place.Name).Width+2*style.Space8+style.Space4)
	}
	return w
}

func (rr *railRowRenderer) MinSize() fyne.Size {
	if rr.r.compact {
		return fyne.NewSize(style.RailCompactWidth-2*style.Space8, max(style.NavRowCompact, navCompactTop+style.IconNav.Size()+rr.text.MinSize().Height+navCompactGap+5))
	}
	size := fyne.NewSize(railWidth()-2*style.Space12, style.Height(style.NavRowHeight, style.TextBody))
	if rr.r.free {
		size.Width = max(size.Width-style.Space32, 10+style.IconNav.Size()+style.Space12+Strong.measure(rr.r.place.Name).Width+style.Space12)
	}
	return size
}

func (rr *railRowRenderer) Layout(s fyne.Size) {
	rr.box.Resize(s)
	placeRing(rr.ring, s)
	text := rr.text.MinSize()
	if rr.r.compact {
		placeIcon(rr.icon, fyne.NewPos((s.Width-style.IconNav.Size())/2, navCompactTop), style.IconNav.Size())
		rr.text.Move(fyne.NewPos((s.Width-text.Width)/2, s.Height-text.Height-5))
		rr.text.Resize(text)
		rr.placeBadge(fyne.NewPos(s.Width/2+style.IconNav.Size()/2, navCompactTop), s)
		return
	}
	placeIcon(rr.icon, fyne.NewPos(10, (s.Height-style.IconNav.Size())/2), style.IconNav.Size())
	rr.text.Move(fyne.NewPos(10+style.IconNav.Size()+style.Space12, (s.Height-text.Height)/2))
	rr.text.Resize(text)
	keys := rr.keys.MinSize()
	rr.keys.Move(fyne.NewPos(s.Width-keys.Width-10, (s.Height-keys.Height)/2))
	rr.keys.Resize(keys)
	rr.placeBadge(fyne.NewPos(s.Width-10-rr.badgeSize().Width/2, s.Height/2), s)
}

func (rr *railRowRenderer) badgeSize() fyne.Size {
	m := rr.mark.MinSize()
	return fyne.NewSize(max(m.Width+2*railBadge, m.Height), m.Height)
}

// placeBadge puts the badge around a point, within the row.
func (rr *railRowRenderer) placeBadge(middle fyne.Position, s fyne.Size) {
	m := rr.badgeSize()
	at := fyne.NewPos(min(middle.X-m.Width/2, s.Width-m.Width), max(0, middle.Y-m.Height/2))
	rr.pill.CornerRadius = m.Height / 2
	rr.pill.Move(at)
	rr.pill.Resize(m)
	rr.mark.Move(at.AddXY((m.Width-rr.mark.MinSize().Width)/2, 0))
	rr.mark.Resize(rr.mark.MinSize())
}

func (rr *railRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{rr.ring, rr.box, rr.icon.Raster, rr.text, rr.keys, rr.pill, rr.mark}
}

func (rr *railRowRenderer) Refresh() {
	fill, ink, icon := style.Clear, style.Muted, style.Muted
	if rr.r.hovered {
		fill, ink, icon = style.Background, style.Text, style.Text
	}
	if rr.r.selected {
		fill, ink, icon = style.Selection, style.Text, style.Accent
	}
	rr.box.FillColor = style.Color(fill)
	role := Body.In(ink)
	role.Bold = rr.r.selected
	if rr.r.compact {
		role.Size = style.TextCaption
		role.Bold = false
	}
	role.apply(rr.text)
	Caption.apply(rr.keys)
	rr.keys.Hidden = rr.r.compact || rr.r.badge != ""
	rr.mark.Text = rr.r.badge
	Caption.In(style.OnAccent).apply(rr.mark)
	rr.pill.FillColor = style.Color(style.Accent)
	rr.pill.Hidden, rr.mark.Hidden = rr.r.badge == "", rr.r.badge == ""
	setIcon(rr.icon, rr.r.place.Icon, icon)
	showRing(rr.ring, rr.r.focused)
	rr.Layout(rr.r.Size())
	canvas.Refresh(rr.r)
}
