package ui

import (
	"bytes"
	"io"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// rejectCard lists the rows that are left out, with their reasons.
func (s *ImportScreen) rejectCard() fyne.CanvasObject {
	p := s.preview
	headline := leftOutText(p.Rejected)
	if s.stage == importStored {
		headline = wasLeftOutText(p.Rejected)
	}
	head := []fyne.CanvasObject{
		parts.NewGlyph(style.IconWarning, style.Warning, style.IconCard),
		parts.Stretch(parts.NewText(headline, parts.Strong).Cutting(parts.CutEnd)),
	}
	var column []fyne.CanvasObject
	if len(p.Rejects) > 0 {
		head = append(
			head, parts.NewButton(parts.Quiet, locale.T("Copy"), s.copyRejects),
			parts.NewButton(parts.Quiet, locale.T("Save as CSV…"), s.saveRejects),
		)
		if filter := s.rejectFilter(); filter != nil {
			column = append(column, parts.InsetBy(0, style.CardPadding, style.Space12, style.CardPadding, filter))
		}
		column = append(column, newRejectTable(s.filteredRejects()))
	}
	if words := shownText(len(p.Rejects), p.Rejected); words != "" {
		column = append(column, parts.InsetBy(style.Space8, style.CardPadding, style.Space12, style.CardPadding, parts.NewText(words, parts.SmallMuted)))
	}
	top := parts.InsetBy(style.Space8, style.Space8, 0, style.CardPadding, parts.Row(style.Space8, head...))
	if s.saved != nil {
		// Beside the button that was pressed: the end of a long list is out of sight.
		top = parts.Column(0, top, parts.InsetBy(style.Space8, style.CardPadding, style.Space4, style.CardPadding, s.saved))
	}
	return parts.NewBareCard(parts.Column(0, append([]fyne.CanvasObject{top}, column...)...))
}

// rejectFilter chooses rows of a long list by their file and by their reason,
// where these differ.
func (s *ImportScreen) rejectFilter() fyne.CanvasObject {
	if len(s.preview.Rejects) <= maxTableRows {
		return nil
	}
	var files, reasons []string
	for _, r := range s.preview.Rejects {
		if !slices.Contains(files, r.File) {
			files = append(files, r.File)
		}
		if !slices.Contains(reasons, r.Reason) {
			reasons = append(reasons, r.Reason)
		}
	}
	var boxes []fyne.CanvasObject
	add := func(label string, values []string, say func(string) string, now string, set func(string)) {
		if len(values) < 2 {
			return
		}
		slices.Sort(values)
		options := []string{locale.T("All")}
		for _, v := range values {
			options = append(options, say(v))
		}
		box := parts.NewChoice(label, options, func(i int) {
			value := ""
			if i > 0 {
				value = values[i-1]
			}
			set(value)
			s.redraw()
			s.focusFilter(label)
		})
		box.SetSelected(1 + slices.Index(values, now))
		s.filters[label] = box
		boxes = append(boxes, box)
	}
	s.filters = map[string]*parts.Choice{}
	add(locale.T("File"), files, func(v string) string { return v }, s.rejectFile, func(v string) { s.rejectFile = v })
	add(locale.T("Why"), reasons, func(v string) string { return sentence(locale.Told(v)) }, s.rejectWhy, func(v string) { s.rejectWhy = v })
	if len(boxes) == 0 {
		return nil
	}
	return container.New(evenColumns{n: 2, gap: style.Gap}, boxes...)
}

// focusFilter gives a filter the keyboard back after the page was built anew.
func (s *ImportScreen) focusFilter(label string) {
	if box := s.filters[label]; box != nil {
		parts.Focus(box)
	}
}

// filteredRejects are the rejected rows that pass the filter.
func (s *ImportScreen) filteredRejects() []health.Reject {
	if s.rejectFile == "" && s.rejectWhy == "" {
		return s.preview.Rejects
	}
	var out []health.Reject
	for _, r := range s.preview.Rejects {
		if (s.rejectFile == "" || r.File == s.rejectFile) && (s.rejectWhy == "" || r.Reason == s.rejectWhy) {
			out = append(out, r)
		}
	}
	return out
}

// saveRejects writes the list of rows that are left out where the person says.
func (s *ImportScreen) saveRejects() {
	rejects := s.preview.Rejects
	s.needs.Pick.Save("left-out-rows.csv", func(path string, to io.WriteCloser, err error) {
		if err == nil {
			err = writeRejects(to, rejects)
		}
		s.saved = parts.NewNotice(parts.NoticeSuccess, locale.T("Saved as %s.", path), "")
		if err != nil {
			what, todo := s.needs.Explain(err)
			s.saved = parts.NewNotice(parts.NoticeDanger, what, todo)
		}
		s.redraw()
	})
}

// copyRejects puts the rows that pass the filter on the clipboard, as CSV.
func (s *ImportScreen) copyRejects() {
	var text bytes.Buffer
	if err := writeRejects(keptOpen{&text}, s.filteredRejects()); err != nil {
		return // a buffer takes everything
	}
	s.needs.Copy(text.String())
	s.saved = parts.NewNotice(parts.NoticeSuccess, locale.T("Copied; taken off the clipboard when the vault is locked."), "")
	s.redraw()
}

// keptOpen is a writer that closing does nothing to.
type keptOpen struct{ io.Writer }

func (keptOpen) Close() error { return nil }
