package importers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/internal/applehealth"
)

// inExport wraps elements into an export, which they begin on line 2 of.
func inExport(elements ...string) string {
	return "<HealthData locale=\"en_US\">\n" + strings.Join(elements, "\n") + "\n</HealthData>\n"
}

// record makes a Record on the first of May 2024 at 7, for ten minutes, from a
// watch.
func record(kind, unit, value string, inside ...string) string {
	r := fmt.Sprintf(`<Record type=%q sourceName="W" device="&lt;&lt;HKDevice: 0x1&gt;, model:Watch&gt;" unit=%q creationDate="2024-05-01 07:30:00 +0200" startDate="2024-05-01 07:00:00 +0200" endDate="2024-05-01 07:10:00 +0200" value=%q`, kind, unit, value)
	if len(inside) == 0 {
		return r + "/>"
	}
	return r + ">\n" + strings.Join(inside, "\n") + "\n</Record>"
}

func meta(key, value string) string {
	return fmt.Sprintf("<MetadataEntry key=%q value=%q/>", key, value)
}

// readApple reads an export in Berlin.
func readApple(t testing.TB, content string) *memory {
	t.Helper()
	var m memory
	if _, err := Read(context.Background(), []string{put(t, "export.xml", content)}, Options{Zone: zone(t, "Europe/Berlin")}, &m); err != nil {
		t.Fatal(err)
	}
	return &m
}

const quantity = "HKQuantityTypeIdentifier"

func TestAppleRecordBecomesASampleOfItsMetric(t *testing.T) {
	const at = " 2024-05-01T07:00:00+02:00 600s "
	cases := []struct{ kind, unit, value, want string }{
		{quantity + "BodyMass", "kg", "70.40", "weight apple:watch/W" + at + "70.40 kg @2"},
		{quantity + "BodyMass", "lb", "155.2", "weight apple:watch/W" + at + "155.2 lb @2"},
		{quantity + "BodyMass", "st", "11.1", "weight apple:watch/W" + at + "11.1 st @2"},
		{quantity + "Height", "ft", "5.8", "height apple:watch/W" + at + "5.8 ft @2"},
		{quantity + "Height", "cm", "178", "height apple:watch/W" + at + "178 cm @2"},
		{quantity + "BodyMassIndex", "count", "22.53", "bmi apple:watch/W" + at + "22.53 kg/m2 @2"},
		{quantity + "BodyFatPercentage", "%", "0.161", "fat_ratio apple:watch/W" + at + "0.161 1 @2"},
		{quantity + "BodyFatPercentage", "%", "22.5", "fat_ratio apple:watch/W" + at + "22.5 % @2"},
		{quantity + "OxygenSaturation", "%", "0.97", "spo2 apple:watch/W" + at + "0.97 1 @2"},
		{quantity + "OxygenSaturation", "%", "97", "spo2 apple:watch/W" + at + "97 % @2"},
		{quantity + "HeartRate", "count/min", "61.5", "heart_rate apple:watch/W" + at + "61.5 1/min @2"},
		{quantity + "DistanceWalkingRunning", "mi", "0.0123456789012345", "distance apple:watch/W" + at + "0.0123456789012345 mi @2"},
		{quantity + "DistanceWalkingRunning", "km", "8.45e-05", "distance apple:watch/W" + at + "0.0000845 km @2"},
		{quantity + "ActiveEnergyBurned", "Cal", "1.5", "calories_active apple:watch/W" + at + "1.5 kcal @2"},
		{quantity + "BasalEnergyBurned", "kJ", "80", "calories_passive apple:watch/W" + at + "80 kJ @2"},
		{quantity + "BodyTemperature", "degF", "98.6", "body_temperature apple:watch/W" + at + "98.6 degF @2"},
		{quantity + "BloodGlucose", "mmol&lt;180.1558800000541&gt;/L", "5.4", "glucose apple:watch/W" + at + "5.4 mmol/L @2"},
		{quantity + "BloodGlucose", "mg/dL", "97", "glucose apple:watch/W" + at + "97 mg/dL @2"},
		{quantity + "VO2Max", "mL/min·kg", "41.25", "vo2max apple:watch/W" + at + "41.25 mL/(kg min) @2"},
		{quantity + "HeartRateVariabilitySDNN", "ms", "42", "hrv_sdnn apple:watch/W" + at + "42 ms @2"},
		{quantity + "FlightsClimbed", "count", "3", "floors apple:watch/W" + at + "3 count @2"},
		// What the catalogue does not know keeps its unit in the name.
		{quantity + "RestingHeartRate", "count/min", "55", "raw_resting_heart_rate_count_min apple:watch/W" + at + "55 @2"},
		{quantity + "DietaryWater", "mL", "250", "raw_dietary_water_ml apple:watch/W" + at + "250 @2"},
		{quantity + "DietaryVitaminB12", "mcg", "2.4", "raw_dietary_vitamin_b12_mcg apple:watch/W" + at + "2.4 @2"},
		{quantity + "DietaryIodine", "µg", "150", "raw_dietary_iodine_ug apple:watch/W" + at + "150 @2"},
		{quantity + "WalkingAsymmetryPercentage", "%", "0.05", "raw_walking_asymmetry_percentage apple:watch/W" + at + "0.05 @2"},
		{quantity + "EnvironmentalAudioExposure", "dBASPL", "61.5", "raw_environmental_audio_exposure_dbaspl apple:watch/W" + at + "61.5 @2"},
		{"HKDataTypeSleepDurationGoal", "hr", "8", "raw_sleep_duration_goal_hr apple:watch/W" + at + "8 @2"},
		{"ComExampleThing", "", "7", "raw_com_example_thing apple:watch/W" + at + "7 @2"},
		// Categories.
		{"HKCategoryTypeIdentifierSleepAnalysis", "", "HKCategoryValueSleepAnalysisAsleepREM", "sleep_stage apple:watch/W" + at + "3 @2"},
		{"HKCategoryTypeIdentifierSleepAnalysis", "", "HKCategoryValueSleepAnalysisAwake", "sleep_stage apple:watch/W" + at + "0 @2"},
		{"HKCategoryTypeIdentifierSleepAnalysis", "", "HKCategoryValueSleepAnalysisInBed", "raw_sleep_analysis_in_bed apple:watch/W" + at + "1 @2"},
		{"HKCategoryTypeIdentifierSleepAnalysis", "", "HKCategoryValueSleepAnalysisAsleep", "raw_sleep_analysis_asleep apple:watch/W" + at + "1 @2"},
		{"HKCategoryTypeIdentifierAppleStandHour", "", "HKCategoryValueAppleStandHourStood", "raw_apple_stand_hour_stood apple:watch/W" + at + "1 @2"},
		{"HKCategoryTypeIdentifierMindfulSession", "", "HKCategoryValueNotApplicable", "raw_mindful_session apple:watch/W" + at + "1 @2"},
		{"HKCategoryTypeIdentifierHeadache", "", "HKCategoryValueSeverityNotPresent", "raw_headache_severity_not_present apple:watch/W" + at + "1 @2"},
		{"HKCategoryTypeIdentifierAudioExposureEvent", "", "2", "raw_audio_exposure_event apple:watch/W" + at + "2 @2"},
	}
	for _, c := range cases {
		m := readApple(t, inExport(record(c.kind, c.unit, c.value)))
		got := append(m.lines(), m.refused()...)
		if strings.Contains(c.want, "sleep_stage") {
			got = got[:1] // the night that it makes comes behind
		}
		same(t, c.kind+" in "+c.unit, got, []string{c.want})
	}
}

