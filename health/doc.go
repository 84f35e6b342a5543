// Package health is the vocabulary of Vitalkeep: metrics and their units,
// numbers exactly as they were written, samples and entries, where they came
// from, local days, profiles, and the catalogue of device models.
//
// It imports nothing else of the project, does no input or output, reads no
// clock and keeps no state, so that every other package can share it.
//
// Promises:
//
//   - A number is a [Decimal] in the [Unit] it was written in; the canonical
//     value is computed from it and never stored in its place, so 180 lb stays
//     180 lb.
//   - An instant is UTC milliseconds together with the offset in force where it
//     was measured; a day is a local [Date], 23, 24 or 25 hours long.
//   - Identifiers (metric, unit codes, sources, entry kinds) are part of the
//     vault format: they may be added to, never changed or used again.
package health
