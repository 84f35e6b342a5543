// Package applehealth makes exports as the Health app of an iPhone writes them,
// for tests, benchmarks and end-to-end runs.
//
// The person in them is invented; the form is that of real exports: one huge
// XML file in which iPhone, watch and other apps tell the same hours, rows
// unsorted, units of the person's choice, percents as fractions, blood pressures
// a second time inside a Correlation, sleep as stretches, workouts with
// statistics and routes, electrocardiograms with the decimal sign of the
// country.
//
// Promises: the same [Options] give the same bytes, on any machine; what an
// export holds is told by [Book], kept while writing, not by reading it back;
// memory does not grow with the number of records, unless they are shuffled.
package applehealth
