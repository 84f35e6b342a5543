package ui

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// BackupExtension ends the name of every backup.
const BackupExtension = ".age"

// ErrBadRecipient is what a backup gives for a recipient that is none.
var ErrBadRecipient = errors.New("this is no age recipient")

// backupPage asks where a backup goes and what opens it, makes it, and tells
// what came of it.
type backupPage struct {
	shell *Shell
	needs VaultNeeds
	root  *fyne.Container
	left  bool
	job   *Job
	made  *Backup

	path      *parts.Field
	lock      *parts.Segmented
	secret    *passwordPair
	recipient *parts.Field
	open      *parts.Segmented
	openWords *parts.Paragraph
	replace   *parts.Notice
	fault     *parts.Notice
	progress  *parts.Progress
	start     *parts.Button
	back      *parts.Button
	folder    *parts.Button
	body      *fyne.Container
	stop      context.CancelFunc
}

var (
	_ Page     = (*backupPage)(nil)
	_ Starter  = (*backupPage)(nil)
	_ KeyTyper = (*backupPage)(nil)
	_ Busier   = (*backupPage)(nil)
)

// newBackupPage returns the page for a backup that goes to the folder unless the
// person says otherwise.
func newBackupPage(s *Shell, needs VaultNeeds, folder string) *backupPage {
	p := &backupPage{shell: s, needs: needs, job: s.Work().NewJob(), root: container.NewStack()}
	p.path = parts.NewField(locale.T("Write to"))
	p.path.SetText(filepath.Join(folderThere(folder, homeFolder()), needs.Backups.FileName()))
	p.path.SetHint(locale.T("Best on another disk: a backup beside the vault is lost with it."))
	p.path.OnChanged(func(string) {
		p.path.SetError("")
		p.replace.Hide()
	})
	p.path.OnEnter(func() { p.try(false) })
	p.lock = parts.NewSegmented(locale.T("Opened by"), []string{locale.T("Passphrase"), locale.T("age recipient")}, func(int) { p.lay() })
	p.secret = newPasswordPair(locale.T("Passphrase"), locale.T("Passphrase, once more"), passphraseRules, func() { p.try(false) })
	p.secret.known = s.commonlyKnown
	p.secret.differ = locale.T("The two passphrases differ.")
	p.recipient = parts.NewField(locale.T("Recipient"))
	p.recipient.SetPlaceHolder("age1…")
	p.recipient.SetHint(locale.T("The public key of whoever shall open it, as age-keygen prints it. Vitalkeep cannot open it without the other half."))
	p.recipient.OnChanged(func(string) { p.recipient.SetError("") })
	p.recipient.OnEnter(func() { p.try(false) })
	p.open = parts.NewSegmented(locale.T("What goes in"), []string{locale.T("The vault"), locale.T("The vault and an open copy")}, func(int) { p.lay() })
	p.openWords = parts.NewParagraph("", parts.SmallMuted)
	p.replace = parts.NewNotice(parts.NoticeWarning, locale.T("There is a file of this name already."), locale.T("Replacing it cannot be undone."),
		parts.NewButton(parts.Danger, locale.T("Replace it"), func() { p.try(true) }),
		parts.NewButton(parts.Quiet, locale.T("Keep it"), p.keep))
	p.replace.Hide()
	p.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	p.fault.Hide()
	p.progress = parts.NewProgress("", p.cancel)
	p.progress.Hide()
	p.start = parts.NewButton(parts.Primary, locale.T("Back up"), func() { p.try(false) }).Tall(style.ControlLargeHeight)
	p.back = parts.NewButton(parts.Outlined, locale.T("Back"), p.leaveBy).Tall(style.ControlLargeHeight)
	p.folder = parts.NewButton(parts.Outlined, locale.T("Choose a folder…"), p.chooseFolder).WithIcon(style.IconFolder)
	p.body = parts.Column(style.Space16)
	p.lay()
	p.root.Objects = []fyne.CanvasObject{newTransferPage(s.Compact,
		parts.NewTopBar(locale.T("Back up"), locale.T("Encrypted, and proven by restoring it on trial"), p.leaveBy), nil,
		parts.NewCard(p.body).Padded(style.Space24))}
	return p
}

