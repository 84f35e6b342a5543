package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// cardTile is a card of the dashboard while cards are arranged: low, with a grip
// to drag it by and a button that hides or shows it.
type cardTile struct {
	widget.BaseWidget
	board   *arranging
	subject present.Subject
	hidden  bool // among those that are not on the dashboard

	grip, icon *parts.Glyph
	name       *parts.Paragraph
	what       *parts.Text
	toggle     *parts.Button
	focused    bool
	hovered    bool
	dragged    bool
}

var (
	_ fyne.Focusable     = (*cardTile)(nil)
	_ fyne.Draggable     = (*cardTile)(nil)
	_ fyne.Shortcutable  = (*cardTile)(nil)
	_ desktop.Mouseable  = (*cardTile)(nil)
	_ desktop.Hoverable  = (*cardTile)(nil)
	_ desktop.Cursorable = (*cardTile)(nil)
)

// newCardTile returns the tile of a subject; what says what its card shows, "" if
// that is not known.
func newCardTile(board *arranging, s present.Subject, what string, hidden bool) *cardTile {
	icon, token := subjectLook(s)
	t := &cardTile{
		board: board, subject: s, hidden: hidden,
		icon: parts.NewGlyph(icon, token, style.IconCard),
		name: parts.NewParagraph(s.ShortName(), parts.Strong),
		what: parts.NewText(what, parts.Caption).Cutting(parts.CutEnd),
	}
	if hidden {
		t.toggle = parts.NewIconButton(style.IconEye, locale.T("Show %s", s.Name), func() { board.hide(s.ID, false) })
	} else {
		t.grip = parts.NewGlyph(style.IconGrip, style.Muted, style.IconCard)
		t.toggle = parts.NewIconButton(style.IconEyeOff, locale.T("Hide %s", s.Name), func() { board.hide(s.ID, true) })
	}
	t.toggle.OnFocus(func() { board.reveal(t) })
	t.ExtendBaseWidget(t)
	return t
}

// FocusGained implements fyne.Focusable.
func (t *cardTile) FocusGained() {
	t.focused = true
	t.Refresh()
	t.board.reveal(t)
}

// FocusLost implements fyne.Focusable.
func (t *cardTile) FocusLost() {
	t.focused = false
	t.Refresh()
}

// TypedKey implements fyne.Focusable: arrows go to the tiles around, Delete hides
// the card, Return shows a hidden one.
func (t *cardTile) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd:
		t.board.walk(t, ev.Name)
	case fyne.KeyDelete, fyne.KeyBackspace:
		if !t.hidden {
			t.board.hide(t.subject.ID, true)
		}
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if t.hidden {
			t.board.hide(t.subject.ID, false)
		}
	default:
		t.board.screen.TypedKey(ev)
	}
}

// TypedRune implements fyne.Focusable.
func (t *cardTile) TypedRune(r rune) {
	if r == 'h' || r == 'H' {
		t.board.hide(t.subject.ID, !t.hidden)
	}
}

// TypedShortcut implements fyne.Shortcutable: Alt or the command key and an arrow
// move the card. All others are the window's.
func (t *cardTile) TypedShortcut(s fyne.Shortcut) {
	if key, ok := s.(*desktop.CustomShortcut); ok && !t.hidden && isMoving(key.Modifier) && t.board.carry(t, key.KeyName) {
		return
	}
	if s.ShortcutName() == (&fyne.ShortcutUndo{}).ShortcutName() {
		t.board.takeBack()
		return
	}
	t.board.screen.shell.keys.TypedShortcut(s)
}

func isMoving(m fyne.KeyModifier) bool {
	return m == fyne.KeyModifierAlt || m == fyne.KeyModifierShortcutDefault || m == fyne.KeyModifierControl
}

// movingKey is the name of the key that moves cards together with the arrows.
func movingKey() string {
	if runtime.GOOS == "darwin" {
		return locale.T("Option")
	}
	return locale.T("Alt")
}

// MouseDown implements desktop.Mouseable: a press takes the focus at once.
func (t *cardTile) MouseDown(*desktop.MouseEvent) { parts.Focus(t) }

// MouseUp implements desktop.Mouseable.
func (t *cardTile) MouseUp(*desktop.MouseEvent) {}

