package ui

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// damageScreen is about a vault that is damaged: it says so, shows what can be
// read of it, and writes that into a healthy file. The damaged one stays as it
// is.
type damageScreen struct {
	front
	path   string
	secret Secret
	job    *Job
	found  *heldSalvage
	body   *fyne.Container

	field    *parts.Field // for the password, where it is not known
	to       *parts.Field
	start    *parts.Button
	progress *parts.Progress
	fault    *parts.Notice
}

func newDamageScreen(s *Shell, path string, secret Secret) *damageScreen {
	d := &damageScreen{front: front{shell: s}, path: path, secret: secret, job: s.deps.Work.NewJob()}
	d.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	d.fault.Hide()
	d.progress = parts.NewProgress("", d.stop)
	d.progress.Hide()
	d.body = parts.Column(style.Space16)
	links := []fyne.CanvasObject{}
	if s.deps.Restorer != nil {
		links = append(links, parts.NewButton(parts.Quiet, locale.T("Restore a backup…"), func() { s.showRestore("") }))
	}
	d.ask()
	d.lay(createWidth, d.body, append(links, parts.NewButton(parts.Quiet, locale.T("Start screen"), s.showStart)),
		[]fyne.CanvasObject{footPath(path), footNote(style.IconNetworkOff, locale.T("No network connection"))})
	return d
}

// heldSalvage is what was read, used by one thing at a time: it is let go only
// when a writing that was cancelled has returned.
type heldSalvage struct {
	mu sync.Mutex // never taken on the UI goroutine
	Salvaged
}

// WriteTo implements Salvaged.
func (h *heldSalvage) WriteTo(ctx context.Context, path string, progress func(done, total int64)) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	return h.Salvaged.WriteTo(ctx, path, progress)
}

// Close implements Salvaged.
func (h *heldSalvage) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.Salvaged.Close()
}

// ask is the first state: what happened, and the way on.
func (d *damageScreen) ask() {
	d.start = parts.NewButton(parts.Primary, locale.T("See what can be read"), d.look).Tall(style.ControlLargeHeight)
	objects := []fyne.CanvasObject{
		parts.NewText(locale.T("This vault is damaged"), parts.Title),
		parts.NewParagraph(locale.T("Its file is not as it was written. A failing disk or a broken copy does that. If there is a backup, restoring it is the surest way; else see what can still be read. The damaged file is not changed by that."), parts.Body),
	}
	if d.secret.Text == "" {
		d.field = parts.NewPasswordField(locale.T("Account password"))
		d.field.OnEnter(d.look)
		d.field.OnChanged(func(string) { d.field.SetError("") })
		objects = append(objects, d.field)
	}
	d.body.Objects = append(objects, d.fault, d.progress,
		parts.Row(style.Space8, parts.Spring(), parts.NewButton(parts.Outlined, locale.T("Back"), d.escape).Tall(style.ControlLargeHeight), d.start))
}

