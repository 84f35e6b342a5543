package ui

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/style"
)

// fakeClock is a clock with timers, which a test turns.
type fakeClock struct {
	now    time.Time
	timers []*fakeTimer
}

type fakeTimer struct {
	at time.Time
	f  func()
}

func (c *fakeClock) later(d time.Duration, f func()) (stop func()) {
	t := &fakeTimer{c.now.Add(d), f}
	c.timers = append(c.timers, t)
	return func() { c.timers = slices.DeleteFunc(c.timers, func(x *fakeTimer) bool { return x == t }) }
}

// fakeLife is a vault that some people leave.
type fakeLife struct {
	Life
	leaving map[health.ProfileID]Leaving
	account *Leaving
}

func (l *fakeLife) Leaving(id health.ProfileID) (Leaving, bool) {
	x, ok := l.leaving[id]
	return x, ok
}

func (l *fakeLife) Ended() bool { return false }

func (l *fakeLife) Reactivate(_ context.Context, id health.ProfileID) error {
	delete(l.leaving, id)
	return nil
}

func (l *fakeLife) AccountEnding() (Leaving, bool) {
	if l.account == nil {
		return Leaving{}, false
	}
	return *l.account, true
}

// noticeStage is a stage with a clock, choices and a desktop.
type noticeStage struct {
	*stage
	clock    *fakeClock
	desktop  []string
	choices  *fakePreferences
	books    map[health.ProfileID]*fakePreferences
	notebook *fakeNotebook // of the first person
	life     *fakeLife
}

// noticePeople are Anna, who weighs herself, and Elin.
var noticePeople = []health.Profile{
	{ID: health.ProfileID{1}, Name: "Anna Berg", Main: true, Zone: "Europe/Stockholm"},
	{ID: health.ProfileID{2}, Name: "Elin Berg", Zone: "Europe/Stockholm"},
}

// remindAt is a reminder of Anna to measure blood glucose at so many hours.
func remindAt(hours ...int) notices.Reminder {
	r := notices.Reminder{ID: "sugar", Title: "Before breakfast", Metric: "glucose", Start: health.Date{Year: 2025, Month: 10, Day: 1}, Since: stageNow.Add(-20 * time.Hour).UnixMilli()}
	for _, h := range hours {
		r.Times = append(r.Times, notices.Clock(h*60))
	}
	return r
}

// pillsAt is a reminder of a medicine.
func pillsAt(hours ...int) notices.Reminder {
	r := remindAt(hours...)
	r.ID, r.Title, r.Metric, r.Amount = "pills", "Ibuprofen", "", "400 mg"
	return r
}

// stepsGoal is ten thousand steps a day.
func stepsGoal(target int64) notices.Goal {
	return notices.Goal{ID: "steps", Metric: "steps", Daily: true, Target: health.Int(target), Unit: health.Count, Start: health.Date{Year: 2025, Month: 10, Day: 1}, Since: 1}
}

// withSetup keeps what a person set up.
func (ns *noticeStage) setUp(id health.ProfileID, reminders []notices.Reminder, goals []notices.Goal) {
	ns.t.Helper()
	raw, err := notices.Reminders{All: reminders}.Store()
	if err != nil {
		ns.t.Fatal(err)
	}
	ns.books[id].kept[remindersPreference] = raw
	if raw, err = (notices.Goals{All: goals}).Store(); err != nil {
		ns.t.Fatal(err)
	}
	ns.books[id].kept[goalsPreference] = raw
}

// setNotices keeps how notices are wanted before the vault is opened.
func (ns *noticeStage) want(how func(s notices.Settings) notices.Settings) {
	raw, err := how(notices.DefaultSettings()).Store()
	if err != nil {
		ns.t.Fatal(err)
	}
	ns.choices.kept[noticeSettingsChoice] = raw
}

