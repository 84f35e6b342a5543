package ui

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// independentStage is how far a person's way to a vault of their own is.
type independentStage int

const (
	independentAsking independentStage = iota
	independentMaking
	independentKey // the recovery key is shown, and typed in once
	independentCompared
	independentRemoving
)

// independentPage makes a vault file of a person's own, shows its recovery key,
// tells what was compared, and only then, and only if that is wanted, lets the
// person leave this vault.
type independentPage struct {
	leaveBase
	person health.Profile
	stage  independentStage
	pick   Picker

	path   *parts.Field
	secret *passwordPair
	start  *parts.Button

	progress *parts.Progress
	order    IndependentOrder
	made     Independent
	shown    *keyShown
	key      *parts.Field // the key as it is typed in again
	remove   *parts.Button
}

var (
	_ Page     = (*independentPage)(nil)
	_ Starter  = (*independentPage)(nil)
	_ KeyTyper = (*independentPage)(nil)
	_ Busier   = (*independentPage)(nil)
)

// OpenIndependent opens the page on which a person gets a vault of their own.
func (s *Shell) OpenIndependent(p health.Profile) {
	if s.session != nil && s.session.Life != nil && !s.busy() {
		s.Open(newIndependentPage(s, p))
	}
}

func newIndependentPage(s *Shell, p health.Profile) *independentPage {
	g := &independentPage{leaveBase: newLeaveBase(s), person: p, pick: NewWindowPicker(s.Window())}
	g.path = parts.NewField(locale.T("The new vault's file"))
	name := fileName(p.Name)
	if name == "" {
		name = "independent"
	}
	g.path.SetText(filepath.Join(folderThere(s.deps.Folder, homeFolder()), name+VaultExtension))
	g.path.OnChanged(func(string) { g.path.SetError("") })
	g.path.OnEnter(g.make)
	g.secret = newPasswordPair(locale.T("Password of the new vault"), locale.T("Password, once more"), passwordRules, g.make)
	g.secret.known = func() []string { return commonlyKnown(g.target(), []health.Profile{p}) }
	g.start = parts.NewButton(parts.Primary, locale.T("Make the vault"), g.make).Tall(style.ControlLargeHeight)
	g.key = parts.NewField(locale.T("Recovery key"))
	g.key.SetHint(locale.T("Type it from the paper or the sheet, with or without hyphens."))
	g.key.OnChanged(func(string) { g.key.SetError("") })
	g.key.OnEnter(g.tested)
	g.remove = parts.NewButton(parts.Danger, locale.T("Remove %s from this vault", p.Name), g.takeAway).Tall(style.ControlLargeHeight)
	g.redraw()
	return g
}

// Start implements Starter.
func (g *independentPage) Start() {
	if g.stage == independentAsking {
		g.secret.first.Focus()
	}
}

// Busy implements Busier: the recovery key is shown only once.
func (g *independentPage) Busy() bool { return g.job.Running() || g.stage == independentKey }

// TypedKey implements KeyTyper: Escape cancels what is under way, else leaves.
func (g *independentPage) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	switch {
	case g.job.Running():
		g.cancel()
	case g.stage != independentKey:
		g.back()
	}
	return true
}

// Leave implements Page.
func (g *independentPage) Leave() {
	g.leave()
	g.forget()
	g.pick.Close()
}

// forget takes away all that is secret.
func (g *independentPage) forget() {
	g.secret.forget()
	g.key.SetText("")
	g.order.Password, g.made.RecoveryKey = "", ""
	if g.shown != nil {
		g.shown.forget()
		g.shown = nil
	}
}

