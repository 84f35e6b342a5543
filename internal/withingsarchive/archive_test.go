package withingsarchive

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func generate(t testing.TB, o Options) *Archive {
	t.Helper()
	a, err := Generate(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestSameOptionsGiveTheSameBytes(t *testing.T) {
	var one, two, other bytes.Buffer
	for w, seed := range map[*bytes.Buffer]uint64{&one: 7, &two: 7, &other: 8} {
		if err := generate(t, Options{Seed: seed, Days: 40}).WriteZIP(w); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("one seed gave two archives")
	}
	if bytes.Equal(one.Bytes(), other.Bytes()) {
		t.Error("two seeds gave one archive")
	}
}

func TestArchiveHasTheHabitsOfRealOnes(t *testing.T) {
	a := generate(t, Options{Seed: 1, Days: 330})
	for name, part := range map[string]string{
		"weight.csv":               `"Weight (lb)"`,
		"height.csv":               `"5' 10''"`,
		"raw_tracker_steps.csv":    "+02:00",
		"other.csv":                `"1,3`,
		"raw_swim_lap-pool.csv":    "start,duration,value\n",
		"activities.csv":           "-07:00",
		"aggregates_steps.csv":     "2024-03-10,",
		"body_temperature.csv":     "date,\"value (°C)\"\n",
		"raw_tracker_distance.csv": "+01:00",
	} {
		data, err := a.File(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(data, []byte(part)) {
			t.Errorf("%s does not hold %q", name, part)
		}
	}
	steps := a.Series[Series{Metric: "steps", Source: "withings:tracker"}]
	if steps.Doubled == 0 {
		t.Error("no row is doubled")
	}
	raw, err := a.File("raw_tracker_steps.csv")
	if err != nil {
		t.Fatal(err)
	}
	var starts []string
	for _, row := range bytes.Split(raw, []byte("\n"))[1:] {
		if len(row) > 0 {
			starts = append(starts, string(row[:25]))
		}
	}
	if slices.IsSorted(starts) {
		t.Error("rows are sorted")
	}
}

func TestFlawsNameTheirRows(t *testing.T) {
	a := generate(t, Options{Seed: 1, Days: 330, Flaws: true})
	if len(a.Flawed) < 12 {
		t.Errorf("only %d flaws", len(a.Flawed))
	}
	for _, f := range a.Flawed {
		data, err := a.File(f.File)
		if err != nil {
			t.Fatal(err)
		}
		if lines := bytes.Count(data, []byte("\n")); f.Row < 2 || f.Row > lines {
			t.Errorf("%+v is outside of its file of %d lines", f, lines)
		}
	}
	if _, err := Generate(Options{Zone: "Nowhere/Land"}); err == nil {
		t.Error("a zone that does not exist was taken")
	}
}

func TestDirectoryHoldsEveryFile(t *testing.T) {
	a := generate(t, Options{Seed: 1, Days: 3})
	dir := t.TempDir()
	if err := a.WriteDir(dir); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(a.Files) {
		t.Errorf("%d files, want %d", len(entries), len(a.Files))
	}
	for _, f := range a.Files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name))
		if err != nil || !bytes.Equal(data, f.Data) {
			t.Errorf("%s differs: %v", f.Name, err)
		}
	}
}
