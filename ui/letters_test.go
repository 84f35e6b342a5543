package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/letters"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

func dayOf(text string) health.Date {
	d, err := health.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// letterWords are those of a letter that was sent.
const letterWords = "Anna Berg\nStorgatan 1\n\nDear Sir or Madam,\n\nUnder Article 15(1) GDPR I ask you for my data:\n- the purposes;\n- the recipients.\n\nYours faithfully,\n\nAnna Berg"

// filed puts a letter into the notebook.
func (n *fakeNotebook) filed(f letters.Filed) health.Entry {
	if f.Text == "" {
		f.Text = letterWords
	}
	at := f.Sent.Start(stageNow.Location()) + 12*3600*1000
	e := present.NewEntry(health.Letter, f.Kind.String()+" "+f.Name, present.Instant{At: at, Offset: 7200}, f.Fields()...)
	n.put(nil, []health.Entry{e})
	return e
}

var (
	running  = letters.Filed{Kind: letters.Access, Name: "Garmin", Sent: dayOf("2025-09-26"), Received: dayOf("2025-09-26")}
	overdue  = letters.Filed{Kind: letters.Erasure, Name: "Withings", Sent: dayOf("2025-08-20"), Received: dayOf("2025-08-22")}
	onItsWay = letters.Filed{Kind: letters.Rectification, To: letters.Clinic, Name: "St. Göran hospital, archive of the outpatients", Sent: dayOf("2025-10-09")}
	answered = letters.Filed{Kind: letters.Portability, Name: "Fitbit", Sent: dayOf("2025-05-02"), Received: dayOf("2025-05-02"), Answered: dayOf("2025-05-30")}
	late     = letters.Filed{Kind: letters.Objection, Name: "Strava", Sent: dayOf("2025-03-02"), Received: dayOf("2025-03-02"), Answered: dayOf("2025-05-30"), Closed: dayOf("2025-06-01")}
)

// lettersStage opens the letters of a notebook with some filed.
func lettersStage(t *testing.T, size fyne.Size, filed ...letters.Filed) (*stage, *fakeNotebook, *LettersScreen) {
	t.Helper()
	s, n := withNotebook(t, style.AlwaysLight, size, newFakeLibrary())
	for _, f := range filed {
		n.filed(f)
	}
	s.OpenLetters()
	s.bench.settle()
	p, ok := s.Page().(*LettersScreen)
	if !ok {
		t.Fatalf("the page is %T", s.Page())
	}
	return s, n, p
}

// letterAt opens a letter of the list.
func (s *stage) letterAt(p *LettersScreen, i int) *letterPage {
	s.t.Helper()
	p.rows[i].TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	page, ok := s.Page().(*letterPage)
	if !ok {
		s.t.Fatalf("the page is %T", s.Page())
	}
	return page
}

// newLetter opens the form, filled in or not.
func (s *stage) newLetter(fill bool) *letterForm {
	s.t.Helper()
	s.rune('n')
	f, ok := s.Page().(*letterForm)
	if !ok {
		s.t.Fatalf("the page is %T", s.Page())
	}
	if fill {
		f.maker.Choose(slices.Index(letters.Vendors(), "Garmin") + 1)
		f.fields[letters.DetailAddress].SetText("Privacy\nHarbour Road 1\nDublin")
		f.fields[letters.DetailPost].SetText("Storgatan 1\n111 29 Stockholm")
		f.fields[letters.DetailAccount].SetText("anna@example.org")
	}
	return f
}

// letterShots are the pages of letters.
var letterShots = map[string]func(*testing.T, style.Mode, fyne.Size) *stage{
	"letters": func(t *testing.T, _ style.Mode, size fyne.Size) *stage {
		t.Helper()
		s, _, _ := lettersStage(t, size, running, onItsWay, answered, late)
		return s
	},
	"letters-empty": func(t *testing.T, _ style.Mode, size fyne.Size) *stage {
		t.Helper()
		s, _, _ := lettersStage(t, size)
		return s
	},
	"letters-overdue": func(t *testing.T, _ style.Mode, size fyne.Size) *stage {
		t.Helper()
		s, _, _ := lettersStage(t, size, running, overdue)
		return s
	},
	"letter": func(t *testing.T, _ style.Mode, size fyne.Size) *stage {
		t.Helper()
		s, _, p := lettersStage(t, size, overdue)
		s.letterAt(p, 0)
		return s
	},
	"letter-answered": func(t *testing.T, _ style.Mode, size fyne.Size) *stage {
		t.Helper()
		f := answered
		f.Answer = letters.Answer{Ref: "x", Media: pdfType, Name: "your-data-request.pdf"}
		s, _, p := lettersStage(t, size, f)
		s.letterAt(p, 0)
		return s
	},
	"new-letter": func(t *testing.T, _ style.Mode, size fyne.Size) *stage {
		t.Helper()
		s, _, _ := lettersStage(t, size)
		s.newLetter(true)
		return s
	},
	"new-letter-written": func(t *testing.T, _ style.Mode, size fyne.Size) *stage {
		t.Helper()
		s, _, _ := lettersStage(t, size)
		f := s.newLetter(true)
		scrollOf(f.page).ScrollToOffset(fyne.NewPos(0, 1210))
		return s
	},
	"new-letter-lacking": func(t *testing.T, _ style.Mode, size fyne.Size) *stage {
		t.Helper()
		s, _, _ := lettersStage(t, size)
		f := s.newLetter(false)
		f.kind.Choose(int(letters.Rectification))
		f.copy()
		return s
	},
}

// lettersShots are letterShots with what on them is in the language of a letter.
func lettersShots() []shot {
	out := named(letterShots, func(s *stage) *stage { return s })
	v := locale.In(locale.English)
	l, err := letters.Compose(letters.Order{
		Kind: letters.Access, Name: "Garmin", Address: "Privacy\nHarbour Road 1\nDublin", Date: dayOf("2025-10-14"), Say: v.Say, Day: v.Day,
		From: letters.Sender{Name: "Anna Berg", Address: "Storgatan 1\n111 29 Stockholm", Account: "anna@example.org"},
	})
	if err != nil {
		panic(err)
	}
	data := []string{
		"Garmin", "Withings", "Fitbit", "Strava", onItsWay.Name, "your-data-request.pdf", locale.English.Name(), "US Letter", "A4",
		"Storgatan 1", "anna@example.org", "Harbour Road 1", "Privacy", "Dublin", "111 29 Stockholm",
	}
	for _, text := range []string{l.Text(), letterWords} {
		for line := range strings.SplitSeq(text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				data = append(data, line)
			}
		}
	}
	for i := range out {
		out[i].data = data
	}
	return out
}

