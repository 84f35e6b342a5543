package importers

import (
	"bytes"

	"vitalkeep/health"
)

// Reasons why an array cell is left out.
const (
	reasonNoArray    = "not a list of numbers in brackets"
	reasonBadElement = "a list with something that is not a number"
)

// element is one member of an array cell.
type element struct {
	value health.Decimal
	form  health.Form
	null  bool // written as null: there is no value
}

// parseArray reads a JSON array of numbers and nulls ("[60,60]", "[]",
// "[1.5, null]") into dst, which it reuses. The reason is empty on success.
func parseArray(dst []element, b []byte) (out []element, reason string) {
	dst = dst[:0]
	b = trim(b)
	if len(b) < 2 || b[0] != '[' || b[len(b)-1] != ']' {
		return dst, reasonNoArray
	}
	b = b[1 : len(b)-1]
	if len(trim(b)) == 0 {
		return dst, ""
	}
	for i := 0; ; {
		// The commonest element by far is a short row of digits, or two of them
		// with a point between.
		from, point, m := i, -1, int64(0)
		for ; i < len(b) && i-from < 17; i++ {
			if c := b[i] - '0'; c <= 9 {
				m = m*10 + int64(c)
			} else if b[i] == '.' && point < 0 {
				point = i
			} else {
				break
			}
		}
		ended := i == len(b) || b[i] == ','
		switch {
		case ended && i > from && point < 0 && (b[from] != '0' || i == from+1):
			dst = append(dst, element{value: health.Decimal{Mantissa: m}})
		case ended && point > from && i > point+1 && (b[from] != '0' || point == from+1):
			dst = append(dst, element{value: health.Decimal{Mantissa: m, Places: uint8(i - point - 1)}}) //nolint:gosec // at most 17
		default:
			i = len(b)
			if n := bytes.IndexByte(b[from:], ','); n >= 0 {
				i = from + n
			}
			e, ok := slowElement(b[from:i])
			if !ok {
				return dst, reasonBadElement
			}
			dst = append(dst, e)
		}
		if i == len(b) {
			return dst, ""
		}
		i++
	}
}

// slowElement reads what is not a row of digits: signs, fractions, exponents,
// blanks, null.
func slowElement(b []byte) (element, bool) {
	b = trim(b)
	if string(b) == "null" {
		return element{null: true}, true
	}
	d, err := parseNumber(b)
	return element{value: d, form: health.FormOf(b, d)}, err == nil
}

// millis returns a number of seconds in milliseconds. It reports false for
// negative ones, for fractions of a millisecond, and beyond maxSpan.
func millis(d health.Decimal) (int64, bool) {
	if d.Places == 0 {
		return d.Mantissa * 1000, d.Mantissa >= 0 && d.Mantissa <= maxSpan/1000
	}
	ms, ok := d.Rescale(3)
	return ms, ok && ms >= 0 && ms <= maxSpan
}

// maxSpan is the longest interval that one row may cover: a year and a day.
const maxSpan = 366 * 24 * 3600 * 1000