func TestAppleRecordThatCannotBeReadIsRefusedByRowAndAttribute(t *testing.T) {
	good := record(quantity+"StepCount", "count", "10")
	cases := []struct{ name, element, want string }{
		{"a unit that does not fit", record(quantity+"BodyMass", "cm", "70"), "unit: " + reasonNoUnit},
		{"a small calorie", record(quantity+"ActiveEnergyBurned", "cal", "70"), "unit: " + reasonNoUnit},
		{"no unit", record(quantity+"BodyMass", "", "70"), "unit: " + reasonNoUnit},
		{"no number", record(quantity+"HeartRate", "count/min", "fast"), "value: " + reasonNotANumber},
		{"NaN", record(quantity+"HeartRate", "count/min", "NaN"), "value: " + reasonNotANumber},
		{"a decimal comma", record(quantity+"HeartRate", "count/min", "61,5"), "value: " + reasonDecimalComma},
		{"out of range", record(quantity+"HeartRate", "count/min", "1000"), "value: " + outside(metric("heart_rate"))},
		{"no value", strings.Replace(good, ` value="10"`, "", 1), "value: " + reasonNothing},
		{"more digits than can be kept", record(quantity+"StepCount", "count", "0.1234567890123456789"), "value: " + reasonTooManyDigit},
		{"no type", strings.Replace(good, `type="`+quantity+`StepCount"`, `type=""`, 1), "type: it names no type"},
		{"a day that does not exist", strings.ReplaceAll(good, "2024-05-01", "2023-02-29"), "startDate: " + reasonNoAppleTime},
		{"a date without an offset", strings.Replace(good, `startDate="2024-05-01 07:00:00 +0200"`, `startDate="2024-05-01 07:00:00"`, 1), "startDate: " + reasonNoAppleTime},
		{"an end before the beginning", strings.Replace(good, `endDate="2024-05-01 07:10`, `endDate="2024-05-01 06:10`, 1), "endDate: " + reasonEndBefore},
		{"the year 1", strings.ReplaceAll(good, "2024-05-01", "0001-01-01"), "startDate: " + reasonNoSuchYear},
		{"quotes that are not closed", strings.Replace(good, `value="10"/>`, `value="10/>`, 1), ": " + errOpenQuote.reason},
		{"an attribute without quotes", strings.Replace(good, `value="10"`, `value=10`, 1), ": " + errNoQuotes.reason},
		{"a hearing test", `<Audiogram type="HKDataTypeIdentifierAudiogram"><SensitivityPoint frequencyValue="1"/></Audiogram>`, ": " + leftOut["Audiogram"]},
		{"something new", `<Novelty a="1"/><Novelty/>`, ": an element that is not known; the file has 2 of them"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			later := strings.ReplaceAll(good, "07:00:00", "07:01:00")
			m := readApple(t, inExport(good, c.element, later))
			same(t, "rejects", m.refused(), []string{"export.xml:3 " + c.want})
			if len(m.samples) != 2 {
				t.Errorf("%v", m.lines())
			}
		})
	}
}

