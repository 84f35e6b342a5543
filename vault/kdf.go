package vault

import (
	"runtime"
	"runtime/debug"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// kdfParams are the parameters of Argon2id.
type kdfParams struct {
	time    uint32 // passes
	memory  uint32 // KiB
	threads uint8
}

// The floor is the second recommended option of RFC 9106, section 4. The caps
// keep a hostile file from taking the machine down before its head can be
// checked.
var kdfFloor = kdfParams{time: 3, memory: 64 << 10, threads: 4}

const (
	maxKDFTime    = 20
	maxKDFMemory  = 4 << 20 // KiB
	maxKDFThreads = 16

	// assumedMemory is what a machine that does not say is taken to have.
	assumedMemory = 4 << 30

	kdfTarget       = 850 * time.Millisecond
	kdfLeast        = 700 * time.Millisecond
	kdfMost         = time.Second
	maxCreateMemory = 1 << 20 // KiB
)

// valid reports whether Argon2id takes the parameters.
func (p kdfParams) valid() bool {
	return p.time >= 1 && p.threads >= 1 && p.memory >= 8*uint32(p.threads)
}

// tooCostly reports whether they ask for more than a vault of ours may.
func (p kdfParams) tooCostly() bool {
	return p.time > maxKDFTime || p.memory > maxKDFMemory || p.threads > maxKDFThreads
}

// deriveKEK turns a password into the key that wraps the vault key. The
// password is brought to Unicode's form C first, so that an é typed on one
// system is the é of another.
func deriveKEK(password []byte, salt [16]byte, p kdfParams) (kek *secret) {
	// Room for what form C can grow to, so that no half-filled copy is left.
	text := make([]byte, 0, 3*len(password)+utf8.UTFMax)
	text = norm.NFC.Append(text, password...)
	erasing(func() { kek = newSecret(argon2.IDKey(text, salt[:], p.time, p.memory, p.threads, keySize)) })
	clear(text)
	if p.memory >= kdfFloor.memory { // of every vault but those of the tests
		// Hundreds of megabytes are garbage now, which hold what leads to the
		// key. Left to itself, the collector would let the heap grow to twice of
		// that before it looks again.
		debug.FreeOSMemory()
	}
	return kek
}

// calibrate returns the floor raised until deriving a key takes about
// kdfTarget here: memory first, which costs an attacker most, up to limit
// (KiB), then passes. measure runs the derivation and says how long it took.
// What it chose is measured, too: large memory costs more than its share.
func calibrate(limit uint32, measure func(kdfParams) time.Duration) kdfParams {
	p := kdfFloor
	for range 3 {
		took := max(measure(p), time.Millisecond)
		if took >= kdfLeast && took <= kdfMost {
			break
		}
		perPass := float64(took) / float64(p.time) / float64(p.memory)
		memory := float64(kdfTarget) / perPass / float64(kdfFloor.time)
		memory = max(min(memory, float64(limit)), float64(kdfFloor.memory))
		next := kdfFloor
		next.memory = uint32(memory) / 1024 * 1024
		passes := float64(kdfTarget) / perPass / float64(next.memory)
		next.time = uint32(max(min(passes, maxKDFTime), float64(kdfFloor.time)))
		if next == p {
			break
		}
		p = next
	}
	return p
}

func calibrateHere() kdfParams {
	limit := min(uint64(maxCreateMemory), physicalMemory()/4/1024)
	return calibrate(uint32(limit), func(p kdfParams) time.Duration { //nolint:gosec // at most maxCreateMemory
		start := time.Now()
		clear(argon2.IDKey([]byte("calibration"), make([]byte, 16), p.time, p.memory, p.threads, keySize))
		took := time.Since(start)
		runtime.GC() // the measurement's memory goes before the real one is taken
		return took
	})
}
