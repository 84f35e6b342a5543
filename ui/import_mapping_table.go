package ui

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// Widths of the columns of a table that is asked about.
const (
	mappedColumn     = 196
	understoodColumn = 264
)

// tableCard shows the first rows of the table, with what each column holds over
// it, and beside each row how it is understood.
func (s *ImportScreen) tableCard(t ImportTable) fyne.CanvasObject {
	var columns []fyne.CanvasObject
	for i := range t.Mapping.Columns {
		columns = append(columns, parts.Width(mappedColumn, s.mappedColumn(t, i)))
	}
	sideways := container.NewHScroll(parts.InsetBy(style.Space12, style.Space12, style.Space16, style.CardPadding, parts.Row(style.Space12, columns...)))
	understood := parts.InsetBy(style.Space12, style.CardPadding, style.Space16, style.Space12, s.understoodColumn(t))
	return parts.NewBareCard(container.New(besideTable{}, sideways, parts.NewFill(style.Line, 0, fyne.Size{}), understood))
}

// besideTable sets a column of fixed width at the right of what scrolls.
type besideTable struct{}

func (besideTable) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := max(objects[0].MinSize().Height, objects[2].MinSize().Height)
	return fyne.NewSize(mappedColumn+understoodColumn, h)
}

func (besideTable) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	room := size.Width - understoodColumn
	objects[0].Resize(fyne.NewSize(room, size.Height))
	objects[1].Move(fyne.NewPos(room, 0))
	objects[1].Resize(fyne.NewSize(style.Hairline, size.Height))
	objects[2].Move(fyne.NewPos(room, 0))
	objects[2].Resize(fyne.NewSize(understoodColumn, size.Height))
}

// tableLine is the height of a line of the table.
func tableLine() float32 { return style.Height(28, style.TextSmall) }

// mappedColumn is one column: what it holds, in which unit, its name, its cells.
func (s *ImportScreen) mappedColumn(t ImportTable, i int) fyne.CanvasObject {
	c := t.Mapping.Columns[i]
	header := ""
	if i < len(t.Header) {
		header = t.Header[i]
	}
	roles := rolesOf(t, i)
	names := make([]string, len(roles))
	for j, r := range roles {
		names[j] = roleName(r)
	}
	roleBox := "role " + strconv.Itoa(i)
	role := parts.NewChoice(locale.T("What “%s” holds", header), names, func(j int) {
		s.setMapping(func(m *TableMapping) { m.Columns[i] = TableColumn{Role: roles[j]} }, roleBox)
	}).Bare()
	role.SetSelected(max(0, slices.Index(roles, c.Role)))
	s.boxes[roleBox] = role

	unit := container.New(tall(style.Height(style.ControlHeight, style.TextBody)))
	if units := unitsOf(c.Role); len(units) > 1 {
		unitNames := []string{}
		if !c.Known {
			unitNames = append(unitNames, locale.T("Choose…"))
		}
		first := len(unitNames)
		for _, u := range units {
			unitNames = append(unitNames, u.Symbol())
		}
		unitBox := "unit " + strconv.Itoa(i)
		box := parts.NewChoice(locale.T("Unit of %s", header), unitNames, func(j int) {
			if j >= first {
				s.setMapping(func(m *TableMapping) { m.Columns[i].Unit, m.Columns[i].Known = units[j-first], true }, unitBox)
			}
		}).Bare()
		if c.Known {
			box.SetSelected(slices.Index(units, c.Unit))
		}
		s.boxes[unitBox] = box
		unit.Add(box)
	} else if c.Known && c.Unit.Symbol() != "" {
		unit.Add(parts.NewText(c.Unit.Symbol(), parts.BodyMuted).Cutting(parts.CutEnd))
	}
	ink := parts.Small
	if c.Role == roleNone {
		ink = parts.SmallMuted
	}
	lines := []fyne.CanvasObject{role, unit, container.New(tall(tableLine()), parts.NewText(header, parts.SmallStrong).Cutting(parts.CutEnd))}
	for _, row := range t.Rows {
		cell := ""
		if i < len(row) {
			cell = shortLine(row[i])
		}
		lines = append(lines, container.New(tall(tableLine()), parts.NewText(cell, ink).Cutting(parts.CutEnd)))
	}
	return parts.Column(style.Space4, lines...)
}

// understoodColumn says of each row how it is read, as far as all is answered.
func (s *ImportScreen) understoodColumn(t ImportTable) fyne.CanvasObject {
	blank := func(h float32) fyne.CanvasObject { return container.New(tall(h)) }
	control := style.Height(style.ControlHeight, style.TextBody)
	lines := []fyne.CanvasObject{
		blank(control), blank(control),
		container.New(tall(tableLine()), parts.NewText(locale.T("As it is understood"), parts.SmallStrong).Cutting(parts.CutEnd)),
	}
	first := 1
	if t.Mapping.Header {
		first = 2
	}
	records := readLines(t.Understood)
	for i := range t.Rows {
		words, role := readingsText(records[first+i]), parts.Small
		at := slices.IndexFunc(t.Rejects, func(r health.Reject) bool { return r.Row == first+i })
		if words == "" {
			words, role = missingCell, parts.SmallMuted
			if at >= 0 {
				words = sentence(locale.Told(t.Rejects[at].Reason))
			}
		}
		lines = append(lines, container.New(tall(tableLine()), parts.NewText(words, role).Cutting(parts.CutEnd)))
	}
	return parts.Column(style.Space4, lines...)
}

// rolesOf are the roles that a column can have, those that are asked about in
// front.
func rolesOf(t ImportTable, column int) []string {
	roles := []string{roleNone}
	for _, q := range t.Open {
		if q.What == askRole && q.Column == column {
			roles = append(roles, q.Choices...)
		}
	}
	roles = append(roles, roleDateTime, roleDate, roleTime, roleComment, rolePressure)
	for _, m := range health.Metrics() {
		roles = append(roles, string(m.ID))
	}
	if own := t.Mapping.Columns[column].Role; !slices.Contains(roles, own) {
		roles = append(roles, own)
	}
	var out []string
	for _, r := range roles {
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// roleName is what a column holds in words.
func roleName(role string) string {
	switch role {
	case roleNone:
		return locale.T("Leave out")
	case roleDateTime:
		return locale.T("Date and time")
	case roleDate:
		return locale.T("Date")
	case roleTime:
		return locale.T("Time of day")
	case roleComment:
		return locale.T("Comment")
	case rolePressure:
		return locale.T("Blood pressure, as 120/80")
	}
	if m, ok := health.Lookup(health.MetricID(role)); ok {
		return present.MetricName(m)
	}
	return role
}

// unitsOf are the units that a column of the role can have.
func unitsOf(role string) []health.Unit {
	want := health.MillimetreOfMercury
	if role != rolePressure {
		m, ok := health.Lookup(health.MetricID(role))
		if !ok || m.Unit == health.NoUnit {
			return nil
		}
		want = m.Unit.Canonical()
	}
	var out []health.Unit
	for u := health.Unit(0); u.Known(); u++ {
		if u != health.NoUnit && u.Canonical() == want {
			out = append(out, u)
		}
	}
	return out
}
