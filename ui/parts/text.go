package parts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// Role is how a text is set: its size, weight and colour.
type Role struct {
	Size  style.Step
	Bold  bool
	Color style.Token
}

// The roles of the type scale. In gives any of them another colour.
var (
	Caption     = Role{Size: style.TextCaption, Color: style.Muted}
	Small       = Role{Size: style.TextSmall, Color: style.Text}
	SmallMuted  = Role{Size: style.TextSmall, Color: style.Muted}
	SmallStrong = Role{Size: style.TextSmall, Bold: true, Color: style.Text}
	Body        = Role{Size: style.TextBody, Color: style.Text}
	BodyMuted   = Role{Size: style.TextBody, Color: style.Muted}
	Strong      = Role{Size: style.TextBody, Bold: true, Color: style.Text}
	Heading     = Role{Size: style.TextHeading, Bold: true, Color: style.Text}
	Title       = Role{Size: style.TextTitle, Bold: true, Color: style.Text}
)

// In returns the role in another colour.
func (r Role) In(color style.Token) Role {
	r.Color = color
	return r
}

func (r Role) textStyle() fyne.TextStyle { return fyne.TextStyle{Bold: r.Bold} }

func (r Role) measure(s string) fyne.Size {
	return fyne.MeasureText(s, r.Size.Size(), r.textStyle())
}

// apply sets a canvas text in the role.
func (r Role) apply(t *canvas.Text) {
	t.TextSize = r.Size.Size()
	t.TextStyle = r.textStyle()
	t.Color = style.Color(r.Color)
}

// Cut says what a text does when its room is too narrow.
type Cut int

// The ways to cut: never (the text asks for all its width), or with an ellipsis
// at the end, or at the start, which suits paths.
const (
	CutNever Cut = iota
	CutEnd
	CutStart
)

const ellipsis = "…"

// Text is one line of text.
type Text struct {
	widget.BaseWidget
	text  string
	role  Role
	align fyne.TextAlign
	cut   Cut
}

// NewText returns a line of text.
func NewText(text string, role Role) *Text {
	t := &Text{text: text, role: role}
	t.ExtendBaseWidget(t)
	return t
}

// Aligned sets the alignment and returns t.
func (t *Text) Aligned(a fyne.TextAlign) *Text {
	t.align = a
	t.Refresh()
	return t
}

// Cutting sets what happens in a narrow room and returns t.
func (t *Text) Cutting(c Cut) *Text {
	t.cut = c
	t.Refresh()
	return t
}

// SetText changes the words.
func (t *Text) SetText(text string) {
	if t.text != text {
		t.text = text
		t.Refresh()
	}
}

// SetRole changes size, weight and colour.
func (t *Text) SetRole(r Role) {
	if t.role != r {
		t.role = r
		t.Refresh()
	}
}

// Text returns the words, whole.
func (t *Text) Text() string { return t.text }

// WholeWidth returns the width at which nothing of the words is cut, in dp.
func (t *Text) WholeWidth() float32 { return t.role.measure(t.text).Width }

// AccessibilityLabel implements fyne.Accessible.
func (t *Text) AccessibilityLabel() string { return t.text }

// AccessibilityRole implements fyne.Accessible.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{t: t, line: canvas.NewText("", style.Color(t.role.Color))}
	r.Refresh()
	return r
}

type textRenderer struct {
	noDestroy
	t    *Text
	line *canvas.Text
}

func (r *textRenderer) MinSize() fyne.Size {
	s := r.t.role.measure(r.t.text)
	if r.t.cut != CutNever {
		s.Width = min(s.Width, r.t.role.measure(ellipsis).Width)
	}
	return s
}

func (r *textRenderer) Layout(s fyne.Size) {
	r.line.Text = r.t.role.fit(r.t.text, s.Width, r.t.cut)
	h := r.t.role.measure(r.line.Text).Height
	r.line.Move(fyne.NewPos(0, (s.Height-h)/2))
	r.line.Resize(fyne.NewSize(s.Width, h))
	r.line.Refresh()
}

func (r *textRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }

func (r *textRenderer) Refresh() {
	r.t.role.apply(r.line)
	r.line.Alignment = r.t.align
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

// fit cuts s to the width.
func (r Role) fit(s string, width float32, cut Cut) string {
	if cut == CutNever || width <= 0 || r.measure(s).Width <= width {
		return s
	}
	runes := []rune(s)
	low, high := 0, len(runes)      // low runes fit, high do not
	for n := 64; n < high; n *= 2 { // without measuring the half of a text without end
		if r.measure(shorten(runes, n, cut)).Width > width {
			high = n
		} else {
			low = n
		}
	}
	for high-low > 1 {
		mid := (low + high) / 2
		if r.measure(shorten(runes, mid, cut)).Width <= width {
			low = mid
		} else {
			high = mid
		}
	}
	return shorten(runes, low, cut)
}

func shorten(runes []rune, keep int, cut Cut) string {
	if cut == CutStart {
		return ellipsis + string(runes[len(runes)-keep:])
	}
	return strings.TrimRight(string(runes[:keep]), " ") + ellipsis
}
