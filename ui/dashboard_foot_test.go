package ui

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// fakeMade are backups that were made before.
type fakeMade []Backup

func (m fakeMade) FileName() string        { return "berg.age" }
func (m fakeMade) Made() ([]Backup, error) { return m, nil }
func (m fakeMade) BackUp(context.Context, BackupOrder, func(Step)) (Backup, error) {
	return Backup{}, errDisk
}

func (m fakeMade) Prove(context.Context, string, string, func(Step)) (Backup, error) {
	return Backup{}, errDisk
}
func (m fakeMade) Forget(context.Context, string) error { return errDisk }
func (m fakeMade) Remove(context.Context, string) error { return errDisk }

// unreadable are backups of which nothing is remembered.
type unreadable struct{ fakeMade }

func (unreadable) Made() ([]Backup, error) { return nil, errDisk }

// backedUp is a dashboard that tells of backups.
func backedUp(made Backups) func(*testing.T, style.Mode, fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		t.Helper()
		lib := household()
		return unlocked(t, m, size, func(d *Deps, s *stage) {
			s.library = lib
			needs := DataNeeds{Library: lib, Past: onePast, Backups: made, Preferences: newFakePreferences()}
			d.Pages.Dashboard = func(s *Shell) Page { return NewDashboardScreen(s, needs) }
		})
	}
}

func TestTheDashboardTellsOfTheLastBackup(t *testing.T) {
	day := stageNow.Add(-24 * time.Hour)
	for name, c := range map[string]struct {
		made  Backups
		words []string
	}{
		"proven":     {fakeMade{{At: day, Proven: day, Path: "x"}}, []string{"Last backup yesterday at", "Proven by restoring it yesterday at"}},
		"not proven": {fakeMade{{At: day, Path: "x"}}, []string{"Last backup yesterday at", "Not proven yet"}},
		"none":       {fakeMade{}, []string{"No backup is known"}},
		"unreadable": {unreadable{}, []string{"disk gone"}},
	} {
		s := backedUp(c.made)(t, style.AlwaysLight, wide)
		for _, words := range append(c.words, "Back up now…", "Last import today at 09:02: 1,425 new, 3 rejected.") {
			if !s.shows(words) {
				t.Errorf("%s: the window does not show %q", name, words)
			}
		}
	}
}

func TestTheDashboardLeadsToABackup(t *testing.T) {
	folder := t.TempDir()
	s := backedUp(fakeMade{{At: stageNow, Path: filepath.Join(folder, "berg.age")}})(t, style.AlwaysLight, wide)
	s.pressNamed(dashboard(t, s).last, "Back up now…")
	p, ok := s.Page().(*backupPage)
	if !ok || filepath.Dir(p.target()) != folder {
		t.Fatalf("the page is %T", s.Page())
	}
}

func TestAnImportIsToldByItsDay(t *testing.T) {
	a := present.NewAlmanac(stageNow, health.Profile{Zone: "Europe/Stockholm"})
	for days, want := range map[int]string{
		0: "Last import today at 11:45: 1,425 new, 0 rejected.", 1: "Last import yesterday at 11:45: 1,425 new, 0 rejected.",
		30: "Last import on 14 Sep: 1,425 new, 0 rejected.", 400: "Last import on 9 Sep 2024: 1,425 new, 0 rejected.",
	} {
		if got := importWords(health.Batch{At: stageNow.AddDate(0, 0, -days).UnixMilli(), New: 1425}, a); got != want {
			t.Errorf("%d days ago: %q, want %q", days, got, want)
		}
	}
}

func TestTheDashboardRemindsOfAHomeWeekThatRuns(t *testing.T) {
	for first, want := range map[string]string{
		"2025-10-14": "A week of blood pressure at home: day 1 of 7", "2025-10-08": "A week of blood pressure at home: day 7 of 7",
		"2025-10-07": "", "2025-10-15": "",
	} {
		lib := pressureWeek(3)()
		prefs := begun(first)
		s := unlocked(t, style.AlwaysLight, wide, withOrder(lib, prefs), func(d *Deps, _ *stage) {
			d.Pages.Insights = func(s *Shell, subject string) Page {
				return NewInsightsScreen(s, DataNeeds{Library: lib, Preferences: prefs}, subject)
			}
		})
		if got := s.shows("A week of blood pressure at home"); got != (want != "") {
			t.Errorf("a week from %s is told: %v", first, got)
		}
		if want == "" {
			continue
		}
		s.wants(want)
		s.pressNamed(dashboard(t, s).last, "Follow it")
		p, ok := s.Page().(*InsightsScreen)
		if !ok || p.data.Subject.ID != present.PressureID {
			t.Fatalf("the page is %T", s.Page())
		}
		s.pressNamed(p.cards, "End this week")
		s.Back()
		s.bench.settle()
		if s.shows(want) {
			t.Error("a week that was ended is told of")
		}
	}
}

func TestTheFootHasRowsOfTwo(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(style.NewTheme(style.AlwaysLight))
	var cards []fyne.CanvasObject
	for range 3 {
		cards = append(cards, footCard(newBadge(style.IconCheck, style.Success, style.SuccessBack, badgeSize), "One", "Two"))
	}
	l := &footLayout{gap: 16}
	one := l.lay(cards[:1], 1000, false)
	for _, c := range []struct {
		n     int
		width float32
		rows  float32
	}{{1, 1000, 1}, {2, 1000, 1}, {3, 1000, 2}, {2, 700, 2}, {3, 700, 3}, {0, 700, 0}} {
		if got, want := l.lay(cards[:c.n], c.width, true), max(0, c.rows*(one+16)-16); got != want {
			t.Errorf("%d cards at %v: %v high, want %v", c.n, c.width, got, want)
		}
	}
}
