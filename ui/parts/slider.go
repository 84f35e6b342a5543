package parts

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// Slider chooses a number of a range in steps, with the mouse or the keyboard:
// arrows go by one step, Page Up and Page Down by ten, Home and End to the ends.
// It can be without a value until the person chooses one; the number itself is
// shown beside it by the page.
type Slider struct {
	widget.DisableableWidget
	name            string
	low, high, step float64
	value           float64
	chosen          bool
	describe        func(value float64) string
	changed         func(value float64)
	marks           []SliderMark
	focused         bool
	hovered         bool
}

// SliderMark is a tick under a slider with words, such as "moderate".
type SliderMark struct {
	At    float64
	Words string
}

// NewSlider returns a slider from low to high that has no value yet; its knob
// stands in the middle, hollow. changed is told when the person chooses a value;
// it may be nil.
func NewSlider(name string, low, high, step float64, changed func(value float64)) *Slider {
	s := &Slider{name: name, low: low, high: high, step: step, changed: changed}
	s.value = s.near((low + high) / 2)
	s.describe = func(v float64) string { return locale.Trimmed(v, 2) }
	s.ExtendBaseWidget(s)
	return s
}

// WithMarks puts ticks with words under the slider and returns s.
func (s *Slider) WithMarks(marks ...SliderMark) *Slider {
	s.marks = marks
	s.Refresh()
	return s
}

// Describe sets how a value is read by assistive technology and returns s.
func (s *Slider) Describe(words func(value float64) string) *Slider {
	s.describe = words
	return s
}

// Value returns the value, and whether there is one.
func (s *Slider) Value() (float64, bool) { return s.value, s.chosen }

// SetValue moves the knob to the nearest step without telling changed.
func (s *Slider) SetValue(v float64) {
	s.value, s.chosen = s.near(v), true
	s.Refresh()
}

// Unset takes the value away; the knob stays where it is.
func (s *Slider) Unset() {
	s.chosen = false
	s.Refresh()
}

// SetEnabled enables or disables the slider.
func (s *Slider) SetEnabled(on bool) { setEnabled(s, on) }

// near is the step nearest to a value. It is counted from the low end, so that
// no sum of steps drifts.
func (s *Slider) near(v float64) float64 {
	v = max(s.low, min(s.high, v))
	v = s.low + math.Round((v-s.low)/s.step)*s.step
	// A step such as 0.1 has no exact form: cut what it leaves behind.
	return min(s.high, math.Round(v*1e6)/1e6)
}

// choose is what mouse and keys do.
func (s *Slider) choose(v float64) {
	if s.Disabled() {
		return
	}
	v = s.near(v)
	if s.chosen && v == s.value {
		return
	}
	s.SetValue(v)
	if s.changed != nil {
		s.changed(v)
	}
}

// at chooses the value under a place of the slider.
func (s *Slider) at(x float32) {
	room := s.Size().Width - sliderKnob()
	if room <= 0 {
		return
	}
	s.choose(s.low + float64((x-sliderKnob()/2)/room)*(s.high-s.low))
}

// Tapped implements fyne.Tappable.
func (s *Slider) Tapped(ev *fyne.PointEvent) {
	if !s.Disabled() {
		Focus(s)
		s.at(ev.Position.X)
	}
}

// Dragged implements fyne.Draggable.
func (s *Slider) Dragged(ev *fyne.DragEvent) { s.at(ev.Position.X) }

// DragEnd implements fyne.Draggable.
func (s *Slider) DragEnd() {}

// FocusGained implements fyne.Focusable.
func (s *Slider) FocusGained() {
	s.focused = true
	s.Refresh()
}

// FocusLost implements fyne.Focusable.
func (s *Slider) FocusLost() {
	s.focused = false
	s.Refresh()
}

// TypedRune implements fyne.Focusable.
func (s *Slider) TypedRune(r rune) { passRune(s, r) }

// TypedKey implements fyne.Focusable.
func (s *Slider) TypedKey(ev *fyne.KeyEvent) {
	by := s.step
	if !s.chosen {
		by = 0 // the first key takes the value under the knob
	}
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyDown:
		s.choose(s.value - by)
	case fyne.KeyRight, fyne.KeyUp:
		s.choose(s.value + by)
	case fyne.KeyPageDown:
		s.choose(s.value - 10*by)
	case fyne.KeyPageUp:
		s.choose(s.value + 10*by)
	case fyne.KeyHome:
		s.choose(s.low)
	case fyne.KeyEnd:
		s.choose(s.high)
	case fyne.KeySpace:
		s.choose(s.value)
	default:
		passKey(s, ev)
	}
}

