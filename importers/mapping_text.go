package importers

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Encodings of texts that have a name in a Mapping.
const (
	inUTF8     = "utf-8"
	inUTF16LE  = "utf-16le"
	inUTF16BE  = "utf-16be"
	inWindows  = "windows-1252"
	inCentral  = "windows-1250"
	inLatin9   = "iso-8859-15"
	inMacRoman = "macintosh"
)

var encodings = map[string]encoding.Encoding{
	inUTF8:     encoding.Nop,
	inUTF16LE:  utf.UTF16(utf.LittleEndian, utf.IgnoreBOM),
	inUTF16BE:  utf.UTF16(utf.BigEndian, utf.IgnoreBOM),
	inWindows:  charmap.Windows1252,
	inCentral:  charmap.Windows1250,
	inLatin9:   charmap.ISO8859_15,
	inMacRoman: charmap.Macintosh,
}

// oneByte are the encodings that the bytes of a text do not tell apart.
var oneByte = []string{inWindows, inCentral, inLatin9, inMacRoman}

// Encodings are those that a text can have whose bytes do not tell which, the
// likeliest in front.
func Encodings() []string { return slices.Clone(oneByte) }

func knownEncoding(name string) bool { return encodings[name] != nil }

// decoded turns text of that encoding into UTF-8.
func decoded(r io.Reader, name string) io.Reader {
	e := encodings[name]
	if e == nil || name == inUTF8 {
		return r
	}
	return transform.NewReader(r, e.NewDecoder())
}

// encodingOf tells the encoding of a text by its first bytes; "" when it is no
// text. Bytes that are no UTF-8 are taken for those of Windows in the West.
func encodingOf(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return inUTF16LE
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return inUTF16BE
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return inUTF16Unmarked(head)
	}
	for i, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && i < 1024 {
			return ""
		}
	}
	whole := head
	for cut := 1; cut < utf8.UTFMax && cut <= len(head); cut++ { // the last letter may be cut
		if c := head[len(head)-cut]; utf8.RuneStart(c) {
			if !utf8.FullRune(head[len(head)-cut:]) {
				whole = head[:len(head)-cut]
			}
			break
		}
	}
	if utf8.Valid(whole) {
		return inUTF8
	}
	return inWindows
}

// inUTF16Unmarked tells UTF-16 without a mark by where its NUL bytes stand: in
// a table most letters are of ASCII.
func inUTF16Unmarked(head []byte) string {
	var nul [2]int
	for i, c := range head {
		if c == 0 {
			nul[i&1]++
		}
	}
	pairs := len(head) / 2
	switch {
	case nul[0] == 0 && nul[1]*10 >= pairs*7:
		return inUTF16LE
	case nul[1] == 0 && nul[0]*10 >= pairs*7:
		return inUTF16BE
	}
	return ""
}

// plainWord lowers a word, takes accents off and makes every run of what is
// neither letter nor digit one blank: "Körpergröße (cm)" → "korpergrosse cm".
func plainWord(s string) string {
	var b strings.Builder
	gap := false
	for _, c := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, c):
		case c == 'ß':
			b.WriteString("ss")
		case c == 'œ':
			b.WriteString("oe")
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(c)
		case c >= '₀' && c <= '₉':
			b.WriteRune(c - '₀' + '0')
		default:
			gap = true
		}
	}
	return b.String()
}

// commas are what can separate columns, in the order in which they are tried.
var commas = []string{",", ";", "\t", "|"}

func isComma(s string) bool { return slices.Contains(commas, s) }
