package importers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"vitalkeep/health"
)

// Options of Read.
type Options struct {
	// Format names the format that the paths must have; empty to find out.
	Format string
	// Zone in which local times were lived; nil to take the one that the files
	// name themselves.
	Zone *time.Location
	// Units in which plain CSV files hold weights and heights.
	Units health.UnitSystem
	// Progress is told how many of the input's bytes are done; may be nil.
	Progress func(done, total int64)
	// KeepDamaged reads what can be read of a file that is cut off, with a
	// Reject for the place where it ends; without it, that is an error that
	// wraps ErrIncomplete.
	KeepDamaged bool
	// Refuse says why an entry must not come in, "" if it may; nil lets all in.
	Refuse func(health.Entry) (reason string)
	// PicturesOnly reads nothing but pictures; see Pictures.
	PicturesOnly bool
	// Mappings say how tables are read that no other format claims, by Table.Key.
	Mappings map[string]Mapping
}

// Sink takes what is read. The error of any method ends the import and is
// returned as it is.
type Sink interface {
	// File announces a file and returns the number for Origin.File.
	File(name string) (uint32, error)
	Sample(health.MetricID, health.SourceID, health.Sample) error
	Entry(health.Entry) error
	Reject(health.Reject) error
}

// Pictures is a Sink that takes the pictures of an archive, too: each before
// the entries that name it, under the name that they use.
type Pictures interface {
	Sink
	Picture(name string, data []byte) error
}

// Report says what was handed over. Numbers count calls of the sink; which of
// them are new is not known here.
type Report struct {
	Inputs   []InputReport
	Samples  int
	Entries  int
	Rejected int // rows and cells left out, also those past the limit of rejects listed
}

// InputReport is the part of one path.
type InputReport struct {
	Path   string
	Format string
	Files  []FileReport
}

// FileReport is the part of one file.
type FileReport struct {
	Name     string
	Kind     string   // empty when it is not understood
	Number   uint32   // as the sink gave it; 0 when it was not announced
	Read     bool     // it was announced, and read to its end
	Single   bool     // it stands for itself: one of the same name is no newer form of it
	Parts    []uint32 // numbers of the parts that the file was announced in besides
	Samples  int
	Entries  int
	Rejected int
	Skipped  string // why nothing of it was handed over
}

// Read hands everything in the paths to the sink, path by path and file by
// file in the order of their names. After an error the sink holds a part of the
// input, which must be thrown away. The errors are *FileError, ErrZoneNeeded
// and ErrMappingNeeded (before anything is handed over), the context's, and the sink's.
func Read(ctx context.Context, paths []string, opts Options, sink Sink) (Report, error) {
	return readLimited(ctx, paths, opts, sink, defaultLimits)
}

func readLimited(ctx context.Context, paths []string, opts Options, sink Sink, lim limits) (rep Report, err error) {
	p, err := plan(ctx, paths, opts, lim)
	if err != nil {
		return Report{}, err
	}
	defer p.close()
	if err := mappingNeeded(p.recognition.Tables); err != nil {
		return Report{}, err
	}
	if opts.Zone, err = zoneFor(opts.Zone, p.recognition); err != nil {
		return Report{}, err
	}
	m := &meter{ctx: ctx, report: opts.Progress, total: p.total}
	series := map[laneKey]struct{}{}
	for i, in := range p.recognition.Inputs {
		part := InputReport{Path: in.Path, Format: in.Format}
		for _, t := range p.work[i] {
			if opts.PicturesOnly && t.kind.name != kindPicture {
				continue
			}
			f := &fileReader{
				ctx: ctx, opts: opts, lim: lim, sink: sink, file: t.file, series: series,
				report: FileReport{Name: t.file.name, Kind: t.info.Kind, Skipped: t.info.Skipped},
			}
			if err := f.run(t, m); err != nil {
				return Report{}, err
			}
			part.Files = append(part.Files, f.report)
			rep.Samples += f.report.Samples
			rep.Entries += f.report.Entries
			rep.Rejected += f.report.Rejected
		}
		rep.Inputs = append(rep.Inputs, part)
	}
	return rep, nil
}

// zoneFor returns the zone to read local times in: the one given, the one that
// the files name, or nil when no row needs any.
func zoneFor(given *time.Location, r Recognition) (*time.Location, error) {
	if given != nil {
		return given, nil
	}
	if r.ZoneHint != "" {
		loc, err := time.LoadLocation(r.ZoneHint)
		if err == nil {
			return loc, nil
		}
	}
	if len(r.NeedsZone) == 0 {
		return nil, nil
	}
	reason := "its times are local, and nothing in it names the time zone"
	if len(r.ZoneHints) > 1 {
		reason = "its times are local, and it names several time zones"
	}
	return nil, &FileError{
		File: shortList(r.NeedsZone), Reason: reason,
		Hint: "Choose the zone that was lived in.", Err: ErrZoneNeeded,
	}
}

