package ui

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
)

// ChartView is a graph to look into: the pointer or the arrow keys choose a
// reading, which a crosshair and a tooltip tell; the wheel zooms at the pointer,
// dragging pans, a double click resets. The picture itself is drawn beside the
// UI; crosshair and tooltip are objects over it.
type ChartView struct {
	widget.BaseWidget
	plot *plot
	goal goalMark

	at      int  // the reading under the crosshair, -1 for none
	pinned  bool // chosen by key or by the table, so the pointer leaving keeps it
	mark    int64
	marked  bool // a reading chosen in the table, ringed when in sight
	focused bool
	quiet   bool    // the focus came by a click, so no ring tells of it
	moved   float32 // of the drag under way, dp
	inside  bool    // whether the pointer is over the graph
	pointer float32 // how far from its left edge

	shift func() bool // whether Shift is held

	// What the page does; all set before the view is shown.
	onZoom  func(at int64, by float64)
	onPan   func(by int64)
	onReset func()
	onPick  func(at int64) // a click on a reading
	onFocus func(ring bool)
}

var (
	_ desktop.Hoverable   = (*ChartView)(nil)
	_ desktop.Mouseable   = (*ChartView)(nil)
	_ desktop.Cursorable  = (*ChartView)(nil)
	_ fyne.Scrollable     = (*ChartView)(nil)
	_ fyne.Draggable      = (*ChartView)(nil)
	_ fyne.Tappable       = (*ChartView)(nil)
	_ fyne.DoubleTappable = (*ChartView)(nil)
	_ fyne.Focusable      = (*ChartView)(nil)
)

func newChartView(w *Work, scale func() float32) *ChartView {
	v := &ChartView{plot: newPlot(w, scale, false), at: -1, shift: shiftHeld}
	v.plot.drawn = v.redrawn
	v.ExtendBaseWidget(v)
	return v
}

// shiftHeld asks the system; where it cannot tell, nobody holds the key.
func shiftHeld() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

// Set shows another graph.
func (v *ChartView) Set(g present.Graph) {
	v.plot.wide = bandsWidth(g, v.Size().Width)
	v.plot.set(g)
}

// redrawn is told of a new picture: the crosshair stays at its time if there
// still is a reading.
func (v *ChartView) redrawn() {
	v.at = -1
	switch {
	case v.inside && !v.pinned:
		v.at = v.plot.nearest(v.pointer)
	case v.marked:
		v.at = v.indexAt(v.mark)
	}
	v.Refresh()
}

// indexAt is the mark at a time or nearest to it within its own slot; -1 where
// it is out of sight.
func (v *ChartView) indexAt(t int64) int {
	if !v.plot.has || t < v.plot.picture.From || t >= v.plot.picture.To {
		return -1
	}
	return v.plot.nearest(v.plot.x(t))
}

// Mark rings the reading at a time, as the table does with the row chosen.
func (v *ChartView) Mark(t int64) {
	v.mark, v.marked, v.pinned = t, true, true
	v.at = v.indexAt(t)
	v.Refresh()
}

// Unmark takes ring and crosshair away.
func (v *ChartView) Unmark() {
	v.marked, v.pinned, v.at = false, false, -1
	v.Refresh()
}

// Reading returns the time of the reading under the crosshair.
func (v *ChartView) Reading() (int64, bool) {
	if v.at < 0 || v.at >= len(v.plot.shown.Points) {
		return 0, false
	}
	return v.plot.shown.Points[v.at].T, true
}

// Tip returns the words on the reading under the crosshair.
func (v *ChartView) Tip() (present.Tip, bool) {
	if v.at < 0 || v.at >= len(v.plot.shown.Points) {
		return present.Tip{}, false
	}
	return v.plot.shown.Tip(v.at), true
}

// walk moves the crosshair by so many readings within sight.
func (v *ChartView) walk(by int) {
	points := v.plot.shown.Points
	if !v.plot.has || len(points) == 0 {
		return
	}
	first, last := v.inSight()
	if first > last {
		return
	}
	at := v.at
	switch {
	case at < 0 && by < 0:
		at = last
	case at < 0:
		at = first
	default:
		at += by
	}
	v.choose(min(max(at, first), last), true)
}

// inSight is the first and the last reading of the window.
func (v *ChartView) inSight() (first, last int) {
	points := v.plot.shown.Points
	first, last = 0, len(points)-1
	for first <= last && points[first].T < v.plot.picture.From {
		first++
	}
	for last >= first && points[last].T >= v.plot.picture.To {
		last--
	}
	return first, last
}

func (v *ChartView) choose(i int, pin bool) {
	v.at, v.pinned = i, pin
	if t, ok := v.Reading(); ok && pin {
		v.mark, v.marked = t, true
	}
	v.Refresh()
}

// hover puts the crosshair on the reading nearest to the pointer.
func (v *ChartView) hover(at fyne.Position) {
	v.inside, v.pointer = true, at.X
	pos, size := v.plot.area()
	if !v.plot.has || at.X < pos.X-8 || at.X > pos.X+size.Width+8 {
		return
	}
	if i := v.plot.nearest(at.X); i != v.at {
		v.at = i
		v.pinned = false
		v.Refresh()
	}
}

// MouseIn implements desktop.Hoverable.
func (v *ChartView) MouseIn(ev *desktop.MouseEvent) { v.hover(ev.Position) }

// MouseMoved implements desktop.Hoverable.
func (v *ChartView) MouseMoved(ev *desktop.MouseEvent) { v.hover(ev.Position) }

// MouseOut implements desktop.Hoverable.
func (v *ChartView) MouseOut() {
	v.inside = false
	if v.pinned {
		return
	}
	v.at = -1
	if v.marked {
		v.at, v.pinned = v.indexAt(v.mark), true
	}
	v.Refresh()
}

