package importers

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"vitalkeep/health"
)

// rawMeasures are the measures of raw_CATEGORY_MEASURE.csv that the catalogue
// knows, by their name in lower case. The vendor counts elevation in floors
// here as in its day totals and its interface for programs.
var rawMeasures = map[string]struct {
	metric health.MetricID
	unit   health.Unit
}{
	"steps":                 {"steps", health.Count},
	"distance":              {"distance", health.Metre},
	"elevation":             {"floors", health.Count},
	"calories-earned":       {"calories_active", health.Kilocalorie},
	"earned calories":       {"calories_active", health.Kilocalorie},
	"hr":                    {"heart_rate", health.PerMinute},
	"respiratory-rate":      {"respiratory_rate", health.PerMinute},
	"respiratory rate":      {"respiratory_rate", health.PerMinute},
	"sleep-state":           {"sleep_stage", health.NoUnit},
	"snoring":               {"snoring", health.NoUnit},
	"auto_spo2":             {"spo2", health.Percent},
	"hr rms sd":             {"hrv_rmssd", health.Millisecond},
	"hr sd nn":              {"hrv_sdnn", health.Millisecond},
	"skin temperature":      {"skin_temperature", health.Celsius},
	"core body temperature": {"body_temperature", health.Celsius},
	"lap-pool":              {"swim_laps", health.Count},
}

// rawCategories are categories whose names hold an underscore; the others end
// at the first one.
var rawCategories = []string{
	"heart_rate_variability", "core_body_temperature", "walking_asymmetry", "walking_double_support",
}

// degrees bounds the coordinates among the streams without a metric: real files
// hold absurd ones.
var degrees = map[string]float64{"latitude": 90, "longitude": 180}

// rawStream is what the name of a raw file says.
type rawStream struct {
	source health.SourceID
	metric health.Metric
	unit   health.Unit
	limit  float64 // of the absolute value; 0 for none
	// Whole numbers from least to most are possible; others may be.
	least, most int64
}

// streamOf takes the name of a raw file apart: raw_bed_HR RMS SD.
func streamOf(name string) rawStream {
	rest := strings.TrimPrefix(name, "raw_")
	category, measure, _ := strings.Cut(rest, "_")
	for _, c := range rawCategories {
		if m, ok := strings.CutPrefix(rest, c+"_"); ok {
			category, measure = c, m
		}
	}
	if category == "sleep-monitor" { // until 2020
		category = "bed"
	}
	s := rawStream{source: health.SourceID("withings:" + sourceWord(category)), limit: degrees[measure]}
	// The measure "elevation" of the category of that name is an altitude.
	if known, ok := rawMeasures[measure]; ok && category != "elevation" {
		s.metric, s.unit = metric(known.metric), known.unit
		if r := s.metric.Possible; s.unit.Canonical() == s.unit && r.Max >= r.Min {
			s.least, s.most = int64(math.Ceil(r.Min)), int64(math.Floor(r.Max))
		}
		return s
	}
	s.metric = metric(health.GenericID(category + "_" + measure))
	return s
}

// sourceWord makes a category fit into a SourceID.
func sourceWord(category string) string {
	word := strings.TrimPrefix(string(health.GenericID(category)), health.GenericPrefix)
	if word == "" {
		return "raw"
	}
	return word
}

// arrays are the cells of the current row, taken apart; kept for reuse.
type arrays struct {
	durations, values []element
	lengths           []int64         // the durations in milliseconds
	parts             []health.Metric // of a stream with several values per duration
}

// readRaw reads rows of (start, durations, values): sample i starts when the
// ones before it have passed. The printed offset is that of Paris wherever the
// person lives, so only the instant is taken from it.
func readRaw(f *fileReader) error {
	s := streamOf(f.name)
	for {
		ok, err := f.next()
		if !ok || err != nil {
			return err
		}
		if len(f.cells) != 3 {
			if err := f.reject(-1, "has "+english(len(f.cells), "column", "columns")+" instead of 3"); err != nil {
				return err
			}
			continue
		}
		if err := f.rawRow(&s); err != nil {
			return err
		}
	}
}

func (f *fileReader) rawRow(s *rawStream) error {
	start, printed, reason := readInstant(f.cells[0])
	if reason != "" {
		return f.reject(0, reason)
	}
	a := &f.scratch
	if a.durations, reason = parseArray(a.durations, f.cells[1]); reason != "" {
		return f.reject(1, reason)
	}
	if a.values, reason = parseArray(a.values, f.cells[2]); reason != "" {
		return f.reject(2, reason)
	}
	per := 1
	if len(a.durations) != len(a.values) {
		if per = valuesPerDuration(s.metric, len(a.durations), len(a.values)); per == 0 {
			return f.reject(2, fmt.Sprintf("%s but %s: which belongs to which is not known",
				english(len(a.durations), "duration", "durations"), english(len(a.values), "value", "values")))
		}
		a.name(s.metric, per)
	}
	var span int64
	a.lengths = a.lengths[:0]
	for i := range a.durations {
		d := &a.durations[i]
		ms, ok := millis(d.value)
		if span += ms; !ok || d.null || span > maxSpan {
			return f.reject(1, "a duration is negative, missing, finer than a millisecond or longer than a year")
		}
		a.lengths = append(a.lengths, ms)
	}
	origin, out := f.origin(), 0
	l := f.lane(s.metric.ID, s.source)
	for i, length := range a.lengths {
		for j := range per {
			v := &a.values[i*per+j]
			if v.null {
				continue
			}
			m := &s.metric
			if per > 1 {
				m = &a.parts[j]
				l = f.lane(m.ID, s.source)
			}
			if !s.possible(m, v.value) {
				out++
				continue
			}
			if err := l.add(health.Sample{
				Start: start, Duration: length, Value: v.value, Unit: s.unit, Form: v.form,
				Offset: f.zone.or(start, printed), Origin: origin,
			}); err != nil {
				return err
			}
		}
		start += length
	}
	if out > 0 {
		return f.reject(2, s.outside(out, len(a.values)))
	}
	return nil
}

func (s *rawStream) possible(m *health.Metric, d health.Decimal) bool {
	if d.Places == 0 && d.Mantissa >= s.least && d.Mantissa <= s.most && s.most > s.least {
		return true
	}
	if s.limit > 0 {
		v := d.Float64()
		return v >= -s.limit && v <= s.limit
	}
	return m.Generic || m.Possible.Contains(s.unit.Value(d))
}

func (s *rawStream) outside(out, of int) string {
	reason := outside(s.metric)
	if s.limit > 0 {
		reason = fmt.Sprintf("outside -%[1]g to %[1]g degrees", s.limit)
	}
	if of == 1 {
		return reason
	}
	return fmt.Sprintf("%d of %s left out: %s", out, english(of, "value", "values"), reason)
}

// valuesPerDuration allows a stream that the catalogue does not know to carry
// several values per duration, as the classification features of the trackers
// do: each place becomes a metric of its own. 0 means that the lengths of the
// two lists do not fit.
func valuesPerDuration(m health.Metric, durations, values int) int {
	const most = 16
	if !m.Generic || durations == 0 || values%durations != 0 || values == 0 || values/durations > most {
		return 0
	}
	return values / durations
}

// name prepares the metrics of the places 1 to n of a stream.
func (a *arrays) name(m health.Metric, n int) {
	for i := len(a.parts); i < n; i++ {
		a.parts = append(a.parts, metric(m.ID+health.MetricID("_"+strconv.Itoa(i+1))))
	}
}
