package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// insightsOf opens the insights into a subject of the data that the stage has.
func (s *stage) insightsOf(subject string, prefs Preferences) *InsightsScreen {
	s.t.Helper()
	p := NewInsightsScreen(s.Shell, DataNeeds{Library: s.library, Preferences: prefs}, subject)
	s.Open(p)
	s.bench.settle()
	return p
}

// weekOfPressure adds what the schedule of a home week asks for, on so many days
// that end today, the first of them higher.
func (l *fakeLibrary) weekOfPressure(days int) {
	loc, _ := l.person.Location()
	today := stageNow.In(loc)
	for i := days - 1; i >= 0; i-- {
		for k := range 4 {
			at := time.Date(today.Year(), today.Month(), today.Day()-i, 7+k/2*13, 10+k%2*2, 0, 0, loc)
			if at.After(stageNow) {
				continue
			}
			high := float64(126 + (i*3+k)%7)
			if i == days-1 {
				high += 30
			}
			l.put("systolic", "withings:export", at, 0, high, health.MillimetreOfMercury, 0)
			l.put("diastolic", "withings:export", at, 0, high-47, health.MillimetreOfMercury, 0)
		}
	}
}

func pressureWeek(days int) func() *fakeLibrary {
	return func() *fakeLibrary {
		l := newFakeLibrary()
		l.weekOfPressure(days)
		return l
	}
}

func begun(first string) *fakePreferences {
	p := newFakePreferences()
	p.kept[insightsPreference] = []byte(fmt.Sprintf(`{"version":1,"home_week":%q}`, first))
	return p
}

// insightShots are the pages of insights.
var insightShots = []shot{
	{name: "insights", state: "weight", open: func(s *stage) { s.insightsOf("weight", newFakePreferences()) }},
	{name: "insights", state: "steps", open: func(s *stage) { s.insightsOf("steps", newFakePreferences()) }},
	{name: "insights", state: "sleep", open: func(s *stage) { s.insightsOf("sleep", newFakePreferences()) }},
	{name: "insights", state: "pressure", open: func(s *stage) { s.insightsOf("blood_pressure", newFakePreferences()) }},
	{name: "insights", state: "week", stage: dataStage(pressureWeek(7)), open: func(s *stage) { s.insightsOf("blood_pressure", begun("2025-10-08")) }},
	{name: "insights", state: "week-begun", stage: dataStage(pressureWeek(3)), open: func(s *stage) { s.insightsOf("blood_pressure", begun("2025-10-12")) }},
	{name: "insights", state: "thin", stage: dataStage(func() *fakeLibrary { return weighed(4) }), open: func(s *stage) { s.insightsOf("weight", nil) }},
	{name: "insights", state: "none", stage: dataStage(func() *fakeLibrary { return weighed(4) }), open: func(s *stage) { s.insightsOf("steps", nil) }},
	{name: "insights", state: "error", stage: dataStage(failing), open: func(s *stage) { s.insightsOf("weight", nil) }},
}

func TestInsightsTellWhatTheDataComesTo(t *testing.T) {
	for subject, words := range map[string][]string{
		"weight":         {"Trend", "What is usual for you", "Time of day", "Weekly means", "Monthly means", "6 Oct – 12 Oct", "October 2025, so far", "of the 28 days from 10 Sep to 7 Oct"},
		"blood_pressure": {"A week at home", "practice guidelines 2021", "135/85", "Usual systolic pressure", "Usual diastolic pressure", "Weekly means"},
		"sleep":          {"What is usual for you", "Weekly means", "7 of 7"},
		"steps":          {"What is usual for you", "Time of day", "Most: Afternoon"},
		"heart_rate":     {"Usual range", "Night", "readings from 17 Sep to 14 Oct"},
		"fat_mass":       {"What is usual for you"},
	} {
		s := unlocked(t, style.AlwaysLight, wide, withData(household()))
		s.insightsOf(subject, newFakePreferences())
		for _, w := range words {
			s.wants(w)
		}
	}
}

func TestThinDataSaysSo(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide, withData(weighed(4)))
	s.insightsOf("weight", nil)
	for _, w := range []string{
		"Too few days to tell a pace", "Too few days to say what is usual", "No whole month with readings on at least three days yet.",
	} {
		s.wants(w)
	}
	for _, w := range []string{"Usual range", "A week\n"} {
		if s.shows(w) {
			t.Errorf("four days are said to have %q", w)
		}
	}
}

func TestADayThatIsNotOverIsNoPartOfAMean(t *testing.T) {
	lib := newFakeLibrary()
	lib.steps(60)
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	p := s.insightsOf("steps", nil)
	if p.data.Last != (health.Date{Year: 2025, Month: 10, Day: 13}) {
		t.Errorf("the last day is %s", p.data.Last)
	}
}

