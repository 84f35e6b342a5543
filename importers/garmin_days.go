package importers

import (
	"io"
	"strings"

	"vitalkeep/health"
)

const (
	sourceGarmin         = health.SourceID("garmin:tracker")
	sourceGarminDaily    = health.SourceID("garmin" + health.DailySuffix)
	sourceGarminNights   = health.SourceID("garmin:nights")
	sourceGarminWorkouts = health.SourceID("garmin:workouts")
	sourceGarminScale    = health.SourceID("garmin:scale")
	sourceGarminCuff     = health.SourceID("garmin:cuff")
	sourceGarminHeart    = health.SourceID("garmin:hr")
	sourceGarminHand     = health.SourceID("garmin:hand")
)

// garminList makes a reader of a list of objects, or of the lists of that name.
func garminList(inside string, read func(*fileReader, jsonValue) error) func(*fileReader, io.Reader) error {
	return func(f *fileReader, r io.Reader) error {
		return f.records(r, inside, func(v jsonValue) error { return read(f, v) })
	}
}

// garminGMT reads a time that is written without zone and means UTC, or a number
// of milliseconds since 1970.
func garminGMT(v jsonValue) (ms int64, reason string) {
	switch v.kind() {
	case jsonNumber:
		n, ok := wholeMillis(v)
		if !ok {
			return 0, reasonNoISO
		}
		ms = n
	case jsonString:
		w, frac, rest, ok := isoWall(v.text())
		if !ok || len(rest) > 0 && string(rest) != "Z" {
			return 0, reasonNoISO
		}
		ms = (unixDay(w.date)*86400+int64(w.seconds))*1000 + frac
	default:
		return 0, reasonNothing
	}
	if !health.PossibleTime(ms) {
		return 0, reasonNoSuchYear
	}
	return ms, ""
}

// wholeMillis reads a number of milliseconds, leaving out fractions of one: the
// export writes durations as 1751700.0625.
func wholeMillis(v jsonValue) (int64, bool) {
	if v.kind() != jsonNumber {
		return 0, false
	}
	d, err := parseNumber(v.text())
	if err != nil {
		return 0, false
	}
	for d.Places > 0 {
		d.Mantissa /= 10
		d.Places--
	}
	return d.Mantissa, true
}

// garminTotals are the vendor's own numbers of a day.
var garminTotals = []struct {
	name   string
	metric health.MetricID
	unit   health.Unit
}{
	{"totalSteps", "steps", health.Count},
	{"totalDistanceMeters", "distance", health.Metre},
	{"activeKilocalories", "calories_active", health.Kilocalorie},
	{"bmrKilocalories", "calories_passive", health.Kilocalorie},
	{"floorsAscendedInMeters", "elevation", health.Metre},
	{"restingHeartRate", restingHeartRate, health.NoUnit},
}

// readGarminDay reads a day of UDSFile_*.json. The list has objects of other
// kinds as well, of which nothing is taken.
func readGarminDay(f *fileReader, v jsonValue) error {
	some := false
	for _, t := range garminTotals {
		some = some || !v.get(t.name).absent()
	}
	if !some {
		return nil
	}
	at, good, err := f.garminDate(v)
	if err != nil || !good {
		return err
	}
	for _, t := range garminTotals {
		s, present, err := f.quantity(v.get(t.name), t.name, metric(t.metric), t.unit)
		if err != nil {
			return err
		}
		if !present {
			continue
		}
		if t.metric == restingHeartRate {
			if reason := garminPulse(s.Value); reason != "" {
				if err := f.refuse(t.name, reason); err != nil {
					return err
				}
				continue
			}
		}
		s.Start, s.Duration, s.Offset = at.Start, at.Duration, at.Offset
		if err := f.sample(t.metric, sourceGarminDaily, s); err != nil {
			return err
		}
	}
	return nil
}

func garminPulse(d health.Decimal) string {
	if m := metric("heart_rate"); !m.Possible.Contains(d.Float64()) {
		return outside(m)
	}
	return ""
}

