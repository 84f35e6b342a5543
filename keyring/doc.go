// Package keyring keeps small secrets in the keyring of the system: the Secret
// Service on Linux and BSD, the Keychain on macOS, the Credential Manager on
// Windows. go-keyring ends in this package.
//
// Promises:
//
//   - It returns: at once where there is no keyring, when the context is
//     cancelled, and after a minute at the latest, in which a person may unlock
//     the keyring.
//   - No secret is put into an error.
package keyring
