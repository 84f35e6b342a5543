package importers

import (
	"bytes"
	"io"

	"vitalkeep/health"
)

// Reasons why a row or a cell of a mapped table is left out.
const (
	reasonNoZone       = "a local time, and nothing says in which time zone"
	reasonTwoClocks    = "has two times of day"
	reasonSpan         = "belongs to a span of time, and the row names a moment only"
	reasonUnknownUnit  = "its unit is not known"
	reasonOtherUnit    = "in a unit that does not belong to what is measured"
	reasonNotBothSides = "not two pressures, such as 120/80"
	reasonUnknownDate  = "not a date of a form that is known"
	reasonNoTimeOfDay  = "not a time of day"
	reasonOtherPart    = "this part of the file is not understood; from here on it is left out"
)

// noon is when something was measured on a day of which the time is not told:
// it is of that day in every neighbouring zone, and no clock change skips it.
const noon = 12 * 3600

// rowTime is when the values of a row were measured.
type rowTime struct {
	ms, length int64 // length is that of the day; 0 with a time of day
	offset     int32
	dayStart   int64
}

// read hands over the rows of a table.
func (l *tableLook) read(f *fileReader, r io.Reader) error {
	f.header = l.table.Header
	f.roles = make([]role, len(f.header))
	f.scan(decoded(r, l.table.Mapping.Encoding), l.table.Mapping.Comma[0])
	at, silent := l.begin(), false
	for {
		ok, err := f.next()
		if !ok || err != nil {
			return err
		}
		switch at.place(f.cells) {
		case inHeader:
			silent = false
		case inTable:
			silent = false
			err = l.readRow(f)
		case elsewhere:
			if !silent && filled(f.cells) > 2 {
				silent = true
				err = f.reject(-1, reasonOtherPart)
			}
		}
		if err != nil {
			return err
		}
	}
}

// filled counts the cells that hold something.
func filled(cells [][]byte) (n int) {
	for _, c := range cells {
		if !isBlank(trimBlanks(c)) {
			n++
		}
	}
	return n
}

// readRow hands over what one row holds.
func (l *tableLook) readRow(f *fileReader) error {
	wide := len(l.table.Mapping.Columns)
	if filled(f.cells) == 0 {
		return nil // a spreadsheet writes its empty rows, too
	}
	if f.cut() && len(f.cells) < wide {
		return f.reject(-1, reasonCut)
	}
	// Where commas separate columns, one in a number shows by the width of its row
	// alone.
	if n := len(f.cells); n > wide || n < wide && f.rows.comma == ',' {
		return f.wrongWidth()
	}
	t, ok, err := l.when(f)
	if !ok || err != nil {
		return err
	}
	before, n := f.report.Rejected, 0
	for i, c := range l.table.Mapping.Columns {
		if !measures(c.Role) || c.Role == "systolic" || c.Role == "diastolic" {
			continue
		}
		var one int
		if c.Role == RolePressure {
			one, err = l.pressureCell(f, i, t)
		} else {
			one, err = l.metricCell(f, i, t)
		}
		if err != nil {
			return err
		}
		n += one
	}
	both, err := l.pressures(f, t)
	if err != nil {
		return err
	}
	noted, err := l.words(f, t)
	if err != nil {
		return err
	}
	if n+both+noted == 0 && f.report.Rejected == before {
		return f.reject(-1, reasonNothing)
	}
	return nil
}

// column is the column of a role, -1 for none.
func (l *tableLook) column(role string) int {
	for i, c := range l.table.Mapping.Columns {
		if c.Role == role {
			return i
		}
	}
	return -1
}

// cell is a cell without blanks, empty where the row is shorter.
func cellAt(f *fileReader, i int) []byte {
	if i < 0 || i >= len(f.cells) {
		return nil
	}
	return trimBlanks(f.cells[i])
}

// lastOfCut reports whether a cell may have lost its end with that of the file.
func lastOfCut(f *fileReader, i int) bool { return i == len(f.cells)-1 && f.cut() }

