package ui

import (
	"context"
	"math"
	"slices"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/present"
)

// timelineLoader gathers the lines of one person in a run of days.
type timelineLoader struct {
	src      timelineSource
	person   int
	topics   present.TopicSet
	from, to health.Date
	almanac  present.Almanac
	out      []happening
	devices  []health.Device // of the household
	dark     health.DarkCameras
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
	for _, h := range present.Spots(readings, lib.Profile().Units, l.own(), l.almanac.Objects) {
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
				l.add(present.DayLine(m, d, units, source, l.almanac.Objects))
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
		if h, ok := present.RoomLine(days, units, l.almanac.Objects); ok {
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
		dark := l.dark.Took(e)
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
