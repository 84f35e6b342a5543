package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// cataloguePage lists every model that is known with exactly what it gives.
type cataloguePage struct {
	shell *Shell
	src   timelineSource
	whole *fyne.Container
	find  *parts.Field
	list  *fyne.Container
	shown []health.DeviceModel
	own   []*parts.Button
}

var (
	_ Page    = (*cataloguePage)(nil)
	_ Starter = (*cataloguePage)(nil)
)

func newCataloguePage(s *Shell, src timelineSource) *cataloguePage {
	c := &cataloguePage{shell: s, src: src, list: parts.Column(style.Gap)}
	c.find = parts.NewField(locale.T("Find a model"))
	c.find.OnChanged(func(string) { c.fill() })
	bar := parts.NewTopBar(locale.T("Catalogue of devices"), locale.T("What each model measures, and nothing else"), s.Back, s.Actions()...)
	c.whole = container.NewStack(newTransferPage(s.Compact, bar, nil, c.find, c.list))
	c.fill()
	return c
}

// Object implements Page.
func (c *cataloguePage) Object() fyne.CanvasObject { return c.whole }

// Start implements Starter.
func (c *cataloguePage) Start() { c.find.Focus() }

// Leave implements Page.
func (c *cataloguePage) Leave() {}

// fill lists the models that go with what is typed, by kind.
func (c *cataloguePage) fill() {
	c.shown, c.own, c.list.Objects = present.FindModels(c.find.Text()), nil, nil
	var rows []fyne.CanvasObject
	flush := func(k health.DeviceKind) {
		if len(rows) > 0 {
			c.list.Add(parts.Column(style.Space8, vaultHeading(present.DeviceKindName(k)), parts.NewBareCard(ruled(rows...))))
			rows = nil
		}
	}
	for i, m := range c.shown {
		if i > 0 && m.Kind != c.shown[i-1].Kind {
			flush(c.shown[i-1].Kind)
		}
		rows = append(rows, c.row(m))
	}
	if len(c.shown) > 0 {
		flush(c.shown[len(c.shown)-1].Kind)
	} else {
		c.list.Add(parts.NewParagraph(locale.T("The catalogue knows no such model."), parts.SmallMuted))
	}
	c.whole.Refresh()
}

func (c *cataloguePage) row(m health.DeviceModel) fyne.CanvasObject {
	icon, token := deviceIcon(m.Kind)
	own := parts.NewButton(parts.Quiet, locale.T("Add mine…"), func() {
		c.shell.Open(newDeviceForm(c.shell, c.src, health.Device{Model: m.ID}))
	})
	c.own = append(c.own, own)
	return parts.InsetBy(10, style.Space12, 10, style.CardPadding, parts.Row(style.Space12,
		newBadge(icon, token, style.Sunken, 32),
		parts.Stretch(parts.Column(2,
			parts.NewText(m.Maker+" "+m.Name, parts.Strong).Cutting(parts.CutEnd),
			parts.NewParagraph(locale.List(present.Gives(m)...), parts.SmallMuted))), own))
}
