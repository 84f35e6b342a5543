package ui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
)

// typing is what is to be stored, as it was typed.
type typing struct {
	form     present.Form
	at       present.Instant
	duration int64
	amounts  []present.Amount
	text     string
	name     string
	amount   string
	symptoms []pickedSymptom
	picture  *typedPicture
	summary  string // for the message
}

// Submit saves what is typed: what Enter and Ctrl+Enter do.
func (s *AddScreen) Submit() { s.submit(false) }

// submit saves what is typed, if all of it can be, and leaves the page or, with
// another, empties the form for the next.
func (s *AddScreen) submit(another bool) {
	if s.saving || s.form == nil || s.buttons[0].Disabled() || !s.form.check() {
		return
	}
	t, ok := s.form.typing()
	if !ok {
		return
	}
	s.saving, s.asking = true, false
	s.say(nil)
	for _, b := range s.buttons {
		b.SetEnabled(false)
	}
	shell, lib, book, adding, companion := s.shell, s.library, s.notebook, s.adding, s.companion
	now := s.shell.Now().UnixMilli()
	ended := make(chan bool, 1)
	s.ended = ended
	Run(s.save, func(ctx context.Context, _ func(Step)) (outcome, error) {
		stored, err := store(ctx, lib, book, t, adding, companion, now)
		ended <- err == nil
		return stored, err
	}, nil, func(stored outcome, err error) {
		s.saving = false
		if s.left {
			s.tell(t, stored, err)
			return
		}
		if err != nil {
			for _, b := range s.buttons {
				b.SetEnabled(true)
			}
			s.say(shell.Fault(err))
			return
		}
		s.stored(t, stored, another)
	}, nil)
}

// stored goes on after what was typed is on the disk.
func (s *AddScreen) stored(t typing, stored outcome, another bool) {
	s.discard()
	s.rememberUnits(s.form)
	if another {
		date, clock, changed := s.form.when.date.Text(), "", !s.form.when.unchanged()
		if s.form.when.clock != nil {
			clock = s.form.when.clock.Text()
		}
		ways := addDraftOf(s.form).Ways
		list := s.fromList
		s.showForm(t.form)
		s.fromList = list
		for i, a := range s.form.amounts {
			a.setWay(ways[i])
		}
		if changed { // a list on paper is typed day by day
			s.form.when.set(date, clock)
		}
		s.form.touched = false
		s.form.focus()
	} else {
		s.form = nil
		s.shell.Back()
	}
	s.tell(t, stored, nil)
}

// tell says what was stored, and offers to take it back.
func (s *AddScreen) tell(t typing, stored outcome, err error) {
	if s.shell.Session() != s.session {
		return
	}
	if err != nil {
		what, todo := s.shell.Explain(err)
		s.shell.Toast(what+" "+todo, "", nil)
		return
	}
	s.shell.Reload()
	switch {
	case stored.corrected:
		s.message(locale.T("Corrected: %s. The old value stays in the history.", t.summary), nil)
	case s.deletions == nil:
		s.message(locale.T("Saved: %s", t.summary), nil)
	default:
		s.message(locale.T("Saved: %s", t.summary), func() { s.takeBack(t, stored) })
	}
}

// message tells of what was stored: over the form while it is open for the next,
// since a toast would lie over its buttons, else in a toast.
func (s *AddScreen) message(words string, undo func()) {
	if s.left || s.form == nil {
		action := ""
		if undo != nil {
			action = locale.T("Undo")
		}
		s.shell.Toast(words, action, undo)
		return
	}
	var actions []fyne.CanvasObject
	if undo != nil {
		actions = append(actions, parts.NewButton(parts.Quiet, locale.T("Undo"), func() {
			undo()
			if s.form != nil {
				s.form.focus()
			}
		}))
	}
	s.say(parts.NewNotice(parts.NoticeSuccess, words, "", actions...))
}

// takeBack deletes what was just stored, whatever page is on show.
func (s *AddScreen) takeBack(t typing, stored outcome) {
	shell, deletions, profile := s.shell, s.deletions, s.person.ID
	Run(shell.undeleting, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		_, err := deletions.Delete(ctx, profile, stored.names)
		return struct{}{}, err
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			what, todo := shell.Explain(err)
			shell.Toast(what+" "+todo, "", nil)
			return
		}
		s.message(locale.T("Taken back: %s", t.summary), nil)
		shell.Reload()
	}, nil)
}

