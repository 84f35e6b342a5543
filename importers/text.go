package importers

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// feetMarks turns every mark of feet into ' and of inches into ".
var feetMarks = strings.NewReplacer("''", `"`, "’’", `"`, "′′", `"`, "″", `"`, "”", `"`, "’", "'", "′", "'")

// lowerFirst makes a metric's name fit the middle of a sentence; names that
// start with an abbreviation stay.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	if unicode.IsUpper(second) || !unicode.IsUpper(r) || second == 'p' && strings.HasPrefix(s, "SpO") {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

func bound(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// english turns a count into "1 row" or "3 rows".
func english(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
