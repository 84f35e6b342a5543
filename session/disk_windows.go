package session

import (
	"math"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// disk is what a folder is on.
type disk struct {
	id   string
	free int64 // bytes that may be written
}

func diskOf(folder string) (disk, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return disk{}, err
	}
	name, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return disk{}, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(name, &free, nil, nil); err != nil {
		return disk{}, err
	}
	return disk{strings.ToUpper(filepath.VolumeName(folder)), int64(min(free, math.MaxInt64))}, nil //nolint:gosec // bounded
}
