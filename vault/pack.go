package vault

import (
	"encoding/binary"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// A packed body is codec (1 byte) ‖ length (4 bytes) ‖ data ‖ zeros up to the
// fixed size, so that the length of an object tells little about it.
const (
	codecStored = 0
	codecZstd   = 1
	packHeader  = 5

	// maxBody bounds what a body may grow to, before anything is allocated.
	maxBody = 64 << 20
)

// zstdEncoder makes what stays; quickEncoder what an import stages and reads
// once.
var (
	zstdEncoder  = encoderOf(zstd.SpeedDefault)
	quickEncoder = encoderOf(zstd.SpeedFastest)
)

func encoderOf(level zstd.EncoderLevel) func() *zstd.Encoder {
	return sync.OnceValue(func() *zstd.Encoder {
		e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false),
			zstd.WithEncoderLevel(level), zstd.WithSingleSegment(true))
		if err != nil { // only for options that contradict each other
			panic(err)
		}
		return e
	})
}

var zstdDecoder = sync.OnceValue(func() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxBody),
		zstd.WithDecoderMaxWindow(maxBody))
	if err != nil { // as above
		panic(err)
	}
	return d
})

// compress appends the smaller of body and its zstd frame to dst, with the
// header of a packed body before it.
func compress(dst, body []byte) []byte { return compressWith(zstdEncoder(), dst, body) }

func compressWith(e *zstd.Encoder, dst, body []byte) []byte {
	start := len(dst)
	dst = append(dst, codecZstd, 0, 0, 0, 0)
	dst = e.EncodeAll(body, dst)
	if len(dst)-start-packHeader >= len(body) {
		dst = append(dst[:start], codecStored, 0, 0, 0, 0)
		dst = append(dst, body...)
	}
	n := len(dst) - start - packHeader
	binary.BigEndian.PutUint32(dst[start+1:], uint32(n)) //nolint:gosec // bodies are at most maxBody
	return dst
}

// pad fills a packed body with zeros up to the size of the object it goes to.
func pad(packed []byte) []byte {
	return append(packed, make([]byte, paddedSize(len(packed))-len(packed))...)
}

func pack(body []byte) []byte { return packWith(zstdEncoder(), body) }

// packQuickly is pack at less cost and greater length.
func packQuickly(body []byte) []byte { return packWith(quickEncoder(), body) }

func packWith(e *zstd.Encoder, body []byte) []byte {
	return pad(compressWith(e, make([]byte, 0, paddedSize(packHeader+len(body)/2)), body))
}

// unpack undoes pack. The result may alias plain.
func unpack(plain []byte) ([]byte, error) {
	if len(plain) < packHeader {
		return nil, errMalformed
	}
	n := binary.BigEndian.Uint32(plain[1:])
	if uint64(n) > uint64(len(plain)-packHeader) { //nolint:gosec // not negative
		return nil, errMalformed
	}
	data := plain[packHeader : packHeader+int(n)]
	switch plain[0] {
	case codecStored:
		return data, nil
	case codecZstd:
		var h zstd.Header
		if h.Decode(data) != nil || !h.HasFCS || h.FrameContentSize > maxBody {
			return nil, errMalformed
		}
		body, err := zstdDecoder().DecodeAll(data, make([]byte, 0, min(h.FrameContentSize, uint64(len(data))*64)))
		if err != nil {
			return nil, errMalformed
		}
		return body, nil
	}
	return nil, errMalformed
}
