package main

import (
	"context"
	"flag"
	"slices"
	"strings"

	"vitalkeep/exporters"
	"vitalkeep/health"
	"vitalkeep/intake"
	"vitalkeep/vault"
)

func prepareExport(f *flag.FlagSet) func(context.Context, *call) error {
	profile := f.String("profile", "", "`NAME` of the person")
	format := f.String("format", intake.Formats()[0].Name, "name of the format")
	out := f.String("out", "", "`PATH` of the new file")
	overwrite := f.Bool("overwrite", false, "replace a file of that name")
	from := f.String("from", "", "first `TIME`")
	to := f.String("to", "", "`TIME` behind the last, or the last date")
	metrics, kinds, choices := words{}, words{}, words{}
	f.Var(&metrics, "metric", "only this `METRIC`; several with commas or by repeating")
	f.Var(&kinds, "kind", "only this `KIND` of documents, such as workout")
	f.Var(&choices, "choice", "`NAME=VALUE` of a format that asks for one")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		if *out == "" {
			return wrongUsage("Name the new file with --out.")
		}
		chosen, err := intake.LookupFormat(*format)
		if err != nil {
			return wrongUsage("There is no export format %q. Known are %s.", *format, formatNames())
		}
		opts := exporters.Options{At: c.now(), Overwrite: *overwrite}
		if err := asked(&opts, metrics, kinds); err != nil {
			return err
		}
		if opts.Choices, err = choicesOf(chosen, choices); err != nil {
			return err
		}
		return c.withProfile(ctx, true, *profile, func(v *vault.Vault, p health.Profile) error {
			loc, err := p.Location()
			if err != nil {
				return err
			}
			if *from != "" || *to != "" {
				s, err := spanOf(*from, *to, loc)
				if err != nil {
					return err
				}
				opts.From, opts.To = s.from, s.to
			}
			opts.Profile = p
			return c.export(ctx, v, chosen, *out, opts)
		})
	}
}

// words is a flag that may be given several times, each with several words
// between commas.
type words []string

func (w *words) String() string { return strings.Join(*w, ",") }

func (w *words) Set(text string) error {
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word != "" {
			*w = append(*w, word)
		}
	}
	return nil
}

func formatNames() string {
	var names []string
	for _, f := range intake.Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

// asked sets which metrics and kinds of entries are exported: where only one of
// the two is named, only that, with what was said about it.
func asked(opts *exporters.Options, metrics, kinds words) error {
	if len(metrics) == 0 && len(kinds) == 0 {
		return nil
	}
	opts.Metrics, opts.Kinds = []health.MetricID{}, []health.EntryKind{}
	for _, name := range metrics {
		m, err := metricOf(name)
		if err != nil {
			return err
		}
		opts.Metrics = append(opts.Metrics, m.ID)
	}
	if len(kinds) == 0 {
		opts.Kinds = append(opts.Kinds, health.Comment, health.Correction)
	}
	for _, name := range kinds {
		k, ok := kindOf(name)
		if !ok {
			return wrongUsage("There is no kind %q. Known are %s.", name, strings.Join(kindNames(), ", "))
		}
		opts.Kinds = append(opts.Kinds, k)
	}
	return nil
}

// kindOf finds a kind of entries by its name.
func kindOf(name string) (health.EntryKind, bool) {
	for k := health.UnknownEntry + 1; k.String() != health.UnknownEntry.String(); k++ {
		if k.String() == strings.ToLower(name) {
			return k, true
		}
	}
	return health.UnknownEntry, false
}

func kindNames() []string {
	var names []string
	for k := health.UnknownEntry + 1; k.String() != health.UnknownEntry.String(); k++ {
		names = append(names, k.String())
	}
	return names
}

// choicesOf reads NAME=VALUE of a format's choices.
func choicesOf(f exporters.Format, given words) (map[string]string, error) {
	answers := map[string]string{}
	for _, text := range given {
		id, value, _ := strings.Cut(text, "=")
		i := slices.IndexFunc(f.Choices, func(c exporters.Choice) bool { return c.ID == id })
		if i < 0 {
			var known []string
			for _, c := range f.Choices {
				known = append(known, c.ID)
			}
			if len(known) == 0 {
				return nil, wrongUsage("The format %s has nothing to choose.", f.Name)
			}
			return nil, wrongUsage("The format %s has no choice %q. Known are %s.", f.Name, id, strings.Join(known, ", "))
		}
		var values []string
		for _, v := range f.Choices[i].Values {
			values = append(values, v.ID)
		}
		if !slices.Contains(values, value) {
			return nil, wrongUsage("%q is none of the values of %s. Known are %s.", value, id, strings.Join(values, ", "))
		}
		answers[id] = value
	}
	return answers, nil
}

type exportJSON struct {
	Path    string           `json:"path"`
	Format  string           `json:"format"`
	Bytes   int64            `json:"bytes"`
	Samples int              `json:"samples"`
	Entries int              `json:"entries"`
	Left    int              `json:"left,omitempty"` // what the format has no place for
	Files   []exportFileJSON `json:"files"`
}

type exportFileJSON struct {
	Name       string `json:"name"`
	Rows       int    `json:"rows"`
	Unverified bool   `json:"unverified,omitempty"`
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
		out := exportJSON{Path: path, Format: format.Name, Bytes: report.Bytes, Samples: report.Samples, Entries: report.Entries, Left: report.Left, Files: []exportFileJSON{}}
		for _, f := range report.Files {
			out.Files = append(out.Files, exportFileJSON{f.Name, f.Rows, f.Unverified})
		}
		return c.printJSON(out)
	}
	c.printf("Wrote %s and %s to %s.\n", counted(report.Samples, "value", "values"), counted(report.Entries, "entry", "entries"), path)
	if report.Left > 0 {
		c.printf("Left out were %s that this format has no place for.\n", counted(report.Left, "reading or entry", "readings and entries"))
	}
	c.printf("The file is not encrypted: keep it where only you can read it.\n")
	return nil
}
