package importers

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// rowError is a line that cannot be read; the scanner goes on behind it.
type rowError struct{ reason string }

func (e *rowError) Error() string { return e.reason }

// stopError is a line from which on the file cannot be read.
type stopError struct{ reason string }

func (e *stopError) Error() string { return e.reason }

var errNUL = &stopError{"holds NUL bytes from this line on: it is not a text file"}

var byteOrderMark = []byte("\xef\xbb\xbf")

// csvScanner reads CSV by RFC 4180, one record at a time, without allocating
// per record: cells point into its buffer and hold until the next call. A line
// that breaks the rules costs that line only. Records and columns are bounded.
type csvScanner struct {
	r        io.Reader
	lim      limits
	comma    byte // between cells
	buf      []byte
	pos, end int // unread part of buf
	eof      bool
	line     int // number of the line at pos, from 1
	unclosed int
	nul      int // no NUL byte of buf stands before it, and one there, if it is not its end
	breaks   int // line feeds within the cells of the current record

	row   int      // line at which the current record starts
	cells [][]byte // of the current record
	ended bool     // the current record is ended by a line feed
	spans []span
}

type span struct {
	from, to int
	escaped  bool // holds doubled quotes
}

// scanStep is how much is asked of the reader at once.
const scanStep = 128 << 10

func newScanner(r io.Reader, lim limits) *csvScanner {
	return &csvScanner{r: r, lim: lim, comma: ',', buf: make([]byte, min(scanStep, lim.record+1)), line: 1}
}

// next reads the next record that is not an empty line. It returns io.EOF
// behind the last one, a *rowError for a line that it skipped, a *stopError
// where nothing behind can be read, and the reader's errors as they are.
func (s *csvScanner) next() error {
	if s.line == 1 && s.pos == 0 && s.end == 0 && !s.eof {
		if err := s.fill(); err != nil {
			return err
		}
		if bytes.HasPrefix(s.buf[:s.end], byteOrderMark) {
			s.pos = len(byteOrderMark)
		}
	}
	for {
		s.row = s.line
		stop, err := s.parse()
		switch {
		case errors.Is(err, errIncomplete):
			if s.end-s.pos >= s.lim.record {
				return s.tooLong()
			}
			if err := s.fill(); err != nil {
				return err
			}
			continue
		case err != nil:
			return s.resync(err)
		}
		if s.pos == s.end && s.eof {
			return io.EOF
		}
		from := s.pos
		s.line += s.breaks
		if s.ended {
			s.line++
		}
		s.pos = stop
		if s.nul < stop && s.nulIn(from, stop) {
			return errNUL
		}
		if len(s.spans) == 1 && s.spans[0].from == s.spans[0].to && s.buf[from] != '"' {
			continue // an empty line
		}
		if cap(s.cells) < len(s.spans) {
			s.cells = make([][]byte, 0, 2*len(s.spans))
		}
		s.cells = s.cells[:len(s.spans)]
		for i := range s.spans {
			p := &s.spans[i]
			s.cells[i] = s.buf[p.from:p.to]
			if p.escaped {
				s.cells[i] = unquote(s.cells[i])
			}
		}
		return nil
	}
}

var lineFeed = []byte{'\n'}

// nulIn looks for a NUL byte in a part of the buffer. Where the next one stands
// is remembered, so that each byte is looked at once.
func (s *csvScanner) nulIn(from, to int) bool {
	if s.nul < from {
		s.nul = s.end
		if n := bytes.IndexByte(s.buf[from:s.end], 0); n >= 0 {
			s.nul = from + n
		}
	}
	return s.nul < to
}

var errIncomplete = errors.New("record goes on behind the buffer")

