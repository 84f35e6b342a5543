package importers

import (
	"math/bits"
	"sync"
)

// entry is what a code of deflate stands for: its length in bits, how many bits
// of a number follow, what that number is added to, or the literal itself. 0 is
// no code.
type entry uint32

const (
	entryLength  = 63      // of the code
	entryExtra   = 8       // where the number of extra bits begins, five of them
	entryEnd     = 1 << 13 // the block ends; of distances, one that does not exist
	entryTable   = 1 << 14 // the code is longer: it stands in rest
	entryLiteral = 1 << 15
	entryValue   = 16 // where the value begins
)

const (
	literalTableBits  = 11
	distanceTableBits = 9
	lengthTableBits   = 7
	longestCode       = 15
)

// huffmanTable tells codes by their first bits. Those of longer ones lead to a
// table of their other bits.
type huffmanTable struct {
	bits  uint
	first [1 << literalTableBits]entry
	rest  []entry
}

// look returns the code that bits begin with.
func (t *huffmanTable) look(bits uint64) entry {
	e := t.first[bits&(1<<t.bits-1)&(1<<literalTableBits-1)]
	if e&entryTable != 0 {
		return t.long(e, bits)
	}
	return e
}

// long returns the code that e, the entry of its first bits, leads to.
func (t *huffmanTable) long(e entry, bits uint64) entry {
	return t.rest[uint64(e>>entryValue)+bits>>t.bits&(1<<(e>>entryExtra&31)-1)]
}

// build makes a table of codes by their lengths. template has the entries of the
// symbols but for these; without it the value is the symbol. A set of codes that
// leaves some out is refused, but for a single one of one bit.
func (t *huffmanTable) build(lengths []uint8, template []entry, tableBits uint) error {
	var counts, next [longestCode + 1]int
	for _, n := range lengths {
		counts[n]++
	}
	longest := uint(longestCode)
	for longest > 0 && counts[longest] == 0 {
		longest--
	}
	t.bits, t.rest = tableBits, t.rest[:0]
	clear(t.first[:1<<tableBits])
	if longest == 0 {
		return nil
	}
	code := 0
	for n := uint(1); n <= longest; n++ {
		code <<= 1
		next[n] = code
		code += counts[n]
	}
	if code != 1<<longest && (code != 1 || longest != 1) {
		return errBadDeflate
	}
	var none [1 << (longestCode - lengthTableBits)]entry
	for symbol, length := range lengths {
		if length == 0 {
			continue
		}
		n := uint(length)
		e := entry(symbol) << entryValue
		if template != nil {
			if e = template[symbol]; e == 0 {
				next[n]++
				continue
			}
		}
		e |= entry(n)                                           //nolint:gosec // at most 15
		at := uint(bits.Reverse16(uint16(next[n])) >> (16 - n)) //nolint:gosec // less than 1<<15
		next[n]++
		if n <= tableBits {
			for ; at < 1<<tableBits; at += 1 << n {
				t.first[at] = e
			}
			continue
		}
		more := longest - tableBits
		head := &t.first[at&(1<<tableBits-1)]
		if *head == 0 {
			*head = entry(len(t.rest))<<entryValue | entryTable | entry(more)<<entryExtra //nolint:gosec // less than 5,000
			t.rest = append(t.rest, none[:1<<more]...)
		}
		for i := at >> tableBits; i < 1<<more; i += 1 << (n - tableBits) {
			t.rest[uint(*head>>entryValue)+i] = e
		}
	}
	return nil
}

// literalEntries are the bytes, the end, and the lengths of repetitions.
var literalEntries = func() (t [288]entry) {
	for i := range 256 {
		t[i] = entryLiteral | entry(i)<<entryValue
	}
	t[256] = entryEnd
	base := entry(3)
	for i := entry(0); i < 28; i++ {
		extra := max(i/4, 1) - 1
		t[257+i] = extra<<entryExtra | base<<entryValue
		base += 1 << extra
	}
	t[285] = longestMatch << entryValue
	return t
}()

// distanceEntries are how far back they are.
var distanceEntries = func() (t [32]entry) {
	base := entry(1)
	for i := entry(0); i < 30; i++ {
		extra := max(i/2, 1) - 1
		t[i] = extra<<entryExtra | base<<entryValue
		base += 1 << extra
	}
	t[30], t[31] = entryEnd, entryEnd
	return t
}()

// fixedTables are those of blocks that bring none.
var fixedTables = sync.OnceValues(func() (literals, distances *huffmanTable) {
	var lengths [288]uint8
	for i := range lengths {
		switch {
		case i < 144:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		case i < 280:
			lengths[i] = 7
		default:
			lengths[i] = 8
		}
	}
	literals, distances = new(huffmanTable), new(huffmanTable)
	five := [32]uint8{}
	for i := range five {
		five[i] = 5
	}
	if literals.build(lengths[:], literalEntries[:], literalTableBits) != nil ||
		distances.build(five[:], distanceEntries[:], distanceTableBits) != nil {
		panic("importers: the tables of deflate are none") // a mistake in this file
	}
	return literals, distances
})
