package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/style"
)

func TestThePasscodeIsAskedForFirst(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, withVault, withPasscode(&fakePasscodes{code: rightCode}))
	for _, words := range []string{"Passcode", "Use the account password", "Use recovery key"} {
		s.wants(words)
	}
	s.key(fyne.KeyReturn)
	s.wants("Type the passcode.")
	s.tries(rightCode)
	if s.Session() == nil {
		t.Fatalf("still locked: %q", s.texts())
	}
	s.Lock()
	s.bench.settle()
	s.tries(rightCode)
	if s.Session() == nil {
		t.Error("locked and not unlocked again")
	}
}

func TestAVaultWithoutAPasscodeAsksForThePassword(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, withVault, withPasscode(&fakePasscodes{}))
	s.wants("Account password")
	if s.shows("Use the passcode") {
		t.Error("a passcode that is not set is offered")
	}
}

// later makes the stage's time go by: what waits is called when it is due.
func (s *stage) later() (pass func(d time.Duration)) {
	type due struct {
		at time.Duration
		do func()
	}
	var waiting []*due
	now := time.Duration(0)
	s.deps.Work.later = func(d time.Duration, f func()) func() {
		w := &due{now + d, f}
		waiting = append(waiting, w)
		return func() { w.do = func() {} }
	}
	return func(d time.Duration) {
		now += d
		for _, w := range waiting {
			if w.at <= now {
				do := w.do
				w.do = func() {}
				do()
			}
		}
		s.bench.settle()
	}
}

func TestAfterAWrongPasscodeTheSecondsAreCountedDown(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, withVault, withPasscode(&fakePasscodes{code: rightCode}))
	pass := s.later()
	s.tries("000000")
	s.wants("Wrong passcode. 4 tries are left, then the account password is asked for.")
	u := unlock(t, s)
	for _, words := range []string{"in 5 seconds.", "in 4 seconds.", "in 3 seconds.", "in 2 seconds.", "in 1 second."} {
		s.wants("The next try is possible " + words)
		if s.window.Canvas().Focused() != fyne.Focusable(u.field.Input()) {
			t.Error("the field lost the focus")
		}
		s.tries(rightCode)
		if s.Session() != nil || s.passcodes().state.Left != 4 {
			t.Fatal("a try before its time")
		}
		s.passcodes().now = s.passcodes().now.Add(time.Second)
		pass(time.Second)
	}
	if s.shows("The next try") {
		t.Errorf("still waiting: %q", s.texts())
	}
	s.tries(rightCode)
	if s.Session() == nil {
		t.Errorf("the right one in time: %q", s.texts())
	}
}

func TestAfterTheLastTryThePasswordIsAskedForAndItSaysWhy(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, withVault, withPasscode(&fakePasscodes{code: rightCode}))
	for range 5 {
		s.passcodes().until = time.Time{}
		s.tries("000000")
	}
	s.wants("The passcode was wrong five times, so it was removed.")
	s.wants("Account password")
	if s.shows("Use the passcode") {
		t.Error("it is offered still")
	}
	s.showStart()
	s.showUnlock(stagePath)
	s.wants("The passcode was wrong five times, so it was removed.")
	s.tries(rightPassword)
	if s.Session() == nil {
		t.Error("the password does not open it")
	}
}

func TestAnOutdatedPasscodeSaysSo(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, withVault, withPasscode(&fakePasscodes{state: PasscodeState{Over: PasscodeOutdated}}))
	s.wants("The account password was changed, so the passcode was forgotten.")
}

func TestAPasscodeThatCannotBeTriedIsExplained(t *testing.T) {
	f := &fakePasscodes{code: rightCode, fail: errors.New("no keyring")}
	s := newStage(t, style.AlwaysLight, wide, withVault, withPasscode(f))
	s.tries(rightCode)
	s.wants("That did not work: no keyring.")
	f.code = "" // its other half is gone
	s.tries(rightCode)
	s.wants("Account password")
	s.wants("That did not work: no keyring.")
}

func TestTheFingerIsAskedForAfterTheRightPasscode(t *testing.T) {
	f := &fakePasscodes{code: rightCode, hints: []FingerHint{FingerTouch, FingerCentre}}
	s := newStage(t, style.AlwaysLight, wide, withVault, withPasscode(f))
	f.state.Fingerprint = true
	s.tries("000000")
	if s.shows("Touch the fingerprint reader") {
		t.Error("asked for after a wrong passcode")
	}
	f.until = time.Time{}
	f.finger = ErrFingerprint
	s.tries(rightCode)
	s.wants("The fingerprint was not confirmed.")
	s.wants("Account password")
	if s.Session() != nil {
		t.Fatal("the window has the session")
	}
	f.finger = nil
	s.showUnlock(stagePath)
	s.tries(rightCode)
	if s.Session() == nil {
		t.Error("the right finger does not open it")
	}
}

func TestTheQuestionForTheFingerCanBeCancelled(t *testing.T) {
	f := &fakePasscodes{code: rightCode, hints: []FingerHint{FingerTouch}}
	s := newStage(t, style.AlwaysLight, wide, withVault, withPasscode(f))
	f.state.Fingerprint = true
	u := unlock(t, s)
	u.field.SetText(rightCode)
	s.key(fyne.KeyReturn)
	s.bench.begin() // the finger was known, and nobody has been told
	s.bench.posts[0]()
	s.wants("Touch the fingerprint reader")
	s.key(fyne.KeyEscape)
	s.bench.settle()
	if s.Session() != nil || s.vaults.closed != 1 {
		t.Errorf("a session after the cancel; %d closed", s.vaults.closed)
	}
	s.wants("Account password")
	s.wants("The fingerprint was not confirmed.")
}

