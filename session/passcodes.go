package session

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"vitalkeep/fingerprint"
	"vitalkeep/keyring"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

// Passcodes holds what passcodes need while vaults are closed: those of this run
// of the program, and where others are kept across restarts. It may be used from
// several goroutines.
type Passcodes struct {
	kept   vault.KeptPasscode
	reader Fingerprints
	now    func() time.Time

	mu    sync.Mutex
	quick map[string]*quickPasscode // by the path of the vault
	over  map[string]ui.PasscodeEnd
}

// Fingerprints is the system's fingerprint reader.
type Fingerprints interface {
	Available(ctx context.Context) bool
	Verify(ctx context.Context, tell func(fingerprint.Hint)) error
}

// quickPasscode is a passcode that ends with the program.
type quickPasscode struct {
	*vault.QuickUnlock
	checked bool // the fingerprint is asked for as well
}

// NewPasscodes keeps what is to last across restarts in a folder and a keyring.
func NewPasscodes(folder string, k vault.Keyring, reader Fingerprints, now func() time.Time) *Passcodes {
	return &Passcodes{
		kept: vault.KeptPasscode{Folder: folder, Keyring: k}, reader: reader, now: now,
		quick: map[string]*quickPasscode{}, over: map[string]ui.PasscodeEnd{},
	}
}

// SystemPasscodes go by this computer's keyring and fingerprint reader; state is
// the folder of what the program remembers.
func SystemPasscodes(state string, now func() time.Time) *Passcodes {
	return NewPasscodes(filepath.Join(state, "passcodes"), keyring.System{Service: "Vitalkeep"}, fingerprint.Reader{}, now)
}

// samePath gives every way to name a vault's file one name.
func samePath(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return path
}

// State is that of ui.Passcodes.
func (p *Passcodes) State(path string) ui.PasscodeState {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state(samePath(path))
}

func (p *Passcodes) state(path string) ui.PasscodeState {
	s := ui.PasscodeState{Over: p.over[path]}
	if q := p.quick[path]; q != nil {
		s.Left, s.Wait = q.State()
		s.Set, s.Fingerprint = s.Left > 0, q.checked
		return s
	}
	if k, err := p.kept.State(path, p.now()); err == nil {
		s.Left, s.Wait, s.Set, s.Kept, s.Fingerprint = k.Left, k.Wait, k.Left > 0, true, k.Checked
	}
	return s
}

// end forgets the passcode of a vault and remembers why.
func (p *Passcodes) end(path string, why ui.PasscodeEnd) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if q := p.quick[path]; q != nil {
		q.Forget()
		delete(p.quick, path)
	}
	if p.over[path] = why; why == ui.PasscodeNotOver {
		delete(p.over, path)
	}
}

// after remembers what the error of a try says of the passcode itself.
func (p *Passcodes) after(path string, err error) {
	switch {
	case errors.Is(err, vault.ErrPasscodeSpent):
		p.end(path, ui.PasscodeSpent)
	case errors.Is(err, vault.ErrPasscodeOutdated):
		p.end(path, ui.PasscodeOutdated)
	}
}

// opened is told that the account password or the recovery key opened a vault.
func (p *Passcodes) opened(path string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.over, samePath(path))
}

// Forget takes away the passcode of a vault that is gone, or has new keys.
func (p *Passcodes) Forget(ctx context.Context, path string) error {
	return p.forget(ctx, path, ui.PasscodeNotOver)
}

func (p *Passcodes) forget(ctx context.Context, path string, why ui.PasscodeEnd) error {
	if p == nil {
		return nil
	}
	path = samePath(path)
	if !p.State(path).Set {
		why = ui.PasscodeNotOver // nothing is lost
	}
	p.end(path, why)
	err := p.kept.Forget(ctx, path)
	// Without a keyring the record goes all the same, and with it all use of what
	// the keyring has.
	if errors.Is(err, vault.ErrNoPasscode) || errors.Is(err, vault.ErrNoKeyring) {
		return nil
	}
	return err
}

