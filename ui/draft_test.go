package ui

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

// sealedStage is a vault of two people that keeps what is sealed in it over locks.
type sealedStage struct {
	*stage
	choices *fakePreferences
	of      map[health.ProfileID]*fakePreferences
	books   map[health.ProfileID]*fakeNotebook
	closed  map[health.ProfileID]bool // whose preferences cannot be read
}

// closedPreferences are those of a person whose data may be closed.
type closedPreferences struct {
	*fakePreferences
	stage *sealedStage
	id    health.ProfileID
}

// Get implements Preferences.
func (p closedPreferences) Get(key string) []byte {
	if p.stage.closed[p.id] {
		return nil
	}
	return p.fakePreferences.Get(key)
}

func newSealedStage(t *testing.T, size fyne.Size, options ...stageOption) *sealedStage {
	t.Helper()
	return sealedStageIn(t, style.AlwaysLight, size, options...)
}

func sealedStageIn(t *testing.T, m style.Mode, size fyne.Size, options ...stageOption) *sealedStage {
	t.Helper()
	ss := &sealedStage{
		choices: newFakePreferences(), of: map[health.ProfileID]*fakePreferences{},
		books: map[health.ProfileID]*fakeNotebook{}, closed: map[health.ProfileID]bool{},
	}
	libraries := map[health.ProfileID]*fakeLibrary{}
	for _, p := range bergs {
		l := newFakeLibrary()
		l.person = p
		l.weights(12)
		libraries[p.ID], ss.of[p.ID], ss.books[p.ID] = l, newFakePreferences(), newFakeNotebook(l)
	}
	ss.stage = unlocked(t, m, size, append([]stageOption{func(d *Deps, s *stage) {
		d.Pages = AllPages()
		s.vaults.people = bergs
		s.vaults.dress = func(session *Session) {
			session.Library = func(id health.ProfileID) Library { return libraries[id] }
			session.Notebook = func(id health.ProfileID) Notebook { return ss.books[id] }
			session.Deletions = ss.books[bergs[0].ID]
			session.Choices = ss.choices
			session.Preferences = func(id health.ProfileID) Preferences { return closedPreferences{ss.of[id], ss, id} }
		}
	}}, options...)...)
	return ss
}

// relock locks the vault and opens it again.
func (s *stage) relock() {
	s.t.Helper()
	s.Lock()
	s.bench.settle()
	s.unlockAgain()
}

// unlockAgain types the password.
func (s *stage) unlockAgain() {
	s.t.Helper()
	s.typeIn(rightPassword)
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if s.Session() == nil {
		s.t.Fatalf("the vault did not open: %q", s.texts())
	}
}

// holds are all texts that are sealed.
func (ss *sealedStage) holds(text string) bool {
	for _, p := range append([]*fakePreferences{ss.choices}, ss.of[bergs[0].ID], ss.of[bergs[1].ID]) {
		for _, value := range p.kept {
			if bytes.Contains(value, []byte(text)) {
				return true
			}
		}
	}
	return false
}

func TestWhatIsTypedInAFormComesBackAfterTheLock(t *testing.T) {
	forms := map[string]struct {
		subject string
		fill    func(f *addForm)
		same    func(f *addForm) bool
	}{
		"a note": {"note", func(f *addForm) { f.text.SetText("Slept badly.") }, func(f *addForm) bool { return f.text.Text() == "Slept badly." }},
		"a number with its moment": {"weight", func(f *addForm) {
			f.amounts[0].boxes[0].SetText("78.4")
			f.when.set("12/10/2025", "07:15")
		}, func(f *addForm) bool {
			return f.amounts[0].boxes[0].Text() == "78.4" && f.when.date.Text() == "12/10/2025" && f.when.clock.Text() == "07:15"
		}},
		"a number that is none": {"weight", func(f *addForm) { f.amounts[0].boxes[0].SetText("78,x") }, func(f *addForm) bool { return f.amounts[0].boxes[0].Text() == "78,x" }},
		"a medicine": {"medicine", func(f *addForm) {
			f.name.SetText("Ibuprofen")
			f.amount.SetText("400 mg")
		}, func(f *addForm) bool { return f.name.Text() == "Ibuprofen" && f.amount.Text() == "400 mg" }},
		"symptoms": {"symptom", func(f *addForm) { f.symptoms.set([]pickedSymptom{{"headache", 2}}); f.touched = true }, func(f *addForm) bool {
			return len(f.symptoms.picked) == 1 && f.symptoms.picked[0] == pickedSymptom{"headache", 2}
		}},
	}
	shareApp(t)
	for name, x := range forms {
		t.Run(name, func(t *testing.T) {
			s := newSealedStage(t, wide)
			s.OpenAdd(Adding{Subject: x.subject})
			s.bench.settle()
			x.fill(s.addScreen().form)
			s.relock()
			if f := s.addScreen().form; f == nil || !x.same(f) {
				t.Fatalf("the form is not as it was: %q", s.texts())
			}
			s.wants("What was typed when the vault was locked is here again.")
			s.addScreen().startAfresh()
			s.bench.settle()
			s.relock()
			if _, again := s.Page().(*AddScreen); again || len(s.of[bergs[0].ID].kept) > 0 || s.choices.Get(draftOpenKey) != nil {
				t.Error("what was discarded is still sealed")
			}
		})
	}
}

