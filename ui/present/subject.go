package present

import (
	"cmp"
	"slices"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Summary is what a profile has of one metric.
type Summary struct {
	Metric      health.MetricID
	Count       int
	First, Last int64 // starts of the earliest and the latest, UTC milliseconds
	Sources     []health.SourceID
}

// Kind tells how a subject is shown.
type Kind uint8

// The kinds of subjects.
const (
	Measured  Kind = iota // single readings: temperature, height, SpO₂
	BodyMass              // readings with a trend, and what the scale took along
	Pressure              // systolic and diastolic joined
	Nights                // hours of sleep by stage
	Totals                // amounts that add up to a day: steps
	Untold                // a vendor's stream of unknown meaning
	Condition             // a state that only says from when to when: snoring
)

// Subject is something people look at as one thing: one metric or several.
type Subject struct {
	ID      string // stable within a profile: "weight", "blood_pressure"
	Name    string
	Kind    Kind
	Family  health.Family
	Metric  health.Metric     // the leading one
	Members []health.MetricID // all that have data, the leading one first
	Count   int               // readings of the leading metric
	First   int64             // UTC milliseconds
	Last    int64
	Sources []health.SourceID // of the leading metric, by precedence
}

// Identifiers of subjects of several metrics.
const (
	WeightID   = "weight"
	PressureID = "blood_pressure"
	SleepID    = "sleep"
)

var (
	weightMembers   = []health.MetricID{"weight", "fat_mass", "fat_ratio", "fat_free_mass", "muscle_mass", "bone_mass", "water_mass", "bmi"}
	pressureMembers = []health.MetricID{"systolic", "diastolic"}
	sleepMembers    = []health.MetricID{"sleep_deep", "sleep_light", "sleep_rem", "sleep_awake", "sleep_stage", "sleep_wakeups"}
)

// dashboardOrder ranks the subjects that most people look at first; the others
// follow in the order of the catalogue.
var dashboardOrder = []string{
	WeightID, PressureID, "heart_rate", SleepID, "steps", "body_temperature", "spo2",
	"co2", "room_temperature", "distance", "calories_active",
}

// Cards returns the subjects of the dashboard: metrics that belong to another
// subject, and streams of unknown meaning, are not among them.
func Cards(all []Summary) []Subject {
	subjects, _ := group(all)
	subjects = slices.DeleteFunc(subjects, func(s Subject) bool { return s.Kind == Untold })
	rank := func(s Subject) int {
		if i := slices.Index(dashboardOrder, s.ID); i >= 0 {
			return i
		}
		return len(dashboardOrder)
	}
	slices.SortStableFunc(subjects, func(a, b Subject) int { return cmp.Compare(rank(a), rank(b)) })
	return subjects
}

// Listed returns the subjects of the list of data: the known ones in the order
// of the catalogue, what a scale takes along as rows of their own too, and the
// streams of unknown meaning.
func Listed(all []Summary) (known, other []Subject) {
	subjects, along := group(all)
	for _, s := range append(subjects, along...) {
		if s.Kind == Untold {
			other = append(other, s)
		} else {
			known = append(known, s)
		}
	}
	order := map[health.MetricID]int{}
	for i, m := range health.Metrics() {
		order[m.ID] = i
	}
	slices.SortStableFunc(known, func(a, b Subject) int {
		return cmp.Compare(order[a.Metric.ID], order[b.Metric.ID])
	})
	slices.SortFunc(other, func(a, b Subject) int { return cmp.Compare(a.ID, b.ID) })
	return known, other
}

// Find returns the subject of an identifier, or the one that a metric leads or
// stands in by itself.
func Find(all []Summary, id string) (Subject, bool) {
	known, other := Listed(all)
	for _, s := range append(known, other...) {
		if s.ID == id {
			return s, true
		}
	}
	for _, s := range known {
		if slices.Contains(s.Members, health.MetricID(id)) {
			return s, true
		}
	}
	return Subject{}, false
}

// Alone returns a metric as a subject of its own, even where it is told within
// another.
func Alone(all []Summary, m health.MetricID) (Subject, bool) {
	i := slices.IndexFunc(all, func(s Summary) bool { return s.Metric == m && s.Count > 0 })
	if i < 0 {
		return Subject{}, false
	}
	return single(all[i])
}

// group returns the subjects, and apart from them what belongs to weight.
func group(all []Summary) (subjects, along []Subject) {
	by := map[health.MetricID]Summary{}
	for _, s := range all {
		if s.Count > 0 {
			by[s.Metric] = s
		}
	}
	taken := map[health.MetricID]bool{}
	joined := func(id, name string, kind Kind, members []health.MetricID) {
		var have []health.MetricID
		for _, m := range members {
			if _, ok := by[m]; ok {
				have = append(have, m)
			}
		}
		s, ok := single(by[have[0]])
		if !ok {
			return
		}
		s.ID, s.Name, s.Kind, s.Members = id, name, kind, have
		subjects = append(subjects, s)
		for _, m := range have {
			taken[m] = true
		}
	}
	_, weight := by["weight"]
	if weight {
		joined(WeightID, locale.T("Weight"), BodyMass, weightMembers)
	}
	_, systolic := by["systolic"]
	_, diastolic := by["diastolic"]
	if systolic && diastolic {
		joined(PressureID, locale.T("Blood pressure"), Pressure, pressureMembers)
	}
	if slices.ContainsFunc(sleepMembers[:5], func(m health.MetricID) bool { return by[m].Count > 0 }) {
		joined(SleepID, locale.T("Sleep"), Nights, sleepMembers)
	}
	for _, x := range all {
		if x.Count == 0 {
			continue
		}
		s, ok := single(x)
		switch {
		case !ok:
		case !taken[x.Metric]:
			subjects = append(subjects, s)
		case weight && x.Metric != "weight" && slices.Contains(weightMembers, x.Metric):
			along = append(along, s)
		}
	}
	order := map[health.MetricID]int{}
	for i, m := range health.Metrics() {
		order[m.ID] = i
	}
	slices.SortStableFunc(subjects, func(a, b Subject) int {
		return cmp.Compare(order[a.Metric.ID], order[b.Metric.ID])
	})
	return subjects, along
}

func single(x Summary) (Subject, bool) {
	m, ok := health.Lookup(x.Metric)
	if !ok {
		return Subject{}, false
	}
	s := Subject{
		ID: string(m.ID), Name: MetricName(m), Family: m.Family, Metric: m,
		Members: []health.MetricID{m.ID}, Count: x.Count, First: x.First, Last: x.Last,
		Sources: slices.Clone(x.Sources),
	}
	health.SortSources(s.Sources)
	switch {
	case m.Generic:
		s.Kind = Untold
	case m.Shape == health.State:
		s.Kind = Condition
	case m.Day == health.DaySum:
		s.Kind = Totals
	}
	return s, true
}

// SourceNames is SourceName and, where there are more, how many.
func (s Subject) SourceNames() string {
	name := s.SourceName()
	if n := len(s.Sources) - 1; n > 0 {
		return locale.N("%[1]s and %[2]s more", "%[1]s and %[2]s more", n, name, Counted(n))
	}
	return name
}

// Has reports whether the subject has readings of the metric.
func (s Subject) Has(m health.MetricID) bool { return slices.Contains(s.Members, m) }

// SourceName returns the source that counts first, for people. Day totals of a
// vendor come first for what adds up.
func (s Subject) SourceName() string {
	if len(s.Sources) == 0 {
		return ""
	}
	first := s.Sources[0]
	if s.Kind == Totals {
		for _, x := range s.Sources {
			if x.DayTotals() {
				first = x
				break
			}
		}
	}
	return SourceName(first)
}

// MetricName is the name of a metric for people. A stream that the catalogue
// does not know keeps the name that its file gave it.
func MetricName(m health.Metric) string {
	if m.Generic {
		return m.Name
	}
	return locale.Dynamic(m.Name)
}

// SourceName is the name of a source for people. Names of makers stay as they
// are.
func SourceName(id health.SourceID) string { return id.NameIn(locale.Dynamic) }

// shortNames are for cards, whose head also holds a time.
var shortNames = map[string]string{
	"body_temperature": locale.Key("Temperature"), "skin_temperature": locale.Key("Skin temp."), "room_temperature": locale.Key("Room temp."),
	"hrv_sdnn": locale.Key("HRV, SDNN"), "hrv_rmssd": locale.Key("HRV, RMSSD"), "pulse_wave_velocity": locale.Key("Pulse wave"),
	"respiratory_rate": locale.Key("Breathing"), "bmi": locale.Key("BMI"), "voc": locale.Key("VOC"), "fat_free_mass": locale.Key("Fat-free mass"),
	"systolic": locale.Key("Systolic"), "diastolic": locale.Key("Diastolic"), "glucose": locale.Key("Glucose"), "elevation": locale.Key("Elevation"),
}

// ShortName is the name on a card.
func (s Subject) ShortName() string {
	if n, ok := shortNames[s.ID]; ok {
		return locale.Dynamic(n)
	}
	return s.Name
}

// FamilyName returns the family for people.
func FamilyName(f health.Family) string {
	switch f {
	case health.Body:
		return locale.T("Body")
	case health.Heart:
		return locale.T("Heart and blood pressure")
	case health.Activity:
		return locale.T("Activity")
	case health.Sleep:
		return locale.T("Sleep")
	case health.Temperature:
		return locale.T("Temperature")
	case health.Oxygen:
		return locale.T("Oxygen and breath")
	case health.Room:
		return locale.T("Room")
	}
	return ""
}
