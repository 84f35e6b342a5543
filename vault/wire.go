package vault

import (
	"encoding/binary"
	"errors"
)

// errMalformed is what every decoder of this package returns for bytes that
// no encoder of it wrote.
var errMalformed = errors.New("malformed")

// wireReader reads the primitive fields of the format. After the first
// failure it returns zeros, so that callers check once, with done.
type wireReader struct {
	b      []byte
	failed bool
}

func (r *wireReader) fail() { r.failed, r.b = true, nil }

func (r *wireReader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return v
}

// varint reads a zigzag-coded signed number.
func (r *wireReader) varint() int64 { return unzigzag(r.uvarint()) }

func (r *wireReader) uint32() uint32 {
	v := r.uvarint()
	if v > 1<<32-1 {
		r.fail()
		return 0
	}
	return uint32(v)
}

func (r *wireReader) byte() byte {
	if len(r.b) == 0 {
		r.fail()
		return 0
	}
	v := r.b[0]
	r.b = r.b[1:]
	return v
}

// take returns the next n bytes, which alias the input.
func (r *wireReader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.fail()
		return nil
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

// blob reads bytes with their length before them; they alias the input.
func (r *wireReader) blob() []byte {
	n := r.uvarint()
	if n > uint64(len(r.b)) {
		r.fail()
		return nil
	}
	return r.take(int(n)) //nolint:gosec // at most len(r.b)
}

func (r *wireReader) text() string { return string(r.blob()) }

// count reads the number of things that follow, each at least size bytes
// long, and so never returns more than the input can hold.
func (r *wireReader) count(size int) int {
	n := r.uvarint()
	if n > uint64(len(r.b)/size) { //nolint:gosec // both are positive
		r.fail()
		return 0
	}
	return int(n) //nolint:gosec // at most len(r.b)
}

func (r *wireReader) array16() (a [16]byte) {
	copy(a[:], r.take(16))
	return a
}

// done reports an error unless everything was read and well formed.
func (r *wireReader) done() error {
	if r.failed || len(r.b) != 0 {
		return errMalformed
	}
	return nil
}

func appendBlob[T ~string | ~[]byte](b []byte, v T) []byte {
	b = binary.AppendUvarint(b, uint64(len(v)))
	return append(b, v...)
}

func appendVarint(b []byte, v int64) []byte { return binary.AppendUvarint(b, zigzag(v)) }

// putVarint is appendVarint where there is room; it returns the index behind.
func putVarint(b []byte, at int, v int64) int {
	u := zigzag(v)
	for u >= 0x80 {
		b[at] = byte(u) | 0x80
		u >>= 7
		at++
	}
	b[at] = byte(u)
	return at + 1
}

// nextVarint reads an unsigned number at an index, and says how long it is; 0 or
// less means that there is none. Most are of one byte.
func nextVarint(b []byte, at int) (uint64, int) {
	if at < len(b) && b[at] < 0x80 {
		return uint64(b[at]), 1
	}
	return binary.Uvarint(b[min(at, len(b)):])
}

func appendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

func appendCount(b []byte, n int) []byte {
	return binary.AppendUvarint(b, uint64(max(n, 0)))
}

// zigzag maps small numbers of either sign to small unsigned ones.
func zigzag(v int64) uint64 {
	return uint64(v<<1) ^ uint64(v>>63) //nolint:gosec // bit patterns
}

func unzigzag(u uint64) int64 {
	return int64(u>>1) ^ -int64(u&1)
}

// sub and add wrap around on purpose: a difference that overflows is undone
// exactly by the addition.
func sub(a, b int64) int64 { return a - b }
func add(a, b int64) int64 { return a + b }
