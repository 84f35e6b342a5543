package importers

import (
	"strings"

	"vitalkeep/health"
)

// dayTotals are the files aggregates_*.csv. What the vendor calls elevation
// there is a count of floors.
var dayTotals = map[string]struct {
	metric health.MetricID
	unit   health.Unit
}{
	"steps":            {"steps", health.Count},
	"distance":         {"distance", health.Metre},
	"elevation":        {"floors", health.Count},
	"calories_earned":  {"calories_active", health.Kilocalorie},
	"calories_passive": {"calories_passive", health.Kilocalorie},
}

// readDays: a total belongs to a whole local day of 23, 24 or 25 hours.
func readDays(f *fileReader) error {
	total := dayTotals[strings.TrimPrefix(f.name, "aggregates_")]
	m := metric(total.metric)
	for {
		ok, err := f.next()
		if !ok || err != nil {
			return err
		}
		cell := f.text(0)
		day, ok := civilDate(cell)
		if !ok || len(cell) != len("2006-01-02") {
			if err := f.reject(0, reasonNoDate); err != nil {
				return err
			}
			continue
		}
		if len(f.text(1)) == 0 {
			if err := f.reject(1, reasonNothing); err != nil {
				return err
			}
			continue
		}
		d, present, err := f.numeric(1, m, total.unit)
		if err != nil {
			return err
		}
		if !present {
			continue
		}
		if f.opts.Zone == nil { // the file had no rows when it was looked at
			return &FileError{File: f.file.name, Reason: "the file changed while it was read", Err: ErrZoneNeeded}
		}
		start, end := day.Bounds(f.opts.Zone)
		if !health.PossibleTime(start) {
			if err := f.reject(0, reasonNoSuchYear); err != nil {
				return err
			}
			continue
		}
		if err := f.sample(m.ID, sourceDaily, health.Sample{
			Start: start, Duration: end - start, Value: d, Unit: total.unit,
			Form: f.form(1, d), Offset: f.zone.at(start), Origin: f.origin(),
		}); err != nil {
			return err
		}
	}
}
