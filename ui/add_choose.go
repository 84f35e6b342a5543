package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// addChooser is the list of what can be typed in: what the person types most
// first, then by family, narrowed down by what is typed into the line on top.
type addChooser struct {
	forms  []present.Form
	most   []present.Form
	choose func(present.Form)

	search *parts.SearchField
	list   *fyne.Container
	scroll *container.Scroll
	object fyne.CanvasObject
	tiles  []*parts.CardButton
	shown  []present.Form // as the tiles are
}

// mostUsed is how many kinds stand on top.
const mostUsed = 4

func newAddChooser(s *Shell, forms []present.Form, choose func(present.Form)) *addChooser {
	c := &addChooser{forms: forms, choose: choose, list: parts.Column(style.Space8)}
	c.search = parts.NewSearchField(locale.T("What do you want to add?"), func(string) { c.fill() })
	c.search.OnEnter(func() {
		if len(c.shown) > 0 {
			c.choose(c.shown[0])
		}
	})
	c.search.OnDown(func() {
		if len(c.tiles) > 0 {
			parts.Focus(c.tiles[0])
		}
	})
	c.scroll = parts.Scroll(parts.InsetBy(style.Space4, scrollMargin, style.Space24, scrollMargin, c.list))
	head := parts.InsetBy(style.Space4, scrollMargin, style.Space12, scrollMargin, c.search)
	c.object = container.New(reachOut{s}, container.NewBorder(head, nil, nil, nil, c.scroll))
	c.fill()
	return c
}

// tileWidth is the least breadth of a kind.
const tileWidth = 220

// setMost puts what is typed most on top.
func (c *addChooser) setMost(most []present.Form) {
	c.most = most
	c.fill()
}

// fill lists what the search finds.
func (c *addChooser) fill() {
	c.list.Objects, c.tiles, c.shown = nil, nil, nil
	search := c.search.Text()
	if search == "" && len(c.most) > 0 {
		c.group(locale.T("You add most"), c.most)
	}
	var names []string
	groups := map[string][]present.Form{}
	for _, f := range c.forms {
		if search != "" && !f.Matches(search) {
			continue
		}
		g := f.Group()
		if !slices.Contains(names, g) {
			names = append(names, g)
		}
		groups[g] = append(groups[g], f)
	}
	for _, n := range names {
		c.group(n, groups[n])
	}
	if len(c.shown) == 0 {
		c.list.Add(parts.NewParagraph(locale.T("Nothing of that name can be typed in. Try another word, or empty the line to see all."), parts.BodyMuted))
	}
	c.list.Refresh()
	c.scroll.ScrollToTop()
	c.scroll.Refresh()
}

func (c *addChooser) group(name string, forms []present.Form) {
	tiles := make([]fyne.CanvasObject, len(forms))
	for i, f := range forms {
		t := c.tile(f)
		tiles[i] = t
		c.tiles = append(c.tiles, t)
		c.shown = append(c.shown, f)
	}
	air := style.Space12
	if len(c.list.Objects) == 0 {
		air = 0
	}
	c.list.Add(parts.InsetBy(air, 0, 0, 0, parts.NewText(name, parts.SmallStrong.In(style.Muted))))
	c.list.Add(parts.Grid(grown(tileWidth), style.Space12, tiles...))
}

func (c *addChooser) tile(f present.Form) *parts.CardButton {
	icon, token := formLook(f)
	content := parts.Row(style.Space12,
		parts.NewGlyph(icon, token, style.IconNav),
		parts.Stretch(parts.Column(2,
			parts.NewParagraph(f.Name(), parts.Strong), parts.NewParagraph(f.Hint(), parts.Caption))))
	t := parts.NewCardButton(f.Name(), content, func() { c.choose(f) })
	t.OnFocus(func() {
		driver := fyne.CurrentApp().Driver()
		top := driver.AbsolutePositionForObject(t).Y - driver.AbsolutePositionForObject(c.scroll).Y + c.scroll.Offset.Y
		bringIntoSight(c.scroll, top, t.Size().Height)
	})
	return t
}

// formLook returns the icon and the colour of what is typed.
func formLook(f present.Form) (style.Icon, style.Token) {
	switch f.Entry {
	case health.Note:
		return style.IconNote, style.Muted
	case health.Symptom:
		return style.IconSymptom, style.Temperature
	case health.Medicine:
		return style.IconMedicine, style.Oxygen
	case health.Picture:
		return style.IconPicture, style.Muted
	}
	icon, token := FamilyLook(f.Family)
	switch f.ID {
	case present.PressureID:
		icon = style.IconPressure
	case "height":
		icon = style.IconHeight
	case "glucose":
		icon = style.IconOxygen // a drop, of blood here
	}
	return icon, token
}
