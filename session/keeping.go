package session

import (
	"context"
	"fmt"
	"os"
	"strings"

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
	return ui.FileFacts{Bytes: info.Size(), People: len(people)}, ctx.Err()
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
	return r, nil
}

// bareProblem is what is wrong without the place, which the window says itself.
func bareProblem(p vault.Problem) string {
	what := strings.TrimPrefix(p.What, vault.ErrDamaged.Error()+": ")
	return strings.TrimPrefix(what, fmt.Sprintf("%s %d: ", p.Kind, p.Object))
}