func TestAppleFilesWithTheKnownBreakageAreRead(t *testing.T) {
	steps := record(quantity+"StepCount", "count", "10")
	want := "steps apple:watch/W 2024-05-01T07:00:00+02:00 600s 10 count @"
	head := "<?xml version=\"1.0\"?>\n<!DOCTYPE HealthData [\n"
	cases := []struct {
		name, content string
		row           int
	}{
		{"the DTD of iOS 16", head + "<!ATTLIST VisionPrescription\n  type CDATA #REQUIRED\n<!ELEMENT RightEye EMPTY>\n>\n]>\n" + inExport(steps), 9},
		{"control characters", inExport(strings.Replace(steps, "0x1&gt;", "0x1&gt;\x0b\x01\x00", 1)), 2},
		{"bytes that are not UTF-8", inExport(strings.Replace(steps, "0x1&gt;", "0x1&gt;\xff\xfe", 1)), 2},
		{"attributes with blanks in their names", inExport(strings.Replace(steps, " unit=", ` Health Mate App Version="2.6.0" Modified Date="x" unit=`, 1)), 2},
		{"the attribute source", inExport(strings.Replace(steps, "sourceName=", "source=", 1)), 2},
		{"dates of iOS 8", inExport(strings.NewReplacer("2024-05-01 07:00:00 +0200", "20240501070000+0200", "2024-05-01 07:10:00 +0200", "20240501071000+0200").Replace(steps)), 2},
		{"single quotes", inExport(strings.ReplaceAll(steps, `"`, `'`)), 2},
		{"another order of attributes", inExport(`<Record value="10" endDate="2024-05-01 07:10:00 +0200" startDate="2024-05-01 07:00:00 +0200" device="model:Watch" unit="count" sourceName="W" type="` + quantity + `StepCount"/>`), 2},
		{"one element over many lines", inExport(strings.ReplaceAll(steps, `" `, "\"\n  ")), 2},
		{"blanks around the equals signs", inExport(strings.ReplaceAll(steps, `value="10"`, `value = "10" `)), 2},
		{"two elements on a line", inExport("<Me/>" + steps), 2},
		{"comments and sections", inExport("<!-- <Record a=\"1\"/> -->\n<![CDATA[<Record>]]><?x <Record?>\n" + steps), 4},
		{"references", inExport(strings.Replace(steps, `sourceName="W"`, `sourceName="&#87;"`, 1)), 2},
		{"a tag inside of quotes", inExport(strings.Replace(steps, "0x1", "a &lt;b&gt; c > d", 1)), 2},
		{"carriage returns", strings.ReplaceAll(inExport(steps), "\n", "\r\n"), 2},
		{"a mark at the beginning", "\xef\xbb\xbf" + inExport(steps), 2},
		{"no end tag of a record", inExport(strings.Replace(steps, "/>", ">", 1)), 2},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := readApple(t, c.content)
			same(t, "samples", m.lines(), []string{want + fmt.Sprint(c.row)})
			same(t, "rejects", m.refused(), nil)
		})
	}
}

func TestTagsThatNeverEndCostOnlyThemselves(t *testing.T) {
	const many = 200_000
	steps := record(quantity+"StepCount", "count", "10")
	var m memory
	report, err := Read(context.Background(), []string{put(t, "export.xml", inExport(strings.Repeat("<a ", many)+"\n"+steps))}, Options{Zone: zone(t, "Europe/Berlin")}, &m)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "samples", m.lines(), []string{"steps apple:watch/W 2024-05-01T07:00:00+02:00 600s 10 count @3"})
	if report.Rejected != many || m.refused()[0] != "export.xml:2 : "+errNoQuotes.reason {
		t.Errorf("%d tags left out, the first %s", report.Rejected, m.refused()[0])
	}
}

func TestAppleNamesWithWhatIsNoTextAreMadeReadable(t *testing.T) {
	long := strings.Repeat("ü", 150)
	for name, want := range map[string]string{
		"Ann’s Watch":        "apple:watch/Ann’s Watch",
		"a\x0bb\xffc":        "apple:watch/a\ufffdb\ufffdc",
		"&amp;&lt;&#x41;&x;": "apple:watch/&<A&x;",
		"&#0;&#1114112;&":    "apple:watch/\ufffd&#1114112;&",
		"":                   "apple:watch",
	} {
		m := readApple(t, inExport(strings.Replace(record(quantity+"StepCount", "count", "1"), `"W"`, `"`+name+`"`, 1)))
		if len(m.samples) != 1 || string(m.samples[0].Source) != want {
			t.Errorf("%q became %v, %v", name, m.lines(), m.refused())
		}
	}
	m := readApple(t, inExport(
		strings.Replace(record(quantity+"StepCount", "count", "1"), `"W"`, `"`+long+`a"`, 1),
		strings.Replace(record(quantity+"StepCount", "count", "1"), `"W"`, `"`+long+`b"`, 1),
	))
	if a, b := m.samples[0].Source, m.samples[1].Source; a == b || len(a) > maxSource {
		t.Errorf("two long names became %q and %q", a, b)
	}
}

func TestAppleRecordsSayWhoMadeThem(t *testing.T) {
	weight := func(source, device string, inside ...string) string {
		r := record(quantity+"BodyMass", "kg", "70", inside...)
		r = strings.Replace(r, `"W"`, `"`+source+`"`, 1)
		return strings.Replace(r, "model:Watch", device, 1)
	}
	for _, c := range []struct{ element, want string }{
		{weight("W", "model:Watch"), "apple:watch/W"},
		{weight("Phone", "name:iPhone, manufacturer:Apple Inc., model:iPhone, hardware:iPhone13,2"), "apple:phone/Phone"},
		{weight("An app", "name:Watch"), "apple:other/An app"},
		{weight("An app", "name:model:Watch, model:iPhone, hardware:iPhone13,2"), "apple:phone/An app"},
		{weight("An app", "", meta("HKWasUserEntered", "1")), "apple:hand/An app"},
		{weight("An app", "", meta("HKWasUserEntered", "0")), "apple:other/An app"},
		{weight("Health Mate", ""), "apple:relay/Health Mate"},
		{weight("Withings", "", meta("HKWasUserEntered", "1")), "apple:relay/Withings"},
		{weight("Oura", "model:Watch"), "apple:relay/Oura"},
		{weight("Connect", ""), "apple:relay/Connect"},
		{weight("Connected Cooking", ""), "apple:other/Connected Cooking"},
		{weight("Polaris", ""), "apple:other/Polaris"},
		{weight("Mine", "", meta("Withings Link", "withings-bd2://timeline/measure?userid=1&amp;date=482685932&amp;type=1")), "apple:relay/Mine"},
	} {
		m := readApple(t, inExport(c.element))
		if len(m.samples) != 1 || string(m.samples[0].Source) != c.want {
			t.Errorf("%v %v, want %s", m.lines(), m.refused(), c.want)
		}
	}
}

