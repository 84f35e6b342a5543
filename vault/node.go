package vault

import (
	"cmp"
	"encoding/binary"
	"slices"

	"vitalkeep/health"
)

// layerKind says what a layer of a container is made of. Codes are part of the
// format.
type layerKind byte

const (
	layerImport   layerKind = 0 // what an import brought: a batch
	layerTyped    layerKind = 1 // what was typed by hand
	layerDeletion layerKind = 2 // what was deleted, and can still be brought back
	layerFinal    layerKind = 3 // what was deleted for good
	layerKinds    layerKind = 4
)

// deletes reports whether the layer hides what lies below it and holds nothing.
func (k layerKind) deletes() bool { return k == layerDeletion || k == layerFinal }

// node is one layer of a container: its record and its part of the directory.
// It is written once; becoming visible is being listed.
type node struct {
	ref   ref
	seq   uint64 // a later layer has a higher one
	layer layerKind
	// correction says that the layer hides what a correction took the place of:
	// a deletion that nobody takes back.
	correction bool
	// moved says that the layer is part of a move, see Move; nil for all others.
	moved *moveMark
	// batch is the record of an import; of a deletion, the ID, the time and, as
	// New, how many readings it hid.
	batch  health.Batch
	series []nodeSeries // by rising number
}

// nodeSeries is what one layer holds of one series.
type nodeSeries struct {
	node   *node
	number uint32
	// shadows says that some identities here may be in older batches too.
	shadows    bool
	identities uint64
	rows       []span // samples or entries
	claims     []span // identities that the batch had as well, held by an older one

	// A deletion has neither rows nor claims.
	gone []span // tombstones: identities that are hidden in the layers below
	all  bool   // the layers below are hidden whole
}

// span is one segment as the directory knows it.
type span struct {
	ref
	run        uint32 // segments of one run are sorted and do not overlap
	count      uint32
	tmin, tmax int64 // first and last start in it
}

// Fields of a node.
const (
	nodeID         = 1
	nodeAt         = 2
	nodeFormat     = 3
	nodeFile       = 4
	nodeNew        = 5
	nodeDuplicates = 6
	nodeConflicts  = 7
	nodeRejected   = 8
	nodeSeriesList = 9
	nodeSeq        = 10
	nodeTitle      = 11
	nodeLayer      = 12
	nodeHides      = 13
	nodeCorrection = 14 // since 1.2
	nodeMoved      = 15 // since 1.4

	spanSize = 7 + tagSize // at least, in a node
)

func encodeNode(n *node) []byte {
	b := appendField(nil, nodeID, n.batch.ID[:])
	b = appendNumber(b, nodeSeq, n.seq)
	b = appendField(b, nodeAt, appendVarint(nil, n.batch.At))
	b = appendField(b, nodeFormat, []byte(n.batch.Format))
	if n.batch.Title != "" {
		b = appendField(b, nodeTitle, []byte(n.batch.Title))
	}
	for _, f := range n.batch.Files {
		b = appendField(b, nodeFile, []byte(f))
	}
	for _, c := range []struct {
		number uint64
		n      int
	}{
		{nodeNew, n.batch.New},
		{nodeDuplicates, n.batch.Duplicates},
		{nodeConflicts, n.batch.Conflicts},
		{nodeRejected, n.batch.Rejected},
	} {
		b = appendField(b, c.number, appendCount(nil, c.n))
	}
	if n.layer != layerImport {
		b = appendNumber(b, nodeLayer, uint64(n.layer))
	}
	if n.correction {
		b = appendNumber(b, nodeCorrection, 1)
	}
	if n.moved != nil {
		b = appendField(b, nodeMoved, encodeMoveMark(n.moved))
	}
	for i := range n.series {
		s := &n.series[i]
		f := binary.AppendUvarint(nil, uint64(s.number))
		if n.layer.deletes() {
			f = appendSpans(appendBool(f, s.all), s.gone)
			b = appendField(b, nodeHides, f)
			continue
		}
		f = appendBool(f, s.shadows)
		f = binary.AppendUvarint(f, s.identities)
		f = appendSpans(f, s.rows)
		f = appendSpans(f, s.claims)
		b = appendField(b, nodeSeriesList, f)
	}
	return b
}

