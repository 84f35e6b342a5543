package ui

import (
	"context"
	"slices"

	"vitalkeep/health"
	"vitalkeep/pictures"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/present"
)

// addLoad is what the page knows of the person before anything is typed.
type addLoad struct {
	summaries []present.Summary
	last      map[health.MetricID]present.Last
	medicines []health.Entry // of late, the newest first, each once
	companion []health.Entry
	picture   *typedPicture
	failure   error // of what the form needs
}

// load gathers beside the UI what the list and the form show of the person. What
// cannot be read is left out: nothing of it is needed to type; only what belongs
// to a correction is.
func (s *AddScreen) load() {
	lib, book, adding := s.library, s.notebook, s.adding
	var form present.Form
	if s.form != nil {
		form = s.form.form
	}
	now := s.shell.Now().UnixMilli()
	Run(s.look, func(ctx context.Context, _ func(Step)) (addLoad, error) {
		out := addLoad{last: map[health.MetricID]present.Last{}}
		if lib != nil {
			out.summaries, _ = lib.Metrics(ctx)
			for _, m := range form.Metrics() {
				out.last[m] = lastOf(ctx, lib, out.summaries, m, adding.Correct)
			}
		}
		if form.Entry == health.Medicine && adding.Entry == nil {
			out.medicines = medicinesOf(ctx, book, now)
		}
		out.companion, out.failure = companionsOf(ctx, book, correctedOf(adding))
		if e := adding.Entry; e != nil && e.Field(health.FieldPicture) != "" && out.failure == nil {
			out.picture, out.failure = attachedPicture(ctx, book, *e)
		}
		return out, ctx.Err()
	}, nil, func(l addLoad, err error) {
		if err == nil {
			s.loaded(l)
		}
	}, nil)
}

func (s *AddScreen) loaded(l addLoad) {
	s.summaries, s.companion = l.summaries, l.companion
	s.tellMost()
	if s.form == nil {
		return
	}
	if l.failure != nil {
		s.say(s.shell.Fault(l.failure))
		for _, b := range s.buttons {
			b.SetEnabled(false) // what belongs to the old value would be lost
		}
		return
	}
	if !s.saving {
		s.buttons[0].SetEnabled(true)
	}
	for _, a := range s.form.amounts {
		a.lasts = l.last
		a.tellLast()
	}
	s.form.offer(l.medicines)
	if l.picture != nil && s.form.picture != nil && s.form.picture.chosen == nil {
		s.form.picture.set(l.picture)
	}
	if i := wordsIn(s.form.form, l.companion); i >= 0 && s.form.text.Text() == "" {
		touched := s.form.touched
		s.form.text.SetText(l.companion[i].Field(health.FieldText))
		s.form.touched = touched
	}
}

func (s *AddScreen) tellMost() {
	if s.chooser != nil && s.summaries != nil {
		s.chooser.setMost(present.MostUsed(s.chooser.forms, s.summaries, mostUsed))
	}
}

// lastOf is the latest value of a metric, unless it is corrected now.
func lastOf(ctx context.Context, lib Library, all []present.Summary, m health.MetricID, corrected []health.Reading) present.Last {
	i := slices.IndexFunc(all, func(s present.Summary) bool { return s.Metric == m })
	if i < 0 {
		return present.Last{}
	}
	readings, err := collect(ctx, lib.Readings(ctx, m, all[i].Last, all[i].Last+1))
	if err != nil || len(readings) == 0 {
		return present.Last{}
	}
	r := readings[len(readings)-1]
	if slices.ContainsFunc(corrected, func(c health.Reading) bool { return c.Metric == m && c.Start == r.Start }) {
		return present.Last{}
	}
	return present.Last{Known: true, Value: r.Canonical(), At: r.Start, Offset: r.Offset}
}

// How far back medicines are remembered, and how many.
const (
	medicineDays = 120
	mostMedicine = 6
)

// medicinesOf are the medicines taken of late, the newest first, each with its
// amount once.
func medicinesOf(ctx context.Context, book Notebook, now int64) []health.Entry {
	var all []health.Entry
	for e, err := range book.Entries(ctx, now-medicineDays*dayMS, now+1) {
		if err != nil {
			return nil
		}
		if e.Kind == health.Medicine {
			all = append(all, e)
		}
	}
	var out []health.Entry
	for _, e := range slices.Backward(all) {
		same := func(o health.Entry) bool {
			return o.Field(health.FieldName) == e.Field(health.FieldName) && o.Field(health.FieldAmount) == e.Field(health.FieldAmount)
		}
		if len(out) < mostMedicine && !slices.ContainsFunc(out, same) {
			out = append(out, e)
		}
	}
	return out
}

// correctedOf names what is corrected.
func correctedOf(a Adding) []Measurement {
	var out []Measurement
	for _, r := range a.Correct {
		out = append(out, Measurement{Metric: r.Metric, Source: r.Source, Start: r.Start})
	}
	if e := a.Entry; e != nil {
		out = append(out, measurementOf(*e))
	}
	return out
}

// companionsOf are the comments and the earlier values that belong to readings or
// entries, and go with them.
func companionsOf(ctx context.Context, book Notebook, of []Measurement) ([]health.Entry, error) {
	var out []health.Entry
	seen := map[int64]bool{}
	for _, m := range of {
		if seen[m.Start] {
			continue
		}
		seen[m.Start] = true
		for e, err := range book.Entries(ctx, m.Start, m.Start+1) {
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(of, func(m Measurement) bool { return belongs(e, m) }) {
				out = append(out, e)
			}
		}
	}
	return out, nil
}

// belongs reports whether a comment or an earlier value belongs to m.
func belongs(e health.Entry, m Measurement) bool {
	if m.Metric != "" {
		return present.BelongsTo(e, m.Metric, m.Source, m.Start)
	}
	return present.BelongsToEntry(e, health.Entry{Kind: m.Entry, Source: m.Source, Start: m.Start, Key: m.Key})
}

// withCompanions adds to what is to be deleted the comments and earlier values
// that belong to it.
func withCompanions(ctx context.Context, book Notebook, of []Measurement) ([]Measurement, error) {
	if book == nil {
		return of, nil
	}
	more, err := companionsOf(ctx, book, of)
	out := slices.Clone(of)
	for _, e := range more {
		if m := measurementOf(e); !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	return out, err
}

// attachedPicture loads the picture of an entry.
func attachedPicture(ctx context.Context, book Notebook, e health.Entry) (*typedPicture, error) {
	ref := e.Field(health.FieldPicture)
	data, err := book.Picture(ctx, ref)
	if err != nil {
		return nil, err
	}
	small, err := pictures.Decode(data, previewSide)
	if err != nil {
		return nil, err
	}
	return &typedPicture{ref: ref, media: e.Field(health.FieldPictureType), small: small, caption: locale.T("Sealed in the vault")}, nil
}
