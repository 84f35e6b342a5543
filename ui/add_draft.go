package ui

import (
	"slices"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// addDraft is what stood in a form when the person left it without saving. It
// lives as long as the session and no longer: the lock forgets it.
type addDraft struct {
	form        string
	ways        []int
	texts       [][]string
	date, clock string // "" where they were not changed
	text        string
	name        string
	amount      string
	symptoms    []pickedSymptom
	picture     *typedPicture
}

// draftOf is what stands in a form.
func draftOf(f *addForm) *addDraft {
	d := &addDraft{form: f.form.ID, text: f.text.Text()}
	for _, a := range f.amounts {
		d.ways = append(d.ways, a.way)
		d.texts = append(d.texts, a.texts())
	}
	if !f.when.unchanged() {
		d.date = f.when.date.Text()
		if f.when.clock != nil {
			d.clock = f.when.clock.Text()
		}
	}
	if f.name != nil {
		d.name, d.amount = f.name.Text(), f.amount.Text()
	}
	if f.symptoms != nil {
		d.symptoms = slices.Clone(f.symptoms.picked)
	}
	if f.picture != nil {
		d.picture = f.picture.chosen
	}
	return d
}

// fill puts what stood in a form into this one.
func (f *addForm) fill(d *addDraft) {
	for i, a := range f.amounts {
		if i < len(d.ways) {
			a.set(d.ways[i], d.texts[i])
			if a.ask.More && !a.empty() {
				f.unfold()
			}
		}
	}
	if d.date != "" {
		f.when.set(d.date, d.clock)
	}
	f.text.SetText(d.text)
	if f.name != nil {
		f.name.SetText(d.name)
		f.amount.SetText(d.amount)
	}
	if f.symptoms != nil {
		f.symptoms.set(d.symptoms)
	}
	if f.picture != nil {
		f.picture.set(d.picture)
	}
	f.relay()
}

// draftOfReadings is a form as it was filled when the readings were typed.
func draftOfReadings(form present.Form, readings []health.Reading) *addDraft {
	d := &addDraft{form: form.ID}
	for _, ask := range form.Asks {
		way, texts := 0, []string{"", ""}
		for _, r := range readings {
			if ask.Takes(r.Metric) {
				way = ask.WayOf(r)
				texts = ask.Ways[way].Texts(r.Value, r.Unit)
			}
		}
		d.ways, d.texts = append(d.ways, way), append(d.texts, texts)
	}
	return d
}

// draftOfEntry is a form as it was filled when the entry was written; its picture
// is loaded later.
func draftOfEntry(form present.Form, e health.Entry) *addDraft {
	d := &addDraft{form: form.ID, text: e.Field(health.FieldText), name: e.Field(health.FieldName), amount: e.Field(health.FieldAmount)}
	if e.Kind == health.Symptom {
		severity := 0
		if s := e.Field(health.FieldSeverity); len(s) == 1 && s[0] >= '1' && s[0] <= '3' {
			severity = int(s[0] - '1')
		}
		d.symptoms = []pickedSymptom{{e.Field(health.FieldName), severity}}
	}
	return d
}

// drafts are those of one session by what they are of.
type drafts struct {
	of   map[addKey]*addDraft
	last map[health.ProfileID]addKey // the newest of new measurements
}

// addKey tells drafts apart: the person, the form, and what is corrected.
type addKey struct {
	profile health.ProfileID
	form    string
	start   int64
	key     string
	correct bool
}

func (d *drafts) keep(k addKey, draft *addDraft) {
	if d.of == nil {
		d.of, d.last = map[addKey]*addDraft{}, map[health.ProfileID]addKey{}
	}
	d.of[k] = draft
	if !k.correct {
		d.last[k.profile] = k
	}
}

func (d *drafts) forget(k addKey) {
	delete(d.of, k)
	if d.last[k.profile] == k {
		delete(d.last, k.profile)
	}
}
