package ui

import (
	"context"
	"math"
	"slices"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// The loaders of this file run off the UI goroutine and touch nothing of the
// window.

// timelinePerson is what one person's lines come from. Notebook and preferences
// may be nil.
type timelinePerson struct {
	profile     health.Profile
	library     Library
	notebook    Notebook
	preferences Preferences
	objects     present.Objections
}

// timelineSource is where the timeline of some people comes from. Imports and
// deletions may be nil.
type timelineSource struct {
	people    []timelinePerson
	past      PastImports
	deletions Deletions
	devices   DeviceBook
	raised    []raisedLine // what was told of
	now       time.Time
	// events, where it is set, leaves what was noticed in rooms alone, and of it
	// what it holds for.
	events func(health.Entry) bool
}

// happening is a line of a timeline and what can be done about it.
type happening struct {
	present.Happening
	person int // index of the people
	// noticed means that it counts what the journal of the home lists.
	noticed bool
	// cameraOff means that its picture is not shown, as the camera is off.
	cameraOff bool
	batch     *health.Batch
	deletion  *Deletion
	notice    bool // it says what was told of
}

// needs are what the detail of one of the people works with.
func (s timelineSource) needs(person int) DataNeeds {
	p := s.people[person]
	return DataNeeds{
		Library: p.library, Past: s.past, Deletions: s.deletions, Devices: s.devices, Notebook: p.notebook, Preferences: p.preferences,
	}
}

func (s timelineSource) almanac(person int) present.Almanac {
	a := present.NewAlmanac(s.now, s.people[person].profile)
	a.Objects = s.people[person].objects
	return a
}

// personOf is the index of a profile, -1 if its lines are not asked for.
func (s timelineSource) personOf(id health.ProfileID) int {
	return slices.IndexFunc(s.people, func(p timelinePerson) bool { return p.profile.ID == id })
}

// timelineSpan is the dates of the first and the last line.
type timelineSpan struct {
	first, last health.Date
	some        bool
}

func (t *timelineSpan) take(d health.Date) {
	if !t.some {
		t.first, t.last, t.some = d, d, true
		return
	}
	if d.Compare(t.first) < 0 {
		t.first = d
	}
	if d.Compare(t.last) > 0 {
		t.last = d
	}
}

// loadTimelineSpan tells from when to when there are lines of the topics. Its
// last date is never before today, so that what comes next has its place.
func loadTimelineSpan(ctx context.Context, src timelineSource, topics present.TopicSet) (timelineSpan, error) {
	var span timelineSpan
	for i, p := range src.people {
		a := src.almanac(i)
		all, err := p.library.Metrics(ctx)
		if err != nil {
			return span, err
		}
		for _, m := range all {
			if metric, ok := told(m.Metric); ok && src.events == nil && m.Count > 0 && topics.Has(present.TopicOf(metric.Family)) {
				// Its own date may be a day before that of the person's zone.
				span.take(a.DateAt(m.First).AddDays(-1))
				span.take(a.DateAt(m.Last))
			}
		}
		if p.notebook == nil {
			continue
		}
		// The first of them, and what is dated later than today.
		tomorrow := a.Today().AddDays(1).Start(a.Zone)
		for _, from := range []int64{math.MinInt64, tomorrow} {
			for e, err := range p.notebook.Entries(ctx, from, math.MaxInt64) {
				if err != nil {
					return span, err
				}
				if src.tells(e, topics) {
					span.take(health.DateAt(e.Start, e.Offset))
					if from < tomorrow {
						break
					}
				}
			}
		}
	}
	batches, deletions, err := loadComings(src, topics)
	if err != nil {
		return span, err
	}
	for _, h := range append(batches, deletions...) {
		span.take(h.Date)
	}
	if span.some {
		span.take(src.almanac(0).Today())
	}
	return span, ctx.Err()
}

// tells reports whether a document is among what is shown.
func (s timelineSource) tells(e health.Entry, topics present.TopicSet) bool {
	if s.events != nil {
		return e.Kind == health.RoomEvent && s.events(e)
	}
	return topics.Has(present.TopicOfEntry(e.Kind))
}

// told returns the metric if a timeline tells of it: streams of unknown meaning
// are in the list of data alone.
func told(id health.MetricID) (health.Metric, bool) {
	m, ok := health.Lookup(id)
	return m, ok && !m.Generic
}

// loadComings are the lines of imports and deletions, and of what was told of.
func loadComings(src timelineSource, topics present.TopicSet) (imports, deletions []happening, err error) {
	imports = loadRaised(src, topics)
	if !topics.Has(present.TopicImports) || src.events != nil {
		return imports, nil, nil
	}
	if src.past != nil {
		batches, err := src.past.Imports()
		if err != nil {
			return nil, nil, err
		}
		for _, b := range batches {
			if i := src.personOf(b.Profile); i >= 0 {
				imports = append(imports, happening{Happening: present.ImportLine(b, src.almanac(i)), person: i, batch: &b})
			}
		}
	}
	if src.deletions != nil {
		all, err := src.deletions.Undoable()
		if err != nil {
			return nil, nil, err
		}
		for _, d := range all {
			if i := src.personOf(d.Profile); i >= 0 {
				deletions = append(deletions, happening{
					Happening: present.DeletionLine(d.At, d.Readings, d.Source, src.almanac(i)), person: i, deletion: &d,
				})
			}
		}
	}
	return imports, deletions, nil
}

// A page of the timeline begins with so many days, and takes in more until it
// has so many lines.
const (
	timelineDays  = 14
	timelineLines = 40
	// The most days that are asked for at once where there is little.
	timelineLeap = 400
)

// timelinePage is a run of days with all their lines.
type timelinePage struct {
	from, to health.Date // both included
	lines    []happening
}

// loadTimelineBack gathers the lines of to and of as many days before it as make
// a page, back to first.
func loadTimelineBack(ctx context.Context, src timelineSource, topics present.TopicSet, first, to health.Date) (timelinePage, error) {
	page := timelinePage{from: to.AddDays(1), to: to}
	for days := timelineDays; len(page.lines) < timelineLines && page.from.Compare(first) > 0; days = min(2*days, timelineLeap) {
		end := page.from.AddDays(-1)
		page.from = end.AddDays(1 - days)
		if page.from.Compare(first) < 0 {
			page.from = first
		}
		lines, err := loadTimelineDays(ctx, src, topics, page.from, end)
		if err != nil {
			return page, err
		}
		page.lines = append(page.lines, lines...)
	}
	return page, nil
}

// loadTimelineForth is loadTimelineBack towards today.
func loadTimelineForth(ctx context.Context, src timelineSource, topics present.TopicSet, from, last health.Date) (timelinePage, error) {
	page := timelinePage{from: from, to: from.AddDays(-1)}
	for days := timelineDays; len(page.lines) < timelineLines && page.to.Compare(last) < 0; days = min(2*days, timelineLeap) {
		begin := page.to.AddDays(1)
		page.to = begin.AddDays(days - 1)
		if page.to.Compare(last) > 0 {
			page.to = last
		}
		lines, err := loadTimelineDays(ctx, src, topics, begin, page.to)
		if err != nil {
			return page, err
		}
		page.lines = append(lines, page.lines...)
	}
	return page, nil
}

// loadTimelineDays gathers all lines of the dates from..to, the newest first.
func loadTimelineDays(ctx context.Context, src timelineSource, topics present.TopicSet, from, to health.Date) ([]happening, error) {
	var devices []health.Device
	if src.devices != nil {
		var err error
		if devices, err = src.devices.List(ctx); err != nil {
			return nil, err
		}
	}
	var out []happening
	for i := range src.people {
		l := timelineLoader{src: src, person: i, topics: topics, from: from, to: to, almanac: src.almanac(i), devices: devices, dark: health.DarkCamerasOf(devices)}
		if err := l.load(ctx); err != nil {
			return nil, err
		}
		out = append(out, l.out...)
	}
	imports, deletions, err := loadComings(src, topics)
	if err != nil {
		return nil, err
	}
	for _, h := range append(imports, deletions...) {
		if h.Date.Compare(from) >= 0 && h.Date.Compare(to) <= 0 {
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b happening) int { return a.Before(b.Happening) })
	return out, ctx.Err()
}
