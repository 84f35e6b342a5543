package notices

import (
	"time"

	"vitalkeep/health"
)

// Facts are what notices are made of. What is nil is not known, and nothing is
// said of it.
type Facts struct {
	Settings Settings
	// Zone is for what belongs to nobody in particular.
	Zone *time.Location
	// Known are all people of the vault; notices of others are forgotten.
	Known []health.ProfileID
	// People are those whose data can be read now.
	People  []Person
	Backup  *BackupFact
	Endings []Ending
	Letters []LetterFact
	News    []News
}

// Person is what is known of one person: their own reminders and goals, and what
// was stored in the last weeks.
type Person struct {
	ID        health.ProfileID
	Zone      *time.Location
	Reminders []Reminder
	Goals     []Goal
	// NoDesktop keeps what is about them off the desktop.
	NoDesktop bool

	// Measured are the moments of readings that reminders ask for, rising.
	Measured map[health.MetricID][]int64
	Taken    []Taken
	// Days and Latest are of the metrics of goals.
	Days   map[health.MetricID][]health.Day
	Latest map[health.MetricID]Value
}

// Taken is a medicine that a person noted.
type Taken struct {
	Name string
	At   int64 // UTC milliseconds
}

// Value is a number in its canonical unit at a moment.
type Value struct {
	At    int64
	Value float64
}

// BackupFact is the last backup that was proven.
type BackupFact struct {
	// Proven is when, in UTC milliseconds; before there is any, when the vault
	// began to want one.
	Proven int64
	// Days is how old it may be.
	Days int
}

// Ending is something that will be gone for good unless somebody acts.
type Ending struct {
	Ref    string           // tells it from others
	Person health.ProfileID // zero for the account
	Asked  int64            // when it was begun, in UTC milliseconds: it never changes
	At     int64            // UTC milliseconds, as far as anybody knows now
}

// LetterFact is a letter whose answer is awaited.
type LetterFact struct {
	Ref      string
	Person   health.ProfileID
	Deadline int64 // UTC milliseconds
}

// News is something that brought measurements.
type News struct {
	Person health.ProfileID
	At     int64 // UTC milliseconds
	Count  int
}

func (f Facts) person(id health.ProfileID) (Person, bool) {
	for _, p := range f.People {
		if p.ID == id {
			return p, true
		}
	}
	return Person{}, false
}

// zone is that of a person, or the one for what belongs to nobody.
func (f Facts) zone(id health.ProfileID) *time.Location {
	if p, ok := f.person(id); ok && p.Zone != nil {
		return p.Zone
	}
	if f.Zone != nil {
		return f.Zone
	}
	return time.UTC
}
