package ui

import (
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

// twoPeople is a vault of two people whose data can be told apart: everything
// that one of them wrote names them.
func twoPeople(t *testing.T) *stage {
	t.Helper()
	libraries, books := map[health.ProfileID]*fakeLibrary{}, map[health.ProfileID]*fakeNotebook{}
	kept := map[health.ProfileID]*fakePreferences{}
	for i, p := range bergs {
		l := newFakeLibrary()
		l.person = p
		l.weights(9 + 20*i)
		if i > 0 {
			l.pressures(9)
		}
		n := newFakeNotebook(l)
		n.put(nil, []health.Entry{{
			Kind: health.Note, Source: health.TypedSource, Start: stageNow.UnixMilli() - 3600_000,
			Fields: []health.Field{{Name: health.FieldText, Text: "A note of " + p.Name}},
		}})
		libraries[p.ID], books[p.ID], kept[p.ID] = l, n, newFakePreferences()
	}
	return unlocked(t, style.AlwaysLight, wide, func(d *Deps, s *stage) {
		d.Pages = AllPages()
		s.vaults.people = slices.Clone(bergs)
		s.vaults.dress = func(session *Session) {
			session.Library = func(id health.ProfileID) Library { return libraries[id] }
			session.Notebook = func(id health.ProfileID) Notebook { return books[id] }
			session.Preferences = func(id health.ProfileID) Preferences { return kept[id] }
		}
	})
}

// However fast one goes from person to person, and whatever of the one before is
// still under way, every page ends with what it shows when one goes there calmly.
func TestNothingOfAnotherPersonIsEverShown(t *testing.T) {
	shareApp(t)
	calm, hasty := twoPeople(t), twoPeople(t)
	told := 0
	for i := range calm.places() {
		for person := range bergs {
			calm.goToPerson(person)
			calm.goTo(i)
			calm.bench.settle()

			hasty.goTo(i)
			for _, p := range []int{1 - person, person, 1 - person} {
				hasty.goToPerson(p)
				hasty.bench.begin() // its results wait to be shown
				hasty.Reload()      // and these are under way
			}
			hasty.goToPerson(person)
			hasty.bench.settle()

			place, want, got := calm.place, calm.texts(), hasty.texts()
			if !slices.Equal(got, want) {
				t.Errorf("on %s, %s is shown\n%q\nwant\n%q", place, bergs[person].Name, got, want)
			}
			if strings.Contains(strings.Join(got, "\n"), "A note of "+bergs[person].Name) {
				told++
			}
			if other := "A note of " + bergs[1-person].Name; strings.Contains(strings.Join(got, "\n"), other) {
				t.Errorf("on %s of %s stands %q", place, bergs[person].Name, other)
			}
		}
	}
	if told < 2*len(bergs) {
		t.Errorf("%d pages show what the person wrote, so that this test tells little", told)
	}
}
