package importers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
)

// style is one way to write a table.
type style struct {
	comma, decimal, group string
	date, clock           string // layouts of package time
}

var (
	someDates  = []string{"2006-01-02", "02.01.2006", "02/01/2006", "01/02/2006", "2/1/2006", "1/2/2006", "02-01-2006", "01-02-2006", "02/01/06", "01/02/06", "06/01/02", "02.01.06", "20060102", "Jan 2 2006", "2. January 2006", "2006/01/02"}
	someClocks = []string{"", "15:04", "15:04:05", "3:04 PM", "15:04:05Z07:00", "T15:04"}
)

// someTable writes a table in a style, and what stands in it as memory.lines
// would say it.
func someTable(r *rand.Rand) (text string, want []string) {
	pick := func(all ...string) string { return all[r.IntN(len(all))] }
	s := style{comma: pick(commas...), decimal: pick(".", ","), date: pick(someDates...), clock: pick(someClocks...)}
	if r.IntN(3) == 0 {
		s.group = map[string]string{".": ",", ",": "."}[s.decimal]
	}
	columns := []struct {
		names   []string
		metric  health.MetricID
		unit    health.Unit
		low     int64 // of the mantissa
		high    int64
		decimal int
	}{
		{[]string{"Weight (kg)", "Gewicht [kg]", "poids_kg", "Weight"}, "weight", health.Kilogram, 1_000, 120_000, 3},
		{[]string{"Bone mass (kg)", "Knochenmasse (kg)", "Bone"}, "bone_mass", health.Kilogram, 1_000, 39_999, 3},
		{[]string{"Steps", "Schritte", "Pasos"}, "steps", health.Count, 0, 40_000, 0},
		{[]string{"Glucose (mg/dL)", "Blutzucker (mg/dL)"}, "glucose", health.MilligramPerDecilitre, 600, 19_000, 2},
		{[]string{"Energy", "Wert"}, "", 0, 0, 2_000_000, 3},
	}
	r.Shuffle(len(columns), func(i, j int) { columns[i], columns[j] = columns[j], columns[i] })
	columns = columns[:1+r.IntN(3)]
	quote := func(cell string) string {
		if strings.Contains(cell, s.comma) {
			return `"` + cell + `"`
		}
		return cell
	}
	header := []string{pick("Date", "Datum", "Timestamp", "Fecha")}
	for _, c := range columns {
		header = append(header, pick(c.names...))
	}
	var b strings.Builder
	b.WriteString(strings.Join(header, s.comma) + "\n")
	places := make([]uint8, len(columns))
	for i, c := range columns {
		places[i] = uint8(r.IntN(c.decimal + 1))
	}
	day := time.Date(2000+r.IntN(30), time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
	for row := range 1 + r.IntN(8) {
		at := day.AddDate(0, 0, row*(1+r.IntN(20))).Add(time.Duration(r.IntN(86400)) * time.Second)
		layout := s.date
		switch {
		case s.clock == "" || s.clock[0] == 'T':
			layout += s.clock
		default:
			layout += " " + s.clock
		}
		cell := at.Format(layout)
		read, err := time.Parse(layout, cell)
		if err != nil {
			panic(err)
		}
		if s.clock == "" {
			read = read.Add(12 * time.Hour)
		}
		cells := []string{quote(cell)}
		for i, c := range columns {
			d := health.Decimal{Mantissa: c.low + r.Int64N(c.high-c.low+1), Places: places[i]}
			if c.decimal > 0 {
				for range uint8(c.decimal) - places[i] {
					d.Mantissa /= 10
				}
			}
			cells = append(cells, quote(spelled(d, s)))
			if c.metric != "" && (c.metric != "steps" || s.clock == "") {
				start, length := read, ""
				if c.metric == "steps" {
					start, length = read.Add(-12*time.Hour), " 86400s"
				}
				want = append(want, fmt.Sprintf("%s %s+00:00%s %s %s @%d", c.metric, start.Format("2006-01-02T15:04:05"), length, d, c.unit.ID(), row+2))
			}
		}
		b.WriteString(strings.Join(cells, s.comma) + "\n")
	}
	return b.String(), want
}

// spelled writes a number in a style.
func spelled(d health.Decimal, s style) string {
	whole, fraction, _ := strings.Cut(d.String(), ".")
	if s.group != "" {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + s.group + whole[i:]
		}
	}
	if fraction != "" {
		whole += s.decimal + fraction
	}
	return whole
}

// FuzzTableIsReadAsItWasWritten writes tables in every style: each is read to
// the very values that were written, or something is asked, or left out.
func FuzzTableIsReadAsItWasWritten(f *testing.F) {
	for i := range uint64(400) {
		f.Add(i)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		text, want := someTable(rand.New(rand.NewPCG(seed, 1)))
		var m memory
		_, err := Read(context.Background(), []string{put(t, "t.csv", text)}, Options{Zone: time.UTC}, &m)
		if err != nil {
			if !errors.Is(err, ErrMappingNeeded) && !errors.Is(err, ErrUnknownFormat) {
				t.Errorf("%v of\n%s", err, text)
			}
			return
		}
		for _, line := range m.lines() {
			metric, rest, _ := strings.Cut(line, " ")
			_, rest, _ = strings.Cut(rest, " ") // without the source
			if !slices.Contains(want, metric+" "+rest) {
				t.Errorf("%s is read from\n%s\nwant one of\n%s", line, text, strings.Join(want, "\n"))
			}
		}
	})
}

// FuzzTable looks at any bytes as at a table, and reads it by what it is guessed
// to be.
func FuzzTable(f *testing.F) {
	for _, s := range mappedSpecimens {
		f.Add([]byte(s.text(f)))
	}
	f.Add([]byte("sep=;\nDate;Weight (kg)\n03/04/2024;77,2\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		look, err := lookAtTable(bytes.NewReader(content), "t", true, nil, defaultLimits)
		if err != nil {
			t.Fatal(err)
		}
		if look == nil {
			return
		}
		m := look.table.Mapping
		if err := m.Check(); err != nil || len(m.Columns) != len(look.table.Header) || look.table.Key() == "" {
			t.Errorf("%v: %+v", err, look.table)
		}
		for _, q := range look.table.Open {
			if q.Column < -1 || q.Column >= len(m.Columns) {
				t.Errorf("question %+v of %d columns", q, len(m.Columns))
			}
		}
		again, err := lookAtTable(bytes.NewReader(content), "t", true, map[string]Mapping{look.table.Key(): m}, defaultLimits)
		if err != nil || again == nil {
			t.Errorf("with its own mapping: %v, %v", again, err)
		}
	})
}
