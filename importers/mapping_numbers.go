package importers

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"vitalkeep/health"
)

// Reasons why a number of a mapped table is left out.
const (
	reasonEitherSign = "could be thousands or decimals; nothing in the file says which"
	reasonOtherSign  = "written with another decimal sign than the rest of the file"
)

// numeral is a number as it is written, cut at its separators.
type numeral struct {
	sign   byte // 0, '+' or '-'
	groups [12][]byte
	seps   [12]rune
	n      int    // separators; there is one group more
	power  []byte // the exponent with its letter; nil for most
}

// isGroupSign reports whether c stands between thousands and nowhere else.
func isGroupSign(c rune) bool {
	switch c {
	case ' ', '\u00a0', '\u202f', '\u2009', '\'', '’':
		return true
	}
	return false
}

// cutNumeral cuts a number at everything that can be a separator.
func cutNumeral(b []byte) (x numeral, ok bool) {
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		x.sign, b = b[0], b[1:]
	}
	if e := bytes.IndexAny(b, "eE"); e > 0 {
		b, x.power = b[:e], b[e:]
	}
	from, digit := 0, false
	for i := 0; i < len(b); {
		c, size := utf8.DecodeRune(b[i:])
		switch {
		case c >= '0' && c <= '9':
			digit = true
		case c == '.' || c == ',' || isGroupSign(c):
			if x.n == len(x.seps)-1 {
				return x, false
			}
			x.groups[x.n], x.seps[x.n] = b[from:i], c
			x.n++
			from = i + size
		default:
			return x, false
		}
		i += size
	}
	x.groups[x.n] = b[from:]
	return x, digit
}

// thousands reports whether the groups up to one are such as thousands have.
func (x *numeral) thousands(last int) bool {
	for i, g := range x.groups[:last+1] {
		if len(g) != 3 && (i > 0 || len(g) == 0 || len(g) > 3) {
			return false
		}
	}
	return true
}

// decimalSign tells the decimal sign that a number proves. either means that its
// only separator, which is returned, could be a decimal sign or stand between
// thousands; with none there is no decimal sign in it.
func (x *numeral) decimalSign() (sign rune, either, ok bool) {
	if x.n == 0 {
		return 0, false, true
	}
	last := x.seps[x.n-1]
	for _, s := range x.seps[:x.n-1] {
		if s != x.seps[0] {
			return 0, false, false
		}
	}
	first := x.seps[0]
	switch {
	case x.n == 1 && isGroupSign(first):
		return 0, false, x.thousands(1) && x.power == nil
	case x.n == 1:
		either = x.power == nil && len(x.groups[1]) == 3 && x.thousands(1) && x.groups[0][0] != '0'
		return first, either, true
	case x.power != nil:
		return 0, false, false
	case first == last:
		if !x.thousands(x.n) {
			return 0, false, false
		}
		return opposite(first), false, true
	case isGroupSign(last):
		return 0, false, false
	}
	return last, false, x.thousands(x.n - 1)
}

// opposite is the decimal sign where the other stands between thousands.
func opposite(group rune) rune {
	switch group {
	case '.':
		return ','
	case ',':
		return '.'
	}
	return 0
}

// readNumber reads a number with that decimal sign; with 0, what can be read in
// one way only. Thousands may be grouped, by threes and by one sign.
func readNumber(cell []byte, decimal rune) (d health.Decimal, reason string) {
	x, ok := cutNumeral(cell)
	if !ok {
		return d, reasonNotANumber
	}
	sign, either, ok := x.decimalSign()
	switch {
	case !ok:
		return d, reasonNotANumber
	case either && decimal == 0:
		return d, reasonEitherSign
	case either && sign != decimal:
		sign = decimal // it stands between thousands
	case sign != 0 && decimal != 0 && sign != decimal:
		return d, reasonOtherSign
	}
	var room [64]byte
	plain := room[:0]
	if x.sign != 0 {
		plain = append(plain, x.sign)
	}
	for i, g := range x.groups[:x.n+1] {
		if i > 0 && i == x.n && x.seps[i-1] == sign {
			plain = append(plain, '.')
		}
		plain = append(plain, g...)
	}
	d, err := parseNumber(append(plain, x.power...))
	switch {
	case errors.Is(err, health.ErrNumberTooLarge):
		return d, reasonTooManyDigit
	case err != nil:
		return d, reasonNotANumber
	}
	return d, ""
}

// isNumber reports whether a cell is a number, whatever its decimal sign.
func isNumber(cell []byte) bool {
	x, ok := cutNumeral(cell)
	if !ok {
		return false
	}
	_, _, ok = x.decimalSign()
	return ok
}

// cutUnit takes the unit off a cell like "77.2 kg". A text behind the number
// that is no unit leaves the cell as it is.
func cutUnit(cell []byte) (number []byte, unit health.Unit, given bool) {
	i := len(cell)
	for i > 0 && (cell[i-1] < '0' || cell[i-1] > '9') && cell[i-1] != '.' {
		i--
	}
	if i == 0 || i == len(cell) || len(cell)-i > 16 {
		return cell, health.NoUnit, false
	}
	u, ok := unitWord(string(cell[i:]))
	if !ok {
		return cell, health.NoUnit, false
	}
	return trimBlanks(cell[:i]), u, true
}

// blankMarks are what people and programs write for "nothing".
var blankMarks = map[string]bool{"-": true, "--": true, "–": true, "—": true, "null": true, "NULL": true, "n/a": true, "N/A": true}

// isBlank reports whether a cell holds nothing.
func isBlank(cell []byte) bool { return len(cell) == 0 || len(cell) <= 4 && blankMarks[string(cell)] }
