package vault

import "os"

// All that the package does to names in a folder goes through these; onOpened and
// onSynced hear of every database that it opens, and that it syncs by itself.
// Tests keep a log of what would be on the disk if the power failed, or put a file
// system without hard links in their place.
var (
	link       = os.Link
	rename     = os.Rename
	remove     = os.Remove
	syncFolder = flushFolder
	onOpened   = func(*store) {}
	onSynced   = func(*store) {}
)
