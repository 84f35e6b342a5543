//go:build !unix

package vault

// syncFolder does nothing where folders cannot be synced; the file system
// there orders names by itself.
func syncFolder(string) error { return nil }
