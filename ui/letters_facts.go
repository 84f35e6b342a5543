package ui

import (
	"context"

	"vitalkeep/health"
	"vitalkeep/letters"
	"vitalkeep/notices"
	"vitalkeep/ui/present"
)

// letterFacts is what notices know of letters: those whose answer is awaited, with
// the end of the last day for it. It is called off the UI goroutine.
func (s *Shell) letterFacts() func(context.Context, health.ProfileID) ([]notices.LetterFact, error) {
	notebook, now := s.session.Notebook, s.Now()
	almanacs := map[health.ProfileID]present.Almanac{}
	for _, p := range s.session.Profiles {
		almanacs[p.ID] = present.NewAlmanac(now, p)
	}
	return func(ctx context.Context, person health.ProfileID) ([]notices.LetterFact, error) {
		a, ok := almanacs[person]
		if !ok {
			return nil, nil
		}
		list, err := loadLetters(ctx, notebook(person))
		if err != nil {
			return nil, err
		}
		entries := make([]health.Entry, len(list))
		for i, l := range list {
			entries[i] = l.entry
		}
		var out []notices.LetterFact
		for _, w := range letters.Due(entries, a.Today()) {
			out = append(out, notices.LetterFact{Ref: w.Entry.Key, Person: person, Deadline: w.Deadline.AddDays(1).Start(a.Zone)})
		}
		return out, nil
	}
}
