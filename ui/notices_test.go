package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

var annaID, elinID = noticePeople[0].ID, noticePeople[1].ID

func TestAReminderIsRaisedWhenItsTimeComesAndNothingTicksBefore(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(20)}, nil) // it is a quarter to twelve
	}).unlock()
	if ns.badge() != "1" { // of the evening before
		t.Errorf("the bell says %q", ns.badge())
	}
	ns.desktop = nil
	if n := len(ns.clock.timers); n > 1 {
		t.Errorf("%d timers run", n)
	}
	looked := ns.choices.sets
	ns.pass(8 * time.Hour)
	ns.wantsDesktop()
	if ns.choices.sets != looked {
		t.Error("something was stored while nothing was due")
	}
	ns.pass(16 * time.Minute)
	ns.wantsDesktop("Vitalkeep / A reminder is due.")
	p := ns.list()
	ns.wants("Before breakfast")
	ns.wants("Missed · Measure: Blood glucose")
	if len(p.lines) != 2 {
		t.Errorf("%d notices", len(p.lines))
	}
}

func TestTheDesktopSaysMoreOnlyWhereThatIsWanted(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{pillsAt(20)}, nil)
		ns.want(func(s notices.Settings) notices.Settings { s.Told = true; return s })
	}).unlock()
	ns.wantsDesktop("Ibuprofen / Anna: Medicine · 400 mg")
}

func TestWhatWasMeasuredIsNotAskedFor(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(20)}, nil)
	}).unlock()
	ns.desktop = nil
	at := stageNow.Add(7 * time.Hour)
	ns.notebook.library.put("glucose", health.TypedSource, at, 0, 5.1, health.MillimolePerLitre, 1)
	ns.pass(9 * time.Hour)
	ns.wantsDesktop()
}

func TestTakenIsNotedInTheDiaryAndCanBeTakenBack(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{pillsAt(11)}, nil)
	}).unlock()
	p := ns.list()
	ns.pressIn(p, "taken")
	got := ns.notebook.entries
	if len(got) != 1 || got[0].Kind != health.Medicine || got[0].Field(health.FieldName) != "Ibuprofen" || got[0].Field(health.FieldAmount) != "400 mg" || got[0].Start != stageNow.UnixMilli() {
		t.Fatalf("stored %+v", got)
	}
	ns.wants("Taken · Medicine · 400 mg")
	ns.undoLast()
	ns.bench.settle()
	if len(ns.notebook.entries) != 0 || p.lines[0].Answer != notices.Open {
		t.Errorf("after Undo: %v, %v", ns.notebook.entries, p.lines[0].Answer)
	}
}

func TestWhatCannotBeStoredIsSaidAndTheReminderStaysOpen(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{pillsAt(11)}, nil)
	}).unlock()
	ns.notebook.fail = errDisk
	p := ns.list()
	ns.pressIn(p, "taken")
	if !p.fault.Visible() || p.lines[0].Answer != notices.Open {
		t.Errorf("the page shows %q", ns.texts())
	}
}

func TestLaterComesAgainAndOnlyOnce(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{pillsAt(11)}, nil)
	}).unlock()
	ns.desktop = nil
	p := ns.list()
	ns.putOff(p.lines[0].Key(), time.Hour)
	ns.bench.settle()
	if len(p.lines) != 0 || ns.badge() != "" {
		t.Errorf("it is still there: %v", p.lines)
	}
	ns.pass(59 * time.Minute)
	ns.wantsDesktop()
	ns.pass(2 * time.Minute)
	ns.wantsDesktop("Vitalkeep / A reminder is due.")
	if ns.badge() != "1" {
		t.Errorf("the bell says %q", ns.badge())
	}
	ns.pass(3 * time.Hour)
	ns.wantsDesktop("Vitalkeep / A reminder is due.")
}

func TestTheMenuOfLaterPutsOff(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{pillsAt(11)}, nil)
	}).unlock()
	p := ns.list()
	ns.pressIn(p, "later")
	ns.key(fyne.KeyReturn) // in ten minutes
	ns.bench.settle()
	if len(p.lines) != 0 {
		t.Errorf("it is still there: %v", p.lines)
	}
	ns.pass(11 * time.Minute)
	if len(p.lines) != 1 {
		t.Error("it does not come again")
	}
}

