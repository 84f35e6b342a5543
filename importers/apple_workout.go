package importers

import (
	"strconv"
	"strings"

	"vitalkeep/health"
)

// appleWorkout is the Workout that is open.
type appleWorkout struct {
	row    int
	entry  health.Entry
	zone   *offsets
	offset int32 // as printed
	typed  bool
	relay  bool
	giver  string
	events []string
	more   bool // it has more fields than are kept
}

// Bounds of what one workout may hold.
const (
	mostFields = 300
	mostEvents = 5000
)

// openWorkout takes a Workout. From when to when it lasted is the entry; how
// long of that the person moved is its field duration, without pauses.
func (a *appleExport) openWorkout() error {
	s := a.s
	start, length, offset, column, reason := a.clock.interval(s.attr("startDate"), s.attr("endDate"))
	if reason != "" {
		return a.f.refuse(column, reason)
	}
	kind := words(withoutPrefix(markText(s.attr("workoutActivityType"))))
	if len(kind) > maxTypeName {
		return a.f.refuse("workoutActivityType", "its type is longer than any that is known")
	}
	w := &appleWorkout{row: s.row, offset: offset, giver: markText(s.attr("sourceName"))}
	w.entry = health.Entry{Kind: health.Workout, Key: kind, Start: start, Duration: length}
	w.field("Activity type", kind)
	w.measure("duration", s.attr("duration"), s.attr("durationUnit"))
	w.total("distance", s.attr("totalDistance"), s.attr("totalDistanceUnit"))
	w.total("calories", s.attr("totalEnergyBurned"), s.attr("totalEnergyBurnedUnit"))
	w.measure("total distance", s.attr("totalDistance"), s.attr("totalDistanceUnit"))
	w.measure("total energy burned", s.attr("totalEnergyBurned"), s.attr("totalEnergyBurnedUnit"))
	w.measure("total swimming strokes", s.attr("totalSwimmingStrokeCount"), s.attr("totalSwimmingStrokeCountUnit"))
	w.measure("total flights climbed", s.attr("totalFlightsClimbed"), s.attr("totalFlightsClimbedUnit"))
	a.workout = w
	if s.empty {
		return a.closeWorkout()
	}
	return nil
}

// closeWorkout hands the open workout over.
func (a *appleExport) closeWorkout() error {
	w := a.workout
	if w == nil {
		return nil
	}
	a.workout, a.activity, a.route = nil, false, false
	class := "workouts"
	switch {
	case w.relay || relayed(w.giver):
		class = "relay"
	case w.typed:
		class = "hand"
	}
	if len(w.events) > 0 {
		w.field("events", strings.Join(w.events, "; "))
	}
	w.entry.Source = appleSource(class, w.giver)
	w.entry.Offset = a.zoned(w.zone, w.entry.Start, w.offset)
	a.f.row = w.row
	if w.more {
		if err := a.f.refuse("", "a workout with more details than any that is known; the others are kept"); err != nil {
			return err
		}
	}
	return a.f.entry(w.entry)
}

// field keeps a text, the first of its name.
func (w *appleWorkout) field(name, text string) {
	if text == "" || name == "" || w.entry.Field(name) != "" {
		return
	}
	if len(w.entry.Fields) >= mostFields {
		w.more = true
		return
	}
	w.entry.Fields = append(w.entry.Fields, health.Field{Name: name, Text: text})
}

// measure keeps a number with its unit as they are written.
func (w *appleWorkout) measure(name string, value, unit []byte) {
	if len(value) > 0 {
		w.field(name, strings.TrimSpace(markText(value)+" "+markText(unit)))
	}
}

// totals are the numbers that workouts of every maker have, under the names and
// in the units of those: metres, kilocalories, beats a minute.
var totals = map[string]struct {
	metric health.MetricID
	unit   health.Unit
}{
	"distance": {"distance", health.Metre}, "calories": {"calories_active", health.Kilocalorie}, "steps": {"steps", health.Count},
	"hr_average": {"heart_rate", health.PerMinute}, "hr_min": {"heart_rate", health.PerMinute}, "hr_max": {"heart_rate", health.PerMinute},
}

// total keeps one of the totals. What it is worked out from is kept beside it as
// it was written.
func (w *appleWorkout) total(name string, value, unit []byte) {
	t := totals[name]
	u, _, ok := appleUnit(metric(t.metric), markText(unit))
	d, err := parseNumber(value)
	if err != nil || !ok {
		return
	}
	v := u.Value(d)
	if !metric(t.metric).Possible.Contains(v) {
		return
	}
	w.field(name, strconv.FormatFloat(v, 'f', -1, 64))
}

// statistics takes what was worked out of the records of a workout: a sum, or
// average, least and greatest.
func (a *appleExport) statistics() error {
	w, s := a.workout, a.s
	if w == nil || a.activity { // those of a part of it; the whole has its own
		return nil
	}
	kind := withoutPrefix(markText(s.attr("type")))
	if len(kind) > maxTypeName {
		return a.f.refuse("type", "its type is longer than any that is known")
	}
	unit := s.attr("unit")
	name := strings.ToLower(words(kind))
	w.measure(name, s.attr("sum"), unit)
	w.measure(name+" average", s.attr("average"), unit)
	w.measure(name+" minimum", s.attr("minimum"), unit)
	w.measure(name+" maximum", s.attr("maximum"), unit)
	switch {
	case strings.HasPrefix(kind, "Distance"):
		w.total("distance", s.attr("sum"), unit)
	case kind == "ActiveEnergyBurned":
		w.total("calories", s.attr("sum"), unit)
	case kind == "StepCount":
		w.total("steps", s.attr("sum"), unit)
	case kind == "HeartRate":
		w.total("hr_average", s.attr("average"), unit)
		w.total("hr_min", s.attr("minimum"), unit)
		w.total("hr_max", s.attr("maximum"), unit)
	}
	return nil
}

// metadata keeps what is said of the workout under the key of the file.
func (w *appleWorkout) metadata(a *appleExport, key, value []byte) {
	switch {
	case string(key) == "HKTimeZone":
		w.zone = a.zones.named(value)
		w.field("Timezone", markText(value))
		return
	case string(key) == "HKWasUserEntered":
		w.typed = string(value) == "1"
	case relayKey(key):
		w.relay = true
	}
	if len(key) <= maxName && len(value) <= maxText {
		w.field(markText(key), markText(value))
	}
}

// event takes a pause, a lap or a segment.
func (a *appleExport) event() {
	w, s := a.workout, a.s
	if w == nil || a.activity {
		return
	}
	if len(w.events) >= mostEvents {
		w.more = true
		return
	}
	kind, date := s.attr("type"), s.attr("date")
	if len(kind) > maxName || len(date) > maxName {
		return
	}
	text := words(strings.TrimPrefix(markText(kind), "HKWorkoutEventType")) + " " + markText(date)
	if d := s.attr("duration"); len(d) > 0 && len(d) < maxName {
		text += " " + markText(d) + " " + markText(s.attr("durationUnit"))
	}
	w.events = append(w.events, text)
}

// fileReference names the file of the workout's route, which is read by itself.
func (a *appleExport) fileReference() {
	if path := a.s.attr("path"); a.workout != nil && len(path) <= maxName {
		a.workout.field("route", markText(path))
	}
}
