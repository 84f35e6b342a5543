package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// meansName names what runs through the marks of days.
func (d *DetailScreen) meansName(means present.Step) string {
	switch {
	case means == present.Weekly:
		return locale.T("Weekly means")
	case means == present.Monthly:
		return locale.T("Monthly means")
	case d.subject.Kind == present.BodyMass:
		return locale.T("Trend")
	}
	return locale.T("Days alone")
}

// showMeans says which means are shown, where there are days to make them of.
func (d *DetailScreen) showMeans() {
	b := d.main.means
	b.SetLabel(d.meansName(d.means))
	kind := d.subject.Kind
	setShown(b, !d.graph.Almanac.Objects.Statistics && d.graph.Step == present.Daily && (kind == present.BodyMass || kind == present.Measured))
}

// chooseMeans opens the list of the means.
func (d *DetailScreen) chooseMeans() {
	var items []*fyne.MenuItem
	for _, means := range []present.Step{present.Each, present.Weekly, present.Monthly} {
		item := fyne.NewMenuItem(d.meansName(means), func() {
			parts.Focus(d.main.means)
			d.setMeans(means)
		})
		item.Checked = means == d.means
		items = append(items, item)
	}
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), d.shell.Window().Canvas())
	menu.ShowAtRelativePosition(fyne.NewPos(0, d.main.means.Size().Height+style.Space4), d.main.means)
}

// setMeans draws the marks there are with other means.
func (d *DetailScreen) setMeans(means present.Step) {
	d.means, d.graph.Means = means, means
	shown, _ := d.graph.Shown(d.window)
	d.main.draw(shown)
}