// The instant is the truth; which offset was lived by, the record's own zone says
// first, then the person's, then what is printed.
func TestAppleOffsetIsThatOfTheZoneLivedIn(t *testing.T) {
	steps := record(quantity+"StepCount", "count", "10")
	abroad := record(quantity+"StepCount", "count", "10", meta("HKTimeZone", "America/New_York"))
	unknown := record(quantity+"StepCount", "count", "10", meta("HKTimeZone", "../etc/passwd"))
	for _, c := range []struct {
		element string
		zone    *time.Location
		offset  int32
	}{
		{steps, zone(t, "Asia/Tokyo"), 9 * 3600},
		{abroad, zone(t, "Asia/Tokyo"), -4 * 3600},
		{unknown, zone(t, "Asia/Tokyo"), 9 * 3600},
		{steps, nil, 2 * 3600},
	} {
		var m memory
		if err := readAppleExport(readerOf(&m, Options{Zone: c.zone}), strings.NewReader(inExport(c.element))); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2024, 5, 1, 5, 0, 0, 0, time.UTC).UnixMilli()
		if s := m.samples[0]; s.Start != at || s.Offset != c.offset {
			t.Errorf("%d at offset %d, want %d", s.Start, s.Offset, c.offset)
		}
	}
}

// A record made on a journey must not move the days of all the others.
func TestAppleZoneOfARecordIsNotThatOfTheExport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "export.xml")
	text := inExport(record(quantity+"StepCount", "count", "10", meta("HKTimeZone", "Asia/Tokyo")), record(quantity+"StepCount", "count", "11"))
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	rec, err := Detect(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if rec.ZoneHint != "" || len(rec.ZoneHints) != 0 {
		t.Errorf("%q and %q are hinted at", rec.ZoneHint, rec.ZoneHints)
	}
}

func TestAppleCorrelationIsCountedOnce(t *testing.T) {
	pair := []string{record(quantity+"BloodPressureSystolic", "mmHg", "121"), record(quantity+"BloodPressureDiastolic", "mmHg", "79")}
	both := `<Correlation type="HKCorrelationTypeIdentifierBloodPressure" sourceName="W" startDate="2024-05-01 07:00:00 +0200" endDate="2024-05-01 07:10:00 +0200">` + "\n" +
		meta("HKWasUserEntered", "1") + "\n" + strings.Join(pair, "\n") + "\n</Correlation>"
	for name, content := range map[string]string{
		"records first":                inExport(pair[0], pair[1], both),
		"correlation first":            inExport(both, pair[0], pair[1]),
		"one of them in between":       inExport(pair[1], both, pair[0]),
		"the correlation alone":        inExport(both),
		"the same correlation twice":   inExport(both, both),
		"only one of them outside too": inExport(both, pair[1]),
	} {
		m := readApple(t, content)
		values := map[health.MetricID]string{}
		for _, s := range m.samples {
			values[s.Metric] = s.Value.String()
		}
		if len(m.samples) != 2 || values["systolic"] != "121" || values["diastolic"] != "79" || len(m.rejects) > 0 {
			t.Errorf("%s: %v %v", name, m.lines(), m.refused())
		}
	}
}

func TestAppleBeatsStandAtTheirTimes(t *testing.T) {
	list := func(times ...string) string {
		out := "<HeartRateVariabilityMetadataList>\n"
		for _, s := range times {
			out += "<InstantaneousBeatsPerMinute bpm=\"61\" time=\"" + s + "\"/>\n"
		}
		return out + "</HeartRateVariabilityMetadataList>"
	}
	// The clock of these times is in no named zone: only minutes and seconds tell.
	m := readApple(t, inExport(record(quantity+"HeartRateVariabilitySDNN", "ms", "42", list("7:00:01,12", "7.09.59.500", "11:00:02.09\u202fPM", "23:59:40,00"))))
	var got []string
	for _, s := range m.samples[1:] {
		got = append(got, time.UnixMilli(s.Start).UTC().Format("15:04:05.000"))
	}
	same(t, "times", got, []string{"05:00:01.120", "05:09:59.500", "05:00:02.090", "04:59:40.000"})
	m = readApple(t, inExport(record(quantity+"HeartRateVariabilitySDNN", "ms", "42", list("7:13:00,00", "soon", "7:61:00", "25:00:00,1"))))
	if len(m.samples) != 1 || len(m.rejects) != 4 || m.rejects[0].Reason != reasonBeatTime || m.rejects[0].Row != 4 {
		t.Errorf("%v %v", m.lines(), m.refused())
	}
}

func TestAppleSymptomIsAnEntryOfTheDiary(t *testing.T) {
	m := readApple(t, inExport(
		record("HKCategoryTypeIdentifierCoughing", "", "HKCategoryValueSeverityModerate"),
		record("HKCategoryTypeIdentifierHeartburn", "", "HKCategoryValueSeverityUnspecified"),
		record("HKCategoryTypeIdentifierAppetiteChanges", "", "HKCategoryValueAppetiteChangesDecreased"),
		record("HKCategoryTypeIdentifierMoodChanges", "", "HKCategoryValuePresencePresent"),
	))
	var got []string
	for _, e := range m.entries {
		got = append(got, fmt.Sprintf("%s %s %s %q", e.Kind, e.Field(health.FieldName), e.Key, e.Field(health.FieldSeverity)))
	}
	same(t, "entries", got, []string{
		`symptom cough cough "2"`, `symptom heartburn heartburn ""`, `symptom loss_of_appetite loss_of_appetite ""`, `symptom mood changes mood changes ""`,
	})
}

