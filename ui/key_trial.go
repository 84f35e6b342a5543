package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// keyTrial shows a recovery key and then asks for it back without showing it: a
// key that was written down wrongly is found out today.
type keyTrial struct {
	shown  *keyShown
	is     func(typed string) bool
	typed  *parts.Field
	asking bool
	root   *fyne.Container
	// changed is told when one step gives way to the other.
	changed func()
}

func newKeyTrial(shown *keyShown, is func(string) bool, entered func()) *keyTrial {
	t := &keyTrial{shown: shown, is: is, typed: parts.NewField(locale.T("The key, from your sheet")), changed: func() {}}
	t.typed.SetPlaceHolder("7K2M-…")
	t.typed.SetHint(locale.T("Capital letters, blanks and hyphens do not matter."))
	t.typed.OnChanged(func(string) { t.typed.SetError("") })
	t.typed.OnEnter(entered)
	t.root = container.NewStack(shown.column)
	return t
}

// ask hides the key and asks for it; what we put on the clipboard goes, since
// it would be no trial.
func (t *keyTrial) ask() {
	t.asking = true
	t.shown.shell.forgetClipboard()
	t.root.Objects = []fyne.CanvasObject{parts.Column(
		style.Space16,
		parts.NewParagraph(locale.T("Type the key from what you wrote down or printed. This proves today that the sheet is right."), parts.Body),
		t.typed,
	)}
	t.changed()
	t.typed.Focus()
}

// show shows the key once more.
func (t *keyTrial) show() {
	t.asking = false
	t.typed.SetText("")
	t.root.Objects = []fyne.CanvasObject{t.shown.column}
	t.changed()
}

// right reports whether what was typed is the key, and says beside the field if
// it is not.
func (t *keyTrial) right() bool {
	switch typed := strings.TrimSpace(t.typed.Text()); {
	case typed == "":
		t.typed.SetError(locale.T("Type the key."))
	case !t.is(typed):
		t.typed.SetError(locale.T("This is not the key. Compare it with the sheet, group by group, or look at the key again."))
	default:
		return true
	}
	t.changed()
	t.typed.Focus()
	return false
}

// forget takes the key away.
func (t *keyTrial) forget() {
	t.shown.forget()
	t.typed.SetText("")
	t.root.Objects = nil
}

// sameKey reports whether a text is a recovery key in another spelling: in
// either case, with other blanks and hyphens, and with the letters that people
// take for figures.
func sameKey(key, typed string) bool {
	plain := func(s string) string {
		return strings.NewReplacer("-", "", "–", "", " ", "", "\u00a0", "", "\t", "", "\n", "", "\r", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(s))
	}
	return key != "" && plain(key) == plain(typed)
}

// prepareKey makes a recovery key that is not in force yet and what tries it; use is
// called once it was typed back. A key that nobody waits for is forgotten.
func (s *Shell) prepareKey(job *Job, keys Keys, path string, use func(), ready func(PreparedKey, *keyTrial, error)) {
	Run(job, func(ctx context.Context, _ func(Step)) (PreparedKey, error) {
		return keys.PrepareRecoveryKey(ctx)
	}, nil, func(key PreparedKey, err error) {
		if err != nil {
			ready(nil, nil, err)
			return
		}
		ready(key, newKeyTrial(newKeyShown(s, key.Text(), path, s.profile), key.Is, use), nil)
	}, func(key PreparedKey) { key.Forget() })
}
