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

// backupPlanPage asks how backups are made by themselves. What a rule for keeping
// would remove is shown before it is first followed.
type backupPlanPage struct {
	shell    *Shell
	schedule BackupSchedule
	pick     Picker
	root     *fyne.Container
	body     *fyne.Container
	left     bool
	was      BackupPlan
	newest   Backup // to tell how large they get; the zero value for none

	every     *parts.Segmented
	folder    *parts.Field
	choose    *parts.Button
	place     *parts.Notice
	lock      *parts.Segmented
	secret    *passwordPair
	recipient *parts.Field
	open      *parts.Segmented
	keep      [4]*parts.Choice
	comesTo   *parts.Paragraph
	leaving   []Backup // nil while nothing was asked
	fault     *parts.Notice
	save      *parts.Button
	back      *parts.Button
	looking   *Job
	saving    *Job
}

// keepCounts are the figures of the rule that can be chosen.
var keepCounts = [4][]int{{0, 1, 2, 3, 5, 10}, {0, 7, 14, 30}, {0, 4, 8, 13}, {0, 6, 12, 24}}

var (
	_ Page     = (*backupPlanPage)(nil)
	_ Starter  = (*backupPlanPage)(nil)
	_ KeyTyper = (*backupPlanPage)(nil)
	_ Placer   = (*backupPlanPage)(nil)
)

// OpenBackupPlan shows the page about backups by themselves.
func (s *Shell) OpenBackupPlan() {
	if s.session != nil && s.session.Schedule != nil {
		s.Open(newBackupPlanPage(s, NewWindowPicker(s.Window())))
	}
}

func newBackupPlanPage(s *Shell, pick Picker) *backupPlanPage {
	p := &backupPlanPage{
		shell: s, schedule: s.session.Schedule, pick: pick, root: container.NewStack(), body: parts.Column(style.Space16),
		was: s.session.Schedule.Plan(), looking: s.Work().NewJob(), saving: s.Work().NewJob(),
	}
	var schedules []string
	for every := BackupsOff; every <= BackupsMonthly; every++ {
		schedules = append(schedules, locale.Dynamic(everyWords[every]))
	}
	p.every = parts.NewSegmented(locale.T("How often"), schedules, func(int) { p.lay() })
	p.every.SetSelected(int(p.was.Every))
	p.folder = parts.NewField(locale.T("Into the folder"))
	p.folder.SetText(p.was.Folder)
	p.folder.SetHint(locale.T("Best on another disk: a backup beside the vault is lost with it."))
	p.folder.OnChanged(func(string) {
		p.folder.SetError("")
		p.look()
	})
	p.folder.OnEnter(p.try)
	p.choose = parts.NewButton(parts.Outlined, locale.T("Choose a folder…"), func() { p.pick.Folder(p.folder.SetText) }).WithIcon(style.IconFolder)
	p.place = parts.NewNotice(parts.NoticeWarning, "", "")
	p.place.Hide()
	p.lock = parts.NewSegmented(locale.T("Opened by"), []string{locale.T("Passphrase"), locale.T("age recipient")}, func(int) { p.lay() })
	p.secret = newPasswordPair(locale.T("Passphrase"), locale.T("Passphrase, once more"), passphraseRules, p.try)
	p.secret.known = s.commonlyKnown
	p.secret.differ = locale.T("The two passphrases differ.")
	p.recipient = parts.NewField(locale.T("Recipient"))
	p.recipient.SetPlaceHolder("age1…")
	p.recipient.SetText(p.was.Recipient)
	p.recipient.OnChanged(func(string) { p.recipient.SetError("") })
	p.recipient.OnEnter(p.try)
	if p.was.Recipient != "" {
		p.lock.SetSelected(1)
	}
	p.open = parts.NewSegmented(locale.T("What goes in"), []string{locale.T("The vault"), locale.T("The vault and an open copy")}, nil)
	if p.was.OpenCopy {
		p.open.SetSelected(1)
	}
	for i, name := range []string{locale.T("Last"), locale.T("Days"), locale.T("Weeks"), locale.T("Months")} {
		p.keep[i] = p.keepChoice(i, name)
	}
	p.comesTo = parts.NewParagraph("", parts.SmallMuted)
	p.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	p.fault.Hide()
	p.save = parts.NewButton(parts.Primary, locale.T("Save"), p.try).Tall(style.ControlLargeHeight)
	p.back = parts.NewButton(parts.Outlined, locale.T("Back"), p.leaveBy).Tall(style.ControlLargeHeight)
	p.lay()
	p.root.Objects = []fyne.CanvasObject{newTransferPage(s.Compact,
		parts.NewTopBar(locale.T("Backups by themselves"), locale.T("While the vault is open, without a question"), p.leaveBy), nil,
		parts.NewCard(p.body).Padded(style.Space24))}
	return p
}

