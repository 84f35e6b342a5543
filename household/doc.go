// Package household invents two years of data of two people, for a look around
// without data of one's own.
//
// Promises:
//
//   - The same options give the same data, number for number: there is no
//     clock and no other source of chance than the seed.
//   - Every profile is marked as sample data, and every source that Generate
//     names begins with "sample:", so that invented numbers never pass for
//     measured ones. What a Diary holds is typed by hand, as a person's own is.
//   - No picture shows anybody: all of them are drawn.
//   - The data has what real data has: a trend with noise, days without any
//     measurement, an empty house during holidays, two illnesses, lost days,
//     and local days of 23 and 25 hours where the zone has them.
//   - Nothing is kept in memory but one day.
package household
