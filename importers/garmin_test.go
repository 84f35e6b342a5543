package importers

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/muktihari/fit/profile/typedef"

	"vitalkeep/health"
)

// garminExportOf is an export of two days with a list of activities and FIT
// files in an archive.
func garminExportOf(t testing.TB) tree {
	x := tree{}
	for _, s := range specimens {
		if s.format != GarminExport || s.build != nil {
			continue
		}
		folder := "DI-Connect-Wellness/"
		switch s.kind {
		case kindGarminDays:
			folder = "DI-Connect-Aggregator/"
		case kindGarminActivities:
			folder = "DI-Connect-Fitness/"
		}
		x["DI_CONNECT/"+folder+s.file] = s.content
	}
	x["DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip"] = fitArchive(t)
	x["DI_CONNECT/DI-Connect-User/me@example.org-social-profile.json"] = `{"fullName":"Rowena Thistlewood"}`
	x["DI_CONNECT/DI-Connect-Fitness/me_gear.json"] = `[{"gearDTOS":[]}]`
	return x
}

var garminBooks = []string{
	"bmi garmin:scale: 3, 1714547100000 to 1714572611000, 72.3",
	"bone_mass garmin:scale: 3, 1714547100000 to 1714572611000, 9.3",
	"calories_active garmin:daily: 1, 1714546800000 to 1714546800000, 512",
	"calories_passive garmin:daily: 1, 1714546800000 to 1714546800000, 1650",
	"diastolic garmin:cuff: 2, 1714547200000 to 1714547200000, 158",
	"distance garmin:daily: 2, 1714546800000 to 1714633200000, 8123",
	"elevation garmin:daily: 1, 1714546800000 to 1714546800000, 31.4",
	"fat_ratio garmin:scale: 3, 1714547100000 to 1714572611000, 64.5",
	"heart_rate garmin:cuff: 2, 1714547200000 to 1714547200000, 120",
	"heart_rate garmin:hr: 2, 1714549801000 to 1714549801000, 282",
	"heart_rate garmin:tracker: 2, 1714546920000 to 1714546920000, 122",
	"hrv_rmssd garmin:daily: 1, 1714546800000 to 1714546800000, 41",
	"hrv_rmssd garmin:tracker: 2, 1714547400000 to 1714547400000, 80.0156",
	"raw_body_water_percent garmin:scale: 1, 1714572611000 to 1714572611000, 55.25",
	"raw_garmin_night_heart_rate_bpm garmin:daily: 1, 1714546800000 to 1714546800000, 50",
	"raw_garmin_skin_temperature_difference_c garmin:daily: 1, 1714546800000 to 1714546800000, -0.2",
	"raw_resting_heart_rate garmin:daily: 1, 1714546800000 to 1714546800000, 52",
	"sleep_awake garmin:nights: 1, 1714626000000 to 1714626000000, 1800",
	"sleep_deep garmin:nights: 1, 1714626000000 to 1714626000000, 5400",
	"sleep_light garmin:nights: 1, 1714626000000 to 1714626000000, 14400",
	`sleep_night garmin:nights "" 1714626000000+27000000-07:00`,
	"sleep_rem garmin:nights: 1, 1714626000000 to 1714626000000, 5400",
	"sleep_stage garmin:nights: 4, 1714547800000 to 1714548400000, 6",
	"spo2 garmin:daily: 1, 1714546800000 to 1714546800000, 95.5",
	"spo2 garmin:tracker: 2, 1714547300000 to 1714547300000, 192",
	"steps garmin:daily: 1, 1714546800000 to 1714546800000, 11024",
	"systolic garmin:cuff: 2, 1714547200000 to 1714547200000, 242",
	"weight garmin:hand: 1, 1714745411000 to 1714745411000, 77",
	"weight garmin:scale: 3, 1714547100000 to 1714572611000, 232.2",
	`workout garmin:workouts "running" 1714578000000+1800500-07:00`,
}