func TestAppleWorkoutKeepsWhatTheFileSays(t *testing.T) {
	m := readApple(t, inExport(
		`<Workout workoutActivityType="HKWorkoutActivityTypeTraditionalStrengthTraining" duration="30.25" durationUnit="min" sourceName="W" startDate="2024-05-01 07:00:00 +0200" endDate="2024-05-01 07:40:00 +0200">`,
		meta("HKTimeZone", "America/New_York"), meta("HKElevationAscended", "418 cm"),
		`<WorkoutEvent type="HKWorkoutEventTypePause" date="2024-05-01 07:10:00 +0200"/>`,
		`<WorkoutEvent type="HKWorkoutEventTypeLap" date="2024-05-01 07:20:00 +0200" duration="2" durationUnit="min"/>`,
		`<WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning" startDate="2024-05-01 07:00:00 +0200" startDate="2024-05-01 07:40:00 +0200" sum="0.5" unit="mi"/>`,
		`<WorkoutStatistics type="HKQuantityTypeIdentifierHeartRate" average="120.5" minimum="90" maximum="150" unit="count/min"/>`,
		`<WorkoutActivity uuid="1"><WorkoutStatistics type="HKQuantityTypeIdentifierHeartRate" average="1" unit="count/min"/></WorkoutActivity>`,
		`<WorkoutRoute sourceName="P">`, meta("HKMetadataKeySyncVersion", "2"),
		`<FileReference path="/workout-routes/route_1.gpx"/>`,
		`<Location date="2024-05-01 07:00:01 +0200" latitude="52.5" longitude="13.25" altitude="21.5" horizontalAccuracy="2.5" verticalAccuracy="1" course="-1" speed="2.5"/>`,
		`</WorkoutRoute>`, `</Workout>`,
		`<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="5" durationUnit="min" totalDistance="1.5" totalDistanceUnit="km" totalEnergyBurned="100" totalEnergyBurnedUnit="kJ" sourceName="Oura" startDate="2024-05-02 07:00:00 +0200" endDate="2024-05-02 07:05:00 +0200"/>`,
	))
	var got []string
	for _, e := range m.entries {
		got = append(got, fmt.Sprintf("%s %s %s %d+%d %d @%d", e.Kind, e.Source, e.Key, e.Start, e.Duration, e.Offset, e.Origin.Row))
		for _, f := range e.Fields {
			got = append(got, f.Name+"="+f.Text)
		}
	}
	same(t, "workouts", got, []string{
		"workout apple:workouts/W Traditional Strength Training 1714539600000+2400000 -14400 @2",
		"Activity type=Traditional Strength Training", "duration=30.25 min", "Timezone=America/New_York", "HKElevationAscended=418 cm",
		"distance walking running=0.5 mi", "distance=804.672",
		"heart rate average=120.5 count/min", "heart rate minimum=90 count/min", "heart rate maximum=150 count/min",
		"hr_average=120.5", "hr_min=90", "hr_max=150", "route=/workout-routes/route_1.gpx",
		"events=Pause 2024-05-01 07:10:00 +0200; Lap 2024-05-01 07:20:00 +0200 2 min",
		"workout apple:relay/Oura Running 1714626000000+300000 7200 @16",
		"Activity type=Running", "duration=5 min", "distance=1500", "calories=23.90057361376673",
		"total distance=1.5 km", "total energy burned=100 kJ",
	})
	same(t, "route", m.lines(), []string{
		"raw_location_latitude apple:route 2024-05-01T01:00:01-04:00 52.5 @13",
		"raw_location_longitude apple:route 2024-05-01T01:00:01-04:00 13.25 @13",
		"raw_location_altitude apple:route 2024-05-01T01:00:01-04:00 21.5 @13",
		"raw_location_gps_speed apple:route 2024-05-01T01:00:01-04:00 2.5 @13",
		"raw_location_horizontal_radius apple:route 2024-05-01T01:00:01-04:00 2.5 @13",
		"raw_location_vertical_radius apple:route 2024-05-01T01:00:01-04:00 1 @13",
	})
	same(t, "rejects", m.refused(), nil)
}

func TestPointsOfTheSameSecondStayApart(t *testing.T) {
	content := strings.ReplaceAll(routeSpecimen, "15:00:01Z", "15:00:00Z")
	m, _, err := readFile(t, "route.gpx", content)
	if err != nil {
		t.Fatal(err)
	}
	at := map[int64][]string{}
	first := m.samples[0].Start
	for _, s := range m.samples {
		at[s.Start-first] = append(at[s.Start-first], s.Value.String())
	}
	same(t, "first point", at[0], []string{"52.518", "13.376", "34.5", "2.5", "4.5", "3"})
	same(t, "second point", at[1], []string{"52.519", "13.377", "-1.5"})
}

