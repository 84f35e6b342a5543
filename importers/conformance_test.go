package importers

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
)

// specimen is a small good file of each kind of every format.
type specimen struct {
	format, kind, file, content string
	rows                        int // samples and entries in it
	// build makes the bytes of a file that is no text, instead of content.
	build func(testing.TB) string
	// empty is a good file of the kind without any rows; for tables with commas
	// it is the header and need not be told.
	empty string
}

var specimens = append([]specimen{
	{format: WithingsArchive, kind: kindWeight, file: "weight.csv", content: "Date,\"Weight (kg)\",\"Fat mass (kg)\",\"Bone mass (kg)\",\"Muscle mass (kg)\",\"Hydration (kg)\",Comments\n\"2024-05-02 07:10:11\",77.00,16.20,3.10,57.70,41.00,\n\"2024-05-01 07:00:00\",77.40,,,,,\"after \"\"lunch\"\", late\"\n", rows: 7},
	{format: WithingsArchive, kind: kindHeight, file: "height.csv", content: "Date,\"Height (m)\",Comments\n\"2024-05-01 07:00:00\",1.78,\n", rows: 1},
	{format: WithingsArchive, kind: kindBP, file: "bp.csv", content: "Date,\"Heart rate\",Systolic,Diastolic,Comments\n\"2024-05-01 07:00:00\",61,121,79,\n\"2024-04-30 07:00:00\",66,,,\n", rows: 4},
	{format: WithingsArchive, kind: kindTemperature, file: "body_temperature.csv", content: "date,\"value (°C)\"\n\"2024-05-01 07:00:00\",37.2\n\"2024-04-30 07:00:00\",36.9\n", rows: 2},
	{format: WithingsArchive, kind: kindSpO2, file: "manual_spo2.csv", content: "date,value\n\"2024-05-01 07:00:00\",97\n\"2024-04-30 07:00:00\",98\n", rows: 2},
	{format: WithingsArchive, kind: kindPulseWave, file: "pwv.csv", content: "date,value\n\"2024-05-01 07:00:00\",7.1\n", rows: 1},
	{format: WithingsArchive, kind: kindOther, file: "other.csv", content: "type,date,value,unit,position\nBMI,\"2024-05-01 07:00:00\",24,\nVO2MAX,\"2024-05-01 07:00:00\",41\n\"Basal Metabolic Rate (BMR)\",\"2024-05-01 07:00:00\",\"1,356\",\n", rows: 3},
	{format: WithingsArchive, kind: kindDays, file: "aggregates_distance.csv", content: "date,value\n2024-05-02,5120.25\n2024-05-01,4000\n", rows: 2},
	{format: WithingsArchive, kind: kindActivities, file: "activities.csv", content: "from,to,\"from (manual)\",\"to (manual)\",Timezone,\"Activity type\",Data,GPS,Modified\n2024-05-01T17:00:00-07:00,2024-05-01T17:30:00-07:00,,,America/Los_Angeles,Walking,\"{\"\"steps\"\":3000}\",,2024-05-01T18:00:00-07:00\n", rows: 1},
	{format: WithingsArchive, kind: kindSleep, file: "sleep.csv", content: "from,to,\"light (s)\",\"deep (s)\",\"rem (s)\",\"awake (s)\",\"wake up\",\"Duration to sleep (s)\",\"Duration to wake up (s)\",\"Snoring (s)\",\"Snoring episodes\",\"Average heart rate\",\"Heart rate (min)\",\"Heart rate (max)\",\"Night events\"\n2024-05-01T23:00:00-07:00,2024-05-02T06:30:00-07:00,14400,5400,5400,1800,2,600,60,0,0,57,49,70,\n", rows: 6},
	{format: WithingsArchive, kind: kindRaw, file: "raw_bed_hr.csv", content: "start,duration,value\n2024-05-01T23:00:00+02:00,\"[60,60]\",\"[58,59]\"\n2024-05-01T22:00:00+02:00,[60],[61]\n", rows: 3},
	{format: WithingsArchive, kind: kindRaw, file: "raw_tracker_Number of movements.csv", content: "start,duration,value\n2024-05-01T23:00:00+02:00,\"[60,60]\",\"[1.5,-2e-3]\"\n", rows: 2},
	{format: WithingsArchive, kind: kindECG, file: "signal.csv", content: "date,type,frequency,duration,wearposition,signal,doctor_assessment,doctor_name,checkup_date\n2024-05-01T23:00:00+02:00,Electrocardiogram,300,30,1,\"1,2,-3\",,,\n", rows: 1},
	{format: WithingsArchive, kind: kindNotes, file: "note.csv", content: "date,medicines,symptoms,texts\n\"2024-05-01 07:00:00\",paracetamol,\"cough, chills\",\n", rows: 1},
	{format: VitalkeepArchive, kind: "samples", file: SamplesFile, content: "metric,source,start,duration_s,value,unit\nsteps,withings:tracker,2024-05-01T07:00:00-07:00,60,112,count\nglucose,manual:hand,2024-05-01T07:00:00.250+00:09:21,0,5.60,mmol/L\n", rows: 2},
	{format: VitalkeepArchive, kind: "entries", file: EntriesFile, content: "kind,source,key,start,duration_s,fields\nnote,manual:hand,,2024-05-01T07:00:00-07:00,0,\"[[\"\"texts\"\",\"\"a \\\"\"b\\\"\"\"\"]]\"\n", rows: 1},
	{format: HealthConnect, kind: "database", file: "health_connect_export.db", build: smallDatabase(healthConnectVersion), rows: rowsOfSmallDatabase},
	{format: HealthConnect, kind: "database-other-version", file: "health_connect_export.db", build: smallDatabase(25), rows: rowsOfSmallDatabase},
	{format: LibreView, kind: "glucose", file: "AnnExample_glucose_20-5-2024.csv", content: libreTable("mg/dL", libreRows...), empty: libreTable("mg/dL"), rows: 12},
	{format: DexcomClarity, kind: "glucose", file: "CLARITY_Export.csv", content: dexcomTable("mg/dL", dexcomRows...), rows: 6},
	{format: SamsungHealth, kind: kindSamsungNumbers, file: "com.samsung.health.weight.20240520.csv", content: samsungWeights, empty: samsungCSV("com.samsung.health.weight", "start_time,weight,"), rows: 4},
	{format: SamsungHealth, kind: kindSamsungHeart, file: "com.samsung.shealth.tracker.heart_rate.20240520.csv", content: samsungHearts, rows: 3},
	{format: SamsungHealth, kind: kindSamsungPressure, file: "com.samsung.shealth.blood_pressure.20240520.csv", content: samsungPressures, rows: 3},
	{format: SamsungHealth, kind: kindSamsungNights, file: "com.samsung.shealth.sleep.20240520.csv", content: samsungNights, rows: 1},
	{format: SamsungHealth, kind: kindSamsungStages, file: "com.samsung.health.sleep_stage.20240520.csv", content: samsungStages, rows: 4},
	{format: SamsungHealth, kind: kindSamsungWorkouts, file: "com.samsung.shealth.exercise.20240520.csv", content: samsungWorkouts, rows: 2},
	{format: SamsungHealth, kind: kindSamsungDays, file: "com.samsung.shealth.step_daily_trend.20240520.csv", content: samsungDays, rows: 4},
	{format: SamsungHealth, kind: kindSamsungBins, file: "a.com.samsung.health.heart_rate.binning_data.json", content: samsungRecording, rows: 2},
	{format: SamsungHealth, kind: kindSamsungOther, file: "com.samsung.shealth.mood.20240520.csv", content: samsungCSV("com.samsung.shealth.mood", "start_time,mood_type,"), empty: samsungCSV("com.samsung.shealth.mood", "start_time,mood_type,"), rows: 0},
	{format: WeightCSV, kind: WeightCSV, file: "mine.csv", content: "Date,Weight,Fat mass\n2024-05-01 07:00:00,77.2,16.1\n2024-05-02 07:00:00,77.1,\n", rows: 3},
	{format: BloodPressureCSV, kind: BloodPressureCSV, file: "bp.csv", content: "Date,Heart rate,Systole,Diastole\n2024-05-01 07:00:00,61,120,80\n2024-05-02 07:00:00,62,,\n", rows: 4},
	{format: HeightCSV, kind: HeightCSV, file: "h.csv", content: "Date,Height\n2024-05-01 07:00:00,178\n", rows: 1},
}, mappedSpecimens...)