func TestSkippedIsAnswered(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(11)}, nil)
	}).unlock()
	p := ns.list()
	ns.pressIn(p, "skip")
	if p.lines[0].Answer != notices.Skipped || ns.badge() != "" {
		t.Errorf("it is %v", p.lines[0])
	}
	ns.wants("Skipped · Measure: Blood glucose")
}

func TestMeasureNowOpensThePageForTheRightPerson(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(elinID, []notices.Reminder{remindAt(11)}, nil)
	}).unlock()
	ns.pressIn(ns.list(), "measure")
	if ns.Profile().ID != elinID {
		t.Error("it is another person's")
	}
	if _, ok := ns.Page().(*AddScreen); !ok {
		t.Errorf("the page is %T", ns.Page())
	}
}

func TestQuietHoursSpareTheDesktopUntilTheyAreOver(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(23), pillsAt(1)}, nil)
		ns.want(func(s notices.Settings) notices.Settings { s.Quiet.On = true; return s })
	}).unlock()
	ns.desktop = nil
	ns.pass(15 * time.Hour) // a quarter to three
	ns.wantsDesktop()
	if ns.badge() == "" {
		t.Error("nothing is in the list")
	}
	ns.pass(5 * time.Hour)
	ns.wantsDesktop("Vitalkeep / 2 notices are waiting.")
}

func TestOffMeansOffEverywhere(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(11)}, []notices.Goal{stepsGoal(1)})
		ns.want(func(s notices.Settings) notices.Settings {
			for _, k := range notices.Kinds() {
				s = s.With(k, notices.Timeline, false).With(k, notices.Desktop, false)
			}
			return s
		})
	}).unlock()
	ns.pass(48 * time.Hour)
	ns.wantsDesktop()
	if ns.badge() != "" || len(ns.raisedLines()) != 0 || strings.Contains(ns.logged(), "measure") || strings.Contains(ns.logged(), "goal") {
		t.Errorf("bell %q, timeline %v, log %s", ns.badge(), ns.raisedLines(), ns.logged())
	}
	ns.list()
	ns.wants("Nothing to tell")
}

func TestOffInTheTimelineIsNotInTheTimeline(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(11)}, nil)
		ns.want(func(s notices.Settings) notices.Settings { return s.With(notices.Measure, notices.Timeline, false) })
	}).unlock()
	ns.wantsDesktop("Vitalkeep / A reminder is due.")
	if got := ns.raisedLines(); len(got) != 0 {
		t.Errorf("in the timeline is %v", got)
	}
	ns.setNoticeSettings(ns.notices.settings.With(notices.Measure, notices.Timeline, true), func(error) {})
	ns.bench.settle()
	if got := ns.raisedLines(); len(got) != 0 {
		t.Errorf("what was off then came into the timeline: %v", got)
	}
}

func TestWhoObjectsIsNotReminded(t *testing.T) {
	for _, purpose := range []health.Purpose{health.Reminders, health.Goals, health.DesktopNotes} {
		ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
			ns.setUp(annaID, []notices.Reminder{remindAt(11)}, []notices.Goal{stepsGoal(1)})
			ns.setUp(elinID, []notices.Reminder{pillsAt(11)}, nil)
			ns.books[annaID].kept[purposesPreference] = []byte(`{"off":["` + string(purpose) + `"]}`)
		}).unlock()
		p := ns.list()
		kinds := map[notices.Kind]int{}
		for _, l := range p.lines {
			kinds[l.Kind]++
		}
		if kinds[notices.Medicine] != 1 {
			t.Errorf("%s: Anna's objection counts for Elin: %v", purpose, kinds)
		}
		switch purpose {
		case health.Reminders:
			if kinds[notices.Measure] != 0 || kinds[notices.GoalReached] != 1 {
				t.Errorf("%s: %v", purpose, kinds)
			}
		case health.Goals:
			if kinds[notices.Measure] != 1 || kinds[notices.GoalReached] != 0 {
				t.Errorf("%s: %v", purpose, kinds)
			}
		case health.DesktopNotes:
			ns.wantsDesktop("Vitalkeep / A reminder is due.") // Elin's
		}
	}
}

