package ui

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"time"

	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/locale"
)

// noticeKeeper raises what falls due while the vault is open, and nothing while it
// is locked: then it holds nothing and no timer runs. It belongs to the UI
// goroutine.
type noticeKeeper struct {
	session  *Session // nil while locked
	settings notices.Settings
	log      notices.Log
	facts    noticeFacts
	loaded   bool
	// lettersAt is when letters were looked for.
	lettersAt time.Time

	looking, storing *Job
	again            bool // look once more when the look under way is done
	telling          []notices.Notice
	stop             func() // of the timer
	next             int64  // when something may be due, 0 for nobody knows
}

// The keys under which the account keeps its notices, with each person's behind
// their ID, and how it wants them.
const (
	noticesChoice        = "notices"
	noticeSettingsChoice = "notice-settings"
)

// longestNap is how long the keeper sleeps at most: a timer stands still while the
// computer sleeps, the clock does not. Waking up it only looks at the clock.
const longestNap = 10 * time.Minute

// lettersFresh is how long it is taken for granted that no letter was written
// elsewhere.
const lettersFresh = time.Hour

// noticeStir is how soon after something changed it is looked at.
const noticeStir = 2 * time.Second

// hasNotices reports whether notices have a place: the account keeps them.
func (s *Shell) hasNotices() bool {
	return s.session != nil && s.session.Choices != nil && s.pages.Notices != nil
}

// beginNotices reads what is kept and raises what fell due while the vault was
// locked. Asked again, it only shows the count.
func (s *Shell) beginNotices() {
	if !s.hasNotices() {
		return
	}
	k := &s.notices
	if k.session == s.session {
		s.showNoticeCount()
		return
	}
	now := s.Now().UnixMilli()
	*k = noticeKeeper{session: s.session, looking: s.Work().NewJob(), storing: s.Work().NewJob()}
	k.settings, _ = notices.ReadSettings(s.session.Choices.Get(noticeSettingsChoice))
	var parts []notices.Log
	for _, id := range s.noticeParts() {
		if part, ok := notices.ReadLog(s.session.Choices.Get(noticesKey(id))); ok {
			parts = append(parts, part)
		}
	}
	if k.log = notices.Join(parts...); len(parts) == 0 {
		k.log = notices.NewLog(now)
	}
	s.lookForNotices()
}

// endNotices forgets everything, for the lock.
func (s *Shell) endNotices() {
	if s.notices.stop != nil {
		s.notices.stop()
	}
	s.notices = noticeKeeper{}
}

// stirNotices looks soon whether something is due, since data may have changed.
func (s *Shell) stirNotices() {
	k := &s.notices
	if k.session == nil {
		return
	}
	switch s.Page().(type) {
	case *LettersScreen, *letterPage:
		k.lettersAt = time.Time{}
	}
	k.next = 0
	s.napNotices(noticeStir)
}

// napNotices looks at the clock after a while.
func (s *Shell) napNotices(d time.Duration) {
	k := &s.notices
	if k.stop != nil {
		k.stop()
	}
	k.stop = s.Work().After(d, func() {
		if k.session == nil {
			return
		}
		if now := s.Now().UnixMilli(); k.next > now {
			s.napNotices(min(time.Duration(k.next-now)*time.Millisecond, longestNap))
			return
		}
		s.lookForNotices()
	})
}

// lookForNotices gathers the facts anew and raises what is due.
func (s *Shell) lookForNotices() {
	k := &s.notices
	if k.session == nil {
		return
	}
	if k.looking.Running() {
		k.again = true
		return
	}
	src := s.noticeSource()
	Run(k.looking, func(ctx context.Context, _ func(Step)) (noticeFacts, error) {
		return loadNoticeFacts(ctx, src)
	}, nil, func(f noticeFacts, err error) {
		if err == nil {
			k.facts, k.loaded = f, true
			s.raiseNotices()
		}
		if k.again {
			k.again = false
			s.lookForNotices()
			return
		}
		if err != nil {
			// The page of the data says what is wrong with it; here it is tried again.
			s.napNotices(longestNap)
		}
	}, nil)
}