// newNoticeStage is a locked vault in which set puts something up.
func newNoticeStage(t *testing.T, m style.Mode, size fyne.Size, set func(ns *noticeStage)) *noticeStage {
	t.Helper()
	l := household()
	ns := &noticeStage{
		clock: &fakeClock{now: stageNow}, choices: newFakePreferences(), books: map[health.ProfileID]*fakePreferences{},
		notebook: newFakeNotebook(l), life: &fakeLife{leaving: map[health.ProfileID]Leaving{}},
	}
	ns.stage = &stage{t: t}
	for _, p := range noticePeople {
		ns.books[p.ID] = newFakePreferences()
	}
	if set != nil {
		set(ns)
	}
	elins := elin()
	ns.stage = newStage(t, m, size, withVault, func(d *Deps, s *stage) {
		d.Pages = AllPages()
		d.Now = func() time.Time { return ns.clock.now }
		d.Work.later = ns.clock.later
		d.Desktop = func(title, text string) { ns.desktop = append(ns.desktop, title+" / "+text) }
		s.vaults.people = noticePeople
		s.vaults.dress = func(session *Session) {
			session.Library = func(id health.ProfileID) Library {
				if id == noticePeople[0].ID {
					return l
				}
				return elins.library
			}
			session.Notebook = func(id health.ProfileID) Notebook {
				if id == noticePeople[0].ID {
					return ns.notebook
				}
				return newFakeNotebook(elins.library.(*fakeLibrary))
			}
			session.Preferences = func(id health.ProfileID) Preferences { return ns.books[id] }
			session.Choices, session.Deletions, session.Life = ns.choices, ns.notebook, ns.life
		}
	})
	return ns
}

// unlock opens the vault.
func (ns *noticeStage) unlock() *noticeStage {
	ns.t.Helper()
	ns.typeIn(rightPassword)
	ns.key(fyne.KeyReturn)
	ns.bench.settle()
	if ns.Session() == nil {
		ns.t.Fatal("the vault did not open")
	}
	return ns
}

// pass lets time go by.
func (ns *noticeStage) pass(d time.Duration) {
	until := ns.clock.now.Add(d)
	for {
		ns.bench.settle()
		slices.SortStableFunc(ns.clock.timers, func(a, b *fakeTimer) int { return a.at.Compare(b.at) })
		if len(ns.clock.timers) == 0 || ns.clock.timers[0].at.After(until) {
			break
		}
		t := ns.clock.timers[0]
		ns.clock.timers = ns.clock.timers[1:]
		ns.clock.now = t.at
		t.f()
	}
	ns.clock.now = until
	ns.bench.settle()
}

// list opens the notices.
func (ns *noticeStage) list() *NoticesScreen {
	ns.t.Helper()
	ns.ctrl(fyne.KeyJ)
	ns.bench.settle()
	p, ok := ns.Page().(*NoticesScreen)
	if !ok {
		ns.t.Fatalf("the page is %T", ns.Page())
	}
	return p
}

// pressIn presses a button of the first notice that has it.
func (ns *noticeStage) pressIn(p *NoticesScreen, id string) {
	ns.t.Helper()
	for _, l := range p.lines {
		if b, ok := p.buttons[l.Key().String()+" "+id]; ok {
			b.Press()
			ns.bench.settle()
			return
		}
	}
	ns.t.Fatalf("no notice offers %q: %v", id, ns.texts())
}

// badge is the count on the bell.
func (ns *noticeStage) badge() string { return ns.rail.Badge(0) }

// logged is all that is kept of notices.
func (ns *noticeStage) logged() string {
	all := ""
	for key, raw := range ns.choices.kept {
		if strings.HasPrefix(key, noticesChoice) && key != noticeSettingsChoice {
			all += string(raw)
		}
	}
	return all
}

func (ns *noticeStage) wantsDesktop(want ...string) {
	ns.t.Helper()
	if !slices.Equal(ns.desktop, want) {
		ns.t.Errorf("on the desktop is %q, want %q", ns.desktop, want)
	}
}

// hides reports whether the words are nowhere: not on the desktop, not in the window.
func (ns *noticeStage) hides(words string) bool {
	return !ns.shows(words) && !strings.Contains(strings.Join(ns.desktop, " "), words)
}
