package ui

import (
	"crypto/rand"
	"encoding/hex"
	"errors"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// setupForm is what the forms of reminders and of goals have in common.
type setupForm struct {
	shell  *Shell
	person health.Profile
	job    *Job
	object fyne.CanvasObject
	fault  *parts.Notice
	save   *parts.Button
}

func newSetupForm(s *Shell, person health.Profile) setupForm {
	return setupForm{shell: s, person: person, job: s.Work().NewJob()}
}

// build puts the form together; store is what Save does.
func (f *setupForm) build(title string, store func(), fields ...fyne.CanvasObject) {
	f.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	f.fault.Hide()
	f.save = parts.NewButton(parts.Primary, locale.T("Save"), store).Tall(style.ControlLargeHeight)
	back := parts.NewButton(parts.Outlined, locale.T("Cancel"), f.shell.Back).Tall(style.ControlLargeHeight)
	form := parts.Column(style.Space16, append(fields, f.fault)...)
	f.object = newTransferPage(f.shell.Compact, parts.NewTopBar(title, f.person.Name, f.shell.Back),
		parts.Row(style.Space12, parts.Spring(), back, f.save),
		parts.AtMost(grown(formWidth), parts.NewCard(form).Padded(style.Space24)))
}

// Object implements [Page].
func (f *setupForm) Object() fyne.CanvasObject { return f.object }

// Leave implements [Page].
func (f *setupForm) Leave() { f.job.Cancel() }

// Busy implements [Busier].
func (f *setupForm) Busy() bool { return f.job.Running() }

// right takes away what was said to be wrong with a field.
func (f *setupForm) right(x *parts.Field) {
	if x.Error() != "" {
		x.SetError("")
		f.object.Refresh()
	}
}

// stored leaves the form, or says why nothing was stored.
func (f *setupForm) stored(err error, done string) {
	if err != nil {
		f.failed(err)
		return
	}
	f.shell.Back()
	f.shell.Toast(done, "", nil)
}

func (f *setupForm) failed(err error) {
	what, todo := f.shell.Explain(err)
	if errors.Is(err, notices.ErrTooMany) {
		what, todo = locale.T("There are as many as there can be."), locale.T("Delete one that is not needed any more.")
	}
	f.fault.Set(parts.NoticeDanger, what, todo)
	f.fault.Show()
	f.object.Refresh()
}

// newSetupID names what is set up.
func newSetupID() string {
	var id [6]byte
	_, _ = rand.Read(id[:]) // it never fails
	return hex.EncodeToString(id[:])
}