// garminDate reads the local date of a record. good is false for one that was
// rejected.
func (f *fileReader) garminDate(v jsonValue) (at health.Sample, good bool, err error) {
	text := v.get("calendarDate").text()
	day, ok := civilDate(text)
	if !ok || len(text) > 10 && text[10] != 'T' {
		return at, false, f.refuse("calendarDate", reasonNoDate)
	}
	at, reason, err := f.wholeDay(day)
	if err != nil || reason == "" {
		return at, err == nil, err
	}
	return at, false, f.refuse("calendarDate", reason)
}

// garminStatus are the numbers of *_healthStatusData.json by their type. Skin
// temperatures there are differences.
var garminStatus = map[string]struct {
	metric health.MetricID
	unit   health.Unit
}{
	"HRV":         {"hrv_rmssd", health.Millisecond},
	"SPO2":        {"spo2", health.Percent},
	"RESPIRATION": {"respiratory_rate", health.PerMinute},
	"HR":          {health.GenericPrefix + "garmin_night_heart_rate_bpm", health.NoUnit},
	"SKIN_TEMP_C": {health.GenericPrefix + "garmin_skin_temperature_difference_c", health.NoUnit},
}

func readGarminStatus(f *fileReader, v jsonValue) error {
	at, good, err := f.garminDate(v)
	if err != nil || !good {
		return err
	}
	for m := range v.get("metrics").items() {
		t, ok := garminStatus[string(m.get("type").text())]
		if !ok {
			continue
		}
		s, present, err := f.quantity(m.get("value"), "metrics.value", metric(t.metric), t.unit)
		if err != nil {
			return err
		}
		if !present {
			continue
		}
		s.Start, s.Duration, s.Offset = at.Start, at.Duration, at.Offset
		if err := f.sample(t.metric, sourceGarminDaily, s); err != nil {
			return err
		}
	}
	return nil
}

// garminBody are the numbers of a weigh-in. In those that the scale works out,
// 0 stands for one that it could not.
var garminBody = []struct {
	name   string
	metric health.MetricID
	unit   health.Unit
}{
	{"weight", "weight", health.Gram},
	{"bodyFat", "fat_ratio", health.Percent},
	{"muscleMass", "muscle_mass", health.Gram},
	{"boneMass", "bone_mass", health.Gram},
	{"bmi", "bmi", health.KilogramPerSquareMetre},
	{"bodyWater", bodyWater, health.NoUnit},
}

const bodyWater = health.MetricID(health.GenericPrefix + "body_water_percent")

// readGarminBody reads a weigh-in of *_userBioMetrics.json. The list has objects
// of other kinds as well, of which nothing is taken.
func readGarminBody(f *fileReader, v jsonValue) error {
	w := v.get("weight")
	if w.kind() != jsonObject || w.get("weight").absent() {
		return nil
	}
	ms, reason := garminGMT(w.get("timestampGMT"))
	if reason != "" {
		return f.refuse("weight.timestampGMT", reason)
	}
	source := sourceGarminScale
	switch by := string(w.get("sourceType").text()); {
	case strings.HasPrefix(by, "INDEX_SCALE"), by == "":
	case strings.Contains(by, "MANUAL"), strings.Contains(by, "USER"):
		source = sourceGarminHand
	case len(by) > longestSource/2:
		return f.refuse("weight.sourceType", "longer than the name of a device can be")
	default:
		source = health.SourceID("garmin:other/" + by)
	}
	for _, r := range garminBody {
		n := w.get(r.name)
		if r.metric != "weight" && isZero(n.text()) {
			continue
		}
		s, present, err := f.quantity(n, "weight."+r.name, metric(r.metric), r.unit)
		if err != nil {
			return err
		}
		if !present {
			continue
		}
		s.Start, s.Offset = ms, f.zone.or(ms, 0)
		if err := f.sample(r.metric, source, s); err != nil {
			return err
		}
	}
	return nil
}

// garminNight are the stages of *_sleepData.json.
var garminNight = []struct {
	name   string
	metric health.MetricID
}{
	{"lightSleepSeconds", "sleep_light"}, {"deepSleepSeconds", "sleep_deep"}, {"remSleepSeconds", "sleep_rem"}, {"awakeSleepSeconds", "sleep_awake"},
}

