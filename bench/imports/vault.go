package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"vitalkeep/health"
	"vitalkeep/vault"
)

const password = "Seven-quiet-otters-42"

func (b *bench) empty() string { return filepath.Join(b.folder, "empty.vitalkeep") }
func (b *bench) used() string  { return filepath.Join(b.folder, "used.vitalkeep") }

// emptyVault makes the vault that every import begins with a copy of.
func (b *bench) emptyVault() error {
	v, _, err := vault.Create(b.ctx, b.empty(), []byte(password), vault.Options{
		Cost: vault.CostFloor, Profile: health.Profile{Name: "Bench", Zone: "Europe/Paris", Main: true},
	})
	if err != nil {
		return err
	}
	return v.Close()
}

func (b *bench) freshVault() error {
	from, err := os.Open(b.empty())
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // only read from
	to, err := os.Create(b.used())
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		return err
	}
	return to.Close()
}

// imported is what an import took beyond opening the vault.
type imported struct {
	cpu   time.Duration
	peak  int64 // bytes of the whole process, the key's derivation included
	size  int64 // bytes that the vault grew by
	count int   // what was stored
}

// importing measures the import of a path, and beside it what it is compared
// with.
func (b *bench) importing(path, step string) (ours imported, theirs cost, err error) {
	profile := []string{"--vault", b.used(), "--profile", "Bench"}
	opening := &measured{before: b.freshVault, program: b.program, args: append([]string{"metrics", "--vault", b.used()}, profile[2:]...)}
	bare := &measured{program: b.self, args: []string{step, path}}
	whole := &measured{before: b.freshVault, program: b.program, args: append(append([]string{"import", "--json"}, profile...), path)}
	if err := b.compare(opening, bare, whole); err != nil {
		return ours, theirs, err
	}
	var receipt struct{ New int }
	if err := json.Unmarshal(whole.least.out, &receipt); err != nil {
		return ours, theirs, fmt.Errorf("receipt of the import: %w", err)
	}
	before, err := os.Stat(b.empty())
	if err != nil {
		return ours, theirs, err
	}
	after, err := os.Stat(b.used())
	if err != nil {
		return ours, theirs, err
	}
	return imported{
		cpu: whole.least.cpu - opening.least.cpu, peak: whole.least.peak,
		size: after.Size() - before.Size(), count: receipt.New,
	}, bare.least, nil
}
