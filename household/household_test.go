package household_test

import (
	"context"
	"errors"
	"hash/fnv"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"vitalkeep/health"
	"vitalkeep/household"
)

const zone = "Europe/Paris"

var until = health.Date{Year: 2026, Month: time.June, Day: 30}

type series struct {
	metric health.MetricID
	source health.SourceID
}

// memory is a sink that keeps everything.
type memory struct {
	files   []string
	samples map[series][]health.Sample
	entries []health.Entry
}

func (m *memory) File(name string) (uint32, error) {
	m.files = append(m.files, name)
	return 0, nil
}

func (m *memory) Sample(metric health.MetricID, source health.SourceID, s health.Sample) error {
	if m.samples == nil {
		m.samples = map[series][]health.Sample{}
	}
	k := series{metric, source}
	m.samples[k] = append(m.samples[k], s)
	return nil
}

func (m *memory) Entry(e health.Entry) error {
	m.entries = append(m.entries, e)
	return nil
}

func generate(t *testing.T, p household.Person, seed uint64) *memory {
	t.Helper()
	m := &memory{}
	if err := p.Generate(t.Context(), household.Options{Until: until, Seed: seed}, m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheHouseholdIsMarkedAsSampleData(t *testing.T) {
	people := household.People(zone, health.MetricUnits)
	if len(people) != 2 || !people[0].Profile.Main || people[1].Profile.Main {
		t.Fatalf("want two people, the first one main: %+v", people)
	}
	for _, p := range people {
		if !p.Profile.Sample || p.Profile.Name == "" || p.Profile.Zone != zone {
			t.Errorf("profile %+v", p.Profile)
		}
		m := generate(t, p, 1)
		if !slices.Equal(m.files, []string{household.FileName}) {
			t.Errorf("files %q", m.files)
		}
		for k := range m.samples {
			if !strings.HasPrefix(string(k.source), "sample:") {
				t.Errorf("source %q", k.source)
			}
		}
		for _, e := range m.entries {
			if !strings.HasPrefix(string(e.Source), "sample:") {
				t.Errorf("source %q", e.Source)
			}
		}
	}
}

func TestTheSameOptionsGiveTheSameData(t *testing.T) {
	sum := func(seed uint64) uint64 {
		h := fnv.New64a()
		for _, p := range household.People(zone, health.MetricUnits) {
			m := generate(t, p, seed)
			for _, k := range slices.SortedFunc(keys(m), func(a, b series) int {
				return strings.Compare(string(a.metric)+string(a.source), string(b.metric)+string(b.source))
			}) {
				for _, s := range m.samples[k] {
					b := s.Value.AppendText([]byte(k.metric))
					b = append(b, time.UnixMilli(s.Start).UTC().String()...)
					h.Write(b)
				}
			}
		}
		return h.Sum64()
	}
	first := sum(7)
	if again := sum(7); again != first {
		t.Errorf("seed 7 gave %x, then %x", first, again)
	}
	if other := sum(8); other == first {
		t.Error("seeds 7 and 8 gave the same data")
	}
}

func keys(m *memory) func(func(series) bool) {
	return func(yield func(series) bool) {
		for k := range m.samples {
			if !yield(k) {
				return
			}
		}
	}
}

func TestEveryNumberIsPossibleAndStandsOnce(t *testing.T) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	_, last := until.Bounds(loc)
	first := until.AddDays(1 - household.Days).Start(loc)
	for _, units := range []health.UnitSystem{health.MetricUnits, health.USUnits} {
		for _, p := range household.People(zone, units) {
			for k, samples := range generate(t, p, 3).samples {
				metric, ok := health.Lookup(k.metric)
				if !ok || metric.Generic {
					t.Fatalf("%s is not in the catalogue", k.metric)
				}
				seen := map[int64]bool{}
				for _, s := range samples {
					v := s.Canonical()
					switch {
					case s.Unit.Canonical() != metric.Unit:
						t.Fatalf("%s in %s", k.metric, s.Unit)
					case !metric.Plausible.Contains(v):
						t.Fatalf("%s: %v is not plausible", k.metric, v)
					case s.Start < first || s.End() > last:
						t.Fatalf("%s at %d lies outside of the two years", k.metric, s.Start)
					case s.Offset != health.OffsetAt(s.Start, loc):
						t.Fatalf("%s at %d has the offset %d", k.metric, s.Start, s.Offset)
					case seen[s.Start]:
						t.Fatalf("%s of %s stands twice at %d", k.metric, k.source, s.Start)
					}
					seen[s.Start] = true
				}
			}
		}
	}
}

func TestDayTotalsEqualTheRecordedSlots(t *testing.T) {
	for _, p := range household.People(zone, health.MetricUnits) {
		m := generate(t, p, 5)
		slots := map[health.Date]int64{}
		for _, s := range m.samples[series{"steps", "sample:watch"}] {
			slots[health.DateAt(s.Start, s.Offset)] += s.Value.Mantissa
		}
		totals := m.samples[series{"steps", "sample:daily"}]
		if len(totals) != household.Days-8 {
			t.Errorf("%s: %d day totals, want all but eight lost days", p.Profile.Name, len(totals))
		}
		for _, s := range totals {
			if d := health.DateAt(s.Start, s.Offset); slots[d] != s.Value.Mantissa {
				t.Errorf("%s, %s: total %s, slots %d", p.Profile.Name, d, s.Value, slots[d])
			}
		}
	}
}

func TestDaysOfAClockChangeAre23And25HoursLong(t *testing.T) {
	m := generate(t, household.People(zone, health.MetricUnits)[0], 5)
	want := map[health.Date]int64{
		{Year: 2026, Month: time.March, Day: 28}:   24,
		{Year: 2026, Month: time.March, Day: 29}:   23,
		{Year: 2025, Month: time.October, Day: 26}: 25,
	}
	for _, s := range m.samples[series{"steps", "sample:daily"}] {
		d := health.DateAt(s.Start, s.Offset)
		if hours, ok := want[d]; ok && s.Duration != hours*time.Hour.Milliseconds() {
			t.Errorf("%s lasts %d ms", d, s.Duration)
		}
		delete(want, d)
	}
	if len(want) > 0 {
		t.Errorf("days without a total: %v", want)
	}
}

func TestTheYearsHaveTheirStory(t *testing.T) {
	people := household.People(zone, health.MetricUnits)
	nora, theo := generate(t, people[0], 1), generate(t, people[1], 1)

	weights := nora.samples[series{"weight", "sample:scale"}]
	if a, b := mean(weights[:20]), mean(weights[len(weights)-20:]); a-b < 3 {
		t.Errorf("Nora's weight goes from %.1f to %.1f kg, want a loss", a, b)
	}
	pressure := theo.samples[series{"systolic", "sample:cuff"}]
	if a, b := mean(pressure[:60]), mean(pressure[len(pressure)-60:]); a-b < 10 {
		t.Errorf("Theo's systolic pressure goes from %.0f to %.0f mmHg, want a fall", a, b)
	}
	for name, m := range map[string]*memory{"Nora": nora, "Theo": theo} {
		notes := 0
		for _, e := range m.entries {
			if e.Kind == health.Note {
				notes++
			}
		}
		if notes != 2 {
			t.Errorf("%s: notes on %d illnesses, want 2", name, notes)
		}
	}
	fever := 0
	for _, s := range nora.samples[series{"body_temperature", "sample:spot"}] {
		if s.Canonical() >= 38 {
			fever++
		}
	}
	if fever < 5 {
		t.Errorf("%d temperatures of 38 °C and more", fever)
	}
	if gap := longestGap(weights); gap < 12*24*time.Hour {
		t.Errorf("the longest time without a weigh-in is %s, want a holiday", gap)
	}
	if len(nora.samples[series{"co2", "sample:room"}]) < 15000 {
		t.Error("the room sensor hardly measured")
	}
}

func TestANightIsTheSumOfItsStages(t *testing.T) {
	m := generate(t, household.People(zone, health.MetricUnits)[0], 2)
	stages := m.samples[series{"sleep_stage", "sample:bed"}]
	if len(stages) < 50*10 {
		t.Fatalf("%d stages", len(stages))
	}
	deep := map[int64]int64{}
	for _, night := range m.samples[series{"sleep_deep", "sample:nights"}] {
		for _, s := range stages {
			if s.Start >= night.Start && s.End() <= night.End() {
				deep[night.Start] += s.Duration / 1000 * b2i(s.Value.Mantissa == health.StageDeep)
			}
		}
		if got, ok := deep[night.Start]; ok && got != night.Value.Mantissa {
			t.Errorf("night at %d: %d s of deep sleep, stages give %d", night.Start, night.Value.Mantissa, got)
		}
	}
	if len(deep) < 50 {
		t.Errorf("only %d nights have a course", len(deep))
	}
}

func TestPoundsAndInchesComeFromUSScales(t *testing.T) {
	m := generate(t, household.People("America/Los_Angeles", health.USUnits)[1], 2)
	if s := m.samples[series{"weight", "sample:scale"}][0]; s.Unit != health.Pound || s.Value.Places != 1 {
		t.Errorf("weight written as %s %s", s.Value, s.Unit)
	}
	if s := m.samples[series{"height", "sample:hand"}][0]; s.Unit != health.Inch || s.Value.String() != "71" {
		t.Errorf("height written as %s %s", s.Value, s.Unit)
	}
}

func TestTheDiaryTellsOfTheSameIllness(t *testing.T) {
	opts := household.Options{Until: until, Seed: 1}
	for _, p := range household.People(zone, health.MetricUnits) {
		d, err := p.Diary(opts)
		if err != nil {
			t.Fatal(err)
		}
		again, err := p.Diary(opts)
		if err != nil || len(d.Entries) == 0 || !reflect.DeepEqual(d, again) {
			t.Errorf("%s writes %d entries, then others: %v", p.Profile.Name, len(d.Entries), err)
		}
		fever := map[health.Date]bool{}
		for _, s := range generate(t, p, 1).samples[series{"body_temperature", "sample:spot"}] {
			if s.Canonical() >= 37.5 {
				fever[health.DateAt(s.Start, s.Offset)] = true
			}
		}
		for _, r := range d.Readings {
			m, ok := health.Lookup(r.Metric)
			if !ok || !m.Plausible.Contains(r.Canonical()) || r.Source != health.TypedSource {
				t.Errorf("typed %+v", r)
			}
			if r.Metric == "body_temperature" && r.Canonical() >= 38 && !fever[health.DateAt(r.Start, r.Offset)] {
				t.Errorf("%s has a fever on a healthy day", p.Profile.Name)
			}
		}
		for i, slip := range d.Slips {
			if r := d.Readings[i]; slip.Value == r.Value || slip.At <= r.Start {
				t.Errorf("a slip %+v of %+v", slip, r)
			}
		}
		for i := range d.Pictures {
			if d.Entries[i].Kind != health.Picture {
				t.Errorf("a picture of a %s", d.Entries[i].Kind)
			}
		}
	}
	if _, err := household.People(zone, health.MetricUnits)[0].Diary(household.Options{}); !errors.Is(err, household.ErrNoUntil) {
		t.Errorf("without a last day: %v", err)
	}
}

func TestGenerateStops(t *testing.T) {
	p := household.People(zone, health.MetricUnits)[0]
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.Generate(ctx, household.Options{Until: until}, &memory{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := p.Generate(t.Context(), household.Options{}, &memory{}); !errors.Is(err, household.ErrNoUntil) {
		t.Errorf("without a last day: %v", err)
	}
	p.Profile.Zone = "Europe/Atlantis"
	if err := p.Generate(t.Context(), household.Options{Until: until}, &memory{}); err == nil {
		t.Error("an unknown zone was accepted")
	}
	p.Profile.Zone = zone
	full := errors.New("disk full")
	if err := p.Generate(t.Context(), household.Options{Until: until}, broken{full}); !errors.Is(err, full) {
		t.Errorf("failing sink: %v", err)
	}
}

// broken is a sink that takes nothing.
type broken struct{ err error }

func (b broken) File(string) (uint32, error) { return 0, nil }
func (b broken) Sample(health.MetricID, health.SourceID, health.Sample) error {
	return b.err
}
func (b broken) Entry(health.Entry) error { return b.err }

func TestProgressReachesItsTotal(t *testing.T) {
	for _, p := range household.People(zone, health.MetricUnits) {
		var done, total int64
		err := p.Generate(t.Context(), household.Options{Until: until, Progress: func(d, of int64) {
			if d <= done || d > of {
				t.Errorf("progress went from %d to %d of %d", done, d, of)
			}
			done, total = d, of
		}}, &memory{})
		if err != nil || done != total || total == 0 {
			t.Errorf("progress ended at %d of %d, %v", done, total, err)
		}
	}
}

func mean(samples []health.Sample) float64 {
	sum := 0.0
	for _, s := range samples {
		sum += s.Canonical()
	}
	return sum / float64(len(samples))
}

func longestGap(samples []health.Sample) time.Duration {
	var longest int64
	for i := 1; i < len(samples); i++ {
		longest = max(longest, samples[i].Start-samples[i-1].Start)
	}
	return time.Duration(longest) * time.Millisecond
}

func b2i(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func BenchmarkGenerate(b *testing.B) {
	people := household.People(zone, health.MetricUnits)
	n := 0
	for b.Loop() {
		n = 0
		for _, p := range people {
			if err := p.Generate(b.Context(), household.Options{Until: until}, counter{&n}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(n), "samples")
}

// counter is a sink that only counts.
type counter struct{ n *int }

func (c counter) File(string) (uint32, error) { return 0, nil }
func (c counter) Sample(health.MetricID, health.SourceID, health.Sample) error {
	*c.n++
	return nil
}
func (c counter) Entry(health.Entry) error { return nil }
