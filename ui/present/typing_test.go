package present

import (
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
)

func askFor(t *testing.T, form string, i int, system health.UnitSystem) Ask {
	t.Helper()
	f, ok := FormOf(form, system)
	if !ok || i >= len(f.Asks) {
		t.Fatalf("no form %s with %d numbers", form, i)
	}
	return f.Asks[i]
}

func TestEveryFormHasANameAndAGroup(t *testing.T) {
	ids := map[string]bool{}
	for _, f := range Forms(health.MetricUnits) {
		if f.Name() == "" || f.Group() == "" || f.Hint() == "" && f.Asks[0].Ways[0].Name() != "" || ids[f.ID] {
			t.Errorf("form %q is called %q, of %q, %q", f.ID, f.Name(), f.Group(), f.Hint())
		}
		ids[f.ID] = true
		for _, a := range f.Asks {
			if a.Name() == "" || len(a.Ways) == 0 || !a.Optional && a.More {
				t.Errorf("form %s asks %+v", f.ID, a)
			}
		}
	}
	for id, want := range map[string]string{"weight": "weight", "fat_mass": "weight", "systolic": PressureID, "note": "note", "spo2": "spo2"} {
		if f, ok := FormOf(id, health.USUnits); !ok || f.ID != want {
			t.Errorf("%s is typed in %q", id, f.ID)
		}
	}
	if _, ok := FormOf("sleep_stage", health.MetricUnits); ok {
		t.Error("stages of sleep can be typed")
	}
}

func TestThePersonsUnitComesFirst(t *testing.T) {
	for _, c := range []struct {
		form   string
		system health.UnitSystem
		want   string
	}{
		{"weight", health.MetricUnits, "kg"},
		{"weight", health.USUnits, "lb"},
		{"height", health.MetricUnits, "cm"},
		{"height", health.USUnits, "ft in"},
		{"body_temperature", health.USUnits, "°F"},
		{"glucose", health.USUnits, "mg/dL"},
		{PressureID, health.USUnits, "mmHg"},
		{PressureID, health.USUnits.With(health.BloodPressure, health.Kilopascal), "kPa"},
		{"weight", health.MetricUnits.With(health.Mass, health.Stone), "st lb"},
		{"weight", health.USUnits.With(health.Mass, health.Kilogram), "kg"},
		{"height", health.USUnits.With(health.Length, health.Centimetre), "cm"},
		{"distance", health.MetricUnits.With(health.Travel, health.Mile), "mi"},
		{"body_temperature", health.USUnits.With(health.Warmth, health.Celsius), "°C"},
		{"respiratory_rate", health.MetricUnits, "/min"},
	} {
		if got := askFor(t, c.form, 0, c.system).Ways[0].Name(); got != c.want {
			t.Errorf("%s is typed in %s, want %s", c.form, got, c.want)
		}
	}
}

func TestWhatIsTypedIsKeptAsItWasTyped(t *testing.T) {
	for _, c := range []struct {
		name, form string
		system     health.UnitSystem
		way        int
		texts      []string
		value      string
		unit       health.Unit
	}{
		{"180 lb stays 180 lb", "weight", health.USUnits, 0, []string{"180"}, "180", health.Pound},
		{"zeros at the end stay", "weight", health.MetricUnits, 0, []string{"78.20"}, "78.20", health.Kilogram},
		{"a comma is a decimal sign", "weight", health.MetricUnits, 0, []string{"78,2"}, "78.2", health.Kilogram},
		{"stones are pounds", "weight", health.MetricUnits, 2, []string{"11", "4.5"}, "158.5", health.Pound},
		{"stones alone", "weight", health.MetricUnits, 2, []string{"11", ""}, "154", health.Pound},
		{"feet are inches", "height", health.USUnits, 0, []string{"5", "11"}, "71", health.Inch},
		{"inches alone", "height", health.USUnits, 0, []string{"", "11"}, "11", health.Inch},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := askFor(t, c.form, 0, c.system).Ways[c.way]
			got, err := w.Parse(c.texts)
			if err != nil || got.Value.String() != c.value || got.Unit != c.unit {
				t.Fatalf("%v, %v", got, err)
			}
			again, err := w.Parse(w.Texts(got.Value, got.Unit))
			if err != nil || !again.Value.Equal(got.Value) {
				t.Errorf("filled in again it is %v, %v", again, err)
			}
		})
	}
}

