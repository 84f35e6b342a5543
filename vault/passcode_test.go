package vault

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
)

var testPasscode = []byte("274951")

func TestAPasscodeThatIsTriedFirstIsRefused(t *testing.T) {
	for passcode, want := range map[string]error{
		"274951": nil, "27495": ErrWeakPasscode, "": ErrWeakPasscode, "000000": ErrWeakPasscode,
		"123456": ErrWeakPasscode, "987654": ErrWeakPasscode, "aaaaaaaa": ErrWeakPasscode, "abcdefg": ErrWeakPasscode,
		"123457": nil, "112233": nil, "ab cd!": nil, "ééééé\u0301": nil, "e\u0301e\u0301e\u0301": ErrWeakPasscode,
		"27495\xff": ErrWeakPasscode, strings.Repeat("27", 600): ErrWeakPasscode, "１２３４５９": nil,
	} {
		if err := checkPasscode([]byte(passcode)); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", passcode, err, want)
		}
	}
}

// clocked is a vault whose clock is moved by hand.
type clocked struct {
	t    *testing.T
	v    *Vault
	path string
	o    Options
	now  time.Time
}

func newClocked(t *testing.T) *clocked {
	c := &clocked{t: t, now: testNow, path: filepath.Join(t.TempDir(), "home.vitalkeep")}
	c.o = Options{kdf: testKDF, Now: func() time.Time { return c.now }}
	v, _, err := Create(context.Background(), c.path, testPassword, c.o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.AddProfile(testProfile); err != nil {
		t.Fatal(err)
	}
	c.v = v
	t.Cleanup(c.lock)
	return c
}

func (c *clocked) lock() {
	c.t.Helper()
	if err := c.v.Close(); err != nil {
		c.t.Error(err)
	}
}

func (c *clocked) unlockByPassword() {
	c.t.Helper()
	v, err := Open(context.Background(), c.path, testPassword, c.o)
	if err != nil {
		c.t.Fatal(err)
	}
	c.v = v
}

// opened takes a vault that a passcode opened.
func (c *clocked) opened(v *Vault, err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
	c.v = v
	if ps, err := v.Profiles(); err != nil || len(ps) != 1 || ps[0].Name != testProfile.Name {
		c.t.Errorf("profiles = %v, %v", ps, err)
	}
	if report, err := v.Verify(context.Background(), nil); err != nil || len(report.Problems) > 0 {
		c.t.Errorf("verify = %+v, %v", report, err)
	}
}

// fiveWrongTries makes them, each at its time, and looks at what is told. With
// each it asks too early as well, with the right passcode.
func (c *clocked) fiveWrongTries(try func(passcode string) error, state func() (int, time.Duration)) {
	c.t.Helper()
	for i, wait := range []time.Duration{time.Second, 5 * time.Second, 15 * time.Second, time.Minute} {
		var told *PasscodeError
		if err := try("274950"); !errors.Is(err, ErrWrongPasscode) || !errors.As(err, &told) || told.Left != 4-i || told.Wait != wait {
			c.t.Fatalf("wrong try %d = %v", i+1, err)
		}
		c.now = c.now.Add(wait - time.Millisecond)
		if err := try(string(testPasscode)); !errors.Is(err, ErrPasscodeWait) || !errors.As(err, &told) || told.Left != 4-i || told.Wait != time.Millisecond {
			c.t.Errorf("too early after %d = %v", i+1, err)
		}
		if left, wait := state(); left != 4-i || wait != time.Millisecond {
			c.t.Errorf("state = %d, %v", left, wait)
		}
		c.now = c.now.Add(time.Millisecond)
		if left, wait := state(); left != 4-i || wait != 0 {
			c.t.Errorf("state = %d, %v", left, wait)
		}
	}
	if err := try("274950"); !errors.Is(err, ErrPasscodeSpent) {
		c.t.Errorf("fifth wrong try = %v", err)
	}
}

func TestQuickUnlockOpensAClosedVault(t *testing.T) {
	c := newClocked(t)
	q, err := c.v.QuickUnlock(context.Background(), testPasscode)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		c.lock()
		c.opened(q.Open(context.Background(), testPasscode))
	}
	if _, err := q.Open(context.Background(), testPasscode); !errors.Is(err, ErrInUse) {
		t.Errorf("beside the open one = %v", err)
	}
	if _, err := c.v.QuickUnlock(context.Background(), []byte("123456")); !errors.Is(err, ErrWeakPasscode) {
		t.Errorf("an easy one = %v", err)
	}
	c.lock()
	if _, err := c.v.QuickUnlock(context.Background(), testPasscode); !errors.Is(err, ErrClosed) {
		t.Errorf("of a closed vault = %v", err)
	}
	if left, wait := q.State(); left != 5 || wait != 0 {
		t.Errorf("state = %d, %v", left, wait)
	}
	q.Forget()
	if _, err := q.Open(context.Background(), testPasscode); !errors.Is(err, ErrNoPasscode) {
		t.Errorf("forgotten = %v", err)
	}
	if left, _ := q.State(); left != 0 {
		t.Errorf("%d tries of a forgotten one", left)
	}
}