// keepChoice is one figure of the rule; one that was set otherwise is among them.
func (p *backupPlanPage) keepChoice(i int, name string) *parts.Choice {
	was := [4]int{p.was.Keep.Last, p.was.Keep.Daily, p.was.Keep.Weekly, p.was.Keep.Monthly}[i]
	var words []string
	at := -1
	for k, n := range keepCounts[i] {
		words = append(words, locale.Count(n))
		if n == was {
			at = k
		}
	}
	c := parts.NewChoice(name, words, func(int) { p.ruled() })
	c.SetSelected(max(at, 0))
	return c
}

// rule is what was chosen to be kept.
func (p *backupPlanPage) rule() BackupKeep {
	n := func(i int) int { return keepCounts[i][max(p.keep[i].Selected(), 0)] }
	return BackupKeep{n(0), n(1), n(2), n(3)}
}

// ruled says what the rule comes to.
func (p *backupPlanPage) ruled() {
	p.leaving = nil
	p.comesTo.SetText(keepWords(p.rule(), p.newest.Bytes))
	p.lay()
}

// keepWords say what a rule comes to.
func keepWords(k BackupKeep, each int64) string {
	most := k.Most()
	switch {
	case most == 0:
		return locale.T("All of them stay; nothing is removed.")
	case each <= 0:
		return locale.N("%s file at most. The newest proven one always stays.", "%s files at most. The newest proven one always stays.", most, locale.Count(most))
	}
	return locale.N("%[1]s file, %[2]s at most, as large as the last one is. The newest proven one always stays.",
		"%[1]s files, %[2]s at most, if each is as large as the last one. The newest proven one always stays.",
		most, locale.Count(most), byteText(int64(most)*each))
}

// lay sets what the choices ask for.
func (p *backupPlanPage) lay() {
	objects := []fyne.CanvasObject{labelled(locale.T("How often"), p.every)}
	if p.every.Selected() > 0 {
		objects = append(objects, besideField(p.folder, p.choose), p.place, labelled(locale.T("Opened by"), p.lock))
		if p.lock.Selected() == 0 {
			words := locale.T("The passphrase is kept sealed in the vault, since nobody is asked for it. Whoever can open the vault can read it there.")
			if p.was.Passphrase != "" {
				words += " " + locale.T("Left empty, the one until now stays.")
			}
			objects = append(objects, p.secret.objects()...)
			objects = append(objects, parts.NewParagraph(words, parts.SmallMuted))
		} else {
			objects = append(objects, p.recipient)
		}
		objects = append(objects,
			parts.NewParagraph(locale.T("An age recipient is better here: what this computer knows then opens no backup."), parts.SmallMuted),
			labelled(locale.T("What goes in"), p.open),
			parts.Column(style.Space8, parts.NewText(locale.T("How many stay"), parts.Strong),
				parts.Columns(style.Space12, p.keep[0], p.keep[1], p.keep[2], p.keep[3]), p.comesTo))
	}
	if len(p.leaving) > 0 {
		objects = append(objects, p.leavingNotice())
	}
	p.body.Objects = append(objects, p.fault, parts.Row(style.Space8, parts.Spring(), p.back, p.save))
	p.body.Refresh()
	p.root.Refresh()
}

// leavingShown is how many files that would go are named.
const leavingShown = 5

// leavingNotice shows what the rule removes at the next backup.
func (p *backupPlanPage) leavingNotice() fyne.CanvasObject {
	var size int64
	var names []string
	for i, b := range p.leaving {
		size += b.Bytes
		if i < leavingShown {
			names = append(names, filepath.Base(b.Path))
		}
	}
	words := strings.Join(names, "\n")
	if more := len(p.leaving) - leavingShown; more > 0 {
		words += "\n" + locale.N("and %s more", "and %s more", more, locale.Count(more))
	}
	return parts.NewNotice(parts.NoticeWarning,
		locale.N("The rule removes %[1]s file (%[2]s) once the next backup is proven.", "The rule removes %[1]s files (%[2]s) once the next backup is proven.",
			len(p.leaving), locale.Count(len(p.leaving)), byteText(size)),
		words, parts.NewButton(parts.Danger, locale.T("Save the rule"), func() { p.store() }),
		parts.NewButton(parts.Quiet, locale.T("Not yet"), func() { p.ruled() }))
}

// Object implements Page.
func (p *backupPlanPage) Object() fyne.CanvasObject { return p.root }

// Place implements Placer.
func (p *backupPlanPage) Place() string { return vaultPlace }

// Start implements Starter: how large backups are is looked up.
func (p *backupPlanPage) Start() {
	p.look()
	source := p.shell.session.Backups
	Run(p.saving, func(context.Context, func(Step)) ([]Backup, error) { return source.Made() }, nil, func(b []Backup, err error) {
		if err == nil && len(b) > 0 {
			p.newest = b[0]
		}
		p.ruled()
	}, nil)
}

// Leave implements Page.
func (p *backupPlanPage) Leave() {
	p.left = true
	p.looking.Cancel()
	p.secret.forget()
	p.pick.Close()
}

