package importers

import (
	"slices"
	"strings"

	"vitalkeep/health"
)

// fitbitStream is one family of the tables of "Physical Activity_GoogleData":
// timestamp, columns of values, and mostly the data source. Several families
// share a header, so the beginning of the name counts as well.
type fitbitStream struct {
	kind   string
	prefix string // of the file's name
	values []fitbitColumn
	// seconds are what a row covers.
	seconds int64
	// daily rows are the vendor's own number of a local date.
	daily bool
}

// fitbitColumn is a column of values. Without a metric it is left out.
type fitbitColumn struct {
	name   string
	metric health.MetricID
	unit   health.Unit
	// zero tells that 0 stands for a value that is not there.
	zero bool
}

const restingHeartRate = health.MetricID(health.GenericPrefix + "resting_heart_rate")

var fitbitStreams = []fitbitStream{
	{kind: "steps", prefix: "steps", seconds: 60, values: []fitbitColumn{{"steps", "steps", health.Count, false}}},
	{kind: "distance", prefix: "distance", seconds: 60, values: []fitbitColumn{{"distance", "distance", health.Metre, false}}},
	{kind: "active-calories", prefix: "active_energy_burned", seconds: 60, values: []fitbitColumn{{"kilocalories", "calories_active", health.Kilocalorie, false}}},
	{kind: "heart-rate", prefix: "heart_rate", values: []fitbitColumn{{"beats per minute", "heart_rate", health.PerMinute, false}}},
	{kind: "resting-heart-rate", prefix: "daily_resting_heart_rate", daily: true, values: []fitbitColumn{{"beats per minute", restingHeartRate, health.NoUnit, true}}},
	{kind: "weight", prefix: "weight", values: []fitbitColumn{{"weight grams", "weight", health.Gram, false}}},
	{kind: kindFitbitFat, prefix: "body_fat", values: []fitbitColumn{{"body fat percentage", "fat_ratio", health.Percent, false}}},
	{kind: "height", prefix: "height", values: []fitbitColumn{{"height millimeters", "height", health.Millimetre, false}}},
	{kind: "spo2", prefix: "oxygen_saturation", values: []fitbitColumn{{"oxygen saturation percentage", "spo2", health.Percent, false}}},
	{kind: "heart-rate-variability", prefix: "heart_rate_variability", values: []fitbitColumn{
		{"root mean square of successive differences milliseconds", "hrv_rmssd", health.Millisecond, false},
		{"standard deviation milliseconds", "hrv_sdnn", health.Millisecond, false},
	}},
	{kind: "daily-heart-rate-variability", prefix: "daily_heart_rate_variability", daily: true, values: []fitbitColumn{
		{"average heart rate variability milliseconds", "hrv_rmssd", health.Millisecond, true},
		{name: "non rem heart rate beats per minute"},
		{name: "entropy"},
		{name: "deep sleep root mean square of successive differences milliseconds"},
	}},
	{kind: "daily-respiratory-rate", prefix: "daily_respiratory_rate", daily: true, values: []fitbitColumn{{"breaths per minute", "respiratory_rate", health.PerMinute, true}}},
	{kind: "daily-spo2", prefix: "daily_oxygen_saturation", daily: true, values: []fitbitColumn{
		{"average percentage", "spo2", health.Percent, true},
		{name: "lower bound percentage"},
		{name: "upper bound percentage"},
		{name: "baseline percentage"},
		{name: "standard deviation percentage"},
	}},
}

const (
	fitbitTimestamp = "timestamp"
	fitbitGiver     = "data source"
)

// claim takes tables with exactly the columns of the family, those that it
// leaves out and the data source being free to miss.
func (s fitbitStream) claim(g *glance) (bool, string) {
	if len(g.header) < 2 || !strings.EqualFold(g.header[0], fitbitTimestamp) {
		return false, ""
	}
	needed := 0
	for _, h := range g.header[1:] {
		c := s.column(h)
		switch {
		case c != nil && c.metric != "":
			needed++
		case c == nil && !strings.EqualFold(h, fitbitGiver):
			return false, ""
		}
	}
	if needed == 0 || !s.named(g.name) {
		return false, ""
	}
	return true, ""
}

