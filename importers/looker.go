package importers

import (
	"bytes"
	"cmp"
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
	given map[string]Mapping
	table []Format
	p     *planned
	hints map[string]int
}

func (l *looker) bundle(b *bundle) error {
	in := Input{Path: b.path}
	var tasks []*task
	var reason string
	for _, f := range b.files {
		t, err := l.file(f, b.loose)
		if err != nil {
			return err
		}
		if name := t.format.Name; name != "" && (in.Format == "" || rank(l.table, name) < rank(l.table, in.Format)) {
			in.Format, in.Title = name, t.format.Title
		}
		if t.info.Problem != "" {
			reason = t.info.Problem
		}
		tasks = append(tasks, t)
	}
	l.yield(b, tasks)
	useful := slices.ContainsFunc(tasks, func(t *task) bool { return t.info.Kind != "" && t.info.Problem == "" && !t.kind.private })
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
	if err := l.arrange(b, tasks); err != nil {
		return err
	}
	in.Person = l.person(tasks)
	l.p.recognition.Inputs = append(l.p.recognition.Inputs, in)
	l.p.work = append(l.p.work, tasks)
	return nil
}

// arrange looks at the files of a bundle together: what is there twice, and what
// one of them holds better than another.
func (l *looker) arrange(b *bundle, tasks []*task) error {
	seen := map[string]bool{}
	for _, t := range tasks {
		if !t.read || t.format.nested {
			continue
		}
		key := t.format.Name + "/" + strings.ToLower(t.file.base)
		if seen[key] {
			return twice(b.name, t.file.base)
		}
		seen[key] = true
	}
	for _, f := range l.table {
		if f.arrange != nil && !f.parts {
			f.arrange(ofFormat(f, tasks))
		}
	}
	return nil
}

// ofFormat are the files of a format that are to be read.
func ofFormat(f Format, tasks []*task) (own []*task) {
	for _, t := range tasks {
		if t.read && t.format.Name == f.Name {
			own = append(own, t)
		}
	}
	return own
}

// people counts those that the inputs say they are of.
func (l *looker) people() int {
	named := map[Person]bool{}
	for _, in := range l.p.recognition.Inputs {
		if in.Person != (Person{}) {
			named[in.Person] = true
		}
	}
	return len(named)
}

// finish arranges the files of exports that come in parts, and notes what is to
// be read of all bundles.
func (l *looker) finish() {
	bundles := l.p.work
	if l.people() < 2 {
		bundles = [][]*task{slices.Concat(bundles...)}
	}
	for _, f := range l.table {
		for _, tasks := range bundles {
			if f.arrange != nil && f.parts {
				f.arrange(ofFormat(f, tasks))
			}
		}
	}
	for i, tasks := range l.p.work {
		in := &l.p.recognition.Inputs[i]
		in.Files = in.Files[:0]
		for _, t := range tasks {
			in.Files = append(in.Files, t.info)
			if t.read {
				l.note(t)
				l.p.total += t.file.size
			}
		}
	}
}

// person is the one that the files of a bundle speak of, if they speak of one.
func (l *looker) person(tasks []*task) Person {
	var p Person
	for _, t := range tasks {
		switch {
		case t.person == (Person{}) || t.person == p:
		case p == Person{}:
			p = t.person
		default:
			return Person{}
		}
	}
	return p
}

func rank(table []Format, name string) int {
	return slices.IndexFunc(table, func(f Format) bool { return f.Name == name })
}

