// Package importers reads the files that people bring: bytes in, samples and
// entries out, nothing stored.
//
// [Detect] says what dropped paths are, [Read] hands everything in them to a
// [Sink]. [Formats] is the whole list of what is understood; each format is a
// set of kinds of files, told apart by what they hold, and by their names where
// that leaves it open. docs/import-formats.md says for people what is read of
// each, what is taken for granted, and what is left out.
//
// A format is one function that returns a [Format], in the table of format.go,
// and a file here for each kind or two ("apple_record.go"). Every kind has a
// specimen in conformance_test.go, and passes what is asked of all of them
// there: cut at any byte, damaged at any number, cancelled, fed with endless
// lines, it may lose rows, and never gives a value that the file does not hold.
//
// Promises:
//
//   - One pass over the input in constant memory, whatever its size. Names,
//     sizes, counts and ratios of archives are bounded, and counted while
//     inflating rather than taken from the archive's own word.
//   - A value is never guessed. What cannot be read exactly is handed over as a
//     [health.Reject] with file, line, column and reason, and never as a number;
//     the reason names units, bounds and positions, never the value itself.
//   - Numbers are kept as they were written, in the unit they were written in.
//   - The same bytes give the same samples, in the same order, every time.
//   - A file that is broken as a whole is one Reject of row 0, and the other
//     files are read. An archive that is damaged is an error: what the sink has
//     been given by then must be thrown away.
//   - Personal account files of a vendor's archive are never handed over.
package importers
