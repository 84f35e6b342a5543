// Package withingsarchive makes archives as the Withings account page hands
// them out under "Download my data", for tests, benchmarks and end-to-end runs.
//
// The person in it is invented; the form is that of real archives with all
// their habits: local times without a zone beside streams printed in Paris'
// offset, pounds and feet-and-inches, rows unsorted, doubled and overlapping,
// pulse-only rows among blood pressures, ragged rows, streams of unknown name,
// files with a header only, and files of personal account data.
//
// Promises: the same [Options] give the same bytes, on any machine that has the
// zone; what the archive holds is told by [Archive] from the generator's own
// books, not by reading it back.
package withingsarchive
