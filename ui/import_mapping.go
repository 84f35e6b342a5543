package ui

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// askMapping shows how tables are read, and asks what they leave open.
func (s *ImportScreen) askMapping(tables []ImportTable) {
	s.stage, s.tables, s.tableFailure = importMapping, tables, nil
	s.table = max(0, slices.IndexFunc(tables, func(t ImportTable) bool { return len(t.Open) > 0 }))
	s.show(s.mappingPage())
	s.look()
}

// leaveMapping goes back to the preview where there is one to go back to.
func (s *ImportScreen) leaveMapping() {
	s.understand.Cancel()
	if s.preview.waits() {
		s.abandon()
		return
	}
	s.stage, s.tables = importPreviewed, nil
	s.show(s.previewPage())
}

// setMapping takes what was chosen about the table on show, and looks at it
// again.
func (s *ImportScreen) setMapping(change func(m *TableMapping), focus string) {
	t := s.tables[s.table]
	m := t.Mapping.clone()
	change(&m)
	chosen := map[string]TableMapping{}
	for key, one := range s.options.Mappings {
		chosen[key] = one
	}
	chosen[t.Key] = m
	s.options.Mappings = chosen
	s.tables = slices.Clone(s.tables)
	s.tables[s.table].Mapping, s.tables[s.table].Remembered = m, false
	s.redraw()
	s.focusBox(focus)
	s.look()
}

// look has the tables understood by what is chosen so far.
func (s *ImportScreen) look() {
	imports, paths, options := s.needs.Import, s.paths, s.options
	Run(s.understand, func(ctx context.Context, _ func(Step)) ([]ImportTable, error) {
		importLine.Lock()
		defer importLine.Unlock()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return imports.Understand(ctx, paths, options)
	}, nil, func(tables []ImportTable, err error) {
		if s.stage != importMapping {
			return
		}
		s.tableFailure = err
		if err == nil && len(tables) > 0 {
			s.tables = tables
			s.table = min(s.table, len(tables)-1)
		}
		focus := s.focusedBox()
		s.redraw()
		s.focusBox(focus)
	}, nil)
}

// focusBox gives a control of the page the keyboard by its name, and focusedBox
// is the name of the one that has it.
func (s *ImportScreen) focusBox(name string) {
	if box := s.boxes[name]; box != nil {
		parts.Focus(box)
	}
}

func (s *ImportScreen) focusedBox() string {
	for name, box := range s.boxes {
		if s.focused(box) {
			return name
		}
	}
	return ""
}

// goOn reads the files by what was chosen.
func (s *ImportScreen) goOn() {
	if tablesOpen(s.tables) || s.understand.Running() {
		return
	}
	chosen := map[string]TableMapping{}
	for key, m := range s.options.Mappings {
		chosen[key] = m
	}
	for _, t := range s.tables {
		if _, ok := chosen[t.Key]; !ok && !t.Remembered {
			chosen[t.Key] = t.Mapping // it was seen, and found right
		}
	}
	s.options.Mappings = chosen
	s.readFiles(s.paths)
}

// forgetMapping drops what was chosen at an earlier import for tables like the
// one on show.
func (s *ImportScreen) forgetMapping() {
	imports, profile, key := s.needs.Import, s.options.Profile, s.tables[s.table].Key
	chosen := map[string]TableMapping{}
	for k, m := range s.options.Mappings {
		if k != key {
			chosen[k] = m
		}
	}
	s.options.Mappings = chosen
	Run(s.understand, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		importLine.Lock()
		defer importLine.Unlock()
		return struct{}{}, imports.Forget(ctx, profile, key)
	}, nil, func(_ struct{}, err error) {
		if s.stage != importMapping {
			return
		}
		if err != nil {
			s.tableFailure = err
			s.redraw()
			return
		}
		s.look()
	}, nil)
}

