package importers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
)

const (
	oldRoot = "Takeout/Fitbit/"
	newRoot = "Takeout/Google Health/"
	bulk    = "sleep_id,model\n1,2\n"
)

// fitbitExport is an export of the first days of May, 2024: in April there were
// lists of objects only.
func fitbitExport() tree {
	const google, global, fitness = oldRoot + "Physical Activity_GoogleData/", oldRoot + "Global Export Data/", oldRoot + "Health Fitness Data_GoogleData/"
	x := tree{
		google + "weight.csv":                                   "timestamp,weight grams,data source\n2024-05-01T14:00:00.11Z,62400,Renpho Fitbit 3P Web API\n2024-05-02T14:00:00Z,62150.5,Aria Air\n",
		google + "live_pace_2024-05-01.csv":                     "timestamp,steps,distance millimeters,altitude gain millimeters,data source\n2024-05-01T14:00:00Z,9999,1,0,Charge 6\n",
		google + "calories_2024-05-01.csv":                      "timestamp,calories,data source\n2024-05-01T14:00:00Z,1.1,Charge 6\n",
		global + "weight-2024-05-01.json":                       `[{"logId":1,"weight":137.6,"bmi":21.3,"date":"05/01/24","time":"07:00:00","source":"API"}]`,
		global + "calories-2024-05-01.json":                     `[{"dateTime":"05/01/24 07:00:00","value":"1.1"}]`,
		global + "steps-2024-04-01.json":                        `[{"dateTime":"04/01/24 08:00:00","value":"7"},{"dateTime":"04/01/24 08:01:00","value":"8"},{"dateTime":"04/30/24 08:01:00","value":"9"}]`,
		global + "steps-2024-05-01.json":                        `[{"dateTime":"05/01/24 08:00:00","value":"100"}]`,
		global + "sleep-2024-05-01.json":                        fitbitSleepSpecimen,
		fitness + "UserSleeps_2024-05-01.csv":                   fitbitSleepsSpecimen,
		fitness + "UserSleepStages_2024-05-01.csv":              fitbitStagesSpecimen,
		fitness + "UserActivityProbabilities_2024-05-01.csv":    bulk,
		fitness + "UserSensorCompressionToken_2024-05-01.csv":   bulk,
		oldRoot + "Your Profile/Profile.csv":                    "id,full_name,first_name,last_name,date_of_birth,timezone\nX1,Rowena Thistlewood,Rowena,Thistlewood,1981-04-17,America/Denver\n",
		oldRoot + "Account Changes/Account Changes 1.csv":       "Name,Value\nemail,rowena@example.org\n",
		oldRoot + "Biometrics/Glucose 202405.csv":               "no data",
		oldRoot + "Sleep Score/sleep_score.csv":                 "sleep_log_entry_id,timestamp,overall_score\n1,2024-05-02T12:00:00Z,81\n",
		oldRoot + "Snore and Noise Detect/Readme.txt":           "words",
		"Takeout/archive_browser.html":                          "<html></html>",
		google + "daily_resting_heart_rate.csv":                 "timestamp,beats per minute,data source\n2024-05-01T00:00:00Z,61.25,Google Health App\n",
		global + "resting_heart_rate-2024-05-01.json":           `[{"dateTime":"05/01/24 00:00:00","value":{"date":"05/01/24","value":61.25,"error":6.5}}]`,
		global + "heart_rate-2024-05-02.json":                   `[{"dateTime":"05/02/24 06:00:04","value":{"bpm":60,"confidence":3}}]`,
		google + "Heart Rate/heart_rate_2024-05-01.csv":         "timestamp,beats per minute,data source\n2024-05-01T06:00:04Z,65.5,Charge 6\n2024-05-01T06:00:09Z,62.0,Charge 6\n",
		google + "Steps/steps_2024-05-01.csv":                   "",
		oldRoot + "Heart Rate Variability/Summary README.txt":   "",
		oldRoot + "Active Zone Minutes (AZM)/AZM - 2024-05.csv": "date_time,heart_zone_id,total_minutes\n2024-05-01T08:40,FAT_BURN,1\n",
	}
	var steps strings.Builder
	steps.WriteString("timestamp,steps,data source\n")
	for i := range 60 {
		fmt.Fprintf(&steps, "2024-05-01T15:%02d:00Z,%d,Charge 6\n", i, 10+i%7)
		fmt.Fprintf(&steps, "2024-05-01T15:%02d:18.008Z,%d,Phone Health Connect\n", i, 9+i%7)
	}
	x[google+"Steps/steps_2024-05-01.csv"] = steps.String()
	return x
}

