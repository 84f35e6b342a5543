package applehealth

import (
	"fmt"

	"vitalkeep/health"
)

// pressure writes blood pressures: each number a Record of its own, and the pair
// again inside a Correlation.
func (w *writer) pressure(n int) {
	for i := range n {
		at := w.day(i) + 7*3600 + int64(w.rand.IntN(3000))
		sys, dia := w.number(105, 138, 0), w.number(62, 88, 0)
		var both []byte
		for _, p := range []struct {
			hk     string
			metric health.MetricID
			value  health.Decimal
		}{{"BloodPressureSystolic", "systolic", sys}, {"BloodPressureDiastolic", "diastolic", dia}} {
			b := append(w.line, " <Record"...)
			b = attribute(b, "type", "HKQuantityTypeIdentifier"+p.hk)
			b = w.from(b, typed, "")
			b = attribute(b, "unit", "mmHg")
			b = w.times(b, at, at)
			b = attribute(b, "value", p.value.String())
			b = append(b, ">\n  <MetadataEntry key=\"HKWasUserEntered\" value=\"1\"/>\n </Record>\n"...)
			both = append(both, ' ')
			both = append(both, b...)
			w.line = b
			w.note(p.metric, typed.id(), at*1000, p.value, health.MillimetreOfMercury)
			w.emit()
		}
		b := append(w.line, " <Correlation"...)
		b = attribute(b, "type", "HKCorrelationTypeIdentifierBloodPressure")
		b = w.from(b, typed, "")
		b = w.times(b, at, at)
		b = append(b, ">\n  <MetadataEntry key=\"HKWasUserEntered\" value=\"1\"/>\n"...)
		b = append(b, both...)
		w.line = append(b, " </Correlation>\n"...)
		w.emit()
	}
}

// stageWords are the values of sleep analysis and the stages that they are.
var stageWords = []struct {
	word  string
	stage int64
}{{"AsleepCore", health.StageLight}, {"AsleepDeep", health.StageDeep}, {"AsleepREM", health.StageREM}, {"Awake", health.StageAwake}}

// nights writes sleep as stretches of stages, and the time in bed over all of
// them.
func (w *writer) nights(n int) {
	for i := range n {
		begin := w.day(i) + 23*3600 + int64(w.rand.IntN(3600))
		at := begin
		var sums [health.StageREM + 1]int64
		wakeups, asleep, awake := int64(0), false, false
		for k := range 9 {
			s := stageWords[w.rand.IntN(len(stageWords))]
			if k == 0 {
				s = stageWords[0]
			}
			end := at + int64(10+w.rand.IntN(80))*60
			w.category("SleepAnalysis", watch, "HKCategoryValueSleepAnalysis"+s.word, at, end)
			w.note("sleep_stage", watch.id(), at*1000, health.Int(s.stage), health.NoUnit)
			sums[s.stage] += end - at
			switch {
			case s.stage == health.StageAwake:
				awake = asleep
			case awake:
				wakeups, awake = wakeups+1, false
			}
			asleep = asleep || s.stage != health.StageAwake
			at = end
		}
		nights := health.SourceID("apple:nights/" + watch.name)
		w.note("sleep_light", nights, begin*1000, health.Int(sums[health.StageLight]), health.Second)
		w.note("sleep_deep", nights, begin*1000, health.Int(sums[health.StageDeep]), health.Second)
		w.note("sleep_rem", nights, begin*1000, health.Int(sums[health.StageREM]), health.Second)
		w.note("sleep_awake", nights, begin*1000, health.Int(sums[health.StageAwake]), health.Second)
		w.note("sleep_wakeups", nights, begin*1000, health.Int(wakeups), health.Count)
		w.Entries[health.SleepNight]++
		w.category("SleepAnalysis", phone, "HKCategoryValueSleepAnalysisInBed", begin, at)
		w.note("raw_sleep_analysis_in_bed", phone.id(), begin*1000, health.Int(1), health.NoUnit)
	}
}

// category writes a Record whose value is a word.
func (w *writer) category(hk string, g giver, value string, start, end int64) {
	b := append(w.line, " <Record"...)
	b = attribute(b, "type", "HKCategoryTypeIdentifier"+hk)
	b = w.from(b, g, "0x281b00040")
	b = w.times(b, start, end)
	b = attribute(b, "value", value)
	w.line = append(b, "/>\n"...)
	w.emit()
}

// headaches writes symptoms.
func (w *writer) headaches(n int) {
	for i := range n {
		at := w.day(i*3) + 15*3600
		w.category("Headache", typed, "HKCategoryValueSeverityMild", at, at+7200)
		w.Entries[health.Symptom]++
	}
}

// summaries writes the totals of whole days.
func (w *writer) summaries(n int) {
	unit := "kcal"
	if w.Options.Imperial {
		unit = "Cal"
	}
	source := health.SourceID("apple" + health.DailySuffix)
	for i := range n {
		d := w.Options.Start.AddDays(i)
		energy, exercise, stand := w.number(200, 900, 3), w.number(5, 90, 0), w.number(6, 16, 0)
		w.line = fmt.Appendf(w.line, " <ActivitySummary dateComponents=%q activeEnergyBurned=%q activeEnergyBurnedGoal=\"500\" activeEnergyBurnedUnit=%q appleMoveTime=\"0\" appleMoveTimeGoal=\"0\" appleExerciseTime=%q appleExerciseTimeGoal=\"30\" appleStandHours=%q appleStandHoursGoal=\"12\"/>\n",
			d, energy, unit, exercise, stand)
		w.emit()
		start := d.Start(w.zone)
		w.note("calories_active", source, start, energy, health.Kilocalorie)
		w.note("raw_apple_exercise_time_min", source, start, exercise, health.NoUnit)
		w.note("raw_apple_stand_hours", source, start, stand, health.NoUnit)
		w.note("raw_apple_move_time_min", source, start, health.Int(0), health.NoUnit)
	}
}
