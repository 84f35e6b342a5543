package ui

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// isClosed reports whether a person's passcode is asked for before anything of
// their data is shown.
func (s *Shell) isClosed(id health.ProfileID) bool {
	_, closing := s.people.closing[id]
	return s.session != nil && s.session.Locks != nil && (closing || s.session.Locks.Closed(id))
}

// hasPasscode reports whether a person has a passcode, typed or not.
func (s *Shell) hasPasscode(id health.ProfileID) bool {
	return s.session != nil && s.session.Locks != nil && s.session.Locks.Locked(id)
}

// closedNow reports whether the data of the person on show is closed.
func (s *Shell) closedNow() bool { return s.isClosed(s.profile.ID) }

// openPeople are the people whose data is not closed.
func (s *Shell) openPeople() []health.Profile {
	return slices.DeleteFunc(slices.Clone(s.session.Profiles), func(p health.Profile) bool { return s.isClosed(p.ID) })
}

// closeBehind asks for a person's passcode again once another is chosen.
func (s *Shell) closeBehind(id health.ProfileID) {
	if !s.hasPasscode(id) || s.isClosed(id) {
		return
	}
	s.undo = nil // what can be taken back is of that person's data
	s.dropToast()
	session := s.session
	d := &session.drafts
	if !d.sealed[id] && !slices.ContainsFunc(d.kept, func(k Draft) bool { return k.Of == id }) {
		session.Locks.Close(id)
		return
	}
	// What was typed and not saved is sealed with the data first.
	var own drafts
	for _, k := range d.kept {
		if k.Of == id {
			own.kept = append(own.kept, k)
		}
	}
	d.kept = slices.DeleteFunc(slices.Clone(d.kept), func(k Draft) bool { return k.Of == id })
	delete(d.sealed, id)
	if s.people.closing == nil {
		s.people.closing = map[health.ProfileID][]Draft{}
	}
	s.people.closing[id] = own.kept
	store := session.draftStore(id)
	Run(s.Work().NewJob(), func(ctx context.Context, _ func(Step)) (struct{}, error) {
		var err error
		if store != nil {
			err = writeDrafts(ctx, store, own.kept)
		}
		return struct{}{}, err
	}, nil, func(_ struct{}, err error) {
		if _, closing := s.people.closing[id]; s.session != session || !closing {
			return // locked, or opened again meanwhile
		}
		session.Locks.Close(id)
		delete(s.people.closing, id)
		if err != nil {
			what, todo := s.Explain(err)
			s.Toast(what+" "+todo, "", nil)
		}
	}, nil)
}

// hideClosed keeps what belongs to closed people out of the lists of the whole
// household.
func (s *Session) hideClosed() {
	if s.Locks == nil {
		return
	}
	if s.Imports != nil {
		s.Imports = importsOfOpen{s.Imports, s.Locks}
	}
	if s.Deletions != nil {
		s.Deletions = deletionsOfOpen{s.Deletions, s.Locks}
	}
}

type importsOfOpen struct {
	PastImports
	locks ProfileLocks
}

// Imports implements PastImports.
func (i importsOfOpen) Imports() ([]health.Batch, error) {
	all, err := i.PastImports.Imports()
	return slices.DeleteFunc(slices.Clone(all), func(b health.Batch) bool { return i.locks.Closed(b.Profile) }), err
}

type deletionsOfOpen struct {
	Deletions
	locks ProfileLocks
}

// Undoable implements Deletions.
func (d deletionsOfOpen) Undoable() ([]Deletion, error) {
	all, err := d.Deletions.Undoable()
	return slices.DeleteFunc(slices.Clone(all), func(x Deletion) bool { return d.locks.Closed(x.Profile) }), err
}

// waitWords is how long somebody has to wait, in whole seconds or minutes.
func waitWords(d time.Duration) string {
	seconds := int(math.Ceil(d.Seconds()))
	if seconds <= 90 {
		return locale.N("%s second", "%s seconds", seconds, locale.Count(seconds))
	}
	minutes := (seconds + 59) / 60
	return locale.N("%s minute", "%s minutes", minutes, locale.Count(minutes))
}

// closedPage stands in the place of a page while the person's data is closed. It
// asks for the passcode and shows nothing but the name.
type closedPage struct {
	shell    *Shell
	person   health.Profile
	then     func() // shows what it stands for
	job      *Job
	recovery bool // asks for the recovery key, which takes the passcode off
	object   fyne.CanvasObject
	form     *fyne.Container
	field    *parts.Field
	open     *parts.Button
	other    *parts.Button
	fault    *parts.Notice
	wake     func() // stops the waiting for the next try
}

