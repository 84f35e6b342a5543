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
	null  bool // written as null: there is no value
}

// parseArray reads a JSON array of numbers and nulls ("[60,60]", "[]",
// "[1.5, null]") into dst, which it reuses. The reason is empty on success.
func parseArray(dst []element, b []byte) (out []element, reason string) {
	dst = dst[:0]
	b = bytes.Trim(b, " \t")
	if len(b) < 2 || b[0] != '[' || b[len(b)-1] != ']' {
		return dst, reasonNoArray
	}
	b = b[1 : len(b)-1]
	if len(bytes.Trim(b, " \t")) == 0 {
		return dst, ""
	}
	for {
		n := bytes.IndexByte(b, ',')
		cell := b
		if n >= 0 {
			cell = b[:n]
		}
		e, ok := parseElement(cell)
		if !ok {
			return dst, reasonBadElement
		}
		dst = append(dst, e)
		if n < 0 {
			return dst, ""
		}
		b = b[n+1:]
	}
}

func parseElement(b []byte) (element, bool) {
	// The commonest element by far: one to four digits.
	if len(b) > 0 && len(b) <= 4 {
		var m int64
		for _, c := range b {
			if c < '0' || c > '9' {
				return slowElement(b)
			}
			m = m*10 + int64(c-'0')
		}
		return element{value: health.Decimal{Mantissa: m}}, true
	}
	return slowElement(b)
}

func slowElement(b []byte) (element, bool) {
	b = bytes.Trim(b, " \t")
	if string(b) == "null" {
		return element{null: true}, true
	}
	d, err := parseNumber(b)
	return element{value: d}, err == nil
}

// millis returns a number of seconds in milliseconds. It reports false for
// negative ones, for fractions of a millisecond, and beyond maxSpan.
func millis(d health.Decimal) (int64, bool) {
	ms, ok := d.Rescale(3)
	return ms, ok && ms >= 0 && ms <= maxSpan
}

// maxSpan is the longest interval that one row may cover: a year and a day.
const maxSpan = 366 * 24 * 3600 * 1000
