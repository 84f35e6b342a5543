package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"slices"
	"strconv"

	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/intake"
	"vitalkeep/vault"
)

func prepareImport(f *flag.FlagSet) func(context.Context, *call) error {
	profile := f.String("profile", "", "`NAME` of the person whose data it is")
	zone := f.String("zone", "", "`ZONE` in which local times were measured")
	format := f.String("format", "", "name of the format; without it, it is found out")
	mapping := f.String("map", "", "`FILE` that says how tables are read")
	show := f.Bool("show-map", false, "only say how tables are understood, in JSON")
	dry := f.Bool("dry-run", false, "only say what would be stored")
	keep := f.Bool("keep-damaged", false, "store what can be read of files that are cut off")
	unclear := f.Bool("unclear", false, "nobody knows yet whose data it is: store it in the inbox")
	return func(ctx context.Context, c *call) error {
		if *unclear && *profile != "" {
			return wrongUsage("Either --profile or --unclear.")
		}
		if len(c.args) == 0 {
			return wrongUsage("Name the files, folders or archives to import.")
		}
		opts := intake.Options{Format: *format, KeepDamaged: *keep}
		var err error
		if opts.Zone, err = zoneOf(*zone); err != nil {
			return err
		}
		if err := knownImportFormat(*format); err != nil {
			return err
		}
		with := func(work func(*vault.Vault, health.Profile) error) error {
			if *unclear {
				return c.withInbox(ctx, work)
			}
			return c.withProfile(ctx, *show, *profile, work)
		}
		return with(func(v *vault.Vault, p health.Profile) error {
			if opts.Fallback, err = p.Location(); err != nil {
				return err
			}
			if err := c.takeMap(ctx, v, p, *mapping, &opts); err != nil {
				return err
			}
			if *show {
				return c.showMap(ctx, v, p, opts)
			}
			return mappingAdvice(c.importPaths(ctx, v, p, opts, *dry))
		})
	}
}

func knownImportFormat(name string) error {
	known := importers.Formats()
	if name == "" || slices.ContainsFunc(known, func(f importers.Format) bool { return f.Name == name }) {
		return nil
	}
	list := ""
	for i, f := range known {
		if i > 0 {
			list += ", "
		}
		list += f.Name
	}
	return wrongUsage("There is no format %q. Known are %s.", name, list)
}

func (c *call) importPaths(ctx context.Context, v *vault.Vault, p health.Profile, opts intake.Options, dry bool) (err error) {
	defer boundGarbage(c.args)()
	show, clear := c.progress("Reading")
	staged, err := intake.Preview(ctx, v, p, c.args, opts, show)
	clear()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, staged.Discard()) }()
	receipt := intake.Receipt{
		New: staged.Preview.New, Duplicates: staged.Preview.Duplicates,
		Conflicts: staged.Preview.Conflicts, Rejected: staged.Rejected,
	}
	if !dry {
		if receipt, err = staged.Commit(ctx); err != nil {
			return err
		}
	}
	c.rejected = receipt.Rejected
	if c.json {
		return c.printJSON(importJSON(receipt, staged))
	}
	c.printReceipt(receipt, staged, dry)
	return nil
}

type importedJSON struct {
	ImportID   string       `json:"import_id"`
	New        int          `json:"new"`
	Duplicates int          `json:"duplicates"`
	Conflicts  int          `json:"conflicts"`
	Rejected   int          `json:"rejected"`
	Files      []importFile `json:"files"`
	// What the vendor changed since, and what its files no longer hold. Nothing is
	// deleted for that. Of each at most health.MaxListed are listed.
	Changed        []changedJSON   `json:"changed"`
	Dropped        []droppedJSON   `json:"dropped"`
	ChangedEntries []entryTimeJSON `json:"changed_entries"`
	DroppedEntries []entryTimeJSON `json:"dropped_entries"`
	Tables         []tableJSON     `json:"tables,omitempty"` // that are read by a mapping
}

// changedJSON is a reading whose value is another than before, in the canonical
// unit of its metric.
type changedJSON struct {
	Metric health.MetricID `json:"metric"`
	T      int64           `json:"t"`
	Old    float64         `json:"old"`
	New    float64         `json:"new"`
	Source health.SourceID `json:"source"`
}

type droppedJSON struct {
	Metric health.MetricID `json:"metric"`
	T      int64           `json:"t"`
	Old    float64         `json:"old"`
	Source health.SourceID `json:"source"`
}

type entryTimeJSON struct {
	Kind string `json:"kind"`
	T    int64  `json:"t"`
}

type importFile struct {
	Path    string          `json:"path"`
	Format  string          `json:"format"`
	New     int             `json:"new"`
	Rejects []health.Reject `json:"rejects"`
}

