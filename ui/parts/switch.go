package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// Switch is on or off and changes at once when it is pressed, such as a setting.
// What it switches stands beside it; on and off differ in place and mark, not in
// colour alone.
type Switch struct {
	press
	on      bool
	changed func(on bool)
}

// NewSwitch returns a switch; name is what assistive technology reads. changed
// is told when the person switches; it may be nil.
func NewSwitch(name string, on bool, changed func(on bool)) *Switch {
	s := &Switch{on: on, changed: changed}
	s.bind(s, name, s.toggle)
	return s
}

// On reports whether the switch is on.
func (s *Switch) On() bool { return s.on }

// SetOn switches without telling changed.
func (s *Switch) SetOn(on bool) {
	if s.on != on {
		s.on = on
		s.Refresh()
	}
}

// Name is what the switch is called.
func (s *Switch) Name() string { return s.name }

// SetEnabled enables or disables the switch.
func (s *Switch) SetEnabled(on bool) { setEnabled(s, on) }

func (s *Switch) toggle() {
	s.SetOn(!s.on)
	if s.changed != nil {
		s.changed(s.on)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (s *Switch) AccessibilityLabel() string {
	if s.on {
		return locale.T("%s: on", s.name)
	}
	return locale.T("%s: off", s.name)
}

// CreateRenderer implements fyne.Widget.
func (s *Switch) CreateRenderer() fyne.WidgetRenderer {
	r := &switchRenderer{
		s:     s,
		track: canvas.NewRectangle(style.Color(style.Raised)),
		knob:  canvas.NewCircle(style.Color(style.Control)),
		ring:  newRing(0),
		mark:  newIconImage(style.IconCheck, style.Accent),
	}
	r.track.StrokeWidth = style.Hairline
	r.Refresh()
	return r
}

type switchRenderer struct {
	noDestroy
	s           *Switch
	track, ring *canvas.Rectangle
	knob        *canvas.Circle
	mark        *iconImage
}

// knobSize is the width of a switch's knob.
func knobSize() float32 { return style.IconInline.Size() }

func (r *switchRenderer) MinSize() fyne.Size {
	h := knobSize() + style.Space8
	return fyne.NewSize(h+knobSize(), h)
}

func (r *switchRenderer) Layout(size fyne.Size) {
	m, knob := r.MinSize(), knobSize()
	top := (size.Height - m.Height) / 2
	r.track.CornerRadius = m.Height / 2
	r.track.Move(fyne.NewPos(0, top))
	r.track.Resize(m)
	r.ring.CornerRadius = m.Height/2 + ringReach
	r.ring.Move(fyne.NewPos(-ringReach, top-ringReach))
	r.ring.Resize(m.AddWidthHeight(2*ringReach, 2*ringReach))
	x := style.Space4
	if r.s.on {
		x = m.Width - knob - style.Space4
	}
	r.knob.Move(fyne.NewPos(x, top+style.Space4))
	r.knob.Resize(fyne.NewSquareSize(knob))
	placeIcon(r.mark, fyne.NewPos(x+2, top+style.Space4+2), knob-4)
}

func (r *switchRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.track, r.knob, r.mark.Raster}
}

func (r *switchRenderer) Refresh() {
	over, off := r.s.hovered && !r.s.Disabled(), r.s.Disabled()
	track, line, knob := style.Raised, style.Control, style.Control
	switch {
	case off && r.s.on:
		track, line, knob = style.Line, style.Line, style.Muted
	case off:
		track, line, knob = style.Sunken, style.Line, style.Line
	case r.s.on && (over || r.s.pressed):
		track, line, knob = style.AccentHover, style.AccentHover, style.OnAccent
	case r.s.on:
		track, line, knob = style.Accent, style.Accent, style.OnAccent
	case r.s.pressed:
		track, line, knob = style.Selection, style.Text, style.Text
	case over:
		line, knob = style.Text, style.Text
	}
	r.track.FillColor, r.track.StrokeColor = style.Color(track), style.Color(line)
	r.knob.FillColor = style.Color(knob)
	// The mark is in the knob, in the colour of the track.
	setIcon(r.mark, style.IconCheck, track)
	r.mark.Hidden = !r.s.on
	showRing(r.ring, r.s.focused && !off)
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}
