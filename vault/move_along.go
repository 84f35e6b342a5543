package vault

import (
	"slices"
	"strings"

	"vitalkeep/health"
)

// goesAlong reports whether a visible entry belongs to something that was picked:
// a comment on it, a correction of it, or what an import wrote to a reading.
func (m *moving) goesAlong(of series, e *health.Entry) (bool, error) {
	switch of.entry {
	case health.Comment, health.Correction:
		if metric := e.Field(health.FieldMetric); metric != "" {
			return m.takes(Identity{Metric: health.MetricID(metric), Source: health.SourceID(e.Field(health.FieldSource)), Start: e.Start})
		}
		if of.entry == health.Correction {
			return m.correctsPicked(e)
		}
	case health.Note:
		if e.Source.Typed() {
			return false, nil // a note of the diary stands for itself
		}
		for _, s := range m.from.series {
			if s.metric == "" || s.source != e.Source {
				continue
			}
			if goes, err := m.takes(Identity{Metric: s.metric, Source: s.source, Start: e.Start}); goes || err != nil {
				return goes, err
			}
		}
	}
	return false, nil
}

// correctsPicked reports whether a correction is of an entry that was picked. Its
// key is the name of the kind, the key of the entry and when it was made.
func (m *moving) correctsPicked(e *health.Entry) (bool, error) {
	name := e.Field(health.FieldKind)
	kind, ok := entryKindOf(name)
	key, made := strings.CutPrefix(e.Key, name+" ")
	key, ends := strings.CutSuffix(key, " "+e.Field(health.FieldCorrected))
	if !ok || !made || !ends {
		return false, nil
	}
	return m.takes(Identity{Entry: kind, Source: health.SourceID(e.Field(health.FieldSource)), Start: e.Start, Key: key})
}

func entryKindOf(name string) (health.EntryKind, bool) {
	for k := health.UnknownEntry + 1; k.String() != health.UnknownEntry.String(); k++ {
		if k.String() == name {
			return k, true
		}
	}
	return health.UnknownEntry, false
}

// takes reports whether an identity is picked and there.
func (m *moving) takes(id Identity) (bool, error) {
	s, ok := m.from.find(id.Metric, id.Entry, id.Source)
	if !ok || id.Start < -maxTime || id.Start > maxTime {
		return false, nil
	}
	if !m.picked(id, func(health.BatchID) bool { return true }) {
		return false, nil
	}
	if s.entry == health.UnknownEntry {
		return takesOf(m, s, id, movedSamples(m))
	}
	return takesOf(m, s, id, movedEntries(m, s))
}

func takesOf[R any](m *moving, s series, id Identity, k movedKind[R]) (bool, error) {
	past := pastOfSeries(m.v, m.from, s.number, id.Start, id.Start+1, k.start, k.load(m.from, s), k.hidden)
	_, parts, ok, err := past.open(id.Start).next()
	if !ok || err != nil {
		return false, err
	}
	for _, one := range moments(parts, k.key) {
		if one.key == id.Key && past.shown(one.parts) != nil {
			return m.picked(id, func(b health.BatchID) bool { return storedBy(one.parts, b) }), nil
		}
	}
	return false, nil
}

// copyPictures seals the pictures that what goes names once more, under the key
// of the other container.
func (m *moving) copyPictures() error {
	for _, p := range m.from.pictures {
		if !m.pictures[p.name()] {
			continue
		}
		if i := slices.IndexFunc(m.to.pictures, func(o *picture) bool { return o.id == p.id }); i >= 0 {
			if o := m.to.pictures[i]; o.size != p.size || o.sum != p.sum {
				return ErrNoPicture // another came to have the name
			}
			continue
		}
		if len(m.to.pictures)+len(m.copied) >= maxPictures {
			return ErrTooMuch
		}
		one := &picture{id: p.id, size: p.size, sum: p.sum}
		for i, r := range p.pieces {
			body, err := m.v.body(m.from.sealer, kindPiece, r)
			if err != nil {
				return err
			}
			if len(body) != p.length(i) {
				return damaged(kindPiece, r.id, "malformed")
			}
			fresh, err := m.in.put(kindPiece, pack(body))
			if err != nil {
				return err
			}
			one.pieces = append(one.pieces, fresh)
		}
		dir, err := m.in.put(kindPicture, pack(encodePicture(one)))
		if err != nil {
			return err
		}
		one.dir = dir
		m.copied = append(m.copied, one)
	}
	return nil
}
