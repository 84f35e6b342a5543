package main

import (
	"context"
	"errors"
	"os"

	"vitalkeep/vault"
)

// Deriving a key from a password takes long on purpose, from a recovery key it
// does not. So the tests keep the recovery key of each vault, under its right
// password, in a file beside it; a wrong password goes the long way.

func keyFile(path string) string { return path + ".test-key" }

func createCheaply(ctx context.Context, path string, password []byte, o vault.Options) (*vault.Vault, string, error) {
	v, key, err := vault.Create(ctx, path, password, o)
	if err != nil {
		return nil, "", err
	}
	if err := os.WriteFile(keyFile(path), []byte(string(password)+"\n"+key), 0o600); err != nil {
		return nil, "", errors.Join(err, v.Close())
	}
	return v, key, nil
}

func unlockCheaply(ctx context.Context, path string, password []byte, o vault.Options) (*vault.Vault, error) {
	if key, ok := testKey(path, password); ok {
		return vault.OpenWithRecoveryKey(ctx, path, key, o)
	}
	return vault.Open(ctx, path, password, o)
}

func salvageCheaply(ctx context.Context, path string, password []byte, o vault.Options) (*vault.Salvaged, error) {
	if key, ok := testKey(path, password); ok {
		return vault.SalvageWithRecoveryKey(ctx, path, key, o)
	}
	return vault.Salvage(ctx, path, password, o)
}

// testKey returns the recovery key beside a vault if the password is right.
func testKey(path string, password []byte) (string, bool) {
	right, err := os.ReadFile(keyFile(path))
	if n := len(password); err == nil && len(right) > n && string(right[:n+1]) == string(password)+"\n" {
		return string(right[n+1:]), true
	}
	return "", false
}