func TestNumbersThatCannotBeAreRefused(t *testing.T) {
	for _, c := range []struct {
		form  string
		way   int
		texts []string
		want  string
	}{
		{"weight", 0, []string{""}, "Type a number."},
		{"weight", 0, []string{"abc"}, "This is not a number."},
		{"weight", 0, []string{"820000"}, "This cannot be: possible is 0.2\u00a0kg to 700\u00a0kg."},
		{"weight", 0, []string{"-3"}, "This cannot be: possible is 0.2\u00a0kg to 700\u00a0kg."},
		{"weight", 2, []string{"11.5", "2"}, "The larger unit takes whole numbers; the rest goes into the smaller."},
		{"weight", 2, []string{"11", "14"}, "This is more than fits into the smaller unit; begin with the larger."},
		{"body_temperature", 0, []string{"98.6"}, "This cannot be: possible is 13\u00a0°C to 47\u00a0°C. In °F it would be likely."},
		{"height", 1, []string{"12", "1"}, "This cannot be: possible is 0\u00a0ft 8\u00a0in to 9\u00a0ft 10\u00a0in."},
	} {
		a := askFor(t, c.form, 0, health.MetricUnits)
		if got := a.Judge(a.Ways[c.way], c.texts, 0, Last{}); got.Fault != c.want || got.Doubt != "" {
			t.Errorf("%s %q: %+v, want %q", c.form, c.texts, got, c.want)
		}
	}
	a := askFor(t, "weight", 1, health.MetricUnits)
	if got := a.Judge(a.Ways[0], []string{" "}, 0, Last{}); got != (Verdict{}) {
		t.Errorf("body fat that is not given: %+v", got)
	}
}

func TestUnlikelyNumbersAreAskedAbout(t *testing.T) {
	const day = int64(24 * 3600 * 1000)
	last := Last{Known: true, Value: 78.2, At: 100 * day}
	for _, c := range []struct {
		name string
		form string
		way  int
		text string
		at   int64
		last Last
		want string
	}{
		{"likely", "weight", 0, "78.2", 101 * day, last, ""},
		{"above what nearly everybody has", "weight", 0, "260", 0, Last{}, "Is 260 kg right? Nearly always it is 20\u00a0kg to 250\u00a0kg. In lb it would be likely."},
		{"far from the last", "weight", 0, "98.2", 101 * day, last, "Is 98.2 kg right? The last was 78.2\u00a0kg, on 11 Apr 1970."},
		{"pounds typed as kilograms", "weight", 0, "172.4", 101 * day, last, "Is 172.4 kg right? The last was 78.2\u00a0kg, on 11 Apr 1970. In lb it would be likely."},
		{"years later", "weight", 0, "98.2", 900 * day, last, ""},
		{"no last one", "weight", 0, "98.2", 101 * day, Last{}, ""},
		{"a fever", "body_temperature", 0, "39.4", 0, Last{}, ""},
		{"no fever any more", "body_temperature", 0, "42.5", 0, Last{}, "Is 42.5 °C right? Nearly always it is 34\u00a0°C to 42\u00a0°C."},
	} {
		a := askFor(t, c.form, 0, health.MetricUnits)
		if got := a.Judge(a.Ways[c.way], []string{c.text}, c.at, c.last); got.Doubt != c.want || got.Fault != "" {
			t.Errorf("%s: %+v, want %q", c.name, got, c.want)
		}
	}
}