// mappingPage shows a table and how it is read.
func (s *ImportScreen) mappingPage() fyne.CanvasObject {
	s.boxes = map[string]fyne.Focusable{}
	t := s.tables[s.table]
	bar := parts.NewTopBar(locale.T("How the table is read"), joined(t.File, t.Preset), s.Back)
	var content []fyne.CanvasObject
	if len(s.tables) > 1 {
		names := make([]string, len(s.tables))
		for i, x := range s.tables {
			names[i] = x.File
			if n := len(x.Open); n > 0 {
				names[i] = joined(x.File, locale.N("%s question", "%s questions", n, locale.Count(n)))
			}
		}
		which := parts.NewChoice(locale.T("File"), names, func(i int) {
			s.table = i
			s.redraw()
			s.focusBox("file")
		})
		which.SetSelected(s.table)
		s.boxes["file"] = which
		content = append(content, which)
	}
	if s.tableFailure != nil {
		what, todo := s.needs.Explain(s.tableFailure)
		content = append(content, parts.NewNotice(parts.NoticeDanger, what, todo, parts.NewButton(parts.Quiet, locale.T("Try again"), s.look)))
	}
	if len(t.Open) > 0 {
		content = append(content, s.questionCard(t))
	}
	content = append(content, s.settingsCard(t), s.tableCard(t))
	words := locale.T("It is remembered for tables with the same header.")
	if tablesOpen(s.tables) {
		words = locale.T("Nothing is read before all questions are answered.")
	}
	s.goOnButton = parts.NewButton(parts.Primary, locale.T("Continue"), s.goOn).Tall(style.ControlLargeHeight)
	s.goOnButton.SetEnabled(!tablesOpen(s.tables))
	s.boxes["continue"] = s.goOnButton
	foot := parts.Row(
		style.Space8, parts.Stretch(parts.NewParagraph(words, parts.SmallMuted)),
		parts.NewButton(parts.Outlined, locale.T("Cancel"), s.Back).Tall(style.ControlLargeHeight), s.goOnButton,
	)
	return newTransferPage(s.needs.Compact, bar, foot, content...)
}

// questionCard asks what the table leaves open, in words.
func (s *ImportScreen) questionCard(t ImportTable) fyne.CanvasObject {
	n := len(t.Open)
	rows := []fyne.CanvasObject{parts.Row(
		style.Space8, parts.NewGlyph(style.IconWarning, style.Warning, style.IconCard),
		parts.Stretch(parts.NewText(locale.N("%s question is open.", "%s questions are open.", n, locale.Count(n)), parts.BodyMuted).Cutting(parts.CutEnd)),
	)}
	for i, q := range t.Open {
		words, answers := t.question(q)
		row := []fyne.CanvasObject{parts.NewParagraph(words, parts.Strong)}
		var buttons []fyne.CanvasObject
		for j, a := range answers {
			name := "question " + strconv.Itoa(i) + " " + strconv.Itoa(j)
			button := parts.NewButton(parts.Outlined, a, func() {
				s.setMapping(func(m *TableMapping) { m.answer(q, q.Choices[j]) }, "question 0 0")
			})
			s.boxes[name] = button
			buttons = append(buttons, button)
		}
		if len(buttons) > 0 {
			row = append(row, parts.Flow(style.Space8, buttons...))
		}
		rows = append(rows, parts.Column(style.Space8, row...))
	}
	return parts.NewCard(parts.Column(style.Space16, rows...))
}

// mostAnswers is how many answers stand as buttons; of more, the column asks.
const mostAnswers = 8

// question puts what a table leaves open into words, with its answers; without
// answers it is answered over the columns of the table.
func (t ImportTable) question(q TableQuestion) (words string, answers []string) {
	column := ""
	if q.Column >= 0 && q.Column < len(t.Header) {
		column = t.Header[q.Column]
	}
	switch q.What {
	case askDates:
		return t.dateQuestion(q)
	case askUnit:
		for _, c := range q.Choices {
			answers = append(answers, unitNamed(c))
		}
		return locale.T("In which unit are the numbers of the column “%s”?", column), answers
	case askDecimal:
		for _, c := range q.Choices {
			answers = append(answers, commaName(c))
		}
		return locale.T("Which sign stands before the decimals?"), answers
	case askComma:
		for _, c := range q.Choices {
			answers = append(answers, commaName(c))
		}
		return locale.T("What stands between the columns?"), answers
	case askEncoding:
		return locale.T("In which encoding are the words, so that their letters come out right?"), q.Choices
	}
	if column == "" || len(q.Choices) > mostAnswers {
		if slices.Contains(q.Choices, roleDate) {
			return locale.T("Which column holds the date? Choose it over the table."), nil
		}
		return locale.T("What do the columns hold? Choose it over the table."), nil
	}
	for _, c := range q.Choices {
		answers = append(answers, roleName(c))
	}
	return locale.T("What does the column “%s” hold?", column), answers
}

// dateQuestion asks by a date of the table that each form reads as another day.
func (t ImportTable) dateQuestion(q TableQuestion) (words string, answers []string) {
	at := slices.IndexFunc(t.Mapping.Columns, func(c TableColumn) bool { return c.Role == roleDateTime || c.Role == roleDate })
	for _, row := range t.Rows {
		if at < 0 || at >= len(row) {
			break
		}
		var days []string
		for _, form := range q.Choices {
			if d, ok := dateBy(form, row[at]); ok {
				days = append(days, locale.LongDate(d))
			}
		}
		if len(days) == len(q.Choices) && len(slices.Compact(slices.Clone(days))) == len(days) {
			cell, _, _ := strings.Cut(row[at], " ")
			return locale.T("Which day is %s?", cell), days
		}
	}
	return locale.T("How are the dates written?"), q.Choices
}

