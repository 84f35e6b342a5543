package ui

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

const rightPasscode = "418205"

// fakeLocks keeps passcodes in a map. Three wrong ones are let through.
type fakeLocks struct {
	codes  map[health.ProfileID]string
	opened map[health.ProfileID]bool
	wrong  int
}

func newFakeLocks(locked ...health.ProfileID) *fakeLocks {
	l := &fakeLocks{codes: map[health.ProfileID]string{}, opened: map[health.ProfileID]bool{}}
	for _, id := range locked {
		l.codes[id] = rightPasscode
	}
	return l
}

func (l *fakeLocks) Locked(id health.ProfileID) bool { return l.codes[id] != "" }
func (l *fakeLocks) Closed(id health.ProfileID) bool { return l.codes[id] != "" && !l.opened[id] }
func (l *fakeLocks) Close(id health.ProfileID)       { delete(l.opened, id) }

func (l *fakeLocks) try(id health.ProfileID, passcode string) error {
	if l.codes[id] == passcode {
		l.wrong = 0
		return nil
	}
	l.wrong++
	e := &ProfilePasscodeError{Wrong: true, Left: 5 - l.wrong}
	if l.wrong >= 3 {
		e.Wait = 30 * time.Second
	}
	return e
}

func (l *fakeLocks) Open(_ context.Context, id health.ProfileID, passcode string) error {
	err := l.try(id, passcode)
	l.opened[id] = err == nil
	return err
}

func (l *fakeLocks) Set(_ context.Context, id health.ProfileID, passcode string) error {
	if passcode == "111111" {
		return ErrWeakProfilePasscode
	}
	l.codes[id], l.opened[id] = passcode, true
	return nil
}

func (l *fakeLocks) Change(_ context.Context, id health.ProfileID, current, passcode string) error {
	if err := l.try(id, current); err != nil {
		return err
	}
	l.codes[id] = passcode
	return nil
}

func (l *fakeLocks) Remove(_ context.Context, id health.ProfileID, current string) error {
	if err := l.try(id, current); err != nil {
		return err
	}
	delete(l.codes, id)
	return nil
}

func (l *fakeLocks) RemoveWithRecovery(_ context.Context, id health.ProfileID, key string) error {
	if key != recoveryKey {
		return ErrWrongPassword
	}
	delete(l.codes, id)
	return nil
}

// fakeMover moves between fake libraries.
type fakeMover struct {
	fail  error
	moved []Measurement
	to    health.ProfileID
	from  health.ProfileID
	batch health.BatchID
	undid int
	inbox *fakeInbox
}

func (m *fakeMover) Move(_ context.Context, from, to health.ProfileID, what []Measurement) (Moved, error) {
	if m.fail != nil {
		return Moved{}, m.fail
	}
	m.moved, m.from, m.to = what, from, to
	return Moved{ID: health.BatchID{77}, From: from, To: to, Readings: len(what)}, nil
}

func (m *fakeMover) MoveImport(_ context.Context, from, to health.ProfileID, batch health.BatchID, sources ...health.SourceID) (Moved, error) {
	if m.fail != nil {
		return Moved{}, m.fail
	}
	m.from, m.to, m.batch = from, to, batch
	n := 0
	var left []Unclaimed
	for _, u := range m.inbox.groups {
		if u.Import.ID == batch && (len(sources) == 0 || sources[0] == u.Source) {
			n += u.Readings
		} else {
			left = append(left, u)
		}
	}
	m.inbox.groups = left
	return Moved{ID: health.BatchID{78}, From: from, To: to, Readings: n, Already: 2}, nil
}

func (m *fakeMover) MoveSource(ctx context.Context, from, to health.ProfileID, source health.SourceID) (Moved, error) {
	return m.MoveImport(ctx, from, to, health.BatchID{}, source)
}

func (m *fakeMover) Undoable(context.Context) ([]Moved, error) { return nil, nil }

func (m *fakeMover) Undo(context.Context, Moved) error {
	m.undid++
	return m.fail
}

// fakeInbox is an inbox with groups.
type fakeInbox struct {
	there  bool
	groups []Unclaimed
	fail   error
}

var inboxProfile = health.Profile{ID: health.ProfileID{200}, Name: "Inbox", Zone: "Europe/Stockholm", Inbox: true}

func (i *fakeInbox) Profile() (health.Profile, bool) { return inboxProfile, i.there }

func (i *fakeInbox) Open(context.Context) (health.Profile, error) {
	i.there = i.fail == nil
	return inboxProfile, i.fail
}

func (i *fakeInbox) Unclaimed(context.Context) ([]Unclaimed, error) { return i.groups, i.fail }

// leavingLife tells of one person who leaves.
type leavingLife struct {
	Life
	who health.ProfileID
}

func (l leavingLife) Leaving(id health.ProfileID) (Leaving, bool) {
	return Leaving{Left: 3*24*time.Hour - time.Minute}, id == l.who
}

func (l leavingLife) AccountEnding() (Leaving, bool) { return Leaving{}, false }

