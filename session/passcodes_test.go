package session

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vitalkeep/fingerprint"
	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

const code, otherCode = "274951", "604815"

// memoryKeyring is a keyring of a test.
type memoryKeyring struct {
	items map[string][]byte
	gone  bool
}

func (k *memoryKeyring) Get(_ context.Context, name string) ([]byte, error) {
	if b, ok := k.items[name]; ok && !k.gone {
		return append([]byte(nil), b...), nil
	}
	if k.gone {
		return nil, errors.New("nobody answers")
	}
	return nil, fmt.Errorf("the keyring: %w", fs.ErrNotExist)
}

func (k *memoryKeyring) Set(ctx context.Context, name string, secret []byte) error {
	if k.gone {
		return errors.New("nobody answers")
	}
	k.items[name] = append([]byte(nil), secret...)
	return ctx.Err()
}

func (k *memoryKeyring) Delete(ctx context.Context, name string) error {
	_, err := k.Get(ctx, name)
	delete(k.items, name)
	return err
}

// fakeReader is a fingerprint reader that answers as a test wants.
type fakeReader struct {
	there bool
	says  error
	asked int
	open  func() // called while the finger is asked for
}

func (r *fakeReader) Available(context.Context) bool { return r.there }

func (r *fakeReader) Verify(ctx context.Context, tell func(fingerprint.Hint)) error {
	r.asked++
	for h := fingerprint.Touch; h <= fingerprint.Other; h++ {
		tell(h)
	}
	if r.open != nil {
		r.open()
	}
	return errors.Join(ctx.Err(), r.says)
}

// locker is a vault that is opened and locked as by the window.
type locker struct {
	t       *testing.T
	vaults  Vaults
	keyring *memoryKeyring
	reader  *fakeReader
	folder  string
	path    string
	now     time.Time
	s       *ui.Session // nil while locked
}