// MouseDown implements desktop.Mouseable: a press takes the focus at once.
func (v *ChartView) MouseDown(*desktop.MouseEvent) { v.takeFocus() }

// takeFocus takes the focus without a ring: the person is there already.
func (v *ChartView) takeFocus() {
	if !v.focused {
		v.quiet = true
		parts.Focus(v)
	}
}

// MouseUp implements desktop.Mouseable.
func (v *ChartView) MouseUp(*desktop.MouseEvent) {}

// Cursor implements desktop.Cursorable.
func (v *ChartView) Cursor() desktop.Cursor { return desktop.CrosshairCursor }

// Tapped implements fyne.Tappable: it chooses the reading.
func (v *ChartView) Tapped(ev *fyne.PointEvent) {
	v.hover(ev.Position)
	t, ok := v.Reading()
	if !ok {
		return
	}
	v.choose(v.at, true)
	if v.onPick != nil {
		v.onPick(t)
	}
}

// DoubleTapped implements fyne.DoubleTappable.
func (v *ChartView) DoubleTapped(*fyne.PointEvent) {
	if v.onReset != nil {
		v.onReset()
	}
}

// Scrolled implements fyne.Scrollable: up shows less time, at the pointer;
// sideways moves, as dragging does.
func (v *ChartView) Scrolled(ev *fyne.ScrollEvent) {
	if dx, dy := ev.Scrolled.DX, ev.Scrolled.DY; dx*dx > dy*dy {
		v.Dragged(&fyne.DragEvent{PointEvent: ev.PointEvent, Dragged: fyne.Delta{DX: dx}})
		return
	}
	if !v.plot.has || v.onZoom == nil || ev.Scrolled.DY == 0 {
		return
	}
	turns := float64(ev.Scrolled.DY) / 40
	v.onZoom(v.plot.time(ev.Position.X), math.Pow(0.8, max(-4, min(4, turns))))
}

// Dragged implements fyne.Draggable.
func (v *ChartView) Dragged(ev *fyne.DragEvent) {
	if !v.plot.has || v.onPan == nil {
		return
	}
	_, size := v.plot.area()
	if size.Width <= 0 {
		return
	}
	v.moved += ev.Dragged.DX
	span := float64(v.plot.picture.To - v.plot.picture.From)
	by := int64(-float64(v.moved) / float64(size.Width) * span)
	if by == 0 {
		return
	}
	v.moved = 0
	v.onPan(by)
}

// DragEnd implements fyne.Draggable.
func (v *ChartView) DragEnd() { v.moved = 0 }

// FocusGained implements fyne.Focusable.
func (v *ChartView) FocusGained() {
	v.focused = true
	if v.onFocus != nil {
		v.onFocus(!v.quiet)
	}
}

// FocusLost implements fyne.Focusable.
func (v *ChartView) FocusLost() {
	v.focused, v.quiet = false, false
	if v.onFocus != nil {
		v.onFocus(false)
	}
}

// TypedKey implements fyne.Focusable: arrows, Home and End walk the readings,
// with Shift the arrows move the window, Up and Down zoom; the rest goes to the
// page.
func (v *ChartView) TypedKey(ev *fyne.KeyEvent) {
	if !v.key(ev.Name) {
		if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil && c.OnTypedKey() != nil {
			c.OnTypedKey()(ev)
		}
	}
}

// key does what a key does in the graph and reports whether it does anything.
func (v *ChartView) key(name fyne.KeyName) bool {
	first, last := v.inSight()
	switch name {
	case fyne.KeyLeft, fyne.KeyRight:
		by := 1
		if name == fyne.KeyLeft {
			by = -1
		}
		if !v.shift() {
			v.walk(by)
		} else if v.plot.has && v.onPan != nil {
			v.onPan(int64(by) * (v.plot.graph.To - v.plot.graph.From) / panShare)
		}
	case fyne.KeyHome:
		if v.plot.has && first <= last {
			v.choose(first, true)
		}
	case fyne.KeyEnd:
		if v.plot.has && first <= last {
			v.choose(last, true)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if t, ok := v.Reading(); ok && v.onPick != nil {
			v.onPick(t)
		}
	case fyne.KeyUp, fyne.KeyDown:
		v.zoom(name == fyne.KeyUp)
	default:
		return false
	}
	return true
}

// panShare is the part of a window by which an arrow key with Shift moves it.
const panShare = 8

// zoom shows less or more time, around the reading chosen or the middle.
func (v *ChartView) zoom(closer bool) {
	if !v.plot.has || v.onZoom == nil {
		return
	}
	by := 1.25
	if closer {
		by = 0.8
	}
	at, ok := v.Reading()
	if !ok {
		at = v.plot.graph.From + (v.plot.graph.To-v.plot.graph.From)/2
	}
	v.onZoom(at, by)
}

// rune does what a letter does in the graph and reports whether it does
// anything: plus and minus zoom.
func (v *ChartView) rune(r rune) bool {
	switch r {
	case '+', '=':
		v.zoom(true)
	case '-', '\u2212':
		v.zoom(false)
	default:
		return false
	}
	return true
}

// TypedRune implements fyne.Focusable.
func (v *ChartView) TypedRune(r rune) {
	if v.rune(r) {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// AccessibilityLabel implements fyne.Accessible: the reading chosen, else what
// the graph shows.
func (v *ChartView) AccessibilityLabel() string {
	if tip, ok := v.Tip(); ok {
		return tip.Text
	}
	if v.plot.some {
		return locale.T("Graph. %s", v.plot.graph.InWords())
	}
	return locale.T("Graph")
}

// AccessibilityRole implements fyne.Accessible.
func (v *ChartView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }
