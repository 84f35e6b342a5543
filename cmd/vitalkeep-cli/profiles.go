package main

import (
	"context"
	"flag"
	"slices"
	"strings"
	"time"

	"vitalkeep/health"
	"vitalkeep/vault"
)

func prepareAddProfile(f *flag.FlagSet) func(context.Context, *call) error {
	units := f.String("units", "metric", "metric or us, and units that differ from it: \"metric,st,mi\"")
	zone := f.String("zone", "", "time `ZONE` that the person lives in")
	return func(ctx context.Context, c *call) error {
		if len(c.args) != 1 {
			return wrongUsage("Give one name for the profile.")
		}
		name := c.args[0]
		c.args = nil
		profile, err := c.newProfile(name, *units, *zone)
		if err != nil {
			return err
		}
		return c.with(ctx, false, func(v *vault.Vault) error {
			p, err := v.AddProfile(profile)
			if err != nil {
				return err
			}
			if c.json {
				return c.printJSON(struct {
					Profile string `json:"profile"`
					Zone    string `json:"zone"`
				}{p.Name, p.Zone})
			}
			c.printf("Added the profile %s, whose time zone is %s.\n", p.Name, p.Zone)
			return nil
		})
	}
}

func prepareProfiles(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		return c.with(ctx, true, c.listProfiles)
	}
}

type profileJSON struct {
	Profile string `json:"profile"`
	Zone    string `json:"zone"`
	Units   string `json:"units"`
	Main    bool   `json:"main"`
	Leaving bool   `json:"leaving"`
}

func (c *call) listProfiles(v *vault.Vault) error {
	profiles, err := v.Profiles()
	if err != nil {
		return err
	}
	leaving, err := v.Farewells()
	if err != nil {
		return err
	}
	var rows [][]string
	for _, p := range profiles {
		out := profileJSON{Profile: p.Name, Zone: p.Zone, Units: p.Units.String(), Main: p.Main}
		out.Leaving = slices.ContainsFunc(leaving, func(f vault.Farewell) bool { return f.Profile == p.ID })
		if c.json {
			if err := c.printJSON(out); err != nil {
				return err
			}
			continue
		}
		var notes []string
		if out.Main {
			notes = append(notes, "main")
		}
		if out.Leaving {
			notes = append(notes, "leaving")
		}
		rows = append(rows, []string{out.Profile, out.Zone, out.Units, strings.Join(notes, ", ")})
	}
	if !c.json {
		c.table([]string{"profile", "zone", "units", ""}, rows)
	}
	return nil
}

func prepareDeleteProfile(f *flag.FlagSet) func(context.Context, *call) error {
	now := f.Bool("now", false, "remove it at once and for good")
	return func(ctx context.Context, c *call) error {
		if len(c.args) != 1 {
			return wrongUsage("Give one name of a profile.")
		}
		// The name is always given: nobody deletes the only profile by leaving
		// it out.
		return c.withProfile(ctx, false, c.args[0], func(v *vault.Vault, p health.Profile) error {
			if !*now {
				if err := v.DeleteProfile(p.ID); err != nil {
					return err
				}
				return c.tellFarewell(v, p)
			}
			show, clear := c.progress("Rewriting")
			err := v.DeleteProfileNow(ctx, p.ID, show)
			clear()
			if err != nil {
				return err
			}
			if c.json {
				return c.printJSON(farewellJSON{Profile: p.Name, Gone: true})
			}
			c.printf("The profile was removed, and its key destroyed. Backups and copies made before still hold it.\n")
			return nil
		})
	}
}

type farewellJSON struct {
	Profile string `json:"profile"`
	Gone    bool   `json:"gone"`
	// Left is how long it can still be kept, in seconds.
	Left int64 `json:"seconds_left"`
}

func (c *call) tellFarewell(v *vault.Vault, p health.Profile) error {
	all, err := v.Farewells()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(f vault.Farewell) bool { return f.Profile == p.ID })
	if i < 0 {
		return vault.ErrNoProfile
	}
	if c.json {
		return c.printJSON(farewellJSON{Profile: p.Name, Left: int64(all[i].Remaining / time.Second)})
	}
	days := daysLeft(all[i])
	if p.Main {
		c.printf("The account ends, and its file is destroyed, at the first compaction in %d days or later. Until then vitalkeep-cli keep-profile keeps it.\n", days)
		return nil
	}
	c.printf("The profile leaves the vault at the first compaction in %d days or later. Until then vitalkeep-cli keep-profile keeps it.\n", days)
	return nil
}

func prepareKeepProfile(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if len(c.args) != 1 {
			return wrongUsage("Give one name of a profile.")
		}
		return c.withProfile(ctx, false, c.args[0], func(v *vault.Vault, p health.Profile) error {
			if err := v.ReactivateProfile(p.ID); err != nil {
				return err
			}
			if c.json {
				return c.printJSON(struct {
					Profile string `json:"profile"`
				}{p.Name})
			}
			c.printf("The profile stays.\n")
			return nil
		})
	}
}
