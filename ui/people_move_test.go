package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

func TestAMeasurementChangesHandsAndComesBack(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide)
	d := NewDetailScreen(c.Shell, dataNeeds(c.Shell), "weight")
	c.Open(d)
	c.bench.settle()
	d.side.table.Select(0)
	d.side.openDetails()
	c.bench.settle()
	c.wants("Belongs to somebody else…")
	row := d.side.told.removable.measurements[0]
	d.side.giveAway()
	c.key(fyne.KeyReturn) // the first of the others
	c.bench.settle()
	if c.mover.to != clan[1].ID || c.mover.from != clan[0].ID || len(c.mover.moved) == 0 || c.mover.moved[0] != row {
		t.Errorf("moved %+v from %v to %v", c.mover.moved, c.mover.from, c.mover.to)
	}
	if c.window.Canvas().Overlays().Top() != nil {
		t.Error("the question stays")
	}
	c.wants("to Jonas Berg.")
	c.undoLast()
	c.bench.settle()
	if c.mover.undid != 1 {
		t.Error("it was not moved back")
	}
	c.wants("Moved back.")
}

func TestAConflictIsToldAndNothingIsMoved(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide)
	c.mover.fail = &MoveConflict{Readings: 1}
	c.offerMove(c.someMove())
	c.key(fyne.KeyReturn)
	c.bench.settle()
	all := strings.Join(c.everyText(), " ")
	if !strings.Contains(all, "Jonas Berg has another value at the same moment: 1 reading. Nothing was moved.") || c.toast != nil {
		t.Errorf("it says %q", all)
	}
	c.key(fyne.KeyReturn)
	if c.window.Canvas().Overlays().Top() != nil {
		t.Error("it cannot be left where it is")
	}
}

func TestWhereThereIsOnePersonNothingChangesHands(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide)
	c.session.Profiles = c.session.Profiles[:1]
	if c.canMove(clan[0].ID) {
		t.Error("it can be given to nobody")
	}
	c.session.Profiles = []health.Profile{clan[0], clan[2]}
	if c.canMove(clan[0].ID) {
		t.Error("it is offered to somebody who leaves")
	}
	c.offerMove(c.someMove())
	if c.window.Canvas().Overlays().Top() != nil {
		t.Error("the question is asked")
	}
}

func TestTheInboxIsClaimedByGroupAndOneByOne(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide)
	if c.Shell.people.inbox != 14 {
		t.Errorf("%d readings are counted", c.Shell.people.inbox)
	}
	c.OpenInbox()
	c.bench.settle()
	c.wants("CSV file")
	c.wants("Weight · 12 readings")
	p := c.inboxPage()
	p.single = 0
	p.fill()
	c.pressNamed("Belongs to: the measurement of 2025-09-24, 11:45")
	c.key(fyne.KeyReturn)
	c.bench.settle()
	if len(c.mover.moved) != 1 || c.mover.moved[0].Metric != "weight" || c.mover.from != inboxProfile.ID {
		t.Errorf("moved %+v", c.mover.moved)
	}
	c.press("Belongs to…")
	c.key(fyne.KeyReturn)
	c.bench.settle()
	if c.mover.batch != (health.BatchID{31}) || c.mover.to != clan[0].ID {
		t.Errorf("claimed the import %v for %v", c.mover.batch, c.mover.to)
	}
	c.wants("2 were there already.")
	if c.shows("CSV file") {
		t.Error("what was claimed lies there still")
	}
	c.inbox.groups = nil
	p.Reload()
	c.bench.settle()
	c.wants("Nothing lies here")
}

func TestTheListOfPeopleTellsOfLocksLeavingAndTheInbox(t *testing.T) {
	c := newClan(t, style.AlwaysLight, wide, clan[1].ID)
	c.choosePerson()
	texts := map[string]bool{}
	for _, text := range c.everyText() {
		texts[text] = true
	}
	for _, want := range []string{"Leaves in 3 days", "Inbox", "14 readings", "Change this person…", "Add a person…"} {
		if !texts[want] {
			t.Errorf("%q is missing", want)
		}
	}
	if _, ok := c.window.Canvas().Focused().(*parts.PersonRow); !ok {
		t.Error("the person on show has no focus")
	}
}
