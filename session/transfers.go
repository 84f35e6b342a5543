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
	profile, err := findProfile(t.vault, o.Profile)
	if err != nil {
		return ui.ImportPreview{}, err
	}
	options := intake.Options{}
	if o.Zone != "" {
		if options.Zone, err = time.LoadLocation(o.Zone); err != nil {
			return ui.ImportPreview{}, fmt.Errorf("time zone: %w", err)
		}
	}
	staged, err := intake.Preview(ctx, t.vault, profile, paths, options, progress)
	if errors.Is(err, importers.ErrZoneNeeded) {
		recognition, err := importers.Detect(ctx, paths...)
		if err != nil {
			return ui.ImportPreview{}, err
		}
		p := describe(paths, recognition, profile)
		p.ZoneNeeded = true
		return p, nil
	}
	if err != nil {
		return ui.ImportPreview{}, err
	}
	t.staged = staged
	p := describe(paths, staged.Recognition, profile)
	p.Zone = staged.Zone
	p.Tallies = staged.Preview.Tallies
	p.New, p.Duplicates, p.Conflicts = staged.Preview.New, staged.Preview.Duplicates, staged.Preview.Conflicts
	p.Examples = staged.Preview.Examples
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

// describe says what files are, as far as a first look tells.
func describe(paths []string, r importers.Recognition, profile health.Profile) ui.ImportPreview {
	p := ui.ImportPreview{Title: intake.Title(paths), ZoneHints: slices.Clone(r.ZoneHints)}
	if !slices.Contains(p.ZoneHints, profile.Zone) {
		p.ZoneHints = append(p.ZoneHints, profile.Zone)
	}
	var titles []string
	total := 0
	for _, in := range r.Inputs {
		if title := locale.Dynamic(in.Title); title != "" && !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
		for _, f := range in.Files {
			total++
			if f.Kind != "" && f.HasRows && f.Skipped == "" && f.Problem == "" {
				p.Files++
			}
		}
	}
	p.Format = strings.Join(titles, ", ")
	if total > 1 {
		p.Detail = locale.N("%[1]s of %[2]s file holds health data", "%[1]s of %[2]s files hold health data", total, locale.Count(p.Files), locale.Count(total))
	}
	return p
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
func (t *transfers) Imports() ([]health.Batch, error) { return t.vault.Batches() }

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
