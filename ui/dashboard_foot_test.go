package ui

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

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
