package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"vitalkeep/exporters"
	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/intake"
	"vitalkeep/ui"
	"vitalkeep/ui/locale"
	"vitalkeep/vault"
)

// maxShown is how many rejected rows the window lists.
const maxShown = 1000

// ErrNothingStaged means that Commit came without a Preview before it.
var ErrNothingStaged = errors.New("nothing was previewed")

// transfers brings data in and out of a vault. It is a ui.Importer, a
// ui.PastImports and a ui.Exporter.
type transfers struct {
	vault  *vault.Vault
	now    func() time.Time
	staged *intake.Staged
}

// Preview implements ui.Importer.
func (t *transfers) Preview(ctx context.Context, paths []string, o ui.ImportOptions, progress func(done, total int64)) (ui.ImportPreview, error) {
	if err := t.Discard(); err != nil {
		return ui.ImportPreview{}, err
	}
	people, err := t.vault.Profiles()
	if err != nil {
		return ui.ImportPreview{}, err
	}
	if o.Profile == (health.ProfileID{}) {
		whole, recognition, err := t.whose(ctx, paths, people, o.KeepDamaged)
		if err != nil {
			return ui.ImportPreview{}, incomplete(err)
		}
		if whole == nil {
			p := describe(paths, recognition, nil, nil)
			p.PersonNeeded = true
			return p, nil
		}
		o.Profile = whole.ID
	}
	profile, err := findProfile(t.vault, o.Profile)
	if err != nil {
		return ui.ImportPreview{}, err
	}
	options := intake.Options{Format: formatFor(o), Mappings: mappingsOf(o.Mappings), KeepDamaged: o.KeepDamaged}
	if o.Zone != "" {
		if options.Zone, err = time.LoadLocation(o.Zone); err != nil {
			return ui.ImportPreview{}, fmt.Errorf("time zone: %w", err)
		}
	}
	staged, err := intake.Preview(ctx, t.vault, profile, paths, options, progress)
	zone, mapping := errors.Is(err, importers.ErrZoneNeeded), errors.Is(err, importers.ErrMappingNeeded)
	if zone || mapping {
		recognition, err := intake.Recognise(ctx, t.vault, profile.ID, paths, options)
		if err != nil {
			return ui.ImportPreview{}, incomplete(err)
		}
		p := describe(paths, recognition, &profile, nil)
		p.ZoneNeeded = zone
		p.Tables, err = t.tables(recognition, profile.ID, o)
		return p, err
	}
	if err != nil {
		return ui.ImportPreview{}, incomplete(err)
	}
	t.staged = staged
	p := describe(paths, staged.Recognition, &profile, staged)
	p.Zone = staged.Zone
	if p.Tables, err = t.tables(staged.Recognition, profile.ID, o); err != nil {
		return ui.ImportPreview{}, errors.Join(err, t.Discard())
	}
	found := staged.Preview
	p.Tallies = found.Tallies
	p.New, p.Duplicates, p.Conflicts = found.New, found.Duplicates, found.Conflicts
	p.Examples = found.Examples
	p.ChangedCount, p.DroppedCount = found.ChangedCount, found.DroppedCount
	p.Changed = found.Changed[:min(len(found.Changed), maxShown)]
	p.Dropped = found.Dropped[:min(len(found.Dropped), maxShown)]
	p.Rejected = staged.Rejected
	p.Rejects = staged.Rejects[:min(len(staged.Rejects), maxShown)]
	some := false
	for _, tally := range p.Tallies {
		if tally.Came() == 0 {
			continue
		}
		if !some || tally.First < p.First {
			p.First = tally.First
		}
		p.Last, some = max(p.Last, tally.Last), true
	}
	return p, nil
}

// cutOff is an error of files that end too early, in the window's terms.
type cutOff struct{ error }

func (e cutOff) Unwrap() []error { return []error{e.error, ui.ErrIncomplete} }

func incomplete(err error) error {
	if errors.Is(err, importers.ErrIncomplete) {
		return cutOff{err}
	}
	return err
}

// formatFor is the format that a person chose for files; "" is found out.
func formatFor(o ui.ImportOptions) string {
	if o.AsTable {
		return importers.MappedCSV
	}
	return ""
}

// isPlain reports whether all inputs are plain CSV files.
func isPlain(r importers.Recognition) bool {
	plain := []string{importers.WeightCSV, importers.BloodPressureCSV, importers.HeightCSV}
	return len(r.Inputs) > 0 && !slices.ContainsFunc(r.Inputs, func(in importers.Input) bool { return !slices.Contains(plain, in.Format) })
}

