package vault

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
)

// What a damaged file still holds is found without bbolt and without its tree:
// every page is looked at for itself. Nothing that is found is believed; it is
// an index of places where a value may stand, and only what is authentic there
// is ever used.

const (
	// maxPlaces bounds the index, maxRawHeads the heads that are tried.
	maxPlaces   = 1 << 22
	maxRawHeads = 8

	// scanWindow is how much is read at a time, scanOverlap how far a page is
	// looked beyond its end.
	scanWindow  = 1 << 20
	scanOverlap = 48 << 10

	// maxLeafObjects is how many objects of one size a leaf may hold for its
	// values to be found without its header; bbolt puts two into one.
	maxLeafObjects = 8

	// maxRawID is beyond the ids of any vault, and far below a random number.
	maxRawID = 1 << 40

	spareSize = overhead + 8 // more than what a spare copy is of
)

// spot is where a value may stand in the file.
type spot struct {
	at   int64
	size uint32
}

// rawScan is what the pages of a file hold, as far as their looks go.
type rawScan struct {
	file  io.ReaderAt
	size  int64
	heads []*head
	// newer is set by a head of a later version, which cannot be read.
	newer bool
	// objects are the values by their key: objects, spare copies, and under 0
	// root and mark. Spare copies have keys that are no ids.
	objects map[uint64][]spot
	spares  []spot // values with the size of a spare copy
	places  int
	free    map[uint64]bool // pages that the freelist names; nil where it cannot be read
}

// scanRaw looks at the whole file. Memory grows with the number of objects, not
// with their size.
func scanRaw(ctx context.Context, file io.ReaderAt, size int64) (*rawScan, error) {
	s := &rawScan{file: file, size: size, objects: map[uint64][]spot{}}
	s.freelist()
	buf := make([]byte, min(scanWindow+scanOverlap, size))
	for at := int64(0); at < size; at += scanWindow {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b := buf[:min(int64(len(buf)), size-at)]
		n, err := file.ReadAt(b, at)
		if err != nil && !errors.Is(err, io.EOF) {
			// A part of the disk that cannot be read; the rest may be.
			n = s.pieces(b, at)
		}
		b = b[:n]
		s.findHeads(b, at)
		for p := 0; p < scanWindow && p+pageHeaderSize <= len(b); p += pageSize {
			s.page(b[p:], at+int64(p))
		}
	}
	return s, nil
}

// pieces reads what can be read page by page, with zeros for the rest.
func (s *rawScan) pieces(b []byte, at int64) int {
	clear(b)
	for i := 0; i < len(b); i += pageSize {
		_, _ = s.file.ReadAt(b[i:min(i+pageSize, len(b))], at+int64(i)) // what is missing stays zero
	}
	return len(b)
}

// findHeads looks for heads anywhere: a page of zeros, or a lost page header,
// may stand before them.
func (s *rawScan) findHeads(b []byte, at int64) {
	for from := 0; len(s.heads) < maxRawHeads; {
		i := bytes.Index(b[from:], []byte(headMagic))
		if i < 0 || (from+i >= scanWindow && at+int64(len(b)) < s.size) {
			return
		}
		from += i
		h, err := decodeHead(cutHead(b[from:]))
		if errors.Is(err, ErrNewerFormat) && plausibleHead(b[from:]) {
			s.newer = true
		}
		if err == nil && !s.hasHead(h) {
			s.heads = append(s.heads, h)
		}
		from++
	}
}

func (s *rawScan) hasHead(h *head) bool {
	for _, o := range s.heads {
		if bytes.Equal(o.raw, h.raw) {
			return true
		}
	}
	return false
}

// plausibleHead tells a head of a later version from noise.
func plausibleHead(b []byte) bool {
	return binary.BigEndian.Uint16(b[len(headMagic):]) <= formatMajor+100
}

// cutHead returns a head without what stands after it, or all that there is.
func cutHead(b []byte) []byte {
	if len(b) < headFixed {
		return b
	}
	n := headFixed
	for range b[headFixed-1] {
		if n+3 > len(b) {
			return b
		}
		n += 3 + int(binary.BigEndian.Uint16(b[n+1:]))
	}
	return b[:min(n+headTail, len(b), maxHead)]
}

// page looks at what may be the first page of a leaf.
func (s *rawScan) page(b []byte, at int64) {
	if !s.leaf(b, at, int64(pageSize)*(1+int64(binary.LittleEndian.Uint32(b[12:])))) {
		s.headless(b, at)
	}
}

