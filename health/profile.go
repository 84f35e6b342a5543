package health

import "time"

// ProfileID names a profile within a vault. The zero value means none.
type ProfileID [16]byte

// Sex is what a person says of theirs, where formulas and reports ask for it.
type Sex uint8

// What a person may say of their sex.
const (
	UnknownSex Sex = iota // not said
	Female
	Male
	OtherSex
	sexEnd
)

// Valid reports whether s is one of the above.
func (s Sex) Valid() bool { return s < sexEnd }

// WeekStart is the day with which weeks of a person begin.
type WeekStart uint8

// The first days of weeks.
const (
	UsualWeek WeekStart = iota // as everywhere in the program
	MondayWeek
	SundayWeek
	SaturdayWeek
	weekStartEnd
)

// Valid reports whether w is one of the above.
func (w WeekStart) Valid() bool { return w < weekStartEnd }

// DateForm is the order in which a person writes dates.
type DateForm uint8

// The forms of dates.
const (
	UsualDates DateForm = iota // as everywhere in the program
	DayFirst
	MonthFirst
	YearFirst
	dateFormEnd
)

// Valid reports whether f is one of the above.
func (f DateForm) Valid() bool { return f < dateFormEnd }

// Profile is one person of the household. The height of a person is a
// measurement like any other.
type Profile struct {
	ID      ProfileID
	Name    string
	Main    bool
	Units   UnitSystem
	Zone    string // IANA name, "Europe/Paris"
	Sample  bool   // invented data for a look around
	Inbox   bool   // nobody: what waits there until somebody claims it
	Picture string // name under which the vault keeps it, "" for none
	Born    Date   // zero where it is not said
	Sex     Sex
	Week    WeekStart
	Dates   DateForm
}

// Location returns the profile's zone.
func (p Profile) Location() (*time.Location, error) { return time.LoadLocation(p.Zone) }