// lay sets what the choices ask for.
func (p *backupPage) lay() {
	words := locale.T("Only the encrypted vault. The vault's own password still protects it inside the backup.")
	if p.open.Selected() == 1 {
		words = locale.T("With a copy in CSV and JSON, so that any program can read it one day. Inside the encrypted file that copy is plain: whoever opens the backup can read it without the vault's password.")
	}
	p.openWords.SetText(words)
	objects := []fyne.CanvasObject{
		besideField(p.path, p.folder),
		p.replace,
		labelled(locale.T("Opened by"), p.lock),
	}
	if p.lock.Selected() == 0 {
		objects = append(objects, p.secret.objects()...)
	} else {
		objects = append(objects, p.recipient)
	}
	p.body.Objects = append(objects, labelled(locale.T("What goes in"), p.open), p.openWords,
		p.fault, p.progress, parts.Row(style.Space8, parts.Spring(), p.back, p.start))
	p.body.Refresh()
	p.root.Refresh()
}

// labelled sets a caption over a control that has none.
func labelled(label string, o fyne.CanvasObject) fyne.CanvasObject {
	return parts.Column(style.Space4, parts.NewText(label, parts.Caption), parts.Row(0, o, parts.Spring()))
}

// Object implements Page.
func (p *backupPage) Object() fyne.CanvasObject { return p.root }

// Start implements Starter.
func (p *backupPage) Start() {
	if p.made == nil {
		p.secret.first.Focus()
	}
}

// Busy implements Busier.
func (p *backupPage) Busy() bool { return p.job.Running() }

// TypedKey implements KeyTyper: Escape goes one step back.
func (p *backupPage) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	switch {
	case p.job.Running():
		p.cancel()
	case p.replace.Visible():
		p.keep()
	default:
		p.leaveBy()
	}
	return true
}

// TypedRune implements KeyTyper.
func (p *backupPage) TypedRune(rune) bool { return false }

// Leave implements Page: a backup under way goes on while the vault is open,
// and a toast tells of its end.
func (p *backupPage) Leave() {
	p.left = true
	p.secret.forget()
	p.needs.Pick.Close()
}

func (p *backupPage) leaveBy() {
	if !p.job.Running() {
		p.shell.Back()
	}
}

func (p *backupPage) keep() {
	p.replace.Hide()
	p.body.Refresh()
	p.path.Focus()
}

func (p *backupPage) chooseFolder() {
	p.needs.Pick.Folder(func(folder string) {
		p.path.SetText(filepath.Join(folder, filepath.Base(p.target())))
	})
}

// target is the path to write to as it is meant.
func (p *backupPage) target() string {
	path := typedPath(meantPath(p.path.Text(), homeFolder()))
	if path != "" && !strings.EqualFold(filepath.Ext(path), BackupExtension) {
		path += BackupExtension
	}
	return path
}

// order gathers what was chosen; wrong is the first field with a fault.
func (p *backupPage) order() (o BackupOrder, wrong *parts.Field) {
	o = BackupOrder{Path: p.target(), OpenCopy: p.open.Selected() == 1}
	if p.lock.Selected() == 0 {
		o.Passphrase = p.secret.first.Text()
		wrong = p.secret.check()
	} else if o.Recipient = strings.TrimSpace(p.recipient.Text()); o.Recipient == "" {
		p.recipient.SetError(locale.T("Type the recipient, or choose a passphrase."))
		wrong = p.recipient
	}
	if o.Path == "" {
		p.path.SetError(locale.T("Type where the backup shall go."))
		wrong = p.path
	}
	return o, wrong
}

