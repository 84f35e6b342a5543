package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// NoticeKind is what a notice tells about.
type NoticeKind int

// The kinds of notice, each with an icon and a ground of its own.
const (
	NoticeInfo NoticeKind = iota
	NoticeSuccess
	NoticeWarning
	NoticeDanger
)

func (k NoticeKind) look() (icon style.Icon, ink, ground style.Token) {
	switch k {
	case NoticeSuccess:
		return style.IconCheck, style.Success, style.SuccessBack
	case NoticeWarning:
		return style.IconWarning, style.Warning, style.WarningBack
	case NoticeDanger:
		return style.IconWarning, style.Danger, style.DangerBack
	case NoticeInfo:
	}
	return style.IconInfo, style.Accent, style.Selection
}

// Notice is a line in the page that says what happened and what to do about it.
type Notice struct {
	widget.BaseWidget
	kind  NoticeKind
	what  *Paragraph
	todo  *Paragraph
	glyph *Glyph
	body  *fyne.Container
}

// NewNotice returns a notice: one sentence for what happened and one for what
// to do, which may be "". Actions stand to the right.
func NewNotice(kind NoticeKind, what, todo string, actions ...fyne.CanvasObject) *Notice {
	icon, ink, _ := kind.look()
	n := &Notice{
		kind:  kind,
		what:  NewParagraph(what, SmallStrong),
		todo:  NewParagraph(todo, Small),
		glyph: NewGlyph(icon, ink, style.IconCard),
	}
	row := []fyne.CanvasObject{n.glyph, Stretch(Column(2, n.what, n.todo))}
	n.body = InsetBy(10, style.Space12, 10, style.Space12, Row(style.Space12, append(row, actions...)...))
	n.ExtendBaseWidget(n)
	n.Set(kind, what, todo)
	return n
}

// Set changes kind and words.
func (n *Notice) Set(kind NoticeKind, what, todo string) {
	n.kind = kind
	n.what.SetText(what)
	n.todo.SetText(todo)
	if todo == "" {
		n.todo.Hide()
		n.what.SetRole(Small)
	} else {
		n.todo.Show()
		n.what.SetRole(SmallStrong)
	}
	n.Refresh()
}

// Text returns the words as one string.
func (n *Notice) Text() string {
	if n.todo.Text() == "" {
		return n.what.Text()
	}
	return n.what.Text() + " " + n.todo.Text()
}

// AccessibilityLabel implements fyne.Accessible.
func (n *Notice) AccessibilityLabel() string { return n.Text() }

// AccessibilityRole implements fyne.Accessible.
func (n *Notice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// HeightFor returns the height the notice needs at a width.
func (n *Notice) HeightFor(width float32) float32 { return heightFor(n.body, width) }

// CreateRenderer implements fyne.Widget.
func (n *Notice) CreateRenderer() fyne.WidgetRenderer {
	r := &noticeRenderer{n: n, box: canvas.NewRectangle(style.Color(style.Clear))}
	r.box.CornerRadius = style.RadiusControl
	r.Refresh()
	return r
}

type noticeRenderer struct {
	noDestroy
	n   *Notice
	box *canvas.Rectangle
}

func (r *noticeRenderer) MinSize() fyne.Size { return r.n.body.MinSize() }

func (r *noticeRenderer) Layout(s fyne.Size) {
	r.box.Resize(s)
	r.n.body.Resize(s)
}

func (r *noticeRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.n.body}
}

func (r *noticeRenderer) Refresh() {
	icon, ink, ground := r.n.kind.look()
	r.box.FillColor = style.Color(ground)
	r.n.glyph.Set(icon, ink)
	r.n.body.Refresh()
	r.Layout(r.n.Size())
	canvas.Refresh(r.n)
}