// appendSpans writes spans as differences: ids and times rise.
func appendSpans(b []byte, spans []span) []byte {
	b = appendCount(b, len(spans))
	var id uint64
	var t int64
	for _, s := range spans {
		b = binary.AppendUvarint(b, s.id-id)
		b = binary.AppendUvarint(b, s.version)
		b = append(b, s.tag[:]...)
		b = binary.AppendUvarint(b, uint64(s.run))
		b = binary.AppendUvarint(b, uint64(s.count))
		b = appendVarint(b, sub(s.tmin, t))
		b = appendVarint(b, sub(s.tmax, s.tmin))
		id, t = s.id, s.tmax
	}
	return b
}

func (r *wireReader) spans() []span {
	out := make([]span, r.count(spanSize-1))
	var id uint64
	var t int64
	for i := range out {
		s := &out[i]
		s.id = id + r.uvarint()
		s.version = r.uvarint()
		copy(s.tag[:], r.take(tagSize))
		s.run = r.uint32()
		s.count = r.uint32()
		s.tmin = add(t, r.varint())
		s.tmax = add(s.tmin, r.varint())
		if s.count == 0 || s.tmax < s.tmin {
			r.fail()
		}
		id, t = s.id, s.tmax
	}
	return out
}

// decodeNode fills n, whose ref and seq are known, from its body.
func decodeNode(n *node, body []byte) error {
	number := func(v *wireReader) int {
		u := v.uvarint()
		if u > 1<<53 {
			v.fail()
		}
		return int(u) //nolint:gosec // checked
	}
	seq, rows, hides := uint64(0), false, false
	err := fields(body, func(f uint64, v *wireReader) {
		switch f {
		case nodeID:
			n.batch.ID = v.array16()
		case nodeSeq:
			seq = v.uvarint()
		case nodeAt:
			n.batch.At = v.varint()
		case nodeFormat:
			n.batch.Format = string(v.b)
		case nodeFile:
			n.batch.Files = append(n.batch.Files, string(v.b))
		case nodeTitle:
			n.batch.Title = string(v.b)
		case nodeNew:
			n.batch.New = number(v)
		case nodeDuplicates:
			n.batch.Duplicates = number(v)
		case nodeConflicts:
			n.batch.Conflicts = number(v)
		case nodeRejected:
			n.batch.Rejected = number(v)
		case nodeSeriesList:
			s := nodeSeries{node: n, number: v.uint32(), shadows: v.byte() != 0, identities: v.uvarint()}
			s.rows = v.spans()
			s.claims = v.spans()
			n.series = append(n.series, s)
			rows = true
		case nodeLayer:
			k := v.uvarint()
			if k >= uint64(layerKinds) {
				v.fail()
			}
			n.layer = layerKind(k) //nolint:gosec // checked
		case nodeHides:
			s := nodeSeries{node: n, number: v.uint32(), all: v.byte() != 0}
			s.gone = v.spans()
			n.series = append(n.series, s)
			hides = true
		case nodeCorrection:
			n.correction = v.uvarint() != 0
		case nodeMoved:
			n.moved = decodeMoveMark(v)
		}
	})
	if err != nil || seq != n.seq || !slices.IsSortedFunc(n.series, compareSeries) ||
		(rows && n.layer.deletes()) || (hides && !n.layer.deletes()) ||
		(n.correction && n.layer != layerDeletion) || (n.moved.leaves() && n.layer != layerDeletion) {
		return errMalformed
	}
	return nil
}

// undoable reports whether the layer is a deletion that can be taken back.
func (n *node) undoable() bool { return n.layer == layerDeletion && !n.correction && n.moved == nil }

func compareSeries(a, b nodeSeries) int { return cmp.Compare(a.number, b.number) }

// find returns what the batch holds of a series, or nil.
func (n *node) find(number uint32) *nodeSeries {
	for i := range n.series {
		if n.series[i].number == number {
			return &n.series[i]
		}
	}
	return nil
}

// adopt makes the entries of n.series point back to n.
func (n *node) adopt() *node {
	for i := range n.series {
		n.series[i].node = n
	}
	return n
}

// segments calls f with each list of segments of the series.
func (s *nodeSeries) segments(f func([]span)) {
	f(s.rows)
	f(s.claims)
	f(s.gone)
}

// index fills the container's directory from its nodes: of each series, the
// layers that are not hidden whole.
func (c *container) index() {
	c.indexTyped()
	c.directory = make(map[uint32][]*nodeSeries, len(c.series))
	for _, n := range c.nodes {
		for i := range n.series {
			s := &n.series[i]
			if s.all {
				delete(c.directory, s.number)
			}
			if s.all && len(s.gone) == 0 {
				continue
			}
			c.directory[s.number] = append(c.directory[s.number], s)
		}
	}
}
