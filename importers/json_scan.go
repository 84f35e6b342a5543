package importers

import (
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
)

// Bounds of one JSON record, beside the bytes that every record has.
const (
	maxJSONDepth   = 64      // of a whole file
	maxJSONNodes   = 200_000 // values of one record
	maxJSONMembers = 2_000   // of one object
)

// jsonKind tells what a value is.
type jsonKind uint8

const (
	jsonNone jsonKind = iota // there is no such member
	jsonNull
	jsonBool
	jsonNumber
	jsonString
	jsonArray
	jsonObject
	jsonOdd // a word or a number that JSON does not have: NaN, Infinity, +1, 01
)

// jsonNode is one value of a record. Values lie in the order of the file, what
// is inside one right behind it.
type jsonNode struct {
	kind       jsonKind
	next       uint32 // index of the first node behind this value and all inside
	name, text jsonSpan
}

// jsonSpan is a part of the texts of a record.
type jsonSpan struct{ from, to uint32 }

// jsonScan reads the records of a JSON text one at a time in constant memory:
// the elements of the array at its top, the object at its top, or, with inside
// set, the elements of the arrays of that name in the object at the top or in
// the objects of the array at the top:
//
//	[ {…}, {…} ]    { … }    {"Data Points": [ {…}, {…} ]}    [{"export": [ {…} ]}]
//
// Numbers are kept as text, so that nothing is rounded. A record that is too
// large, or that has a name twice, costs itself only; where the syntax is
// broken, or the file ends too early, the records before have been handed out.
type jsonScan struct {
	r        io.Reader
	lim      limits
	inside   string
	buf      []byte
	pos, end int
	eof      bool
	started  bool

	open   []jsonLevel // arrays and objects around the next record
	record int         // number of the current record, from 1
	nodes  []jsonNode  // of the current record
	text   []byte      // its texts
	about  map[string]string
	fault  string // why the current record is left out
	seed   maphash.Seed
	names  map[memberKey]struct{} // in large objects of the current record
}

// jsonLevel is an array or object that the scanner is inside of.
type jsonLevel struct {
	object  bool
	records bool // its elements are records
	some    bool // it had an element
}

func newJSONScan(r io.Reader, lim limits, inside string) *jsonScan {
	return &jsonScan{r: r, lim: lim, inside: inside, buf: make([]byte, scanStep), about: map[string]string{}}
}

// errEnded is the end of the file where a value goes on.
var errEnded = &stopError{"is not complete: the file ends in the middle of it"}

// next reads the next record. It returns io.EOF behind the last one, a *rowError
// for a record that is left out, a *stopError where nothing behind can be read,
// and the reader's errors as they are. What is returned holds until the next
// call.
func (s *jsonScan) next() (jsonValue, error) {
	s.nodes, s.text, s.fault = s.nodes[:0], s.text[:0], ""
	if len(s.names) > 0 {
		s.names = nil // clearing costs as much as the largest record did
	}
	if !s.started {
		s.started = true
		return s.first()
	}
	for len(s.open) > 0 {
		l := &s.open[len(s.open)-1]
		c, err := s.peek()
		if err != nil {
			return s.stopped(err)
		}
		switch {
		case c == ']' && !l.object || c == '}' && l.object:
			s.pos++
			s.open = s.open[:len(s.open)-1]
			continue
		case l.some:
			if c != ',' {
				return s.stopped(s.unexpected())
			}
			s.pos++
		}
		l.some = true
		v, done, err := s.element(l)
		if err != nil || done {
			return v, err
		}
	}
	switch _, err := s.peek(); {
	case err == nil:
		return s.stopped(&stopError{"has text behind the end of the file's value"})
	case errors.Is(err, errEnded):
		return jsonValue{}, io.EOF
	default:
		return jsonValue{}, err
	}
}

// first looks at the value at the top.
func (s *jsonScan) first() (jsonValue, error) {
	if err := s.fill(); err != nil {
		return jsonValue{}, err
	}
	if bytes.HasPrefix(s.buf[:s.end], byteOrderMark) {
		s.pos = len(byteOrderMark)
	}
	c, err := s.peek()
	switch {
	case err != nil:
		return s.stopped(err)
	case c == '[':
		s.pos++
		s.open = append(s.open, jsonLevel{records: s.inside == ""})
		return s.next()
	case c == '{' && s.inside != "":
		s.pos++
		s.open = append(s.open, jsonLevel{object: true})
		return s.next()
	case c == '{':
		return s.take()
	}
	return s.stopped(&stopError{"is neither a list nor an object in braces"})
}

