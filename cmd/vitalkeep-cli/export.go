package main

import (
	"context"
	"flag"

	"vitalkeep/exporters"
	"vitalkeep/health"
	"vitalkeep/intake"
	"vitalkeep/vault"
)

func prepareExport(f *flag.FlagSet) func(context.Context, *call) error {
	profile := f.String("profile", "", "`NAME` of the person")
	format := f.String("format", exporters.Formats()[0].Name, "name of the format")
	out := f.String("out", "", "`PATH` of the new file")
	overwrite := f.Bool("overwrite", false, "replace a file of that name")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		if *out == "" {
			return wrongUsage("Name the new file with --out.")
		}
		chosen, err := exporters.Lookup(*format)
		if err != nil {
			return wrongUsage("There is no export format %q. Known is %s.", *format, exporters.Formats()[0].Name)
		}
		return c.withProfile(ctx, true, *profile, func(v *vault.Vault, p health.Profile) error {
			return c.export(ctx, v, chosen, *out, exporters.Options{Profile: p, At: c.now(), Overwrite: *overwrite})
		})
	}
}

type exportJSON struct {
	Path    string           `json:"path"`
	Format  string           `json:"format"`
	Bytes   int64            `json:"bytes"`
	Samples int              `json:"samples"`
	Entries int              `json:"entries"`
	Files   []exportFileJSON `json:"files"`
}

type exportFileJSON struct {
	Name string `json:"name"`
	Rows int    `json:"rows"`
}

func (c *call) export(ctx context.Context, v *vault.Vault, format exporters.Format, path string, opts exporters.Options) error {
	show, clear := c.progress("Writing")
	opts.Progress = show
	report, err := intake.Export(ctx, v, format, path, opts)
	clear()
	if err != nil {
		return err
	}
	if c.json {
		out := exportJSON{Path: path, Format: format.Name, Bytes: report.Bytes, Samples: report.Samples, Entries: report.Entries, Files: []exportFileJSON{}}
		for _, f := range report.Files {
			out.Files = append(out.Files, exportFileJSON(f))
		}
		return c.printJSON(out)
	}
	c.printf("Wrote %s and %s to %s.\n", counted(report.Samples, "value", "values"), counted(report.Entries, "entry", "entries"), path)
	c.printf("The file is not encrypted: keep it where only you can read it.\n")
	return nil
}
