package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// exportSpan is a length of time up to today; 0 days are all of time, and betweenDates
// what two dates say.
type exportSpan struct {
	words string // a key of package locale
	days  int
}

const betweenDates = -1

var exportSpans = []exportSpan{
	{locale.Key("All of time"), 0},
	{locale.Key("The last 30 days"), 30},
	{locale.Key("The last 90 days"), 90},
	{locale.Key("The last 12 months"), 365},
	{locale.Key("Between two dates"), betweenDates},
}

func (s *ExportScreen) spanChoice() fyne.CanvasObject {
	words := make([]string, len(exportSpans))
	for i, x := range exportSpans {
		words[i] = locale.Dynamic(x.words)
	}
	c := parts.NewChoice(locale.T("From when"), words, func(i int) {
		s.keepDates()
		s.span, s.askReplace, s.writeFailure = i, false, nil
		s.redraw()
	})
	c.SetSelected(s.span)
	return c
}

// keepDates keeps what is typed while the page is built anew.
func (s *ExportScreen) keepDates() {
	if s.from != nil {
		s.fromText = [2]string{s.from.Text(), s.to.Text()}
	}
}

// spanDates are the fields of the two dates, nil where none are asked for.
func (s *ExportScreen) spanDates() fyne.CanvasObject {
	s.keepDates()
	s.from, s.to = nil, nil
	if exportSpans[s.span].days != betweenDates {
		return nil
	}
	today := s.today()
	s.from, s.to = parts.NewDateField(locale.T("First day"), today), parts.NewDateField(locale.T("Last day"), today)
	s.from.SetText(s.fromText[0])
	s.to.SetText(s.fromText[1])
	return container.New(evenColumns{n: 3, gap: style.Gap}, s.from, s.to)
}

func (s *ExportScreen) zone() *time.Location { return zoneOr(s.person().Zone) }

func (s *ExportScreen) today() health.Date {
	now := s.needs.Now().UnixMilli()
	return health.DateAt(now, health.OffsetAt(now, s.zone()))
}

// formChoices ask what the form leaves to the person.
func (s *ExportScreen) formChoices() []fyne.CanvasObject {
	if s.format >= len(s.formats) {
		return nil
	}
	var out []fyne.CanvasObject
	answers := s.answers()
	for _, q := range s.formats[s.format].Choices {
		words := make([]string, len(q.Values))
		at := 0
		for i, v := range q.Values {
			words[i] = locale.Dynamic(v.Title)
			if answers[q.ID] == v.ID {
				at = i
			}
		}
		c := parts.NewChoice(locale.Dynamic(q.Title), words, func(i int) {
			if s.choices == nil {
				s.choices = map[string]string{}
			}
			s.choices[q.ID] = q.Values[i].ID
		})
		c.SetSelected(at)
		out = append(out, c)
	}
	return out
}

// answers are those to the form's questions: as chosen, else as is usual with the
// person's units.
func (s *ExportScreen) answers() map[string]string {
	out := map[string]string{}
	for _, q := range s.formats[s.format].Choices {
		answer := s.choices[q.ID]
		switch {
		case answer != "":
		case s.person().Units.US():
			answer = q.US
		case len(q.Values) > 0:
			answer = q.Values[0].ID
		}
		out[q.ID] = answer
	}
	return out
}

// takes reports whether what is exported has the metric or kind of entry.
func (s *ExportScreen) takes(h Holding) bool {
	kind, _ := kindOf(h.Metric, h.Entry)
	return s.fits(h) && !slices.Contains(s.without, kind.name)
}

// fits reports whether the form has a place for it.
func (s *ExportScreen) fits(h Holding) bool {
	return s.format >= len(s.formats) || s.formats[s.format].Holds(h)
}

// whatCard lists what there is by kind, each to leave away.
func (s *ExportScreen) whatCard() fyne.CanvasObject {
	c := holdingColumns
	rows := []fyne.CanvasObject{newTableHead(c)}
	for _, k := range exportKinds(s.holdings) {
		placed := 0
		for _, h := range s.holdings {
			if kind, _ := kindOf(h.Metric, h.Entry); kind.name == k.name && s.fits(h) {
				placed += h.Count
			}
		}
		if placed == 0 {
			rows = append(rows, newTableRow(c, kindRowHeight, kindCell(k), textCell(c[1], locale.T("not in this form"), parts.SmallMuted)))
			continue
		}
		tick := parts.NewTick(locale.Dynamic(k.name), func(on bool) {
			s.without = slices.DeleteFunc(s.without, func(n string) bool { return n == k.name })
			if !on {
				s.without = append(s.without, k.name)
			}
			s.redraw()
		})
		tick.SetOn(!slices.Contains(s.without, k.name))
		rows = append(rows, newTableRow(c, kindRowHeight, fillMiddle(tick), figure(c[1], placed, parts.Body)))
	}
	sum := parts.NewFill(style.Control, 0, fyne.NewSize(0, style.Hairline))
	total := newTableRow(c, kindRowHeight, textCell(c[0], locale.T("Total"), parts.Strong), figure(c[1], s.held(), parts.Strong))
	return parts.NewBareCard(parts.Column(0, ruled(rows...), sum, total))
}

// options are what was chosen; false where a date is not one yet.
func (s *ExportScreen) options() (ExportOptions, bool) {
	o := ExportOptions{Profile: s.profile, Format: s.formats[s.format].ID, Choices: s.answers()}
	if len(s.without) > 0 {
		o.Metrics, o.Kinds = []health.MetricID{}, []health.EntryKind{}
		for _, h := range s.holdings {
			switch {
			case !s.takes(h):
			case h.Metric != "":
				o.Metrics = append(o.Metrics, h.Metric)
			default:
				o.Kinds = append(o.Kinds, h.Entry)
			}
		}
	}
	switch days := exportSpans[s.span].days; {
	case days == betweenDates:
		if !s.from.Check(false) || !s.to.Check(false) {
			return o, false
		}
		from, _ := s.from.Date()
		to, _ := s.to.Date()
		if to.Compare(from) < 0 {
			s.to.SetError(locale.T("The last day is before the first."))
			return o, false
		}
		o.From, o.To = from.Start(s.zone()), to.AddDays(1).Start(s.zone())
	case days > 0:
		today := s.today()
		o.From, o.To = today.AddDays(1-days).Start(s.zone()), today.AddDays(1).Start(s.zone())
	}
	return o, true
}

// fillMiddle sets an object in the middle of the height of a row, over its width.
func fillMiddle(o fyne.CanvasObject) fyne.CanvasObject { return container.New(midHigh{}, o) }

type midHigh struct{}

// MinSize implements fyne.Layout.
func (midHigh) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (midHigh) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h := min(objects[0].MinSize().Height, size.Height)
	objects[0].Move(fyne.NewPos(0, (size.Height-h)/2))
	objects[0].Resize(fyne.NewSize(size.Width, h))
}