// readGarminNight reads a night. A window in which no stage was recorded is that
// of the person's habits, and no night.
func readGarminNight(f *fileReader, v jsonValue) error {
	recorded := false
	for _, s := range garminNight[:3] {
		n := v.get(s.name)
		recorded = recorded || !n.absent() && !isZero(n.text())
	}
	if !recorded {
		if v.get("sleepStartTimestampGMT").absent() {
			return nil
		}
		return f.refuse("", "no sleep was recorded in this window")
	}
	start, reason := garminGMT(v.get("sleepStartTimestampGMT"))
	if reason != "" {
		return f.refuse("sleepStartTimestampGMT", reason)
	}
	end, reason := garminGMT(v.get("sleepEndTimestampGMT"))
	switch {
	case reason != "":
	case end <= start:
		reason = reasonEndBefore
	case end-start > longestNight:
		reason = reasonLength
	}
	if reason != "" {
		return f.refuse("sleepEndTimestampGMT", reason)
	}
	e := health.Entry{
		Kind: health.SleepNight, Source: sourceGarminNights, Start: start, Duration: end - start, Offset: f.zone.or(start, 0),
		Fields: v.keep("sleepStartTimestampGMT", "userProfilePK", "userProfilePk"),
	}
	before := f.report.Entries
	if err := f.entry(e); err != nil || f.report.Entries == before {
		return err
	}
	for _, t := range garminNight {
		s, present, err := f.quantity(v.get(t.name), t.name, metric(t.metric), health.Second)
		if err != nil {
			return err
		}
		if !present {
			continue
		}
		if s.Value.Float64()*1000 > float64(e.Duration)+60_000 {
			if err := f.refuse(t.name, "longer than the night"); err != nil {
				return err
			}
			continue
		}
		s.Start, s.Duration, s.Offset = e.Start, e.Duration, e.Offset
		if err := f.sample(t.metric, sourceGarminNights, s); err != nil {
			return err
		}
	}
	return nil
}

// garminUnits are units that the export does not name: the fields of a workout
// get them into their names.
var garminUnits = map[string]string{
	"distance": "distance (cm)", "duration": "duration (ms)", "elapsedDuration": "elapsedDuration (ms)", "movingDuration": "movingDuration (ms)",
	"calories": "calories (unit not told)",
}

// readGarminActivity reads a workout of *_summarizedActivities.json.
func readGarminActivity(f *fileReader, v jsonValue) error {
	began := v.get("beginTimestamp")
	if began.absent() {
		began = v.get("startTimeGmt")
	}
	start, reason := garminGMT(began)
	if reason != "" {
		return f.refuse("beginTimestamp", reason)
	}
	length, ok := wholeMillis(v.get("duration"))
	if !ok || length < 0 || length > longestWorkout {
		return f.refuse("duration", "not a duration in milliseconds")
	}
	offset := f.zone.or(start, 0)
	local, ok1 := wholeMillis(v.get("startTimeLocal"))
	gmt, ok2 := wholeMillis(v.get("startTimeGmt"))
	if east := (local - gmt) / 1000; ok1 && ok2 && east >= -maxOffset && east <= maxOffset {
		offset = int32(east)
	}
	name := v.get("activityType")
	if name.kind() == jsonObject {
		name = name.get("typeKey")
	}
	fields := v.keep("beginTimestamp", "userProfileId", "userProfilePk", "deviceId", "startLatitude", "startLongitude", "endLatitude", "endLongitude", "splits", "summarizedDiveInfo")
	for i, x := range fields {
		if named, ok := garminUnits[x.Name]; ok {
			fields[i].Name = named
		}
	}
	fields = append(fields, workoutTotal("distance", v.get("distance").text(), health.Centimetre)...)
	fields = append(fields, workoutTotal("hr_average", v.get("avgHr").text(), health.PerMinute)...)
	fields = append(fields, workoutTotal("hr_max", v.get("maxHr").text(), health.PerMinute)...)
	return f.entry(health.Entry{
		Kind: health.Workout, Source: sourceGarminWorkouts, Key: string(name.text()),
		Start: start, Duration: length, Offset: offset, Fields: fields,
	})
}
