package exporters

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"

	"vitalkeep/health"
)

// maker says who made a measurement.
type maker uint8

const (
	unknownMaker maker = iota // a file that does not say
	deviceMade
	handMade // the person typed it
)

// mixedGivers are diaries and tables, which hold what devices measured beside
// what people wrote down.
var mixedGivers = []string{"csv", "openscale", "mfp", "goldencheetah", "bpm"}

// makerOf tells by a source who made its measurements.
func makerOf(source health.SourceID) maker {
	giver, stream, _ := strings.Cut(string(source), ":")
	class, _, _ := strings.Cut(stream, "/")
	switch {
	case giver == "manual" || class == "hand":
		return handMade
	case class == "file" || class == "relay" || slices.Contains(mixedGivers, giver):
		return unknownMaker
	}
	return deviceMade
}

// stableID makes a UUID (version 8) of words: the same words, the same UUID. It
// tells nothing of the words.
func stableID(words ...string) string {
	h := sha256.New()
	for _, w := range words {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(w)))
		h.Write(n[:])
		h.Write([]byte(w))
	}
	var id [16]byte
	copy(id[:], h.Sum(nil))
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	x := hex.EncodeToString(id[:])
	return x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

// personID is how all that is exported of a person names them.
func personID(p health.Profile) string { return stableID("person", string(p.ID[:])) }
