package ui

import (
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// choosePage asks for files and lists what was imported before.
func (s *ImportScreen) choosePage() fyne.CanvasObject {
	s.pathField = parts.NewField(locale.T("Or type its path"))
	s.pathField.SetPlaceHolder("~/Downloads/data_export.zip")
	s.pathField.OnEnter(s.readTyped)
	s.pathField.OnChanged(func(string) {
		s.pathFault = ""
		s.pathField.SetError("")
	})
	drop := parts.NewCard(parts.Column(
		style.Space16,
		parts.Row(
			style.Space16,
			newBadge(style.IconImport, style.Muted, style.Sunken, 48),
			parts.Stretch(parts.Column(
				2,
				parts.NewText(locale.T("Drop files or a folder anywhere on this window"), parts.Heading).Cutting(parts.CutEnd),
				parts.NewParagraph(locale.T("What a vendor lets you download, zipped or not: Apple Health, Fitbit, Garmin, Google Fit, Health Connect, Samsung Health, Withings, "+
					"LibreView, Dexcom; an export of Vitalkeep; or any table with dates, as CSV."), parts.SmallMuted),
			)),
		),
		parts.Row(
			style.Space12,
			parts.NewButton(parts.Primary, locale.T("Choose a file…"), func() {
				s.needs.Pick.File(func(path string) { s.Drop([]string{path}) })
			}).WithIcon(style.IconFile).Tall(style.ControlLargeHeight),
			parts.NewButton(parts.Outlined, locale.T("Choose a folder…"), func() {
				s.needs.Pick.Folder(func(path string) { s.Drop([]string{path}) })
			}).WithIcon(style.IconFolder).Tall(style.ControlLargeHeight),
			parts.Spring(),
		),
		besideField(s.pathField, parts.NewButton(parts.Outlined, locale.T("Read it"), s.readTyped)),
	)).Padded(style.Space24)

	var content []fyne.CanvasObject
	if s.notice != nil {
		content = append(content, s.notice)
	}
	content = append(content, drop)
	content = append(content, s.pastImports()...)
	return newTransferPage(
		s.needs.Compact,
		parts.NewTopBar(locale.T("Import"), locale.T("You see what it is before anything is stored"), s.Back), nil, content...,
	)
}

// shownBatches is how many past imports stand in the page at first.
const shownBatches = 10

// pastImports is the list of what was imported before, with a way back for each.
func (s *ImportScreen) pastImports() []fyne.CanvasObject {
	heading := parts.InsetBy(style.Space8, 0, 0, 0, parts.NewText(locale.T("Past imports"), parts.Strong))
	switch {
	case s.pastFailure != nil:
		what, todo := s.needs.Explain(s.pastFailure)
		return []fyne.CanvasObject{heading, parts.NewNotice(
			parts.NoticeDanger, what, todo, parts.NewButton(parts.Quiet, locale.T("Try again"), s.loadPast),
		)}
	case len(s.batches) == 0:
		return nil
	}
	shown := s.batches
	if !s.allBatches && len(shown) > shownBatches {
		shown = shown[:shownBatches]
	}
	rows := make([]fyne.CanvasObject, len(shown))
	for i, b := range shown {
		rows[i] = s.batchRow(b)
	}
	out := []fyne.CanvasObject{heading, parts.NewBareCard(ruled(rows...))}
	if hidden := len(s.batches) - len(shown); hidden > 0 {
		out = append(out, parts.Row(0, parts.NewButton(parts.Quiet, showMoreText(hidden), func() {
			s.allBatches = true
			s.redraw()
		}), parts.Spring()))
	}
	return out
}

func (s *ImportScreen) batchRow(b health.Batch) fyne.CanvasObject {
	zone := zoneOr("")
	for _, p := range s.needs.Profiles {
		if p.ID == b.Profile {
			zone = zoneOr(p.Zone)
		}
	}
	when := present.Moment(b.At, health.OffsetAt(b.At, zone))
	name := ""
	if len(s.needs.Profiles) > 1 {
		name = s.person(b.Profile)
	}
	detail := joined(when, name, b.Format, batchDetail(b))
	row := []fyne.CanvasObject{
		newBadge(style.IconImport, style.Muted, style.Sunken, 32),
		parts.Stretch(parts.Column(
			0,
			parts.NewText(batchTitle(b), parts.Body).Cutting(parts.CutEnd),
			parts.NewText(detail, parts.SmallMuted).Cutting(parts.CutEnd),
		)),
	}
	listed := s.openBatch == b.ID
	if len(b.Files) > 1 {
		label := locale.N("%s file", "%s files", len(b.Files), locale.Count(len(b.Files)))
		if listed {
			label = locale.T("Hide them")
		}
		row = append(row, parts.NewButton(parts.Quiet, label, func() {
			s.openBatch = b.ID
			if listed {
				s.openBatch = health.BatchID{}
			}
			s.redraw()
		}))
	}
	if s.undoing != b.ID {
		row = append(row, parts.NewButton(parts.Quiet, locale.T("Undo…"), func() { s.askUndo(b.ID) }))
	}
	line := parts.InsetBy(10, style.Space12, 10, style.CardPadding, parts.Row(style.Space12, row...))
	if listed {
		line = parts.Column(0, line, parts.InsetBy(0, style.Space12, style.Space12, style.Space12, parts.NewParagraph(batchFiles(b), parts.SmallMuted)))
	}
	if s.undoing != b.ID {
		return line
	}
	return parts.Column(0, line, parts.InsetBy(0, style.Space12, style.Space12, style.Space12, s.undoNotice(b)))
}

// batchFiles names the files of a past import, as many as a page lists.
func batchFiles(b health.Batch) string {
	names := strings.Join(b.Files[:min(len(b.Files), shownPaths)], ", ")
	if more := len(b.Files) - shownPaths; more > 0 {
		return locale.N("%[1]s and %[2]s more file", "%[1]s and %[2]s more files", more, names, locale.Count(more))
	}
	return names
}

// undoNotice asks whether an import shall be undone, and tells how that goes.
func (s *ImportScreen) undoNotice(b health.Batch) fyne.CanvasObject {
	switch {
	case s.store.Running():
		return parts.NewNotice(parts.NoticeInfo, locale.T("Undoing the import…"), "")
	case s.undoFailure != nil:
		what, todo := s.needs.Explain(s.undoFailure)
		return parts.NewNotice(
			parts.NoticeDanger, what, todo,
			parts.NewButton(parts.Quiet, locale.T("Try again"), func() { s.undo(b) }),
			parts.NewButton(parts.Quiet, locale.T("Keep it"), s.keepImport),
		)
	}
	return parts.NewNotice(
		parts.NoticeWarning, undoQuestion(b), locale.T("The files it came from stay where they are."),
		parts.NewButton(parts.Danger, locale.T("Undo it"), func() { s.undo(b) }),
		parts.NewButton(parts.Quiet, locale.T("Keep it"), s.keepImport),
	)
}

// fileHead is the top of a file's card: what it is called and what it is.
func fileHead(title, detail string, state fyne.CanvasObject) fyne.CanvasObject {
	row := []fyne.CanvasObject{
		newBadge(style.IconFile, style.Muted, style.Sunken, 40),
		parts.Stretch(parts.Column(
			0,
			parts.NewText(title, parts.Heading).Cutting(parts.CutEnd),
			parts.NewParagraph(detail, parts.BodyMuted),
		)),
	}
	if state != nil {
		row = append(row, state)
	}
	return parts.Row(style.Space8, row...)
}

// folderOf says where the files are, when they are all in one folder.
func folderOf(paths []string) string {
	if len(paths) == 0 {
		return ""
	}
	folder := filepath.Dir(paths[0])
	for _, p := range paths[1:] {
		if filepath.Dir(p) != folder {
			return locale.T("From several folders")
		}
	}
	return locale.C("folder", "From %s", folder)
}

// readingPage shows how far the reading is.
func (s *ImportScreen) readingPage() fyne.CanvasObject {
	s.progress = parts.NewProgress(locale.T("Reading…"), s.Back)
	return newTransferPage(
		s.needs.Compact,
		parts.NewTopBar(locale.T("Import"), locale.T("Nothing is stored yet"), s.Back), nil,
		parts.NewCard(parts.Column(
			style.Space16,
			fileHead(filesTitle(s.paths), folderOf(s.paths), nil),
			s.progress,
		)),
	)
}

// storingPage shows how far the storing is.
func (s *ImportScreen) storingPage() fyne.CanvasObject {
	s.progress = parts.NewProgress(locale.T("Storing…"), s.cancelStoring)
	n := s.preview.brings()
	detail := locale.N("%[1]s reading for %[2]s. All of it is stored, or nothing.",
		"%[1]s readings for %[2]s. All of it is stored, or nothing.", n, locale.Count(n), s.person(s.options.Profile))
	return newTransferPage(
		s.needs.Compact,
		parts.NewTopBar(locale.T("Import"), "", nil), nil,
		parts.NewCard(parts.Column(style.Space16, fileHead(s.preview.Title, detail, nil), s.progress)),
	)
}

// shownPaths is how many files a page lists by name.
const shownPaths = 12

// failurePage says what went wrong and keeps the files for another try.
func (s *ImportScreen) failurePage() fyne.CanvasObject {
	what, todo := s.needs.Explain(s.failure)
	notice := parts.NewNotice(parts.NoticeDanger, what, todo)
	var files []fyne.CanvasObject
	for i, p := range s.paths {
		if i == shownPaths {
			rest := locale.N("%s more file", "%s more files", len(s.paths)-i, locale.Count(len(s.paths)-i))
			files = append(files, parts.NewText(rest, parts.SmallMuted))
			break
		}
		files = append(files, parts.Row(
			style.Space8, parts.NewGlyph(style.IconFile, style.Muted, style.IconInline),
			parts.Stretch(parts.NewText(p, parts.Small).Cutting(parts.CutStart)),
		))
	}
	actions := []fyne.CanvasObject{
		parts.NewButton(parts.Primary, locale.T("Try again"), func() { s.readFiles(s.paths) }),
	}
	if errors.Is(s.failure, ErrIncomplete) && !s.options.KeepDamaged {
		actions = append(actions, parts.NewButton(parts.Outlined, locale.T("Import what could be read"), func() {
			s.options.KeepDamaged = true
			s.readFiles(s.paths)
		}))
	}
	actions = append(
		actions,
		parts.NewButton(parts.Outlined, locale.T("Choose other files"), func() { s.choose(nil) }),
	)
	var details fyne.CanvasObject
	if full := s.failure.Error(); full != "" {
		if s.showFailure {
			details = parts.NewParagraph(full, parts.SmallMuted)
		} else {
			actions = append(actions, parts.NewButton(parts.Quiet, locale.T("Details"), func() {
				s.showFailure = true
				s.redraw()
			}))
		}
	}
	body := []fyne.CanvasObject{parts.Column(style.Space8, files...)}
	if details != nil {
		body = append(body, details)
	}
	body = append(body, parts.Row(style.Space12, append(actions, parts.Spring())...))
	return newTransferPage(
		s.needs.Compact,
		parts.NewTopBar(locale.T("Import"), locale.T("Nothing was stored; the vault is as it was"), s.Back), nil,
		notice, parts.NewCard(parts.Column(style.Space16, body...)),
	)
}
