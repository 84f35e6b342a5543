package reports

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"vitalkeep/charts"
	"vitalkeep/health"
)

// What a report holds at most of one section.
const (
	mostListed = 160  // readings
	mostDays   = 62   // days of what is recorded in passing
	mostDots   = 2000 // readings that are drawn one by one; else days are
)

// gatherer goes through the data once for each metric.
type gatherer struct {
	data        Data
	order       Order
	loc         *time.Location
	first, last int64 // of everything seen
	some        bool
	readings    int
	failed      error // of drawing
}

// sections makes those that there is something for, in the order of the metrics.
func (g *gatherer) sections(ctx context.Context) ([]section, error) {
	var out []section
	pressure := slices.Contains(g.order.Metrics, "systolic") && slices.Contains(g.order.Metrics, "diastolic")
	for _, id := range g.order.Metrics {
		m, ok := health.Lookup(id)
		if !ok || !Fits(id) {
			continue
		}
		var s section
		var err error
		switch {
		case pressure && id == "diastolic":
			continue
		case pressure && id == "systolic":
			s, ok, err = g.pressure(ctx)
		default:
			s, ok, err = g.metric(ctx, m)
		}
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, s)
		}
	}
	return out, g.failed
}

// take notes a reading that a figure rests on.
func (g *gatherer) take(r health.Reading) {
	if !g.some {
		g.first, g.last, g.some = r.Start, r.Start, true
	}
	g.first, g.last = min(g.first, r.Start), max(g.last, r.Start)
	g.readings++
	if g.order.Progress != nil && g.readings%4096 == 0 {
		g.order.Progress(int64(g.readings))
	}
}

// period is what the title says of the time.
func (g *gatherer) period() string {
	from, to := g.first, g.last
	if g.order.From != 0 || g.order.To != 0 {
		if g.order.From > math.MinInt64/2 {
			from = g.order.From
		}
		if g.order.To < math.MaxInt64/2 {
			to = g.order.To - 1
		}
	} else if !g.some {
		return ""
	}
	a, b := g.day(from), g.day(to)
	if a == b {
		return a
	}
	return a + " to " + b
}

func (g *gatherer) day(ms int64) string { return time.UnixMilli(ms).In(g.loc).Format("2 January 2006") }

// date writes a date as a list has it.
func date(d health.Date) string {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format("2 Jan 2006")
}

// clock writes the moment of a reading on its own clock.
func clock(ms int64, offset int32) string {
	return time.UnixMilli(ms + int64(offset)*1000).UTC().Format("2 Jan 2006, 15:04")
}

// newest keeps the last so many of what it is given.
type newest[T any] struct {
	most  int
	rows  []T
	count int
}

func (n *newest[T]) add(row T) {
	if len(n.rows) < n.most {
		n.rows = append(n.rows, row)
	} else {
		n.rows[n.count%n.most] = row
	}
	n.count++
}

// all returns what is kept, the newest first.
func (n *newest[T]) all() []T {
	at := len(n.rows)
	if n.count > n.most {
		at = n.count % n.most
	}
	out := append(slices.Clone(n.rows[at:]), n.rows[:at]...)
	slices.Reverse(out)
	return out
}

// note says of how many rows those are that a list holds.
func (n *newest[T]) note(what string) string {
	if n.count <= n.most {
		return ""
	}
	return fmt.Sprintf("The newest %d of %s %s.", n.most, grouped(n.count), what)
}

// grouped writes a count with its thousands apart.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "\u202f" + text[i:]
	}
	return text
}

// amount writes a canonical value as a person sees the metric.
func (g *gatherer) amount(m health.Metric, v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	unit := g.order.Profile.Units.DisplayUnit(m)
	if g.order.Profile.Units.Stones(m) {
		return stones(unit.FromCanonical(v), health.DisplayDecimals(m, unit))
	}
	d, ok := health.FromFloat(unit.FromCanonical(v), uint8(health.DisplayDecimals(m, unit))) //nolint:gosec // a few
	if !ok {
		return "–"
	}
	return decimal(d)
}

// written writes a reading: with the digits that were measured where it was in
// the unit that the person reads.
func (g *gatherer) written(m health.Metric, r health.Reading) string {
	if r.Unit == g.order.Profile.Units.DisplayUnit(m) && !g.order.Profile.Units.Stones(m) {
		return decimal(r.Value)
	}
	return g.amount(m, r.Canonical())
}

// stones writes pounds as stones and pounds; the unit that stands behind it is
// the pound.
func stones(lb float64, decimals int) string {
	scale := math.Pow10(decimals)
	parts := math.Round(lb * scale)
	whole := math.Floor(parts / (health.StonePounds * scale))
	return strconv.Itoa(int(whole)) + "\u00a0st " + strconv.FormatFloat((parts-whole*health.StonePounds*scale)/scale, 'f', decimals, 64)
}

func decimal(d health.Decimal) string { return strings.Replace(d.String(), "-", "−", 1) }

// unitOf is the unit that a section's numbers are in.
func (g *gatherer) unitOf(m health.Metric) string {
	return g.order.Profile.Units.DisplayUnit(m).Symbol()
}

