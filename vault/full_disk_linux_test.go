package vault

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"vitalkeep/health"
)

var mountNeeded = flag.Bool("mount-needed", false, "fail where no small file system can be mounted for the test of the full disk")

const smallDiskEnv = "VAULT_TEST_SMALL_DISK"

// inOwnMounts runs the current test again where it may mount file systems that
// nobody else sees: in a name space of mounts, and of users where that needs one.
func inOwnMounts(t *testing.T) {
	t.Helper()
	var said []byte
	var err error
	for _, users := range []bool{false, true} {
		c := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", fmt.Sprint("-mount-needed=", *mountNeeded))
		c.Env = append(os.Environ(), smallDiskEnv+"=1")
		c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
		if users {
			c.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
			c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
			c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
		}
		said, err = c.CombinedOutput()
		var exit *exec.ExitError
		if err == nil || (errors.As(err, &exit) && !bytes.Contains(said, []byte(errNoMount.Error()))) {
			break // it ran
		}
		if users && !*mountNeeded {
			t.Skip("the system does not let this user mount a file system")
		}
	}
	if err != nil || !bytes.Contains(said, []byte("--- PASS: "+t.Name())) {
		t.Errorf("%v\n%s", err, said)
	}
	t.Logf("%s", said)
}

var errNoMount = errors.New("nothing can be mounted here")

const smallDisk = 4 << 20 // bytes