// when reads the date of a row and the time beside it.
func (l *tableLook) when(f *fileReader) (t rowTime, ok bool, err error) {
	at := l.column(RoleDateTime)
	if at < 0 {
		at = l.column(RoleDate)
	}
	beside := l.column(RoleTime)
	refuse := func(column int, reason string) (rowTime, bool, error) {
		return rowTime{}, false, f.reject(column, reason)
	}
	if lastOfCut(f, at) || beside >= 0 && lastOfCut(f, beside) {
		return refuse(at, reasonCut)
	}
	m, ok := readMoment(l.form, cellAt(f, at))
	switch {
	case !ok && l.form.name == "":
		return refuse(at, reasonUnknownDate)
	case !ok:
		return refuse(at, "not a date of the form "+l.form.name)
	}
	if m.epoch {
		return l.atInstant(f, at, m.instant, 0, false)
	}
	if cell := cellAt(f, beside); !isBlank(cell) {
		c, ok := readClock(cell)
		switch {
		case !ok:
			return refuse(beside, reasonNoTimeOfDay)
		case m.timed && m.clock.ms > 0 && m.clock != c:
			return refuse(beside, reasonTwoClocks)
		}
		m.clock, m.timed = c, true
	} else if l.table.Mapping.Columns[at].Role == RoleDate && m.clock.ms == 0 {
		m.timed = false // a spreadsheet writes days as midnights
	}
	if m.timed && m.clock.zoned {
		return l.atInstant(f, at, unixDay(m.date)*86_400_000+m.clock.ms-int64(m.clock.offset)*1000, m.clock.offset, true)
	}
	if f.opts.Zone == nil {
		return refuse(at, reasonNoZone)
	}
	w := wall{m.date, noon}
	if m.timed {
		w.seconds = int(m.clock.ms / 1000)
	}
	if t.ms, t.offset, err = w.resolve(f.opts.Zone); err != nil {
		return refuse(at, wallReason(err))
	}
	if m.timed {
		t.ms += m.clock.ms % 1000
	} else {
		var end int64
		t.dayStart, end = m.date.Bounds(f.opts.Zone)
		t.length = end - t.dayStart
	}
	if !health.PossibleTime(t.ms) || t.length > 0 && !health.PossibleTime(t.dayStart) {
		return refuse(at, reasonNoSuchYear)
	}
	return t, true, nil
}

// atInstant is a time whose instant is certain. Where the file names no offset,
// the one in force in the person's zone is kept with it.
func (l *tableLook) atInstant(f *fileReader, at int, ms int64, offset int32, given bool) (rowTime, bool, error) {
	if !health.PossibleTime(ms) {
		return rowTime{}, false, f.reject(at, reasonNoSuchYear)
	}
	if !given {
		offset = f.zone.or(ms, 0)
	}
	return rowTime{ms: ms, offset: offset}, true, nil
}

// number reads the number of a cell in its column's unit or in one of its own.
func (l *tableLook) number(f *fileReader, i int, m health.Metric, cell []byte) (s health.Sample, reason string) {
	c := l.table.Mapping.Columns[i]
	if m.ID == "height" && bytes.ContainsAny(cell, "'’′") {
		if d, ok := parseFeetInches(cell); ok {
			return health.Sample{Value: d, Unit: health.Inch, Form: health.FormOf(cell, d)}, ""
		}
	}
	number, own, given := cutUnit(cell)
	unit := c.Unit
	switch {
	case given:
		var fits bool
		role := c.Role
		if role == RolePressure {
			role = string(m.ID)
		}
		if unit, fits = fitUnit(role, own); !fits {
			return s, reasonOtherUnit
		}
	case !c.Known:
		return s, reasonUnknownUnit
	}
	d, reason := readNumber(number, l.decimal)
	return health.Sample{Value: d, Unit: unit, Form: health.FormOf(number, d)}, reason
}

// value reads a cell of a metric; ok is false for an empty one and for one that
// was rejected.
func (l *tableLook) value(f *fileReader, i int, m health.Metric) (s health.Sample, ok bool, err error) {
	cell := cellAt(f, i)
	if l.nothing(cell) {
		return s, false, nil
	}
	s, reason := l.number(f, i, m, cell)
	switch {
	case lastOfCut(f, i):
		reason = reasonCut
	case reason == "" && !m.Possible.Contains(s.Canonical()):
		reason = outside(m)
	}
	if reason != "" {
		return s, false, f.reject(i, reason)
	}
	return s, true, nil
}