func (d *damageScreen) look() {
	if d.job.Running() {
		return
	}
	secret := d.secret
	if d.field != nil {
		if secret.Text = d.field.Text(); secret.Text == "" {
			d.field.SetError(locale.T("Type the password."))
			d.whole.Refresh()
			d.field.Focus()
			return
		}
	}
	d.busy(true, locale.T("Reading what can be read…"))
	salvager, path := d.shell.deps.Salvager, d.path
	d.shell.skipTidying()
	closing := d.shell.closing
	Run(d.job, func(ctx context.Context, report func(Step)) (Salvaged, error) {
		select {
		case <-closing:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		return salvager.Salvage(ctx, path, secret, func(done, total int64) {
			report(percentStep(locale.T("Reading what can be read…"), done, total))
		})
	}, d.progressed, func(found Salvaged, err error) {
		d.busy(false, "")
		switch {
		case errors.Is(err, ErrWrongPassword):
			if d.field == nil { // it could not be tried before
				d.secret = Secret{}
				d.ask()
			}
			d.field.SetError(locale.T("This password does not open the vault. Check capital letters and the keyboard's layout."))
			d.whole.Refresh()
			d.field.Focus()
			d.field.SelectAll()
		case err != nil:
			d.failed(err)
		default:
			d.found = &heldSalvage{Salvaged: found}
			d.tell()
		}
	}, func(found Salvaged) { _ = found.Close() }) // came too late, and nothing was written
}

func (d *damageScreen) progressed(step Step) { d.progress.Set(step.Label, step.Fraction) }

// tell shows what can be read, and asks where to write it.
func (d *damageScreen) tell() {
	report := d.found.Report()
	objects := []fyne.CanvasObject{parts.NewText(locale.T("What can be read"), parts.Title)}
	read := 0
	var rows []fyne.CanvasObject
	for _, p := range report.People {
		read += p.Read
		rows = append(rows, parts.InsetBy(style.Space8, style.CardPadding, style.Space8, style.CardPadding, parts.Row(style.Space12,
			parts.NewGlyph(style.IconPerson, style.Muted, style.IconCard),
			parts.Stretch(parts.NewText(p.Name, parts.Strong).Cutting(parts.CutEnd)),
			parts.NewText(salvagedText(p), parts.Body))))
	}
	if len(rows) > 0 {
		objects = append(objects, parts.NewBareCard(ruled(rows...)))
	}
	for _, r := range report.Remarks {
		objects = append(objects, parts.NewParagraph(r, parts.SmallMuted))
	}
	if len(rows) == 0 {
		d.body.Objects = append(objects,
			parts.NewNotice(parts.NoticeWarning, locale.T("Nothing of it can be read."), locale.T("Keep the file all the same, and restore a backup if there is one.")),
			parts.Row(0, parts.Spring(), parts.NewButton(parts.Outlined, locale.T("Back"), d.escape).Tall(style.ControlLargeHeight)))
		d.whole.Refresh()
		return
	}
	d.to = parts.NewField(locale.T("Write a healthy file to"))
	d.to.SetText(filepath.Join(filepath.Dir(d.path), vaultName(d.path)+"-saved"+VaultExtension))
	d.to.SetHint(locale.T("It opens with the same password. The damaged file stays where it is."))
	d.to.OnChanged(func(string) { d.to.SetError("") })
	d.to.OnEnter(d.write)
	d.start = parts.NewButton(parts.Primary, locale.T("Write a healthy file"), d.write).Tall(style.ControlLargeHeight)
	d.body.Objects = append(objects, d.to, d.fault, d.progress,
		parts.Row(style.Space8, parts.Spring(), parts.NewButton(parts.Outlined, locale.T("Back"), d.escape).Tall(style.ControlLargeHeight), d.start))
	d.whole.Refresh()
	parts.Focus(d.start)
}

// salvagedText says how much of one person's data can be read.
func salvagedText(p SalvagedPerson) string {
	switch {
	case p.Of == 0:
		return locale.N("%s measurement", "%s measurements", p.Read, locale.Count(p.Read))
	case p.Read == p.Of:
		return locale.N("all %s measurement", "all %s measurements", p.Of, locale.Count(p.Of))
	}
	return locale.N("%[1]s of %[2]s measurement", "%[1]s of %[2]s measurements", p.Of, locale.Count(p.Read), locale.Count(p.Of))
}

func (d *damageScreen) write() {
	if d.job.Running() {
		return
	}
	to := typedPath(d.to.Text())
	if to == "" {
		d.to.SetError(locale.T("Type where the new file is to be kept."))
		d.whole.Refresh()
		d.to.Focus()
		return
	}
	if !strings.EqualFold(filepath.Ext(to), VaultExtension) {
		to += VaultExtension
	}
	d.busy(true, locale.T("Writing what can be read…"))
	found := d.found
	Run(d.job, func(ctx context.Context, report func(Step)) (struct{}, error) {
		return struct{}{}, found.WriteTo(ctx, to, func(done, total int64) {
			report(percentStep(locale.T("Writing what can be read…"), done, total))
		})
	}, d.progressed, func(_ struct{}, err error) {
		d.busy(false, "")
		switch {
		case errors.Is(err, fs.ErrExist):
			d.to.SetError(locale.T("There is a file of this name already. Choose another name."))
			d.whole.Refresh()
			d.to.Focus()
		case err != nil:
			d.failed(err)
		default:
			shell := d.shell
			shell.showUnlock(to)
			if u, ok := shell.screen.(*unlockScreen); ok {
				u.tell(locale.T("Written to %s.", filepath.Base(to)), locale.T("It opens with the same password. Keep the damaged file until you have seen that nothing is missing."))
			}
		}
	}, nil)
}

func (d *damageScreen) failed(err error) {
	what, todo := d.shell.Explain(err)
	d.fault.Set(parts.NoticeDanger, what, todo)
	d.fault.Show()
	d.whole.Refresh()
}

func (d *damageScreen) busy(on bool, label string) {
	if on {
		d.fault.Hide()
		d.progress.Set(label, -1)
	}
	d.progress.Hidden = !on
	d.start.SetEnabled(!on)
	for _, f := range []*parts.Field{d.field, d.to} {
		if f != nil {
			f.SetEnabled(!on)
		}
	}
	d.whole.Refresh()
}

func (d *damageScreen) stop() {
	d.job.Cancel()
	d.busy(false, "")
}

func (d *damageScreen) shown() {
	if d.field != nil {
		d.field.Focus()
		return
	}
	parts.Focus(d.start)
}

// leave forgets the secret and what was read. A writing that was cancelled may
// still be using it, and stops at its next step.
func (d *damageScreen) leave() {
	d.job.Cancel()
	if d.field != nil {
		d.field.SetText("")
	}
	d.secret = Secret{}
	if found := d.found; found != nil {
		d.found = nil
		d.shell.deps.Work.letGo(found)
	}
}

func (d *damageScreen) escape() {
	if d.job.Running() {
		d.stop()
		return
	}
	d.shell.showUnlock(d.path)
}