// mountSmallDisk returns a folder with a file system of its own.
func mountSmallDisk(t *testing.T) string {
	t.Helper()
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		t.Fatal(errNoMount, err)
	}
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, fmt.Sprintf("size=%d", smallDisk)); err != nil {
		t.Fatal(errNoMount, err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// leave fills a disk but for some bytes.
func leave(t *testing.T, folder string, room int64) {
	t.Helper()
	var st syscall.Statfs_t
	if err := syscall.Statfs(folder, &st); err != nil {
		t.Fatal(err)
	}
	ballast := make([]byte, max(int64(st.Bavail)*st.Bsize-room, 0))
	if err := os.WriteFile(filepath.Join(folder, "ballast"), ballast, fileMode); err != nil {
		t.Fatal(err)
	}
}

// importMore stores some 70 kB; all that waits is written after so many rows.
func importMore(v *Vault, p health.ProfileID, flushes int) error {
	ctx := context.Background()
	st, err := v.Stage(ctx, p, "test")
	if err != nil {
		return err
	}
	for i, r := range heartRates(12_000) {
		if flushes > 0 && i%flushes == flushes-1 {
			err = st.writer.flush()
		}
		if err == nil {
			err = st.Sample(r.metric, "csv:more", r.Sample)
		}
		if err != nil {
			return errors.Join(err, st.Discard())
		}
	}
	if _, err := st.Seal(ctx, nil); err != nil {
		return errors.Join(err, st.Discard())
	}
	if _, err := st.Commit(ctx); err != nil {
		return errors.Join(err, st.Discard())
	}
	return nil
}

// fullDiskWork is what needs room.
type fullDiskWork struct {
	name string
	do   func(*Vault, health.ProfileID) error
}

var fullDiskWorks = []fullDiskWork{
	{"import", func(v *Vault, p health.ProfileID) error { return importMore(v, p, 0) }},
	{"import with spills", func(v *Vault, p health.ProfileID) error { return importMore(v, p, 3_000) }},
	{"undo", func(v *Vault, _ health.ProfileID) error {
		batches, err := v.Batches()
		if err != nil {
			return err
		}
		return v.UndoBatch(context.Background(), batches[len(batches)-1].ID)
	}},
	{"delete", func(v *Vault, p health.ProfileID) error {
		_, err := v.DeleteSource(context.Background(), p, "withings:hr")
		return err
	}},
	{"compact", func(v *Vault, _ health.ProfileID) error {
		_, err := v.Compact(context.Background(), nil)
		return err
	}},
	{"change password", func(v *Vault, _ health.ProfileID) error {
		return v.ChangePassword(context.Background(), testPassword, []byte("another"))
	}},
	{"other keys", func(v *Vault, _ health.ProfileID) error {
		_, err := v.Rekey(context.Background(), []byte("another"), nil)
		return err
	}},
	{"a vault of one's own", func(v *Vault, _ health.ProfileID) error {
		ps, err := v.Profiles()
		if err != nil {
			return err
		}
		own := filepath.Join(filepath.Dir(v.Path()), "own.vitalkeep")
		if _, _, err := v.MakeIndependent(context.Background(), ps[len(ps)-1].ID, own, ownPassword, testOptions(), nil); err != nil {
			return err
		}
		return os.Remove(own)
	}},
	{"another profile", func(v *Vault, _ health.ProfileID) error {
		_, err := v.AddProfile(health.Profile{Name: "Cy"})
		return err
	}},
}

// TestAFullDiskLosesNothing does everything that needs room on a disk that is
// full, again and again with some more room, until it is enough.
func TestAFullDiskLosesNothing(t *testing.T) {
	if os.Getenv(smallDiskEnv) == "" {
		inOwnMounts(t)
		return
	}
	folder := mountSmallDisk(t)
	path, raw, _ := closedVault(t)
	v, err := Open(context.Background(), path, testPassword, testOptions())
	if err == nil {
		_, err = v.Compact(context.Background(), nil)
		err = errors.Join(err, v.Close())
	}
	if err == nil {
		raw, err = os.ReadFile(path)
	}
	if err != nil {
		t.Fatal(err)
	}
	raw = raw[:usedPages(t, raw)*pageSize] // nothing in reserve
	step := int64(24 * pageSize)
	if *mountNeeded {
		step /= 6
	}
	refused := map[string]int{}
	for _, work := range fullDiskWorks {
		succeeded := false
		for room := int64(0); !succeeded; room += step {
			var err error
			if succeeded, err = tryOnDisk(t, folder, raw, work, room); err != nil {
				t.Fatalf("%s with %d bytes of room: %v", work.name, room, err)
			}
			if !succeeded {
				refused[work.name]++
			}
		}
	}
	total := 0
	for _, work := range fullDiskWorks {
		total += refused[work.name]
		if refused[work.name] == 0 && work.name != "undo" { // which may find its room in free pages
			t.Errorf("%s was never refused", work.name)
		}
	}
	t.Logf("refused: %v; tally full-disks=%d", refused, total)
}

// tryOnDisk does the work on a copy of the vault with only so much room. If that
// is too little, the vault is as it was, and the work succeeds with more room.
func tryOnDisk(t *testing.T, folder string, raw []byte, work fullDiskWork, room int64) (succeeded bool, err error) {
	t.Helper()
	ctx := context.Background()
	path := filepath.Join(folder, "home.vitalkeep")
	ballast := filepath.Join(folder, "ballast")
	for _, name := range []string{path, ballast} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
	}
	if err := os.WriteFile(path, raw, fileMode); err != nil {
		return false, err
	}
	v, err := Open(ctx, path, testPassword, faultOptions())
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	ps, err := v.Profiles()
	if err != nil {
		return false, err
	}
	before, err := contentOf(v)
	if err != nil {
		return false, err
	}
	leave(t, folder, room)
	err = work.do(v, ps[0].ID)
	if err == nil {
		return true, healthy(v, 0)
	}
	if !errors.Is(err, ErrNoSpace) {
		return false, err
	}
	if err := sameAndHealthy(v, before); err != nil {
		return false, fmt.Errorf("after the refusal: %w", err)
	}
	if err := v.Close(); err != nil {
		return false, err
	}
	if v, err = Open(ctx, path, testPassword, faultOptions()); err != nil {
		return false, fmt.Errorf("opening on the full disk: %w", err)
	}
	if err := sameAndHealthy(v, before); err != nil {
		return false, fmt.Errorf("after opening on the full disk: %w", err)
	}
	if err := os.Remove(ballast); err != nil {
		return false, err
	}
	if err := work.do(v, ps[0].ID); err != nil {
		return false, fmt.Errorf("with room: %w", err)
	}
	if left := besides(t, path); len(left) > 0 {
		return false, fmt.Errorf("left over: %q", left)
	}
	return false, healthy(v, 0)
}

func sameAndHealthy(v *Vault, before string) error {
	after, err := contentOf(v)
	if err != nil {
		return err
	}
	if after != before {
		return errors.New("the content changed")
	}
	return healthy(v, -1)
}

// healthy checks everything; orphans, unless negative, is how many objects may
// be there that nothing refers to.
func healthy(v *Vault, orphans int) error {
	report, err := v.Verify(context.Background(), nil)
	if err == nil && (len(report.Problems) > 0 || (orphans >= 0 && report.Orphans > orphans)) {
		err = fmt.Errorf("verify: %+v", report)
	}
	return err
}
