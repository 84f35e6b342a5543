package ui

import (
	"context"
	"iter"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// actions are the buttons at the top right: what the subject comes to, what
// every page has, and Add for this very subject.
func (d *DetailScreen) actions() []fyne.CanvasObject {
	s := d.shell
	var out []fyne.CanvasObject
	if s.offersInsights() {
		out = append(out, parts.NewButton(parts.Outlined, locale.T("Insights"), func() {
			if d.ready {
				s.OpenInsights(d.subject.ID)
			}
		}).WithIcon(style.IconInsight))
	}
	return append(out, s.ActionsFor(Adding{Subject: d.id})...)
}

// choosable are the sources that can be shown alone. What a night consists of
// comes from several streams together.
func (d *DetailScreen) choosable() []health.SourceID {
	i := slices.IndexFunc(d.every, func(m present.Summary) bool { return m.Metric == d.subject.Metric.ID })
	if i < 0 || d.subject.Kind == present.Nights || len(d.every[i].Sources) < 2 {
		return nil
	}
	out := slices.Clone(d.every[i].Sources)
	health.SortSources(out)
	return out
}

// showSource says which sources are shown, where there are several.
func (d *DetailScreen) showSource() {
	b := d.main.source
	name := locale.T("All sources")
	if d.source != "" {
		name = present.SourceName(d.source)
	}
	b.SetLabel(name)
	setShown(b, len(d.choosable()) > 0)
}

// chooseSource opens the list of the sources.
func (d *DetailScreen) chooseSource() {
	item := func(name string, id health.SourceID) *fyne.MenuItem {
		m := fyne.NewMenuItem(name, func() {
			parts.Focus(d.main.source)
			d.showOnly(id)
		})
		m.Checked = id == d.source
		return m
	}
	items := []*fyne.MenuItem{item(locale.T("All sources"), "")}
	for _, id := range d.choosable() {
		items = append(items, item(present.SourceName(id), id))
	}
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), d.shell.Window().Canvas())
	menu.ShowAtRelativePosition(fyne.NewPos(0, d.main.source.Size().Height+style.Space4), d.main.source)
}

// showOnly shows one source alone, or with "" all of them by their order.
func (d *DetailScreen) showOnly(source health.SourceID) {
	if source == d.source {
		return
	}
	d.source, d.lib = source, d.needs.Library
	if source != "" {
		d.lib = oneSource{Library: d.needs.Library, source: source}
	}
	d.side.closeDetails()
	d.Reload()
}

// oneSource is a library in which nothing but one source is seen.
type oneSource struct {
	Library
	source health.SourceID
}

// Metrics implements Library.
func (l oneSource) Metrics(ctx context.Context) ([]present.Summary, error) {
	all, err := l.Library.Metrics(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]present.Summary, 0, len(all))
	for _, m := range all {
		if !slices.Contains(m.Sources, l.source) {
			continue
		}
		if len(m.Sources) > 1 {
			if err := l.narrow(ctx, &m); err != nil {
				return nil, err
			}
		}
		m.Sources = []health.SourceID{l.source}
		out = append(out, m)
	}
	return out, nil
}

// narrow makes a summary of all sources one of the source alone.
func (l oneSource) narrow(ctx context.Context, m *present.Summary) error {
	buckets, err := l.Overview(ctx, m.Metric, l.source, m.First, m.Last+1, 1000)
	if err != nil || len(buckets) == 0 {
		return err
	}
	m.Count = 0
	for _, b := range buckets {
		m.Count += b.Count
	}
	end := m.Last + 1
	first, last := buckets[0], buckets[len(buckets)-1]
	for r, err := range l.SourceReadings(ctx, m.Metric, l.source, max(first.Start, m.First), end) {
		if err != nil {
			return err
		}
		m.First = r.Start
		break
	}
	for r, err := range l.SourceReadings(ctx, m.Metric, l.source, max(last.Start, m.First), end) {
		if err != nil {
			return err
		}
		m.Last = r.Start
	}
	return ctx.Err()
}

// Readings implements Library.
func (l oneSource) Readings(ctx context.Context, metric health.MetricID, from, to int64) iter.Seq2[health.Reading, error] {
	return l.SourceReadings(ctx, metric, l.source, from, to)
}

// Days implements Library.
func (l oneSource) Days(ctx context.Context, metric health.MetricID, from, to health.Date) ([]health.Day, error) {
	m, ok := health.Lookup(metric)
	if !ok {
		return nil, nil
	}
	zone, err := l.Profile().Location()
	if err != nil {
		return nil, err
	}
	// A reading's own date may be a day off the person's zone.
	days, err := health.Days(m, l.Readings(ctx, metric, from.AddDays(-2).Start(zone), to.AddDays(3).Start(zone)))
	return slices.DeleteFunc(days, func(x health.Day) bool {
		return x.Date.Compare(from) < 0 || x.Date.Compare(to) > 0
	}), err
}