func TestFiveWrongTriesEndQuickUnlock(t *testing.T) {
	c := newClocked(t)
	q, err := c.v.QuickUnlock(context.Background(), testPasscode)
	if err != nil {
		t.Fatal(err)
	}
	c.lock()
	try := func(passcode string) error {
		v, err := q.Open(context.Background(), []byte(passcode))
		if err == nil {
			c.v = v
		}
		return err
	}
	// Two wrong ones and a right one start anew.
	for range 2 {
		if err := try("000000"); !errors.Is(err, ErrWrongPasscode) {
			t.Fatal(err)
		}
		c.now = c.now.Add(time.Minute)
	}
	if err := try(string(testPasscode)); err != nil {
		t.Fatal(err)
	}
	c.lock()
	c.fiveWrongTries(try, q.State)
	c.now = c.now.Add(time.Hour)
	if err := try(string(testPasscode)); !errors.Is(err, ErrPasscodeSpent) {
		t.Errorf("the right one afterwards = %v", err)
	}
	if err := q.other.with(func([]byte) {}); !errors.Is(err, ErrClosed) || q.slot.wrapped != [wrappedSize]byte{} {
		t.Error("what it needs is still there")
	}
	c.unlockByPassword()
}

// keyChanges are what may happen to a vault after a passcode was set, and
// whether that still opens it.
var keyChanges = map[string]struct {
	change func(*clocked) error
	want   error
}{
	"another password": {func(c *clocked) error {
		return c.v.ChangePassword(context.Background(), testPassword, []byte("another"))
	}, ErrPasscodeOutdated},
	"the same password again": {func(c *clocked) error {
		return c.v.ChangePassword(context.Background(), testPassword, testPassword)
	}, ErrPasscodeOutdated},
	"rekey": {func(c *clocked) error {
		_, err := c.v.Rekey(context.Background(), testPassword, nil)
		return err
	}, ErrPasscodeOutdated},
	"another recovery key": {func(c *clocked) error {
		_, err := c.v.NewRecoveryKey(context.Background())
		return err
	}, nil},
	"another vault of that name": {func(c *clocked) error {
		if err := errors.Join(c.v.Close(), os.Remove(c.path)); err != nil {
			return err
		}
		v, _, err := Create(context.Background(), c.path, testPassword, c.o)
		c.v = v
		return err
	}, ErrPasscodeOutdated},
}

func TestAChangeOfKeysEndsQuickUnlock(t *testing.T) {
	for name, tt := range keyChanges {
		t.Run(name, func(t *testing.T) {
			c := newClocked(t)
			q, err := c.v.QuickUnlock(context.Background(), testPasscode)
			if err != nil {
				t.Fatal(err)
			}
			if err := tt.change(c); err != nil {
				t.Fatal(err)
			}
			c.lock()
			for range 2 {
				v, err := q.Open(context.Background(), testPasscode)
				if !errors.Is(err, tt.want) {
					t.Errorf("open = %v, want %v", err, tt.want)
				}
				if err == nil {
					c.v = v
					c.lock()
				}
			}
		})
	}
}

