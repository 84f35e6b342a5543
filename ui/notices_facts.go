package ui

import (
	"context"
	"slices"
	"time"

	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/present"
)

// The loaders of this file run off the UI goroutine and touch nothing of the
// window.

// noticeSource is what the facts of notices come from. What is nil is not known,
// and nothing is said of it.
type noticeSource struct {
	settings notices.Settings
	people   []noticePerson
	known    []health.ProfileID
	past     PastImports
	backup   *notices.BackupFact
	life     Life
	letters  func(context.Context, health.ProfileID) ([]notices.LetterFact, error)
	// knownLetters are those of before, where letters are not looked for.
	knownLetters []notices.LetterFact
	now          time.Time
}

// noticePerson is one person whose data is open, and what they allow.
type noticePerson struct {
	profile     health.Profile
	library     Library
	notebook    Notebook
	preferences Preferences
	reminders   bool
	goals       bool
	desktop     bool
}

// noticeFacts is what was loaded, with all that people set up.
type noticeFacts struct {
	notices.Facts
	books map[health.ProfileID]noticeBook
}

// noticeBook is what one person set up, as it is stored. What this program does
// not understand is not ok: it is not shown, and not written over.
type noticeBook struct {
	reminders   notices.Reminders
	goals       notices.Goals
	remindersOK bool
	goalsOK     bool
}

// The keys under which reminders and goals of a person are kept.
const (
	remindersPreference = "reminders"
	goalsPreference     = "goals"
)

func readNoticeBook(p Preferences) noticeBook {
	var b noticeBook
	if p != nil {
		b.reminders, b.remindersOK = notices.ReadReminders(p.Get(remindersPreference))
		b.goals, b.goalsOK = notices.ReadGoals(p.Get(goalsPreference))
	}
	return b
}

// noticeDays is how far back is looked for what was done.
const noticeDays = 33

// loadNoticeFacts gathers what notices are made of. A person whose data cannot be
// read now is left out; the page of their data says why.
func loadNoticeFacts(ctx context.Context, src noticeSource) (noticeFacts, error) {
	out := noticeFacts{
		Facts: notices.Facts{Settings: src.settings, Known: src.known, Zone: time.UTC},
		books: map[health.ProfileID]noticeBook{},
	}
	for i, p := range src.people {
		zone, err := p.profile.Location()
		if err != nil {
			zone = time.UTC
		}
		if i == 0 {
			out.Zone = zone
		}
		book := readNoticeBook(p.preferences)
		person, err := loadNoticePerson(ctx, p, book, zone, src.now)
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		if err != nil {
			continue
		}
		out.books[p.profile.ID] = book
		out.People = append(out.People, person)
		if src.letters != nil {
			if all, err := src.letters(ctx, p.profile.ID); err == nil {
				out.Letters = append(out.Letters, all...)
			}
		}
	}
	switch {
	case src.letters == nil:
		out.Letters = src.knownLetters
	case out.Letters == nil:
		out.Letters = []notices.LetterFact{}
	}
	if src.past != nil {
		batches, err := src.past.Imports()
		if err != nil {
			return out, err
		}
		for _, b := range batches {
			out.News = append(out.News, notices.News{Person: b.Profile, At: b.At, Count: b.New})
		}
	}
	out.Backup = src.backup
	out.Endings = endingsOf(src)
	return out, ctx.Err()
}

// endingsOf are the people who leave, and the account if it ends.
func endingsOf(src noticeSource) []notices.Ending {
	if src.life == nil {
		return nil
	}
	out := []notices.Ending{}
	at := func(l Leaving) int64 { return src.now.Add(l.Left).UnixMilli() }
	account, ends := src.life.AccountEnding()
	for i, id := range src.known {
		// The account ends with its main person, who is the first.
		if l, ok := src.life.Leaving(id); ok && (i > 0 || !ends) {
			out = append(out, notices.Ending{Ref: endingRef(l), Person: id, Asked: l.Asked.UnixMilli(), At: at(l)})
		}
	}
	if ends {
		out = append(out, notices.Ending{Ref: endingRef(account), Asked: account.Asked.UnixMilli(), At: at(account)})
	}
	return out
}

// endingRef tells one farewell of a person from another.
func endingRef(l Leaving) string { return l.Asked.UTC().Format("20060102T150405") }

func loadNoticePerson(ctx context.Context, p noticePerson, book noticeBook, zone *time.Location, now time.Time) (notices.Person, error) {
	out := notices.Person{
		ID: p.profile.ID, Zone: zone, NoDesktop: !p.desktop,
		Measured: map[health.MetricID][]int64{}, Days: map[health.MetricID][]health.Day{}, Latest: map[health.MetricID]notices.Value{},
	}
	to := now.UnixMilli() + dayMS
	from := to - (noticeDays+1)*dayMS
	medicines := false
	if p.reminders {
		out.Reminders = book.reminders.All
		for _, r := range out.Reminders {
			if r.Metric == "" {
				medicines = true
				continue
			}
			if _, known := out.Measured[r.Metric]; known || p.library == nil {
				continue
			}
			times := []int64{}
			for x, err := range p.library.Readings(ctx, r.Metric, from, to) {
				if err != nil {
					return out, err
				}
				if !x.WholeDay() {
					times = append(times, x.Start)
				}
			}
			out.Measured[r.Metric] = times
		}
	}
	if medicines && p.notebook != nil {
		for e, err := range p.notebook.Entries(ctx, from, to) {
			if err != nil {
				return out, err
			}
			if e.Kind == health.Medicine {
				out.Taken = append(out.Taken, notices.Taken{Name: e.Field(health.FieldName), At: e.Start})
			}
		}
	}
	if p.goals && p.library != nil {
		out.Goals = book.goals.All
		return out, loadGoalFacts(ctx, p.library, &out, now)
	}
	return out, nil
}

// loadGoalFacts gathers the days and the latest readings of a person's goals.
func loadGoalFacts(ctx context.Context, lib Library, out *notices.Person, now time.Time) error {
	if len(out.Goals) == 0 {
		return nil
	}
	all, err := lib.Metrics(ctx)
	if err != nil {
		return err
	}
	today := health.DateAt(now.UnixMilli(), health.OffsetAt(now.UnixMilli(), out.Zone))
	for _, g := range out.Goals {
		if g.Daily {
			if out.Days[g.Metric], err = lib.Days(ctx, g.Metric, today.AddDays(-noticeDays), today); err != nil {
				return err
			}
			continue
		}
		v, ok, err := latestValue(ctx, lib, all, g.Metric)
		if err != nil {
			return err
		}
		if ok {
			out.Latest[g.Metric] = v
		}
	}
	return nil
}

// latestValue is the latest reading of a metric, of the source that counts first.
func latestValue(ctx context.Context, lib Library, all []present.Summary, id health.MetricID) (notices.Value, bool, error) {
	i := slices.IndexFunc(all, func(m present.Summary) bool { return m.Metric == id && m.Count > 0 })
	if i < 0 {
		return notices.Value{}, false, nil
	}
	latest, err := collect(ctx, lib.Readings(ctx, id, all[i].Last, all[i].Last+1))
	if err != nil || len(latest) == 0 {
		return notices.Value{}, false, err
	}
	slices.SortStableFunc(latest, func(a, b health.Reading) int { return health.CompareSources(a.Source, b.Source) })
	return notices.Value{At: latest[0].Start, Value: latest[0].Canonical()}, true, nil
}
