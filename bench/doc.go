// Command bench compares the vault with SQLite and, where it was built with
// it, SQLCipher: the same rows, in one run, side by side.
//
//	bench [-rows N] [-zoom N] [-engines vault,sqlite] [-dir FOLDER]
//
// It is a module of its own, so that the program itself never depends on what
// it is compared with. Every measurement is made in a fresh child process,
// whose processor time and peak memory are taken from the system; engines take
// turns, and the least of several runs counts, since machines are shared.
//
// What is compared: one series of heart rates, one sample about every ten
// seconds, with the same columns everywhere (start, duration, value, offset,
// file, row). The databases keep them in a table without row ids whose primary
// key is (series, start), with a write-ahead log and full synchronisation, and
// import in one transaction with one prepared statement. The vault is opened
// with its recovery key, so that no password derivation is in the figures.
package main
