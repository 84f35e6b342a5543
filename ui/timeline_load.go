package ui

import (
	"context"
	"encoding/hex"
	"math"
	"slices"
	"strings"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
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
}

// timelineSource is where the timeline of some people comes from. Imports and
// deletions may be nil.
type timelineSource struct {
	people    []timelinePerson
	past      PastImports
	deletions Deletions
	devices   DeviceBook
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
}

// needs are what the detail of one of the people works with.
func (s timelineSource) needs(person int) DataNeeds {
	p := s.people[person]
	return DataNeeds{
		Library: p.library, Past: s.past, Deletions: s.deletions, Devices: s.devices, Notebook: p.notebook, Preferences: p.preferences,
	}
}

func (s timelineSource) almanac(person int) present.Almanac {
	return present.NewAlmanac(s.now, s.people[person].profile)
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
				span.take(a.DateAt(m.First))
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

// loadComings are the lines of imports and deletions.
func loadComings(src timelineSource, topics present.TopicSet) (imports, deletions []happening, err error) {
	if !topics.Has(present.TopicImports) || src.events != nil {
		return nil, nil, nil
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
		l := timelineLoader{src: src, person: i, topics: topics, from: from, to: to, almanac: src.almanac(i), devices: devices, off: camerasOff(devices)}
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

// timelineLoader gathers the lines of one person in a run of days.
type timelineLoader struct {
	src      timelineSource
	person   int
	topics   present.TopicSet
	from, to health.Date
	almanac  present.Almanac
	out      []happening
	devices  []health.Device // of the household
	off      map[string]bool // those whose camera is off
	// nights are the moments at which sleeps began that a line tells of.
	nights map[rowKey]bool
}

func (l *timelineLoader) add(h present.Happening) {
	if h.Date.Compare(l.from) >= 0 && h.Date.Compare(l.to) <= 0 && l.topics.Has(h.Topic) {
		l.out = append(l.out, happening{Happening: h, person: l.person})
	}
}

// span is the instants in which a line of the dates can begin, whatever the
// zone it was taken in.
func (l *timelineLoader) span() (from, to int64) {
	return l.from.AddDays(-1).Start(time.UTC), l.to.AddDays(2).Start(time.UTC)
}

func (l *timelineLoader) load(ctx context.Context) error {
	p := l.src.people[l.person]
	if l.src.events != nil {
		return l.entries(ctx)
	}
	all, err := p.library.Metrics(ctx)
	if err != nil {
		return err
	}
	if err := l.spots(ctx, all); err != nil {
		return err
	}
	if err := l.streams(ctx, all); err != nil {
		return err
	}
	if l.topics.Has(present.TopicSleep) {
		if err := l.sleeps(ctx, all); err != nil {
			return err
		}
	}
	return l.entries(ctx)
}

// taken parts the sources of a metric: those of measurements that people took on
// purpose, and those of recordings.
func taken(s present.Summary) (purpose, passing []health.SourceID) {
	for _, source := range s.Sources {
		if ok, _ := health.MayDelete(s.Metric, health.UnknownEntry, source); ok {
			purpose = append(purpose, source)
		} else {
			passing = append(passing, source)
		}
	}
	return purpose, passing
}

// reaches reports whether a metric has anything in the dates.
func (l *timelineLoader) reaches(s present.Summary) bool {
	from, to := l.span()
	return s.Count > 0 && s.Last >= from-present.SleepLead && s.First < to
}

// spots gathers what was measured on purpose.
func (l *timelineLoader) spots(ctx context.Context, all []present.Summary) error {
	lib := l.src.people[l.person].library
	from, to := l.span()
	var readings []health.Reading
	for _, s := range all {
		m, ok := told(s.Metric)
		if !ok || !l.reaches(s) || !l.topics.Has(present.TopicOf(m.Family)) && !companion(m.ID) {
			continue
		}
		purpose, passing := taken(s)
		if len(passing) == 0 {
			// Of all sources, since a measurement may have come twice.
			rs, err := collect(ctx, lib.Readings(ctx, s.Metric, from, to))
			if err != nil {
				return err
			}
			readings = append(readings, rs...)
			continue
		}
		for _, source := range purpose {
			rs, err := collect(ctx, lib.SourceReadings(ctx, s.Metric, source, from, to))
			if err != nil {
				return err
			}
			readings = append(readings, rs...)
		}
	}
	for _, h := range present.Spots(readings, lib.Profile().Units, l.own()) {
		l.add(h)
	}
	return nil
}

// companion reports whether a metric stands in lines of another family: the
// pulse of a weigh-in.
func companion(id health.MetricID) bool { return id == "heart_rate" }

// streams gathers the lines of whole days.
func (l *timelineLoader) streams(ctx context.Context, all []present.Summary) error {
	lib := l.src.people[l.person].library
	units := lib.Profile().Units
	activity, room := map[health.Date]map[health.MetricID]health.Day{}, map[health.Date]map[health.MetricID]health.Day{}
	put := func(into map[health.Date]map[health.MetricID]health.Day, m health.MetricID, d health.Day) {
		if into[d.Date] == nil {
			into[d.Date] = map[health.MetricID]health.Day{}
		}
		into[d.Date][m] = d
	}
	for _, s := range all {
		m, ok := told(s.Metric)
		if !ok || m.Day == health.DayNone || m.Family == health.Sleep || !l.reaches(s) || !l.topics.Has(present.TopicOf(m.Family)) {
			continue
		}
		_, passing := taken(s)
		if len(passing) == 0 {
			continue
		}
		to := l.to
		if end := l.almanac.DateAt(s.Last).AddDays(2); end.Compare(to) < 0 {
			to = end
		}
		days, err := lib.Days(ctx, s.Metric, l.from, to)
		if err != nil {
			return err
		}
		source := ""
		if len(s.Sources) == 1 {
			source = present.SourceName(s.Sources[0])
		}
		for _, d := range days {
			switch m.Family {
			case health.Activity:
				put(activity, m.ID, d)
			case health.Room:
				put(room, m.ID, d)
			default:
				l.add(present.DayLine(m, d, units, source))
			}
		}
	}
	today := l.almanac.Today()
	for date, days := range activity {
		if h, ok := present.ActivityLine(days, units, date == today); ok {
			l.add(h)
		}
	}
	for _, days := range room {
		if h, ok := present.RoomLine(days, units); ok {
			l.add(h)
		}
	}
	return nil
}

// sleeps gathers nights and naps by the totals of their stages, or, where no
// source sums them up, by the stages themselves.
func (l *timelineLoader) sleeps(ctx context.Context, all []present.Summary) error {
	lib := l.src.people[l.person].library
	from, to := l.span()
	from -= present.SleepLead
	l.nights = map[rowKey]bool{}
	sums := map[rowKey]*present.Asleep{}
	totals := false
	for _, s := range all {
		field := stageField(s.Metric)
		if field == nil || s.Count == 0 {
			continue
		}
		totals = true
		for _, source := range s.Sources {
			for r, err := range lib.SourceReadings(ctx, s.Metric, source, from, to) {
				if err != nil {
					return err
				}
				key := rowKey{r.Start, source}
				a := sums[key]
				if a == nil {
					nan := math.NaN()
					a = &present.Asleep{Start: r.Start, End: r.End(), Offset: r.Offset, Source: source, Night: present.Night{Deep: nan, Light: nan, REM: nan, Wake: nan, Awakenings: nan}}
					sums[key] = a
				}
				*field(&a.Night) = r.Canonical()
			}
		}
	}
	for key, a := range sums {
		if !math.IsNaN(a.Night.Asleep()) {
			l.nights[key] = true
			l.add(present.SleepLine(*a))
		}
	}
	i := slices.IndexFunc(all, func(s present.Summary) bool { return s.Metric == "sleep_stage" && s.Count > 0 })
	if totals || i < 0 {
		return nil
	}
	for _, source := range all[i].Sources {
		readings, err := collect(ctx, lib.SourceReadings(ctx, "sleep_stage", source, from, to))
		if err != nil {
			return err
		}
		for _, sleep := range present.Sleeps(present.Stages(readings)) {
			nights := present.NightsOfStages(sleep)
			if len(nights) != 1 || math.IsNaN(nights[0].Asleep()) {
				continue
			}
			last := slices.MaxFunc(sleep, func(a, b present.Stage) int { return int(a.To/1000 - b.To/1000) })
			l.nights[rowKey{sleep[0].From, source}] = true
			l.add(present.SleepLine(present.Asleep{Start: sleep[0].From, End: last.To, Offset: last.Offset, Source: source, Night: nights[0]}))
		}
	}
	return nil
}

// stageField is where the total of a stage goes, nil for other metrics.
func stageField(m health.MetricID) func(*present.Night) *float64 {
	switch m {
	case "sleep_deep":
		return func(n *present.Night) *float64 { return &n.Deep }
	case "sleep_light":
		return func(n *present.Night) *float64 { return &n.Light }
	case "sleep_rem":
		return func(n *present.Night) *float64 { return &n.REM }
	case "sleep_awake":
		return func(n *present.Night) *float64 { return &n.Wake }
	}
	return nil
}

// entries gathers documents.
func (l *timelineLoader) entries(ctx context.Context) error {
	p := l.src.people[l.person]
	if p.notebook == nil {
		return nil
	}
	from, to := l.span()
	noticed := map[noticedDay]map[string]int{}
	for e, err := range p.notebook.Entries(ctx, from-present.SleepLead, to) {
		if err != nil {
			return err
		}
		if e.Kind == health.SleepNight && l.nights[rowKey{e.Start, e.Source}] {
			continue
		}
		if !l.src.tells(e, l.topics) {
			continue
		}
		if l.src.events == nil && inPassing(e) {
			day := noticedDay{health.DateAt(e.Start, e.Offset), e.Source}
			if noticed[day] == nil {
				noticed[day] = map[string]int{}
			}
			noticed[day][e.Field(health.FieldEvent)]++
			continue
		}
		h := present.EntryLine(e, p.profile.Units)
		dark := l.off[strings.ToLower(e.Field(health.FieldDevice))] && (h.Picture != "" || e.Field(health.FieldEvent) == "picture")
		if dark {
			h.Picture = ""
			h.Detail = present.Facts(locale.T("The camera is off: its picture is not shown"), h.Detail)
		}
		n := len(l.out)
		l.add(h)
		if dark && len(l.out) > n {
			l.out[n].cameraOff = true
		}
	}
	for day, counts := range noticed {
		n := len(l.out)
		l.add(present.NoticedLine(day.date, counts, present.SourceName(day.source)))
		if len(l.out) > n {
			l.out[n].noticed = true
		}
	}
	return nil
}

// noticedDay is a day of a source that notices what happens in a room.
type noticedDay struct {
	date   health.Date
	source health.SourceID
}

// inPassing reports whether a document is one of the many that a device records
// without anybody asking: a timeline counts them, a home's journal lists them.
func inPassing(e health.Entry) bool {
	return e.Kind == health.RoomEvent && e.Field(health.FieldPicture) == "" && e.Field(health.FieldEvent) != "picture"
}

// own are the devices whose data can be the person's.
func (l *timelineLoader) own() []health.Device {
	id := l.src.people[l.person].profile.ID
	return slices.DeleteFunc(slices.Clone(l.devices), func(d health.Device) bool {
		return len(d.Owners) > 0 && !slices.Contains(d.Owners, id)
	})
}

// camerasOff are the devices whose camera is switched off, by the hexadecimal
// digits of their ID.
func camerasOff(devices []health.Device) map[string]bool {
	off := map[string]bool{}
	for _, d := range devices {
		if d.CameraOff {
			off[hex.EncodeToString(d.ID[:])] = true
		}
	}
	return off
}
