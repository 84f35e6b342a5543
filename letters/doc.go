// Package letters writes letters by which people use their rights under the
// General Data Protection Regulation (GDPR, Regulation (EU) 2016/679) towards a
// vendor or a clinic, and reckons when an answer is due.
//
// It promises:
//
//   - [Compose] gives a whole letter or refuses the order with [Missing], which
//     names what is lacking; no letter has a gap to be filled in.
//   - Addresses are those that were typed: nothing of an addressee is invented.
//   - A letter asks for what the named article gives, in modest words; it claims
//     nothing about the facts that was not typed or chosen.
//   - Every text is a sentence in English, said through the caller's function, so
//     that a letter can be in another language than the window.
//   - Dates are calendar days. A period of months is reckoned by Regulation (EEC,
//     Euratom) No 1182/71: see [Deadline]. Public holidays are not known here.
//   - Nothing here keeps anything, and nothing has a clock.
package letters
