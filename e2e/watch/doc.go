// Package watch tells the end-to-end runs what a window shows: its words and
// the names of its controls with their places. It is built into the window only
// with the build tag watch, which no release has, and then writes to a file that
// the run names.
package watch
