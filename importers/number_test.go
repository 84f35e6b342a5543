package importers

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"

	"vitalkeep/health"
)

func TestFeetAndInches(t *testing.T) {
	for text, want := range map[string]string{
		`5' 10''`: "70", `5'10"`: "70", `6'`: "72", `5' 11.5''`: "71.5", `0' 9''`: "9", ` 5’ 10” `: "70", `5′ 10″`: "70", `5' 0''`: "60",
		`5' 12''`: "", `5`: "", `5' 10`: "", `-5' 1''`: "", `5' -1''`: "", `'`: "", `''`: "", `5''`: "", `5' ''`: "", `1.5' 2''`: "", `100' 1''`: "", `5' +1''`: "", "": "",
	} {
		d, ok := parseFeetInches([]byte(text))
		if ok != (want != "") || ok && d.String() != want {
			t.Errorf("%q is %s, %v; want %q", text, d, ok, want)
		}
	}
}

func FuzzFeetInches(f *testing.F) {
	for _, s := range []string{`5' 10''`, `6'`, `5' 11.5"`, `''`, `5' ''`, "5’ 1”"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, ok := parseFeetInches(b)
		if v := d.Float64(); ok && (v < 0 || v >= 1200 || math.IsNaN(v)) {
			t.Errorf("%q gives %s inches", b, d)
		}
	})
}

func TestNumbersAreExactOrRefused(t *testing.T) {
	for text, want := range map[string]string{
		"12": "12", "-0.50": "-0.50", "1e3": "1000", "1.5e-05": "0.000015", "2E+2": "200", "0e99": "0", "1.50e1": "15", "0.30000000000000004": "0.30000000000000004",
		"1e": "", "e5": "", "1e1.5": "", "1e200": "", "1e-30": "", "NaN": "", "0x10": "", "1,5": "", "": "", "1e18": "", "1 2": "",
	} {
		d, err := parseNumber([]byte(text))
		if (err == nil) != (want != "") || err == nil && d.String() != want {
			t.Errorf("%q is %s, %v; want %q", text, d, err, want)
		}
	}
}

func TestThousandsSeparators(t *testing.T) {
	for text, want := range map[string]string{
		"1,356": "1356", "12,345.5": "12345.5", "1,234,567": "1234567", "-1,000": "-1000", "12": "12",
		"1,35": "", "1356,": "", ",356": "", "1,3567": "", "1.5,000": "", "1234,567": "",
	} {
		got, ok := ungroup([]byte(text))
		if ok != (want != "") || ok && string(got) != want {
			t.Errorf("%q is %q, %v", text, got, ok)
		}
	}
}

func TestArrays(t *testing.T) {
	for text, want := range map[string]string{
		"[60,60]": "60 60", "[]": "", "[ ]": "", " [1] ": "1", "[1.5, null,-2]": "1.5 null -2", "[1e2]": "100", "[12345678901234567]": "12345678901234567",
		"[1,]": "!", "[,1]": "!", "[": "!", "]": "!", "": "!", "[1": "!", "1]": "!", "[1;2]": "!", "[[1]]": "!", "[a]": "!", "[\"1\"]": "!", "[1234567890123456789]": "!", "[-]": "!",
	} {
		out, reason := parseArray(nil, []byte(text))
		got := ""
		for i, e := range out {
			if i > 0 {
				got += " "
			}
			if e.null {
				got += "null"
			} else {
				got += e.value.String()
			}
		}
		if reason != "" {
			got = "!"
		}
		if got != want {
			t.Errorf("%q is %q (%s), want %q", text, got, reason, want)
		}
	}
}

func FuzzArray(f *testing.F) {
	for _, s := range []string{"[60,60]", "[]", "[1.5, null,-2]", "[1e2,3E-4]", "[1,]", "[00012,+5]", "[12345678901234567890]", "[60,60"} {
		f.Add([]byte(s))
	}
	var scratch []element
	f.Fuzz(func(t *testing.T, b []byte) {
		var reason string
		scratch, reason = parseArray(scratch, b)
		if reason != "" {
			return
		}
		// Whatever JSON takes as numbers must be the same numbers here.
		var want []*float64
		if json.Unmarshal(b, &want) != nil {
			return
		}
		if len(want) != len(scratch) {
			t.Fatalf("%q has %d elements, not %d", b, len(want), len(scratch))
		}
		for i, e := range scratch {
			if (want[i] == nil) != e.null {
				t.Fatalf("%q: element %d", b, i)
			}
			if want[i] != nil && math.Abs(*want[i]-e.value.Float64()) > 1e-12*math.Abs(*want[i]) {
				t.Errorf("%q: element %d is %g, not %s", b, i, *want[i], e.value)
			}
		}
	})
}

func TestArraysAllocateNothing(t *testing.T) {
	cell := []byte("[60,60,61.5,null,1e2]")
	scratch := make([]element, 0, 8)
	if n := testing.AllocsPerRun(1000, func() { scratch, _ = parseArray(scratch, cell) }); n != 0 {
		t.Errorf("%g allocations per cell", n)
	}
}

func TestOutsideNamesBoundsAndUnit(t *testing.T) {
	for id, want := range map[health.MetricID]string{
		"weight": "outside what is possible for weight: 0.2 to 700 kg",
		"spo2":   "outside what is possible for SpO₂: 20 to 100%",
		"steps":  "outside what is possible for steps: 0 to 1000000",
		"vo2max": "outside what is possible for VO₂ max: 1 to 120 mL/(kg·min)",
	} {
		if got := outside(metric(id)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func FuzzFields(f *testing.F) {
	f.Add([]byte(`[["a","b"],["a",""]]`))
	f.Add([]byte(`[]`))
	f.Add([]byte(`[["a"]]`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, b []byte) {
		fields, ok := parseFields(b)
		if !ok {
			return
		}
		pairs := make([][]string, 0, len(fields))
		for _, x := range fields {
			pairs = append(pairs, []string{x.Name, x.Text})
		}
		out, err := json.Marshal(pairs)
		if err != nil {
			t.Fatal(err)
		}
		again, ok := parseFields(out)
		if !ok || len(again) != len(fields) {
			t.Fatalf("%q does not come back from %q", b, out)
		}
		for i := range again {
			if again[i] != fields[i] {
				t.Errorf("%q: field %d", b, i)
			}
		}
		if !bytes.HasPrefix(out, []byte("[")) {
			t.Errorf("%q", out)
		}
	})
}
