package ui

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// clock is a clock that a test moves, with what waits for it.
type clock struct {
	now   time.Time
	bench *bench
	waits []*wait
	asked int // how often something was to wait
}

type wait struct {
	until time.Time
	do    func()
}

// withClock gives a stage a clock that tells of input.
func withClock(c *clock) stageOption {
	return func(d *Deps, s *stage) {
		c.now, c.bench = stageNow, s.bench
		d.Now = func() time.Time { return c.now }
		d.Work.later = func(t time.Duration, f func()) (stop func()) {
			w := &wait{c.now.Add(t), f}
			c.asked++
			c.waits = append(c.waits, w)
			return func() { c.waits = slices.DeleteFunc(c.waits, func(o *wait) bool { return o == w }) }
		}
	}
}

// pass lets time go by.
func (c *clock) pass(d time.Duration) {
	end := c.now.Add(d)
	for {
		next := slices.MinFunc(append(c.waits, &wait{until: end.Add(time.Hour)}), func(a, b *wait) int { return a.until.Compare(b.until) })
		if next.until.After(end) {
			c.now = end
			return
		}
		c.now = next.until
		c.waits = slices.DeleteFunc(c.waits, func(o *wait) bool { return o == next })
		next.do()
		c.bench.settle()
	}
}

// attended is a sealed stage whose window can be left alone.
func attended(t *testing.T, size fyne.Size, chosen string) (*sealedStage, *clock) {
	t.Helper()
	return attendedIn(t, style.AlwaysLight, size, chosen)
}

func attendedIn(t *testing.T, m style.Mode, size fyne.Size, chosen string) (*sealedStage, *clock) {
	t.Helper()
	c := &clock{}
	s := sealedStageIn(t, m, size, withClock(c))
	s.Offers(func(p *Presence) { *p = Presence{Input: true, Minimised: true, Screen: true, Sleep: true, User: true} })
	if chosen != "" {
		s.Lock()
		s.bench.settle()
		s.choices.kept[lockKey] = []byte(chosen)
		s.unlockAgain()
	}
	return s, c
}

func TestAWindowThatIsNotUsedLocks(t *testing.T) {
	shareApp(t)
	s, c := attended(t, wide, "")
	c.pass(4*time.Minute + 39*time.Second)
	if s.shows("Locks in") {
		t.Error("it is warned too early")
	}
	focused := s.window.Canvas().Focused()
	c.pass(time.Second)
	s.wants("Locks in 20 s. Move the mouse or press a key to stay.")
	if s.window.Canvas().Focused() != focused || s.window.Canvas().Overlays().Top() != nil {
		t.Error("the warning takes the keyboard")
	}
	c.pass(5 * time.Second)
	s.wants("Locks in 15 s. Move the mouse or press a key to stay.")
	c.pass(14 * time.Second)
	if s.Session() == nil {
		t.Fatal("locked too early")
	}
	c.pass(time.Second)
	if s.Session() != nil || s.shows("Anna Berg") || s.shows("Locks in") {
		t.Errorf("the window shows %q", s.texts())
	}
	s.wants("Locked because the window was not used.")
	c.pass(time.Hour)
	if len(c.waits) > 0 {
		t.Error("a locked window still waits")
	}
}

func TestInputKeepsTheVaultOpenAndTakesTheWarningAway(t *testing.T) {
	s, c := attended(t, wide, "")
	for range 30 {
		c.pass(time.Minute)
		s.Heard()
	}
	before := c.asked
	for range 1000 { // no time passes, so that nothing else asks for any
		s.Heard()
	}
	if s.Session() == nil || c.asked != before {
		t.Errorf("locked, or %d waits were begun by input", c.asked-before)
	}
	c.pass(4*time.Minute + 45*time.Second)
	s.wants("Locks in 15 s.")
	s.Heard()
	if s.shows("Locks in") {
		t.Error("the warning stays")
	}
	c.pass(4*time.Minute + 30*time.Second)
	if s.Session() == nil {
		t.Error("the time is not counted anew")
	}
}

func TestAClockThatIsSetBackDoesNotKeepTheVaultOpenForLong(t *testing.T) {
	s, c := attended(t, wide, "")
	c.now = c.now.Add(-time.Hour)
	for _, w := range c.waits { // they wait by the clock that only goes on
		w.until = w.until.Add(-time.Hour)
	}
	c.pass(5*time.Minute + time.Hour)
	if s.Session() != nil {
		t.Error("the vault is still open")
	}
}