// Dragged implements fyne.Draggable.
func (t *cardTile) Dragged(ev *fyne.DragEvent) {
	if !t.hidden {
		t.board.drag(t, ev.AbsolutePosition)
	}
}

// DragEnd implements fyne.Draggable.
func (t *cardTile) DragEnd() {
	if t.dragged {
		t.board.drop()
	}
}

// MouseIn implements desktop.Hoverable.
func (t *cardTile) MouseIn(*desktop.MouseEvent) {
	t.hovered = true
	t.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (t *cardTile) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *cardTile) MouseOut() {
	t.hovered = false
	t.Refresh()
}

// Cursor implements desktop.Cursorable.
func (t *cardTile) Cursor() desktop.Cursor {
	if t.hidden {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// AccessibilityLabel implements fyne.Accessible.
func (t *cardTile) AccessibilityLabel() string {
	if t.hidden {
		return locale.T("%s, hidden", t.subject.Name)
	}
	at, of := t.board.place(t)
	return locale.T("%[1]s, card %[2]s of %[3]s", t.subject.Name, locale.Count(at+1), locale.Count(of))
}

// AccessibilityRole implements fyne.Accessible.
func (t *cardTile) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (t *cardTile) CreateRenderer() fyne.WidgetRenderer {
	r := &cardTileRenderer{t: t, box: canvas.NewRectangle(style.Color(style.Surface)), ring: canvas.NewRectangle(style.Color(style.Clear))}
	r.box.CornerRadius, r.box.StrokeWidth = style.RadiusCard, style.Hairline
	r.ring.CornerRadius, r.ring.StrokeWidth = style.RadiusCard+style.FocusRing+style.FocusGap, style.FocusRing
	r.Refresh()
	return r
}

// tileHeight is how high a tile is.
func tileHeight() float32 { return style.Height(64, style.TextBody, style.TextCaption) }

type cardTileRenderer struct {
	t         *cardTile
	box, ring *canvas.Rectangle
}

func (r *cardTileRenderer) Destroy() {}

func (r *cardTileRenderer) MinSize() fyne.Size {
	return fyne.NewSize(style.CardMinWidth, tileHeight())
}

func (r *cardTileRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.ring, r.box, r.t.icon, r.t.name, r.t.what, r.t.toggle}
	if r.t.grip != nil {
		out = append(out, r.t.grip)
	}
	return out
}

func (r *cardTileRenderer) Layout(size fyne.Size) {
	const reach = style.FocusRing + style.FocusGap
	t := r.t
	r.box.Resize(size)
	r.ring.Move(fyne.NewPos(-reach, -reach))
	r.ring.Resize(size.AddWidthHeight(2*reach, 2*reach))
	middle := func(o fyne.CanvasObject, x float32) float32 {
		m := o.MinSize()
		o.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		o.Resize(m)
		return x + m.Width
	}
	x := style.Space12
	if t.grip != nil {
		x = middle(t.grip, style.Space8) + style.Space4
	}
	x = middle(t.icon, x) + style.Space12
	button := t.toggle.MinSize()
	right := size.Width - style.Space8 - button.Width
	middle(t.toggle, right)
	width := max(0, right-style.Space4-x)
	name, what := t.name.HeightFor(width), t.what.MinSize().Height
	if t.what.Text() == "" {
		what = 0
	}
	y := (size.Height - name - what) / 2
	t.name.Move(fyne.NewPos(x, y))
	t.name.Resize(fyne.NewSize(width, name))
	t.what.Move(fyne.NewPos(x, y+name))
	t.what.Resize(fyne.NewSize(width, what))
}

func (r *cardTileRenderer) Refresh() {
	t := r.t
	fill, line := style.Surface, style.Line
	switch {
	case t.dragged:
		fill, line = style.Raised, style.Accent
	case t.hidden:
		fill = style.Background
	case t.hovered:
		line = style.Control
	}
	r.box.FillColor, r.box.StrokeColor = style.Color(fill), style.Color(line)
	r.ring.StrokeColor = style.Color(style.Focus)
	r.ring.Hidden = !t.focused || t.dragged
	ink := parts.Strong
	if t.hidden {
		ink = ink.In(style.Muted)
	}
	t.name.SetRole(ink)
	r.Layout(t.Size())
	canvas.Refresh(t)
}
