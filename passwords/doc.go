// Package passwords says how hard a password is to guess, and which ones are
// not to be taken at all.
//
// What a password has to have, such as a digit, is health.CheckPassword's to
// say; this package is about guessing. The estimate is zxcvbn's, and that module
// ends here.
//
// Promises:
//
//   - A password is neither kept nor told to anybody; no answer has a part of it.
//   - No text makes it slow or makes it stop: it looks at the first hundred
//     characters, and what follows counts nothing.
//   - What is refused is refused with its reason and with what to do instead.
package passwords
