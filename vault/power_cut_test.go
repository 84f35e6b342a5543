package vault

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// How much the fault tests do; "./dev faults" and "./dev soak" ask for more.
var (
	faultSeed = flag.Uint64("seed", 1, "what the fault tests choose by")
	cutCount  = flag.Int("cuts", 300, "states of the disk after a power cut to open")
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
				if step.purges {
					allowed = append(allowed, s.steps[i-1].purged()...)
				}
			}
			break
		}
	}
	return allowed
}

// purged returns the step with its deletions made final, of one profile after the
// other.
func (s cutStep) purged() (steps []cutStep) {
	_, rest, _ := strings.Cut(s.content, "\n")
	left := s.deletions
	for _, p := range s.profiles {
		left = slices.DeleteFunc(slices.Clone(left), func(d Deletion) bool { return d.Profile == p.ID })
		next := s
		next.content = fmt.Sprintf("%+v\n%s", left, rest)
		steps = append(steps, next)
	}
	return steps
}

// cutOutcomes counts what became of the states.
type cutOutcomes struct {
	states, absent, lostMeta, before, after, goneOn int
}

// open opens one state of the disk and compares it with what it may be.
func (s *cutStory) open(folder string, image diskImage, events int, goOn bool, count *cutOutcomes) error {
	allowed := s.at(events)
	if err := image.put(folder); err != nil {
		return err
	}
	count.states++
	path := filepath.Join(folder, filepath.Base(s.path))
	var passwords [][]byte
	for _, step := range allowed {
		passwords = append(passwords, step.password)
	}
	o := faultOptions()
	o.Anchors = maps.Clone(s.remembered(events))
	v, password, err := openWithOneOf(path, passwords, o)
	if err != nil {
		n, there := image.names[filepath.Base(s.path)]
		if allowed[len(allowed)-1].content == "" && (errors.Is(err, fs.ErrNotExist) || (there && len(image.contents[n]) == 0)) {
			count.absent++
			return nil // creation had not ended
		}
		return fmt.Errorf("open: %w", err)
	}
	err = compareWithSteps(v, password, allowed, count)
	if _, older := v.Rollback(); older && err == nil {
		err = errors.New("what the power cut left counts as an older file")
	}
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
	switch {
	case which == 0:
		count.after++
	case which > 0:
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
	torn := make([]int, len(events)+1) // with the meta page torn in any case
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
		case n%16 == 5:
			torn[meta[r.IntN(len(meta))]]++
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
		try := func(k keep) {
			if err := s.open(folder, d.image(k), i, r.IntN(16) == 0, &count); err != nil {
				last := "the beginning"
				if i > 0 {
					last = events[i-1].String()
				}
				s.t.Fatalf("seed %d, %q, power cut after event %d of %d (%s): %v", *faultSeed, s.at(i)[0].name, i, len(events), last, err)
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
		for range torn[i] {
			try(keepTorn(r))
		}
	}
	s.t.Logf("seed %d: after %d events %+v; tally power-cut-states=%d", *faultSeed, len(events), count, count.states)
	return count
}

func TestAPowerCutLeavesTheVaultBeforeOrAfterAChange(t *testing.T) {
	s := lifeOfAVault(t)
	got := s.replay(rand.New(rand.NewPCG(*faultSeed, 11)), *cutCount)
	if got.before == 0 || got.after == 0 || got.lostMeta == 0 || got.goneOn == 0 {
		t.Errorf("outcomes = %+v", got)
	}
}

func TestAPowerCutDuringCreationLeavesAVaultOrNoneWhereThereAreNoHardLinks(t *testing.T) {
	s := newCutStory(t, false)
	got := s.replay(rand.New(rand.NewPCG(*faultSeed, 12)), *cutCount)
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
			report, err := v.Verify(t.Context(), nil)
			if v.LastChangeMayBeMissing() { // of rollups that were made again
				report.Problems = slices.DeleteFunc(report.Problems, func(p Problem) bool { return p.Kind == "file" })
			}
			if err != nil || len(report.Problems) > 0 || report.Orphans > 0 {
				t.Errorf("verify = %+v, %v", report, err)
			}
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

// TestAPowerCutWhileTheVersionRisesLeavesAFileOfOneVersion writes the first thing
// that came with 1.2 into a file of 1.1.
func TestAPowerCutWhileTheVersionRisesLeavesAFileOfOneVersion(t *testing.T) {
	folder := memoryFolder(t)
	old, recovery := oldVault(t, "1.1")
	path := filepath.Join(folder, "home.vitalkeep")
	if err := os.WriteFile(path, mustRead(t, old), fileMode); err != nil {
		t.Fatal(err)
	}
	open := func() *Vault {
		t.Helper()
		v, err := OpenWithRecoveryKey(t.Context(), path, recovery, faultOptions())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	l := logDisk(t, folder)
	v := open()
	p := v.state.Load().containers[1].id
	if err := since12s["a choice"](t.Context(), v, p); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	folder = memoryFolder(t)
	path = filepath.Join(folder, filepath.Base(path))
	r := rand.New(rand.NewPCG(*faultSeed, 14))
	outcomes := map[uint16]int{}
	d := newDisk(l.before)
	for i := 0; ; i++ {
		for _, k := range []keep{keepAll, keepNone, keepSome(r), keepSome(r)} {
			if err := d.image(k).put(folder); err != nil {
				t.Fatal(err)
			}
			v := open()
			choice, err := v.Preference(p, "dashboard")
			if err != nil {
				t.Fatal(err)
			}
			whole := !v.ReadOnly() && v.headState == headWhole
			closeVault(t, v)
			minor := minorOf(t, path)
			if (string(choice) == "weight") != (minor == 2) || !whole {
				t.Errorf("seed %d, power cut after event %d: %q in a file of 1.%d", *faultSeed, i, choice, minor)
			}
			outcomes[minor]++
		}
		if i == len(l.events) {
			break
		}
		d.apply(l.events[i])
	}
	if outcomes[1] == 0 || outcomes[2] == 0 {
		t.Errorf("seed %d: outcomes %v", *faultSeed, outcomes)
	}
}
