package ui

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/style"
)

const rightCode = "274951"

// fakePasscodes is the passcode of the vault of the stage, open or not. Time goes
// by where a test says so.
type fakePasscodes struct {
	vaults *fakeVaults
	code   string // "" is none
	state  PasscodeState
	can    PasscodeAbilities
	until  time.Time // when the next try may be made
	finger error     // what the reader says; nil knows the finger
	hints  []FingerHint
	fail   error
	now    time.Time
	wrong  int // tries to confirm
}

func (f *fakePasscodes) State(string) PasscodeState {
	s := f.state
	s.Set = f.code != ""
	s.Wait = max(0, f.until.Sub(f.now))
	return s
}

func (f *fakePasscodes) Open(ctx context.Context, path, passcode string, touch func(FingerHint)) (*Session, error) {
	switch {
	case f.fail != nil:
		return nil, f.fail
	case passcode != f.code:
		f.state.Left--
		f.until = f.now.Add(5 * time.Second)
		if f.state.Left == 0 {
			f.code, f.state.Over, f.until = "", PasscodeSpent, time.Time{}
		}
		return nil, ErrWrongPasscode
	}
	if f.state.Fingerprint {
		for _, h := range f.hints {
			touch(h)
		}
		if f.finger != nil {
			return nil, f.finger
		}
	}
	return f.vaults.session(path), ctx.Err()
}

// openPasscode is the same of the open vault.
type openPasscode struct{ *fakePasscodes }

func (f openPasscode) State() PasscodeState { return f.fakePasscodes.State("") }

func (f openPasscode) Abilities(context.Context) PasscodeAbilities { return f.can }

func (f openPasscode) Confirm(ctx context.Context, secret string) error {
	if secret == rightPassword || secret == f.code && f.code != "" {
		f.wrong = 0
		return ctx.Err()
	}
	if f.wrong++; f.wrong >= 5 {
		return ErrConfirmSpent
	}
	return &TryError{Err: ErrNotConfirmed, Left: 5 - f.wrong, Wait: 5 * time.Second}
}

func (f openPasscode) Set(ctx context.Context, secret, passcode string) error {
	if err := errors.Join(f.Confirm(ctx, secret), f.fail); err != nil {
		return err
	}
	f.code, f.state.Left = passcode, 5
	return nil
}

func (f openPasscode) Change(_ context.Context, passcode string, o PasscodeOptions) error {
	if passcode != f.code {
		return &TryError{Err: ErrWrongPasscode, Left: 4, Wait: time.Second}
	}
	f.state.PasscodeOptions = o
	return f.fail
}

func (f openPasscode) Remove(ctx context.Context, secret string) error {
	if err := f.Confirm(ctx, secret); err != nil {
		return err
	}
	f.code, f.state = "", PasscodeState{}
	return nil
}

// confirmingKeys are keys of an open vault that ask its fake passcode.
type confirmingKeys struct {
	Keys
	openPasscode
}

func (k confirmingKeys) Confirm(ctx context.Context, secret string) error {
	return k.openPasscode.Confirm(ctx, secret)
}

// withPasscode gives the vault of the stage a passcode.
func withPasscode(f *fakePasscodes) stageOption {
	return func(d *Deps, s *stage) {
		f.vaults, f.now, d.Passcodes = s.vaults, stageNow, f
		f.state.Left = 5
		before := s.vaults.dress
		s.vaults.dress = func(session *Session) {
			if before != nil {
				before(session)
			}
			session.Passcode = openPasscode{f}
			session.Keys = confirmingKeys{openPasscode: openPasscode{f}}
		}
	}
}

// codeStage is a locked stage with a passcode.
func codeStage(f *fakePasscodes, then func(s *stage)) func(t *testing.T, m style.Mode, size fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		t.Helper()
		fresh := *f
		s := newStage(t, m, size, withVault, withPasscode(&fresh))
		if then != nil {
			then(s)
		}
		return s
	}
}

// tries types a passcode and waits for what comes of it.
func (s *stage) tries(code string) {
	s.t.Helper()
	f, ok := s.screen.(*unlockScreen)
	if !ok {
		s.t.Fatalf("the screen is %T", s.screen)
	}
	f.field.SetText(code)
	s.key(fyne.KeyReturn)
	s.bench.settle()
}

