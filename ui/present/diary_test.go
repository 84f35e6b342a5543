package present

import (
	"testing"
	"time"

	"vitalkeep/health"
)

var twoEast = time.FixedZone("", 7200)

// day and hour of 2025 in milliseconds, in a zone two hours east.
func diaryAt(day, hour int) Instant {
	start, _ := health.Date{Year: 2025, Month: 10, Day: day}.Bounds(twoEast)
	return Instant{start + int64(hour)*3600_000, 7200}
}

func warm(day, hour int, tenths int64, source health.SourceID) health.Reading {
	r := NewReading(Amount{DiaryMetric, health.Decimal{Mantissa: tenths, Places: 1}, health.Celsius}, diaryAt(day, hour))
	r.Source = source
	return r
}

func everything(DiaryKind) bool { return true }

func TestTheDiaryIsSortedByDaysTheNewestFirst(t *testing.T) {
	temperatures := []health.Reading{warm(10, 8, 374, health.TypedSource), warm(11, 8, 391, "withings:spot")}
	entries := []health.Entry{
		NewComment(temperatures[0], "after the bath"),
		NewEntry(health.Symptom, "cough", diaryAt(10, 9), health.Field{Name: health.FieldName, Text: "cough"}, health.Field{Name: health.FieldSeverity, Text: "2"}),
		NewEntry(health.Medicine, "Paracetamol", diaryAt(11, 9), health.Field{Name: health.FieldName, Text: "Paracetamol"}, health.Field{Name: health.FieldAmount, Text: "500 mg"}),
		NewEntry(health.Note, "", diaryAt(11, 23), health.Field{Name: health.FieldText, Text: "Slept"}),
		{Kind: health.SleepNight, Start: diaryAt(11, 23).At},
	}
	got := Diary(temperatures, entries, health.MetricUnits, everything)
	if len(got) != 2 || got[0].Date.Day != 11 || len(got[0].Lines) != 3 || len(got[1].Lines) != 2 {
		t.Fatalf("%+v", got)
	}
	note, medicine, spot := got[0].Lines[0], got[0].Lines[1], got[0].Lines[2]
	if note.Kind != DiaryNote || note.When() != "23:00" || medicine.Title != "Paracetamol" || medicine.Aside != "500 mg" || spot.Typed() || !spot.MayGo() {
		t.Errorf("the first day is %+v", got[0])
	}
	cough, bath := got[1].Lines[0], got[1].Lines[1]
	if cough.Title != "Cough" || cough.Aside != "Moderate" || bath.Title != "37.4 °C" || bath.Text != "after the bath" || !bath.Typed() {
		t.Errorf("the second day is %+v", got[1])
	}
	only := Diary(temperatures, entries, health.USUnits, func(k DiaryKind) bool { return k == DiaryTemperature })
	if len(only) != 2 || len(only[0].Lines) != 1 || only[0].Lines[0].Title != "102.4 °F" {
		t.Errorf("temperatures alone are %+v", only)
	}
}

func TestManyRecordedTemperaturesOfADayAreOneLine(t *testing.T) {
	var many []health.Reading
	for h := range 12 {
		many = append(many, warm(10, h, 364+int64(h), "withings:watch"))
	}
	many = append(many, warm(10, 13, 371, health.TypedSource))
	got := Diary(many, nil, health.MetricUnits, everything)
	if len(got) != 1 || len(got[0].Lines) != 2 || got[0].Lines[1].Several != 12 || got[0].Lines[1].Title != "36.4–37.5 °C" || got[0].Lines[1].MayGo() {
		t.Errorf("%+v", got)
	}
}

func TestAnIllnessIsARunOfDaysWithFever(t *testing.T) {
	for name, c := range map[string]struct {
		readings []health.Reading
		want     int
	}{
		"a fever of three days":     {[]health.Reading{warm(10, 8, 374, ""), warm(11, 8, 391, ""), warm(12, 8, 369, "")}, 1},
		"no fever":                  {[]health.Reading{warm(10, 8, 364, ""), warm(11, 8, 369, ""), warm(12, 8, 368, "")}, 0},
		"one day":                   {[]health.Reading{warm(10, 8, 384, ""), warm(10, 12, 391, ""), warm(10, 18, 389, "")}, 0},
		"two readings":              {[]health.Reading{warm(10, 8, 384, ""), warm(11, 8, 391, "")}, 0},
		"two illnesses":             {[]health.Reading{warm(1, 8, 384, ""), warm(1, 20, 391, ""), warm(2, 8, 389, ""), warm(10, 8, 384, ""), warm(10, 20, 391, ""), warm(11, 8, 389, "")}, 2},
		"nothing was ever measured": {nil, 0},
	} {
		got := Illnesses(c.readings)
		if len(got) != c.want {
			t.Errorf("%s: %d illnesses", name, len(got))
		}
		if c.want == 2 && got[0].From.Day != 10 {
			t.Errorf("%s: the newest is not the first", name)
		}
	}
	x := Illnesses([]health.Reading{warm(10, 8, 374, ""), warm(11, 8, 391, ""), warm(12, 8, 369, "")})[0]
	if got := x.InWords(health.MetricUnits); got != "From 10 Oct 2025: the highest of 3 temperatures was 39.1 °C, on 11 Oct 2025, 08:00." {
		t.Errorf("in words: %q", got)
	}
	g := x.Graph(Almanac{Zone: twoEast}, health.MetricUnits)
	if len(g.Points) != 3 || g.Points[1].V != 39.1 || g.To-g.From != 3*dayMS {
		t.Errorf("the graph is %+v", g)
	}
}
