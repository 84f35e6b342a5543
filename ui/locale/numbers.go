package locale

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode"

	"vitalkeep/health"
)

// Signs of figures as people read them.
const (
	Minus   = "\u2212"
	Missing = "\u2013"
)

// Errors of [ParseNumber].
var (
	ErrNotANumber     = errors.New("not a number")
	ErrTwoReadings    = errors.New("number can be read in two ways")
	ErrTooManyFigures = errors.New("number has too many digits")
)

// Number returns v with the given decimals in the language's form. What is not
// finite is missing.
func Number(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Missing
	}
	var buf [64]byte
	return current.Load().figure(strconv.AppendFloat(buf[:0], v, 'f', max(decimals, 0), 64), false)
}

// Trimmed is [Number] without zeros at the end of the fraction.
func Trimmed(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Missing
	}
	var buf [64]byte
	return current.Load().figure(strconv.AppendFloat(buf[:0], v, 'f', max(decimals, 0), 64), true)
}

// Decimal returns a number as it was written, with its zeros.
func Decimal(d health.Decimal) string {
	var buf [64]byte
	return current.Load().figure(d.AppendText(buf[:0]), false)
}

// Count returns a whole number.
func Count[N ~int | ~int64 | ~uint64](n N) string {
	var buf [32]byte
	return current.Load().figure(strconv.AppendInt(buf[:0], int64(n), 10), false)
}

// figure puts a plain number ("-1284.50") into the form of the language.
func (f *forms) figure(plain []byte, trim bool) string {
	negative := false
	if plain[0] == '-' {
		negative, plain = true, plain[1:]
	}
	whole, fraction := plain, []byte(nil)
	for i, c := range plain {
		if c == '.' {
			whole, fraction = plain[:i], plain[i+1:]
			break
		}
	}
	if trim {
		for len(fraction) > 0 && fraction[len(fraction)-1] == '0' {
			fraction = fraction[:len(fraction)-1]
		}
	}
	var buf [96]byte
	out := buf[:0]
	if negative && !zero(whole, fraction) {
		out = append(out, Minus...)
	}
	grouped := len(whole) >= 3+f.groupFrom
	for i, c := range whole {
		if grouped && i > 0 && (len(whole)-i)%3 == 0 {
			out = append(out, f.group...)
		}
		out = append(out, c)
	}
	if len(fraction) > 0 {
		out = append(out, f.decimal)
		out = append(out, fraction...)
	}
	return string(out)
}

func zero(parts ...[]byte) bool {
	for _, p := range parts {
		for _, c := range p {
			if c != '0' {
				return false
			}
		}
	}
	return true
}

// ParseNumber reads what a person typed: a number in the form of the language
// in use, or plain ("82.4"). It keeps the decimals written. A single point or
// comma that may part thousands as well as decimals ("1.234" in German) is
// ErrTwoReadings; [Reason] tells why a number was refused.
func ParseNumber(text string) (health.Decimal, error) {
	sign, rest := "", strings.TrimSpace(text)
	for _, minus := range []string{"-", Minus, "\u2013"} {
		if after, ok := strings.CutPrefix(rest, minus); ok {
			sign, rest = "-", strings.TrimSpace(after)
			break
		}
	}
	if sign == "" {
		rest = strings.TrimPrefix(rest, "+")
	}
	plain, err := current.Load().plain(rest)
	if err != nil {
		return health.Decimal{}, err
	}
	d, err := health.ParseDecimal(sign + plain)
	switch {
	case errors.Is(err, health.ErrNumberTooLarge):
		return health.Decimal{}, ErrTooManyFigures
	case err != nil:
		return health.Decimal{}, ErrNotANumber
	}
	return d, nil
}

// Reason says what is wrong with a number that was refused, "" for no error.
func Reason(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, ErrTwoReadings):
		t := current.Load()
		return T("This can be read in two ways. Write thousands without a sign and decimals after “%s”.", string(t.decimal))
	case errors.Is(err, ErrTooManyFigures):
		return T("This number is too long.")
	}
	return T("This is not a number.")
}

// plain returns a number without its sign as digits with at most one point.
func (f *forms) plain(text string) (string, error) {
	var b strings.Builder
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Zs, r), r == '\'', r == '\u2019':
			b.WriteByte(' ')
		case r >= '0' && r <= '9', r == '.', r == ',':
			b.WriteRune(r)
		default:
			return "", ErrNotANumber
		}
	}
	s := b.String()
	last := strings.LastIndexAny(s, ".,")
	if last < 0 {
		return ungrouped(s, ' ')
	}
	mark := s[last]
	other := byte('.' + ',' - mark)
	whole, fraction := s[:last], s[last+1:]
	switch {
	case strings.IndexByte(fraction, ' ') >= 0:
		return "", ErrNotANumber
	case strings.IndexByte(whole, mark) >= 0: // "1.234.567"
		if strings.IndexByte(s, other) >= 0 {
			return "", ErrNotANumber
		}
		return ungrouped(s, mark)
	case strings.IndexByte(whole, other) >= 0: // "1.234,5"
		digits, err := ungrouped(whole, other)
		return digits + "." + fraction, err
	case strings.IndexByte(whole, ' ') >= 0: // "1 234,5"
		digits, err := ungrouped(whole, ' ')
		return digits + "." + fraction, err
	case mark != f.decimal && len(fraction) == 3 && len(whole) >= 1 && len(whole) <= 3 && whole[0] != '0':
		return "", ErrTwoReadings
	}
	return whole + "." + fraction, nil
}

// ungrouped takes the marks between groups of three digits out.
func ungrouped(s string, mark byte) (string, error) {
	groups := strings.Split(s, string(rune(mark)))
	for i, g := range groups {
		if strings.Trim(g, "0123456789") != "" || len(groups) > 1 && (g == "" || i > 0 && len(g) != 3 || len(g) > 3) {
			return "", ErrNotANumber
		}
	}
	return strings.Join(groups, ""), nil
}