func TestAHeadThatWasNotMadeWithTheKeyIsNotBelieved(t *testing.T) {
	c := newClocked(t)
	other := randomSecret()
	defer other.wipe()
	s, err := c.v.passcodeSlot(testPasscode, other, false)
	if err != nil {
		t.Fatal(err)
	}
	h, _, err := c.v.store.head()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := s.unlock(h, testPasscode, other)
	if err != nil {
		t.Fatal(err)
	}
	keys.wipe()
	forged := newKeyring(randomSecret(), h.vault)
	defer forged.wipe()
	raw, err := encodeHead(h, forged, formatMinor)
	if err != nil {
		t.Fatal(err)
	}
	f, err := decodeHead(raw)
	if err != nil || s.fits(f) != nil {
		t.Fatal(err, s.fits(f))
	}
	if _, err := s.unlock(f, testPasscode, other); !errors.Is(err, ErrPasscodeOutdated) {
		t.Errorf("under another key = %v", err)
	}
	raw[9]++ // the version, after the commitment fits
	h.raw[11]++
	if _, err := s.unlock(h, testPasscode, other); !errors.Is(err, ErrDamaged) {
		t.Errorf("changed = %v", err)
	}
}

// testKeyring is a keyring in memory.
type testKeyring struct {
	items map[string][]byte
	err   error
}

func (k *testKeyring) Get(_ context.Context, name string) ([]byte, error) {
	if k.err != nil {
		return nil, k.err
	}
	if b, ok := k.items[name]; ok {
		return append([]byte(nil), b...), nil
	}
	return nil, fmt.Errorf("the keyring: %w", fs.ErrNotExist)
}

func (k *testKeyring) Set(_ context.Context, name string, secret []byte) error {
	if k.err == nil {
		k.items[name] = append([]byte(nil), secret...)
	}
	return k.err
}

func (k *testKeyring) Delete(ctx context.Context, name string) error {
	_, err := k.Get(ctx, name)
	if err == nil {
		delete(k.items, name)
	}
	return err
}

// kept is a vault with a kept passcode.
type kept struct {
	*clocked
	KeptPasscode
	keys *testKeyring
}

func newKept(t *testing.T) *kept {
	k := &kept{clocked: newClocked(t), keys: &testKeyring{items: map[string][]byte{}}}
	k.KeptPasscode = KeptPasscode{Folder: filepath.Join(t.TempDir(), "state", "passcodes"), Keyring: k.keys}
	if err := k.Keep(context.Background(), k.v, testPasscode); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *kept) try(passcode string) error {
	v, err := k.Open(context.Background(), k.path, []byte(passcode), k.o)
	if err == nil {
		k.v = v
	}
	return err
}

