package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
)

// tableList is the rows of the table: which are loaded, which of them are
// listed, and in which order.
type tableList struct {
	side   *detailSide
	data   *present.Table
	order  present.Order
	nights map[health.Date]present.Night

	picked  int       // index into picks
	asked   rowsAsked // what was asked for last
	window  present.Window
	loaded  bool
	partial bool // only the newest are loaded so far
}

const (
	// manyRows is how many rows are read or sorted without telling how far it is.
	manyRows = 200_000
	// firstRows is about how many of the newest are shown while all are read.
	firstRows = 2000
)

// listPick is a choice of what the table lists.
type listPick struct {
	name  string
	asked rowsAsked
	// graph follows the span and the listing of the graph.
	graph bool
}

// picks are what the table of the subject can list, the usual choice first.
func (l *tableList) picks() []listPick {
	s, a := l.side.screen.subject, l.side.screen.almanac()
	graph := listPick{name: locale.T("As in the graph"), graph: true}
	days := listPick{name: present.EachDay.Title(s), asked: rowsAsked{lists: present.EachDay, whole: true}}
	each := listPick{name: locale.T("Every reading"), asked: rowsAsked{lists: present.EachReading, whole: true}}
	switch {
	case s.Kind == present.Nights:
		nights := []listPick{{name: present.EachNight.Title(s), asked: rowsAsked{lists: present.EachNight, whole: true}}}
		if s.Has("sleep_stage") {
			nights = append(nights, listPick{name: present.EachStage.Title(s), asked: rowsAsked{lists: present.EachStage, whole: true}})
		}
		return nights
	case s.Metric.Day == health.DayNone, s.Kind == present.Untold:
		return []listPick{graph, each}
	case s.ListsAll(present.Window{}) && s.Kind == present.Pressure:
		return []listPick{each} // a day has no one blood pressure
	case s.ListsAll(present.Window{}) && !a.MayMean(s):
		return []listPick{each}
	case s.ListsAll(present.Window{}):
		return []listPick{each, days}
	case !a.MayMean(s):
		return []listPick{graph, each}
	}
	return []listPick{graph, days, each}
}

// wanted is what is to be listed now.
func (l *tableList) wanted() rowsAsked {
	s := l.side.screen.subject
	picks := l.picks()
	p := picks[min(l.picked, len(picks)-1)]
	if !p.graph {
		return p.asked
	}
	asked := rowsAsked{window: l.window, lists: present.EachReading, whole: l.side.filter.set.Dates()}
	if l.side.screen.almanac().ListsDays(s, l.window) {
		asked.lists = present.EachDay
	}
	if asked.whole {
		asked.window = present.Window{}
	}
	return asked
}

// many reports whether so much is asked for that the newest come first.
func (l *tableList) many(asked rowsAsked) bool {
	s := asked.subject(l.side.screen.subject, l.side.screen.all)
	return asked.whole && (asked.lists == present.EachReading || asked.lists == present.EachStage) && s.Count > manyRows
}

// follow loads the rows again if what is listed depends on the window.
func (l *tableList) follow(w present.Window) {
	l.window = w
	if !l.loaded || l.wanted() != l.asked {
		l.load()
	}
}

// sideData is what the table shows.
type sideData struct {
	table  *present.Table
	nights []present.Night
}

// load reads the rows: where they are many, the newest first.
func (l *tableList) load() {
	d := l.side.screen
	d.ordering.Cancel()
	l.asked, l.loaded = l.wanted(), true
	asked := l.asked
	if l.many(asked) {
		asked.tail = firstRows
	}
	l.read(asked)
}

