package main

import (
	"os"
	"runtime/debug"
)

const (
	// largeInput is from how many bytes on an import fills all the memory that the
	// vault takes for one.
	largeInput = 64 << 20

	// largeInputGC is how much garbage may come on top of that, in hundredths. A
	// smaller import stays below by itself, and collecting costs it more.
	largeInputGC = 30
)

// boundGarbage keeps the peak of memory of a large import low. What it returns
// ends that.
func boundGarbage(paths []string) func() {
	var size int64
	for _, p := range paths {
		if info, err := os.Stat(p); err == nil && info.Mode().IsRegular() {
			size += info.Size()
		}
	}
	if size < largeInput {
		return func() {}
	}
	before := debug.SetGCPercent(largeInputGC)
	return func() { debug.SetGCPercent(before) }
}
