//go:build sqlcipher

package main

import "context"

// The driver is linked with SQLCipher's library in place of SQLite's. The key
// is given raw: like the vault's, its derivation is not measured.
const rawKey = `"x'2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'"`

func init() {
	engines["sqlcipher"] = func(ctx context.Context, path string, create bool) (engine, error) {
		return openSQLite(ctx, path, rawKey, create)
	}
}