func (l *tableList) read(asked rowsAsked) {
	d := l.side.screen
	lib, subject, all, a := d.lib, d.subject, d.all, d.almanac()
	Run(d.listing, func(ctx context.Context, report func(Step)) (sideData, error) {
		t, nights, err := loadTable(ctx, lib, all, subject, a, asked, report)
		return sideData{t, nights}, err
	}, func(step Step) {
		if l.many(asked) {
			l.side.progress(locale.T("Reading all measurements…"), step.Fraction, l.stopReading)
		}
	}, func(data sideData, err error) {
		l.side.progress("", 0, nil)
		if err != nil {
			l.loaded = false
			l.side.fail(err)
			return
		}
		l.nights = map[health.Date]present.Night{}
		for _, n := range data.nights {
			l.nights[n.Date] = n
		}
		l.partial = asked.tail > 0
		l.arrange(data.table)
		if l.partial {
			l.read(l.asked)
		}
	}, nil)
}

// stopReading gives up reading all rows and goes back to what the graph shows.
func (l *tableList) stopReading() {
	l.side.screen.listing.Cancel()
	l.side.progress("", 0, nil)
	l.picked = 0
	l.side.filter.clear()
}

// arrange lists the rows of a table by filter and order.
func (l *tableList) arrange(data *present.Table) {
	s := l.side
	if data == nil {
		return
	}
	s.filter.fit(data)
	filter, column, down := s.filter.set, s.sorted, s.down
	if column >= len(data.Heads()) {
		column, down = 0, true
		s.sorted, s.down = column, down
	}
	Run(s.screen.ordering, func(ctx context.Context, report func(Step)) (present.Order, error) {
		return data.Arrange(ctx, filter, column, down, func(f float64) { report(Step{Fraction: f}) })
	}, func(step Step) {
		if data.Len() > manyRows {
			s.progress(locale.T("Sorting…"), step.Fraction, l.stopSorting)
		}
	}, func(order present.Order, err error) {
		if !s.screen.listing.Running() {
			s.progress("", 0, nil)
		}
		if err != nil {
			s.fail(err)
			return
		}
		chosen, had := s.selected()
		l.data, l.order = data, order
		s.listed(chosen, had)
	}, nil)
}

// stopSorting gives up sorting and lists the newest first.
func (l *tableList) stopSorting() {
	l.side.screen.ordering.Cancel()
	l.side.progress("", 0, nil)
	l.side.sorted, l.side.down = 0, true
	l.arrange(l.data)
}

// counted says how many rows are listed, and of how many.
func (l *tableList) counted() string {
	n, all := l.order.Len(), l.data.Len()
	if l.partial {
		all = l.asked.subject(l.side.screen.subject, l.side.screen.all).Count
	}
	return locale.T("%[1]s of %[2]s rows", locale.Count(n), locale.Count(all))
}

// placeOf is where a row is listed, -1 if it is not any more.
func (l *tableList) placeOf(row present.Row) int {
	i := l.data.Nearest(row.At)
	if i < 0 || l.data.At(i) != row.At {
		return -1
	}
	// Several sources may have measured at the same instant.
	for j := i; j >= 0 && l.data.At(j) == row.At; j-- {
		i = j
	}
	for j := i; j < l.data.Len() && l.data.At(j) == row.At; j++ {
		if r := l.data.Row(j); r.Source == row.Source {
			return l.order.Place(j)
		}
	}
	return -1
}

// progress shows how far reading or sorting is; no words take it away.
func (s *detailSide) progress(words string, fraction float64, cancel func()) {
	if words == "" {
		s.busy.Objects = nil
		if s.busy.Visible() {
			s.busy.Hide()
			s.setAbove(3, false)
			s.relay()
		}
		return
	}
	if len(s.busy.Objects) == 1 {
		if p, ok := s.busy.Objects[0].(*parts.Progress); ok && p.Label() == words {
			p.Set(words, fraction)
			return
		}
	}
	p := parts.NewProgress(words, cancel)
	p.Set(words, fraction)
	s.busy.Objects = []fyne.CanvasObject{p}
	s.busy.Show()
	s.setAbove(3, true)
	s.relay()
}
