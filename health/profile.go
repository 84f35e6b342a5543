package health

import "time"

// ProfileID names a profile within a vault. The zero value means none.
type ProfileID [16]byte

// UnitSystem is the choice of units in which a person sees values.
type UnitSystem uint8

// The unit systems.
const (
	MetricUnits UnitSystem = iota
	USUnits
)

// Profile is one person of the household.
type Profile struct {
	ID     ProfileID
	Name   string
	Main   bool
	Units  UnitSystem
	Zone   string // IANA name, "Europe/Paris"
	Sample bool   // invented data for a look around
}

// Location returns the profile's zone.
func (p Profile) Location() (*time.Location, error) { return time.LoadLocation(p.Zone) }
