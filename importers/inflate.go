package importers

import (
	"encoding/binary"
	"errors"
	"io"
	"sync"
)

// inflater undoes deflate (RFC 1951). Exports of several gigabytes are mostly
// long repetitions, and unpacking them was nearly half of what an import took:
// this one decodes into one long piece of memory with wide tables, which takes
// about half as long as the libraries that are there. It accepts what they
// accept, and that nothing came out wrong is what the checksum of the archive is
// for.
type inflater struct {
	r     io.Reader
	in    []byte // what was read …
	pos   int    // … and is not in bits yet
	end   int
	ended bool // the reader is at its end
	err   error

	bits  uint64 // the next bits, the lowest first
	count uint   // how many of them are of the input

	out    []byte // the last 32 kB, and what follows
	given  int    // what is before it was handed out
	made   int    // what is before it is decoded
	last   bool   // the current block is the last
	state  blockState
	stored int // bytes left of a stored block

	lengths             [286 + 30]uint8
	literals, distances *huffmanTable // of the current block
	own                 *[2]huffmanTable
}

type blockState uint8

const (
	betweenBlocks blockState = iota
	inStored
	inCoded
)

const (
	inflateInput  = 64 << 10
	inflateWindow = 32 << 10
	inflateOutput = 192 << 10
	longestMatch  = 258

	// inputAhead is how much input there is for the fast way: two symbols with all
	// their bits, and what one look takes.
	inputAhead = 16
)

var errBadDeflate = errors.New("deflated data that is damaged")

var inflaters = sync.Pool{New: func() any {
	return &inflater{in: make([]byte, inflateInput), out: make([]byte, inflateOutput), own: new([2]huffmanTable)}
}}

// newInflater returns a reader of what r holds deflated.
func newInflater(r io.Reader) io.ReadCloser {
	f := inflaters.Get().(*inflater) //nolint:forcetypeassert // there are no others in it
	*f = inflater{r: r, in: f.in, out: f.out, own: f.own}
	return &inflating{f}
}

// inflating is an inflater until it is closed.
type inflating struct{ f *inflater }

func (i *inflating) Read(p []byte) (int, error) {
	if i.f == nil {
		return 0, io.ErrClosedPipe
	}
	return i.f.read(p)
}

func (i *inflating) Close() error {
	if i.f != nil {
		clear(i.f.out) // what people measured does not wait in a pool
		clear(i.f.in)
		i.f.r = nil
		inflaters.Put(i.f)
		i.f = nil
	}
	return nil
}

func (f *inflater) read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for f.given == f.made {
		if f.err != nil {
			return 0, f.err
		}
		if f.made > len(f.out)-room {
			copy(f.out, f.out[f.made-inflateWindow:f.made])
			f.made = inflateWindow
			f.given = inflateWindow
		}
		f.err = f.decode()
	}
	n := copy(p, f.out[f.given:f.made])
	f.given += n
	return n, nil
}

// decode fills the output, or goes to the end of the last block.
func (f *inflater) decode() error {
	for {
		switch f.state {
		case betweenBlocks:
			if f.last {
				return io.EOF
			}
			if err := f.header(); err != nil {
				return err
			}
		case inStored:
			if err := f.copyStored(); err != nil || f.stored > 0 {
				return err
			}
			f.state = betweenBlocks
		case inCoded:
			done, err := f.symbols()
			if err != nil || !done {
				return err
			}
			f.state = betweenBlocks
		}
		if f.made > len(f.out)-room {
			return nil
		}
	}
}

// fill reads until there is input for the fast way, or the reader ends.
func (f *inflater) fill() error {
	if f.ended {
		return nil
	}
	copy(f.in, f.in[f.pos:f.end])
	f.end -= f.pos
	f.pos = 0
	for empty := 0; f.end < inputAhead; {
		n, err := f.r.Read(f.in[f.end:])
		f.end += n
		switch {
		case errors.Is(err, io.EOF):
			f.ended = true
			return nil
		case err != nil:
			return err
		}
		if empty++; n > 0 {
			empty = 0
		} else if empty > 100 {
			return io.ErrNoProgress
		}
	}
	return nil
}

// need makes n bits ready, at most 32.
func (f *inflater) need(n uint) error {
	for f.count < n {
		if f.pos == f.end {
			if err := f.fill(); err != nil {
				return err
			}
			if f.pos == f.end {
				return io.ErrUnexpectedEOF
			}
		}
		f.bits |= uint64(f.in[f.pos]) << f.count
		f.pos++
		f.count += 8
	}
	return nil
}

