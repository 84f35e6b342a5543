package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Sections is a list of the parts of a page, of which one is shown, as the rail
// is of the places of the window.
type Sections struct {
	widget.BaseWidget
	rows   []*railRow
	column *fyne.Container
}

// NewSections returns the list with the first selected.
func NewSections(places []Place) *Sections {
	s := &Sections{column: Column(2)}
	for _, p := range places {
		row := newRailRow(p)
		row.free = true
		s.rows = append(s.rows, row)
		s.column.Add(row)
	}
	s.ExtendBaseWidget(s)
	s.Select(0)
	return s
}

// Select marks the section of that index; -1 marks none.
func (s *Sections) Select(index int) { selectRow(s.rows, index) }

// selectRow marks one of rows and no other.
func selectRow(rows []*railRow, index int) {
	for i, row := range rows {
		if on := i == index; row.selected != on {
			row.selected = on
			row.Refresh()
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Sections) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.column) }