func TestNothingIsRaisedWhileLockedAndAllOfItAfterwards(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(12)}, nil)
		ns.setUp(elinID, []notices.Reminder{pillsAt(13)}, nil)
	}).unlock()
	ns.desktop = nil
	ns.Lock()
	if len(ns.clock.timers) != 0 {
		t.Errorf("%d timers run while locked", len(ns.clock.timers))
	}
	ns.pass(5 * time.Hour)
	ns.wantsDesktop()
	if !ns.hides("Before breakfast") || !ns.hides("Ibuprofen") {
		t.Errorf("shown while locked: %q", ns.texts())
	}
	ns.unlock()
	ns.wantsDesktop("Vitalkeep / 2 notices are waiting.")
	ns.list()
	ns.wants("Before breakfast")
	ns.wants("Elin · " + locale.ClockAt(13, 0))
}

func TestALockInBetweenRaisesNothingTwice(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(11)}, nil)
	}).unlock()
	ns.wantsDesktop("Vitalkeep / A reminder is due.")
	for range 3 {
		ns.Lock()
		ns.unlock()
	}
	ns.wantsDesktop("Vitalkeep / A reminder is due.")
	if n := len(ns.list().lines); n != 1 {
		t.Errorf("%d notices", n)
	}
}

func TestALockWhileFactsAreReadLeavesNothingBehind(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(11)}, nil)
	})
	ns.typeIn(rightPassword)
	ns.key(fyne.KeyReturn)
	ns.bench.begin()
	for len(ns.bench.posts) > 0 && ns.Session() == nil {
		f := ns.bench.posts[0]
		ns.bench.posts = ns.bench.posts[1:]
		f()
	}
	ns.bench.begin() // what is read waits to be delivered
	ns.Lock()
	ns.pass(time.Hour)
	ns.wantsDesktop()
	if ns.notices.session != nil || ns.notices.loaded {
		t.Error("the keeper holds something")
	}
}

func TestAClosedPersonIsNotSpokenOf(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(elinID, []notices.Reminder{pillsAt(11)}, nil)
	})
	dress := ns.vaults.dress
	ns.vaults.dress = func(s *Session) {
		dress(s)
		s.Locks = closedLocks{who: elinID}
	}
	ns.unlock()
	ns.wantsDesktop()
	ns.list()
	if !ns.hides("Ibuprofen") || ns.badge() != "" {
		t.Errorf("shown: %q", ns.texts())
	}
}

// closedLocks keep one person closed.
type closedLocks struct {
	ProfileLocks
	who health.ProfileID
}

func (l closedLocks) Closed(id health.ProfileID) bool { return id == l.who }
func (l closedLocks) Locked(id health.ProfileID) bool { return id == l.who }

func TestMarkAllReadAndClear(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(11), pillsAt(10)}, nil)
	}).unlock()
	p := ns.list()
	if ns.badge() != "2" {
		t.Errorf("the bell says %q", ns.badge())
	}
	p.readAll.Press()
	ns.bench.settle()
	if ns.badge() != "" || !p.readAll.Disabled() {
		t.Errorf("the bell says %q", ns.badge())
	}
	p.clear.Press()
	ns.bench.settle()
	ns.wants("Nothing to tell")
	if len(ns.raisedLines()) != 2 {
		t.Error("they are gone from the timeline too")
	}
	ns.undoLast()
	ns.bench.settle()
	if len(p.lines) != 2 {
		t.Error("they do not come back")
	}
}

func TestAGoalIsSaidToBeReachedOnceADay(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, nil, []notices.Goal{stepsGoal(1)})
	}).unlock()
	p := ns.list()
	if len(p.lines) != 1 || p.lines[0].Kind != notices.GoalReached {
		t.Fatalf("got %v", p.lines)
	}
	ns.wants("Goal reached: Steps")
	ns.pass(3 * time.Hour)
	if len(p.lines) != 1 {
		t.Errorf("got %v", p.lines)
	}
	ns.pressIn(p, "open")
	if _, ok := ns.Page().(*DetailScreen); !ok {
		t.Errorf("the page is %T", ns.Page())
	}
}

func TestAFarewellIsSaidTwoDaysBefore(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.life.leaving[elinID] = Leaving{Asked: stageNow.Add(-5*24*time.Hour - time.Hour), Left: 47 * time.Hour}
	}).unlock()
	ns.list()
	ns.wants("Elin Berg will be deleted")
	ns.wants("Reactivate")
	ns.wantsDesktop("Vitalkeep / There is something to look at.")
	p := ns.Page().(*NoticesScreen)
	ns.pressIn(p, "keep")
	if p.lines[0].Answer != notices.Done || ns.shows("Reactivate") {
		t.Errorf("after keeping her: %+v", p.lines[0])
	}
}

