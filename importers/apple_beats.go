package importers

import (
	"vitalkeep/health"
)

// appleBeat is one of the heart beats that a variability was worked out from.
type appleBeat struct {
	row   int
	at    int64 // UTC milliseconds
	value health.Decimal
	form  health.Form
}

// Bounds of a list of beats: real ones are of one minute.
const (
	mostBeats = 10_000
	// beatSlack is how far outside of its record a beat may lie.
	beatSlack = 30_000
	// zoneStep is what the offsets of all zones are multiples of, as they are
	// since there are such lists. Within so long, minutes and seconds of a time of
	// day name one instant in every zone.
	zoneStep = 15 * 60_000
)

var beatMetric = metric("raw_instantaneous_beats_per_minute")

const (
	reasonBeatTime = "not a time of day within the record that it belongs to"
	reasonBeats    = "the list of heart beats is longer than any that is known"
)

// beat takes one heart beat of the record that is open. Its time is a time of
// day in the form of the person's country (7:20:01,12 or 7.20.01.12 PM) and in no
// named zone; the record says which instant that is.
func (a *appleExport) beat() error {
	r := &a.record
	if !r.open {
		return nil
	}
	bpm := a.s.attr("bpm")
	if len(r.beats) >= mostBeats {
		return a.f.refuse("", reasonBeats)
	}
	d, form, err := appleNumber(bpm)
	if err != nil {
		return a.f.refuse("bpm", numberReason(bpm, err))
	}
	within, ok := clockWithin(a.s.attr("time"))
	from, to := r.start-beatSlack, r.start+r.length+beatSlack
	if !ok || to-from >= zoneStep {
		return a.f.refuse("time", reasonBeatTime)
	}
	at := from + ((within-from)%zoneStep+zoneStep)%zoneStep
	if at > to {
		return a.f.refuse("time", reasonBeatTime)
	}
	r.beats = append(r.beats, appleBeat{row: a.s.row, at: at, value: d, form: form})
	return nil
}

// handBeats hands the beats of a record over.
func (a *appleExport) handBeats(r *appleRecord, source health.SourceID) error {
	for _, b := range r.beats {
		a.f.row = b.row
		if err := a.f.sample(beatMetric.ID, source, health.Sample{
			Start: b.at, Value: b.value, Form: b.form, Offset: a.zoned(r.zone, b.at, r.offset), Origin: a.f.origin(),
		}); err != nil {
			return err
		}
	}
	return nil
}

// clockWithin reads minutes, seconds and fraction of a time of day, whatever
// stands between, and returns the milliseconds since the quarter of an hour
// began.
func clockWithin(b []byte) (ms int64, ok bool) {
	var groups [4]int
	var length [4]int
	n, inside := 0, false
	for _, c := range b {
		if c < '0' || c > '9' {
			inside = false
			continue
		}
		if !inside {
			if n == len(groups) {
				return 0, false
			}
			n++
			inside = true
		}
		if length[n-1]++; length[n-1] > 6 {
			return 0, false
		}
		groups[n-1] = groups[n-1]*10 + int(c-'0')
	}
	if n < 3 || length[0] > 2 || length[1] != 2 || length[2] != 2 || groups[0] > 23 || groups[1] > 59 || groups[2] > 59 {
		return 0, false
	}
	ms = int64(groups[1]%15*60+groups[2]) * 1000
	fraction := groups[3]
	for ; n == 4 && length[3] < 3; length[3]++ {
		fraction *= 10
	}
	for ; length[3] > 3; length[3]-- {
		fraction /= 10 // what is finer than a millisecond
	}
	return ms + int64(fraction), true
}
