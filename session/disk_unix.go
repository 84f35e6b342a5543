//go:build unix

package session

import "golang.org/x/sys/unix"

// disk is what a folder is on.
type disk struct {
	id   uint64
	free int64 // bytes that may be written
}

func diskOf(folder string) (disk, error) {
	var where unix.Stat_t
	if err := unix.Stat(folder, &where); err != nil {
		return disk{}, err
	}
	var room unix.Statfs_t
	if err := unix.Statfs(folder, &room); err != nil {
		return disk{}, err
	}
	return disk{uint64(where.Dev), int64(room.Bavail) * int64(room.Bsize)}, nil //nolint:gosec,unconvert // types differ by system; room on disks is below 2⁶³
}
