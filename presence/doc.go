// Package presence tells when the person leaves the computer: the screen locks,
// the machine goes to sleep or slept, or another user takes over. Linux and BSD
// tell it over D-Bus, through logind and the screen savers; Windows by messages to
// a hidden window; macOS is asked every few seconds whether its screen is locked.
// Everywhere a clock that jumped ahead means that the machine slept.
//
// Promises:
//
//   - Before the machine sleeps it is held, as far as the system lets a program do
//     that, until the one who was told says that it is done.
//   - Only the services themselves are believed: what somebody else on the bus
//     sends in their name, in a wrong form or from a wrong place, is nothing.
//   - Without a bus, or with one that breaks, nothing is told and nothing fails; it
//     is tried again where it was there once.
//   - While nothing happens, it does next to nothing.
package presence
