package vault

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
	"unicode/utf8"

	"vitalkeep/health"
)

// What is typed by hand goes into the journal: one small sealed record for each
// insert, beside the layers and over all of them. When there are many, or when
// the layers change, they are folded into a layer; see fold.

const (
	// journalGrain is what the length of a sealed record is a multiple of.
	journalGrain = 512

	journalHeader = 16 + 4 // container id, length of what is sealed within

	maxTyped     = 10_000   // readings and entries of one insert
	maxTypedText = 16 << 20 // bytes of the text of one insert
)

// journalRecord is one record as the root knows it.
type journalRecord struct {
	id        uint64
	tag       [tagSize]byte
	container [16]byte
}

// journalState is what the root says of the journal: how many records there
// are, and a chain over them, so that none can be taken out, put elsewhere or
// set back.
type journalState struct {
	count uint64
	chain [sha256.Size]byte
}

func journalOf(records []journalRecord) (j journalState) {
	var b []byte
	for _, r := range records {
		b = append(b[:0], j.chain[:]...)
		b = binary.BigEndian.AppendUint64(b, r.id)
		b = append(b, r.tag[:]...)
		j.chain = sha256.Sum256(b)
		j.count++
	}
	return j
}

// typed is what one insert, or several, brought, in the order of typing.
type typed struct {
	readings []health.Reading
	entries  []health.Entry
}

func (t typed) size() int { return len(t.readings) + len(t.entries) }

func (t typed) and(u typed) typed {
	return typed{slices.Concat(t.readings, u.readings), slices.Concat(t.entries, u.entries)}
}

// Fields of a record's body.
const (
	journalReading = 1
	journalEntry   = 2
)

func encodeTyped(t typed) []byte {
	var b []byte
	for i := range t.readings {
		r := &t.readings[i]
		f := appendBlob(nil, r.Metric)
		f = appendBlob(f, r.Source)
		f = appendVarint(f, r.Start)
		f = appendVarint(f, r.Duration)
		f = appendVarint(f, r.Value.Mantissa)
		f = append(f, r.Value.Places, byte(r.Unit))
		f = appendVarint(f, int64(r.Offset))
		b = appendField(b, journalReading, f)
	}
	for i := range t.entries {
		e := &t.entries[i]
		f := append([]byte{byte(e.Kind)}, e.ID[:]...)
		f = appendBlob(f, e.Source)
		f = appendBlob(f, e.Key)
		f = appendVarint(f, e.Start)
		f = appendVarint(f, e.Duration)
		f = appendVarint(f, int64(e.Offset))
		f = appendCount(f, len(e.Fields))
		for _, x := range e.Fields {
			f = appendBlob(f, x.Name)
			f = appendBlob(f, x.Text)
		}
		b = appendField(b, journalEntry, f)
	}
	return b
}

func decodeTyped(body []byte) (t typed, err error) {
	err = fields(body, func(n uint64, v *wireReader) {
		switch n {
		case journalReading:
			var r health.Reading
			r.Metric, r.Source = health.MetricID(v.text()), health.SourceID(v.text())
			r.Start, r.Duration = v.varint(), v.varint()
			r.Value = health.Decimal{Mantissa: v.varint(), Places: v.byte()}
			r.Unit = health.Unit(v.byte())
			r.Offset = v.offset()
			if v.done() != nil || r.Metric == "" || r.Source == "" || !holdsTime(r.Start, r.Duration) ||
				r.Value.Places > health.MaxPlaces {
				v.fail()
			}
			t.readings = append(t.readings, r)
		case journalEntry:
			e := health.Entry{Kind: health.EntryKind(v.byte()), ID: v.array16()}
			e.Source, e.Key = health.SourceID(v.text()), v.text()
			e.Start, e.Duration = v.varint(), v.varint()
			e.Offset = v.offset()
			if n := v.count(2); n > 0 {
				e.Fields = make([]health.Field, n)
			}
			for i := range e.Fields {
				e.Fields[i] = health.Field{Name: v.text(), Text: v.text()}
			}
			if v.done() != nil || e.Kind == health.UnknownEntry || e.Source == "" || !holdsTime(e.Start, e.Duration) {
				v.fail()
			}
			t.entries = append(t.entries, e)
		}
	})
	if err == nil && t.size() == 0 {
		err = errMalformed
	}
	return t, err
}