func TestAppleSummaryIsTheTotalOfALocalDay(t *testing.T) {
	m := readApple(t, inExport(
		`<ActivitySummary dateComponents="2024-03-31" activeEnergyBurned="2092" activeEnergyBurnedUnit="kJ" activeEnergyBurnedGoal="500" appleExerciseTime="31" appleStandHours="12"/>`,
		`<ActivitySummary dateComponents="2024-04-01" activeEnergyBurned="5" activeEnergyBurnedUnit="km" appleMoveMinutes="7"/>`,
		`<ActivitySummary dateComponents="soon" activeEnergyBurned="5" activeEnergyBurnedUnit="kcal"/>`,
		`<ActivitySummary dateComponents="1969-12-30" activeEnergyBurned="0" activeEnergyBurnedUnit="kcal"/>`,
	))
	same(t, "samples", m.lines(), []string{
		"calories_active apple:daily 2024-03-31T00:00:00+01:00 82800s 2092 kJ @2",
		"raw_apple_exercise_time_min apple:daily 2024-03-31T00:00:00+01:00 82800s 31 @2",
		"raw_apple_stand_hours apple:daily 2024-03-31T00:00:00+01:00 82800s 12 @2",
		"raw_apple_move_time_min apple:daily 2024-04-01T00:00:00+02:00 86400s 7 @3",
	})
	same(t, "rejects", m.refused(), []string{
		"export.xml:3 activeEnergyBurnedUnit: " + reasonNoUnit, "export.xml:4 dateComponents: " + reasonNoDate, "export.xml:5 dateComponents: " + reasonNoSuchYear,
	})
}

func TestAppleECGIsKeptWithPointsAndWithoutNames(t *testing.T) {
	m, _, err := readFile(t, "ecg.csv", ecgSpecimen)
	if err != nil {
		t.Fatal(err)
	}
	e := m.entries[0]
	if e.Field("signal") != "-265.868,-264.25,12,0.5" || e.Field("frequency") != "512.5" || e.Field("unit") != "µV" || e.Field("Klassifizierung") != "Sinusrhythmus" {
		t.Errorf("%+v", e.Fields)
	}
	if e.Kind != health.ECG || e.Start != time.Date(2024, 5, 1, 18, 0, 0, 0, time.UTC).UnixMilli() || e.Offset != -7*3600 || e.Duration != 7 {
		t.Errorf("%s at %d, %d, for %d", e.Kind, e.Start, e.Offset, e.Duration)
	}
	for _, f := range e.Fields {
		if strings.Contains(f.Text, "Thistlewood") || strings.Contains(f.Text, "1981") {
			t.Errorf("%s names the person", f.Name)
		}
	}
	for name, content := range map[string]string{
		"a sample that is no number": strings.Replace(ecgSpecimen, "\n12\n", "\nabc\n", 1),
		"a date in another form":     strings.Replace(ecgSpecimen, "2024-05-01 20:00:00 +0200", "1.5.2024", 1),
		"no samples":                 ecgSpecimen[:strings.Index(ecgSpecimen, "-265")],
	} {
		m, _, err := readFile(t, "ecg.csv", content)
		if err == nil && (len(m.entries) != 0 || len(m.rejects) == 0) {
			t.Errorf("%s: %d entries, %v", name, len(m.entries), m.refused())
		}
	}
}

func TestAppleExportThatDeclaresEntitiesIsRefused(t *testing.T) {
	bomb := "<?xml version=\"1.0\"?>\n<!DOCTYPE HealthData [\n<!ENTITY a \"b\">\n]>\n" + inExport(record(quantity+"StepCount", "count", "1"))
	late := "<?xml version=\"1.0\"?>\n<!DOCTYPE HealthData [\n<!--" + strings.Repeat("x", headBytes) + "-->\n<!ENTITY a \"b\">\n]>\n" + inExport(record(quantity+"StepCount", "count", "1"))
	if _, _, err := readFile(t, "export.xml", bomb); !errors.Is(err, ErrUnknownFormat) {
		t.Errorf("error %v", err)
	}
	m, _, err := readFile(t, "export.xml", late)
	if err != nil || len(m.samples) != 0 || len(m.rejects) != 1 || m.rejects[0].Reason != reasonEntities {
		t.Errorf("%v %v %v", m.lines(), m.refused(), err)
	}
}

func TestAppleExportThatIsCutOffIsKeptOnlyIfAskedFor(t *testing.T) {
	whole := inExport(record(quantity+"StepCount", "count", "10"), record(quantity+"BodyMass", "kg", "70", meta("HKWasUserEntered", "1")), record(quantity+"HeartRate", "count/min", "60"))
	for name, c := range map[string]struct {
		end  string // what the file ends before
		want []string
	}{
		"within a tag":    {`unit="count/min"`, []string{"export.xml:6 : the file ends here, before the export does"}},
		"within a record": {"</Record>", []string{"export.xml:3 : the file ends within this element", "export.xml:5 : the file ends here, before the export does"}},
		"between records": {`<Record type="` + quantity + `HeartRate"`, []string{"export.xml:6 : the file ends here, before the export does"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := put(t, "export.xml", whole[:strings.Index(whole, c.end)])
			opts := Options{Zone: zone(t, "Europe/Berlin")}
			_, err := Read(context.Background(), []string{path}, opts, &memory{})
			var fe *FileError
			if !errors.Is(err, ErrIncomplete) || !errors.Is(err, ErrDamaged) || !errors.As(err, &fe) || !strings.Contains(fe.Reason, "(line ") {
				t.Errorf("error %v", err)
			}
			opts.KeepDamaged = true
			var m memory
			if _, err := Read(context.Background(), []string{path}, opts, &m); err != nil {
				t.Fatal(err)
			}
			same(t, "rejects", m.refused(), c.want)
			if m.lines()[0] != "steps apple:watch/W 2024-05-01T07:00:00+02:00 600s 10 count @2" {
				t.Errorf("%v", m.lines())
			}
		})
	}
}

