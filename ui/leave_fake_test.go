package ui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

// fakeLeaving lets people leave in a few fields.
type fakeLeaving struct {
	leaving map[health.ProfileID]Leaving
	backups []Backup
	taken   map[string]bool
	fail    error
	during  func()
	orders  []IndependentOrder
	removed []health.ProfileID
	main    health.ProfileID
	ended   bool
}

const independentKeyText = "KEY7-EFGH-JKLM-NPQR-STUV-WXYZ-2345"

func (l *fakeLeaving) Leaving(id health.ProfileID) (Leaving, bool) {
	x, ok := l.leaving[id]
	return x, ok
}

func (l *fakeLeaving) Loss(ctx context.Context, _ health.ProfileID) (Loss, error) {
	return Loss{
		Readings: 184_311, Entries: 412, Pictures: 9, Imports: 23,
		Since: health.Date{Year: 2014, Month: 3, Day: 2}, Until: health.Date{Year: 2025, Month: 10, Day: 14},
	}, errors.Join(ctx.Err(), l.fail)
}

func (l *fakeLeaving) asked() Leaving { return Leaving{Asked: stageNow, Left: 7 * 24 * time.Hour} }

func (l *fakeLeaving) Delete(_ context.Context, id health.ProfileID) error {
	if l.fail == nil {
		l.leaving[id] = l.asked()
	}
	return l.fail
}

func (l *fakeLeaving) Reactivate(_ context.Context, id health.ProfileID) error {
	if l.fail == nil {
		delete(l.leaving, id)
		delete(l.leaving, l.main)
	}
	return l.fail
}

func (l *fakeLeaving) BackupsWith(health.ProfileID) ([]Backup, error) { return l.backups, l.fail }

func (l *fakeLeaving) MakeIndependent(ctx context.Context, o IndependentOrder, progress func(Step)) (Independent, error) {
	progress(Step{"Writing and comparing…", 0.4})
	if l.during != nil {
		l.during()
	}
	switch {
	case ctx.Err() != nil || l.fail != nil:
		return Independent{}, errors.Join(ctx.Err(), l.fail)
	case l.taken[o.Path]:
		return Independent{}, fmt.Errorf("make: %w", fs.ErrExist)
	}
	l.orders = append(l.orders, o)
	return Independent{
		RecoveryKey: independentKeyText, Readings: 184_311, Versions: 186_020, Entries: 412, Pictures: 9, Imports: 23, Deletions: 1, Devices: 2, Bytes: 3_400_000,
	}, nil
}

func (l *fakeLeaving) RemoveAfterIndependent(ctx context.Context, o IndependentOrder, progress func(Step)) error {
	progress(Step{"Comparing once more, then removing…", 0.8})
	if err := errors.Join(ctx.Err(), l.fail); err != nil {
		return err
	}
	l.removed = append(l.removed, o.Profile)
	return nil
}

func (l *fakeLeaving) AccountEnding() (Leaving, bool) { return l.Leaving(l.main) }

func (l *fakeLeaving) EndAccount(ctx context.Context) error { return l.Delete(ctx, l.main) }

func (l *fakeLeaving) KeepAccount(context.Context) error {
	if l.fail == nil {
		delete(l.leaving, l.main)
	}
	return l.fail
}

func (l *fakeLeaving) Ended() bool { return l.ended }

// leaveStage is an open vault of people who may leave.
type leaveStage struct {
	*stage
	life *fakeLeaving
}

func newLeaveStage(t *testing.T, mode style.Mode, size fyne.Size, people ...health.Profile) *leaveStage {
	t.Helper()
	if len(people) == 0 {
		people = bergs
	}
	ls := &leaveStage{life: &fakeLeaving{leaving: map[health.ProfileID]Leaving{}, backups: backupsOfAnna[:2], taken: map[string]bool{}, main: people[0].ID}}
	ls.stage = unlocked(t, mode, size, withSettings(&fakeAppearances{}), func(_ *Deps, s *stage) {
		s.vaults.people = slices.Clone(people)
		s.vaults.dress = func(session *Session) {
			session.Life, session.People, session.Export = ls.life, &fakePeople{}, &fakeExporter{holdings: []Holding{{Metric: "weight", Count: 5}}}
		}
	})
	return ls
}

// leave opens the page on which Jonas is deleted.
func (ls *leaveStage) leave() *leaveStage {
	ls.OpenLeave(bergs[1])
	ls.bench.settle()
	return ls
}

