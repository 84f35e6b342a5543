//go:build !goexperiment.runtimesecret

package vault

import "runtime"

// erasing runs f, which handles keys, and overwrites the part of the stack
// that it used. What f left on the heap it has to clear itself.
func erasing(f func()) {
	burnStack() // makes room, so that the stack does not move while f runs
	defer burnStack()
	f()
}

// burnStack overwrites the stack below its caller.
//
//go:noinline
func burnStack() {
	var b [8 << 10]byte
	clear(b[:])
	runtime.KeepAlive(&b)
}
