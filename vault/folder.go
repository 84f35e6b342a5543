package vault

import "os"

// All that the package does to names in a folder, and to a file without a
// database, goes through these; onOpened and onSynced hear of every database that
// it opens, and that it syncs by itself.
// Tests keep a log of what would be on the disk if the power failed, or put a file
// system without hard links in their place.
var (
	link       = os.Link
	rename     = os.Rename
	remove     = os.Remove
	syncFolder = flushFolder

	syncOpen     = (*os.File).Sync
	truncateOpen = (*os.File).Truncate
	writeOpen    = func(f *os.File, b []byte, at int64) error {
		_, err := f.WriteAt(b, at)
		return err
	}

	onOpened = func(*store) {}
	onSynced = func(*store) {}
)
