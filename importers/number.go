package importers

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"vitalkeep/health"
)

// Reasons why a number is left out.
const (
	reasonNotANumber   = "not a number"
	reasonDecimalComma = "a decimal comma; numbers need a point"
	reasonTooManyDigit = "more digits than can be kept exactly"
)

// numberReason says in words what parseNumber's error means.
func numberReason(cell []byte, err error) string {
	if errors.Is(err, health.ErrNumberTooLarge) {
		return reasonTooManyDigit
	}
	if bytes.Count(cell, []byte{','}) == 1 {
		cell = bytes.Replace(cell, []byte{','}, []byte{'.'}, 1)
		if _, err := health.ParseDecimal(cell); err == nil {
			return reasonDecimalComma
		}
	}
	return reasonNotANumber
}

// parseNumber reads a plain decimal number, or one with an exponent as JSON
// writes very small and very large ones ("1.5e-05"), exactly.
func parseNumber(b []byte) (health.Decimal, error) {
	e := bytes.IndexAny(b, "eE")
	if e < 0 {
		return health.ParseDecimal(b)
	}
	d, err := health.ParseDecimal(b[:e])
	if err != nil {
		return health.Decimal{}, err
	}
	x, err := health.ParseDecimal(b[e+1:])
	if err != nil || x.Places != 0 {
		return health.Decimal{}, health.ErrNotANumber
	}
	if d.Mantissa == 0 {
		return health.Decimal{}, nil
	}
	d = d.Normal()
	places := int64(d.Places) - x.Mantissa
	if x.Mantissa < -100 || x.Mantissa > 100 || places > health.MaxPlaces {
		return health.Decimal{}, health.ErrNumberTooLarge
	}
	for ; places < 0; places++ {
		if d.Mantissa >= 1e17 || d.Mantissa <= -1e17 {
			return health.Decimal{}, health.ErrNumberTooLarge
		}
		d.Mantissa *= 10
	}
	d.Places = uint8(places)
	return d, nil
}

// usualNumber reads a number of few digits as most are written: 72, 0.5, 36.60.
// It reports false for all others, also those that parseNumber takes.
func usualNumber(b []byte) (health.Decimal, bool) {
	if len(b) == 0 || len(b) > 17 || b[0] == '.' {
		return health.Decimal{}, false
	}
	point, m := 0, int64(0)
	for i, c := range b {
		if c -= '0'; c <= 9 {
			m = m*10 + int64(c)
		} else if b[i] == '.' && point == 0 {
			point = i
		} else {
			return health.Decimal{}, false
		}
	}
	whole, places := len(b), 0
	if point > 0 {
		whole, places = point, len(b)-1-point
	}
	if b[0] == '0' && whole > 1 || point > 0 && places == 0 {
		return health.Decimal{}, false
	}
	return health.Decimal{Mantissa: m, Places: uint8(places)}, true //nolint:gosec // less than 17
}

// ungroup removes the thousands separators of "1,356" and "12,345.5"; it
// reports false for commas at any other place.
func ungroup(b []byte) ([]byte, bool) {
	if bytes.IndexByte(b, ',') < 0 {
		return b, true
	}
	whole, fraction := b, []byte(nil)
	if p := bytes.IndexByte(b, '.'); p >= 0 {
		whole, fraction = b[:p], b[p:]
	}
	if bytes.IndexByte(fraction, ',') >= 0 {
		return b, false
	}
	groups := bytes.Split(bytes.TrimPrefix(whole, []byte{'-'}), []byte{','})
	for i, g := range groups {
		if len(g) != 3 && (i > 0 || len(g) == 0 || len(g) > 3) {
			return b, false
		}
	}
	return append(bytes.ReplaceAll(whole, []byte{','}, nil), fraction...), true
}

// parseFeetInches reads heights as US accounts have them: 5' 10", 6', 5'11.5",
// with two apostrophes for the double quote or with typographic marks; the
// result is in inches.
func parseFeetInches(b []byte) (health.Decimal, bool) {
	s := feetMarks.Replace(string(bytes.TrimSpace(b)))
	feet, rest, ok := strings.Cut(s, "'")
	if !ok {
		return health.Decimal{}, false
	}
	f, err := health.ParseDecimal(feet)
	if err != nil || f.Places != 0 || f.Mantissa < 0 || f.Mantissa > 99 || feet[0] == '+' {
		return health.Decimal{}, false
	}
	rest = strings.TrimSpace(rest)
	if rest == "" {
		return health.Int(f.Mantissa * 12), true
	}
	inches, ok := strings.CutSuffix(rest, "\"")
	if !ok {
		return health.Decimal{}, false
	}
	in, err := health.ParseDecimal(strings.TrimSpace(inches))
	if err != nil || in.Mantissa < 0 || in.Places > 4 || in.Float64() >= 12 || inches[0] == '+' {
		return health.Decimal{}, false
	}
	scale := int64(1)
	for range in.Places {
		scale *= 10
	}
	return health.Decimal{Mantissa: f.Mantissa*12*scale + in.Mantissa, Places: in.Places}, true
}

// outside says which bounds a value of m left. It names bounds and unit, never
// the value.
func outside(m health.Metric) string {
	unit := m.Unit.Symbol()
	if unit != "" && unit != "%" {
		unit = " " + unit
	}
	return fmt.Sprintf("outside what is possible for %s: %s to %s%s", lowerFirst(m.Name), bound(m.Possible.Min), bound(m.Possible.Max), unit)
}