// named reports whether a file's name begins with that of the family and goes on
// with a date, if at all.
func (s fitbitStream) named(name string) bool {
	rest, ok := strings.CutPrefix(name, s.prefix)
	return ok && (rest == "" || len(rest) > 1 && (rest[0] == '_' || rest[0] == '-') && rest[1] >= '0' && rest[1] <= '9')
}

func (s fitbitStream) column(name string) *fitbitColumn {
	i := slices.IndexFunc(s.values, func(c fitbitColumn) bool { return strings.EqualFold(c.name, name) })
	if i < 0 {
		return nil
	}
	return &s.values[i]
}

// claimFitbitUnnamed takes a table of the export whose header several families
// share and whose name is none of theirs.
func claimFitbitUnnamed(g *glance) (bool, string) {
	if len(g.header) < 2 || !strings.EqualFold(g.header[0], fitbitTimestamp) || !strings.EqualFold(g.header[1], "beats per minute") {
		return false, ""
	}
	return true, "only its name says what it measures; name it again as the export does, such as heart_rate_2024-03-01.csv"
}

// read hands over the rows of a family.
func (s fitbitStream) read(f *fileReader) error {
	giver := sources{of: fitbitSource}
	if s.daily {
		giver.of = fitbitDay
	}
	var readings []reading
	var zeros []bool
	from := -1
	for i, h := range f.header {
		if c := s.column(h); c != nil && c.metric != "" {
			readings, zeros = append(readings, reading{i, metric(c.metric), c.unit}), append(zeros, c.zero)
		} else if strings.EqualFold(h, fitbitGiver) {
			from = i
		}
	}
	for {
		if ok, err := f.next(); !ok || err != nil {
			return err
		}
		at, column, reason, err := s.when(f)
		if err != nil {
			return err
		}
		source, wrong := giver.find(f.text(from))
		if reason == "" && wrong != "" {
			column, reason = from, wrong
		}
		if reason == "" && f.cut() {
			column, reason = -1, reasonCut
		}
		if reason != "" {
			if err := f.reject(column, reason); err != nil {
				return err
			}
			continue
		}
		if err := s.hand(f, source, at, readings, zeros); err != nil {
			return err
		}
	}
}

const reasonNoonOrMidnight = "this is noon of one date in UTC and midnight of the next in the zone; which is meant is not told"

// when returns start, duration and offset of the current row.
func (s fitbitStream) when(f *fileReader) (at health.Sample, column int, reason string, err error) {
	cell := f.text(0)
	ms, _, zoned := zonedInstant(cell)
	if !s.daily {
		switch {
		case !zoned:
			return at, 0, reasonNoZoned, nil
		case !health.PossibleTime(ms):
			return at, 0, reasonNoSuchYear, nil
		}
		return health.Sample{Start: ms, Duration: s.seconds * 1000, Offset: f.zone.or(ms, 0)}, 0, "", nil
	}
	day, ok := civilDate(cell)
	switch w, frac, _, clock := isoWall(cell); {
	case !ok, !clock && len(cell) != len("2006-01-02"):
		return at, 0, reasonNoDate, nil
	case zoned && w.seconds == 12*3600 && frac == 0 && (ms/1000+int64(f.zone.or(ms, 0)))%86400 == 0:
		return at, 0, reasonNoonOrMidnight, nil
	case zoned && (w.seconds%(12*3600) != 0 || frac != 0):
		// An instant, mostly the midnight at which the local day began: its date in UTC
		// may be another one.
		day = health.DateAt(ms, f.zone.or(ms, 0))
	}
	at, reason, err = f.wholeDay(day)
	return at, 0, reason, err
}

// hand hands the readings of the current row over.
func (s fitbitStream) hand(f *fileReader, source health.SourceID, at health.Sample, readings []reading, zeros []bool) error {
	n, before := 0, f.report.Rejected
	for i, r := range readings {
		cell := f.text(r.column)
		if len(cell) == 0 || zeros[i] && isZero(cell) {
			n += len(cell)
			continue
		}
		d, present, err := f.numeric(r.column, r.metric, r.unit)
		if err != nil {
			return err
		}
		if !present {
			continue
		}
		n++
		at.Value, at.Unit, at.Form, at.Origin = d, r.unit, health.FormOf(cell, d), f.origin()
		if err := f.sample(r.metric.ID, source, at); err != nil {
			return err
		}
	}
	if n == 0 && f.report.Rejected == before {
		return f.reject(readings[0].column, reasonNothing)
	}
	return nil
}
