// Package e2e runs the finished program the way a person does: the real window
// on a screen of its own, driven from outside with keys, mouse and dropped
// files. It imports nothing of the program.
//
// The runs carry the build tag e2e and are started by ./dev e2e, which builds
// the window and names it in VITALKEEP_WINDOW. Each step leaves its picture in
// e2e/shots, which is not committed.
package e2e