func (p *backupPage) try(replace bool) {
	if p.job.Running() {
		return
	}
	p.fault.Hide()
	p.replace.Hide()
	order, wrong := p.order()
	if wrong != nil {
		p.lay()
		wrong.Focus()
		return
	}
	order.Replace = replace
	p.busy(true)
	p.progress.Set(locale.T("Copying the vault…"), -1)
	stopped, stop := context.WithCancel(context.Background())
	p.stop = stop
	backups := p.needs.Backups
	Run(p.job, func(ctx context.Context, report func(Step)) (Backup, error) {
		defer context.AfterFunc(ctx, stop)()
		return backups.BackUp(stopped, order, report)
	}, func(step Step) {
		if stopped.Err() == nil {
			p.progress.Set(step.Label, step.Fraction)
		}
	}, func(b Backup, err error) {
		stop()
		p.ended(b, err)
	}, nil)
}

func (p *backupPage) cancel() {
	if p.stop != nil {
		p.progress.Set(locale.T("Stopping…"), -1)
		p.stop()
	}
}

func (p *backupPage) busy(on bool) {
	p.progress.Hidden = !on
	p.start.SetEnabled(!on)
	p.back.SetEnabled(!on)
	p.path.SetEnabled(!on)
	p.recipient.SetEnabled(!on)
	p.secret.setEnabled(!on)
	p.lock.SetEnabled(!on)
	p.open.SetEnabled(!on)
	p.folder.SetEnabled(!on)
	p.body.Refresh()
	p.root.Refresh()
}

func (p *backupPage) ended(b Backup, err error) {
	if p.left {
		if err == nil {
			p.shell.Toast(locale.T("Backed up to %s.", b.Path), "", nil)
		} else {
			what, todo := p.shell.Explain(err)
			p.shell.Toast(what+" "+todo, "", nil)
		}
		return
	}
	p.busy(false)
	switch {
	case err == nil:
		p.secret.forget()
		p.made = &b
		p.showMade()
		return
	case errors.Is(err, fs.ErrExist):
		p.replace.Show()
	case errors.Is(err, ErrBadRecipient):
		p.recipient.SetError(locale.T("This is no age recipient. One begins with age1 and has 62 characters."))
		p.recipient.Focus()
	case errors.Is(err, context.Canceled):
		p.fault.Set(parts.NoticeInfo, locale.T("Backup cancelled."), locale.T("No file was written."))
		p.fault.Show()
	default:
		what, todo := p.shell.Explain(err)
		p.fault.Set(parts.NoticeDanger, what, todo)
		p.fault.Show()
	}
	p.lay()
}

// showMade is the receipt.
func (p *backupPage) showMade() {
	words := []string{p.made.Path}
	if p.made.Bytes > 0 {
		words = append(words, byteText(p.made.Bytes))
	}
	done := parts.NewButton(parts.Primary, locale.T("Done"), p.shell.Back)
	head := parts.Row(
		style.Space12,
		newBadge(style.IconCheck, style.Success, style.SuccessBack, 40),
		parts.Stretch(parts.Column(
			0,
			parts.NewText(locale.T("Backed up, and proven by restoring it"), parts.Heading).Cutting(parts.CutEnd),
			parts.NewParagraph(strings.Join(words, " · "), parts.BodyMuted),
		)),
	)
	opens := locale.T("Keep its passphrase apart from it. Without Vitalkeep, the free tool age opens the backup; a ZIP with the vault's file is inside.")
	if p.lock.Selected() == 1 {
		opens = locale.T("It opens with the recipient's key alone. Without Vitalkeep, the free tool age opens the backup; a ZIP with the vault's file is inside.")
	}
	p.root.Objects = []fyne.CanvasObject{newTransferPage(p.shell.Compact,
		parts.NewTopBar(locale.T("Backup made"), "", p.leaveBy), nil,
		parts.NewCard(parts.Column(style.Space16, head, parts.NewParagraph(opens, parts.Body), parts.Row(style.Space12, done, parts.Spring()))))}
	p.root.Refresh()
	parts.Focus(done)
}
