package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// backupsPage is about all copies of the vault: the last one, those that are
// made by themselves, and each that is known.
type backupsPage struct {
	shell *Shell
	needs VaultNeeds
	root  *fyne.Container
	page  fyne.CanvasObject
	left  bool

	listing, working *Job
	backups          []Backup
	fail             error

	asked   string // the path that something is asked about
	asking  backupQuestion
	secret  *parts.Field
	fault   *parts.Notice
	told    *parts.Notice
	running *parts.Progress
	buttons []*parts.Button
}

// backupQuestion is what is asked about a backup.
type backupQuestion uint8

const (
	askNothing backupQuestion = iota
	askSecret                 // to prove it
	askRemoval
)

var (
	_ Page     = (*backupsPage)(nil)
	_ Starter  = (*backupsPage)(nil)
	_ Reloader = (*backupsPage)(nil)
	_ KeyTyper = (*backupsPage)(nil)
	_ Placer   = (*backupsPage)(nil)
)

// OpenBackups shows the page about backups, where the session makes any.
func (s *Shell) OpenBackups() {
	if s.session != nil && s.session.Backups != nil {
		s.Open(newBackupsPage(s, vaultNeeds(s)))
	}
}

func newBackupsPage(s *Shell, needs VaultNeeds) *backupsPage {
	p := &backupsPage{shell: s, needs: needs, root: container.NewStack(), listing: s.Work().NewJob(), working: s.Work().NewJob()}
	p.secret = parts.NewPasswordField(locale.T("Its passphrase, or an age identity"))
	p.secret.OnChanged(func(string) { p.secret.SetError("") })
	p.secret.OnEnter(p.prove)
	p.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	p.fault.Hide()
	p.told = parts.NewNotice(parts.NoticeSuccess, "", "")
	p.told.Hide()
	p.running = parts.NewProgress("", p.stop)
	p.redraw()
	return p
}

// Object implements Page.
func (p *backupsPage) Object() fyne.CanvasObject { return p.root }

// Place implements Placer.
func (p *backupsPage) Place() string { return vaultPlace }

// Start implements Starter.
func (p *backupsPage) Start() { p.Reload() }

// Reload implements Reloader.
func (p *backupsPage) Reload() {
	source := p.needs.Backups
	Run(p.listing, func(context.Context, func(Step)) ([]Backup, error) { return source.Made() }, nil, func(b []Backup, err error) {
		p.backups, p.fail = b, err
		p.redraw()
	}, nil)
}

// Leave implements Page.
func (p *backupsPage) Leave() {
	p.left = true
	p.listing.Cancel()
	p.working.Cancel()
	p.secret.SetText("")
	p.needs.Pick.Close()
}

// TypedKey implements KeyTyper: Escape stops what runs, or takes the question
// back.
func (p *backupsPage) TypedKey(ev *fyne.KeyEvent) bool {
	switch {
	case ev.Name != fyne.KeyEscape:
		return false
	case p.working.Running():
		p.stop()
	case p.asking != askNothing:
		p.ask(askNothing, "")
	default:
		p.shell.Back()
	}
	return true
}

// TypedRune implements KeyTyper.
func (p *backupsPage) TypedRune(rune) bool { return false }

// redraw builds the page anew and keeps its place.
func (p *backupsPage) redraw() {
	if p.left {
		return
	}
	old := p.page
	p.buttons = nil
	content := []fyne.CanvasObject{p.fault, p.told}
	for _, section := range [][]fyne.CanvasObject{p.lastSection(), p.planSection(), p.listSection()} {
		if len(section) > 0 {
			content = append(content, parts.Column(style.Space8, section...))
		}
	}
	p.page = newTransferPage(p.shell.Compact,
		parts.NewTopBar(locale.T("Backups"), locale.T("Encrypted copies of the vault, proven by restoring them on trial"), p.shell.Back), nil, content...)
	p.root.Objects = []fyne.CanvasObject{p.page}
	p.root.Refresh()
	keepOffset(old, p.page)
}

func (p *backupsPage) button(kind parts.ButtonKind, label, name string, pressed func()) *parts.Button {
	b := parts.NewButton(kind, label, pressed)
	if name != "" {
		b.Named(name)
	}
	b.SetEnabled(!p.working.Running())
	p.buttons = append(p.buttons, b)
	return b
}