// closedWidth is the width of the card.
const closedWidth = 420

func newClosedPage(s *Shell, title string, then func()) *closedPage {
	c := &closedPage{shell: s, person: s.profile, then: then, job: s.Work().NewJob(), wake: func() {}}
	c.open = parts.NewButton(parts.Primary, locale.T("Open"), c.try).Tall(style.ControlLargeHeight)
	c.other = parts.NewButton(parts.Quiet, "", c.swap)
	c.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	c.fault.Hide()
	c.form = parts.Column(style.Space16)
	c.ask(false)
	card := parts.NewCard(parts.Column(style.Space16,
		parts.Row(style.Space12, parts.NewFace(c.person.Name, nil, grown(40)),
			parts.Stretch(parts.Column(2, parts.NewText(c.person.Name, parts.Heading).Cutting(parts.CutEnd),
				parts.NewText(locale.T("Closed by a passcode"), parts.SmallMuted).Cutting(parts.CutEnd))),
			parts.NewGlyph(style.IconLock, style.Muted, style.IconNav)),
		c.form)).Padded(style.Space24)
	c.object = s.Frame(parts.NewTopBar(title, "", nil), container.NewCenter(parts.Width(grown(closedWidth), card)))
	return c
}

// ask shows the field for the passcode, or for the recovery key.
func (c *closedPage) ask(recovery bool) {
	c.recovery = recovery
	if recovery {
		c.field = parts.NewField(locale.T("Recovery key")).Tall(style.ControlLargeHeight)
		c.field.SetHint(locale.T("The one of the vault. It takes the passcode off."))
		c.open.SetLabel(locale.T("Take the passcode off"))
		c.other.SetLabel(locale.T("Use the passcode"))
	} else {
		c.field = parts.NewPasswordField(locale.T("Passcode of %s", c.person.Name)).Tall(style.ControlLargeHeight)
		c.open.SetLabel(locale.T("Open"))
		c.other.SetLabel(locale.T("Forgotten?"))
	}
	c.field.OnEnter(c.try)
	c.field.OnChanged(func(string) { c.field.SetError("") })
	c.fault.Hide()
	c.open.SetEnabled(true)
	c.form.Objects = []fyne.CanvasObject{c.field, c.open, c.fault, parts.Row(0, parts.Spring(), c.other)}
	c.form.Refresh()
}

func (c *closedPage) swap() {
	if c.job.Running() {
		return
	}
	c.wake()
	c.ask(!c.recovery)
	c.object.Refresh()
	c.field.Focus()
}

// Object implements [Page].
func (c *closedPage) Object() fyne.CanvasObject { return c.object }

// Leave implements [Page].
func (c *closedPage) Leave() {
	c.job.Cancel()
	c.wake()
	c.field.SetText("")
}

// Start implements [Starter].
func (c *closedPage) Start() { c.field.Focus() }

func (c *closedPage) try() {
	if c.job.Running() || c.open.Disabled() {
		return
	}
	typed := c.field.Text()
	if typed == "" {
		words := locale.T("Type the passcode.")
		if c.recovery {
			words = locale.T("Type the recovery key.")
		}
		c.field.SetError(words)
		c.object.Refresh()
		c.field.Focus()
		return
	}
	c.fault.Hide()
	c.open.SetEnabled(false)
	locks, id, open := c.shell.session.Locks, c.person.ID, c.shell.session.Locks.Open
	if c.recovery {
		open = locks.RemoveWithRecovery
	}
	Run(c.job, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, open(ctx, id, typed)
	}, nil, func(_ struct{}, err error) {
		c.open.SetEnabled(true)
		if err != nil {
			c.failed(err)
			return
		}
		c.field.SetText("")
		shell := c.shell
		delete(shell.people.closing, id)
		shell.session.drafts.load(shell.session, id)
		shell.loadFaces()
		shell.tellPerson()
		c.then()
		shell.resume()
	}, nil)
}

// failed says what went wrong, and lets nothing be tried before its time.
func (c *closedPage) failed(err error) {
	words, known := passcodeFault(err)
	if !known {
		what, todo := c.shell.Explain(err)
		c.fault.Set(parts.NoticeDanger, what, todo)
		c.fault.Show()
	} else {
		c.field.SetError(words)
	}
	var e *ProfilePasscodeError
	if errors.As(err, &e) {
		switch {
		case e.Left <= 0:
			c.open.SetEnabled(false)
		case e.Wait > 0:
			c.open.SetEnabled(false)
			c.wake = c.shell.Work().After(e.Wait, func() { c.open.SetEnabled(true) })
		}
	}
	c.object.Refresh()
	c.field.Focus()
	c.field.SelectAll()
}
