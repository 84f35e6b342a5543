package main

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"vitalkeep/health"
	"vitalkeep/vault"
)

func prepareInit(f *flag.FlagSet) func(context.Context, *call) error {
	name := f.String("profile", "", "`NAME` of the first person")
	units := f.String("units", "metric", "metric or us, and units that differ from it: \"metric,st,mi\"")
	zone := f.String("zone", "", "time `ZONE` that the person lives in")
	return func(ctx context.Context, c *call) error {
		profile, err := c.newProfile(*name, *units, *zone)
		if err != nil {
			return err
		}
		return c.init(ctx, profile)
	}
}

func (c *call) newProfile(name, units, zone string) (health.Profile, error) {
	p := health.Profile{Name: strings.TrimSpace(name), Main: true}
	if err := c.noArguments(); err != nil {
		return p, err
	}
	if p.Name == "" {
		return p, wrongUsage("Name the first person with --profile.")
	}
	chosen, ok := health.ParseUnitSystem(units)
	if !ok {
		return p, wrongUsage("--units is metric or us, and units that differ from it, such as \"metric,st,mi\".")
	}
	p.Units = chosen
	if _, err := zoneOf(zone); err != nil {
		return p, err
	}
	if p.Zone = zone; zone == "" {
		if p.Zone = systemZone(c.getenv, os.Readlink); p.Zone == "" {
			return p, wrongUsage("This system does not name its time zone. Give it with --zone, such as Europe/Paris.")
		}
	}
	return p, nil
}

func (c *call) init(ctx context.Context, profile health.Profile) error {
	password, err := c.password()
	if err != nil {
		return err
	}
	path := c.path()
	if err := refuseWeak("The password is too simple; no vault was created.", password, path, profile.Name); err != nil {
		return err
	}
	if c.vaultPath == "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
	}
	v, key, err := c.create(ctx, path, []byte(password), vault.Options{Now: c.now, Profile: profile, Anchors: c.anchors, Cost: c.cost})
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return advice{"The folder of the vault does not exist.", "Create " + filepath.Dir(path) + " first, or name another with --vault.", err}
		}
		return err
	}
	if err := v.Close(); err != nil {
		return err
	}
	if c.json {
		return c.printJSON(struct {
			Vault       string `json:"vault"`
			Profile     string `json:"profile"`
			Zone        string `json:"zone"`
			RecoveryKey string `json:"recovery_key"`
		}{path, profile.Name, profile.Zone, key})
	}
	c.printf("Created %s\nwith the profile %s, whose time zone is %s.\n\n", path, profile.Name, profile.Zone)
	c.printf("Recovery key: %s\n", key)
	c.printf("It opens the vault when the password is lost, and is not shown again: keep it on paper.\n")
	return nil
}
