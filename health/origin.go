package health

import "strconv"

// Origin says where within an import something stood. How its number was
// written is Sample.Form.
type Origin struct {
	File uint32 // number of the file within its import, from 0
	Row  uint32 // line of the file or number of the record, from 1; 0 when the file has none
}

// Form is how the number of a sample stood in its file, so that Text can give
// it back as it was written. The zero value is a plain decimal number, as
// Decimal.String writes it. It is part of the vault format: codes are never
// changed or used again.
//
// The lower five bits are a style, the others how its sign and its zeros were
// written.
type Form uint8

// Styles of numbers.
const (
	Plain            Form = iota // 1356.5
	DecimalComma                 // 1356,5
	CommaGroups                  // 1,356.5
	PointGroups                  // 1.356,5
	BlankGroupsPoint             // 1 356.5
	BlankGroupsComma             // 1 356,5
	NoBreakPoint                 // the same with U+00A0
	NoBreakComma                 //
	NarrowPoint                  // the same with U+202F
	NarrowComma                  //
	ApostrophePoint              // 1'356.5
	ApostropheComma              // 1'356,5
	TypographicPoint             // 1’356.5
	TypographicComma             // 1’356,5
	ExponentPadded               // 1.5e-05, as C and Python write it
	ExponentShort                // 1.5e-5, as JavaScript does
	ExponentCapital              // 1.0E-5, as Java does
	ExponentUpper                // 1.5E-05
	FeetInches                   // 5'10", the number being in inches
	FeetBlankInches              // 5' 10"
	FeetInchesTwice              // 5'10''
	FeetBlankTwice               // 5' 10''
	FeetInchesPrime              // 5′10″
	FeetBlankPrime               // 5′ 10″
	FeetInchesCurled             // 5’10”
	FeetBlankCurled              // 5’ 10”
	FeetOnly                     // 6', of 72 inches
	FeetOnlyPrime                // 6′
	FeetOnlyCurled               // 6’
	PointAtEnd                   // 5.
	LeadingZero                  // 05
	styleEnd         Form = 31

	// NoText is the form of a number that does not stand in the file as one: it
	// is a word there, or worked out from the row, or spelled in a way that no
	// form tells.
	NoText = styleEnd

	styleBits Form = 31
	plusSign  Form = 1 << 5 // "+3", "+0"
	noZero    Form = 1 << 6 // ".5" for 0.5
	minusZero Form = 1 << 7 // "-0", "-0.0"
)

// grouping is the sign between thousands and the one before the fraction.
type grouping struct{ group, point string }

var groupings = [...]grouping{
	Plain: {"", "."}, DecimalComma: {"", ","}, CommaGroups: {",", "."}, PointGroups: {".", ","},
	BlankGroupsPoint: {" ", "."}, BlankGroupsComma: {" ", ","},
	NoBreakPoint: {"\u00a0", "."}, NoBreakComma: {"\u00a0", ","}, NarrowPoint: {"\u202f", "."}, NarrowComma: {"\u202f", ","},
	ApostrophePoint: {"'", "."}, ApostropheComma: {"'", ","}, TypographicPoint: {"’", "."}, TypographicComma: {"’", ","},
}

// feetStyles are the signs behind feet, between, and behind inches. Without a
// sign for inches there are only feet.
var feetStyles = [styleEnd]struct{ feet, between, inches string }{
	FeetInches: {"'", "", `"`}, FeetBlankInches: {"'", " ", `"`}, FeetInchesTwice: {"'", "", "''"}, FeetBlankTwice: {"'", " ", "''"},
	FeetInchesPrime: {"′", "", "″"}, FeetBlankPrime: {"′", " ", "″"}, FeetInchesCurled: {"’", "", "”"}, FeetBlankCurled: {"’", " ", "”"},
	FeetOnly: {feet: "'"}, FeetOnlyPrime: {feet: "′"}, FeetOnlyCurled: {feet: "’"},
}

// exponentStyles are the letter, the sign of positive exponents and the digits
// that an exponent has at least, and whether there is always a fraction.
var exponentStyles = [styleEnd]struct {
	letter, plus string
	digits       int
	fraction     bool
}{
	ExponentPadded: {"e", "+", 2, false}, ExponentShort: {"e", "+", 1, false},
	ExponentCapital: {"E", "", 1, true}, ExponentUpper: {"E", "+", 2, false},
}

// HasUnits reports whether the units stand within the number: feet and inches.
func (f Form) HasUnits() bool { return feetStyles[f&styleBits%styleEnd].feet != "" }

// FormOf finds the form in which text is the number d: NoText when there is none.
func FormOf[T ~string | ~[]byte](text T, d Decimal) Form {
	if isPlain(text, d.Places) {
		return Plain // d was read from this text, and no other plain one is the same number
	}
	var flags Form
	rest := text
	if len(rest) > 0 && (rest[0] == '+' || rest[0] == '-') {
		switch {
		case rest[0] == '+':
			flags |= plusSign
		case d.Mantissa == 0:
			flags |= minusZero
		}
		rest = rest[1:]
	}
	if len(rest) > 0 && (rest[0] == '.' || rest[0] == ',') {
		flags |= noZero
	}
	var room [64]byte
	for style := Plain; style < styleEnd; style++ {
		if b, ok := d.appendAs(room[:0], style|flags); ok && string(b) == string(text) {
			return style | flags
		}
	}
	return NoText
}

