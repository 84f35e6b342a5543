package backup

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"vitalkeep/vault"
)

const (
	fileMode   = 0o600
	folderMode = 0o700
)

// owned is what begins the names of everything temporary that one kind of work
// ("backup") on one vault on one machine makes. It tells nothing of the vault,
// and a vault that is open for writing is open once: what else begins so was
// left by a crash.
func owned(work, vaultPath string) string {
	host, _ := os.Hostname() // a machine without a name has only its paths
	sum := sha256.Sum256([]byte(host + "\x00" + vaultPath))
	return ".vitalkeep-" + work + "-" + hex.EncodeToString(sum[:4]) + "-"
}

func randomName(prefix string) string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails, see crypto/rand
	return prefix + hex.EncodeToString(b[:])
}

// underWay holds the vaults that this process is backing up.
var underWay sync.Map

// begin claims a vault for one backup at a time.
func begin(vaultPath string) (end func(), err error) {
	if _, other := underWay.LoadOrStore(vaultPath, true); other {
		return nil, ErrBusy
	}
	return func() { underWay.Delete(vaultPath) }, nil
}

// ClearUp removes what interrupted backups of a vault left beside it and among
// the system's temporary files: sealed copies, which may still hold what has been
// deleted since. A vault that is open for writing is open once, so nobody is at
// work on them; one that is open for reading, or being backed up, is left alone.
func ClearUp(v *vault.Vault) error {
	if v.ReadOnly() {
		return nil
	}
	source, err := filepath.Abs(v.Path())
	if err != nil {
		return err
	}
	end, err := begin(source)
	if err != nil {
		return nil //nolint:nilerr // a backup is under way, and clears up itself
	}
	defer end()
	return clearLeft(source)
}

// clearLeft removes what interrupted backups of a vault left in the folders
// where one puts anything: besides those given, its own and the system's
// temporary one.
func clearLeft(source string, folders ...string) error {
	var err error
	for _, folder := range append(folders, filepath.Dir(source), os.TempDir()) {
		err = errors.Join(err, clearStale(folder, owned("backup", source)))
	}
	if err != nil {
		return fmt.Errorf("clearing up after an interrupted backup: %w", err)
	}
	return nil
}

// clearStale removes what an earlier backup of the vault left in a folder. What
// may not be removed is somebody else's.
func clearStale(folder, prefix string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil // nothing of ours can be there; writing will say what is wrong
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), prefix) {
			continue
		}
		if e := os.RemoveAll(filepath.Join(folder, e.Name())); !errors.Is(e, fs.ErrPermission) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// newScratch makes a folder for sealed copies of the vault: beside it, where
// there is room for it and where the system can map it, or else, where that
// folder cannot be written, among the system's temporary ones.
func newScratch(vaultPath, prefix string) (string, error) {
	beside := filepath.Join(filepath.Dir(vaultPath), randomName(prefix))
	if err := os.Mkdir(beside, folderMode); err == nil {
		return beside, nil
	}
	other := filepath.Join(os.TempDir(), randomName(prefix))
	return other, os.Mkdir(other, folderMode)
}
