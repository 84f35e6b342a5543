package session

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

// calendar is a clock that a test sets.
type calendar struct{ now time.Time }

func (c *calendar) pass(days int) { c.now = c.now.AddDate(0, 0, days) }

// twoPeople returns the path of a vault of Ada and Bo with some of everything,
// what opens it, and who Bo is.
func twoPeople(t *testing.T, clock *calendar) (path string, o Vaults, ada, bo health.ProfileID) {
	t.Helper()
	ctx := t.Context()
	clock.now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	o = Vaults{Zone: "UTC", Now: func() time.Time { return clock.now }}
	path = filepath.Join(t.TempDir(), "home.vitalkeep")
	v, _, err := vault.Create(ctx, path, []byte(password), vault.Options{
		Now: o.Now, Cost: vault.CostFloor, Profile: health.Profile{Name: "Ada", Zone: "UTC"},
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.AddProfile(health.Profile{Name: "Bo", Zone: "Asia/Tokyo"})
	if err != nil {
		t.Fatal(err)
	}
	people, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	weight := func(at time.Time, kilos int64) health.Reading {
		return health.Reading{Metric: "weight", Sample: health.Sample{Start: at.UnixMilli(), Value: health.Decimal{Mantissa: kilos}, Unit: health.Kilogram}}
	}
	// In Tokyo this is the first of March.
	first, last := time.Date(2024, 2, 29, 20, 0, 0, 0, time.UTC), time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	picture, err := v.Attach(ctx, p.ID, []byte("a picture"))
	if err != nil {
		t.Fatal(err)
	}
	note := health.Entry{
		Kind: health.Note, Key: "k", Start: last.UnixMilli(),
		Fields: []health.Field{{Name: "text", Text: "fine"}, {Name: health.FieldPicture, Text: picture}},
	}
	err = errors.Join(
		v.Add(ctx, p.ID, []health.Reading{weight(first, 80), weight(last, 81)}, []health.Entry{note}),
		v.Add(ctx, people[0].ID, []health.Reading{weight(last, 60)}, nil),
		v.AddBackup(vault.BackupRecord{At: 1, Path: "/backups/early.age", Profiles: []health.ProfileID{people[0].ID}}),
		v.AddBackup(vault.BackupRecord{At: 2, Path: "/backups/both.age", Profiles: []health.ProfileID{people[0].ID, p.ID}, ProvenAt: 3}),
		v.AddBackup(vault.BackupRecord{At: 3, Path: "/backups/nobody-knows.age"}),
		v.Close(),
	)
	if err != nil {
		t.Fatal(err)
	}
	return path, o, people[0].ID, p.ID
}

func opened(t *testing.T, o Vaults, path, with string) *ui.Session {
	t.Helper()
	s, err := o.Open(t.Context(), path, with)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func shut(t *testing.T, s *ui.Session) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestASessionTellsWhatGoesWithAPerson(t *testing.T) {
	var clock calendar
	path, o, ada, bo := twoPeople(t, &clock)
	s := opened(t, o, path, password)
	defer shut(t, s)
	want := ui.Loss{
		Readings: 2, Entries: 1, Pictures: 1,
		Since: health.Date{Year: 2024, Month: 3, Day: 1}, Until: health.Date{Year: 2026, Month: 11, Day: 21},
	}
	if got, err := s.Life.Loss(t.Context(), bo); err != nil || got != want {
		t.Errorf("loss = %+v, %v, want %+v", got, err, want)
	}
	if _, err := s.Life.Loss(t.Context(), health.ProfileID{9}); !errors.Is(err, vault.ErrNoProfile) {
		t.Errorf("of nobody: %v", err)
	}
	for id, names := range map[health.ProfileID][]string{
		bo:  {"nobody-knows.age", "both.age"},
		ada: {"nobody-knows.age", "both.age", "early.age"},
	} {
		list, err := s.Life.BackupsWith(id)
		if err != nil || len(list) != len(names) {
			t.Fatalf("backups = %+v, %v", list, err)
		}
		for i, b := range list {
			if filepath.Base(b.Path) != names[i] || b.Proven.IsZero() != (names[i] != "both.age") {
				t.Errorf("backup %d = %+v, want %s", i, b, names[i])
			}
		}
	}
}

func TestAPersonLeavesThroughTheSession(t *testing.T) {
	ctx := context.Background()
	var clock calendar
	path, o, ada, bo := twoPeople(t, &clock)
	s := opened(t, o, path, password)
	if _, ok := s.Life.Leaving(bo); ok {
		t.Error("Bo is leaving unasked")
	}
	if err := s.Life.Delete(ctx, ada); !errors.Is(err, vault.ErrMainProfile) {
		t.Errorf("the main one: %v", err)
	}
	asked := clock.now
	if err := s.Life.Delete(ctx, bo); err != nil {
		t.Fatal(err)
	}
	for left := 7; left > 0; left-- {
		if l, ok := s.Life.Leaving(bo); !ok || l.Days() != left || !l.Asked.Equal(asked) {
			t.Errorf("%d days left: %+v, %v", left, l, ok)
		}
		shut(t, s)
		clock.pass(1)
		s = opened(t, o, path, password)
	}
	if l, ok := s.Life.Leaving(bo); !ok || l.Days() != 0 || !s.Tidier.Due() {
		t.Errorf("at the end: %+v, %v", l, ok)
	}
	if err := s.Life.Reactivate(ctx, bo); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.Life.Leaving(bo); ok {
		t.Error("Bo leaves all the same")
	}
	shut(t, s)
}

func TestAPersonBecomesIndependentThroughTheSession(t *testing.T) {
	ctx := context.Background()
	var clock calendar
	path, o, _, bo := twoPeople(t, &clock)
	s := opened(t, o, path, password)
	order := ui.IndependentOrder{Profile: bo, Path: filepath.Join(filepath.Dir(path), "new folder", "bo.vitalkeep"), Password: "Another7!horse"}
	made, err := s.Life.MakeIndependent(ctx, order, func(ui.Step) {})
	if err != nil {
		t.Fatal(err)
	}
	if made.Readings != 2 || made.Entries != 1 || made.Pictures != 1 || made.RecoveryKey == "" || made.Bytes == 0 {
		t.Errorf("made = %+v", made)
	}
	if _, err := s.Life.MakeIndependent(ctx, order, func(ui.Step) {}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over it: %v", err)
	}
	last := ui.Step{}
	if err := s.Life.RemoveAfterIndependent(ctx, order, func(step ui.Step) { last = step }); err != nil {
		t.Fatal(err)
	}
	if last.Fraction != 1 {
		t.Errorf("the last step is %+v", last)
	}
	shut(t, s)
	s = opened(t, o, path, password)
	if len(s.Profiles) != 1 || s.Profiles[0].Name != "Ada" {
		t.Errorf("who stayed: %+v", s.Profiles)
	}
	shut(t, s)
	own := opened(t, o, order.Path, order.Password)
	if len(own.Profiles) != 1 || own.Profiles[0].Name != "Bo" || !own.Profiles[0].Main {
		t.Errorf("in the file: %+v", own.Profiles)
	}
	shut(t, own)
	own, err = o.OpenWithRecovery(ctx, order.Path, made.RecoveryKey)
	if err != nil {
		t.Fatal(err)
	}
	shut(t, own)
}

func TestAnAccountEndsThroughTheSessionAndIsForgotten(t *testing.T) {
	ctx := context.Background()
	var clock calendar
	path, o, _, bo := twoPeople(t, &clock)
	anchors := filepath.Join(filepath.Dir(path), "state", "anchors")
	recent := Recents{File: filepath.Join(filepath.Dir(path), "state", "recent.json")}
	o.Anchors, o.Forget = vault.AnchorFolder(anchors), recent.Forget
	recent.Remember(path, clock.now)
	recent.Remember(path+".other", clock.now)
	s := opened(t, o, path, password)
	if err := s.Life.EndAccount(ctx); !errors.Is(err, vault.ErrMainProfile) {
		t.Errorf("while Bo stays: %v", err)
	}
	if err := errors.Join(s.Life.Delete(ctx, bo), s.Life.EndAccount(ctx), s.Life.KeepAccount(ctx)); err != nil {
		t.Fatal(err)
	}
	if _, ending := s.Life.AccountEnding(); ending {
		t.Error("it ends although it was kept")
	}
	if err := s.Life.EndAccount(ctx); err != nil {
		t.Fatal(err)
	}
	for range 7 {
		shut(t, s)
		clock.pass(1)
		s = opened(t, o, path, password)
		if _, err := os.Stat(path); err != nil {
			t.Fatal(err)
		}
	}
	if l, ending := s.Life.AccountEnding(); !ending || l.Left != 0 || !s.Tidier.Due() || s.Life.Ended() {
		t.Errorf("after seven days: %+v, %v", l, ending)
	}
	if _, err := s.Tidier.Tidy(ctx, noProgress); err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	if !s.Life.Ended() {
		t.Error("it did not end")
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file: %v", err)
	}
	if list, err := os.ReadDir(anchors); err != nil || len(list) > 0 {
		t.Errorf("remembered: %v, %v", list, err)
	}
	if list := recent.read(); len(list) != 1 || list[0].Path != path+".other" {
		t.Errorf("recent vaults: %+v", list)
	}
}
