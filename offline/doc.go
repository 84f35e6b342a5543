// Package offline takes the network away from the program that calls it. What
// cannot be opened any more need not be trusted not to be.
//
// Promises:
//
//   - On Linux, [GiveUp] asks the kernel for two things, each for all threads of
//     the process and all programs that it starts, for good: by Landlock, that no
//     TCP connection is made or taken (from kernel 6.7 on; and no UDP either,
//     where the kernel knows how), and by a seccomp filter, that no socket is made
//     that is not for this computer alone (Unix and netlink sockets).
//   - What the kernel does not have is not pretended: [Status] says which of the
//     two is in force, as the kernel confirmed it.
//   - Elsewhere there is no such promise to be had from the system, and the
//     status says so.
//
// Sockets that are open already stay. Sockets to other programs of this computer
// stay possible, as the screen and the keyring need them; what those programs
// send is theirs.
package offline
