package ui

import (
	"errors"
	"time"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
)

// confirming is a field in which whoever sits there shows that they may do
// something: by the account password, or by the passcode where one is set. Wrong
// tries are limited by the session; what is left stands under the field, and how
// long it is until the next.
type confirming struct {
	shell  *Shell
	field  *parts.Field
	wait   *parts.Paragraph
	button *parts.Button // what goes on, disabled while it is too soon
	lay    func()        // called when heights change
	until  time.Time     // when the next try may be made
	stop   func()        // ends the counting down
}

// newConfirming returns the field; button and lay are set by whoever lays it out.
func newConfirming(s *Shell, label string, entered func()) *confirming {
	c := &confirming{shell: s, field: parts.NewPasswordField(label), wait: parts.NewParagraph("", parts.Caption)}
	c.wait.Hide()
	c.field.OnEnter(entered)
	c.field.OnChanged(func(string) { c.field.SetError("") })
	return c
}

// secretLabel names what confirms that it is the person.
func secretLabel(session *Session) string {
	if p := session.Passcode; p != nil && p.State().Set {
		return locale.T("Account password or passcode")
	}
	return locale.T("Account password")
}

// typed returns what was typed, and whether a try may be made with it.
func (c *confirming) typed() (string, bool) {
	if c.left() > 0 {
		return "", false
	}
	secret := c.field.Text()
	if secret == "" {
		c.field.SetError(locale.T("Type it first."))
		c.lay()
		c.field.Focus()
	}
	return secret, secret != ""
}

func (c *confirming) left() time.Duration { return c.until.Sub(c.shell.Now()) }

// failed says what came of a try and reports whether the error was about what was
// typed. After too many the vault is locked.
func (c *confirming) failed(err error) bool {
	var told *TryError
	switch {
	case errors.Is(err, ErrConfirmSpent):
		c.shell.lockedOut()
		return true
	case !errors.As(err, &told):
		return false
	case errors.Is(err, ErrWrongPasscode):
		c.field.SetError(wrongPasscodeText(told.Left))
	case errors.Is(err, ErrNotConfirmed):
		c.field.SetError(locale.N("This is not right. %s try is left, then the vault is locked.",
			"This is not right. %s tries are left, then the vault is locked.", told.Left, locale.Count(told.Left)))
	}
	c.until = c.shell.Now().Add(told.Wait)
	c.field.Focus()
	c.field.SelectAll()
	c.count()
	return true
}

// count shows how long it is until the next try, second by second.
func (c *confirming) count() {
	c.end()
	wait := c.left()
	if c.wait.Hidden = wait <= 0; wait > 0 {
		c.wait.SetText(waitText(wait))
		c.stop = c.shell.deps.Work.After(untilNextSecond(wait), c.count)
	}
	c.button.SetEnabled(wait <= 0)
	c.lay()
}

func (c *confirming) end() {
	if c.stop != nil {
		c.stop()
		c.stop = nil
	}
}

// forget empties the field and stops counting.
func (c *confirming) forget() {
	c.end()
	c.field.SetText("")
}

// lockedOut locks the vault after too many wrong tries, and says so.
func (s *Shell) lockedOut() {
	s.Lock()
	s.Toast(locale.T("Locked: the password or passcode was wrong too often."), "", nil)
}
