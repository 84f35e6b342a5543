package importers

import (
	"io"

	"vitalkeep/health"
)

// The files of "Global Export Data": lists of objects, a file for some days or
// weeks, named after the first of them.

// fitbitJSON makes a reader of one of them.
func fitbitJSON(read func(*fileReader, jsonValue) error) func(*fileReader, io.Reader) error {
	return func(f *fileReader, r io.Reader) error {
		return f.records(r, "", func(v jsonValue) error { return read(f, v) })
	}
}

// readFitbitSteps reads a minute; its time is UTC.
func readFitbitSteps(f *fileReader, v jsonValue) error {
	return f.fitbitMinute(v, v.get("value"), metric("steps"), health.Count, 60_000)
}

// readFitbitHeartRate reads a heart rate; its time is UTC.
func readFitbitHeartRate(f *fileReader, v jsonValue) error {
	return f.fitbitMinute(v, v.get("value", "bpm"), metric("heart_rate"), health.PerMinute, 0)
}

func (f *fileReader) fitbitMinute(v, value jsonValue, m health.Metric, unit health.Unit, length int64) error {
	w, ok := usWall(v.get("dateTime").text())
	if !ok {
		return f.refuse("dateTime", reasonNoUSWall)
	}
	ms := (unixDay(w.date)*86400 + int64(w.seconds)) * 1000
	if !health.PossibleTime(ms) {
		return f.refuse("dateTime", reasonNoSuchYear)
	}
	if value.absent() {
		return f.refuse("value", reasonNothing)
	}
	s, present, err := f.quantity(value, "value", m, unit)
	if err != nil || !present {
		return err
	}
	s.Start, s.Duration, s.Offset = ms, length, f.zone.or(ms, 0)
	return f.sample(m.ID, sourceFitbit, s)
}

// readFitbitResting reads the resting heart rate of a local date. Days without
// one are listed with a date of null.
func readFitbitResting(f *fileReader, v jsonValue) error {
	value := v.get("value")
	if value.get("date").absent() {
		return nil
	}
	day, ok := usDate(value.get("date").text())
	if !ok {
		return f.refuse("value.date", "not a date of the form mm/dd/yy")
	}
	at, reason, err := f.wholeDay(day)
	if err != nil {
		return err
	}
	if reason != "" {
		return f.refuse("value.date", reason)
	}
	m := metric(restingHeartRate)
	s, present, err := f.quantity(value.get("value"), "value.value", m, health.NoUnit)
	if err != nil || !present {
		return err
	}
	if s.Value.Mantissa <= 0 || s.Value.Float64() > 350 {
		return f.refuse("value.value", "outside what is possible for a heart rate: 1 to 350 bpm")
	}
	s.Start, s.Duration, s.Offset = at.Start, at.Duration, at.Offset
	return f.sample(m.ID, sourceFitbitDaily, s)
}

// fitbitCell is a number of a weigh-in.
type fitbitCell struct {
	name   string
	metric health.MetricID
	unit   health.Unit
}

// readFitbitWeight reads a weigh-in: in pounds whatever the account shows, at a
// local time.
func readFitbitWeight(f *fileReader, v jsonValue) error {
	if v.get("weight").absent() && v.get("fat").absent() {
		return f.refuse("weight", reasonNothing)
	}
	return f.weighIn(v, fitbitCell{"weight", "weight", health.Pound}, fitbitCell{"fat", "fat_ratio", health.Percent})
}

// readFitbitFat reads of a weigh-in what the tables of weights do not hold.
func readFitbitFat(f *fileReader, v jsonValue) error {
	if v.get("fat").absent() {
		return nil
	}
	return f.weighIn(v, fitbitCell{"fat", "fat_ratio", health.Percent})
}

