// Package backup makes copies of a vault that can be kept anywhere, proves
// them, and restores them. Encryption with age ends here.
//
// A backup is one file: a plain ZIP inside an age file, which the stock tools
// age and unzip open, too. In the ZIP are a README, the vault, still sealed with
// its own password, and if that is wanted an open copy of everything as CSV and
// JSON.
//
// Promises:
//
//   - A backup has its name only when it is complete, on the disk, read back,
//     decrypted, and its vault restored to a scratch place and compared with the
//     one it was made from, reading by reading. Whoever finds the name finds a
//     good backup.
//   - Nothing in the open touches the disk: the open copy streams into the
//     encryption, and what is restored to the scratch place is a sealed vault.
//   - After an error or a cancel nothing is left behind; what a crash left is
//     cleared away by the next backup of that vault to that place.
//   - Restoring never takes the place of a file unasked, and then keeps the old
//     one under another name.
//   - A backup that is read is taken for hostile: what opening it may cost is
//     bounded, and a file that is no whole vault never gets the name.
//   - Passphrases, identities and names of people are in no error.
package backup
