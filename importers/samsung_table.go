package importers

import (
	"bytes"
	"io"
	"strings"

	"vitalkeep/health"
)

// Sources of Samsung Health. Which device a row is from, the table does not say
// in words.
const (
	samsungExport  = health.SourceID("samsung:export")
	samsungTracker = health.SourceID("samsung:tracker")
	samsungNightly = health.SourceID("samsung:nights")
	samsungDaily   = health.SourceID("samsung" + health.DailySuffix)
)

// samsungApp is the program itself, as tables name it; rows of others were
// handed on by them.
const samsungApp = "com.sec.android.app.shealth"

// samsungBundle is what the other files of an export say about a table.
type samsungBundle struct {
	local bool // times are local, which recordings prove
	// bins are the recordings that are read by themselves, by their file names.
	bins map[string]bool
	// stages are the files of the stages of nights.
	stages []*inputFile
}

// samsungTable is one table: a line with the type of data, one with the names of
// columns, and rows that end with a comma.
type samsungTable struct {
	*fileReader
	samsungBundle
	kind    string         // the type of data
	columns map[string]int // by name, without the type before it

	start, end, offset, app, bin int
}

func samsungStream(b samsungBundle, read func(*samsungTable) error) func(*fileReader, io.Reader) error {
	return func(f *fileReader, r io.Reader) error {
		t, err := openSamsungTable(f, r)
		if err != nil || t == nil {
			return err
		}
		t.samsungBundle = b
		return read(t)
	}
}

// openSamsungTable reads the first two lines; nil for a file without columns.
func openSamsungTable(f *fileReader, r io.Reader) (*samsungTable, error) {
	f.scan(r, ',')
	ok, err := f.next()
	if !ok || err != nil {
		return nil, err
	}
	t := &samsungTable{fileReader: f, kind: string(f.text(0)), columns: map[string]int{}}
	if ok, err = f.next(); !ok || err != nil {
		return nil, err
	}
	for i := range f.cells {
		f.header = append(f.header, strings.ToValidUTF8(string(bytes.TrimPrefix(f.text(i), byteOrderMark)), ""))
	}
	f.roles = make([]role, len(f.header))
	// Names with the type before them are those that matter, where both stand.
	for _, long := range []bool{true, false} {
		for i, h := range f.header {
			name := h
			if strings.HasPrefix(h, samsungPrefix) {
				name = h[strings.LastIndexByte(h, '.')+1:]
			}
			if _, taken := t.columns[name]; !taken && name != "" && (name != h) == long {
				t.columns[name] = i
			}
		}
	}
	t.start, t.end, t.offset, t.app = t.column("start_time"), t.column("end_time"), t.column("time_offset"), t.column("pkg_name")
	if t.bin = t.column("binning_data"); t.bin < 0 {
		t.bin = t.column("binning")
	}
	return t, nil
}

// column finds a column by its name, -1 for none.
func (t *samsungTable) column(name string) int {
	if i, ok := t.columns[name]; ok {
		return i
	}
	return -1
}

// nextRow goes to the next row that has no more cells than there are columns,
// but for empty ones at its end, and that is not cut off.
func (t *samsungTable) nextRow() (bool, error) {
	for {
		ok, err := t.next()
		if !ok || err != nil {
			return false, err
		}
		reason := ""
		for len(t.cells) > len(t.header) && len(t.text(len(t.cells)-1)) == 0 {
			t.cells = t.cells[:len(t.cells)-1]
		}
		switch {
		case len(t.cells) > len(t.header):
			reason = "has more cells than the header has columns"
		case t.cut():
			reason = reasonCut
		default:
			return true, nil
		}
		if err := t.reject(-1, reason); err != nil {
			return false, err
		}
	}
}

// Reasons why a row of Samsung Health is left out.
const (
	reasonSamsungTime   = "not a date and time of the form yyyy-mm-dd hh:mm:ss.sss"
	reasonSamsungOffset = "not an offset from UTC such as UTC+0200"
	reasonNoColumn      = "it lacks a column without which its rows cannot be understood"
)

