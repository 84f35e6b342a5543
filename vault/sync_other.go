//go:build !unix

package vault

// flushFolder does nothing where folders cannot be synced; the file system
// there orders names by itself.
func flushFolder(string) error { return nil }
