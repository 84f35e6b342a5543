package ui

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// restoreScreen takes a vault out of a backup in two steps: which and what opens
// it, then what is in it and where to.
type restoreScreen struct {
	front
	job      *Job
	pick     Picker
	known    []Backup       // to choose from
	inside   *BackupContent // nil until the backup was looked into
	body     *fyne.Container
	backup   *parts.Field
	secret   *parts.Field
	to       *parts.Field
	moved    bool // the person chose where to; the backup's name no longer decides it
	onward   *parts.Button
	restore  *parts.Button
	back     *parts.Button
	progress *parts.Progress
	replace  *parts.Notice
	fault    *parts.Notice
}

// showRestoreOf shows the screen with backups to choose from.
func (s *Shell) showRestoreOf(backup string, known []Backup) {
	s.show(newRestoreScreen(s, backup, known))
}

func newRestoreScreen(s *Shell, backup string, known []Backup) *restoreScreen {
	r := &restoreScreen{front: front{shell: s}, job: s.deps.Work.NewJob(), pick: NewWindowPicker(s.Window()), body: container.NewStack()}
	for _, b := range known {
		if b.File == BackupThere && len(r.known) < restoreKnown {
			r.known = append(r.known, b)
		}
	}
	r.backup = parts.NewField(locale.T("The backup"))
	r.backup.SetPlaceHolder("~/Backups/home-20260131T210000Z" + VaultExtension + BackupExtension)
	r.backup.SetText(backup)
	r.secret = parts.NewPasswordField(locale.T("Its passphrase, or an age identity"))
	r.to = parts.NewField(locale.T("Restore to"))
	r.to.OnChanged(func(text string) {
		r.to.SetError("")
		r.replace.Hide()
		r.moved = text != r.suggestion()
	})
	r.backup.OnChanged(func(string) {
		r.backup.SetError("")
		r.suggest()
	})
	r.secret.OnChanged(func(string) { r.secret.SetError("") })
	r.backup.OnEnter(r.look)
	r.secret.OnEnter(r.look)
	r.to.OnEnter(func() { r.try(false) })
	r.replace = parts.NewNotice(parts.NoticeWarning, locale.T("There is a file of this name already."), locale.T("If you restore in its place, it is kept beside it under another name."),
		parts.NewButton(parts.Quiet, locale.T("Restore in its place"), func() { r.try(true) }))
	r.replace.Hide()
	r.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	r.fault.Hide()
	r.progress = parts.NewProgress("", r.stop)
	r.progress.Hide()
	r.onward = parts.NewButton(parts.Primary, locale.T("Go on"), r.look).Tall(style.ControlLargeHeight)
	r.restore = parts.NewButton(parts.Primary, locale.T("Restore"), func() { r.try(false) }).Tall(style.ControlLargeHeight)
	r.back = parts.NewButton(parts.Outlined, locale.T("Back"), r.escape).Tall(style.ControlLargeHeight)
	r.suggest()
	r.step()
	r.lay(createWidth, r.body, nil, []fyne.CanvasObject{footNote(style.IconNetworkOff, locale.T("No network connection"))})
	return r
}

// restoreKnown is how many known backups are offered.
const restoreKnown = 4

// step sets what is at hand: which backup, or what is in it.
func (r *restoreScreen) step() {
	head := func(about string) fyne.CanvasObject {
		return parts.Column(style.Space4, parts.NewText(locale.T("Restore a backup"), parts.Title), parts.NewParagraph(about, parts.BodyMuted))
	}
	var column []fyne.CanvasObject
	if r.inside == nil {
		column = append(column, head(locale.T("Choose the backup, and type what opens it.")))
		if len(r.known) > 0 {
			var rows []fyne.CanvasObject
			for _, b := range r.known {
				rows = append(rows, parts.NewListButton(style.IconCopy, locale.Capital(whenText(b.At, r.shell.Now())), backupWords(b), func() {
					r.backup.SetText(b.Path)
					r.secret.Focus()
				}))
			}
			column = append(column, parts.Column(0, rows...))
		}
		column = append(column,
			parts.FieldWith(r.backup, parts.NewIconButton(style.IconFile, locale.T("Choose the backup"), r.chooseBackup)),
			r.secret, r.fault, r.progress, parts.Row(style.Space8, parts.Spring(), r.back, r.onward))
	} else {
		column = append(column, head(locale.T("The vault in it opens with the password that it had when the backup was made.")),
			footCard(newBadge(style.IconCheck, style.Success, style.SuccessBack, badgeSize), locale.T("The backup opens"), r.insideWords()),
			parts.FieldWith(r.to, parts.NewIconButton(style.IconFolder, locale.T("Choose the folder"), r.chooseFolder)),
			r.replace, r.fault, r.progress, parts.Row(style.Space8, parts.Spring(), r.back, r.restore))
	}
	r.body.Objects = []fyne.CanvasObject{parts.Column(style.Space16, column...)}
	r.body.Refresh()
	if r.whole != nil {
		r.whole.Refresh()
	}
}

