package ui

import (
	"testing"

	"vitalkeep/health"
)

func TestAPurposeIsAllowedUntilItsPersonObjects(t *testing.T) {
	ada, bo := health.ProfileID{1}, health.ProfileID{2}
	of := map[health.ProfileID]*fakePreferences{ada: newFakePreferences(), bo: newFakePreferences()}
	of[ada].kept[purposesPreference] = []byte(`{"off":["insights","of a newer program"]}`)
	of[bo].kept[purposesPreference] = []byte(`not JSON`)
	s := &Shell{session: &Session{Preferences: func(p health.ProfileID) Preferences { return of[p] }}, profile: health.Profile{ID: ada}}
	if s.Allows(health.Insights) || !s.Allows(health.Bands) {
		t.Error("what is objected to is allowed, or all else is not")
	}
	if !s.AllowsFor(bo, health.Insights) {
		t.Error("one person's objection counts for another")
	}
	s.session.Preferences = nil
	if !s.Allows(health.Insights) {
		t.Error("without anywhere to object nothing is allowed")
	}
}
