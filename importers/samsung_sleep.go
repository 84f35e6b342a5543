package importers

import (
	"cmp"
	"slices"
	"strings"

	"vitalkeep/health"
)

// samsungStageValues are the stages of sleep as values of the metric.
var samsungStageValues = map[string]int64{
	"40001": health.StageAwake, "40002": health.StageLight, "40003": health.StageDeep, "40004": health.StageREM,
}

// stages reads the stages of nights.
func (t *samsungTable) stages() error {
	stage, m := t.column("stage"), metric("sleep_stage")
	if t.start < 0 || t.end < 0 || stage < 0 {
		t.row = 0
		return t.refuse("", reasonNoColumn)
	}
	for {
		s, ok, err := t.nextSpan()
		if !ok || err != nil {
			return err
		}
		v, known := samsungStageValues[string(t.text(stage))]
		if !known {
			if err := t.reject(stage, "not one of the stages that are known"); err != nil {
				return err
			}
			continue
		}
		s.Value, s.Form = health.Int(v), health.NoText
		if err := t.sample(m.ID, t.source(samsungNightly), s); err != nil {
			return err
		}
	}
}

// samsungNightFields are what is kept of a night beside its totals.
var samsungNightFields = []string{"sleep_score", "efficiency", "sleep_cycle", "physical_recovery", "mental_recovery", "comment"}

// nights reads nights, with the totals of their stages, which stand in another
// file.
func (t *samsungTable) nights() error {
	id := t.column("datauuid")
	if t.start < 0 || t.end < 0 {
		t.row = 0
		return t.refuse("", reasonNoColumn)
	}
	stages, err := t.stagesOfNights()
	if err != nil {
		return err
	}
	for {
		s, ok, err := t.nextSpan()
		if !ok || err != nil {
			return err
		}
		totals, reason := addStages(sortedStages(stages[string(t.text(id))]))
		if reason != "" {
			if err := t.reject(-1, reason); err != nil {
				return err
			}
		}
		e := health.Entry{Kind: health.SleepNight, Source: t.source(samsungNightly), Start: s.Start, Duration: s.Duration, Offset: s.Offset}
		for _, n := range totals {
			e.Fields = append(e.Fields, health.Field{Name: roleName(n.role), Text: n.seconds.String()})
		}
		e.Fields = append(e.Fields, t.kept(samsungNightFields)...)
		before := t.report.Entries
		if err := t.entry(e); err != nil {
			return err
		}
		if t.report.Entries == before {
			continue
		}
		for _, n := range totals {
			s.Value, s.Form, s.Unit = n.seconds, health.NoText, health.Second
			if err := t.sample(n.metric, e.Source, s); err != nil {
				return err
			}
		}
	}
}

// kept returns the columns of the row that are not empty, under their own
// names.
func (t *samsungTable) kept(names []string) (fields []health.Field) {
	for _, name := range names {
		if text := t.text(t.column(name)); len(text) > 0 {
			fields = append(fields, health.Field{Name: name, Text: string(text)})
		}
	}
	return fields
}

// stagesOfNights reads the stages beside the nights, by the night that they
// belong to. What cannot be read of them is said where they are read by
// themselves; a night with such a stage has no totals.
func (t *samsungTable) stagesOfNights() (map[string][]stageSpan, error) {
	nights := map[string][]stageSpan{}
	held := 0
	for _, file := range t.samsungBundle.stages {
		err := t.otherTable(file, func(o *samsungTable) error {
			id, stage := o.column("sleep_id"), o.column("stage")
			if o.start < 0 || o.end < 0 || id < 0 || stage < 0 {
				return nil
			}
			for {
				ok, err := o.nextRow()
				if !ok || err != nil {
					return err
				}
				from, ok1 := samsungTime(o.text(o.start))
				to, ok2 := samsungTime(o.text(o.end))
				v, ok3 := samsungStageValues[string(o.text(stage))]
				if !ok1 || !ok2 || !ok3 || to < from {
					from, to, v = 1, 0, 0 // overlaps whatever it stands beside
				}
				if held++; held > mostStages {
					return tooLarge(o.file.name, "the table %s has more than %d rows", o.kind, mostStages)
				}
				night := string(o.text(id))
				nights[night] = append(nights[night], stageSpan{from, to, v})
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return nights, nil
}

// otherTable looks into another table of the export.
func (t *samsungTable) otherTable(file *inputFile, look func(*samsungTable) error) error {
	return lookAtSamsung(&fileReader{ctx: t.ctx, opts: t.opts, lim: t.lim, sink: deaf{}, file: file}, look)
}

// lookAtSamsung opens a table without handing anything of it over.
func lookAtSamsung(f *fileReader, look func(*samsungTable) error) (err error) {
	rc, err := f.file.open(&meter{ctx: f.ctx})
	if err != nil {
		return err
	}
	defer closeInto(&err, rc)
	t, err := openSamsungTable(f, rc)
	if err != nil || t == nil {
		return err
	}
	return look(t)
}

// sortedStages sorts the stages of a night and drops those written twice.
func sortedStages(s []stageSpan) []stageSpan {
	slices.SortFunc(s, func(a, b stageSpan) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.stage, b.stage))
	})
	return slices.Compact(s)
}

// samsungExercises are the types of exercise whose numbers are known; others are
// called by them.
var samsungExercises = map[string]string{"1001": "Walking", "1002": "Running", "11007": "Biking", "13001": "Hiking", "14001": "Swimming"}

// samsungWorkoutFields are what is kept of a workout: durations in milliseconds,
// distances in metres, calories in kilocalories, speeds in metres a second.
var samsungWorkoutFields = []string{
	"exercise_type", "title", "duration", "distance", "calorie", "total_calorie", "count", "mean_heart_rate", "max_heart_rate",
	"min_heart_rate", "mean_speed", "max_speed", "mean_cadence", "max_cadence", "altitude_gain", "vo2_max", "comment",
}

// workouts keeps workouts with the texts of their rows.
func (t *samsungTable) workouts() error {
	kind := t.column("exercise_type")
	if t.start < 0 || t.end < 0 || kind < 0 {
		t.row = 0
		return t.refuse("", reasonNoColumn)
	}
	for {
		s, ok, err := t.nextSpan()
		if !ok || err != nil {
			return err
		}
		name, known := samsungExercises[string(t.text(kind))]
		if !known {
			name = strings.TrimSpace("Exercise " + string(t.text(kind)))
		}
		if err := t.entry(health.Entry{
			Kind: health.Workout, Source: t.source(samsungExport), Key: name, Start: s.Start, Duration: s.Duration, Offset: s.Offset,
			Fields: append([]health.Field{{Name: roleName(roleActivity), Text: name}}, t.kept(samsungWorkoutFields)...),
		}); err != nil {
			return err
		}
	}
}
