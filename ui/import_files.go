package ui

import (
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// What the list of files can be narrowed to.
const (
	readAll  = iota
	readSome // something is read of them
	readNone
)

// isRead reports whether a file gives something or, before anything is staged,
// whether it would.
func (f ImportFile) isRead() bool { return f.Format != "" && f.Skipped == "" && f.Problem == "" }

// says is what has to be known of a file, in short.
func (f ImportFile) says() string {
	for _, words := range []string{f.Problem, f.Skipped} {
		if words != "" {
			return sentence(locale.Told(words))
		}
	}
	if f.Assumed != "" {
		return locale.T("Taken for granted: %s", locale.Told(f.Assumed))
	}
	return ""
}

// filteredFiles are the files that pass the filter.
func (s *ImportScreen) filteredFiles() []ImportFile {
	if s.readFilter == readAll {
		return s.preview.Listed
	}
	var out []ImportFile
	for _, f := range s.preview.Listed {
		if f.isRead() == (s.readFilter == readSome) {
			out = append(out, f)
		}
	}
	return out
}

// filesCard lists the files, and under them what is known of the one that is
// selected.
func (s *ImportScreen) filesCard() fyne.CanvasObject {
	all, listed := s.preview.Listed, s.filteredFiles()
	if len(all) == 0 {
		return parts.Column(0)
	}
	if len(all) == 1 {
		return parts.NewBareCard(fileDetails(all[0], s.preview.counted()))
	}
	read := 0
	for _, f := range all {
		if f.isRead() {
			read++
		}
	}
	var column []fyne.CanvasObject
	if read > 0 && read < len(all) {
		narrow := parts.NewSegmented(locale.T("Files"), []string{
			locale.T("All %s", locale.Count(len(all))), locale.T("Read: %s", locale.Count(read)), locale.T("Not read: %s", locale.Count(len(all)-read)),
		}, func(i int) {
			s.readFilter, s.file = i, 0
			s.redraw()
			parts.Focus(s.narrowBox)
		})
		narrow.SetSelected(s.readFilter)
		s.narrowBox = narrow
		column = append(column, parts.InsetBy(style.Space12, style.CardPadding, style.Space8, style.CardPadding, parts.Row(0, narrow, parts.Spring())))
	}
	s.file = max(0, min(s.file, len(listed)-1))
	counted := s.preview.counted()
	below := container.NewStack(fileDetails(listed[s.file], counted))
	table := parts.NewTable([]parts.TableColumn{
		{Title: locale.T("File"), Width: 170, Grow: 3},
		{Title: locale.T("What it is"), Width: 120, Grow: 2, Least: 560},
		{Title: locale.T("Readings"), Width: 84, Right: true},
		{Title: locale.T("Left out"), Width: 92, Right: true},
		{Title: locale.T("Note"), Width: 120, Grow: 3},
	}, len(listed), func(row, column int) parts.Cell {
		if !s.preview.counted() && (column == 2 || column == 3) {
			return parts.Cell{Text: missingCell, Muted: true}
		}
		return fileCell(listed[row], column)
	})
	table.Select(s.file)
	table.OnSelected(func(row int) {
		s.file = row
		below.Objects = []fyne.CanvasObject{fileDetails(listed[row], counted)}
		below.Refresh()
		s.page.Refresh()
		showAtBottom(s.page) // what is known of it is under the list
	})
	column = append(column, container.New(tall(tableHeight(len(listed))), table), parts.HRule(), below)
	return parts.NewBareCard(parts.Column(0, column...))
}

// counted reports whether the files were read: not while something has to be
// answered before.
func (p ImportPreview) counted() bool { return !p.ZoneNeeded && !p.PersonNeeded }

// fileCell is what the list of files shows of one.
func fileCell(f ImportFile, column int) parts.Cell {
	switch column {
	case 0:
		return parts.Cell{Text: f.Name}
	case 1:
		return parts.Cell{Text: orMissing(f.Format), Muted: f.Format == ""}
	case 2:
		return parts.Cell{Text: present.Counted(f.Read), Muted: f.Read == 0}
	case 3:
		return parts.Cell{Text: present.Counted(f.Rejected), Muted: f.Rejected == 0}
	}
	return parts.Cell{Text: f.says(), Muted: true}
}

// fileDetails is what is known of a file: what it is, why nothing of it is read,
// what is taken for granted, and its first lines beside what was understood.
func fileDetails(f ImportFile, counted bool) fyne.CanvasObject {
	detail := f.Format
	if f.isRead() && counted {
		detail = joined(f.Format, locale.N("%s reading", "%s readings", f.Read, locale.Count(f.Read)))
		if f.Rejected > 0 {
			detail = joined(detail, locale.N("%s left out", "%s left out", f.Rejected, locale.Count(f.Rejected)))
		}
	}
	words := []fyne.CanvasObject{parts.NewParagraph(f.Name, parts.Strong)}
	if detail != "" {
		words = append(words, parts.NewParagraph(detail, parts.SmallMuted))
	}
	for _, why := range []string{f.Problem, f.Skipped} {
		if why != "" {
			words = append(words, parts.NewParagraph(sentence(locale.Told(why)), parts.Small))
		}
	}
	if f.Assumed != "" {
		words = append(words, parts.NewParagraph(locale.T("Taken for granted: %s", locale.Told(f.Assumed)), parts.Small))
	}
	out := []fyne.CanvasObject{parts.InsetBy(style.Space12, style.CardPadding, style.Space8, style.CardPadding, parts.Column(2, words...))}
	if len(f.Lines) > 0 {
		out = append(out, newLineTable(f))
	}
	return parts.Column(0, out...)
}

var lineColumns = []column{
	{head: locale.Key("Row"), share: 0.08, most: 48, right: true},
	{head: locale.Key("As it stands"), share: 0.46},
	{head: locale.Key("As it is understood"), share: 0.46},
}

// longestLine is how many letters of a line of a file are shown.
const longestLine = 120

// newLineTable sets the first lines of a file beside what was read of them. In
// files that are no tables a reading belongs to no line.
func newLineTable(f ImportFile) fyne.CanvasObject {
	rows := []fyne.CanvasObject{newTableHead(lineColumns)}
	table := slices.Contains([]string{".csv", ".txt", ".tsv"}, strings.ToLower(filepath.Ext(f.Name)))
	records := readLines(f.Understood)
	for i, line := range f.Lines {
		understood := ""
		switch {
		case table:
			understood = readingsText(records[i+1])
		case i < len(f.Understood):
			understood = readingsText(f.Understood[i : i+1])
		}
		rows = append(rows, newWordRow(
			lineColumns,
			parts.NewParagraph(locale.Count(i+1), parts.SmallMuted).Aligned(fyne.TextAlignTrailing),
			parts.NewParagraph(shortLine(line), parts.Small),
			parts.NewParagraph(orMissing(understood), parts.Small),
		))
	}
	return ruled(rows...)
}

// shortLine is a line of a file as it can be shown.
func shortLine(line string) string {
	line = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(line, "\uFFFD"))
	if runes := []rune(line); len(runes) > longestLine {
		return string(runes[:longestLine]) + "…"
	}
	return line
}

