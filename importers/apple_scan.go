package importers

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// markScanner goes through XML tag by tag, without allocating per tag: what it
// hands out points into its buffer and holds until the next call. It takes what
// the makers of health data write and a strict reader refuses: control
// characters, bytes that are not UTF-8, names of attributes with blanks in them,
// attributes given twice. It keeps no stack, so nesting costs nothing; a tag is
// bounded like a record of CSV.
type markScanner struct {
	r        io.Reader
	limit    int // bytes of one tag
	buf      []byte
	pos, end int // unread part of buf
	eof      bool
	line     int   // number of the line at pos, from 1
	failed   error // of the reader, handed out once everything before it is

	row    int    // line on which the current tag starts
	name   []byte // of the current tag
	text   []byte // between the tag before and this one, as it stands there
	attrs  []markAttribute
	closes bool // it is an end tag
	empty  bool // it is a start tag that is its own end
	tag    []byte
}

// markAttribute is an attribute as it stands in the file, with references.
type markAttribute struct{ name, value []byte }

func newMarkScanner(r io.Reader, lim limits) *markScanner {
	return &markScanner{r: r, limit: lim.record, buf: make([]byte, min(2*scanStep, lim.record+1)), line: 1}
}

// skipTo goes to the first place of mark, over whatever stands before it, and
// reports whether one of the others stood before; found is false when the input
// ends first, or after limit bytes.
func (s *markScanner) skipTo(mark string, limit int, other string) (found, before bool, err error) {
	for passed := 0; ; {
		b := s.buf[s.pos:s.end]
		n := bytes.Index(b, []byte(mark))
		reach := b
		if n >= 0 {
			reach = b[:n]
		}
		before = before || other != "" && bytes.Contains(reach, []byte(other))
		if n >= 0 {
			s.advance(n)
			return true, before, nil
		}
		if s.eof {
			s.advance(len(b))
			return false, before, s.failed
		}
		// What could be the beginning of one of the two stays.
		if keep := max(len(mark), len(other)) - 1; len(b) > keep {
			s.advance(len(b) - keep)
			passed += len(b) - keep
		}
		if limit > 0 && passed > limit {
			return false, before, nil
		}
		if err := s.fill(); err != nil {
			return false, before, err
		}
	}
}

// advance goes n bytes on.
func (s *markScanner) advance(n int) {
	s.line += bytes.Count(s.buf[s.pos:s.pos+n], newline)
	s.pos += n
}

var newline = []byte{'\n'}

// fill moves the unread part to the front, makes room where that part takes all
// of it, and reads. An error of the reader counts as the end: what stands before
// it is good.
func (s *markScanner) fill() error {
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.end -= s.pos
		s.pos = 0
	}
	if s.end == len(s.buf) {
		grown := make([]byte, min(2*len(s.buf), s.limit+2*scanStep))
		copy(grown, s.buf[:s.end])
		s.buf = grown
	}
	for s.end < len(s.buf) && !s.eof {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		switch {
		case errors.Is(err, io.EOF):
			s.eof = true
		case err != nil:
			s.eof, s.failed = true, err
		}
	}
	return nil
}

// errCutTag means that the input ends within a tag.
var errCutTag = errors.New("the input ends within a tag")

// next goes to the next tag. It returns io.EOF behind the last one, errCutTag, a
// *rowError for a tag that it skipped, and the reader's errors as they are.
func (s *markScanner) next() error {
	for {
		b := s.buf[s.pos:s.end]
		at := bytes.IndexByte(b, '<')
		if at < 0 || at+3 >= len(b) && !s.eof {
			if s.eof {
				s.text = b
				s.advance(len(b))
				if s.failed != nil {
					return s.failed
				}
				return io.EOF
			}
			if len(b) >= s.limit { // text without end is no text
				s.advance(len(b) - 4)
			}
			if err := s.fill(); err != nil {
				return err
			}
			continue
		}
		if at+1 < len(b) && (b[at+1] == '!' || b[at+1] == '?') {
			if err := s.aside(at); err != nil {
				return err
			}
			continue
		}
		n, err := s.parse(b[at:])
		switch {
		case err == nil:
			s.text = b[:at]
			s.row = s.line + bytes.Count(s.text, newline)
			s.tag = b[at : at+n]
			s.line = s.row + bytes.Count(s.tag, newline)
			s.pos += at + n
			return nil
		case errors.Is(err, errIncomplete) && s.eof:
			s.advance(at)
			s.row = s.line
			s.advance(len(b) - at)
			if s.failed != nil {
				return s.failed
			}
			return errCutTag
		case errors.Is(err, errIncomplete) && len(b)-at <= s.limit:
			s.advance(at)
			if err := s.fill(); err != nil {
				return err
			}
			continue
		case errors.Is(err, errIncomplete):
			err = &rowError{fmt.Sprintf("is longer than %d kB, or opens a quote that is never closed", s.limit>>10)}
		}
		s.advance(at)
		s.row = s.line
		s.advance(1)
		return err
	}
}

