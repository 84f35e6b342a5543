package parts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// Figure is a number as it is to be read, and its unit, which may be empty.
type Figure struct {
	Number string
	Unit   string
}

// Value shows figures large on one baseline, each with its unit smaller beside
// it: "78.2 kg", "128/82 mmHg", "7 h 22 min".
type Value struct {
	widget.BaseWidget
	size    style.Step
	figures []Figure
}

// NewValue returns figures whose numbers have the given text size, such as
// [style.TextValue] on cards.
func NewValue(size style.Step, figures ...Figure) *Value {
	v := &Value{size: size, figures: figures}
	v.ExtendBaseWidget(v)
	return v
}

// Set changes the figures.
func (v *Value) Set(figures ...Figure) {
	v.figures = figures
	v.Refresh()
}

// AccessibilityLabel implements fyne.Accessible: the figures as text.
func (v *Value) AccessibilityLabel() string {
	words := make([]string, 0, 2*len(v.figures))
	for _, f := range v.figures {
		words = append(words, f.Number)
		if f.Unit != "" {
			words = append(words, f.Unit)
		}
	}
	return strings.Join(words, " ")
}

// AccessibilityRole implements fyne.Accessible.
func (v *Value) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (v *Value) CreateRenderer() fyne.WidgetRenderer {
	r := &valueRenderer{v: v}
	r.Refresh()
	return r
}

// The unit stands this far behind its number, the next number behind the unit.
const (
	unitGap   = style.Space4
	figureGap = style.Space8
)

type valueRenderer struct {
	noDestroy
	v       *Value
	objects []fyne.CanvasObject
	min     fyne.Size
}

func (r *valueRenderer) MinSize() fyne.Size           { return r.min }
func (r *valueRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *valueRenderer) Layout(size fyne.Size) {
	driver := fyne.CurrentApp().Driver()
	var x, top, lowest float32
	type placed struct {
		text           *canvas.Text
		x, base, under float32
	}
	var all []placed
	for _, o := range r.objects {
		text, ok := o.(*canvas.Text)
		if !ok {
			continue
		}
		s, base := driver.RenderedTextSize(text.Text, text.TextSize, text.TextStyle, nil)
		if len(all) > 0 {
			gap := figureGap
			if !text.TextStyle.Bold {
				gap = unitGap
			}
			x += gap
		}
		all = append(all, placed{text, x, base, s.Height - base})
		x += s.Width
		top = max(top, base)
		lowest = max(lowest, s.Height-base)
	}
	shift := max(0, (size.Height-top-lowest)/2)
	for _, p := range all {
		p.text.Move(fyne.NewPos(p.x, shift+top-p.base))
		p.text.Resize(p.text.MinSize())
	}
	r.min = fyne.NewSize(x, top+lowest)
}

func (r *valueRenderer) Refresh() {
	number := Role{Size: r.v.size, Bold: true, Color: style.Text}
	r.objects = nil
	add := func(s string, role Role) {
		if s == "" {
			return
		}
		t := canvas.NewText(s, style.Color(role.Color))
		role.apply(t)
		r.objects = append(r.objects, t)
	}
	for _, f := range r.v.figures {
		add(f.Number, number)
		add(f.Unit, BodyMuted)
	}
	r.Layout(r.v.Size())
	canvas.Refresh(r.v)
}
