package health

import (
	"math"
	"testing"
)

func TestConversionsAreExactToTheLastDigitThatMatters(t *testing.T) {
	for _, c := range []struct {
		value string
		unit  Unit
		want  float64
	}{
		{"180", Pound, 81.6466266},
		{"1", Stone, 6.35029318},
		{"70", Inch, 1.778},
		{"1", Mile, 1609.344},
		{"98.6", Fahrenheit, 37},
		{"-40", Fahrenheit, -40},
		{"16", Kilopascal, 16 * 760 / 101.325},
		{"0.97", Fraction, 97},
		{"4.184", Kilojoule, 1},
		{"180.156", MilligramPerDecilitre, 10},
		{"36", KilometrePerHour, 10},
		{"612", PartPerMillion, 612},
	} {
		d, err := ParseDecimal(c.value)
		if err != nil {
			t.Fatal(err)
		}
		got := c.unit.Value(d)
		if math.Abs(got-c.want) > 1e-12*math.Max(1, math.Abs(c.want)) {
			t.Errorf("%s %s = %.15g %s, want %.15g", c.value, c.unit, got, c.unit.Canonical(), c.want)
		}
		if back := c.unit.FromCanonical(got); math.Abs(back-d.Float64()) > 1e-9 {
			t.Errorf("%s %s came back as %v", c.value, c.unit, back)
		}
	}
}

func TestAHundredAndEightyPoundsStayAHundredAndEighty(t *testing.T) {
	s := Sample{Value: Int(180), Unit: Pound}
	if s.Value.String() != "180" || s.Unit.Symbol() != "lb" {
		t.Errorf("a sample of 180 lb shows %s %s", s.Value, s.Unit.Symbol())
	}
	for lb := int64(1); lb < 5000; lb++ {
		d := Decimal{lb, 1}
		back, ok := FromFloat(Pound.FromCanonical(Pound.Value(d)), 1)
		if !ok || back != d {
			t.Fatalf("%s lb came back as %s", d, back)
		}
	}
}

func TestUnitsAreFoundByTheirNames(t *testing.T) {
	for u := NoUnit + 1; u < unitEnd; u++ {
		if got, ok := ParseUnit(u.ID()); !ok || got != u {
			t.Errorf("ParseUnit(%q) = %v, %v", u.ID(), got, ok)
		}
		if u.Canonical().Canonical() != u.Canonical() {
			t.Errorf("%s: its canonical unit is not its own", u)
		}
	}
	for _, s := range []string{"", "furlong", "k g"} {
		if _, ok := ParseUnit(s); ok {
			t.Errorf("ParseUnit(%q) found something", s)
		}
	}
}

func TestConversionsRoundOnce(t *testing.T) {
	for _, c := range []struct {
		text string
		unit Unit
		want float64
	}{
		{"180.2", Pound, 81.737345074},
		{"40.1", Pound, 18.189054037},
		{"150.6", Pound, 68.311010922},
		{"12.5", Stone, 79.37866475},
		{"70.5", Inch, 1.7907},
		{"98.6", Fahrenheit, 37},
		{"-40", Fahrenheit, -40},
		{"0.97", Fraction, 97},
	} {
		d, err := ParseDecimal(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.unit.Value(d); got != c.want {
			t.Errorf("%s %s is %v, want %v", c.text, c.unit, got, c.want)
		}
	}
}