// fitbitBooks is what the export comes to.
var fitbitBooks = []string{
	"heart_rate fitbit:tracker/Charge 6: 2, 1714543204000 to 1714543209000, 127.5",
	"raw_resting_heart_rate fitbit:daily/Google Health App: 1, 1714546800000 to 1714546800000, 61.25",
	"sleep_awake fitbit:nights: 1, 1714629630000 to 1714629630000, 1800",
	"sleep_deep fitbit:nights: 1, 1714629630000 to 1714629630000, 5400",
	"sleep_light fitbit:nights: 1, 1714629630000 to 1714629630000, 14400",
	`sleep_night fitbit:hand "" 1714683600000+2400000-07:00`,
	`sleep_night fitbit:nights "" 1714629630000+27000000-07:00`,
	"sleep_rem fitbit:nights: 1, 1714629630000 to 1714629630000, 5400",
	"sleep_stage fitbit:nights: 4, 1714629630000 to 1714651230000, 6",
	"steps fitbit:phone/Phone Health Connect: 60, 1714575618008 to 1714579158008, 714",
	"steps fitbit:tracker/Charge 6: 60, 1714575600000 to 1714579140000, 774",
	"steps fitbit:tracker: 3, 1711958400000 to 1714464060000, 24",
	"weight fitbit:relay/Renpho Fitbit 3P Web API: 1, 1714572000110 to 1714572000110, 62.4",
	"weight fitbit:scale/Aria Air: 1, 1714658400000 to 1714658400000, 62.1505",
}

func TestFitbitExportGivesWhatIsInIt(t *testing.T) {
	x := fitbitExport()
	half, rest := tree{}, tree{}
	for path, content := range x {
		if strings.Contains(path, "_GoogleData") {
			half[path] = content
		} else {
			rest[path] = content
		}
	}
	for name, paths := range map[string][]string{
		"a ZIP":                     {x.zip(t, "takeout-20240601T000000Z-001.zip")},
		"a folder":                  {x.folder(t)},
		"the root of later exports": {x.moved(oldRoot, newRoot).zip(t, "takeout.zip")},
		"two parts of an export":    {half.zip(t, "takeout-001.zip"), rest.zip(t, "takeout-002.zip")},
		"rows in another order":     {x.shuffled().zip(t, "takeout.zip")},
		"the same twice":            {x.zip(t, "takeout.zip")},
	} {
		t.Run(name, func(t *testing.T) {
			m, rep := readPaths(t, paths...)
			same(t, "books", m.books(), fitbitBooks)
			same(t, "rejects", m.refused(), nil)
			for _, in := range rep.Inputs {
				if in.Format != FitbitTakeout {
					t.Errorf("read as %q", in.Format)
				}
			}
			for _, l := range append(m.files, m.content()...) {
				if strings.Contains(l, "Thistlewood") || strings.Contains(l, "example.org") {
					t.Error("a personal text reached the sink")
				}
			}
		})
	}
}

func TestFitbitFilesAreLeftAsideWithAReason(t *testing.T) {
	x := fitbitExport()
	x["Takeout/Google Photos/a.jpg.json"] = `{"title":"a.jpg","photoTakenTime":{"timestamp":"1"}}`
	path := x.zip(t, "takeout.zip")
	m, rep := readPaths(t, path)
	same(t, "rejects", m.refused(), nil)
	got := skipped(rep)
	for _, want := range []string{
		"a.jpg.json: none of the formats that are understood",
		"UserActivityProbabilities_2024-05-01.csv: what a model made of the sensors; no measurements",
		"Profile.csv: personal account data is never stored",
		"Account Changes 1.csv: personal account data is never stored",
		"steps-2024-05-01.json: the CSV files of the export hold the same",
		"heart_rate-2024-05-02.json: the CSV files of the export hold the same",
		"sleep-2024-05-01.json: the CSV files of the export hold the same",
		"resting_heart_rate-2024-05-01.json: the CSV files of the export hold the same",
		"calories_2024-05-01.csv: holds nothing that there is a metric for, or what other files of the export hold",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, strings.Join(got, "\n"))
		}
	}
	rec, err := Detect(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if rec.ZoneHint != "America/Denver" || rec.Inputs[0].Person != (Person{"Rowena Thistlewood", health.Date{Year: 1981, Month: time.April, Day: 17}}) {
		t.Errorf("in %q, of %+v", rec.ZoneHint, rec.Inputs[0].Person)
	}
	for _, f := range rec.Inputs[0].Files {
		if f.Path == oldRoot+"Global Export Data/steps-2024-04-01.json" && (f.Assumed != assumesJSON || f.Name != "steps-2024-04-01.json") {
			t.Errorf("%+v", f)
		}
	}
}

