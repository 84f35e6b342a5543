package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// Options of the choice of a zone that are not zones.
var (
	noZone      = locale.Key("Choose a zone…")
	anotherZone = locale.Key("Another zone…")
)

// importView is a way to look at a preview.
type importView int

const (
	viewKinds importView = iota
	viewFiles
	viewChanges
)

// previewPage shows what importing would do.
func (s *ImportScreen) previewPage() fyne.CanvasObject {
	p := s.preview
	s.storeButton, s.zoneField, s.personBox, s.zoneBox = nil, nil, nil, nil
	bar := parts.NewTopBar(locale.T("Import preview"), locale.T("Nothing is stored yet"), s.Back)
	content := []fyne.CanvasObject{s.fileCard()}
	switch {
	case p.PersonNeeded:
		content = append(content, parts.NewNotice(
			parts.NoticeInfo, locale.T("The files do not say whose data they hold."), locale.T("Choose the person. What would be stored shows then."),
		), s.filesCard())
		return newTransferPage(s.needs.Compact, bar, s.foot(nil), content...)
	case p.ZoneNeeded:
		content = append(content, s.strangerNotice()...)
		content = append(content, parts.NewNotice(
			parts.NoticeInfo,
			locale.T("The times in these files are local times, and the files do not say of which zone."),
			locale.T("Choose the zone in which they were measured. What would be stored shows then."),
		), s.filesCard())
		return newTransferPage(s.needs.Compact, bar, s.foot(nil), content...)
	}
	content = append(content, s.strangerNotice()...)
	content = append(content, s.unknownNotice()...)
	if p.Plain && p.Rejected > 0 {
		content = append(content, parts.NewNotice(
			parts.NoticeInfo, locale.T("Some rows do not have the strict form of a plain file."), locale.T("Read as a table, dates, signs and units may have other forms."),
			parts.NewButton(parts.Quiet, locale.T("Read it as a table"), func() {
				o := s.options
				o.AsTable = true
				s.setOptions(o)
			}),
		))
	}
	if p.nothingNew() {
		headline, detail := p.nothingText()
		content = append(content, parts.NewNotice(parts.NoticeInfo, sentence(headline), detail))
	}
	content = append(content, s.viewBar())
	switch s.view {
	case viewFiles:
		content = append(content, s.filesCard())
	case viewChanges:
		content = append(content, s.changeCards()...)
	default:
		content = append(content, newImportTable(p))
		content = append(content, assumedCard(p.Listed)...)
		if s.showConflicts {
			content = append(content, s.conflictCard())
		}
		if p.Rejected > 0 {
			content = append(content, s.rejectCard())
		}
	}
	if p.nothingNew() {
		done := parts.NewButton(parts.Primary, locale.T("Done"), s.abandon).Tall(style.ControlLargeHeight)
		return newTransferPage(s.needs.Compact, bar, parts.Row(style.Space8, parts.Spring(), done), content...)
	}
	s.storeButton = parts.NewButton(
		parts.Primary, locale.N("Import %s reading", "Import %s readings", p.brings(), locale.Count(p.brings())), s.storeStage,
	).Tall(style.ControlLargeHeight)
	return newTransferPage(s.needs.Compact, bar, s.foot(s.storeButton), content...)
}

// viewBar chooses between the ways to look at the preview.
func (s *ImportScreen) viewBar() fyne.CanvasObject {
	names := []string{locale.T("By kind"), locale.T("By file")}
	if s.preview.ChangedCount+s.preview.DroppedCount > 0 {
		names = append(names, locale.T("Since your last import"))
	}
	bar := parts.NewSegmented(locale.T("How to look at it"), names, func(i int) {
		s.view, s.showConflicts = importView(i), false
		s.redraw()
		parts.Focus(s.viewBox)
	})
	bar.SetSelected(int(s.view))
	s.viewBox = bar
	return parts.Row(style.Space8, bar, parts.Spring())
}

// strangerNotice warns of files that name somebody else.
func (s *ImportScreen) strangerNotice() []fyne.CanvasObject {
	if s.preview.Stranger == "" {
		return nil
	}
	return []fyne.CanvasObject{parts.NewNotice(
		parts.NoticeWarning,
		locale.T("The files name %[1]s, and would go to %[2]s.", s.preview.Stranger, s.person(s.options.Profile)),
		locale.T("Check whose data it is before you import it."),
	)}
}

// namedFiles is how many files a line names one by one.
const namedFiles = 3

// unknownNotice names the files that are not understood beside others.
func (s *ImportScreen) unknownNotice() []fyne.CanvasObject {
	var names []string
	for _, f := range s.preview.Listed {
		if f.Problem != "" && f.Format == "" {
			names = append(names, f.Name)
		}
	}
	if len(names) == 0 || s.view == viewFiles {
		return nil
	}
	told := strings.Join(names[:min(len(names), namedFiles)], ", ")
	if more := len(names) - namedFiles; more > 0 {
		told += " " + locale.T("and %s more", locale.Count(more))
	}
	return []fyne.CanvasObject{parts.NewNotice(
		parts.NoticeWarning, locale.N("%s file is not understood and stays out.", "%s files are not understood and stay out.", len(names), locale.Count(len(names))),
		told, parts.NewButton(parts.Quiet, locale.T("By file"), func() {
			s.view, s.readFilter, s.file = viewFiles, readNone, 0
			s.redraw()
		}),
	)}
}