// passcodeSettingsStage shows the security of the settings.
func passcodeSettingsStage(f *fakePasscodes, then func(s *stage)) func(t *testing.T, m style.Mode, size fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		t.Helper()
		fresh := *f
		s := unlockedByPassword(t, m, size, withSettings(&fakeAppearances{}), withPasscode(&fresh))
		s.inSettings("security")
		s.bench.settle()
		if then != nil {
			then(s)
			s.bench.settle()
		}
		return s
	}
}

// unlockedByPassword is unlocked, where a passcode would be asked for first.
func unlockedByPassword(t *testing.T, mode style.Mode, size fyne.Size, options ...stageOption) *stage {
	t.Helper()
	s := newStage(t, mode, size, append([]stageOption{withVault}, options...)...)
	u := unlock(t, s)
	u.swap(byPassword)
	s.typeIn(rightPassword)
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if s.Session() == nil {
		t.Fatal("the vault did not open")
	}
	return s
}

// passcodeScreens are the states of everything about passcodes.
var passcodeScreens = map[string]func(t *testing.T, m style.Mode, size fyne.Size) *stage{
	"passcode": codeStage(&fakePasscodes{code: rightCode}, nil),
	"passcode-wrong": codeStage(&fakePasscodes{code: rightCode}, func(s *stage) {
		s.tries("000000")
		s.passcodes().now = s.passcodes().now.Add(5 * time.Second)
		unlock(s.t, s).pause()
	}),
	"passcode-waiting": codeStage(&fakePasscodes{code: rightCode}, func(s *stage) { s.tries("000000") }),
	"passcode-spent": codeStage(&fakePasscodes{code: rightCode}, func(s *stage) {
		s.passcodes().state.Left = 1
		s.tries("000000")
	}),
	"passcode-outdated": codeStage(&fakePasscodes{state: PasscodeState{Over: PasscodeOutdated}}, nil),
	"passcode-finger": codeStage(&fakePasscodes{code: rightCode}, func(s *stage) {
		unlock(s.t, s).touch(FingerTouch)
	}),
	"passcode-unchecked": codeStage(&fakePasscodes{code: rightCode, finger: ErrFingerprint}, func(s *stage) {
		s.passcodes().state.Fingerprint = true
		s.tries(rightCode)
	}),

	"security":        passcodeSettingsStage(&fakePasscodes{}, nil),
	"security-set":    passcodeSettingsStage(&fakePasscodes{code: rightCode}, nil),
	"security-all":    passcodeSettingsStage(allAbilities(), nil),
	"security-new":    passcodeSettingsStage(&fakePasscodes{}, func(s *stage) { s.button("Set a passcode…").Press() }),
	"security-easy":   passcodeSettingsStage(&fakePasscodes{}, func(s *stage) { s.setsPasscode(rightPassword, "123456") }),
	"security-wrong":  passcodeSettingsStage(&fakePasscodes{}, func(s *stage) { s.setsPasscode("wrong", rightCode) }),
	"security-kept":   passcodeSettingsStage(allAbilities(), func(s *stage) { s.turns("passcode-kept") }),
	"security-remove": passcodeSettingsStage(&fakePasscodes{code: rightCode}, func(s *stage) { s.button("Remove…").Press() }),
}

func allAbilities() *fakePasscodes {
	return &fakePasscodes{
		code: rightCode, can: PasscodeAbilities{Keyring: true, Fingerprint: true},
		state: PasscodeState{PasscodeOptions: PasscodeOptions{Fingerprint: true}},
	}
}

func (s *stage) passcodes() *fakePasscodes {
	s.t.Helper()
	f, ok := s.deps.Passcodes.(*fakePasscodes)
	if !ok {
		s.t.Fatal("no passcodes")
	}
	return f
}

// setsPasscode goes through the page on which a passcode is set.
func (s *stage) setsPasscode(secret, code string) {
	s.t.Helper()
	s.button("Set a passcode…").Press()
	p, ok := s.Page().(*passcodePage)
	if !ok {
		s.t.Fatalf("the page is %T", s.Page())
	}
	p.secret.field.SetText(secret)
	p.fresh.first.SetText(code)
	p.fresh.again.SetText(code)
	p.try()
	s.bench.settle()
}

// turns presses a switch of the settings.
func (s *stage) turns(id string) {
	s.t.Helper()
	c, ok := s.settingsPage().controls[id]
	if !ok {
		s.t.Fatalf("no control %q", id)
	}
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	s.bench.settle()
}
