package health

import (
	"errors"
	"math"
	"strconv"
)

// MaxPlaces is the largest number of decimal places a Decimal can hold.
const MaxPlaces = 18

// Errors of ParseDecimal.
var (
	ErrNotANumber     = errors.New("not a number")
	ErrNumberTooLarge = errors.New("number has too many digits")
)

// Decimal is a decimal number exactly as it was written:
// Mantissa × 10^-Places. The zero value is 0.
type Decimal struct {
	Mantissa int64
	Places   uint8 // 0 to MaxPlaces
}

var pow10 = func() (p [MaxPlaces + 1]int64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

// Int returns n as a Decimal without places.
func Int(n int64) Decimal { return Decimal{Mantissa: n} }

// ParseDecimal reads an optional sign, digits, and an optional fraction after
// a period ("78.20", "-3", ".5"), and nothing else: no exponent, no grouping,
// no blanks, no NaN or infinity. Leading zeros do not count as digits; more
// than 18 digits are ErrNumberTooLarge. It does not allocate.
func ParseDecimal[T ~string | ~[]byte](s T) (Decimal, error) {
	var d Decimal
	i, neg := 0, false
	if len(s) > 0 && (s[0] == '-' || s[0] == '+') {
		neg = s[0] == '-'
		i++
	}
	digits, point, significant := 0, false, 0
	for ; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			digits++
			if significant > 0 || c != '0' {
				significant++
			}
			if point {
				d.Places++
			}
			if significant > MaxPlaces || d.Places > MaxPlaces {
				return Decimal{}, ErrNumberTooLarge
			}
			d.Mantissa = d.Mantissa*10 + int64(c-'0')
		case c == '.' && !point:
			point = true
		default:
			return Decimal{}, ErrNotANumber
		}
	}
	if digits == 0 {
		return Decimal{}, ErrNotANumber
	}
	if neg {
		d.Mantissa = -d.Mantissa
	}
	return d, nil
}

// Float64 returns the nearest float64.
func (d Decimal) Float64() float64 {
	// Both operands are exact below 2^53 and 10^22, so one division rounds once.
	if d.Mantissa < 1<<53 && d.Mantissa > -1<<53 {
		return float64(d.Mantissa) / float64(pow10[min(d.Places, MaxPlaces)])
	}
	f, err := strconv.ParseFloat(d.String(), 64)
	if err != nil {
		return math.NaN()
	}
	return f
}

// Normal returns the same number without trailing zeros after the point.
func (d Decimal) Normal() Decimal {
	for d.Places > 0 && d.Mantissa%10 == 0 {
		d.Mantissa /= 10
		d.Places--
	}
	return d
}

// Equal reports whether d and e are the same number; 77.00 equals 77.
func (d Decimal) Equal(e Decimal) bool { return d.Normal() == e.Normal() }

// Rescale returns d's mantissa at the given number of places, and whether that
// is possible without loss or overflow.
func (d Decimal) Rescale(places uint8) (int64, bool) {
	if places > MaxPlaces {
		return 0, false
	}
	for d.Places > places {
		if d.Mantissa%10 != 0 {
			return 0, false
		}
		d.Mantissa /= 10
		d.Places--
	}
	f := pow10[places-d.Places]
	if m := d.Mantissa * f; f == 1 || m/f == d.Mantissa {
		return m, true
	}
	return 0, false
}

// FromFloat returns f rounded to places decimals, half away from zero. It
// reports false when f is not finite or does not fit.
func FromFloat(f float64, places uint8) (Decimal, bool) {
	if places > MaxPlaces {
		return Decimal{}, false
	}
	x := math.Round(f * float64(pow10[places]))
	if math.IsNaN(x) || math.Abs(x) >= 1<<62 {
		return Decimal{}, false
	}
	return Decimal{Mantissa: int64(x), Places: places}, true
}

// String returns the number as written, with its trailing zeros.
func (d Decimal) String() string { return string(d.AppendText(nil)) }

// AppendText appends the number as written, with its trailing zeros, to b.
func (d Decimal) AppendText(b []byte) []byte {
	m := d.Mantissa
	if m < 0 {
		b = append(b, '-')
	}
	u := uint64(m) //nolint:gosec // the two's complement is what the next line undoes
	if m < 0 {
		u = -u
	}
	var tmp [40]byte
	digits := strconv.AppendUint(tmp[:0], u, 10)
	places := int(d.Places)
	for len(digits) <= places {
		digits = append([]byte{'0'}, digits...)
	}
	b = append(b, digits[:len(digits)-places]...)
	if places > 0 {
		b = append(b, '.')
		b = append(b, digits[len(digits)-places:]...)
	}
	return b
}
