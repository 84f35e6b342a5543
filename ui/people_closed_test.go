package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// everyText returns all texts of the widget tree, those that are hidden too.
func (s *stage) everyText() []string {
	var out []string
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *canvas.Text:
			out = append(out, x.Text)
		case *fyne.Container:
			for _, child := range x.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(x).Objects() {
				walk(child)
			}
		}
	}
	walk(s.window.Content())
	for _, o := range s.window.Canvas().Overlays().List() {
		walk(o)
	}
	return out
}

// tells reports whether a text names a measurement: a number with a unit.
func tells(text string) bool {
	for _, unit := range []string{"kg", "lb", "mmHg", "kPa", "bpm", "°C", "°F", "steps", "ppm", "SpO", "Withings"} {
		if strings.Contains(text, unit) {
			return true
		}
	}
	return false
}

func TestNothingOfAClosedPersonIsInTheWindow(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide, clan[1].ID)
	c.goToPerson(1)
	c.bench.settle()
	for i, p := range c.places() {
		if shared(p.id) {
			continue
		}
		c.goTo(i)
		c.bench.settle()
		c.closedPage()
		for _, text := range c.everyText() {
			if tells(text) {
				t.Errorf("%s shows %q", p.id, text)
			}
		}
	}
	c.ctrl(fyne.KeyN)
	c.ctrl(fyne.KeyE)
	c.OpenInsights("weight")
	c.OpenPerson(c.Profile())
	c.bench.settle()
	c.closedPage()
	if c.face(clan[1]) != nil {
		t.Error("the picture of a closed person is shown")
	}
}

func TestTheTimelineOfOthersHasNothingOfAClosedPerson(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide, clan[1].ID)
	for _, p := range c.timelineSource().people {
		if p.profile.ID == clan[1].ID {
			t.Error("the closed person is among everyone")
		}
	}
	if got := len(c.openPeople()); got != 2 {
		t.Errorf("an export offers %d people", got)
	}
	c.session.Imports = fakePast{{ID: health.BatchID{1}, Profile: clan[1].ID}, {ID: health.BatchID{2}, Profile: clan[0].ID}}
	c.session.hideClosed()
	if all, err := c.session.Imports.Imports(); err != nil || len(all) != 1 || all[0].Profile != clan[0].ID {
		t.Errorf("imports: %+v, %v", all, err)
	}
}

func TestTheRightPasscodeOpensAndAnotherPersonCloses(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide, clan[1].ID)
	c.goToPerson(1)
	c.bench.settle()
	c.typeIn("000000")
	c.key(fyne.KeyReturn)
	c.bench.settle()
	c.wants("This passcode is wrong. 4 tries are left.")
	if c.closedPage().open.Disabled() {
		t.Error("there is no way to try again")
	}
	c.closedPage().field.SetText(rightPasscode)
	c.key(fyne.KeyReturn)
	c.bench.settle()
	if _, still := c.Page().(*closedPage); still {
		t.Fatal("the right passcode does not open")
	}
	c.wants("Weight")
	c.goToPerson(2)
	c.bench.settle()
	if !c.isClosed(clan[1].ID) {
		t.Error("choosing another person leaves the one before open")
	}
	c.goToPerson(1)
	c.closedPage()
}

func TestAWrongPasscodeIsNotTriedAgainBeforeItsTime(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide, clan[1].ID)
	c.goToPerson(1)
	c.bench.settle()
	for range 3 {
		c.closedPage().field.SetText("000000")
		c.closedPage().try()
		c.bench.settle()
	}
	c.wants("This passcode is wrong. 2 tries are left, the next in 30 seconds.")
	c.closedPage().field.SetText(rightPasscode)
	c.closedPage().try()
	if len(c.bench.starts) > 0 || !c.isClosed(clan[1].ID) {
		t.Error("it was tried before its time")
	}
}

func TestTheRecoveryKeyTakesAForgottenPasscodeOff(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide, clan[1].ID)
	c.goToPerson(1)
	c.bench.settle()
	c.closedPage().swap()
	c.closedPage().field.SetText("WRONG")
	c.closedPage().try()
	c.bench.settle()
	c.wants("This recovery key does not open the vault.")
	c.closedPage().field.SetText(recoveryKey)
	c.closedPage().try()
	c.bench.settle()
	if c.hasPasscode(clan[1].ID) {
		t.Error("the passcode is still there")
	}
	c.wants("Weight")
}

