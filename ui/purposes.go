package ui

import (
	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// purposesPreference is the key under which a person's objections are kept.
const purposesPreference = health.ObjectionsKey

// Allows reports whether the data of the person on show may be used for a
// purpose.
func (s *Shell) Allows(purpose health.Purpose) bool {
	return s.AllowsFor(s.profile.ID, purpose)
}

// AllowsFor reports whether the data of a person may be used for a purpose.
func (s *Shell) AllowsFor(person health.ProfileID, purpose health.Purpose) bool {
	return s.objectionsOf(person).Allows(purpose)
}

// objectionsOf are those of a person; none where there is nowhere to object.
func (s *Shell) objectionsOf(person health.ProfileID) health.Objections {
	if s.session == nil || s.session.Preferences == nil {
		return health.Objections{}
	}
	return health.ReadObjections(s.session.Preferences(person).Get(purposesPreference))
}

// uses are a person's objections for whatever is made of their data.
func (s *Shell) uses(person health.ProfileID) present.Objections {
	o := s.objectionsOf(person)
	return present.Objections{Statistics: !o.Allows(health.Statistics), Bands: !o.Allows(health.Bands)}
}

// almanac is that of a person now.
func (s *Shell) almanac(p health.Profile) present.Almanac {
	a := present.NewAlmanac(s.Now(), p)
	a.Objects = s.uses(p.ID)
	return a
}

// offersInsights reports whether there are insights into the data of the person
// on show.
func (s *Shell) offersInsights() bool {
	return s.session != nil && s.pages.Insights != nil && s.Allows(health.Insights)
}