// lastSection tells how old the last proof is.
func (p *backupsPage) lastSection() []fyne.CanvasObject {
	now := p.button(parts.Primary, locale.T("Back up now…"), "", func() {
		p.shell.Open(newBackupPage(p.shell, p.needs, backupFolder(p.shell, p.backups)))
	})
	title, detail := locale.T("No backup is known"), locale.T("A disk can fail any day. A backup is encrypted, and proven by restoring it on trial.")
	badge := newBadge(style.IconWarning, style.Warning, style.WarningBack, 40)
	for _, b := range p.backups {
		if b.Proven.IsZero() {
			continue
		}
		title, detail = locale.T("Last proven %s", whenText(b.Proven, p.shell.Now())), backupWords(b)
		if s := p.shell.session.Schedule; s == nil || !s.State().Overdue {
			badge = newBadge(style.IconCheck, style.Success, style.SuccessBack, 40)
		}
		break
	}
	rows := []fyne.CanvasObject{vaultRow(badge, title, detail, now)}
	if p.shell.deps.Restorer != nil {
		rows = append(rows, vaultRow(newBadge(style.IconHistory, style.Muted, style.Sunken, 40), locale.T("Restore a backup"),
			locale.T("Into a new file. This vault stays as it is and is locked meanwhile."),
			p.button(parts.Outlined, locale.T("Restore…"), "", func() { p.restore("") })))
	}
	return []fyne.CanvasObject{parts.NewBareCard(ruled(rows...))}
}

// restore leaves the vault for the screen that restores.
func (p *backupsPage) restore(path string) {
	known := append([]Backup(nil), p.backups...)
	s := p.shell
	s.Lock()
	s.showRestoreOf(path, known)
}

// planSection tells of backups by themselves.
func (p *backupsPage) planSection() []fyne.CanvasObject {
	schedule := p.shell.session.Schedule
	if schedule == nil {
		return nil
	}
	rows := []fyne.CanvasObject{vaultRow(newBadge(style.IconCalendar, style.Muted, style.Sunken, 40), p.shell.scheduleTitle(), p.shell.scheduleDetail(),
		p.button(parts.Outlined, locale.T("Change…"), locale.T("Change the schedule"), p.shell.OpenBackupPlan))}
	if line := p.shell.scheduleFault(); line != "" {
		rows = append(rows, vaultNote(parts.NewNotice(parts.NoticeWarning, line, p.shell.scheduleRetry(),
			p.button(parts.Quiet, locale.T("Try now"), "", func() { p.shell.runSchedule(true) }))))
	}
	if progress := p.shell.scheduleProgress(); progress != "" {
		rows = append(rows, vaultNote(parts.NewParagraph(progress, parts.SmallMuted)))
	}
	return []fyne.CanvasObject{vaultHeading(locale.T("By themselves")), parts.NewBareCard(ruled(rows...))}
}

// listSection lists all backups that are known.
func (p *backupsPage) listSection() []fyne.CanvasObject {
	if p.fail != nil {
		return []fyne.CanvasObject{vaultHeading(locale.T("Known backups")), p.shell.Fault(p.fail)}
	}
	if len(p.backups) == 0 {
		return nil
	}
	var rows []fyne.CanvasObject
	for _, b := range p.backups {
		rows = append(rows, p.backupRow(b))
	}
	return []fyne.CanvasObject{vaultHeading(locale.T("Known backups")), parts.NewBareCard(ruled(rows...))}
}

// backupRow is one backup, with what is asked about it under it.
func (p *backupsPage) backupRow(b Backup) fyne.CanvasObject {
	name := filepath.Base(b.Path)
	badge := newBadge(style.IconWarning, style.Warning, style.WarningBack, 40)
	if b.File == BackupThere && !b.Proven.IsZero() {
		badge = newBadge(style.IconCheck, style.Success, style.SuccessBack, 40)
	}
	var actions []fyne.CanvasObject
	if b.File == BackupThere {
		actions = append(actions, p.button(parts.Outlined, locale.T("Prove again"), locale.T("Prove %s again", name), func() { p.proveAgain(b.Path) }))
	}
	actions = append(actions, p.button(parts.Outlined, locale.T("Remove…"), locale.T("Remove %s", name), func() { p.ask(askRemoval, b.Path) }))
	state := locale.T("Not proven yet")
	switch {
	case b.File == BackupGone:
		state = locale.T("Its file is not there now")
	case b.File == BackupChanged:
		state = locale.T("Its file was changed since")
	case !b.Proven.IsZero():
		state = locale.T("Proven %s", whenText(b.Proven, p.shell.Now()))
	}
	row := []fyne.CanvasObject{vaultRow(badge, locale.Capital(whenText(b.At, p.shell.Now())), state+" · "+backupWords(b), actions...)}
	if p.asked == b.Path {
		row = append(row, p.question(b))
	}
	return parts.Column(0, row...)
}