func (g *independentPage) redraw() {
	if g.left {
		return
	}
	var body []fyne.CanvasObject
	subtitle, back := locale.T("A vault file and a password of their own"), g.back
	switch g.stage {
	case independentAsking:
		body = g.asking()
	case independentMaking, independentRemoving:
		back = nil
		body = []fyne.CanvasObject{g.progress}
	case independentKey:
		subtitle, back = locale.T("The recovery key of the new vault, shown only now"), nil
		body = g.keyAndTest()
	case independentCompared:
		body = g.compared()
	}
	g.set(parts.NewTopBar(locale.T("Make %s independent", g.person.Name), subtitle, back),
		parts.NewCard(parts.Column(style.Space16, body...)).Padded(style.Space24))
}

func (g *independentPage) asking() []fyne.CanvasObject {
	body := []fyne.CanvasObject{
		parts.NewParagraph(locale.T("Everything of this person is written to a new vault: measurements with their history, imports, deletions that can be taken back, pictures, choices and devices. Nothing of anybody else goes there, and no list of backups."), parts.Body),
		besideField(g.path, parts.NewButton(parts.Outlined, locale.T("Choose a folder…"), g.chooseFolder).WithIcon(style.IconFolder)),
	}
	body = append(body, g.secret.objects()...)
	body = append(body, parts.NewParagraph(locale.T("The person types this password. Nothing is removed here before the new file was opened again and compared, and before that is asked for."), parts.SmallMuted))
	if f := g.failure(); f != nil {
		body = append(body, f)
	}
	return append(body, parts.Row(style.Space8, parts.Spring(),
		parts.NewButton(parts.Outlined, locale.T("Back"), g.back).Tall(style.ControlLargeHeight), g.start))
}

func (g *independentPage) chooseFolder() {
	g.pick.Folder(func(folder string) { g.path.SetText(filepath.Join(folder, filepath.Base(g.target()))) })
}

// target is the path to write to as it is meant.
func (g *independentPage) target() string {
	path := typedPath(meantPath(g.path.Text(), homeFolder()))
	if path != "" && !strings.EqualFold(filepath.Ext(path), VaultExtension) {
		path += VaultExtension
	}
	return path
}

func (g *independentPage) make() {
	if g.job.Running() || g.stage != independentAsking {
		return
	}
	wrong := g.secret.check()
	if g.target() == "" {
		g.path.SetError(locale.T("Choose where the new vault goes."))
		wrong = g.path
	}
	if wrong != nil {
		g.root.Refresh()
		wrong.Focus()
		return
	}
	g.order = IndependentOrder{Profile: g.person.ID, Path: g.target(), Password: g.secret.first.Text()}
	g.begin(independentMaking, locale.T("Writing and comparing…"))
	life, order, shell := g.life, g.order, g.shell
	Run(g.job, func(ctx context.Context, report func(Step)) (Independent, error) {
		return life.MakeIndependent(ctx, order, report)
	}, g.step, func(made Independent, err error) {
		if err != nil {
			g.failed(independentAsking, err)
			return
		}
		g.made, g.stage = made, independentKey
		g.shown = newKeyShown(shell, made.RecoveryKey, order.Path, g.person)
		g.redraw()
		g.key.Focus()
	}, func(made Independent) {
		if made.RecoveryKey == "" {
			return
		}
		// The vault was locked meanwhile, so the key was shown to nobody.
		shell.deps.Work.post(func() {
			shell.Toast(locale.T("The vault was locked before the recovery key of the new one could be shown. Its password opens it; make another key there."), "", nil)
		})
	})
}

// begin shows the progress of what takes long.
func (g *independentPage) begin(stage independentStage, words string) {
	g.fail, g.stage = nil, stage
	g.progress = parts.NewProgress(words, g.cancel)
	g.redraw()
}

func (g *independentPage) step(s Step) {
	g.progress.Set(percentStep(s.Label, int64(s.Fraction*1000), 1000).Label, s.Fraction)
}

// cancel stops what is under way: nothing was written, or nothing removed.
func (g *independentPage) cancel() {
	g.job.Cancel()
	g.stage = map[independentStage]independentStage{independentMaking: independentAsking, independentRemoving: independentCompared}[g.stage]
	g.redraw()
}

