package session

import (
	"context"
	"iter"
	"slices"

	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/vault"
)

// library is one person's data, as ui.Library wants it.
type library struct {
	vault   *vault.Vault
	profile health.ProfileID
}

// Profile implements ui.Library. A profile that is gone is the zero value.
func (l library) Profile() health.Profile {
	p, err := findProfile(l.vault, l.profile)
	if err != nil {
		return health.Profile{}
	}
	return p
}

// findProfile returns the profile of that ID, which may be the inbox, or
// vault.ErrNoProfile.
func findProfile(v *vault.Vault, id health.ProfileID) (health.Profile, error) {
	profiles, err := v.Profiles()
	if err != nil {
		return health.Profile{}, err
	}
	if i := slices.IndexFunc(profiles, func(p health.Profile) bool { return p.ID == id }); i >= 0 {
		return profiles[i], nil
	}
	if p, ok := v.Inbox(); ok && p.ID == id {
		return p, nil
	}
	return health.Profile{}, vault.ErrNoProfile
}

// Metrics implements ui.Library. Counts are of the samples of all sources; the
// same measurement by way of two givers counts once.
func (l library) Metrics(ctx context.Context) ([]present.Summary, error) {
	series, err := l.vault.Series(l.profile)
	if err != nil {
		return nil, err
	}
	at := map[health.MetricID]int{}
	var out []present.Summary
	for _, s := range series {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		i, ok := at[s.Metric]
		if !ok {
			i = len(out)
			at[s.Metric] = i
			out = append(out, present.Summary{Metric: s.Metric, First: s.First, Last: s.Last})
		}
		o := &out[i]
		o.Count += s.Count
		o.First, o.Last = min(o.First, s.First), max(o.Last, s.Last)
		o.Sources = append(o.Sources, s.Source)
	}
	for i := range out {
		health.SortSources(out[i].Sources)
		if !takenTwice(out[i]) {
			continue
		}
		one, err := l.vault.Distinct(ctx, l.profile, out[i].Metric)
		if err != nil {
			return nil, err
		}
		out[i].Count, out[i].First, out[i].Last = one.Count, one.First, one.Last
	}
	return out, nil
}

// takenTwice reports whether several givers may have handed over the same
// measurement of a metric.
func takenTwice(s present.Summary) bool {
	m, ok := health.Lookup(s.Metric)
	if !ok || !m.TakenOnce() {
		return false
	}
	first, _, _ := s.Sources[0].Parts()
	return slices.ContainsFunc(s.Sources[1:], func(o health.SourceID) bool {
		giver, _, _ := o.Parts()
		return giver != first
	})
}

// Readings implements ui.Library.
func (l library) Readings(ctx context.Context, metric health.MetricID, from, to int64) iter.Seq2[health.Reading, error] {
	return l.vault.Readings(ctx, l.profile, metric, from, to)
}

// SourceReadings implements ui.Library.
func (l library) SourceReadings(ctx context.Context, metric health.MetricID, source health.SourceID, from, to int64) iter.Seq2[health.Reading, error] {
	return l.vault.SourceReadings(ctx, l.profile, metric, source, from, to)
}

// Days implements ui.Library.
func (l library) Days(ctx context.Context, metric health.MetricID, from, to health.Date) ([]health.Day, error) {
	return l.vault.Days(ctx, l.profile, metric, from, to)
}

// Overview implements ui.Library.
func (l library) Overview(ctx context.Context, metric health.MetricID, source health.SourceID, from, to int64, points int) ([]present.Bucket, error) {
	buckets, err := l.vault.Overview(ctx, l.profile, metric, source, from, to, points)
	out := make([]present.Bucket, len(buckets))
	for i, b := range buckets {
		out[i] = present.Bucket(b)
	}
	return out, err
}
