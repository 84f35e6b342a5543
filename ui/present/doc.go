// Package present turns readings into what people read: subjects (weight with
// all that the scale measured at once, blood pressure as one number pair, a
// night of sleep), numbers in a person's units, days by name, cards, the marks
// of a graph, the rows of a table and sentences.
//
// It is pure: no window, no storage, no clock. What "today" is comes in as an
// [Almanac]. It promises:
//
//   - a moment is told in the offset in force where it was measured, never in
//     the computer's zone;
//   - a number keeps the unit it was written in when that is the unit shown,
//     so 180 lb is never 179.9 lb;
//   - a change names the period it is measured over, and thin data says so;
//   - what is missing is an en dash, never 0.
package present
