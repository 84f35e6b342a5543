package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

// peopleShots are the pages of people, of what lies in the inbox, and of what
// changes hands.
var peopleShots = map[string]func(t *testing.T, m style.Mode, size fyne.Size) *stage{
	"profile":            clanShot(func(c *clanStage) { c.OpenPerson(c.Profile()) }),
	"profile-empty":      clanShot(func(c *clanStage) { c.OpenPerson(health.Profile{}) }),
	"profile-units":      clanShot(func(c *clanStage) { c.OpenPerson(c.Profile()); c.profilePage().show(1) }),
	"profile-dates":      clanShot(func(c *clanStage) { c.OpenPerson(c.Profile()); c.profilePage().show(2) }),
	"profile-protection": clanShot(func(c *clanStage) { c.OpenPerson(c.Profile()); c.profilePage().show(3) }),
	"profile-passcode": clanShot(func(c *clanStage) {
		c.OpenPerson(c.Profile())
		c.profilePage().show(3)
		p := c.profilePage().passcode
		p.show(passcodeSet)
		p.first.SetText("418205")
		p.again.SetText("418206")
		p.try()
	}),
	"profile-errors": clanShot(func(c *clanStage) {
		c.OpenPerson(c.Profile())
		f := c.profilePage()
		f.who.name.SetText("jonas berg")
		f.who.born.SetText("31.2.1984")
		f.store()
	}),
	"switcher": clanShot(func(c *clanStage) {
		c.session.Life = leavingLife{who: clan[2].ID}
		c.choosePerson()
	}, clan[1].ID),
	"inbox": clanShot(func(c *clanStage) { c.OpenInbox() }),
	"inbox-singly": clanShot(func(c *clanStage) {
		c.OpenInbox()
		c.bench.settle()
		p := c.inboxPage()
		p.single = 0
		p.fill()
	}),
	"inbox-empty": clanShot(func(c *clanStage) {
		c.inbox.groups = nil
		c.OpenInbox()
	}),
	"move": clanShot(func(c *clanStage) { c.offerMove(c.someMove()) }),
	"move-conflict": clanShot(func(c *clanStage) {
		c.mover.fail = &MoveConflict{Readings: 2}
		c.offerMove(c.someMove())
		c.key(fyne.KeyReturn)
	}),
	"closed": clanShot(func(c *clanStage) { c.goToPerson(1) }, clan[1].ID),
	"closed-wrong": clanShot(func(c *clanStage) {
		c.goToPerson(1)
		for range 3 {
			c.closedPage().field.SetText("000000")
			c.closedPage().try()
			c.bench.settle()
		}
	}, clan[1].ID),
}

// clanShot leads from the household to a page.
func clanShot(open func(c *clanStage), locked ...health.ProfileID) func(t *testing.T, m style.Mode, size fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		c := newClan(t, m, size, locked...)
		c.session.Life = leavingLife{}
		c.showNotes()
		open(c)
		c.bench.settle()
		return c.stage
	}
}

// someMove is the order for a measurement of who is on show.
func (c *clanStage) someMove() moveOrder {
	from := c.Profile().ID
	return moveOrder{from: from, what: "The measurement of 2025-10-14, 07:12", move: func(ctx context.Context, m Mover, to health.ProfileID) (Moved, error) {
		return m.Move(ctx, from, to, []Measurement{{Metric: "weight", Source: "withings:scale", Start: 1}})
	}}
}

func (c *clanStage) profilePage() *personPage { return personForm(c.t, c.stage) }

func (c *clanStage) inboxPage() *inboxPage {
	c.t.Helper()
	p, ok := c.Page().(*inboxPage)
	if !ok {
		c.t.Fatalf("the page is %T", c.Page())
	}
	return p
}

func (c *clanStage) closedPage() *closedPage {
	c.t.Helper()
	p, ok := c.Page().(*closedPage)
	if !ok {
		c.t.Fatalf("the page is %T", c.Page())
	}
	return p
}
