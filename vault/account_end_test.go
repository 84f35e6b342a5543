package vault

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"vitalkeep/health"
)

// Forget implements Forgetter.
func (m memoryAnchors) Forget(name string) error {
	delete(m, name)
	return nil
}

// endingAccount returns the closed vault of an account whose end was begun so
// many days ago, and the clock.
func endingAccount(t testing.TB, folder string, o Options, days int) (path string, now *time.Time) {
	t.Helper()
	now = new(time.Time)
	*now = testNow
	o.Now = func() time.Time { return *now }
	o.Profile = health.Profile{Name: "Ada"}
	path = filepath.Join(folder, "home.vitalkeep")
	v, _, err := Create(t.Context(), path, testPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	importRows(t, v, v.state.Load().containers[1].id, heartRates(300))
	if err := v.EndAccount(); err != nil {
		t.Fatal(err)
	}
	for range days {
		closeVault(t, v)
		*now = now.Add(day)
		if v, err = Open(t.Context(), path, testPassword, o); err != nil {
			t.Fatal(err)
		}
	}
	closeVault(t, v)
	return path, now
}

func TestAnAccountEndsAfterSevenDaysWithItsFile(t *testing.T) {
	folder, anchors := t.TempDir(), memoryAnchors{}
	o := testOptions()
	o.Anchors = anchors
	path, now := endingAccount(t, folder, o, 6)
	o.Now = func() time.Time { return *now }
	v, err := Open(t.Context(), path, testPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	if f, ending := v.AccountEnding(); !ending || f.Remaining != day || f.Asked != testNow.UnixMilli() {
		t.Errorf("ending: %+v, %v", f, ending)
	}
	if r := compactVault(t, v); r.Ended || !slices.Equal(names(t, v), []string{"Ada"}) {
		t.Error("the account ended on the sixth day")
	}
	if len(anchors) == 0 {
		t.Error("nothing is remembered of an open vault")
	}
	head := mustHead(t, path)
	if err := os.Link(path, filepath.Join(folder, "another name")); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(day)
	if !v.CompactionDue() {
		t.Error("the end is not due")
	}
	if r, err := v.Compact(t.Context(), nil); err != nil || !r.Ended || len(r.Profiles) > 0 {
		t.Errorf("compact = %+v, %v", r, err)
	}
	if _, err := v.Profiles(); !errors.Is(err, ErrClosed) {
		t.Errorf("the vault afterwards: %v", err)
	}
	closeVault(t, v)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file: %v", err)
	}
	// Whoever kept another name of the file has nothing.
	if raw := mustRead(t, filepath.Join(folder, "another name")); len(raw) > 0 || len(head) == 0 {
		t.Errorf("%d bytes are left", len(raw))
	}
	if len(anchors) > 0 {
		t.Errorf("%d anchors are left", len(anchors))
	}
}

// mustHead returns the head of a file that nobody has open for writing.
func mustHead(t testing.TB, path string) []byte {
	t.Helper()
	raw := mustRead(t, path)
	at := bytes.Index(raw, []byte(headMagic))
	if at < 0 {
		t.Fatal("no head")
	}
	return raw[at : at+headFixed+2*(3+passwordSlotSize)]
}

func TestNoHeadIsLeftWhereTheFileIs(t *testing.T) {
	v, _ := newTestVault(t)
	path := v.Path()
	if _, err := v.NewRecoveryKey(t.Context()); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	raw := mustRead(t, path)
	h, err := decodeHead(headIn(raw))
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(overwriteHeads(f, int64(len(raw))), f.Close()); err != nil {
		t.Fatal(err)
	}
	after := mustRead(t, path)
	if len(after) != len(raw) || bytes.Contains(after, []byte(headMagic)) {
		t.Error("a head is left")
	}
	for i := range h.slots {
		if bytes.Contains(after, h.slots[i].wrapped[:]) || !bytes.Contains(raw, h.slots[i].wrapped[:]) {
			t.Errorf("the key in slot %d is left", i)
		}
	}
	if v, err := Open(t.Context(), path, testPassword, testOptions()); err == nil {
		closeVault(t, v)
		t.Error("it opens")
	}
}

// headIn returns the first head in a file.
func headIn(raw []byte) []byte {
	rest := raw[bytes.Index(raw, []byte(headMagic)):]
	for n := headFixed + headTail; n <= min(maxHead, len(rest)); n++ {
		if _, err := decodeHead(rest[:n]); err == nil {
			return rest[:n]
		}
	}
	return nil
}

func TestAnAccountIsKeptUntilItsEnd(t *testing.T) {
	o := testOptions()
	path, now := endingAccount(t, t.TempDir(), o, 7)
	v := openAt(t, path, now)
	if f, ending := v.AccountEnding(); !ending || f.Remaining != 0 || !v.CompactionDue() {
		t.Errorf("ending: %+v, %v", f, ending)
	}
	if err := v.KeepAccount(); err != nil {
		t.Fatal(err)
	}
	if _, ending := v.AccountEnding(); ending {
		t.Error("it still ends")
	}
	if r := compactVault(t, v); r.Ended {
		t.Error("it ended")
	}
	closeVault(t, v)
	v = openAt(t, path, now)
	wantWhole(t, v)
	closeVault(t, v)
}

func TestAnAccountEndsAfterAllOthers(t *testing.T) {
	v, ada, bo, _ := fullVault(t)
	path := v.Path()
	if err := v.EndAccount(); !errors.Is(err, ErrMainProfile) {
		t.Errorf("while Bo stays: %v", err)
	}
	closeVault(t, v)
	now := testNow
	v = openAt(t, path, &now)
	if err := v.DeleteProfile(bo); err != nil {
		t.Fatal(err)
	}
	now = now.Add(day)
	if err := v.EndAccount(); err != nil {
		t.Fatal(err)
	}
	if r := compactVault(t, v); len(r.Profiles) > 0 || r.Ended {
		t.Errorf("left: %+v", r)
	}
	for range 6 {
		closeVault(t, v)
		now = now.Add(day)
		v = openAt(t, path, &now)
	}
	if r := compactVault(t, v); !slices.Equal(r.Profiles, []health.ProfileID{bo}) || r.Ended {
		t.Errorf("after seven days of Bo's and six of the account: %+v", r)
	}
	if _, ending := v.AccountEnding(); !ending || len(readings(t, v, ada, "heart_rate")) != adasRates {
		t.Error("the account does not end any more, or cannot be read")
	}
	// Somebody new keeps it from ending.
	cy, err := v.AddProfile(health.Profile{Name: "Cy"})
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(day)
	if r := compactVault(t, v); r.Ended {
		t.Fatal("it ended with somebody who stays")
	}
	if err := v.DeleteProfileNow(t.Context(), cy.ID, nil); err != nil {
		t.Fatal(err)
	}
	if r := compactVault(t, v); !r.Ended {
		t.Errorf("it did not end: %+v", r)
	}
	closeVault(t, v)
}

func TestAnAccountDoesNotEndWhereItMayNot(t *testing.T) {
	o := testOptions()
	path, now := endingAccount(t, t.TempDir(), o, 7)
	reading := clockOptions(now)
	reading.ReadOnly = true
	v, err := Open(t.Context(), path, testPassword, reading)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Compact(t.Context(), nil); !errors.Is(err, ErrReadOnly) {
		t.Errorf("for reading: %v", err)
	}
	if err := v.EndAccount(); !errors.Is(err, ErrReadOnly) {
		t.Errorf("ending it again for reading: %v", err)
	}
	closeVault(t, v)
	v = openAt(t, path, now)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.Compact(gone, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := os.Rename(path, path+".moved"); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Compact(t.Context(), nil); !errors.Is(err, ErrMoved) {
		t.Errorf("moved: %v", err)
	}
	if err := os.Rename(path+".moved", path); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, v)
	closeVault(t, v)
}

// TestAPowerCutLeavesAnEndingAccountWholeOrUnreadable cuts the power at every
// step of the end.
func TestAPowerCutLeavesAnEndingAccountWholeOrUnreadable(t *testing.T) {
	folder := memoryFolder(t)
	path, now := endingAccount(t, folder, faultOptions(), 7)
	o := clockOptions(now)
	v := openAt(t, path, now)
	want := mustContent(t, v)
	closeVault(t, v)
	raw := mustRead(t, path)
	h, err := decodeHead(headIn(raw))
	if err != nil {
		t.Fatal(err)
	}
	l := logDisk(t, folder)
	l.raw(t)
	v = openAt(t, path, now)
	if r := compactVault(t, v); !r.Ended {
		t.Fatalf("it did not end: %+v", r)
	}
	closeVault(t, v)
	l.lookAround()

	folder = memoryFolder(t)
	path = filepath.Join(folder, filepath.Base(path))
	r := rand.New(rand.NewPCG(*faultSeed, 32))
	outcomes := map[string]int{}
	d := newDisk(l.before)
	for i := 0; ; i++ {
		for _, k := range []keep{keepAll, keepNone, keepSome(r), keepSome(r), keepTorn(r)} {
			image := d.image(k)
			if err := image.put(folder); err != nil {
				t.Fatal(err)
			}
			v, err := Open(t.Context(), path, testPassword, o)
			switch {
			case err == nil:
				outcomes["whole"]++
				if got := mustContent(t, v); got != want {
					t.Errorf("seed %d, power cut after event %d: other content", *faultSeed, i)
				}
				wantWholeBut(t, v)
				if _, ending := v.AccountEnding(); !ending {
					t.Errorf("seed %d, power cut after event %d: it does not end any more", *faultSeed, i)
				}
				closeVault(t, v)
			case errors.Is(err, fs.ErrNotExist):
				outcomes["gone"]++
			default:
				outcomes["unreadable"]++
				left := mustRead(t, path)
				for n := range h.slots {
					if bytes.Contains(left, h.slots[n].wrapped[:]) && !bytes.Contains(left, []byte(headMagic)) {
						t.Errorf("seed %d, power cut after event %d: slot %d is left", *faultSeed, i, n)
					}
				}
			}
		}
		if i == len(l.events) {
			break
		}
		d.apply(l.events[i])
	}
	if outcomes["whole"] == 0 || outcomes["gone"] == 0 || outcomes["unreadable"] == 0 {
		t.Errorf("outcomes = %v", outcomes)
	}
	t.Logf("seed %d: %d events, %v", *faultSeed, len(l.events), outcomes)
}

// raw lets the log hear of what is done to files without a database.
func (l *diskLog) raw(t testing.TB) {
	t.Helper()
	syncs, cuts, writes := syncOpen, truncateOpen, writeOpen
	t.Cleanup(func() { syncOpen, truncateOpen, writeOpen = syncs, cuts, writes })
	number := func(f *os.File) int {
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		n, fresh := l.number(info)
		if fresh {
			t.Error("a file that is not in the folder")
		}
		return n
	}
	syncOpen = func(f *os.File) error {
		l.add(diskEvent{kind: diskSync, file: number(f)})
		return syncs(f)
	}
	truncateOpen = func(f *os.File, size int64) error {
		l.add(diskEvent{kind: diskResize, file: number(f), at: size})
		return cuts(f, size)
	}
	writeOpen = func(f *os.File, b []byte, at int64) error {
		l.add(diskEvent{kind: diskWrite, file: number(f), at: at, data: bytes.Clone(b)})
		return writes(f, b, at)
	}
}
