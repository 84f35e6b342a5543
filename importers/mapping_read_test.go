package importers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"

	"vitalkeep/health"
)

// answered reads a table after its mapping, as it is understood, was changed.
func answered(t *testing.T, file, content, where string, change func(*Mapping)) (*memory, Report) {
	t.Helper()
	path := put(t, file, content)
	r, err := Detect(context.Background(), path)
	if err != nil || len(r.Tables) != 1 {
		t.Fatalf("%d tables, %v", len(r.Tables), err)
	}
	m := r.Tables[0].Mapping
	change(&m)
	var got memory
	rep, err := Read(context.Background(), []string{path}, Options{Zone: zone(t, where), Mappings: map[string]Mapping{r.Tables[0].Key(): m}}, &got)
	if err != nil {
		t.Fatal(err)
	}
	return &got, rep
}

func unit(m *Mapping, column int, role string, u health.Unit) {
	m.Columns[column] = MappedColumn{Role: role, Unit: u, Known: true}
}

func TestTablesAreReadAsTheyAreMapped(t *testing.T) {
	cases := []struct {
		name, file, content, zone string
		change                    func(*Mapping)
		samples, rejects          []string
	}{
		{
			name: "the day first", content: "Day,Weight\n03/04/2024 07:10,170.4\n", zone: "Europe/Paris",
			change:  func(m *Mapping) { m.Dates = dayMonthSlash; unit(m, 1, "weight", health.Pound) },
			samples: []string{"weight csv:file 2024-04-03T07:10:00+02:00 170.4 lb @2"},
		},
		{
			name: "the month first", content: "Date,Weight (kg)\n03/04/2024 07:10,70.4\n", zone: "Europe/Paris",
			change:  func(m *Mapping) { m.Dates = monthDaySlash },
			samples: []string{"weight csv:file 2024-03-04T07:10:00+01:00 70.4 kg @2"},
		},
		{
			name: "a choice against what the file proves", content: "Date,Weight (kg)\n14/04/2024 07:10,70.4\n", zone: "Europe/Paris",
			change:  func(m *Mapping) { m.Dates = monthDaySlash },
			samples: []string{"weight csv:file 2024-04-14T07:10:00+02:00 70.4 kg @2"},
		},
		{
			name: "thousands", content: "Date;Energy\n2024-05-01;1,356\n2024-05-02;1,412\n", zone: "UTC",
			change: func(m *Mapping) {
				unit(m, 1, "raw_energy", health.NoUnit)
				m.Decimal = "."
			},
			samples: []string{"raw_energy csv:file 2024-05-01T12:00:00+00:00 1356 @2", "raw_energy csv:file 2024-05-02T12:00:00+00:00 1412 @3"},
		},
		{
			name: "decimals", content: "Date;Energy\n2024-05-01;1,356\n", zone: "UTC",
			change: func(m *Mapping) {
				unit(m, 1, "raw_energy", health.NoUnit)
				m.Decimal = ","
			},
			samples: []string{"raw_energy csv:file 2024-05-01T12:00:00+00:00 1.356 @2"},
		},
		{
			name: "both signs in one file: only what is clear", content: "Date;Weight (kg);Water (kg)\n2024-05-01;77,25;41.5\n2024-05-02;77;41,500\n2024-05-03;77.125;41\n", zone: "UTC",
			change: func(*Mapping) {},
			samples: []string{
				"weight csv:file 2024-05-01T12:00:00+00:00 77.25 kg @2", "water_mass csv:file 2024-05-01T12:00:00+00:00 41.5 kg @2",
				"weight csv:file 2024-05-02T12:00:00+00:00 77 kg @3", "water_mass csv:file 2024-05-03T12:00:00+00:00 41 kg @4",
			},
			rejects: []string{"t.csv:3 Water (kg): " + reasonEitherSign, "t.csv:4 Weight (kg): " + reasonEitherSign},
		},
		{
			name: "times of day as they are, offsets kept, noon for a day", zone: "America/Los_Angeles",
			content: "Date;Pulse\n2024-05-01 07:10;61\n2024-05-01T07:10:05.250+02:00;62\n2024-05-01 7:10 pm;63\n2024-05-02;64\n2024-03-10 02:30;65\n2024-11-03 01:30;66\n2024-02-30;67\n2024-05-01 24:00;68\n",
			change:  func(*Mapping) {},
			samples: []string{
				"heart_rate csv:file 2024-05-01T07:10:00-07:00 61 1/min @2", "heart_rate csv:file 2024-05-01T07:10:05+02:00 62 1/min @3",
				"heart_rate csv:file 2024-05-01T19:10:00-07:00 63 1/min @4", "heart_rate csv:file 2024-05-02T12:00:00-07:00 64 1/min @5",
			},
			rejects: []string{
				"t.csv:6 Date: " + reasonSkippedWall, "t.csv:7 Date: " + reasonTwiceWall,
				"t.csv:8 Date: not a date of the form yyyy-mm-dd", "t.csv:9 Date: not a date of the form yyyy-mm-dd",
			},
		},
		{
			name: "a time beside the date", zone: "Europe/Paris",
			content: "Date;Time;Pulse\n14.05.2024;07:10:05;61\n15.05.2024;;62\n16.05.2024;half past six;63\n17.05.2024 00:00;6:05 Uhr;64\n18.05.2024 08:00;6:05;65\n",
			change:  func(*Mapping) {},
			samples: []string{
				"heart_rate csv:file 2024-05-14T07:10:05+02:00 61 1/min @2", "heart_rate csv:file 2024-05-15T12:00:00+02:00 62 1/min @3",
				"heart_rate csv:file 2024-05-17T06:05:00+02:00 64 1/min @5",
			},
			rejects: []string{"t.csv:4 Time: " + reasonNoTimeOfDay, "t.csv:6 Time: " + reasonTwoClocks},
		},
		{
			name: "an epoch has the offset of the zone", zone: "Asia/Tokyo",
			content: "timestamp,heart_rate\n1714543200,61\n1714543200.5,62\n0,63\n17145432,64\n",
			change:  func(*Mapping) {},
			samples: []string{"heart_rate csv:file 2024-05-01T15:00:00+09:00 61 1/min @2", "heart_rate csv:file 2024-05-01T15:00:00+09:00 62 1/min @3"},
			rejects: []string{"t.csv:4 timestamp: not a date of the form epoch s", "t.csv:5 timestamp: not a date of the form epoch s"},
		},
		{
			name: "rows that are not as they should be", zone: "UTC",
			content: "Date,Weight (kg),SYS,DIA,Note\n2024-05-01,77,2,121,79,\n2024-05-02,9000,121,79,\n2024-05-03,heavy,,,\n2024-05-04,77 lb,121,,\n2024-05-05,77 cm,79,121,\n,,,,\n2024-05-06,-,null,,\n2024-05-07,NaN,1e309,79,\n2024-05-08,1e1,12e1,79,ok\n2024-05-09,77",
			change:  func(*Mapping) {},
			samples: []string{
				"systolic csv:file 2024-05-02T12:00:00+00:00 121 mmHg @3", "diastolic csv:file 2024-05-02T12:00:00+00:00 79 mmHg @3",
				"weight csv:file 2024-05-04T12:00:00+00:00 77 lb @5",
				"weight csv:file 2024-05-08T12:00:00+00:00 10 kg @10", "systolic csv:file 2024-05-08T12:00:00+00:00 120 mmHg @10", "diastolic csv:file 2024-05-08T12:00:00+00:00 79 mmHg @10",
			},
			rejects: []string{
				"t.csv:2 : has 6 columns instead of 5",
				"t.csv:3 Weight (kg): outside what is possible for weight: 0.2 to 700 kg",
				"t.csv:4 Weight (kg): " + reasonNotANumber,
				"t.csv:5 DIA: " + reasonHalfPressure,
				"t.csv:6 Weight (kg): " + reasonOtherUnit, "t.csv:6 SYS: " + reasonUpsidePressure,
				"t.csv:8 : " + reasonNothing,
				"t.csv:9 Weight (kg): " + reasonNotANumber, "t.csv:9 SYS: " + reasonTooManyDigit,
				"t.csv:11 : " + reasonCut,
			},
		},
		{
			name: "totals of days", zone: "Europe/Paris", content: "Date,Steps,Weight (kg)\n2024-03-31,\"8,123\",77\n", change: func(*Mapping) {},
			samples: []string{"steps csv:daily 2024-03-31T00:00:00+01:00 82800s 8123 count @2", "weight csv:file 2024-03-31T12:00:00+02:00 77 kg @2"},
		},
		{
			name: "totals of no day", zone: "Europe/Paris", content: "Date,Steps,Pulse\n2024-05-01 07:00,100,61\n", change: func(m *Mapping) { unit(m, 1, "steps", health.Count) },
			samples: []string{"heart_rate csv:file 2024-05-01T07:00:00+02:00 61 1/min @2"},
			rejects: []string{"t.csv:2 Steps: " + reasonSpan},
		},
		{
			name: "heights", zone: "UTC", content: "Date,Height (in)\n2024-05-01,\"5' 10''\"\n2024-05-02,70\n2024-05-03,178 cm\n", change: func(*Mapping) {},
			samples: []string{
				"height csv:file 2024-05-01T12:00:00+00:00 70 in @2", "height csv:file 2024-05-02T12:00:00+00:00 70 in @3", "height csv:file 2024-05-03T12:00:00+00:00 178 cm @4",
			},
		},
		{
			name: "pressures in one cell", zone: "UTC", content: "Date,BP\n2024-05-01,121/79\n2024-05-02,121 / 79 mmHg\n2024-05-03,121\n2024-05-04,79/121\n2024-05-05,16.1/10.5 kPa\n", change: func(*Mapping) {},
			samples: []string{
				"systolic csv:file 2024-05-01T12:00:00+00:00 121 mmHg @2", "diastolic csv:file 2024-05-01T12:00:00+00:00 79 mmHg @2",
				"systolic csv:file 2024-05-02T12:00:00+00:00 121 mmHg @3", "diastolic csv:file 2024-05-02T12:00:00+00:00 79 mmHg @3",
				"systolic csv:file 2024-05-05T12:00:00+00:00 16.1 kPa @6", "diastolic csv:file 2024-05-05T12:00:00+00:00 10.5 kPa @6",
			},
			rejects: []string{"t.csv:4 BP: " + reasonNotBothSides, "t.csv:5 BP: " + reasonUpsidePressure},
		},
		{
			name: "openScale 3", zone: "Europe/Berlin",
			content: "DATE,TIME,BODY_FAT,WATER,WEIGHT\n2025-09-01,07:10:05.123,18.5,55.1,170.2\n2025-09-02,,0.0,0,170.1\n",
			change: func(m *Mapping) {
				unit(m, 2, "fat_ratio", health.Percent)
				unit(m, 3, waterShare, health.NoUnit)
				unit(m, 4, "weight", health.Pound)
			},
			samples: []string{
				"fat_ratio openscale:scale 2025-09-01T07:10:05+02:00 18.5 % @2", "raw_water_percent openscale:scale 2025-09-01T07:10:05+02:00 55.1 @2",
				"weight openscale:scale 2025-09-01T07:10:05+02:00 170.2 lb @2", "weight openscale:scale 2025-09-02T12:00:00+02:00 170.1 lb @3",
			},
		},
		{
			name: "openScale 1", zone: "Europe/Berlin", content: "14.05.2014 07:10,77.2,18.5,55.1,\n",
			change: func(m *Mapping) { unit(m, 1, "weight", health.Kilogram) },
			samples: []string{
				"weight openscale:scale 2014-05-14T07:10:00+02:00 77.2 kg @1", "fat_ratio openscale:scale 2014-05-14T07:10:00+02:00 18.5 % @1",
				"raw_water_percent openscale:scale 2014-05-14T07:10:00+02:00 55.1 @1",
			},
		},
		{
			name: "Blood Pressure Monitor", zone: "Europe/Berlin", content: "timestampUnixMs, systolic, diastolic, pulse, notes, bodyweight\n1736670720000, 121, 79, null, rested, 77.2\n",
			change: func(m *Mapping) { unit(m, 5, "weight", health.Kilogram) },
			samples: []string{
				"weight bpm:cuff 2025-01-12T09:32:00+01:00 77.2 kg @2",
				"systolic bpm:cuff 2025-01-12T09:32:00+01:00 121 mmHg @2", "diastolic bpm:cuff 2025-01-12T09:32:00+01:00 79 mmHg @2",
			},
		},
		{
			name: "Beurer, a table between others", zone: "Europe/Berlin",
			content: "Beurer HealthManager Pro;;\nUser;Ann;;\nBlood pressure;;\nDate;Time;Sys;Dia;Pulse\n03/04/2024;07:10;121;79;61\n04/04/2024;07:10;122;80;60\nWeight;;\nDate;Time;kg;BMI;Body fat;Water;Muscles;Bone\n03/04/2024;07:12;77,2;24,1;18,5;55,1;41,2;3,1\nxx;07:12;77,2;24,1;18,5;55,1;41,2;3,1\nGlucose;;\nDate;Time;mg/dL\n03/04/2024;07:12;98\n",
			change: func(m *Mapping) {
				unit(m, 4, "fat_ratio", health.Percent)
				unit(m, 7, "bone_mass", health.Kilogram)
			},
			samples: []string{
				"weight beurer:scale 2024-04-03T07:12:00+02:00 77.2 kg @9", "bmi beurer:scale 2024-04-03T07:12:00+02:00 24.1 kg/m2 @9",
				"fat_ratio beurer:scale 2024-04-03T07:12:00+02:00 18.5 % @9", "bone_mass beurer:scale 2024-04-03T07:12:00+02:00 3.1 kg @9",
			},
			rejects: []string{"t.csv:4 : " + reasonOtherPart, "t.csv:10 Date: not a date of the form dd/mm/yyyy", "t.csv:12 : " + reasonOtherPart},
		},
		{
			name: "MyFitnessPal", file: "Measurement-Summary-2024-01-01-to-2024-05-01.csv", zone: "Europe/Berlin", content: "Date,Weight\n2024-05-01,170.4\n",
			change:  func(m *Mapping) { unit(m, 1, "weight", health.Pound) },
			samples: []string{"weight mfp:file 2024-05-01T12:00:00+02:00 170.4 lb @2"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.file == "" {
				c.file = "t.csv"
			}
			m, _ := answered(t, c.file, c.content, c.zone, c.change)
			same(t, "samples", m.lines(), c.samples)
			same(t, "rejects", m.refused(), c.rejects)
		})
	}
}