func shortList(names []string) string {
	if len(names) > 3 {
		return strings.Join(names[:3], ", ") + fmt.Sprintf(" and %d more", len(names)-3)
	}
	return strings.Join(names, ", ")
}

// fileReader reads one file row by row for the reader of its kind.
type fileReader struct {
	ctx    context.Context
	opts   Options
	lim    limits
	sink   Sink
	file   *inputFile
	report FileReport
	name   string // cleaned, see cleanName
	header []string
	roles  []role // of the columns
	rows   *csvScanner
	cells  [][]byte // of the current row
	row    int      // its line

	number  uint32     // of the file or part that is being read
	stopped bool       // its rest could not be read
	table   *tableLook // of a table that is read by a mapping
	zone    offsets
	scratch arrays

	bulk   BulkSink             // the sink, if it is one
	series map[laneKey]struct{} // that the import holds so far
	lanes  map[laneKey]*lane
	order  []*lane // the lanes, as they came
	last   *lane
}

// run reads a file from its header to its end.
func (f *fileReader) run(t *task, m *meter) (err error) {
	if t.info.Problem != "" {
		f.row = 0
		return f.reject(-1, t.info.Problem)
	}
	if !t.read {
		return nil
	}
	if f.report.Number, err = f.sink.File(f.file.name); err != nil {
		return err
	}
	f.number, f.table = f.report.Number, t.table
	rc, err := f.file.open(m)
	if err != nil {
		return err
	}
	defer closeInto(&err, rc)
	f.name = cleanName(f.file.base)
	f.zone.loc = f.opts.Zone
	if t.kind.stream != nil {
		if err := t.kind.stream(f, rc); err != nil {
			return err
		}
		if err := f.flush(); err != nil {
			return err
		}
		m.finish(f.file.size)
		f.report.Read = !f.stopped
		return f.unlisted()
	}
	f.scan(rc, ',')
	header, problem, err := readHeader(f.rows)
	if err != nil {
		return err
	}
	if problem != "" { // it was another file when it was looked at
		return f.reject(-1, problem)
	}
	f.header, f.roles = header, layout(f.name, header)
	if err := t.kind.read(f); err != nil {
		return err
	}
	if f.file.cut {
		f.stopped = true
		if err := f.refuse("", "the archive is cut off here, and the rest of this file is missing"); err != nil {
			return err
		}
	}
	if err := f.flush(); err != nil {
		return err
	}
	m.finish(f.file.size)
	f.report.Read = !f.stopped
	return f.unlisted()
}

// scan makes r, a table with that delimiter, what next goes through.
func (f *fileReader) scan(r io.Reader, comma byte) {
	f.rows = newScanner(r, f.lim)
	f.rows.comma = comma
}

// part begins a part of the file that has an origin of its own: a table of a
// database. What is handed over from now on stood there.
func (f *fileReader) part(name string) (err error) {
	if f.number, err = f.sink.File(f.file.name + " · " + name); err == nil {
		f.report.Parts = append(f.report.Parts, f.number)
	}
	return err
}

// whole reads everything into memory, at most limit bytes.
func (f *fileReader) whole(r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(b)) > limit {
		err = tooLarge(f.file.name, "the file is larger than %d MB", limit>>20)
	}
	return b, err
}

// closeInto closes c and keeps its error where there is no other. Errors of the
// sink go out as they are.
func closeInto(err *error, c io.Closer) {
	if e := c.Close(); *err == nil {
		*err = e
	}
}

// column finds the column of a role, -1 for none.
func (f *fileReader) column(r role) int { return slices.Index(f.roles, r) }

// next goes to the next row that can be read; lines that cannot are rejected.
// It reports false at the end of the file.
func (f *fileReader) next() (bool, error) {
	for {
		err := f.rows.next()
		f.row, f.cells = f.rows.row, f.rows.cells
		if err == nil {
			return true, nil
		}
		var row *rowError // these two escape: below the return of every good row
		var stop *stopError
		switch {
		case errors.Is(err, io.EOF):
			return false, nil
		case errors.As(err, &row):
			if err := f.reject(-1, row.reason); err != nil {
				return false, err
			}
		case errors.As(err, &stop):
			f.stopped = true
			return false, f.reject(-1, stop.reason)
		default:
			return false, err
		}
	}
}

// text returns a cell of the current row without blanks around it; empty when
// the row is shorter.
func (f *fileReader) text(column int) []byte {
	if column < 0 || column >= len(f.cells) {
		return nil
	}
	return trim(f.cells[column])
}

func trim(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t') {
		b = b[1:]
	}
	for len(b) > 0 && (b[len(b)-1] == ' ' || b[len(b)-1] == '\t') {
		b = b[:len(b)-1]
	}
	return b
}

// cut reports whether the file may end in the middle of the current row: a
// single file without checksum whose last line is not ended. A number at its
// end could have lost digits.
func (f *fileReader) cut() bool { return !f.rows.ended && !f.file.checked }

const reasonCut = "the file ends in the middle of this line; its last value may be incomplete"

