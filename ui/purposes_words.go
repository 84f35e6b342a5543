package ui

import (
	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// purposeWords are what a purpose is called, and what it uses, for what, and
// where it is seen.
func purposeWords(p health.Purpose) (name, sentence string) {
	switch p {
	case health.Statistics:
		return locale.T("Statistics"),
			locale.T("Means, trends and changes are worked out from readings: on cards, in graphs, sentences, tables and the timeline, and in the report for a doctor. The readings stay.")
	case health.Insights:
		return locale.T("Insights"),
			locale.T("Weeks, months, usual ranges and the week of blood pressure at home are worked out from days and readings: on pages of their own, on the dashboard and in the report for a doctor.")
	case health.Bands:
		return locale.T("Published ranges"),
			locale.T("Blood pressure, fever and the air of rooms are held against published ranges: as lines, names and sentences in graphs, insights, the diary and the home.")
	case health.Goals:
		return locale.T("Goals"),
			locale.T("Readings are held against what is to be reached: on the page of goals, on cards and in notices. The goals themselves stay.")
	case health.Reminders:
		return locale.T("Reminders"),
			locale.T("What was measured or taken is looked through for what is due: on the page of reminders and in notices. The reminders themselves stay.")
	case health.DesktopNotes:
		return locale.T("Desktop notifications"),
			locale.T("Notices are shown outside the window too, where others may see them.")
	}
	return string(p), ""
}

// objected are the names of the purposes of a person that are switched off.
func (s *Shell) objected(person health.ProfileID, among ...health.Purpose) []string {
	o := s.objectionsOf(person)
	var out []string
	for _, p := range among {
		if !o.Allows(p) {
			name, _ := purposeWords(p)
			out = append(out, name)
		}
	}
	return out
}
