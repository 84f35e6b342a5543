package ui

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"vitalkeep/health"
)

func TestEveryZoneOfTheListExists(t *testing.T) {
	for _, name := range zoneNames {
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !slices.IsSorted(zoneNames) || len(slices.Compact(slices.Clone(zoneNames))) != len(zoneNames) {
		t.Error("the zones are not in order, or twice")
	}
}

func TestZonesAreFoundByWhatPeopleType(t *testing.T) {
	for typed, want := range map[string]string{
		"Europe/Paris": "Europe/Paris", "europe/paris": "Europe/Paris", " paris ": "Europe/Paris",
		"New York": "America/New_York", "utc": "UTC", "Etc/GMT+5": "Etc/GMT+5",
		"": "", "Local": "", "local": "", "Atlantis": "", "../etc/passwd": "",
	} {
		got, ok := knownZone(typed)
		if got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v, want %q", typed, got, ok, want)
		}
	}
	if got := matchZones("", []string{"Asia/Tokyo"}); got[0] != "Asia/Tokyo" || len(got) != maxZoneMatches {
		t.Errorf("without a query: %q", got)
	}
	if got := matchZones("america sant", nil); !slices.Equal(got, []string{"America/Santarem", "America/Santiago", "America/Santo_Domingo"}) {
		t.Errorf("america sant: %q", got)
	}
	if got := matchZones("america san", nil); got[len(got)-1] == "America/Santiago" || !slices.Contains(got[:4], "America/Santiago") {
		t.Errorf("america san: %q", got)
	}
	if got := matchZones("paris", []string{"Asia/Tokyo"}); !slices.Equal(got, []string{"Europe/Paris"}) {
		t.Errorf("paris: %q", got)
	}
}

func TestSizesAreRounded(t *testing.T) {
	for n, want := range map[int64]string{0: "0 bytes", 1: "1 byte", 999: "999 bytes", 4100: "4.1 kB", 999_600: "1.0 MB", 38_200_000: "38 MB", 4_100_000_000: "4.1 GB", 5_000_000_000_000: "5,000 GB"} {
		if got := byteText(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}

func TestProgressNamesWhatIsKnown(t *testing.T) {
	for _, c := range []struct {
		done, total int64
		after       time.Duration
		want        Step
	}{
		{1_200_000, 4_000_000, 0, Step{"Reading… 30 % · 1.2 MB", 0.3}},
		{1_200_000, 0, 0, Step{"Reading… 1.2 MB", -1}},
		{20_000_000, 80_000_000, time.Second, Step{"Reading… 25 % · 20 MB · 20 MB/s", 0.25}},
		{40_000_000, 80_000_000, 2 * time.Second, Step{"Reading… 50 % · 40 MB · 20 MB/s · a few seconds left", 0.5}},
		{40_000_000, 4_000_000_000, 2 * time.Second, Step{"Reading… 1 % · 40 MB · 20 MB/s · about 3 minutes left", 0.01}},
	} {
		at := stageNow
		p := newPace(func() time.Time { return at })
		at = at.Add(c.after)
		if got := p.bytesRead(c.done, c.total); got != c.want {
			t.Errorf("%+v, want %+v", got, c.want)
		}
	}
	if got := percentStep("Storing…", 999, 1000); got != (Step{"Storing… 99 %", 0.999}) {
		t.Errorf("%+v", got)
	}
	if got := percentStep("Storing…", 3, 0); got != (Step{"Storing…", -1}) {
		t.Errorf("%+v", got)
	}
}

func TestTheRateOfWorkIsSmoothed(t *testing.T) {
	at := stageNow
	p := newPace(func() time.Time { return at })
	done := int64(0)
	for _, second := range []int64{10e6, 10e6, 10e6, 0, 10e6} {
		at, done = at.Add(time.Second), done+second
		p.measure(done)
	}
	if p.rate < 7e6 || p.rate > 10e6 {
		t.Errorf("a second without any turns the rate into %.0f", p.rate)
	}
	for seconds, want := range map[float64]string{
		3: "a few seconds left", 33: "about 35 seconds left", 100: "about 2 minutes left", 7200: "about 2 hours left", 1e300: "about 2,778 hours left",
	} {
		if got := leftText(seconds); got != want {
			t.Errorf("%v: %q, want %q", seconds, got, want)
		}
	}
}

func TestReasonsBecomeSentences(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "not a number": "Not a number.", "There is no 30 February.": "There is no 30 February.",
		"weight.csv is empty": "weight.csv is empty.", "pH is not known": "pH is not known.",
	} {
		if got := sentence(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestNamesOfExportsAreNamesOnEverySystem(t *testing.T) {
	day := time.Date(2025, 10, 14, 0, 0, 0, 0, time.UTC)
	for person, want := range map[string]string{
		"Anna Berg":         "vitalkeep-anna-berg-2025-10-14.zip",
		"  ../..\\x:y*?<>|": "vitalkeep-x-y-2025-10-14.zip",
		"Åsa 李":             "vitalkeep-åsa-李-2025-10-14.zip",
		"":                  "vitalkeep-export-2025-10-14.zip",
	} {
		if got := exportFileName(person, day, ".zip"); got != want {
			t.Errorf("%q gives %q, want %q", person, got, want)
		}
	}
}

func TestKindsAddUpToTheTotals(t *testing.T) {
	p := annasArchive()
	p.RejectedIn["raw_altitude_gps"] = 1
	p.Rejected = 4
	var sum transferKind
	for _, k := range importKinds(p) {
		sum.isNew += k.isNew
		sum.same += k.same
		sum.conflicting += k.conflicting
		sum.rejected += k.rejected
	}
	if sum.isNew != p.New || sum.same != p.Duplicates || sum.conflicting != p.Conflicts || sum.rejected != p.Rejected {
		t.Errorf("%+v, want the totals of %+v", sum, p)
	}
}

func TestEveryMetricAndEntryHasAKind(t *testing.T) {
	for _, m := range health.Metrics() {
		if k, name := kindOf(m.ID, health.UnknownEntry); k.name == "" || k.icon == "" || k.color == "" || name == "" {
			t.Errorf("%s: %+v, %q", m.ID, k, name)
		}
	}
	for _, e := range []health.EntryKind{health.UnknownEntry, health.SleepNight, health.Workout, health.ECG, health.Note} {
		if k, name := kindOf("", e); k.name == "" || k.icon == "" || name == "" {
			t.Errorf("%s: %+v, %q", e, k, name)
		}
	}
}

type failingWriter struct{ io.Writer }

var errFull = errors.New("full")

func (failingWriter) Write([]byte) (int, error) { return 0, errFull }
func (failingWriter) Close() error              { return nil }

func TestTheListOfRejectedRowsRunsNoFormulas(t *testing.T) {
	var out bytes.Buffer
	err := writeRejects(nopCloser{&out}, []health.Reject{{File: "=HYPERLINK(\"x\")", Row: 2, Column: "@a", Reason: "-1, not a number"}, {File: " \u00a0+1.csv", Column: "＝b", Reason: "\u3000=c"}})
	want := "file,row,column,reason\n\"'=HYPERLINK(\"\"x\"\")\",2,'@a,\"'-1, not a number\"\n' \u00a0+1.csv,,'＝b,'\u3000=c\n"
	if err != nil || out.String() != want {
		t.Errorf("%v\n%s\nwant\n%s", err, out.String(), want)
	}
	if err := writeRejects(failingWriter{}, manyRejects(1)); !errors.Is(err, errFull) {
		t.Errorf("a full disk gives %v", err)
	}
}