// whose finds the person whose data the files say they hold: the only one of the
// vault, or the only one that has a name that they give; else nil.
func (t *transfers) whose(ctx context.Context, paths []string, people []health.Profile, damaged bool) (*health.Profile, importers.Recognition, error) {
	if len(people) == 1 {
		return &people[0], importers.Recognition{}, nil
	}
	r, err := importers.DetectWith(ctx, importers.Options{KeepDamaged: damaged}, paths...)
	if err != nil {
		return nil, r, err
	}
	var found *health.Profile
	for i, p := range people {
		if !slices.ContainsFunc(r.Inputs, func(in importers.Input) bool { return isPerson(p, in.Person.Name) }) {
			continue
		}
		if found != nil {
			return nil, r, nil
		}
		found = &people[i]
	}
	return found, r, nil
}

// isPerson reports whether a file's name of a person is that of the profile: the
// whole name or the first one, in any case.
func isPerson(p health.Profile, name string) bool {
	fold := func(s string) []string { return strings.Fields(strings.ToLower(s)) }
	own, given := fold(p.Name), fold(name)
	if len(own) == 0 || len(given) == 0 {
		return false
	}
	if len(own) == 1 || len(given) == 1 {
		return own[0] == given[0]
	}
	return slices.Equal(own, given)
}

// describe says what files are: as far as a first look tells, and with what was
// read of them once they are staged.
func describe(paths []string, r importers.Recognition, profile *health.Profile, staged *intake.Staged) ui.ImportPreview {
	p := ui.ImportPreview{Title: intake.Title(paths), ZoneHints: slices.Clone(r.ZoneHints), Plain: isPlain(r)}
	if profile != nil {
		p.Profile = profile.ID
		if !slices.Contains(p.ZoneHints, profile.Zone) {
			p.ZoneHints = append(p.ZoneHints, profile.Zone)
		}
	}
	var titles []string
	total := 0
	for i, in := range r.Inputs {
		title := locale.Dynamic(in.Title)
		if title != "" && !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
		if profile != nil && in.Person.Name != "" && !isPerson(*profile, in.Person.Name) {
			p.Stranger = in.Person.Name
		}
		for j, f := range in.Files {
			total++
			if f.Kind != "" && f.HasRows && f.Skipped == "" && f.Problem == "" {
				p.Files++
			}
			file := ui.ImportFile{Name: f.Name, Skipped: f.Skipped, Problem: f.Problem, Assumed: f.Assumed, Lines: f.Lines}
			if f.Kind != "" {
				file.Format = title
			}
			if staged != nil && i < len(staged.Paths) && j < len(staged.Paths[i].Files) {
				if read := staged.Paths[i].Files[j]; read.Name == f.Name {
					file.Read, file.Rejected = read.Samples+read.Entries, read.Rejected
					file.Understood = readingsOf(staged.Heads, read)
				}
			}
			p.Listed = append(p.Listed, file)
		}
	}
	p.Format = strings.Join(titles, ", ")
	if total > 1 {
		p.Detail = locale.N("%[1]s of %[2]s file holds health data", "%[1]s of %[2]s files hold health data", total, locale.Count(p.Files), locale.Count(total))
	}
	return p
}

// readingsOf are the readings of the first lines of a file.
func readingsOf(heads map[uint32][]intake.Head, f importers.FileReport) []ui.ImportReading {
	if f.Samples+f.Entries == 0 {
		return nil
	}
	var out []ui.ImportReading
	for _, h := range heads[f.Number] {
		out = append(out, ui.ImportReading{Line: int(h.Sample.Origin.Row), Metric: h.Metric, Entry: h.Entry, Sample: h.Sample})
	}
	return out
}

// Commit implements ui.Importer. There is nothing to tell of progress: what
// takes long was done by Preview, and storing is one transaction.
func (t *transfers) Commit(ctx context.Context, _ func(done, total int64)) (health.Batch, error) {
	if t.staged == nil {
		return health.Batch{}, ErrNothingStaged
	}
	staged := t.staged
	receipt, err := staged.Commit(ctx)
	if err != nil {
		return health.Batch{}, err
	}
	t.staged = nil
	batches, err := t.vault.Batches()
	if err != nil {
		return health.Batch{}, err
	}
	for _, b := range batches {
		if b.ID == receipt.Batch {
			return b, nil
		}
	}
	// Nothing was new, so nothing was stored.
	return health.Batch{
		Profile: staged.Profile.ID, New: receipt.New, Duplicates: receipt.Duplicates,
		Conflicts: receipt.Conflicts, Rejected: receipt.Rejected,
	}, nil
}

// Discard implements ui.Importer.
func (t *transfers) Discard() error {
	if t.staged == nil {
		return nil
	}
	staged := t.staged
	t.staged = nil
	if err := staged.Discard(); err != nil && !errors.Is(err, vault.ErrClosed) {
		return err
	}
	return nil
}

