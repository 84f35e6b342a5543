package vault

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// bbolt trusts its file: a branch that points to itself overflows the stack
// and a wrong freelist makes it overwrite live pages. So the tree is walked
// here, with every number checked, before bbolt sees the file.

const (
	pageSize       = 4096
	pageHeaderSize = 16
	elementSize    = 16
	boltMagic      = 0xED0CDAED
	boltVersion    = 2
	noFreelist     = 1<<64 - 1

	pageBranch   = 0x01
	pageLeaf     = 0x02
	pageFreelist = 0x10
	leafBucket   = 0x01

	maxTreeDepth = 24
)

// boltMeta is one of bbolt's two meta pages. bbolt writes in the order of the
// machine; all machines that the program is built for are little-endian.
type boltMeta struct {
	root, freelist, pages, txid uint64
}

func decodeMeta(page []byte) (boltMeta, bool) {
	b := page[pageHeaderSize : pageHeaderSize+64]
	le := binary.LittleEndian
	sum := fnv.New64a()
	_, _ = sum.Write(b[:56])
	if le.Uint32(b) != boltMagic || le.Uint32(b[4:]) != boltVersion || le.Uint32(b[8:]) != pageSize ||
		le.Uint64(b[56:]) != sum.Sum64() {
		return boltMeta{}, false
	}
	return boltMeta{
		root: le.Uint64(b[16:]), freelist: le.Uint64(b[32:]), pages: le.Uint64(b[40:]), txid: le.Uint64(b[48:]),
	}, true
}

// pageWalker checks the pages that one meta page leads to.
type pageWalker struct {
	ctx  context.Context
	f    io.ReaderAt
	meta boltMeta
	used []bool
}

func badPage(id uint64, what string) error {
	return fmt.Errorf("%w: page %d: %s", ErrDamaged, id, what)
}

