package vault

import (
	"cmp"
	"context"
	"slices"

	"vitalkeep/health"
)

// The inbox is a container like a person's, of nobody: measurements whose person
// is not clear lie there until they are moved to somebody. It has no name, is
// never the main profile, does not leave, and Profiles does not list it. All else
// that takes a profile takes the inbox: imports, reading, Delete, Move.

// Inbox returns the inbox, if there is one.
func (v *Vault) Inbox() (health.Profile, bool) {
	s, err := v.snapshot()
	if err != nil {
		return health.Profile{}, false
	}
	if c := s.inbox(); c != nil {
		return c.profile, true
	}
	return health.Profile{}, false
}

// OpenInbox returns the inbox and makes one if there is none. A compaction drops
// one in which nothing lies. Errors: ErrReadOnly, ErrNoSpace, ErrClosed, the
// context's, the system's.
func (v *Vault) OpenInbox(ctx context.Context) (health.Profile, error) {
	if p, ok := v.Inbox(); ok {
		return p, nil
	}
	if v.readOnly {
		return health.Profile{}, v.forReading()
	}
	if err := ctx.Err(); err != nil {
		return health.Profile{}, err
	}
	v.flip.Lock()
	defer v.flip.Unlock()
	s, err := v.snapshot()
	if err != nil {
		return health.Profile{}, err
	}
	if c := s.inbox(); c != nil { // somebody was faster
		return c.profile, nil
	}
	p := health.Profile{ID: randomID(), Inbox: true, Zone: s.zone()}
	c, puts, err := v.newContainer(roleProfile, p)
	if err != nil {
		return health.Profile{}, err
	}
	return p, v.write(s.with(c), change{puts: puts})
}

func (s *state) inbox() *container {
	for _, c := range s.containers {
		if c.role == roleProfile && c.profile.Inbox {
			return c
		}
	}
	return nil
}

// zone is that of the main profile.
func (s *state) zone() string {
	for _, c := range s.containers {
		if c.person() && c.profile.Main {
			return c.profile.Zone
		}
	}
	return "UTC"
}

// person reports whether the container is that of somebody.
func (c *container) person() bool { return c.role == roleProfile && !c.profile.Inbox }

// holdsNothing reports whether nothing that anybody could see lies in the
// container, whose deletions are final.
func (c *container) holdsNothing() bool {
	return c.typed.size() == 0 && len(c.pictures) == 0 && !slices.ContainsFunc(c.nodes, func(n *node) bool {
		return slices.ContainsFunc(n.series, func(s nodeSeries) bool { return len(s.rows) > 0 })
	})
}

// Brought is what is visible of what one import brought of one source.
type Brought struct {
	Batch       health.BatchID // the zero one for what was typed
	Source      health.SourceID
	Readings    int // measurements and entries
	Metrics     []health.MetricID
	Kinds       []health.EntryKind
	First, Last int64 // UTC milliseconds of the starts
}

// Brought tells what lies in a profile by import and source: the newest import
// first, what was typed last. All of it is read. Errors: ErrNoProfile, ErrDamaged,
// ErrChanged, ErrClosed, the context's.
func (v *Vault) Brought(ctx context.Context, profile health.ProfileID) (out []Brought, err error) {
	err = v.again(profile, func(c *container) error {
		b := &broughtCount{ctx: ctx, by: map[broughtKey]*Brought{}}
		for _, s := range c.shown() {
			if s.entry == health.UnknownEntry {
				err = countBrought(b, s, v.history(c, s.number, minTime, afterTime), func(parts []part[health.Sample]) (batches []health.BatchID) {
					if newest := parts[len(parts)-1]; !newest.gone {
						batches = append(batches, newest.owner.node.batch.ID)
					}
					return batches
				})
			} else {
				err = countBrought(b, s, v.entryHistory(c, s, minTime, afterTime), func(parts []part[health.Entry]) (batches []health.BatchID) {
					for _, k := range byKey(parts) {
						if !k.gone {
							batches = append(batches, k.owner.node.batch.ID)
						}
					}
					return batches
				})
			}
			if err != nil {
				return err
			}
		}
		out = b.list(c)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

type broughtKey struct {
	batch  health.BatchID
	source health.SourceID
}

type broughtCount struct {
	ctx context.Context // lives for one call of Brought
	by  map[broughtKey]*Brought
}

// countBrought counts one series. visible returns whose the visible identities of
// one start are.
func countBrought[R any](b *broughtCount, s series, m *merger[R], visible func([]part[R]) []health.BatchID) error {
	for n := 0; ; n++ {
		if n%4096 == 0 {
			if err := b.ctx.Err(); err != nil {
				return err
			}
		}
		start, parts, ok, err := m.next()
		if !ok || err != nil {
			return err
		}
		for _, id := range visible(parts) {
			key := broughtKey{id, s.source}
			one := b.by[key]
			if one == nil {
				one = &Brought{Batch: id, Source: s.source, First: start, Last: start}
				b.by[key] = one
			}
			one.Readings++
			one.First, one.Last = min(one.First, start), max(one.Last, start)
			if s.metric != "" && !slices.Contains(one.Metrics, s.metric) {
				one.Metrics = append(one.Metrics, s.metric)
			}
			if s.metric == "" && !slices.Contains(one.Kinds, s.entry) {
				one.Kinds = append(one.Kinds, s.entry)
			}
		}
	}
}

func (b *broughtCount) list(c *container) (out []Brought) {
	order := metricOrder()
	at := map[health.BatchID]uint64{} // a later layer has a higher sequence
	for _, n := range c.nodes {
		if n.layer == layerImport {
			at[n.batch.ID] = n.seq
		}
	}
	for _, one := range b.by {
		slices.SortFunc(one.Metrics, func(a, b health.MetricID) int { return compareMetrics(order, a, b) })
		slices.Sort(one.Kinds)
		out = append(out, *one)
	}
	slices.SortFunc(out, func(a, b Brought) int {
		return cmp.Or(cmp.Compare(at[b.Batch], at[a.Batch]), health.CompareSources(a.Source, b.Source))
	})
	return out
}
