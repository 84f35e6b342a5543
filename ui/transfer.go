package ui

import (
	"context"
	"errors"
	"slices"

	"vitalkeep/health"
)

// ImportOptions are what a person chooses about files that are to be imported.
type ImportOptions struct {
	// Zone is the IANA name of the zone in which the files write their times;
	// empty means as the files themselves say.
	Zone string
	// Profile is the person whose data it is; zero means as the files say.
	Profile health.ProfileID
	// Mappings say how tables are read, by ImportTable.Key.
	Mappings map[string]TableMapping
	// KeepDamaged takes what can be read of files that end too early.
	KeepDamaged bool
	// AsTable reads plain CSV files as tables that are mapped.
	AsTable bool
}

// ErrIncomplete means that a file ends too early, and that what stands before
// can be imported with ImportOptions.KeepDamaged.
var ErrIncomplete = errors.New("the file ends too early")

// ImportPreview is what files are and what importing them would store.
type ImportPreview struct {
	// Title is the name of the file or folder, or how many files there are.
	Title string
	// Format is the kind of files in people's words ("Withings archive").
	Format string
	// Detail is what else is known, in short, with the units that the files write
	// ("5 of 31 files hold health data · kg, cm").
	Detail string
	// Zone is the IANA name of the zone that times were read in, "" while it is
	// not known.
	Zone string
	// ZoneHints are the zones that the files or the profile suggest, the
	// likeliest first.
	ZoneHints []string
	// ZoneNeeded means that times are written without a zone and the files do
	// not say which: nothing is staged until Preview is called with a Zone.
	ZoneNeeded bool
	// Profile is the person that the files were read for.
	Profile health.ProfileID
	// PersonNeeded means that nothing says whose data it is: nothing is staged
	// until Preview is called with a Profile.
	PersonNeeded bool
	// Plain means that the files are plain CSV files, whose form is strict; see
	// ImportOptions.AsTable.
	Plain bool
	// Stranger is the name of somebody else whom the files name as the one whose
	// data they hold, "" for most.
	Stranger string
	// Tables are the files that are read by a mapping. While one of them has open
	// questions, nothing is staged.
	Tables []ImportTable
	// Files is how many files hold something to import; Listed are all.
	Files  int
	Listed []ImportFile
	// Tallies counts by metric and kind of entry.
	Tallies []health.Tally
	// RejectedIn counts rejected rows by the metric they would have been, as far
	// as that is known; the remainder of Rejected belongs to none.
	RejectedIn map[health.MetricID]int

	New, Duplicates, Conflicts, Rejected int
	// Rejects are the first of the rejected rows, at most 1,000.
	Rejects []health.Reject
	// Examples are the first of the conflicts.
	Examples []health.Conflict
	// Changed and Dropped are the first of the readings that have another value
	// than at the last import, and of those that files with the whole history hold
	// no longer; the counts are of all. Nothing is deleted because of it.
	Changed                    []health.Conflict
	Dropped                    []health.Dropped
	ChangedCount, DroppedCount int
	// First and Last are the earliest and the latest start in UTC milliseconds,
	// both 0 when there is nothing.
	First, Last int64
}

// ImportFile is one of the files that were brought.
type ImportFile struct {
	Name   string // with folders where that tells it from another
	Format string // in people's words; empty when it is not understood
	// Read counts what was read of it, samples and entries; Rejected the rows
	// that are left out.
	Read, Rejected int
	Skipped        string // why nothing of it is read; empty for most
	Problem        string // why it cannot be read
	Assumed        string // what is taken for granted in reading it
	// Lines are the first lines of a text as they stand, and Understood what was
	// read of them, by line.
	Lines      []string
	Understood []ImportReading
}

// ImportReading is one reading and the line that it stood in, from 1.
type ImportReading struct {
	Line   int
	Metric health.MetricID  // empty for entries
	Entry  health.EntryKind // UnknownEntry for samples
	Sample health.Sample    // of an entry only the times
}

