package insights

import (
	"iter"
	"time"

	"vitalkeep/health"
)

// DayPart is a quarter of the local day.
type DayPart uint8

// The parts of a day, six hours each.
const (
	Night     DayPart = iota // 00:00 to 06:00
	Morning                  // 06:00 to 12:00
	Afternoon                // 12:00 to 18:00
	Evening                  // 18:00 to 24:00
	DayParts  = 4
)

// Hours are the first hour of the part and the hour after its last.
func (p DayPart) Hours() (from, to int) { return int(p) * 6, int(p)*6 + 6 }

// PartMean is what a metric comes to in one part of the day.
type PartMean struct {
	Value    float64 // 0 where Days is 0
	Days     int
	Readings int
}

// TimeOfDay returns the mean of each part of the day. The part is that of a
// reading's start on its own clock. Every day that has readings in a part counts
// once, with its value by the metric's rule ([health.Days]: a mean, or a sum in
// which no instant counts twice); Value is the mean of those days. For what adds
// up, a part without readings on a day that has some is 0, since nothing was
// counted then. Totals of whole days, a vendor's or what a person typed, have no
// time of day and are left out.
func TimeOfDay(m health.Metric, readings iter.Seq2[health.Reading, error]) ([DayParts]PartMean, error) {
	var out [DayParts]PartMean
	var folds [DayParts]*health.DayFold
	for i := range folds {
		folds[i] = health.NewDayFold(m)
	}
	dates := map[health.Date]struct{}{}
	for r, err := range readings {
		if err != nil {
			return out, err
		}
		if r.WholeDay() {
			continue
		}
		part := time.UnixMilli(r.Start+int64(r.Offset)*1000).UTC().Hour() / 6
		folds[part].Add(&r)
		if m.Day == health.DaySum {
			dates[health.DateAt(r.Start, r.Offset)] = struct{}{}
		}
	}
	for i, f := range folds {
		days := f.Days()
		for _, d := range days {
			out[i].Value += d.Value
			out[i].Readings += d.Readings
		}
		out[i].Days = len(days)
		if m.Day == health.DaySum {
			out[i].Days = len(dates)
		}
		if out[i].Days > 0 {
			out[i].Value /= float64(out[i].Days)
		}
	}
	return out, nil
}