func TestNumbersOfTablesCanBeGivenBackAsTheyWere(t *testing.T) {
	m, _ := answered(t, "t.csv", "Date;Weight (kg);Glucose (mg/dL);Steps\n2024-05-01;77,20;98;8.123\n2024-05-02;\"+77,5 kg\";1e2;10\u00a0120\n", "UTC", func(*Mapping) {})
	var got []string
	for _, s := range m.samples {
		got = append(got, s.Text())
	}
	same(t, "texts", got, []string{"77,20", "98", "8.123", "+77,5", "", "10\u00a0120"})
}

func TestCommentsOfTablesBecomeNotes(t *testing.T) {
	m, _ := answered(t, "t.csv", "Date,Pulse,Notes,Symptoms\n2024-05-01,61,after lunch,-\n2024-05-02,62,late,dizzy\n2024-05-03,,alone,\n", "UTC", func(*Mapping) {})
	var got []string
	for _, e := range m.entries {
		got = append(got, fmt.Sprintf("%s %s %s %v %d", e.Kind, e.Source, e.Key, e.Fields, e.Origin.Row))
	}
	same(t, "notes", got, []string{
		"note csv:file table [{Comments after lunch}] 2", "note csv:file table [{Notes late} {Symptoms dizzy}] 3", "note csv:file table [{Comments alone}] 4",
	})
	if len(m.samples) != 2 || len(m.rejects) != 0 {
		t.Errorf("%v, %v", m.lines(), m.refused())
	}
}

