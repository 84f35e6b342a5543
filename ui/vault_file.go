package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// fileSection tells what the file is and whether it is whole.
func (v *VaultScreen) fileSection() []fyne.CanvasObject {
	rows := []fyne.CanvasObject{v.fileRow(), v.checkRow()}
	return []fyne.CanvasObject{parts.NewBareCard(ruled(rows...))}
}

func (v *VaultScreen) fileRow() fyne.CanvasObject {
	row := vaultRow(newBadge(style.IconFile, style.Muted, style.Sunken, 40), filepath.Base(v.needs.Path), v.fileDetail())
	switch {
	case v.factsFail != nil:
		return parts.Column(0, row, vaultNote(v.shell.Fault(v.factsFail)))
	case v.needs.Doubts.KeysSwappable:
		return parts.Column(0, row, vaultNote(parts.NewNotice(parts.NoticeInfo,
			locale.T("The system did not let the keys be kept in memory alone."),
			locale.T("While the vault is open they may be written to the computer's swap file. Encrypted swap, or none, prevents that."))))
	}
	return row
}

// fileDetail is the line under the file's name.
func (v *VaultScreen) fileDetail() string {
	words := []string{locale.T("In %s", shortPath(filepath.Dir(v.needs.Path), 64))}
	if v.facts != nil && v.factsFail == nil {
		words = append(words, byteText(v.facts.Bytes), locale.N("%s person", "%s people", v.facts.People, locale.Count(v.facts.People)))
	}
	if v.needs.Before != "" {
		words = append(words, v.needs.Before)
	}
	return strings.Join(words, " · ")
}

func (v *VaultScreen) checkRow() fyne.CanvasObject {
	if v.checking.Running() {
		return parts.InsetBy(style.Space16, style.CardPadding, style.Space16, style.CardPadding, v.progress)
	}
	row := vaultRow(newBadge(style.IconShield, style.Muted, style.Sunken, 40), locale.T("Check"), v.checkDetail(),
		v.button("check", parts.Outlined, locale.T("Check the file"), v.check))
	switch {
	case v.checkFail != nil:
		return parts.Column(0, row, vaultNote(v.shell.Fault(v.checkFail)))
	case v.cancelled:
		return parts.Column(0, row, vaultNote(parts.NewNotice(parts.NoticeInfo, locale.T("The check was stopped before its end."), "")))
	case v.report != nil:
		return parts.Column(0, row, vaultNote(v.checkNotice()))
	}
	return row
}

func (v *VaultScreen) checkDetail() string {
	what := locale.T("Reads every object of the file and compares it with what was written.")
	if v.facts == nil || v.facts.Checked == nil {
		return what
	}
	when := whenText(v.facts.Checked.At, v.shell.Now())
	if n := v.facts.Checked.Problems; n > 0 {
		return locale.N("Last checked %[1]s: %[2]s problem found.", "Last checked %[1]s: %[2]s problems found.", n, when, locale.Count(n))
	}
	return locale.T("Last checked %s: everything was as it was written.", when)
}

func (v *VaultScreen) check() {
	if v.checking.Running() {
		return
	}
	v.report, v.checkFail, v.cancelled = nil, nil, false
	v.progress = parts.NewProgress(locale.T("Reading the file…"), v.stopCheck)
	file := v.needs.File
	Run(v.checking, func(ctx context.Context, report func(Step)) (CheckReport, error) {
		return file.Check(ctx, func(done, total int64) { report(percentStep(locale.T("Reading the file…"), done, total)) })
	}, func(step Step) { v.progress.Set(step.Label, step.Fraction) }, func(r CheckReport, err error) {
		switch {
		case errors.Is(err, context.Canceled):
			v.cancelled = true
		case err != nil:
			v.checkFail = err
		default:
			v.report = &r
		}
		v.redraw()
		v.focus("check")
		v.loadFacts()
	}, nil)
	v.redraw()
}

func (v *VaultScreen) stopCheck() {
	v.checking.Cancel()
	v.cancelled = true
	v.redraw()
	v.focus("check")
}

// problemsShown is how many problems are listed.
const problemsShown = 8

// checkNotice tells what the check found.
func (v *VaultScreen) checkNotice() fyne.CanvasObject {
	r := v.report
	if len(r.Problems) == 0 {
		return parts.NewNotice(parts.NoticeSuccess, locale.T("Everything is as it was written: %[1]s, %[2]s.",
			locale.N("%s object", "%s objects", r.Objects, locale.Count(r.Objects)),
			locale.N("%s measurement", "%s measurements", r.Measurements, locale.Count(r.Measurements))), "")
	}
	objects := []fyne.CanvasObject{parts.NewNotice(parts.NoticeDanger,
		locale.N("%s place in the file is damaged; the rest is as it was written.",
			"%s places in the file are damaged; the rest is as it was written.", len(r.Problems), locale.Count(len(r.Problems))),
		locale.T("Restore a backup that was made before, and keep this file until you have seen that nothing is missing."), v.salvageButton()...)}
	lines := parts.Column(style.Space4)
	for i, p := range r.Problems {
		if i == problemsShown {
			lines.Add(parts.NewText(locale.N("and %s more", "and %s more", len(r.Problems)-i, locale.Count(len(r.Problems)-i)), parts.SmallMuted))
			break
		}
		lines.Add(parts.NewParagraph(problemText(p), parts.Small))
	}
	return parts.Column(style.Space8, append(objects, parts.InsetBy(0, style.Space12, 0, style.Space12, lines))...)
}

// salvageButton leads to what can be read of the file without what is damaged.
func (v *VaultScreen) salvageButton() []fyne.CanvasObject {
	if v.shell.deps.Salvager == nil {
		return nil
	}
	return []fyne.CanvasObject{v.button("salvage", parts.Quiet, locale.T("Save what can be read…"), func() {
		path := v.needs.Path
		v.shell.Lock()
		v.shell.showDamage(path, Secret{})
	})}
}

// problemText is one problem of a check: "Segment 412: …".
func problemText(p CheckProblem) string {
	kind := locale.Capital(locale.Dynamic(p.Kind))
	if p.Object != 0 {
		kind += " " + strconv.FormatUint(p.Object, 10)
	}
	return kind + ": " + locale.Told(p.What)
}
