package ui

import (
	"time"

	"vitalkeep/ui/locale"
)

// whenText says when something was, in the middle of a sentence: "today at
// 12:03", "yesterday at 21:00", "on 14 Oct 2025 at 12:03".
func whenText(at, now time.Time) string {
	at = at.In(now.Location())
	clock, today := locale.Clock(at), locale.DateOf(now)
	switch day := locale.DateOf(at); day {
	case today:
		return locale.T("today at %s", clock)
	case today.AddDays(-1):
		return locale.T("yesterday at %s", clock)
	default:
		return locale.T("on %[1]s at %[2]s", locale.FullDate(day), clock)
	}
}
