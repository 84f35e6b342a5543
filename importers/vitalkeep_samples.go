package importers

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vitalkeep/health"
)

// Names of the two lossless files of Vitalkeep's own that stand beside
// vendor-shaped files in an exported ZIP. The package exporters writes them;
// what they hold is agreed here.
//
// Both are CSV by RFC 4180: UTF-8 without byte order mark, comma, line feed, a
// header as the first line, every line ended (the last one too), a cell quoted
// where it holds a comma, a double quote or a line end.
//
// vitalkeep_samples.csv, one sample a line, header
//
//		metric,source,start,duration_s,value,unit
//
//	  - metric: a [health.MetricID] of the catalogue or a generic one.
//	  - source: a [health.SourceID] of 3 to 200 bytes in UTF-8: a giver of small
//	    letters, digits and hyphens that begins with a letter, a colon, and more
//	    behind it without control characters. A cell with blanks is quoted.
//	  - start: RFC 3339 with the numeric offset that was in force where it was
//	    measured ("2024-03-10T01:59:59-08:00", "+00:00" rather than "Z"), years
//	    1 to 9999. The fraction of a second is there only when the milliseconds
//	    are not 0, and then has three digits. An offset that is no whole minute
//	    has its seconds appended ("+00:09:21"), as [health.FormatOffset] writes
//	    it. Instant and offset are taken as they stand, whatever zone is set.
//	  - duration_s: seconds, not negative, at most three places without trailing
//	    zeros ("0", "60", "0.25").
//	  - value: the number as it was written, trailing zeros included
//	    ([health.Decimal.String]).
//	  - unit: [health.Unit.ID] of the unit that the number was written in; empty
//	    for [health.NoUnit].
//
// vitalkeep_entries.csv, one entry a line, header
//
//		kind,source,key,start,duration_s,fields
//
//	  - kind: [health.EntryKind.String], never "unknown".
//	  - source, start, duration_s: as above.
//	  - key: [health.Entry.Key], any text up to 200 bytes, may be empty. An
//	    apostrophe stands before one that a spreadsheet would run as a formula
//	    (blanks and line ends aside, it begins with one of = + - @) and before
//	    one that begins with an apostrophe itself.
//	  - fields: a JSON array of pairs of strings in the entry's order:
//	    [["Activity type","Walking"],["Data","{…}"]]; [] for none.
const (
	SamplesFile = "vitalkeep_samples.csv"
	EntriesFile = "vitalkeep_entries.csv"
)

const problemVitalkeep = "its header is not that of a Vitalkeep export of this version"

var (
	samplesHeader = []string{"metric", "source", "start", "duration_s", "value", "unit"}
	entriesHeader = []string{"kind", "source", "key", "start", "duration_s", "fields"}
)

func vitalkeepKinds() []kind {
	return []kind{
		{name: "samples", claim: byHeader(exactly(SamplesFile, samplesHeader)), read: readSamples},
		{name: "entries", claim: byHeader(exactly(EntriesFile, entriesHeader)), read: readEntries},
		{name: kindPicture, claim: claimPicture, stream: readPicture},
		{
			name: "table", claim: byHeader(forPeople), aside: true,
			why: "a table for people; the files beside it hold the same exactly",
		},
	}
}

// exactly claims a file by its header, whatever its name; a file of the name
// with another header is from another version.
func exactly(file string, want []string) func(string, []string) (bool, string) {
	return func(name string, header []string) (bool, string) {
		if slices.Equal(header, want) {
			return true, ""
		}
		return name == cleanName(file), problemVitalkeep
	}
}

// cellCache remembers what the last cell of a column meant: in a sorted export
// whole runs of rows say the same.
type cellCache[T any] struct {
	text  []byte
	value T
	ok    bool
}

func (c *cellCache[T]) get(cell []byte, parse func(string) (T, bool)) (T, bool) {
	if c.text == nil || !bytes.Equal(c.text, cell) {
		c.text = append(c.text[:0], cell...)
		c.value, c.ok = parse(string(cell))
	}
	return c.value, c.ok
}

// readSamples reads vitalkeep_samples.csv.
func readSamples(f *fileReader) error {
	var metrics cellCache[health.Metric]
	var sources cellCache[health.SourceID]
	var units cellCache[health.Unit]
	for {
		ok, err := f.next()
		if !ok || err != nil {
			return err
		}
		s := health.Sample{Origin: f.origin()}
		if len(f.cells) != len(samplesHeader) {
			if err := f.wrongWidth(); err != nil {
				return err
			}
			continue
		}
		m, okM := metrics.get(f.cells[0], func(t string) (health.Metric, bool) { return health.Lookup(health.MetricID(t)) })
		source, okS := sources.get(f.cells[1], parseSource)
		var okU bool
		var wrongT string
		s.Start, s.Offset, wrongT = readInstant(f.cells[2])
		length, errD := health.ParseDecimal(f.cells[3])
		var okD bool
		s.Duration, okD = millis(length)
		var errV error
		s.Value, errV = health.ParseDecimal(f.cells[4])
		s.Unit, okU = units.get(f.cells[5], parseUnitID)
		at, reason := -1, ""
		switch {
		case !okM || len(m.ID) > maxMetricID:
			at, reason = 0, "this metric is not known; it may be from a newer version of Vitalkeep"
		case !okS:
			at, reason = 1, reasonSource
		case wrongT != "":
			at, reason = 2, wrongT
		case errD != nil || !okD:
			at, reason = 3, reasonDuration
		case errV != nil:
			at, reason = 4, numberReason(f.cells[4], errV)
		case !okU || s.Unit.Canonical() != m.Unit.Canonical():
			at, reason = 5, "this unit does not belong to the metric"
		case f.cut():
			at, reason = -1, reasonCut
		case !m.Possible.Contains(s.Canonical()):
			at, reason = 4, outside(m)
		}
		if reason != "" {
			err = f.reject(at, reason)
		} else {
			s.Form = health.FormOf(f.cells[4], s.Value)
			err = f.sample(m.ID, source, s)
		}
		if err != nil {
			return err
		}
	}
}

const (
	maxMetricID    = 200
	reasonSource   = "not the name of a source"
	reasonDuration = "not a duration in seconds, or one of more than a year"
)

func (f *fileReader) wrongWidth() error {
	return f.reject(-1, fmt.Sprintf("has %s instead of %d", english(len(f.cells), "column", "columns"), len(f.header)))
}

// parseSource holds a source to the form that is agreed above.
func parseSource(s string) (health.SourceID, bool) {
	giver, rest, found := strings.Cut(s, ":")
	if !found || giver == "" || rest == "" || len(s) > maxSource || !utf8.ValidString(s) || giver[0] < 'a' || giver[0] > 'z' {
		return "", false
	}
	for _, c := range []byte(giver) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return "", false
		}
	}
	if strings.ContainsFunc(rest, unicode.IsControl) {
		return "", false
	}
	return health.SourceID(s), true
}

// parseUnitID finds a unit by its ID alone.
func parseUnitID(s string) (health.Unit, bool) {
	u, ok := unitByID[s]
	return u, ok
}

var unitByID = func() map[string]health.Unit {
	m := map[string]health.Unit{}
	for u := health.NoUnit; u.Known(); u++ {
		m[u.ID()] = u
	}
	return m
}()