func TestWhatWasChosenAboutTheLockHolds(t *testing.T) {
	tests := []struct {
		chosen string
		how    Absence
		locks  bool
	}{
		{"", LeftScreen, true},
		{"", LeftAsleep, true},
		{"", LeftToAnother, true},
		{"", LeftMinimising, false},
		{`{"screen":false}`, LeftScreen, false},
		{`{"screen":false}`, LeftAsleep, true},
		{`{"sleep":false}`, LeftAsleep, false},
		{`{"user":false}`, LeftToAnother, false},
		{`{"minimise":true}`, LeftMinimising, true},
		{`{"idle_minutes":-4,"screen":false}`, LeftScreen, true}, // makes no sense, so all is as usual
		{`[]`, LeftScreen, true},
	}
	shareApp(t)
	for _, tt := range tests {
		t.Run(tt.chosen, func(t *testing.T) {
			s, _ := attended(t, wide, tt.chosen)
			done := 0
			s.LeftBy(tt.how, func() { done++ })
			s.bench.settle()
			if locked := s.Session() == nil; locked != tt.locks || done != 1 {
				t.Errorf("locked is %v, told %d times", locked, done)
			}
			if tt.locks {
				s.wants("Locked ")
			}
		})
	}
	for chosen, minutes := range map[string]int{`{"idle_minutes":0}`: 0, `{"idle_minutes":15}`: 15, `{"idle_minutes":900}`: 5} {
		s, c := attended(t, wide, chosen)
		if minutes == 0 {
			if s.away.stopIdle != nil {
				t.Error("a window that never locks waits")
			}
			continue
		}
		c.pass(time.Duration(minutes)*time.Minute - time.Second)
		if s.Session() == nil {
			t.Errorf("%s locks too early", chosen)
		}
		c.pass(time.Second)
		if s.Session() != nil {
			t.Errorf("%s does not lock", chosen)
		}
	}
}

// The machine is held until the vault is closed, and not for what can wait.
func TestTheMachineSleepsWhenTheVaultIsClosed(t *testing.T) {
	s, _ := attended(t, wide, "")
	kept := &fakeKeeping{due: true}
	s.session.Tidier = kept
	done := false
	s.LeftBy(LeftAsleep, func() { done = true })
	if s.Session() != nil || s.shows("Anna Berg") {
		t.Error("the window is not blank at once")
	}
	if done {
		t.Error("the machine may sleep before the keys are wiped")
	}
	s.bench.settle()
	if !done || s.vaults.closed != 1 || kept.tidied != 0 {
		t.Errorf("done is %v, closed %d times, tidied %d times", done, s.vaults.closed, kept.tidied)
	}
	// A second signal, while it is locked.
	done = false
	s.LeftBy(LeftAsleep, func() { done = true })
	s.bench.settle()
	if !done {
		t.Error("the machine is held although nothing is open")
	}
}

func TestTheLockOverWhateverIsOpen(t *testing.T) {
	shareApp(t)
	for name, open := range map[string]func(s *sealedStage){
		"a form that is filled in": func(s *sealedStage) {
			s.OpenAdd(Adding{Subject: "note"})
			s.bench.settle()
			s.typeIn("Slept badly.")
		},
		"a menu":            func(s *sealedStage) { s.choosePerson() },
		"a list of keys":    func(s *sealedStage) { s.ShowShortcuts() },
		"a picker of files": func(s *sealedStage) { NewWindowPicker(s.Window()).File(func(string) {}) },
		"a file that is read": func(s *sealedStage) {
			s.OpenAdd(Adding{Subject: "picture"})
			s.addScreen().form.picture.read("/nowhere.png")
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, c := attended(t, wide, "")
			open(s)
			c.pass(5 * time.Minute)
			if s.Session() != nil || s.window.Canvas().Overlays().Top() != nil || len(s.deps.Work.jobs) > 0 {
				t.Error("the vault is open, or something lies over the window, or work goes on")
			}
			for _, text := range s.texts() {
				if strings.Contains(text, "Anna") || strings.Contains(text, "Slept") {
					t.Errorf("still shown: %q", text)
				}
			}
		})
	}
}

// lockSettings opens the section of the settings.
func (s *stage) lockSettings() {
	s.settings.section = "security"
	for i, p := range s.places() {
		if p.id == settingsPlace {
			s.goTo(i)
		}
	}
	s.bench.settle()
}

