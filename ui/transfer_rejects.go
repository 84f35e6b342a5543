package ui

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vitalkeep/health"
)

// writeRejects writes the rows that were left out as CSV and closes the writer.
func writeRejects(to io.WriteCloser, rejects []health.Reject) error {
	w := csv.NewWriter(to)
	records := [][]string{{"file", "row", "column", "reason"}}
	for _, r := range rejects {
		row := ""
		if r.Row > 0 {
			row = strconv.Itoa(r.Row)
		}
		records = append(records, []string{plainCell(r.File), row, plainCell(r.Column), plainCell(r.Reason)})
	}
	return errors.Join(w.WriteAll(records), to.Close())
}

// plainCell keeps a text that comes from a stranger's file from being run as a
// formula by the spreadsheet that opens the list.
func plainCell(s string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, unicode.IsSpace))
	// Programs in East Asia take the wide signs for the narrow ones.
	if strings.ContainsRune("=+-@＝＋－＠", first) || s != "" && strings.ContainsRune("\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}