// dateBy reads a date by a form such as "dd/mm/yyyy".
func dateBy(form, cell string) (health.Date, bool) {
	number := func(r rune) bool { return r < '0' || r > '9' }
	fields, order := strings.FieldsFunc(cell, number), strings.FieldsFunc(form, func(r rune) bool { return r < 'a' || r > 'z' })
	if len(fields) < 3 || len(order) != 3 {
		return health.Date{}, false
	}
	var d health.Date
	for i, part := range order {
		n, err := strconv.Atoi(fields[i])
		if err != nil {
			return d, false
		}
		switch part {
		case "dd":
			d.Day = n
		case "mm":
			d.Month = time.Month(n)
		case "yy":
			d.Year = 1900 + n
			if n < 70 {
				d.Year += 100
			}
		default:
			d.Year = n
		}
	}
	return d, d == d.AddDays(0) && d.Day > 0
}

// answer takes the answer to a question.
func (m *TableMapping) answer(q TableQuestion, choice string) {
	switch q.What {
	case askDates:
		m.Dates = choice
	case askDecimal:
		m.Decimal = choice
	case askComma:
		m.Comma = choice
	case askEncoding:
		m.Encoding = choice
	case askUnit:
		if u, ok := health.ParseUnit(choice); ok && q.Column < len(m.Columns) {
			m.Columns[q.Column].Unit, m.Columns[q.Column].Known = u, true
		}
	case askRole:
		if q.Column >= 0 && q.Column < len(m.Columns) {
			m.Columns[q.Column] = TableColumn{Role: choice}
		}
	}
}

// unitNamed is the sign of a unit by its ID.
func unitNamed(id string) string {
	if u, ok := health.ParseUnit(id); ok && u.Symbol() != "" {
		return u.Symbol()
	}
	return id
}

// commaName is a sign of a table in words.
func commaName(sign string) string {
	switch sign {
	case ",":
		return locale.T("Comma ( , )")
	case ";":
		return locale.T("Semicolon ( ; )")
	case "|":
		return locale.T("Bar ( | )")
	case "\t":
		return locale.T("Tab")
	case ".":
		return locale.T("Point ( . )")
	}
	return missingCell
}

// settingsCard shows how the text of the table is written, and lets it be chosen
// where the file does not prove it.
func (s *ImportScreen) settingsCard(t ImportTable) fyne.CanvasObject {
	m := t.Mapping
	choice := func(name, label string, options []string, say func(string) string, now string, set func(*TableMapping, string)) fyne.CanvasObject {
		if !slices.Contains(options, now) {
			options = append([]string{now}, options...)
		}
		if len(options) < 2 {
			return newFact(label, say(now))
		}
		words := make([]string, len(options))
		for i, o := range options {
			words[i] = say(o)
		}
		c := parts.NewChoice(label, words, func(i int) { s.setMapping(func(m *TableMapping) { set(m, options[i]) }, name) })
		c.SetSelected(slices.Index(options, now))
		s.boxes[name] = c
		return c
	}
	asIs := func(v string) string { return orMissing(v) }
	decimals := []string{m.Decimal}
	if m.Decimal != "" || slices.ContainsFunc(t.Open, func(q TableQuestion) bool { return q.What == askDecimal }) {
		decimals = []string{".", ","}
	}
	body := []fyne.CanvasObject{container.New(
		evenColumns{n: 4, gap: style.Gap},
		newFact(locale.T("Between columns"), commaName(m.Comma)),
		choice("decimal", locale.T("Decimal sign"), decimals, commaName, m.Decimal, func(m *TableMapping, v string) { m.Decimal = v }),
		choice("dates", locale.T("Dates"), t.DateForms, asIs, m.Dates, func(m *TableMapping, v string) { m.Dates = v }),
		choice("encoding", locale.T("Encoding"), t.Encodings, asIs, m.Encoding, func(m *TableMapping, v string) { m.Encoding = v }),
	)}
	if t.Remembered {
		body = append(body, parts.Row(
			style.Space8, parts.Stretch(parts.NewParagraph(locale.T("Read as you chose for a table with the same header."), parts.SmallMuted)),
			parts.NewButton(parts.Quiet, locale.T("Forget it"), s.forgetMapping),
		))
	}
	return parts.NewCard(parts.Column(style.Space12, body...))
}

// tableText says in the preview how tables are read.
func tableText(tables []ImportTable) string {
	if slices.ContainsFunc(tables, func(t ImportTable) bool { return t.Remembered }) {
		return locale.T("Read as you chose for a table with the same header.")
	}
	if tables[0].Preset != "" && len(tables) == 1 {
		return locale.T("Read as a table of %s.", tables[0].Preset)
	}
	return locale.N("Read as a table, by the names of its columns.", "Read as tables, by the names of their columns.", len(tables))
}