func TestGarminExportGivesWhatIsInIt(t *testing.T) {
	x := garminExportOf(t)
	for name, path := range map[string]string{"a ZIP": x.zip(t, "garmin.zip"), "a folder": x.folder(t), "records in another order": x.shuffled().folder(t)} {
		t.Run(name, func(t *testing.T) {
			m, rep := readPaths(t, path)
			same(t, "books", m.books(), garminBooks)
			same(t, "rejects", m.refused(), nil)
			if rep.Inputs[0].Format != GarminExport {
				t.Errorf("read as %q", rep.Inputs[0].Format)
			}
			var parts []string
			for _, f := range m.files {
				if strings.Contains(f, " · ") {
					parts = append(parts, f)
				}
			}
			same(t, "parts", parts, []string{"UploadedFiles_0-_Part1.zip · someone@example.org_0.fit", "UploadedFiles_0-_Part1.zip · someone@example.org_1.fit"})
			for _, l := range m.content() {
				if strings.Contains(l, "Thistlewood") {
					t.Error("a personal text reached the sink")
				}
			}
		})
	}
}

func TestOriginsInArchivesOfFITLeadToTheMessage(t *testing.T) {
	m, _ := readPaths(t, garminExportOf(t).folder(t))
	for _, s := range m.samples {
		if s.Metric == "spo2" && s.Source == sourceGarmin && (s.Origin.Row != 10 || !strings.HasSuffix(m.files[s.Origin.File], ".fit")) {
			t.Errorf("in %s, message %d", m.files[s.Origin.File], s.Origin.Row)
		}
	}
}

func TestWorkoutsOfFITFilesCountWhereNoListHasThem(t *testing.T) {
	x := garminExportOf(t)
	for path := range x {
		if strings.Contains(path, "summarizedActivities") {
			delete(x, path)
		}
	}
	m, _ := readPaths(t, x.folder(t))
	var got []string
	for _, e := range m.entries {
		if e.Kind == health.Workout {
			got = append(got, fmt.Sprint(e.Key, e.Start, e.Duration, e.Fields))
		}
	}
	want := fmt.Sprint("running", int64(1714549800000), int64(1800500), []health.Field{{Name: "sub_sport", Text: "street"}, {Name: "distance", Text: "5012.34"}, {Name: "hr_average", Text: "140"}})
	same(t, "workouts", got, []string{want, want})
}