// leaf notes the values of a leaf, whose elements follow each other without
// overlapping, as bbolt writes them. It reports whether it is one.
func (s *rawScan) leaf(b []byte, at, size int64) bool {
	count := int(binary.LittleEndian.Uint16(b[10:]))
	table := int64(pageHeaderSize + count*elementSize)
	if binary.LittleEndian.Uint16(b[8:]) != pageLeaf || count == 0 || table > min(int64(len(b)), size) ||
		size > maxBody+16*pageSize {
		return false
	}
	end := table
	for i := range count {
		e := pageHeaderSize + i*elementSize
		flags := binary.LittleEndian.Uint32(b[e:])
		pos := int64(e) + int64(binary.LittleEndian.Uint32(b[e+4:]))
		ksize := int64(binary.LittleEndian.Uint32(b[e+8:]))
		vsize := int64(binary.LittleEndian.Uint32(b[e+12:]))
		if flags > leafBucket || pos < end || ksize == 0 || pos+ksize+vsize > size {
			return false // what stands after is looked for as if there were no header
		}
		end = pos + ksize + vsize
		switch {
		case flags == leafBucket:
			s.inline(b, at, pos+ksize, vsize)
		case ksize == 8:
			var key [8]byte
			if s.bytesAt(b, at, pos, key[:]) {
				s.note(binary.BigEndian.Uint64(key[:]), at+pos+8, vsize)
			}
		}
	}
	return true
}

// inline looks into a small bucket within a leaf.
func (s *rawScan) inline(b []byte, at, pos, size int64) {
	from := pos + 16
	if size < 16+pageHeaderSize || from+pageHeaderSize > int64(len(b)) || pos+size > int64(len(b)) ||
		binary.LittleEndian.Uint64(b[pos:]) != 0 {
		return
	}
	s.leaf(b[from:pos+size], at+from, size-16)
}

// bytesAt reads from the window, or from the file beyond it.
func (s *rawScan) bytesAt(b []byte, at, pos int64, into []byte) bool {
	if pos+int64(len(into)) <= int64(len(b)) {
		copy(into, b[pos:])
		return true
	}
	_, err := s.file.ReadAt(into, at+pos)
	return err == nil
}

// headless looks for the values of a leaf whose header or first page is gone:
// objects have one size, so they stand at known distances, each with its key
// before it.
func (s *rawScan) headless(b []byte, at int64) {
	for _, size := range [...]int{sealedSize, sealedSize + spareSize, journalGrain} {
		for n := 1; n <= maxLeafObjects; n++ {
			for i := range n {
				pos := pageHeaderSize + n*elementSize + i*(8+size)
				if pos+8+versionSize > len(b) {
					break
				}
				key := binary.BigEndian.Uint64(b[pos:])
				version := binary.BigEndian.Uint64(b[pos+8:])
				if version == 0 || version >= maxRawID || (key != 0 && version != 1) {
					continue
				}
				if key < maxRawID || size == sealedSize+spareSize {
					s.note(key, at+int64(pos)+8, int64(size))
				}
			}
		}
	}
}

// note keeps a place if an object may stand there.
func (s *rawScan) note(key uint64, at, size int64) {
	if size < overhead || size > maxBody+pageSize || at+size > s.size || s.places >= maxPlaces {
		return
	}
	p := spot{at, uint32(size)}
	if key != 0 && size%sealedSize == spareSize {
		s.spares = append(s.spares, p)
		s.places++
		return
	}
	if key >= maxRawID {
		return
	}
	s.objects[key] = append(s.objects[key], p)
	s.places++
}

// freelist learns which pages are free, if a meta page and the freelist are
// whole. It is needed for telling what was deleted from what is left over.
func (s *rawScan) freelist() {
	var metas [2 * pageSize]byte
	if _, err := s.file.ReadAt(metas[:], 0); err != nil {
		return
	}
	meta, ok := decodeMeta(metas[:pageSize])
	if second, ok2 := decodeMeta(metas[pageSize:]); ok2 && (!ok || second.txid > meta.txid) {
		meta, ok = second, true
	}
	pages := uint64(s.size) / pageSize //nolint:gosec // a size is not negative
	if !ok || meta.freelist < 2 || meta.freelist >= pages {
		return
	}
	w := pageWalker{ctx: context.Background(), f: s.file, meta: boltMeta{pages: min(meta.pages, pages), freelist: meta.freelist}}
	w.used = make([]bool, w.meta.pages)
	first, size, err := w.page(meta.freelist)
	if err != nil || binary.LittleEndian.Uint16(first[8:]) != pageFreelist {
		return
	}
	if first, err = w.whole(meta.freelist, first, size); err != nil {
		return
	}
	ids := first[pageHeaderSize:]
	count := uint64(binary.LittleEndian.Uint16(first[10:]))
	if count == 0xFFFF {
		count, ids = binary.LittleEndian.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		return
	}
	s.free = make(map[uint64]bool, count)
	for i := range count {
		s.free[binary.LittleEndian.Uint64(ids[i*8:])] = true
	}
}

// isFree reports whether a place is on a page that is not in use.
func (s *rawScan) isFree(p spot) bool {
	return s.free[uint64(p.at)/pageSize] //nolint:gosec // not negative
}