func TestAFormOpenedLaterKeepsTheMomentOfTheLock(t *testing.T) {
	s := newSealedStage(t, wide)
	s.OpenAdd(Adding{Subject: "weight"})
	s.bench.settle()
	s.addScreen().form.amounts[0].boxes[0].SetText("78.4")
	s.Lock()
	s.bench.settle()
	s.deps.Now = func() time.Time { return stageNow.Add(3 * time.Hour) }
	s.unlockAgain()
	if got := s.addScreen().form.when.clock.Text(); got != "11:45" {
		t.Errorf("the time of day is %s", got)
	}
}

func TestADraftGoesFromTheVaultWhenItIsSaved(t *testing.T) {
	s := newSealedStage(t, wide)
	s.OpenAdd(Adding{Subject: "note"})
	s.bench.settle()
	s.typeIn("Slept badly.")
	s.relock()
	if !s.holds("Slept badly.") {
		t.Fatal("the draft is not sealed")
	}
	s.addScreen().Submit()
	s.bench.settle()
	if s.holds("Slept badly.") {
		t.Error("the draft is still in the vault")
	}
	if got := s.books[bergs[0].ID].kinds(health.Note); len(got) != 1 {
		t.Errorf("stored is %v", got)
	}
}

func TestALockWhileAFormIsBeingSavedKeepsADraftOnlyOfWhatWasNotStored(t *testing.T) {
	for name, stored := range map[string]bool{"stored": true, "stopped": false} {
		t.Run(name, func(t *testing.T) {
			s := newSealedStage(t, wide)
			s.OpenAdd(Adding{Subject: "note"})
			s.bench.settle()
			s.typeIn("Slept badly.")
			s.addScreen().Submit()
			if stored {
				s.bench.begin() // on the disk, and nobody has been told
			}
			s.relock()
			_, again := s.Page().(*AddScreen)
			if notes := s.books[bergs[0].ID].kinds(health.Note); again == stored || len(notes) == 1 != stored {
				t.Errorf("the form is there: %v, stored are %d notes", again, len(notes))
			}
		})
	}
}

func TestACorrectionComesBackOntoWhatItCorrects(t *testing.T) {
	s := newSealedStage(t, wide)
	s.OpenAdd(Adding{Subject: "weight"})
	s.bench.settle()
	s.addScreen().form.amounts[0].boxes[0].SetText("78.4")
	s.addScreen().Submit()
	s.bench.settle()
	old := s.books[bergs[0].ID].typed("weight")
	s.OpenAdd(Adding{Correct: old})
	s.bench.settle()
	s.addScreen().form.amounts[0].boxes[0].SetText("77.9")
	s.relock()
	a := s.addScreen()
	if !a.correcting() || a.form.amounts[0].boxes[0].Text() != "77.9" {
		t.Fatalf("correcting %v", a.adding)
	}
	a.Submit()
	s.bench.settle()
	if got := s.books[bergs[0].ID].typed("weight"); len(got) != 1 || got[0].Value.String() != "77.9" {
		t.Errorf("stored is %v", got)
	}
}

func TestAPersonsDraftComesBackWithThatPerson(t *testing.T) {
	s := newSealedStage(t, wide)
	s.goToPerson(1)
	s.OpenAdd(Adding{Subject: "note"})
	s.bench.settle()
	s.typeIn("Slept badly.")
	s.relock()
	if s.Profile().ID != bergs[1].ID || s.addScreen().form.text.Text() != "Slept badly." {
		t.Errorf("shown is %s with %q", s.Profile().Name, s.texts())
	}
	if len(s.of[bergs[0].ID].kept) > 0 {
		t.Error("the draft is sealed with another person's data")
	}
}

func TestADraftOfClosedDataWaitsUntilItIsOpen(t *testing.T) {
	s := newSealedStage(t, wide)
	s.goToPerson(1)
	s.OpenAdd(Adding{Subject: "note"})
	s.bench.settle()
	s.typeIn("Slept badly.")
	s.Lock()
	s.bench.settle()
	s.closed[bergs[1].ID] = true
	s.unlockAgain()
	if _, open := s.Page().(*AddScreen); open || s.Profile().ID != bergs[0].ID {
		t.Fatal("the draft of closed data came back")
	}
	s.relock() // and is not lost by another lock
	s.closed[bergs[1].ID] = false
	s.goToPerson(1)
	s.bench.settle()
	if a, open := s.Page().(*AddScreen); !open || a.form.text.Text() != "Slept badly." {
		t.Errorf("the page is %T", s.Page())
	}
}

