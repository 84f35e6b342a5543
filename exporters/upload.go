package exporters

import (
	"context"
	"fmt"
	"io"
	"time"

	"vitalkeep/health"
)

// uploadMetrics are what the vendor's import of files takes.
var uploadMetrics = []health.MetricID{"weight", "fat_mass", "systolic", "diastolic", "heart_rate", "height"}

// uploadChoices are what the files cannot say: they name no unit, so that the
// account's own is taken.
var uploadChoices = []Choice{
	{
		ID: "mass", Title: "Unit of weight in the account", US: "lb",
		Values: []ChoiceValue{{"kg", "Kilograms"}, {"lb", "Pounds"}},
	},
	{
		ID: "length", Title: "Unit of height in the account", US: "in",
		Values: []ChoiceValue{{"cm", "Centimetres"}, {"m", "Metres"}, {"in", "Inches"}},
	},
}

var uploadUnits = map[string]health.Unit{
	"kg": health.Kilogram, "lb": health.Pound, "cm": health.Centimetre, "m": health.Metre, "in": health.Inch,
}

// uploadRows is how many rows a file has at most, its header not counted: more
// than 300 lines are refused.
const uploadRows = 299

// uploadTable is one sort of files.
type uploadTable struct {
	name       string
	unverified bool
	header     []string
	metrics    []health.MetricID // the first must be there
	needs      int               // how many of them
	cell       func(health.Reading) (string, bool)
}

// uploads are the sorts of files, with the units that were chosen.
func uploads(opts Options) []uploadTable {
	in := func(unit health.Unit, places uint8) func(health.Reading) (string, bool) {
		return func(r health.Reading) (string, bool) { return fixed(r.Sample, unit, places) }
	}
	plain := func(r health.Reading) (string, bool) { return fixed(r.Sample, r.Unit.Canonical(), 0) }
	return []uploadTable{
		{
			name: "withings-weight", header: []string{"Date", "Weight", "Fat mass"},
			metrics: []health.MetricID{"weight", "fat_mass"}, needs: 1, cell: in(uploadUnits[opts.Choices["mass"]], 2),
		},
		{
			name: "unverified-blood-pressure", unverified: true, header: []string{"Date", "Heart rate", "Systolic", "Diastolic"},
			metrics: []health.MetricID{"systolic", "diastolic", "heart_rate"}, needs: 2, cell: plain,
		},
		{
			name: "unverified-height", unverified: true, header: []string{"Date", "Height"},
			metrics: []health.MetricID{"height"}, needs: 1, cell: in(uploadUnits[opts.Choices["length"]], 2),
		},
	}
}

// fixed writes a value in a unit with so many places, no more and no fewer.
func fixed(s health.Sample, unit health.Unit, places uint8) (string, bool) {
	if s.Unit.Canonical() != unit.Canonical() {
		return "", false
	}
	if d, ok := exactly(s.Value, s.Unit, unit); ok {
		if n, ok := d.Rescale(places); ok {
			return health.Decimal{Mantissa: n, Places: places}.String(), true
		}
	}
	d, ok := health.FromFloat(unit.FromCanonical(s.Canonical()), places)
	return d.String(), ok
}

// writeUpload writes files for the vendor's own import.
func writeUpload(ctx context.Context, w io.Writer, data Data, opts Options, report *Report) error {
	loc, err := opts.Profile.Location()
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return zipped(w, opts.At, report, func(a *archive) error {
		series, err := data.Series()
		if err != nil {
			return err
		}
		t := newTally(series, opts)
		readme := fmt.Sprintf(uploadReadme, opts.Choices["mass"], opts.Choices["length"], loc)
		if err := a.text("README.txt", readme); err != nil {
			return err
		}
		for _, table := range uploads(opts) {
			u := upload{uploadTable: table, archive: a, loc: loc, tally: t}
			if err := u.write(ctx, data); err != nil {
				return err
			}
		}
		t.done()
		return nil
	})
}

// upload is one sort of files on its way.
type upload struct {
	uploadTable
	archive *archive
	loc     *time.Location
	tally   *tally
	rows    [][]string // of the file that is being filled
	files   int
}

func (u *upload) write(ctx context.Context, data Data) error {
	report := u.archive.report
	for m, err := range gathered(ctx, data, u.metrics...) {
		if err != nil {
			return err
		}
		for _, g := range m.bySource() {
			u.tally.add(len(g.readings))
			row, held := u.row(g)
			report.Left += len(g.readings) - held
			if held == 0 {
				continue
			}
			report.Samples += held
			u.rows = append(u.rows, row)
			if len(u.rows) == uploadRows {
				if err := u.flush(); err != nil {
					return err
				}
			}
		}
	}
	return u.flush()
}

// row makes a row of what one source measured at once, in the order of the
// columns, and counts the readings in it.
func (u *upload) row(g group) (row []string, held int) {
	cells := map[health.MetricID]string{}
	for i, m := range u.metrics {
		r := g.of(m)
		ok := r != nil
		if ok {
			cells[m], ok = u.cell(*r)
		}
		if !ok && i < u.needs {
			return nil, 0
		}
		if ok {
			held++
		}
	}
	at := time.UnixMilli(g.readings[0].Start).In(u.loc).Format(time.DateTime)
	if len(u.metrics) == 3 { // the heart rate stands first
		return []string{at, cells[u.metrics[2]], cells[u.metrics[0]], cells[u.metrics[1]]}, held
	}
	row = []string{at}
	for _, m := range u.metrics {
		row = append(row, cells[m])
	}
	return row, held
}

// flush writes the rows so far to a file of their own.
func (u *upload) flush() error {
	if len(u.rows) == 0 {
		return nil
	}
	u.files++
	name := fmt.Sprintf("%s-%03d.csv", u.name, u.files)
	w, err := u.archive.create(name)
	if err != nil {
		return err
	}
	var text []byte
	for _, row := range append([][]string{u.header}, u.rows...) {
		text = appendBare(text, row)
	}
	if _, err := w.Write(text); err != nil {
		return fmt.Errorf("export: %s: %w", name, err)
	}
	u.archive.report.Files = append(u.archive.report.Files, File{Name: name, Rows: len(u.rows), Unverified: u.unverified})
	u.rows = u.rows[:0]
	return nil
}

// appendBare appends a line of cells that need no quotes.
func appendBare(line []byte, cells []string) []byte {
	for i, c := range cells {
		if i > 0 {
			line = append(line, ',')
		}
		line = append(line, c...)
	}
	return append(line, '\n')
}

const uploadReadme = `Files for the import of a Withings account, written by Vitalkeep

The maker publishes no description that these files could be checked against.
The form of withings-weight-… is the one of other programs, whose files people
have uploaded with success. The form of the files named unverified-… is guessed
from it; try one of them and look at the result before you upload the others.

A file names no unit: the account's own is taken. Weights and fat masses here are
in %s, heights in %s. Times are local ones in the zone %s. Each file has
at most 299 rows, oldest first; larger ones are refused.
`
