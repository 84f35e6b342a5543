package session

import (
	"context"
	"fmt"
	"math"
	"os"
	"strings"
	"time"

	"vitalkeep/ui"
	"vitalkeep/vault"
)

// keeping is an open vault's file, as the vault's page wants it.
type keeping struct {
	vault *vault.Vault
}

// Facts implements ui.VaultFile.
func (k keeping) Facts(ctx context.Context) (ui.FileFacts, error) {
	info, err := os.Stat(k.vault.Path())
	if err != nil {
		return ui.FileFacts{}, err
	}
	people, err := k.vault.Profiles()
	if err != nil {
		return ui.FileFacts{}, err
	}
	facts := ui.FileFacts{Bytes: info.Size(), People: len(people)}
	// What is remembered of checks is no reason to say nothing of the file.
	if last, ok, err := k.vault.LastVerification(); err == nil && ok {
		facts.Checked = &ui.CheckMemory{At: time.UnixMilli(last.At), Problems: last.Problems}
	}
	return facts, ctx.Err()
}

// Check implements ui.VaultFile.
func (k keeping) Check(ctx context.Context, progress func(done, total int64)) (ui.CheckReport, error) {
	found, err := k.vault.Verify(ctx, progress)
	if err != nil {
		return ui.CheckReport{}, err
	}
	r := ui.CheckReport{Objects: found.Objects, Measurements: found.Samples + found.Entries}
	for _, p := range found.Problems {
		r.Problems = append(r.Problems, ui.CheckProblem{Kind: p.Kind, Object: p.Object, What: bareProblem(p)})
	}
	// A check whose result cannot be remembered is a check all the same.
	_ = k.vault.RememberVerification(found)
	return r, nil
}

// doubts are what opening a vault found worth telling.
func doubts(v *vault.Vault) ui.Doubts {
	d := ui.Doubts{LastChangeMayBeMissing: v.LastChangeMayBeMissing(), KeysSwappable: !vault.KeysLocked()}
	if r, ok := v.Rollback(); ok {
		d.Older = &ui.OlderFile{Seen: r.At, Accept: v.AcceptRollback}
		if r.Seen > r.Found {
			d.Older.Missing = int(min(r.Seen-r.Found, math.MaxInt32)) //nolint:gosec // bounded
		}
	}
	return d
}

// bareProblem is what is wrong without the place, which the window says itself.
func bareProblem(p vault.Problem) string {
	what := strings.TrimPrefix(p.What, vault.ErrDamaged.Error()+": ")
	return strings.TrimPrefix(what, fmt.Sprintf("%s %d: ", p.Kind, p.Object))
}