// checkPages reports ErrNotAVault for a file that is not one of bbolt's with
// our page size, and ErrDamaged for one whose pages do not make a tree.
// lostMeta says that one of the two meta pages is not whole, as after a power
// cut in the middle of a transaction: the file is then as it was before its
// last transaction, finished or not.
func checkPages(ctx context.Context, f *os.File) (lostMeta bool, err error) {
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	var head [2 * pageSize]byte
	n, err := f.ReadAt(head[:], 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	looksLike := func(i int) bool {
		at := i*pageSize + pageHeaderSize
		return n >= at+4 && binary.LittleEndian.Uint32(head[at:]) == boltMagic
	}
	if !looksLike(0) && !looksLike(1) {
		return false, ErrNotAVault
	}
	if n < len(head) {
		return false, badPage(0, "the file ends early")
	}
	meta, ok := decodeMeta(head[:pageSize])
	second, ok2 := decodeMeta(head[pageSize:])
	lostMeta = !ok || !ok2
	if ok2 && (!ok || second.txid > meta.txid) {
		meta, ok = second, true
	}
	if !ok {
		return false, badPage(0, "no meta page is whole")
	}
	if meta.pages < 4 || meta.pages > uint64(info.Size())/pageSize { //nolint:gosec // a size is not negative
		return false, badPage(0, "the file ends early")
	}
	w := pageWalker{ctx: ctx, f: f, meta: meta, used: make([]bool, meta.pages)}
	w.used[0], w.used[1] = true, true
	if err := w.tree(meta.root, 0, nil); err != nil {
		return lostMeta, err
	}
	return lostMeta, w.freelist()
}

// page reads the header and first page of a page and its overflow, and marks
// them as used.
func (w *pageWalker) page(id uint64) (first []byte, size int, err error) {
	if err := w.ctx.Err(); err != nil {
		return nil, 0, err
	}
	if id < 2 || id >= w.meta.pages {
		return nil, 0, badPage(id, "beyond the end")
	}
	first = make([]byte, pageSize)
	if _, err := w.f.ReadAt(first, int64(id)*pageSize); err != nil { //nolint:gosec // below the file's size
		return nil, 0, fmt.Errorf("page %d: %w", id, err)
	}
	if binary.LittleEndian.Uint64(first) != id {
		return nil, 0, badPage(id, "of another number")
	}
	n := uint64(binary.LittleEndian.Uint32(first[12:])) + 1
	if n > w.meta.pages-id {
		return nil, 0, badPage(id, "runs beyond the end")
	}
	for i := id; i < id+n; i++ {
		if w.used[i] {
			return nil, 0, badPage(i, "used twice")
		}
		w.used[i] = true
	}
	return first, int(n) * pageSize, nil //nolint:gosec // at most the file's size
}

// whole reads what page left out.
func (w *pageWalker) whole(id uint64, first []byte, size int) ([]byte, error) {
	if size == len(first) {
		return first, nil
	}
	b := make([]byte, size)
	if _, err := w.f.ReadAt(b, int64(id)*pageSize); err != nil { //nolint:gosec // below the file's size
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	return b, nil
}

// tree checks a page and everything under it. atLeast is the smallest key
// that may stand there.
func (w *pageWalker) tree(id uint64, depth int, atLeast []byte) error {
	if depth > maxTreeDepth {
		return badPage(id, "too deep")
	}
	first, size, err := w.page(id)
	if err != nil {
		return err
	}
	count := int(binary.LittleEndian.Uint16(first[10:]))
	table := pageHeaderSize + count*elementSize
	if table > size {
		return badPage(id, "too many elements")
	}
	switch binary.LittleEndian.Uint16(first[8:]) {
	case pageLeaf:
		if table > len(first) {
			if first, err = w.whole(id, first, size); err != nil {
				return err
			}
		}
		return w.leaf(id, first, size, count, depth, atLeast)
	case pageBranch:
		if first, err = w.whole(id, first, size); err != nil {
			return err
		}
		if count == 0 {
			return badPage(id, "an empty branch")
		}
		for i := range count {
			e := first[pageHeaderSize+i*elementSize:]
			at := uint64(pageHeaderSize+i*elementSize) + uint64(binary.LittleEndian.Uint32(e))
			n := uint64(binary.LittleEndian.Uint32(e[4:]))
			if at < uint64(table) || at+n > uint64(size) { //nolint:gosec // both are positive
				return badPage(id, "a key beyond the page")
			}
			key := first[at : at+n]
			if bytes.Compare(key, atLeast) < 0 || (i > 0 && bytes.Equal(key, atLeast)) {
				return badPage(id, "keys out of order")
			}
			atLeast = key
			if err := w.tree(binary.LittleEndian.Uint64(e[8:]), depth+1, key); err != nil {
				return err
			}
		}
		return nil
	}
	return badPage(id, "neither branch nor leaf")
}

// leaf checks a leaf's elements and the buckets in it. Only the first page of
// the leaf is read as long as the keys stand there.
func (w *pageWalker) leaf(id uint64, page []byte, size, count, depth int, atLeast []byte) error {
	table := uint64(pageHeaderSize + count*elementSize) //nolint:gosec // positive
	for i := range count {
		at := pageHeaderSize + i*elementSize
		e := page[at:]
		flags := binary.LittleEndian.Uint32(e)
		pos := uint64(at) + uint64(binary.LittleEndian.Uint32(e[4:]))
		ksize := uint64(binary.LittleEndian.Uint32(e[8:]))
		vsize := uint64(binary.LittleEndian.Uint32(e[12:]))
		if pos < table || pos+ksize+vsize > uint64(size) || flags > leafBucket { //nolint:gosec // positive
			return badPage(id, "an element beyond the page")
		}
		need := pos + ksize
		if flags == leafBucket {
			need += vsize
		}
		if need > uint64(len(page)) {
			var err error
			if page, err = w.whole(id, page, size); err != nil {
				return err
			}
		}
		key := page[pos : pos+ksize]
		if ksize == 0 || bytes.Compare(key, atLeast) < 0 || (i > 0 && bytes.Equal(key, atLeast)) {
			return badPage(id, "keys out of order")
		}
		atLeast = key
		if flags != leafBucket {
			continue
		}
		if err := w.bucket(id, page[pos+ksize:pos+ksize+vsize], depth); err != nil {
			return err
		}
	}
	return nil
}

// bucket checks the value of a bucket: the root of its tree, or a small leaf
// within the value.
func (w *pageWalker) bucket(id uint64, v []byte, depth int) error {
	if len(v) < 16 {
		return badPage(id, "a bucket too short")
	}
	if root := binary.LittleEndian.Uint64(v); root != 0 {
		return w.tree(root, depth+1, nil)
	}
	inline := v[16:]
	if len(inline) < pageHeaderSize || binary.LittleEndian.Uint16(inline[8:]) != pageLeaf {
		return badPage(id, "a small bucket that is no leaf")
	}
	count := int(binary.LittleEndian.Uint16(inline[10:]))
	if pageHeaderSize+count*elementSize > len(inline) {
		return badPage(id, "too many elements")
	}
	for i := range count { // bbolt keeps no bucket within a small bucket
		if binary.LittleEndian.Uint32(inline[pageHeaderSize+i*elementSize:]) != 0 {
			return badPage(id, "a bucket within a small bucket")
		}
	}
	return w.leaf(id, inline, len(inline), count, depth+1, nil)
}

// freelist checks that no page is both free and used.
func (w *pageWalker) freelist() error {
	id := w.meta.freelist
	if id == noFreelist {
		return badPage(0, "no freelist")
	}
	first, size, err := w.page(id)
	if err != nil {
		return err
	}
	if binary.LittleEndian.Uint16(first[8:]) != pageFreelist {
		return badPage(id, "no freelist")
	}
	if first, err = w.whole(id, first, size); err != nil {
		return err
	}
	ids := first[pageHeaderSize:]
	count := uint64(binary.LittleEndian.Uint16(first[10:]))
	if count == 0xFFFF {
		count, ids = binary.LittleEndian.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		return badPage(id, "a freelist beyond its page")
	}
	for i := range count {
		free := binary.LittleEndian.Uint64(ids[i*8:])
		if free < 2 || free >= w.meta.pages || w.used[free] {
			return badPage(id, "a free page that is used")
		}
		w.used[free] = true
	}
	return nil
}
