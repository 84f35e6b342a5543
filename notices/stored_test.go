package notices

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
)

func TestTimesOfDayAcrossClockChanges(t *testing.T) {
	for name, x := range map[string]struct {
		zone, date string
		clock      Clock
		want       string // UTC
	}{
		"an ordinary morning":                   {"Europe/Paris", "2026-03-10", 7 * 60, "2026-03-10T06:00Z"},
		"skipped in spring is at the change":    {"Europe/Paris", "2026-03-29", 2*60 + 30, "2026-03-29T01:00Z"},
		"twice in autumn is the first":          {"Europe/Paris", "2026-10-25", 2*60 + 30, "2026-10-25T00:30Z"},
		"after the change in autumn":            {"Europe/Paris", "2026-10-25", 3 * 60, "2026-10-25T02:00Z"},
		"midnight is skipped in Beirut":         {"Asia/Beirut", "2026-03-29", 0, "2026-03-28T22:00Z"},
		"a date that Samoa did not have":        {"Pacific/Apia", "2011-12-30", 7 * 60, "2011-12-30T10:00Z"},
		"half an hour in Lord Howe":             {"Australia/Lord_Howe", "2026-10-04", 2*60 + 10, "2026-10-03T15:30Z"},
		"a zone without changes":                {"UTC", "2026-10-25", 2*60 + 30, "2026-10-25T02:30Z"},
		"before there were zones of whole hour": {"Europe/Amsterdam", "1910-06-01", 12 * 60, "1910-06-01T11:40Z"},
	} {
		t.Run(name, func(t *testing.T) {
			got := time.UnixMilli(momentOf(date(x.date), x.clock, zone(x.zone))).UTC().Format("2006-01-02T15:04Z")
			if got != x.want {
				t.Errorf("got %s, want %s", got, x.want)
			}
		})
	}
}

func TestAReminderComesOnceOnDaysOf23And25Hours(t *testing.T) {
	r := weighing()
	r.Times = []Clock{2*60 + 30}
	for _, day := range []string{"2026-03-29", "2026-10-25"} {
		from, to := date(day).Bounds(paris)
		if got := r.between(from-1, to-1, paris); len(got) != 1 {
			t.Errorf("%s: %d times", day, len(got))
		}
	}
}

func TestDaysOfAReminder(t *testing.T) {
	mondays := weighing()
	mondays.Weekdays = 1 << time.Monday
	third := weighing()
	third.Every = 3
	short := weighing()
	short.End = date("2026-01-02")
	for name, x := range map[string]struct {
		r    Reminder
		want string
	}{
		"every day":       {weighing(), "1 2 3 4 5 6 7 8 9 10"},
		"mondays":         {mondays, "5"},
		"every third day": {third, "1 4 7 10"},
		"two days only":   {short, "1 2"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for d := date("2025-12-25"); d.Compare(date("2026-01-11")) < 0; d = d.AddDays(1) {
				if x.r.on(d) {
					got = append(got, fmt.Sprint(d.Day))
				}
			}
			if strings.Join(got, " ") != x.want {
				t.Errorf("got %v, want %s", got, x.want)
			}
		})
	}
}

