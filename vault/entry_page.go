package vault

import (
	"cmp"
	"encoding/binary"
	"slices"

	"vitalkeep/health"
)

// entrySize is the least that an entry takes in a body.
const entrySize = 16 + 7

func entryStart(e *health.Entry) int64 { return e.Start }

// compareEntries orders the entries of one series: by identity, and within it
// by what they say, so that the order of rows in a file does not matter.
func compareEntries(a, b health.Entry) int {
	return cmp.Or(
		cmp.Compare(a.Start, b.Start),
		cmp.Compare(a.Key, b.Key),
		cmp.Compare(a.Duration, b.Duration),
		slices.CompareFunc(a.Fields, b.Fields, func(f, g health.Field) int {
			return cmp.Or(cmp.Compare(f.Name, g.Name), cmp.Compare(f.Text, g.Text))
		}),
		cmp.Compare(a.Offset, b.Offset),
		cmp.Compare(a.Origin.File, b.Origin.File),
		cmp.Compare(a.Origin.Row, b.Origin.Row),
	)
}

// sameEntry reports whether two entries of one identity say the same.
func sameEntry(a, b health.Entry) bool {
	return a.Duration == b.Duration && slices.Equal(a.Fields, b.Fields)
}

// encodeEntries returns the body of a page of entries of one series. Names of
// fields are written once.
func encodeEntries(b []byte, number uint32, seq uint64, rows []health.Entry) []byte {
	b = binary.AppendUvarint(b, uint64(number))
	b = binary.AppendUvarint(b, seq)
	var names []string
	index := map[string]int{}
	for i := range rows {
		for _, f := range rows[i].Fields {
			if _, ok := index[f.Name]; !ok {
				index[f.Name] = len(names)
				names = append(names, f.Name)
			}
		}
	}
	b = appendCount(b, len(names))
	for _, n := range names {
		b = appendBlob(b, n)
	}
	b = appendCount(b, len(rows))
	var last int64
	for i := range rows {
		e := &rows[i]
		b = append(b, e.ID[:]...)
		b = appendVarint(b, sub(e.Start, last))
		b = appendVarint(b, e.Duration)
		b = appendVarint(b, int64(e.Offset))
		b = binary.AppendUvarint(b, uint64(e.Origin.File))
		b = binary.AppendUvarint(b, uint64(e.Origin.Row))
		b = appendBlob(b, e.Key)
		b = appendCount(b, len(e.Fields))
		for _, f := range e.Fields {
			b = appendCount(b, index[f.Name])
			b = appendBlob(b, f.Text)
		}
		last = e.Start
	}
	return b
}

// decodeEntries appends the entries of a page to dst[:0]. Kind and source are
// those of the series.
func decodeEntries(dst []health.Entry, body []byte, s series, seq uint64) ([]health.Entry, error) {
	r := wireReader{b: body}
	if r.uint32() != s.number || r.uvarint() != seq {
		return nil, errMalformed
	}
	names := make([]string, r.count(1))
	for i := range names {
		names[i] = r.text()
	}
	n := r.count(entrySize)
	if n == 0 || n > maxSegmentRows || r.failed {
		return nil, errMalformed
	}
	rows := dst[:0]
	var last int64
	for range n {
		e := health.Entry{ID: r.array16(), Kind: s.entry, Source: s.source}
		e.Start = add(last, r.varint())
		e.Duration = r.varint()
		offset := r.varint()
		e.Origin.File = r.uint32()
		e.Origin.Row = r.uint32()
		e.Key = r.text()
		fields := r.count(2)
		if r.failed || offset < -maxOffset || offset > maxOffset || e.Duration < 0 || e.Duration > maxTime ||
			e.Start < -maxTime || e.Start > maxTime {
			return nil, errMalformed
		}
		e.Offset = int32(offset)
		if fields > 0 {
			e.Fields = make([]health.Field, fields)
		}
		for i := range e.Fields {
			name := r.uvarint()
			if name >= uint64(len(names)) {
				return nil, errMalformed
			}
			e.Fields[i] = health.Field{Name: names[name], Text: r.text()}
		}
		if k := len(rows); k > 0 && cmp.Or(cmp.Compare(rows[k-1].Start, e.Start), cmp.Compare(rows[k-1].Key, e.Key)) > 0 {
			return nil, errMalformed
		}
		last = e.Start
		rows = append(rows, e)
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	return rows, nil
}