// text returns the bytes of a specimen.
func (s specimen) text(t testing.TB) string {
	if s.build != nil {
		return s.build(t)
	}
	return s.content
}

// rowByRow tells that the specimen is a table with commas that the shared
// scanner reads, by the rules of RFC 4180.
func (s specimen) rowByRow(t testing.TB) bool {
	t.Helper()
	for _, f := range Formats() {
		for _, k := range f.kinds {
			if f.Name == s.format && k.name == s.kind {
				return k.stream == nil
			}
		}
	}
	t.Fatalf("no kind %s in %s", s.kind, s.format)
	return false
}

func TestEveryKindOfEveryFormatHasASpecimen(t *testing.T) {
	for _, f := range Formats() {
		for _, k := range f.kinds {
			if !k.private && !k.aside && k.name != kindPicture && !slices.ContainsFunc(specimens, func(s specimen) bool { return s.format == f.Name && s.kind == k.name }) {
				t.Errorf("no specimen of %s in %s", k.name, f.Name)
			}
		}
	}
}

func TestGoodFileIsReadInFullAndTwiceTheSame(t *testing.T) {
	for _, s := range specimens {
		t.Run(s.format+" "+s.file, func(t *testing.T) {
			content := s.text(t)
			m, rep, err := readFile(t, s.file, content)
			if err != nil {
				t.Fatal(err)
			}
			if rep.Inputs[0].Format != s.format || rep.Inputs[0].Files[0].Kind != s.kind {
				t.Errorf("read as %s of %s", rep.Inputs[0].Files[0].Kind, rep.Inputs[0].Format)
			}
			if n := len(m.samples) + len(m.entries); n != s.rows || len(m.rejects) != 0 {
				t.Errorf("%d samples and entries, want %d; rejects %v", n, s.rows, m.refused())
			}
			again, _, err := readFile(t, s.file, content)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "second time", again.lines(), m.lines())
			if !s.rowByRow(t) {
				return
			}
			for _, variant := range []string{
				"\xef\xbb\xbf" + content,
				strings.ReplaceAll(content, "\n", "\r\n"),
				content + "\n\n",
			} {
				v, _, err := readFile(t, s.file, variant)
				if err != nil {
					t.Fatal(err)
				}
				if len(v.samples) != len(m.samples) || len(v.entries) != len(m.entries) || len(v.rejects) > 0 {
					t.Errorf("with a mark, carriage returns or empty lines: %d samples, %v", len(v.samples), v.refused())
				}
			}
		})
	}
}