func TestWhatANewerProgramStoredIsKept(t *testing.T) {
	stored := `{"version":1,"colour":"blue","list":[` +
		`{"id":"a","title":"Weigh","metric":"weight","times":[420],"start":"2026-01-01","since":1,"sound":"bell"},` +
		`{"id":"b","title":"New","metric":"aura","times":[420],"start":"2026-01-01","since":1}]}`
	r, ok := ReadReminders([]byte(stored))
	if !ok || len(r.All) != 1 {
		t.Fatalf("read %v %v", r, ok)
	}
	x := r.All[0]
	x.Paused = true
	r, err := r.With(x)
	if err != nil {
		t.Fatal(err)
	}
	out, err := r.Store()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"colour":"blue"`, `"sound":"bell"`, `"aura"`, `"paused":true`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s is not in %s", want, out)
		}
	}
	if _, ok := ReadReminders([]byte(`{"version":2,"list":[]}`)); ok {
		t.Error("another version was understood")
	}
	if _, ok := ReadReminders([]byte(`nonsense`)); ok {
		t.Error("nonsense was understood")
	}
}

func TestListsComeBackAsTheyWere(t *testing.T) {
	from := 90.5
	r := Reminders{}
	g := Goals{}
	var err error
	for _, x := range []Reminder{weighing(), pills()} {
		if r, err = r.With(x); err != nil {
			t.Fatal(err)
		}
	}
	reach := steps()
	reach.ID, reach.Metric, reach.Daily, reach.Rule, reach.Unit, reach.From = "w", "weight", false, Reach, health.Stone, &from
	reach.Target, _ = health.ParseDecimal("12.5")
	for _, x := range []Goal{steps(), reach} {
		if g, err = g.With(x); err != nil {
			t.Fatal(err)
		}
	}
	rawR, _ := r.Store()
	rawG, _ := g.Store()
	backR, okR := ReadReminders(rawR)
	backG, okG := ReadGoals(rawG)
	if !okR || !okG || len(backR.All) != 2 || len(backG.All) != 2 {
		t.Fatalf("%s %s", rawR, rawG)
	}
	if a, b := backR.All[1], pills(); a.Title != b.Title || a.Amount != b.Amount || !slices.Equal(a.Times, b.Times) || a.Start != b.Start || a.Since != b.Since {
		t.Errorf("got %+v", a)
	}
	if a := backG.All[1]; a.Canonical() != reach.Canonical() || *a.From != from || a.Rule != Reach {
		t.Errorf("got %+v", a)
	}
	r = backR.Without("weigh").Without("pills")
	if raw, err := r.Store(); raw != nil || err != nil {
		t.Errorf("nothing is stored as %s %v", raw, err)
	}
	if x, ok := backG.Of("steps"); !ok || x.ID != "steps" {
		t.Error("the goal of a metric is not found")
	}
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(r *Reminder){
		"no title":        func(r *Reminder) { r.Title = "" },
		"a long title":    func(r *Reminder) { r.Title = strings.Repeat("ä", MostTitle+1) },
		"no time":         func(r *Reminder) { r.Times = nil },
		"too many times":  func(r *Reminder) { r.Times = make([]Clock, MostTimes+1) },
		"no such time":    func(r *Reminder) { r.Times = []Clock{1440} },
		"no such metric":  func(r *Reminder) { r.Metric = "aura" },
		"every 400 days":  func(r *Reminder) { r.Every = 400 },
		"ends before":     func(r *Reminder) { r.End = date("2025-01-01") },
		"no start":        func(r *Reminder) { r.Start = health.Date{} },
		"an eighth day":   func(r *Reminder) { r.Weekdays = 128 },
		"blanks about it": func(r *Reminder) { r.Title = " x" },
	} {
		r := weighing()
		spoil(&r)
		if _, err := (Reminders{}).With(r); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	for name, spoil := range map[string]func(g *Goal){
		"a state":           func(g *Goal) { g.Metric = "sleep_stage" },
		"reached every day": func(g *Goal) { g.Rule = Reach },
		"an impossible weight": func(g *Goal) {
			g.Metric, g.Daily, g.Unit, g.Target = "weight", false, health.Kilogram, health.Int(5000)
		},
	} {
		g := steps()
		spoil(&g)
		if _, err := (Goals{}).With(g); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	var many Reminders
	for i := range MostReminders {
		r := weighing()
		r.ID = fmt.Sprint(i)
		many, _ = many.With(r)
	}
	if _, err := many.With(pills()); err == nil {
		t.Error("there is no end to reminders")
	}
}

func TestALogIsBoundedAndStillRaisesNothingTwice(t *testing.T) {
	var l Log
	f := of(annaWith(pills()))
	last := when("2027-06-01 08:00")
	for d := when("2026-03-01 08:00"); !d.After(last); d = d.Add(6 * time.Hour) {
		l = l.Raise(Due(f, Settle(f, l, d), d))
	}
	if n := len(l.All()); n != MostNotices {
		t.Errorf("%d notices", n)
	}
	raw, err := l.Store()
	if err != nil || len(raw) > 16<<10 {
		t.Fatalf("%d bytes, %v", len(raw), err)
	}
	back, ok := ReadLog(raw)
	if !ok {
		t.Fatal("not read")
	}
	for d := last.Add(-6 * time.Hour); d.After(when("2027-05-31 00:00")); d = d.Add(-time.Hour) {
		if due := Due(f, Settle(f, back, d), d); len(due) != 0 {
			t.Fatalf("%v: %v", d, due)
		}
	}
}

func TestSettingsComeBackAndKeepWhatTheyDoNotKnow(t *testing.T) {
	s, ok := ReadSettings([]byte(`{"version":1,"off":{"moon/desktop":true,"backup/desktop":true},"quiet":{"on":true,"from":1320,"to":420},"tune":3}`))
	if !ok || s.On(Backup, Desktop) || !s.On(Backup, Timeline) || !s.Quiet.On {
		t.Fatalf("read %+v %v", s, ok)
	}
	s = s.With(Measure, Timeline, false)
	s.Told = true
	raw, err := s.Store()
	if err != nil {
		t.Fatal(err)
	}
	back, ok := ReadSettings(raw)
	if !ok || back.On(Measure, Timeline) || back.On(Backup, Desktop) || !back.Told || !strings.Contains(string(raw), "moon/desktop") || !strings.Contains(string(raw), `"tune":3`) {
		t.Errorf("%s", raw)
	}
	if s, ok := ReadSettings([]byte(`{"version":9}`)); ok || !s.On(Measure, Desktop) {
		t.Error("another version was understood")
	}
}

func TestALogHoldsNoWordsOfReminders(t *testing.T) {
	f := everything()
	l := Log{}.Raise(Due(f, Log{}, when("2026-03-10 09:00")))
	raw, _ := l.Store()
	for _, word := range []string{"Ibuprofen", "400 mg", "Breakfast", "weight", "10500"} {
		if strings.Contains(strings.ToLower(string(raw)), strings.ToLower(word)) {
			t.Errorf("%q is in %s", word, raw)
		}
	}
}

func FuzzStored(f *testing.F) {
	l, _ := Log{}.Raise(Due(everything(), Log{}, when("2026-03-10 09:00"))).Store()
	r, _ := Reminders{All: []Reminder{weighing(), pills()}}.Store()
	g, _ := Goals{All: []Goal{steps()}}.Store()
	s, _ := DefaultSettings().Store()
	for _, seed := range [][]byte{l, r, g, s, []byte(`{"version":1,"list":[{}],"notices":[{"p":7}]}`)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, stored []byte) {
		if l, ok := ReadLog(stored); ok {
			once, err := l.Store()
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := ReadLog(once); !ok {
				t.Fatal("a log that was written cannot be read")
			}
			Settle(everything(), l, when("2026-03-10 09:00"))
		}
		if r, ok := ReadReminders(stored); ok {
			for _, x := range r.All {
				annaWith(x).dueReminder(x, 0, when("2026-03-10 09:00").UnixMilli())
			}
			once, err := r.Store()
			back, ok := ReadReminders(once)
			if err != nil || !ok || len(back.All) != len(r.All) {
				t.Fatal("reminders do not come back")
			}
		}
		if g, ok := ReadGoals(stored); ok {
			once, err := g.Store()
			if back, ok := ReadGoals(once); err != nil || !ok || len(back.All) != len(g.All) {
				t.Fatal("goals do not come back")
			}
		}
		if s, ok := ReadSettings(stored); ok {
			if _, err := s.Store(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestALogInPartsIsTheSameLog(t *testing.T) {
	f := everything()
	l := NewLog(1).Raise(Due(f, NewLog(1), when("2026-03-10 09:00")))
	back := Join(l.Of(anna), l.Of(health.ProfileID{}))
	if len(back.All()) != len(l.All()) || back.Since != l.Since || len(Due(f, back, when("2026-03-10 09:00"))) != 0 {
		t.Errorf("got %v, was %v", back.All(), l.All())
	}
	if !l.Of(ben).Empty() || l.Of(anna).Empty() {
		t.Error("the parts are not each one's")
	}
}