// element reads the element or member at hand. done is false for one that is no
// record itself.
func (s *jsonScan) element(l *jsonLevel) (v jsonValue, done bool, err error) {
	if l.records {
		v, err = s.take()
		return v, true, err
	}
	name := ""
	if l.object {
		span, err := s.memberName(true)
		if err != nil {
			v, err = s.stopped(err)
			return v, true, err
		}
		name = string(s.text[span.from:span.to])
	}
	c, err := s.peek()
	if err != nil {
		v, err = s.stopped(err)
		return v, true, err
	}
	switch {
	case l.object && name == s.inside && c == '[':
		s.pos++
		s.open = append(s.open, jsonLevel{records: true})
		return v, false, nil
	case !l.object && c == '{':
		s.pos++
		clear(s.about)
		s.open = append(s.open, jsonLevel{object: true})
		return v, false, nil
	}
	from := len(s.nodes)
	if err := s.value(c == '"', len(s.open)+1); err != nil {
		v, err = s.stopped(err)
		return v, true, err
	}
	if l.object && len(s.nodes) > from && len(s.about) < 64 {
		n := s.nodes[from]
		s.about[name] = string(s.text[n.text.from:min(n.text.to, n.text.from+maxKey)])
	}
	s.nodes, s.text = s.nodes[:0], s.text[:0]
	return v, false, nil
}

// take reads one record.
func (s *jsonScan) take() (jsonValue, error) {
	s.nodes, s.text = s.nodes[:0], s.text[:0]
	s.record++
	if err := s.value(true, len(s.open)+1); err != nil {
		s.open = nil
		return jsonValue{}, err
	}
	if s.fault != "" {
		return jsonValue{}, &rowError{s.fault}
	}
	return jsonValue{s, 0, true}, nil
}

// stopped is where nothing behind can be read. The place named is that of the
// record that would have come.
func (s *jsonScan) stopped(err error) (jsonValue, error) {
	var stop *stopError
	if errors.As(err, &stop) {
		s.record++
	}
	s.open = nil
	return jsonValue{}, err
}

// unexpected says that a byte has no place here.
func (s *jsonScan) unexpected() error {
	if s.buf[s.pos] == 0 {
		return &stopError{"holds NUL bytes: the file is not a text file"}
	}
	return &stopError{"is not in the form of JSON; nothing from here on can be read"}
}

// value reads the value at hand. With keep unset, or once the record has a
// fault, it is checked and forgotten.
func (s *jsonScan) value(keep bool, depth int) error {
	keep = keep && s.fault == ""
	if depth > maxJSONDepth {
		return &stopError{fmt.Sprintf("is nested deeper than %d levels", maxJSONDepth)}
	}
	c, err := s.peek()
	if err != nil {
		return err
	}
	at := len(s.nodes)
	if keep {
		if at >= maxJSONNodes {
			s.fault, keep = fmt.Sprintf("has more than %d values", maxJSONNodes), false
		} else {
			s.nodes = append(s.nodes, jsonNode{})
		}
	}
	var n jsonNode
	switch c {
	case '{':
		n.kind, err = jsonObject, s.members(keep, at, depth)
	case '[':
		n.kind, err = jsonArray, s.elements(keep, depth)
	case '"':
		s.pos++
		n.kind = jsonString
		n.text, err = s.str(keep)
	default:
		n.kind, n.text, err = s.word(keep)
	}
	if err != nil {
		return err
	}
	if keep && s.fault == "" {
		n.name, n.next = s.nodes[at].name, uint32(len(s.nodes)) //nolint:gosec // bounded by maxJSONNodes
		s.nodes[at] = n
	}
	return nil
}

