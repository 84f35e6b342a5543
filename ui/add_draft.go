package ui

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// addDraft is what stood in a form when the person left it without saving, or
// when the vault was locked.
type addDraft struct {
	Form     string       `json:"form"`
	Ways     []int        `json:"ways,omitempty"`
	Texts    [][]string   `json:"texts,omitempty"`
	Date     string       `json:"date,omitempty"` // "" where it was not changed
	Clock    string       `json:"clock,omitempty"`
	Text     string       `json:"text,omitempty"`
	Name     string       `json:"name,omitempty"`
	Amount   string       `json:"amount,omitempty"`
	Symptoms []addSymptom `json:"symptoms,omitempty"`
	Picture  string       `json:"picture,omitempty"` // its path; one that is sealed already comes with its entry
	// Correct names the readings that are corrected, Entry the entry.
	Correct []Measurement `json:"correct,omitempty"`
	Entry   *Measurement  `json:"entry,omitempty"`
}

// addSymptom is a symptom in a draft.
type addSymptom struct {
	Key      string `json:"key"`
	Severity int    `json:"severity,omitempty"`
}

// addDraftOf is what stands in a form.
func addDraftOf(f *addForm) *addDraft {
	d := &addDraft{Form: f.form.ID, Text: f.text.Text()}
	for _, a := range f.amounts {
		d.Ways = append(d.Ways, a.way)
		d.Texts = append(d.Texts, a.texts())
	}
	if !f.when.unchanged() {
		d.Date = f.when.date.Text()
		if f.when.clock != nil {
			d.Clock = f.when.clock.Text()
		}
	}
	if f.name != nil {
		d.Name, d.Amount = f.name.Text(), f.amount.Text()
	}
	if f.symptoms != nil {
		for _, p := range f.symptoms.picked {
			d.Symptoms = append(d.Symptoms, addSymptom{p.key, p.severity})
		}
	}
	if f.picture != nil && f.picture.chosen != nil {
		d.Picture = f.picture.chosen.path
	}
	return d
}

// fill puts what stood in a form into this one.
func (f *addForm) fill(d *addDraft) {
	for i, a := range f.amounts {
		if i < len(d.Ways) && i < len(d.Texts) {
			a.set(d.Ways[i], d.Texts[i])
			if a.ask.More && !a.empty() {
				f.unfold()
			}
		}
	}
	if d.Date != "" {
		f.when.set(d.Date, d.Clock)
	}
	f.text.SetText(d.Text)
	if f.name != nil {
		f.name.SetText(d.Name)
		f.amount.SetText(d.Amount)
	}
	if f.symptoms != nil {
		var picked []pickedSymptom
		for _, p := range d.Symptoms {
			picked = append(picked, pickedSymptom{p.Key, p.Severity})
		}
		f.symptoms.set(picked)
	}
	if f.picture != nil && d.Picture != "" {
		f.picture.read(d.Picture)
	}
	f.relay()
}

// draftOfReadings is a form as it was filled when the readings were typed.
func draftOfReadings(form present.Form, readings []health.Reading) *addDraft {
	d := &addDraft{Form: form.ID}
	for _, ask := range form.Asks {
		way, texts := 0, []string{"", ""}
		for _, r := range readings {
			if ask.Takes(r.Metric) {
				way = ask.WayOf(r)
				texts = ask.Ways[way].Texts(r.Value, r.Unit)
			}
		}
		d.Ways, d.Texts = append(d.Ways, way), append(d.Texts, texts)
	}
	return d
}

// draftOfEntry is a form as it was filled when the entry was written; its picture
// is loaded later.
func draftOfEntry(form present.Form, e health.Entry) *addDraft {
	d := &addDraft{Form: form.ID, Text: e.Field(health.FieldText), Name: e.Field(health.FieldName), Amount: e.Field(health.FieldAmount)}
	if e.Kind == health.Symptom {
		severity := 0
		if s := e.Field(health.FieldSeverity); len(s) == 1 && s[0] >= '1' && s[0] <= '3' {
			severity = int(s[0] - '1')
		}
		d.Symptoms = []addSymptom{{e.Field(health.FieldName), severity}}
	}
	return d
}

// addDraftKind is the kind of the drafts of forms.
const addDraftKind = "add"

// newDraftPrefix begins the names of drafts of new measurements.
const newDraftPrefix = "new "