func TestLettersTellHowFarTheyAre(t *testing.T) {
	s, _, p := lettersStage(t, wide, running, overdue, onItsWay, answered, late)
	for _, words := range []string{
		"13 days left", "Overdue since 23 Sep 2025", "Arrival not known", "Answered on 30 May 2025", "Closed on 1 Jun 2025",
		"See my data (Article 15) · Sent 26 Sep 2025", "Waiting for an answer", "Answered or closed", "no legal advice", "public holidays",
	} {
		s.wants(words)
	}
	if len(p.rows) != 5 {
		t.Errorf("%d letters are listed", len(p.rows))
	}
}

func TestALetterIsWrittenFiledAndAnswered(t *testing.T) {
	s, n, list := lettersStage(t, wide)
	s.wants("No letters yet")
	f := s.newLetter(false)
	s.wants("The letter appears here as soon as the form has what it needs.")
	f.file()
	if e := f.fields[letters.DetailName].Error(); e == "" || len(n.entries) > 0 {
		t.Fatal("an empty form is filed")
	}
	if f.fields[letters.DetailAccount].Error() == "" || f.fields[letters.DetailPost].Error() == "" {
		t.Error("what is lacking is not said beside the fields")
	}
	s.Back()
	s.bench.settle()
	f = s.newLetter(true)
	s.wants("Under Article 15(1) GDPR I ask you to confirm")
	f.language.Choose(slices.Index(f.languages, locale.German))
	f.language.Choose(slices.Index(f.languages, locale.English))
	f.way.Choose(1)
	f.file()
	s.bench.settle()
	if s.Page() != Page(list) || len(n.entries) != 1 {
		t.Fatalf("the letter is not filed: %T, %d entries", s.Page(), len(n.entries))
	}
	filed, ok := letters.FromEntry(n.entries[0])
	if !ok || filed.Name != "Garmin" || filed.Sent != dayOf("2025-10-14") || filed.Received != (health.Date{}) || !strings.Contains(filed.Text, "anna@example.org") {
		t.Fatalf("filed %+v", filed)
	}
	s.wants("Arrival not known")
	if len(s.session.drafts.kept) > 0 {
		t.Error("a letter that is filed is a draft still")
	}

	page := s.letterAt(list, 0)
	page.extended.SetText(locale.NumericDate(dayOf("2025-10-14")))
	page.store()
	if page.received.Error() == "" {
		t.Error("an extension counts from nowhere")
	}
	page.extended.SetText("")
	page.received.SetText(locale.NumericDate(dayOf("2025-10-14")))
	page.store()
	s.bench.settle()
	s.wants("31 days left")
	s.wants("due by 14 November 2025")
	s.undoLast()
	s.bench.settle()
	s.wants("Arrival not known")
	page.received.SetText("1/1/2024")
	page.store()
	if page.received.Error() == "" {
		t.Error("a letter arrives before it is sent")
	}

	page.received.SetText(locale.NumericDate(dayOf("2025-10-14")))
	page.store()
	s.bench.settle()
	path := filepath.Join(t.TempDir(), "answer.pdf")
	if err := os.WriteFile(path, []byte("%PDF-1.7\nthe answer"), 0o600); err != nil {
		t.Fatal(err)
	}
	page.Drop([]string{path})
	s.bench.settle()
	s.wants("answer.pdf")
	s.wants("Answered on 14 Oct 2025")
	filed, _ = letters.FromEntry(n.entries[0])
	if filed.Answer.Media != pdfType || string(n.pictures[filed.Answer.Ref]) != "%PDF-1.7\nthe answer" {
		t.Errorf("the answer is %+v", filed.Answer)
	}
	if err := os.WriteFile(path, []byte("MZ nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	page.Drop([]string{path})
	s.bench.settle()
	s.wants("This is neither a PDF nor a picture.")
	page.close(dayOf("2025-10-14"))
	s.bench.settle()
	s.wants("Closed on 14 Oct 2025")
	page.ask()
	s.wants("Delete this letter and its answer?")
	page.delete()
	s.bench.settle()
	if len(n.entries) != 0 || s.Page() != Page(list) {
		t.Fatal("the letter is not deleted")
	}
	s.undoLast()
	s.bench.settle()
	if len(n.entries) != 1 {
		t.Error("the letter does not come back")
	}
}

// What a letter says of the sender is kept nowhere before it is filed; all else
// that was typed is there again.
func TestAnUnfinishedLetterKeepsNothingOfTheSender(t *testing.T) {
	s, _, _ := lettersStage(t, wide)
	f := s.newLetter(true)
	f.kind.Choose(int(letters.Rectification))
	f.fields[letters.DetailAbout].SetText("It says 17 kg.")
	drafts := f.Drafts()
	if len(drafts) != 1 {
		t.Fatalf("%d drafts", len(drafts))
	}
	for _, secret := range []string{"Storgatan", "anna@example.org", "Anna"} {
		if strings.Contains(string(drafts[0].State), secret) {
			t.Errorf("the draft holds %q", secret)
		}
	}
	s.Back()
	s.bench.settle()
	again := s.newLetter(false)
	if again.asks() != letters.Rectification || again.fields[letters.DetailAbout].Text() != "It says 17 kg." ||
		again.fields[letters.DetailName].Text() != "Garmin" || again.fields[letters.DetailAccount].Text() != "" {
		t.Error("what was typed is not there again, or too much of it")
	}
	var page Page
	ResumeLetter(s.Shell, drafts[0], func(p Page, _ string) { page = p })
	if r, ok := page.(*letterForm); !ok || r.fields[letters.DetailAbout].Text() != "It says 17 kg." {
		t.Error("the letter does not come back after the lock")
	}
}

func TestALetterIsSavedAndCopied(t *testing.T) {
	s, _, _ := lettersStage(t, wide)
	f := s.newLetter(true)
	folder := t.TempDir()
	for ending, begin := range map[string]string{".pdf": "%PDF-", ".txt": "Anna Berg\n"} {
		pick := &savePick{folder: folder}
		f.pick = pick
		f.save(ending)
		s.bench.settle()
		raw, err := os.ReadFile(filepath.Join(folder, pick.name))
		if err != nil || !strings.HasPrefix(string(raw), begin) {
			t.Errorf("%s: %v, %.20q", pick.name, err, raw)
		}
	}
	f.copy()
	if text := fyne.CurrentApp().Clipboard().Content(); !strings.Contains(text, "Article 15(1) GDPR") {
		t.Errorf("the clipboard has %.40q", text)
	}
	s.Lock()
	if fyne.CurrentApp().Clipboard().Content() != "" {
		t.Error("the letter stays on the clipboard")
	}
}

// Every kind of letter to everybody can be written from the form.
func TestEveryLetterComesFromTheForm(t *testing.T) {
	s, _, _ := lettersStage(t, wide)
	f := s.newLetter(true)
	for i, k := range letters.Kinds() {
		for to := range 2 {
			f.to.Choose(to)
			f.kind.Choose(i)
			f.fields[letters.DetailAbout].SetText("This and that.")
			f.born.SetDate(dayOf("1984-02-29"))
			for g := range max(len(letters.Grounds(k)), 1) {
				if len(letters.Grounds(k)) > 0 {
					f.ground.Choose(g)
				}
				if l, ok := f.compose(); !ok || l.Kind != k {
					t.Errorf("%s to %d, %d: not written", k, to, g)
				}
			}
		}
	}
	s.wants("Article 21")
}

func TestNoticesKnowTheLettersThatAreWaitedFor(t *testing.T) {
	s, _, _ := lettersStage(t, wide, running, overdue, onItsWay, answered, late)
	facts, err := s.letterFacts()(t.Context(), s.Profile().ID)
	if err != nil {
		t.Fatal(err)
	}
	loc, err := s.Profile().Location()
	if err != nil {
		t.Fatal(err)
	}
	got := map[int64]bool{}
	for _, f := range facts {
		got[f.Deadline] = f.Person == s.Profile().ID && f.Ref != ""
	}
	for _, last := range []string{"2025-10-27", "2025-09-22"} { // 26 October 2025 is a Sunday
		if !got[dayOf(last).AddDays(1).Start(loc)] {
			t.Errorf("the deadline at the end of %s is not known: %v", last, facts)
		}
	}
	if len(got) != 2 {
		t.Errorf("%d letters are waited for", len(got))
	}
}

func TestTheTimelineTellsOfALetterAndOpensIt(t *testing.T) {
	s, n, _ := lettersStage(t, wide, answered)
	h := present.EntryLine(n.entries[0], health.MetricUnits)
	if got := h.Words(); got != "Letter sent Fitbit Answered on 30 May 2025" {
		t.Errorf("the line is %q", got)
	}
	person := timelinePerson{profile: s.Profile(), notebook: n}
	if !s.openLetter(person, n.entries[0]) {
		t.Fatal("the letter does not open")
	}
	s.wants("What became of it")
	if s.openLetter(person, health.Entry{Kind: health.Letter}) || present.InDiary(n.entries[0]) {
		t.Error("what is no letter opens as one, or a letter stands in the diary")
	}
}

func TestTheSettingsLeadToLetters(t *testing.T) {
	s, _ := withNotebook(t, style.AlwaysLight, wide, newFakeLibrary())
	p := s.inSettings(rightsSection)
	c, ok := p.controls["letters"].(*parts.Button)
	if !ok {
		t.Fatal("no button")
	}
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	s.bench.settle()
	s.wants("No letters yet")
}
