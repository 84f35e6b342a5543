package exporters

import (
	"slices"
	"strings"

	"vitalkeep/health"
)

// measure is the vendor's name of a metric in raw_CATEGORY_MEASURE.csv.
type measure struct {
	name   string
	metric health.MetricID
	unit   health.Unit
}

// measures are those that mean a metric of the catalogue.
var measures = []measure{
	{"steps", "steps", health.Count},
	{"distance", "distance", health.Metre},
	{"elevation", "floors", health.Count},
	{"calories-earned", "calories_active", health.Kilocalorie},
	{"hr", "heart_rate", health.PerMinute},
	{"respiratory-rate", "respiratory_rate", health.PerMinute},
	{"sleep-state", "sleep_stage", health.NoUnit},
	{"snoring", "snoring", health.NoUnit},
	{"auto_spo2", "spo2", health.Percent},
	{"HR RMS SD", "hrv_rmssd", health.Millisecond},
	{"HR SD NN", "hrv_sdnn", health.Millisecond},
	{"skin temperature", "skin_temperature", health.Celsius},
	{"Core body temperature", "body_temperature", health.Celsius},
	{"lap-pool", "swim_laps", health.Count},
}

// underscored are the vendor's categories that hold an underscore; all others
// end at the first one of a name.
var underscored = []string{
	"heart_rate_variability", "core_body_temperature", "walking_asymmetry", "walking_double_support",
}

const withingsGiver = "withings:"

// rawName returns the name of the file that gives a series of recordings back,
// without extension, and the unit of its values. It reports false where none
// does.
func rawName(metric health.MetricID, source health.SourceID) (name string, unit health.Unit, ok bool) {
	word, ok := strings.CutPrefix(string(source), withingsGiver)
	// These three are what the vendor's other files give back.
	if !ok || word == "" || source == exportSource || source == otherSource || source == nightsSource {
		return "", health.NoUnit, false
	}
	category := word
	if !slices.Contains(underscored, word) {
		category = strings.ReplaceAll(word, "_", "-")
	}
	if i := slices.IndexFunc(measures, func(m measure) bool { return m.metric == metric }); i >= 0 {
		name, unit = "raw_"+category+"_"+measures[i].name, measures[i].unit
	} else {
		rest, ok := strings.CutPrefix(string(metric), health.GenericPrefix+word+"_")
		if !ok {
			return "", health.NoUnit, false
		}
		name = "raw_" + category + "_" + rest
	}
	m, s := readRawName(name)
	return name, unit, m == metric && s == source
}

// readRawName says what importers make of such a name.
func readRawName(name string) (health.MetricID, health.SourceID) {
	rest := strings.TrimPrefix(strings.ToLower(name), "raw_")
	category, what, _ := strings.Cut(rest, "_")
	for _, c := range underscored {
		if m, ok := strings.CutPrefix(rest, c+"_"); ok {
			category, what = c, m
		}
	}
	if category == "sleep-monitor" { // the name of the bed's category until 2020
		category = "bed"
	}
	source := health.SourceID(withingsGiver + strings.TrimPrefix(string(health.GenericID(category)), health.GenericPrefix))
	for _, m := range measures {
		// In the category elevation it is an altitude.
		if strings.EqualFold(m.name, what) && category != "elevation" {
			return m.metric, source
		}
	}
	if slices.Contains(furtherMeasures, what) && category != "elevation" {
		return "", source
	}
	return health.GenericID(category + "_" + what), source
}

// furtherMeasures are other names of measures above.
var furtherMeasures = []string{"earned calories", "respiratory rate"}

// rawSheets returns a file for every series of recordings that has one.
func rawSheets(c *clock, series []Series) []*sheet {
	var sheets []*sheet
	for _, x := range series {
		name, unit, ok := rawName(x.Metric, x.Source)
		if !ok {
			continue
		}
		m, ok := health.Lookup(x.Metric)
		if !ok {
			continue
		}
		sheets = append(sheets, &sheet{
			name: name + ".csv", header: []string{"start", "duration", "value"},
			source: x.Source, metrics: []health.MetricID{x.Metric}, optional: true, raw: true,
			plain: func(r health.Reading) bool {
				return r.Unit == unit && (m.Generic || m.Possible.Contains(r.Canonical())) && c.here(r.Start, r.Offset) && r.Duration <= longestSpan
			},
		})
	}
	slices.SortFunc(sheets, func(a, b *sheet) int { return strings.Compare(a.name, b.name) })
	return sheets
}

// longestSpan is the longest interval in milliseconds that importers take: a
// year and a day.
const longestSpan = 366 * 24 * 3600 * 1000
