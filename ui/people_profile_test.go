package ui

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/pictures"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

func TestAPersonHasAPictureABirthUnitsAndDates(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide)
	path := filepath.Join(t.TempDir(), "jonas.png")
	if err := os.WriteFile(path, portraitOf(t), 0o600); err != nil {
		t.Fatal(err)
	}
	c.goToPerson(1)
	c.OpenPerson(c.Profile())
	c.bench.settle()
	f := c.profilePage()
	f.Drop([]string{path})
	c.bench.settle()
	if !f.who.face.Pictured() {
		t.Fatal("the picture that was dropped is not shown")
	}
	f.who.born.SetText("14/02/1979")
	f.who.sex.Choose(int(health.Male))
	f.units.base.Choose(1)
	f.units.each[health.Mass].Choose(0)
	f.times.week.Choose(int(health.SaturdayWeek))
	f.times.dates.Choose(int(health.MonthFirst))
	f.store()
	c.bench.settle()
	if len(c.people.set) != 1 {
		t.Fatalf("stored %+v", c.people.set)
	}
	got := c.people.set[0]
	want := health.Profile{
		ID: clan[1].ID, Name: "Jonas Berg", Zone: "Europe/Stockholm", Picture: got.Picture, Born: health.Date{Year: 1979, Month: 2, Day: 14},
		Sex: health.Male, Units: health.USUnits.With(health.Mass, health.Kilogram), Week: health.SaturdayWeek, Dates: health.MonthFirst,
	}
	if got != want || got.Picture == "" {
		t.Errorf("stored %+v", got)
	}
	sealed := c.books[clan[1].ID].pictures[got.Picture]
	if info, err := pictures.Inspect(sealed); err != nil || info.Type != "image/jpeg" || info.Width != 96 || info.Height != 96 {
		t.Errorf("sealed is %+v, %v", info, err)
	}
	if c.face(got) == nil || !c.profileOnChip().Pictured() {
		t.Error("the rail does not show the picture")
	}
	if locale.WeekStart() != time.Saturday || locale.FullDate(health.Date{Year: 2025, Month: 10, Day: 14}) != "Oct 14, 2025" {
		t.Errorf("weeks begin on %v, dates are %s", locale.WeekStart(), locale.FullDate(health.Date{Year: 2025, Month: 10, Day: 14}))
	}
}

func TestFormsOfDatesFollowThePersonOnShow(t *testing.T) {
	day := health.Date{Year: 2025, Month: 10, Day: 14}
	c := newClan(t, style.AlwaysLight, wide)
	if got := locale.FullDate(day); got != "2025-10-14" || locale.WeekStart() != time.Sunday {
		t.Errorf("Anna reads %s, weeks from %v", got, locale.WeekStart())
	}
	c.goToPerson(1)
	if got := locale.FullDate(day); got != "14 Oct 2025" || locale.WeekStart() != time.Monday {
		t.Errorf("Jonas reads %s, weeks from %v", got, locale.WeekStart())
	}
	c.goToPerson(0)
	c.SetAppearance(Appearance{Forms: locale.Forms{Date: locale.MonthFirst, Clock: locale.Hours12}})
	if got := locale.FullDate(day); got != "2025-10-14" || locale.ClockAt(18, 5) != "6:05\u00a0PM" {
		t.Errorf("after a change of the window Anna reads %s and %s", got, locale.ClockAt(18, 5))
	}
	c.Lock()
	if got := locale.FullDate(day); got != "Oct 14, 2025" {
		t.Errorf("the locked window writes %s", got)
	}
	c.bench.settle()
}

func TestThePictureOfAPersonIsTakenOff(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide)
	c.OpenPerson(c.Profile())
	c.bench.settle()
	f := c.profilePage()
	if !f.who.face.Pictured() || !c.profileOnChip().Pictured() {
		t.Fatal("the picture in the vault is not shown")
	}
	f.who.takeOff()
	f.store()
	c.bench.settle()
	if len(c.people.set) != 1 || c.people.set[0].Picture != "" || c.profileOnChip().Pictured() {
		t.Errorf("stored %+v", c.people.set)
	}
}

func TestABirthThatIsNoDateIsSaidBesideTheField(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide)
	for _, text := range []string{"31.2.1984", "2026-10-14", "1850-01-01", "soon"} {
		c.OpenPerson(c.Profile())
		f := c.profilePage()
		f.show(2)
		f.who.born.SetText(text)
		f.store()
		if f.who.born.Error() == "" || f.at != 0 || f.job.Running() {
			t.Errorf("%q was taken", text)
		}
		f.cancel()
	}
	c.bench.settle()
}

func TestTheLatestHeightLeadsToAdd(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide)
	c.OpenPerson(c.Profile())
	c.bench.settle()
	c.wants("172 cm, measured 2023-10-14.")
	c.press("Add a height…")
	if a, ok := c.Page().(*AddScreen); !ok || a.form == nil || a.form.form.ID != "height" {
		t.Errorf("the page is %T", c.Page())
	}
}

func TestWhatWasChangedAndNotSavedIsThereAgain(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide)
	c.OpenPerson(c.Profile())
	f := c.profilePage()
	f.who.name.SetText("Anna Lind")
	f.units.each[health.Travel].Choose(1)
	f.who.born.SetText("half a dat")
	c.key(fyne.KeyEscape)
	c.bench.settle()
	c.OpenPerson(c.Profile())
	c.bench.settle()
	f = c.profilePage()
	if f.who.name.Text() != "Anna Lind" || f.units.system.In(health.Travel) != health.Mile || f.who.born.Text() != "half a dat" {
		t.Errorf("there stands %+v", f.draftNow())
	}
	c.press("Start afresh")
	if f.who.name.Text() != "Anna Berg" || len(f.Drafts()) > 0 {
		t.Errorf("started afresh there stands %+v", f.draftNow())
	}
	f.who.name.SetText("Anna Lind")
	f.cancel()
	c.bench.settle()
	if _, kept := c.DraftOf(personDraftKind, clan[0].ID, ""); kept {
		t.Error("what was cancelled is kept")
	}
}