// A cut file may lose rows, never change one: whatever is handed over must be
// in the whole file as well.
func TestTruncatedFileNeverGivesAnotherValue(t *testing.T) {
	for _, s := range specimens {
		if isPlain(s.format) {
			continue // written by hand, often without a last line end
		}
		t.Run(s.format+" "+s.file, func(t *testing.T) {
			content := s.text(t)
			whole, _, err := readFile(t, s.file, content)
			if err != nil {
				t.Fatal(err)
			}
			for n := 0; n < len(content); n++ {
				if n < len(content)-40 {
					// The last line at every byte, what is before it in steps.
					n += max(6, len(content)/200)
				}
				m, _, err := readFile(t, s.file, content[:min(n, len(content))])
				var fe *FileError
				if err != nil && !errors.As(err, &fe) {
					t.Fatalf("cut at %d: %v", n, err)
				}
				for _, line := range m.lines() {
					if !slices.Contains(whole.lines(), line) {
						t.Errorf("cut at %d gives %q", n, line)
					}
				}
			}
		})
	}
}

func TestFileWithoutRowsIsAnEmptyFile(t *testing.T) {
	for _, s := range specimens {
		empty := s.empty
		if s.rowByRow(t) {
			header, _, _ := strings.Cut(s.text(t), "\n")
			empty = header + "\n"
		}
		if empty == "" {
			continue
		}
		m, rep, err := readFile(t, s.file, empty)
		if err != nil {
			t.Errorf("%s: %v", s.file, err)
		}
		if rep.Samples+rep.Entries+rep.Rejected != 0 || len(m.files) == 0 {
			t.Errorf("%s: %+v, %v", s.file, rep, m.refused())
		}
	}
}

// damage is what happens to single places of a file: whatever is written there,
// what is handed over must keep the promises that strict checks.
var damage = []string{"NaN", "Infinity", "-Inf", "1e309", "-1e309", "99999999999999999999", "", "1,5", "0x1F", "\x00", "\xff\xfe", "\"", "'", "<", "[[[["}

