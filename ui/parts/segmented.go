package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// Segmented is a row of choices of which one holds, such as D W M 3M Y All. It
// takes the focus as a whole; arrows, Home and End choose.
type Segmented struct {
	widget.DisableableWidget
	name     string
	options  []string
	selected int
	focused  bool
	changed  func(index int)
}

// NewSegmented returns the control with the first option chosen. changed is
// told the index when the person chooses another.
func NewSegmented(name string, options []string, changed func(index int)) *Segmented {
	s := &Segmented{name: name, options: options, changed: changed}
	s.ExtendBaseWidget(s)
	return s
}

// Selected returns the index of the option that holds.
func (s *Segmented) Selected() int { return s.selected }

// SetSelected shows another option as chosen without telling changed; an index
// that does not exist chooses none.
func (s *Segmented) SetSelected(index int) {
	if index != s.selected {
		s.selected = index
		s.Refresh()
	}
}

// SetEnabled says whether another option can be chosen.
func (s *Segmented) SetEnabled(on bool) { setEnabled(s, on) }

// Choose does what a click on the option does; a disabled control does nothing.
func (s *Segmented) Choose(index int) {
	if s.Disabled() || index < 0 || index >= len(s.options) || index == s.selected {
		return
	}
	s.SetSelected(index)
	if s.changed != nil {
		s.changed(index)
	}
}

// Tapped implements fyne.Tappable.
func (s *Segmented) Tapped(ev *fyne.PointEvent) {
	Focus(s)
	var x float32
	for i, o := range s.options {
		x += segmentWidth(o)
		if ev.Position.X < x {
			s.Choose(i)
			return
		}
	}
}

// FocusGained implements fyne.Focusable.
func (s *Segmented) FocusGained() {
	s.focused = true
	s.Refresh()
}

// FocusLost implements fyne.Focusable.
func (s *Segmented) FocusLost() {
	s.focused = false
	s.Refresh()
}

// TypedKey implements fyne.Focusable.
func (s *Segmented) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		s.Choose(s.selected - 1)
	case fyne.KeyRight, fyne.KeyDown:
		s.Choose(s.selected + 1)
	case fyne.KeyHome:
		s.Choose(0)
	case fyne.KeyEnd:
		s.Choose(len(s.options) - 1)
	default:
		passKey(s, ev)
	}
}

// TypedRune implements fyne.Focusable.
func (s *Segmented) TypedRune(r rune) { passRune(s, r) }

// Cursor implements desktop.Cursorable.
func (s *Segmented) Cursor() desktop.Cursor {
	if s.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// AccessibilityLabel implements fyne.Accessible.
func (s *Segmented) AccessibilityLabel() string {
	if s.selected < 0 || s.selected >= len(s.options) {
		return s.name
	}
	return s.name + ": " + s.options[s.selected]
}

// AccessibilityRole implements fyne.Accessible.
func (s *Segmented) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// segmentHeight is the height of the control.
func segmentHeight() float32 { return style.Height(32, style.TextSmall) }

func segmentWidth(label string) float32 {
	role := Small
	role.Bold = true
	return max(32, role.measure(label).Width+2*style.Space12-2)
}

// CreateRenderer implements fyne.Widget.
func (s *Segmented) CreateRenderer() fyne.WidgetRenderer {
	r := &segmentedRenderer{s: s, box: canvas.NewRectangle(style.Color(style.Surface)), ring: newRing(style.RadiusControl)}
	r.box.CornerRadius = style.RadiusControl
	r.box.StrokeWidth = style.Hairline
	r.mark = canvas.NewRectangle(style.Color(style.Selection))
	for i, o := range s.options {
		r.texts = append(r.texts, canvas.NewText(o, style.Color(style.Text)))
		if i > 0 {
			r.rules = append(r.rules, canvas.NewRectangle(style.Color(style.Line)))
		}
	}
	r.Refresh()
	return r
}

type segmentedRenderer struct {
	noDestroy
	s               *Segmented
	box, mark, ring *canvas.Rectangle
	texts           []*canvas.Text
	rules           []*canvas.Rectangle
}

func (r *segmentedRenderer) MinSize() fyne.Size {
	var w float32
	for _, o := range r.s.options {
		w += segmentWidth(o)
	}
	return fyne.NewSize(w, segmentHeight())
}

func (r *segmentedRenderer) Layout(size fyne.Size) {
	whole := fyne.NewSize(r.MinSize().Width, size.Height)
	r.box.Resize(whole)
	placeRing(r.ring, whole)
	var x float32
	last := len(r.texts) - 1
	for i, t := range r.texts {
		w := segmentWidth(r.s.options[i])
		if i == r.s.selected {
			r.mark.Move(fyne.NewPos(x+style.Hairline, style.Hairline))
			r.mark.Resize(fyne.NewSize(w-2*style.Hairline, size.Height-2*style.Hairline))
			left, right := float32(0), float32(0)
			if i == 0 {
				left = style.RadiusControl - style.Hairline
			}
			if i == last {
				right = style.RadiusControl - style.Hairline
			}
			r.mark.TopLeftCornerRadius, r.mark.BottomLeftCornerRadius = left, left
			r.mark.TopRightCornerRadius, r.mark.BottomRightCornerRadius = right, right
		}
		m := t.MinSize()
		t.Move(fyne.NewPos(x+(w-m.Width)/2, (size.Height-m.Height)/2))
		t.Resize(m)
		if i > 0 {
			rule := r.rules[i-1]
			rule.Move(fyne.NewPos(x, style.Hairline))
			rule.Resize(fyne.NewSize(style.Hairline, size.Height-2*style.Hairline))
		}
		x += w
	}
}

func (r *segmentedRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.ring, r.box, r.mark}
	for _, rule := range r.rules {
		out = append(out, rule)
	}
	for _, t := range r.texts {
		out = append(out, t)
	}
	return out
}

func (r *segmentedRenderer) Refresh() {
	r.box.FillColor = style.Color(style.Surface)
	r.box.StrokeColor = style.Color(style.Control)
	r.mark.FillColor = style.Color(style.Selection)
	r.mark.Hidden = r.s.selected < 0 || r.s.selected >= len(r.texts)
	for _, rule := range r.rules {
		rule.FillColor = style.Color(style.Line)
	}
	for i, t := range r.texts {
		role := Small
		role.Bold = i == r.s.selected
		if r.s.Disabled() {
			role.Color = style.Muted
		}
		role.apply(t)
	}
	showRing(r.ring, r.s.focused)
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}
