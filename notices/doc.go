// Package notices decides what a household is told and when: that a reminder is
// due, that a goal was reached, that a backup is overdue. It is pure: it reads no
// clock and stores nothing. It promises:
//
//   - [Due] gives the same answer to the same facts, and never a notice that the
//     log has had: not after a restart, not when the clock is set back, not when
//     the log has lost its oldest lines, not when a person travels to another zone.
//   - What is switched off in [Settings] is not raised, so it is in no log.
//   - Its work is bounded. A reminder that was missed thirty times while the
//     computer was off is one notice that says so.
//   - A time of day that a clock change skips is due at the next moment that there
//     is; one that comes twice is due once.
//   - A log holds no health words and no values: only which reminder, goal or
//     import it is about, and when.
//   - What a newer program stored and this one does not know is kept as it is.
package notices
