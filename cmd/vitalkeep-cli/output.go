package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"vitalkeep/health"
)

// printJSON writes one object on a line of its own.
func (c *call) printJSON(v any) error {
	enc := json.NewEncoder(c.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// table writes rows in columns, numbers to the right; it holds them in memory,
// so it is for short lists.
func (c *call) table(header []string, rows [][]string) {
	widths := make([]int, len(header))
	text := make([]bool, len(header)) // columns with something else than numbers
	for i, name := range header {
		widths[i] = utf8.RuneCountInString(name)
		for _, cells := range rows {
			widths[i] = max(widths[i], utf8.RuneCountInString(cells[i]))
			if _, err := strconv.ParseFloat(cells[i], 64); err != nil {
				text[i] = true
			}
		}
	}
	for _, cells := range append([][]string{header}, rows...) {
		var line strings.Builder
		for i, cell := range cells {
			blanks := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if text[i] {
				line.WriteString(cell + blanks + "  ")
			} else {
				line.WriteString(blanks + cell + "  ")
			}
		}
		c.printf("%s\n", strings.TrimRight(line.String(), " "))
	}
}

// secondsOf writes milliseconds in seconds as JSON, exactly.
func secondsOf(ms int64) json.RawMessage {
	return json.RawMessage(health.Decimal{Mantissa: ms, Places: 3}.Normal().String())
}

// valueFor writes a canonical value of m in the units of the person.
func valueFor(p health.Profile, m health.Metric, v float64) string {
	u := p.Units.DisplayUnit(m)
	return strconv.FormatFloat(u.FromCanonical(v), 'f', health.DisplayDecimals(m, u), 64)
}

// unitFor is the unit that valueFor writes in, for people.
func unitFor(p health.Profile, m health.Metric) string { return p.Units.DisplayUnit(m).Symbol() }

// localTime writes an instant as it was where it was measured.
func localTime(ms int64, offset int32) string {
	return time.UnixMilli(ms+int64(offset)*1000).UTC().Format("2006-01-02 15:04:05") + " " + health.FormatOffset(offset)
}

// padded fills a text with blanks on its left up to a width in characters.
func padded(s string, width int) string {
	return strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s))) + s
}

// counted is "1 row" or "3 rows".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// progress returns a callback that shows a share on a terminal, and nil where
// nobody looks.
func (c *call) progress(what string) (show func(done, total int64), clear func()) {
	if !c.terminal {
		return nil, func() {}
	}
	last := int64(-1)
	show = func(done, total int64) {
		if total <= 0 || done*100/total == last {
			return
		}
		last = done * 100 / total
		_, _ = fmt.Fprintf(c.errs, "\r%s %d %%", what, last)
	}
	return show, func() {
		if last >= 0 {
			_, _ = fmt.Fprintf(c.errs, "\r%s\r", strings.Repeat(" ", len(what)+6))
		}
	}
}
