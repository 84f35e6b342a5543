package ui

import (
	"context"
	"time"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
)

// Absence is a way to leave the computer, as the wiring tells of it.
type Absence int

// The ways to leave.
const (
	LeftIdle       Absence = iota + 1 // the window had no input for a while
	LeftScreen                        // the screen was locked
	LeftAsleep                        // the computer goes to sleep, or slept
	LeftToAnother                     // another user took over
	LeftMinimising                    // the window was made small
)

// Presence is what can be told on this computer of whether the person is there.
type Presence struct {
	// Input means that [Shell.Heard] is called with every input, Minimised that
	// [Shell.LeftBy] is when the window is made small.
	Input, Minimised bool
	// Screen, Sleep and User are what the system tells by itself.
	Screen, Sleep, User bool
}

// lockChoices are what the household chose about when the vault locks by itself.
type lockChoices struct {
	IdleMinutes int  `json:"idle_minutes"` // 0 is never
	Screen      bool `json:"screen"`
	Sleep       bool `json:"sleep"`
	User        bool `json:"user"`
	Minimise    bool `json:"minimise"`
}

// lockKey is where they stand among the account's choices.
const lockKey = "lock"

// usualLock is what holds until something else is chosen.
var usualLock = lockChoices{IdleMinutes: 5, Screen: true, Sleep: true, User: true}

// idleMinutes are the times of idleness that can be chosen; 0 is never.
var idleMinutes = []int{1, 2, 5, 10, 15, 30, 60, 0}

// lockChosen reads what was chosen; what is missing in it, or makes no sense, is as
// usual.
func lockChosen(p Preferences) lockChoices {
	c, ok := readChoiceOver(p, lockKey, usualLock)
	if !ok || c.IdleMinutes < 0 || c.IdleMinutes > idleMinutes[len(idleMinutes)-2] {
		return usualLock
	}
	return c
}

// locksOn reports whether a way to leave locks the vault.
func (c lockChoices) locksOn(how Absence) bool {
	switch how {
	case LeftIdle:
		return c.IdleMinutes > 0
	case LeftScreen:
		return c.Screen
	case LeftAsleep:
		return c.Sleep
	case LeftToAnother:
		return c.User
	case LeftMinimising:
		return c.Minimise
	}
	return false
}

// awayState is what the shell knows of the person's being away.
type awayState struct {
	choices  lockChoices
	presence Presence
	why      Absence // the vault locked by itself last, 0 where it was locked by hand
	locked   string  // which vault that was

	heard    time.Time // the last input
	stopIdle func()    // ends the waiting for idleness; nil while there is none
	warning  *idleWarning
	storing  *Job

	sealing *Job   // of drafts, while the vault is open
	line    string // that a page came back, while it is on show
	resumed Page
}

// Offers notes what can be told on this computer.
func (s *Shell) Offers(change func(p *Presence)) {
	before := s.away.presence
	change(&s.away.presence)
	if before.Input != s.away.presence.Input && s.session != nil {
		s.waitForIdle()
	}
}

// LeftBy is told that the person left the computer. The window is blank of data
// when it returns, if that locks the vault; done is called when the vault is closed,
// at once if it stays open.
func (s *Shell) LeftBy(how Absence, done func()) {
	if s.session != nil && s.away.choices.locksOn(how) {
		s.lockFor(how)
	}
	if how != LeftAsleep || s.session != nil {
		done()
		return
	}
	// There is little time: what is to be removed is due again at the next lock.
	s.skipTidying()
	s.deps.Work.afterwards(s.closing, done)
}

// lockFor locks the vault by itself.
func (s *Shell) lockFor(how Absence) {
	s.away.why, s.away.locked = how, s.session.Path
	s.Lock()
}

// lockedWhy says why the vault locked by itself, "" where somebody locked it.
func (s *Shell) lockedWhy(path string) string {
	if path != s.away.locked {
		return ""
	}
	switch s.away.why {
	case LeftIdle:
		return locale.T("Locked because the window was not used.")
	case LeftScreen:
		return locale.T("Locked with the screen.")
	case LeftAsleep:
		return locale.T("Locked because the computer went to sleep.")
	case LeftToAnother:
		return locale.T("Locked because another user took over.")
	case LeftMinimising:
		return locale.T("Locked because the window was minimised.")
	}
	return ""
}

// attend begins to wait for the person to leave, when a vault was opened.
func (s *Shell) attend() {
	s.away.choices, s.away.why = lockChosen(s.session.Choices), 0
	s.waitForIdle()
}

// neglect ends it, at the lock.
func (s *Shell) neglect() {
	s.away.line, s.away.resumed = "", nil
	s.stopWaiting()
}

// chooseLock changes when the vault locks by itself.
func (s *Shell) chooseLock(c lockChoices) {
	before, session := s.away.choices, s.session
	s.away.choices = c
	s.waitForIdle()
	if session.Choices == nil {
		return
	}
	if s.away.storing == nil {
		s.away.storing = s.deps.Work.NewJob()
	}
	Run(s.away.storing, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, storeChoice(ctx, session.Choices, lockKey, c)
	}, nil, func(_ struct{}, err error) {
		if err == nil {
			return
		}
		s.away.choices = before
		s.waitForIdle()
		what, todo := s.Explain(err)
		s.Toast(what+" "+todo, "", nil)
		if p, ok := s.Page().(*SettingsScreen); ok {
			p.again("")
		}
	}, nil)
}

// warnTime is how long before the lock the window says that it comes.
const warnTime = 20 * time.Second

// Heard is told of every input that the window gets. It does next to nothing: the
// waiting looks at the time when it is over, and not before.
func (s *Shell) Heard() {
	s.away.heard = s.deps.Now()
	if s.away.warning != nil {
		s.waitForIdle()
	}
}

// waitForIdle waits anew for the window to be without input.
func (s *Shell) waitForIdle() {
	s.stopWaiting()
	if s.session == nil || !s.away.presence.Input || s.away.choices.IdleMinutes == 0 {
		return
	}
	s.away.heard = s.deps.Now()
	s.waitMore(s.idleTime() - warnTime)
}

func (s *Shell) stopWaiting() {
	if s.away.stopIdle != nil {
		s.away.stopIdle()
		s.away.stopIdle = nil
	}
	if w := s.away.warning; w != nil {
		s.away.warning = nil
		s.root.Remove(w)
	}
}

func (s *Shell) waitMore(d time.Duration) {
	s.away.stopIdle = s.deps.Work.After(d, s.lookIdle)
}

// idleTime is how long the window may be without input.
func (s *Shell) idleTime() time.Duration {
	return time.Duration(s.away.choices.IdleMinutes) * time.Minute
}

// lookIdle looks how long there was no input: it waits on, warns, or locks.
func (s *Shell) lookIdle() {
	s.away.stopIdle = nil
	if s.session == nil {
		return
	}
	left := s.idleTime() - max(0, s.deps.Now().Sub(s.away.heard))
	switch {
	case left <= 0:
		s.lockFor(LeftIdle)
	case left > warnTime:
		s.waitMore(left - warnTime)
	default:
		s.warnIdle(left)
		s.waitMore(min(left, time.Second))
	}
}

// warnIdle says how long it is until the vault locks.
func (s *Shell) warnIdle(left time.Duration) {
	seconds := int((left + time.Second - 1) / time.Second)
	words := locale.T("Locks in %s s. Move the mouse or press a key to stay.", locale.Count(seconds))
	if w := s.away.warning; w != nil {
		w.Set(parts.NoticeWarning, words, "")
		return
	}
	s.away.warning = newIdleWarning(words)
	s.root.Add(s.away.warning)
}