// backupWords are the size and the place of a backup.
func backupWords(b Backup) string {
	var words []string
	if b.Bytes > 0 {
		words = append(words, byteText(b.Bytes))
	}
	if b.OpenCopy {
		words = append(words, locale.T("with an open copy"))
	}
	return strings.Join(append(words, shortPath(b.Path, 60)), " · ")
}

func (p *backupsPage) question(b Backup) fyne.CanvasObject {
	switch {
	case p.working.Running():
		return vaultNote(p.running)
	case p.asking == askSecret:
		return vaultNote(parts.Column(style.Space8, p.secret, parts.Row(style.Space8, parts.Spring(),
			p.button(parts.Quiet, locale.T("Not now"), "", func() { p.ask(askNothing, "") }), p.button(parts.Primary, locale.T("Prove it"), "", p.prove))))
	case p.asking == askRemoval && b.File == BackupGone:
		return vaultNote(parts.NewNotice(parts.NoticeInfo, locale.T("Take this backup off the list?"), locale.T("Its file, wherever it is now, is left alone."),
			p.button(parts.Quiet, locale.T("Take it off"), "", func() { p.remove(false) }), p.button(parts.Quiet, locale.T("Keep it"), "", func() { p.ask(askNothing, "") })))
	case p.asking == askRemoval:
		return vaultNote(parts.NewNotice(parts.NoticeWarning, locale.T("Remove this backup?"), locale.T("Its file cannot be brought back. The vault itself stays as it is."),
			p.button(parts.Danger, locale.T("Remove the file"), "", func() { p.remove(true) }),
			p.button(parts.Quiet, locale.T("Only take it off the list"), "", func() { p.remove(false) }),
			p.button(parts.Quiet, locale.T("Keep it"), "", func() { p.ask(askNothing, "") })))
	}
	return parts.Column(0)
}

func (p *backupsPage) ask(what backupQuestion, path string) {
	p.asking, p.asked = what, path
	p.secret.SetText("")
	p.secret.SetError("")
	p.fault.Hide()
	p.told.Hide()
	p.redraw()
	if what == askSecret {
		p.secret.Focus()
	}
}

// proveAgain proves a backup with the secret of the schedule, if it made that
// backup and is a passphrase, and else asks.
func (p *backupsPage) proveAgain(path string) {
	p.ask(askSecret, path)
	if s := p.shell.session.Schedule; s != nil {
		if plan := s.Plan(); plan.Passphrase != "" && filepath.Dir(path) == filepath.Clean(plan.Folder) {
			p.proveWith(plan.Passphrase)
		}
	}
}

func (p *backupsPage) prove() {
	if p.secret.Text() == "" {
		p.secret.SetError(locale.T("Type what opens the backup."))
		p.redraw()
		p.secret.Focus()
		return
	}
	p.proveWith(p.secret.Text())
}

func (p *backupsPage) proveWith(secret string) {
	if p.working.Running() {
		return
	}
	source, path := p.needs.Backups, p.asked
	p.running.Set(locale.T("Opening the backup…"), -1)
	Run(p.working, func(ctx context.Context, report func(Step)) (Backup, error) {
		return source.Prove(ctx, path, secret, report)
	}, func(step Step) { p.running.Set(step.Label, step.Fraction) }, func(b Backup, err error) {
		if errors.Is(err, ErrWrongPassword) {
			p.secret.SetError(locale.T("This does not open the backup. Check capital letters and the keyboard's layout."))
			p.redraw()
			p.secret.Focus()
			return
		}
		p.ended(err, locale.T("Proven once more: %s", filepath.Base(b.Path)))
	}, nil)
	p.redraw()
}

// remove takes a backup off the list, and with its file from the disk.
func (p *backupsPage) remove(file bool) {
	if p.working.Running() {
		return
	}
	source, path := p.needs.Backups, p.asked
	words := locale.T("Taken off the list: %s", filepath.Base(path))
	if file {
		words = locale.T("Removed: %s", filepath.Base(path))
	}
	p.running.Set(locale.T("Removing…"), -1)
	Run(p.working, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		if file {
			return struct{}{}, source.Remove(ctx, path)
		}
		return struct{}{}, source.Forget(ctx, path)
	}, nil, func(_ struct{}, err error) { p.ended(err, words) }, nil)
	p.redraw()
}

// ended tells what came of it.
func (p *backupsPage) ended(err error, words string) {
	p.ask(askNothing, "")
	if err != nil {
		what, todo := p.shell.Explain(err)
		p.fault.Set(parts.NoticeDanger, what, todo)
		p.fault.Show()
	} else {
		p.told.Set(parts.NoticeSuccess, words, "")
		p.told.Show()
	}
	p.Reload()
}

func (p *backupsPage) stop() {
	p.working.Cancel()
	p.ask(askNothing, "")
}