func TestTheLockIsChosenInTheSettings(t *testing.T) {
	s, _ := attended(t, wide, "")
	s.lockSettings()
	s.wants("Lock by itself")
	choice, ok := find(s.stage, func(c *parts.Choice) bool { return c.Selected() == 2 })
	if !ok {
		t.Fatal("the time is not shown")
	}
	choice.Choose(len(idleMinutes) - 1)
	s.bench.settle()
	s.wants("Whoever comes to this computer can read everything until the vault is locked.")
	if s.away.stopIdle != nil || !strings.Contains(string(s.choices.Get(lockKey)), `"idle_minutes":0`) {
		t.Errorf("kept is %s", s.choices.Get(lockKey))
	}
	on, ok := find(s.stage, func(w *parts.Switch) bool { return w.Name() == "When the window is minimised" })
	if !ok {
		t.Fatal("there is no switch")
	}
	on.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	s.bench.settle()
	s.relock()
	if !s.away.choices.Minimise || s.away.choices.IdleMinutes != 0 {
		t.Errorf("chosen is %+v", s.away.choices)
	}
	s.choices.fail = fs.ErrPermission
	s.chooseLock(usualLock)
	s.bench.settle()
	s.wants("The system does not allow access to this file or folder.")
	if !s.away.choices.Minimise {
		t.Error("what could not be kept holds all the same")
	}
}

func TestWhatTheSystemDoesNotTellIsSaidInItsRow(t *testing.T) {
	s := newSealedStage(t, wide)
	s.lockSettings()
	for _, words := range []string{
		"On this system the window cannot tell whether it is used.", "This system does not tell programs when its screen locks.",
		"This system does not say so beforehand: the vault locks when the computer wakes up.", "This system does not tell programs when another user takes over.",
	} {
		s.wants(words)
	}
	if s.shows("When the window is minimised") {
		t.Error("what cannot be told is offered")
	}
}

// awayShots are what is seen of the lock that comes by itself.
var awayShots = map[string]func(*testing.T, style.Mode, fyne.Size) *sealedStage{
	"lock-settings": func(t *testing.T, m style.Mode, size fyne.Size) *sealedStage {
		s, _ := attendedIn(t, m, size, "")
		s.lockSettings()
		return s
	},
	"lock-never": func(t *testing.T, m style.Mode, size fyne.Size) *sealedStage {
		s, _ := attendedIn(t, m, size, `{"idle_minutes":0,"screen":false}`)
		s.Offers(func(p *Presence) { p.User, p.Sleep, p.Minimised = false, false, false })
		s.lockSettings()
		return s
	},
	"lock-warning": func(t *testing.T, m style.Mode, size fyne.Size) *sealedStage {
		s, c := attendedIn(t, m, size, "")
		c.pass(4*time.Minute + 42*time.Second)
		return s
	},
	"lock-idle": func(t *testing.T, m style.Mode, size fyne.Size) *sealedStage {
		s, c := attendedIn(t, m, size, "")
		c.pass(5 * time.Minute)
		return s
	},
	"lock-draft": func(t *testing.T, m style.Mode, size fyne.Size) *sealedStage {
		s := sealedStageIn(t, m, size)
		s.OpenAdd(Adding{Subject: "note"})
		s.bench.settle()
		s.typeIn("Slept badly, woke up at four.")
		s.relock()
		return s
	},
}

// What waits for its time would hold the vault, or wake up over a locked window.
func TestNothingWaitsForItsTimeAfterALock(t *testing.T) {
	shareApp(t)
	s, c := attended(t, wide, "")
	s.session.Schedule = &fakeSchedule{kept: &fakeKeeping{}, plan: BackupPlan{Every: BackupsDaily}, next: c.now.Add(time.Hour)}
	s.startSchedule()
	s.Toast("Weight of Anna deleted", "Undo", func() {})
	s.Copy("78.4 kg")
	s.stirNotices()
	if len(c.waits) < 5 { // idleness, the schedule, the toast, the clipboard, notices
		t.Fatalf("only %d things wait, so that this test tells nothing", len(c.waits))
	}
	s.Reload()
	s.bench.begin()
	s.Reload()
	s.Lock()
	if len(c.waits) > 0 {
		t.Errorf("%d things still wait at the lock", len(c.waits))
	}
	s.bench.settle()
	if len(c.waits) > 0 {
		t.Errorf("%d things wait when all work has ended", len(c.waits))
	}
}

func TestWhatWasTypedIsNotHeldWhileTidyingTakesLong(t *testing.T) {
	s := newSealedStage(t, wide)
	s.OpenAdd(Adding{Subject: "note"})
	s.bench.settle()
	s.typeIn("Slept badly.")
	session, looked := s.session, false
	session.Tidier = &fakeKeeping{due: true, during: func() {
		looked = true
		if session.sealing != nil || len(session.drafts.kept) > 0 {
			t.Error("what was typed is still held")
		}
	}}
	s.Lock()
	s.bench.settle()
	if !looked || !s.holds("Slept badly.") {
		t.Error("nothing was tidied, or the words are not sealed")
	}
}
