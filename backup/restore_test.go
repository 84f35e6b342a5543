package backup

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"vitalkeep/vault"
)

// sealedFile writes an age file with any content.
func sealedFile(t testing.TB, content []byte, to ...age.Recipient) string {
	t.Helper()
	var raw bytes.Buffer
	w, err := age.Encrypt(&raw, to...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.age")
	if err := os.WriteFile(path, raw.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// zipped returns a ZIP of files that hold their name, unless told otherwise.
func zipped(t testing.TB, change func(*zip.FileHeader), names ...string) []byte {
	t.Helper()
	var raw bytes.Buffer
	z := zip.NewWriter(&raw)
	for _, name := range names {
		h := &zip.FileHeader{Name: name, Method: zip.Store}
		if change != nil {
			change(h)
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

func TestWhatIsNoBackupIsNotRestored(t *testing.T) {
	h, id, other := newHome(t), identity(t), identity(t)
	backup := filepath.Join(t.TempDir(), "b.age")
	if _, err := Write(t.Context(), h.Vault, backup, Options{Recipient: id.Recipient().String(), Now: now}); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	scrypt := func(work int) age.Recipient {
		r, err := age.NewScryptRecipient(testPassphrase)
		if err != nil {
			t.Fatal(err)
		}
		r.SetWorkFactor(work)
		return r
	}
	write := func(b []byte) string {
		path := filepath.Join(t.TempDir(), "x.age")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	changed := func(at int) string { b := bytes.Clone(raw); b[at] ^= 1; return write(b) }
	sealed := func(content []byte) string { return sealedFile(t, content, id.Recipient()) }
	byID, byPassphrase := Key{Identity: id.String()}, Key{Passphrase: testPassphrase}
	bySealed := sealedFile(t, nil, scrypt(1))
	costly := bytes.Replace(must(os.ReadFile(bySealed)), []byte(" 1\n"), []byte(" 21\n"), 1)
	huge := zipped(t, func(f *zip.FileHeader) { f.Method = zip.Deflate }, "a.vitalkeep")
	var many []string
	for i := range maxFiles + 1 {
		many = append(many, fmt.Sprint(i))
	}

	for name, c := range map[string]struct {
		path string
		key  Key
		want error
	}{
		"no file":                    {filepath.Join(t.TempDir(), "none"), byID, fs.ErrNotExist},
		"a folder":                   {t.TempDir(), byID, ErrNotABackup},
		"an empty file":              {write(nil), byID, ErrNotABackup},
		"a vault":                    {h.Path(), byID, ErrNotABackup},
		"a text":                     {write([]byte("Dear diary")), byID, ErrNotABackup},
		"a header alone":             {write(raw[:60]), byID, ErrDamaged},
		"a header without end":       {write(append([]byte(magic), bytes.Repeat([]byte("-> x\n"), 1<<20)...)), byID, ErrDamaged},
		"half of it":                 {write(raw[:len(raw)/2]), byID, ErrDamaged},
		"all but a byte":             {write(raw[:len(raw)-1]), byID, ErrDamaged},
		"a whole chunk short":        {write(raw[:len(raw)-1<<16]), byID, ErrDamaged},
		"a byte more":                {write(append(bytes.Clone(raw), 0)), byID, ErrDamaged},
		"a bit of the header":        {changed(bytes.Index(raw, []byte("\n--- ")) + 10), byID, ErrDamaged},
		"a bit in the middle":        {changed(len(raw) / 2), byID, ErrDamaged},
		"a bit at the end":           {changed(len(raw) - 1), byID, ErrDamaged},
		"no key":                     {backup, Key{}, ErrNoKey},
		"two keys":                   {backup, Key{Passphrase: "x", Identity: id.String()}, ErrNoKey},
		"a recipient as the key":     {backup, Key{Identity: id.Recipient().String()}, ErrBadIdentity},
		"another identity":           {backup, Key{Identity: other.String()}, ErrWrongKey},
		"a passphrase for a key's":   {backup, byPassphrase, ErrNeedsIdentity},
		"a key for a passphrase's":   {bySealed, byID, ErrNeedsPassphrase},
		"another passphrase":         {bySealed, Key{Passphrase: testPassphrase + "!"}, ErrWrongKey},
		"more work than any of ours": {write(costly), byPassphrase, ErrTooCostly},
		"no ZIP":                     {sealed([]byte("Dear diary")), byID, ErrNotABackup},
		"an empty plaintext":         {sealed(nil), byID, ErrNotABackup},
		"a ZIP without a vault":      {sealed(zipped(t, nil, "README.txt", "open/a.vitalkeep")), byID, ErrNotABackup},
		"two vaults":                 {sealed(zipped(t, nil, "a.vitalkeep", "b.vitalkeep")), byID, ErrNotABackup},
		"one vault twice":            {sealed(zipped(t, nil, "a.vitalkeep", "a.vitalkeep")), byID, ErrNotABackup},
		"a way out":                  {sealed(zipped(t, nil, "a.vitalkeep", "../b")), byID, ErrNotABackup},
		"a way out on Windows":       {sealed(zipped(t, nil, "a.vitalkeep", `..\b`)), byID, ErrNotABackup},
		"an absolute name":           {sealed(zipped(t, nil, "a.vitalkeep", "/b")), byID, ErrNotABackup},
		"a drive":                    {sealed(zipped(t, nil, "a.vitalkeep", "C:b")), byID, ErrNotABackup},
		"a link":                     {sealed(zipped(t, func(f *zip.FileHeader) { f.SetMode(fs.ModeSymlink | 0o777) }, "a.vitalkeep")), byID, ErrNotABackup},
		"a packed vault":             {sealed(huge), byID, ErrNotABackup},
		"files without end":          {sealed(zipped(t, nil, many...)), byID, ErrNotABackup},
		"a list without end":         {sealed(zipped(t, func(f *zip.FileHeader) { f.Comment = strings.Repeat("x", 60_000) }, many[:300]...)), byID, ErrDamaged},
		"a vault that is none":       {sealed(zipped(t, nil, "a.vitalkeep")), byID, ErrNotABackup},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			_, err := Restore(t.Context(), c.path, c.key, filepath.Join(folder, "new.vitalkeep"), RestoreOptions{})
			if !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if err != nil && (strings.Contains(err.Error(), "AGE-SECRET") || strings.Contains(err.Error(), testPassphrase)) {
				t.Error("the error tells the secret")
			}
			if got := names(t, folder); len(got) != 0 {
				t.Errorf("left behind: %v", got)
			}
		})
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestADamagedVaultInABackupIsNotRestored(t *testing.T) {
	h, id := newHome(t), identity(t)
	raw := must(os.ReadFile(h.Path()))
	var plain bytes.Buffer
	z := zip.NewWriter(&plain)
	w := must(z.CreateHeader(&zip.FileHeader{Name: "home.vitalkeep", Method: zip.Store}))
	must(w.Write(raw[:len(raw)/2]))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	_, err := Restore(t.Context(), sealedFile(t, plain.Bytes(), id.Recipient()), Key{Identity: id.String()}, filepath.Join(folder, "x.vitalkeep"), RestoreOptions{})
	if !errors.Is(err, ErrDamaged) || !errors.Is(err, vault.ErrDamaged) || len(names(t, folder)) != 0 {
		t.Error(err, names(t, folder))
	}
}

// lyingZIP is a ZIP whose one vault claims to be larger than the file.
func lyingZIP(t testing.TB) []byte {
	t.Helper()
	var raw bytes.Buffer
	z := zip.NewWriter(&raw)
	w := must(z.CreateRaw(&zip.FileHeader{Name: "a.vitalkeep", Method: zip.Store, CompressedSize64: 1 << 50, UncompressedSize64: 1 << 50}))
	must(w.Write([]byte("little")))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

func TestSizesThatLieAreRefused(t *testing.T) {
	id, folder := identity(t), t.TempDir()
	path := sealedFile(t, lyingZIP(t), id.Recipient())
	_, err := Restore(t.Context(), path, Key{Identity: id.String()}, filepath.Join(folder, "x.vitalkeep"), RestoreOptions{})
	if !errors.Is(err, ErrNotABackup) || len(names(t, folder)) != 0 {
		t.Error(err, names(t, folder))
	}
}

func TestRestoringReplacesNothingUnaskedAndKeepsTheOldFile(t *testing.T) {
	h, id, folder := newHome(t), identity(t), t.TempDir()
	backup := filepath.Join(t.TempDir(), "b.age")
	if _, err := Write(t.Context(), h.Vault, backup, Options{Recipient: id.Recipient().String(), Now: now}); err != nil {
		t.Fatal(err)
	}
	key, target := Key{Identity: id.String()}, filepath.Join(folder, "home.vitalkeep")
	if err := os.WriteFile(target, []byte("first"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), backup, key, target, RestoreOptions{}); !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
	if got := must(os.ReadFile(target)); string(got) != "first" {
		t.Fatalf("the file holds %q", got)
	}
	o := RestoreOptions{Overwrite: true, Now: now}
	if _, err := Restore(t.Context(), backup, key, folder, o); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a folder: %v", err)
	}

	// With hard links and without, also when the other name is taken.
	linked := link
	t.Cleanup(func() { link = linked })
	want := []string{"home-before-restoring-20260301T071200Z.vitalkeep", "home.vitalkeep"}
	for i, by := range []func(string, string) error{linked, func(string, string) error { return errors.ErrUnsupported }} {
		link = by
		old := must(os.ReadFile(target))
		r, err := Restore(t.Context(), backup, key, target, o)
		if err != nil {
			t.Fatal(err)
		}
		if i == 1 {
			want = slices.Insert(want, 0, "home-before-restoring-20260301T071200Z-2.vitalkeep")
		}
		if got := names(t, folder); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
		if r.Path != target || filepath.Base(r.Kept) != want[0] || !bytes.Equal(must(os.ReadFile(r.Kept)), old) {
			t.Errorf("restored %+v", r)
		}
		if err := vault.Inspect(t.Context(), target); err != nil {
			t.Error(err)
		}
		if i == 0 {
			if err := os.WriteFile(target, []byte("second"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	link = linked

	// Nothing to keep: no other name.
	r, err := Restore(t.Context(), backup, key, filepath.Join(folder, "new.vitalkeep"), o)
	if err != nil || r.Kept != "" {
		t.Error(r, err)
	}
}

func TestAnOpenVaultIsNotReplaced(t *testing.T) {
	h, id := newHome(t), identity(t)
	target := t.TempDir()
	backup := filepath.Join(target, "b.age")
	if _, err := Write(t.Context(), h.Vault, backup, Options{Recipient: id.Recipient().String(), Now: now}); err != nil {
		t.Fatal(err)
	}
	_, err := Restore(t.Context(), backup, Key{Identity: id.String()}, h.Path(), RestoreOptions{Overwrite: true, Now: now})
	if err == nil {
		t.Error("an open vault was replaced")
	}
	h.nothingLeft(t, target, "b.age")
	if got := readings(t, h.Vault); len(got) != 6000 {
		t.Errorf("%d readings", len(got))
	}
}

func TestACancelledRestoringLeavesNothing(t *testing.T) {
	h, id, target := newHome(t), identity(t), t.TempDir()
	backup := filepath.Join(target, "b.age")
	if _, err := Write(t.Context(), h.Vault, backup, Options{Recipient: id.Recipient().String(), Now: now}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	folder := t.TempDir()
	_, err := Restore(ctx, backup, Key{Identity: id.String()}, filepath.Join(folder, "x.vitalkeep"), RestoreOptions{
		Progress: func(done, total int64) { cancel() },
	})
	cancel()
	if !errors.Is(err, context.Canceled) || len(names(t, folder)) != 0 {
		t.Error(err, names(t, folder))
	}
}

func TestWhatACrashLeftIsClearedAway(t *testing.T) {
	h, id, target := newHome(t), identity(t), t.TempDir()
	foreign := filepath.Join(target, owned("backup", "/another/vault.vitalkeep")+"0123456789ab")
	leave := func(path string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mine := owned("backup", h.Path())
	leave(foreign)
	leave(filepath.Join(target, mine+"000000000001"))
	leave(filepath.Join(h.folder, mine+"000000000002", "copy.vitalkeep"))
	leave(filepath.Join(os.Getenv("TMPDIR"), mine+"000000000003", "proof.vitalkeep"))
	backup := filepath.Join(target, "b.age")
	if _, err := Write(t.Context(), h.Vault, backup, Options{Recipient: id.Recipient().String(), Now: now}); err != nil {
		t.Fatal(err)
	}
	h.nothingLeft(t, target, filepath.Base(foreign), "b.age")

	leave(filepath.Join(h.folder, mine+"000000000005", "copy.vitalkeep"))
	leave(filepath.Join(os.Getenv("TMPDIR"), mine+"000000000006", "proof.vitalkeep"))
	if err := ClearUp(h.Vault); err != nil {
		t.Fatal(err)
	}
	h.nothingLeft(t, target, filepath.Base(foreign), "b.age")

	place := filepath.Join(target, "new.vitalkeep")
	leave(filepath.Join(target, owned("restore", place)+"000000000004"))
	if _, err := Restore(t.Context(), backup, Key{Identity: id.String()}, place, RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	h.nothingLeft(t, target, filepath.Base(foreign), "b.age", "new.vitalkeep")
}

func TestOneBackupOfAVaultAtATime(t *testing.T) {
	h, id, target := newHome(t), identity(t), t.TempDir()
	o := Options{Recipient: id.Recipient().String(), Now: now}
	var inner error
	o.Progress = func(at Phase, _, _ int64) {
		if at == Sealing && inner == nil {
			_, inner = Write(t.Context(), h.Vault, filepath.Join(target, "second.age"), Options{Recipient: id.Recipient().String()})
		}
	}
	if _, err := Write(t.Context(), h.Vault, filepath.Join(target, "first.age"), o); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(inner, ErrBusy) {
		t.Errorf("the second: %v", inner)
	}
	h.nothingLeft(t, target, "first.age")
}

func TestOldBackupsArePrunedAndNothingElse(t *testing.T) {
	h, id, target := newHome(t), identity(t), t.TempDir()
	at := testNow
	var made []string
	for range 4 {
		at = at.Add(24 * time.Hour)
		name := FileName(h.Path(), at)
		o := Options{Recipient: id.Recipient().String(), Now: func() time.Time { return at }}
		if _, err := Write(t.Context(), h.Vault, filepath.Join(target, name), o); err != nil {
			t.Fatal(err)
		}
		made = append(made, name)
	}
	strangers := []string{
		"home-20200101T000000Z.vitalkeep.age",     // of our name, but no age file
		"home-20200101T000001Z.vitalkeep.age.bak", // not of our name
		"other-20200101T000000Z.vitalkeep.age",
		"home.vitalkeep",
	}
	for _, name := range strangers {
		if err := os.WriteFile(filepath.Join(target, name), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// The two newest are not what was proven any more.
	for _, name := range made[2:] {
		f := must(os.OpenFile(filepath.Join(target, name), os.O_APPEND|os.O_WRONLY, 0))
		must(f.Write([]byte("x")))
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	files, err := List(h.Vault, target)
	if err != nil || len(files) != 4 || files[0].Name != made[3] || files[0].Proven || !files[2].Proven {
		t.Fatal(files, err)
	}
	removed, err := Prune(t.Context(), h.Vault, target, Policy{Last: 1}, at, time.UTC)
	if err != nil || len(removed) != 2 || removed[0].Name != made[2] || removed[1].Name != made[0] {
		t.Fatal(removed, err)
	}
	want := append(slices.Clone(strangers), made[1], made[3])
	slices.Sort(want)
	h.nothingLeft(t, target, want...)
	known, err := h.Backups()
	if err != nil || len(known) != 2 || filepath.Base(known[0].Path) != made[3] || filepath.Base(known[1].Path) != made[1] {
		t.Error(known, err)
	}
}

// FuzzBackup gives hostile plaintexts to the reader: whoever knows a recipient
// can seal anything to it.
func FuzzBackup(f *testing.F) {
	f.Add(zipped(f, nil, "README.txt", "home.vitalkeep"))
	f.Add(zipped(f, nil, "a.vitalkeep", "b.vitalkeep"))
	f.Add(zipped(f, func(h *zip.FileHeader) { h.Method = zip.Deflate }, "a.vitalkeep"))
	f.Add(lyingZIP(f))
	id := identity(f)
	key, err := Key{Identity: id.String()}.opener()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, plain []byte) {
		var raw bytes.Buffer
		w := must(age.Encrypt(&raw, id.Recipient()))
		must(w.Write(plain))
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		c, err := open(bytes.NewReader(raw.Bytes()), int64(raw.Len()), key)
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotABackup) {
				t.Fatal(err)
			}
			return
		}
		var out bytes.Buffer
		err = c.extract(t.Context(), &out, nil)
		if err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
		if out.Len() > len(plain) {
			t.Fatalf("%d bytes came out of %d", out.Len(), len(plain))
		}
	})
}

// FuzzAgeFile gives hostile files to the reader.
func FuzzAgeFile(f *testing.F) {
	r := must(age.NewScryptRecipient(testPassphrase))
	r.SetWorkFactor(1)
	f.Add(must(os.ReadFile(sealedFile(f, zipped(f, nil, "home.vitalkeep"), r))))
	key := byPassphrase(testPassphrase)
	key.maxWork = 2
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := open(bytes.NewReader(raw), int64(len(raw)), key)
		if err != nil {
			return
		}
		if err := c.extract(t.Context(), &bytes.Buffer{}, nil); err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
	})
}
