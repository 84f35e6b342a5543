package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// Progress is one line for work that takes a while: what is being done, how far
// it is, and Cancel.
type Progress struct {
	widget.BaseWidget
	label    *Text
	cancel   *Button
	fraction float64
}

// NewProgress returns the line; without a cancel function there is no button.
func NewProgress(label string, cancel func()) *Progress {
	p := &Progress{label: NewText(label, SmallMuted).Cutting(CutEnd), fraction: -1}
	if cancel != nil {
		p.cancel = NewButton(Outlined, locale.T("Cancel"), cancel).Tall(style.ControlSmallHeight)
	}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes the words and how much is done, from 0 to 1. A negative fraction
// means that nobody knows; the bar is left away then.
func (p *Progress) Set(label string, fraction float64) {
	p.label.SetText(label)
	if p.fraction != fraction {
		p.fraction = min(fraction, 1)
		p.Refresh()
	}
}

// Label returns the words.
func (p *Progress) Label() string { return p.label.Text() }

// Fraction returns how much is done, negative if unknown.
func (p *Progress) Fraction() float64 { return p.fraction }

// CreateRenderer implements fyne.Widget.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer {
	r := &progressRenderer{
		p:     p,
		track: canvas.NewRectangle(style.Color(style.Line)),
		bar:   canvas.NewRectangle(style.Color(style.Accent)),
	}
	r.track.CornerRadius = style.RadiusBar
	r.bar.CornerRadius = style.RadiusBar
	r.Refresh()
	return r
}

const barHeight = 6

type progressRenderer struct {
	noDestroy
	p          *Progress
	track, bar *canvas.Rectangle
}

func (r *progressRenderer) MinSize() fyne.Size {
	h := r.p.label.MinSize().Height + style.Space8 + barHeight
	w := float32(160)
	if r.p.cancel != nil {
		c := r.p.cancel.MinSize()
		h = max(h, c.Height)
		w += c.Width + style.Space16
	}
	return fyne.NewSize(w, h)
}

func (r *progressRenderer) Layout(s fyne.Size) {
	room := s.Width
	if r.p.cancel != nil {
		c := r.p.cancel.MinSize()
		r.p.cancel.Resize(c)
		r.p.cancel.Move(fyne.NewPos(s.Width-c.Width, (s.Height-c.Height)/2))
		room -= c.Width + style.Space16
	}
	label := r.p.label.MinSize().Height
	used := label + style.Space8 + barHeight
	if r.p.fraction < 0 {
		used = label
	}
	y := (s.Height - used) / 2
	r.p.label.Move(fyne.NewPos(0, y))
	r.p.label.Resize(fyne.NewSize(room, label))
	y += label + style.Space8
	r.track.Move(fyne.NewPos(0, y))
	r.track.Resize(fyne.NewSize(room, barHeight))
	r.bar.Move(fyne.NewPos(0, y))
	r.bar.Resize(fyne.NewSize(room*float32(max(0, r.p.fraction)), barHeight))
}

func (r *progressRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.track, r.bar, r.p.label}
	if r.p.cancel != nil {
		out = append(out, r.p.cancel)
	}
	return out
}

func (r *progressRenderer) Refresh() {
	r.track.FillColor = style.Color(style.Line)
	r.bar.FillColor = style.Color(style.Accent)
	r.track.Hidden = r.p.fraction < 0
	r.bar.Hidden = r.p.fraction < 0
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}