// Imports implements ui.PastImports.
func (t *transfers) Imports() ([]health.Batch, error) {
	batches, err := t.vault.Batches()
	titles := map[string]string{}
	for _, f := range importers.Formats() {
		titles[f.Name] = locale.Dynamic(f.Title)
	}
	for i, b := range batches {
		names := strings.Split(b.Format, ", ")
		for j, name := range names {
			names[j] = cmp.Or(titles[name], name)
		}
		batches[i].Format = strings.Join(names, ", ")
	}
	return batches, err
}

// Undo implements ui.PastImports.
func (t *transfers) Undo(ctx context.Context, id health.BatchID) error {
	return t.vault.UndoBatch(ctx, id)
}

// Formats implements ui.Exporter.
func (t *transfers) Formats() []ui.ExportFormat {
	var out []ui.ExportFormat
	for _, f := range intake.Formats() {
		x := ui.ExportFormat{
			ID: f.Name, Name: f.Title, Detail: f.Description, Extension: f.Extension,
			Metrics: f.Metrics, Kinds: f.Kinds, Lossless: f.Lossless, Unverified: f.Unverified,
		}
		for _, c := range f.Choices {
			q := ui.ExportChoice{ID: c.ID, Title: c.Title, US: c.Default(health.USUnits)}
			for _, v := range c.Values {
				q.Values = append(q.Values, ui.ExportChoiceValue(v))
			}
			x.Choices = append(x.Choices, q)
		}
		out = append(out, x)
	}
	return out
}

// Contents implements ui.Exporter.
func (t *transfers) Contents(ctx context.Context, profile health.ProfileID) ([]ui.Holding, error) {
	summaries, err := library{vault: t.vault, profile: profile}.Metrics(ctx)
	if err != nil {
		return nil, err
	}
	var out []ui.Holding
	for _, s := range summaries {
		out = append(out, ui.Holding{Metric: s.Metric, Count: s.Count, First: s.First, Last: s.Last})
	}
	sortHoldings(out)
	kinds, err := kindsOf(t.vault.Entries(ctx, profile, math.MinInt64, math.MaxInt64))
	return append(out, kinds...), err
}

// kindsOf counts entries by kind.
func kindsOf(entries iter.Seq2[health.Entry, error]) ([]ui.Holding, error) {
	kinds := map[health.EntryKind]ui.Holding{}
	for e, err := range entries {
		if err != nil {
			return nil, err
		}
		h, ok := kinds[e.Kind]
		if !ok {
			h = ui.Holding{Entry: e.Kind, First: e.Start}
		}
		h.Count++
		h.Last = e.Start
		kinds[e.Kind] = h
	}
	return sortedKinds(kinds), nil
}

// sortHoldings puts metrics in the order of the catalogue. Generic ones, which
// have no place of their own, come last.
func sortHoldings(all []ui.Holding) {
	order := map[health.MetricID]int{}
	for i, m := range health.Metrics() {
		order[m.ID] = i + 1
	}
	slices.SortStableFunc(all, func(a, b ui.Holding) int {
		pa, pb := order[a.Metric]-1, order[b.Metric]-1
		if (pa < 0) != (pb < 0) {
			return pb - pa
		}
		return cmp.Or(pa-pb, strings.Compare(string(a.Metric), string(b.Metric)))
	})
}

func sortedKinds(kinds map[health.EntryKind]ui.Holding) []ui.Holding {
	var out []ui.Holding
	for _, k := range slices.Sorted(maps.Keys(kinds)) {
		out = append(out, kinds[k])
	}
	return out
}

// Export implements ui.Exporter.
func (t *transfers) Export(ctx context.Context, path string, o ui.ExportOptions, progress func(done, total int64)) (ui.ExportReceipt, error) {
	return t.write(ctx, path, o, progress, exporters.Part{})
}

// write exports a part of a person's data.
func (t *transfers) write(ctx context.Context, path string, o ui.ExportOptions, progress func(done, total int64), part exporters.Part) (ui.ExportReceipt, error) {
	profile, err := findProfile(t.vault, o.Profile)
	if err != nil {
		return ui.ExportReceipt{}, err
	}
	format, err := intake.LookupFormat(o.Format)
	if err != nil {
		return ui.ExportReceipt{}, err
	}
	report, err := intake.ExportPart(ctx, t.vault, format, part, path, exporters.Options{
		Profile: profile, At: t.now(), Overwrite: o.Replace, Progress: progress,
		Metrics: o.Metrics, Kinds: o.Kinds, From: o.From, To: o.To, Choices: o.Choices,
	})
	if err != nil {
		return ui.ExportReceipt{}, err
	}
	return ui.ExportReceipt{Path: path, Bytes: report.Bytes, Readings: report.Samples + report.Entries, Left: report.Left}, nil
}
