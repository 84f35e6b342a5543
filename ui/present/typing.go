package present

import (
	"slices"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Form is a kind of thing that people type in: numbers that are taken at one
// moment, or something they write.
type Form struct {
	// ID is a subject's identifier, or the name of an entry's kind.
	ID     string
	Entry  health.EntryKind // UnknownEntry for numbers
	Family health.Family    // of numbers
	Asks   []Ask            // the leading number first
	// Day means that the number is the total of a whole day.
	Day bool
}

// Ask is one number of a form.
type Ask struct {
	Metric   health.Metric // of the first of the ways
	Optional bool
	// More means that few people have it, so that it is not shown at first.
	More bool
	// Ways are the units in which it can be typed, the person's own first.
	Ways []Way
	// Follows is the index of the number whose unit this one has too, -1 for
	// one with a unit of its own.
	Follows int
}

// written are the forms of what is written, in the order in which they are shown.
var written = []health.EntryKind{health.Note, health.Symptom, health.Medicine, health.Picture}

// typedForms are the forms of numbers: those of one row are typed together.
var typedForms = []struct {
	id       string
	metrics  []health.MetricID
	optional int // how many at the end may be left out
	more     int // how many of these few people have
	day      bool
}{
	{WeightID, []health.MetricID{"weight", "fat_ratio", "muscle_mass", "water_mass", "bone_mass"}, 4, 3, false},
	{"height", []health.MetricID{"height"}, 0, 0, false},
	{PressureID, []health.MetricID{"systolic", "diastolic", "heart_rate"}, 1, 0, false},
	{"heart_rate", []health.MetricID{"heart_rate"}, 0, 0, false},
	{"glucose", []health.MetricID{"glucose"}, 0, 0, false},
	{"pulse_wave_velocity", []health.MetricID{"pulse_wave_velocity"}, 0, 0, false},
	{"hrv_rmssd", []health.MetricID{"hrv_rmssd"}, 0, 0, false},
	{"hrv_sdnn", []health.MetricID{"hrv_sdnn"}, 0, 0, false},
	{"vo2max", []health.MetricID{"vo2max"}, 0, 0, false},
	{"body_temperature", []health.MetricID{"body_temperature"}, 0, 0, false},
	{"skin_temperature", []health.MetricID{"skin_temperature"}, 0, 0, false},
	{"spo2", []health.MetricID{"spo2", "heart_rate"}, 1, 0, false},
	{"respiratory_rate", []health.MetricID{"respiratory_rate"}, 0, 0, false},
	{"steps", []health.MetricID{"steps"}, 0, 0, true},
	{"distance", []health.MetricID{"distance"}, 0, 0, true},
	{"floors", []health.MetricID{"floors"}, 0, 0, true},
	{"calories_active", []health.MetricID{"calories_active"}, 0, 0, true},
	{"room_temperature", []health.MetricID{"room_temperature"}, 0, 0, false},
	{"co2", []health.MetricID{"co2"}, 0, 0, false},
}

// Forms returns everything that a person who chose the system can type, in the
// order in which it is shown.
func Forms(system health.UnitSystem) []Form {
	var out []Form
	for _, k := range written {
		out = append(out, Form{ID: k.String(), Entry: k})
	}
	for _, t := range typedForms {
		f := Form{ID: t.id, Day: t.day}
		for i, id := range t.metrics {
			m, _ := health.Lookup(id)
			a := Ask{Metric: m, Ways: waysOf(m, system), Follows: -1}
			left := len(t.metrics) - i
			a.Optional, a.More = left <= t.optional, left <= t.more
			if id == "diastolic" {
				a.Follows = 0
			}
			f.Asks = append(f.Asks, a)
		}
		f.Family = f.Asks[0].Metric.Family
		out = append(out, f)
	}
	return out
}

// FormOf returns the form in which a subject, one of its metrics, or a kind of
// entry is typed, and whether there is one.
func FormOf(id string, system health.UnitSystem) (Form, bool) {
	forms := Forms(system)
	for _, f := range forms {
		if f.ID == id {
			return f, true
		}
	}
	for _, f := range forms {
		if slices.ContainsFunc(f.Asks, func(a Ask) bool { return a.Takes(health.MetricID(id)) }) {
			return f, true
		}
	}
	return Form{}, false
}

// FormOfReadings returns the form in which readings of one moment are corrected:
// the one that holds all of them.
func FormOfReadings(readings []health.Reading, system health.UnitSystem) (Form, bool) {
	for _, f := range Forms(system) {
		if len(readings) > 0 && !slices.ContainsFunc(readings, func(r health.Reading) bool { return !f.Holds(r.Metric) }) &&
			slices.ContainsFunc(readings, func(r health.Reading) bool { return f.Asks[0].Takes(r.Metric) }) {
			return f, true
		}
	}
	return Form{}, false
}

// Holds reports whether the form asks for a metric.
func (f Form) Holds(m health.MetricID) bool {
	return slices.ContainsFunc(f.Asks, func(a Ask) bool { return a.Takes(m) })
}

// Metrics are all metrics that can come out of the form.
func (f Form) Metrics() []health.MetricID {
	var out []health.MetricID
	for _, a := range f.Asks {
		for _, w := range a.Ways {
			if !slices.Contains(out, w.Metric) {
				out = append(out, w.Metric)
			}
		}
	}
	return out
}

// Name is what the form is called.
func (f Form) Name() string {
	switch f.Entry {
	case health.Note:
		return locale.T("Note")
	case health.Symptom:
		return locale.T("Symptoms")
	case health.Medicine:
		return locale.T("Medicine")
	case health.Picture:
		return locale.T("Picture")
	}
	switch f.ID {
	case PressureID:
		return locale.T("Blood pressure")
	case "hrv_rmssd":
		return locale.T("HRV (RMSSD)")
	case "hrv_sdnn":
		return locale.T("HRV (SDNN)")
	}
	return locale.Dynamic(f.Asks[0].Metric.Name)
}

// Hint says in a few words what is asked for.
func (f Form) Hint() string {
	switch f.Entry {
	case health.Note:
		return locale.T("How you feel, in your words")
	case health.Symptom:
		return locale.T("One or several, and how bad")
	case health.Medicine:
		return locale.T("What you took, and how much")
	case health.Picture:
		return locale.T("A file, sealed in the vault")
	}
	unit := f.Asks[0].Ways[0].Name()
	switch {
	case f.Day:
		return locale.T("The total of a day")
	case f.ID == WeightID:
		return locale.T("%s, with body fat if you like", unit)
	case f.ID == PressureID:
		return locale.T("%s, with pulse if you like", unit)
	case strings.HasPrefix(f.ID, "hrv_"):
		return locale.T("Heart rate variability, %s", unit)
	}
	return unit
}

// Group is what the forms among which it stands have in common.
func (f Form) Group() string {
	if f.Entry != health.UnknownEntry {
		return locale.T("Diary")
	}
	return familyTitle(f.Family)
}

func familyTitle(f health.Family) string {
	switch f {
	case health.Body:
		return locale.T("Body")
	case health.Heart:
		return locale.T("Heart and blood")
	case health.Activity:
		return locale.T("Activity")
	case health.Temperature:
		return locale.T("Temperature")
	case health.Oxygen:
		return locale.T("Breath")
	case health.Room:
		return locale.T("Room")
	case health.Sleep:
	}
	return locale.T("Sleep")
}

// Matches reports whether what was typed into the search finds the form.
func (f Form) Matches(search string) bool {
	search = strings.ToLower(strings.TrimSpace(search))
	words := []string{f.Name(), f.Group(), f.ID}
	for _, a := range f.Asks {
		words = append(words, a.Name(), locale.Dynamic(a.Metric.Name))
	}
	if f.Entry == health.Symptom {
		for _, s := range health.Symptoms() {
			words = append(words, SymptomName(s))
		}
	}
	for _, w := range words {
		if strings.Contains(strings.ToLower(w), search) {
			return true
		}
	}
	return false
}

// MostUsed returns the forms that a person has typed in before, what has the
// most readings first, at most n.
func MostUsed(forms []Form, all []Summary, n int) []Form {
	counts := map[string]int{}
	var out []Form
	for _, f := range forms {
		if f.Entry != health.UnknownEntry {
			continue
		}
		for _, s := range all {
			// The numbers that go along have forms of their own.
			if f.Asks[0].Takes(s.Metric) && slices.ContainsFunc(s.Sources, health.SourceID.Typed) {
				counts[f.ID] = s.Count
				out = append(out, f)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Form) int { return counts[b.ID] - counts[a.ID] })
	return out[:min(n, len(out))]
}

// Name is the label of the number's field.
func (a Ask) Name() string {
	switch a.Metric.ID {
	case "fat_ratio":
		return locale.T("Body fat")
	case "systolic":
		return locale.T("Systolic (upper)")
	case "diastolic":
		return locale.T("Diastolic (lower)")
	}
	return locale.Dynamic(a.Metric.Name)
}

// Takes reports whether a reading of the metric is typed here.
func (a Ask) Takes(m health.MetricID) bool {
	return slices.ContainsFunc(a.Ways, func(w Way) bool { return w.Metric == m })
}

// WayOf is the index of the way in which a reading was typed: that of its unit,
// else the first of its metric.
func (a Ask) WayOf(r health.Reading) int {
	if w := a.Ways[0]; len(w.Units) > 1 && w.Metric == r.Metric && w.Units[1] == r.Unit {
		return 0 // stones and pounds, where those are the person's own
	}
	for i, w := range a.Ways {
		if w.Metric == r.Metric && len(w.Units) == 1 && w.Units[0] == r.Unit {
			return i
		}
	}
	for i, w := range a.Ways {
		if w.Metric == r.Metric && w.Units[len(w.Units)-1] == r.Unit {
			return i
		}
	}
	for i, w := range a.Ways { // in a unit that nobody types: never as another metric
		if w.Metric == r.Metric && len(w.Units) == 1 {
			return i
		}
	}
	return 0
}
