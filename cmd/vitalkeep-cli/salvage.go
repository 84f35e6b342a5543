package main

import (
	"context"
	"errors"
	"flag"
	"io/fs"

	"vitalkeep/vault"
)

func prepareSalvage(f *flag.FlagSet) func(context.Context, *call) error {
	out := f.String("out", "", "`PATH` of the new vault")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		if *out == "" {
			return wrongUsage("Name the new vault with --out.")
		}
		s, err := c.openDamaged(ctx)
		if err != nil {
			return err
		}
		return errors.Join(c.salvageTo(ctx, s, *out), s.Close())
	}
}

// openDamaged looks at what is left of the vault.
func (c *call) openDamaged(ctx context.Context) (*vault.Salvaged, error) {
	password, err := c.password()
	if err != nil {
		return nil, err
	}
	s, err := vault.SalvageWithRecoveryKey(ctx, c.path(), password, vault.Options{Now: c.now})
	if notThatKey(err) {
		s, err = c.salvage(ctx, c.path(), []byte(password), vault.Options{Now: c.now})
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, advice{"There is no vault at " + c.path() + ".", "Name it with --vault.", err}
	case errors.Is(err, vault.ErrDamaged):
		return nil, advice{"Nothing can be read of the vault: " + err.Error() + ".", "Keep the file as it is, and open a backup of it.", err}
	}
	return s, err
}

func (c *call) salvageTo(ctx context.Context, s *vault.Salvaged, path string) error {
	show, clear := c.progress("Saving")
	err := s.WriteTo(ctx, path, show)
	clear()
	if err != nil {
		return err
	}
	report := s.Report()
	if c.json {
		return c.printJSON(describe(report))
	}
	c.describe(report)
	c.printf("What can be read is in %s, which opens with the same password.\n", path)
	return nil
}

type salvageJSON struct {
	Whole    bool                  `json:"whole"`
	Older    bool                  `json:"older"`
	Profiles []salvagedProfileJSON `json:"profiles"`
	Problems []problemJSON         `json:"problems"`
}

type salvagedProfileJSON struct {
	Profile     string `json:"profile"`
	Lost        bool   `json:"lost"`
	Older       bool   `json:"older"`
	Samples     int    `json:"samples"`
	SamplesLost int    `json:"samples_lost"`
	Entries     int    `json:"entries"`
	EntriesLost int    `json:"entries_lost"`
	Imports     int    `json:"imports"`
	ImportsLost int    `json:"imports_lost"`
	Recovered   int    `json:"recovered"`

	Pictures     int `json:"pictures"`
	PicturesLost int `json:"pictures_lost"`
}

func describe(r vault.SalvageReport) salvageJSON {
	out := salvageJSON{Whole: r.Whole(), Older: r.Older, Profiles: []salvagedProfileJSON{}, Problems: []problemJSON{}}
	for _, p := range r.Profiles {
		if p.Home {
			continue
		}
		out.Profiles = append(out.Profiles, salvagedProfileJSON{
			Profile: p.Profile.Name, Lost: p.Lost, Older: p.Older, Samples: p.Samples, SamplesLost: p.SamplesLost,
			Entries: p.Entries, EntriesLost: p.EntriesLost, Imports: p.Batches, ImportsLost: p.BatchesLost, Recovered: p.Recovered,
			Pictures: p.Pictures, PicturesLost: p.PicturesLost,
		})
	}
	for _, p := range r.Problems {
		out.Problems = append(out.Problems, problemJSON(p))
	}
	return out
}

// describe says what can be read of a damaged vault, and what not.
func (c *call) describe(r vault.SalvageReport) {
	for _, p := range r.Problems {
		c.problem(p)
	}
	if r.Older {
		c.printf("The newest state is gone; this is an earlier one.\n")
	}
	n := 0
	for _, p := range r.Profiles {
		if p.Home {
			continue
		}
		n++
		if p.Lost {
			c.printf("Profile %d: its key is gone, and nothing of it can ever be read.\n", n)
			continue
		}
		c.printf("Profile %d: %s and %s can be read", n, counted(p.Samples, "value", "values"), counted(p.Entries, "entry", "entries"))
		if p.Recovered > 0 {
			c.printf(", and %d more whose import is not known", p.Recovered)
		}
		c.printf("; %s, %s and %s are gone.\n", counted(p.SamplesLost, "value", "values"),
			counted(p.EntriesLost, "entry", "entries"), counted(p.BatchesLost, "record of an import", "records of imports"))
		if p.PicturesLost > 0 {
			c.printf("Profile %d: %s gone.\n", n, counted(p.PicturesLost, "picture is", "pictures are"))
		}
		if p.Older {
			c.printf("Profile %d: its name or its list of imports is from an earlier state.\n", n)
		}
	}
}

// verifyDamaged says where a vault is damaged that does not open.
func (c *call) verifyDamaged(ctx context.Context, cause error) error {
	s, err := c.openDamaged(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }() // it was only read
	report := s.Report()
	if c.json {
		out := verifyJSON{Problems: describe(report).Problems}
		for _, p := range report.Profiles {
			out.Imports += p.Batches
			out.Samples += p.Samples
			out.Entries += p.Entries
			if !p.Home {
				out.Profiles++
			}
		}
		if err := c.printJSON(out); err != nil {
			return err
		}
	} else {
		c.describe(report)
	}
	return advice{
		"The vault is damaged and does not open.",
		"Keep the file as it is, and open a backup of it; or save what can be read with vitalkeep-cli salvage --out PATH.", cause,
	}
}
