package exporters

import (
	"math"
	"testing"

	"vitalkeep/health"
)

func TestExactConversionsAreThoseOfTheUnits(t *testing.T) {
	for pair, step := range exactSteps {
		for _, text := range []string{"1", "12.50", "-0.5", "0", "7.3125"} {
			d, err := health.ParseDecimal(text)
			if err != nil {
				t.Fatal(err)
			}
			got, ok := exactly(d, pair[0], pair[1])
			if !ok {
				t.Errorf("%s in %s does not become %s: %+v", text, pair[0].ID(), pair[1].ID(), step)
				continue
			}
			want := pair[1].FromCanonical(pair[0].Value(d))
			if math.Abs(got.Float64()-want) > 1e-9*max(1, math.Abs(want)) {
				t.Errorf("%s %s is %s %s, want %v", text, pair[0].ID(), got, pair[1].ID(), want)
			}
		}
	}
}

func TestExactConversionsKeepDigitsAndInventNone(t *testing.T) {
	for _, c := range []struct {
		text     string
		from, to health.Unit
		want     string // "" where it cannot be done exactly
	}{
		{"1.780", health.Metre, health.Centimetre, "178.0"},
		{"1.78", health.Metre, health.Centimetre, "178"},
		{"2", health.Metre, health.Centimetre, "200"},
		{"178", health.Centimetre, health.Metre, "1.78"},
		{"12.5", health.Stone, health.Pound, "175.0"},
		{"0.97", health.Fraction, health.Percent, "97"},
		{"0.975", health.Fraction, health.Percent, "97.5"},
		{"80", health.Kilogram, health.Pound, ""},
		{"98.6", health.Fahrenheit, health.Celsius, ""},
		{"900000000000000000", health.Stone, health.Pound, ""},
	} {
		d, err := health.ParseDecimal(c.text)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := exactly(d, c.from, c.to)
		if ok != (c.want != "") || ok && got.String() != c.want {
			t.Errorf("%s %s: %s, %v, want %s", c.text, c.from.ID(), got, ok, c.want)
		}
	}
}

func TestWhoMeasuredIsToldByTheSource(t *testing.T) {
	for source, want := range map[health.SourceID]maker{
		"manual:hand": handMade, "apple:hand/Anna's Watch": handMade, "health-connect:hand/app": handMade, "csv:hand": handMade,
		"csv:file": unknownMaker, "openscale:scale": unknownMaker, "apple:relay/Withings": unknownMaker, "withings:file": unknownMaker,
		"withings:export": deviceMade, "withings:daily": deviceMade, "apple:watch/handy": deviceMade, "dexcom:sensor/G7: left": deviceMade, "omron:cuff": deviceMade,
	} {
		if got := makerOf(source); got != want {
			t.Errorf("%s: %d, want %d", source, got, want)
		}
	}
}
