package importers

import (
	"fmt"
	"io"
	"strings"

	"github.com/gocarina/gocsv"

	"vitalkeep/health"
)

// The plain CSV files that a person writes by hand or with a spreadsheet:
//
//	Date,Weight,Fat mass          Fat mass may be missing
//	Date,Heart rate,Systole,Diastole   Systole and Diastole may be missing, both
//	Date,Height
//
// A header with exactly these names (upper or lower case), commas, decimal
// points, dates as yyyy-mm-dd hh:mm:ss of local time, at most 4,000 rows. The
// files name no units: values are in those in which the profile shows them.
// Weights are in kilograms, or pounds for US units; heights in centimetres
// (178), or for US units in inches (70) or feet and inches (5' 10").
// Nothing is converted by its looks: 1.78 in a metric profile is refused as
// impossible in centimetres, not read as metres.
const (
	sourceFile   = health.SourceID("csv:file")
	maxPlainRows = 4000

	reasonNoPlainWall = reasonNoWall + ". As a table, format csv-mapped, it may have another form"
)

type weightRow struct {
	Date   string `csv:"date"`
	Weight string `csv:"weight"`
	Fat    string `csv:"fat mass"`
}

type pressureRow struct {
	Date      string `csv:"date"`
	Pulse     string `csv:"heart rate"`
	Systolic  string `csv:"systole"`
	Diastolic string `csv:"diastole"`
}

type heightRow struct {
	Date   string `csv:"date"`
	Height string `csv:"height"`
}

// plainHeaders are the headers that are taken, lower case.
var plainHeaders = map[string][]string{
	WeightCSV:        {"date,weight", "date,weight,fat mass"},
	BloodPressureCSV: {"date,heart rate", "date,heart rate,systole,diastole", "date,heart rate,systolic,diastolic"},
	HeightCSV:        {"date,height"},
}

func plainKind(name string, read func(*fileReader) error) kind {
	return kind{name: name, local: true, read: read, claim: func(g *glance) (bool, string) {
		h := strings.ToLower(strings.Join(g.header, ","))
		for _, known := range plainHeaders[name] {
			if h == known {
				return true, ""
			}
		}
		return false, ""
	}}
}

func plainWeight() kind {
	return plainKind(WeightCSV, func(f *fileReader) error {
		unit := health.Kilogram
		if f.opts.Units.In(health.Mass) != health.Kilogram {
			unit = health.Pound // stones are told with pounds; a column has one number
		}
		return readPlain(f, func(r weightRow) error {
			return f.plainSpots(r.Date, []plainCell{{"weight", r.Weight, unit, true}, {"fat_mass", r.Fat, unit, false}})
		})
	})
}

func plainBloodPressure() kind {
	return plainKind(BloodPressureCSV, func(f *fileReader) error {
		return readPlain(f, func(r pressureRow) error {
			if (r.Systolic == "") != (r.Diastolic == "") {
				return f.reject(-1, reasonHalfPressure)
			}
			s, errS := health.ParseDecimal(r.Systolic)
			d, errD := health.ParseDecimal(r.Diastolic)
			if errS == nil && errD == nil && s.Float64() <= d.Float64() {
				return f.reject(-1, reasonUpsidePressure)
			}
			return f.plainSpots(r.Date, []plainCell{
				{"heart_rate", r.Pulse, health.PerMinute, false},
				{"systolic", r.Systolic, health.MillimetreOfMercury, false},
				{"diastolic", r.Diastolic, health.MillimetreOfMercury, false},
			})
		})
	})
}

func plainHeight() kind {
	return plainKind(HeightCSV, func(f *fileReader) error {
		unit := health.Centimetre
		if f.opts.Units.In(health.Length) == health.Inch {
			unit = health.Inch
		}
		return readPlain(f, func(r heightRow) error {
			return f.plainSpots(r.Date, []plainCell{{"height", r.Height, unit, true}})
		})
	})
}

// plainCell is one number of a row.
type plainCell struct {
	metric   health.MetricID
	text     string
	unit     health.Unit
	required bool
}

// plainSpots hands over a row as a whole or not at all.
func (f *fileReader) plainSpots(date string, cells []plainCell) error {
	w, ok := parseWall([]byte(date))
	if !ok {
		return f.reject(0, reasonNoPlainWall)
	}
	ms, offset, err := w.resolve(f.opts.Zone)
	if err != nil {
		return f.reject(0, wallReason(err))
	}
	if !health.PossibleTime(ms) {
		return f.reject(0, reasonNoSuchYear)
	}
	var samples []health.Sample
	var metrics []health.MetricID
	for i, c := range cells {
		if c.text == "" && !c.required {
			continue
		}
		d, reason := plainNumber(c)
		if reason != "" {
			return f.reject(i+1, reason)
		}
		metrics = append(metrics, c.metric)
		samples = append(samples, health.Sample{Start: ms, Value: d, Unit: c.unit, Form: health.FormOf(c.text, d), Offset: offset, Origin: f.origin()})
	}
	if len(samples) == 0 {
		return f.reject(-1, reasonNothing)
	}
	for i, s := range samples {
		if err := f.sample(metrics[i], sourceFile, s); err != nil {
			return err
		}
	}
	return nil
}

