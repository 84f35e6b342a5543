package health

// Purpose is a use of a person's data that can be objected to: switched off, it
// does not happen.
type Purpose string

// The purposes. Their values are stored.
const (
	// Statistics are means, trends and changes against a period.
	Statistics Purpose = "statistics"
	// Insights are what days and readings come to, on pages of their own.
	Insights Purpose = "insights"
	// Bands are published ranges that readings are judged by.
	Bands Purpose = "bands"
	// Goals compare readings with what a person wants to reach.
	Goals Purpose = "goals"
	// Reminders look whether something was measured or taken.
	Reminders Purpose = "reminders"
	// DesktopNotes show notices outside the window.
	DesktopNotes Purpose = "desktop-notes"
)

// Purposes lists them in the order in which they are shown.
func Purposes() []Purpose {
	return []Purpose{Statistics, Insights, Bands, Goals, Reminders, DesktopNotes}
}
