package importers

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"vitalkeep/health"
)

// How much of a table is looked at to find out what it is.
const (
	sampleBytes = 64 << 10
	sampleRows  = 200
)

// tableSample is the beginning of a table, cut into cells by one delimiter.
type tableSample struct {
	comma string
	rows  [][]string
	wide  int // how many cells most rows have
	skip  int // rows in front: titles, or what tells a spreadsheet the delimiter
}

// cutSample cuts text. A last record that is not ended is left away where there
// are others: it may be cut in two.
func cutSample(text []byte, goesOn bool, comma string) tableSample {
	lim := defaultLimits
	lim.record = sampleBytes
	s := newScanner(bytes.NewReader(text), lim)
	s.comma = comma[0]
	sample := tableSample{comma: comma}
	for len(sample.rows) < sampleRows {
		err := s.next()
		var row *rowError
		if errors.As(err, &row) {
			continue
		}
		if err != nil {
			break
		}
		if !s.ended && (goesOn || len(sample.rows) > 1) {
			break
		}
		cells := make([]string, len(s.cells))
		for i, c := range s.cells {
			cells[i] = string(trimBlanks(c))
		}
		sample.rows = append(sample.rows, cells)
	}
	sample.wide = usualWidth(sample.rows)
	for len(sample.rows) > 1 && sample.wide > 1 && isTitle(sample.rows[0]) {
		sample.rows = sample.rows[1:]
		sample.skip++
	}
	return sample
}

// isTitle reports whether a row is a line of words, not of cells.
func isTitle(row []string) bool {
	words := 0
	for _, c := range row {
		if c != "" {
			words++
		}
	}
	return words == 1 && row[0] != "" && !isValue([]byte(row[0]))
}

// usualWidth is the number of cells that most rows have, the larger of two.
func usualWidth(rows [][]string) int {
	count := map[int]int{}
	best := 0
	for _, r := range rows {
		n := len(r)
		count[n]++
		if count[n] > count[best] || count[n] == count[best] && n > best {
			best = n
		}
	}
	return best
}

// trimBlanks is trim, for blanks that do not break a line as well.
func trimBlanks(b []byte) []byte {
	for {
		before := len(b)
		b = trim(b)
		for _, blank := range []string{"\u00a0", "\u202f"} {
			b = bytes.TrimSuffix(bytes.TrimPrefix(b, []byte(blank)), []byte(blank))
		}
		if len(b) == before {
			return b
		}
	}
}

// guess is what a table seems to be when it is cut by one delimiter.
type guess struct {
	sample  tableSample
	header  []string // as it stands; nil where there is none
	body    [][]string
	mapping Mapping
	open    []Question // of roles that the names leave open
	preset  *preset
	weight  int // how much of it is understood
}

// guessTable finds out which columns are dates and which have names that are
// known.
func guessTable(s tableSample, name string) guess {
	g := guess{sample: s}
	if s.wide < 2 || len(s.rows) == 0 {
		return g
	}
	g.mapping = Mapping{Comma: s.comma, Columns: make([]MappedColumn, s.wide)}
	if p := findPreset(s, name); p != nil {
		g.applyPreset(p)
		return g
	}
	g.body = s.rows
	if hasHeader(s) {
		g.header, g.body, g.mapping.Header = s.rows[0], s.rows[1:], true
		g.setWidth(len(g.header))
	}
	if !g.findDates() {
		return g
	}
	g.weight = 10
	g.findMetrics()
	g.wholeDays()
	return g
}

func (g *guess) setWidth(n int) {
	if n <= maxMappedColumns {
		g.mapping.Columns = make([]MappedColumn, n)
	}
}

// hasHeader reports whether the first row names the columns.
func hasHeader(s tableSample) bool {
	first, named := s.rows[0], false
	for _, c := range first {
		if isValue([]byte(c)) {
			return false
		}
		named = named || c != ""
	}
	if !named {
		return false
	}
	if len(s.rows) == 1 {
		return slices.ContainsFunc(first, func(c string) bool { return understand(c).roles != nil })
	}
	return true
}

// isValue reports whether a cell is a number, a date or a time of day.
func isValue(cell []byte) bool {
	if len(cell) == 0 || len(cell) > 64 {
		return false
	}
	number, _, _ := cutUnit(cell)
	if isNumber(number) {
		return true
	}
	if _, ok := readClock(cell); ok {
		return true
	}
	return formsOf(cell) != 0
}

// formsOf returns the forms of dates that a cell can be read by, a bit for each.
func formsOf(cell []byte) (mask uint32) {
	for i, form := range dateForms {
		if _, ok := readMoment(form, cell); ok {
			mask |= 1 << i
		}
	}
	return mask
}

// bareForms are the forms that are mere numbers: only a name makes them dates.
var bareForms = func() (mask uint32) {
	for i, f := range dateForms {
		if f.epoch > 0 || f.name == "yyyymmdd" {
			mask |= 1 << i
		}
	}
	return mask
}()

// column is what the cells of one column look like.
type column struct {
	filled, dates, timed, midnight, clocks, numbers int
}

func (g *guess) column(i int, named bool) (c column) {
	for _, r := range g.body {
		if i >= len(r) || isBlank([]byte(r[i])) {
			continue
		}
		cell := []byte(r[i])
		c.filled++
		mask := formsOf(cell)
		if !named {
			mask &^= bareForms
		}
		number, _, _ := cutUnit(cell)
		_, clock := readClock(cell)
		switch {
		case mask != 0:
			c.dates++
			m := momentBy(mask, cell)
			if m.timed || m.epoch {
				c.timed++
			}
			if m.timed && m.clock.ms == 0 {
				c.midnight++
			}
		case clock:
			c.clocks++
		case isNumber(number):
			c.numbers++
		}
	}
	return c
}

