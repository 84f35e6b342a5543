package importers

import (
	"fmt"
	"math/bits"
	"strconv"

	"vitalkeep/health"
)

func decimalOf(n int) string { return strconv.Itoa(n) }

// dateFamily are forms that only the numbers tell apart: 03/04/2024 is of two.
type dateFamily struct {
	forms uint32 // of the family
	alive uint32 // those by which every date of the file so far can be read
	dates int
	// The lines of the first date that left a single form, and of the first that
	// no form is left for.
	settled, broken int
}

// dateFamilies groups the forms: two of one family have the same sign between
// parts, and years of as many digits at the same end.
func dateFamilies() []dateFamily {
	keys := map[string]int{}
	var out []dateFamily
	for i, f := range dateForms {
		key := f.name
		switch f.name {
		case dayMonthSlash, monthDaySlash:
			key = "slash"
		case "dd-mm-yyyy", "mm-dd-yyyy":
			key = "dash"
		case "dd.mm.yy", "yy.mm.dd":
			key = "dot2"
		case "dd/mm/yy", "mm/dd/yy", "yy/mm/dd":
			key = "slash2"
		case "dd-mm-yy", "mm-dd-yy", "yy-mm-dd":
			key = "dash2"
		}
		at, ok := keys[key]
		if !ok {
			at = len(out)
			keys[key] = at
			out = append(out, dateFamily{})
		}
		out[at].forms |= 1 << i
		out[at].alive |= 1 << i
	}
	return out
}

// evidence is what the rows of a table prove about how it is written.
type evidence struct {
	rows     int
	families []dateFamily
	timed    bool // some row has a time of day …
	untimed  bool // … and some has none
	local    bool // some row has a time without its offset

	point, comma, either bool // decimal signs that are proved, and numbers that could have either

	columns []columnEvidence
	// spans are the first and last day that the dates have when they are read by
	// each of the forms.
	spans []dateSpan
}

type dateSpan struct{ first, last health.Date }

// columnEvidence is what the cells of a column hold.
type columnEvidence struct {
	values int
	bare   int // values without a unit of their own
	unit   health.Unit
}

func newEvidence(columns int) *evidence {
	return &evidence{families: dateFamilies(), columns: make([]columnEvidence, columns), spans: make([]dateSpan, len(dateForms))}
}

// date takes a cell of a date into account, with the time beside it.
func (e *evidence) date(cell, beside []byte, line int) {
	mask := formsOf(cell)
	if mask == 0 {
		return
	}
	for i := range e.families {
		f := &e.families[i]
		if f.forms&mask == 0 {
			continue
		}
		f.dates++
		if f.broken > 0 {
			break
		}
		if f.alive &= mask; f.alive == 0 {
			f.broken = line
		} else if bits.OnesCount32(f.alive) == 1 && f.settled == 0 {
			f.settled = line
		}
		break
	}
	m := momentBy(mask, cell)
	if c, ok := readClock(beside); ok && !m.epoch {
		m.clock, m.timed = c, true
	}
	switch {
	case m.epoch:
		e.timed = true
		return
	case m.timed:
		e.timed = true
	default:
		e.untimed = true
	}
	e.local = e.local || !m.clock.zoned
	for i, form := range dateForms {
		if mask&(1<<i) == 0 {
			continue
		}
		m, _ := readMoment(form, cell)
		span := &e.spans[i]
		if span.first == (health.Date{}) || m.date.Compare(span.first) < 0 {
			span.first = m.date
		}
		if m.date.Compare(span.last) > 0 {
			span.last = m.date
		}
	}
}

// number takes a cell of a number into account. In a column whose unit is known,
// a reading that is impossible proves the other.
func (e *evidence) number(i int, c MappedColumn, cell []byte) {
	number, unit, given := cutUnit(cell)
	x, ok := cutNumeral(number)
	if !ok {
		return
	}
	sign, either, ok := x.decimalSign()
	if !ok {
		return
	}
	col := &e.columns[i]
	col.values++
	if !given {
		col.bare++
		unit = c.Unit
	} else if u, ok := fitUnit(c.Role, unit); ok && col.unit == health.NoUnit {
		col.unit = u
	}
	if either {
		m, known := health.Lookup(health.MetricID(c.Role))
		if !known || m.Generic || !given && !c.Known {
			e.either = true
			return
		}
		possible := func(decimal rune) bool {
			d, reason := readNumber(number, decimal)
			whole := unit != health.Count || d.Normal().Places == 0 // nobody takes a part of a step
			return reason == "" && whole && m.Possible.Contains(unit.Value(d))
		}
		switch as, not := possible(sign), possible(opposite(sign)); {
		case as == not:
			e.either = true
			return
		case !as:
			sign = opposite(sign)
		}
	}
	e.point = e.point || sign == '.'
	e.comma = e.comma || sign == ','
}

// form tells the form of the dates, or those that are possible. A problem says
// that they are written in two ways that look alike.
func (e *evidence) form() (form string, choices []string, problem string) {
	var best *dateFamily
	for i := range e.families {
		if f := &e.families[i]; f.dates > 0 && (best == nil || f.dates > best.dates) {
			best = f
		}
	}
	if best == nil {
		return "", nil, ""
	}
	if best.broken > 0 {
		return "", nil, fmt.Sprintf("its dates are written in two ways, days and months exchanged: compare lines %d and %d", best.settled, best.broken)
	}
	for i, f := range dateForms {
		if best.alive&(1<<i) != 0 {
			choices = append(choices, f.name)
		}
	}
	if len(choices) == 1 {
		return choices[0], nil, ""
	}
	return "", choices, ""
}

// decimal tells the decimal sign: "" where there is none, or where both are
// proved and only what is clear by itself can be read.
func (e *evidence) decimal() (sign string, ask bool) {
	switch {
	case e.point && e.comma:
		return "", false
	case e.point:
		return ".", false
	case e.comma:
		return ",", false
	}
	return "", e.either
}
