package health

import (
	"testing"
	"unsafe"
)

func TestANumberComesBackAsItWasWritten(t *testing.T) {
	for _, c := range []struct {
		text  string
		value Decimal
		form  Form
	}{
		{"78.20", Decimal{7820, 2}, Plain},
		{"0", Decimal{}, Plain},
		{"0.5", Decimal{5, 1}, Plain},
		{"-3", Decimal{-3, 0}, Plain},
		{"-0.5", Decimal{-5, 1}, Plain},
		{"-0", Decimal{}, Plain | minusZero},
		{"-0.0", Decimal{0, 1}, Plain | minusZero},
		{"+3", Decimal{3, 0}, Plain | plusSign},
		{".5", Decimal{5, 1}, Plain | noZero},
		{"-.5", Decimal{-5, 1}, Plain | noZero},
		{"+,5", Decimal{5, 1}, DecimalComma | noZero | plusSign},
		{"78,20", Decimal{7820, 2}, DecimalComma},
		{"1,356", Decimal{1356, 0}, CommaGroups},
		{"-1,234,567.8", Decimal{-12345678, 1}, CommaGroups},
		{"1.356", Decimal{1356, 0}, PointGroups},
		{"1.356,5", Decimal{13565, 1}, PointGroups},
		{"1 356", Decimal{1356, 0}, BlankGroupsPoint},
		{"1 356,5", Decimal{13565, 1}, BlankGroupsComma},
		{"1\u00a0356,5", Decimal{13565, 1}, NoBreakComma},
		{"1\u202f356", Decimal{1356, 0}, NarrowPoint},
		{"12'356.5", Decimal{123565, 1}, ApostrophePoint},
		{"12’356", Decimal{12356, 0}, TypographicPoint},
		{"1.5e-05", Decimal{15, 6}, ExponentPadded},
		{"1.5e-7", Decimal{15, 8}, ExponentShort},
		{"-1.0E-4", Decimal{-1, 4}, ExponentCapital},
		{"1.2345678E7", Decimal{12345678, 0}, ExponentCapital},
		{"2E+10", Decimal{20_000_000_000, 0}, ExponentUpper},
		{"1e+16", Decimal{10_000_000_000_000_000, 0}, ExponentPadded},
		{"5.", Decimal{5, 0}, PointAtEnd},
		{"07", Decimal{7, 0}, LeadingZero},
		{`5'10"`, Decimal{70, 0}, FeetInches},
		{`5' 11.5"`, Decimal{715, 1}, FeetBlankInches},
		{"5'10''", Decimal{70, 0}, FeetInchesTwice},
		{"5' 0''", Decimal{60, 0}, FeetBlankTwice},
		{"5′10″", Decimal{70, 0}, FeetInchesPrime},
		{"5’ 10”", Decimal{70, 0}, FeetBlankCurled},
		{"6'", Decimal{72, 0}, FeetOnly},
		{"6’", Decimal{72, 0}, FeetOnlyCurled},
		{"0007", Decimal{7, 0}, NoText},
		{"1.50e-05", Decimal{15, 6}, NoText},
		{"AsleepDeep", Decimal{3, 0}, NoText},
		{"", Decimal{}, NoText},
	} {
		got := FormOf(c.text, c.value)
		if got.HasUnits() != (got >= FeetInches && got <= FeetOnlyCurled) {
			t.Errorf("%q: units within the number: %v", c.text, got.HasUnits())
		}
		if got != c.form {
			t.Errorf("%q: form %d, want %d", c.text, got, c.form)
		}
		want := c.text
		if c.form == NoText {
			want = ""
		}
		if back := c.value.TextAs(got); back != want {
			t.Errorf("%q came back as %q", c.text, back)
		}
		if again := FormOf([]byte(c.text), c.value); again != got {
			t.Errorf("%q: form %d as bytes, %d as text", c.text, again, got)
		}
	}
}

func TestEveryCodeOfAFormHasATextOrNone(t *testing.T) {
	for _, d := range []Decimal{{}, {5, 18}, {-1 << 63, 0}, {1<<63 - 1, 18}, {-72, 0}, {13565, 1}, {1, 200}} {
		for f := range 256 {
			if text := d.TextAs(Form(f)); text != "" && d.Mantissa != 0 && FormOf(text, d) == NoText {
				t.Errorf("%v in form %d is %q, whose form is not found", d, f, text)
			}
		}
	}
}

func TestTheFormOfANumberTakesNoRoom(t *testing.T) {
	if n := unsafe.Sizeof(Sample{}); n != 48 {
		t.Errorf("a sample takes %d bytes", n)
	}
}

func FuzzFormOf(f *testing.F) {
	for _, s := range []string{"78.20", "1,356", `5'10"`, "1e-05", "-0.0", ".5", "00", "1'000"} {
		f.Add(s, int64(1356), uint8(1))
	}
	f.Fuzz(func(t *testing.T, text string, m int64, places uint8) {
		d, err := ParseDecimal(text)
		if err != nil {
			d = Decimal{m, places % (MaxPlaces + 1)}
			if isPlain(text, d.Places) {
				return // only asked of what was read from the text
			}
		}
		if form := FormOf(text, d); form != NoText && d.TextAs(form) != text {
			t.Errorf("form %d gives %q", form, d.TextAs(form))
		}
	})
}