// foot holds the decision: what happens to conflicts, Cancel, Import.
func (s *ImportScreen) foot(store *parts.Button) fyne.CanvasObject {
	cancel := parts.NewButton(parts.Outlined, locale.T("Cancel"), s.abandon).Tall(style.ControlLargeHeight)
	if store == nil {
		return parts.Row(style.Space8, parts.Spring(), cancel)
	}
	whole := locale.T("All of it is stored in one step, or nothing.")
	words := []fyne.CanvasObject{parts.NewParagraph(whole, parts.SmallMuted)}
	row := []fyne.CanvasObject{}
	if n := s.preview.Conflicts; n > 0 {
		words = []fyne.CanvasObject{parts.NewParagraph(conflictText(n)+" "+whole, parts.SmallMuted)}
	}
	row = append(row, parts.Stretch(parts.Column(0, words...)))
	if s.preview.Conflicts > 0 && len(s.preview.Examples) > 0 {
		label := locale.T("Review them")
		switch {
		case s.showConflicts:
			label = locale.T("Hide them")
		case s.preview.Conflicts == 1:
			label = locale.T("Review it")
		}
		row = append(row, parts.NewButton(parts.Quiet, label, s.toggleConflicts))
	}
	return parts.Row(style.Space8, append(row, cancel, store)...)
}

func (s *ImportScreen) toggleConflicts() {
	s.showConflicts, s.view = !s.showConflicts, viewKinds
	s.redraw()
	if s.showConflicts && s.preview.Rejected == 0 {
		showAtBottom(s.page)
	}
}

// fileCard says what the files are, whose they are and how they are read.
func (s *ImportScreen) fileCard() fyne.CanvasObject {
	p := s.preview
	zone := zoneOr(p.Zone)
	head := fileHead(p.Title, p.summary(zone), newChip(style.IconCheck, locale.T("Recognised"), style.Success, style.SuccessBack))
	settings := []fyne.CanvasObject{s.personChoice(), s.zoneChoice()}
	body := []fyne.CanvasObject{head}
	if tables := s.preview.Tables; len(tables) > 0 {
		body = append(body, parts.Row(
			style.Space8, parts.Stretch(parts.NewParagraph(tableText(tables), parts.SmallMuted)),
			parts.NewButton(parts.Quiet, locale.T("How it is read…"), func() { s.askMapping(tables) }),
		))
	}
	if s.anotherZone {
		s.zoneField = parts.NewField(locale.T("Zone or a big city in it"))
		s.zoneField.SetPlaceHolder("Lisbon")
		s.zoneField.OnEnter(s.takeTypedZone)
		s.zoneField.OnChanged(s.matchZone)
		settings = append(settings, s.zoneField)
		s.zoneMatches = parts.Row(style.Space4)
		s.zoneSays(parts.NewText(locale.T("Type a few letters of it and choose, or press Enter."), parts.SmallMuted))
	}
	body = append(body, container.New(evenColumns{n: 3, gap: style.Gap}, settings...))
	if s.anotherZone {
		body = append(body, container.New(tall(style.ControlHeight), s.zoneMatches))
	}
	return parts.NewCard(parts.Column(style.Space16, body...))
}

// personChoice says or asks whose data it is.
func (s *ImportScreen) personChoice() fyne.CanvasObject {
	label := locale.T("Goes to")
	if len(s.needs.Profiles) < 2 {
		return newFact(label, s.person(s.options.Profile))
	}
	var names []string
	first := 0
	if s.preview.PersonNeeded {
		names, first = append(names, locale.T("Choose…")), 1
	}
	at := 0
	for i, p := range s.needs.Profiles {
		names = append(names, p.Name)
		if p.ID == s.options.Profile {
			at = first + i
		}
	}
	inbox := -1
	if s.needs.Inbox != nil {
		inbox = len(names)
		names = append(names, locale.T("Not clear yet: keep it in the inbox"))
		if p, there := s.needs.Inbox.Profile(); there && p.ID == s.options.Profile {
			at = inbox
		}
	}
	c := parts.NewChoice(locale.T("Whose data is this?"), names, func(i int) {
		if i < first {
			return
		}
		if i == inbox {
			s.keepInInbox()
			return
		}
		o := s.options
		o.Profile = s.needs.Profiles[i-first].ID
		s.setOptions(o)
	})
	c.SetSelected(at)
	s.personBox = c
	return c
}

