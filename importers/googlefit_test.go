package importers

import (
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
)

// fitExport is an export of two days with streams of single devices beside the
// merged one.
func fitExport() tree {
	const root = "Takeout/Fit/"
	x := tree{
		root + "All Data/raw_com.google.weight_scale.json":  `{"Data Source":"raw:com.google.weight:com.example.scale:","Data Points":[{"fitValue":[{"value":{"fpVal":71.25}}],"endTimeNanos":1714659011000000000,"dataTypeName":"com.google.weight","startTimeNanos":1714659011000000000}]}`,
		root + "All Data/derived_com.google.weight.json":    fitPointsSpecimen,
		root + "All Data/raw_com.google.step_count_1.json":  `{"Data Source":"raw:com.google.step_count.delta:com.example.watch:abc","Data Points":[{"fitValue":[{"value":{"intVal":88}}],"originDataSourceId":"","endTimeNanos":1714572671000000000,"dataTypeName":"com.google.step_count.delta","startTimeNanos":1714572611000000000}]}`,
		root + "All Data/raw_com.google.step_count_2.json":  `{"Data Source":"raw:com.google.step_count.delta:com.google.android.gms:abc","Data Points":[{"fitValue":[{"value":{"intVal":80}}],"originDataSourceId":"","endTimeNanos":1714572671000000000,"dataTypeName":"com.google.step_count.delta","startTimeNanos":1714572611000000000}]}`,
		root + "All Data/derived_com.google.calories.json":  `{"Data Source":"derived:com.google.calories.expended:com.google.android.gms:merge_calories_expended","Data Points":[]}`,
		root + "Activities/2024-05-01T08_44_00_Walking.tcx": `<?xml version="1.0"?><TrainingCenterDatabase></TrainingCenterDatabase>`,
		root + "All Sessions/2024-05-02_SLEEP.json":         `{"fitnessActivity":"sleep","startTime":"2024-05-02T06:06:00Z","endTime":"2024-05-02T14:48:00Z","duration":"31320s","segment":[{"fitnessActivity":"sleep.light"}]}`,
	}
	for _, s := range specimens {
		switch {
		case s.format != GoogleFitTakeout:
		case s.kind == kindFitDays, s.kind == kindFitQuarters:
			x[root+"Daily activity metrics/"+s.file] = s.content
		case s.kind == kindFitSession:
			x[root+"All Sessions/"+s.file] = s.content
		}
	}
	return x
}

func TestGoogleFitExportGivesWhatIsInIt(t *testing.T) {
	want := []string{
		"distance google-fit:daily: 1, 1714546800000 to 1714546800000, 8123.76",
		"distance google-fit:other/15 minutes: 1, 1714572000000 to 1714572000000, 310.5",
		`sleep_night google-fit:nights "" 1714629960000+31320000-07:00`,
		"steps google-fit:daily: 1, 1714546800000 to 1714546800000, 11024",
		"steps google-fit:other/15 minutes: 1, 1714572000000 to 1714572000000, 412",
		"steps google-fit:phone: 1, 1714572611000 to 1714572611000, 80",
		"steps google-fit:relay/com.example.watch: 1, 1714572611000 to 1714572611000, 88",
		"weight google-fit:hand: 1, 1714572611000 to 1714572611000, 71.4",
		"weight google-fit:relay/com.example.scale: 1, 1714659011000 to 1714659011000, 71.25",
		`workout google-fit:workouts "walking" 1714578240276+1751700-07:00`,
	}
	x := fitExport()
	for name, path := range map[string]string{"a ZIP": x.zip(t, "takeout.zip"), "a folder": x.folder(t), "rows in another order": x.shuffled().zip(t, "takeout.zip")} {
		t.Run(name, func(t *testing.T) {
			m, rep := readPaths(t, path)
			same(t, "books", m.books(), want)
			same(t, "rejects", m.refused(), nil)
			for _, reason := range []string{
				"raw_com.google.weight_scale.json: the merged stream of the export holds the same",
				"2024-05-01T08_44_00_Walking.tcx: not a kind of file that holds measurements",
				"derived_com.google.calories.json: holds nothing that there is a metric for, or what other files of the export hold",
			} {
				if got := skipped(rep); !slices.Contains(got, reason) {
					t.Errorf("no %q in\n%s", reason, strings.Join(got, "\n"))
				}
			}
		})
	}
}

func TestDigitsOfGoogleFitAreKept(t *testing.T) {
	m, _, err := readFile(t, "w.json", fitPointsSpecimen)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "weights", m.lines(), []string{
		"weight google-fit:hand 2024-05-01T07:10:11-07:00 71.4000015258789 kg @1",
		"weight google-fit:relay/com.example.scale 2024-05-02T07:10:11-07:00 71.25 kg @2",
	})
}