// typing is what the form says; it was checked before.
func (f *addForm) typing() (typing, bool) {
	at, ok := f.when.instant()
	if !ok {
		return typing{}, false
	}
	t := typing{form: f.form, at: at, text: f.text.Text(), summary: f.form.Name()}
	if f.form.Day {
		d, _ := f.when.date.Date()
		start, end := d.Bounds(f.when.zone)
		t.duration = end - start
	}
	var values []string
	for _, a := range f.amounts {
		if v, ok := a.amount(); ok {
			t.amounts = append(t.amounts, v)
			values = append(values, a.written())
		}
	}
	if len(values) > 0 {
		t.summary = locale.T("%[1]s %[2]s", f.form.Name(), strings.Join(values, ", "))
		if f.form.ID == present.PressureID {
			values[0] = f.amounts[0].boxes[0].Text() + "/" + values[1]
			t.summary = locale.T("%[1]s %[2]s", f.form.Name(), strings.Join(slices.Delete(values, 1, 2), ", "))
		}
	}
	if f.name != nil {
		t.name, t.amount = strings.TrimSpace(f.name.Text()), strings.TrimSpace(f.amount.Text())
		t.summary = strings.TrimSpace(t.name + " " + t.amount)
	}
	if f.symptoms != nil {
		t.symptoms = slices.Clone(f.symptoms.picked)
		var names []string
		for _, p := range t.symptoms {
			names = append(names, present.SymptomName(p.key))
		}
		t.summary = locale.List(names...)
	}
	if f.picture != nil {
		t.picture = f.picture.chosen
	}
	return t, true
}

// outcome is what was typed is stored as.
type outcome struct {
	names     []Measurement
	corrected bool // it took the place of something
}

// store writes what was typed, beside the UI.
func store(ctx context.Context, lib Library, book Notebook, t typing, adding Adding, companion []health.Entry, now int64) (outcome, error) {
	words := wordsIn(t.form, companion)
	replaced := []health.Entry{}
	if words >= 0 {
		replaced = append(replaced, companion[words])
	}
	if t.form.Day && lib != nil {
		// The total of a day is one: another takes its place, and keeps its words.
		before, err := totalsOf(ctx, lib, t, adding.Correct)
		if err != nil {
			return outcome{}, err
		}
		along, err := companionsOf(ctx, book, correctedOf(Adding{Correct: before}))
		if err != nil {
			return outcome{}, err
		}
		for _, c := range along {
			if c.Kind == health.Comment {
				t.text = strings.TrimSpace(c.Field(health.FieldText) + "\n" + t.text)
				replaced = append(replaced, c)
			}
		}
		adding.Correct, companion = append(slices.Clone(adding.Correct), before...), append(slices.Clone(companion), along...)
	}
	old := correctedOf(adding)
	at, err := freeInstant(ctx, lib, book, t, old)
	if err != nil {
		return outcome{}, err
	}
	t.at = at
	if p := t.picture; p != nil && p.ref == "" {
		ref, err := book.Attach(ctx, p.data)
		if err != nil {
			return outcome{}, err
		}
		t.picture = &typedPicture{ref: ref, media: p.media}
	}
	for _, c := range companion { // each earlier value has a time of its own
		if made, err := strconv.ParseInt(c.Field(health.FieldCorrected), 10, 64); err == nil {
			now = max(now, made+1)
		}
	}
	readings, entries := t.make()
	if len(readings) > 0 && words >= 0 && strings.TrimSpace(t.text) != "" {
		entries = []health.Entry{present.CommentTo(replaced[0], readings, t.text)}
	}
	if e := adding.Entry; e != nil {
		if entries[0].Kind == health.Note || entries[0].Kind == health.Picture {
			entries[0].Key = e.Key
		}
		entries = append(entries, present.CorrectEntry(*e, entries[0], now))
	}
	if len(adding.Correct) > 0 {
		entries = append(entries, present.CorrectReadings(adding.Correct, readings, t.at, now)...)
	}
	if len(old) == 0 {
		return outcome{names: namesOf(readings, entries)}, book.Add(ctx, readings, entries)
	}
	for _, c := range companion {
		old = append(old, measurementOf(c))
		switch {
		case c.Kind == health.Correction: // earlier values go along
			entries = append(entries, t.goesAlong(c, adding.Entry, entries))
		case len(readings) > 0 && !slices.ContainsFunc(replaced, func(r health.Entry) bool { return measurementOf(r) == measurementOf(c) }):
			entries = append(entries, present.CommentTo(c, readings, c.Field(health.FieldText)))
		}
	}
	return outcome{namesOf(readings, entries), true}, book.Correct(ctx, old, readings, entries)
}

