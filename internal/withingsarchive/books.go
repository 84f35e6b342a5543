package withingsarchive

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"vitalkeep/health"
)

// maker writes files and keeps the books on what they hold.
type maker struct {
	*Archive
	rand  *rand.Rand
	zone  *time.Location
	paris *time.Location // the offset of raw streams, wherever the person lives
	days  []health.Date
}

// note enters one sample into the books.
func (m *maker) note(metric health.MetricID, source health.SourceID, start int64, value string, unit health.Unit) {
	d, err := health.ParseDecimal(value)
	if err != nil {
		panic(fmt.Sprintf("withingsarchive: %s is given a text that is no number", metric)) // a mistake in this package
	}
	v := unit.Value(d)
	s := Series{metric, source}
	one := Fact{Count: 1, First: start, Last: start, Sum: v, Min: v, Max: v}
	m.Series[s] = m.Series[s].plus(one)
}

// table is a CSV file in the making: the header and the rows behind it.
type table struct {
	name   string
	header []string
	rows   []string
}

// cell quotes as the vendor does: what holds a blank, a comma or a quote.
func cell(s string) string {
	if strings.ContainsAny(s, " ,\"\n") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

func line(cells ...string) string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = cell(c)
	}
	return strings.Join(out, ",")
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, line(cells...)) }

// flaw adds a row that must be rejected because of that column.
func (m *maker) flaw(t *table, column string, cells ...string) {
	t.add(cells...)
	m.Flawed = append(m.Flawed, Flaw{File: t.name, Row: len(t.rows) + 1, Column: column})
}

// newestFirst turns the rows around, as the vendor sorts most files. It is
// called before flaws are added, which name their row.
func (t *table) newestFirst() { slices.Reverse(t.rows) }

func (m *maker) file(t *table) {
	var b bytes.Buffer
	b.WriteString(line(t.header...))
	b.WriteByte('\n')
	for _, r := range t.rows {
		b.WriteString(r)
		b.WriteByte('\n')
	}
	m.Files = append(m.Files, File{t.name, b.Bytes()})
}

// text adds a file as it is.
func (m *maker) text(name, content string) {
	m.Files = append(m.Files, File{name, []byte(content)})
}

// at returns the instant at which so many minutes of the local day have passed.
func (m *maker) at(d health.Date, minutes int) int64 {
	return d.Start(m.zone) + int64(minutes)*60_000
}

// wall prints the local clock, without a zone.
func (m *maker) wall(ms int64) string {
	return time.UnixMilli(ms).In(m.zone).Format("2006-01-02 15:04:05")
}

// local prints an instant with the offset in force where the person lives.
func (m *maker) local(ms int64) string { return time.UnixMilli(ms).In(m.zone).Format(time.RFC3339) }

// raw prints an instant as the raw streams do.
func (m *maker) raw(ms int64) string { return time.UnixMilli(ms).In(m.paris).Format(time.RFC3339) }

// fixed prints v with that many places.
func fixed(v float64, places int) string { return strconv.FormatFloat(v, 'f', places, 64) }

// short prints v with at most one place, as accounts in pounds have it.
func short(v float64) string { return strings.TrimSuffix(fixed(v, 1), ".0") }

// around returns a number near mean, spread evenly to both sides.
func (m *maker) around(mean, spread float64) float64 { return mean + (2*m.rand.Float64()-1)*spread }

func (m *maker) between(low, high int) int { return low + m.rand.IntN(high-low+1) }
