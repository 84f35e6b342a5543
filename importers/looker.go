package importers

import (
	"bytes"
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

// looker looks at the files of one bundle.
type looker struct {
	ctx   context.Context
	lim   limits
	want  string
	table []Format
	p     *planned
	hints map[string]int
}

func (l *looker) bundle(b *bundle) error {
	in := Input{Path: b.path}
	var tasks []task
	var reason string
	for _, f := range b.files {
		t, format, err := l.file(f, b.loose)
		if err != nil {
			return err
		}
		if format.Name != "" && (in.Format == "" || rank(l.table, format.Name) < rank(l.table, in.Format)) {
			in.Format, in.Title = format.Name, format.Title
		}
		if t.info.Problem != "" {
			reason = t.info.Problem
		}
		tasks = append(tasks, t)
		in.Files = append(in.Files, t.info)
	}
	useful := slices.ContainsFunc(tasks, func(t task) bool { return t.info.Kind != "" && t.info.Problem == "" && !t.kind.private })
	switch {
	case !useful && b.loose:
		if len(tasks) == 1 && tasks[0].kind.private {
			reason = "it holds personal account data and no measurements; nothing of it is stored"
		}
		return unknownFormat(b.name, reason)
	case !useful && len(b.files) == 0:
		return unknownFormat(b.name, "it holds no files")
	case !useful:
		return unknownFormat(b.name, "it holds no file that is understood")
	}
	l.p.recognition.Inputs = append(l.p.recognition.Inputs, in)
	l.p.work = append(l.p.work, tasks)
	for _, t := range tasks {
		if t.read {
			l.p.total += t.file.size
		}
	}
	return nil
}

func rank(table []Format, name string) int {
	return slices.IndexFunc(table, func(f Format) bool { return f.Name == name })
}

// file reads the header of a file and finds out what it is; of files with
// hints and local times, it reads more.
func (l *looker) file(f *inputFile, loose bool) (t task, format Format, err error) {
	t = task{file: f, info: File{Name: f.name}}
	switch {
	case f.problem != "":
		t.info.Skipped = f.problem
		return t, Format{}, nil
	case !isCSV(f.name) && !loose:
		t.info.Skipped = "not a CSV file"
		return l.otherFile(t)
	}
	m := &meter{ctx: l.ctx}
	rc, err := f.open(m)
	if err != nil {
		return t, Format{}, err
	}
	defer closeInto(&err, rc)
	s := newScanner(rc, l.lim)
	header, problem, err := readHeader(s)
	if err != nil {
		return t, Format{}, err
	}
	format, k, wrong, ok := match(l.table, l.want, f.name, header)
	t.kind = k
	switch {
	case ok && k.private:
		t.info.Kind, t.info.Skipped = k.name, "personal account data is never stored"
	case ok && k.aside:
		t.info.Kind, t.info.Skipped = k.name, "holds nothing that the other files do not hold"
	case ok && problem == "" && wrong == "":
		t.info.Kind, t.read = k.name, true
	case problem != "":
		t.info.Problem = problem
	case wrong != "":
		t.info.Kind, t.info.Problem = k.name, wrong
	default:
		t.info.Problem = nearMiss(header)
	}
	if problem != "" {
		return t, Format{}, nil
	}
	if err := l.rows(s, &t, header); err != nil {
		return t, Format{}, err
	}
	if !ok && !loose && !t.info.HasRows {
		t.info.Skipped, t.info.Problem = "not understood, and empty", ""
	}
	return t, format, nil
}

// otherFile looks at a file that is not named .csv inside a folder or archive:
// it is left aside, but an archive in it is named.
func (l *looker) otherFile(t task) (task, Format, error) {
	if strings.EqualFold(extension(t.file.name), ".zip") {
		t.info.Skipped, t.info.Problem = "", "an archive inside a folder or an archive is not opened"
	}
	return t, Format{}, nil
}

func extension(name string) string {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[i:]
	}
	return ""
}

// mostLookedAt bounds how many rows are looked at before reading: more than any
// hand can type, and a fraction of a second.
const mostLookedAt = 200_000