func (f *fileReader) weighIn(v jsonValue, cells ...fitbitCell) error {
	text := append(append(append([]byte{}, v.get("date").text()...), ' '), v.get("time").text()...)
	w, ok := usWall(text)
	if !ok {
		return f.refuse("date", "not a date and a time of the form mm/dd/yy and hh:mm:ss")
	}
	ms, offset, reason, err := f.inZone(w)
	if err != nil {
		return err
	}
	if reason != "" {
		return f.refuse("time", reason)
	}
	source := sourceFitbitScale
	switch by := string(v.get("source").text()); by {
	case "Aria", "Aria2", "Aria Air", "AriaAir", "":
	case "API":
		source = "fitbit:hand" // typed into the app or the web site
	default:
		if len(by) > longestSource/2 {
			return f.refuse("source", "longer than the name of a device can be")
		}
		source = health.SourceID("fitbit:other/" + by)
	}
	for _, r := range cells {
		s, present, err := f.quantity(v.get(r.name), r.name, metric(r.metric), r.unit)
		if err != nil {
			return err
		}
		if !present {
			continue
		}
		s.Start, s.Offset = ms, offset
		if err := f.sample(r.metric, source, s); err != nil {
			return err
		}
	}
	return nil
}

// longestWorkout is more than any activity is recorded in one piece.
const longestWorkout = 14 * 24 * 3600 * 1000

// readFitbitExercise reads a workout at a local time.
func readFitbitExercise(f *fileReader, v jsonValue) error {
	w, ok := usWall(v.get("startTime").text())
	if !ok {
		return f.refuse("startTime", reasonNoUSWall)
	}
	start, offset, reason, err := f.inZone(w)
	if err != nil {
		return err
	}
	if reason != "" {
		return f.refuse("startTime", reason)
	}
	length, ok := v.get("duration").whole()
	if !ok || length < 0 || length > longestWorkout {
		return f.refuse("duration", "not a duration in milliseconds")
	}
	unit, known := map[string]health.Unit{"Kilometer": health.Kilometre, "Mile": health.Mile}[string(v.get("distanceUnit").text())]
	fields := v.keep("startTime", "distance", "distanceUnit")
	if distance := v.get("distance").text(); known {
		fields = append(fields, workoutTotal("distance", distance, unit)...)
		fields = append(fields, health.Field{Name: "distance (" + unit.ID() + ")", Text: string(distance)})
	}
	fields = append(fields, workoutTotal("hr_average", v.get("averageHeartRate").text(), health.PerMinute)...)
	return f.entry(health.Entry{
		Kind: health.Workout, Source: sourceFitbitWorkouts, Key: string(v.get("activityName").text()),
		Start: start, Duration: length, Offset: offset, Fields: fields,
	})
}

// readFitbitExercises reads UserExercises_*.csv: a row for each workout, in UTC
// with the offset beside it.
func readFitbitExercises(f *fileReader) error {
	facts := []struct {
		name   string
		column int
		unit   health.Unit
	}{
		{"distance", f.named("tracker_total_distance_mm"), health.Millimetre},
		{"steps", f.named("tracker_total_steps"), health.Count},
		{"calories", f.named("tracker_total_calories"), health.Kilocalorie},
		{"hr_average", f.named("tracker_avg_heart_rate"), health.PerMinute},
		{"hr_max", f.named("tracker_peak_heart_rate"), health.PerMinute},
	}
	from, to, east, name := f.named("exercise_start"), f.named("exercise_end"), f.named("utc_offset"), f.named("activity_name")
	for {
		ok, err := f.nextDocument()
		if !ok || err != nil {
			return err
		}
		start, length, offset, column, reason := f.span(from, to, east, longestWorkout)
		if reason != "" {
			if err := f.reject(column, reason); err != nil {
				return err
			}
			continue
		}
		fields := f.cellsKept(from, to)
		for _, x := range facts {
			fields = append(fields, workoutTotal(x.name, f.text(x.column), x.unit)...)
		}
		if err := f.entry(health.Entry{
			Kind: health.Workout, Source: sourceFitbitWorkouts, Key: string(f.text(name)),
			Start: start, Duration: length, Offset: offset, Fields: fields,
		}); err != nil {
			return err
		}
	}
}