func TestDraftsThatCannotBeKeptAreToldWithoutWhatTheySay(t *testing.T) {
	s := newSealedStage(t, wide)
	s.OpenAdd(Adding{Subject: "note"})
	s.bench.settle()
	s.typeIn("Slept badly.")
	s.of[bergs[0].ID].fail = fs.ErrPermission
	s.Lock()
	s.bench.settle()
	s.wants("What was typed and not saved could not be kept when the vault was locked.")
	if s.shows("Slept badly.") || s.vaults.closed != 1 {
		t.Error("the words are shown, or the vault is not closed")
	}
}

func TestTooMuchToKeepLosesTheLargest(t *testing.T) {
	small := Draft{Kind: "a", State: json.RawMessage(`"small"`)}
	large := Draft{Kind: "b", State: json.RawMessage(`"` + strings.Repeat("x", draftPart*draftParts) + `"`)}
	p := newFakePreferences()
	if err := writeDrafts(t.Context(), p, []Draft{large, small}); !errors.Is(err, errDraftsLost) {
		t.Errorf("the error is %v", err)
	}
	if got := readDrafts(p, health.ProfileID{}); len(got) != 1 || got[0].Kind != "a" {
		t.Errorf("kept are %d", len(got))
	}
	middle := Draft{Kind: "c", State: json.RawMessage(`"` + strings.Repeat("y", 3*draftPart) + `"`)}
	if err := writeDrafts(t.Context(), p, []Draft{middle, small}); err != nil {
		t.Fatal(err)
	}
	if got := readDrafts(p, health.ProfileID{}); len(got) != 2 || !bytes.Equal(got[0].State, middle.State) {
		t.Errorf("kept are %d", len(got))
	}
	if err := writeDrafts(t.Context(), p, nil); err != nil || len(p.kept) > 0 {
		t.Errorf("left are %d keys: %v", len(p.kept), err)
	}
}

// What is sealed is the vault's own, but a vault may come from anybody.
func TestDraftsThatMakeNoSenseAreLeftOut(t *testing.T) {
	for _, stored := range []string{
		"{", `"x"`, `[{"kind":"add","state":{"form":7}}]`, `[{"kind":"add","id":"new nothing","state":{"form":"nothing","ways":[9,-1],"texts":[[]]}}]`,
		`[{"kind":"add","id":"new weight","state":{"form":"weight","ways":[9],"texts":[[]]}}]`, `[{"kind":"nowhere","id":"new weight","state":1}]`,
	} {
		s := newSealedStage(t, wide)
		s.Lock()
		s.bench.settle()
		s.of[bergs[0].ID].kept[draftsKey] = []byte(stored)
		var list []sealedDraft
		open := sealedOpen{Kind: "add", ID: "new weight", Of: strings.Repeat("zz", 16)}
		if json.Unmarshal([]byte(stored), &list) == nil && len(list) == 1 {
			open = sealedOpen{Kind: list[0].Kind, ID: list[0].ID, Of: hex.EncodeToString(bergs[0].ID[:])}
		}
		s.choices.kept[draftOpenKey] = stateOf(open)
		s.unlockAgain()
		s.wants("Dashboard")
	}
}

// fullPreferences have room for so many keys.
type fullPreferences struct {
	*fakePreferences
	room int
}

// Set implements Preferences.
func (p fullPreferences) Set(ctx context.Context, key string, value []byte) error {
	if _, there := p.kept[key]; !there && len(value) > 0 && len(p.kept) >= p.room {
		return errors.New("full")
	}
	if len(value) == 0 {
		delete(p.kept, key)
		return nil
	}
	return p.fakePreferences.Set(ctx, key, value)
}

func TestDraftsForWhichThereIsNoRoomDoNotTakeTheOthersAlong(t *testing.T) {
	small := draftOf("note", health.ProfileID{1}, "a", "it began on Monday")
	before := draftOf("note", health.ProfileID{1}, "b", strings.Repeat("y", draftPart))
	large := draftOf("note", health.ProfileID{1}, "c", strings.Repeat("x", 3*draftPart))
	for room, want := range map[int]int{0: 0, 1: 1, 2: 2, 3: 2, 5: 3} {
		p := fullPreferences{newFakePreferences(), room}
		if room > 1 {
			if err := writeDrafts(t.Context(), p, []Draft{small, before}); err != nil {
				t.Fatal(err)
			}
		}
		err := writeDrafts(t.Context(), p, []Draft{small, before, large})
		if whole := want == 3; whole != (err == nil) || !whole && !errors.Is(err, errDraftsLost) {
			t.Errorf("room for %d: %v", room, err)
		}
		if got := readDrafts(p, health.ProfileID{1}); len(got) != want {
			t.Errorf("room for %d: %d drafts are read again, want %d", room, len(got), want)
		}
	}
}