// independent opens the page on which Jonas gets a vault of his own, filled in.
func (ls *leaveStage) independent() *leaveStage {
	ls.OpenIndependent(bergs[1])
	ls.bench.settle()
	ls.field("The new vault's file").SetText("/home/jonas/Documents/jonas.vitalkeep")
	ls.field("Password of the new vault").SetText("Another-horse8")
	ls.field("Password, once more").SetText("Another-horse8")
	return ls
}

// made goes on until the new vault is compared.
func (ls *leaveStage) made() *leaveStage {
	ls.independent().press("Make the vault")
	ls.field("Recovery key").SetText("key7 efgh jklm npqr stuv wxyz 2345")
	ls.press("Check the key")
	return ls
}

// leaveScreens are the states of the pages on which somebody leaves.
var leaveScreens = map[string]func(t *testing.T, m style.Mode, size fyne.Size) *leaveStage{
	"leave": func(t *testing.T, m style.Mode, size fyne.Size) *leaveStage {
		return newLeaveStage(t, m, size).leave()
	},
	"leave-name": func(t *testing.T, m style.Mode, size fyne.Size) *leaveStage {
		ls := newLeaveStage(t, m, size).leave()
		ls.life.backups = nil
		ls.Reload()
		ls.bench.settle()
		ls.field("Name").SetText("Jon")
		ls.Page().(*leavePage).try()
		return ls
	},
	"leave-leaving": func(t *testing.T, m style.Mode, size fyne.Size) *leaveStage {
		ls := newLeaveStage(t, m, size).leave()
		ls.life.leaving[bergs[1].ID] = Leaving{Asked: stageNow.AddDate(0, 0, -2), Left: 5*24*time.Hour - time.Hour}
		ls.leavingChanged()
		ls.bench.settle()
		return ls
	},
	"leave-failed": func(t *testing.T, m style.Mode, size fyne.Size) *leaveStage {
		ls := newLeaveStage(t, m, size)
		ls.life.fail = errors.New("no space left on the disk")
		return ls.leave()
	},
	"independent": func(t *testing.T, m style.Mode, size fyne.Size) *leaveStage {
		return newLeaveStage(t, m, size).independent()
	},
	"independent-exists": func(t *testing.T, m style.Mode, size fyne.Size) *leaveStage {
		ls := newLeaveStage(t, m, size).independent()
		ls.life.taken["/home/jonas/Documents/jonas.vitalkeep"] = true
		ls.press("Make the vault")
		return ls
	},
	"independent-making": func(t *testing.T, m style.Mode, size fyne.Size) *leaveStage {
		ls := newLeaveStage(t, m, size).independent()
		ls.button("Make the vault").Press()
		ls.Page().(*independentPage).step(Step{"Writing and comparing…", 0.4})
		return ls
	},
	"independent-key": func(t *testing.T, m style.Mode, size fyne.Size) *leaveStage {
		ls := newLeaveStage(t, m, size).independent()
		ls.press("Make the vault")
		ls.field("Recovery key").SetText("KEY8")
		ls.press("Check the key")
		return ls
	},
	"independent-compared": func(t *testing.T, m style.Mode, size fyne.Size) *leaveStage {
		return newLeaveStage(t, m, size).made()
	},
	"account": func(t *testing.T, m style.Mode, size fyne.Size) *leaveStage {
		ls := newLeaveStage(t, m, size)
		ls.OpenAccountEnd()
		ls.bench.settle()
		return ls
	},
	"account-alone": func(t *testing.T, m style.Mode, size fyne.Size) *leaveStage {
		ls := newLeaveStage(t, m, size, bergs[0])
		ls.OpenAccountEnd()
		ls.bench.settle()
		return ls
	},
	"account-ending": func(t *testing.T, m style.Mode, size fyne.Size) *leaveStage {
		ls := newLeaveStage(t, m, size)
		ls.life.leaving[bergs[1].ID] = Leaving{Asked: stageNow.AddDate(0, 0, -5), Left: 2 * 24 * time.Hour}
		ls.life.leaving[bergs[0].ID] = Leaving{Asked: stageNow.AddDate(0, 0, -4), Left: 3 * 24 * time.Hour}
		ls.showNotes()
		ls.OpenAccountEnd()
		ls.bench.settle()
		return ls
	},
}

// leavingInbox is an inbox in which something lies.
type leavingInbox struct {
	Inbox
	list []Unclaimed
}

func (i leavingInbox) Unclaimed(ctx context.Context) ([]Unclaimed, error) { return i.list, ctx.Err() }