// momentBy reads a cell by the first of the forms; all of them agree on the time
// of day.
func momentBy(mask uint32, cell []byte) moment {
	for i, form := range dateForms {
		if mask&(1<<i) != 0 {
			m, _ := readMoment(form, cell)
			return m
		}
	}
	return moment{}
}

// most reports whether n of all are nearly all.
func most(n, all int) bool { return n > 0 && n*10 >= all*8 }

// findDates gives the columns of dates and times their roles. Of several, the
// one with a name that is known counts, else the first.
func (g *guess) findDates() bool {
	date, clock := -1, -1
	var dated column
	best := -1
	for i := range g.mapping.Columns {
		word := g.named(i)
		rank := map[string]int{RoleDateTime: 3, RoleDate: 3, RoleTime: 2}[word]
		c := g.column(i, rank > 0)
		switch {
		case len(g.body) == 0 && rank > 0:
			if rank > best {
				date, best = i, rank
			}
		case (most(c.dates, c.filled) || rank > 0 && c.dates > 0 && 2*c.dates >= c.filled) && rank > best:
			date, best, dated = i, rank, c
		case word == RoleTime, clock < 0 && most(c.clocks, c.filled):
			clock = i
		}
	}
	if date < 0 {
		return false
	}
	role := RoleDate
	if dated.timed > 0 && (clock < 0 || dated.midnight < dated.timed && 2*dated.timed > dated.dates) || len(g.body) == 0 && g.named(date) == RoleDateTime {
		role, clock = RoleDateTime, -1
	}
	g.mapping.Columns[date].Role = role
	if clock >= 0 {
		g.mapping.Columns[clock].Role = RoleTime
	}
	return true
}

// named is the role that a column's name says first.
func (g *guess) named(i int) string {
	if i >= len(g.header) {
		return RoleNone
	}
	if n := understand(g.header[i]); len(n.roles) > 0 {
		return n.roles[0]
	}
	return RoleNone
}

// findMetrics gives the other columns their roles by their names. Only the first
// column of a metric counts.
func (g *guess) findMetrics() {
	taken := map[string]bool{}
	for i, h := range g.header {
		c := &g.mapping.Columns[i]
		n := understand(h)
		if c.Role != RoleNone || n.roles == nil {
			continue
		}
		switch role := n.roles[0]; {
		case role == RoleDateTime || role == RoleDate || role == RoleTime:
		case role == RoleComment:
			c.Role = role
		case len(n.roles) > 1:
			g.weight += 2
			g.open = append(g.open, Question{Column: i, What: AskRole, Choices: n.roles})
		case !taken[role]:
			taken[role] = true
			g.weight += 2
			*c = MappedColumn{Role: role, Unit: n.unit, Known: n.known}
		}
	}
}

// wholeDays makes the date of a table of day totals a day: what belongs to a
// span of time is of that day, and not of its first moment. Beside times of day
// such columns say nothing, and are left out.
func (g *guess) wholeDays() {
	spans := func(c MappedColumn) bool { return spansTime(c.Role) }
	if !slices.ContainsFunc(g.mapping.Columns, spans) {
		return
	}
	for i := range g.mapping.Columns {
		if g.mapping.Columns[i].Role != RoleDateTime {
			continue
		}
		if c := g.column(i, true); c.timed == c.midnight {
			g.mapping.Columns[i].Role = RoleDate
		}
	}
	if slices.ContainsFunc(g.mapping.Columns, func(c MappedColumn) bool { return c.Role == RoleDateTime || c.Role == RoleTime }) {
		for i, c := range g.mapping.Columns {
			if spans(c) {
				g.mapping.Columns[i] = MappedColumn{}
			}
		}
	}
}

// spansTime reports whether the numbers of a role belong to a span of time.
func spansTime(role string) bool {
	m, ok := health.Lookup(health.MetricID(role))
	return ok && !m.Generic && m.Shape != health.Instant
}

// isDateRole reports whether a column of that role says when.
func isDateRole(role string) bool {
	return role == RoleDateTime || role == RoleDate || role == RoleTime
}

// measures reports whether a column of that role holds numbers to keep.
func measures(role string) bool {
	return role != RoleNone && role != RoleComment && !isDateRole(role)
}

// understood reports whether there is something in the table to bring in.
func (g *guess) understood() bool {
	return len(g.open) > 0 || slices.ContainsFunc(g.mapping.Columns, func(c MappedColumn) bool { return measures(c.Role) })
}

// numeric reports whether a column that is no date holds numbers, which a person
// may know the meaning of.
func (g *guess) numeric() bool {
	for i, c := range g.mapping.Columns {
		if x := g.column(i, false); c.Role == RoleNone && x.numbers > 0 && most(x.numbers, x.filled) {
			return true
		}
	}
	return false
}

// names are the names of all columns, made up where there are none.
func (g *guess) names() []string {
	out := make([]string, len(g.mapping.Columns))
	for i := range out {
		if i < len(g.header) {
			out[i] = strings.ToValidUTF8(g.header[i], "\uFFFD")
		}
		if out[i] == "" {
			out[i] = "column " + decimalOf(i+1)
		}
	}
	return out
}