// open opens a vault by its passcode, and by the fingerprint where that is asked
// for.
func (p *Passcodes) open(ctx context.Context, path, passcode string, o vault.Options, touch func(ui.FingerHint)) (*vault.Vault, error) {
	path = samePath(path)
	p.mu.Lock()
	q, why := p.quick[path], p.over[path]
	p.mu.Unlock()
	if why == ui.PasscodeUnchecked {
		return nil, ui.ErrFingerprint
	}
	typed := []byte(passcode)
	defer clear(typed)
	check := func(ctx context.Context) error { return p.check(ctx, path, touch) }
	v, err := p.openBy(ctx, q, path, typed, o, check)
	p.after(path, err)
	return v, err
}

func (p *Passcodes) openBy(ctx context.Context, q *quickPasscode, path string, typed []byte, o vault.Options, check func(context.Context) error) (*vault.Vault, error) {
	if q == nil {
		kept := p.kept
		kept.Check = check
		return kept.Open(ctx, path, typed, o)
	}
	v, err := q.Open(ctx, typed)
	if err == nil && q.checked {
		if err = check(ctx); err != nil {
			return nil, errors.Join(err, v.Close())
		}
	}
	return v, err
}

// check asks for the finger. After other fingers the passcode opens nothing until
// the account password did.
func (p *Passcodes) check(ctx context.Context, path string, touch func(ui.FingerHint)) error {
	err := p.reader.Verify(ctx, func(h fingerprint.Hint) { touch(fingerHints[h]) })
	if err == nil {
		return nil
	}
	if errors.Is(err, fingerprint.ErrNoMatch) {
		p.mu.Lock()
		p.over[path] = ui.PasscodeUnchecked
		p.mu.Unlock()
	}
	return errors.Join(ui.ErrFingerprint, err)
}

var fingerHints = map[fingerprint.Hint]ui.FingerHint{
	fingerprint.Touch: ui.FingerTouch, fingerprint.Again: ui.FingerAgain, fingerprint.Centre: ui.FingerCentre,
	fingerprint.Longer: ui.FingerLonger, fingerprint.Lift: ui.FingerLift, fingerprint.Other: ui.FingerOther,
}

// passcode is that of an open vault. It is a ui.Passcode.
type passcode struct {
	vault *vault.Vault
	all   *Passcodes
}

// passcode returns the passcode of an open vault, nil where none can be set.
func (o Vaults) passcode(v *vault.Vault) ui.Passcode {
	if o.Passcodes == nil {
		return nil
	}
	return passcode{v, o.Passcodes}
}

func (c passcode) path() string { return samePath(c.vault.Path()) }

// State implements ui.Passcode.
func (c passcode) State() ui.PasscodeState { return c.all.State(c.path()) }

// Abilities implements ui.Passcode.
func (c passcode) Abilities(ctx context.Context) ui.PasscodeAbilities {
	// A name that nobody uses: whatever has no keyring does not say so of it.
	_, err := c.all.kept.Keyring.Get(ctx, "does it answer")
	return ui.PasscodeAbilities{
		Keyring:     err == nil || errors.Is(err, fs.ErrNotExist),
		Fingerprint: c.all.reader.Available(ctx),
	}
}

// confirm is what tells whether something is the passcode, nil without one.
func (c passcode) confirm() func(context.Context, *vault.Vault, []byte) error {
	if c.all == nil {
		return nil
	}
	path := c.path()
	c.all.mu.Lock()
	q, state := c.all.quick[path], c.all.state(path)
	c.all.mu.Unlock()
	var by func(context.Context, *vault.Vault, []byte) error
	switch {
	case !state.Set:
		return nil
	case q != nil:
		by = q.Confirm
	default:
		by = c.all.kept.Confirm
	}
	return func(ctx context.Context, v *vault.Vault, typed []byte) error {
		err := by(ctx, v, typed)
		c.all.after(path, err)
		return err
	}
}

// isThem asks whether it is the person who may change things.
func (c passcode) isThem(ctx context.Context, secret string) error {
	typed := []byte(secret)
	defer clear(typed)
	return tried(c.vault.Confirm(ctx, typed, c.confirm()))
}

