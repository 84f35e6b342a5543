package main

import (
	"context"
	"errors"
	"flag"

	"vitalkeep/vault"
)

func prepareVerify(f *flag.FlagSet) func(context.Context, *call) error {
	accept := f.Bool("accept-older", false, "go by this file from now on, though this computer saw a newer one")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		c.accept = *accept
		v, err := c.open(ctx, true)
		if errors.Is(err, vault.ErrDamaged) || errors.Is(err, vault.ErrNotAVault) {
			return c.verifyDamaged(ctx, err)
		}
		if err != nil {
			return err
		}
		if c.accept {
			err = v.AcceptRollback()
		}
		if err == nil {
			err = c.verify(ctx, v)
		}
		return errors.Join(err, v.Close())
	}
}

type verifyJSON struct {
	OK       bool          `json:"ok"`
	Profiles int           `json:"profiles"`
	Imports  int           `json:"imports"`
	Objects  int           `json:"objects"`
	Samples  int           `json:"samples"`
	Entries  int           `json:"entries"`
	Problems []problemJSON `json:"problems"`
}

type problemJSON struct {
	Object uint64 `json:"object"`
	Kind   string `json:"kind"`
	What   string `json:"what"`

	Profile int `json:"profile,omitempty"`
}

func (c *call) problem(p vault.Problem) {
	if p.Object == 0 {
		c.printf("  %s: %s\n", p.Kind, p.What)
		return
	}
	if p.Profile > 0 {
		c.printf("  profile %d, %s %d: %s\n", p.Profile, p.Kind, p.Object, p.What)
		return
	}
	c.printf("  %s %d: %s\n", p.Kind, p.Object, p.What)
}

func (c *call) verify(ctx context.Context, v *vault.Vault) error {
	show, clear := c.progress("Checking")
	report, err := v.Verify(ctx, show)
	clear()
	if err != nil {
		return err
	}
	if c.json {
		out := verifyJSON{
			OK: len(report.Problems) == 0, Profiles: report.Profiles, Imports: report.Batches, Objects: report.Objects,
			Samples: report.Samples, Entries: report.Entries, Problems: []problemJSON{},
		}
		for _, p := range report.Problems {
			out.Problems = append(out.Problems, problemJSON(p))
		}
		if err := c.printJSON(out); err != nil {
			return err
		}
	} else {
		c.printf("Read %s: %s, %s, %s, %s.\n", counted(report.Objects, "object", "objects"),
			counted(report.Profiles, "profile", "profiles"), counted(report.Batches, "import", "imports"),
			counted(report.Samples, "value", "values"), counted(report.Entries, "entry", "entries"))
		for _, p := range report.Problems {
			c.problem(p)
		}
	}
	if _, older := v.Rollback(); older && len(report.Problems) == 1 {
		return advice{
			"Nothing is damaged, but this is not the newest vault that this computer saw.",
			"Look for the newer one. If this one is meant to be, call vitalkeep-cli verify --accept-older.", nil,
		}
	}
	if len(report.Problems) > 0 {
		return advice{
			"The vault is damaged: " + counted(len(report.Problems), "problem was", "problems were") + " found.",
			"Keep the file as it is, and open a backup of it.", vault.ErrDamaged,
		}
	}
	if !c.json {
		c.printf("The vault is sound.\n")
	}
	return nil
}