func TestLargestExportOfAFolderIsTheOneThatIsRead(t *testing.T) {
	small := inExport(record(quantity+"StepCount", "count", "1"))
	large := inExport(record(quantity+"StepCount", "count", "2"), record(quantity+"BodyMass", "kg", "70.5"), record(quantity+"Height", "cm", "178"))
	path := put(t, "export.zip", string(packed(t, "a/alt.xml", small, "a/Exportieren.xml", large, "a/clinical-records/x.json", `{"resourceType":"Observation"}`, "a/export_cda.xml", "<ClinicalDocument/>")))
	var m memory
	rep, err := Read(context.Background(), []string{path}, Options{Zone: time.UTC}, &m)
	if err != nil {
		t.Fatal(err)
	}
	if m.samples[0].Value.String() != "2" {
		t.Errorf("%v", m.lines())
	}
	skipped := map[string]bool{}
	for _, f := range rep.Inputs[0].Files {
		skipped[f.Name] = f.Skipped != ""
	}
	if !skipped["alt.xml"] || !skipped["x.json"] || !skipped["export_cda.xml"] || skipped["Exportieren.xml"] {
		t.Errorf("left aside: %v", skipped)
	}
}

func TestExportsOfTwoPeopleAreNotMixed(t *testing.T) {
	of := func(born string, records ...string) string {
		return inExport(append([]string{`<Me HKCharacteristicTypeIdentifierDateOfBirth="` + born + `"/>`}, records...)...)
	}
	one, two := record(quantity+"StepCount", "count", "1"), record(quantity+"BodyMass", "kg", "70.5")
	for name, c := range map[string]struct {
		files   []string
		samples int
	}{
		"two people": {[]string{"a/export.xml", of("1981-04-17", one), "b/export.xml", of("1979-01-02", one, two), "a/workout-routes/x.gpx", routeSpecimen}, 2},
		"one person": {[]string{"a/export.xml", of("1981-04-17", one), "b/export.xml", of("1981-04-17", one, two), "a/workout-routes/x.gpx", routeSpecimen}, 12},
	} {
		var m memory
		if _, err := Read(context.Background(), []string{put(t, "export.zip", string(packed(t, c.files...)))}, Options{Zone: time.UTC}, &m); err != nil {
			t.Fatal(err)
		}
		if len(m.samples) != c.samples {
			t.Errorf("%s: %v", name, m.lines())
		}
	}
}

// Every cut of the buffer must give the same: between tags, within one, within
// a date.
func TestAppleExportReadsTheSameInPiecesOfAnySize(t *testing.T) {
	data := appleXML(t, applehealth.Options{Seed: 1, Records: 1500})
	read := func(record, piece int) []string {
		var m memory
		f := readerOf(&m, Options{Zone: time.UTC})
		f.lim.record = record
		if err := readAppleExport(f, &pieces{bytes.NewReader(data), piece}); err != nil {
			t.Fatal(err)
		}
		return append(m.lines(), m.refused()...)
	}
	want := read(defaultLimits.record, 1<<20)
	for _, record := range []int{3000, 5001} {
		for _, piece := range []int{97, 1 << 20} {
			same(t, fmt.Sprintf("tags of at most %d, pieces of %d", record, piece), read(record, piece), want)
		}
	}
}

// pieces reads at most n bytes at once.
type pieces struct {
	r *bytes.Reader
	n int
}

func (p *pieces) Read(b []byte) (int, error) { return p.r.Read(b[:min(len(b), p.n)]) }

func TestAppleRecordsAllocateNothing(t *testing.T) {
	some := record(quantity+"HeartRate", "count/min", "60", meta("HKMetadataKeyHeartRateMotionContext", "1")) + "\n" +
		record(quantity+"StepCount", "count", "12") + "\n" + record(quantity+"BodyMass", "kg", "70.5") + "\n" +
		record("HKCategoryTypeIdentifierSleepAnalysis", "", "HKCategoryValueSleepAnalysisAsleepREM")
	measure := func(times int) float64 {
		data := []byte(inExport(strings.Repeat(some+"\n", times)))
		var n nothing
		return testing.AllocsPerRun(5, func() {
			if err := readAppleExport(readerOf(&n, Options{Zone: time.UTC}), bytes.NewReader(data)); err != nil {
				t.Error(err)
			}
		})
	}
	if a, b := measure(10), measure(200); b > a+8 { // what is remembered of sleep grows
		t.Errorf("%g allocations for 40 records and %g for 800", a, b)
	}
}

func TestArchiveThatIsCutOffGivesWhatStandsBefore(t *testing.T) {
	zipped, book := appleZIP(t, applehealth.Options{Seed: 1, Records: 4000})
	whole, err := os.ReadFile(zipped)
	if err != nil {
		t.Fatal(err)
	}
	opts := Options{Zone: zone(t, book.Options.Zone)}
	var all memory
	if _, err := Read(context.Background(), []string{zipped}, opts, &all); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, line := range all.lines() {
		known[line] = true
	}
	last := 0
	for _, share := range []float64{0.3, 0.6, 0.9, 0.999} {
		path := put(t, "export.zip", string(whole[:int(float64(len(whole))*share)]))
		opts.KeepDamaged = false
		if _, err := Read(context.Background(), []string{path}, opts, &memory{}); !errors.Is(err, ErrIncomplete) {
			t.Errorf("error %v", err)
		}
		opts.KeepDamaged = true
		var m memory
		if _, err := Read(context.Background(), []string{path}, opts, &m); err != nil {
			t.Fatal(err)
		}
		for _, line := range m.lines() {
			if !known[line] {
				t.Errorf("cut at %g gives %q", share, line)
			}
		}
		if len(m.samples) < last || len(m.samples) == 0 || share < 0.9 && len(m.rejects) == 0 {
			t.Errorf("cut at %g: %d samples, %v", share, len(m.samples), m.refused())
		}
		last = len(m.samples)
	}
	if last != len(all.samples) {
		t.Errorf("of an archive that lost its directory %d samples are read, not %d", last, len(all.samples))
	}
}