func TestGarminRecordsThatCannotBeReadSayWhy(t *testing.T) {
	cases := []struct{ name, content, reject string }{
		{"a day that does not exist", `[{"calendarDate":"2023-02-29","totalSteps":1}]`, "x.json:1 calendarDate: " + reasonNoDate},
		{"no date", `[{"totalSteps":1,"x":{"calendarDate":"2023-02-28"},"calendarDate":7}]`, "x.json:1 calendarDate: " + reasonNoDate},
		{"negative steps", `[{"calendarDate":"2024-02-29","totalSteps":-1}]`, "x.json:1 totalSteps: outside what is possible for steps: 0 to 1000000"},
		{"a resting heart rate of 0", `[{"calendarDate":"2024-02-29","totalSteps":null,"restingHeartRate":0}]`, "x.json:1 restingHeartRate: outside what is possible for heart rate: 10 to 350 bpm"},
		{"a night that ends before it begins", `[{"calendarDate":"2024-02-29","sleepStartTimestampGMT":"2024-02-29T05:00:00.0","sleepEndTimestampGMT":"2024-02-28T05:00:00.0","deepSleepSeconds":60}]`, "x.json:1 sleepEndTimestampGMT: " + reasonEndBefore},
		{"a window without sleep", `[{"calendarDate":"2024-02-29","sleepStartTimestampGMT":"2024-02-29T05:00:00.0","sleepEndTimestampGMT":"2024-02-29T12:00:00.0","sleepWindowConfirmationType":"OFF_WRIST"}]`, "x.json:1 : no sleep was recorded in this window"},
		{"a time with another zone", `[{"calendarDate":"2024-02-29","sleepStartTimestampGMT":"2024-02-29T05:00:00+02:00","sleepEndTimestampGMT":"2024-02-29T12:00:00.0","deepSleepSeconds":60}]`, "x.json:1 sleepStartTimestampGMT: " + reasonNoISO},
		{"kilograms for grams", `[{"metaData":{"calendarDate":"2024-05-01"},"weight":{"weight":77.4,"timestampGMT":"2024-05-01T14:10:11.0"}}]`, "x.json:1 weight.weight: outside what is possible for weight: 0.2 to 700 kg"},
		{"a workout without begin", `[{"summarizedActivitiesExport":[{"activityType":"running","duration":5}]}]`, "x.json:1 beginTimestamp: " + reasonNothing},
		{"a workout of a year", `[{"summarizedActivitiesExport":[{"beginTimestamp":1714578000000,"duration":31536000000}]}]`, "x.json:1 duration: not a duration in milliseconds"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, _, err := readFile(t, "x.json", c.content)
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

func TestFITMessagesThatCannotBeTakenSayWhy(t *testing.T) {
	at := fitAt(fitMay1)
	cases := []struct {
		name     string
		messages []fitFields
		num      typedef.MesgNum
		want     []string
		rejects  []string
	}{
		{"two people on one scale", []fitFields{{253: at, 0: uint16(7740), 12: uint16(0)}, {253: at + 9, 0: uint16(5200), 12: uint16(1)}}, typedef.MesgNumWeightScale, nil, []string{"x.fit:2 user_profile_index: " + reasonSeveralPeople, "x.fit:3 user_profile_index: " + reasonSeveralPeople}},
		{"one person of several", []fitFields{{253: at, 0: uint16(7740), 12: uint16(3)}, {253: at + 9, 0: uint16(7750), 12: uint16(3)}}, typedef.MesgNumWeightScale, []string{"weight garmin:scale 2024-05-01T00:00:00-07:00 77.40 kg @2", "weight garmin:scale 2024-05-01T00:00:09-07:00 77.50 kg @3"}, nil},
		{"a weight of nothing", []fitFields{{253: at, 0: uint16(0)}}, typedef.MesgNumWeightScale, nil, []string{"x.fit:2 weight: outside what is possible for weight: 0.2 to 700 kg"}},
		{"no time", []fitFields{{0: uint16(7740)}}, typedef.MesgNumWeightScale, nil, []string{"x.fit:2 timestamp: it has no time"}},
		{"the time since the start", []fitFields{{253: uint32(4711), 0: uint16(7740)}}, typedef.MesgNumWeightScale, nil, []string{"x.fit:2 timestamp: its time counts from when the device was switched on"}},
		{"a failed measurement", []fitFields{{253: at, 0: uint16(121), 1: uint16(79), 8: byte(2)}}, typedef.MesgNumBloodPressure, nil, []string{"x.fit:2 status: the device says that the measurement failed"}},
		{"an irregular heart", []fitFields{{253: at, 0: uint16(121), 1: uint16(79), 8: byte(4)}}, typedef.MesgNumBloodPressure, []string{"systolic garmin:cuff 2024-05-01T00:00:00-07:00 121 mmHg @2", "diastolic garmin:cuff 2024-05-01T00:00:00-07:00 79 mmHg @2"}, nil},
		{"half a pressure", []fitFields{{253: at, 0: uint16(121)}}, typedef.MesgNumBloodPressure, nil, []string{"x.fit:2 systolic_pressure: " + reasonHalfPressure}},
		{"pressures the wrong way round", []fitFields{{253: at, 0: uint16(79), 1: uint16(121)}}, typedef.MesgNumBloodPressure, nil, []string{"x.fit:2 systolic_pressure: " + reasonUpsidePressure}},
		{"a short time before any long one", []fitFields{{26: uint16(7), 27: byte(60)}}, typedef.MesgNumMonitoring, nil, []string{"x.fit:2 timestamp: it has no time"}},
		{"short times that begin anew", []fitFields{{253: at | 0xfff0, 27: byte(60)}, {26: uint16(0x10), 27: byte(61)}}, typedef.MesgNumMonitoring, []string{
			"heart_rate garmin:tracker 2024-05-01T07:04:32-07:00 60 1/min @2", "heart_rate garmin:tracker 2024-05-01T07:05:04-07:00 61 1/min @3",
		}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var m memory
			content := fitBytes(t, typedef.FileMonitoringB, fitMessages(c.num, c.messages)...)
			if _, err := Read(context.Background(), []string{put(t, "x.fit", string(content))}, Options{Zone: zone(t, "America/Los_Angeles")}, &m); err != nil {
				t.Fatal(err)
			}
			same(t, "samples", m.lines(), c.want)
			same(t, "rejects", m.refused(), c.rejects)
		})
	}
}

// A damaged FIT file is left out as a whole: where the damage is, nobody knows.
func TestDamagedFITFilesGiveNothing(t *testing.T) {
	good := smallFIT(t)
	for i := 14; i < len(good); i++ {
		b := []byte(good)
		b[i] ^= 0x41
		m, _, err := readFile(t, "x.fit", string(b))
		if err != nil {
			t.Fatal(err)
		}
		if len(m.samples)+len(m.entries) > 0 || len(m.rejects) != 1 {
			t.Fatalf("byte %d: %d samples, %v", i, len(m.samples), m.refused())
		}
	}
}

// odd is a FIT file in which the weight has four bytes instead of two.
func oddFIT() []byte {
	at := binary.LittleEndian.AppendUint32(nil, fitAt(fitMay1))
	data := []byte{0x40, 0, 0, 0, 0, 1, 0, 1, 0x00, 0, 9} // file_id: type
	data = append(data, 0x41, 0, 0, 30, 0, 2, 253, 4, 0x86, 0, 4, 0x86, 1)
	data = append(append(data, at...), 0x3c, 0x1e, 1, 0)
	b := append([]byte{14, 0x20, 0x54, 0x08}, binary.LittleEndian.AppendUint32(nil, uint32(len(data)))...)
	b = append(b, ".FIT"...)
	b = binary.LittleEndian.AppendUint16(b, fitChecksum(b))
	b = append(b, data...)
	return binary.LittleEndian.AppendUint16(b, fitChecksum(b))
}

// fitChecksum is the sum at the end of a FIT file.
func fitChecksum(b []byte) uint16 {
	var crc uint16
	for _, c := range b {
		crc ^= uint16(c)
		for range 8 {
			if crc&1 != 0 {
				crc = crc>>1 ^ 0xa001
			} else {
				crc >>= 1
			}
		}
	}
	return crc
}

func TestFITFieldsOfOtherSizesAreNotTakenForOthers(t *testing.T) {
	m, _, err := readFile(t, "x.fit", string(oddFIT()))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "rejects", m.refused(), []string{"x.fit:2 : its fields have other sizes than those that are known"})
	same(t, "samples", m.lines(), nil)
}

// uploads puts an archive where an export has its FIT files, and reads it.
func uploads(t testing.TB, archive []byte, lim limits) (*memory, error) {
	t.Helper()
	x := tree{"DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_1.zip": string(archive), "DI_CONNECT/DI-Connect-Fitness/a.json": "[]"}
	var m memory
	_, err := readLimited(context.Background(), []string{x.folder(t)}, Options{Zone: zone(t, "America/Los_Angeles")}, &m, lim)
	return &m, err
}

// stored packs files without compression, sizes first.
func stored(name string, content []byte, sum uint32) []byte {
	b := []byte("PK\x03\x04\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	b = binary.LittleEndian.AppendUint32(b, sum)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(content)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(content)))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(name)))
	b = binary.LittleEndian.AppendUint16(b, 0)
	return append(append(b, name...), content...)
}

const archiveEnd = "PK\x05\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

func TestArchivesOfFITThatAreNotSafeAreRefused(t *testing.T) {
	fit := []byte(smallFIT(t))
	sum := crc32.ChecksumIEEE(fit)
	good := stored("a.fit", fit, sum)
	encrypted := slices.Clone(good)
	encrypted[6] |= 1
	bomb := func() []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		f, err := w.Create("a.fit")
		if err != nil {
			t.Fatal(err)
		}
		zeros := make([]byte, 1<<20)
		for range 40 {
			if _, err := f.Write(zeros); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}()
	join := func(parts ...[]byte) []byte { return append(slices.Concat(parts...), archiveEnd...) }
	small := defaultLimits
	small.entries = 20
	cases := []struct {
		name    string
		archive []byte
		lim     limits
		samples int
		reject  string
	}{
		{"a good one", join(good, stored("b.fit", fit, sum)), defaultLimits, 2 * 13, ""},
		{"a file of another kind", join(good, stored("b.tcx", []byte("x"), crc32.ChecksumIEEE([]byte("x")))), defaultLimits, 13, "1 file in it is no FIT file and is left out"},
		{"what only calls itself a FIT file", join(stored("b.fit", []byte("x"), crc32.ChecksumIEEE([]byte("x")))), defaultLimits, 0, "not a FIT file"},
		{"a name that leads out", join(stored("../../a.fit", fit, sum)), defaultLimits, 0, "it holds a file whose name leads out of the archive"},
		{"an absolute name", join(stored("/etc/a.fit", fit, sum)), defaultLimits, 0, "it holds a file with an absolute name"},
		{"a control character", join(stored("a\x1b.fit", fit, sum)), defaultLimits, 0, "it holds a file whose name has control characters"},
		{"a wrong checksum", join(good, stored("b.fit", fit, sum+1)), defaultLimits, 13, "is the last of the archive that can be read; behind file 2 it is incomplete or damaged"},
		{"a cut archive", good[:len(good)-5], defaultLimits, 0, "is the last of the archive that can be read; behind file 1 it is incomplete or damaged"},
		{"rubbish behind a file", join(good, []byte("rubbish")), defaultLimits, 13, "is the last of the archive that can be read; behind file 1 it is incomplete or damaged"},
		{"encryption", join(encrypted), defaultLimits, 0, "the archive is encrypted"},
		{"a bomb", bomb, defaultLimits, 0, "a file unpacks to more than 300 times its size"},
		{"too many files", join(bytes.Repeat(stored("x.txt", nil, 0), 30)), small, 0, "the archive holds more than 20 files"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, err := uploads(t, c.archive, c.lim)
			if err != nil {
				t.Fatal(err)
			}
			if len(m.samples) != c.samples {
				t.Errorf("%d samples, want %d", len(m.samples), c.samples)
			}
			if c.reject == "" && len(m.rejects) > 0 || c.reject != "" && (len(m.rejects) != 1 || m.rejects[0].Reason != c.reject) {
				t.Errorf("rejects %v, want %q", m.refused(), c.reject)
			}
		})
	}
}

func TestCancelEndsReadingInsideAnArchiveOfFIT(t *testing.T) {
	fit := []byte(smallFIT(t))
	archive := append(bytes.Repeat(stored("a.fit", fit, crc32.ChecksumIEEE(fit)), 500), archiveEnd...)
	x := tree{"DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_1.zip": string(archive)}
	ctx, cancel := context.WithCancel(context.Background())
	c := &cancelling{cancel: cancel}
	if _, err := Read(ctx, []string{x.folder(t)}, Options{Zone: time.UTC}, c); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if len(c.samples) > 100*13 {
		t.Errorf("%d samples after the cancel", len(c.samples))
	}
}

func TestArchivesOfFITTakeTheMemoryOfOneFile(t *testing.T) {
	fit := []byte(smallFIT(t))
	one := stored("a.fit", fit, crc32.ChecksumIEEE(fit))
	allocated := func(files int) uint64 {
		archive := append(bytes.Repeat(one, files), archiveEnd...)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		z := newZIPStream(bytes.NewReader(archive), "x.zip", defaultLimits)
		for n := 0; ; n++ {
			p, ok, err := z.next()
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				if n != files {
					t.Fatalf("%d files", n)
				}
				break
			}
			if _, _, err := z.bytes(p, false, maxFIT); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		return after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc)
	}
	if n := allocated(2000); n > 1<<20 {
		t.Errorf("%d bytes are held for 2,000 files", n)
	}
}

