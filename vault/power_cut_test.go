package vault

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
)

// How much the fault tests do; "./dev faults" and "./dev soak" ask for more.
var (
	faultSeed = flag.Uint64("seed", 1, "what the fault tests choose by")
	cutCount  = flag.Int("cuts", 500, "states of the disk after a power cut to open")
)

// memoryFolder is a folder of files that need no disk, where the system has one:
// the fault tests write many and wait for none.
func memoryFolder(t testing.TB) string {
	t.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "vitalkeep-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// cutStory is a life of a vault, every write of it, and what the vault shows
// after each of its operations.
type cutStory struct {
	t        testing.TB
	path     string
	log      *diskLog
	v        *Vault
	password []byte
	steps    []cutStep
	copied   cutStep // what the copy holds
}

type cutStep struct {
	name     string
	end      int // of its events
	password []byte
	content  string // empty where there is no vault
}

// tell does the next thing and notes what the vault shows then.
func (s *cutStory) tell(name string, do func()) {
	s.t.Helper()
	do()
	content := ""
	if s.v != nil {
		var err error
		if content, err = everythingOf(s.v); err != nil {
			s.t.Fatal(err)
		}
	}
	s.log.lookAround()
	s.steps = append(s.steps, cutStep{name: name, end: len(s.log.events), password: s.password, content: content})
}

// newCutStory creates the vault of a story as its first step.
func newCutStory(t testing.TB, hardLinks bool) *cutStory {
	t.Helper()
	folder := memoryFolder(t)
	s := &cutStory{t: t, path: filepath.Join(folder, "home.vitalkeep"), password: testPassword, log: logDisk(t, folder)}
	s.log.noLink = !hardLinks
	s.tell("nothing", func() {})
	s.tell("create", func() {
		o := faultOptions()
		o.Profile = health.Profile{Name: "Ada", Zone: "Europe/Paris"}
		v, _, err := Create(context.Background(), s.path, testPassword, o)
		if err != nil {
			t.Fatal(err)
		}
		s.v = v
	})
	t.Cleanup(func() {
		if err := s.v.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// imports stores some rows; flushes says after how many of them all that waits is
// written, as 4 MB would be.
func (s *cutStory) imports(p health.ProfileID, title string, flushes int, rows []row, entries ...health.Entry) (id health.BatchID) {
	s.t.Helper()
	s.tell(title, func() {
		ctx := context.Background()
		st, err := s.v.Stage(ctx, p, "test")
		if err != nil {
			s.t.Fatal(err)
		}
		st.SetTitle(title)
		for i, r := range rows {
			if flushes > 0 && i%flushes == flushes-1 {
				if err := st.writer.flush(); err != nil {
					s.t.Fatal(err)
				}
			}
			if err := st.Sample(r.metric, r.source, r.Sample); err != nil {
				s.t.Fatal(err)
			}
		}
		for _, e := range entries {
			if err := st.Entry(e); err != nil {
				s.t.Fatal(err)
			}
		}
		if _, err := st.Seal(ctx, nil); err != nil {
			s.t.Fatal(err)
		}
		if id, err = st.Commit(ctx); err != nil {
			s.t.Fatal(err)
		}
	})
	return id
}

// does does what may fail.
func (s *cutStory) does(name string, do func(context.Context) error) {
	s.t.Helper()
	s.tell(name, func() {
		if err := do(context.Background()); err != nil {
			s.t.Fatal(err)
		}
	})
}

func (s *cutStory) undoes(name string, id health.BatchID) {
	s.t.Helper()
	s.does(name, func(ctx context.Context) error { return s.v.UndoBatch(ctx, id) })
}

// lifeOfAVault goes once through everything that writes.
func lifeOfAVault(t testing.TB) *cutStory {
	t.Helper()
	s := newCutStory(t, true)
	ps, err := s.v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	ada := ps[0].ID
	var bo health.Profile
	s.does("add profile", func(context.Context) error {
		bo, err = s.v.AddProfile(health.Profile{Name: "Bo"})
		return err
	})
	notes := []health.Entry{
		{Kind: health.Note, Source: "csv:file", Start: 7, Key: "a", Fields: []health.Field{{Name: "text", Text: "one"}}},
		{Kind: health.Workout, Source: "csv:file", Start: 9, Duration: 60_000},
	}
	small := s.imports(ada, "small import", 0, heartRates(400), notes...)
	changed := heartRates(600)
	for i := range changed {
		if i%3 == 0 {
			changed[i].Value.Mantissa += 200
		}
	}
	s.imports(bo.ID, "import for another", 0, []row{weight(1, 7000), weight(2, 7100)})
	spilled := s.imports(ada, "import with spills", 200, changed)
	s.imports(ada, "import of the same again", 0, append(heartRates(300), weight(3, 8000)), notes[0])
	s.does("backup remembered", func(context.Context) error {
		return s.v.AddBackup(BackupRecord{At: 5, Path: "a.age", Bytes: 7})
	})
	s.undoes("undo of an import with claims", small)
	s.does("discard", func(ctx context.Context) error { return s.discards(ctx, ada) })
	s.undoes("undo of an import with spills", spilled)
	s.deletions(ada, bo.ID)
	s.farewells(bo.ID)
	s.rewritings()
	s.imports(ada, "import after all that", 250, changed, notes...)
	s.imports(bo.ID, "another for another", 0, []row{weight(1, 7000), weight(2, 7150)})
	s.does("set profile", func(context.Context) error {
		return s.v.SetProfile(health.Profile{ID: bo.ID, Name: "Bob", Zone: "Asia/Tokyo"})
	})
	return s
}

// discards stages a lot and stores none of it.
func (s *cutStory) discards(ctx context.Context, p health.ProfileID) error {
	st, err := s.v.Stage(ctx, p, "test")
	if err != nil {
		return err
	}
	for i, r := range heartRates(900) {
		if i%300 == 299 {
			if err := st.writer.flush(); err != nil {
				return err
			}
		}
		if err := st.Sample(r.metric, "csv:other", r.Sample); err != nil {
			return err
		}
	}
	return st.Discard()
}

func (s *cutStory) deletions(ada, bo health.ProfileID) {
	s.t.Helper()
	var gone, source health.BatchID
	s.does("delete", func(ctx context.Context) (err error) {
		gone, err = s.v.Delete(ctx, ada, []Identity{
			{Metric: "weight", Source: "csv:file", Start: weight(3, 0).Start}, {Entry: health.Note, Source: "csv:file", Start: 7, Key: "a"},
		})
		return err
	})
	s.does("delete a source", func(ctx context.Context) (err error) {
		source, err = s.v.DeleteSource(ctx, ada, "withings:hr")
		return err
	})
	s.does("bring a source back", func(ctx context.Context) error { return s.v.UndoDeletion(ctx, source) })
	s.does("bring readings back", func(ctx context.Context) error { return s.v.UndoDeletion(ctx, gone) })
	s.does("delete another", func(ctx context.Context) error {
		_, err := s.v.Delete(ctx, bo, []Identity{{Metric: "weight", Source: "csv:file", Start: weight(1, 0).Start}})
		return err
	})
}

func (s *cutStory) farewells(stays health.ProfileID) {
	s.t.Helper()
	var goes health.Profile
	s.does("add a guest", func(context.Context) (err error) {
		goes, err = s.v.AddProfile(health.Profile{Name: "Guest"})
		return err
	})
	s.imports(goes.ID, "import for a guest", 0, heartRates(300))
	s.does("farewell", func(context.Context) error { return s.v.DeleteProfile(stays) })
	s.does("stay", func(context.Context) error { return s.v.ReactivateProfile(stays) })
	s.does("delete a profile at once", func(ctx context.Context) error { return s.v.DeleteProfileNow(ctx, goes.ID, nil) })
}

// copyName is the name of the copy that the story makes beside its vault.
const copyName = "copy.vitalkeep"

func (s *cutStory) rewritings() {
	s.t.Helper()
	s.does("copy", func(ctx context.Context) error {
		return s.v.CopyTo(ctx, filepath.Join(filepath.Dir(s.path), copyName), nil)
	})
	s.copied = s.steps[len(s.steps)-1]
	s.does("compact", func(ctx context.Context) error {
		_, err := s.v.Compact(ctx, nil)
		return err
	})
	s.does("change password", func(ctx context.Context) error {
		old := s.password
		s.password = []byte("another password")
		return s.v.ChangePassword(ctx, old, s.password)
	})
	s.does("new recovery key", func(ctx context.Context) error {
		_, err := s.v.NewRecoveryKey(ctx)
		return err
	})
	s.does("other keys", func(ctx context.Context) error {
		s.password = []byte("a third password")
		_, err := s.v.Rekey(ctx, s.password, nil)
		return err
	})
}

// at returns what the vault may be when the power fails after that many events:
// as after the step under way, or as before it.
func (s *cutStory) at(events int) (allowed []cutStep) {
	for i, step := range s.steps {
		if events == step.end {
			allowed = []cutStep{step} // of steps that wrote nothing, the last
		}
		if events < step.end {
			if len(allowed) == 0 {
				allowed = []cutStep{step, s.steps[i-1]}
			}
			break
		}
	}
	return allowed
}

// cutOutcomes counts what became of the states.
type cutOutcomes struct {
	states, absent, lostMeta, before, after, goneOn int
}

// open opens one state of the disk and compares it with what it may be.
func (s *cutStory) open(folder string, image diskImage, allowed []cutStep, goOn bool, count *cutOutcomes) error {
	if err := image.put(folder); err != nil {
		return err
	}
	count.states++
	path := filepath.Join(folder, filepath.Base(s.path))
	var passwords [][]byte
	for _, step := range allowed {
		passwords = append(passwords, step.password)
	}
	v, password, err := openWithOneOf(path, passwords, faultOptions())
	if err != nil {
		n, there := image.names[filepath.Base(s.path)]
		if allowed[len(allowed)-1].content == "" && (errors.Is(err, fs.ErrNotExist) || (there && len(image.contents[n]) == 0)) {
			count.absent++
			return nil // creation had not ended
		}
		return fmt.Errorf("open: %w", err)
	}
	err = compareWithSteps(v, password, allowed, count)
	if err == nil && goOn {
		count.goneOn++
		err = goesOn(v)
	}
	err = errors.Join(err, v.Close())
	if _, there := image.names[copyName]; there && err == nil {
		err = s.openCopy(filepath.Join(folder, copyName))
	}
	for _, name := range besides(s.t, path) {
		// What is left over of a copy is found by whoever opens that copy.
		if name != copyName && !strings.HasPrefix(name, "."+copyName+".") && err == nil {
			err = fmt.Errorf("left over: %s", name)
		}
	}
	return err
}

// openCopy opens the copy: under its name it is whole.
func (s *cutStory) openCopy(path string) error {
	v, err := Open(context.Background(), path, s.copied.password, faultOptions())
	if err != nil {
		return fmt.Errorf("the copy: %w", err)
	}
	content, err := everythingOf(v)
	if err == nil && content != s.copied.content {
		err = errors.New("the copy holds something else")
	}
	return errors.Join(err, v.Close())
}

func compareWithSteps(v *Vault, password []byte, allowed []cutStep, count *cutOutcomes) error {
	content, err := everythingOf(v)
	if err != nil {
		return err
	}
	which := slices.IndexFunc(allowed, func(s cutStep) bool { return s.content == content && bytes.Equal(s.password, password) })
	switch which {
	case 0:
		count.after++
	case 1:
		count.before++
	default:
		err := fmt.Errorf("wrong content with %q:\n%.2000s", password, content)
		for _, step := range allowed {
			err = fmt.Errorf("%w\nwant, with %q:\n%.2000s", err, step.password, step.content)
		}
		return err
	}
	report, err := v.Verify(context.Background(), nil)
	if err != nil {
		return err
	}
	if v.LastChangeMayBeMissing() {
		count.lostMeta++
		if len(report.Problems) > 0 && report.Problems[0].Kind == "file" {
			report.Problems = report.Problems[1:] // says so, too, until something is written
		}
	}
	if len(report.Problems) > 0 || report.Orphans > 0 {
		return fmt.Errorf("verify: %+v", report)
	}
	return nil
}

// goesOn changes the vault and takes that back: it is the same then.
func goesOn(v *Vault) error {
	ctx := context.Background()
	before, err := everythingOf(v)
	if err != nil {
		return err
	}
	ps, err := v.Profiles()
	if err != nil {
		return err
	}
	st, err := v.Stage(ctx, ps[0].ID, "test")
	if err != nil {
		return err
	}
	for _, r := range heartRates(1000) {
		if err := st.Sample(r.metric, "csv:later", r.Sample); err != nil {
			return err
		}
	}
	if _, err := st.Seal(ctx, nil); err != nil {
		return err
	}
	id, err := st.Commit(ctx)
	if err != nil {
		return err
	}
	if err := v.UndoBatch(ctx, id); err != nil {
		return err
	}
	after, err := everythingOf(v)
	if err == nil && after != before {
		err = errors.New("going on changed what was there")
	}
	return err
}

// replay opens the disk as a power cut may leave it: after every event with all
// that was asked for, if there are states enough, and after random events with
// random parts of what was not synced.
func (s *cutStory) replay(r *rand.Rand, states int) cutOutcomes {
	s.t.Helper()
	folder := memoryFolder(s.t)
	events := s.log.events
	// How many random states follow each event, beside the whole one. The moments
	// between the write of a meta page and its sync decide, and are few.
	whole := make([]bool, len(events)+1)
	parts := make([]int, len(events)+1)
	var meta []int
	for i, e := range events {
		if e.kind == diskWrite && e.at < 2*pageSize {
			meta = append(meta, i+1)
		}
	}
	for n := range states {
		i := r.IntN(len(whole))
		switch {
		case states >= 2*len(whole) && n < len(whole):
			whole[n] = true
		case n%4 == 0 && !whole[i]:
			whole[i] = true
		case n%4 == 1:
			parts[meta[r.IntN(len(meta))]]++
		default:
			parts[i]++
		}
	}
	var count cutOutcomes
	d := newDisk(s.log.before)
	for i := range whole {
		if i > 0 {
			d.apply(events[i-1])
		}
		allowed := s.at(i)
		try := func(k keep) {
			if err := s.open(folder, d.image(k), allowed, r.IntN(16) == 0, &count); err != nil {
				last := "the beginning"
				if i > 0 {
					last = events[i-1].String()
				}
				s.t.Fatalf("seed %d, %q, power cut after event %d of %d (%s): %v", *faultSeed, allowed[0].name, i, len(events), last, err)
			}
		}
		if whole[i] {
			try(keepAll)
		}
		for n := range parts[i] {
			if n == 0 {
				try(keepNone)
			} else {
				try(keepSome(r))
			}
		}
	}
	s.t.Logf("seed %d: after %d events %+v; tally power-cut-states=%d", *faultSeed, len(events), count, count.states)
	return count
}

func TestAPowerCutLeavesTheVaultBeforeOrAfterAChange(t *testing.T) {
	s := lifeOfAVault(t)
	got := s.replay(rand.New(rand.NewPCG(*faultSeed, 11)), *cutCount)
	if got.before == 0 || got.after == 0 || got.absent == 0 || got.lostMeta == 0 || got.goneOn == 0 {
		t.Errorf("outcomes = %+v", got)
	}
}

func TestAPowerCutDuringCreationLeavesAVaultOrNoneWhereThereAreNoHardLinks(t *testing.T) {
	s := newCutStory(t, false)
	got := s.replay(rand.New(rand.NewPCG(*faultSeed, 12)), *cutCount/4)
	if got.after == 0 || got.absent == 0 {
		t.Errorf("outcomes = %+v", got)
	}
}

// TestAPowerCutDuringAMigrationLeavesTheOldFileOrTheNew opens a file of format
// 1.0, which is then written anew.
func TestAPowerCutDuringAMigrationLeavesTheOldFileOrTheNew(t *testing.T) {
	folder := memoryFolder(t)
	old, recovery := oldVault(t, "1.0")
	path := filepath.Join(folder, "home.vitalkeep")
	if err := os.WriteFile(path, mustRead(t, old), fileMode); err != nil {
		t.Fatal(err)
	}
	open := func(o Options) *Vault {
		t.Helper()
		v, err := OpenWithRecoveryKey(t.Context(), path, recovery, o)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	shut := func(v *Vault) {
		t.Helper()
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
	reading := faultOptions()
	reading.ReadOnly = true
	v := open(reading)
	want := mustContent(t, v)
	shut(v)
	l := logDisk(t, folder)
	shut(open(faultOptions()))
	folder = memoryFolder(t)
	path = filepath.Join(folder, filepath.Base(path))
	r := rand.New(rand.NewPCG(*faultSeed, 13))
	states := 0
	d := newDisk(l.before)
	for i := 0; ; i++ {
		for _, k := range []keep{keepAll, keepNone, keepSome(r), keepSome(r)} {
			if err := d.image(k).put(folder); err != nil {
				t.Fatal(err)
			}
			v := open(faultOptions())
			if got := mustContent(t, v); got != want || v.MigrationFailed() != nil || v.ReadOnly() {
				t.Fatalf("seed %d, power cut after event %d: %v\n%s", *faultSeed, i, v.MigrationFailed(), got)
			}
			wantWhole(t, v)
			shut(v)
			if m := minorOf(t, path); m != formatMinor {
				t.Errorf("minor version %d", m)
			}
			onlyFile(t, path)
			states++
		}
		if i == len(l.events) {
			break
		}
		d.apply(l.events[i])
	}
	t.Logf("seed %d: tally power-cut-states=%d", *faultSeed, states)
}
