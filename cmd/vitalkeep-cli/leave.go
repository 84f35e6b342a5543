package main

import (
	"context"
	"flag"
	"os"
	"time"

	"vitalkeep/health"
	"vitalkeep/vault"
)

func prepareLeaving(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		return c.with(ctx, true, c.listLeaving)
	}
}

type leavingJSON struct {
	Profile string `json:"profile"`
	// Left is how long it can still be kept, in seconds.
	Left  int64  `json:"seconds_left"`
	Asked string `json:"asked"`
	// Account says that the account ends with it.
	Account bool `json:"account"`
}

func (c *call) listLeaving(v *vault.Vault) error {
	people, err := v.Profiles()
	if err != nil {
		return err
	}
	leaving, err := v.Farewells()
	if err != nil {
		return err
	}
	var rows [][]string
	for _, f := range leaving {
		for _, p := range people {
			if p.ID != f.Profile {
				continue
			}
			asked := time.UnixMilli(f.Asked).UTC()
			if c.json {
				out := leavingJSON{Profile: p.Name, Left: int64(f.Remaining / time.Second), Asked: asked.Format(time.RFC3339), Account: p.Main}
				if err := c.printJSON(out); err != nil {
					return err
				}
				continue
			}
			note := ""
			if p.Main {
				note = "with the account and its file"
			}
			rows = append(rows, []string{p.Name, counted(daysLeft(f), "day", "days"), asked.Format(time.DateOnly), note})
		}
	}
	if c.json {
		return nil
	}
	if len(rows) == 0 {
		c.printf("Nobody is leaving.\n")
		return nil
	}
	c.table([]string{"profile", "can be kept for", "deleted on", ""}, rows)
	return nil
}

// daysLeft counts the last day that is begun whole.
func daysLeft(f vault.Farewell) int { return int((f.Remaining + 24*time.Hour - 1) / (24 * time.Hour)) }

func prepareMakeIndependent(f *flag.FlagSet) func(context.Context, *call) error {
	name := f.String("profile", "", "`NAME` of the person")
	out := f.String("out", "", "`PATH` of the person's own vault")
	file := f.String("new-password-file", "", "`PATH` of a file with its password")
	remove := f.Bool("remove", false, "compare the vault made before once more, and remove the person here")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		switch {
		case *name == "":
			return wrongUsage("Name the person with --profile.")
		case *out == "":
			return wrongUsage("Say with --out where the person's own vault is to be.")
		}
		password, err := c.secret("password of the new vault", newPasswordVariable, *file, "--new-password-file")
		if err != nil {
			return err
		}
		return c.withProfile(ctx, false, *name, func(v *vault.Vault, p health.Profile) error {
			if *remove {
				return c.removeIndependent(ctx, v, p, *out, password)
			}
			return c.makeIndependent(ctx, v, p, *out, password)
		})
	}
}

func (c *call) makeIndependent(ctx context.Context, v *vault.Vault, p health.Profile, out, password string) error {
	if err := refuseWeak("The password is too simple; no vault was created.", password, out, p.Name); err != nil {
		return err
	}
	show, clear := c.progress("Writing and comparing")
	made, key, err := v.MakeIndependent(ctx, p.ID, out, []byte(password), vault.Options{Now: c.now, Cost: c.cost}, show)
	clear()
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(struct {
			Vault       string `json:"vault"`
			Profile     string `json:"profile"`
			Readings    int    `json:"readings"`
			Versions    int    `json:"versions"`
			Entries     int    `json:"entries"`
			Pictures    int    `json:"pictures"`
			Imports     int    `json:"imports"`
			Deletions   int    `json:"deletions"`
			Devices     int    `json:"devices"`
			RecoveryKey string `json:"recovery_key"`
		}{out, p.Name, made.Readings, made.Versions, made.Entries, made.Pictures, made.Imports, made.Deletions, made.Devices, key})
	}
	c.printf("Created %s\nand compared it: %s, %s, %s, %s and %s are the same.\n\n", out, counted(made.Readings, "reading", "readings"),
		counted(made.Entries, "entry", "entries"), counted(made.Pictures, "picture", "pictures"),
		counted(made.Imports, "import", "imports"), counted(made.Devices, "device", "devices"))
	c.printf("Recovery key: %s\n", key)
	c.printf("It opens the new vault when its password is lost, and is not shown again: keep it on paper.\n")
	c.printf("%s is still in this vault. The same call with --remove compares once more and removes the profile here.\n", p.Name)
	return nil
}

func (c *call) removeIndependent(ctx context.Context, v *vault.Vault, p health.Profile, out, password string) error {
	if _, err := os.Stat(out); err != nil {
		return advice{"There is no vault of that name.", "Make it first: the same call without --remove.", err}
	}
	show, clear := c.progress("Comparing and removing")
	err := v.RemoveIndependent(ctx, p.ID, out, []byte(password), show)
	clear()
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(struct {
			Profile string `json:"profile"`
			Gone    bool   `json:"gone"`
			Vault   string `json:"vault"`
		}{p.Name, true, out})
	}
	c.printf("%s has a vault of their own, and left this one. Backups and copies made before still hold the profile.\n", p.Name)
	return nil
}
