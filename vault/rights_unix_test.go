//go:build unix

package vault

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"vitalkeep/health"
)

func TestAFolderWithoutRightsIsSaid(t *testing.T) {
	if os.Getuid() == 0 {
		runAsNobody(t)
		return
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "a.vitalkeep")
	v, _, err := Create(context.Background(), path, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Create(context.Background(), filepath.Join(folder, "b"), testPassword, testOptions()); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("creation in a read-only folder = %v", err)
	}
	if err := errors.Join(os.Chmod(folder, 0o700), os.Chmod(path, 0o400)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), path, testPassword, testOptions()); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a read-only file = %v", err)
	}
	o := testOptions()
	o.ReadOnly = true
	v, err = Open(context.Background(), path, testPassword, o)
	if err != nil {
		t.Fatalf("a read-only file for reading = %v", err)
	}
	if _, err := v.AddProfile(health.Profile{Name: "B"}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("adding to it = %v", err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

// runAsNobody runs the current test again as a user whom rights bind.
func runAsNobody(t *testing.T) {
	folder, err := os.MkdirTemp("", "vault-nobody")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	// The test program may lie where only its owner may look.
	program := filepath.Join(folder, "test")
	b, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = errors.Join(os.WriteFile(program, b, 0o755), os.Chmod(folder, 0o777))
	}
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "-test.run=^"+t.Name()+"$", "-test.v")
	c.Dir = folder
	c.Env = append(os.Environ(), "TMPDIR="+folder)
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	out, err := c.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("--- PASS: "+t.Name())) {
		t.Errorf("as nobody: %v\n%s", err, out)
	}
}

func TestAnchorsAreForTheirOwnerOnly(t *testing.T) {
	a := newAnchored(t)
	info, err := os.Stat(a.folder)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder %v, %v", info, err)
	}
	files, err := filepath.Glob(filepath.Join(a.folder, "*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if info, err = os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("file %v, %v", info, err)
	}
}

func TestAVaultWrittenAnewKeepsItsOwnerAndIsTheirsAlone(t *testing.T) {
	path, _, _ := closedVault(t)
	uid, gid := os.Getuid(), os.Getgid()
	if uid == 0 {
		uid, gid = 65534, 65534
	}
	if err := os.Chown(path, uid, gid); err != nil {
		t.Fatal(err)
	}
	v := openTest(t, path)
	if _, err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	closeTest(t, v)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		t.Fatal("the system tells no owner")
	}
	if int(s.Uid) != uid || int(s.Gid) != gid || info.Mode().Perm() != 0o600 {
		t.Errorf("owner %d, group %d, mode %v", s.Uid, s.Gid, info.Mode())
	}
}