func TestSettingsAreKeptAndCountAtOnce(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(20)}, nil)
	}).unlock()
	ns.desktop = nil
	settings := ns.inSettings("notices")
	press(settings.controls["notices-measure-Desktop"], fyne.KeySpace)
	press(settings.controls["told"], fyne.KeySpace)
	press(settings.controls["quiet"], fyne.KeySpace)
	choose(settings.controls["quiet-from"], 42)
	ns.bench.settle()
	kept, ok := notices.ReadSettings(ns.choices.kept[noticeSettingsChoice])
	if !ok || kept.On(notices.Measure, notices.Desktop) || !kept.On(notices.Measure, notices.Timeline) || !kept.Told || !kept.Quiet.On || kept.Quiet.From != 21*60 {
		t.Errorf("kept is %s", ns.choices.kept[noticeSettingsChoice])
	}
	settings.controls["notice-test"].TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	ns.wantsDesktop("Vitalkeep / This is how a notice looks.")
	ns.pass(9 * time.Hour)
	if len(ns.desktop) != 1 {
		t.Errorf("it came on the desktop: %q", ns.desktop)
	}
	settings.controls["reminders"].TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if _, ok := ns.Page().(*setupPage); !ok {
		t.Errorf("the page is %T", ns.Page())
	}
}

func TestWithoutChoicesThereAreNoNotices(t *testing.T) {
	s, _ := withNotebook(t, style.AlwaysLight, wide, household())
	s.ctrl(fyne.KeyJ)
	if _, ok := s.Page().(*NoticesScreen); ok || s.shows("Notices") {
		t.Error("they are there without a place to be kept")
	}
}

func TestTheTimelineTellsOfNoticesAndFiltersThem(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(11)}, nil)
		ns.setUp(elinID, []notices.Reminder{pillsAt(11)}, nil)
	}).unlock()
	ns.ctrl(fyne.Key2)
	ns.bench.settle()
	screen := ns.Page().(*TimelineScreen)
	if got := screen.list.words(); !strings.Contains(got, "11:00 Before breakfast Measure: Blood glucose") || strings.Contains(got, "Ibuprofen") {
		t.Errorf("got %s", got)
	}
	screen.chips[present.TopicNotices].Press()
	ns.bench.settle()
	if n := len(screen.list.lines); n != 1 {
		t.Errorf("%d lines: %s", n, screen.list.words())
	}
	screen.who.Choose(1)
	ns.bench.settle()
	if n := len(screen.list.lines); n != 2 {
		t.Errorf("%d lines of everybody: %s", n, screen.list.words())
	}
}

func TestAGoalStandsOnItsCardUnlessItsPersonObjects(t *testing.T) {
	for off, want := range map[string]bool{"": true, "bands": true, "goals": false, "statistics": false} {
		ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
			ns.setUp(annaID, nil, []notices.Goal{stepsGoal(10_000)})
			ns.books[annaID].kept[purposesPreference] = []byte(`{"off":["` + off + `"]}`)
		}).unlock()
		if got := ns.shows("Goal 10,000"); got != want {
			t.Errorf("without %q the card says it: %v", off, got)
		}
		ns.Open(NewDetailScreen(ns.Shell, dataNeeds(ns.Shell), "steps"))
		ns.bench.settle()
		if got := ns.shows("Goal a day"); got != want {
			t.Errorf("without %q the graph says it: %v", off, got)
		}
	}
}

func TestWhatFallsDueComesIntoTheTimelineThatIsShown(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(13)}, nil)
	}).unlock()
	ns.list().clear.Press()
	ns.ctrl(fyne.Key2)
	ns.bench.settle()
	ns.pass(2 * time.Hour)
	if got := ns.Page().(*TimelineScreen).list.words(); !strings.Contains(got, "13:00 Before breakfast") {
		t.Errorf("got %.200s", got)
	}
}

