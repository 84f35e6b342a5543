package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
)

// TypedKey implements KeyTyper.
func (d *DashboardScreen) TypedKey(ev *fyne.KeyEvent) bool {
	if d.arranging != nil {
		if ev.Name == fyne.KeyEscape {
			d.endArranging()
		}
		return true
	}
	grid, ok := d.grid.Layout.(*cardGrid)
	if n := len(d.cards); ok && n > 0 {
		switch ev.Name {
		case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd:
			to := 0
			if i := d.focusedCard(); i >= 0 {
				to = gridStep(i, n, grid.columns(d.grid.Size().Width), ev.Name)
			}
			if to >= 0 && to < n {
				parts.Focus(d.cards[to].button)
			}
			return true
		}
	}
	return false
}

// TypedRune implements KeyTyper.
func (d *DashboardScreen) TypedRune(r rune) bool {
	if d.arranging != nil {
		return true
	}
	switch r {
	case 'a', 'A':
		d.arrange()
	case 'i', 'I':
		if i := d.focusedCard(); i >= 0 {
			d.shell.OpenInsights(d.cards[i].subject.ID)
		}
	default:
		return false
	}
	return true
}

// focusedCard is the index of the card that has the focus, or -1.
func (d *DashboardScreen) focusedCard() int {
	focused := d.shell.Window().Canvas().Focused()
	return slices.IndexFunc(d.cards, func(c *MetricCard) bool { return focused == fyne.Focusable(c.button) })
}

// Undo implements Undoer: while cards are arranged it takes the last change back.
func (d *DashboardScreen) Undo() bool {
	if d.arranging == nil {
		return false
	}
	d.arranging.takeBack()
	return true
}

// canArrange reports whether the cards of the dashboard can be arranged.
func (s *Shell) canArrange() bool {
	return s.session != nil && s.session.Preferences != nil && s.visit == nil
}

// menu opens what can be done with a card.
func (d *DashboardScreen) menu(s present.Subject, at fyne.Position) {
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", d.menuItems(s)...), d.shell.Window().Canvas(), at)
}

func (d *DashboardScreen) menuItems(s present.Subject) []*fyne.MenuItem {
	items := []*fyne.MenuItem{fyne.NewMenuItem(locale.T("Open"), func() { d.open(s.ID) })}
	if d.shell.offersInsights() && s.Kind != present.Condition {
		items = append(items, fyne.NewMenuItem(locale.T("Insights"), func() { d.shell.OpenInsights(s.ID) }))
	}
	if d.arrangeable {
		items = append(items, fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem(locale.T("Hide this card"), func() { d.hide(s) }),
			fyne.NewMenuItem(locale.T("Arrange cards"), d.arrange))
	}
	return items
}

// hide hides a card, with a way back.
func (d *DashboardScreen) hide(s present.Subject) {
	before := d.order
	set := func(o cardOrder) {
		d.order = o
		d.keepOrder()
		d.setCards()
		d.settle()
		d.load()
	}
	set(d.order.hiding(d.subjects, s.ID, true))
	d.shell.ToastUndo(locale.T("The card “%s” is hidden.", s.Name), func() { set(before) })
}
