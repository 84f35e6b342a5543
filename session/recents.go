package session

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"time"

	"vitalkeep/ui"
)

// maxRecents is how many vaults are remembered.
const maxRecents = 8

// Recents remembers opened vaults in one small file: their paths and when they
// were opened. It is a [ui.Recents].
type Recents struct {
	File string // full path of the file
}

type recent struct {
	Path   string    `json:"path"`
	Opened time.Time `json:"opened"`
}

// List implements ui.Recents.
func (r Recents) List() []ui.RecentVault {
	var out []ui.RecentVault
	for _, v := range r.read() {
		if _, err := os.Stat(v.Path); err == nil {
			out = append(out, ui.RecentVault{Path: v.Path, Opened: v.Opened})
		}
	}
	return out
}

// Remember implements ui.Recents.
func (r Recents) Remember(path string, opened time.Time) {
	path, list := r.without(path)
	r.write(slices.Insert(list, 0, recent{path, opened}))
}

// Forget takes a vault off the list.
func (r Recents) Forget(path string) {
	_, list := r.without(path)
	r.write(list)
}

// without returns a path as the list has it, and the list without it.
func (r Recents) without(path string) (string, []recent) {
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	return path, slices.DeleteFunc(r.read(), func(v recent) bool { return v.Path == path })
}

// write puts a list in the place of the one on disk.
func (r Recents) write(list []recent) {
	raw, err := json.Marshal(list[:min(len(list), maxRecents)])
	if err != nil {
		return
	}
	if os.MkdirAll(filepath.Dir(r.File), 0o700) != nil {
		return
	}
	// Written whole under another name first: a crash leaves the old list.
	temporary := r.File + ".new"
	if os.WriteFile(temporary, raw, 0o600) == nil {
		_ = os.Rename(temporary, r.File) // a list that cannot be kept is no reason to bother anybody
	}
}

// read returns the list as it is on disk, nothing if it cannot be read.
func (r Recents) read() []recent {
	raw, err := os.ReadFile(r.File)
	if err != nil || len(raw) > 1<<16 {
		return nil
	}
	var list []recent
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}