// clan are three people with data each.
var clan = []health.Profile{
	{
		ID: health.ProfileID{1}, Name: "Anna Berg", Main: true, Zone: "Europe/Stockholm", Picture: "anna.jpg",
		Born: health.Date{Year: 1984, Month: 3, Day: 9}, Sex: health.Female, Week: health.SundayWeek, Dates: health.YearFirst,
		Units: health.MetricUnits.With(health.Mass, health.Stone).With(health.BloodPressure, health.Kilopascal),
	},
	{ID: health.ProfileID{2}, Name: "Jonas Berg", Zone: "Europe/Stockholm"},
	{ID: health.ProfileID{3}, Name: "Elin Berg", Zone: "Europe/Stockholm", Units: health.USUnits},
}

// clanStage is a window on a household of three.
type clanStage struct {
	*stage
	people *fakePeople
	locks  *fakeLocks
	mover  *fakeMover
	inbox  *fakeInbox
	books  map[health.ProfileID]*fakeNotebook
}

// portraitOf is a PNG of two colours.
func portraitOf(t *testing.T) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, 96, 128))
	for y := range 128 {
		for x := range 96 {
			c := color.RGBA{R: 0x7B, G: 0x9E, B: 0x89, A: 255}
			if (x-48)*(x-48)+(y-54)*(y-54) < 900 {
				c = color.RGBA{R: 0xE8, G: 0xC4, B: 0xA2, A: 255}
			}
			p.SetRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// unclaimedOf are readings of two sources of one import, and the library that
// holds them.
func unclaimedOf() ([]Unclaimed, *fakeLibrary) {
	batch := health.Batch{ID: health.BatchID{31}, At: stageNow.Add(-26 * time.Hour).UnixMilli(), Profile: inboxProfile.ID, Files: []string{"scale-export.csv"}, Format: "CSV", New: 14}
	lib := newFakeLibrary()
	lib.person = inboxProfile
	first := stageNow.Add(-20 * 24 * time.Hour).UnixMilli()
	const day = int64(24 * time.Hour / time.Millisecond)
	for i := range int64(12) {
		lib.readings["weight"] = append(lib.readings["weight"], health.Reading{
			Metric: "weight", Source: "csv:file", Batch: batch.ID,
			Sample: health.Sample{Start: first + i*day, Offset: 7200, Value: health.Decimal{Mantissa: 634 + i, Places: 1}, Unit: health.Kilogram},
		})
	}
	return []Unclaimed{
		{Import: batch, Source: "csv:file", Readings: 12, Metrics: []health.MetricID{"weight"}, First: first, Last: first + 11*day},
		{Import: batch, Source: "openscale:table", Readings: 2, Metrics: []health.MetricID{"heart_rate", "fat_ratio", "muscle_mass", "bmi"}, Kinds: []health.EntryKind{health.Comment}, First: first, Last: first + day},
	}, lib
}

// newClan opens the household; locked are people with a passcode.
func newClan(t *testing.T, m style.Mode, size fyne.Size, locked ...health.ProfileID) *clanStage {
	t.Helper()
	groups, unclaimed := unclaimedOf()
	c := &clanStage{
		people: &fakePeople{}, locks: newFakeLocks(locked...), inbox: &fakeInbox{there: true, groups: groups},
		books: map[health.ProfileID]*fakeNotebook{},
	}
	c.mover = &fakeMover{inbox: c.inbox}
	libraries := map[health.ProfileID]*fakeLibrary{inboxProfile.ID: unclaimed}
	preferences := map[health.ProfileID]*fakePreferences{}
	for _, p := range clan {
		lib := household()
		lib.person = p
		libraries[p.ID] = lib
		c.books[p.ID] = newFakeNotebook(lib)
		preferences[p.ID] = newFakePreferences()
	}
	c.books[clan[0].ID].pictures["anna.jpg"] = portraitOf(t)
	c.stage = unlocked(t, m, size, func(d *Deps, s *stage) {
		d.Pages = AllPages()
		s.vaults.people = append([]health.Profile(nil), clan...)
		s.vaults.dress = func(session *Session) {
			session.People, session.Locks, session.Mover, session.Inbox = c.people, c.locks, c.mover, c.inbox
			session.Library = func(id health.ProfileID) Library { return libraries[id] }
			session.Notebook = func(id health.ProfileID) Notebook { return c.books[id] }
			session.Preferences = func(id health.ProfileID) Preferences { return preferences[id] }
			session.Imports = fakePast(nil)
			session.Deletions = c.books[clan[0].ID]
			session.Life = leavingLife{who: clan[2].ID}
		}
	})
	return c
}

// pressNamed presses the button of a spoken name.
func (c *clanStage) pressNamed(name string) {
	c.t.Helper()
	found := false
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if b, ok := o.(*parts.Button); ok && b.AccessibilityLabel() == name {
			found = true
			b.Tapped(&fyne.PointEvent{})
			return
		}
		switch x := o.(type) {
		case *fyne.Container:
			for _, child := range x.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(x).Objects() {
				walk(child)
			}
		}
	}
	walk(c.window.Content())
	if !found {
		c.t.Errorf("no button is named %q", name)
	}
}

// profileOnChip is the disc on top of the rail.
func (c *clanStage) profileOnChip() *parts.Face {
	var face *parts.Face
	for _, o := range test.WidgetRenderer(c.chip).Objects() {
		if f, ok := o.(*parts.Face); ok {
			face = f
		}
	}
	return face
}

func (leavingLife) Ended() bool { return false }
