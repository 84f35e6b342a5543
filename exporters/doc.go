// Package exporters writes a person's data to files that other programs open:
// the mirror of importers.
//
// Promises:
//
//   - Lossless: importing an export gives every sample again with its metric,
//     source, start, duration, number as written, unit and offset, and every
//     entry with all its fields. What a vendor-shaped file cannot say stands in
//     two files of Vitalkeep's own beside it, and nowhere twice.
//   - One pass in bounded memory for each file inside, however long the history.
//   - A file appears under its name when it is complete, readable by its owner
//     alone, and never in the place of another unless that was asked for.
//   - No cell begins with a sign that makes a spreadsheet run it as a formula.
//   - No clock: the same data and options give the same bytes.
package exporters