func TestGoogleFitRowsThatCannotBeReadSayWhy(t *testing.T) {
	const quarters, days = "Start time,End time,Distance (m),Step count\n", "Date,Distance (m),Step count\n"
	point := func(start, end, value string) string {
		return `{"Data Source":"raw:com.google.weight:x.y:","Data Points":[{"fitValue":[` + value + `],"startTimeNanos":` + start + `,"endTimeNanos":` + end + `,"dataTypeName":"com.google.weight"}]}`
	}
	const at, good = "1714572611000000000", `{"value":{"fpVal":71.5}}`
	cases := []struct{ name, file, content, reject string }{
		{"no offset", "2024-05-01.csv", quarters + "07:00:00.000,07:15:00.000,1,2\n", "2024-05-01.csv:2 Start time: not a time with its offset, such as 07:15:00.000+02:00"},
		{"half a day", "2024-05-01.csv", quarters + "07:00:00.000-07:00,19:00:00.000-07:00,1,2\n", "2024-05-01.csv:2 End time: not the end of a quarter of an hour"},
		{"a date as Americans write it", "d.csv", days + "05/01/2024,1,2\n", "d.csv:2 Date: " + reasonNoDate},
		{"steps below nothing", "d.csv", days + "2024-05-01,,-1\n", "d.csv:2 Step count: outside what is possible for steps: 0 to 1000000"},
		{"seconds for nanoseconds", "p.json", point("1714572611", at, good), "p.json:1 endTimeNanos: longer than a year"},
		{"milliseconds of year 56307", "p.json", point(at, "9223372036854775807", good), "p.json:1 endTimeNanos: " + reasonNoSuchYear},
		{"an end before the begin", "p.json", point(at, "1714572610000000000", good), "p.json:1 endTimeNanos: " + reasonEndBefore},
		{"a time of words", "p.json", point(`"now"`, at, good), "p.json:1 startTimeNanos: not a number of nanoseconds"},
		{"no value", "p.json", point(at, at, ""), "p.json:1 fitValue: " + reasonNothing},
		{"grams for kilograms", "p.json", point(at, at, `{"value":{"fpVal":71500}}`), "p.json:1 fitValue: outside what is possible for weight: 0.2 to 700 kg"},
		{"another type in the file", "p.json", strings.Replace(point(at, at, good), `"dataTypeName":"com.google.weight"`, `"dataTypeName":"com.google.height"`, 1), "p.json:1 dataTypeName: of another type than the file"},
		{"a session that ends before it begins", "s.json", `{"fitnessActivity":"running","startTime":"2024-05-01T08:00:00Z","endTime":"2024-05-01T07:00:00Z"}`, "s.json:1 endTime: " + reasonEndBefore},
		{"a session without zone", "s.json", `{"fitnessActivity":"running","startTime":"2024-05-01T08:00:00","endTime":"2024-05-01T09:00:00"}`, "s.json:1 startTime: " + reasonNoZoned},
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

func TestGoogleFitTablesInAnotherLanguageAreNamed(t *testing.T) {
	x := fitExport()
	x["Takeout/Fit/Daily activity metrics/Metriken.csv"] = "Datum,Aktivitätsminuten,Kalorien (kcal),Entfernung (m),Herzpunkte,a,b,c,d,Schritte\n2024-05-01,1,2,3,4,5,6,7,8,9\n"
	m, _ := readPaths(t, x.zip(t, "takeout.zip"))
	same(t, "rejects", m.refused(), []string{"Metriken.csv:0 : its header is in a language that is not known; set the account to English and export again"})
	for _, name := range []string{"Tuesday.csv", "2024-05-01 late.csv"} {
		_, _, err := readFile(t, name, "Start time,End time,Distance (m),Step count\n07:00:00.000-07:00,07:15:00.000-07:00,1,2\n")
		if err == nil || !strings.Contains(err.Error(), "only its name says of which day it is") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestStreamsOfGoogleFitTellWhatMeasured(t *testing.T) {
	for stream, want := range map[string]health.SourceID{
		"": "google-fit:other",
		"raw:com.google.weight:com.google.android.apps.fitness:user_input":         "google-fit:hand",
		"raw:com.google.weight:com.withings.wiscale2:":                             "google-fit:relay/com.withings.wiscale2",
		"raw:com.google.heart_rate.bpm:com.google.android.wearable.app:LG:G Watch": "google-fit:phone",
		"raw:com.google.step_count.cumulative:LGE:Nexus 5:1f:Step Counter":         "google-fit:phone",
	} {
		if got := fitSource(stream); got != want {
			t.Errorf("%q is %q, want %q", stream, got, want)
		}
	}
}
