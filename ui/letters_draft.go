package ui

import (
	"encoding/json"
	"slices"

	"vitalkeep/health"
	"vitalkeep/letters"
	"vitalkeep/ui/locale"
)

// letterDraft is what of the form is kept over the lock.
type letterDraft struct {
	Kind, Ground, Language, Paper, Way int
	To                                 string
	Texts                              map[letters.Detail]string
	Sent                               string
}

// begin fills in what was typed before, else what is known.
func (f *letterForm) begin() {
	f.quiet = true
	defer func() { f.quiet = false }()
	f.kind.SetSelected(0)
	f.to.SetSelected(0)
	f.maker.SetSelected(0)
	f.language.SetSelected(max(slices.Index(f.languages, locale.Current()), 0))
	if f.person.Units.US() {
		f.paper.SetSelected(1)
	} else {
		f.paper.SetSelected(0)
	}
	f.way.SetSelected(0)
	f.sent.SetDate(f.today)
	f.fields[letters.DetailSender].SetText(f.person.Name)
	if f.person.Born != (health.Date{}) {
		f.born.SetDate(f.person.Born)
	}
	state, ok := f.shell.DraftOf(letterDraftKind, f.person.ID, "")
	var d letterDraft
	if !ok || json.Unmarshal(state, &d) != nil {
		return
	}
	f.kind.SetSelected(min(max(d.Kind, 0), len(letters.Kinds())-1))
	if d.To == letters.Clinic.String() {
		f.to.SetSelected(1)
	}
	f.setGrounds()
	f.ground.SetSelected(min(max(d.Ground, -1), len(letters.Grounds(f.asks()))-1))
	f.language.SetSelected(min(max(d.Language, 0), len(f.languages)-1))
	f.paper.SetSelected(d.Paper & 1)
	f.way.SetSelected(d.Way & 1)
	f.sent.SetText(d.Sent)
	for _, detail := range draftedDetails {
		f.fields[detail].SetText(d.Texts[detail])
	}
}

// Drafts implements Drafter.
func (f *letterForm) Drafts() []Draft {
	d := letterDraft{
		Kind: f.kind.Selected(), Ground: f.ground.Selected(), Language: f.language.Selected(), Paper: f.paper.Selected(), Way: f.way.Selected(),
		To: f.addressee().String(), Texts: map[letters.Detail]string{}, Sent: f.sent.Text(),
	}
	for _, detail := range draftedDetails {
		if text := f.fields[detail].Text(); text != "" {
			d.Texts[detail] = text
		}
	}
	if len(d.Texts) == 0 {
		return nil
	}
	return []Draft{draftOf(letterDraftKind, f.person.ID, "", d)}
}

// ResumeLetter opens a form that the lock closed.
func ResumeLetter(s *Shell, d Draft, open func(p Page, line string)) {
	if s.session == nil || s.session.Notebook == nil || d.Of != s.profile.ID {
		return
	}
	open(newLetterForm(s, s.session.Notebook(d.Of), s.profile), locale.T("The letter is here again as it was at the lock."))
}