// span reads start, end and offset of the row. An end that is missing is the
// start. ok is false for a row that was rejected.
func (t *samsungTable) span() (s health.Sample, ok bool, err error) {
	start, ok := samsungTime(t.text(t.start))
	if !ok {
		return s, false, t.reject(t.start, reasonSamsungTime)
	}
	end := start
	if cell := t.text(t.end); len(cell) > 0 {
		if end, ok = samsungTime(cell); !ok {
			return s, false, t.reject(t.end, reasonSamsungTime)
		}
	}
	switch {
	case end < start:
		return s, false, t.reject(t.end, reasonEndBefore)
	case end-start > maxSpan:
		return s, false, t.reject(t.end, "longer than a year")
	}
	cell := t.text(t.offset)
	offset, ok := samsungOffset(cell)
	switch {
	case ok:
	case len(cell) > 0:
		return s, false, t.reject(t.offset, reasonSamsungOffset)
	case t.zone.loc == nil || t.local:
		return s, false, t.reject(t.offset, reasonNoOffset)
	default:
		offset = t.zone.at(start)
	}
	if t.local {
		start -= int64(offset) * 1000
		end -= int64(offset) * 1000
	}
	if !health.PossibleTime(start) {
		return s, false, t.reject(t.start, reasonNoSuchYear)
	}
	return health.Sample{Start: start, Duration: end - start, Offset: offset, Origin: t.origin()}, true, nil
}

// samsungTime reads yyyy-mm-dd hh:mm:ss with or without milliseconds, as
// milliseconds since 1970 on a clock that shows UTC.
func samsungTime(b []byte) (ms int64, ok bool) {
	day, ok := civilDate(b)
	if !ok || len(b) < 19 || b[10] != ' ' {
		return 0, false
	}
	sec, ok := clockTime(b, 11)
	if !ok {
		return 0, false
	}
	frac := 0
	if len(b) > 19 {
		if frac, ok = digits(b, 20, 3); !ok || len(b) != 23 || b[19] != '.' {
			return 0, false
		}
	}
	return (unixDay(day)*86400+int64(sec))*1000 + int64(frac), true
}

// samsungOffset reads UTC+0200 or UTC+02:00.
func samsungOffset(b []byte) (int32, bool) {
	rest, ok := bytes.CutPrefix(b, []byte("UTC"))
	if !ok || len(rest) < 5 {
		return 0, false
	}
	if len(rest) == 5 {
		rest = append(append(append(make([]byte, 0, 6), rest[:3]...), ':'), rest[3:]...)
	}
	return parseOffset(rest)
}

// nextSpan goes to the next row whose times can be read; the others are rejected.
// It reports false at the end of the table.
func (t *samsungTable) nextSpan() (health.Sample, bool, error) {
	for {
		if ok, err := t.nextRow(); !ok || err != nil {
			return health.Sample{}, false, err
		}
		if s, ok, err := t.span(); ok || err != nil {
			return s, ok, err
		}
	}
}

// source is who wrote the row: the program itself, or one that handed it on.
func (t *samsungTable) source(own health.SourceID) health.SourceID {
	if app := t.text(t.app); len(app) > 0 && string(app) != samsungApp {
		return sourceOf("samsung", "relay", sourceName(string(app)))
	}
	return own
}

// recorded reports whether the numbers of the row are read from a recording.
func (t *samsungTable) recorded() bool { return t.bin >= 0 && t.bins[string(t.text(t.bin))] }

// other says how many rows of a type that is not understood there are.
func (t *samsungTable) other() error {
	n := 0
	for {
		ok, err := t.next()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		n++
	}
	if n == 0 {
		return nil
	}
	t.row = 0
	return t.refuse(t.kind, english(n, "record of a type that is not understood is left out", "records of a type that is not understood are left out"))
}