// offset reads an offset from UTC.
func (r *wireReader) offset() int32 {
	v := r.varint()
	if v < -maxOffset || v > maxOffset {
		r.fail()
		return 0
	}
	return int32(v)
}

// holdsTime reports whether a vault can hold that span of time.
func holdsTime(start, duration int64) bool {
	return duration >= 0 && duration <= maxTime && start >= -maxTime && start <= maxTime-duration
}

// holdsID reports whether a vault can hold the name of a metric or a source.
func holdsID[T ~string](id T) bool {
	return id != "" && len(id) <= maxIDSize && utf8.ValidString(string(id))
}

// holdsSample reports whether a vault can hold the sample.
func holdsSample(s *health.Sample) bool {
	return holdsTime(s.Start, s.Duration) && s.Value.Places <= health.MaxPlaces && s.Unit.Known() &&
		s.Offset >= -maxOffset && s.Offset <= maxOffset
}

// holdsEntry reports whether a vault can hold the entry, and about how many
// bytes it takes.
func holdsEntry(e *health.Entry) (size int, ok bool) {
	size = len(e.Key)
	ok = utf8.ValidString(e.Key)
	for _, f := range e.Fields {
		size += len(f.Name) + len(f.Text) + 2*rowBytes/3
		ok = ok && utf8.ValidString(f.Name) && utf8.ValidString(f.Text)
	}
	ok = ok && e.Kind != health.UnknownEntry && e.Kind.String() != health.UnknownEntry.String() && holdsID(e.Source) &&
		size <= maxEntryText && len(e.Fields) <= maxFields && holdsTime(e.Start, e.Duration) &&
		e.Offset >= -maxOffset && e.Offset <= maxOffset
	return size, ok
}

// sealRecord returns a record of the journal: under the journal's key, which
// container it belongs to, and within that the content under the container's,
// which goes with the container.
func sealRecord(journal, c sealer, id uint64, t typed) object {
	inner := c.seal(kindJournal, id, 1, encodeTyped(t))
	size := journalHeader + len(inner.bytes) + overhead
	plain := make([]byte, 0, (size+journalGrain-1)/journalGrain*journalGrain-overhead)
	plain = append(plain, c.container[:]...)
	plain = binary.BigEndian.AppendUint32(plain, uint32(len(inner.bytes))) //nolint:gosec // at most some megabytes
	plain = append(plain, inner.bytes...)
	plain = plain[:cap(plain)]
	o := journal.seal(kindJournal, id, 1, plain)
	if inner.err != nil {
		o.err = inner.err
	}
	return o
}

// openRecord returns the container that a record belongs to, and what is
// sealed for it.
func openRecord(journal sealer, r journalRecord, sealed []byte) (container [16]byte, inner []byte, err error) {
	plain, err := journal.open(kindJournal, ref{id: r.id, version: 1, tag: r.tag}, sealed)
	if err != nil {
		return container, nil, err
	}
	if len(sealed)%journalGrain != 0 || len(plain) < journalHeader {
		return container, nil, damaged(kindJournal, r.id, "malformed")
	}
	copy(container[:], plain)
	n, rest := binary.BigEndian.Uint32(plain[16:]), plain[journalHeader:]
	if uint64(n) > uint64(len(rest)) || n < overhead {
		return container, nil, damaged(kindJournal, r.id, "malformed")
	}
	return container, rest[:n], nil
}

// typedIn opens what openRecord returned.
func typedIn(c sealer, id uint64, inner []byte) (typed, error) {
	body, err := c.open(kindJournal, ref{id: id, version: 1, tag: [tagSize]byte(inner[len(inner)-tagSize:])}, inner)
	if err != nil {
		return typed{}, err
	}
	t, err := decodeTyped(body)
	if err != nil {
		return typed{}, damaged(kindJournal, id, "malformed")
	}
	return t, nil
}