func plainNumber(c plainCell) (d health.Decimal, reason string) {
	if c.text == "" {
		return d, reasonNothing
	}
	m := metric(c.metric)
	d, ok := parseFeetInches([]byte(c.text))
	if !ok || c.unit != health.Inch {
		var err error
		if d, err = health.ParseDecimal(c.text); err != nil {
			return d, numberReason([]byte(c.text), err)
		}
	}
	if m.Possible.Contains(c.unit.Value(d)) {
		return d, ""
	}
	if c.metric == "height" {
		return d, fmt.Sprintf("outside what is possible for height in %s, the unit of the profile: %.4g to %.4g",
			map[health.Unit]string{health.Centimetre: "centimetres", health.Inch: "inches"}[c.unit],
			c.unit.FromCanonical(m.Possible.Min), c.unit.FromCanonical(m.Possible.Max))
	}
	return d, outside(m)
}

// readPlain reads the rows through gocsv, which fills the struct by header. The
// file is small by its rules, so it is held as a whole, and refused as a whole
// when it has too many rows.
func readPlain[T any](f *fileReader, row func(T) error) error {
	records := &plainRecords{header: plainNames(f.header)}
	for {
		ok, err := f.next()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if len(records.rows) == maxPlainRows {
			return f.reject(-1, fmt.Sprintf("a file of this kind has at most %d rows; nothing of it is read. As a table, format csv-mapped, it may have any number", maxPlainRows))
		}
		reason := ""
		if n := len(f.cells); n != len(f.header) {
			reason = fmt.Sprintf("has %s instead of %d", english(n, "column", "columns"), len(f.header))
		}
		cells := make([]string, len(f.cells))
		for i, c := range f.cells {
			if len(c) > maxPlainCell {
				reason = "has a cell that is too long for a date or a number"
			}
			cells[i] = string(trim(c))
		}
		if reason != "" {
			cells = make([]string, len(f.header))
		}
		records.rows = append(records.rows, cells)
		records.lines = append(records.lines, f.row)
		records.wrong = append(records.wrong, reason)
	}
	var rows []T
	if err := gocsv.UnmarshalCSV(records, &rows); err != nil {
		return fmt.Errorf("%s: %w", f.file.name, err)
	}
	for i, r := range rows {
		f.row = records.lines[i]
		if reason := records.wrong[i]; reason != "" {
			if err := f.reject(-1, reason); err != nil {
				return err
			}
			continue
		}
		if err := row(r); err != nil {
			return err
		}
	}
	return nil
}

const maxPlainCell = 100

// plainRecords hands scanned rows to gocsv; lines are their places in the file,
// and wrong says what keeps a row, empty here, from being read.
type plainRecords struct {
	header []string
	rows   [][]string
	lines  []int
	wrong  []string
}

// ReadAll returns the header and the rows.
func (p *plainRecords) ReadAll() ([][]string, error) {
	return append([][]string{p.header}, p.rows...), nil
}

// Read is what gocsv asks of a reader that it takes row by row; here it takes
// all at once.
func (p *plainRecords) Read() ([]string, error) { return nil, io.EOF }

// plainNames lowers the header and gives the two spellings of pressures one.
func plainNames(header []string) []string {
	out := make([]string, len(header))
	for i, h := range header {
		switch h = strings.ToLower(h); h {
		case "systolic":
			h = "systole"
		case "diastolic":
			h = "diastole"
		}
		out[i] = h
	}
	return out
}

// plainProblem says what keeps a header from being one of the plain files.
func plainProblem(header []string) string {
	if !strings.EqualFold(header[0], "date") {
		return ""
	}
	for i, h := range header {
		name, _, ok := splitUnit(h)
		if ok && i > 0 {
			switch roleOf(h) {
			case roleWeight, roleFat, roleHeight:
				return "the column " + strings.ToLower(name) + " names a unit; plain files have none in the header, their values are in the unit set in the profile"
			}
		}
	}
	if roles := layout("", header); has(roles, roleWeight) || has(roles, roleHeight) || has(roles, rolePulse) {
		return "its columns are not those of a plain file: Date,Weight,Fat mass or Date,Heart rate,Systole,Diastole or Date,Height"
	}
	return ""
}