// take returns the next n bits, at most 32.
func (f *inflater) take(n uint) (uint, error) {
	if err := f.need(n); err != nil {
		return 0, err
	}
	v := uint(f.bits & (1<<n - 1))
	f.bits >>= n
	f.count -= n
	return v, nil
}

// header reads the beginning of a block.
func (f *inflater) header() error {
	v, err := f.take(3)
	if err != nil {
		return err
	}
	f.last = v&1 != 0
	switch v >> 1 {
	case 0:
		return f.storedHeader()
	case 1:
		f.literals, f.distances = fixedTables()
		f.state = inCoded
		return nil
	case 2:
		return f.tables()
	}
	return errBadDeflate
}

func (f *inflater) storedHeader() error {
	if _, err := f.take(f.count & 7); err != nil {
		return err
	}
	n, err := f.take(16)
	if err != nil {
		return err
	}
	inverse, err := f.take(16)
	if err != nil {
		return err
	}
	if n != inverse^0xffff {
		return errBadDeflate
	}
	f.stored, f.state = int(n), inStored
	return nil
}

func (f *inflater) copyStored() error {
	for f.stored > 0 && f.made < len(f.out) {
		if f.count > 0 { // whole bytes that were looked at already
			f.out[f.made] = byte(f.bits) //nolint:gosec // a byte of them
			f.bits >>= 8
			f.count -= 8
			f.made++
			f.stored--
			continue
		}
		if f.pos == f.end {
			if err := f.fill(); err != nil {
				return err
			}
			if f.pos == f.end {
				return io.ErrUnexpectedEOF
			}
		}
		n := copy(f.out[f.made:], f.in[f.pos:min(f.end, f.pos+f.stored)])
		f.pos += n
		f.made += n
		f.stored -= n
	}
	return nil
}

// The order in which the lengths of the codes for lengths stand.
var lengthOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// tables reads the codes of a block.
func (f *inflater) tables() error {
	v, err := f.take(14)
	if err != nil {
		return err
	}
	literals, distances, codes := int(v&31)+257, int(v>>5&31)+1, int(v>>10)+4
	if literals > 286 || distances > 30 {
		return errBadDeflate
	}
	var first [19]uint8
	for i := range codes {
		n, err := f.take(3)
		if err != nil {
			return err
		}
		first[lengthOrder[i]] = uint8(n) //nolint:gosec // three bits
	}
	// The table of distances is free until these are read.
	f.literals, f.distances = &f.own[0], &f.own[1]
	if err := f.distances.build(first[:], nil, lengthTableBits); err != nil {
		return err
	}
	all := f.lengths[:literals+distances]
	for i := 0; i < len(all); {
		symbol, err := f.symbol(f.distances)
		if err != nil {
			return err
		}
		if symbol < 16 {
			all[i] = uint8(symbol)
			i++
			continue
		}
		repeat, extra, value := uint(3), uint(2), uint8(0)
		switch symbol {
		case 16:
			if i == 0 {
				return errBadDeflate
			}
			value = all[i-1]
		case 17:
			extra = 3
		default:
			repeat, extra = 11, 7
		}
		more, err := f.take(extra)
		if err != nil {
			return err
		}
		n := int(repeat + more)
		if i+n > len(all) {
			return errBadDeflate
		}
		for range n {
			all[i] = value
			i++
		}
	}
	if err := f.literals.build(all[:literals], literalEntries[:], literalTableBits); err != nil {
		return err
	}
	if err := f.distances.build(all[literals:], distanceEntries[:], distanceTableBits); err != nil {
		return err
	}
	f.state = inCoded
	return nil
}

// symbol reads one symbol of a table without entries.
func (f *inflater) symbol(t *huffmanTable) (uint, error) {
	e, err := f.entry(t)
	return uint(e >> entryValue), err
}

// entry reads a code, of as many bits as there are.
func (f *inflater) entry(t *huffmanTable) (entry, error) {
	for {
		e := t.look(f.bits)
		switch n := uint(e & entryLength); {
		case n != 0 && n <= f.count:
			f.bits >>= n
			f.count -= n
			return e, nil
		case f.count >= longestCode:
			return 0, errBadDeflate
		}
		if err := f.need(f.count + 1); err != nil {
			return 0, err
		}
	}
}

// room is how much output there must be room for before a symbol is decoded.
const room = longestMatch + 8

// symbols decodes a block until the output is full or the block ends.
func (f *inflater) symbols() (done bool, err error) {
	for f.made <= len(f.out)-room {
		if f.end-f.pos < inputAhead {
			if err := f.fill(); err != nil {
				return false, err
			}
		}
		if f.end-f.pos >= inputAhead {
			done, err = f.fast()
		} else {
			done, err = f.slow()
		}
		if done || err != nil {
			return done, err
		}
	}
	return false, nil
}

