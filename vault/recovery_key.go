package vault

import (
	"crypto/rand"
	"fmt"
	"io"
	"strings"
)

// A recovery key is 27 random symbols of Crockford's base 32 (135 bits) and
// one check symbol, in seven groups of four.
const (
	recoveryAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	recoverySymbols  = 27
)

// recoveryCode holds the values, 0 to 31, of the random symbols.
type recoveryCode [recoverySymbols]byte

func newRecoveryCode() (c recoveryCode) {
	_, _ = rand.Read(c[:]) // never fails, see crypto/rand
	for i := range c {
		c[i] &= 31
	}
	return c
}

// check is the sum of the symbols times rising powers of a generator of
// GF(32): every single wrong symbol and every two exchanged ones change it.
func (c *recoveryCode) check() byte {
	var sum, weight byte = 0, 1
	for _, v := range c {
		weight = mulGF32(weight, 2)
		sum ^= mulGF32(v, weight)
	}
	return sum
}

// mulGF32 multiplies modulo x^5 + x^2 + 1.
func mulGF32(a, b byte) (p byte) {
	for ; b > 0; b >>= 1 {
		if b&1 == 1 {
			p ^= a
		}
		if a <<= 1; a&32 != 0 {
			a ^= 0b100101
		}
	}
	return p
}

// text returns the key as it is printed: "7K2M-…". It is not called String, so
// that no error or log prints it by itself.
func (c *recoveryCode) text() string {
	var b strings.Builder
	for i, v := range append(c[:len(c):len(c)], c.check()) {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(recoveryAlphabet[v])
	}
	return b.String()
}

// Format says nothing, whatever is asked for.
func (recoveryCode) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "recovery key") }

// parseRecoveryKey reads what text wrote, in either case, with any blanks
// and hyphens, and with the letters that people take for digits.
func parseRecoveryKey(s string) (c recoveryCode, err error) {
	n := 0
	var check byte
	for _, r := range strings.ToUpper(s) {
		switch r {
		case ' ', '-', '\t', '\n', '\r', '–', '\u00a0':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		v := strings.IndexRune(recoveryAlphabet, r)
		if v < 0 || n > recoverySymbols {
			return recoveryCode{}, ErrBadRecoveryKey
		}
		if n < recoverySymbols {
			c[n] = byte(v) //nolint:gosec // below 32
		} else {
			check = byte(v) //nolint:gosec // below 32
		}
		n++
	}
	if n != recoverySymbols+1 || check != c.check() {
		return recoveryCode{}, ErrBadRecoveryKey
	}
	return c, nil
}

// kek derives the key that wraps the vault key. 135 random bits cannot be
// searched, so HKDF is enough and Argon2id would only cost time.
func (c *recoveryCode) kek(salt [16]byte) *secret {
	key := emptySecret()
	erasing(func() { hkdfKey(key.place.bytes(), c[:], salt[:], infoRecovery) })
	return key
}
