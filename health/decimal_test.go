package health

import (
	"errors"
	"math"
	"strconv"
	"testing"
)

func TestParseDecimalKeepsWhatWasWritten(t *testing.T) {
	for _, s := range []string{"0", "78.2", "77.00", "-3", "0.05", "-0.5", "123456789012345678", "0.123456789012345678"} {
		d, err := ParseDecimal(s)
		if err != nil || d.String() != s {
			t.Errorf("ParseDecimal(%q) = %q, %v", s, d, err)
		}
	}
	for s, want := range map[string]error{
		"": ErrNotANumber, "-": ErrNotANumber, ".": ErrNotANumber, "1e3": ErrNotANumber, "NaN": ErrNotANumber,
		"1,5": ErrNotANumber, " 1": ErrNotANumber, "1.2.3": ErrNotANumber, "0x10": ErrNotANumber, "Inf": ErrNotANumber,
		"1234567890123456789": ErrNumberTooLarge, "0.1234567890123456789": ErrNumberTooLarge,
	} {
		if _, err := ParseDecimal(s); !errors.Is(err, want) {
			t.Errorf("ParseDecimal(%q): %v, want %v", s, err, want)
		}
	}
}

func TestDecimalsCompareByNumberNotByText(t *testing.T) {
	a, b := Decimal{7700, 2}, Decimal{77, 0}
	if !a.Equal(b) || a.Equal(Decimal{771, 1}) {
		t.Error("77.00 must equal 77 and not 77.1")
	}
	if m, ok := a.Rescale(0); !ok || m != 77 {
		t.Errorf("77.00 at 0 places = %d, %v", m, ok)
	}
	if _, ok := (Decimal{771, 1}).Rescale(0); ok {
		t.Error("77.1 has no mantissa at 0 places")
	}
	if _, ok := (Decimal{math.MaxInt64 / 10, 0}).Rescale(5); ok {
		t.Error("an overflow must be refused")
	}
	if d, ok := FromFloat(81.6466266, 2); !ok || d.String() != "81.65" {
		t.Errorf("FromFloat = %v, %v", d, ok)
	}
	if _, ok := FromFloat(math.NaN(), 2); ok {
		t.Error("NaN is no decimal")
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"0", "-12.50", "1e9", "999999999999999999", ".000000000000000001", "+7"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDecimal(s)
		if err != nil {
			return
		}
		back, err := ParseDecimal(d.String())
		if err != nil || back != d {
			t.Fatalf("%q became %q, then %v, %v", s, d, back, err)
		}
		want, err := strconv.ParseFloat(s, 64)
		if err != nil || d.Float64() != want {
			t.Fatalf("%q is %v, want %v (%v)", s, d.Float64(), want, err)
		}
	})
}
