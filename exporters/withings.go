package exporters

import (
	"context"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"

	"vitalkeep/health"
)

// plan is everything that one export knows before it writes the first row.
type plan struct {
	data    Data
	profile health.Profile
	clock   *clock
	mass    health.Unit // of weight.csv
	length  health.Unit // of height.csv
	sheets  []*sheet
	others  []Series // that no sheet has a place for
	total   int64    // samples
	done    int64
	tell    func(done, total int64)
	report  *Report
}

// writeWithings writes a ZIP in the shape of the vendor's "Download my data".
func writeWithings(ctx context.Context, w io.Writer, data Data, opts Options, report *Report) error {
	return zipped(w, opts.At, report, func(a *archive) error { return fillWithings(ctx, a, data, opts) })
}

// fillWithings writes the vendor's files, with headers even where there is
// nothing to put below, and beside them two files of Vitalkeep's own for what
// the vendor's cannot say exactly.
//
// It reads everything once to write the vendor-shaped files, and those series
// and entries of which something was left over once more.
func fillWithings(ctx context.Context, a *archive, data Data, opts Options) error {
	p := &plan{data: data, profile: opts.Profile, tell: opts.Progress, report: a.report}
	series, err := data.Series()
	if err != nil {
		return err
	}
	if err := p.lay(ctx, series); err != nil {
		return err
	}
	if err := p.survey(ctx); err != nil {
		return err
	}
	if err := a.text("README.txt", p.readme()); err != nil {
		return err
	}
	for _, s := range p.sheets {
		if err := p.writeSheet(ctx, a, s); err != nil {
			return err
		}
	}
	if err := a.table(zoneFile, zoneHeader, p.zoneRow); err != nil {
		return err
	}
	if err := a.table(samplesFile, samplesHeader, func(row rowFunc) error { return p.writeRestSamples(ctx, row) }); err != nil {
		return err
	}
	if err := a.table(entriesFile, entriesHeader, func(row rowFunc) error { return p.writeRestEntries(ctx, row) }); err != nil {
		return err
	}
	return writePictures(ctx, a, data, opts)
}

// rowFunc adds a row to a table.
type rowFunc = func(cells ...string) error

// lay makes the sheets and gives every series its place.
func (p *plan) lay(ctx context.Context, series []Series) error {
	zone, err := p.chooseZone(ctx, series)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	p.clock = &clock{loc: zone}
	if err := p.chooseUnits(ctx, series); err != nil {
		return err
	}
	p.sheets = append(spotSheets(p.clock, p.mass, p.length), daySheets(p.clock)...)
	p.sheets = append(p.sheets, otherSheet(p.clock))
	p.sheets = append(p.sheets, documentSheets(p.clock)...)
	p.sheets = append(p.sheets, rawSheets(p.clock, series)...)
	for _, s := range series {
		p.total += int64(s.Count)
		if home := p.homeOf(s); home != nil {
			home.series = append(home.series, s)
			continue
		}
		p.others = append(p.others, s)
	}
	return nil
}

// homeOf returns the sheet of a series, nil for none.
func (p *plan) homeOf(x Series) *sheet {
	for _, s := range p.sheets {
		if s.source == x.Source && (slices.Contains(s.metrics, x.Metric) || s.also != nil && s.also(x.Metric)) {
			return s
		}
	}
	return nil
}

// chooseUnits takes the units of the profile for masses and heights, unless
// all of them were measured in the other ones: numbers are never converted.
func (p *plan) chooseUnits(ctx context.Context, series []Series) error {
	p.mass, p.length = health.Kilogram, health.Metre
	otherMass, otherLength := health.Pound, health.Inch
	if p.profile.Units.In(health.Mass) != health.Kilogram {
		p.mass, otherMass = otherMass, p.mass
	}
	if p.profile.Units.In(health.Length) == health.Inch {
		p.length, otherLength = otherLength, p.length
	}
	var mine, others [2]bool // of masses, of heights
	for _, s := range series {
		if s.Source != exportSource {
			continue
		}
		for r, err := range p.data.Readings(ctx, s.Metric, s.Source, s.First, s.Last+1) {
			if err != nil {
				return err
			}
			mine[0] = mine[0] || r.Unit == p.mass
			mine[1] = mine[1] || r.Unit == p.length
			others[0] = others[0] || r.Unit == otherMass
			others[1] = others[1] || r.Unit == otherLength
		}
	}
	if !mine[0] && others[0] {
		p.mass = otherMass
	}
	if !mine[1] && others[1] {
		p.length = otherLength
	}
	return nil
}

