package intake_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/intake"
	"vitalkeep/internal/withingsarchive"
	"vitalkeep/vault"
)

// identity names a sample or entry in these tests.
type identity struct {
	metric health.MetricID
	entry  health.EntryKind
	source health.SourceID
	start  int64
	key    string
}

// shown returns what a profile shows, in a form that tells whether two say the
// same.
func shown(t *testing.T, v *vault.Vault, p health.Profile) map[identity]string {
	t.Helper()
	out := map[identity]string{}
	readings, entries := everything(t, v, p)
	for _, r := range readings {
		out[identity{r.Metric, 0, r.Source, r.Start, ""}] = fmt.Sprint(r.Canonical(), r.Duration)
	}
	for _, e := range entries {
		out[identity{"", e.Kind, e.Source, e.Start, e.Key}] = fmt.Sprint(e.Duration, e.Fields)
	}
	return out
}

// table is a file of an archive as rows of cells, the header first.
type table [][]string

func readTable(t *testing.T, data []byte) table {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func (rows table) bytes(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// edited are the files whose rows the vendor edits, with the columns that hold
// times and the one that holds a value.
var edited = map[string]struct {
	times []int
	value int
}{
	"weight.csv": {[]int{0}, 1}, "bp.csv": {[]int{0}, 3}, "body_temperature.csv": {[]int{0}, 1}, "aggregates_steps.csv": {[]int{0}, 1},
	"aggregates_calories_earned.csv": {[]int{0}, 1}, "other.csv": {[]int{1}, 2}, "raw_hr_hr.csv": {[]int{0}, 2},
	"raw_tracker_steps.csv": {[]int{0}, 2}, "raw_spo2_auto_spo2.csv": {[]int{0}, 2}, "sleep.csv": {[]int{0, 1}, 3}, "activities.csv": {[]int{0, 1}, 6},
}

// another changes the first digit of a value that stays possible.
func another(cell string) string {
	i := strings.IndexAny(cell, "0123456789")
	if n := strings.IndexAny(cell[i:], ".,]}\""); i >= 0 && n > 1 {
		i += n - 1 // the last digit before the point
	} else if i >= 0 && n < 0 {
		i = len(cell) - 1
	}
	digit := (cell[i] - '0' + 1) % 10
	return cell[:i] + strconv.Itoa(int(digit)) + cell[i+1:]
}

func TestFiftySeededChangesOfAVendorAreAllReportedAndNoOthers(t *testing.T) {
	a, err := withingsarchive.Generate(withingsarchive.Options{Days: 40, Seed: 50, HeartRateEvery: 3600, Kilograms: true})
	if err != nil {
		t.Fatal(err)
	}
	before, after := t.TempDir(), t.TempDir()
	if err := a.WriteDir(before); err != nil {
		t.Fatal(err)
	}
	if err := a.WriteDir(after); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(50, 50))
	files := slices.Sorted(maps.Keys(edited))
	done := map[string]int{}
	tables := map[string]table{}
	touched := map[string]map[int]bool{}
	for _, name := range files {
		data, err := a.File(name)
		if err != nil {
			t.Fatal(err)
		}
		tables[name], touched[name] = readTable(t, data), map[int]bool{0: true}
	}
	// The first and the last row of every file, and a column as a whole.
	for _, name := range files {
		rows := tables[name]
		rows[1], rows[len(rows)-1] = nil, nil
		touched[name][1], touched[name][len(rows)-1] = true, true
		done["dropped"] += 2
	}
	for i, row := range tables["weight.csv"] {
		if i > 0 && row != nil {
			row[slices.Index(tables["weight.csv"][0], "Bone mass (kg)")] = ""
		}
	}
	for n := done["dropped"]; n < 50; {
		name := files[r.IntN(len(files))]
		rows, how := tables[name], edited[name]
		i := r.IntN(len(rows))
		if touched[name][i] || len(rows[i]) <= how.value || strings.Trim(rows[i][how.value], "[]") == "" {
			continue
		}
		touched[name][i] = true
		n++
		switch n % 3 {
		case 0:
			rows[i] = nil
			done["dropped"]++
		case 1:
			rows[i][how.value] = another(rows[i][how.value])
			done["changed"]++
		default:
			added := slices.Clone(rows[i])
			for _, c := range how.times {
				added[c] = strings.Replace(added[c], "2024-", "2019-", 1)
			}
			tables[name] = append(rows, added)
			touched[name][len(rows)] = true
			done["added"]++
		}
	}
	for name, rows := range tables {
		rows = slices.DeleteFunc(rows, func(row []string) bool { return row == nil })
		if err := os.WriteFile(filepath.Join(after, name), rows.bytes(t), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// A file that does not come at all drops nothing.
	if err := os.Remove(filepath.Join(after, "aggregates_distance.csv")); err != nil {
		t.Fatal(err)
	}

	home := health.Profile{Zone: losAngeles}
	fresh, p := newVault(t, home)
	commit(t, preview(t, fresh, p, intake.Options{}, after))
	want := shown(t, fresh, p)

	v, p := newVault(t, home)
	first := preview(t, v, p, intake.Options{}, before)
	if n := len(first.Preview.Changed) + len(first.Preview.Dropped); n > 0 {
		t.Errorf("%d changes where there was nothing before", n)
	}
	commit(t, first)
	if again := look(t, v, p, before); again.ChangedCount+again.DroppedCount > 0 {
		t.Errorf("the same archive: %d changed, %d dropped", again.ChangedCount, again.DroppedCount)
	} else if again.Doubled == 0 || again.Doubled >= again.Duplicates {
		t.Errorf("%d of %d duplicates are doubled in the archive itself", again.Doubled, again.Duplicates)
	}
	had := shown(t, v, p)

	// What a person deleted or typed is nobody's to drop.
	series := vault.Identity{Metric: "weight", Source: "withings:export"}
	for id := range had {
		if _, stays := want[id]; !stays && id.metric == "weight" {
			series.Start = id.start
		}
	}
	if _, err := v.Delete(t.Context(), p.ID, []vault.Identity{series}); err != nil {
		t.Fatal(err)
	}
	delete(had, identity{metric: series.Metric, source: series.Source, start: series.Start})
	typed := health.Sample{Start: 1_700_000_000_000, Value: health.Int(70), Unit: health.Kilogram}
	if err := v.Add(t.Context(), p.ID, []health.Reading{{Metric: "weight", Sample: typed}}, nil); err != nil {
		t.Fatal(err)
	}

	changed, dropped := map[identity]bool{}, map[identity]bool{}
	for id, text := range had {
		now, stays := want[id]
		switch {
		case id.metric == "distance" && id.source == "withings:daily":
		case !stays:
			dropped[id] = true
		case now != text:
			changed[id] = true
		}
	}
	got := look(t, v, p, after)
	wantListed(t, "changed", changed, len(got.Changed), got.ChangedCount, func(yield func(identity) bool) {
		for _, c := range got.Changed {
			if !yield(identity{c.Metric, c.Entry, c.Source, c.New.Start, ""}) {
				return
			}
		}
	})
	wantListed(t, "dropped", dropped, len(got.Dropped), got.DroppedCount, func(yield func(identity) bool) {
		for _, d := range got.Dropped {
			if !yield(identity{d.Metric, d.Entry, d.Source, d.Old.Start, ""}) {
				return
			}
		}
	})
	for _, c := range got.Changed {
		if c.Metric != "" && c.Old.SameValue(c.New) {
			t.Errorf("%s is listed as changed and says the same", c.Metric)
		}
	}
	changes, drops := 0, 0
	for _, tally := range got.Tallies {
		changes, drops = changes+tally.Changed, drops+tally.Dropped
		if tally.Dropped > 0 && (tally.DroppedFirst > tally.DroppedLast || tally.DroppedFirst < 1_600_000_000_000) {
			t.Errorf("period of the dropped: %+v", tally)
		}
	}
	if changes != got.ChangedCount || drops != got.DroppedCount {
		t.Errorf("the tallies count %d and %d", changes, drops)
	}
	if got.New == 0 || done["changed"] < 5 || done["added"] < 5 || done["dropped"] < 25 {
		t.Errorf("%d new, edits %v", got.New, done)
	}
	entries := 0
	for id := range dropped {
		if id.metric == "" {
			entries++
		}
	}
	if entries < 4 {
		t.Errorf("only %d documents were dropped", entries)
	}
}

// look previews files and stores nothing.
func look(t *testing.T, v *vault.Vault, p health.Profile, path string) health.Preview {
	t.Helper()
	s := preview(t, v, p, intake.Options{Zone: zoneOf(t, p)}, path)
	if err := s.Discard(); err != nil {
		t.Fatal(err)
	}
	return s.Preview
}

func zoneOf(t *testing.T, p health.Profile) *time.Location {
	t.Helper()
	loc, err := p.Location()
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// wantListed compares what is listed with what should be. An entry is listed
// without its key.
func wantListed(t *testing.T, what string, want map[identity]bool, listed, counted int, got func(func(identity) bool)) {
	t.Helper()
	if listed != len(want) || counted != len(want) {
		t.Errorf("%s: %d listed, %d counted, want %d", what, listed, counted, len(want))
	}
	left := map[identity]int{}
	for id := range want {
		id.key = ""
		left[id]++
	}
	for id := range got {
		if left[id]--; left[id] < 0 {
			t.Errorf("%s: %v is listed and should not be", what, id)
		}
	}
	for id, n := range left {
		if n > 0 {
			t.Errorf("%s: %v is not listed", what, id)
		}
	}
}

func TestAFileOfAnotherMakerDropsNothing(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: "UTC"})
	byHand := file(t, "weight.csv", "Date,Weight", "2024-03-01 07:00:00,70", "2024-03-02 07:00:00,71")
	commit(t, preview(t, v, p, intake.Options{Zone: time.UTC}, byHand))
	vendors := file(t, "weight.csv", `Date,"Weight (kg)","Fat mass (kg)","Bone mass (kg)","Muscle mass (kg)","Hydration (kg)",Comments`, `"2024-03-05 07:00:00",72,,,,,`)
	s := preview(t, v, p, intake.Options{Zone: time.UTC}, vendors)
	if s.Preview.New != 1 || s.Preview.DroppedCount != 0 {
		t.Errorf("%+v", s.Preview)
	}
	commit(t, s)
	shorter := file(t, "weight.csv", "Date,Weight", "2024-03-02 07:00:00,71")
	if got := look(t, v, p, shorter); got.DroppedCount != 0 {
		t.Errorf("a file that holds no whole history drops %d", got.DroppedCount)
	}
}

func TestWhatIsCutOffIsNotDropped(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: "UTC"})
	const top = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<HealthData locale="en_US">` + "\n" + `<ExportDate value="2024-03-05 08:00:00 +0000"/>`
	weigh := func(day int, kg string) string {
		at := fmt.Sprintf("2024-03-%02d 07:00:00 +0000", day)
		return `<Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Scale" unit="kg" creationDate="` + at + `" startDate="` + at + `" endDate="` + at + `" value="` + kg + `"/>`
	}
	whole := file(t, "export.xml", top, weigh(1, "70"), weigh(2, "71"), weigh(3, "72"), "</HealthData>")
	commit(t, preview(t, v, p, intake.Options{Zone: time.UTC}, whole))
	if got := look(t, v, p, file(t, "export.xml", top, weigh(1, "70"), weigh(3, "72"), "</HealthData>")); got.DroppedCount != 1 {
		t.Errorf("%d dropped, want one", got.DroppedCount)
	}
	s := preview(t, v, p, intake.Options{Zone: time.UTC, KeepDamaged: true}, file(t, "export.xml", top, weigh(1, "70")))
	if s.Preview.DroppedCount != 0 || s.Preview.Duplicates != 1 {
		t.Errorf("cut off: %+v", s.Preview)
	}
}