func TestNumbersThatDoNotGoTogether(t *testing.T) {
	mmHg := func(n int64) Amount { return Amount{"systolic", health.Int(n), health.MillimetreOfMercury} }
	kPa := Amount{"diastolic", health.Int(17), health.Kilopascal} // 127.5 mmHg
	if PressureFault(mmHg(120), mmHg(80)) != "" || PressureFault(mmHg(80), mmHg(80)) == "" || PressureFault(mmHg(120), kPa) == "" {
		t.Error("pressures the wrong way round")
	}
	kg := Amount{"weight", health.Int(70), health.Kilogram}
	if MassFault(kg, Amount{"fat_mass", health.Int(20), health.Kilogram}) != "" ||
		MassFault(kg, Amount{"fat_mass", health.Int(160), health.Pound}) == "" ||
		MassFault(kg, Amount{"fat_ratio", health.Int(80), health.Percent}) != "" {
		t.Error("a part that weighs more than the whole")
	}
}

func TestClockChanges(t *testing.T) {
	loc, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	spring, autumn := health.Date{Year: 2025, Month: 3, Day: 30}, health.Date{Year: 2025, Month: 10, Day: 26}
	if got := Instants(spring, 2, 30, loc); len(got) != 0 {
		t.Errorf("a time that was skipped is %v", got)
	}
	if got := SkippedFault(spring, 2, 30, loc); !strings.Contains(got, "no 02:30") || !strings.Contains(got, "from 02:00 to 03:00") {
		t.Errorf("the reason is %q", got)
	}
	twice := Instants(autumn, 2, 30, loc)
	if len(twice) != 2 || twice[1].At-twice[0].At != 3600_000 || twice[0].Offset != 7200 || twice[1].Offset != 3600 {
		t.Errorf("a time that came twice is %v", twice)
	}
	for _, d := range []health.Date{spring, autumn} {
		got := Instants(d, 12, 0, loc)
		at, off, err := health.ResolveWall(d, 12, 0, 0, loc)
		if err != nil || len(got) != 1 || got[0] != (Instant{at, off}) {
			t.Errorf("noon of %s is %v, want %d %d", d, got, at, off)
		}
	}
	if got := FreeInstant(Instant{1000, 60}, func(at int64) bool { return at < 3000 }); got != (Instant{3000, 60}) {
		t.Errorf("the free instant is %v", got)
	}
}

func TestWhatWasCorrectedStaysInItsHistory(t *testing.T) {
	at := Instant{5000, 3600}
	weight := NewReading(Amount{"weight", health.Int(78), health.Kilogram}, Instant{1000, 3600})
	fat := NewReading(Amount{"fat_ratio", health.Int(24), health.Percent}, Instant{1000, 3600})
	moved := NewReading(Amount{"weight", health.Int(87), health.Kilogram}, at)
	got := CorrectReadings([]health.Reading{weight, fat}, []health.Reading{moved}, at, 9000)
	if len(got) != 2 {
		t.Fatalf("%d corrections", len(got))
	}
	e := got[0]
	if e.Start != 5000 || e.Field(health.FieldValue) != "78" || e.Field(health.FieldUnit) != "kg" || e.Field(health.FieldBefore) != "1000" ||
		e.Field(health.FieldCorrected) != "9000" || !BelongsTo(e, "weight", health.TypedSource, 5000) {
		t.Errorf("the correction is %+v", e)
	}
	if same := CorrectReadings([]health.Reading{weight}, []health.Reading{weight}, Instant{1000, 3600}, 9000); len(same) != 0 {
		t.Errorf("nothing changed, but %v", same)
	}
	old := NewEntry(health.Picture, "a", Instant{1000, 0}, health.Field{Name: health.FieldPicture, Text: "ref"}, health.Field{Name: health.FieldText, Text: "Rash"})
	later := NewEntry(health.Picture, "a", at, health.Field{Name: health.FieldPicture, Text: "ref"}, health.Field{Name: health.FieldText, Text: "Rash, left arm"})
	c := CorrectEntry(old, later, 9000)
	if c.Field(health.FieldText) != "Rash" || c.Field(health.FieldPicture) != "" || !BelongsToEntry(c, later) {
		t.Errorf("the correction is %+v", c)
	}
	if !BelongsTo(NewComment(weight, " after a run "), "weight", health.TypedSource, 1000) || NewComment(weight, " x ").Field(health.FieldText) != "x" {
		t.Error("the comment does not belong to its reading")
	}
}