// rows takes from the rows what is worth knowing beforehand.
func (l *looker) rows(s *csvScanner, t *task, header []string) error {
	zoneColumn := -1
	if t.kind.name == kindActivities || t.kind.name == kindDevices {
		zoneColumn = slices.Index(layout(cleanName(t.file.name), header), roleTimezone)
	}
	all := t.read && t.kind.local || zoneColumn >= 0
	for n := 0; n == 0 || all && n < mostLookedAt; n++ {
		err := s.next()
		var row *rowError
		var stop *stopError
		switch {
		case errors.Is(err, io.EOF), errors.As(err, &stop):
			l.noteUnits(t, header)
			return nil
		case errors.As(err, &row):
			t.info.HasRows = true
			continue
		case err != nil:
			return err
		}
		t.info.HasRows = true
		if zoneColumn >= 0 && zoneColumn < len(s.cells) {
			l.noteZone(string(s.cells[zoneColumn]))
		}
		if t.read && t.kind.local {
			l.noteDate(s.cells, t)
		}
	}
	l.noteUnits(t, header)
	return nil
}

func (l *looker) noteUnits(t *task, header []string) {
	if !t.read {
		return
	}
	if t.info.HasRows && t.kind.local {
		l.p.recognition.NeedsZone = append(l.p.recognition.NeedsZone, t.file.name)
	}
	for _, h := range header {
		if u, ok := unitOf(h); ok && u.Canonical() != health.Second && !slices.Contains(l.p.recognition.Units, u) {
			l.p.recognition.Units = append(l.p.recognition.Units, u)
		}
	}
}

func (l *looker) noteZone(name string) {
	if name == "" || name == "Local" || len(name) > 64 {
		return
	}
	if _, err := time.LoadLocation(name); err == nil {
		l.hints[name]++
	}
}

func (l *looker) noteDate(cells [][]byte, t *task) {
	at := 0
	if t.kind.name == kindOther {
		at = 1
	}
	if at >= len(cells) {
		return
	}
	d, ok := civilDate(cells[at])
	if !ok {
		return
	}
	r := &l.p.recognition
	if r.First == (health.Date{}) || d.Compare(r.First) < 0 {
		r.First = d
	}
	if d.Compare(r.Last) > 0 {
		r.Last = d
	}
}

// readHeader reads the first record. The problem says why the file is no CSV
// file that can be read.
func readHeader(s *csvScanner) (header []string, problem string, err error) {
	err = s.next()
	if p := s.peekProblem(); p != "" {
		return nil, p, nil
	}
	var row *rowError
	var stop *stopError
	switch {
	case errors.Is(err, io.EOF):
		return nil, "the file is empty: there is not even a header", nil
	case errors.As(err, &row):
		if s.semicolons() {
			return nil, reasonSemicolons, nil
		}
		return nil, "the header " + row.reason, nil
	case errors.As(err, &stop):
		return nil, "the header " + stop.reason, nil
	case err != nil:
		return nil, "", err
	}
	for _, c := range s.cells {
		if !utf8.Valid(c) {
			return nil, "the header is not in UTF-8; save the file as UTF-8", nil
		}
		header = append(header, strings.TrimSpace(string(c)))
	}
	return header, "", nil
}

// peekProblem looks at the first bytes for encodings that are no text here.
func (s *csvScanner) peekProblem() string {
	b := s.buf[:min(s.end, 4096)]
	switch {
	case len(b) >= 2 && (b[0] == 0xff && b[1] == 0xfe || b[0] == 0xfe && b[1] == 0xff):
		return "the file is in UTF-16; save it as UTF-8"
	case slices.Contains(b, 0):
		return "the file is not a text file"
	}
	return ""
}

const reasonSemicolons = "its columns are separated by semicolons; commas are needed"

// semicolons reports whether the first line has semicolons and no commas, as
// spreadsheets write it in countries with a decimal comma. Quotes in such a line
// stand where a comma's reader takes none.
func (s *csvScanner) semicolons() bool {
	line, _, _ := bytes.Cut(s.buf[:min(s.end, 4096)], []byte{'\n'})
	return bytes.IndexByte(line, ';') >= 0 && bytes.IndexByte(line, ',') < 0
}

// nearMiss says what is wrong with a header that no format claims.
func nearMiss(header []string) string {
	if len(header) == 1 && strings.Contains(header[0], ";") {
		return reasonSemicolons
	}
	if len(header) == 1 && strings.Contains(header[0], "\t") {
		return "its columns are separated by tabs; commas are needed"
	}
	if len(header) > 1 {
		if _, ok := civilDate([]byte(header[0])); ok {
			return "it has no header; the first line must name the columns, such as Date,Weight"
		}
		if p := plainProblem(header); p != "" {
			return p
		}
		return fmt.Sprintf("its header (%s) is none of those that are understood", english(len(header), "column", "columns"))
	}
	return "it is none of the formats that are understood"
}
