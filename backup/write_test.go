package backup

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"vitalkeep/exporters"
	"vitalkeep/health"
	"vitalkeep/vault"
)

const (
	testPassphrase = "a passphrase, typed"
	testPassword   = "Correct-Horse1"
)

var testNow = time.Date(2026, 3, 1, 7, 12, 0, 0, time.UTC)

func now() time.Time { return testNow }

// holdings is what a person has in a vault.
type holdings struct {
	v *vault.Vault
	p health.ProfileID
}

func holdingsOf(v *vault.Vault, p health.ProfileID) exporters.Data { return holdings{v, p} }

func (h holdings) Series() ([]exporters.Series, error) {
	infos, err := h.v.Series(h.p)
	var out []exporters.Series
	for _, s := range infos {
		out = append(out, exporters.Series{Metric: s.Metric, Source: s.Source, Count: s.Count, First: s.First, Last: s.Last})
	}
	return out, err
}

func (h holdings) Readings(ctx context.Context, m health.MetricID, s health.SourceID, from, to int64) iter.Seq2[health.Reading, error] {
	return h.v.SourceReadings(ctx, h.p, m, s, from, to)
}

func (h holdings) Shown(ctx context.Context, m health.MetricID, from, to int64) iter.Seq2[health.Reading, error] {
	return h.v.Readings(ctx, h.p, m, from, to)
}

func (h holdings) Entries(ctx context.Context, from, to int64) iter.Seq2[health.Entry, error] {
	return h.v.Entries(ctx, h.p, from, to)
}

// home is a vault in a folder of its own.
type home struct {
	*vault.Vault
	folder   string
	recovery string
}