// insideWords say what is in the backup, and when it was proven where that is
// known.
func (r *restoreScreen) insideWords() string {
	var words []string
	if !r.inside.At.IsZero() {
		words = append(words, locale.T("Made %s", whenText(r.inside.At, r.shell.Now())))
	}
	people := r.inside.People
	for _, b := range r.known {
		if b.Path != typedPath(r.backup.Text()) {
			continue
		}
		people = max(people, b.People)
		if !b.Proven.IsZero() {
			words = append(words, locale.T("Proven %s", whenText(b.Proven, r.shell.Now())))
		}
	}
	if people > 0 {
		words = append(words, locale.N("%s person", "%s people", people, locale.Count(people)))
	}
	return strings.Join(append(words, byteText(r.inside.Bytes)), " · ")
}

// look opens the backup and says what is in it.
func (r *restoreScreen) look() {
	if r.job.Running() {
		return
	}
	r.fault.Hide()
	backup, _, ok := r.check()
	if !ok {
		return
	}
	r.busy(true)
	r.progress.Set(locale.T("Opening the backup…"), -1)
	restorer, secret := r.shell.deps.Restorer, r.secret.Text()
	Run(r.job, func(ctx context.Context, _ func(Step)) (BackupContent, error) {
		return restorer.Look(ctx, backup, secret)
	}, nil, func(c BackupContent, err error) {
		if err != nil {
			r.failed(err)
			return
		}
		r.inside = &c
		r.busy(false)
		r.step()
		r.to.Focus()
	}, nil)
}

// stamp is the time at the end of a backup's name.
var stamp = regexp.MustCompile(`-\d{8}T\d{6}Z$`)

// suggestion is where a backup goes by its name; a file that is there already
// is not in the way.
func (r *restoreScreen) suggestion() string {
	name := filepath.Base(typedPath(r.backup.Text()))
	if strings.EqualFold(filepath.Ext(name), BackupExtension) {
		name = name[:len(name)-len(BackupExtension)]
	}
	name = stamp.ReplaceAllString(vaultName(name), "")
	if name == "" || name == "." {
		name = "home"
	}
	path := filepath.Join(r.shell.deps.Folder, name+VaultExtension)
	if _, err := os.Lstat(path); err == nil {
		path = filepath.Join(r.shell.deps.Folder, name+"-restored"+VaultExtension)
	}
	return path
}

func (r *restoreScreen) suggest() {
	if !r.moved {
		r.to.SetText(r.suggestion())
	}
}

func (r *restoreScreen) chooseBackup() { r.pick.File(r.backup.SetText) }

func (r *restoreScreen) chooseFolder() {
	r.pick.Folder(func(folder string) { r.to.SetText(filepath.Join(folder, filepath.Base(typedPath(r.to.Text())))) })
}