func TestArchiveThatIsCutOffIsReadAsCarefullyAsAWholeOne(t *testing.T) {
	opts := Options{Zone: time.UTC, KeepDamaged: true}
	cut := func(files ...string) string {
		b := packed(t, files...)
		return put(t, "export.zip", string(b[:len(b)-30]))
	}
	good := inExport(record(quantity+"StepCount", "count", "1"))
	for name, path := range map[string]string{
		"a way out of the archive": cut("../export.xml", good),
		"two files of one name":    cut("a/export.xml", good, "A/export.xml", good),
		"nothing that is known":    cut("a.txt", "a"),
	} {
		var fe *FileError
		if _, err := Read(context.Background(), []string{path}, opts, &memory{}); !errors.As(err, &fe) {
			t.Errorf("%s: %v", name, err)
		}
	}
	b := packed(t, "a/export.xml", strings.Repeat(good, 40))
	for i := 60; i < 70; i++ {
		b[i] ^= 0x55
	}
	var m memory
	if _, err := Read(context.Background(), []string{put(t, "export.zip", string(b[:len(b)-30]))}, opts, &m); err == nil {
		t.Errorf("of a file that is damaged in the middle %d samples are read", len(m.samples))
	}
}

func TestAppleNightsArePutTogetherFromStages(t *testing.T) {
	stage := func(source, word, from, to string) string {
		return fmt.Sprintf(`<Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName=%q startDate="2024-05-%s:00 +0200" endDate="2024-05-%s:00 +0200" value="HKCategoryValueSleepAnalysis%s"/>`, source, from, to, word)
	}
	night := []string{
		stage("W", "AsleepCore", "01 23:00", "02 00:00"),
		stage("W", "Awake", "02 00:00", "02 00:10"),
		stage("W", "AsleepDeep", "02 00:10", "02 01:00"),
		stage("W", "AsleepREM", "02 02:30", "02 03:00"), // off the wrist for a while
		stage("W", "Awake", "02 03:00", "02 03:30"),
		stage("P", "InBed", "01 22:00", "02 04:00"),
		stage("W", "Asleep", "01 22:00", "02 04:00"),
		stage("W", "AsleepCore", "02 14:00", "02 14:30"), // a nap
		stage("Oura", "AsleepDeep", "01 23:00", "02 01:00"),
		stage("Lazy", "Awake", "01 23:00", "02 01:00"),
		stage("W", "AsleepCore", "01 23:00", "02 00:00"), // twice
	}
	totals := func(m *memory) (out []string) {
		for _, line := range m.lines() {
			if !strings.HasPrefix(line, "sleep_stage") && !strings.HasPrefix(line, "raw_") {
				out = append(out, line[:strings.LastIndex(line, " @")])
			}
		}
		return out
	}
	want := []string{
		"sleep_light apple:nights/W 2024-05-01T23:00:00+02:00 16200s 3600 s",
		"sleep_deep apple:nights/W 2024-05-01T23:00:00+02:00 16200s 3000 s",
		"sleep_rem apple:nights/W 2024-05-01T23:00:00+02:00 16200s 1800 s",
		"sleep_awake apple:nights/W 2024-05-01T23:00:00+02:00 16200s 2400 s",
		"sleep_wakeups apple:nights/W 2024-05-01T23:00:00+02:00 16200s 1 count",
		"sleep_light apple:nights/W 2024-05-02T14:00:00+02:00 1800s 1800 s",
		"sleep_deep apple:nights/W 2024-05-02T14:00:00+02:00 1800s 0 s",
		"sleep_rem apple:nights/W 2024-05-02T14:00:00+02:00 1800s 0 s",
		"sleep_awake apple:nights/W 2024-05-02T14:00:00+02:00 1800s 0 s",
		"sleep_wakeups apple:nights/W 2024-05-02T14:00:00+02:00 1800s 0 count",
		"sleep_light apple:relay/Oura 2024-05-01T23:00:00+02:00 7200s 0 s",
		"sleep_deep apple:relay/Oura 2024-05-01T23:00:00+02:00 7200s 7200 s",
		"sleep_rem apple:relay/Oura 2024-05-01T23:00:00+02:00 7200s 0 s",
		"sleep_awake apple:relay/Oura 2024-05-01T23:00:00+02:00 7200s 0 s",
		"sleep_wakeups apple:relay/Oura 2024-05-01T23:00:00+02:00 7200s 0 count",
	}
	m := readApple(t, inExport(night...))
	slices.SortStableFunc(want, strings.Compare)
	got := totals(m)
	slices.SortStableFunc(got, strings.Compare)
	same(t, "totals", got, want)
	if len(m.entries) != 3 || m.entries[0].Field("deep (s)") != "3000" || m.entries[0].Field("wake up") != "1" {
		t.Errorf("%+v", m.entries)
	}
	slices.Reverse(night)
	got = totals(readApple(t, inExport(night...)))
	slices.SortStableFunc(got, strings.Compare)
	same(t, "totals of the same in another order", got, want)

	m = readApple(t, inExport(night[0], stage("W", "AsleepDeep", "01 23:30", "02 00:30"), stage("W", "AsleepCore", "01 23:00", "02 00:00")))
	if len(totals(m)) != 0 || len(m.rejects) != 1 || m.rejects[0].Reason != reasonOverlap {
		t.Errorf("stages that overlap give %v %v", totals(m), m.refused())
	}
	var cut memory
	whole := inExport(night...)
	if err := readAppleExport(readerOf(&cut, Options{Zone: time.UTC, KeepDamaged: true}), strings.NewReader(whole[:len(whole)-5])); err != nil {
		t.Fatal(err)
	}
	if len(totals(&cut)) != 0 || len(cut.rejects) != 2 || cut.rejects[0].Reason != reasonNoNight {
		t.Errorf("an export that is cut off gives %v %v", totals(&cut), cut.refused())
	}
}