// members reads an object. Its node is at that index.
func (s *jsonScan) members(keep bool, at, depth int) error {
	s.pos++
	for count := 0; ; count++ {
		c, err := s.peek()
		if err != nil {
			return err
		}
		if c == '}' {
			s.pos++
			return nil
		}
		if count > 0 {
			if c != ',' {
				return s.unexpected()
			}
			s.pos++
		}
		keep = keep && s.fault == ""
		name, err := s.memberName(keep)
		if err != nil {
			return err
		}
		if keep && s.fault == "" {
			switch {
			case count >= maxJSONMembers:
				s.fault = fmt.Sprintf("has an object with more than %d members", maxJSONMembers)
			case s.twice(at, count, name):
				s.fault = "has an object with the same name twice"
			}
		}
		keep = keep && s.fault == ""
		member := len(s.nodes)
		if err := s.value(keep, depth+1); err != nil {
			return err
		}
		if keep && s.fault == "" {
			s.nodes[member].name = name
		}
	}
}

// fewNames is up to how many members of an object are compared with each other.
const fewNames = 16

// twice reports whether the object at that node, of which that many members are
// read, has one of that name. Comparing each with all others is for small objects
// only: what stands in a file must not decide how long it takes.
func (s *jsonScan) twice(at, count int, name jsonSpan) bool {
	if count < fewNames {
		return s.has(at, name)
	}
	if s.names == nil {
		s.seed, s.names = maphash.MakeSeed(), map[memberKey]struct{}{}
	}
	if count == fewNames {
		for i := at + 1; i < len(s.nodes); i = int(s.nodes[i].next) {
			s.names[s.hashed(at, s.nodes[i].name)] = struct{}{}
		}
	}
	key := s.hashed(at, name)
	if _, ok := s.names[key]; ok && s.has(at, name) {
		return true
	}
	s.names[key] = struct{}{}
	return false
}

// memberKey stands for a name in the object at a node.
type memberKey struct {
	object int
	hash   uint64
}

func (s *jsonScan) hashed(object int, name jsonSpan) memberKey {
	return memberKey{object, maphash.Bytes(s.seed, s.text[name.from:name.to])}
}

// has reports whether the object at that node has a member of that name. The
// object is still being read: its members reach to the end of the nodes.
func (s *jsonScan) has(at int, name jsonSpan) bool {
	want := s.text[name.from:name.to]
	for i := at + 1; i < len(s.nodes); i = int(s.nodes[i].next) {
		if n := s.nodes[i].name; n.to-n.from == name.to-name.from && bytes.Equal(s.text[n.from:n.to], want) {
			return true
		}
	}
	return false
}

// memberName reads a name and the colon behind it.
func (s *jsonScan) memberName(keep bool) (jsonSpan, error) {
	c, err := s.peek()
	if err != nil {
		return jsonSpan{}, err
	}
	if c != '"' {
		return jsonSpan{}, s.unexpected()
	}
	s.pos++
	name, err := s.str(keep)
	if err != nil {
		return name, err
	}
	if c, err = s.peek(); err != nil {
		return name, err
	}
	if c != ':' {
		return name, s.unexpected()
	}
	s.pos++
	return name, nil
}

func (s *jsonScan) elements(keep bool, depth int) error {
	s.pos++
	for count := 0; ; count++ {
		c, err := s.peek()
		if err != nil {
			return err
		}
		if c == ']' {
			s.pos++
			return nil
		}
		if count > 0 {
			if c != ',' {
				return s.unexpected()
			}
			s.pos++
		}
		if err := s.value(keep, depth+1); err != nil {
			return err
		}
	}
}

// peek returns the next byte that is not blank, without going behind it.
func (s *jsonScan) peek() (byte, error) {
	for {
		for s.pos < s.end {
			switch c := s.buf[s.pos]; c {
			case ' ', '\t', '\r', '\n':
				s.pos++
			default:
				return c, nil
			}
		}
		if err := s.more(); err != nil {
			return 0, err
		}
	}
}

// byte returns the next byte and goes behind it.
func (s *jsonScan) byte() (byte, error) {
	for s.pos == s.end {
		if err := s.more(); err != nil {
			return 0, err
		}
	}
	s.pos++
	return s.buf[s.pos-1], nil
}

// more fills the buffer when all in it is read, or says that the file ended. It
// keeps the last byte, so that one can be put back.
func (s *jsonScan) more() error {
	if s.eof {
		return errEnded
	}
	kept := 0
	if s.end > 0 {
		s.buf[0], kept = s.buf[s.end-1], 1
	}
	s.pos, s.end = kept, kept
	return s.fill()
}

func (s *jsonScan) fill() error {
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