// records reads the journal and compares it with what the root says.
func (st *store) journalRecords(want journalState) (records []journalRecord, values [][]byte, err error) {
	err = st.records(func(id uint64, value []byte) error {
		if len(value) < overhead || uint64(len(records)) == want.count {
			return damaged(kindJournal, id, "not what the root says")
		}
		records = append(records, journalRecord{id: id, tag: [tagSize]byte(value[len(value)-tagSize:])})
		values = append(values, value)
		return nil
	})
	if err == nil && journalOf(records) != want {
		err = damaged(kindJournal, 0, "not what the root says")
	}
	return records, values, err
}

// loadJournal fills the journal of s, whose containers are loaded.
func (v *Vault) loadJournal(st *store, s *state) error {
	records, values, err := st.journalRecords(s.root.journal)
	if err != nil {
		return err
	}
	journal := v.journalSealer()
	for i := range records {
		r := &records[i]
		var inner []byte
		if r.container, inner, err = openRecord(journal, *r, values[i]); err != nil {
			return err
		}
		c := s.container(r.container)
		if c == nil {
			return damaged(kindJournal, r.id, "of nobody")
		}
		t, err := typedIn(c.sealer, r.id, inner)
		if err != nil {
			return err
		}
		c.typed.readings = append(c.typed.readings, t.readings...)
		c.typed.entries = append(c.typed.entries, t.entries...)
	}
	s.journal = records
	for _, c := range s.containers {
		c.indexTyped()
	}
	return nil
}

// waiting is what the journal holds of one series: a layer over all others.
type waiting struct {
	owner   nodeSeries
	samples []health.Sample // by start; of one start, in the order of typing
	entries []health.Entry  // likewise
}

// typedNode stands for the layer that the journal is.
var typedNode = &node{seq: math.MaxUint64, layer: layerTyped}

// indexTyped sorts what the journal holds of the container by series. Series
// that no layer has yet get numbers from the top, which stand in no file.
func (c *container) indexTyped() {
	c.waiting, c.unlisted = nil, nil
	if c.typed.size() == 0 {
		return
	}
	c.waiting = map[uint32]*waiting{}
	of := func(metric health.MetricID, entry health.EntryKind, source health.SourceID) *waiting {
		s, ok := c.find(metric, entry, source)
		if !ok {
			i := slices.IndexFunc(c.unlisted, func(s series) bool {
				return s.metric == metric && s.entry == entry && s.source == source
			})
			if i < 0 {
				i = len(c.unlisted)
				c.unlisted = append(c.unlisted, series{
					number: math.MaxUint32 - uint32(i), metric: metric, entry: entry, source: source, //nolint:gosec // far fewer
				})
			}
			s = c.unlisted[i]
		}
		w := c.waiting[s.number]
		if w == nil {
			w = &waiting{owner: nodeSeries{node: typedNode, number: s.number}}
			c.waiting[s.number] = w
		}
		return w
	}
	for i := range c.typed.readings {
		r := &c.typed.readings[i]
		w := of(r.Metric, health.UnknownEntry, r.Source)
		w.samples = append(w.samples, r.Sample)
	}
	for i := range c.typed.entries {
		e := &c.typed.entries[i]
		w := of("", e.Kind, e.Source)
		w.entries = append(w.entries, *e)
	}
	for _, w := range c.waiting {
		slices.SortStableFunc(w.samples, byTypedSample)
		slices.SortStableFunc(w.entries, byTypedEntry)
	}
}

// shown returns the series of the container with those that only the journal
// has.
func (c *container) shown() []series {
	if len(c.unlisted) == 0 {
		return c.series
	}
	return slices.Concat(c.series, c.unlisted)
}

// waitingOf returns when the readings of a metric are that wait in the journal.
func (c *container) waitingOf(metric health.MetricID) (out []window) {
	for i := range c.typed.readings {
		if r := &c.typed.readings[i]; r.Metric == metric {
			out = append(out, window{r.Start, r.Start})
		}
	}
	return out
}

// settled returns the container as its layers alone are, without the journal.
// What is kept of it in the file is made from that.
func (c *container) settled() *container {
	if c.typed.size() == 0 {
		return c
	}
	s := *c
	s.typed = typed{}
	s.indexTyped()
	return &s
}
