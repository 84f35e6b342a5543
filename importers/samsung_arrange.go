package importers

import (
	"context"
	"errors"
	"io"

	"vitalkeep/health"
)

// samsungReaders read the tables of each kind.
var samsungReaders = map[string]func(*samsungTable) error{
	kindSamsungNumbers: (*samsungTable).numbers, kindSamsungHeart: (*samsungTable).heartRates,
	kindSamsungPressure: (*samsungTable).pressures, kindSamsungNights: (*samsungTable).nights,
	kindSamsungStages: (*samsungTable).stages, kindSamsungWorkouts: (*samsungTable).workouts,
}

const reasonSamsungContradiction = "its recordings prove some of its times to be in UTC and others to be local; none of them can be trusted"

// arrangeSamsung finds out what the files of an export say about each other:
// which recordings belong to which rows, and with that, whether the times of
// tables are in UTC, as far as known, or local, as some readers of this export
// take them.
func arrangeSamsung(tasks []*task) {
	b := samsungBundle{bins: map[string]bool{}}
	recordings := map[string]*task{}
	for _, t := range tasks {
		switch t.kind.name {
		case kindSamsungBins:
			recordings[t.file.base] = t
			b.bins[t.file.base] = true
		case kindSamsungStages:
			b.stages = append(b.stages, t.file)
		}
	}
	inUTC, local := 0, 0
	for _, t := range tasks {
		if t.kind.name != kindSamsungHeart && t.kind.name != kindSamsungNumbers {
			continue
		}
		u, l := samsungEvidence(t.file, recordings)
		inUTC, local = inUTC+u, local+l
	}
	b.local = local > 0
	for _, t := range tasks {
		read, ok := samsungReaders[t.kind.name]
		if !ok {
			continue
		}
		t.kind.stream = samsungStream(b, read)
		switch {
		case inUTC > 0 && local > 0:
			t.info.Problem, t.read = reasonSamsungContradiction, false
		case inUTC > 0:
			t.info.Assumed = ""
		case local > 0:
			t.info.Assumed = "Its times are local, with the offset of each row beside them: the recordings in the export prove it."
		}
	}
}

// Bounds on what is looked at to find out how times are meant.
const (
	mostRecordings = 40    // that are opened to compare their times
	samsungSlack   = 5_000 // milliseconds by which a recording may leave its row
)

// samsungEvidence goes through a table whose rows have recordings, gives these
// the offset of their row, and counts the rows whose times are only right in UTC
// and those that are only right as local times.
func samsungEvidence(file *inputFile, recordings map[string]*task) (inUTC, local int) {
	if len(recordings) == 0 {
		return 0, 0
	}
	f := &fileReader{ctx: context.Background(), lim: defaultLimits, sink: deaf{}, file: file}
	looked := 0
	// What cannot be read is said when the table is.
	_ = lookAtSamsung(f, func(t *samsungTable) error {
		for {
			ok, err := t.nextRow()
			if !ok || err != nil {
				return err
			}
			r := recordings[string(t.text(t.bin))]
			if r == nil {
				continue
			}
			start, ok1 := samsungTime(t.text(t.start))
			end, ok2 := samsungTime(t.text(t.end))
			offset, ok3 := samsungOffset(t.text(t.offset))
			if !ok1 || !ok2 || !ok3 {
				continue
			}
			r.kind.stream, r.kind.local = samsungBins(&offset), false
			if offset == 0 || looked == mostRecordings {
				continue
			}
			looked++
			at, ok := firstOfRecording(r.file)
			if !ok {
				continue
			}
			within := func(shift int64) bool { return at >= start-shift-samsungSlack && at <= end-shift+samsungSlack }
			switch utc, wall := within(0), within(int64(offset)*1000); {
			case utc && !wall:
				inUTC++
			case wall && !utc:
				local++
			}
		}
	})
	return inUTC, local
}

// firstOfRecording returns the earliest time of a recording, which is short.
func firstOfRecording(file *inputFile) (first int64, ok bool) {
	rc, err := file.open(&meter{ctx: context.Background()})
	if err != nil {
		return 0, false
	}
	defer func() { ok = rc.Close() == nil && ok }()
	lim := defaultLimits
	s := newJSONScan(io.LimitReader(rc, 4<<20), lim, "")
	for {
		v, err := s.next()
		var row *rowError
		switch {
		case errors.As(err, &row):
			continue
		case err != nil:
			return first, ok
		}
		if ms, reason := jsonMillis(v.get("start_time")); reason == "" && health.PossibleTime(ms) && (!ok || ms < first) {
			first, ok = ms, true
		}
	}
}