// isPlain reports whether a text that is a number is written plainly, with so
// many places.
func isPlain[T ~string | ~[]byte](s T, places uint8) bool {
	i := 0
	if len(s) > 1 && s[0] == '-' && s[1] != '0' {
		i = 1 // -0.5 goes the long way, since it might be -0.0
	}
	if i == len(s) || s[i] < '0' || s[i] > '9' || (s[i] == '0' && i+1 < len(s) && s[i+1] != '.') {
		return false
	}
	point := 0
	for i++; i < len(s); i++ {
		switch {
		case s[i] == '.' && point == 0:
			point = i
		case s[i] < '0' || s[i] > '9':
			return false
		}
	}
	if point == 0 {
		return places == 0
	}
	return len(s)-1-point == int(places) && places > 0
}

// TextAs returns the number in a form: what stood in the file. Of NoText, and
// of forms that no number like this one has, it is empty.
func (d Decimal) TextAs(f Form) string {
	b, ok := d.appendAs(nil, f)
	if !ok {
		return ""
	}
	return string(b)
}

// Text returns the number of the sample as it stood in its file, empty where it
// did not stand there as a number.
func (s Sample) Text() string { return s.Value.TextAs(s.Form) }

func (d Decimal) appendAs(b []byte, f Form) ([]byte, bool) {
	style := f & styleBits
	if d.Places > MaxPlaces || (f&minusZero != 0 && d.Mantissa != 0) || (f&plusSign != 0 && d.Mantissa < 0) ||
		f&(plusSign|minusZero) == plusSign|minusZero {
		return b, false
	}
	switch {
	case d.Mantissa < 0 || f&minusZero != 0:
		b = append(b, '-')
	case f&plusSign != 0:
		b = append(b, '+')
	}
	size := d
	if size.Mantissa < 0 {
		size.Mantissa = -size.Mantissa // the least of all has no opposite, and stays: AppendText would write its sign
		if size.Mantissa < 0 {
			return b, false
		}
	}
	switch {
	case int(style) < len(groupings):
		return size.appendGrouped(b, groupings[style], f&noZero != 0)
	case f&noZero != 0:
		return b, false
	case exponentStyles[style%styleEnd].letter != "":
		return size.appendExponent(b, style)
	case feetStyles[style%styleEnd].feet != "":
		return size.appendFeet(b, style)
	case style == PointAtEnd && d.Places == 0:
		return append(size.AppendText(b), '.'), true
	case style == LeadingZero:
		return size.AppendText(append(b, '0')), true
	}
	return b, false
}

func (d Decimal) appendGrouped(b []byte, g grouping, noZero bool) ([]byte, bool) {
	var room [40]byte
	whole, fraction := d.AppendText(room[:0]), []byte(nil)
	if d.Places > 0 {
		n := len(whole) - int(d.Places)
		whole, fraction = whole[:n-1], whole[n:]
	}
	if noZero {
		if string(whole) != "0" || d.Places == 0 {
			return b, false
		}
		whole = nil
	}
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b = append(b, g.group...)
		}
		b = append(b, c)
	}
	if d.Places > 0 {
		b = append(append(b, g.point...), fraction...)
	}
	return b, true
}

// appendExponent writes one digit, the others as a fraction, and the exponent.
func (d Decimal) appendExponent(b []byte, style Form) ([]byte, bool) {
	s := exponentStyles[style]
	places := int(d.Places)
	m := d.Mantissa
	for m != 0 && m%10 == 0 {
		m /= 10
		places--
	}
	digits := strconv.FormatInt(m, 10)
	b = append(b, digits[0])
	switch {
	case len(digits) > 1:
		b = append(append(b, '.'), digits[1:]...)
	case s.fraction:
		b = append(b, ".0"...)
	}
	b = append(b, s.letter...)
	e := len(digits) - 1 - places
	if e < 0 {
		b, e = append(b, '-'), -e
	} else {
		b = append(b, s.plus...)
	}
	if s.digits == 2 && e < 10 {
		b = append(b, '0')
	}
	return strconv.AppendInt(b, int64(e), 10), true
}

// appendFeet writes a number of inches as feet and inches.
func (d Decimal) appendFeet(b []byte, style Form) ([]byte, bool) {
	s := feetStyles[style]
	foot := 12 * pow10[min(d.Places, MaxPlaces-2)]
	if d.Places > MaxPlaces-2 || (s.inches == "" && (d.Mantissa%foot != 0 || d.Places > 0)) {
		return b, false
	}
	b = append(strconv.AppendInt(b, d.Mantissa/foot, 10), s.feet...)
	if s.inches == "" {
		return b, true
	}
	b = append(b, s.between...)
	b = Decimal{Mantissa: d.Mantissa % foot, Places: d.Places}.AppendText(b)
	return append(b, s.inches...), true
}
