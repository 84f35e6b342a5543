// Package session is an open vault in the form in which the window asks for
// it: it implements the interfaces that package ui declares by means of vault,
// intake, exporters and household, and is the only place that knows both sides.
//
// Promises:
//
//   - It starts no goroutines; everything takes a context and returns soon
//     after that is cancelled.
//   - It keeps no health data. What it remembers between two runs of the
//     program are the paths of vaults and when they were opened, nothing else.
//   - Sample data lives in an encrypted file under a random password that
//     nobody learns, and goes with the session.
package session
