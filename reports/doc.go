// Package reports makes pages about a person's data for others to read: today
// the report that is taken to a doctor.
//
// It promises:
//
//   - every figure says how many readings or days it rests on, and where they
//     are from;
//   - nothing is graded: no limits, no colours for good and bad, no diagnosis;
//   - a number is the one that was measured, in the person's units; a mean is
//     rounded as people see it;
//   - memory stays the same however many readings there are, but for those taken
//     on purpose; a list that would be too long holds the newest and says so;
//   - the same data and order give the same bytes.
package reports
