package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// fakePeople keeps people in a slice.
type fakePeople struct {
	added, set []health.Profile
	fail       error
}

func (p *fakePeople) Add(_ context.Context, h health.Profile) (health.Profile, error) {
	if p.fail != nil {
		return health.Profile{}, p.fail
	}
	h.ID = health.ProfileID{byte(100 + len(p.added))}
	p.added = append(p.added, h)
	return h, nil
}

func (p *fakePeople) Set(_ context.Context, h health.Profile) error {
	p.set = append(p.set, h)
	return p.fail
}

var bergs = []health.Profile{
	{ID: health.ProfileID{1}, Name: "Anna Berg", Main: true, Zone: "Europe/Stockholm"},
	{ID: health.ProfileID{2}, Name: "Jonas Berg", Zone: "Europe/Stockholm", Units: health.USUnits},
}

// withPeople gives the vault two people whom one can change.
func withPeople(editor *fakePeople) stageOption {
	return func(_ *Deps, s *stage) {
		s.vaults.people = slices.Clone(bergs)
		s.vaults.dress = func(session *Session) { session.People = editor }
	}
}

func personForm(t *testing.T, s *stage) *personPage {
	t.Helper()
	p, ok := s.Page().(*personPage)
	if !ok {
		t.Fatalf("the page is %T", s.Page())
	}
	return p
}

func TestThePersonIsChosenFromAListByMouseAndKeys(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide, withPeople(&fakePeople{}))
	s.ctrl(fyne.Key2)
	test.TapCanvas(s.window.Canvas(), fyne.NewPos(100, 40))
	row, ok := s.window.Canvas().Focused().(*parts.PersonRow)
	if !ok || row.AccessibilityLabel() != "Anna Berg, Main profile" {
		t.Fatalf("%T has the keyboard", s.window.Canvas().Focused())
	}
	s.key(fyne.KeyDown)
	s.key(fyne.KeyReturn)
	if s.window.Canvas().Overlays().Top() != nil {
		t.Error("the list stays")
	}
	if s.Profile().Name != "Jonas Berg" || page(t, s).line != "Data" {
		t.Errorf("%s is shown on %s", s.Profile().Name, page(t, s).line)
	}
	s.wants("Jonas Berg")
	s.ctrlShift(fyne.Key1)
	if s.Profile().Name != "Anna Berg" {
		t.Errorf("Ctrl+Shift+1 leads to %s", s.Profile().Name)
	}
	s.ctrlShift(fyne.Key9)
	if s.Profile().Name != "Anna Berg" {
		t.Error("there are no nine people")
	}
}

func TestAPersonIsAdded(t *testing.T) {
	people := &fakePeople{}
	s := unlocked(t, style.AlwaysLight, wide, withPeople(people))
	s.OpenPerson(health.Profile{})
	f := personForm(t, s)
	s.typeIn("Elin Berg")
	f.units.base.Choose(1)
	f.times.zone.SetText("paris")
	f.store()
	if !f.Busy() || !f.save.Disabled() {
		t.Error("the page is not busy while it stores")
	}
	s.bench.settle()
	want := health.Profile{ID: health.ProfileID{100}, Name: "Elin Berg", Units: health.USUnits, Zone: "Europe/Paris"}
	if got := people.added; len(got) != 1 || got[0] != want {
		t.Errorf("added %+v", got)
	}
	if s.Profile() != want || len(s.session.Profiles) != 3 || len(s.vaults.people) != 2 {
		t.Errorf("shown is %+v of %d people", s.Profile(), len(s.session.Profiles))
	}
	s.wants("Added Elin Berg. Import files or type in the first measurement.")
}

func TestAPersonIsChanged(t *testing.T) {
	people := &fakePeople{}
	s := unlocked(t, style.AlwaysLight, wide, withPeople(people))
	s.OpenPerson(s.Profile())
	f := personForm(t, s)
	f.who.name.SetText(" Anna Lind ")
	f.who.name.Focus()
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if got := people.set; len(got) != 1 || got[0].Name != "Anna Lind" || got[0].ID != bergs[0].ID || !got[0].Main {
		t.Errorf("set %+v", got)
	}
	s.wants("Anna Lind")
	if s.shows("Anna Berg") {
		t.Error("the old name is shown still")
	}
}

func TestWhatIsWrongWithAPersonIsSaidBesideTheField(t *testing.T) {
	long := strings.Repeat("x", mostName+1)
	for name, tt := range map[string]struct {
		name, zone string
		field      func(f *personPage) *parts.Field
		words      string
	}{
		"no name":         {" ", "UTC", func(f *personPage) *parts.Field { return f.who.name }, "Type a name; it stands in the window and in exports."},
		"a name too long": {long, "UTC", func(f *personPage) *parts.Field { return f.who.name }, "This name is too long; use at most 60 characters."},
		"a name twice":    {"jonas berg", "UTC", func(f *personPage) *parts.Field { return f.who.name }, "There is a person of this name already. Choose another name."},
		"no such zone":    {"Elin", "Mars/Olympus", func(f *personPage) *parts.Field { return f.times.zone }, "No such zone. Type one like Europe/Paris, or a large city."},
	} {
		t.Run(name, func(t *testing.T) {
			s := unlocked(t, style.AlwaysLight, wide, withPeople(&fakePeople{}))
			s.OpenPerson(health.Profile{})
			f := personForm(t, s)
			f.who.name.SetText(tt.name)
			f.times.zone.SetText(tt.zone)
			f.store()
			field := tt.field(f)
			if field.Error() != tt.words || s.window.Canvas().Focused() != fyne.Focusable(field.Input()) {
				t.Errorf("beside it stands %q", field.Error())
			}
			if len(s.bench.starts) > 0 {
				t.Error("it is stored all the same")
			}
		})
	}
}

func TestAPersonWhoCannotBeStoredIsExplained(t *testing.T) {
	people := &fakePeople{}
	s := unlocked(t, style.AlwaysLight, wide, withPeople(people))
	people.fail = errors.New("full")
	s.OpenPerson(s.Profile())
	personForm(t, s).store()
	s.bench.settle()
	what, _ := Explain(people.fail, nil)
	s.wants(what)
	if personForm(t, s).save.Disabled() {
		t.Error("there is no way to try again")
	}
	s.key(fyne.KeyEscape)
	if s.Profile() != bergs[0] || page(t, s).line != "Dashboard" {
		t.Errorf("Escape leads to %T, the person is %+v", s.Page(), s.Profile())
	}
}

func TestWithoutAWayToChangePeopleThereIsNone(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	if !s.chip.Disabled() {
		t.Error("the chip opens a list of one")
	}
	s.OpenPerson(health.Profile{})
	if got := page(t, s).line; got != "Dashboard" {
		t.Errorf("the page is %s", got)
	}
}
