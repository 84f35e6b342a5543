package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// chooseLater offers when a reminder comes again.
func (p *NoticesScreen) chooseLater(l noticeLine, at *parts.Button) {
	var rows []fyne.CanvasObject
	for _, x := range []struct {
		words string
		after time.Duration
	}{{locale.T("In ten minutes"), 10 * time.Minute}, {locale.T("In one hour"), time.Hour}} {
		rows = append(rows, parts.NewMenuRow(style.IconHistory, x.words, func() {
			p.later.Close()
			p.shell.putOff(l.Key(), x.after)
		}))
	}
	if p.later = parts.ShowPopup(at, grown(200), parts.Column(2, rows...)); p.later != nil {
		parts.Focus(rows[0].(fyne.Focusable))
	}
}

// putOff lets a notice come again after a while.
func (s *Shell) putOff(k notices.Key, after time.Duration) {
	s.keepLog(s.notices.log.Later(k, s.Now().Add(after).UnixMilli()))
	s.raiseNotices()
}

// taken notes that a medicine was taken now; it can be taken back.
func (p *NoticesScreen) taken(l noticeLine) {
	s := p.shell
	r, ok := s.notices.facts.books[l.Person].reminders.Get(l.Ref)
	if !ok || s.session.Notebook == nil || p.job.Running() {
		return
	}
	now := s.Now().UnixMilli()
	a := present.NewAlmanac(s.Now(), l.person)
	entry := present.NewEntry(health.Medicine, r.Title, present.Instant{At: now, Offset: a.OffsetAt(now)},
		health.Field{Name: health.FieldName, Text: r.Title}, health.Field{Name: health.FieldAmount, Text: r.Amount})
	book := s.session.Notebook(l.Person)
	Run(p.job, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, book.Add(ctx, nil, []health.Entry{entry})
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			p.fail(err)
			return
		}
		before := s.notices.log
		s.keepLog(before.Answered(l.Key(), notices.TakenIt))
		said := locale.T("Noted as taken.")
		if s.session.Deletions == nil {
			s.Toast(said, "", nil)
			return
		}
		s.ToastUndo(said, func() { s.untake(l, entry) })
	}, nil)
}

// untake takes back that a medicine was taken.
func (s *Shell) untake(l noticeLine, e health.Entry) {
	deletions := s.session.Deletions
	Run(s.Work().NewJob(), func(ctx context.Context, _ func(Step)) (Deletion, error) {
		return deletions.Delete(ctx, l.Person, []Measurement{{Entry: e.Kind, Source: e.Source, Start: e.Start, Key: e.Key}})
	}, nil, func(_ Deletion, err error) {
		if err != nil {
			what, todo := s.Explain(err)
			s.Toast(what+" "+todo, "", nil)
			return
		}
		s.keepLog(s.notices.log.Answered(l.Key(), notices.Open))
	}, nil)
}

// measureNow opens the page on which a person types in what a reminder asks for.
func (s *Shell) measureNow(l noticeLine) {
	if s.showPerson(l.person) {
		s.OpenAdd(Adding{Subject: l.subj})
	}
}

// showPerson makes the window show the data of a person; the caller opens a page.
func (s *Shell) showPerson(p health.Profile) bool {
	if p.ID == s.profile.ID || p.ID == (health.ProfileID{}) {
		return !s.closedNow()
	}
	i := slices.IndexFunc(s.session.Profiles, func(x health.Profile) bool { return x.ID == p.ID })
	if i < 0 {
		return false
	}
	s.goToPerson(i)
	return s.profile.ID == p.ID && !s.closedNow()
}

// openGoalDetail opens the data that a goal is about.
func (s *Shell) openGoalDetail(l noticeLine) {
	if s.session.Library != nil && s.showPerson(l.person) {
		s.Open(NewDetailScreen(s, dataNeeds(s), l.subj))
	}
}

// openTimelineOf opens the timeline of a person.
func (s *Shell) openTimelineOf(p health.Profile) {
	if !s.showPerson(p) {
		return
	}
	for i, x := range s.places() {
		if x.id == "timeline" {
			s.goTo(i)
		}
	}
}

// backUpNow opens the page on which a backup is made.
func (s *Shell) backUpNow() {
	s.Open(newBackupPage(s, vaultNeeds(s), s.deps.Folder))
}

// openNoticeSettings opens the settings at what the program tells of by itself.
func (s *Shell) openNoticeSettings() {
	for i, x := range s.places() {
		if x.id == settingsPlace {
			s.settings = settingsState{section: "notices"}
			s.goTo(i)
		}
	}
}