func newLocker(t *testing.T) *locker {
	t.Helper()
	l := &locker{
		t: t, keyring: &memoryKeyring{items: map[string][]byte{}}, reader: &fakeReader{there: true},
		folder: filepath.Join(t.TempDir(), "passcodes"), path: filepath.Join(t.TempDir(), "home.vitalkeep"),
		now: time.Date(2025, 10, 14, 9, 45, 0, 0, time.UTC),
	}
	l.vaults = Vaults{Now: func() time.Time { return l.now }}
	l.restart()
	v, _, err := vault.Create(context.Background(), l.path, []byte(password), vault.Options{
		Now: l.vaults.Now, Cost: vault.CostFloor, Profile: health.Profile{Name: "Anna Berg", Zone: "UTC"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if l.s, err = l.vaults.session(v); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.lock)
	return l
}

// restart is another run of the program.
func (l *locker) restart() {
	l.vaults.Passcodes = NewPasscodes(l.folder, l.keyring, l.reader, l.vaults.Now)
}

func (l *locker) lock() {
	l.t.Helper()
	if l.s == nil {
		return
	}
	if err := l.s.Close(); err != nil {
		l.t.Error(err)
	}
	l.s = nil
}

func (l *locker) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// try locks and tries to unlock by passcode.
func (l *locker) try(passcode string) error {
	l.t.Helper()
	l.lock()
	s, err := l.vaults.Unlocker().Open(context.Background(), l.path, passcode, func(ui.FingerHint) {})
	if (s == nil) == (err == nil) {
		l.t.Errorf("session %v with %v", s, err)
	}
	l.s = s
	return err
}

func (l *locker) unlock() {
	l.t.Helper()
	l.lock()
	s, err := l.vaults.Open(context.Background(), l.path, password)
	l.must(err)
	l.s = s
}

func (l *locker) state() ui.PasscodeState { return l.vaults.Unlocker().State(l.path) }

func TestAPasscodeOpensTheVaultUntilTheProgramEnds(t *testing.T) {
	ctx := context.Background()
	l := newLocker(t)
	if s := l.state(); s != (ui.PasscodeState{}) {
		t.Errorf("state = %+v", s)
	}
	if err := l.s.Passcode.Set(ctx, "Wrong7!horse", code); !errors.Is(err, ui.ErrNotConfirmed) || l.state().Set {
		t.Errorf("with a wrong password: %v", err)
	}
	l.now = l.now.Add(time.Minute)
	if err := l.s.Passcode.Set(ctx, password, "123456"); !errors.Is(err, ui.ErrWeakPasscode) || l.state().Set {
		t.Errorf("an easy one: %v", err)
	}
	l.must(l.s.Passcode.Set(ctx, password, code))
	if s := l.state(); s != (ui.PasscodeState{Set: true, Left: 5}) || l.s.Passcode.State() != s {
		t.Errorf("state = %+v", s)
	}
	l.must(l.try(code))
	// The passcode itself changes it, too.
	l.must(l.s.Passcode.Set(ctx, code, otherCode))
	if err := l.try(code); !errors.Is(err, ui.ErrWrongPasscode) || l.state().Left != 4 || l.state().Wait != time.Second {
		t.Errorf("the one before: %v, %+v", err, l.state())
	}
	l.now = l.now.Add(time.Second)
	l.must(l.try(otherCode))
	l.must(l.s.Passcode.Remove(ctx, otherCode))
	if err := l.try(otherCode); !errors.Is(err, ui.ErrNoPasscode) || l.state().Set {
		t.Errorf("removed: %v", err)
	}
	l.unlock()
	l.must(l.s.Passcode.Set(ctx, password, code))
	l.restart()
	if err := l.try(code); !errors.Is(err, ui.ErrNoPasscode) || l.state().Set {
		t.Errorf("after a restart: %v", err)
	}
	if entries, err := os.ReadDir(l.folder); !errors.Is(err, fs.ErrNotExist) || len(l.keyring.items) > 0 {
		t.Errorf("something was kept: %v", entries)
	}
}

func TestAPasscodeCanBeKeptAcrossRestarts(t *testing.T) {
	ctx := context.Background()
	l := newLocker(t)
	if err := l.s.Passcode.Change(ctx, code, ui.PasscodeOptions{Kept: true}); !errors.Is(err, ui.ErrNoPasscode) {
		t.Errorf("without one: %v", err)
	}
	l.must(l.s.Passcode.Set(ctx, password, code))
	if err := l.s.Passcode.Change(ctx, otherCode, ui.PasscodeOptions{Kept: true}); !errors.Is(err, ui.ErrWrongPasscode) || l.state().Kept {
		t.Errorf("another passcode: %v", err)
	}
	l.now = l.now.Add(time.Hour)
	l.must(l.s.Passcode.Change(ctx, code, ui.PasscodeOptions{Kept: true}))
	l.lock()
	l.restart()
	if s := l.state(); !s.Set || !s.Kept || s.Left != 5 {
		t.Errorf("state = %+v", s)
	}
	l.must(l.try(code))
	// A new passcode is kept as the one before was, and that opens nothing.
	l.must(l.s.Passcode.Set(ctx, code, otherCode))
	l.lock()
	l.restart()
	if err := l.try(code); !errors.Is(err, ui.ErrWrongPasscode) {
		t.Errorf("the one before: %v", err)
	}
	l.now = l.now.Add(time.Hour)
	l.must(l.try(otherCode))
	l.must(l.s.Passcode.Change(ctx, otherCode, ui.PasscodeOptions{}))
	if len(l.keyring.items) > 0 || l.state().Kept || !l.state().Set {
		t.Errorf("still kept: %+v", l.state())
	}
	l.must(l.try(otherCode))
	l.keyring.gone = true
	if a := l.s.Passcode.Abilities(ctx); a.Keyring || !a.Fingerprint {
		t.Errorf("abilities %+v", a)
	}
	if err := l.s.Passcode.Change(ctx, otherCode, ui.PasscodeOptions{Kept: true}); !errors.Is(err, vault.ErrNoKeyring) || !l.state().Set {
		t.Errorf("without a keyring: %v, %+v", err, l.state())
	}
}

func TestFiveWrongPasscodesAskForThePassword(t *testing.T) {
	l := newLocker(t)
	l.must(l.s.Passcode.Set(context.Background(), password, code))
	for range 5 {
		l.now = l.now.Add(time.Hour)
		if err := l.try(otherCode); err == nil {
			t.Fatal("opened")
		}
	}
	if s := l.state(); s.Set || s.Over != ui.PasscodeSpent {
		t.Errorf("state = %+v", s)
	}
	if err := l.try(code); err == nil {
		t.Error("the right one opened it afterwards")
	}
	l.unlock()
	if s := l.state(); s != (ui.PasscodeState{}) {
		t.Errorf("after the password: %+v", s)
	}
}

func TestAnotherPasswordForgetsThePasscodeAndSaysSo(t *testing.T) {
	const second = "Second7!horse"
	for name, change := range map[string]func(l *locker) error{
		"here": func(l *locker) error { return l.s.Keys.ChangePassword(context.Background(), password, second) },
		"elsewhere": func(l *locker) error {
			v, err := vault.Open(context.Background(), l.path, []byte(password), vault.Options{Cost: vault.CostFloor})
			if err != nil {
				return err
			}
			return errors.Join(v.ChangePassword(context.Background(), []byte(password), []byte(second)), v.Close())
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLocker(t)
			l.must(l.s.Passcode.Set(context.Background(), password, code))
			if name == "elsewhere" {
				l.lock()
			}
			l.must(change(l))
			if err := l.try(code); err == nil {
				t.Fatal("it still opens")
			}
			if s := l.state(); s.Set || s.Over != ui.PasscodeOutdated {
				t.Errorf("state = %+v", s)
			}
		})
	}
}

func TestBiometricsAreRefusedWithoutAPasscode(t *testing.T) {
	ctx := context.Background()
	l := newLocker(t)
	check := ui.PasscodeOptions{Fingerprint: true}
	if err := l.s.Passcode.Change(ctx, code, check); !errors.Is(err, vault.ErrNoPasscode) || l.state().Fingerprint {
		t.Errorf("without a passcode: %v, %+v", err, l.state())
	}
	l.must(l.s.Passcode.Set(ctx, password, code))
	l.reader.there = false
	if err := l.s.Passcode.Change(ctx, code, check); !errors.Is(err, ui.ErrFingerprint) || l.state().Fingerprint {
		t.Errorf("without a reader: %v", err)
	}
	l.reader.there = true
	l.must(l.s.Passcode.Change(ctx, code, check))
	if !l.state().Fingerprint {
		t.Error("not asked for")
	}
	l.must(l.s.Passcode.Remove(ctx, password))
	if s := l.state(); s != (ui.PasscodeState{}) {
		t.Errorf("the passcode is gone, but %+v", s)
	}
	l.must(l.s.Passcode.Set(ctx, password, code))
	if l.state().Fingerprint {
		t.Error("a new passcode brought the fingerprint of the one before")
	}
}

func TestTheFingerIsAskedForBeforeAnybodyGetsTheVault(t *testing.T) {
	for name, kept := range map[string]bool{"quick": false, "kept": true} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			l := newLocker(t)
			l.must(l.s.Passcode.Set(ctx, password, code))
			l.must(l.s.Passcode.Change(ctx, code, ui.PasscodeOptions{Kept: kept, Fingerprint: true}))
			if err := l.try(otherCode); !errors.Is(err, ui.ErrWrongPasscode) || l.reader.asked > 0 {
				t.Errorf("a wrong passcode: %v, and the finger was asked for %d times", err, l.reader.asked)
			}
			l.now = l.now.Add(time.Hour)
			if !kept { // the rest is the same for both
				l.reader.says = fingerprint.ErrUnavailable
				if err := l.try(code); !errors.Is(err, ui.ErrFingerprint) || l.reader.asked != 1 {
					t.Errorf("without a reader: %v", err)
				}
				return
			}
			l.must(l.try(code))
			if l.reader.asked != 1 {
				t.Errorf("asked %d times", l.reader.asked)
			}
			// Neither a reader that is gone nor a cancelled question opens anything.
			l.reader.says = fingerprint.ErrUnavailable
			if err := l.try(code); !errors.Is(err, ui.ErrFingerprint) || l.state().Over != ui.PasscodeNotOver {
				t.Errorf("without a reader: %v", err)
			}
			l.reader.says = nil
			cancelled, cancel := context.WithCancel(ctx)
			l.reader.open = cancel
			if s, err := l.vaults.Unlocker().Open(cancelled, l.path, code, func(ui.FingerHint) {}); s != nil || !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled: %v, %v", s, err)
			}
			l.reader.open = nil
			// After another's finger the passcode does nothing until the password did.
			l.reader.says = fingerprint.ErrNoMatch
			if err := l.try(code); !errors.Is(err, ui.ErrFingerprint) || l.state().Over != ui.PasscodeUnchecked {
				t.Errorf("another finger: %v, %+v", err, l.state())
			}
			asked := l.reader.asked
			l.reader.says = nil
			if err := l.try(code); !errors.Is(err, ui.ErrFingerprint) || l.reader.asked != asked {
				t.Errorf("once more: %v", err)
			}
			l.unlock() // which shows that nothing was left open
			if s := l.state(); !s.Set || s.Over != ui.PasscodeNotOver {
				t.Errorf("after the password: %+v", s)
			}
		})
	}
}

