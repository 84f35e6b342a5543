package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// TopBar is the head of a page: a way back where there is one, title, subtitle,
// and the page's actions on the right.
type TopBar struct {
	widget.BaseWidget
	title    *Text
	subtitle *Text
	row      *fyne.Container
	compact  bool
}

// NewTopBar returns the head of a page. back may be nil; subtitle may be "".
func NewTopBar(title, subtitle string, back func(), actions ...fyne.CanvasObject) *TopBar {
	t := &TopBar{
		title:    NewText(title, Title).Cutting(CutEnd),
		subtitle: NewText(subtitle, SmallMuted).Cutting(CutEnd),
	}
	words := Column(0, t.title, t.subtitle)
	var objects []fyne.CanvasObject
	if back != nil {
		objects = append(objects, NewIconButton(style.IconBack, locale.T("Back"), back))
	}
	objects = append(objects, Stretch(words))
	objects = append(objects, actions...)
	t.row = Row(style.Space8, objects...)
	t.ExtendBaseWidget(t)
	t.Set(title, subtitle)
	return t
}

// Set changes title and subtitle.
func (t *TopBar) Set(title, subtitle string) {
	t.title.SetText(title)
	t.subtitle.SetText(subtitle)
	t.subtitle.Hidden = subtitle == ""
	t.Refresh()
}

// SetCompact chooses between 64 and 56 px of height.
func (t *TopBar) SetCompact(on bool) {
	if t.compact != on {
		t.compact = on
		t.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *TopBar) CreateRenderer() fyne.WidgetRenderer { return &topBarRenderer{t: t} }

type topBarRenderer struct {
	noDestroy
	t *TopBar
}

func (r *topBarRenderer) MinSize() fyne.Size {
	h := style.TopBarHeight
	if r.t.compact {
		h = style.TopBarCompactHeight
	}
	h = max(h, r.t.row.MinSize().Height+style.Space8)
	return fyne.NewSize(r.t.row.MinSize().Width, h)
}

func (r *topBarRenderer) Layout(s fyne.Size)           { r.t.row.Resize(s) }
func (r *topBarRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.t.row} }

func (r *topBarRenderer) Refresh() {
	r.t.row.Refresh()
	r.Layout(r.t.Size())
}