func TestNothingIsHandedOverWhileAQuestionIsOpen(t *testing.T) {
	paths := []string{put(t, "a.csv", "Date,Weight,Fat\n03/04/2024,77,18\n"), put(t, "b.csv", "Date;Height\n2024-05-01;178\n")}
	var m memory
	_, err := Read(context.Background(), paths, Options{Zone: zone(t, "UTC")}, &m)
	var fe *FileError
	if !errors.Is(err, ErrMappingNeeded) || !errors.As(err, &fe) || len(m.files)+len(m.samples)+len(m.rejects) > 0 {
		t.Fatalf("%v; %v", err, m.lines())
	}
	want := "it does not say the meaning of column 3 (Fat): fat_ratio or fat_mass; nor whether dates are dd/mm/yyyy or mm/dd/yyyy; nor the unit of column 2 (Weight): kg or lb or st" +
		"; and b.csv does not say the unit of column 2 (Height): cm or m or in or ft"
	if fe.File != "a.csv" || fe.Reason != want {
		t.Errorf("%s: %s", fe.File, fe.Reason)
	}
}

func TestTableOfWhichNoColumnIsChosenIsLeftOut(t *testing.T) {
	m, rep := answered(t, "t.csv", "Day,Weight\n2024-05-01,77\n", "UTC", func(m *Mapping) { clear(m.Columns) })
	if len(m.files)+len(m.samples)+len(m.rejects) > 0 || rep.Inputs[0].Files[0].Skipped == "" {
		t.Errorf("%+v", rep)
	}
}