func TestAPasscodeIsSetChangedAndTakenOff(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide)
	c.OpenPerson(c.Profile())
	c.profilePage().show(3)
	p := c.profilePage().passcode
	fill := func(current, first, again string) {
		for f, text := range map[*parts.Field]string{p.current: current, p.first: first, p.again: again} {
			if f != nil {
				f.SetText(text)
			}
		}
		p.try()
		c.bench.settle()
	}
	p.show(passcodeSet)
	fill("", "123", "123")
	c.wants("Use at least 6 digits or letters.")
	fill("", "418205", "418206")
	c.wants("The two passcodes differ.")
	fill("", "111111", "111111")
	c.wants("This passcode is one that is tried first. Choose another.")
	fill("", "418205", "418205")
	c.wants("The passcode is set.")
	c.wants("It is asked for whenever somebody chooses Anna Berg.")
	p.show(passcodeChange)
	fill("999999", "726154", "726154")
	c.wants("This passcode is wrong. 4 tries are left.")
	fill("418205", "726154", "726154")
	if c.locks.codes[clan[0].ID] != "726154" {
		t.Error("the passcode did not change")
	}
	p.show(passcodeRemove)
	fill("", "", "")
	c.wants("Type the passcode that holds now.")
	fill("726154", "", "")
	c.wants("The passcode is taken off.")
	if c.hasPasscode(clan[0].ID) {
		t.Error("it is still there")
	}
}

func TestWhatWasTypedByAClosedPersonComesBack(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide, clan[1].ID)
	c.locks.opened[clan[1].ID] = true
	c.goToPerson(1)
	c.OpenPerson(c.Profile())
	c.bench.settle()
	c.profilePage().who.name.SetText("Jonas Lind")
	c.goToPerson(0)
	if !c.isClosed(clan[1].ID) {
		t.Error("the person stays open while the draft is sealed")
	}
	c.bench.settle()
	if !c.locks.Closed(clan[1].ID) || len(c.session.drafts.kept) > 0 {
		t.Error("the draft stays beside the vault, or the person open")
	}
	c.goToPerson(1)
	c.closedPage().field.SetText(rightPasscode)
	c.closedPage().try()
	c.bench.settle()
	c.OpenPerson(c.Profile())
	c.bench.settle()
	if got := c.profilePage().who.name.Text(); got != "Jonas Lind" {
		t.Errorf("the name typed is %q", got)
	}
	c.wants("Here is what you had begun.")
}

func TestAPasscodeSetBesideTheDataOfAnotherClosesWithThePage(t *testing.T) {
	for name, typed := range map[string]string{"nothing else": "", "with a name begun": "Jonas Lind"} {
		t.Run(name, func(t *testing.T) {
			c := newClan(t, style.AlwaysLight, wide)
			c.OpenPerson(clan[1])
			c.profilePage().show(3)
			p := c.profilePage().passcode
			p.show(passcodeSet)
			p.first.SetText(rightPasscode)
			p.again.SetText(rightPasscode)
			p.try()
			c.bench.settle()
			if typed != "" {
				c.profilePage().who.name.SetText(typed)
			}
			if c.isClosed(clan[1].ID) {
				t.Fatal("who sets a passcode is shut out at once")
			}
			c.Back()
			c.bench.settle()
			if !c.locks.Closed(clan[1].ID) {
				t.Error("the person stays open while another is on show")
			}
			if len(c.openPeople()) != len(clan)-1 || len(c.session.drafts.kept) > 0 {
				t.Error("something of the person is still at hand")
			}
			c.OpenPerson(clan[1])
			c.closedPage()
		})
	}
}

func TestWhatWasTypedByAClosedPersonOutlivesALockAtOnce(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide, clan[1].ID)
	c.locks.opened[clan[1].ID] = true
	c.goToPerson(1)
	c.OpenPerson(c.Profile())
	c.bench.settle()
	c.profilePage().who.name.SetText("Jonas Lind")
	c.goToPerson(0)
	c.Lock() // before anything was written
	c.bench.settle()
	c.locks.Close(clan[1].ID)
	c.unlockAgain()
	c.goToPerson(1)
	c.closedPage().field.SetText(rightPasscode)
	c.closedPage().try()
	c.bench.settle()
	c.OpenPerson(c.Profile())
	c.bench.settle()
	if got := c.profilePage().who.name.Text(); got != "Jonas Lind" {
		t.Errorf("the name typed is %q", got)
	}
}
