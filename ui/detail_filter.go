package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// tableFilter is the form that says which rows are listed: what they are, of
// which dates, values and source. What is typed holds as soon as it can be read;
// what cannot is told beside its field and holds nothing back.
type tableFilter struct {
	side *detailSide
	set  present.Filter

	form      *fyne.Container
	open      bool
	lists     *parts.Choice
	sources   *parts.Choice
	names     []health.SourceID // of the choice, after "all"
	from, to  *parts.DateField
	low, high *parts.Field
	sum       *parts.Text
	reset     *parts.Button
	unit      string
	quiet     bool // while fields are filled in by the program
}

func newTableFilter(s *detailSide) *tableFilter {
	f := &tableFilter{side: s}
	f.lists = parts.NewChoice(locale.T("Rows"), []string{""}, f.pick)
	f.sources = parts.NewChoice(locale.T("Source"), []string{""}, func(int) { f.changed(nil) })
	today := s.screen.almanac().Today()
	f.from, f.to = parts.NewDateField(locale.T("From date"), today), parts.NewDateField(locale.T("To date"), today)
	f.listen(f.from.Field)
	f.listen(f.to.Field)
	f.sum = parts.NewText("", parts.SmallMuted).Cutting(parts.CutEnd)
	f.reset = parts.NewButton(parts.Quiet, locale.T("Show all"), f.clear).Tall(style.ControlSmallHeight)
	f.form = parts.Column(style.Space8)
	return f
}

func (f *tableFilter) field(label string) *parts.Field {
	x := parts.NewField(label)
	f.listen(x)
	return x
}

func (f *tableFilter) listen(x *parts.Field) {
	x.OnChanged(func(string) { f.changed(x) })
	x.OnEnter(func() { f.changed(nil) })
}

// opened fits the form to the subject, once that is known.
func (f *tableFilter) opened() {
	var names []string
	for _, p := range f.side.list.picks() {
		names = append(names, p.name)
	}
	f.lists.SetOptions(names)
}

// lay makes the form of what there is to choose.
func (f *tableFilter) lay() {
	objects := []fyne.CanvasObject{}
	lists, sources := len(f.side.list.picks()) > 1, len(f.names) > 1
	switch {
	case lists && sources && f.side.compact():
		objects = append(objects, f.lists, f.sources)
	case lists && sources:
		objects = append(objects, parts.Columns(style.Space8, f.lists, f.sources))
	case lists:
		objects = append(objects, f.lists)
	case sources:
		objects = append(objects, f.sources)
	}
	f.from.SetPicker(!f.side.compact())
	f.to.SetPicker(!f.side.compact())
	pair := func(a, b *parts.Field) {
		if f.side.compact() && style.TextBody.Size() > float32(style.TextBody) { // large text
			objects = append(objects, a, b)
			return
		}
		objects = append(objects, parts.Columns(style.Space8, a, b))
	}
	pair(f.from.Field, f.to.Field)
	if f.low != nil {
		pair(f.low, f.high)
	}
	objects = append(objects, parts.Row(style.Space8, parts.Stretch(f.sum), f.reset))
	f.form.Objects = objects
	f.form.Refresh()
}

// fit drops what cannot be asked of a table: days are of no one source.
func (f *tableFilter) fit(data *present.Table) {
	if !slices.Contains(data.Sources, f.set.Source) {
		f.set.Source = ""
	}
}

// listed is told that other rows are listed.
func (f *tableFilter) listed() {
	data := f.side.list.data
	f.sum.SetText(f.side.list.counted())
	f.reset.Hidden = !f.set.Any()
	unit := filterUnit(data)
	if f.low == nil && data.Lists != present.EachStage || unit != f.unit {
		f.unit = unit
		label := func(with, without string) string {
			if unit == "" {
				return without
			}
			return with
		}
		f.low = f.field(label(locale.C("value", "From (%s)", unit), locale.T("From value")))
		f.high = f.field(label(locale.C("value", "To (%s)", unit), locale.T("To value")))
	}
	if data.Lists == present.EachStage {
		f.low, f.high = nil, nil
	}
	chosen := f.set.Source
	f.names = slices.Clone(data.Sources)
	health.SortSources(f.names)
	options := []string{locale.T("All sources")}
	for _, id := range f.names {
		options = append(options, present.SourceName(id))
	}
	f.sources.SetOptions(options)
	for i, id := range f.names {
		if id == chosen {
			f.sources.SetSelected(i + 1)
		}
	}
	if f.open {
		f.lay()
	}
}

// filterUnit is the unit in which values are typed.
func filterUnit(t *present.Table) string {
	switch {
	case t.Lists == present.EachNight, t.Scale.Spans():
		return "h"
	case t.Scale.Unit == health.Inch:
		return "in"
	}
	return t.Scale.Symbol()
}

// changed reads the form. A field that is still being typed in is not told to be
// wrong before it can be known to be.
func (f *tableFilter) changed(typing *parts.Field) {
	if f.quiet {
		return
	}
	next := present.Filter{From: f.date(f.from, typing), To: f.date(f.to, typing)}
	if none := (health.Date{}); next.From != none && next.To != none && next.To.Compare(next.From) < 0 {
		f.to.SetError(locale.T("This is before the first date."))
		next.To = none
	}
	if f.low != nil {
		next.Low, next.High = f.limit(f.low), f.limit(f.high)
		if next.Low.Set && next.High.Set && next.High.V < next.Low.V {
			f.high.SetError(locale.T("This is less than the first value."))
			next.High = present.Limit{}
		}
	}
	if i := f.sources.Selected(); i > 0 && i <= len(f.names) {
		next.Source = f.names[i-1]
	}
	f.side.relay() // reasons take room
	if next == f.set {
		return
	}
	f.set = next
	f.apply()
}