// metric makes the section of any metric but blood pressure.
func (g *gatherer) metric(ctx context.Context, m health.Metric) (section, bool, error) {
	unit := g.order.Profile.Units.DisplayUnit(m)
	fold := health.NewDayFold(m)
	sources := map[health.SourceID]int{}
	list := newest[health.Reading]{most: mostListed}
	var dots []charts.Point
	var low, high, sum float64
	count := 0
	for r, err := range g.data.Readings(ctx, m.ID) {
		if err != nil {
			return section{}, false, err
		}
		g.take(r)
		fold.Add(&r)
		sources[r.Source]++
		v := r.Canonical()
		if count == 0 {
			low, high = v, v
		}
		low, high, sum = min(low, v), max(high, v), sum+v
		count++
		list.add(r)
		if len(dots) <= mostDots {
			x := unit.FromCanonical(v)
			dots = append(dots, charts.Point{T: r.Start + r.Duration/2, V: x, Lo: x, Hi: x, N: 1})
		}
	}
	if count == 0 {
		return section{}, false, nil
	}
	if !g.order.Objections.Allows(health.Statistics) {
		return g.plain(m, fold, dots, &list, sources), true, nil
	}
	days := fold.Days()
	s := section{title: titled(m.Name, g.unitOf(m)), sources: named(sources)}
	figures := table{head: []string{"", "Average", "Lowest", "Highest", "Days", "Readings"}}
	if m.Day != health.DaySum {
		figures.rows = append(figures.rows, []string{
			"All readings", g.amount(m, sum/float64(count)), g.amount(m, low), g.amount(m, high), grouped(len(days)), grouped(count),
		})
	}
	figures.rows = append(figures.rows, g.dayRow(m, "By day", days, count))
	if n := len(days); n > 0 {
		last := days[max(0, n-30):]
		if days[n-1].Date.Number()-days[0].Date.Number() > 30 {
			from := days[n-1].Date.AddDays(-29)
			for len(last) > 0 && last[0].Date.Compare(from) < 0 {
				last = last[1:]
			}
			readings := 0
			for _, d := range last {
				readings += d.Readings
			}
			figures.rows = append(figures.rows, g.dayRow(m, "Last 30 days, by day", last, readings))
		}
	}
	s.figures = figures
	s.notes = append(s.notes, byDayWords(m))
	s.graph, s.caption = g.graph(m, days, dots, count)
	if m.Active && m.Day != health.DaySum {
		s.list = g.readingTable(m, &list, len(sources))
		return s, true, nil
	}
	dayList := newest[health.Day]{most: mostDays}
	for _, d := range days {
		dayList.add(d)
	}
	s.list = g.dayTable(m, &dayList)
	return s, true, nil
}

// plain is a section of readings, or of the totals of days, and of nothing that
// they come to.
func (g *gatherer) plain(m health.Metric, fold *health.DayFold, dots []charts.Point, list *newest[health.Reading], sources map[health.SourceID]int) section {
	s := section{title: titled(m.Name, g.unitOf(m)), sources: named(sources)}
	if m.Day == health.DaySum {
		days := newest[health.Day]{most: mostDays}
		all := fold.Days()
		for _, d := range all {
			days.add(d)
		}
		s.graph, s.caption = g.graph(m, all, dots, list.count)
		s.list = g.dayTable(m, &days)
		return s
	}
	if list.count <= mostDots {
		s.graph = g.draw(charts.Joined{Points: dots, Color: inkOf(m)}, health.DisplayDecimals(m, g.order.Profile.Units.DisplayUnit(m)))
		s.caption = "Each dot is a reading."
	}
	s.list = g.readingTable(m, list, len(sources))
	return s
}

// readingTable lists readings.
func (g *gatherer) readingTable(m health.Metric, list *newest[health.Reading], sources int) table {
	t := table{title: "Readings", note: list.note("readings"), head: []string{"Time", titled("Value", g.unitOf(m)), "Source"}, list: true}
	for _, r := range list.all() {
		t.rows = append(t.rows, []string{clock(r.Start, r.Offset), g.written(m, r), r.Source.Name()})
	}
	t.plain(sources)
	return t
}

// dayTable lists days instead of readings that were recorded in passing.
func (g *gatherer) dayTable(m health.Metric, days *newest[health.Day]) table {
	t := table{title: "Days", note: days.note("days"), twice: true}
	if m.Day == health.DaySum {
		t.head = []string{"Day", "Total"}
		for _, d := range days.all() {
			t.rows = append(t.rows, []string{date(d.Date), g.amount(m, d.Value)})
		}
		return t
	}
	t.head = []string{"Day", "Average", "Lowest", "Highest"}
	for _, d := range days.all() {
		t.rows = append(t.rows, []string{date(d.Date), g.amount(m, d.Value), g.amount(m, d.Min), g.amount(m, d.Max)})
	}
	return t
}

func titled(name, unit string) string {
	if unit == "" {
		return name
	}
	return name + " (" + unit + ")"
}

func byDayWords(m health.Metric) string {
	switch m.Day {
	case health.DaySum:
		return "Figures are of whole days as they were recorded; days without any are left out. Sources are never added up."
	case health.DayLast:
		return "By day: each day counts once, with its last reading."
	}
	return "By day: each day counts once, with the mean of its readings."
}

// dayRow is what days come to, each once.
func (g *gatherer) dayRow(m health.Metric, name string, days []health.Day, readings int) []string {
	low, high, sum := math.NaN(), math.NaN(), 0.0
	for i, d := range days {
		if i == 0 {
			low, high = d.Value, d.Value
		}
		low, high, sum = min(low, d.Value), max(high, d.Value), sum+d.Value
	}
	mean := math.NaN()
	if len(days) > 0 {
		mean = sum / float64(len(days))
	}
	return []string{name, g.amount(m, mean), g.amount(m, low), g.amount(m, high), grouped(len(days)), grouped(readings)}
}

// named lists sources with what they gave, the one that counts first.
func named(sources map[health.SourceID]int) []string {
	ids := slices.Collect(maps.Keys(sources))
	health.SortSources(ids)
	var out []string
	for _, id := range ids {
		out = append(out, fmt.Sprintf("%s (%s)", id.Name(), grouped(sources[id])))
	}
	return out
}
