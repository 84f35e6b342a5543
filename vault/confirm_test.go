package vault

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"testing"
	"time"
)

func TestTheAccountPasswordAndThePasscodeConfirm(t *testing.T) {
	ctx := context.Background()
	k := newKept(t)
	q, err := k.v.QuickUnlock(ctx, []byte("604815"))
	if err != nil {
		t.Fatal(err)
	}
	none := func(context.Context, *Vault, []byte) error { return ErrNoPasscode }
	for name, tt := range map[string]struct {
		passcode func(context.Context, *Vault, []byte) error
		secret   string
		want     error
	}{
		"the password":                       {nil, string(testPassword), nil},
		"the password beside a passcode":     {q.Confirm, string(testPassword), nil},
		"the passcode of this run":           {q.Confirm, "604815", nil},
		"the kept passcode":                  {k.Confirm, string(testPasscode), nil},
		"another's passcode":                 {q.Confirm, string(testPasscode), ErrNotConfirmed},
		"a passcode where there is none":     {nil, "604815", ErrNotConfirmed},
		"a passcode that is not kept":        {none, "604815", ErrNotConfirmed},
		"nothing":                            {q.Confirm, "", ErrNotConfirmed},
		"the password with a blank after it": {k.Confirm, string(testPassword) + " ", ErrNotConfirmed},
	} {
		if err := k.v.Confirm(ctx, []byte(tt.secret), tt.passcode); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
		k.now = k.now.Add(time.Hour)
		if err := k.v.Confirm(ctx, testPassword, nil); err != nil { // and all starts anew
			t.Fatal(name, err)
		}
	}
	k.lock()
	for name, err := range map[string]error{
		"vault": k.v.Confirm(ctx, testPassword, nil), "quick": q.Confirm(ctx, k.v, []byte("604815")), "kept": k.Confirm(ctx, k.v, testPasscode),
	} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s of a closed vault: %v", name, err)
		}
	}
	k.unlockByPassword()
}

func TestTheRecoveryKeyDoesNotConfirm(t *testing.T) {
	c := newClocked(t)
	key, err := c.v.NewRecoveryKey(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := c.v.Confirm(context.Background(), []byte(key), nil); !errors.Is(err, ErrNotConfirmed) {
		t.Errorf("recovery key: %v", err)
	}
}

func TestConfirmingIsLimitedUntilTheVaultWasClosed(t *testing.T) {
	ctx := context.Background()
	c := newClocked(t)
	q, err := c.v.QuickUnlock(ctx, testPasscode)
	if err != nil {
		t.Fatal(err)
	}
	confirm := func(secret string) error { return c.v.Confirm(ctx, []byte(secret), q.Confirm) }
	for i, wait := range []time.Duration{time.Second, 5 * time.Second, 15 * time.Second, time.Minute} {
		var told *PasscodeError
		if err := confirm("wrong"); !errors.Is(err, ErrNotConfirmed) || !errors.As(err, &told) || told.Left != 4-i || told.Wait != wait {
			t.Fatalf("wrong try %d: %v", i+1, err)
		}
		c.now = c.now.Add(wait - time.Millisecond)
		if err := confirm(string(testPassword)); !errors.Is(err, ErrPasscodeWait) || !errors.As(err, &told) || told.Left != 4-i || told.Wait != time.Millisecond {
			t.Errorf("too early after %d: %v", i+1, err)
		}
		c.now = c.now.Add(time.Millisecond)
	}
	for range 2 {
		if err := confirm("wrong"); !errors.Is(err, ErrConfirmSpent) {
			t.Errorf("fifth wrong try: %v", err)
		}
	}
	c.now = c.now.Add(time.Hour)
	for name, secret := range map[string]string{"password": string(testPassword), "passcode": string(testPasscode)} {
		if err := confirm(secret); !errors.Is(err, ErrConfirmSpent) {
			t.Errorf("the right %s afterwards: %v", name, err)
		}
	}
	c.lock()
	if _, err := q.Open(ctx, testPasscode); !errors.Is(err, ErrPasscodeSpent) {
		t.Errorf("the passcode after five wrong tries on it: %v", err)
	}
	c.unlockByPassword()
	if err := c.v.Confirm(ctx, testPassword, nil); err != nil {
		t.Errorf("opened again: %v", err)
	}
}

func TestConfirmingByPasswordCostsThePasscodeNoTry(t *testing.T) {
	ctx := context.Background()
	c := newClocked(t)
	q, err := c.v.QuickUnlock(ctx, testPasscode)
	if err != nil {
		t.Fatal(err)
	}
	for range PasscodeTries + 1 {
		if err := c.v.Confirm(ctx, testPassword, q.Confirm); err != nil {
			t.Fatal(err)
		}
	}
	if left, wait := q.State(); left != PasscodeTries || wait != 0 {
		t.Errorf("state = %d, %v", left, wait)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := errors.Join(c.v.Confirm(cancelled, []byte("wrong"), q.Confirm), q.Confirm(cancelled, c.v, []byte("wrong"))); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if left, _ := q.State(); left != PasscodeTries {
		t.Errorf("a cancelled try counted: %d left", left)
	}
}

func TestAKeptPasscodeThatIsCheckedOpensNothingWithoutTheCheck(t *testing.T) {
	ctx := context.Background()
	k := newKept(t)
	if err := k.KeepChecked(ctx, k.v, testPasscode); err != nil {
		t.Fatal(err)
	}
	k.lock()
	if s, err := k.State(k.path, k.now); err != nil || !s.Checked || s.Left != PasscodeTries {
		t.Errorf("state = %+v, %v", s, err)
	}
	if err := k.try(string(testPasscode)); !errors.Is(err, ErrNoPasscode) {
		t.Errorf("nobody to check: %v", err)
	}
	refused, asked := errors.New("another finger"), 0
	k.Check = func(context.Context) error { asked++; return refused }
	if err := k.try(string(testPasscode)); !errors.Is(err, refused) {
		t.Errorf("refused: %v", err)
	}
	if err := k.try("000000"); !errors.Is(err, ErrWrongPasscode) || asked != 1 {
		t.Errorf("a wrong passcode: %v, and the check was asked %d times", err, asked)
	}
	k.now = k.now.Add(time.Hour)
	k.Check = func(context.Context) error { asked++; return nil }
	if err := k.try(string(testPasscode)); err != nil || asked != 2 {
		t.Fatal(err, asked)
	}
	// Of an open vault it confirms by itself.
	if err := k.Confirm(ctx, k.v, testPasscode); err != nil || asked != 2 {
		t.Errorf("confirm: %v, asked %d times", err, asked)
	}
}

func TestTheCheckOfAKeptPasscodeCannotBeTakenOutOfItsFile(t *testing.T) {
	k := newKept(t)
	if err := k.KeepChecked(context.Background(), k.v, testPasscode); err != nil {
		t.Fatal(err)
	}
	k.lock()
	name, err := k.file(k.path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := decodeKept(b)
	if err != nil {
		t.Fatal(err)
	}
	r.slot.checked = false
	if err := os.WriteFile(name, r.encode(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := k.try(string(testPasscode)); !errors.Is(err, ErrWrongPasscode) {
		t.Errorf("without the check: %v", err)
	}
	b[len(keptMagic)] = 3 // a kind that nobody wrote
	if _, err := decodeKept(b); !errors.Is(err, errMalformed) {
		t.Errorf("another kind: %v", err)
	}
	if err := k.Forget(context.Background(), k.path); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) || bytes.Contains(b, testPasscode) {
		t.Error("the record is still there, or holds the passcode")
	}
	k.unlockByPassword()
}
