package importers

import (
	"strconv"

	"vitalkeep/health"
)

const hcWorkouts = "exercise_session_record_table"

// hcExercises are the types of exercise, by their number.
var hcExercises = [...]string{
	0: "", "Badminton", "Baseball", "Basketball", "Biking", "Biking, stationary", "Boot camp", "Boxing",
	"Calisthenics", "Cricket", "Dancing", "Exercise class", "Fencing", "American football", "Australian football",
	"Frisbee disc", "Golf", "Guided breathing", "Gymnastics", "Handball", "High-intensity interval training",
	"Hiking", "Ice hockey", "Ice skating", "Martial arts", "Paddling", "Paragliding", "Pilates", "Racquetball",
	"Rock climbing", "Roller hockey", "Rowing", "Rugby", "Running", "Running, treadmill", "Sailing",
	"Scuba diving", "Skating", "Skiing", "Snowboarding", "Snowshoeing", "Soccer", "Softball", "Squash",
	"Stair climbing", "Strength training", "Stretching", "Surfing", "Swimming, open water", "Swimming, pool",
	"Table tennis", "Tennis", "Volleyball", "Walking", "Water polo", "Weightlifting", "Wheelchair", "Yoga",
	"Other workout", "Stair climbing machine", "Elliptical", "Rowing machine",
}

// workouts keeps sessions of exercise with their title and notes. One of an
// unknown type is called by its number.
func (h *hcReader) workouts() error {
	columns := append(hcInterval[:len(hcInterval):len(hcInterval)], hcColumn{"exercise_type", false}, hcColumn{"title", true}, hcColumn{"notes", true})
	at := len(hcInterval)
	return h.table(hcWorkouts, columns, func(r hcRow) error {
		s, ok, err := r.when()
		if !ok || err != nil {
			return err
		}
		kind, isInt := r.values[at].(int64)
		if !isInt {
			return h.refuse(r.named(at), reasonNotInteger)
		}
		name := "Exercise " + strconv.FormatInt(kind, 10)
		if kind > 0 && kind < int64(len(hcExercises)) {
			name = hcExercises[kind]
		}
		e := health.Entry{
			Kind: health.Workout, Source: r.source("other"), Key: name, Start: s.Start, Duration: s.Duration, Offset: s.Offset,
			Fields: []health.Field{{Name: roleName(roleActivity), Text: name}},
		}
		for i, field := range []string{"title", "notes"} {
			if text := r.text(at + 1 + i); text != "" {
				e.Fields = append(e.Fields, health.Field{Name: field, Text: text})
			}
		}
		return h.entry(e)
	})
}
