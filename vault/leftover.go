package vault

import (
	"context"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
)

// removeLeftovers removes the unfinished files that an interrupted rewriting of
// the vault at path left beside it: the ones of exactly the names that this
// package gives (see temporaryName) that nobody has open. The caller has the
// vault open for writing, so no rewriting of it is under way. What cannot be
// removed stays for the next time.
func removeLeftovers(ctx context.Context, path string) {
	folder := filepath.Dir(path)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		tail, ours := strings.CutPrefix(e.Name(), "."+filepath.Base(path)+".")
		tail, unfinished := strings.CutSuffix(tail, ".new")
		if !ours || !unfinished {
			continue
		}
		if id, err := hex.DecodeString(tail); err != nil || len(id) != len(randomTail()) || !e.Type().IsRegular() {
			continue
		}
		name := filepath.Join(folder, e.Name())
		f, err := os.OpenFile(name, os.O_RDWR, 0) //nolint:gosec // beside the vault, by a name of ours
		if err != nil {
			continue
		}
		free := lockFile(ctx, f, true, 0) == nil
		_ = f.Close() // nothing was written
		if free {
			_ = remove(name)
		}
	}
}
