package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"vitalkeep/health"
)

// shownBy returns everything that a vault shows.
func shownBy(t testing.TB, v *Vault) string {
	t.Helper()
	s, err := contentOf(v)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func wantContent(t testing.TB, v *Vault, want string) {
	t.Helper()
	if shownBy(t, v) != want {
		t.Error("the vault shows something else than before")
	}
	wantWhole(t, v)
}

func wantWhole(t testing.TB, v *Vault) {
	t.Helper()
	report, err := v.Verify(context.Background(), nil)
	if err != nil || len(report.Problems) > 0 || report.Orphans > 0 {
		t.Errorf("verify = %+v, %v", report, err)
	}
}

// sealedObjects returns every object of the file, by id.
func sealedObjects(t testing.TB, v *Vault) map[uint64][]byte {
	t.Helper()
	out := map[uint64][]byte{}
	err := v.store.ids(0, func(id uint64) error {
		o, _, err := v.store.object(id)
		out[id] = o
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// wantGone fails for every object whose ciphertext, the page-sized parts of it
// included, stands anywhere in the file.
func wantGone(t testing.TB, path string, objects map[uint64][]byte) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const part = 16
	parts := map[[part]byte]bool{}
	for i := 0; i+part <= len(raw); i++ {
		parts[[part]byte(raw[i:])] = true
	}
	for id, o := range objects {
		for i := versionSize; i+part <= len(o); i += part {
			if parts[[part]byte(o[i:])] {
				t.Errorf("byte %d of object %d stands in the file", i, id)
				break
			}
		}
	}
}

func onlyFile(t testing.TB, path string) {
	t.Helper()
	list, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(list) != 1 || list[0].Name() != filepath.Base(path) {
		t.Errorf("files: %v, %v", list, err)
	}
}

const adasRates, bosRates = 3000, 1000 // in fullVault

// fullVault returns a vault with two profiles, several imports, conflicts,
// duplicates, entries, and an import that was taken back.
func fullVault(t testing.TB) (v *Vault, ada, bo health.ProfileID, undone map[uint64][]byte) {
	t.Helper()
	v, ada = newTestVault(t)
	v.options.keepAbove = 300 // so that there are rollups of every level and of days
	p, err := v.AddProfile(health.Profile{Name: "Bo", Zone: "UTC"})
	if err != nil {
		t.Fatal(err)
	}
	bo = p.ID
	note := health.Entry{Kind: health.Note, Source: "csv:file", Key: "k", Start: 1000, Fields: []health.Field{{Name: "text", Text: "fine"}}}
	importRows(t, v, ada, heartRates(adasRates), note)
	importRows(t, v, ada, []row{weight(0, 7000), weight(1, 7100)})
	before := sealedObjects(t, v)
	other := heartRates(1500)
	for i := range other {
		other[i].Start += 1 << 40
	}
	_, id := importRows(t, v, ada, other, health.Entry{Kind: health.Note, Source: "csv:file", Key: "z", Start: 5, Fields: note.Fields})
	undone = sealedObjects(t, v)
	for id := range before {
		delete(undone, id)
	}
	importRows(t, v, ada, []row{weight(1, 7150), weight(2, 7200), weight(0, 7000)})
	importRows(t, v, bo, heartRates(bosRates), note)
	undoBatch(t, v, id)
	importRows(t, v, ada, []row{weight(60, 9100), weight(61, 9200)})
	for _, p := range []health.ProfileID{ada, bo} { // into the journal
		typed := health.Reading{Metric: "weight", Sample: at(62, health.Decimal{Mantissa: 9300, Places: 2})}
		if err := v.Add(context.Background(), p, []health.Reading{typed}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := v.Delete(context.Background(), ada, []Identity{{Metric: "weight", Source: "csv:file", Start: weight(60, 0).Start}}); err != nil {
		t.Fatal(err)
	}
	if err := v.AddBackup(BackupRecord{At: 1, Path: "a", Profiles: []health.ProfileID{ada}}); err != nil {
		t.Fatal(err)
	}
	if _, err := v.PutDevice(health.Device{Nickname: "Scale", Model: "body", Owners: []health.ProfileID{ada}}); err != nil {
		t.Fatal(err)
	}
	if err := v.SetPreference(context.Background(), ada, "dashboard", []byte("weight first")); err != nil {
		t.Fatal(err)
	}
	add1(t, v, ada, nil, pictureOf(t, v, ada, 63, testPicture(pieceSize+1)))
	return v, ada, bo, undone
}

func TestCompactionLeavesNothingOfWhatWasTakenBack(t *testing.T) {
	v, _, _, undone := fullVault(t)
	if !v.CompactionDue() {
		t.Error("no compaction is due after an undo")
	}
	want := shownBy(t, v)
	purgeNow(t, v)
	counter := v.state.Load().root.counter
	last := int64(-1)
	report, err := v.Compact(context.Background(), func(done, total int64) {
		if done < last || done > total {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.After >= report.Before || len(report.Profiles) != 0 {
		t.Errorf("report = %+v", report)
	}
	if v.CompactionDue() {
		t.Error("compaction is due after compaction")
	}
	if now := v.state.Load().root.counter; now != counter+1 {
		t.Errorf("counter %d after %d", now, counter)
	}
	wantContent(t, v, want)
	wantGone(t, v.Path(), undone)
	onlyFile(t, v.Path())
	v = reopenVault(t, v)
	wantContent(t, v, want)
	if v.CompactionDue() {
		t.Error("compaction is due after opening again")
	}
}

func TestACompactedFileIsTight(t *testing.T) {
	v, p := newTestVault(t)
	importRows(t, v, p, heartRates(60_000))
	if _, err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, o := range sealedObjects(t, v) {
		n += len(o)
	}
	// A spare copy is a little more than a page and a half.
	spares := len(structure(t, v))
	if size := v.size(); size > int64(n)*102/100+int64(20+2*spares)*pageSize {
		t.Errorf("%d bytes for %d of objects and %d spare copies", size, n, spares)
	}
}

func TestACompactedVaultGoesOn(t *testing.T) {
	v, ada, _, _ := fullVault(t)
	for range 2 {
		if _, err := v.Compact(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
		_, id := importRows(t, v, ada, []row{weight(50, 8000)})
		undoBatch(t, v, id)
		if _, err := v.AddProfile(health.Profile{Name: fmt.Sprint("P", v.state.Load().root.counter)}); err != nil {
			t.Fatal(err)
		}
		wantWhole(t, v)
	}
	v = reopenVault(t, v)
	if got := values(readings(t, v, ada, "weight")); !slices.Equal(got, []string{"70.00", "71.50", "72.00", "92.00", "93.00"}) {
		t.Errorf("values = %v", got)
	}
}

func TestACopyHoldsTheSame(t *testing.T) {
	v, ada, _, undone := fullVault(t)
	want := shownBy(t, v)
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "copy.vitalkeep")
	st := stageRows(t, v, ada, []row{weight(90, 9000)}) // an import under way is not in it
	if err := v.CopyTo(ctx, path, nil); err != nil {
		t.Fatal(err)
	}
	if err := v.SameContent(ctx, path, nil); err != nil {
		t.Errorf("the copy: %v", err)
	}
	if err := v.CopyTo(ctx, path, nil); !errors.Is(err, ErrExists) {
		t.Errorf("over a file: %v", err)
	}
	onlyFile(t, path)
	wantGone(t, path, undone)
	if err := st.Discard(); err != nil {
		t.Fatal(err)
	}
	c, err := Open(ctx, path, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	wantContent(t, c, want)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2] ^= 1
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.SameContent(ctx, path, nil); !errors.Is(err, ErrDamaged) {
		t.Errorf("a damaged copy: %v", err)
	}
	if err := v.SameContent(ctx, path+".none", nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no copy: %v", err)
	}
	raw[len(raw)/2] ^= 1
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	importRows(t, v, ada, []row{weight(91, 9000)})
	if err := v.SameContent(ctx, path, nil); !errors.Is(err, ErrChanged) {
		t.Errorf("a copy of before: %v", err)
	}
	other, _ := newTestVault(t)
	if err := other.SameContent(ctx, path, nil); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("another vault's copy: %v", err)
	}
	if report, err := v.Verify(ctx, nil); err != nil || len(report.Problems) > 0 {
		t.Errorf("verify = %+v, %v", report, err)
	}
}

func TestAVaultOpenForReadingIsCopied(t *testing.T) {
	v, _, _, _ := fullVault(t)
	want := shownBy(t, v)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	o := testOptions()
	o.ReadOnly = true
	r, err := Open(context.Background(), v.Path(), testPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.vitalkeep")
	if err := r.CopyTo(context.Background(), path, nil); err != nil {
		t.Fatal(err)
	}
	if err := r.SameContent(context.Background(), path, nil); err != nil {
		t.Error(err)
	}
	if _, err := r.Compact(context.Background(), nil); !errors.Is(err, ErrReadOnly) {
		t.Errorf("compact = %v", err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	c, err := Open(context.Background(), path, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	wantContent(t, c, want)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

// rewritings are all that write the file anew.
var rewritings = map[string]func(ctx context.Context, v *Vault) error{
	"compact": func(ctx context.Context, v *Vault) error { _, err := v.Compact(ctx, nil); return err },
	"change password": func(ctx context.Context, v *Vault) error {
		return v.ChangePassword(ctx, testPassword, []byte("another"))
	},
	"new recovery key": func(ctx context.Context, v *Vault) error { _, err := v.NewRecoveryKey(ctx); return err },
	"rekey":            func(ctx context.Context, v *Vault) error { _, err := v.Rekey(ctx, []byte("another"), nil); return err },
}

// kindsIn counts the objects that the vault's file reaches.
func kindsIn(t testing.TB, v *Vault) map[kind]int {
	t.Helper()
	s, err := v.load()
	if err != nil {
		t.Fatal(err)
	}
	defer s.wipe()
	m := map[kind]int{}
	for _, l := range s.live() {
		m[l.kind]++
	}
	return m
}

func TestEveryRewritingLeavesTheSameContent(t *testing.T) {
	for name, rewrite := range rewritings {
		t.Run(name, func(t *testing.T) {
			v, ada, _, undone := fullVault(t)
			want := shownBy(t, v)
			if len(v.state.Load().journal) == 0 {
				t.Fatal("nothing in the journal")
			}
			if err := v.foldAll(context.Background()); err != nil { // as all of them do
				t.Fatal(err)
			}
			kinds := kindsIn(t, v)
			for k, how := range resealing {
				if (how == resealPlain || how == resealEncoded) && kinds[k] == 0 {
					t.Errorf("no %s in the vault of this test", k)
				}
			}
			if err := rewrite(context.Background(), v); err != nil {
				t.Fatal(err)
			}
			if got := kindsIn(t, v); !maps.Equal(got, kinds) && name != "compact" {
				t.Errorf("objects by kind: %v, were %v", got, kinds)
			}
			wantContent(t, v, want)
			wantGone(t, v.Path(), undone)
			onlyFile(t, v.Path())
			importRows(t, v, ada, []row{weight(70, 8000)})
			wantWhole(t, v)
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func headOf(t testing.TB, path string) []byte {
	t.Helper()
	db, err := bolt.Open(path, fileMode, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	var raw []byte
	err = db.View(func(tx *bolt.Tx) error {
		raw = bytes.Clone(tx.Bucket(bucketHead).Get(singleKey))
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return raw
}

// opens says how a vault's file takes a password and a recovery key.
func opens(t testing.TB, path, password, recovery string) (byPassword, byRecovery error) {
	t.Helper()
	ctx := context.Background()
	v, byPassword := Open(ctx, path, []byte(password), testOptions())
	if byPassword == nil {
		byPassword = v.Close()
	}
	v, byRecovery = OpenWithRecoveryKey(ctx, path, recovery, testOptions())
	if byRecovery == nil {
		byRecovery = v.Close()
	}
	return byPassword, byRecovery
}

func TestOldWaysInAreGone(t *testing.T) {
	ctx := context.Background()
	for _, tt := range []struct {
		name              string
		change            func(v *Vault, recovery string) (string, error)
		password          string // the one that opens
		oldPassword       error
		oldRecovery       error
		slots, containers bool // gone as well
	}{
		{"change password", func(v *Vault, _ string) (string, error) {
			return "", v.ChangePassword(ctx, testPassword, []byte("another"))
		}, "another", ErrWrongPassword, nil, false, false},
		{"change password with the recovery key", func(v *Vault, recovery string) (string, error) {
			return "", v.ChangePassword(ctx, []byte(strings.ToLower(recovery)), []byte("another"))
		}, "another", ErrWrongPassword, nil, false, false},
		{
			"new recovery key", func(v *Vault, _ string) (string, error) { return v.NewRecoveryKey(ctx) },
			string(testPassword), nil, ErrWrongPassword, false, false,
		},
		{
			"rekey", func(v *Vault, _ string) (string, error) { return v.Rekey(ctx, []byte("another"), nil) },
			"another", ErrWrongPassword, ErrWrongPassword, true, true,
		},
		{
			"rekey with the same password", func(v *Vault, _ string) (string, error) { return v.Rekey(ctx, testPassword, nil) },
			string(testPassword), nil, ErrWrongPassword, true, true,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path, _, recovery := closedVault(t)
			old, err := decodeHead(headOf(t, path))
			if err != nil {
				t.Fatal(err)
			}
			v, err := Open(ctx, path, testPassword, testOptions())
			if err != nil {
				t.Fatal(err)
			}
			want := shownBy(t, v)
			objects := sealedObjects(t, v)
			fresh, err := tt.change(v, recovery)
			if err != nil {
				t.Fatal(err)
			}
			wantContent(t, v, want)
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
			if p, r := opens(t, path, string(testPassword), recovery); !errors.Is(p, tt.oldPassword) || !errors.Is(r, tt.oldRecovery) {
				t.Errorf("the old ways in: %v, %v", p, r)
			}
			if fresh == "" {
				fresh = recovery
			}
			if p, r := opens(t, path, tt.password, fresh); p != nil || r != nil {
				t.Errorf("the new ways in: %v, %v", p, r)
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range old.slots {
				stays := !tt.slots && ((s.kind == slotPassword && tt.oldPassword == nil) || (s.kind == slotRecovery && tt.oldRecovery == nil))
				if bytes.Contains(raw, s.wrapped[:]) != stays || bytes.Contains(raw, s.salt[:]) != stays {
					t.Errorf("the old slot of kind %d stays or goes, and should not", s.kind)
				}
			}
			if tt.containers {
				wantGone(t, path, objects)
			}
		})
	}
}

func TestAnEmptyOrWrongPasswordChangesNothing(t *testing.T) {
	v, _, _, _ := fullVault(t)
	ctx := context.Background()
	before, err := os.ReadFile(v.Path())
	if err != nil {
		t.Fatal(err)
	}
	if err := v.ChangePassword(ctx, testPassword, nil); !errors.Is(err, ErrWeakPassword) {
		t.Errorf("empty = %v", err)
	}
	if _, err := v.Rekey(ctx, nil, nil); !errors.Is(err, ErrWeakPassword) {
		t.Errorf("rekey empty = %v", err)
	}
	other := newRecoveryCode()
	for _, wrong := range []string{"", "wrong", other.text()} {
		if err := v.ChangePassword(ctx, []byte(wrong), []byte("new")); !errors.Is(err, ErrWrongPassword) {
			t.Errorf("wrong = %v", err)
		}
	}
	after, err := os.ReadFile(v.Path())
	if err != nil || !bytes.Equal(before, after) {
		t.Error("the file changed", err)
	}
}

func TestEveryKindOfObjectIsHandledByARekeying(t *testing.T) {
	for k := kind(1); int(k) < len(kindNames); k++ {
		if resealing[k] == unhandled {
			t.Errorf("nothing says how a %s comes under new keys", k)
		}
	}
}
