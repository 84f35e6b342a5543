// Package fingerprint asks the fingerprint reader of the computer whether the
// person who is logged in touches it: fprintd over D-Bus on Linux. On other
// systems there is none that it knows; Available says so.
//
// Promises:
//
//   - A yes comes only from the service itself, which claimed the reader for this
//     check: signals of others on the bus are not believed.
//   - It returns soon after its context ends and after a minute at the latest,
//     and gives the reader back however it ends.
//   - It knows nothing of fingers, and neither keeps nor logs anything.
package fingerprint
