package importers

import (
	"slices"
	"strings"

	"vitalkeep/health"
)

const (
	sourceFitDaily    = health.SourceID("google-fit" + health.DailySuffix)
	sourceFitMerged   = health.SourceID("google-fit:other")
	sourceFitQuarters = health.SourceID("google-fit:other/15 minutes")
	sourceFitPhone    = health.SourceID("google-fit:phone")
	sourceFitHand     = health.SourceID("google-fit:hand")
	sourceFitNights   = health.SourceID("google-fit:nights")
	sourceFitWorkouts = health.SourceID("google-fit:workouts")
)

// fitColumns are the columns that are taken. The others are times spent in each
// activity, points of the vendor's own, energy with that of the body at rest in
// it, and means, highest and lowest of the day, which are no measurements.
var fitColumns = []struct {
	name   string
	metric health.MetricID
	unit   health.Unit
}{
	{"step count", "steps", health.Count},
	{"distance (m)", "distance", health.Metre},
}

// fitOtherColumns are columns by which a table is known besides.
var fitOtherColumns = []string{
	"move minutes count", "calories (kcal)", "heart points", "heart minutes", "average speed (m/s)", "average heart rate (bpm)", "average weight (kg)",
}

// fitTable counts the columns of a header that Google Fit writes.
func fitTable(header []string) int {
	n := 0
	for _, h := range header {
		h = strings.ToLower(h)
		if slices.Contains(fitOtherColumns, h) {
			n++
		}
		for _, c := range fitColumns {
			if h == c.name {
				n++
			}
		}
	}
	return n
}

func claimFitDays(g *glance) (bool, string) {
	return len(g.header) > 2 && strings.EqualFold(g.header[0], "date") && fitTable(g.header[1:]) >= 2, ""
}

// claimFitQuarters claims the tables of one day each, which only the name of the
// file tells.
func claimFitQuarters(g *glance) (bool, string) {
	if len(g.header) < 3 || !strings.EqualFold(g.header[0], "start time") || !strings.EqualFold(g.header[1], "end time") || fitTable(g.header[2:]) < 2 {
		return false, ""
	}
	if _, ok := civilDate([]byte(g.name)); !ok || len(g.name) != len("2006-01-02") {
		return true, "only its name says of which day it is; name it again as the export does, such as 2024-03-01.csv"
	}
	return true, ""
}

// fitReadings finds the columns that are taken. Of two with one name, as
// accounts in some languages have them, the first counts.
func fitReadings(header []string) []reading {
	var out []reading
	for _, c := range fitColumns {
		if i := slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(h, c.name) }); i >= 0 {
			out = append(out, reading{i, metric(c.metric), c.unit})
		}
	}
	return out
}

// readFitDays reads the totals of local days.
func readFitDays(f *fileReader) error {
	readings := fitReadings(f.header)
	for {
		if ok, err := f.next(); !ok || err != nil {
			return err
		}
		cell := f.text(0)
		day, ok := civilDate(cell)
		reason := reasonNoDate
		var at health.Sample
		if ok && len(cell) == len("2006-01-02") {
			var err error
			if at, reason, err = f.wholeDay(day); err != nil {
				return err
			}
		}
		if reason != "" {
			if err := f.reject(0, reason); err != nil {
				return err
			}
			continue
		}
		if err := f.cellsOf(at, sourceFitDaily, readings); err != nil {
			return err
		}
	}
}

// cellsOf hands over the cells of the current row that are not empty, all of one
// time.
func (f *fileReader) cellsOf(at health.Sample, source health.SourceID, readings []reading) error {
	for _, r := range readings {
		d, present, err := f.numeric(r.column, r.metric, r.unit)
		if err != nil {
			return err
		}
		if !present {
			continue
		}
		at.Value, at.Unit, at.Form, at.Origin = d, r.unit, health.FormOf(f.text(r.column), d), f.origin()
		if err := f.sample(r.metric.ID, source, at); err != nil {
			return err
		}
	}
	return nil
}

// readFitQuarters reads the quarters of an hour of one day. Their times have an
// offset and no date; the last one ends at midnight.
func readFitQuarters(f *fileReader) error {
	readings := fitReadings(f.header)
	for {
		if ok, err := f.next(); !ok || err != nil {
			return err
		}
		start, offset, ok := zonedInstant([]byte(f.name + "T" + string(f.text(0))))
		end, _, ok2 := zonedInstant([]byte(f.name + "T" + string(f.text(1))))
		if end < start {
			end += 24 * 3600 * 1000
		}
		const longest = 2 * 3600 * 1000
		column, reason := 0, ""
		switch {
		case !ok:
			reason = "not a time with its offset, such as 07:15:00.000+02:00"
		case !ok2:
			column, reason = 1, "not a time with its offset, such as 07:15:00.000+02:00"
		case end == start || end-start > longest:
			column, reason = 1, "not the end of a quarter of an hour"
		case !health.PossibleTime(start):
			reason = reasonNoSuchYear
		}
		if reason != "" {
			if err := f.reject(column, reason); err != nil {
				return err
			}
			continue
		}
		if err := f.cellsOf(health.Sample{Start: start, Duration: end - start, Offset: offset}, sourceFitQuarters, readings); err != nil {
			return err
		}
	}
}