func TestDamagedNumbersAreNeverTaken(t *testing.T) {
	for _, s := range specimens {
		t.Run(s.format+" "+s.file, func(t *testing.T) {
			content := s.text(t)
			places := numbersIn(content)
			path := put(t, s.file, content)
			step := max(1, len(places)/24)
			for i := 0; i < len(places); i += step {
				for j, x := range damage {
					if (i+j)%3 != 0 {
						continue
					}
					broken := content[:places[i][0]] + x + content[places[i][1]:]
					if err := os.WriteFile(path, []byte(broken), 0o600); err != nil {
						t.Fatal(err)
					}
					_, err := Read(context.Background(), []string{path}, Options{Zone: zone(t, "Europe/Paris")}, &strict{t: t})
					var fe *FileError
					if err != nil && !errors.As(err, &fe) {
						t.Fatalf("%q at byte %d: %v", x, places[i][0], err)
					}
				}
			}
		})
	}
}

// numbersIn finds the runs of digits of a text.
func numbersIn(s string) (places [][2]int) {
	for i := 0; i < len(s); i++ {
		from := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		if i > from {
			places = append(places, [2]int{from, i})
		}
	}
	return places
}

var errEnough = errors.New("enough")

// stopping is a sink that cancels after its first row.
type stopping struct {
	memory
	cancel context.CancelFunc
}

func (s *stopping) Sample(id health.MetricID, source health.SourceID, v health.Sample) error {
	s.cancel()
	return s.memory.Sample(id, source, v)
}

func (s *stopping) Entry(e health.Entry) error {
	s.cancel()
	return s.memory.Entry(e)
}

func TestCancelledHalfWayIsAnError(t *testing.T) {
	for _, s := range specimens {
		if s.rows == 0 {
			continue // nothing to cancel at
		}
		content := s.text(t)
		other := put(t, s.file, content)
		ctx, cancel := context.WithCancel(context.Background())
		_, err := Read(ctx, []string{put(t, s.file, content), other}, Options{Zone: zone(t, "Europe/Paris")}, &stopping{cancel: cancel})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: cancelled: %v", s.file, err)
		}
		_, err = Read(context.Background(), []string{other}, Options{Zone: zone(t, "Europe/Paris")}, &memory{fail: errEnough})
		if m, _, _ := readFile(t, s.file, content); len(m.samples) > 0 && !errors.Is(err, errEnough) {
			t.Errorf("%s: the error of the sink became %v", s.file, err)
		}
	}
}

// A line without end may cost the file, not the memory of the machine.
func TestLineOfFiftyMegabytesTakesLittleMemory(t *testing.T) {
	for _, s := range specimens {
		if s.build != nil {
			continue
		}
		t.Run(s.format+" "+s.file, func(t *testing.T) {
			lim := defaultLimits
			lim.record = 64 << 10
			content := s.text(t)
			at := len(content) * 2 / 3
			long := content[:at] + strings.Repeat("a1", 25<<10) + content[at:] // as long for that limit as 50 MB for the usual
			_, err := readLimited(context.Background(), []string{put(t, s.file, long)}, Options{Zone: zone(t, "Europe/Paris")}, &strict{t: t}, lim)
			var fe *FileError
			if err != nil && !errors.As(err, &fe) {
				t.Error(err)
			}
		})
	}
}

func TestWholeFilesThatCannotBeRead(t *testing.T) {
	utf16 := func(s string) string {
		out := "\xff\xfe"
		for _, c := range s {
			out += string([]byte{byte(c), 0})
		}
		return out
	}
	cases := []struct {
		name, content, reason string
	}{
		{"empty", "", "the file is empty"},
		{"only line ends", "\n\n\n", "not even a header"},
		{"binary", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text file"},
		{"UTF-16", utf16("Day,Colour\n"), "UTF-16"},
		{"Latin-1", "date,\"value (\xb0C)\"\n", "not in UTF-8"},
		{"another table", "name,colour\nx,red\n", "none of those that are understood"},
		{"semicolons", "Name;Colour\nx;red\n", "semicolons"},
		{"tabs", "Name\tColour\n", "tabs"},
		{"no header", "2024-05-01 07:00:00,red\n", "no header"},
		{"a stream without its name", "start,duration,value\n2024-05-01T23:00:00+02:00,[60],[61]\n", "only its name says"},
		{"a text", strings.Repeat("lorem ipsum ", 1000), "none of the formats"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, _, err := readFile(t, "thing.csv", c.content)
			var fe *FileError
			if !errors.As(err, &fe) || !errors.Is(err, ErrUnknownFormat) {
				t.Fatalf("error %v", err)
			}
			if !strings.Contains(fe.Reason, c.reason) || fe.File != "thing.csv" || !strings.Contains(fe.Hint, "Withings") {
				t.Errorf("says %q: %q (%s)", fe.File, fe.Reason, fe.Hint)
			}
			if len(m.samples)+len(m.rejects) > 0 {
				t.Error("something was handed over")
			}
		})
	}
}

