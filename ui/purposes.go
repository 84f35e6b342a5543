package ui

import (
	"slices"

	"vitalkeep/health"
)

// purposesPreference is the key under which a person's objections are kept.
const purposesPreference = "purposes"

// objections is the stored form: the purposes that are switched off.
type objections struct {
	Off []health.Purpose `json:"off"`
}

// Allows reports whether the data of the person on show may be used for a
// purpose.
func (s *Shell) Allows(purpose health.Purpose) bool {
	return s.AllowsFor(s.profile.ID, purpose)
}

// AllowsFor reports whether the data of a person may be used for a purpose.
func (s *Shell) AllowsFor(person health.ProfileID, purpose health.Purpose) bool {
	if s.session == nil || s.session.Preferences == nil {
		return true
	}
	o, _ := readChoice[objections](s.session.Preferences(person), purposesPreference)
	return !slices.Contains(o.Off, purpose)
}
