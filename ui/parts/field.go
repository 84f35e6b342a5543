package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// Field is a labelled line to type into: the label above, then the box, then
// one line with a hint or, when something is wrong, what is wrong.
type Field struct {
	widget.BaseWidget
	label  *Text
	input  *Input
	inner  *container.ThemeOverride
	tail   *Button // at the end of the box: an eye, a calendar
	note   *Paragraph
	icon   *Glyph
	hint   string
	fault  string
	height float32
	focus  bool
	bare   bool // the label is not shown
	wrong  bool // what is typed is wrong, as something else says
	tell   func(on bool)
}

// NewField returns a field for plain text.
func NewField(label string) *Field { return newField(label, false) }

// NewTextArea returns a field for text of several lines. Tab leaves it.
func NewTextArea(label string, rows int) *Field {
	f := newField(label, false)
	f.input.MultiLine = true
	f.input.Wrapping = fyne.TextWrapWord
	f.input.SetMinRowsVisible(rows)
	return f
}

// NewPasswordField returns a field that hides what is typed, with an eye that
// shows it.
func NewPasswordField(label string) *Field { return newField(label, true) }

func newField(label string, password bool) *Field {
	f := &Field{
		label:  NewText(label, Caption),
		input:  newInput(password),
		note:   NewParagraph("", Caption),
		icon:   NewGlyph(style.IconWarning, style.Danger, style.IconMark),
		height: style.ControlHeight,
	}
	f.input.name = func() string { return f.label.Text() }
	f.input.onFocus = func(on bool) {
		f.focus = on
		f.Refresh()
		if f.tell != nil {
			f.tell(on)
		}
	}
	f.inner = container.NewThemeOverride(f.input, bareTheme{})
	if password {
		f.tail = NewIconButton(style.IconEye, locale.T("Show the password"), f.toggleEye)
		f.tail.Tall(28)
	}
	f.ExtendBaseWidget(f)
	return f
}

func (f *Field) toggleEye() {
	f.input.Password = !f.input.Password
	if f.input.Password {
		f.tail.SetIcon(style.IconEye, locale.T("Show the password"))
	} else {
		f.tail.SetIcon(style.IconEyeOff, locale.T("Hide the password"))
	}
	f.input.Refresh()
}

// Tall sets the height of the box, such as [style.ControlLargeHeight], and
// returns f.
func (f *Field) Tall(height float32) *Field {
	f.height = height
	f.Refresh()
	return f
}

// Bare leaves the label away, which stays the field's name for assistive
// technology, and returns f.
func (f *Field) Bare() *Field {
	f.bare = true
	f.label.Hide()
	f.Refresh()
	return f
}

// SetWrong marks the box as wrong where something else says what is.
func (f *Field) SetWrong(on bool) {
	if f.wrong != on {
		f.wrong = on
		f.Refresh()
	}
}

// OnFocus sets who is told when the field gets the keyboard and when it loses it.
func (f *Field) OnFocus(tell func(on bool)) { f.tell = tell }

// Text returns what is typed.
func (f *Field) Text() string { return f.input.Text }

// SetText puts text in the box; OnChanged is told.
func (f *Field) SetText(text string) { f.input.SetText(text) }

// SetPlaceHolder shows words while the box is empty.
func (f *Field) SetPlaceHolder(text string) { f.input.SetPlaceHolder(text) }

// SetHint shows a line of help under the box while nothing is wrong.
func (f *Field) SetHint(hint string) {
	f.hint = hint
	f.Refresh()
}

// SetError shows what is wrong beside the box; "" takes it away.
func (f *Field) SetError(words string) {
	if f.fault != words {
		f.fault = words
		f.Refresh()
	}
}

// Error returns what is shown as wrong.
func (f *Field) Error() string { return f.fault }

// OnChanged sets who is told of every change.
func (f *Field) OnChanged(changed func(string)) { f.input.OnChanged = changed }

// OnEnter sets who is told of Enter.
func (f *Field) OnEnter(entered func()) {
	f.input.OnSubmitted = func(string) { entered() }
}

// Focus gives the field the keyboard.
func (f *Field) Focus() { Focus(f.input) }

