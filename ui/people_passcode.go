package ui

import (
	"context"
	"errors"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// leastPasscode is how many characters a passcode has at least.
const leastPasscode = 6

// passcodeAct is what the passcode's part of the page is doing.
type passcodeAct uint8

const (
	passcodeTold     passcodeAct = iota // says how it is
	passcodeSet                         // asks for a first one, twice
	passcodeChange                      // asks for the old and a new one
	passcodeRemove                      // asks for the old one, to take it off
	passcodeRecovery                    // asks for the recovery key, to take it off
)

// passcodeSection is the own passcode of a person: set, changed and taken off.
type passcodeSection struct {
	page   *personPage
	job    *Job
	act    passcodeAct
	object *fyne.Container
	said   string // what was just done

	current, first, again *parts.Field // those of the act, else nil
	fault                 *parts.Notice
	do                    *parts.Button
}

func newPasscodeSection(g *personPage) *passcodeSection {
	c := &passcodeSection{page: g, job: g.shell.Work().NewJob(), object: parts.Column(style.Space16)}
	c.show(passcodeTold)
	return c
}

// leave forgets what was typed.
func (c *passcodeSection) leave() {
	c.job.Cancel()
	for _, f := range []*parts.Field{c.current, c.first, c.again} {
		if f != nil {
			f.SetText("")
		}
	}
}

// show lays the section out for an act.
func (c *passcodeSection) show(act passcodeAct) {
	c.leave()
	c.act = act
	c.current, c.first, c.again, c.do = nil, nil, nil, nil
	c.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	c.fault.Hide()
	name := c.page.person.Name
	locked := c.page.shell.session.Locks.Locked(c.page.person.ID)
	var column []fyne.CanvasObject
	switch act {
	case passcodeTold:
		column = c.told(name, locked)
	case passcodeSet:
		column = c.form(locale.T("Set a passcode"), locale.T("Set the passcode"), "", true)
	case passcodeChange:
		column = c.form(locale.T("Change the passcode"), locale.T("Change it"), locale.T("Passcode now"), true)
	case passcodeRemove:
		column = c.form(locale.T("Take the passcode off"), locale.T("Take it off"), locale.T("Passcode now"), false)
	case passcodeRecovery:
		column = c.form(locale.T("Take the passcode off with the recovery key"), locale.T("Take it off"), locale.T("Recovery key"), false)
	}
	column = append(column, parts.NewParagraph(locale.T("A passcode keeps others of the household from seeing this data in Vitalkeep. "+
		"It is no encryption of its own: who has the account password and other tools can read it."), parts.SmallMuted))
	c.object.Objects = []fyne.CanvasObject{parts.NewCard(parts.Column(style.Space16, column...)).Padded(style.Space24)}
	c.object.Refresh()
	for _, f := range []*parts.Field{c.current, c.first} {
		if f != nil {
			f.Focus()
			break
		}
	}
}

// told says whether there is a passcode, and leads to what can be done about it.
func (c *passcodeSection) told(name string, locked bool) []fyne.CanvasObject {
	title, detail := locale.T("No passcode of their own"), locale.T("Whoever opens the vault sees the data of %s.", name)
	buttons := []fyne.CanvasObject{parts.NewButton(parts.Outlined, locale.T("Set a passcode…"), func() { c.show(passcodeSet) })}
	icon := style.IconUnlock
	if locked {
		title, detail = locale.T("Closed by a passcode"), locale.T("It is asked for whenever somebody chooses %s.", name)
		buttons = []fyne.CanvasObject{
			parts.NewButton(parts.Outlined, locale.T("Change…"), func() { c.show(passcodeChange) }),
			parts.NewButton(parts.Outlined, locale.T("Take it off…"), func() { c.show(passcodeRemove) }),
		}
		icon = style.IconLock
	}
	var out []fyne.CanvasObject
	if c.said != "" {
		out = append(out, parts.NewNotice(parts.NoticeSuccess, c.said, ""))
		c.said = ""
	}
	return append(out,
		parts.Row(style.Space16, newBadge(icon, style.Muted, style.Sunken, 40),
			parts.Stretch(parts.Column(2, parts.NewParagraph(title, parts.Strong), parts.NewParagraph(detail, parts.SmallMuted)))),
		parts.Row(style.Space8, append(buttons, parts.Spring())...))
}

// form asks for what an act needs; current is the name of the field for what
// opens it now, "" for none.
func (c *passcodeSection) form(title, do, current string, fresh bool) []fyne.CanvasObject {
	out := []fyne.CanvasObject{parts.NewText(title, parts.Strong).Cutting(parts.CutEnd)}
	field := func(label string) *parts.Field {
		f := parts.NewPasswordField(label)
		if c.act == passcodeRecovery {
			f = parts.NewField(label)
			f.SetHint(locale.T("As you wrote it down; spaces and dashes do not matter."))
		}
		f.OnChanged(func(string) { f.SetError("") })
		f.OnEnter(c.try)
		return f
	}
	if current != "" {
		c.current = field(current)
		out = append(out, c.current)
	}
	if fresh {
		c.first, c.again = field(locale.T("New passcode")), field(locale.T("The same again"))
		c.first.SetHint(locale.T("At least %s digits or letters.", locale.Count(leastPasscode)))
		out = append(out, parts.Columns(style.Space16, c.first, c.again))
	}
	c.do = parts.NewButton(parts.Primary, do, c.try)
	row := []fyne.CanvasObject{parts.Spring(), parts.NewButton(parts.Outlined, locale.T("Not now"), func() { c.show(passcodeTold) }), c.do}
	if c.act == passcodeRemove {
		row = append([]fyne.CanvasObject{parts.NewButton(parts.Quiet, locale.T("Forgotten? Use the recovery key"), func() { c.show(passcodeRecovery) })}, row...)
	}
	return append(out, c.fault, parts.Row(style.Space8, row...))
}

// wrong is the first field that is not filled as it must be, with the words, nil
// if all are.
func (c *passcodeSection) wrong() (*parts.Field, string) {
	switch {
	case c.current != nil && c.current.Text() == "" && c.act == passcodeRecovery:
		return c.current, locale.T("Type the recovery key.")
	case c.current != nil && c.current.Text() == "":
		return c.current, locale.T("Type the passcode that holds now.")
	case c.first == nil:
		return nil, ""
	case utf8.RuneCountInString(c.first.Text()) < leastPasscode:
		return c.first, locale.T("Use at least %s digits or letters.", locale.Count(leastPasscode))
	case c.again.Text() != c.first.Text():
		return c.again, locale.T("The two passcodes differ.")
	}
	return nil, ""
}

// try does what the form is for.
func (c *passcodeSection) try() {
	if c.page.Busy() {
		return
	}
	if f, words := c.wrong(); f != nil {
		f.SetError(words)
		c.object.Refresh()
		f.Focus()
		return
	}
	locks, id, act := c.page.shell.session.Locks, c.page.person.ID, c.act
	var current, fresh string
	if c.current != nil {
		current = c.current.Text()
	}
	if c.first != nil {
		fresh = c.first.Text()
	}
	c.fault.Hide()
	c.do.SetEnabled(false)
	Run(c.job, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		var none struct{}
		switch act {
		case passcodeSet:
			return none, locks.Set(ctx, id, fresh)
		case passcodeChange:
			return none, locks.Change(ctx, id, current, fresh)
		case passcodeRemove:
			return none, locks.Remove(ctx, id, current)
		default:
			return none, locks.RemoveWithRecovery(ctx, id, current)
		}
	}, nil, func(_ struct{}, err error) {
		c.do.SetEnabled(true)
		if err != nil {
			c.failed(err)
			return
		}
		c.said = map[passcodeAct]string{
			passcodeSet: locale.T("The passcode is set."), passcodeChange: locale.T("The passcode is changed."),
			passcodeRemove: locale.T("The passcode is taken off."), passcodeRecovery: locale.T("The passcode is taken off."),
		}[act]
		c.show(passcodeTold)
		c.page.shell.tellPerson()
	}, nil)
}

