package importers

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// markText turns the text of an attribute or element into what it says: its
// references are taken apart, and what is no text (control characters, bytes
// that are not UTF-8) becomes the sign for that. References that XML does not
// know by itself stay as they are: nothing is ever expanded.
func markText(b []byte) string {
	plain := true
	for _, c := range b {
		if c < ' ' || c == '&' || c >= 0x7f {
			plain = false
			break
		}
	}
	if plain {
		return string(b)
	}
	var out strings.Builder
	out.Grow(len(b))
	for len(b) > 0 {
		if b[0] == '&' {
			if r, n := reference(b); n > 0 {
				out.WriteRune(readable(r))
				b = b[n:]
				continue
			}
		}
		r, n := utf8.DecodeRune(b)
		out.WriteRune(readable(r))
		b = b[n:]
	}
	return out.String()
}

// readable replaces what is no part of a text.
func readable(r rune) rune {
	switch {
	case r == '\n' || r == '\t' || r == '\r':
		return ' '
	case unicode.IsControl(r) || !utf8.ValidRune(r):
		return utf8.RuneError
	}
	return r
}

var references = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

// reference reads the reference at the start of b and returns how long it is; 0
// for one that XML does not know.
func reference(b []byte) (rune, int) {
	end := bytes.IndexByte(b[:min(len(b), 12)], ';')
	if end < 2 {
		return 0, 0
	}
	word := string(b[1:end])
	if r, ok := references[word]; ok {
		return r, end + 1
	}
	digits, base := strings.TrimPrefix(word, "#"), 10
	if len(digits) == len(word) {
		return 0, 0
	}
	if digits[:min(1, len(digits))] == "x" {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > unicode.MaxRune {
		return 0, 0
	}
	return rune(n), end + 1
}

// words parts a name made of capitals: StepCount → Step Count,
// HeartRateVariabilitySDNN → Heart Rate Variability SDNN.
func words(name string) string {
	var out strings.Builder
	for i := 0; i < len(name); i++ {
		upper := name[i] >= 'A' && name[i] <= 'Z'
		if i > 0 && upper {
			before, after := name[i-1], byte(0)
			if i+1 < len(name) {
				after = name[i+1]
			}
			if before >= 'a' && before <= 'z' || before >= 'A' && before <= 'Z' && after >= 'a' && after <= 'z' {
				out.WriteByte(' ')
			}
		}
		out.WriteByte(name[i])
	}
	return out.String()
}