// slow decodes one symbol, at the end of the input.
func (f *inflater) slow() (done bool, err error) {
	e, err := f.entry(f.literals)
	if err != nil {
		return false, err
	}
	if e&entryLiteral != 0 {
		f.out[f.made] = byte(e >> entryValue) //nolint:gosec // a literal is a byte
		f.made++
		return false, nil
	}
	if e&entryEnd != 0 {
		return true, nil
	}
	more, err := f.take(uint(e >> entryExtra & 31))
	if err != nil {
		return false, err
	}
	length := int(e>>entryValue) + int(more)
	if e, err = f.entry(f.distances); err != nil {
		return false, err
	}
	if more, err = f.take(uint(e >> entryExtra & 31)); err != nil {
		return false, err
	}
	distance := int(e>>entryValue) + int(more)
	if e&entryEnd != 0 || distance > f.made {
		return false, errBadDeflate
	}
	repeat(f.out, f.made, distance, length)
	f.made += length
	return false, nil
}

// fast decodes symbols while there is enough input and room for output.
func (f *inflater) fast() (done bool, err error) {
	in, pos, out, made := f.in[:f.end], f.pos, f.out, f.made
	bits, count := f.bits, f.count
	literals, distances := f.literals, f.distances
	// What is above count in bits is what the input holds there: reading it again
	// changes nothing.
	lastPos, lastMade := len(in)-inputAhead, len(out)-room
	for pos <= lastPos && made <= lastMade {
		bits |= binary.LittleEndian.Uint64(in[pos:]) << count
		pos += int((63 - count) >> 3)
		count |= 56
		e := literals.first[bits&(1<<literalTableBits-1)]
		if e&entryLiteral != 0 {
			// Up to three literals are in what is ready, and what follows them.
			bits >>= e & entryLength
			count -= uint(e & entryLength)
			out[made] = byte(e >> entryValue) //nolint:gosec // a literal is a byte
			made++
			if e = literals.first[bits&(1<<literalTableBits-1)]; e&entryLiteral != 0 {
				bits >>= e & entryLength
				count -= uint(e & entryLength)
				out[made] = byte(e >> entryValue) //nolint:gosec // a literal is a byte
				made++
				if e = literals.first[bits&(1<<literalTableBits-1)]; e&entryLiteral != 0 {
					bits >>= e & entryLength
					count -= uint(e & entryLength)
					out[made] = byte(e >> entryValue) //nolint:gosec // a literal is a byte
					made++
					continue
				}
			}
			bits |= binary.LittleEndian.Uint64(in[pos:]) << count
			pos += int((63 - count) >> 3)
			count |= 56
		}
		if e&entryTable != 0 {
			e = literals.long(e, bits)
		}
		n := uint(e & entryLength)
		if n == 0 {
			err = errBadDeflate
			break
		}
		bits >>= n
		count -= n
		if e&entryLiteral != 0 {
			out[made] = byte(e >> entryValue) //nolint:gosec // a literal is a byte
			made++
			continue
		}
		if e&entryEnd != 0 {
			done = true
			break
		}
		extra := uint(e >> entryExtra & 31)
		length := int(e>>entryValue) + int(bits&(1<<extra-1)) //nolint:gosec // of at most 13 bits
		bits >>= extra
		count -= extra
		e = distances.first[bits&(1<<distanceTableBits-1)]
		if e&entryTable != 0 {
			e = distances.long(e, bits)
		}
		if n = uint(e & entryLength); n == 0 || e&entryEnd != 0 {
			err = errBadDeflate
			break
		}
		bits >>= n
		count -= n
		extra = uint(e >> entryExtra & 31)
		distance := int(e>>entryValue) + int(bits&(1<<extra-1)) //nolint:gosec // of at most 13 bits
		bits >>= extra
		count -= extra
		if distance > made {
			err = errBadDeflate
			break
		}
		if distance >= length {
			copy(out[made:made+length], out[made-distance:])
		} else {
			repeat(out, made, distance, length)
		}
		made += length
	}
	f.pos, f.made, f.bits, f.count = pos, made, bits&(1<<count-1), count
	return done, err
}

// repeat appends length bytes that stand distance before, and may overlap.
func repeat(out []byte, at, distance, length int) {
	end := at + length
	for at < end { // each time, what can be copied doubles
		n := copy(out[at:end], out[at-distance:at])
		at += n
		distance += n
	}
}
