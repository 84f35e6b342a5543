package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// deletionsShown is how many deletions stand on the page at first.
const deletionsShown = 5

func (v *VaultScreen) loadDeletions() {
	source := v.needs.Deletions
	if source == nil {
		return
	}
	Run(v.listing, func(context.Context, func(Step)) ([]Deletion, error) {
		return source.Undoable()
	}, nil, func(d []Deletion, err error) {
		v.deletions, v.deletionsFail = d, err
		v.redraw()
	}, nil)
}

// deletedSection tells what was deleted and is still in the file.
func (v *VaultScreen) deletedSection() []fyne.CanvasObject {
	if v.needs.Deletions == nil && v.needs.Tidier == nil {
		return nil
	}
	var rows []fyne.CanvasObject
	if v.needs.Tidier != nil {
		rows = append(rows, v.tidyRow())
	}
	if v.deletionsFail != nil {
		rows = append(rows, parts.Inset(style.Space12, v.shell.Fault(v.deletionsFail)))
	}
	shown := v.deletions
	if !v.shownAll && len(shown) > deletionsShown {
		shown = shown[:deletionsShown]
	}
	for _, d := range shown {
		rows = append(rows, v.deletionRow(d))
	}
	if hidden := len(v.deletions) - len(shown); hidden > 0 {
		rows = append(rows, parts.Inset(style.Space8, parts.Row(0, v.button("deletions", parts.Quiet, showMoreText(hidden), func() {
			v.shownAll = true
			v.redraw()
		}), parts.Spring())))
	}
	if len(rows) == 0 {
		return nil
	}
	return []fyne.CanvasObject{vaultHeading(locale.T("Deleted data")), parts.NewBareCard(ruled(rows...))}
}

// deletedReadings is how many readings are deleted and can still be brought
// back.
func (v *VaultScreen) deletedReadings() int {
	n := 0
	for _, d := range v.deletions {
		n += d.Readings
	}
	return n
}

func (v *VaultScreen) tidyRow() fyne.CanvasObject {
	badge := newBadge(style.IconTrash, style.Muted, style.Sunken, 40)
	if v.tidying.Running() {
		return parts.InsetBy(style.Space16, style.CardPadding, style.Space16, style.CardPadding, v.tidyProgress)
	}
	if !v.needs.Tidier.Due() {
		row := vaultRow(badge, locale.T("Nothing deleted is left in the file"), locale.T("What you delete is removed for good when the vault is locked or closed."))
		switch {
		case v.tidied != nil:
			return parts.Column(0, row, vaultNote(parts.NewNotice(parts.NoticeSuccess, tidiedText(*v.tidied), "")))
		case v.tidyFail != nil:
			return parts.Column(0, row, vaultNote(v.shell.Fault(v.tidyFail)))
		}
		return row
	}
	n := v.deletedReadings()
	title := locale.T("Deleted data still stands encrypted in the file")
	if n > 0 {
		title = locale.N("%s deleted reading still stands encrypted in the file", "%s deleted readings still stand encrypted in the file", n, locale.Count(n))
	}
	row := vaultRow(badge, title, locale.T("Until it is tidied. That happens when the vault is locked or closed, or now."),
		v.button("tidy", parts.Outlined, locale.T("Remove for good now…"), v.askToTidy))
	switch {
	case v.askTidy:
		return parts.Column(0, row, vaultNote(v.tidyQuestion(n)))
	case v.tidyFail != nil:
		return parts.Column(0, row, vaultNote(v.shell.Fault(v.tidyFail)))
	}
	return row
}

// tidiedText says how large the file was and is.
func tidiedText(r TidyReport) string {
	before, after := byteText(r.Before), byteText(r.After)
	if before == after {
		return locale.T("Removed for good. The file has %s, as before.", after)
	}
	return locale.T("Removed for good. The file had %[1]s and has %[2]s now.", before, after)
}

func (v *VaultScreen) tidyQuestion(n int) fyne.CanvasObject {
	what := locale.T("Remove for good what was deleted?")
	if n > 0 {
		what = locale.N("Remove %s deleted reading for good?", "Remove %s deleted readings for good?", n, locale.Count(n))
	}
	return parts.NewNotice(parts.NoticeWarning, what,
		locale.T("The file is written anew without them. They cannot be brought back then; backups made before still have them."),
		v.button("tidy-yes", parts.Danger, locale.T("Remove for good"), v.tidy),
		v.button("tidy-no", parts.Quiet, locale.T("Not yet"), func() {
			v.askTidy = false
			v.redraw()
			v.focus("tidy")
		}))
}

func (v *VaultScreen) askToTidy() {
	v.askTidy, v.tidyFail = true, nil
	v.redraw()
	v.focus("tidy-no")
}

func (v *VaultScreen) tidy() {
	v.askTidy, v.tidied, v.tidyFail = false, nil, nil
	v.tidyProgress = parts.NewProgress(locale.T("Writing the file anew…"), func() {
		v.tidying.Cancel()
		v.redraw()
	})
	tidier := v.needs.Tidier
	Run(v.tidying, func(ctx context.Context, report func(Step)) (TidyReport, error) {
		return tidier.Tidy(ctx, func(done, total int64) { report(percentStep(locale.T("Writing the file anew…"), done, total)) })
	}, func(step Step) { v.tidyProgress.Set(step.Label, step.Fraction) }, func(r TidyReport, err error) {
		if err == nil {
			v.tidied = &r
		} else if !errors.Is(err, context.Canceled) {
			v.tidyFail = err
		}
		v.redraw()
		v.Reload()
	}, nil)
	v.redraw()
}

func (v *VaultScreen) deletionRow(d Deletion) fyne.CanvasObject {
	title := deletionText(d)
	detail := locale.T("Deleted on %s", present.Moment(d.At, health.OffsetAt(d.At, v.shell.Now().Location())))
	if name := v.person(d.Profile); name != "" && len(v.needs.People) > 1 {
		detail = name + " · " + detail
	}
	return vaultRow(newBadge(style.IconUndo, style.Muted, style.Sunken, 40), title, detail,
		v.button("undo "+string(d.ID[:]), parts.Quiet, locale.T("Undo"), func() { v.undelete(d) }))
}

func (v *VaultScreen) person(id health.ProfileID) string {
	for _, p := range v.needs.People {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}

// deletionText says what a deletion took.
func deletionText(d Deletion) string {
	if d.Source != "" {
		return locale.N("Everything from %[1]s, %[2]s reading", "Everything from %[1]s, %[2]s readings",
			d.Readings, present.SourceName(d.Source), locale.Count(d.Readings))
	}
	return locale.N("%s reading", "%s readings", d.Readings, locale.Count(d.Readings))
}

func (v *VaultScreen) undelete(d Deletion) {
	if v.undoing.Running() {
		return
	}
	source := v.needs.Deletions
	Run(v.undoing, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, source.Undelete(ctx, d.ID)
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			v.deletionsFail = err
			v.redraw()
			return
		}
		v.shell.Toast(locale.N("Brought back %s reading.", "Brought back %s readings.", d.Readings, locale.Count(d.Readings)), "", nil)
		v.Reload()
	}, nil)
}
