package importers

import (
	"bytes"
	"strings"
)

// headRows returns the first records of a text with commas, at most so many, as
// far as the first bytes of it hold them whole. Lines that cannot be read are
// left out.
func headRows(head []byte, most int) (rows [][]string) {
	s := newScanner(bytes.NewReader(head), defaultLimits)
	for range 2 * most {
		err := s.next()
		if _, broken := err.(*rowError); broken { //nolint:errorlint // the scanner's own, not wrapped
			continue
		}
		if err != nil || !s.ended || len(rows) == most {
			break
		}
		row := make([]string, len(s.cells))
		for i, c := range s.cells {
			row[i] = strings.TrimSpace(string(bytes.TrimPrefix(c, byteOrderMark)))
		}
		rows = append(rows, row)
	}
	return rows
}

// findColumn returns the first column that has one of the names, whatever the
// case of its letters; -1 for none.
func findColumn(header []string, names ...string) int {
	for i, h := range header {
		for _, n := range names {
			if strings.EqualFold(h, n) {
				return i
			}
		}
	}
	return -1
}