func TestThePasscodeIsSetChangedAndRemovedInTheSettings(t *testing.T) {
	f := &fakePasscodes{}
	s := unlockedByPassword(t, style.AlwaysLight, wide, withSettings(&fakeAppearances{}), withPasscode(f))
	s.inSettings("security")
	s.bench.settle()
	s.setsPasscode(rightPassword, "111111")
	s.wants("The same character again and again is tried first.")
	if f.code != "" {
		t.Fatal("it was set")
	}
	s.Back()
	s.setsPasscode(rightPassword, rightCode)
	if f.code != rightCode {
		t.Fatalf("not set: %q", s.texts())
	}
	s.wants("The passcode is set.")
	s.wants("It is set, and unlocks this vault until Vitalkeep is closed.")
	s.button("Change…").Press()
	p := s.Page().(*passcodePage)
	s.wants("Account password or passcode")
	p.secret.field.SetText(rightCode)
	p.fresh.first.SetText("604815")
	p.fresh.again.SetText("604816")
	p.try()
	s.wants("The two passcodes differ.")
	p.fresh.again.SetText("604815")
	p.try()
	s.bench.settle()
	if f.code != "604815" {
		t.Errorf("not changed: %q", s.texts())
	}
	s.button("Remove…").Press()
	p = s.Page().(*passcodePage)
	p.secret.field.SetText("604815")
	p.try()
	s.bench.settle()
	if f.code != "" {
		t.Error("not removed")
	}
	s.wants("Set a passcode…")
}

func TestTooManyWrongTriesInTheSettingsLockTheVault(t *testing.T) {
	f := &fakePasscodes{}
	s := unlockedByPassword(t, style.AlwaysLight, wide, withSettings(&fakeAppearances{}), withPasscode(f))
	s.inSettings("security")
	s.bench.settle()
	s.setsPasscode("wrong", rightCode)
	s.wants("This is not right. 4 tries are left, then the vault is locked.")
	s.wants("The next try is possible in 5 seconds.")
	p := s.Page().(*passcodePage)
	p.try()
	if p.job.Running() || f.wrong != 1 {
		t.Error("a try before its time")
	}
	for range 4 {
		p.secret.until = time.Time{}
		p.try()
		s.bench.settle()
	}
	if s.Session() != nil {
		t.Fatal("still open")
	}
	s.wants("Locked: the password or passcode was wrong too often.")
	if p.secret.field.Text() != "" || p.fresh.first.Text() != "" {
		t.Error("what was typed is still there")
	}
}

func TestWhatGoesWithAPasscodeIsShownOnlyWhereItCanBe(t *testing.T) {
	for name, tt := range map[string]struct {
		passcodes     fakePasscodes
		kept, fingers bool
	}{
		"no passcode":     {fakePasscodes{can: PasscodeAbilities{Keyring: true, Fingerprint: true}}, false, false},
		"nothing there":   {fakePasscodes{code: rightCode}, false, false},
		"a keyring":       {fakePasscodes{code: rightCode, can: PasscodeAbilities{Keyring: true}}, true, false},
		"a reader":        {fakePasscodes{code: rightCode, can: PasscodeAbilities{Fingerprint: true}}, false, true},
		"chosen and gone": {fakePasscodes{code: rightCode, state: PasscodeState{PasscodeOptions: PasscodeOptions{Kept: true, Fingerprint: true}}}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := passcodeSettingsStage(&tt.passcodes, nil)(t, style.AlwaysLight, wide)
			if s.shows("Also after a restart") != tt.kept || s.shows("Ask for the fingerprint as well") != tt.fingers {
				t.Errorf("%q", s.texts())
			}
		})
	}
	s := unlocked(t, style.AlwaysLight, wide, withSettings(&fakeAppearances{}))
	s.inSettings("security")
	if s.shows("Passcode") {
		t.Error("a vault without passcodes offers one")
	}
}

func TestTheSwitchesAskForThePasscode(t *testing.T) {
	for id, want := range map[string]PasscodeOptions{"passcode-kept": {Kept: true, Fingerprint: true}, "passcode-finger": {}} {
		s := passcodeSettingsStage(allAbilities(), nil)(t, style.AlwaysLight, wide)
		before := s.passcodes().state.PasscodeOptions
		s.turns(id)
		p, ok := s.Page().(*passcodePage)
		if !ok || s.passcodes().state.PasscodeOptions != before {
			t.Fatalf("%s: the page is %T", id, s.Page())
		}
		p.secret.field.SetText("000000")
		p.try()
		s.bench.settle()
		if s.passcodes().state.PasscodeOptions != before || !strings.Contains(p.secret.field.Error(), "4 tries") {
			t.Errorf("%s: changed by a wrong passcode, or %q", id, p.secret.field.Error())
		}
		p.secret.until = time.Time{}
		p.secret.field.SetText(rightCode)
		p.try()
		s.bench.settle()
		if got := s.passcodes().state.PasscodeOptions; got != want {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
}

func TestPasscodesThatAreTriedFirstAreKnown(t *testing.T) {
	for code, want := range map[string]bool{
		rightCode: true, "27495": false, "": false, "000000": false, "123456": false, "987654": false, "abcdefg": false, "112233": true, "ab cd!": true,
	} {
		all := true
		for _, r := range passcodeRules(code) {
			all = all && r.Met
		}
		if all != want {
			t.Errorf("%q: %+v", code, passcodeRules(code))
		}
	}
}