// noticeSource is where facts come from; who is closed or objects is left out.
func (s *Shell) noticeSource() noticeSource {
	session := s.session
	src := noticeSource{
		settings: s.notices.settings, past: session.Imports, life: session.Life, now: s.Now(),
	}
	if s.watchesBackups() {
		src.backup = s.backupFact()
	}
	if session.Notebook != nil {
		// They are found among all that a person ever wrote, and count in days.
		if k := &s.notices; k.loaded && s.Now().Sub(k.lettersAt).Abs() < lettersFresh {
			src.knownLetters = k.facts.Letters
		} else {
			src.letters, k.lettersAt = s.letterFacts(), s.Now()
		}
	}
	for _, p := range session.Profiles {
		src.known = append(src.known, p.ID)
		if s.isClosed(p.ID) {
			continue
		}
		one := noticePerson{
			profile: p, reminders: s.AllowsFor(p.ID, health.Reminders), goals: s.AllowsFor(p.ID, health.Goals), desktop: s.AllowsFor(p.ID, health.DesktopNotes),
		}
		if session.Library != nil {
			one.library = session.Library(p.ID)
		}
		if session.Notebook != nil {
			one.notebook = session.Notebook(p.ID)
		}
		if session.Preferences != nil {
			one.preferences = session.Preferences(p.ID)
		}
		src.people = append(src.people, one)
	}
	return src
}

// backupAge is how many days old the last proven backup may be unless something
// else was chosen.
const backupAge = 30

// watchesBackups reports whether anybody can be told of backups.
func (s *Shell) watchesBackups() bool { return s.session.Backups != nil && s.session.Schedule != nil }

// backupFact is how old the last proven backup is, and how old it may be; nil while
// there is nothing to lose.
func (s *Shell) backupFact() *notices.BackupFact {
	state, ok := s.BackupState()
	days := s.overdueDays()
	if !ok || days <= 0 || state.Since.IsZero() {
		return nil
	}
	return &notices.BackupFact{Proven: state.Since.UnixMilli(), Days: days}
}

// raiseNotices raises what the facts at hand make due now, and sleeps until the
// next moment that may.
func (s *Shell) raiseNotices() {
	k := &s.notices
	if k.session == nil || !k.loaded {
		return
	}
	now := s.Now()
	k.facts.Settings = k.settings
	log := notices.Settle(k.facts.Facts, k.log, now)
	log = log.Raise(notices.Due(k.facts.Facts, log, now))
	told, log := notices.Tell(k.facts.Facts, log, now)
	k.telling = append(k.telling, told...)
	s.keepLog(log)
	k.next = 0
	if next, ok := notices.Next(k.facts.Facts, log, now); ok {
		k.next = next
	} else {
		k.next = now.Add(24 * time.Hour).UnixMilli()
	}
	s.napNotices(min(time.Duration(k.next-now.UnixMilli())*time.Millisecond, longestNap))
}

// keepLog takes a log in the place of the one before, shows it, and stores it. The
// desktop is told when it is on the disk, so that it is not told twice.
func (s *Shell) keepLog(log notices.Log) {
	k := &s.notices
	if k.session == nil {
		return // locked meanwhile
	}
	k.log = log
	s.showNoticeCount()
	if p, ok := s.Page().(interface{ noticesChanged() }); ok {
		p.noticesChanged()
	}
	choices := k.session.Choices
	changed := map[string][]byte{}
	for _, id := range s.noticeParts() {
		key, part := noticesKey(id), log.Of(id)
		stored := choices.Get(key)
		if raw, err := part.Store(); err == nil && !bytes.Equal(raw, stored) && (stored != nil || !part.Empty() || id == (health.ProfileID{})) {
			changed[key] = raw
		}
	}
	if len(changed) == 0 && !k.storing.Running() {
		s.tellDesktop()
		return
	}
	Run(k.storing, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		var err error
		for key, raw := range changed {
			err = errors.Join(err, choices.Set(ctx, key, raw))
		}
		return struct{}{}, err
	}, nil, func(struct{}, error) {
		// Where it cannot be stored, it still is told of once while the vault is open.
		s.tellDesktop()
	}, nil)
}