// readLines groups readings by the line that they stood in.
func readLines(all []ImportReading) map[int][]ImportReading {
	out := map[int][]ImportReading{}
	for _, r := range all {
		out[r.Line] = append(out[r.Line], r)
	}
	return out
}

// readingsText says what was understood of a line: when, and what was measured.
func readingsText(all []ImportReading) string {
	var words []string
	for i, r := range all {
		what := readingName(r.Metric, r.Entry)
		if r.Metric != "" {
			what += " " + sampleText(r.Sample)
		}
		if i == 0 || all[i-1].Sample.Start != r.Sample.Start {
			words = append(words, present.Moment(r.Sample.Start, r.Sample.Offset))
		}
		words = append(words, what)
	}
	return strings.Join(words, " · ")
}

// shownAssumptions is how many of what is taken for granted stands on the page.
const shownAssumptions = 3

// assumedCard says what is taken for granted in reading the files.
func assumedCard(files []ImportFile) []fyne.CanvasObject {
	var all []string
	for _, f := range files {
		if f.Assumed != "" && f.isRead() && !slices.Contains(all, f.Assumed) {
			all = append(all, f.Assumed)
		}
	}
	if len(all) == 0 {
		return nil
	}
	var words []fyne.CanvasObject
	for _, a := range all[:min(len(all), shownAssumptions)] {
		words = append(words, parts.NewParagraph(locale.T("Taken for granted: %s", locale.Told(a)), parts.Small))
	}
	if more := len(all) - shownAssumptions; more > 0 {
		words = append(words, parts.NewParagraph(locale.T("and %s more", locale.Count(more)), parts.SmallMuted))
	}
	return []fyne.CanvasObject{parts.NewCard(parts.Row(
		style.Space12, parts.NewGlyph(style.IconInfo, style.Accent, style.IconCard), parts.Stretch(parts.Column(style.Space8, words...)),
	))}
}

// joined are the words that there are, with a dot between.
func joined(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " · ")
}
