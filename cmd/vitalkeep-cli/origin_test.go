package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
	"vitalkeep/internal/withingsarchive"
	"vitalkeep/vault"
)

// originOf is a line of list --origin, with the metric that it is of.
type originOf struct {
	metric health.MetricID
	readingJSON
}

// allOrigins returns what list --json --origin writes for every metric.
func (x *terminal) allOrigins() (out []originOf) {
	x.t.Helper()
	v, err := unlockCheaply(x.t.Context(), x.path, []byte(password), vault.Options{ReadOnly: true})
	if err != nil {
		x.t.Fatal(err)
	}
	defer func() {
		if err := v.Close(); err != nil {
			x.t.Error(err)
		}
	}()
	p, err := profileNamed(v, "")
	if err != nil {
		x.t.Fatal(err)
	}
	from, err := originsOf(v)
	if err != nil {
		x.t.Fatal(err)
	}
	series, err := v.Series(p.ID)
	if err != nil {
		x.t.Fatal(err)
	}
	done := map[health.MetricID]bool{}
	for _, s := range series {
		if done[s.Metric] {
			continue
		}
		done[s.Metric] = true
		m, _ := health.Lookup(s.Metric)
		var b bytes.Buffer
		c := &call{program: &program{out: &b}, json: true}
		if err := c.list(x.t.Context(), v, p, listed{metric: m, span: span{earliest, latest}, origins: from}); err != nil {
			x.t.Fatal(err)
		}
		for _, l := range lines[readingJSON](x.t, b.String()) {
			out = append(out, originOf{s.Metric, l})
		}
	}
	return out
}

// cellsAt returns the cells of the record that begins on a line of a file.
func cellsAt(t *testing.T, data []byte, row uint32) []string {
	t.Helper()
	for range row - 1 {
		_, rest, ok := bytes.Cut(data, []byte("\n"))
		if !ok {
			t.Fatalf("there is no line %d", row)
		}
		data = rest
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	cells, err := r.Read()
	if err != nil {
		t.Fatalf("line %d: %v", row, err)
	}
	return cells
}

// standsIn reports whether one of the cells is the text, or is a list with it.
func standsIn(cells []string, text string) bool {
	return slices.ContainsFunc(cells, func(cell string) bool {
		if list, ok := strings.CutPrefix(cell, "["); ok {
			for element := range strings.SplitSeq(strings.TrimSuffix(list, "]"), ",") {
				if strings.TrimSpace(element) == text {
					return true
				}
			}
			return false
		}
		return strings.TrimSpace(cell) == text
	})
}

func TestTheOriginOfAThousandSamplesLeadsToTheirRows(t *testing.T) {
	for name, o := range map[string]withingsarchive.Options{
		"pounds, feet and inches": {Days: 60, Seed: 5},
		"kilograms in Paris":      {Days: 60, Seed: 6, Kilograms: true, Zone: "Europe/Paris"},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := withingsarchive.Generate(o)
			if err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			if err := a.WriteDir(folder); err != nil {
				t.Fatal(err)
			}
			odd := "start,duration,value\n" + `2024-01-02T10:00:00+01:00,"[60,60, 60,60,60]","[1.5e-05, 07,-0.0,.5,12]"` + "\n"
			if err := os.WriteFile(filepath.Join(folder, "raw_bed_Odd numbers.csv"), []byte(odd), 0o600); err != nil {
				t.Fatal(err)
			}
			x := newTerminal(t, "--profile", "Ada", "--zone", cmp.Or(o.Zone, "America/Los_Angeles"))
			x.run("import", folder)
			all := x.allOrigins()
			r := rand.New(rand.NewPCG(o.Seed, 1))
			r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			// The rare forms are looked at whatever the order.
			slices.SortStableFunc(all, func(a, b originOf) int { return rarity(b) - rarity(a) })
			if len(all) < 2000 {
				t.Fatalf("only %d samples", len(all))
			}
			written := map[string]int{}
			for _, s := range all[:1000] {
				data, err := os.ReadFile(filepath.Join(folder, s.Origin.File))
				if err != nil {
					t.Fatal(err)
				}
				cells := cellsAt(t, data, s.Origin.Row)
				if s.Origin.Text == "" || !standsIn(cells, s.Origin.Text) {
					t.Errorf("%s: %q does not stand in row %d of %s: %q", s.metric, s.Origin.Text, s.Origin.Row, s.Origin.File, cells)
				}
				if s.Origin.ImportID == "" {
					t.Errorf("%s has no import", s.metric)
				}
				for form, sign := range map[string]string{"feet": "'", "group": ",", "exponent": "e", "list": ""} {
					if sign != "" && strings.Contains(s.Origin.Text, sign) || form == "list" && strings.HasPrefix(s.Origin.File, "raw_") {
						written[form]++
					}
				}
			}
			for _, form := range []string{"feet", "group", "exponent", "list"} {
				if written[form] == 0 && (form != "feet" || !o.Kilograms) {
					t.Errorf("no sample in the form of %s", form)
				}
			}
		})
	}
}

// rarity puts before the others what seldom occurs.
func rarity(s originOf) int {
	if strings.Trim(s.Origin.Text, "0123456789.") != "" || s.metric == "height" || strings.Contains(s.Origin.File, "Odd") {
		return 1
	}
	return 0
}