func TestFitbitBodyFatOfAWeighInIsReadUnlessATableHasIt(t *testing.T) {
	const google, global = newRoot + "Physical Activity_GoogleData/", newRoot + "Global Export Data/"
	x := tree{
		newRoot + "Your Profile/Profile.csv": "id,full_name,date_of_birth,timezone\nX1,Oswin,1981-04-17,America/Denver\n",
		google + "weight.csv":                "timestamp,weight grams,data source\n2024-05-01T14:00:00Z,62400,Aria\n",
		global + "weight-2024-05-01.json":    `[{"logId":1,"weight":137.6,"fat":21.3,"date":"05/01/24","time":"07:00:00","source":"Aria"},{"logId":2,"weight":137.6,"date":"05/02/24","time":"07:00:00","source":"Aria"}]`,
	}
	weight := "weight fitbit:scale/Aria 2024-05-01T07:00:00-07:00 62400 g @2"
	m, _ := readPaths(t, x.zip(t, "takeout.zip"))
	same(t, "without a table", m.lines(), []string{"fat_ratio fitbit:scale 2024-05-01T07:00:00-07:00 21.3 % @1", weight})
	x[google+"body_fat.csv"] = "timestamp,body fat percentage,data source\n2024-05-01T14:00:00Z,21.3,Aria\n"
	m, rep := readPaths(t, x.zip(t, "takeout.zip"))
	same(t, "with a table", m.lines(), []string{"fat_ratio fitbit:scale/Aria 2024-05-01T07:00:00-07:00 21.3 % @2", weight})
	if want := "weight-2024-05-01.json: the CSV files of the export hold the same"; !slices.Contains(skipped(rep), want) {
		t.Errorf("no %q in %v", want, skipped(rep))
	}
}

func TestFitbitExportsOfTwoPeopleAreNoPartsOfOne(t *testing.T) {
	const google, global = newRoot + "Physical Activity_GoogleData/", newRoot + "Global Export Data/"
	profile := func(name string) string {
		return "id,full_name,date_of_birth,timezone\nX1," + name + ",1981-04-17,America/Denver\n"
	}
	hers := tree{newRoot + "Your Profile/Profile.csv": profile("Rowena"), google + "steps_2024-05-01.csv": "timestamp,steps,data source\n2024-05-01T06:00:00Z,51,Charge 6\n"}
	his := tree{newRoot + "Your Profile/Profile.csv": profile("Oswin"), global + "steps-2024-05-01.json": `[{"dateTime":"05/01/24 06:00:00","value":"77"}]`}
	m, _ := readPaths(t, hers.zip(t, "hers.zip"), his.zip(t, "his.zip"))
	same(t, "steps", m.lines(), []string{
		"steps fitbit:tracker/Charge 6 2024-04-30T23:00:00-07:00 60s 51 count @2",
		"steps fitbit:tracker 2024-04-30T23:00:00-07:00 60s 77 count @1",
	})
}