// apply lists by what is set.
func (f *tableFilter) apply() {
	l := &f.side.list
	if l.wanted() != l.asked {
		l.load()
		return
	}
	l.arrange(l.data)
}

// wholeDate is from how many letters on a date is more than begun.
const wholeDate = 8

func (f *tableFilter) date(x *parts.DateField, typing *parts.Field) health.Date {
	if x.Field == typing && len(x.Text()) < wholeDate {
		x.SetError("")
	} else {
		x.Check(true)
	}
	d, _ := x.Date() // the zero Date for what is none
	return d
}

func (f *tableFilter) limit(x *parts.Field) present.Limit {
	x.SetError("")
	if x.Text() == "" {
		return present.Limit{}
	}
	v, err := locale.ParseNumber(x.Text())
	if err != nil {
		x.SetError(locale.Reason(err))
		return present.Limit{}
	}
	shown := v.Float64()
	if f.unit == "h" {
		shown *= 3600
	}
	return present.Limit{V: shown, Set: true}
}

// pick lists something else.
func (f *tableFilter) pick(i int) {
	l := &f.side.list
	l.picked = i
	f.side.closeDetails()
	f.low, f.high = nil, nil
	f.set.Low, f.set.High, f.set.Source = present.Limit{}, present.Limit{}, ""
	f.side.sorted, f.side.down = 0, true
	l.load()
}

// clear lists all rows.
func (f *tableFilter) clear() {
	f.quiet = true
	for _, x := range []*parts.Field{f.from.Field, f.to.Field, f.low, f.high} {
		if x != nil {
			x.SetText("")
			x.SetError("")
		}
	}
	f.sources.SetSelected(0)
	f.lists.SetSelected(f.side.list.picked)
	f.quiet = false
	f.set = present.Filter{}
	f.apply()
}

// drop takes one part of the filter away.
func (f *tableFilter) drop(fields ...*parts.Field) {
	f.quiet = true
	for _, x := range fields {
		x.SetText("")
	}
	f.quiet = false
	f.changed(nil)
}

// toggleFilter opens or closes the form.
func (s *detailSide) toggleFilter() {
	if s.filter.open {
		s.closeFilter()
		return
	}
	s.openFilter()
}

// openFilter opens the form and goes to its first field.
func (s *detailSide) openFilter() {
	if s.list.data == nil {
		return
	}
	if s.open && s.compact() {
		s.closeDetails()
	}
	s.filter.open = true
	s.filter.listed()
	s.filter.lay()
	s.setAbove(1, true)
	s.showChips()
	s.relay()
	s.filter.from.Focus()
	s.filter.from.SelectAll()
}

// closeFilter closes the form and reports whether it was open. What is set
// holds.
func (s *detailSide) closeFilter() bool {
	if !s.filter.open {
		return false
	}
	s.filter.open = false
	parts.Unfocus(s.card)
	s.setAbove(1, false)
	s.showChips()
	s.relay()
	if _, ok := s.selected(); ok && s.table.Visible() {
		parts.Focus(s.table)
	}
	return true
}

// showChips shows what is filtered while the form is closed.
func (s *detailSide) showChips() {
	f := s.filter
	s.chips.Objects = nil
	if chips := f.tell(); !f.open && len(chips) > 0 {
		s.chips.Objects = append(chips, parts.InsetBy(6, 0, 0, 0, parts.NewText(s.list.counted(), parts.SmallMuted)))
	}
	s.setAbove(2, len(s.chips.Objects) > 0)
	s.chips.Refresh()
}

// tell are the chips of what is set; pressing one takes it away.
func (f *tableFilter) tell() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	add := func(words string, drop func()) {
		chip := parts.NewChip(words, style.IconClose, style.Text, drop)
		chip.SetOn(true)
		out = append(out, chip)
	}
	none := health.Date{}
	switch {
	case f.set.From != none && f.set.To != none:
		add(locale.DateSpan(f.set.From, f.set.To), func() { f.drop(f.from.Field, f.to.Field) })
	case f.set.From != none:
		add(locale.T("From %s", locale.FullDate(f.set.From)), func() { f.drop(f.from.Field) })
	case f.set.To != none:
		add(locale.T("Until %s", locale.FullDate(f.set.To)), func() { f.drop(f.to.Field) })
	}
	if f.low != nil {
		unit := ""
		if f.unit != "" {
			unit = "\u00a0" + f.unit
		}
		low, high := f.low.Text(), f.high.Text()
		switch {
		case f.set.Low.Set && f.set.High.Set:
			add(low+"–"+high+unit, func() { f.drop(f.low, f.high) })
		case f.set.Low.Set:
			add("≥\u00a0"+low+unit, func() { f.drop(f.low) })
		case f.set.High.Set:
			add("≤\u00a0"+high+unit, func() { f.drop(f.high) })
		}
	}
	if f.set.Source != "" {
		add(present.SourceName(f.set.Source), func() {
			f.sources.SetSelected(0)
			f.changed(nil)
		})
	}
	return out
}
