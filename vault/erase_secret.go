//go:build goexperiment.runtimesecret

package vault

import clearing "runtime/secret"

// erasing runs f, which handles keys. The runtime clears the registers and the
// stack that f used, and what it left on the heap once that is garbage.
func erasing(f func()) { clearing.Do(f) }
