// Package vault keeps the health data of a household in one encrypted file.
//
// A vault is one bbolt file, NAME.vitalkeep, whose every object is sealed with
// XChaCha20-Poly1305; docs/vault-format.md describes it byte by byte. bbolt
// and cryptography end in this package: its interface speaks the types of
// package health.
//
// Promises:
//
//   - An import is one batch. It is staged, compared and then becomes visible
//     as a whole or not at all; undoing it brings back what it replaced.
//   - What is typed by hand is on the disk when [Vault.Add] returns.
//   - What was typed can be corrected in one step; the old values stay in the
//     history ([Vault.Versions]).
//   - What is deleted can be brought back, and does not come back by itself
//     with the next import of the same archive.
//   - What lies with the wrong person is moved in one step, with its history, and
//     can be brought back to where it was ([Vault.Move]).
//   - Importing the same data twice changes nothing, whatever order its rows
//     and files come in.
//   - What samples come to (buckets of time, local days, counts) is kept beside
//     them and changes with them in one step; where it is missing or damaged, it
//     is made of the samples. See [Vault.Overview] and [Vault.Days].
//   - Memory does not grow with the size of an import or of the vault's
//     history, only with the number of its segments.
//   - What was deleted is nowhere in the file any more after a compaction, and
//     an old password opens nothing in it after a change.
//   - The keys of an open vault are in locked memory where the system has it
//     ([KeysLocked]), once each, and are wiped when it is closed. A passcode
//     opens it again only with a second key ([QuickUnlock], [KeptPasscode]),
//     and five times at most if it is wrong.
//   - Pictures are sealed like everything else, in pieces of the same size; a
//     compaction drops those that no entry names.
//   - No plaintext is written to any disk, no temporary file is made beside
//     the vault except a sealed one while it is created or rewritten, and no
//     health value, name or secret is put into an error.
//   - A rewriting is read and compared whole before it takes the place of the
//     file. If it fails or is cut off, the old file is there, and in use.
//   - Damage is noticed, never returned as data: every object is bound to its
//     place, and the chain from the root to each of them is compared at every
//     read. Bytes that are not a vault are refused and never changed.
//   - A vault is open in one process at a time.
//
// A [Vault] may be used from several goroutines. There is one import, undo or
// rewriting at a time ([ErrBusy]); reading goes on meanwhile and sees the vault as it
// was before. A [Stage] belongs to one goroutine.
package vault
