package importers

import (
	"hash/maphash"

	"vitalkeep/health"
)

// twins are the records that may stand twice: in a Correlation (the two numbers
// of a blood pressure, the nutrients of a meal) and at the top level. Real
// exports always have them at the top level too, so those are the ones that
// count, and of a Correlation only what has no twin there.
type twins struct {
	seed  maphash.Seed
	top   numberSet
	inner []appleTwin
}

// appleTwin is a record of a Correlation whose twin has not been seen.
type appleTwin struct {
	key    uint64
	record appleRecord
}

// Bounds of what is remembered of them, some 30 MB.
const (
	mostTwins  = 1 << 20
	mostLonely = 100_000
)

const reasonTwins = "the file has more records in correlations than can be compared"

// key tells a record of a series by what both of its places say of it.
func (t *twins) key(r *appleRecord) uint64 {
	if t.top.slots == nil {
		t.seed = maphash.MakeSeed()
	}
	type said struct {
		metric health.MetricID
		giver  string
		start  int64
		length int64
		value  health.Decimal
	}
	return maphash.Comparable(t.seed, said{r.series.metric.ID, r.series.giver, r.start, r.length, r.value}) | 1
}

// paired hands a record over that may stand twice, or keeps it until it is known
// whether it does.
func (a *appleExport) paired() error {
	t, r := &a.twins, &a.record
	if t.top.slots == nil {
		t.seed = maphash.MakeSeed()
		t.top.grow()
	}
	key := t.key(r)
	if !a.correlation {
		if t.top.n < mostTwins {
			t.top.add(key)
		}
		return a.hand(r)
	}
	switch {
	case t.top.has(key):
		return nil
	case len(t.inner) >= mostLonely || t.top.n >= mostTwins:
		a.f.row = r.row
		return a.f.refuse("", reasonTwins)
	}
	one := *r
	one.beats = nil
	t.inner = append(t.inner, appleTwin{key, one})
	return nil
}

// lonely hands over what stands in Correlations alone.
func (a *appleExport) lonely() error {
	t := &a.twins
	for i := range t.inner {
		if t.top.has(t.inner[i].key) {
			continue
		}
		if t.top.n >= mostTwins {
			a.f.row = t.inner[i].record.row
			if err := a.f.refuse("", reasonTwins); err != nil {
				return err
			}
			continue
		}
		t.top.add(t.inner[i].key)
		if err := a.hand(&t.inner[i].record); err != nil {
			return err
		}
	}
	return nil
}

// numberSet is a set of numbers other than 0 in 8 to 16 bytes each.
type numberSet struct {
	slots []uint64 // a power of two of them
	n     int
}

func (s *numberSet) slot(key uint64) int {
	i := int(key>>1) & (len(s.slots) - 1)
	for s.slots[i] != 0 && s.slots[i] != key {
		i = (i + 1) & (len(s.slots) - 1)
	}
	return i
}

func (s *numberSet) has(key uint64) bool { return len(s.slots) > 0 && s.slots[s.slot(key)] == key }

func (s *numberSet) add(key uint64) {
	if 4*s.n >= 3*len(s.slots) {
		s.grow()
	}
	if i := s.slot(key); s.slots[i] == 0 {
		s.slots[i] = key
		s.n++
	}
}

func (s *numberSet) grow() {
	old := s.slots
	s.slots = make([]uint64, max(1024, 2*len(old)))
	for _, key := range old {
		if key != 0 {
			s.slots[s.slot(key)] = key
		}
	}
}
