package ui

import (
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

func TestAPersonIsDeletedByNameAndReactivated(t *testing.T) {
	ls := newLeaveStage(t, style.AlwaysLight, wide)
	ls.inSettings("people")
	ls.press("Delete…")
	page, ok := ls.Page().(*leavePage)
	if !ok || page.person.ID != bergs[1].ID {
		t.Fatalf("the page is %T", ls.Page())
	}
	ls.wants("184,311")
	ls.wants("From 2 Mar 2014 to 14 Oct 2025.")
	ls.wants("berg-20251013T114500Z.vitalkeep.age")
	for _, wrong := range []string{"", "Jonas", "Jonas  Bergg"} {
		ls.field("Name").SetText(wrong)
		ls.press("Delete Jonas Berg")
		ls.wants("This is not the name. Type Jonas Berg.")
		if len(ls.life.leaving) > 0 {
			t.Fatalf("%q deletes", wrong)
		}
	}
	ls.field("Name").SetText(" jonas  berg ")
	ls.key(fyne.KeyReturn)
	ls.bench.settle()
	ls.wants("Jonas Berg leaves this vault in 7 days.")
	if ls.shows("Keep a copy first") {
		t.Error("the page still asks")
	}
	// Everywhere it is said that he leaves.
	if caption := ls.captionOf(bergs[1]); caption != "Leaves in 7 days" {
		t.Errorf("the switcher says %q", caption)
	}
	if n := len(ls.notes.Objects); n != 1 {
		t.Errorf("%d notes over the page", n)
	}
	ls.Home()
	ls.wants("Jonas Berg leaves this vault in 7 days.")
	ls.press("Reactivate")
	ls.wants("Jonas Berg stays.")
	if len(ls.life.leaving) > 0 || len(ls.notes.Objects) > 0 || ls.captionOf(bergs[1]) != "Profile" {
		t.Error("he still leaves")
	}
}

func TestDaysLeftAreCountedWhole(t *testing.T) {
	for left, want := range map[time.Duration]string{
		7 * 24 * time.Hour:           "Leaves in 7 days",
		7*24*time.Hour - time.Minute: "Leaves in 7 days",
		24 * time.Hour:               "Leaves in 1 day",
		time.Millisecond:             "Leaves in 1 day",
		0:                            "Leaves at the next lock",
		-time.Hour:                   "Leaves at the next lock",
	} {
		if got := leavesText(Leaving{Left: left}); got != want {
			t.Errorf("%v: %q, want %q", left, got, want)
		}
	}
}

func TestThePageToDeleteSomebodyLeadsToCopiesAndBack(t *testing.T) {
	ls := newLeaveStage(t, style.AlwaysLight, wide).leave()
	ls.press("Export the data…")
	export, ok := ls.Page().(*ExportScreen)
	if !ok || export.profile != bergs[1].ID {
		t.Fatalf("the page is %T", ls.Page())
	}
	ls.key(fyne.KeyEscape)
	ls.bench.settle()
	if _, ok := ls.Page().(*leavePage); !ok {
		t.Fatalf("back is %T", ls.Page())
	}
	ls.press("Make independent…")
	if _, ok := ls.Page().(*independentPage); !ok {
		t.Fatalf("the page is %T", ls.Page())
	}
	ls.key(fyne.KeyEscape)
	ls.key(fyne.KeyEscape)
	if _, ok := ls.Page().(*leavePage); ok {
		t.Error("Escape does not leave")
	}
}

func TestAFailureToDeleteStandsInThePage(t *testing.T) {
	ls := newLeaveStage(t, style.AlwaysLight, wide).leave()
	ls.life.fail = errors.New("no space left on the disk")
	ls.field("Name").SetText("Jonas Berg")
	ls.press("Delete Jonas Berg")
	if _, leaving := ls.life.Leaving(bergs[1].ID); leaving || !ls.shows("Keep a copy first") {
		t.Error("it looks as if he was leaving")
	}
	if ls.Page().(*leavePage).failure() == nil {
		t.Error("nothing says why")
	}
}

func TestAPersonBecomesIndependentStepByStep(t *testing.T) {
	ls := newLeaveStage(t, style.AlwaysLight, wide)
	ls.goToPerson(1)
	ls.independent()
	ls.field("Password, once more").SetText("Another-horse9")
	ls.press("Make the vault")
	ls.wants("The two passwords differ.")
	if len(ls.life.orders) > 0 {
		t.Fatal("two passwords that differ make a vault")
	}
	ls.field("Password, once more").SetText("Another-horse8")
	ls.press("Make the vault")
	want := IndependentOrder{Profile: bergs[1].ID, Path: "/home/jonas/Documents/jonas.vitalkeep", Password: "Another-horse8"}
	if !slices.Equal(ls.life.orders, []IndependentOrder{want}) {
		t.Errorf("orders = %+v", ls.life.orders)
	}
	// The key is shown and has to be typed; nothing leads away before.
	ls.key(fyne.KeyEscape)
	if !ls.Page().(*independentPage).Busy() || ls.shows("Remove here") {
		t.Error("the key can be passed by")
	}
	ls.field("Recovery key").SetText("KEY7-EFGH-JKLM-NPQR-STUV-WXYZ-2344")
	ls.press("Check the key")
	ls.wants("This is not the key above. Compare it sign by sign.")
	ls.field("Recovery key").SetText(independentKeyText)
	ls.press("Check the key")
	ls.wants("The new vault holds the same.")
	if ls.shows(independentKeyText) {
		t.Error("the key is still shown")
	}
	if len(ls.life.removed) > 0 {
		t.Fatal("he was removed unasked")
	}
	ls.press("Remove Jonas Berg from this vault")
	if !slices.Equal(ls.life.removed, []health.ProfileID{bergs[1].ID}) {
		t.Errorf("removed: %v", ls.life.removed)
	}
	if len(ls.Session().Profiles) != 1 || ls.Profile().ID != bergs[0].ID {
		t.Errorf("people: %+v, on show %s", ls.Session().Profiles, ls.Profile().Name)
	}
	ls.wants("Jonas Berg has a vault of their own now: jonas.vitalkeep.")
}

func TestBothVaultsAreKeptIfThatIsWanted(t *testing.T) {
	ls := newLeaveStage(t, style.AlwaysLight, wide).made()
	page := ls.Page().(*independentPage)
	ls.press("Keep both for now")
	if ls.Page() == Page(page) || len(ls.life.removed) > 0 || len(ls.Session().Profiles) != 2 {
		t.Error("something else happened")
	}
	if page.order.Password != "" || page.secret.first.Text() != "" {
		t.Error("the page keeps the password")
	}
}

func TestMakingAVaultOfOnesOwnIsCancelled(t *testing.T) {
	ls := newLeaveStage(t, style.AlwaysLight, wide).independent()
	ls.button("Make the vault").Press()
	ls.key(fyne.KeyEscape)
	ls.bench.settle()
	page := ls.Page().(*independentPage)
	if page.stage != independentAsking || ls.field("Password of the new vault").Text() != "Another-horse8" {
		t.Error("the page is not as before")
	}
	if len(ls.life.orders) > 0 {
		t.Error("it was made all the same")
	}
	ls.life.fail = errors.New("no space left on the disk")
	ls.press("Make the vault")
	if page.stage != independentAsking || page.failure() == nil {
		t.Error("nothing says why it failed")
	}
}

func TestALockWhileAVaultOfOnesOwnIsMadeSaysThatItsKeyWasNotShown(t *testing.T) {
	ls := newLeaveStage(t, style.AlwaysLight, wide).independent()
	page := ls.Page().(*independentPage)
	ls.life.during = func() {
		ls.life.during = nil
		page.secret.forget()
	}
	ls.button("Make the vault").Press()
	ls.bench.begin()
	ls.Lock()
	ls.bench.settle()
	ls.wants("The vault was locked before the recovery key of the new one could be shown. Its password opens it; make another key there.")
	if page.order.Password != "" {
		t.Error("the page keeps the password")
	}
}

func TestTheAccountEndsStepByStepAndIsKept(t *testing.T) {
	ls := newLeaveStage(t, style.AlwaysLight, wide)
	ls.inSettings("people")
	ls.press("Delete this account…")
	ls.wants("Everybody else leaves first")
	ls.wants("Possible once everybody else is leaving or has left.")
	if ls.shows("Type Anna Berg, the name of the main person.") {
		t.Error("the name is asked for while Jonas stays")
	}
	ls.press("Delete…")
	ls.field("Name").SetText("Jonas Berg")
	ls.press("Delete Jonas Berg")
	ls.key(fyne.KeyEscape)
	ls.bench.settle()
	ls.wants("Everybody else is leaving")
	ls.field("Name").SetText("Jonas Berg")
	ls.press("Delete this account")
	ls.wants("This is not the name. Type Anna Berg.")
	ls.field("Name").SetText("Anna Berg")
	ls.press("Delete this account")
	ls.wants("This account ends in 7 days.")
	if n := len(ls.notes.Objects); n != 1 {
		t.Errorf("%d notes over the page", n)
	}
	ls.Home()
	ls.press("Keep the account")
	ls.wants("The account stays.")
	if _, ending := ls.life.AccountEnding(); ending {
		t.Error("it still ends")
	}
	ls.wants("Jonas Berg leaves this vault in 7 days.")
}

func TestAnAccountThatEndedIsNotAskedForAgain(t *testing.T) {
	ls := newLeaveStage(t, style.AlwaysLight, wide)
	ls.life.ended = true
	ls.Lock()
	ls.bench.settle()
	if _, ok := ls.screen.(*startScreen); !ok {
		t.Errorf("the window shows %T", ls.screen)
	}
	ls.wants("The account was deleted: its keys and its file are destroyed.")
}

func TestASessionFromWhichNobodyLeavesDoesNotOfferIt(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide, withSettings(&fakeAppearances{}), withPeople(&fakePeople{}))
	s.inSettings("people")
	for _, words := range []string{"Delete…", "Make independent…", "Delete this account…"} {
		if s.shows(words) {
			t.Errorf("%q is offered", words)
		}
	}
	s.OpenLeave(bergs[1])
	s.OpenIndependent(bergs[1])
	s.OpenAccountEnd()
	if p, ok := s.Page().(*SettingsScreen); !ok {
		t.Errorf("the page is %T", p)
	}
}

func TestTheEndOfAnAccountTellsOfWhatIsNobodys(t *testing.T) {
	ls := newLeaveStage(t, style.AlwaysLight, wide, bergs[0])
	ls.OpenAccountEnd()
	ls.bench.settle()
	if ls.shows("inbox") {
		t.Error("it speaks of an inbox without one")
	}
	ls.session.Inbox = leavingInbox{list: []Unclaimed{{Readings: 3}, {Readings: 4}}}
	ls.Reload()
	ls.bench.settle()
	ls.wants("7 readings in the inbox belong to nobody yet and go with the account.")
}
