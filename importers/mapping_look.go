package importers

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"vitalkeep/health"
)

// tableLook is a table as it will be read.
type tableLook struct {
	table    Table
	preset   *preset
	source   health.SourceID
	evidence *evidence
	decimal  rune
	form     dateForm
	skip     int // rows in front of the table
	// unsettled are the columns whose role the names leave open.
	unsettled []int
	found     string // the encoding that the bytes show
	foreign   bool   // whether words that are kept have letters beyond ASCII
	// problem is why the table cannot be read, whatever is answered.
	problem string
	// left tells that a person chose to bring in no column of it.
	left bool
}

// lookAtTable finds out how a table is to be read: by what is in it, and where
// given has its key, as was chosen. It returns nil for what is no table of
// measurements. Of a table that is not alone, everything must be understood by
// itself: nobody asked for it.
func lookAtTable(r io.Reader, name string, alone bool, given map[string]Mapping, lim limits) (*tableLook, error) {
	head := make([]byte, sampleBytes)
	n, err := io.ReadFull(r, head)
	if head = head[:n]; ignoreEOF(err) != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	g, encoding, ok := guessFrom(head, len(head) == sampleBytes, name)
	if !ok || !alone && !g.understood() || alone && !g.understood() && !g.numeric() && given[g.key()].Columns == nil {
		return nil, nil
	}
	l := &tableLook{preset: g.preset, source: sourceFile, found: encoding, skip: g.sample.skip}
	for _, q := range g.open {
		l.unsettled = append(l.unsettled, q.Column)
	}
	if g.preset != nil {
		l.source, l.table.Preset = g.preset.source, g.preset.name
	}
	l.table.key, l.table.Header = g.key(), g.names()
	m, chosen := given[l.table.key]
	if chosen = chosen && len(m.Columns) == len(g.mapping.Columns) && m.Check() == nil; chosen {
		g.choose(m)
		l.left = !slices.ContainsFunc(m.Columns, func(c MappedColumn) bool { return c.Role != RoleNone })
	}
	if !slices.Contains(oneByte, encoding) || !slices.Contains(oneByte, g.mapping.Encoding) {
		g.mapping.Encoding = encoding
	}
	l.table.Mapping = g.mapping
	l.evidence = newEvidence(len(g.mapping.Columns))
	if err := l.prove(decoded(io.MultiReader(bytes.NewReader(head), r), g.mapping.Encoding), lim); err != nil {
		return nil, err
	}
	l.table.Lines = firstLines(utf8Head(head, g.mapping.Encoding))
	l.table.Rows = slices.Clone(g.body[:min(len(g.body), 8)])
	l.settle(&g, chosen)
	return l, nil
}

// utf8Head is the beginning of a text in UTF-8, without a mark.
func utf8Head(head []byte, encoding string) []byte {
	text, err := io.ReadAll(decoded(bytes.NewReader(head), encoding))
	if err != nil {
		return nil
	}
	return bytes.TrimPrefix(text, byteOrderMark)
}

// guessFrom cuts the beginning of a file by each of the delimiters and keeps the
// one that makes most sense.
func guessFrom(head []byte, goesOn bool, name string) (best guess, encoding string, ok bool) {
	encoding = encodingOf(head)
	if encoding == "" || len(head) == 0 {
		return best, "", false
	}
	text := utf8Head(head, encoding)
	if bytes.IndexByte(text, 0) >= 0 {
		return best, "", false
	}
	var also []string
	for _, comma := range commas {
		if bytes.IndexByte(text, comma[0]) < 0 {
			continue
		}
		g := guessTable(cutSample(text, goesOn, comma), name)
		switch {
		case g.weight > best.weight:
			best, also = g, nil
		case g.weight == best.weight && g.weight > 0:
			also = append(also, comma)
		}
	}
	if best.weight == 0 {
		return best, "", false
	}
	if also != nil {
		best.open = append(best.open, Question{Column: -1, What: AskComma, Choices: append([]string{best.mapping.Comma}, also...)})
	}
	return best, encoding, true
}

