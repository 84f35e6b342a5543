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
// were opened. It is a [ui.RecentsChoice].
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

// Remember implements ui.Recents. Where the person wants nothing to be remembered,
// nothing is written.
func (r Recents) Remember(path string, opened time.Time) {
	if !r.Remembers() {
		return
	}
	path, list := r.without(path)
	r.keep(slices.Insert(list, 0, recent{path, opened}))
}

// Forget takes a vault off the list.
func (r Recents) Forget(path string) {
	if _, list := r.without(path); r.Remembers() {
		r.keep(list)
	}
}

// without returns a path as the list has it, and the list without it.
func (r Recents) without(path string) (string, []recent) {
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	return path, slices.DeleteFunc(r.read(), func(v recent) bool { return v.Path == path })
}

// keep puts a list in the place of the one on disk. One that cannot be kept is no
// reason to bother anybody.
func (r Recents) keep(list []recent) { _ = r.write(list[:min(len(list), maxRecents)]) }

// nothing is what the file holds where nothing is to be remembered.
type nothing struct {
	Off bool `json:"off"`
}

// Remembers implements ui.RecentsChoice.
func (r Recents) Remembers() bool {
	var n nothing
	return json.Unmarshal(r.raw(), &n) != nil || !n.Off
}

// SetRemembers implements ui.RecentsChoice. Off writes that over what was
// remembered.
func (r Recents) SetRemembers(on bool) error {
	switch {
	case on == r.Remembers():
		return nil
	case on:
		return os.Remove(r.File)
	}
	return r.write(nothing{Off: true})
}

// write puts a value in the place of the file.
func (r Recents) write(value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(r.File), 0o700); err != nil {
		return err
	}
	// Written whole under another name first: a crash leaves the old list.
	temporary := r.File + ".new"
	if err := os.WriteFile(temporary, raw, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, r.File)
}

// raw is the file as it is on disk, nothing if it cannot be read.
func (r Recents) raw() []byte {
	raw, err := os.ReadFile(r.File)
	if err != nil || len(raw) > 1<<16 {
		return nil
	}
	return raw
}

// read returns the list as it is on disk.
func (r Recents) read() []recent {
	var list []recent
	if json.Unmarshal(r.raw(), &list) != nil {
		return nil
	}
	return list
}