func TestConfirmingIsLimited(t *testing.T) {
	ctx := context.Background()
	l := newLocker(t)
	l.must(l.s.Passcode.Set(ctx, password, code))
	for _, secret := range []string{password, code} {
		l.must(l.s.Keys.Confirm(ctx, secret))
	}
	var told *ui.TryError
	if err := l.s.Keys.Confirm(ctx, "x"); !errors.Is(err, ui.ErrNotConfirmed) || !errors.As(err, &told) || told.Left != 4 || told.Wait != time.Second || strings.Contains(err.Error(), code) {
		t.Errorf("wrong: %v", err)
	}
	if err := l.s.Keys.Confirm(ctx, password); !errors.As(err, &told) || errors.Is(err, ui.ErrNotConfirmed) || told.Wait != time.Second {
		t.Errorf("too soon: %v", err)
	}
	if s := l.state(); s.Left != 4 {
		t.Errorf("it counts for the passcode, too: %+v", s)
	}
}

func TestAVaultWithoutPasscodesHasNone(t *testing.T) {
	v := Vaults{}
	if v.passcode(nil) != nil || (passcode{}).confirm() != nil {
		t.Error("a passcode without anything to hold it")
	}
	if err := v.Passcodes.Forget(context.Background(), "home.vitalkeep"); err != nil {
		t.Error(err)
	}
	v.Passcodes.opened("home.vitalkeep")
}

func TestSampleDataHasNoPasscode(t *testing.T) {
	o := newVaults()
	o.Passcodes = NewPasscodes(t.TempDir(), &memoryKeyring{}, &fakeReader{}, o.Now)
	s, err := o.Sample(context.Background(), noProgress)
	if err != nil {
		t.Fatal(err)
	}
	if s.Passcode != nil {
		t.Error("a passcode for a vault that goes with its session")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