// key names the header, or of a table without one its first rows: what was
// chosen for it holds for no other then. The columns of a preset are always the
// same.
func (g *guess) key() string {
	switch {
	case g.header != nil:
		return keyOf(g.mapping.Comma, g.header)
	case g.preset != nil:
		return keyOf(g.preset.name, make([]string, len(g.mapping.Columns)))
	}
	var cells []string
	for _, r := range g.body[:min(len(g.body), 8)] {
		cells = append(cells, strings.Join(r, "\x00"))
	}
	return keyOf(g.mapping.Comma+" none", cells)
}

// choose takes the mapping that was chosen. What the file says for certain cannot
// be chosen: its delimiter, and whether it has a header.
func (g *guess) choose(m Mapping) {
	g.open = nil
	m.Comma, m.Header = g.mapping.Comma, g.mapping.Header
	m.Columns = slices.Clone(m.Columns)
	g.mapping = m
}

// prove goes through the first rows of the file, as many as any hand types, and
// takes what they prove.
func (l *tableLook) prove(r io.Reader, lim limits) error {
	s := newScanner(r, lim)
	s.comma = l.table.Mapping.Comma[0]
	at := l.begin()
	for n := 0; n < mostLookedAt; n++ {
		err := s.next()
		var row *rowError
		var stop *stopError
		switch {
		case errors.Is(err, io.EOF), errors.As(err, &stop):
			return nil
		case errors.As(err, &row):
			continue
		case err != nil:
			return err
		}
		if at.place(s.cells) != inTable {
			continue
		}
		cells := s.cells
		if !s.ended { // the last cell may be cut, and proves nothing
			cells = cells[:len(cells)-1]
		}
		l.row(cells, s.row)
	}
	return nil
}

// row takes one row into account.
func (l *tableLook) row(cells [][]byte, line int) {
	l.evidence.rows++
	cell := func(role string) []byte {
		for i, c := range l.table.Mapping.Columns {
			if c.Role == role && i < len(cells) {
				return trimBlanks(cells[i])
			}
		}
		return nil
	}
	date := cell(RoleDateTime)
	if date == nil {
		date = cell(RoleDate)
	}
	l.evidence.date(date, cell(RoleTime), line)
	for _, i := range l.unsettled {
		if i >= 0 && i < len(cells) && !l.nothing(trimBlanks(cells[i])) {
			l.evidence.columns[i].values++
		}
	}
	for i, c := range l.table.Mapping.Columns {
		if c.Role == RoleComment && i < len(cells) && l.found != inUTF8 {
			l.foreign = l.foreign || slices.ContainsFunc(cells[i], func(b byte) bool { return b >= 0x80 })
		}
		if !measures(c.Role) || i >= len(cells) {
			continue
		}
		if value := trimBlanks(cells[i]); c.Role != RolePressure && !l.nothing(value) {
			l.evidence.number(i, c, value)
		}
	}
}

// nothing reports whether a cell says that nothing was measured.
func (l *tableLook) nothing(cell []byte) bool {
	if isBlank(cell) {
		return true
	}
	if l.preset == nil || !l.preset.zeros {
		return false
	}
	d, err := health.ParseDecimal(cell)
	return err == nil && d.Mantissa == 0
}

// settle makes a mapping of what was guessed, chosen and proved, and lists what
// is still open.
func (l *tableLook) settle(g *guess, chosen bool) {
	t := &l.table
	for _, q := range g.open {
		if q.Column < 0 || l.evidence.columns[q.Column].values > 0 {
			t.Open = append(t.Open, q)
		}
	}
	if l.left {
		t.Open = nil
		return
	}
	if l.foreign && !chosen && slices.Contains(oneByte, l.found) {
		l.ask(-1, AskEncoding, oneByte)
	}
	l.settleDates()
	l.settleDecimal()
	l.settleUnits()
	l.settleRoles(len(g.open) > 0, chosen)
}

func (l *tableLook) ask(column int, what string, choices []string) {
	l.table.Open = append(l.table.Open, Question{Column: column, What: what, Choices: slices.Clone(choices)})
}

// settleDates: what the dates of the file prove counts, then what was chosen,
// then what is known of the program.
func (l *tableLook) settleDates() {
	m := &l.table.Mapping
	form, choices, problem := l.evidence.form()
	switch {
	case problem != "":
		l.problem = problem
	case form != "":
		m.Dates = form
	case len(choices) == 0 || slices.Contains(choices, m.Dates):
	case l.preset != nil && slices.Contains(choices, l.preset.dates):
		m.Dates = l.preset.dates
	default:
		m.Dates = ""
		l.ask(-1, AskDates, choices)
	}
	l.form, _ = dateFormNamed(m.Dates)
}