// lastAddDraft is the newest draft of a new measurement of the person.
func (d *drafts) lastAddDraft(of health.ProfileID) (form string, ok bool) {
	for _, k := range slices.Backward(d.kept) {
		if form, ok = strings.CutPrefix(k.ID, newDraftPrefix); ok && k.Kind == addDraftKind && k.Of == of {
			return form, true
		}
	}
	return "", false
}

// draftID tells the drafts of a person's forms apart: by the form and by what is
// corrected.
func (s *AddScreen) draftID() string {
	form := ""
	if s.form != nil {
		form = s.form.form.ID
	}
	if !s.correcting() {
		return newDraftPrefix + form
	}
	id := "correct " + form + " " + strconv.FormatInt(s.base().At, 10)
	if s.adding.Entry != nil {
		id += " " + s.adding.Entry.Key
	}
	return id
}

// draft is what is typed, false where nothing is. With its moment, a form that is
// opened much later does not say that it was measured then.
func (s *AddScreen) draft(moment bool) (Draft, bool) {
	if s.form == nil || !s.form.touched || s.form.blank() {
		return Draft{}, false
	}
	d := addDraftOf(s.form)
	if when := s.form.when; moment && !s.correcting() {
		d.Date = when.date.Text()
		if when.clock != nil {
			d.Clock = when.clock.Text()
		}
	}
	for _, r := range s.adding.Correct {
		d.Correct = append(d.Correct, Measurement{Metric: r.Metric, Source: r.Source, Start: r.Start})
	}
	if e := s.adding.Entry; e != nil {
		m := measurementOf(*e)
		d.Entry = &m
	}
	return draftOf(addDraftKind, s.person.ID, s.draftID(), d), true
}

// typedBefore is the draft that the form on show begins with, nil for none.
func (s *AddScreen) typedBefore() *addDraft {
	state, ok := s.shell.DraftOf(addDraftKind, s.person.ID, s.draftID())
	if !ok {
		return nil
	}
	d := &addDraft{}
	if json.Unmarshal(state, d) != nil {
		return nil
	}
	return d
}

// Drafts implements [Drafter].
func (s *AddScreen) Drafts() []Draft {
	d, ok := s.draft(true)
	if !ok {
		return nil
	}
	if ended := s.ended; s.saving {
		// Whether it was stored is known when the work under way has ended.
		d.Settle = func() json.RawMessage {
			if stored := <-ended; stored {
				return nil
			}
			return d.State
		}
	}
	return []Draft{d}
}

// ResumeAdd opens a form that the lock closed; what it corrects is looked up anew.
func ResumeAdd(s *Shell, d Draft, open func(p Page, line string)) {
	var typed addDraft
	if !s.CanAdd() || json.Unmarshal(d.State, &typed) != nil {
		return
	}
	show := func(a Adding) {
		p := s.pages.Add(s, a)
		if screen, ok := p.(*AddScreen); ok {
			screen.sayBack()
		}
		open(p, "")
	}
	if len(typed.Correct) == 0 && typed.Entry == nil {
		show(Adding{Subject: typed.Form})
		return
	}
	var library Library
	if s.session.Library != nil {
		library = s.session.Library(s.profile.ID)
	}
	book := s.session.Notebook(s.profile.ID)
	Run(s.deps.Work.NewJob(), func(ctx context.Context, _ func(Step)) (Adding, error) {
		return addingAgain(ctx, library, book, typed)
	}, nil, func(a Adding, err error) {
		if err == nil && (len(a.Correct) > 0 || a.Entry != nil) {
			show(a)
		}
	}, nil)
}

// addingAgain looks up what a draft corrects; what is not there any more is left
// out.
func addingAgain(ctx context.Context, library Library, book Notebook, typed addDraft) (Adding, error) {
	var a Adding
	for _, m := range typed.Correct {
		if library == nil {
			break
		}
		for r, err := range library.Readings(ctx, m.Metric, m.Start, m.Start+1) {
			if err != nil {
				return Adding{}, err
			}
			if r.Source == m.Source {
				a.Correct = append(a.Correct, r)
			}
		}
	}
	if m := typed.Entry; m != nil {
		for e, err := range book.Entries(ctx, m.Start, m.Start+1) {
			if err != nil {
				return Adding{}, err
			}
			if measurementOf(e) == *m {
				a.Entry = &e
			}
		}
	}
	return a, nil
}