// SelectAll marks all that is typed, so that typing replaces it.
func (f *Field) SelectAll() { f.input.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// SetEnabled enables or disables typing. A field that is disabled gives the
// keyboard up: the toolkit would keep every shortcut from the canvas while it
// has it, the one that locks among them.
func (f *Field) SetEnabled(on bool) {
	if on {
		f.input.Enable()
	} else {
		if c := canvasOf(f.input); c != nil && c.Focused() == fyne.Focusable(f.input) {
			c.Unfocus()
		}
		f.input.Disable()
	}
	f.Refresh()
}

// Input returns the entry, for tests and for the order of focus.
func (f *Field) Input() *Input { return f.input }

// HeightFor returns the height the field needs at a width.
func (f *Field) HeightFor(width float32) float32 {
	h := f.head() + f.boxHeight()
	if words, indent := f.below(); words != "" {
		h += style.Space4 + f.note.role.heightOf(words, width-indent)
	}
	return h
}

// head is the height of the label and the gap under it.
func (f *Field) head() float32 {
	if f.bare {
		return 0
	}
	return f.label.MinSize().Height + style.Space4
}

// boxHeight is the height of the box alone.
func (f *Field) boxHeight() float32 {
	if f.input.MultiLine {
		return f.inner.MinSize().Height + style.Space8
	}
	return style.Height(f.height, style.TextBody)
}

// controlHeight is the height of a control that holds a line of text.
func controlHeight() float32 { return style.Height(style.ControlHeight, style.TextBody) }

// below returns the line under the box and how far it is indented.
func (f *Field) below() (words string, indent float32) {
	if f.fault != "" {
		return f.fault, style.IconMark.Size() + style.Space4
	}
	return f.hint, 0
}

// CreateRenderer implements fyne.Widget.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	r := &fieldRenderer{f: f, box: canvas.NewRectangle(style.Color(style.Raised))}
	r.box.CornerRadius = style.RadiusControl
	r.Refresh()
	return r
}

type fieldRenderer struct {
	noDestroy
	f     *Field
	box   *canvas.Rectangle
	width float32
}

func (r *fieldRenderer) MinSize() fyne.Size {
	w := max(120, r.f.label.MinSize().Width)
	if r.f.bare {
		w = 56
	}
	return fyne.NewSize(w, r.f.HeightFor(max(w, r.width)))
}

func (r *fieldRenderer) Layout(s fyne.Size) {
	r.width = s.Width
	f := r.f
	label := f.label.MinSize()
	f.label.Resize(fyne.NewSize(s.Width, label.Height))
	y := f.head()
	r.box.Move(fyne.NewPos(0, y))
	height := f.boxHeight()
	r.box.Resize(fyne.NewSize(s.Width, height))
	right := style.Space4
	if f.tail != nil {
		e := f.tail.MinSize()
		right = e.Width + style.Space8
		f.tail.Resize(e)
		f.tail.Move(fyne.NewPos(s.Width-right+style.Space4/2, y+(height-e.Height)/2))
	}
	entry := f.inner.MinSize()
	left := style.Space4
	f.inner.Move(fyne.NewPos(left, y+(height-entry.Height)/2))
	f.inner.Resize(fyne.NewSize(s.Width-left-right, entry.Height))
	words, indent := f.below()
	y += height + style.Space4
	f.note.Move(fyne.NewPos(indent, y))
	f.note.Resize(fyne.NewSize(s.Width-indent, f.note.role.heightOf(words, s.Width-indent)))
	f.icon.Move(fyne.NewPos(0, y+1))
	f.icon.Resize(f.icon.MinSize())
}

func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.box, r.f.label, r.f.inner, r.f.note, r.f.icon}
	if r.f.tail != nil {
		out = append(out, r.f.tail)
	}
	return out
}

func (r *fieldRenderer) Refresh() {
	f := r.f
	r.box.FillColor = style.Color(style.Raised)
	r.box.StrokeWidth = style.Hairline
	line := style.Control
	if f.input.Disabled() {
		r.box.FillColor = style.Color(style.Sunken)
		line = style.Line
	}
	if f.fault != "" || f.wrong {
		line = style.Danger
	}
	if f.focus {
		r.box.StrokeWidth = style.FocusRing
		if f.fault == "" && !f.wrong {
			line = style.Focus
		}
	}
	r.box.StrokeColor = style.Color(line)
	words, _ := f.below()
	f.note.SetText(words)
	if f.fault != "" {
		f.note.SetRole(Caption.In(style.Danger))
		f.icon.Show()
	} else {
		f.note.SetRole(Caption)
		f.icon.Hide()
	}
	r.Layout(f.Size())
	canvas.Refresh(f)
}