func (l *tableLook) settleDecimal() {
	m, e := &l.table.Mapping, l.evidence
	sign, open := e.decimal()
	switch {
	case sign != "":
		m.Decimal = sign
	case e.point && e.comma:
		m.Decimal = ""
	case open && m.Decimal == "":
		l.ask(-1, AskDecimal, []string{".", ","})
	}
	if m.Decimal != "" {
		l.decimal = rune(m.Decimal[0])
	}
}

// settleUnits asks for the unit of every column that holds a number without one.
func (l *tableLook) settleUnits() {
	for i := range l.table.Mapping.Columns {
		c := &l.table.Mapping.Columns[i]
		if !measures(c.Role) || c.Known {
			continue
		}
		found := l.evidence.columns[i]
		if u, ok := impliedUnit(c.Role); ok {
			c.Unit, c.Known = u, true
		} else if found.bare == 0 && found.unit != health.NoUnit {
			c.Unit, c.Known = found.unit, true
		} else if found.bare > 0 {
			l.ask(i, AskUnit, unitChoices(c.Role))
		}
	}
}

// settleRoles asks for what a table needs to be one: a date, and something to
// keep.
func (l *tableLook) settleRoles(asked, chosen bool) {
	var measured, dated, words bool
	for _, c := range l.table.Mapping.Columns {
		measured = measured || measures(c.Role)
		dated = dated || c.Role == RoleDate || c.Role == RoleDateTime
		words = words || c.Role == RoleComment
	}
	if twice := sameRole(l.table.Mapping.Columns); twice >= 0 {
		l.ask(twice, AskRole, []string{RoleNone})
	}
	if !dated {
		l.ask(-1, AskRole, []string{RoleDateTime, RoleDate})
	}
	if !measured && !asked && (!chosen || !words) {
		l.ask(-1, AskRole, metricNames())
	}
}

// sameRole is the column that has the role of one before it, -1 for none. There
// may be many comments.
func sameRole(columns []MappedColumn) int {
	seen := map[string]bool{}
	for i, c := range columns {
		role := c.Role
		if role == RoleNone || role == RoleComment {
			continue
		}
		if role == RoleDate {
			role = RoleDateTime // one of the two
		}
		if seen[role] || role == RolePressure && (seen["systolic"] || seen["diastolic"]) {
			return i
		}
		seen[role] = true
	}
	return -1
}

func metricNames() []string {
	var out []string
	for _, m := range health.Metrics() {
		out = append(out, string(m.ID))
	}
	return out
}

// place is where a row of the file belongs.
type place uint8

const (
	elsewhere place = iota
	inHeader
	inTable
)

// rowPlacer tells the rows of a table from its header, and from what else a file
// of several tables holds.
type rowPlacer struct {
	header  []string // of a table that is a part of its file; nil for others
	skip    int      // rows in front of it
	heading bool     // whether the next row is the header
	inside  bool
}

func (l *tableLook) begin() rowPlacer {
	if l.preset != nil && l.preset.section {
		return rowPlacer{header: l.table.Header}
	}
	return rowPlacer{skip: l.skip, heading: l.table.Mapping.Header, inside: true}
}

func (p *rowPlacer) place(cells [][]byte) place {
	switch {
	case p.header != nil:
	case p.skip > 0:
		p.skip--
		return elsewhere
	case p.heading:
		p.heading = false
		return inHeader
	default:
		return inTable
	}
	if slices.EqualFunc(cells, p.header, func(c []byte, h string) bool { return strings.EqualFold(string(trimBlanks(c)), h) }) {
		p.inside = true
		return inHeader
	}
	if p.inside && endsTable(cells) {
		p.inside = false
	}
	if p.inside {
		return inTable
	}
	return elsewhere
}

// endsTable reports whether a row is a title or the header of another table: it
// has no value in it.
func endsTable(cells [][]byte) bool {
	return !slices.ContainsFunc(cells, func(c []byte) bool { return isValue(trimBlanks(c)) })
}
