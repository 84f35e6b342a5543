package ui

import (
	"net/url"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// choosePage says what will be written and asks where to.
func (s *ExportScreen) choosePage() fyne.CanvasObject {
	s.button = nil
	what := locale.T("A copy in open formats, for yourself or another program")
	if s.needs.Of != "" {
		what = locale.T("A copy of what came from: %s", s.needs.Of)
	}
	bar := parts.NewTopBar(locale.T("Export"), what, s.Back)
	content := []fyne.CanvasObject{s.formCard()}
	if s.notice != nil {
		content = append([]fyne.CanvasObject{s.notice}, content...)
	}
	switch {
	case !s.counted:
		content = append(content, parts.NewCard(parts.NewProgress(locale.T("Counting what there is…"), nil)))
		return newTransferPage(s.needs.Compact, bar, nil, content...)
	case s.countFailure != nil:
		what, todo := s.needs.Explain(s.countFailure)
		content = append(content, parts.NewNotice(parts.NoticeDanger, what, todo, parts.NewButton(parts.Quiet, locale.T("Try again"), s.look)))
		return newTransferPage(s.needs.Compact, bar, nil, content...)
	case len(s.holdings) == 0:
		content = append(content, parts.NewNotice(
			parts.NoticeInfo, locale.T("There is nothing to export for %s yet.", s.person().Name), locale.T("Import a file first, or choose another person."),
		))
		return newTransferPage(s.needs.Compact, bar, nil, content...)
	}
	// Where it goes comes before what it is: it may have to be answered.
	content = append(content, s.placeCard(), s.whatCard())
	label := locale.N("Export %s reading", "Export %s readings", s.held(), locale.Count(s.held()))
	if exportSpans[s.span].days != 0 {
		label = locale.T("Export") // how many lie in the span is counted while it is written
	}
	s.button = parts.NewButton(parts.Primary, label, func() { s.start(false) }).Tall(style.ControlLargeHeight)
	s.button.SetEnabled(s.held() > 0)
	foot := parts.Row(
		style.Space8,
		parts.NewGlyph(style.IconWarning, style.Warning, style.IconCard),
		parts.Stretch(parts.NewParagraph(locale.T("The file is not encrypted: whoever has it can read it. Keep it where only you can get at it."), parts.SmallMuted)),
		parts.NewButton(parts.Outlined, locale.T("Cancel"), s.Back).Tall(style.ControlLargeHeight),
		s.button,
	)
	return newTransferPage(s.needs.Compact, bar, foot, content...)
}

func (s *ExportScreen) held() int {
	n := 0
	for _, h := range s.holdings {
		if s.takes(h) {
			n += h.Count
		}
	}
	return n
}

// formCard asks whose data in which form.
func (s *ExportScreen) formCard() fyne.CanvasObject {
	var person, form fyne.CanvasObject
	if len(s.needs.Profiles) < 2 {
		person = newFact(locale.T("Whose data"), s.person().Name)
	} else {
		names := make([]string, len(s.needs.Profiles))
		at := 0
		for i, p := range s.needs.Profiles {
			names[i] = p.Name
			if p.ID == s.profile {
				at = i
			}
		}
		c := parts.NewChoice(locale.T("Whose data"), names, func(i int) { s.setProfile(s.needs.Profiles[i].ID) })
		c.SetSelected(at)
		person = c
	}
	detail := ""
	switch len(s.formats) {
	case 0:
		form = newFact(locale.T("As"), "")
	case 1:
		form = newFact(locale.T("As"), locale.Dynamic(s.formats[0].Name))
	default:
		names := make([]string, len(s.formats))
		for i, f := range s.formats {
			names[i] = locale.Dynamic(f.Name)
		}
		c := parts.NewChoice(locale.T("As"), names, s.setFormat)
		c.SetSelected(s.format)
		form = c
	}
	if s.format < len(s.formats) {
		detail = locale.Dynamic(s.formats[s.format].Detail)
	}
	settings := append([]fyne.CanvasObject{person, form, s.spanChoice()}, s.formChoices()...)
	var body []fyne.CanvasObject
	for len(settings) > 0 {
		n := min(3, len(settings))
		body = append(body, container.New(evenColumns{n: 3, gap: style.Gap}, settings[:n]...))
		settings = settings[n:]
	}
	if dates := s.spanDates(); dates != nil {
		body = append(body, dates)
	}
	if detail != "" {
		body = append(body, parts.NewParagraph(detail, parts.SmallMuted))
	}
	if s.format < len(s.formats) && s.formats[s.format].Unverified {
		body = append(body, parts.NewNotice(parts.NoticeWarning, locale.T("Nobody promises that the vendor takes these files."),
			locale.T("They are made like files that were taken before. Look at the result there.")))
	}
	return parts.NewCard(parts.Column(style.Space12, body...))
}

// placeCard asks where the file shall go.
func (s *ExportScreen) placeCard() fyne.CanvasObject {
	s.pathField = parts.NewField(locale.T("Write to"))
	s.pathField.SetText(s.path)
	s.pathField.SetError(s.pathFault)
	s.pathField.OnChanged(func(typed string) {
		s.path, s.typed, s.pathFault = typed, true, ""
		s.pathField.SetError("")
	})
	s.pathField.OnEnter(func() { s.start(false) })
	body := []fyne.CanvasObject{besideField(s.pathField, parts.NewButton(parts.Outlined, locale.T("Choose a folder…"), s.chooseFolder).WithIcon(style.IconFolder))}
	switch {
	case s.askReplace:
		body = append(body, parts.NewNotice(
			parts.NoticeWarning, locale.T("There is a file of this name already: %s.", filepath.Base(s.target())), locale.T("Replacing it cannot be undone."),
			parts.NewButton(parts.Danger, locale.T("Replace it"), func() { s.start(true) }),
			parts.NewButton(parts.Quiet, locale.T("Keep it"), s.keepFile),
		))
	case s.writeFailure != nil:
		what, todo := s.needs.Explain(s.writeFailure)
		body = append(body, parts.NewNotice(parts.NoticeDanger, what, todo))
	}
	return parts.NewCard(parts.Column(style.Space12, body...))
}

func (s *ExportScreen) chooseFolder() {
	s.needs.Pick.Folder(func(folder string) {
		name := filepath.Base(s.target())
		if s.target() == "" {
			name = filepath.Base(s.defaultPath())
		}
		s.path, s.typed, s.askReplace, s.writeFailure = filepath.Join(folder, name), true, false, nil
		s.redraw()
	})
}

// writingPage shows how far the writing is.
func (s *ExportScreen) writingPage(path string) fyne.CanvasObject {
	s.progress = parts.NewProgress(locale.T("Writing…"), s.cancelWriting)
	return newTransferPage(
		s.needs.Compact,
		parts.NewTopBar(locale.T("Export"), "", nil), nil,
		parts.NewCard(parts.Column(style.Space16, fileHead(filepath.Base(path), locale.C("folder", "To %s", filepath.Dir(path)), nil), s.progress)),
	)
}

// openFolder shows the folder of the export in the system's file manager.
func (s *ExportScreen) openFolder() {
	folder := filepath.ToSlash(filepath.Dir(s.receipt.Path))
	if !strings.HasPrefix(folder, "/") {
		folder = "/" + folder // a drive of Windows
	}
	if err := fyne.CurrentApp().OpenURL(&url.URL{Scheme: "file", Path: folder}); err != nil {
		what, todo := s.needs.Explain(err)
		s.needs.Toast(what+" "+todo, "", nil)
	}
}

// receiptPage says what was written and where it is.
func (s *ExportScreen) receiptPage() fyne.CanvasObject {
	r := s.receipt
	head := parts.Row(
		style.Space12,
		newBadge(style.IconCheck, style.Success, style.SuccessBack, 40),
		parts.Stretch(parts.Column(
			0,
			parts.NewText(exportedText(r, s.person().Name), parts.Heading).Cutting(parts.CutEnd),
			parts.NewParagraph(r.Path+" · "+byteText(r.Bytes), parts.BodyMuted),
		)),
	)
	var left []fyne.CanvasObject
	if r.Left > 0 {
		left = append(left, parts.NewNotice(parts.NoticeInfo, locale.N("%s reading has no place in this form and is not in the file.", "%s readings have no place in this form and are not in the file.", r.Left, locale.Count(r.Left)),
			locale.T("The archive of CSV files holds everything.")))
	}
	done := parts.NewCard(parts.Column(
		style.Space16, head,
		parts.Row(
			style.Space12,
			parts.NewButton(parts.Primary, locale.T("Done"), s.needs.Back),
			parts.NewButton(parts.Outlined, locale.T("Open the folder"), s.openFolder).WithIcon(style.IconFolder),
			parts.NewButton(parts.Quiet, locale.T("Export more"), s.look),
			parts.Spring(),
		),
	))
	left = append([]fyne.CanvasObject{done}, left...)
	return newTransferPage(
		s.needs.Compact, parts.NewTopBar(locale.T("Export receipt"), "", s.Back), nil,
		append(left, parts.NewNotice(parts.NoticeWarning, locale.T("The file is not encrypted: whoever has it can read it."), locale.T("Keep it where only you can get at it.")))...,
	)
}
