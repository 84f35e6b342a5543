package ui

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

func TestAPurposeIsAllowedUntilItsPersonObjects(t *testing.T) {
	ada, bo := health.ProfileID{1}, health.ProfileID{2}
	of := map[health.ProfileID]*fakePreferences{ada: newFakePreferences(), bo: newFakePreferences()}
	of[ada].kept[purposesPreference] = []byte(`{"off":["insights","of a newer program"]}`)
	of[bo].kept[purposesPreference] = []byte(`not JSON`)
	s := &Shell{session: &Session{Preferences: func(p health.ProfileID) Preferences { return of[p] }}, profile: health.Profile{ID: ada}}
	if s.Allows(health.Insights) || !s.Allows(health.Bands) {
		t.Error("what is objected to is allowed, or all else is not")
	}
	if !s.AllowsFor(bo, health.Insights) {
		t.Error("one person's objection counts for another")
	}
	s.session.Preferences = nil
	if !s.Allows(health.Insights) {
		t.Error("without anywhere to object nothing is allowed")
	}
}

// everyday is the household's data with a home week that runs.
func everyday() *fakeLibrary {
	l := household()
	l.weekOfPressure(3)
	return l
}

// objecting is a vault with a person's data and pages, who objects to some
// purposes.
func objecting(t *testing.T, size fyne.Size, off ...health.Purpose) (*stage, *fakePreferences) {
	t.Helper()
	lib, prefs := everyday(), begun("2025-10-12")
	if len(off) > 0 {
		stored, err := json.Marshal(health.Objections{Off: off})
		if err != nil {
			t.Fatal(err)
		}
		prefs.kept[purposesPreference] = stored
	}
	needs := DataNeeds{Library: lib, Past: onePast, Preferences: prefs}
	s := unlocked(t, style.AlwaysLight, size, withSettings(&fakeAppearances{}), func(d *Deps, s *stage) {
		s.library = lib
		s.vaults.dress = func(v *Session) {
			v.Preferences = func(health.ProfileID) Preferences { return prefs }
			v.Notebook = func(health.ProfileID) Notebook { return newFakeNotebook(lib) }
		}
		d.Pages.Dashboard = func(s *Shell) Page { return NewDashboardScreen(s, needs) }
		d.Pages.Data = func(s *Shell) Page { return NewDataScreen(s, needs) }
		d.Pages.Insights = func(s *Shell, subject string) Page { return NewInsightsScreen(s, needs, subject) }
	})
	return s, prefs
}