// zoneChoice says or asks in which zone the files write their times.
func (s *ImportScreen) zoneChoice() fyne.CanvasObject {
	label := locale.T("Times in the file")
	p := s.preview
	if p.PersonNeeded {
		return newFact(label, missingCell)
	}
	if p.Zone == "" && !p.ZoneNeeded {
		return newFact(label, locale.T("With their own offset"))
	}
	first := p.Zone
	if p.ZoneNeeded {
		first = locale.Dynamic(noZone)
	}
	options := []string{first}
	for _, z := range p.ZoneHints {
		if !slices.Contains(options, z) {
			options = append(options, z)
		}
	}
	other := locale.Dynamic(anotherZone)
	options = append(options, other)
	c := parts.NewChoice(label, options, func(i int) {
		switch zone := options[i]; zone {
		case first:
			if s.anotherZone {
				s.anotherZone = false
				s.redraw()
			}
		case other:
			s.anotherZone = true
			s.redraw()
			s.zoneField.Focus()
		default:
			s.setZone(zone)
		}
	})
	if s.anotherZone {
		c.SetSelected(len(options) - 1)
	}
	s.zoneBox = c
	return c
}

func (s *ImportScreen) setZone(zone string) {
	o := s.options
	o.Zone = zone
	s.setOptions(o)
}

// shownZones is how many zones are offered while a name is typed.
const shownZones = 3

// zoneSays fills the line under the field of the zone.
func (s *ImportScreen) zoneSays(objects ...fyne.CanvasObject) {
	s.zoneMatches.Objects = objects
	s.zoneMatches.Refresh()
}

// matchZone offers the zones that fit what is typed.
func (s *ImportScreen) matchZone(typed string) {
	if strings.TrimSpace(typed) == "" {
		s.zoneSays()
		return
	}
	var offers []fyne.CanvasObject
	for _, z := range matchZones(typed, nil) {
		if len(offers) == shownZones {
			break
		}
		offers = append(offers, parts.NewButton(parts.Quiet, z, func() { s.setZone(z) }).Tall(style.ControlSmallHeight))
	}
	if len(offers) == 0 {
		offers = append(offers, parts.NewText(locale.T("No zone has such a name. Try a big city nearby."), parts.SmallMuted))
	}
	s.zoneSays(offers...)
}

// takeTypedZone reads the files in the zone that is typed.
func (s *ImportScreen) takeTypedZone() {
	typed := s.zoneField.Text()
	zone, ok := knownZone(typed)
	if !ok && strings.TrimSpace(typed) != "" {
		if fits := matchZones(typed, nil); len(fits) == 1 {
			zone, ok = fits[0], true
		}
	}
	if ok {
		s.setZone(zone)
		return
	}
	s.zoneSays(
		parts.NewGlyph(style.IconWarning, style.Danger, style.IconInline),
		parts.NewText(locale.T("There is no such zone. Try a big city nearby."), parts.Small.In(style.Danger)),
	)
	s.zoneField.Focus()
}

// conflictCard lists what an import would replace.
func (s *ImportScreen) conflictCard() fyne.CanvasObject {
	p := s.preview
	head := parts.Row(
		style.Space8,
		parts.NewGlyph(style.IconInfo, style.Accent, style.IconCard),
		parts.Stretch(parts.NewText(locale.N("%s reading takes another value", "%s readings take another value", p.Conflicts, locale.Count(p.Conflicts)), parts.Strong).Cutting(parts.CutEnd)),
	)
	column := []fyne.CanvasObject{
		parts.InsetBy(style.Space12, style.CardPadding, style.Space4, style.CardPadding, head),
		newConflictTable(p.Examples),
	}
	if words := shownText(len(p.Examples), p.Conflicts); words != "" {
		column = append(column, parts.InsetBy(style.Space8, style.CardPadding, style.Space12, style.CardPadding, parts.NewText(words, parts.SmallMuted)))
	}
	return parts.NewBareCard(parts.Column(0, column...))
}

// receiptPage says what was stored and leads back.
func (s *ImportScreen) receiptPage() fyne.CanvasObject {
	b := s.batch
	head := parts.Row(
		style.Space12,
		newBadge(style.IconCheck, style.Success, style.SuccessBack, 40),
		parts.Stretch(parts.Column(
			0,
			parts.NewText(receiptText(batchStored(b), s.person(b.Profile)), parts.Heading).Cutting(parts.CutEnd),
			parts.NewParagraph(joined(s.preview.Format, batchDetail(b)), parts.BodyMuted),
		)),
	)
	body := []fyne.CanvasObject{head}
	if s.undoing == b.ID && b.ID != (health.BatchID{}) {
		body = append(body, s.undoNotice(b))
	} else {
		body = append(body, parts.Row(
			style.Space12,
			parts.NewButton(parts.Primary, locale.T("Show the data"), s.needs.Show),
			parts.NewButton(parts.Outlined, locale.T("Undo this import"), func() { s.askUndo(b.ID) }).WithIcon(style.IconUndo),
			parts.NewButton(parts.Quiet, locale.T("Import more"), func() { s.choose(nil) }),
			parts.Spring(),
		))
	}
	content := []fyne.CanvasObject{parts.NewCard(parts.Column(style.Space16, body...)), newImportTable(s.preview)}
	if len(s.preview.Listed) > 1 {
		content = append(content, s.filesCard())
	}
	if s.preview.Rejected > 0 {
		content = append(content, s.rejectCard())
	}
	return newTransferPage(s.needs.Compact, parts.NewTopBar(locale.T("Import receipt"), batchTitle(b), s.Back), nil, content...)
}