// metricCell hands over the number of one cell. What belongs to a span of time
// is of the whole day.
func (l *tableLook) metricCell(f *fileReader, i int, t rowTime) (n int, err error) {
	m := metric(health.MetricID(l.table.Mapping.Columns[i].Role))
	s, ok, err := l.value(f, i, m)
	if !ok || err != nil {
		return 0, err
	}
	source := l.source
	s.Start, s.Offset, s.Origin = t.ms, t.offset, f.origin()
	if spansTime(string(m.ID)) {
		if t.length == 0 {
			return 0, f.reject(i, reasonSpan)
		}
		s.Start, s.Duration, s.Offset = t.dayStart, t.length, f.zone.at(t.dayStart)
		giver, _, _ := bytes.Cut([]byte(source), []byte{':'})
		source = health.SourceID(giver) + health.DailySuffix
	}
	return 1, f.sample(m.ID, source, s)
}

// pressures hands over the two pressures of a row, which belong together.
func (l *tableLook) pressures(f *fileReader, t rowTime) (n int, err error) {
	atS, atD := l.column("systolic"), l.column("diastolic")
	if atS < 0 && atD < 0 {
		return 0, nil
	}
	hasS, hasD := !l.nothing(cellAt(f, atS)), !l.nothing(cellAt(f, atD))
	switch {
	case !hasS && !hasD:
		return 0, nil
	case !hasS || !hasD:
		return 0, f.reject(max(atS, atD), reasonHalfPressure)
	}
	s, okS, err := l.value(f, atS, metric("systolic"))
	if err != nil {
		return 0, err
	}
	d, okD, err := l.value(f, atD, metric("diastolic"))
	if !okS || !okD || err != nil {
		return 0, err
	}
	return l.pair(f, atS, t, s, d)
}

// pressureCell reads both pressures from one cell.
func (l *tableLook) pressureCell(f *fileReader, i int, t rowTime) (n int, err error) {
	cell := cellAt(f, i)
	if l.nothing(cell) {
		return 0, nil
	}
	if lastOfCut(f, i) {
		return 0, f.reject(i, reasonCut)
	}
	upper, lower, ok := bytes.Cut(cell, []byte{'/'})
	if !ok || bytes.IndexByte(lower, '/') >= 0 && !bytes.Contains(lower, []byte("mm")) {
		return 0, f.reject(i, reasonNotBothSides)
	}
	s, reason := l.number(f, i, metric("systolic"), trimBlanks(upper))
	if reason != "" {
		return 0, f.reject(i, reason)
	}
	d, reason := l.number(f, i, metric("diastolic"), trimBlanks(lower))
	if reason != "" {
		return 0, f.reject(i, reason)
	}
	if _, own, given := cutUnit(trimBlanks(lower)); given { // "120/80 mmHg"
		s.Unit = own
	}
	for _, x := range []struct {
		s health.Sample
		m health.Metric
	}{{s, metric("systolic")}, {d, metric("diastolic")}} {
		if !x.m.Possible.Contains(x.s.Canonical()) {
			return 0, f.reject(i, outside(x.m))
		}
	}
	return l.pair(f, i, t, s, d)
}

func (l *tableLook) pair(f *fileReader, at int, t rowTime, s, d health.Sample) (n int, err error) {
	if s.Canonical() <= d.Canonical() {
		return 0, f.reject(at, reasonUpsidePressure)
	}
	s.Start, s.Offset, s.Origin = t.ms, t.offset, f.origin()
	d.Start, d.Offset, d.Origin = s.Start, s.Offset, s.Origin
	if err := f.sample("systolic", l.source, s); err != nil {
		return 0, err
	}
	return 2, f.sample("diastolic", l.source, d)
}

// words keeps what is written beside the numbers as a note of that moment.
func (l *tableLook) words(f *fileReader, t rowTime) (n int, err error) {
	var fields []health.Field
	several := false
	for i, c := range l.table.Mapping.Columns {
		if c.Role != RoleComment {
			continue
		}
		text := cellAt(f, i)
		if isBlank(text) {
			continue
		}
		if lastOfCut(f, i) {
			if err := f.reject(i, reasonCut); err != nil {
				return 0, err
			}
			continue
		}
		several = len(fields) > 0
		fields = append(fields, health.Field{Name: l.table.Header[i], Text: string(text)})
	}
	if len(fields) == 0 {
		return 0, nil
	}
	if !several {
		fields[0].Name = roleName(roleComments)
	}
	return 1, f.entry(health.Entry{
		Kind: health.Note, Source: l.source, Key: f.report.Kind, Start: t.ms, Offset: t.offset, Fields: fields,
	})
}
