package health

import (
	"encoding/hex"
	"errors"
)

// BatchID names one import. The zero value means none.
type BatchID [16]byte

// String returns 32 hexadecimal digits, or "" for the zero value.
func (b BatchID) String() string {
	if b == (BatchID{}) {
		return ""
	}
	return hex.EncodeToString(b[:])
}

// ErrBadBatchID means that a text is not an identifier of an import.
var ErrBadBatchID = errors.New("not an identifier of an import")

// ParseBatchID reads what String wrote.
func ParseBatchID(s string) (BatchID, error) {
	var b BatchID
	raw, err := hex.DecodeString(s)
	if err != nil || len(raw) != len(b) {
		return BatchID{}, ErrBadBatchID
	}
	copy(b[:], raw)
	return b, nil
}

// Batch is the record of one import that is stored.
type Batch struct {
	ID         BatchID
	At         int64 // UTC milliseconds
	Profile    ProfileID
	Title      string // what was brought: "data_ANN_1760425320.zip", "3 files"
	Format     string
	Files      []string // names as the importer gave them, in the order of Origin.File
	New        int      // samples and entries stored
	Duplicates int
	Conflicts  int
	Rejected   int
}

// Tally counts what an import brings of one metric or kind of entry.
type Tally struct {
	Metric     MetricID  // empty for entries
	Entry      EntryKind // UnknownEntry for samples
	New        int
	Duplicates int // the vault has them, or they stand in the import twice
	Doubled    int // of the duplicates, those that stand in the import twice
	Conflicts  int
	First      int64 // UTC milliseconds of the earliest that came; 0 when nothing did
	Last       int64 // UTC milliseconds of the latest that came

	// Changed counts identities that have another visible value or content than
	// before. Dropped counts those that the import's files no longer hold, see
	// Preview.Dropped. First and last are the earliest and latest of them.
	Changed, Dropped          int
	ChangedFirst, ChangedLast int64
	DroppedFirst, DroppedLast int64
}

// Came is how many samples or entries of the kind an import holds; a kind that
// was only dropped has none, and no First and Last.
func (t Tally) Came() int { return t.New + t.Duplicates + t.Conflicts }

// Conflict is one identity whose stored value an import would replace.
type Conflict struct {
	Metric MetricID  // empty for entries
	Entry  EntryKind // UnknownEntry for samples
	Source SourceID
	Old    Sample // of an entry only Start, Duration, Offset and Origin
	New    Sample
}

// Dropped is one visible sample or entry that files of its name held at an
// earlier import and, though they hold the whole history, hold no longer.
type Dropped struct {
	Metric MetricID  // empty for entries
	Entry  EntryKind // UnknownEntry for samples
	Source SourceID
	Batch  BatchID // the import that it came with
	Old    Sample  // of an entry only Start, Duration, Offset and Origin
}

// MaxListed is how many changes a Preview lists of each kind; it counts all.
const MaxListed = 100_000

// Preview is what a staged import would store. Nothing is ever deleted by an
// import: what was dropped stays as it is.
type Preview struct {
	Tallies    []Tally // in the order of the catalogue, entries last
	New        int
	Duplicates int
	Doubled    int // of Duplicates
	Conflicts  int
	Examples   []Conflict // the first conflicts, at most 100

	// Changed and Dropped are by metric or kind, source and time, each at most
	// MaxListed; ChangedCount and DroppedCount count all.
	Changed      []Conflict
	Dropped      []Dropped
	ChangedCount int
	DroppedCount int
}
