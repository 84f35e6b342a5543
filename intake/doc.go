// Package intake is the one way from paths that somebody names or drops to a
// stored import, and from a vault to an exported file; the window and the
// terminal program share it. It also holds the words for every error that they
// show to people.
//
// Promises:
//
//   - Nothing is visible in the vault before Commit, and after it everything is.
//     A cancelled, failed or discarded preview leaves the vault as it was.
//   - An import that brings nothing new is not stored and has no identifier.
//   - Of rejected rows the first MaxRejects are kept with their reasons, all are
//     counted.
//   - Local times are read in the zone that was given, else in the one that the
//     files name, else in the fallback that the caller offers, and otherwise
//     not at all.
package intake
