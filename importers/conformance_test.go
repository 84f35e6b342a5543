package importers

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

// specimen is a small good file of each kind of every format.
type specimen struct {
	format, kind, file, content string
	rows                        int // samples and entries in it
}

var specimens = []specimen{
	{WithingsArchive, kindWeight, "weight.csv", "Date,\"Weight (kg)\",\"Fat mass (kg)\",\"Bone mass (kg)\",\"Muscle mass (kg)\",\"Hydration (kg)\",Comments\n\"2024-05-02 07:10:11\",77.00,16.20,3.10,57.70,41.00,\n\"2024-05-01 07:00:00\",77.40,,,,,\"after \"\"lunch\"\", late\"\n", 7},
	{WithingsArchive, kindHeight, "height.csv", "Date,\"Height (m)\",Comments\n\"2024-05-01 07:00:00\",1.78,\n", 1},
	{WithingsArchive, kindBP, "bp.csv", "Date,\"Heart rate\",Systolic,Diastolic,Comments\n\"2024-05-01 07:00:00\",61,121,79,\n\"2024-04-30 07:00:00\",66,,,\n", 4},
	{WithingsArchive, kindTemperature, "body_temperature.csv", "date,\"value (°C)\"\n\"2024-05-01 07:00:00\",37.2\n\"2024-04-30 07:00:00\",36.9\n", 2},
	{WithingsArchive, kindSpO2, "manual_spo2.csv", "date,value\n\"2024-05-01 07:00:00\",97\n\"2024-04-30 07:00:00\",98\n", 2},
	{WithingsArchive, kindPulseWave, "pwv.csv", "date,value\n\"2024-05-01 07:00:00\",7.1\n", 1},
	{WithingsArchive, kindOther, "other.csv", "type,date,value,unit,position\nBMI,\"2024-05-01 07:00:00\",24,\nVO2MAX,\"2024-05-01 07:00:00\",41\n\"Basal Metabolic Rate (BMR)\",\"2024-05-01 07:00:00\",\"1,356\",\n", 3},
	{WithingsArchive, kindDays, "aggregates_distance.csv", "date,value\n2024-05-02,5120.25\n2024-05-01,4000\n", 2},
	{WithingsArchive, kindActivities, "activities.csv", "from,to,\"from (manual)\",\"to (manual)\",Timezone,\"Activity type\",Data,GPS,Modified\n2024-05-01T17:00:00-07:00,2024-05-01T17:30:00-07:00,,,America/Los_Angeles,Walking,\"{\"\"steps\"\":3000}\",,2024-05-01T18:00:00-07:00\n", 1},
	{WithingsArchive, kindSleep, "sleep.csv", "from,to,\"light (s)\",\"deep (s)\",\"rem (s)\",\"awake (s)\",\"wake up\",\"Duration to sleep (s)\",\"Duration to wake up (s)\",\"Snoring (s)\",\"Snoring episodes\",\"Average heart rate\",\"Heart rate (min)\",\"Heart rate (max)\",\"Night events\"\n2024-05-01T23:00:00-07:00,2024-05-02T06:30:00-07:00,14400,5400,5400,1800,2,600,60,0,0,57,49,70,\n", 6},
	{WithingsArchive, kindRaw, "raw_bed_hr.csv", "start,duration,value\n2024-05-01T23:00:00+02:00,\"[60,60]\",\"[58,59]\"\n2024-05-01T22:00:00+02:00,[60],[61]\n", 3},
	{WithingsArchive, kindRaw, "raw_tracker_Number of movements.csv", "start,duration,value\n2024-05-01T23:00:00+02:00,\"[60,60]\",\"[1.5,-2e-3]\"\n", 2},
	{WithingsArchive, kindECG, "signal.csv", "date,type,frequency,duration,wearposition,signal,doctor_assessment,doctor_name,checkup_date\n2024-05-01T23:00:00+02:00,Electrocardiogram,300,30,1,\"1,2,-3\",,,\n", 1},
	{WithingsArchive, kindNotes, "note.csv", "date,medicines,symptoms,texts\n\"2024-05-01 07:00:00\",paracetamol,\"cough, chills\",\n", 1},
	{VitalkeepArchive, "samples", SamplesFile, "metric,source,start,duration_s,value,unit\nsteps,withings:tracker,2024-05-01T07:00:00-07:00,60,112,count\nglucose,manual:hand,2024-05-01T07:00:00.250+00:09:21,0,5.60,mmol/L\n", 2},
	{VitalkeepArchive, "entries", EntriesFile, "kind,source,key,start,duration_s,fields\nnote,manual:hand,,2024-05-01T07:00:00-07:00,0,\"[[\"\"texts\"\",\"\"a \\\"\"b\\\"\"\"\"]]\"\n", 1},
	{WeightCSV, WeightCSV, "mine.csv", "Date,Weight,Fat mass\n2024-05-01 07:00:00,77.2,16.1\n2024-05-02 07:00:00,77.1,\n", 3},
	{BloodPressureCSV, BloodPressureCSV, "bp.csv", "Date,Heart rate,Systole,Diastole\n2024-05-01 07:00:00,61,120,80\n2024-05-02 07:00:00,62,,\n", 4},
	{HeightCSV, HeightCSV, "h.csv", "Date,Height\n2024-05-01 07:00:00,178\n", 1},
}

