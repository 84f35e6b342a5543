package parts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// KeyRow is a line of a list of keys: what they do, and the keys as they look on
// a keyboard.
type KeyRow struct {
	widget.BaseWidget
	does *Paragraph
	keys []string
	row  *fyne.Container
}

// NewKeyRow returns the line. Keys that are signs between others, such as "…",
// have no cap.
func NewKeyRow(does string, keys []string) *KeyRow {
	k := &KeyRow{does: NewParagraph(does, Small), keys: keys}
	objects := []fyne.CanvasObject{Stretch(k.does)}
	for _, name := range keys {
		if name == "…" {
			objects = append(objects, NewText(name, SmallMuted))
			continue
		}
		objects = append(objects, newKeyCap(name))
	}
	k.row = Row(style.Space4, objects...)
	k.ExtendBaseWidget(k)
	return k
}

// HeightFor returns the height of the line at a width.
func (k *KeyRow) HeightFor(width float32) float32 { return heightFor(k.row, width) }

// AccessibilityLabel implements fyne.Accessible.
func (k *KeyRow) AccessibilityLabel() string { return k.does.Text() + ": " + strings.Join(k.keys, " ") }

// AccessibilityRole implements fyne.Accessible.
func (k *KeyRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (k *KeyRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(k.row) }

// keyCap is one key.
type keyCap struct {
	widget.BaseWidget
	name string
}

func newKeyCap(name string) *keyCap {
	k := &keyCap{name: name}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer implements fyne.Widget.
func (k *keyCap) CreateRenderer() fyne.WidgetRenderer {
	r := &keyCapRenderer{k: k, box: canvas.NewRectangle(style.Color(style.Surface)), text: canvas.NewText(k.name, style.Color(style.Text))}
	r.box.CornerRadius = style.RadiusChip
	r.box.StrokeWidth = style.Hairline
	r.Refresh()
	return r
}

type keyCapRenderer struct {
	noDestroy
	k    *keyCap
	box  *canvas.Rectangle
	text *canvas.Text
}

func (r *keyCapRenderer) MinSize() fyne.Size {
	m := Caption.measure(r.k.name)
	h := m.Height + 6
	return fyne.NewSize(max(h, m.Width+2*style.Space8-2), h)
}

func (r *keyCapRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	m := r.text.MinSize()
	r.text.Move(fyne.NewPos((size.Width-m.Width)/2, (size.Height-m.Height)/2))
	r.text.Resize(m)
}

func (r *keyCapRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.box, r.text} }

func (r *keyCapRenderer) Refresh() {
	Caption.In(style.Text).apply(r.text)
	r.text.Text = r.k.name
	r.box.FillColor, r.box.StrokeColor = style.Color(style.Surface), style.Color(style.Control)
	r.Layout(r.k.Size())
	canvas.Refresh(r.k)
}
