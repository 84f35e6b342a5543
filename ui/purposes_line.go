package ui

import (
	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// openRights opens the settings where purposes are switched.
func (s *Shell) openRights() {
	for i, p := range s.places() {
		if p.id == settingsPlace {
			s.settings = settingsState{section: rightsSection}
			s.goTo(i)
		}
	}
}

// offLine tells on the dashboard what is missing there because the person
// objects to it, nil where nothing is.
func (s *Shell) offLine(person health.Profile) fyne.CanvasObject {
	off := s.objected(person.ID, health.Statistics, health.Insights, health.Bands, health.Goals)
	if len(off) == 0 {
		return nil
	}
	return footCard(newBadge(style.IconEyeOff, style.Muted, style.Sunken, badgeSize),
		locale.T("Switched off: %s", locale.List(off...)), locale.T("Readings are shown as they are, and nothing is made of them there."), s.rightsButton())
}

func (s *Shell) rightsButton() *parts.Button {
	return parts.NewButton(parts.Quiet, locale.T("Purposes…"), s.openRights)
}

// offHere are the purposes whose lack a person sees in a graph.
func (d *DetailScreen) offHere() []string {
	among := []health.Purpose{health.Statistics}
	if d.subject.Kind == present.Pressure || len(present.Thresholds(d.subject.Metric.ID)) > 0 {
		among = append(among, health.Bands)
	}
	return d.shell.objected(d.person.ID, among...)
}

// showOff leads to what is switched off, where anything is.
func (d *DetailScreen) showOff() { setShown(d.main.off, len(d.offHere()) > 0) }

// inWords is the sentence under the graph, with what is not in it because it is
// switched off.
func (d *DetailScreen) inWords(g present.Graph) string {
	words := g.InWords()
	if off := d.offHere(); len(off) > 0 {
		words += " " + locale.T("Switched off: %s.", locale.List(off...))
	}
	return words
}
