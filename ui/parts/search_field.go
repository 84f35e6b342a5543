package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// SearchField is a line to type what is looked for, with a glass before it and,
// while something is typed, a cross after it. Escape empties it first and goes on
// to the canvas only when it is empty.
type SearchField struct {
	widget.BaseWidget
	input   *Input
	inner   *container.ThemeOverride
	glass   *Glyph
	clear   *Button
	changed func(text string)
	focus   bool
}

// NewSearchField returns an empty field; name is shown while it is empty and
// read by assistive technology. changed is told of every change.
func NewSearchField(name string, changed func(text string)) *SearchField {
	s := &SearchField{
		input:   newInput(false),
		glass:   NewGlyph(style.IconSearch, style.Muted, style.IconInline),
		changed: changed,
	}
	s.input.name = func() string { return name }
	s.input.onFocus = func(on bool) {
		s.focus = on
		s.Refresh()
	}
	s.input.onKey = func(ev *fyne.KeyEvent) bool {
		if ev.Name != fyne.KeyEscape || s.input.Text == "" {
			return false
		}
		s.SetText("")
		return true
	}
	s.input.SetPlaceHolder(name)
	s.input.OnChanged = func(text string) {
		s.Refresh()
		if s.changed != nil {
			s.changed(text)
		}
	}
	s.clear = NewIconButton(style.IconClose, locale.T("Empty the field"), func() {
		s.SetText("")
		s.Focus()
	}).Tall(28)
	s.inner = container.NewThemeOverride(s.input, bareTheme{})
	s.ExtendBaseWidget(s)
	return s
}

// Text returns what is typed.
func (s *SearchField) Text() string { return s.input.Text }

// SetText puts text in the field; changed is told.
func (s *SearchField) SetText(text string) { s.input.SetText(text) }

// OnEnter sets who is told of Enter.
func (s *SearchField) OnEnter(entered func()) { s.input.OnSubmitted = func(string) { entered() } }

// OnDown sets who is told of the Down key, which leads to what was found.
func (s *SearchField) OnDown(down func()) {
	escape := s.input.onKey
	s.input.onKey = func(ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeyDown {
			down()
			return true
		}
		return escape(ev)
	}
}

// Focus gives the field the keyboard and marks what is typed, so that typing
// replaces it.
func (s *SearchField) Focus() {
	Focus(s.input)
	s.input.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// Input returns the entry, for tests and for the order of focus.
func (s *SearchField) Input() *Input { return s.input }

// CreateRenderer implements fyne.Widget.
func (s *SearchField) CreateRenderer() fyne.WidgetRenderer {
	r := &searchRenderer{s: s, box: canvas.NewRectangle(style.Color(style.Raised))}
	r.box.CornerRadius = style.RadiusControl
	r.Refresh()
	return r
}

// searchWidth is the least width of the field.
const searchWidth = 200

type searchRenderer struct {
	noDestroy
	s   *SearchField
	box *canvas.Rectangle
}

func (r *searchRenderer) MinSize() fyne.Size { return fyne.NewSize(searchWidth, controlHeight()) }

func (r *searchRenderer) Layout(size fyne.Size) {
	s := r.s
	r.box.Resize(size)
	icon := s.glass.MinSize()
	s.glass.Move(fyne.NewPos(style.Space12, (size.Height-icon.Height)/2))
	s.glass.Resize(icon)
	right := style.Space4
	if s.clear.Visible() {
		m := s.clear.MinSize()
		right += m.Width
		s.clear.Move(fyne.NewPos(size.Width-right, (size.Height-m.Height)/2))
		s.clear.Resize(m)
	}
	left := style.Space12 + icon.Width
	entry := s.inner.MinSize()
	s.inner.Move(fyne.NewPos(left, (size.Height-entry.Height)/2))
	s.inner.Resize(fyne.NewSize(size.Width-left-right, entry.Height))
}

func (r *searchRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.s.glass, r.s.inner, r.s.clear}
}

func (r *searchRenderer) Refresh() {
	r.box.FillColor = style.Color(style.Raised)
	r.box.StrokeColor, r.box.StrokeWidth = style.Color(style.Control), style.Hairline
	if r.s.focus {
		r.box.StrokeColor, r.box.StrokeWidth = style.Color(style.Focus), style.FocusRing
	}
	r.s.clear.Hidden = r.s.input.Text == ""
	r.s.glass.Refresh()
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}