// tried says an error of a try in the window's terms.
func tried(err error) error {
	var told *vault.PasscodeError
	kind := err
	switch {
	case err == nil:
		return nil
	case errors.Is(err, vault.ErrConfirmSpent):
		return errors.Join(ui.ErrConfirmSpent, err)
	case errors.Is(err, vault.ErrWeakPasscode):
		return errors.Join(ui.ErrWeakPasscode, err)
	case errors.Is(err, vault.ErrNotConfirmed):
		kind = errors.Join(ui.ErrNotConfirmed, err)
	case errors.Is(err, vault.ErrWrongPasscode):
		kind = errors.Join(ui.ErrWrongPasscode, err)
	case errors.Is(err, vault.ErrNoPasscode):
		return errors.Join(ui.ErrNoPasscode, err)
	}
	if errors.As(err, &told) {
		return &ui.TryError{Err: kind, Left: told.Left, Wait: told.Wait}
	}
	return err
}

// Set implements ui.Passcode.
func (c passcode) Set(ctx context.Context, secret, passcode string) error {
	options := c.State().PasscodeOptions
	if err := c.isThem(ctx, secret); err != nil {
		return err
	}
	return tried(c.put(ctx, passcode, options))
}

// put makes a passcode the one that opens the vault, in place of any other.
func (c passcode) put(ctx context.Context, passcode string, o ui.PasscodeOptions) error {
	typed := []byte(passcode)
	defer clear(typed)
	path := c.path()
	var fresh *quickPasscode
	var err error
	switch {
	case !o.Kept:
		fresh = &quickPasscode{checked: o.Fingerprint}
		fresh.QuickUnlock, err = c.vault.QuickUnlock(ctx, typed)
	case o.Fingerprint:
		err = c.all.kept.KeepChecked(ctx, c.vault, typed)
	default:
		err = c.all.kept.Keep(ctx, c.vault, typed)
	}
	if err != nil {
		return err
	}
	if o.Kept {
		c.all.end(path, ui.PasscodeNotOver)
		return nil
	}
	// What is kept would open the vault beside the new one.
	if err := c.all.forget(ctx, path, ui.PasscodeNotOver); err != nil {
		fresh.Forget()
		return err
	}
	c.all.mu.Lock()
	defer c.all.mu.Unlock()
	c.all.quick[path] = fresh
	return nil
}

// Change implements ui.Passcode.
func (c passcode) Change(ctx context.Context, passcode string, o ui.PasscodeOptions) error {
	confirm := c.confirm()
	if confirm == nil {
		return errors.Join(ui.ErrNoPasscode, vault.ErrNoPasscode)
	}
	if o.Fingerprint && !c.State().Fingerprint && !c.all.reader.Available(ctx) {
		return errors.Join(ui.ErrFingerprint, fingerprint.ErrUnavailable)
	}
	typed := []byte(passcode)
	defer clear(typed)
	if err := confirm(ctx, c.vault, typed); err != nil {
		return tried(err)
	}
	return tried(c.put(ctx, passcode, o))
}

// Remove implements ui.Passcode.
func (c passcode) Remove(ctx context.Context, secret string) error {
	if err := c.isThem(ctx, secret); err != nil {
		return err
	}
	return c.all.forget(ctx, c.path(), ui.PasscodeNotOver)
}

// unlocker opens closed vaults by passcode. It is a ui.Passcodes.
type unlocker struct{ Vaults }

// Unlocker is what opens vaults by their passcodes.
func (o Vaults) Unlocker() ui.Passcodes { return unlocker{o} }

// State implements ui.Passcodes.
func (u unlocker) State(path string) ui.PasscodeState { return u.Passcodes.State(path) }

// Open implements ui.Passcodes.
func (u unlocker) Open(ctx context.Context, path, passcode string, touch func(ui.FingerHint)) (*ui.Session, error) {
	v, err := u.Passcodes.open(ctx, path, passcode, vault.Options{Now: u.Now, Anchors: u.Anchors}, touch)
	if err != nil {
		return nil, tried(err)
	}
	return u.opened(v, nil)
}