func TestEncodingsOfTables(t *testing.T) {
	text := "Größe (cm);Datum;Bemerkung\n178,5;14.05.2024;schön\n"
	write := map[string]string{inUTF8: text}
	write[inWindows] = encodedAs(charmap.Windows1252, text)(t)
	write[inMacRoman] = encodedAs(charmap.Macintosh, text)(t)
	write[inUTF16LE] = encodedAs(utf.UTF16(utf.LittleEndian, utf.UseBOM), text)(t)
	write[inUTF16BE] = encodedAs(utf.UTF16(utf.BigEndian, utf.UseBOM), text)(t)
	for name, content := range write {
		m, _ := answered(t, "t.csv", content, "UTC", func(m *Mapping) {
			m.Encoding = name
			unit(m, 0, "height", health.Centimetre)
		})
		if len(m.samples) != 1 || len(m.entries) != 1 || m.entries[0].Fields[0].Text != "schön" {
			t.Errorf("%s: %v %v %v", name, m.lines(), m.entries, m.refused())
		}
	}
	for name, e := range map[string]string{
		inUTF16LE: encodedAs(utf.UTF16(utf.LittleEndian, utf.IgnoreBOM), text)(t), inUTF16BE: encodedAs(utf.UTF16(utf.BigEndian, utf.IgnoreBOM), text)(t),
	} {
		if got := encodingOf([]byte(e)); got != name {
			t.Errorf("without a mark %s is taken for %q", name, got)
		}
	}
	r, err := Detect(context.Background(), put(t, "t.csv", write[inWindows]))
	if err != nil || len(r.Tables[0].Open) != 1 || r.Tables[0].Open[0].What != AskEncoding {
		t.Errorf("an encoding that only letters beyond ASCII could tell is not asked for: %+v, %v", r.Tables, err)
	}
}