// Importer stages files and stores them. Its methods are called off the UI
// goroutine, one at a time, and return soon after their context is cancelled.
type Importer interface {
	// Preview reads the files once into a stage, instead of any earlier one, and
	// says what is in it. Nothing can be seen in the vault yet. Progress is told
	// in bytes of input, with a share at the end for comparing; a total of 0
	// means that it is not known.
	Preview(ctx context.Context, paths []string, o ImportOptions, progress func(done, total int64)) (ImportPreview, error)
	// Commit stores all of the stage or, with an error, nothing.
	Commit(ctx context.Context, progress func(done, total int64)) (health.Batch, error)
	// Understand reads no more than the beginnings of the tables among the files,
	// and says how they are understood. It leaves the stage alone.
	Understand(ctx context.Context, paths []string, o ImportOptions) ([]ImportTable, error)
	// Forget drops what was chosen for tables with the header of that key.
	Forget(ctx context.Context, profile health.ProfileID, key string) error
	// Discard drops the stage; without one it does nothing.
	Discard() error
}

// PastImports is the list of what was imported and the way back.
type PastImports interface {
	// Imports lists the stored imports, the newest first. Their formats are in
	// people's words.
	Imports() ([]health.Batch, error)
	// Undo removes what the import brought and restores what it replaced.
	Undo(ctx context.Context, id health.BatchID) error
}

// ExportFormat is one form in which data can be given out.
type ExportFormat struct {
	ID        string // for the Exporter ("withings-archive")
	Name      string // for people ("Archive of CSV files")
	Detail    string // one sentence on what can read it
	Extension string // of the file, with its dot (".zip")
	// Metrics and Kinds are what it has a place for; nil means all.
	Metrics []health.MetricID
	Kinds   []health.EntryKind
	Choices []ExportChoice
	// Lossless tells that importing the file gives equal content, Unverified that
	// nobody stands for its being taken where it is meant for.
	Lossless, Unverified bool
}

// Holds reports whether the format has a place for a metric or kind of entry.
func (f ExportFormat) Holds(h Holding) bool {
	if h.Metric != "" {
		return f.Metrics == nil || slices.Contains(f.Metrics, h.Metric)
	}
	return f.Kinds == nil || slices.Contains(f.Kinds, h.Entry)
}

// ExportChoice is a question about how a form is written.
type ExportChoice struct {
	ID, Title string
	Values    []ExportChoiceValue
	US        string // the value that is usual with US units; else it is the first
}

// ExportChoiceValue is one answer.
type ExportChoiceValue struct{ ID, Title string }

// ExportOptions are what a person chooses about an export.
type ExportOptions struct {
	Profile health.ProfileID
	Format  string // an ExportFormat.ID
	// Replace allows an existing file to be replaced.
	Replace bool
	// Metrics and Kinds are what is exported; nil means all, an empty list none.
	Metrics []health.MetricID
	Kinds   []health.EntryKind
	// From and To bound the starts, in UTC milliseconds, To excluded; both 0 mean
	// all of time.
	From, To int64
	Choices  map[string]string // answers to ExportChoices, by ID
}

// SeriesName names what one source gave of one metric or, with an empty metric,
// of one kind of entry.
type SeriesName struct {
	Metric health.MetricID
	Entry  health.EntryKind
	Source health.SourceID
}

// Holding is how much of one metric or kind of entry an export holds.
type Holding struct {
	Metric      health.MetricID  // empty for entries
	Entry       health.EntryKind // UnknownEntry for samples
	Count       int
	First, Last int64 // UTC milliseconds
}

// ExportReceipt is what an export wrote.
type ExportReceipt struct {
	Path     string
	Bytes    int64
	Readings int // samples and entries
	// Left counts what was asked for and has no place in the form.
	Left int
}

// Exporter writes a person's data to a file. Contents and Export are called
// off the UI goroutine and return soon after their context is cancelled.
type Exporter interface {
	// Formats lists the forms, the one to offer first at the front.
	Formats() []ExportFormat
	// Contents tells what an export of the person holds, in the order of the
	// catalogue, entries last.
	Contents(ctx context.Context, profile health.ProfileID) ([]Holding, error)
	// Export writes the file whole or, with an error, not at all. A file that is
	// there already gives an error that is fs.ErrExist, unless o.Replace is set.
	Export(ctx context.Context, path string, o ExportOptions, progress func(done, total int64)) (ExportReceipt, error)
}