// TypedKey implements KeyTyper: Escape goes one step back.
func (p *backupPlanPage) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	if p.leaving != nil {
		p.ruled()
		return true
	}
	p.leaveBy()
	return true
}

// TypedRune implements KeyTyper.
func (p *backupPlanPage) TypedRune(rune) bool { return false }

func (p *backupPlanPage) leaveBy() {
	if !p.saving.Running() {
		p.shell.Back()
	}
}

// where is the folder as it is meant.
func (p *backupPlanPage) where() string { return typedPath(meantPath(p.folder.Text(), homeFolder())) }

// look says what is to be known of the folder.
func (p *backupPlanPage) look() {
	folder, schedule := p.where(), p.schedule
	p.looking.Cancel()
	if folder == "" {
		p.place.Hide()
		return
	}
	Run(p.looking, func(ctx context.Context, _ func(Step)) (BackupPlace, error) {
		return schedule.Place(ctx, folder)
	}, nil, func(at BackupPlace, err error) {
		what, todo := placeWords(at)
		if err != nil {
			what, todo = p.shell.Explain(err)
		}
		p.place.Set(parts.NoticeWarning, what, todo)
		p.place.Hidden = what == ""
		p.lay()
	}, nil)
}

// placeWords are what speaks against a folder, "" for nothing.
func placeWords(at BackupPlace) (what, todo string) {
	switch {
	case !at.There:
		return locale.T("This folder is not there now."), locale.T("Plug in its disk, or choose another folder. While it is away, the backup waits.")
	case at.Free >= 0 && at.Free < at.Needs:
		return locale.T("There is no room: %[1]s are free, a backup takes about %[2]s.", byteText(at.Free), byteText(at.Needs)), locale.T("Free some space, or choose another disk.")
	case at.Beside:
		return locale.T("This is the folder of the vault itself."), locale.T("What happens to the vault happens to these backups: choose another disk.")
	case at.SameDisk:
		return locale.T("This is the disk of the vault."), locale.T("If the disk fails, both are lost: another disk is better.")
	}
	return "", ""
}

// plan gathers what was chosen; wrong is the first field with a fault.
func (p *backupPlanPage) plan() (plan BackupPlan, wrong *parts.Field) {
	plan = p.was
	plan.Every = BackupEvery(max(p.every.Selected(), 0)) //nolint:gosec // of four
	if plan.Every == BackupsOff {
		return plan, nil
	}
	plan.Folder, plan.OpenCopy, plan.Keep = p.where(), p.open.Selected() == 1, p.rule()
	switch {
	case p.lock.Selected() == 1:
		if plan.Recipient, plan.Passphrase = strings.TrimSpace(p.recipient.Text()), ""; plan.Recipient == "" {
			p.recipient.SetError(locale.T("Type the recipient, or choose a passphrase."))
			wrong = p.recipient
		}
	case p.secret.first.Text() == "" && p.secret.again.Text() == "" && p.was.Passphrase != "":
		plan.Recipient = ""
	default:
		plan.Passphrase, plan.Recipient = p.secret.first.Text(), ""
		wrong = p.secret.check()
	}
	if plan.Folder == "" {
		p.folder.SetError(locale.T("Type where the backup shall go."))
		wrong = p.folder
	}
	return plan, wrong
}

// try saves the plan; a rule that would remove something is asked about.
func (p *backupPlanPage) try() {
	if p.saving.Running() {
		return
	}
	p.fault.Hide()
	plan, wrong := p.plan()
	if wrong != nil {
		p.lay()
		wrong.Focus()
		return
	}
	if plan.Every == BackupsOff || plan.Keep == p.was.Keep && plan.Folder == p.was.Folder || plan.Keep.Most() == 0 {
		p.store()
		return
	}
	schedule := p.schedule
	Run(p.saving, func(ctx context.Context, _ func(Step)) ([]Backup, error) {
		return schedule.Leaving(ctx, plan.Folder, plan.Keep)
	}, nil, func(leaving []Backup, err error) {
		if err != nil || len(leaving) == 0 {
			p.store() // a folder that is not there holds nothing to remove
			return
		}
		p.leaving = leaving
		p.lay()
	}, nil)
}

// store keeps the plan.
func (p *backupPlanPage) store() {
	plan, wrong := p.plan()
	if wrong != nil {
		p.lay()
		wrong.Focus()
		return
	}
	schedule := p.schedule
	Run(p.saving, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, schedule.SetPlan(ctx, plan)
	}, nil, func(_ struct{}, err error) {
		switch {
		case errors.Is(err, ErrBadRecipient):
			p.recipient.SetError(locale.T("This is no age recipient. One begins with age1 and has 62 characters."))
			p.lay()
			p.recipient.Focus()
			return
		case err != nil:
			what, todo := p.shell.Explain(err)
			p.fault.Set(parts.NoticeDanger, what, todo)
			p.fault.Show()
			p.lay()
			return
		case !p.left:
			p.shell.Back()
		}
		p.shell.Toast(locale.T("The schedule is kept."), "", nil)
		p.shell.startSchedule()
	}, nil)
}