// FuzzFIT reads any bytes as FIT files, alone and in an archive, their checksums
// made to fit.
func FuzzFIT(f *testing.F) {
	f.Add([]byte(smallFIT(f)))
	f.Add(oddFIT())
	f.Add([]byte(fitArchive(f)))
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) > 1<<16 {
			return
		}
		if isFIT(content) && len(content) > 16 {
			binary.LittleEndian.PutUint32(content[4:], uint32(len(content)-int(content[0])-2))
			if content[0] == 14 {
				binary.LittleEndian.PutUint16(content[12:], fitChecksum(content[:12]))
			}
			end := len(content) - 2
			binary.LittleEndian.PutUint16(content[end:], fitChecksum(content[:end]))
		}
		for _, stream := range []func(*fileReader) error{
			func(r *fileReader) error { return readGarminFIT(true)(r, bytes.NewReader(content)) },
			func(r *fileReader) error { return readGarminUploads(true)(r, bytes.NewReader(content)) },
		} {
			lim := defaultLimits
			lim.totalBytes, lim.entries = 8<<20, 100
			r := &fileReader{ctx: context.Background(), opts: Options{Zone: time.UTC}, lim: lim, sink: &strict{t: t}, file: &inputFile{name: "x.fit", base: "x.fit"}}
			r.zone.loc = time.UTC
			if err := stream(r); err != nil {
				t.Errorf("error %v", err)
			}
		}
	})
}
