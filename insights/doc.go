// Package insights says what a person's numbers come to: a week of blood
// pressure taken at home, means by week and month, by the part of the day, and
// what is usual for this person.
//
// It promises:
//
//   - every figure carries how many days or readings it rests on, and where
//     they are too few it says so instead of giving one;
//   - a day counts once, however many readings it has, and has the date of its
//     readings' own clocks, so that a change of clocks shifts nothing;
//   - nothing is graded or named but the limit that a guideline states for just
//     this way of measuring. None of it is a diagnosis.
//
// All of it are pure functions over days and readings of package health, in
// canonical units.
package insights