// crawl opens every page that shows data, at every span, and returns what each
// says, by its name, with the tips of graphs.
func crawl(t *testing.T, off ...health.Purpose) map[string]string {
	t.Helper()
	s, _ := objecting(t, wide, off...)
	out := map[string]string{}
	note := func(name string, more ...string) {
		s.bench.settle()
		out[name] = strings.Join(append(s.texts(), more...), " ")
	}
	note("dashboard")
	s.goTo(1)
	note("data")
	all, err := s.library.Metrics(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	known, other := present.Listed(all)
	for _, subject := range append(known, other...) {
		d := s.subject(subject.ID)
		for _, key := range "dwm3ya" {
			d.TypedRune(key)
			s.bench.settle()
			g, _ := d.graph.Shown(d.window)
			more := []string{fmt.Sprintf("drawn:%d", len(g.Trend))}
			if subject.ID != "heart_rate" { // whose limit is the lowest half hour
				more = append(more, fmt.Sprintf("limits:%d", len(g.Limits())))
			}
			for i := range min(len(g.Points), 50) {
				more = append(more, g.Tip(i).Text)
			}
			for _, pick := range d.side.list.picks() {
				more = append(more, pick.name)
			}
			note(subject.ID+" "+string(key), more...)
		}
		s.OpenInsights(subject.ID)
		note("insights into " + subject.ID)
		s.Home()
	}
	src := timelineSource{people: []timelinePerson{{profile: s.Profile(), library: s.library, objects: s.uses(s.Profile().ID)}}, now: stageNow}
	s.timeline(src)
	note("timeline")
	rooms := newFakeLibrary()
	rooms.rooms(40)
	h := s.home(timelineSource{people: []timelinePerson{{profile: s.Profile(), library: rooms, objects: s.uses(s.Profile().ID), notebook: &entryBook{}}}, now: stageNow})
	h.tabs.Choose(1)
	note("home")
	return out
}

// signs are what a purpose, and nothing else, puts on the pages.
var signs = map[health.Purpose]*regexp.Regexp{
	health.Statistics: regexp.MustCompile(`(?i)\bmeans? of|\b(daily|hourly|weekly|monthly|30-day) means?\b|, mean |\bmean \d|the mean|\btrend\b|\bvs\b|previous reading|previous 30|week before|night mean|24 h before|lowest (half hour|\d)|\b(Average|Range) |No change in|drawn:[1-9]`),
	health.Bands:      regexp.MustCompile(`Hypertension|levated|ESC 2024|graded|UBA|WHO 1|WHO 2|limit of|limits:[1-9]`),
	health.Insights:   regexp.MustCompile(`Insights|A week of blood pressure at home|A week at home|Usual range`),
}

// Statistics, insights and published ranges: with the switch on, what they come
// to stands on the pages; off, on none of them.
func TestAPurposeThatIsSwitchedOffIsSeenNowhere(t *testing.T) {
	shareApp(t)
	on := crawl(t)
	for purpose, sign := range signs {
		where := 0
		for _, text := range on {
			if sign.MatchString(text) {
				where++
			}
		}
		if where < 5 {
			t.Errorf("%s is seen on %d pages only while it is allowed: the test looks for the wrong words", purpose, where)
		}
		for name, text := range crawl(t, purpose) {
			if purpose == health.Statistics && strings.HasPrefix(name, "insights") {
				continue // a purpose of their own
			}
			own, _ := purposeWords(purpose)
			for _, innocent := range []string{"Switched off: " + own, "European Society of Hypertension", "The mean at night that bedrooms should stay below."} {
				text = strings.ReplaceAll(text, innocent, "")
			}
			if at := sign.FindStringIndex(text); at != nil {
				t.Errorf("%s is switched off, and %s says %q", purpose, name, text[max(0, at[0]-40):min(len(text), at[1]+40)])
			}
		}
	}
}

// The readings themselves stay, whatever is switched off.
func TestReadingsStayWhereEveryPurposeIsSwitchedOff(t *testing.T) {
	shareApp(t)
	on, off := crawl(t), crawl(t, health.Purposes()...)
	for _, name := range []string{"dashboard", "data", "weight m", "blood_pressure m", "steps m", "timeline", "home"} {
		numbers := regexp.MustCompile(`\d+([.,/]\d+)?`)
		if n := len(numbers.FindAllString(off[name], -1)); n == 0 || n < len(numbers.FindAllString(on[name], -1))/4 {
			t.Errorf("%s has %d numbers left: %s", name, n, off[name])
		}
	}
}

func TestInsightsThatAreSwitchedOffReadNothing(t *testing.T) {
	s, _ := objecting(t, wide, health.Insights)
	lib, ok := s.library.(*fakeLibrary)
	if !ok {
		t.Fatal("another library")
	}
	asked, depth := lib.asked, len(s.stack)
	s.OpenInsights(present.PressureID)
	if s.rune('i'); len(s.stack) != depth {
		t.Error("a way leads to insights that are switched off")
	}
	s.insightsOf(present.PressureID, newFakePreferences())
	if lib.asked != asked {
		t.Errorf("%d readings were read for insights that are switched off", lib.asked-asked)
	}
	s.wants("Switched off: Insights")
	s.pressNamed(s.Page().Object(), "Purposes…")
	if p := s.settingsPage(); s.settings.section != rightsSection || p == nil {
		t.Error("the page leads nowhere")
	}
}

// Each switch stores its purpose, and is undone by switching on again.
func TestEachSwitchStoresItsPurpose(t *testing.T) {
	s, prefs := objecting(t, wide)
	p := s.inSettings(rightsSection)
	s.wants("What the data of Anna Berg is used for")
	for _, purpose := range health.Purposes() {
		c, ok := p.controls["purpose-"+string(purpose)].(*parts.Switch)
		if !ok || !c.On() {
			t.Fatalf("%s has no switch that is on", purpose)
		}
		c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		s.bench.settle()
		if s.Allows(purpose) || c.On() {
			t.Errorf("%s goes on", purpose)
		}
		if _, sentence := purposeWords(purpose); sentence == "" {
			t.Errorf("%s is not told of", purpose)
		}
	}
	if n := len(health.ReadObjections(prefs.kept[purposesPreference]).Off); n != len(health.Purposes()) {
		t.Errorf("%d purposes are switched off", n)
	}
	for _, purpose := range health.Purposes() {
		p.controls[("purpose-" + string(purpose))].TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		s.bench.settle()
		if !s.Allows(purpose) {
			t.Errorf("%s does not come back", purpose)
		}
	}
	if len(prefs.kept[purposesPreference]) != 0 {
		t.Error("something is kept of objections that are none")
	}
	prefs.fail = errDisk
	c, _ := p.controls["purpose-insights"].(*parts.Switch)
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	s.bench.settle()
	if !c.On() || !s.Allows(health.Insights) {
		t.Error("a switch that could not be stored looks as if it were")
	}
}

// rememberingRecents are recents that can be switched off.
type rememberingRecents struct {
	fakeRecents
	off  bool
	fail error
}

func (r *rememberingRecents) List() []RecentVault { return r.fakeRecents.List() }
func (r *rememberingRecents) Remember(path string, at time.Time) {
	if !r.off {
		r.fakeRecents.Remember(path, at)
	}
}
func (r *rememberingRecents) Remembers() bool { return !r.off }
func (r *rememberingRecents) SetRemembers(on bool) error {
	if r.fail != nil {
		return r.fail
	}
	if r.off = !on; r.off {
		r.fakeRecents = nil
	}
	return nil
}

func TestRecentVaultsAreSwitchedOffInTheSettings(t *testing.T) {
	recents := &rememberingRecents{fakeRecents: fakeRecents{{stagePath, stageNow}}}
	s := unlocked(t, style.AlwaysLight, wide, withSettings(&fakeAppearances{}), func(d *Deps, _ *stage) { d.Recent = recents })
	p := s.inSettings(rightsSection)
	c, ok := p.controls["recents"].(*parts.Switch)
	if !ok {
		t.Fatal("no switch")
	}
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if len(recents.List()) > 0 {
		t.Error("what was remembered stays")
	}
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if !slices.ContainsFunc(recents.List(), func(v RecentVault) bool { return v.Path == stagePath }) {
		t.Error("on again, the open vault is not remembered")
	}
	recents.fail = errDisk
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if !c.On() {
		t.Error("a switch that failed looks as if it had not")
	}
}

// rightsShots are the settings of purposes, and pages on which some are off.
var rightsShots = map[string]func(*testing.T, style.Mode, fyne.Size) *stage{
	"rights": func(t *testing.T, _ style.Mode, size fyne.Size) *stage {
		t.Helper()
		s, _ := objecting(t, size, health.Insights)
		s.inSettings(rightsSection)
		return s
	},
	"objected": func(t *testing.T, _ style.Mode, size fyne.Size) *stage {
		t.Helper()
		s, _ := objecting(t, size, health.Statistics, health.Bands)
		s.subject(present.PressureID)
		return s
	},
	"objected-dashboard": func(t *testing.T, _ style.Mode, size fyne.Size) *stage {
		t.Helper()
		s, _ := objecting(t, size, health.Statistics, health.Insights)
		s.bench.settle()
		return s
	},
	"objected-insights": func(t *testing.T, _ style.Mode, size fyne.Size) *stage {
		t.Helper()
		s, _ := objecting(t, size, health.Insights)
		s.insightsOf(present.PressureID, newFakePreferences())
		return s
	},
}
