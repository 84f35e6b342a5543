package session

import (
	"time"

	"vitalkeep/ui"
)

// backupHistory is what came of backups by the schedule.
type backupHistory struct {
	made     []time.Time // those that were proven, in any order
	failures int         // tries in a row that failed
	failedAt time.Time   // the last of them
}

// Pauses after a failure: they double, up to a day.
const (
	firstPause   = time.Hour
	longestPause = 24 * time.Hour
)

// nextBackup says when the next backup by a schedule is due; one that is due
// already is due now. It is the zero time for no schedule.
//
// A backup covers the day, the seven days or the month that begin with its own
// day in the zone. However many of them went by, one is due. What a clock that
// was wrong dated later than now counts for nothing: it would keep the next one
// away for as long as the clock was ahead.
func nextBackup(every ui.BackupEvery, h backupHistory, now time.Time, zone *time.Location) time.Time {
	if every == ui.BackupsOff {
		return time.Time{}
	}
	var last time.Time
	for _, at := range h.made {
		if !at.After(now) && at.After(last) {
			last = at
		}
	}
	due := now
	if !last.IsZero() {
		due = later(now, endOfSpan(every, last, zone))
	}
	if h.failures > 0 && !h.failedAt.After(now) && h.failedAt.After(last) {
		due = later(due, h.failedAt.Add(pauseAfter(h.failures)))
	}
	return due
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// endOfSpan is the first moment that a backup does not cover any more.
func endOfSpan(every ui.BackupEvery, at time.Time, zone *time.Location) time.Time {
	y, m, d := at.In(zone).Date()
	switch every {
	case ui.BackupsWeekly:
		return time.Date(y, m, d+7, 0, 0, 0, 0, zone)
	case ui.BackupsMonthly:
		// The 31st is followed by the last day of a shorter month.
		if next := time.Date(y, m+1, d, 0, 0, 0, 0, zone); next.Day() == d {
			return next
		}
		return time.Date(y, m+2, 0, 0, 0, 0, 0, zone)
	default:
		return time.Date(y, m, d+1, 0, 0, 0, 0, zone)
	}
}

// pauseAfter is how long to wait after so many failures in a row.
func pauseAfter(failures int) time.Duration {
	pause := firstPause
	for range min(failures-1, 8) {
		pause *= 2
	}
	return min(pause, longestPause)
}

// Warnings of old backups.
const (
	defaultOverdueDays = 30
	// firstDays is how long data may be there without any backup.
	firstDays = 7
)

// backupState says how old the last proof is. proven is when backups were
// proven, data when the first data came; the zero time for none.
func backupState(proven []time.Time, data time.Time, days int, now time.Time) ui.BackupState {
	const day = 24 * time.Hour
	if days <= 0 {
		days = defaultOverdueDays
	}
	var last time.Time
	for _, at := range proven {
		// A day for clocks and zones that were not quite right.
		if at.Before(now.Add(day)) && at.After(last) {
			last = at
		}
	}
	if last.IsZero() {
		return ui.BackupState{Overdue: !data.IsZero() && now.Sub(data) >= firstDays*day, Since: data, Never: true}
	}
	return ui.BackupState{Overdue: now.Sub(last) >= time.Duration(days)*day, Since: last}
}