// noticeParts are those of whom the log has parts: the account and everybody.
func (s *Shell) noticeParts() []health.ProfileID {
	out := []health.ProfileID{{}}
	for _, p := range s.session.Profiles {
		out = append(out, p.ID)
	}
	return out
}

// noticesKey is the key of a part of the log: what names somebody is removed from
// the choices when they leave, and takes nothing of others along.
func noticesKey(person health.ProfileID) string {
	if person == (health.ProfileID{}) {
		return noticesChoice
	}
	return noticesChoice + " " + hex.EncodeToString(person[:])
}

// tellDesktop shows on the desktop what waits for it: one line, however many.
func (s *Shell) tellDesktop() {
	k := &s.notices
	waiting := k.telling
	k.telling = nil
	if s.deps.Desktop == nil || len(waiting) == 0 {
		return
	}
	lines := s.noticeLines(waiting)
	if len(lines) == 0 {
		return
	}
	s.deps.Desktop(desktopText(lines, k.settings.Told, len(s.session.Profiles) > 1))
}

// desktopText is what stands on the desktop. Unless it may say more it names
// nobody, no kind and no value.
func desktopText(lines []noticeLine, says, several bool) (title, text string) {
	title = locale.T("Vitalkeep")
	if len(lines) > 1 {
		return title, locale.N("%s notice is waiting.", "%s notices are waiting.", len(lines), locale.Count(len(lines)))
	}
	l := lines[0]
	switch {
	case !says && l.Kind.Reminds():
		return title, locale.T("A reminder is due.")
	case !says:
		return title, locale.T("There is something to look at.")
	case several && l.person.Name != "":
		return l.title, locale.T("%[1]s: %[2]s", firstName(l.person.Name), l.detail)
	}
	return l.title, l.detail
}

// setNoticeSettings keeps how notices are wanted.
func (s *Shell) setNoticeSettings(settings notices.Settings, failed func(error)) {
	k := &s.notices
	k.settings = settings
	raw, err := settings.Store()
	if err != nil {
		failed(err)
		return
	}
	choices := k.session.Choices
	Run(s.Work().NewJob(), func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, choices.Set(ctx, noticeSettingsChoice, raw)
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			failed(err)
		}
	}, nil)
	s.raiseNotices()
}

// noticeBook is what a person set up, as it stands now.
func (s *Shell) noticeBook(id health.ProfileID) noticeBook {
	if s.session == nil || s.session.Preferences == nil || s.isClosed(id) {
		return noticeBook{}
	}
	return readNoticeBook(s.session.Preferences(id))
}

// storeReminders keeps a person's reminders; done is told.
func (s *Shell) storeReminders(job *Job, id health.ProfileID, r notices.Reminders, done func(error)) {
	raw, err := r.Store()
	s.storeBook(job, id, remindersPreference, raw, err, done)
}

// storeGoals keeps a person's goals.
func (s *Shell) storeGoals(job *Job, id health.ProfileID, g notices.Goals, done func(error)) {
	raw, err := g.Store()
	s.storeBook(job, id, goalsPreference, raw, err, done)
}

func (s *Shell) storeBook(job *Job, id health.ProfileID, key string, raw []byte, err error, done func(error)) {
	if err != nil {
		done(err)
		return
	}
	preferences := s.session.Preferences(id)
	Run(job, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, preferences.Set(ctx, key, raw)
	}, nil, func(_ struct{}, err error) {
		done(err)
		s.lookForNotices()
	}, nil)
}
