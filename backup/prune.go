package backup

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"vitalkeep/vault"
)

// List returns the backups of a vault in a folder, the newest first: files of
// the name that FileName gives, which begin as an age file does. Anything else
// in the folder is none of ours.
func List(v *vault.Vault, folder string) ([]File, error) {
	remembered, err := v.Backups()
	if err != nil {
		return nil, err
	}
	proven := map[string]int64{}
	for _, b := range remembered {
		if b.ProvenAt != 0 {
			proven[filepath.Base(b.Path)] = b.Bytes
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, e := range entries {
		at, ours := parseName(v.Path(), e.Name())
		if !ours || !e.Type().IsRegular() {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed meanwhile
		}
		if err != nil {
			return nil, err
		}
		sealed, err := sealedByAge(filepath.Join(folder, e.Name()))
		if err != nil {
			return nil, err
		}
		if !sealed {
			continue
		}
		size, known := proven[e.Name()]
		files = append(files, File{Name: e.Name(), At: at, Bytes: info.Size(), Proven: known && size == info.Size()})
	}
	stay, _ := Policy{}.Split(files, time.Time{}, time.UTC)
	return stay, nil
}

func sealedByAge(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	start := make([]byte, len(magic))
	n, err := io.ReadFull(f, start)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return string(start[:n]) == magic, errors.Join(err, f.Close())
}

// Prune removes the backups of a vault in a folder that a policy does not keep,
// see Policy.Split, and returns them. The vault forgets them.
func Prune(ctx context.Context, v *vault.Vault, folder string, p Policy, now time.Time, zone *time.Location) (removed []File, err error) {
	folder, err = filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	files, err := List(v, folder)
	if err != nil {
		return nil, err
	}
	_, leave := p.Split(files, now, zone)
	for _, f := range leave {
		if err := ctx.Err(); err != nil {
			return removed, err
		}
		path := filepath.Join(folder, f.Name)
		if err := os.Remove(path); err != nil {
			return removed, err
		}
		removed = append(removed, f)
		if err := v.ForgetBackup(path); err != nil {
			return removed, err
		}
	}
	return removed, nil
}
