package importers

import (
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// str reads a string behind its opening quote.
func (s *jsonScan) str(keep bool) (span jsonSpan, err error) {
	start := len(s.text)
	for {
		b := s.buf[s.pos:s.end]
		i := 0
		for i < len(b) && b[i] != '"' && b[i] != '\\' && b[i] >= ' ' {
			i++
		}
		keep = s.keepText(keep, b[:i])
		s.pos += i
		if i == len(b) {
			if err := s.more(); err != nil {
				return span, err
			}
			continue
		}
		switch c := b[i]; {
		case c == '"':
			s.pos++
			if keep && !utf8.Valid(s.text[start:]) {
				s.fault = "has a text that is not in UTF-8"
			}
			return jsonSpan{uint32(start), uint32(len(s.text))}, nil //nolint:gosec // bounded by limits.record
		case c < ' ':
			return span, s.unexpected()
		}
		s.pos++
		if keep, err = s.escape(keep); err != nil {
			return span, err
		}
	}
}

// keepText appends to the texts of the record, up to its bound.
func (s *jsonScan) keepText(keep bool, b []byte) bool {
	if !keep || s.fault != "" {
		return false
	}
	if len(s.text)+len(b) > s.lim.record {
		s.fault = fmt.Sprintf("is longer than %d kB", s.lim.record>>10)
		return false
	}
	s.text = append(s.text, b...)
	return true
}

// escape reads what is behind a backslash.
func (s *jsonScan) escape(keep bool) (bool, error) {
	c, err := s.byte()
	if err != nil {
		return keep, err
	}
	if c != 'u' {
		plain, ok := jsonEscapes[c]
		if !ok {
			s.pos--
			return keep, s.unexpected()
		}
		return s.keepText(keep, []byte{plain}), nil
	}
	r, err := s.hex()
	if err != nil {
		return keep, err
	}
	if utf16.IsSurrogate(r) {
		// The other half must follow; half a character is no text.
		first := r
		r = utf8.RuneError
		if c, err = s.byte(); err != nil {
			return keep, err
		}
		if c != '\\' {
			s.pos--
		} else if c, err = s.byte(); err != nil {
			return keep, err
		} else if c != 'u' {
			s.pos-- // more never moves the byte before the one it reads
			s.fault = "has half a character"
			return s.escape(keep)
		} else {
			second, err := s.hex()
			if err != nil {
				return keep, err
			}
			r = utf16.DecodeRune(first, second)
		}
		if r == utf8.RuneError {
			s.fault = "has half a character"
		}
	}
	return s.keepText(keep, utf8.AppendRune(nil, r)), nil
}

var jsonEscapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// hex reads four hexadecimal digits.
func (s *jsonScan) hex() (rune, error) {
	var digits [4]byte
	for i := range digits {
		c, err := s.byte()
		if err != nil {
			return 0, err
		}
		digits[i] = c
	}
	v, err := strconv.ParseUint(string(digits[:]), 16, 16)
	if err != nil {
		s.pos--
		return 0, s.unexpected()
	}
	return rune(v), nil
}

// word reads a number, true, false, null, or what stands where one should.
func (s *jsonScan) word(keep bool) (kind jsonKind, span jsonSpan, err error) {
	const longest = 64
	var word [longest]byte
	n := 0
	for {
		b := s.buf[s.pos:s.end]
		i := 0
		for i < len(b) && isWord(b[i]) {
			if n < longest {
				word[n] = b[i]
			}
			n++
			i++
		}
		s.pos += i
		if i < len(b) {
			break
		}
		if err := s.more(); err != nil {
			return kind, span, err // a number at the very end may have lost digits
		}
	}
	w := word[:min(n, longest)]
	switch {
	case n == 0:
		return kind, span, s.unexpected()
	case n > longest:
		kind = jsonOdd
	case string(w) == "null":
		kind = jsonNull
	case string(w) == "true", string(w) == "false":
		kind = jsonBool
	case isJSONNumber(w):
		kind = jsonNumber
	case w[0] >= '0' && w[0] <= '9', w[0] == '+', w[0] == '-', w[0] == '.', string(w) == "NaN", string(w) == "Infinity":
		kind = jsonOdd
	default:
		return kind, span, s.unexpected()
	}
	from := len(s.text)
	if s.keepText(keep, w) {
		span = jsonSpan{uint32(from), uint32(len(s.text))} //nolint:gosec // bounded by limits.record
	}
	return kind, span, nil
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '+' || c == '.'
}

// isJSONNumber reports whether w is a number by the grammar of JSON.
func isJSONNumber(w []byte) bool {
	i := 0
	digits := func() int {
		from := i
		for i < len(w) && w[i] >= '0' && w[i] <= '9' {
			i++
		}
		return i - from
	}
	if i < len(w) && w[i] == '-' {
		i++
	}
	zero := i < len(w) && w[i] == '0'
	if n := digits(); n == 0 || zero && n > 1 {
		return false
	}
	if i < len(w) && w[i] == '.' {
		i++
		if digits() == 0 {
			return false
		}
	}
	if i < len(w) && (w[i] == 'e' || w[i] == 'E') {
		i++
		if i < len(w) && (w[i] == '+' || w[i] == '-') {
			i++
		}
		if digits() == 0 {
			return false
		}
	}
	return i == len(w)
}