// aside goes over a comment, a processing instruction or a declaration.
func (s *markScanner) aside(at int) error {
	s.advance(at)
	end := ">"
	switch b := s.buf[s.pos:s.end]; {
	case bytes.HasPrefix(b, []byte("<!--")):
		s.advance(4)
		end = "-->"
	case bytes.HasPrefix(b, []byte("<![C")):
		end = "]]>"
	case b[1] == '?':
		end = "?>"
	}
	found, _, err := s.skipTo(end, 0, "")
	if err == nil && found {
		s.advance(len(end))
	}
	return err
}

var (
	errNoName    = &rowError{"is not an element of XML"}
	errNoQuotes  = &rowError{"has an attribute without quotes"}
	errOpenQuote = &rowError{"has an attribute whose quotes are not closed"}
)

// parse reads the tag at the start of b and returns its length.
func (s *markScanner) parse(b []byte) (int, error) {
	s.attrs, s.closes, s.empty = s.attrs[:0], false, false
	i := 1
	if i < len(b) && b[i] == '/' {
		s.closes = true
		i++
	}
	from := i
	for i < len(b) && nameByte(b[i]) {
		i++
	}
	if i == len(b) {
		return 0, errIncomplete
	}
	if s.name = b[from:i]; len(s.name) == 0 {
		return 0, errNoName
	}
	for {
		for i < len(b) && blankByte(b[i]) {
			i++
		}
		if i+1 >= len(b) && (i == len(b) || b[i] != '>') {
			return 0, errIncomplete
		}
		switch {
		case b[i] == '>':
			return i + 1, nil
		case b[i] == '/' && b[i+1] == '>':
			s.empty = true
			return i + 2, nil
		}
		from := i
		// Byte by byte: looking for any one of the three may take the whole buffer,
		// and would do so again for every tag that lacks it.
		for i < len(b) && b[i] != '=' && b[i] != '>' && b[i] != '<' {
			i++
		}
		// A tag that ends before it gives a value is broken, not incomplete.
		if i < len(b) && b[i] != '=' {
			return 0, errNoQuotes
		}
		if i+1 >= len(b) {
			return 0, errIncomplete
		}
		i++
		name := b[from : i-1]
		for len(name) > 0 && blankByte(name[len(name)-1]) {
			name = name[:len(name)-1]
		}
		for i < len(b) && blankByte(b[i]) {
			i++
		}
		if i == len(b) {
			return 0, errIncomplete
		}
		quote := b[i]
		if quote != '"' && quote != '\'' {
			return 0, errNoQuotes
		}
		i++
		q := bytes.IndexByte(b[i:], quote)
		stop := len(b) - i
		if q >= 0 {
			stop = q
		}
		// XML has no < inside of quotes: these are the quotes of another tag.
		if bytes.IndexByte(b[i:i+stop], '<') >= 0 {
			return 0, errOpenQuote
		}
		if q < 0 {
			return 0, errIncomplete
		}
		s.attrs = append(s.attrs, markAttribute{name, b[i : i+q]})
		if len(s.attrs) > 200 {
			return 0, &rowError{"has more than 200 attributes"}
		}
		i += q + 1
	}
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == ':' || c == '-' || c == '.'
}

func blankByte(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// attr returns the value of the last attribute of that name, nil for none.
func (s *markScanner) attr(name string) []byte {
	for i := len(s.attrs) - 1; i >= 0; i-- {
		if string(s.attrs[i].name) == name {
			return s.attrs[i].value
		}
	}
	return nil
}