// All of time, as far as a vault goes.
const (
	earliest = math.MinInt64
	latest   = math.MaxInt64
)

// survey counts the entries of every sheet and finds the time that they cover.
func (p *plan) survey(ctx context.Context) error {
	for e, err := range p.data.Entries(ctx, earliest, latest) {
		if err != nil {
			return err
		}
		if s := p.sheetOf(e); s != nil {
			if s.entries == 0 {
				s.first, s.last = e.Start, e.Start
			}
			s.first, s.last = min(s.first, e.Start), max(s.last, e.Start)
			s.entries++
		}
		p.report.Entries++
	}
	return nil
}

func (p *plan) sheetOf(e health.Entry) *sheet {
	for _, s := range p.sheets {
		if s.takes != nil && s.takes(e) {
			return s
		}
	}
	return nil
}

// writeSheet writes one vendor-shaped file and counts what does not fit there.
func (p *plan) writeSheet(ctx context.Context, a *archive, s *sheet) error {
	if len(s.series) == 0 && s.entries == 0 && s.optional {
		return nil
	}
	err := a.table(s.name, s.header, func(row rowFunc) error {
		return p.run(ctx, s, outlet{
			read:   p.counted,
			row:    row,
			sample: func(health.Reading) error { s.restSamples++; return nil },
			entry:  func(health.Entry) error { s.restEntries++; return nil },
		})
	})
	if err != nil {
		return err
	}
	for _, x := range s.series {
		p.report.Samples += x.Count
		if !s.raw { // a raw sheet counts while it reads
			p.advance(x.Count)
		}
	}
	return nil
}

func (p *plan) advance(samples int) {
	p.done += int64(samples)
	if p.tell != nil {
		p.tell(min(p.done, p.total), p.total)
	}
}

// all is what a series has.
func (p *plan) all(ctx context.Context, x Series) iter.Seq2[health.Reading, error] {
	return p.data.Readings(ctx, x.Metric, x.Source, x.First, x.Last+1)
}

// counted is what a series has, telling of progress on the way.
func (p *plan) counted(ctx context.Context, x Series) iter.Seq2[health.Reading, error] {
	return func(yield func(health.Reading, error) bool) {
		n := 0
		for r, err := range p.all(ctx, x) {
			if n++; n == progressStep {
				p.advance(n)
				n = 0
			}
			if !yield(r, err) {
				return
			}
		}
		p.advance(n)
	}
}

// progressStep is how many samples are written between two calls of Progress.
const progressStep = 8192

// writeRestSamples writes the samples that no sheet could hold.
func (p *plan) writeRestSamples(ctx context.Context, row rowFunc) error {
	for _, s := range p.sheets {
		if s.restSamples == 0 {
			continue
		}
		err := p.run(ctx, s, outlet{
			read:   p.all,
			row:    func(...string) error { return nil },
			sample: func(r health.Reading) error { return row(samplesRow(r)...) },
			entry:  func(health.Entry) error { return nil },
		})
		if err != nil {
			return err
		}
	}
	for _, x := range p.others {
		for r, err := range p.counted(ctx, x) {
			if err != nil {
				return err
			}
			if err := row(samplesRow(r)...); err != nil {
				return err
			}
		}
		p.report.Samples += x.Count
	}
	return nil
}

// writeRestEntries writes the entries that no sheet could hold.
func (p *plan) writeRestEntries(ctx context.Context, row rowFunc) error {
	write := func(e health.Entry) error {
		cells, err := entriesRow(e)
		if err != nil {
			return err
		}
		return row(cells...)
	}
	for _, s := range p.sheets {
		if s.restEntries == 0 {
			continue
		}
		err := p.run(ctx, s, outlet{
			read:   p.all,
			row:    func(...string) error { return nil },
			sample: func(health.Reading) error { return nil },
			entry:  write,
		})
		if err != nil {
			return err
		}
	}
	for e, err := range p.data.Entries(ctx, earliest, latest) {
		if err != nil {
			return err
		}
		if p.sheetOf(e) != nil {
			continue
		}
		if err := write(e); err != nil {
			return err
		}
	}
	return nil
}

// zoneFile tells an importer, in the vendor's own way, where local times were
// lived. Nothing else that this file can hold is known or wanted here.
const zoneFile = "devices.csv"

var zoneHeader = []string{"mac", "serial", "latitude", "longitude", "battery_level", "last_used_date", "manual_geoloc", "timezone", "association_date"}

func (p *plan) zoneRow(row rowFunc) error {
	return row("", "", "", "", "", "", "", p.clock.loc.String(), "")
}