func importJSON(r intake.Receipt, s *intake.Staged) importedJSON {
	out := importedJSON{
		ImportID: r.Batch.String(), New: r.New, Duplicates: r.Duplicates,
		Conflicts: r.Conflicts, Rejected: r.Rejected, Files: []importFile{},
		Changed: []changedJSON{}, Dropped: []droppedJSON{}, ChangedEntries: []entryTimeJSON{}, DroppedEntries: []entryTimeJSON{},
		Tables: tablesJSON(s.Recognition.Tables),
	}
	for _, x := range s.Preview.Changed {
		if x.Metric == "" {
			out.ChangedEntries = append(out.ChangedEntries, entryTimeJSON{x.Entry.String(), x.New.Start})
			continue
		}
		out.Changed = append(out.Changed, changedJSON{x.Metric, x.New.Start, x.Old.Canonical(), x.New.Canonical(), x.Source})
	}
	for _, x := range s.Preview.Dropped {
		if x.Metric == "" {
			out.DroppedEntries = append(out.DroppedEntries, entryTimeJSON{x.Entry.String(), x.Old.Start})
			continue
		}
		out.Dropped = append(out.Dropped, droppedJSON{x.Metric, x.Old.Start, x.Old.Canonical(), x.Source})
	}
	for _, p := range s.Paths {
		rejects := p.Rejects
		if rejects == nil {
			rejects = []health.Reject{}
		}
		out.Files = append(out.Files, importFile{Path: p.Path, Format: p.Format, New: p.New, Rejects: rejects})
	}
	return out
}

// shownRejects is how many rejected rows of a path people see; --json has all
// that are kept.
const shownRejects = 20

func (c *call) printReceipt(r intake.Receipt, s *intake.Staged, dry bool) {
	switch {
	case dry:
		c.printf("Nothing was stored: this was a trial.\n")
	case r.Batch == (health.BatchID{}):
		c.printf("Nothing was stored: there is nothing new.\n")
	default:
		c.printf("Imported as %s.\n", r.Batch)
	}
	if s.Zone != "" {
		c.printf("Local times were read in %s.\n", s.Zone)
	}
	c.printf("\n")
	rows := make([][]string, 0, len(s.Preview.Tallies)+1)
	for _, t := range s.Preview.Tallies {
		if t.Came() == 0 {
			continue // only dropped, see below
		}
		rows = append(rows, []string{tallyName(t), strconv.Itoa(t.New), strconv.Itoa(t.Duplicates), strconv.Itoa(t.Conflicts)})
	}
	rows = append(rows, []string{"all", strconv.Itoa(r.New), strconv.Itoa(r.Duplicates), strconv.Itoa(r.Conflicts)})
	c.table([]string{"", "new", "already there", "with another value"}, rows)
	c.printChanges(s)
	for _, p := range s.Paths {
		c.printf("\n%s: %s, %s, %s\n", p.Path, cmp.Or(p.Format, "not understood"),
			counted(p.New, "new value", "new values"), counted(p.Rejected, "row left out", "rows left out"))
		for _, x := range p.Rejects[:min(len(p.Rejects), shownRejects)] {
			c.printf("  %s\n", rejectLine(x))
		}
		if more := p.Rejected - shownRejects; more > 0 {
			c.printf("  and %d more; --json lists them\n", more)
		}
	}
}

// printChanges says what the vendor changed or dropped since.
func (c *call) printChanges(s *intake.Staged) {
	day := func(ms int64) string {
		if loc, err := s.Profile.Location(); err == nil {
			return health.DateAt(ms, health.OffsetAt(ms, loc)).String()
		}
		return health.DateAt(ms, 0).String()
	}
	var rows [][]string
	add := func(t health.Tally, what string, n int, first, last int64) {
		if n > 0 {
			rows = append(rows, []string{tallyName(t), what, strconv.Itoa(n), day(first), day(last)})
		}
	}
	for _, t := range s.Preview.Tallies {
		add(t, "changed", t.Changed, t.ChangedFirst, t.ChangedLast)
		add(t, "dropped", t.Dropped, t.DroppedFirst, t.DroppedLast)
	}
	if len(rows) == 0 {
		return
	}
	c.printf("\nSince the import before, these files changed; what they dropped stays in the vault:\n")
	c.table([]string{"", "", "", "first", "last"}, rows)
}

func tallyName(t health.Tally) string {
	if t.Metric == "" {
		return entryNames[t.Entry]
	}
	if m, ok := health.Lookup(t.Metric); ok {
		return m.Name
	}
	return string(t.Metric)
}

var entryNames = map[health.EntryKind]string{
	health.SleepNight: "Nights", health.Workout: "Workouts", health.ECG: "Electrocardiograms", health.Note: "Notes",
	health.Symptom: "Symptoms", health.Medicine: "Medicines", health.Picture: "Pictures", health.RoomEvent: "Events in rooms",
	health.Comment: "Comments", health.Correction: "Corrections", health.Letter: "Letters",
}

func rejectLine(r health.Reject) string {
	line := r.File
	if r.Row > 0 {
		line += ", line " + strconv.Itoa(r.Row)
	}
	if r.Column != "" {
		line += ", " + r.Column
	}
	return line + ": " + r.Reason
}