func TestFitbitNightsWithoutAllTheirStagesHaveNoTotals(t *testing.T) {
	const at = oldRoot + "Health Fitness Data_GoogleData/"
	lines := strings.SplitAfter(fitbitStagesSpecimen, "\n")
	for name, stages := range map[string]string{
		"a stage is missing":     strings.Join(slices.Concat(lines[:2], lines[3:]), ""),
		"the last is missing":    strings.Join(slices.Concat(lines[:4], lines[5:]), ""),
		"one is there twice":     strings.Join(slices.Concat(lines[:4], lines[3:]), ""),
		"one cannot be read":     strings.Replace(fitbitStagesSpecimen, "DEEP", "DEEPER", 1),
		"they are of another id": strings.ReplaceAll(fitbitStagesSpecimen, "\n77,", "\n79,"),
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := readPaths(t, tree{at + "UserSleeps_2024-05-01.csv": fitbitSleepsSpecimen, at + "UserSleepStages_2024-05-01.csv": stages}.zip(t, "t.zip"))
			for _, s := range m.samples {
				if s.Metric != "sleep_stage" {
					t.Errorf("%s was handed over", s.Metric)
				}
			}
			if len(m.entries) != 2 || name != "they are of another id" && len(m.rejects) != 1 {
				t.Errorf("%d nights, %v", len(m.entries), m.refused())
			}
		})
	}
}

func TestFitbitListOfNightsIsFollowedThroughClockChanges(t *testing.T) {
	night := func(start string, hours int, stages ...string) string {
		return fmt.Sprintf(`[{"logId":1,"dateOfSleep":"2024-11-03","startTime":"%s","duration":%d,"type":"stages","levels":{"data":[%s]}}]`, start, hours*3600_000, strings.Join(stages, ","))
	}
	stage := func(at, level string, minutes int) string {
		return fmt.Sprintf(`{"dateTime":"%s","level":"%s","seconds":%d}`, at, level, minutes*60)
	}
	cases := []struct {
		name, content string
		stages        []string
		rejects       []string
	}{
		{"the hour that comes twice", night("2024-11-03T00:30:00.000", 4, stage("2024-11-03T00:30:00.000", "light", 60), stage("2024-11-03T01:30:00.000", "deep", 60), stage("2024-11-03T01:30:00.000", "rem", 120)), []string{
			"sleep_stage fitbit:nights 2024-11-03T00:30:00-07:00 3600s 1 @1", "sleep_stage fitbit:nights 2024-11-03T01:30:00-07:00 3600s 2 @1", "sleep_stage fitbit:nights 2024-11-03T01:30:00-08:00 7200s 3 @1",
			"sleep_awake fitbit:nights 2024-11-03T00:30:00-07:00 14400s 0 s @1", "sleep_light fitbit:nights 2024-11-03T00:30:00-07:00 14400s 3600 s @1",
			"sleep_deep fitbit:nights 2024-11-03T00:30:00-07:00 14400s 3600 s @1", "sleep_rem fitbit:nights 2024-11-03T00:30:00-07:00 14400s 7200 s @1",
		}, nil},
		{"a start in that hour", night("2024-11-03T01:30:00.000", 4, stage("2024-11-03T01:30:00.000", "light", 240)), nil, []string{"sleep-1.json:1 startTime: " + reasonTwiceWall}},
		{"a gap into that hour", night("2024-11-03T00:30:00.000", 4, stage("2024-11-03T00:30:00.000", "light", 10), stage("2024-11-03T01:30:00.000", "deep", 60)), nil, []string{"sleep-1.json:1 levels.data: " + reasonTwiceWall + "; the stages of this night are left out"}},
		{"stages that overlap", night("2024-11-02T00:30:00.000", 4, stage("2024-11-02T00:30:00.000", "light", 60), stage("2024-11-02T01:00:00.000", "deep", 60)), nil, []string{"sleep-1.json:1 levels.data: stages of sleep that overlap or leave the night; the stages of this night are left out"}},
		{"stages behind the end", night("2024-11-02T00:30:00.000", 1, stage("2024-11-02T00:30:00.000", "light", 90)), nil, []string{"sleep-1.json:1 levels.data: stages of sleep that overlap or leave the night; the stages of this night are left out"}},
		{"a stage that is not known", night("2024-11-02T00:30:00.000", 1, stage("2024-11-02T00:30:00.000", "dreaming", 60)), nil, []string{"sleep-1.json:1 levels.data: a stage of sleep that is not known; the stages of this night are left out"}},
		{"a skipped start", night("2024-03-10T02:30:00.000", 1), nil, []string{"sleep-1.json:1 startTime: " + reasonSkippedWall}},
		{"no length", strings.Replace(night("2024-11-02T00:30:00.000", 1), "3600000", "-5", 1), nil, []string{"sleep-1.json:1 duration: " + reasonLength}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, _, err := readFile(t, "sleep-1.json", c.content)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "stages", m.lines(), c.stages)
			same(t, "rejects", m.refused(), c.rejects)
		})
	}
}

