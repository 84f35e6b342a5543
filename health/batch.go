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
	Files      []string // base names, in the order of Origin.File
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
	Duplicates int
	Conflicts  int
	First      int64 // UTC milliseconds of the earliest
	Last       int64 // UTC milliseconds of the latest
}

// Conflict is one identity whose stored value an import would replace.
type Conflict struct {
	Metric MetricID
	Source SourceID
	Old    Sample
	New    Sample
}

// Preview is what a staged import would store.
type Preview struct {
	Tallies    []Tally // in the order of the catalogue, entries last
	New        int
	Duplicates int
	Conflicts  int
	Examples   []Conflict // the first conflicts, at most 100
}