// goesAlong is an earlier value of what was corrected, at what takes its place.
func (t typing) goesAlong(c health.Entry, of *health.Entry, entries []health.Entry) health.Entry {
	c = present.MovedTo(c, t.at)
	if of != nil {
		prefix := of.Kind.String() + " "
		c.Key = prefix + entries[0].Key + strings.TrimPrefix(c.Key, prefix+of.Key)
	}
	return c
}

func namesOf(readings []health.Reading, entries []health.Entry) []Measurement {
	var out []Measurement
	for _, r := range readings {
		out = append(out, Measurement{Metric: r.Metric, Source: r.Source, Start: r.Start})
	}
	for _, e := range entries {
		out = append(out, measurementOf(e))
	}
	return out
}

// make turns what was typed into readings and entries. An entry's own comes
// first.
func (t typing) make() (readings []health.Reading, entries []health.Entry) {
	text := health.Field{Name: health.FieldText, Text: t.text}
	switch t.form.Entry {
	case health.Note:
		return nil, []health.Entry{present.NewEntry(health.Note, "", t.at, text)}
	case health.Symptom:
		for _, p := range t.symptoms {
			entries = append(entries, present.NewEntry(health.Symptom, p.key, t.at,
				health.Field{Name: health.FieldName, Text: p.key}, health.Field{Name: health.FieldSeverity, Text: p.field()}, text))
		}
		return nil, entries
	case health.Medicine:
		return nil, []health.Entry{present.NewEntry(health.Medicine, t.name, t.at,
			health.Field{Name: health.FieldName, Text: t.name}, health.Field{Name: health.FieldAmount, Text: t.amount}, text)}
	case health.Picture:
		return nil, []health.Entry{present.NewEntry(health.Picture, "", t.at,
			health.Field{Name: health.FieldPicture, Text: t.picture.ref}, health.Field{Name: health.FieldPictureType, Text: t.picture.media}, text)}
	}
	for _, a := range t.amounts {
		r := present.NewReading(a, t.at)
		r.Duration = t.duration
		readings = append(readings, r)
	}
	if strings.TrimSpace(t.text) != "" {
		entries = append(entries, present.NewComment(readings[0], t.text))
	}
	return readings, entries
}

// freeInstant is the moment typed, some seconds later where something was typed
// for it already: two measurements within a minute are both kept.
func freeInstant(ctx context.Context, lib Library, book Notebook, t typing, old []Measurement) (present.Instant, error) {
	if t.form.Day {
		return t.at, nil
	}
	const minute = 60_000
	taken := map[int64]bool{}
	mark := func(m Measurement) {
		if !slices.Contains(old, m) {
			taken[m.Start] = true
		}
	}
	if lib != nil {
		for _, a := range t.amounts {
			readings, err := collect(ctx, lib.SourceReadings(ctx, a.Metric, health.TypedSource, t.at.At, t.at.At+minute))
			if err != nil {
				return t.at, err
			}
			for _, r := range readings {
				mark(Measurement{Metric: r.Metric, Source: r.Source, Start: r.Start})
			}
		}
	}
	if t.form.Entry != health.UnknownEntry {
		for e, err := range book.Entries(ctx, t.at.At, t.at.At+minute) {
			if err != nil {
				return t.at, err
			}
			if e.Kind == t.form.Entry && e.Source == health.TypedSource {
				mark(measurementOf(e))
			}
		}
	}
	return present.FreeInstant(t.at, func(at int64) bool { return taken[at] }), nil
}
