package main

import (
	"context"
	"flag"

	"vitalkeep/vault"
)

func prepareCompact(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		return c.with(ctx, false, func(v *vault.Vault) error { return c.compact(ctx, v) })
	}
}

func (c *call) compact(ctx context.Context, v *vault.Vault) error {
	show, clear := c.progress("Rewriting")
	report, err := v.Compact(ctx, show)
	clear()
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(struct {
			Before   int64 `json:"bytes_before"`
			After    int64 `json:"bytes_after"`
			Profiles int   `json:"profiles_removed"`
			Ended    bool  `json:"account_ended,omitempty"`
		}{report.Before, report.After, len(report.Profiles), report.Ended})
	}
	if report.Ended {
		c.printf("The account came to its end: its keys and its file are destroyed. Backups and copies made before still hold it.\n")
		return nil
	}
	c.printf("The vault was written anew: %d bytes, before %d. What was deleted is gone for good.\n", report.After, report.Before)
	if n := len(report.Profiles); n > 0 {
		c.printf("%s left the vault.\n", counted(n, "profile", "profiles"))
	}
	return nil
}