// parse finds the cells of the record at pos and returns where the next one
// starts. It changes nothing but spans and ended.
func (s *csvScanner) parse() (next int, err error) {
	s.spans = s.spans[:0]
	s.breaks = 0
	b, i, comma := s.buf[:s.end], s.pos, s.comma
	for {
		var p span
		quoted := i < len(b) && b[i] == '"'
		if quoted {
			if p, i, err = s.quotedCell(b, i); err != nil {
				return 0, err
			}
		} else {
			p.from = i
			for ; i < len(b); i++ {
				c := b[i]
				if c == comma || c == '\n' {
					break
				}
				if c == '"' {
					return 0, &rowError{fmt.Sprintf("column %d has a quote in the middle of a cell that is not quoted", len(s.spans)+1)}
				}
			}
			p.to = i
		}
		if i == len(b) && !s.eof {
			return 0, errIncomplete
		}
		s.spans = append(s.spans, p)
		if len(s.spans) > s.lim.columns {
			return 0, &rowError{fmt.Sprintf("has more than %d columns", s.lim.columns)}
		}
		if i < len(b) && b[i] == comma {
			i++
			continue
		}
		s.ended = i < len(b)
		if last := &s.spans[len(s.spans)-1]; !quoted && last.to > last.from && b[last.to-1] == '\r' {
			last.to--
		}
		if s.ended {
			i++
		}
		return i, nil
	}
}

// quotedCell reads the quoted cell at i and returns the index behind it: of a
// delimiter, a line feed, or the end.
func (s *csvScanner) quotedCell(b []byte, i int) (p span, next int, err error) {
	p.from = i + 1
	for i++; ; {
		q := bytes.IndexByte(b[i:], '"')
		if q < 0 {
			if s.eof {
				return p, 0, errUnclosed
			}
			return p, 0, errIncomplete
		}
		i += q + 1
		if i < len(b) && b[i] == '"' {
			p.escaped = true
			i++
			continue
		}
		p.to = i - 1
		s.breaks += bytes.Count(b[p.from:p.to], lineFeed)
		if i < len(b) && b[i] == '\r' && (i+1 < len(b) && b[i+1] == '\n' || i+1 == len(b)) {
			i++
		}
		if i < len(b) && b[i] != s.comma && b[i] != '\n' {
			return p, 0, &rowError{fmt.Sprintf("column %d has text behind its closing quote", len(s.spans)+1)}
		}
		return p, i, nil
	}
}

var errUnclosed = &rowError{"opens a quote that is never closed"}

// resync goes behind the line at which a broken record starts.
func (s *csvScanner) resync(cause error) error {
	if errors.Is(cause, errUnclosed) {
		return s.lost(errUnclosed)
	}
	if err := s.skipLine(); err != nil {
		return err
	}
	return cause
}

func (s *csvScanner) tooLong() error {
	return s.lost(&rowError{fmt.Sprintf("is longer than %d kB, or opens a quote that is never closed", s.lim.record>>10)})
}

// lost skips a line whose end was looked for in everything behind it. That is
// dear, so it is done for a few lines of a file only.
func (s *csvScanner) lost(cause error) error {
	if s.unclosed++; s.unclosed > s.lim.unclosed {
		return &stopError{fmt.Sprintf("is one of more than %d lines that open a quote and never close it", s.lim.unclosed)}
	}
	if err := s.skipLine(); err != nil {
		return err
	}
	return cause
}

// skipLine drops everything up to the next line feed, however far that is.
func (s *csvScanner) skipLine() error {
	for {
		if n := bytes.IndexByte(s.buf[s.pos:s.end], '\n'); n >= 0 {
			s.pos += n + 1
			s.line++
			return nil
		}
		s.pos = s.end
		if s.eof {
			return nil
		}
		if err := s.fill(); err != nil {
			return err
		}
	}
}

// fill moves the unread part to the front, grows the buffer where that part
// fills it, and reads until it is full or the input ends.
func (s *csvScanner) fill() error {
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.end -= s.pos
		s.pos = 0
	}
	s.nul = -1
	if s.end == len(s.buf) {
		grown := make([]byte, min(2*len(s.buf), s.lim.record+scanStep))
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
			return err
		}
	}
	return nil
}

// unquote turns doubled quotes into single ones, in place.
func unquote(b []byte) []byte {
	w := bytes.IndexByte(b, '"')
	for r := w; r < len(b); r++ {
		b[w] = b[r]
		w++
		if b[r] == '"' {
			r++
		}
	}
	return b[:w]
}