func TestBrokenLinesCostThemselvesOnly(t *testing.T) {
	const header = "date,value\n"
	good := func(day string) string { return "2024-05-" + day + ",100\n" }
	cases := []struct {
		name, content string
		samples       int
		rejects       []string
	}{
		{"a quote in the middle of a cell", good("01") + "2024-05-02,1\"0\n" + good("03"), 2, []string{"aggregates_steps.csv:3 : column 2 has a quote in the middle of a cell that is not quoted"}},
		{"text behind a quote", good("01") + "\"2024-05-02\"x,10\n" + good("03"), 2, []string{"aggregates_steps.csv:3 : column 1 has text behind its closing quote"}},
		{"a quote never closed", good("01") + "\"2024-05-02,10\n" + good("03"), 2, []string{"aggregates_steps.csv:3 : opens a quote that is never closed"}},
		{"a line end inside a quoted cell", "\"2024-05-01\n\",10\n" + good("03"), 1, []string{"aggregates_steps.csv:2 date: " + reasonNoDate}},
		{"row numbers behind a cell with line ends", "\"\n\n\",10\nx,10\n", 0, []string{"aggregates_steps.csv:2 date: " + reasonNoDate, "aggregates_steps.csv:5 date: " + reasonNoDate}},
		{"a decimal comma", "2024-05-01,\"12,5\"\n", 0, []string{"aggregates_steps.csv:2 value: " + reasonDecimalComma}},
		{"no value", "2024-05-01,\n2024-05-02\n", 0, []string{"aggregates_steps.csv:2 value: " + reasonNothing, "aggregates_steps.csv:3 value: " + reasonNothing}},
		{"a date that does not exist", "2023-02-29,5\n", 0, []string{"aggregates_steps.csv:2 date: " + reasonNoDate}},
		{"an impossible value", "2024-05-01,-5\n", 0, []string{"aggregates_steps.csv:2 value: outside what is possible for steps: 0 to 1000000"}},
		{"a NUL byte", good("01") + "2024-05-02,1\x000\n" + good("03"), 1, []string{"aggregates_steps.csv:3 : " + errNUL.reason}},
		{"a last line without its end", good("01") + "2024-05-02,10", 1, []string{"aggregates_steps.csv:3 value: " + reasonCut}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			content := header + c.content
			if strings.Contains(content, "\x00") { // not among the bytes looked at first
				content = strings.Replace(content, good("01"), strings.Repeat(good("01"), 300), 1)
				c.samples, c.rejects = 300, []string{"aggregates_steps.csv:302 : " + errNUL.reason}
			}
			m, _, err := readFile(t, "aggregates_steps.csv", content)
			if err != nil {
				t.Fatal(err)
			}
			if len(m.samples) != c.samples {
				t.Errorf("%d samples, want %d", len(m.samples), c.samples)
			}
			same(t, "rejects", m.refused(), c.rejects)
		})
	}
}

func TestOneBadFileAmongGoodOnesIsListed(t *testing.T) {
	good := put(t, "aggregates_steps.csv", "date,value\n2024-05-01,100\n")
	bad := put(t, "notes.csv", "\x00\x01\x02")
	var m memory
	rep, err := Read(context.Background(), []string{bad, good}, Options{Zone: zone(t, "Europe/Berlin")}, &m)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "rejects", m.refused(), []string{"notes.csv:0 : the file is not a text file"})
	if len(m.samples) != 1 || rep.Rejected != 1 || len(rep.Inputs) != 2 {
		t.Errorf("%+v", rep)
	}
}

func TestForcedFormatRefusesAnother(t *testing.T) {
	path := put(t, "mine.csv", "Date,Weight\n2024-05-01 07:00:00,77.2\n")
	for format, ok := range map[string]bool{WeightCSV: true, HeightCSV: false, WithingsArchive: false, "nonsense": false} {
		_, err := Read(context.Background(), []string{path}, Options{Format: format, Zone: zone(t, "Europe/Berlin")}, &memory{})
		if (err == nil) != ok || err != nil && !errors.Is(err, ErrUnknownFormat) {
			t.Errorf("as %s: %v", format, err)
		}
	}
}