// check says beside each field what is wrong with it and gives the first wrong
// one the focus.
func (r *restoreScreen) check() (backup, to string, ok bool) {
	var wrong *parts.Field
	fail := func(f *parts.Field, words string) {
		f.SetError(words)
		if wrong == nil {
			wrong = f
		}
	}
	backup = typedPath(r.backup.Text())
	if info, err := os.Stat(backup); backup == "" || err == nil && info.IsDir() {
		fail(r.backup, locale.T("Type the path of a backup, or choose it. Its name ends in %s.", BackupExtension))
	} else if err != nil {
		what, todo := r.shell.Explain(err)
		fail(r.backup, what+" "+todo)
	}
	if r.secret.Text() == "" {
		fail(r.secret, locale.T("Type what opens the backup."))
	}
	if to = typedPath(r.to.Text()); r.inside == nil {
		to = "" // that is asked for later
	} else if to == "" {
		fail(r.to, locale.T("Type where the vault is to be kept."))
	} else if !strings.EqualFold(filepath.Ext(to), VaultExtension) {
		to += VaultExtension
	}
	if wrong != nil {
		r.whole.Refresh()
		wrong.Focus()
	}
	return backup, to, wrong == nil
}

func (r *restoreScreen) try(replace bool) {
	if r.job.Running() {
		return
	}
	r.fault.Hide()
	r.replace.Hide()
	backup, to, ok := r.check()
	if !ok {
		return
	}
	r.busy(true)
	r.progress.Set(locale.T("Opening the backup…"), -1)
	restorer, secret := r.shell.deps.Restorer, r.secret.Text()
	r.shell.skipTidying()
	closing := r.shell.closing
	Run(r.job, func(ctx context.Context, report func(Step)) (string, error) {
		select {
		case <-closing: // it may be the file that is to be replaced
		case <-ctx.Done():
			return "", ctx.Err()
		}
		return restorer.Restore(ctx, backup, secret, to, replace, func(done, total int64) {
			report(percentStep(locale.T("Restoring…"), done, total))
		})
	}, func(step Step) { r.progress.Set(step.Label, step.Fraction) }, func(kept string, err error) {
		if err != nil {
			r.failed(err)
			return
		}
		r.shell.restored(to, kept)
	}, nil)
}

// restored shows the screen that opens a vault that was just restored.
func (s *Shell) restored(path, kept string) {
	s.showUnlock(path)
	if u, ok := s.screen.(*unlockScreen); ok {
		todo := locale.T("It opens with the password of the time when the backup was made.")
		if kept != "" {
			todo = locale.T("It opens with the password of the time when the backup was made. The file that was there is now %s.", filepath.Base(kept))
		}
		u.tell(locale.T("Restored to %s.", filepath.Base(path)), todo)
	}
}

func (r *restoreScreen) failed(err error) {
	r.busy(false)
	switch {
	case errors.Is(err, ErrWrongPassword):
		r.inside = nil
		r.step()
		r.secret.SetError(locale.T("This does not open the backup. Check capital letters and the keyboard's layout."))
		r.whole.Refresh()
		r.secret.Focus()
		r.secret.SelectAll()
		return
	case errors.Is(err, fs.ErrExist):
		r.replace.Show()
	default:
		what, todo := r.shell.Explain(err)
		r.fault.Set(parts.NoticeDanger, what, todo)
		r.fault.Show()
	}
	r.whole.Refresh()
}

func (r *restoreScreen) busy(on bool) {
	r.progress.Hidden = !on
	r.restore.SetEnabled(!on)
	r.onward.SetEnabled(!on)
	for _, f := range []*parts.Field{r.backup, r.secret, r.to} {
		f.SetEnabled(!on)
	}
	r.whole.Refresh()
}

func (r *restoreScreen) stop() {
	r.job.Cancel()
	r.busy(false)
}

// dropped takes a backup; a vault is opened.
func (r *restoreScreen) dropped(paths []string) {
	for _, p := range paths {
		if strings.EqualFold(filepath.Ext(p), BackupExtension) && !r.job.Running() {
			r.inside = nil
			r.step()
			r.backup.SetText(p)
			r.secret.Focus()
			return
		}
	}
	r.front.dropped(paths)
}

func (r *restoreScreen) shown() {
	if r.backup.Text() != "" {
		r.secret.Focus()
		return
	}
	r.backup.Focus()
}

func (r *restoreScreen) leave() {
	r.job.Cancel()
	r.pick.Close()
	r.secret.SetText("")
}

func (r *restoreScreen) escape() {
	if r.job.Running() {
		r.stop()
		return
	}
	if r.inside != nil {
		r.inside = nil
		r.fault.Hide()
		r.step()
		r.secret.Focus()
		return
	}
	r.shell.showStart()
}