func TestTablesAmongTheFilesOfAVendorAreSetAside(t *testing.T) {
	table := "Date,Weight\n2024-05-01,77\n"
	vendor := t.TempDir()
	for name, content := range map[string]string{"aggregates_steps.csv": "date,value\n2024-05-01,100\n", "mystery.csv": table} {
		if err := os.WriteFile(filepath.Join(vendor, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var m memory
	if _, err := Read(context.Background(), []string{vendor}, Options{Zone: zone(t, "UTC")}, &m); err != nil {
		t.Fatal(err)
	}
	if len(m.samples) != 1 || len(m.rejects) != 1 || m.rejects[0].File != "mystery.csv" {
		t.Errorf("%v, %v", m.lines(), m.refused())
	}
	own := t.TempDir()
	for name, content := range map[string]string{"a.csv": "Day,Pulse\n2024-05-01,61\n", "b.tsv": "Day\tPulse\n2024-05-02\t62\n", "c.csv": "Name,Colour\nx,red\n"} {
		if err := os.WriteFile(filepath.Join(own, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	m = memory{}
	if _, err := Read(context.Background(), []string{own}, Options{Zone: zone(t, "UTC")}, &m); err != nil {
		t.Fatal(err)
	}
	if len(m.samples) != 2 || len(m.rejects) != 1 {
		t.Errorf("%v, %v", m.lines(), m.refused())
	}
}

// counting is a sink that keeps nothing.
type counting struct{ samples, rejects int }

func (c *counting) File(string) (uint32, error) { return 0, nil }

func (c *counting) Sample(health.MetricID, health.SourceID, health.Sample) error {
	c.samples++
	return nil
}

func (c *counting) Entry(health.Entry) error { return nil }

func (c *counting) Reject(health.Reject) error {
	c.rejects++
	return nil
}

func TestLongTablesTakeNoMoreMemoryThanShortOnes(t *testing.T) {
	taken := func(rows int) uint64 {
		var b strings.Builder
		b.WriteString("Date;Time;Weight (kg);Pulse\n")
		for i := range rows {
			fmt.Fprintf(&b, "%02d/%02d/2024;%02d:%02d:%02d;77,%d;%d\n", 1+i%28, 1+i/28%12, i/336%24, i/8064%60, i/483840%60, i%10, 50+i%50)
		}
		path := put(t, "t.csv", b.String())
		var before, after runtime.MemStats
		var c counting
		runtime.ReadMemStats(&before)
		_, err := Read(context.Background(), []string{path}, Options{Zone: zone(t, "Europe/Paris")}, &c)
		runtime.ReadMemStats(&after)
		if err != nil || c.samples+2*c.rejects != 2*rows || c.rejects > rows/100 { // some times of day are skipped or come twice
			t.Fatalf("%d samples and %d rejects of %d rows, %v", c.samples, c.rejects, rows, err)
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	short, long := taken(2_000), taken(200_000)
	if long > short+4<<20 {
		t.Errorf("200,000 rows take %d kB, 2,000 take %d kB", long>>10, short>>10)
	}
}

// What was chosen for a table holds for a part of it: rows may be lost at its
// end, and nothing else is read from the others.
func TestTablesCutAtAnyByteKeepTheirMeaning(t *testing.T) {
	cases := []struct {
		file, content string
		change        func(*Mapping)
	}{
		{"scale.csv", "DATE,TIME,BODY_FAT,WEIGHT\n2025-09-01,07:10:05,18.5,170.25\n2025-09-02,08:10:05,18.4,170.1\n", func(m *Mapping) {
			unit(m, 2, "fat_ratio", health.Percent)
			unit(m, 3, "weight", health.Pound)
		}},
		{"old.csv", "14.05.2014 07:10,77.25,18.5,55.1,rested\n15.05.2014 07:10,77.2,18.5,55.1,\n", func(m *Mapping) { unit(m, 1, "weight", health.Kilogram) }},
		{"beurer.csv", "Weight;;\nDate;Time;kg;BMI;Body fat;Water;Muscles;Bone\n03/04/2024;07:12;77,25;24,1;18,5;55,1;41,2;3,1\n04/04/2024;07:12;77,2;24,1;18,5;55,1;41,2;3,1\n", func(m *Mapping) {
			unit(m, 4, "fat_ratio", health.Percent)
		}},
		{"mine.csv", "Day;Weight;Energy;Time\n03/04/2024;77,125;1,356;07:10\n13/04/2024;77,25;1,412;08:10:20\n", func(m *Mapping) {
			unit(m, 1, "weight", health.Kilogram)
			unit(m, 2, "raw_energy", health.NoUnit)
			m.Dates, m.Decimal = dayMonthSlash, ","
		}},
	}
	for _, c := range cases {
		t.Run(c.file, func(t *testing.T) {
			r, err := Detect(context.Background(), put(t, c.file, c.content))
			if err != nil {
				t.Fatal(err)
			}
			m := r.Tables[0].Mapping
			c.change(&m)
			given := map[string]Mapping{r.Tables[0].Key(): m}
			whole, _ := answered(t, c.file, c.content, "Europe/Paris", c.change)
			most := 0
			for n := range len(c.content) {
				var got memory
				_, err := Read(context.Background(), []string{put(t, c.file, c.content[:n])}, Options{Zone: zone(t, "Europe/Paris"), Mappings: given}, &got)
				var fe *FileError
				if err != nil && !errors.As(err, &fe) {
					t.Fatalf("cut at %d: %v", n, err)
				}
				for _, line := range got.lines() {
					if !slices.Contains(whole.lines(), line) {
						t.Errorf("cut at %d gives %q", n, line)
					}
				}
				most = max(most, len(got.samples))
			}
			if most == 0 || len(whole.rejects) > 0 {
				t.Errorf("at most %d samples of a part; of all, rejects %v", most, whole.refused())
			}
		})
	}
}