// file reads the beginning of a file and finds out what it is; of files with
// hints and local times, it reads more.
func (l *looker) file(f *inputFile, loose bool) (t *task, err error) {
	t = &task{file: f, info: File{Name: f.name, Path: f.path()}}
	if f.problem != "" {
		t.info.Skipped = f.problem
		return t, nil
	}
	ext := strings.ToLower(extension(f.base))
	if !loose && !l.asked(ext) && !exportedPicture(f.folder, cleanName(f.base), ext) {
		t.info.Skipped = "not a kind of file that holds measurements"
		if ext == ".zip" {
			t.info.Skipped, t.info.Problem = "", problemNested
		}
		return t, nil
	}
	rc, err := f.open(&meter{ctx: l.ctx})
	if err != nil {
		return t, err
	}
	defer closeInto(&err, rc)
	head := make([]byte, headBytes)
	n, err := io.ReadFull(rc, head)
	if head = head[:n]; ignoreEOF(err) != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return t, err
	}
	s := newScanner(io.MultiReader(bytes.NewReader(head), rc), l.lim)
	header, problem, err := readHeader(s)
	if err != nil {
		return t, err
	}
	g := &glance{
		name: cleanName(f.base), ext: ext, folder: strings.ToLower(f.folder),
		head: bytes.TrimPrefix(head, byteOrderMark), header: header,
	}
	format, k, wrong, ok := match(l.table, l.want, g)
	if done, err := l.mapped(t, g, format, cmp.Or(wrong, problem), loose); done || err != nil {
		return t, err
	}
	t.format, t.kind = format, k
	if ok && k.person != nil {
		t.person = k.person(g)
	}
	if ok && k.zone != nil {
		l.noteZone(k.zone(g))
	}
	switch {
	case !ok && ext == ".zip" && !loose:
		t.info.Problem = problemNested
		return t, nil
	case !ok && !loose && ext == ".json":
		// Lists of anything lie in a vendor's archive beside what was measured.
		t.info.Skipped = "none of the formats that are understood"
		return t, nil
	case ok && k.private:
		t.info.Kind, t.info.Skipped = k.name, "personal account data is never stored"
	case ok && k.aside && wrong == "":
		t.info.Kind, t.info.Skipped = k.name, cmp.Or(k.why, "holds nothing that the other files do not hold")
	case ok && wrong == "" && (problem == "" || k.stream != nil):
		t.info.Kind, t.info.Assumed, t.read = k.name, k.assumes, true
		t.info.Lines = firstLines(g.head)
	case problem != "" && k.stream == nil:
		t.info.Problem = problem
	case wrong != "":
		t.info.Kind, t.info.Problem = k.name, wrong
	default:
		t.info.Problem = nearMiss(header)
	}
	if t.read && k.stream != nil {
		t.info.HasRows = len(head) > 0
		return t, nil
	}
	if problem != "" {
		t.format = Format{}
		return t, nil
	}
	if err := l.rows(s, t, header); err != nil {
		return t, err
	}
	if !ok && !loose && !t.info.HasRows {
		t.info.Skipped, t.info.Problem = "not understood, and empty", ""
	}
	return t, nil
}

const problemNested = "an archive inside a folder or an archive is not opened"

// asked reports whether files of that extension may be of some format.
func (l *looker) asked(ext string) bool {
	for _, f := range l.table {
		if ext != ".zip" && slices.Contains(f.Extensions, ext) || f.archives && ext == ".zip" {
			return true
		}
	}
	return false
}

// firstLines returns the first lines of a text, for people to look at.
func firstLines(head []byte) []string {
	const most, longest = 6, 200
	if bytes.IndexByte(head, 0) >= 0 {
		return nil
	}
	var lines []string
	for len(head) > 0 && len(lines) < most {
		line, rest, ended := bytes.Cut(head, []byte{'\n'})
		if !ended && len(head) == headBytes && len(line) < longest {
			break // its end was not read
		}
		line = bytes.TrimSuffix(line, []byte{'\r'})
		lines = append(lines, strings.ToValidUTF8(string(line[:min(len(line), longest)]), "\uFFFD"))
		head = rest
	}
	return lines
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
		zoneColumn = slices.Index(layout(cleanName(t.file.base), header), roleTimezone)
	}
	all := t.read && t.kind.local || zoneColumn >= 0
	for n := 0; n == 0 || all && n < mostLookedAt; n++ {
		err := s.next()
		var row *rowError
		var stop *stopError
		switch {
		case errors.Is(err, io.EOF), errors.As(err, &stop):
			t.header = header
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
	t.header = header
	return nil
}

// note keeps what a file that is read needs and names.
func (l *looker) note(t *task) {
	if t.info.HasRows && t.kind.local {
		l.p.recognition.NeedsZone = append(l.p.recognition.NeedsZone, t.file.name)
	}
	for _, h := range t.header {
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