func TestAReminderIsSetUpPausedAndDeletedWithAWayBack(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, nil).unlock()
	ns.OpenReminders()
	page := ns.Page().(*setupPage)
	page.add()
	form := ns.Page().(*reminderForm)
	form.kind.Choose(1)
	form.title.SetText(" Ibuprofen ")
	form.amount.SetText("400 mg")
	form.times.SetText("20:00, 8.00; 20:00")
	form.store()
	ns.bench.settle()
	book := ns.noticeBook(annaID)
	if len(book.reminders.All) != 1 {
		t.Fatalf("stored %v", book.reminders.All)
	}
	r := book.reminders.All[0]
	if r.Title != "Ibuprofen" || len(r.Times) != 2 || r.Times[0] != 8*60 || r.Since != stageNow.UnixMilli() || r.Metric != "" {
		t.Errorf("stored %+v", r)
	}
	ns.wants("Medicine · 400 mg · every day at 08:00 and 20:00 · next today at 20:00")
	rows, _ := page.rows()
	rows[0].turn(false)
	ns.bench.settle()
	if !ns.noticeBook(annaID).reminders.All[0].Paused {
		t.Error("it is not paused")
	}
	rows, _ = page.rows()
	rows[0].remove()
	ns.bench.settle()
	ns.wants("No reminders yet")
	ns.undoLast()
	ns.bench.settle()
	if got := ns.noticeBook(annaID).reminders.All; len(got) != 1 || !got[0].Paused {
		t.Errorf("after Undo: %v", got)
	}
	ns.books[annaID].fail = errDisk
	rows, _ = page.rows()
	rows[0].turn(true)
	ns.bench.settle()
	if !page.fault.Visible() {
		t.Error("a failure is not said")
	}
}

func TestAReminderThatCannotBeIsRefusedBesideItsFields(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, nil).unlock()
	form := newReminderForm(ns.Shell, ns.Profile(), notices.Reminder{})
	ns.Open(form)
	form.days.Choose(everySoMany)
	for _, bad := range []string{"", "1", "366", "often"} {
		form.every.SetText(bad)
		form.store()
		if form.every.Error() == "" {
			t.Errorf("every %q days is taken", bad)
		}
	}
	for _, bad := range []string{"", "25:00", "7:00, noon", "1:00,2:00,3:00,4:00,5:00,6:00,7:00,8:00,9:00"} {
		form.times.SetText(bad)
		form.store()
		if form.times.Error() == "" {
			t.Errorf("%q are taken as times", bad)
		}
	}
	ns.bench.settle()
	if len(ns.noticeBook(annaID).reminders.All) != 0 {
		t.Error("something was stored")
	}
	form.every.SetText("3")
	form.times.SetText("7:00 am")
	form.store()
	ns.bench.settle()
	got := ns.noticeBook(annaID).reminders.All
	if len(got) != 1 || got[0].Every != 3 || got[0].Title != "Weight" || got[0].Metric != "weight" {
		t.Errorf("stored %+v", got)
	}
}

func TestAWeightGoalRemembersWhereItBegan(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, nil).unlock()
	form := newGoalForm(ns.Shell, ns.Profile(), notices.Goal{Metric: "weight"})
	ns.Open(form)
	form.target.SetText("75.5")
	form.store()
	ns.bench.settle()
	got := ns.noticeBook(annaID).goals.All
	if len(got) != 1 || got[0].Rule != notices.Reach || got[0].From == nil || *got[0].From < 76 || got[0].Canonical() != 75.5 {
		t.Fatalf("stored %+v", got)
	}
	at := ns.clock.now.Add(time.Hour)
	ns.notebook.library.put("weight", health.TypedSource, at, 0, 75.4, health.Kilogram, 1)
	ns.pass(2 * time.Hour)
	ns.lookForNotices()
	ns.bench.settle()
	if l := ns.noticeLines(ns.notices.log.All()); len(l) != 1 || l[0].detail != "Reach 75.5 kg" {
		t.Errorf("notices: %+v", l)
	}
}

func TestALockWhileAReminderIsTypedGivesItBack(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, nil).unlock()
	form := newReminderForm(ns.Shell, ns.Profile(), notices.Reminder{})
	ns.Open(form)
	if len(form.Drafts()) != 0 {
		t.Error("an untouched form is a draft")
	}
	form.kind.Choose(1)
	form.title.SetText("Vitamin D")
	form.times.SetText("8:00")
	form.days.Choose(someDays)
	form.week[2].Press()
	ns.Lock()
	ns.bench.settle()
	ns.unlock()
	back, ok := ns.Page().(*reminderForm)
	if !ok {
		t.Fatalf("the page is %T", ns.Page())
	}
	if back.state() != form.state() || back.title.Text() != "Vitamin D" {
		t.Errorf("it is %+v, was %+v", back.state(), form.state())
	}
	back.store()
	ns.bench.settle()
	ns.Lock()
	ns.bench.settle()
	ns.unlock()
	if _, again := ns.Page().(*reminderForm); again {
		t.Error("what was saved comes back as a draft")
	}
}