func newHome(t testing.TB) *home {
	t.Helper()
	folder := t.TempDir()
	t.Setenv("TMPDIR", t.TempDir())
	path := filepath.Join(folder, "home.vitalkeep")
	v, recovery, err := vault.Create(t.Context(), path, []byte(testPassword), vault.Options{
		Cost: vault.CostFloor, Now: now, Profile: health.Profile{Name: "Ada", Zone: "Europe/Paris"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	h := &home{v, folder, recovery}
	ps, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	h.add(t, ps[0].ID, "weight", 1000)
	bob, err := v.AddProfile(health.Profile{Name: "Bob / ../..\\", Zone: "Europe/Paris"})
	if err != nil {
		t.Fatal(err)
	}
	h.add(t, bob.ID, "heart_rate", 5000)
	return h
}

// add imports some readings.
func (h *home) add(t testing.TB, p health.ProfileID, metric health.MetricID, count int64) {
	t.Helper()
	m, ok := health.Lookup(metric)
	if !ok {
		t.Fatal(metric)
	}
	s, err := h.Stage(t.Context(), p, "csv")
	if err != nil {
		t.Fatal(err)
	}
	for i := range count {
		err := s.Sample(metric, "csv:file", health.Sample{
			Start: testNow.UnixMilli() - i*60_000, Value: health.Decimal{Mantissa: 6000 + i%977, Places: 2}, Unit: m.Unit, Offset: 3600,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Seal(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// names lists a folder.
func names(t testing.TB, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// nothingLeft wants only those files around the vault and its backups.
func (h *home) nothingLeft(t testing.TB, target string, want ...string) {
	t.Helper()
	for folder, want := range map[string][]string{h.folder: {"home.vitalkeep"}, os.Getenv("TMPDIR"): {}, target: want} {
		if got := names(t, folder); !slices.Equal(got, want) {
			t.Errorf("in %s: %v, want %v", filepath.Base(folder), got, want)
		}
	}
}

func identity(t testing.TB) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// unpack opens a backup by age's own interface and unpacks it.
func unpack(t testing.TB, path string, id age.Identity) map[string][]byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(raw), id)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(plain), int64(len(plain)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		if f.Mode() != fileMode || !f.Modified.Equal(testNow) {
			t.Errorf("%s has mode %v and time %v", f.Name, f.Mode(), f.Modified)
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// readings lists everything that a vault shows, for comparing.
func readings(t testing.TB, v *vault.Vault) []string {
	t.Helper()
	ps, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range ps {
		infos, err := v.Series(p.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range infos {
			for r, err := range v.SourceReadings(t.Context(), p.ID, s.Metric, s.Source, s.First, s.Last+1) {
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, fmt.Sprint(p, r))
			}
		}
	}
	return out
}

func TestABackupIsProvenRememberedAndRestored(t *testing.T) {
	id := identity(t)
	for name, c := range map[string]struct {
		o   Options
		key Key
	}{
		"by a passphrase":                {Options{Passphrase: testPassphrase}, Key{Passphrase: testPassphrase}},
		"by a recipient":                 {Options{Recipient: " " + id.Recipient().String() + "\n"}, Key{Identity: "# a comment\n" + id.String() + "\n"}},
		"with an open copy":              {Options{Recipient: id.Recipient().String(), OpenCopy: holdingsOf}, Key{Identity: id.String()}},
		"by letters typed as two parts":  {Options{Passphrase: "un cafe\u0301 noir"}, Key{Passphrase: "un café noir"}},
		"by letters restored as written": {Options{Passphrase: "un café noir"}, Key{Passphrase: "un cafe\u0301 noir"}},
	} {
		t.Run(name, func(t *testing.T) {
			h, target := newHome(t), t.TempDir()
			out := filepath.Join(target, "copy.age")
			o := c.o
			o.Now, o.Work = now, 4
			var told []int64
			o.Progress = func(_ Phase, done, total int64) {
				if total != whole {
					t.Errorf("total %d", total)
				}
				told = append(told, done)
			}
			r, err := Write(t.Context(), h.Vault, out, o)
			if err != nil {
				t.Fatal(err)
			}
			h.nothingLeft(t, target, "copy.age")
			if !slices.IsSorted(told) || told[len(told)-1] != whole {
				t.Errorf("progress %v", told)
			}

			raw, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			want := Receipt{
				Path: out, At: testNow, Bytes: int64(len(raw)), Digest: sha256.Sum256(raw), Profiles: 2,
				OpenCopy: c.o.OpenCopy != nil, ProvenAt: testNow,
			}
			if r != want {
				t.Errorf("receipt %+v, want %+v", r, want)
			}
			if info, err := os.Stat(out); err != nil || runtime.GOOS != "windows" && info.Mode() != fileMode {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
			known, err := h.Backups()
			if err != nil || len(known) != 1 || known[0].Path != out || known[0].Digest != r.Digest || known[0].Bytes != r.Bytes ||
				known[0].At != testNow.UnixMilli() || known[0].ProvenAt != testNow.UnixMilli() || len(known[0].Profiles) != 2 ||
				known[0].OpenCopy != r.OpenCopy {
				t.Errorf("remembered %+v, %v", known, err)
			}

			again := filepath.Join(target, "again.vitalkeep")
			restored, err := Restore(t.Context(), out, c.key, again, RestoreOptions{})
			if err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(again)
			if err != nil {
				t.Fatal(err)
			}
			if restored != (Restored{Path: again, Bytes: info.Size()}) || runtime.GOOS != "windows" && info.Mode() != fileMode {
				t.Errorf("restored %+v of %v", restored, info.Mode())
			}
			h.nothingLeft(t, target, "again.vitalkeep", "copy.age")
			v, err := vault.OpenWithRecoveryKey(t.Context(), again, h.recovery, vault.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got, want := readings(t, v), readings(t, h.Vault); len(want) != 6000 || !slices.Equal(got, want) {
				t.Errorf("%d readings came back of %d", len(got), len(want))
			}
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestABackupIsAPlainZIPInAnAgeFile(t *testing.T) {
	h, id := newHome(t), identity(t)
	out := filepath.Join(t.TempDir(), "copy.age")
	o := Options{Recipient: id.Recipient().String(), Now: now}
	if _, err := Write(t.Context(), h.Vault, out, o); err != nil {
		t.Fatal(err)
	}
	files := unpack(t, out, id)
	if len(files) != 2 || len(files["home.vitalkeep"]) == 0 || !bytes.Contains(files["README.txt"], []byte("age -d")) ||
		bytes.Contains(files["README.txt"], []byte("open/")) {
		t.Fatalf("%d files", len(files))
	}

	people, err := h.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	picture := bytes.Repeat([]byte("\x89PNG picture "), 1000)
	name, err := h.Attach(t.Context(), people[0].ID, picture)
	if err != nil {
		t.Fatal(err)
	}
	var entries []health.Entry
	for i, ref := range []string{name, name, "../../of another vault"} {
		entries = append(entries, health.Entry{Kind: health.Picture, Start: int64(i), Fields: []health.Field{
			{Name: health.FieldPicture, Text: ref}, {Name: health.FieldPictureType, Text: "image/png"},
		}})
	}
	if err := h.Add(t.Context(), people[0].ID, nil, entries); err != nil {
		t.Fatal(err)
	}

	o.Overwrite, o.OpenCopy = true, holdingsOf
	if _, err := Write(t.Context(), h.Vault, out, o); err != nil {
		t.Fatal(err)
	}
	files = unpack(t, out, id)
	for name, part := range map[string]string{
		"README.txt":                 "open/README.txt",
		"open/README.txt":            "2-Bob/",
		"open/1-Ada/profile.json":    `"Ada"`,
		"open/1-Ada/samples.jsonl":   `{"metric":"weight","source":"csv:file","start":"2026-03-01T08:12:00+01:00","duration_s":0,"value":60.00,"unit":"kg"}`,
		"open/1-Ada/entries.jsonl":   name,
		"open/1-Ada/csv/README.txt":  "Vitalkeep",
		"open/2-Bob/samples.jsonl":   `"heart_rate"`,
		"open/2-Bob/profile.json":    `Bob / ../..`,
		"open/2-Bob/csv/weight.csv":  "Date",
		"open/2-Bob/csv/devices.csv": "Europe/Paris",
	} {
		if text, ok := files[name]; !ok || !bytes.Contains(text, []byte(part)) {
			t.Errorf("%s: %v, holds %.200s", name, ok, text)
		}
	}
	if got := files["open/1-Ada/pictures/"+name+".png"]; !bytes.Equal(got, picture) {
		t.Errorf("a picture of %d bytes, of %d", len(got), len(picture))
	}
	for file := range files {
		if strings.HasPrefix(file, "open/1-Ada/pictures/") && !strings.HasSuffix(file, name+".png") {
			t.Errorf("there is %s", file)
		}
	}
	if n := bytes.Count(files["open/2-Bob/samples.jsonl"], []byte("\n")); n != 5000 {
		t.Errorf("%d samples", n)
	}
}

func TestABackupNeedsOneGoodKey(t *testing.T) {
	h, id := newHome(t), identity(t)
	target := t.TempDir()
	for name, c := range map[string]struct {
		o    Options
		want error
	}{
		"none":                     {Options{}, ErrNoKey},
		"both":                     {Options{Passphrase: testPassphrase, Recipient: id.Recipient().String()}, ErrNoKey},
		"a short passphrase":       {Options{Passphrase: "éééééé7"}, ErrWeakPassphrase},
		"an identity":              {Options{Recipient: id.String()}, ErrBadRecipient},
		"a recipient with a slip":  {Options{Recipient: withSlip(id.Recipient().String())}, ErrBadRecipient},
		"another kind of a key":    {Options{Recipient: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI"}, ErrBadRecipient},
		"two recipients in a line": {Options{Recipient: id.Recipient().String() + " " + id.Recipient().String()}, ErrBadRecipient},
	} {
		_, err := Write(t.Context(), h.Vault, filepath.Join(target, "x.age"), c.o)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err != nil && (strings.Contains(err.Error(), "AGE-SECRET") || strings.Contains(err.Error(), "éé")) {
			t.Errorf("%s: the error tells the secret", name)
		}
	}
	h.nothingLeft(t, target)
}

// withSlip changes one letter of a recipient to another one of its alphabet.
func withSlip(recipient string) string {
	other := "x"
	if recipient[20:21] == other {
		other = "y"
	}
	return recipient[:20] + other + recipient[21:]
}

func TestABackupReplacesNothingUnasked(t *testing.T) {
	h, id, target := newHome(t), identity(t), t.TempDir()
	out := filepath.Join(target, "copy.age")
	if err := os.WriteFile(out, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := Options{Recipient: id.Recipient().String(), Now: now}
	if _, err := Write(t.Context(), h.Vault, out, o); !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(out); err != nil || string(text) != "mine" {
		t.Fatal(text, err)
	}
	o.Overwrite = true
	for name, path := range map[string]string{"the vault itself": h.Path(), "a folder": target} {
		if _, err := Write(t.Context(), h.Vault, path, o); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Write(t.Context(), h.Vault, out, o); err != nil {
		t.Fatal(err)
	}
	h.nothingLeft(t, target, "copy.age")
	if got := unpack(t, out, id); len(got) != 2 {
		t.Fatal(len(got))
	}
}

func TestACancelledBackupLeavesNothing(t *testing.T) {
	h, id, target := newHome(t), identity(t), t.TempDir()
	for phase := range phaseEnd {
		ctx, cancel := context.WithCancel(t.Context())
		o := Options{Recipient: id.Recipient().String(), OpenCopy: holdingsOf, Now: now}
		reached := false
		o.Progress = func(at Phase, _, _ int64) {
			if at == phase && !reached {
				reached = true
				cancel()
			}
		}
		_, err := Write(ctx, h.Vault, filepath.Join(target, "copy.age"), o)
		cancel()
		if !reached || !errors.Is(err, context.Canceled) {
			t.Errorf("phase %d, reached %v: %v", phase, reached, err)
		}
		h.nothingLeft(t, target)
	}
	if known, err := h.Backups(); err != nil || len(known) != 0 {
		t.Error(known, err)
	}
}

func TestABackupThatIsNotWhatWasWrittenIsNone(t *testing.T) {
	h, id, target := newHome(t), identity(t), t.TempDir()
	for name, spoil := range map[string]func(f *os.File, size int64) error{
		"a bit in the middle": func(f *os.File, size int64) error { _, err := f.WriteAt([]byte{0x55, 0xAA}, size/2); return err },
		"a bit in the header": func(f *os.File, _ int64) error { _, err := f.WriteAt([]byte{'X'}, 40); return err },
		"the end":             func(f *os.File, size int64) error { return f.Truncate(size - 1) },
		"more than it was":    func(f *os.File, size int64) error { _, err := f.WriteAt([]byte{0}, size); return err },
		"nothing":             func(f *os.File, _ int64) error { return f.Truncate(0) },
	} {
		w, err := newWriting(h.Vault, filepath.Join(target, "copy.age"), Options{Recipient: id.Recipient().String(), Now: now})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.write(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := spoil(w.part.file, w.bytes); err != nil {
			t.Fatal(err)
		}
		if err := w.prove(t.Context()); !errors.Is(err, ErrNotProven) {
			t.Errorf("%s: %v", name, err)
		}
		if err := w.discard(); err != nil {
			t.Fatal(err)
		}
	}
	h.nothingLeft(t, target)
}
