//go:build !sqlcipher

package main

import "context"

func init() {
	engines["sqlite"] = func(ctx context.Context, path string, create bool) (engine, error) {
		return openSQLite(ctx, path, "", create)
	}
}
