package ui

import (
	"time"
)

// whenText says when something was, in the middle of a sentence: "today at
// 12:03", "yesterday at 21:00", "on 14 Oct 2025 at 12:03".
func whenText(at, now time.Time) string {
	at = at.In(now.Location())
	clock := at.Format("15:04")
	switch at.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return "today at " + clock
	case now.AddDate(0, 0, -1).Format(time.DateOnly):
		return "yesterday at " + clock
	}
	return "on " + at.Format("2 Jan 2006") + " at " + clock
}
