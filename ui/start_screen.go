package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// startScreen offers the ways in: a new vault, one that is there, sample data.
type startScreen struct {
	front
	job      *Job
	create   *parts.Button
	open     *parts.Button
	sample   *parts.Button
	restore  *parts.Button // nil where there is none
	progress *parts.Progress
	fault    *parts.Notice
}

// recentShown is how many vaults the start screen lists.
const recentShown = 4

func newStartScreen(s *Shell) *startScreen {
	t := &startScreen{front: front{shell: s}, job: s.deps.Work.NewJob()}
	t.create = parts.NewButton(parts.Primary, locale.T("Create a vault"), s.showCreate).Tall(style.ControlLargeHeight)
	t.open = parts.NewButton(parts.Outlined, locale.T("Open a vault…"), s.showOpen).Tall(style.ControlLargeHeight)
	t.sample = parts.NewButton(parts.Quiet, locale.T("Look at sample data"), t.makeSample)
	small := []fyne.CanvasObject{t.sample}
	if s.deps.Restorer != nil {
		t.restore = parts.NewButton(parts.Quiet, locale.T("Restore a backup…"), func() { s.showRestore("") })
		small = append(small, t.restore)
	}
	t.progress = parts.NewProgress("", t.stop)
	t.progress.Hide()
	t.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	t.fault.Hide()
	card := []fyne.CanvasObject{
		appMark(64),
		parts.Column(style.Space4,
			parts.NewText("Vitalkeep", parts.Title).Aligned(fyne.TextAlignCenter),
			parts.NewParagraph(locale.T("Your household's health data in one encrypted file on your own disk."), parts.BodyMuted).Aligned(fyne.TextAlignCenter)),
		parts.Column(style.Space12, t.create, t.open, parts.Middle(parts.Row(style.Space8, small...)), t.progress, t.fault),
	}
	if rows := t.recent(); len(rows) > 0 {
		card = append(card, parts.HRule(), parts.Column(0, append([]fyne.CanvasObject{
			parts.InsetBy(0, 0, style.Space4, 0, parts.NewText(locale.T("Opened before"), parts.Caption)),
		}, rows...)...))
	}
	t.lay(style.UnlockCardWidth, parts.Column(style.Space24, card...), nil, []fyne.CanvasObject{
		footNote(style.IconFolder, locale.T("New vaults go to %s", shortPath(s.deps.Folder, 44))),
		footNote(style.IconNetworkOff, locale.T("No network connection")),
	})
	return t
}

// recent makes a row for each vault that was open before.
func (t *startScreen) recent() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, r := range t.shell.deps.Recent.List() {
		if i == recentShown {
			break
		}
		rows = append(rows, parts.NewListButton(style.IconLock, vaultName(r.Path), shortPath(r.Path, 40), func() {
			t.shell.showUnlock(r.Path)
		}))
	}
	return rows
}

func (t *startScreen) makeSample() {
	t.fault.Hide()
	t.progress.Show()
	t.busy(true)
	t.progress.Set(locale.T("Inventing two years of a household…"), 0)
	t.shell.open(t.job, func(ctx context.Context, report func(Step)) (*Session, error) {
		return t.shell.deps.Vaults.Sample(ctx, func(done, total int64) {
			report(Step{locale.T("Inventing two years of a household…"), fractionOf(done, total)})
		})
	}, func(step Step) { t.progress.Set(step.Label, step.Fraction) }, func(err error) {
		t.stop()
		what, todo := t.shell.Explain(err)
		t.fault.Set(parts.NoticeDanger, what, todo)
		t.fault.Show()
		t.whole.Refresh()
	})
}

func (t *startScreen) stop() {
	t.job.Cancel()
	t.progress.Hide()
	t.busy(false)
	t.whole.Refresh()
}

func (t *startScreen) busy(on bool) {
	for _, b := range []*parts.Button{t.create, t.open, t.sample} {
		b.SetEnabled(!on)
	}
	if t.restore != nil {
		t.restore.SetEnabled(!on)
	}
	t.whole.Refresh()
}

func (t *startScreen) shown() { parts.Focus(t.create) }
func (t *startScreen) leave() { t.job.Cancel() }

func (t *startScreen) escape() {
	if t.job.Running() {
		t.stop()
	}
}

// fractionOf is a part of a whole from 0 to 1, or -1 when the whole is not known.
func fractionOf(done, total int64) float64 {
	if total <= 0 {
		return -1
	}
	return float64(done) / float64(total)
}

// openedText says when a vault was open last.
func openedText(at, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	at = at.In(now.Location())
	clock, day := locale.Clock(at), locale.DateOf(at)
	switch day {
	case locale.DateOf(now):
		return locale.T("Opened last today at %s", clock)
	case locale.DateOf(now).AddDays(-1):
		return locale.T("Opened last yesterday at %s", clock)
	}
	if at.Year() == now.Year() {
		return locale.T("Opened last on %[1]s at %[2]s", locale.LongDay(day), clock)
	}
	return locale.T("Opened last on %[1]s at %[2]s", locale.WordDate(day), clock)
}
