package exporters

import (
	"slices"

	"vitalkeep/health"
)

// row puts the fields of an entry into the columns of a header, from column at
// on. It reports false where the row would not give the same fields in the
// same order, or where a text has to be kept from being run as a formula.
func row(header []string, at int, fields []health.Field) ([]string, bool) {
	cells := make([]string, len(header))
	size := 0
	for _, f := range fields {
		for at < len(header) && header[at] != f.Name {
			at++
		}
		if at == len(header) || f.Text == "" || !plainText(f.Text) {
			return nil, false
		}
		cells[at] = f.Text
		size += len(f.Text)
		at++
	}
	return cells, size <= longestRow
}

// longestRow is the most text that is put into one vendor-shaped row.
const longestRow = 1 << 20

// documentSheets returns the files whose rows are entries.
func documentSheets(c *clock) []*sheet {
	return []*sheet{sleepSheet(c), activitiesSheet(c), signalSheet(c), noteSheet(c)}
}

// perEntry is the split of a sheet without samples.
func perEntry(write func(health.Entry) ([]string, bool)) func(moment) page {
	return func(m moment) page {
		p := page{samples: m.readings}
		for _, e := range m.entries {
			if cells, ok := write(e); ok {
				p.rows = append(p.rows, cells)
			} else {
				p.entries = append(p.entries, e)
			}
		}
		return p
	}
}

func activitiesSheet(c *clock) *sheet {
	header := []string{"from", "to", "from (manual)", "to (manual)", "Timezone", "Activity type", "Data", "GPS", "Modified"}
	return &sheet{
		name: "activities.csv", header: header, about: "workouts",
		takes: func(e health.Entry) bool { return e.Kind == health.Workout && e.Source == workoutsSource },
		split: perEntry(func(e health.Entry) ([]string, bool) {
			cells, ok := row(header, 2, e.Fields)
			// The zones named here tell an importer where all other local times
			// were lived, so a workout elsewhere must not stand among them.
			zone := e.Field("Timezone")
			if !ok || e.Key != e.Field("Activity type") || zone != "" && zone != c.loc.String() || e.Duration > longestSpan {
				return nil, false
			}
			cells[0], cells[1] = stamp(e.Start, e.Offset), c.endOf(e.Start, e.Duration, e.Offset)
			return cells, true
		}),
	}
}

func signalSheet(c *clock) *sheet {
	header := []string{"date", "type", "frequency", "duration", "wearposition", "signal", "doctor_assessment", "doctor_name", "checkup_date"}
	return &sheet{
		name: "signal.csv", header: header, about: "electrocardiograms; frequency in Hz, duration in s",
		takes: func(e health.Entry) bool { return e.Kind == health.ECG && e.Source == exportSource },
		split: perEntry(func(e health.Entry) ([]string, bool) {
			cells, ok := row(header, 1, e.Fields)
			if !ok || e.Key != e.Field("type") || !c.here(e.Start, e.Offset) || e.Duration != spanOf(e.Field("duration")) {
				return nil, false
			}
			cells[0] = stamp(e.Start, e.Offset)
			return cells, true
		}),
	}
}

// spanOf reads a number of seconds as importers do, in milliseconds; 0 for what
// is none.
func spanOf(text string) int64 {
	d, err := health.ParseDecimal(text)
	if err != nil {
		return 0
	}
	ms, ok := d.Rescale(3)
	if !ok || ms < 0 || ms > longestSpan {
		return 0
	}
	return ms
}

func noteSheet(c *clock) *sheet {
	header := []string{"date", "medicines", "symptoms", "texts"}
	return &sheet{
		name: "note.csv", header: header, about: "notes beside body temperatures",
		takes: func(e health.Entry) bool {
			return e.Kind == health.Note && e.Source == exportSource && e.Key == "notes"
		},
		split: perEntry(func(e health.Entry) ([]string, bool) {
			cells, ok := row(header, 1, e.Fields)
			wall, offset, readable := c.wall(e.Start)
			if !ok || !readable || offset != e.Offset || e.Duration != 0 || len(e.Fields) == 0 {
				return nil, false
			}
			cells[0] = wall
			return cells, true
		}),
	}
}

// nightTotals are the columns of sleep.csv that are samples as well, and the
// metrics that they are.
var nightTotals = []struct {
	column string
	metric health.MetricID
	unit   health.Unit
}{
	{"light (s)", "sleep_light", health.Second},
	{"deep (s)", "sleep_deep", health.Second},
	{"rem (s)", "sleep_rem", health.Second},
	{"awake (s)", "sleep_awake", health.Second},
	{"wake up", "sleep_wakeups", health.Count},
}

var nightPulses = []string{"Average heart rate", "Heart rate (min)", "Heart rate (max)"}

// sleepSheet returns the nights. A row gives an entry and its totals as
// samples; it is written where these are exactly the ones that are there.
func sleepSheet(c *clock) *sheet {
	header := []string{
		"from", "to", "light (s)", "deep (s)", "rem (s)", "awake (s)", "wake up", "Duration to sleep (s)",
		"Duration to wake up (s)", "Snoring (s)", "Snoring episodes", "Average heart rate", "Heart rate (min)",
		"Heart rate (max)", "Night events", "Notes",
	}
	s := &sheet{
		name: "sleep.csv", header: header, about: "nights", source: nightsSource,
		takes: func(e health.Entry) bool {
			return e.Kind == health.SleepNight && e.Source == nightsSource && e.Key == ""
		},
	}
	for _, t := range nightTotals {
		s.metrics = append(s.metrics, t.metric)
	}
	s.split = func(m moment) page {
		if len(m.entries) == 1 {
			e := m.entries[0]
			cells, ok := row(header, 2, e.Fields)
			if ok && e.Duration <= longestSpan && pulsesMeasured(e) && sameTotals(e, m.readings) {
				cells[0], cells[1] = stamp(e.Start, e.Offset), c.endOf(e.Start, e.Duration, e.Offset)
				return page{rows: [][]string{cells}}
			}
		}
		return page{samples: m.readings, entries: m.entries}
	}
	return s
}

// pulsesMeasured reports whether no heart rate is 0, which importers take for
// not measured and leave out.
func pulsesMeasured(e health.Entry) bool {
	return !slices.ContainsFunc(nightPulses, func(name string) bool {
		d, err := health.ParseDecimal(e.Field(name))
		return err == nil && d.Mantissa == 0
	})
}

// sameTotals reports whether the samples that importers make of a night's
// fields are the ones given.
func sameTotals(e health.Entry, readings []health.Reading) bool {
	want := map[health.MetricID]health.Sample{}
	measured := false
	for i, t := range nightTotals {
		text := e.Field(t.column)
		if text == "" {
			continue
		}
		d, err := health.ParseDecimal(text)
		m, known := health.Lookup(t.metric)
		if err != nil || !known || !m.Possible.Contains(t.unit.Value(d)) {
			return false
		}
		// Wake-ups alone do not make a night that was measured.
		measured = measured || i < len(nightTotals)-1 && d.Mantissa != 0
		want[t.metric] = health.Sample{Start: e.Start, Duration: e.Duration, Value: d, Unit: t.unit, Offset: e.Offset}
	}
	if !measured {
		return len(readings) == 0
	}
	if len(readings) != len(want) {
		return false
	}
	for _, r := range readings {
		got := r.Sample
		got.Origin = health.Origin{}
		if w, ok := want[r.Metric]; !ok || w != got {
			return false
		}
	}
	return true
}