// failed says beside the field what went wrong.
func (c *passcodeSection) failed(err error) {
	words, known := passcodeFault(err)
	field := c.current
	if errors.Is(err, ErrWeakProfilePasscode) {
		field = c.first
	}
	if !known || field == nil {
		what, todo := c.page.shell.Explain(err)
		c.fault.Set(parts.NoticeDanger, what, todo)
		c.fault.Show()
		c.object.Refresh()
		return
	}
	field.SetError(words)
	c.object.Refresh()
	field.Focus()
	field.SelectAll()
}

// passcodeFault is what is to be said beside the field of a passcode or recovery
// key that was not taken.
func passcodeFault(err error) (words string, known bool) {
	var e *ProfilePasscodeError
	switch {
	case errors.Is(err, ErrWrongPassword):
		return locale.T("This recovery key does not open the vault. Check capital letters and the keyboard's layout."), true
	case errors.Is(err, ErrWeakProfilePasscode):
		return locale.T("This passcode is one that is tried first. Choose another."), true
	case !errors.As(err, &e):
		return "", false
	case e.Left <= 0:
		return locale.T("Too many wrong tries. Only the recovery key takes the passcode off now."), true
	case !e.Wrong:
		return locale.T("Not tried yet: wait %s first.", waitWords(e.Wait)), true
	case e.Wait > 0:
		return locale.N("This passcode is wrong. %[1]s try is left, the next in %[2]s.", "This passcode is wrong. %[1]s tries are left, the next in %[2]s.",
			e.Left, locale.Count(e.Left), waitWords(e.Wait)), true
	}
	return locale.N("This passcode is wrong. %s try is left.", "This passcode is wrong. %s tries are left.", e.Left, locale.Count(e.Left)), true
}