func TestAHomeWeekIsBegunFollowedAndEnded(t *testing.T) {
	lib := pressureWeek(3)()
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	prefs := newFakePreferences()
	prefs.kept[insightsPreference] = []byte(`{"version":3,"other":[1]}`)
	p := s.insightsOf("blood_pressure", prefs)
	s.wants("readings count so far, 12 are needed for a mean")
	s.pressNamed(p.cards, "Begin a week today")
	s.wants("Today is for practice and is left out.")
	s.wants("Day 1 of 7.")
	if got := string(prefs.kept[insightsPreference]); got != `{"home_week":"2025-10-14","other":[1],"version":3}` {
		t.Errorf("stored is %s", got)
	}
	p = s.insightsOf("blood_pressure", begun("2025-10-12"))
	s.wants("Day 3 of 7. Measured on 3 days; 6 readings count.")
	s.pressNamed(p.cards, "End this week")
	if s.shows("Day 3 of 7") || p.began != (health.Date{}) {
		t.Error("the week goes on")
	}
}

func TestAWholeHomeWeekHasAMean(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide, withData(pressureWeek(8)()))
	s.insightsOf("blood_pressure", begun("2025-10-07"))
	s.wants("The mean of 24 readings is 129/82 mmHg, below the limit of 135/85 mmHg for readings at home.")
	s.wants("Mean of the week")
	if s.shows("End this week") {
		t.Error("a week that is over can be ended")
	}
}

func TestAWeekThatCannotBeKeptIsNotBegun(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide, withData(pressureWeek(3)()))
	prefs := newFakePreferences()
	prefs.fail = errDisk
	p := s.insightsOf("blood_pressure", prefs)
	s.pressNamed(p.cards, "Begin a week today")
	s.wants("disk gone")
	if p.data.HomeWeek().Running {
		t.Error("the week runs")
	}
	prefs.fail = nil
	prefs.kept[insightsPreference] = []byte(`{"home_week":7}`)
	p = s.insightsOf("blood_pressure", prefs)
	if p.begins || s.shows("Begin a week today") {
		t.Error("what is not understood is written over")
	}
}

func TestIOnACardOpensItsInsights(t *testing.T) {
	lib := weighed(60)
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	s.pages.Insights = func(s *Shell, subject string) Page {
		return NewInsightsScreen(s, DataNeeds{Library: lib}, subject)
	}
	s.key(fyne.KeyRight)
	s.rune('i')
	s.bench.settle()
	p, ok := s.Page().(*InsightsScreen)
	if !ok || p.data.Subject.ID != "weight" {
		t.Fatalf("the page is %T", s.Page())
	}
	s.key(fyne.KeyEnd)
	if p.scroll.Offset.Y <= 0 {
		t.Error("End does not scroll")
	}
	s.key(fyne.KeyEscape)
	s.bench.settle()
	s.wants("Good morning, Anna")
}

func TestStoredHomeWeeks(t *testing.T) {
	day := health.Date{Year: 2025, Month: time.October, Day: 8}
	for stored, want := range map[string]string{
		"": `{"home_week":"2025-10-08","version":1}`, `{"version":1,"home_week":"2024-01-01"}`: `{"home_week":"2025-10-08","version":1}`,
		`{"x":{}}`: `{"home_week":"2025-10-08","version":1,"x":{}}`,
	} {
		got, err := withHomeWeek([]byte(stored), day)
		if err != nil || string(got) != want {
			t.Errorf("%s becomes %s, %v", stored, got, err)
		}
		if back, ok := readHomeWeek(got); !ok || back != day {
			t.Errorf("%s reads as %v", got, back)
		}
		none, err := withHomeWeek(got, health.Date{})
		if err != nil || strings.Contains(string(none), "home_week") || (none == nil) != !strings.Contains(stored, "x") {
			t.Errorf("%s without is %s, %v", got, none, err)
		}
	}
	for _, strange := range []string{`{"home_week":"never"}`, `{"home_week":[]}`, `3`} {
		if _, ok := readHomeWeek([]byte(strange)); ok {
			t.Errorf("%s is understood", strange)
		}
	}
}

// pressNamed presses the button of that label below o.
func (s *stage) pressNamed(o fyne.CanvasObject, label string) {
	s.t.Helper()
	var found *parts.Button
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *parts.Button:
			if x.Label() == label {
				found = x
			}
		case *fyne.Container:
			for _, child := range x.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(x).Objects() {
				walk(child)
			}
		}
	}
	walk(o)
	if found == nil {
		s.t.Fatalf("there is no button %q", label)
	}
	found.Press()
	s.bench.settle()
}
