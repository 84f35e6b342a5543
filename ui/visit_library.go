package ui

import (
	"context"
	"iter"
	"slices"
	"strconv"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// visitLibrary is what somebody sees of one person's data during a visit: the
// chosen metrics and nothing else. What it hands out says neither whose it is nor
// in which file it stood, and names no thing by what a person called it.
type visitLibrary struct {
	behind  Library
	person  health.Profile
	shown   map[health.MetricID]bool
	aliases map[health.SourceID]health.SourceID // of sources with names of their own
	sources map[health.SourceID]health.SourceID // and back
}

// newVisitLibrary shows the given metrics of a library, whose summaries are all.
func newVisitLibrary(behind Library, all []present.Summary, shown []health.MetricID) *visitLibrary {
	l := &visitLibrary{
		behind: behind, person: visitor(behind.Profile()), shown: map[health.MetricID]bool{},
		aliases: map[health.SourceID]health.SourceID{}, sources: map[health.SourceID]health.SourceID{},
	}
	var sources []health.SourceID
	for _, m := range all {
		if slices.Contains(shown, m.Metric) {
			l.shown[m.Metric] = true
			sources = append(sources, m.Sources...)
		}
	}
	health.SortSources(sources)
	for _, s := range slices.Compact(sources) {
		if _, _, name := s.Parts(); name != "" {
			alias := plainSource(s) + health.SourceID("/"+strconv.Itoa(len(l.aliases)+1))
			l.aliases[s], l.sources[alias] = alias, s
		}
	}
	return l
}

// visitor is a person of whom nothing is told but what their data needs to be
// read right.
func visitor(p health.Profile) health.Profile {
	return health.Profile{ID: p.ID, Units: p.Units, Zone: p.Zone, Week: p.Week, Dates: p.Dates, Born: p.Born, Sex: p.Sex}
}

// plainSource is a source without the name that somebody gave it.
func plainSource(s health.SourceID) health.SourceID {
	giver, class, _ := s.Parts()
	return health.SourceID(giver + ":" + class)
}

// alias is what a source is called during the visit.
func (l *visitLibrary) alias(s health.SourceID) health.SourceID {
	if a, ok := l.aliases[s]; ok {
		return a
	}
	return plainSource(s)
}

// source is the source of an alias.
func (l *visitLibrary) source(alias health.SourceID) health.SourceID {
	if s, ok := l.sources[alias]; ok {
		return s
	}
	return alias
}

// Profile implements Library.
func (l *visitLibrary) Profile() health.Profile { return l.person }

// Metrics implements Library.
func (l *visitLibrary) Metrics(ctx context.Context) ([]present.Summary, error) {
	all, err := l.behind.Metrics(ctx)
	if err != nil {
		return nil, err
	}
	var out []present.Summary
	for _, m := range all {
		if !l.shown[m.Metric] {
			continue
		}
		sources := make([]health.SourceID, len(m.Sources))
		for i, s := range m.Sources {
			sources[i] = l.alias(s)
		}
		m.Sources = sources
		out = append(out, m)
	}
	return out, nil
}

// Readings implements Library.
func (l *visitLibrary) Readings(ctx context.Context, metric health.MetricID, from, to int64) iter.Seq2[health.Reading, error] {
	if !l.shown[metric] {
		return noReadings
	}
	return l.bare(l.behind.Readings(ctx, metric, from, to))
}

// SourceReadings implements Library.
func (l *visitLibrary) SourceReadings(ctx context.Context, metric health.MetricID, source health.SourceID, from, to int64) iter.Seq2[health.Reading, error] {
	if !l.shown[metric] {
		return noReadings
	}
	return l.bare(l.behind.SourceReadings(ctx, metric, l.source(source), from, to))
}

func noReadings(func(health.Reading, error) bool) {}

// bare takes from readings what tells where they came from.
func (l *visitLibrary) bare(all iter.Seq2[health.Reading, error]) iter.Seq2[health.Reading, error] {
	return func(yield func(health.Reading, error) bool) {
		for r, err := range all {
			r.Source, r.Batch, r.Also, r.Origin = l.alias(r.Source), health.BatchID{}, nil, health.Origin{}
			if !yield(r, err) {
				return
			}
		}
	}
}

// Days implements Library.
func (l *visitLibrary) Days(ctx context.Context, metric health.MetricID, from, to health.Date) ([]health.Day, error) {
	if !l.shown[metric] {
		return nil, nil
	}
	return l.behind.Days(ctx, metric, from, to)
}

// Overview implements Library.
func (l *visitLibrary) Overview(ctx context.Context, metric health.MetricID, source health.SourceID, from, to int64, points int) ([]present.Bucket, error) {
	if !l.shown[metric] {
		return nil, nil
	}
	return l.behind.Overview(ctx, metric, l.source(source), from, to, points)
}

// heldChoices are choices of which a visit knows a few, and changes none.
type heldChoices struct {
	behind Preferences
	keys   []string
}

// Get implements Preferences.
func (c heldChoices) Get(key string) []byte {
	if c.behind == nil || !slices.Contains(c.keys, key) {
		return nil
	}
	return c.behind.Get(key)
}

// Set implements Preferences.
func (c heldChoices) Set(context.Context, string, []byte) error { return errVisit }
