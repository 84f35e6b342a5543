//go:build unix && !linux

package vault

// keepFromDumps has nothing to call here; ShieldMemory forbids core dumps.
func keepFromDumps([]byte) {}