// MouseIn implements desktop.Hoverable.
func (s *Slider) MouseIn(*desktop.MouseEvent) {
	s.hovered = true
	s.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (s *Slider) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (s *Slider) MouseOut() {
	s.hovered = false
	s.Refresh()
}

// Cursor implements desktop.Cursorable.
func (s *Slider) Cursor() desktop.Cursor {
	if s.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// AccessibilityLabel implements fyne.Accessible.
func (s *Slider) AccessibilityLabel() string {
	if !s.chosen {
		return locale.T("%s: not chosen", s.name)
	}
	return s.name + ": " + s.describe(s.value)
}

// AccessibilityRole implements fyne.Accessible.
func (s *Slider) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (s *Slider) CreateRenderer() fyne.WidgetRenderer {
	r := &sliderRenderer{
		s:     s,
		track: canvas.NewRectangle(style.Color(style.Line)),
		done:  canvas.NewRectangle(style.Color(style.Accent)),
		knob:  canvas.NewCircle(style.Color(style.Raised)),
		ring:  newRing(0),
	}
	r.track.CornerRadius, r.done.CornerRadius = style.RadiusBar, style.RadiusBar
	r.knob.StrokeWidth = 2 * style.Hairline
	r.Refresh()
	return r
}

// sliderKnob is the width of a slider's knob, sliderTrack the height of the bar
// that it runs on.
func sliderKnob() float32 { return style.IconNav.Size() }

const sliderTrack float32 = 4

type sliderRenderer struct {
	noDestroy
	s                 *Slider
	track, done, ring *canvas.Rectangle
	knob              *canvas.Circle
	ticks             []fyne.CanvasObject
}

func (r *sliderRenderer) MinSize() fyne.Size {
	h := sliderKnob() + style.Space8
	if len(r.s.marks) > 0 {
		h += style.Space4 + Caption.measure("X").Height
	}
	return fyne.NewSize(160, h)
}

// x is where the middle of the knob stands for a value.
func (r *sliderRenderer) x(v float64, width float32) float32 {
	knob := sliderKnob()
	return knob/2 + float32((v-r.s.low)/(r.s.high-r.s.low))*(width-knob)
}

func (r *sliderRenderer) Layout(size fyne.Size) {
	knob := sliderKnob()
	middle := (knob + style.Space8) / 2
	r.track.Move(fyne.NewPos(0, middle-sliderTrack/2))
	r.track.Resize(fyne.NewSize(size.Width, sliderTrack))
	x := r.x(r.s.value, size.Width)
	r.done.Move(r.track.Position())
	r.done.Resize(fyne.NewSize(x, sliderTrack))
	r.knob.Move(fyne.NewPos(x-knob/2, middle-knob/2))
	r.knob.Resize(fyne.NewSquareSize(knob))
	r.ring.CornerRadius = knob/2 + ringReach
	r.ring.Move(r.knob.Position().SubtractXY(ringReach, ringReach))
	r.ring.Resize(fyne.NewSquareSize(knob + 2*ringReach))
	r.layMarks(size, knob+style.Space8)
}

// layMarks sets ticks and words under the track, words that would leave the
// slider or run into others at its ends or not at all.
func (r *sliderRenderer) layMarks(size fyne.Size, top float32) {
	right := float32(-style.Space8)
	for i, m := range r.s.marks {
		tick, _ := r.ticks[2*i].(*canvas.Rectangle)
		words, _ := r.ticks[2*i+1].(*canvas.Text)
		if tick == nil || words == nil {
			continue
		}
		x := r.x(m.At, size.Width)
		tick.Move(fyne.NewPos(x-0.5, top-style.Space4))
		tick.Resize(fyne.NewSize(style.Hairline, style.Space4))
		w := words.MinSize()
		left := max(0, min(size.Width-w.Width, x-w.Width/2))
		words.Hidden = left < right+style.Space8
		words.Move(fyne.NewPos(left, top+style.Space4))
		words.Resize(w)
		if !words.Hidden {
			right = left + w.Width
		}
	}
}

func (r *sliderRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.track, r.done, r.ring, r.knob}, r.ticks...)
}

func (r *sliderRenderer) Refresh() {
	s := r.s
	off := s.Disabled()
	r.track.FillColor = style.Color(style.Line)
	r.done.FillColor = style.Color(style.Accent)
	r.done.Hidden = !s.chosen || off
	fill, line := style.Accent, style.Accent
	switch {
	case off:
		fill, line = style.Sunken, style.Line
	case !s.chosen && s.hovered:
		fill, line = style.Raised, style.Text
	case !s.chosen:
		fill, line = style.Raised, style.Control
	case s.hovered:
		fill, line = style.AccentHover, style.AccentHover
	}
	r.knob.FillColor, r.knob.StrokeColor = style.Color(fill), style.Color(line)
	if len(r.ticks) != 2*len(s.marks) {
		r.ticks = nil
		for range s.marks {
			r.ticks = append(r.ticks, canvas.NewRectangle(style.Color(style.Control)), canvas.NewText("", style.Color(style.Muted)))
		}
	}
	for i, m := range s.marks {
		if tick, ok := r.ticks[2*i].(*canvas.Rectangle); ok {
			tick.FillColor = style.Color(style.Control)
		}
		if words, ok := r.ticks[2*i+1].(*canvas.Text); ok {
			Caption.apply(words)
			words.Text = m.Words
		}
	}
	showRing(r.ring, s.focused && !off)
	r.Layout(s.Size())
	canvas.Refresh(s)
}
