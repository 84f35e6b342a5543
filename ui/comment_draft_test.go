package ui

import (
	"strings"
	"testing"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

// writing opens the weights and the form of a comment to a row.
func (ss *sealedStage) writing(row int, text string) *DetailScreen {
	ss.t.Helper()
	d := ss.tellRow(dataNeeds(ss.Shell), "weight", row)
	ss.press("Comment…")
	ss.typeIn(text)
	return d
}

func TestACommentComesBackAfterTheLockToItsOwnReading(t *testing.T) {
	s := newSealedStage(t, wide)
	d := s.writing(7, "Scale on tiles")
	lead := d.side.told.lead()
	s.relock()
	s.bench.settle()
	d, open := s.Page().(*DetailScreen)
	if !open || !d.side.comment.editing() || d.side.told.lead().Start != lead.Start || s.field("Comment").Text() != "Scale on tiles" {
		t.Fatalf("the form is not as it was: %q", s.texts())
	}
	s.wants("What was typed when the vault was locked is here again.")
	s.press("Keep")
	if s.holds("Scale on tiles") {
		t.Error("what was kept is still a draft in the vault")
	}
	comments := s.books[bergs[0].ID].kinds(health.Comment)
	if len(comments) != 1 || comments[0].Start != lead.Start {
		t.Errorf("stored is %v", comments)
	}
}

func TestACommentThatWasLeftWaitsOverPagesAndLocks(t *testing.T) {
	s := newSealedStage(t, wide)
	s.writing(2, "half a th")
	s.Back()
	s.bench.settle()
	s.relock()
	if _, open := s.Page().(*DetailScreen); open {
		t.Error("a page that was left is opened")
	}
	s.tellRow(dataNeeds(s.Shell), "weight", 2)
	s.press("Go on writing…")
	if got := s.field("Comment").Text(); got != "half a th" {
		t.Errorf("the draft is %q", got)
	}
	s.press("Discard")
	s.relock()
	if s.holds("half a th") {
		t.Error("what was discarded is still sealed")
	}
}

func TestALockWhileACommentIsKeptLeavesNoDraftOfWhatIsStored(t *testing.T) {
	s := newSealedStage(t, wide)
	s.writing(2, "Scale on tiles")
	s.subjectPage().side.comment.save()
	s.bench.begin() // on the disk, and nobody has been told
	s.relock()
	s.bench.settle()
	if d, open := s.Page().(*DetailScreen); open && d.side.comment.editing() || s.holds("Scale on tiles") {
		t.Error("what is stored is a draft still")
	}
	if got := s.books[bergs[0].ID].kinds(health.Comment); len(got) != 1 {
		t.Errorf("stored are %d comments", len(got))
	}
}

// subjectPage is the page of a subject that is on show.
func (s *stage) subjectPage() *DetailScreen {
	s.t.Helper()
	d, ok := s.Page().(*DetailScreen)
	if !ok {
		s.t.Fatalf("the page is %T", s.Page())
	}
	return d
}

func TestACommentToAReadingThatIsGoneOpensNothing(t *testing.T) {
	for _, state := range []string{
		`{"subject":"weight","metric":"weight","source":"nobody","start":1,"text":"x"}`, `{"subject":"nothing","text":"x"}`, `7`, `{"subject":7}`,
	} {
		s := newSealedStage(t, wide)
		s.writing(2, "Scale on tiles")
		s.Lock()
		s.bench.settle()
		for key, value := range s.of[bergs[0].ID].kept {
			if i := strings.Index(string(value), `"state":`); key == draftsKey && i > 0 {
				s.of[bergs[0].ID].kept[key] = []byte(string(value[:i]) + `"state":` + state + "}]")
			}
		}
		s.unlockAgain()
		s.bench.settle()
		if d, open := s.Page().(*DetailScreen); open && d.side.comment.editing() {
			t.Errorf("%s opens a form", state)
		}
	}
}

func TestAnExportComesBackAsItWasChosen(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	choices := newFakePreferences()
	of := newFakePreferences()
	ts.vaults.dress = func(session *Session) {
		session.Choices, session.Preferences = choices, func(health.ProfileID) Preferences { return of }
		session.Import, session.Imports, session.Export = ts.importer, ts.importer, ts.exporter
	}
	ts.relock()
	ts.pages.Resume = AllPages().Resume
	p := ts.exporting()
	p.span = len(exportSpans) - 1
	p.redraw()
	p.from.SetText("2025-01-02")
	p.pathField.SetText("/home/anna/for the doctor.zip")
	p.without = []string{exportKinds(p.holdings)[0].name}
	p.redraw()
	left := p.without[0]
	ts.relock()
	p, ok := ts.Page().(*ExportScreen)
	if !ok {
		t.Fatalf("the page is %T", ts.Page())
	}
	if p.from.Text() != "2025-01-02" || p.pathField.Text() != "/home/anna/for the doctor.zip" || len(p.without) != 1 || p.without[0] != left {
		t.Errorf("chosen is %q to %q without %q", p.from.Text(), p.path, p.without)
	}
	ts.wants("What was typed when the vault was locked is here again.")
	ts.Back()
	ts.bench.settle()
	ts.relock()
	if _, again := ts.Page().(*ExportScreen); again || of.Get(draftsKey) != nil {
		t.Error("what was left is still sealed")
	}
}

func TestAnExportThatWasNotTouchedIsNoDraft(t *testing.T) {
	ts := newTransferStage(t, style.AlwaysLight, wide)
	if got := ts.exporting().Drafts(); len(got) > 0 {
		t.Errorf("drafts %v", got)
	}
}

func TestClosingTheDetailsKeepsWhatWasWritten(t *testing.T) {
	s := newSealedStage(t, wide)
	d := s.writing(2, "half a th")
	d.side.closeDetails()
	s.tellRow(dataNeeds(s.Shell), "weight", 2)
	s.press("Go on writing…")
	if got := s.field("Comment").Text(); got != "half a th" {
		t.Errorf("the draft is %q", got)
	}
}