func (g *independentPage) failed(back independentStage, err error) {
	g.stage = back
	if errors.Is(err, fs.ErrExist) && back == independentAsking {
		g.path.SetError(locale.T("There is a file of this name already. Choose another name."))
		g.redraw()
		g.path.Focus()
		return
	}
	g.fail = err
	g.redraw()
}

func (g *independentPage) keyAndTest() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		parts.NewParagraph(locale.T("Should the new password be forgotten, this key opens the new vault. Give it to the person it belongs to."), parts.Body),
		g.shown.column,
		parts.Columns(style.Space16, g.key, parts.Spring()),
		parts.Row(style.Space8, parts.Spring(),
			parts.NewButton(parts.Primary, locale.T("Check the key"), g.tested).Tall(style.ControlLargeHeight)),
	}
}

// bareKey is a recovery key without what is only for the eye.
func bareKey(key string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, key))
}

// tested goes on once the key was typed as it is.
func (g *independentPage) tested() {
	if g.stage != independentKey {
		return
	}
	if bareKey(g.key.Text()) != bareKey(g.made.RecoveryKey) {
		g.key.SetError(locale.T("This is not the key above. Compare it sign by sign."))
		g.root.Refresh()
		g.key.Focus()
		return
	}
	g.shown.forget()
	g.shown, g.made.RecoveryKey, g.stage = nil, "", independentCompared
	g.key.SetText("")
	g.redraw()
}

// compared says what was compared and asks whether the person leaves here.
func (g *independentPage) compared() []fyne.CanvasObject {
	m := g.made
	list := []string{
		locale.N("%s reading", "%s readings", m.Readings, locale.Count(m.Readings)),
		locale.N("%s value with all earlier ones", "%s values with all earlier ones", m.Versions, locale.Count(m.Versions)),
		locale.N("%s entry", "%s entries", m.Entries, locale.Count(m.Entries)),
		locale.N("%s picture", "%s pictures", m.Pictures, locale.Count(m.Pictures)),
		locale.N("%s import", "%s imports", m.Imports, locale.Count(m.Imports)),
		locale.N("%s device", "%s devices", m.Devices, locale.Count(m.Devices)),
	}
	body := []fyne.CanvasObject{
		parts.NewNotice(parts.NoticeSuccess, locale.T("The new vault holds the same."),
			locale.T("It was opened again with its password and with its recovery key, read whole, and compared one by one.")),
		parts.NewParagraph(locale.List(list...), parts.Body),
		parts.NewParagraph(locale.T("%[1]s · %[2]s", shortPath(g.order.Path, 60), byteText(m.Bytes)), parts.SmallMuted),
		parts.NewText(locale.T("Remove here"), parts.Strong),
		parts.NewParagraph(locale.T("The new file is compared once more, then everything of this person leaves this vault at once, with its key. Here that cannot be undone; the new file has all of it."), parts.Body),
	}
	if f := g.failure(); f != nil {
		body = append(body, f)
	}
	return append(body, parts.Row(style.Space8, parts.Spring(),
		parts.NewButton(parts.Outlined, locale.T("Keep both for now"), g.back).Tall(style.ControlLargeHeight), g.remove))
}

// takeAway lets the person leave this vault.
func (g *independentPage) takeAway() {
	if g.job.Running() || g.stage != independentCompared {
		return
	}
	g.begin(independentRemoving, locale.T("Comparing once more, then removing…"))
	life, order, shell, person := g.life, g.order, g.shell, g.person
	Run(g.job, func(ctx context.Context, report func(Step)) (struct{}, error) {
		return struct{}{}, life.RemoveAfterIndependent(ctx, order, report)
	}, g.step, func(_ struct{}, err error) {
		if err != nil {
			g.failed(independentCompared, err)
			return
		}
		shell.removed(person.ID)
		shell.Home()
		shell.Toast(locale.T("%[1]s has a vault of their own now: %[2]s.", person.Name, filepath.Base(order.Path)), "", nil)
	}, nil)
}
