// Package e2e runs the finished program the way a person does: the real window
// on a screen of its own, driven from outside with keys, mouse and dropped
// files. It imports nothing of the program but [vitalkeep/e2e/watch], by which the
// window under test says what it shows; the archives it drops come from the
// generator that all tests share.
//
// The runs carry the build tag e2e and are started by ./dev e2e, which builds
// the window and the terminal program and names them in VITALKEEP_WINDOW and
// VITALKEEP_TERMINAL. Each step leaves its picture in e2e/shots, which is not
// committed.
package e2e