func closer(t *testing.T, f *os.File) func() {
	return func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// nothing checks that nothing is kept any more.
func (k *kept) nothing() {
	k.t.Helper()
	if err := k.try(string(testPasscode)); !errors.Is(err, ErrNoPasscode) {
		k.t.Errorf("open = %v", err)
	}
	if _, err := k.State(k.path, k.now); !errors.Is(err, ErrNoPasscode) {
		k.t.Errorf("state = %v", err)
	}
	if files, err := os.ReadDir(k.Folder); err != nil || len(files) > 0 || len(k.keys.items) > 0 {
		k.t.Errorf("files %v, keyring %d, %v", files, len(k.keys.items), err)
	}
}

func TestAKeptPasscodeOpensTheVaultAfterARestart(t *testing.T) {
	k := newKept(t)
	k.lock()
	k.opened(k.Open(context.Background(), k.path, testPasscode, k.o))
	k.lock()
	again := KeptPasscode{Folder: k.Folder, Keyring: k.Keyring}
	k.opened(again.Open(context.Background(), k.path, testPasscode, k.o))
	files, err := os.ReadDir(k.Folder)
	if err != nil || len(files) != 1 || len(k.keys.items) != 1 {
		t.Fatal(files, len(k.keys.items), err)
	}
	if info, err := files[0].Info(); err != nil || info.Mode().Perm()&0o077 != 0 || info.Size() != int64(keptSize) {
		t.Errorf("%v, %v", info, err)
	}
	// Another passcode takes the place of the first.
	if err := k.Keep(context.Background(), k.v, []byte("604815")); err != nil {
		t.Fatal(err)
	}
	k.lock()
	if err := k.try(string(testPasscode)); !errors.Is(err, ErrWrongPasscode) {
		t.Errorf("the first = %v", err)
	}
	k.now = k.now.Add(time.Second)
	k.opened(k.Open(context.Background(), k.path, []byte("604815"), k.o))
	if len(k.keys.items) != 1 {
		t.Errorf("%d items in the keyring", len(k.keys.items))
	}
	if err := k.Forget(context.Background(), k.path); err != nil {
		t.Fatal(err)
	}
	k.lock()
	k.nothing()
	if err := k.Forget(context.Background(), k.path); !errors.Is(err, ErrNoPasscode) {
		t.Errorf("forgotten twice = %v", err)
	}
}

func TestFiveWrongTriesRemoveAKeptPasscode(t *testing.T) {
	k := newKept(t)
	k.lock()
	k.fiveWrongTries(k.try, func() (int, time.Duration) {
		s, err := k.State(k.path, k.now)
		if err != nil {
			t.Error(err)
		}
		return s.Left, s.Wait
	})
	k.nothing()
	k.unlockByPassword()
}

func TestEndingTheProgramGivesNoTryBack(t *testing.T) {
	k := newKept(t)
	h, _, err := k.v.store.head()
	if err != nil {
		t.Fatal(err)
	}
	other := randomSecret()
	defer other.wipe()
	for i := range 5 {
		func() {
			r, f, err := k.load(k.path, os.O_RDWR|os.O_APPEND)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(closer(t, f))
			defer func() {
				if recover() == nil {
					t.Error("the try was made to the end")
				}
			}()
			r.slot.kdf.time = 0 // which Argon2 ends with a panic, in the middle of the try
			_, _ = r.try(h, testPasscode, other, f, k.now)
		}()
		if s, err := k.State(k.path, k.now); err != nil || s.Left != 4-i {
			t.Errorf("state = %+v, %v", s, err)
		}
	}
	k.lock()
	if err := k.try(string(testPasscode)); !errors.Is(err, ErrPasscodeSpent) {
		t.Errorf("a sixth try = %v", err)
	}
	k.nothing()
}

func TestTriesAtTheSameTimeAllCount(t *testing.T) {
	k := newKept(t)
	_, a, err := k.load(k.path, os.O_RDWR|os.O_APPEND)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(closer(t, a))
	r, b, err := k.load(k.path, os.O_RDWR|os.O_APPEND)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(closer(t, b))
	for want, f := range []*os.File{a, b, a, a, b} {
		if n, err := countTry(f, k.now); err != nil || n != want+1 {
			t.Errorf("try %d, want %d: %v", n, want+1, err)
		}
	}
	h, _, err := k.v.store.head()
	if err != nil {
		t.Fatal(err)
	}
	other := newSecret(k.keys.items[r.name()])
	defer other.wipe()
	if _, err := r.try(h, testPasscode, other, b, k.now); !errors.Is(err, ErrPasscodeSpent) {
		t.Errorf("one that began before the others were counted = %v", err)
	}
}

func TestATryThatWasCutOffCounts(t *testing.T) {
	k := newKept(t)
	name, err := k.file(k.path)
	if err != nil {
		t.Fatal(err)
	}
	for cut, want := range map[int]int{0: 5, 1: 4, 7: 4, 8: 4, 9: 3, 39: 0, 40: 0, 4000: 0} {
		if err := os.Truncate(name, int64(keptSize+cut)); err != nil {
			t.Fatal(err)
		}
		if s, err := k.State(k.path, k.now); err != nil || s.Left != want {
			t.Errorf("%d bytes: %+v, %v", cut, s, err)
		}
		if err := os.Truncate(name, int64(keptSize)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestADamagedRecordOpensNothing(t *testing.T) {
	k := newKept(t)
	k.lock()
	name, err := k.file(k.path)
	if err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for at := range good {
		bad := append([]byte(nil), good...)
		bad[at] ^= 1
		for _, b := range [][]byte{bad, good[:at]} {
			if err := os.WriteFile(name, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := k.try(string(testPasscode)); !errors.Is(err, ErrNoPasscode) {
				t.Fatalf("byte %d of %d: %v", at, len(b), err)
			}
		}
	}
	if err := os.WriteFile(name, good, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := k.try(string(testPasscode)); err != nil {
		t.Error(err)
	}
}

func TestWithoutItsPartInTheKeyringAPasscodeOpensNothing(t *testing.T) {
	k := newKept(t)
	k.keys.err = errors.New("no session bus")
	if err := k.Keep(context.Background(), k.v, []byte("604815")); !errors.Is(err, ErrNoKeyring) {
		t.Errorf("keep = %v", err)
	}
	k.keys.err = nil
	if err := k.Keep(context.Background(), k.v, testPasscode); err != nil {
		t.Fatal(err)
	}
	k.lock()
	k.keys.err = errors.New("no session bus")
	if err := k.try(string(testPasscode)); !errors.Is(err, ErrNoKeyring) || errors.Is(err, ErrNoPasscode) {
		t.Errorf("without a keyring = %v", err)
	}
	if s, err := k.State(k.path, k.now); err != nil || s.Left != 5 {
		t.Errorf("it cost a try: %+v, %v", s, err)
	}
	k.keys.err = nil
	if err := k.try(string(testPasscode)); err != nil {
		t.Fatal(err)
	}
	k.lock()
	// Another key under the same name.
	for name := range k.keys.items {
		k.keys.items[name][0] ^= 1
	}
	if err := k.try(string(testPasscode)); !errors.Is(err, ErrWrongPasscode) {
		t.Errorf("with another key = %v", err)
	}
	k.now = k.now.Add(time.Hour)
	clear(k.keys.items)
	if err := k.try(string(testPasscode)); !errors.Is(err, ErrNoPasscode) {
		t.Errorf("with an empty keyring = %v", err)
	}
	k.nothing()
}

func TestAChangeOfKeysEndsAKeptPasscode(t *testing.T) {
	for name, tt := range keyChanges {
		t.Run(name, func(t *testing.T) {
			k := newKept(t)
			if err := tt.change(k.clocked); err != nil {
				t.Fatal(err)
			}
			k.lock()
			if err := k.try(string(testPasscode)); !errors.Is(err, tt.want) {
				t.Errorf("open = %v, want %v", err, tt.want)
			}
			if tt.want != nil {
				k.nothing()
			}
		})
	}
}

func TestASpentPasscodeIsGoneEvenWhereTheKeyringIsToo(t *testing.T) {
	k := newKept(t)
	name, err := k.file(k.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, int64(keptSize+5*tryStep)); err != nil {
		t.Fatal(err)
	}
	k.lock()
	k.keys.err = errors.New("no session bus")
	if err := k.try(string(testPasscode)); !errors.Is(err, ErrPasscodeSpent) || !errors.Is(err, ErrNoKeyring) {
		t.Errorf("open = %v", err)
	}
	if err := k.try(string(testPasscode)); !errors.Is(err, ErrNoPasscode) {
		t.Errorf("afterwards = %v", err)
	}
}

func TestAClockThatWentBackDoesNotLockOut(t *testing.T) {
	k := newKept(t)
	k.lock()
	k.now = k.now.AddDate(10, 0, 0)
	if err := k.try("604815"); !errors.Is(err, ErrWrongPasscode) {
		t.Fatal(err)
	}
	k.now = testNow
	if err := k.try(string(testPasscode)); err != nil {
		t.Error(err)
	}
}

func FuzzKeptPasscode(f *testing.F) {
	r := keptRecord{slot: passcodeSlot{kdf: testKDF}}
	f.Add(r.encode())
	f.Add(append(r.encode(), 1, 2, 3))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := decodeKept(b)
		if err != nil {
			return
		}
		if got := r.encode(); string(got) != string(b[:keptSize]) {
			t.Errorf("%x became %x", b[:keptSize], got)
		}
	})
}