func TestShortWakesAreCutOutOfTheirStages(t *testing.T) {
	for name, c := range map[string]struct{ stages, over, want []stage }{
		"within one":        {[]stage{{0, 100, 1}}, []stage{{40, 50, 0}}, []stage{{0, 40, 1}, {40, 50, 0}, {50, 100, 1}}},
		"at its begin":      {[]stage{{0, 100, 1}}, []stage{{0, 50, 0}}, []stage{{0, 50, 0}, {50, 100, 1}}},
		"over two":          {[]stage{{0, 50, 1}, {50, 100, 2}}, []stage{{40, 60, 0}}, []stage{{0, 40, 1}, {40, 60, 0}, {60, 100, 2}}},
		"over one as whole": {[]stage{{0, 50, 1}, {50, 60, 2}, {60, 90, 3}}, []stage{{50, 60, 0}}, []stage{{0, 50, 1}, {50, 60, 0}, {60, 90, 3}}},
		"none":              {[]stage{{0, 50, 1}}, nil, []stage{{0, 50, 1}}},
	} {
		if got := laid(c.stages, c.over); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	m, _, err := readFile(t, "sleep-2024-05-01.json", fitbitSleepSpecimen)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "nights", m.books(), []string{
		"sleep_awake fitbit:nights: 1, 1714629630000 to 1714629630000, 1860",
		"sleep_deep fitbit:nights: 1, 1714629630000 to 1714629630000, 5400",
		"sleep_light fitbit:nights: 1, 1714629630000 to 1714629630000, 14340",
		`sleep_night fitbit:hand "" 1714683600000+2400000-07:00`,
		`sleep_night fitbit:nights "" 1714629630000+27000000-07:00`,
		"sleep_rem fitbit:nights: 1, 1714629630000 to 1714629630000, 5400",
		"sleep_stage fitbit:nights: 6, 1714629630000 to 1714651230000, 7",
	})
}

func TestFitbitRowsThatCannotBeReadSayWhy(t *testing.T) {
	cases := []struct{ name, file, content, reject string }{
		{"no zone", "steps_2024-05-01.csv", "timestamp,steps,data source\n2024-05-01T06:00:00,51,A\n", "steps_2024-05-01.csv:2 timestamp: " + reasonNoZoned},
		{"the first century", "steps_2024-05-01.csv", "timestamp,steps,data source\n0099-05-01T06:00:00Z,51,A\n", "steps_2024-05-01.csv:2 timestamp: " + reasonNoSuchYear},
		{"no value", "steps_2024-05-01.csv", "timestamp,steps,data source\n2024-05-01T06:00:00Z,,A\n", "steps_2024-05-01.csv:2 steps: " + reasonNothing},
		{"NaN", "heart_rate_2024-05-01.csv", "timestamp,beats per minute,data source\n2024-05-01T06:00:00Z,NaN,A\n", "heart_rate_2024-05-01.csv:2 beats per minute: " + reasonNotANumber},
		{"kilograms for grams", "weight.csv", "timestamp,weight grams,data source\n2024-05-01T06:00:00Z,62.4,A\n", "weight.csv:2 weight grams: outside what is possible for weight: 0.2 to 700 kg"},
		{"a device's name without end", "weight.csv", "timestamp,weight grams,data source\n2024-05-01T06:00:00Z,62400," + strings.Repeat("A", 300) + "\n", "weight.csv:2 data source: longer than the name of a device can be"},
		{"a day that is no date", "daily_respiratory_rate.csv", "timestamp,breaths per minute,data source\n05/01/24,14,A\n", "daily_respiratory_rate.csv:2 timestamp: " + reasonNoDate},
		{"month 13", "steps-1.json", `[{"dateTime":"13/01/24 06:00:00","value":"5"}]`, "steps-1.json:1 dateTime: " + reasonNoUSWall},
		{"a value of words", "steps-1.json", `[{"dateTime":"05/01/24 06:00:00","value":"many"}]`, "steps-1.json:1 value: " + reasonNotANumber},
		{"1e309", "heart_rate-1.json", `[{"dateTime":"05/01/24 06:00:00","value":{"bpm":1e309}}]`, "heart_rate-1.json:1 value: " + reasonTooManyDigit},
		{"a weight twice a year", "weight-1.json", `[{"logId":1,"weight":137.6,"date":"11/03/24","time":"01:30:00"}]`, "weight-1.json:1 time: " + reasonTwiceWall},
		{"a list that is cut", "steps-1.json", `[{"dateTime":"05/01/24 06:00:00","value":"5`, "steps-1.json:1 : " + cutJSON},
		{"an exercise without length", "exercise-0.json", `[{"logId":5,"activityName":"Run","activityTypeId":9,"duration":1.5,"startTime":"05/01/24 17:00:00"}]`, "exercise-0.json:1 duration: not a duration in milliseconds"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, _, err := readFile(t, c.file, c.content)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "rejects", m.refused(), []string{c.reject})
			if len(m.samples)+len(m.entries) > 0 {
				t.Errorf("handed over: %v", m.lines())
			}
		})
	}
}