func TestTheHistoryOfOneEntryIsNotThatOfAnother(t *testing.T) {
	at := Instant{1000, 0}
	pain, back := NewEntry(health.Symptom, "Pain", at), NewEntry(health.Symptom, "Pain in the back", at)
	c := CorrectEntry(back, back, 9000)
	if !BelongsToEntry(c, back) || BelongsToEntry(c, pain) {
		t.Errorf("%q belongs to the pain: %v, to that in the back: %v", c.Key, BelongsToEntry(c, pain), BelongsToEntry(c, back))
	}
}

func TestTheLastNumberHasTheDecimalsOfItsKind(t *testing.T) {
	ways := map[string]Way{}
	for _, f := range Forms(health.MetricUnits) {
		for _, a := range f.Asks {
			for _, w := range a.Ways {
				ways[string(w.Metric)+" "+w.Name()] = w
			}
		}
	}
	for way, c := range map[string]struct {
		value float64
		want  string
	}{
		"weight kg": {71, "71.0\u00a0kg"}, "weight st lb": {71, "11\u00a0st 3\u00a0lb"}, "systolic mmHg": {128, "128\u00a0mmHg"},
		"systolic kPa": {120, "16.0\u00a0kPa"}, "steps steps": {8431, "8,431\u00a0steps"}, "height ft in": {1.8, "5\u00a0ft 11\u00a0in"},
		"body_temperature °C": {37, "37.0\u00a0°C"},
	} {
		if got := ways[way].Reading(c.value); got != c.want {
			t.Errorf("%s: %q, want %q", way, got, c.want)
		}
	}
}

func TestAMassInAnotherUnitIsNotTakenForAShare(t *testing.T) {
	f, _ := FormOf(WeightID, health.MetricUnits)
	fat := NewReading(Amount{"fat_mass", health.Int(18500), health.Gram}, Instant{1000, 0})
	way := f.Asks[1].Ways[f.Asks[1].WayOf(fat)]
	if got := way.Texts(fat.Value, fat.Unit); way.Metric != "fat_mass" || len(got) != 1 || got[0] != "18.5" {
		t.Errorf("%v is typed as %v %s", fat.Value, got, way.Name())
	}
}

func TestSymptomsHaveNames(t *testing.T) {
	for _, k := range health.Symptoms() {
		if SymptomName(k) == k || SymptomKey(SymptomName(k)) != k {
			t.Errorf("%s is called %q", k, SymptomName(k))
		}
	}
	if SymptomName("Itching") != "Itching" || SymptomKey(" Itching ") != "Itching" || SeverityName("2") != "Moderate" || SeverityName("x") != "" {
		t.Error("own words are changed")
	}
}

func TestWhatIsTypedOftenComesFirst(t *testing.T) {
	typed := []health.SourceID{health.TypedSource}
	all := []Summary{
		{Metric: "weight", Count: 9, Sources: typed},
		{Metric: "systolic", Count: 40, Sources: typed},
		{Metric: "spo2", Count: 400, Sources: []health.SourceID{"withings:spot"}},
		{Metric: "fat_ratio", Count: 90, Sources: typed},
	}
	got := MostUsed(Forms(health.MetricUnits), all, 4)
	if len(got) != 2 || got[0].ID != PressureID || got[1].ID != "weight" {
		t.Errorf("first come %v", got)
	}
	found := 0
	for _, f := range Forms(health.MetricUnits) {
		if f.Matches("COUGH") || f.Matches(" puls") {
			found++
		}
	}
	if found != 2 { // symptoms, pulse wave velocity
		t.Errorf("%d forms found", found)
	}
}