// reject leaves the current row or one cell of it out. column -1 means the row
// as a whole.
func (f *fileReader) reject(column int, reason string) error {
	name := ""
	if column >= 0 && column < len(f.header) {
		name = f.header[column]
	}
	return f.refuse(name, reason)
}

// refuse is reject for a column or field by its name; "" for the whole row.
func (f *fileReader) refuse(column, reason string) error {
	f.report.Rejected++
	if f.report.Rejected > f.lim.rejects {
		return nil
	}
	return f.sink.Reject(health.Reject{File: f.file.name, Row: f.row, Column: column, Reason: reason})
}

// unlisted says how many rejects were not listed one by one.
func (f *fileReader) unlisted() error {
	n := f.report.Rejected - f.lim.rejects
	if n <= 0 {
		return nil
	}
	return f.sink.Reject(health.Reject{File: f.file.name, Reason: english(n, "further row is left out and not listed", "further rows are left out and not listed")})
}

func (f *fileReader) origin() health.Origin {
	return health.Origin{File: f.number, Row: uint32(min(f.row, 1<<31))} //nolint:gosec // a line number is not negative
}

// sample hands one sample over; the caller has checked its value.
func (f *fileReader) sample(metric health.MetricID, source health.SourceID, s health.Sample) error {
	return f.lane(metric, source).add(s)
}

// entry hands one entry over, unless a text in it is too long or not Unicode.
func (f *fileReader) entry(e health.Entry) error {
	e.Origin = f.origin()
	for _, x := range e.Fields {
		if reason := textReason(x.Text); reason != "" {
			return f.reject(f.columnNamed(x.Name), reason)
		}
	}
	if reason := textReason(e.Key); reason != "" || len(e.Key) > maxKey {
		return f.reject(-1, "its name is too long, or not in UTF-8")
	}
	if f.opts.Refuse != nil {
		if reason := f.opts.Refuse(e); reason != "" {
			return f.reject(-1, reason)
		}
	}
	if !f.begins(laneKey{health.MetricID(e.Kind.String()), e.Source}) {
		return f.refuse("", reasonSeries)
	}
	f.report.Entries++
	return f.sink.Entry(e)
}

func (f *fileReader) columnNamed(name string) int {
	for i, h := range f.header {
		if h == name || roleName(f.roles[i]) == name {
			return i
		}
	}
	return -1
}

// Longest text of a field, and longest key, of an entry in bytes.
const (
	maxText = 1 << 20
	maxKey  = 200
)

func textReason(s string) string {
	switch {
	case len(s) > maxText:
		return fmt.Sprintf("longer than %d kB", maxText>>10)
	case !utf8.ValidString(s):
		return "not in UTF-8"
	}
	return ""
}

// numeric reads the number in a cell and checks it against what is possible.
// present is false for an empty cell, and for one that was rejected.
func (f *fileReader) numeric(column int, metric health.Metric, unit health.Unit) (d health.Decimal, present bool, err error) {
	cell := f.text(column)
	if len(cell) == 0 {
		return d, false, nil
	}
	d, err = parseNumber(cell)
	if err != nil {
		return d, false, f.reject(column, numberReason(cell, err))
	}
	if column == len(f.cells)-1 && f.cut() {
		return d, false, f.reject(column, reasonCut)
	}
	if !metric.Possible.Contains(unit.Value(d)) {
		return d, false, f.reject(column, outside(metric))
	}
	return d, true, nil
}

// form says how the number that was read from a cell is written there.
func (f *fileReader) form(column int, d health.Decimal) health.Form {
	return health.FormOf(f.text(column), d)
}

// when reads a wall-clock cell. ok is false for one that was rejected.
func (f *fileReader) when(column int) (ms int64, offset int32, ok bool, err error) {
	if f.opts.Zone == nil { // the file had no rows when it was looked at
		return 0, 0, false, &FileError{File: f.file.name, Reason: "the file changed while it was read", Err: ErrZoneNeeded}
	}
	cell := f.text(column)
	if ms, _, ok = parseInstant(cell); ok {
		offset = f.zone.at(ms)
	} else {
		w, ok := parseOldWall(cell)
		if !ok {
			return 0, 0, false, f.reject(column, reasonNoWall)
		}
		if ms, offset, err = w.resolve(f.opts.Zone); err != nil {
			return 0, 0, false, f.reject(column, wallReason(err))
		}
	}
	if !health.PossibleTime(ms) {
		return 0, 0, false, f.reject(column, reasonNoSuchYear)
	}
	return ms, offset, true, nil
}

// nextWall goes to the next row whose wall-clock cell can be read; the others
// are rejected. It reports false at the end of the file.
func (f *fileReader) nextWall(column int) (ms int64, offset int32, ok bool, err error) {
	for {
		if ok, err := f.next(); !ok || err != nil {
			return 0, 0, false, err
		}
		if ms, offset, ok, err = f.when(column); ok || err != nil {
			return ms, offset, ok, err
		}
	}
}
