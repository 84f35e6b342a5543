package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/ui/style"
)

// Switch is on or off and changes at once when it is pressed. What it switches
// stands beside it; on and off differ in place and mark, not in colour alone.
type Switch struct {
	press
	on      bool
	changed func(on bool)
}

// NewSwitch returns a switch; name is what assistive technology reads.
func NewSwitch(name string, on bool, changed func(on bool)) *Switch {
	s := &Switch{on: on, changed: changed}
	s.bind(s, name, s.turn)
	return s
}

func (s *Switch) turn() {
	s.SetOn(!s.on)
	if s.changed != nil {
		s.changed(s.on)
	}
}

// On reports whether the switch is on.
func (s *Switch) On() bool { return s.on }

// SetOn shows the switch as on or off without telling anybody.
func (s *Switch) SetOn(on bool) {
	if s.on != on {
		s.on = on
		s.Refresh()
	}
}

// Name is what the switch is called.
func (s *Switch) Name() string { return s.name }

// AccessibilityLabel implements fyne.Accessible.
func (s *Switch) AccessibilityLabel() string {
	if s.on {
		return s.name + ", ✓"
	}
	return s.name
}

const (
	switchWidth  = 40
	switchHeight = 22
	switchKnob   = 16
)

// CreateRenderer implements fyne.Widget.
func (s *Switch) CreateRenderer() fyne.WidgetRenderer {
	r := &switchRenderer{
		s: s, track: canvas.NewRectangle(style.Color(style.Surface)), knob: canvas.NewCircle(style.Color(style.Control)),
		ring: newRing(switchHeight / 2), mark: NewGlyph(style.IconCheck, style.Accent, 12),
	}
	r.track.CornerRadius = switchHeight / 2
	r.track.StrokeWidth = style.Hairline
	r.Refresh()
	return r
}

type switchRenderer struct {
	noDestroy
	s           *Switch
	track, ring *canvas.Rectangle
	knob        *canvas.Circle
	mark        *Glyph
}

func (r *switchRenderer) MinSize() fyne.Size { return fyne.NewSize(switchWidth, switchHeight) }

func (r *switchRenderer) Layout(size fyne.Size) {
	y := (size.Height - switchHeight) / 2
	r.track.Move(fyne.NewPos(0, y))
	r.track.Resize(fyne.NewSize(switchWidth, switchHeight))
	placeRing(r.ring, fyne.NewSize(switchWidth, switchHeight))
	r.ring.Move(r.ring.Position().AddXY(0, y))
	const air = (switchHeight - switchKnob) / 2
	x := float32(air)
	if r.s.on {
		x = switchWidth - switchKnob - air
	}
	r.knob.Move(fyne.NewPos(x, y+air))
	r.knob.Resize(fyne.NewSquareSize(switchKnob))
	r.mark.Move(fyne.NewPos(x+2, y+air+2))
	r.mark.Resize(fyne.NewSquareSize(switchKnob - 4))
}

func (r *switchRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.track, r.knob, r.mark}
}

func (r *switchRenderer) Refresh() {
	fill, line, knob := style.Sunken, style.Control, style.Control
	if r.s.on {
		fill, line, knob = style.Accent, style.Accent, style.OnAccent
	}
	if r.s.hovered && !r.s.Disabled() && !r.s.on {
		line = style.Text
	}
	r.track.FillColor, r.track.StrokeColor = style.Color(fill), style.Color(line)
	r.knob.FillColor = style.Color(knob)
	r.mark.Hidden = !r.s.on
	showRing(r.ring, r.s.focused)
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}