func TestFitbitDaysBelongToTheDateThatIsMeant(t *testing.T) {
	for stamp, want := range map[string]string{
		"2024-05-02T00:00:00Z":     "2024-05-02T00:00:00-07:00",
		"2024-05-02T12:00:00Z":     "2024-05-02T00:00:00-07:00",
		"2024-05-02T00:00:00":      "2024-05-02T00:00:00-07:00",
		"2024-05-02":               "2024-05-02T00:00:00-07:00",
		"2024-05-02T07:00:00Z":     "2024-05-02T00:00:00-07:00",
		"2024-05-02T06:59:59.999Z": "2024-05-01T00:00:00-07:00",
		"2024-11-03T00:00:00Z":     "2024-11-03T00:00:00-07:00",
	} {
		m, _, err := readFile(t, "daily_respiratory_rate.csv", "timestamp,breaths per minute\n"+stamp+",14.8\n")
		if err != nil {
			t.Fatal(err)
		}
		if got := m.lines(); len(got) != 1 || strings.Fields(got[0])[2] != want {
			t.Errorf("%s: %v, want %s", stamp, got, want)
		}
	}
}

func TestFitbitDaysThatMayBeTwoDatesAreRefused(t *testing.T) {
	var m memory
	path := put(t, "daily_respiratory_rate.csv", "timestamp,breaths per minute\n2024-07-02T12:00:00Z,14.8\n2024-07-03T00:00:00Z,14.9\n")
	if _, err := Read(context.Background(), []string{path}, Options{Zone: zone(t, "Pacific/Auckland")}, &m); err != nil {
		t.Fatal(err)
	}
	same(t, "days", m.lines(), []string{"respiratory_rate fitbit:daily 2024-07-03T00:00:00+12:00 86400s 14.9 1/min @3"})
	same(t, "rejects", m.refused(), []string{"daily_respiratory_rate.csv:2 timestamp: " + reasonNoonOrMidnight})
}

func TestNamesOfFitbitSourcesTellWhatMeasured(t *testing.T) {
	for name, want := range map[string]health.SourceID{
		"":                             "fitbit:tracker",
		"Charge 6":                     "fitbit:tracker/Charge 6",
		"Aria 2":                       "fitbit:scale/Aria 2",
		"MobileTrack":                  "fitbit:phone/MobileTrack",
		"Phone":                        "fitbit:phone/Phone",
		"Phone Health Kit":             "fitbit:phone/Phone Health Kit",
		"Strava Health Connect":        "fitbit:relay/Strava Health Connect",
		"HealthManager Health Kit":     "fitbit:relay/HealthManager Health Kit",
		"Renpho Fitbit 3P Web API":     "fitbit:relay/Renpho Fitbit 3P Web API",
		"Google Health App":            "fitbit:other/Google Health App",
		"MANUAL":                       "fitbit:hand",
		"Unknown Health Connect":       "fitbit:relay/Unknown Health Connect",
		"Google Fitbit Air":            "fitbit:tracker/Google Fitbit Air",
		"a name: with / and \u00e9 in": "fitbit:tracker/a name: with / and \u00e9 in",
	} {
		if got := fitbitSource(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