func TestEveryKindOfEveryFormatHasASpecimen(t *testing.T) {
	for _, f := range Formats() {
		for _, k := range f.kinds {
			if !k.private && !k.aside && !slices.ContainsFunc(specimens, func(s specimen) bool { return s.format == f.Name && s.kind == k.name }) {
				t.Errorf("no specimen of %s in %s", k.name, f.Name)
			}
		}
	}
}

func TestGoodFileIsReadInFullAndTwiceTheSame(t *testing.T) {
	for _, s := range specimens {
		t.Run(s.format+" "+s.file, func(t *testing.T) {
			m, rep, err := readFile(t, s.file, s.content)
			if err != nil {
				t.Fatal(err)
			}
			if rep.Inputs[0].Format != s.format || rep.Inputs[0].Files[0].Kind != s.kind {
				t.Errorf("read as %s of %s", rep.Inputs[0].Files[0].Kind, rep.Inputs[0].Format)
			}
			if n := len(m.samples) + len(m.entries); n != s.rows || len(m.rejects) != 0 {
				t.Errorf("%d samples and entries, want %d; rejects %v", n, s.rows, m.refused())
			}
			again, _, err := readFile(t, s.file, s.content)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "second time", again.lines(), m.lines())
			for _, variant := range []string{
				"\xef\xbb\xbf" + s.content,
				strings.ReplaceAll(s.content, "\n", "\r\n"),
				s.content + "\n\n",
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
		if strings.HasPrefix(s.format, "csv-") {
			continue // written by hand, often without a last line end
		}
		t.Run(s.format+" "+s.file, func(t *testing.T) {
			whole, _, err := readFile(t, s.file, s.content)
			if err != nil {
				t.Fatal(err)
			}
			for n := 0; n < len(s.content); n++ {
				if n < len(s.content)-40 {
					n += 6 // the last line at every byte, what is before it in steps
				}
				m, _, err := readFile(t, s.file, s.content[:n])
				if err != nil && !errors.Is(err, ErrUnknownFormat) {
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

func TestHeaderAloneIsAnEmptyFile(t *testing.T) {
	for _, s := range specimens {
		header, _, _ := strings.Cut(s.content, "\n")
		m, rep, err := readFile(t, s.file, header+"\n")
		if err != nil {
			t.Errorf("%s: %v", s.file, err)
		}
		if rep.Samples+rep.Entries+rep.Rejected != 0 || len(m.files) != 1 {
			t.Errorf("%s: %+v", s.file, rep)
		}
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
		{"UTF-16", utf16("Date,Weight\n"), "UTF-16"},
		{"Latin-1", "date,\"value (\xb0C)\"\n", "not in UTF-8"},
		{"another table", "name,colour\nx,red\n", "none of those that are understood"},
		{"semicolons", "Date;Weight\n2024-05-01 07:00:00;77,2\n", "semicolons"},
		{"semicolons and quotes", "Date;\"Weight (kg)\"\n2024-05-01 07:00:00;77,2\n", "semicolons"},
		{"tabs", "Date\tWeight\n", "tabs"},
		{"no header", "2024-05-01 07:00:00,77.2\n", "no header"},
		{"unit in a plain header", "Date,Weight (kg)\n2024-05-01 07:00:00,77.2\n", "names a unit"},
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
