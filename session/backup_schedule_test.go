package session

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestTheNextBackupIsDueAfterItsSpan(t *testing.T) {
	zone := paris(t)
	at := func(s string) time.Time {
		t.Helper()
		v, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for name, tt := range map[string]struct {
		every ui.BackupEvery
		made  []string
		now   string
		want  string // "" for never
	}{
		"off":                              {ui.BackupsOff, nil, "2026-03-01 09:00", ""},
		"the first":                        {ui.BackupsDaily, nil, "2026-03-01 09:00", "2026-03-01 09:00"},
		"made today":                       {ui.BackupsDaily, []string{"2026-03-01 08:00"}, "2026-03-01 09:00", "2026-03-02 00:00"},
		"made late yesterday":              {ui.BackupsDaily, []string{"2026-02-28 23:59"}, "2026-03-01 00:01", "2026-03-01 00:01"},
		"off for weeks, one is due":        {ui.BackupsDaily, []string{"2026-01-01 08:00"}, "2026-03-01 09:00", "2026-03-01 09:00"},
		"after that one":                   {ui.BackupsDaily, []string{"2026-01-01 08:00", "2026-03-01 09:00"}, "2026-03-01 10:00", "2026-03-02 00:00"},
		"weekly, on the sixth day":         {ui.BackupsWeekly, []string{"2026-03-01 20:00"}, "2026-03-07 23:59", "2026-03-08 00:00"},
		"weekly, on the seventh":           {ui.BackupsWeekly, []string{"2026-03-01 20:00"}, "2026-03-08 00:00", "2026-03-08 00:00"},
		"weekly over the change of clocks": {ui.BackupsWeekly, []string{"2026-03-25 20:00"}, "2026-03-30 00:00", "2026-04-01 00:00"},
		"a day of 23 hours":                {ui.BackupsDaily, []string{"2026-03-29 01:30"}, "2026-03-29 03:30", "2026-03-30 00:00"},
		"a day of 25 hours":                {ui.BackupsDaily, []string{"2026-10-25 00:10"}, "2026-10-25 23:59", "2026-10-26 00:00"},
		"monthly":                          {ui.BackupsMonthly, []string{"2026-03-15 20:00"}, "2026-04-14 09:00", "2026-04-15 00:00"},
		"monthly from the 31st":            {ui.BackupsMonthly, []string{"2026-01-31 20:00"}, "2026-02-20 09:00", "2026-02-28 00:00"},
		"monthly over the year":            {ui.BackupsMonthly, []string{"2026-12-31 20:00"}, "2027-01-30 09:00", "2027-01-31 00:00"},
		"clock set back: later ones count for nothing": {ui.BackupsDaily, []string{"2026-02-27 08:00", "2031-01-01 08:00"}, "2026-03-01 09:00", "2026-03-01 09:00"},
		"only later ones":   {ui.BackupsMonthly, []string{"2031-01-01 08:00"}, "2026-03-01 09:00", "2026-03-01 09:00"},
		"clock set forward": {ui.BackupsMonthly, []string{"2026-03-01 08:00"}, "2031-03-01 09:00", "2031-03-01 09:00"},
		"in any order":      {ui.BackupsDaily, []string{"2026-03-01 08:00", "2026-02-01 08:00"}, "2026-03-01 09:00", "2026-03-02 00:00"},
	} {
		t.Run(name, func(t *testing.T) {
			h := backupHistory{}
			for _, s := range tt.made {
				h.made = append(h.made, at(s))
			}
			var want time.Time
			if tt.want != "" {
				want = at(tt.want)
			}
			if got := nextBackup(tt.every, h, at(tt.now), zone); !got.Equal(want) {
				t.Errorf("due %v, want %v", got, want)
			}
		})
	}
}

func TestAFailedBackupIsTriedAgainEverMoreRarely(t *testing.T) {
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	yesterday := []time.Time{now.AddDate(0, 0, -1)}
	for name, tt := range map[string]struct {
		h    backupHistory
		want time.Time
	}{
		"one":                       {backupHistory{yesterday, 1, now}, now.Add(time.Hour)},
		"two":                       {backupHistory{yesterday, 2, now}, now.Add(2 * time.Hour)},
		"four":                      {backupHistory{yesterday, 4, now}, now.Add(8 * time.Hour)},
		"many, a day at most":       {backupHistory{yesterday, 900, now}, now.Add(24 * time.Hour)},
		"the pause is over":         {backupHistory{yesterday, 1, now.Add(-time.Hour)}, now},
		"the clock went back since": {backupHistory{yesterday, 5, now.AddDate(1, 0, 0)}, now},
		"one was made since":        {backupHistory{[]time.Time{now}, 5, now.Add(-time.Minute)}, now.AddDate(0, 0, 1).Truncate(24 * time.Hour)},
		"never made":                {backupHistory{nil, 1, now}, now.Add(time.Hour)},
	} {
		if got := nextBackup(ui.BackupsDaily, tt.h, now, time.UTC); !got.Equal(tt.want) {
			t.Errorf("%s: due %v, want %v", name, got, tt.want)
		}
	}
}

func TestAnOldProofIsOverdue(t *testing.T) {
	now := time.Date(2026, 3, 31, 9, 0, 0, 0, time.UTC)
	days := func(n int) time.Time { return now.AddDate(0, 0, -n) }
	for name, tt := range map[string]struct {
		proven []time.Time
		data   time.Time
		days   int
		want   ui.BackupState
	}{
		"nothing to back up":         {nil, time.Time{}, 30, ui.BackupState{Never: true}},
		"data of six days":           {nil, days(6), 30, ui.BackupState{Since: days(6), Never: true}},
		"data of a week":             {nil, days(7), 30, ui.BackupState{Overdue: true, Since: days(7), Never: true}},
		"fresh":                      {[]time.Time{days(2), days(90)}, days(400), 30, ui.BackupState{Since: days(2)}},
		"old":                        {[]time.Time{days(30)}, days(400), 30, ui.BackupState{Overdue: true, Since: days(30)}},
		"old by its own days":        {[]time.Time{days(8)}, days(400), 7, ui.BackupState{Overdue: true, Since: days(8)}},
		"the usual days":             {[]time.Time{days(29)}, days(400), 0, ui.BackupState{Since: days(29)}},
		"proven under a wrong clock": {[]time.Time{days(-400), days(40)}, days(400), 30, ui.BackupState{Overdue: true, Since: days(40)}},
		"a clock a little behind":    {[]time.Time{now.Add(time.Hour)}, days(400), 30, ui.BackupState{Since: now.Add(time.Hour)}},
	} {
		if got := backupState(tt.proven, tt.data, tt.days, now); got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}

// keptHome is a session whose clock is given.
func keptHome(t *testing.T, now *time.Time) *ui.Session {
	t.Helper()
	o := Vaults{Zone: "Europe/Paris", Now: func() time.Time { return *now }}
	v, _, err := vault.Create(t.Context(), filepath.Join(t.TempDir(), "home.vitalkeep"), []byte(password), vault.Options{
		Cost: vault.CostFloor, Now: o.Now, Profile: health.Profile{Name: "Anna", Zone: "Europe/Paris"},
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := o.session(v)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestBackupsAreMadeByTheScheduleAndOldOnesGo(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	s := keptHome(t, &now)
	folder := t.TempDir()
	plan := ui.BackupPlan{Every: ui.BackupsDaily, Folder: folder, Recipient: recipient, Keep: ui.BackupKeep{Last: 2}, OverdueDays: 14}
	if err := s.Schedule.SetPlan(ctx, ui.BackupPlan{Recipient: "age1nobody"}); !errors.Is(err, ui.ErrBadRecipient) {
		t.Errorf("a recipient that is none: %v", err)
	}
	if err := s.Schedule.SetPlan(ctx, plan); err != nil || s.Schedule.Plan() != plan {
		t.Fatalf("kept %+v, %v", s.Schedule.Plan(), err)
	}
	for day := range 3 {
		if next := s.Schedule.Next(); next.At.After(now) {
			t.Fatalf("day %d: due %v", day, next.At)
		}
		b, err := s.Schedule.Run(ctx, func(ui.Step) {})
		if err != nil || b.NotRemoved != nil || b.Made.Proven.IsZero() || filepath.Dir(b.Made.Path) != folder {
			t.Fatalf("day %d: %+v, %v", day, b, err)
		}
		if gone := len(b.Removed); (gone == 1) != (day == 2) {
			t.Errorf("day %d: removed %d", day, gone)
		}
		if next := s.Schedule.Next(); !next.At.After(now) {
			t.Errorf("day %d: due again at once", day)
		}
		now = now.AddDate(0, 0, 1)
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 2 {
		t.Errorf("%d files, %v", len(files), err)
	}
	list, err := s.Backups.Made()
	if err != nil || len(list) != 2 || list[0].File != ui.BackupThere {
		t.Errorf("known %+v, %v", list, err)
	}
	leaving, err := s.Schedule.Leaving(ctx, folder, ui.BackupKeep{Last: 1})
	if err != nil || len(leaving) != 2 { // the next one is the one that stays
		t.Errorf("leaving %+v, %v", leaving, err)
	}
	if state := s.Schedule.State(); state.Overdue || state.Never {
		t.Errorf("state %+v", state)
	}
	now = now.AddDate(0, 0, 14)
	if state := s.Schedule.State(); !state.Overdue {
		t.Errorf("after two weeks: %+v", state)
	}
	proven, err := s.Backups.Prove(ctx, list[0].Path, identity, func(ui.Step) {})
	if err != nil || !proven.Proven.Equal(now) || s.Schedule.State().Overdue {
		t.Errorf("proven again %+v, %v", proven, err)
	}
	if _, err := s.Backups.Prove(ctx, list[0].Path, another, func(ui.Step) {}); !errors.Is(err, ui.ErrWrongPassword) {
		t.Errorf("with another identity: %v", err)
	}
	if err := os.Remove(list[1].Path); err != nil {
		t.Fatal(err)
	}
	if list, err = s.Backups.Made(); err != nil || list[1].File != ui.BackupGone {
		t.Errorf("known %+v, %v", list, err)
	}
	if err := s.Backups.Remove(ctx, list[0].Path); err != nil {
		t.Error(err)
	}
	if err := s.Backups.Forget(ctx, list[1].Path); err != nil {
		t.Error(err)
	}
	if list, err = s.Backups.Made(); err != nil || len(list) != 0 {
		t.Errorf("known %+v, %v", list, err)
	}
	own := filepath.Join(folder, "mine.txt")
	if err := os.WriteFile(own, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Backups.Remove(ctx, own); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(own); err != nil {
		t.Errorf("a file that is no backup went: %v", err)
	}
}

func TestAFailureOfTheScheduleIsRemembered(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	s := keptHome(t, &now)
	folder := filepath.Join(t.TempDir(), "stick")
	if err := s.Schedule.SetPlan(ctx, ui.BackupPlan{Every: ui.BackupsWeekly, Folder: folder, Recipient: recipient}); err != nil {
		t.Fatal(err)
	}
	if at, err := s.Schedule.Place(ctx, folder); err != nil || at.There || at.Needs == 0 {
		t.Errorf("the place is %+v, %v", at, err)
	}
	if _, err := s.Schedule.Run(ctx, func(ui.Step) {}); !errors.Is(err, ui.ErrNoBackupFolder) {
		t.Fatalf("without the folder: %v", err)
	}
	if next := s.Schedule.Next(); next.Failures != 1 || !next.FailedAt.Equal(now) || !next.At.Equal(now.Add(time.Hour)) {
		t.Errorf("next %+v", next)
	}
	ended, end := context.WithCancel(ctx)
	end()
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Schedule.Run(ended, func(ui.Step) {}); !errors.Is(err, context.Canceled) || s.Schedule.Next().Failures != 1 {
		t.Errorf("a cancel is no failure: %v, %+v", err, s.Schedule.Next())
	}
	if at, err := s.Schedule.Place(ctx, folder); err != nil || !at.There || at.Beside || !at.SameDisk || at.Free <= 0 {
		t.Errorf("the place is %+v, %v", at, err)
	}
	if at, err := s.Schedule.Place(ctx, filepath.Dir(s.Path)); err != nil || !at.Beside {
		t.Errorf("beside the vault: %+v, %v", at, err)
	}
	if _, err := s.Schedule.Run(ctx, func(ui.Step) {}); err != nil {
		t.Fatal(err)
	}
	if next := s.Schedule.Next(); next.Failures != 0 || !next.At.After(now.AddDate(0, 0, 6)) {
		t.Errorf("next %+v", next)
	}
}