func TestALockWhileAGoalIsTypedGivesItBack(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, setUpByAnna).unlock()
	g, _ := ns.noticeBook(annaID).goals.Get("w")
	form := newGoalForm(ns.Shell, ns.Profile(), g)
	ns.Open(form)
	form.target.SetText("74")
	ns.Lock()
	ns.bench.settle()
	ns.unlock()
	back, ok := ns.Page().(*goalForm)
	if !ok {
		t.Fatalf("the page is %T", ns.Page())
	}
	back.store()
	ns.bench.settle()
	if g, _ = ns.noticeBook(annaID).goals.Get("w"); g.Canonical() != 74 || g.Rule != notices.Reach {
		t.Errorf("stored %+v", g)
	}
}

func TestTheEndOfTheAccountIsSaidOnce(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ends := Leaving{Asked: stageNow.Add(-6 * 24 * time.Hour), Left: 24 * time.Hour}
		ns.life.account, ns.life.leaving[annaID] = &ends, ends
	}).unlock()
	if p := ns.list(); len(p.lines) != 1 {
		t.Errorf("%d notices", len(p.lines))
	}
	ns.wants("The account will be deleted")
}

func TestWhatIsLoggedOfSomebodyGoesWithThemAndTakesNothingAlong(t *testing.T) {
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(annaID, []notices.Reminder{remindAt(11)}, nil)
		ns.setUp(elinID, []notices.Reminder{pillsAt(11)}, nil)
	}).unlock()
	ns.Lock()
	ns.bench.settle()
	delete(ns.choices.kept, noticesKey(elinID)) // as the vault does when she left
	ns.setUp(elinID, nil, nil)
	ns.desktop = nil
	ns.unlock()
	ns.wantsDesktop()
	if p := ns.list(); len(p.lines) != 1 || p.lines[0].Person != annaID {
		t.Errorf("left: %v", p.lines)
	}
}

// agedBackups are backups of which the last was proven a while ago.
type agedBackups struct {
	BackupSchedule
	state BackupState
}

func (b *agedBackups) Plan() BackupPlan   { return BackupPlan{OverdueDays: 14} }
func (b *agedBackups) Next() BackupNext   { return BackupNext{} }
func (b *agedBackups) State() BackupState { return b.state }

func TestAnOverdueBackupIsSaidUntilThereIsOne(t *testing.T) {
	schedule := &agedBackups{state: BackupState{Overdue: true, Since: stageNow.Add(-20 * 24 * time.Hour)}}
	ns := newNoticeStage(t, style.AlwaysLight, wide, nil)
	dress := ns.vaults.dress
	ns.vaults.dress = func(s *Session) {
		dress(s)
		s.Backups, s.Schedule = &fakeKeeping{}, schedule
	}
	ns.unlock()
	p := ns.list()
	ns.wants("A backup is overdue")
	schedule.state = BackupState{Since: stageNow}
	ns.pass(time.Minute)
	ns.lookForNotices()
	ns.bench.settle()
	if len(p.lines) != 1 || p.lines[0].Answer != notices.Done {
		t.Errorf("after a backup: %+v", p.lines)
	}
}

func TestWhoIsClosedAgainIsNotSpokenOfAnyMore(t *testing.T) {
	locks := newFakeLocks(elinID)
	locks.opened[elinID] = true
	ns := newNoticeStage(t, style.AlwaysLight, wide, func(ns *noticeStage) {
		ns.setUp(elinID, []notices.Reminder{pillsAt(11)}, nil)
		ns.want(func(s notices.Settings) notices.Settings { s.Told = true; return s })
	})
	dress := ns.vaults.dress
	ns.vaults.dress = func(s *Session) {
		dress(s)
		s.Locks = locks
	}
	ns.unlock()
	ns.list()
	if ns.hides("Ibuprofen") || ns.badge() == "" {
		t.Fatalf("nothing is due: %q", ns.texts())
	}
	ns.desktop = nil
	ns.Home()
	ns.closeBehind(elinID) // before anything is looked for again
	ns.showNoticeCount()
	ns.list()
	if !ns.hides("Ibuprofen") || ns.badge() != "" {
		t.Errorf("of who is closed: %q", ns.texts())
	}
	if _, told := ns.noticeBook(elinID).reminders.Get("pills"); told {
		t.Error("the reminders of who is closed can be had")
	}
}
