package importers

import (
	"errors"
	"io"
	"strconv"

	"vitalkeep/health"
)

// Bounds of what an entry keeps of a JSON record.
const (
	maxRecordFields = 250
	maxRecordField  = 4 << 10 // bytes of a list or object that is kept as it is
	maxRecordDepth  = 3       // objects whose members become fields of their own
)

const (
	reasonNotAnObject = "not an object in braces"
	reasonNotAText    = "not a text"
)

// records hands the objects of a JSON text to read, one at a time; see
// jsonScan for inside. A row is the number of the record.
func (f *fileReader) records(r io.Reader, inside string, read func(jsonValue) error) error {
	return f.recordsOf(newJSONScan(r, f.lim, inside), read)
}

func (f *fileReader) recordsOf(s *jsonScan, read func(jsonValue) error) error {
	for {
		v, err := s.next()
		f.row = s.record
		var row *rowError
		var stop *stopError
		switch {
		case err == nil && v.kind() != jsonObject:
			err = f.refuse("", reasonNotAnObject)
		case err == nil:
			err = read(v)
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &row):
			err = f.refuse("", row.reason)
		case errors.As(err, &stop):
			f.stopped = true
			return f.refuse("", stop.reason)
		}
		if err != nil {
			return err
		}
	}
}

// absent reports whether a member is missing or null.
func (v jsonValue) absent() bool { return v.kind() == jsonNone || v.kind() == jsonNull }

// quantity reads a number, or a number in quotes, and checks it against what is
// possible. present is false for a member that is absent or null, and for one
// that was rejected.
func (f *fileReader) quantity(v jsonValue, column string, m health.Metric, unit health.Unit) (s health.Sample, present bool, err error) {
	if v.absent() {
		return s, false, nil
	}
	text := v.text()
	if k := v.kind(); k != jsonNumber && k != jsonString {
		return s, false, f.refuse(column, reasonNotANumber)
	}
	d, err := parseNumber(text)
	if err != nil {
		return s, false, f.refuse(column, numberReason(text, err))
	}
	if !m.Possible.Contains(unit.Value(d)) {
		return s, false, f.refuse(column, outside(m))
	}
	return health.Sample{Value: d, Unit: unit, Form: health.FormOf(text, d), Origin: f.origin()}, true, nil
}

// whole reads a number without fraction, such as a duration in milliseconds.
func (v jsonValue) whole() (int64, bool) {
	if k := v.kind(); k != jsonNumber && k != jsonString {
		return 0, false
	}
	d, err := parseNumber(v.text())
	if err != nil {
		return 0, false
	}
	n, ok := d.Rescale(0)
	return n, ok
}

// keep returns the members of a record as fields of an entry, those of objects
// in it under both names ("heartRate.average"), short lists as they are. Members
// named in without, missing ones and empty texts are left out.
func (v jsonValue) keep(without ...string) []health.Field {
	var out []health.Field
	v.keepInto(&out, "", maxRecordDepth, without)
	return out
}

func (v jsonValue) keepInto(out *[]health.Field, prefix string, depth int, without []string) {
members:
	for n, m := range v.members() {
		name := prefix + string(n)
		if len(*out) >= maxRecordFields || len(name) > maxKey || name == "" {
			continue
		}
		for _, w := range without {
			if name == w {
				continue members
			}
		}
		switch m.kind() {
		case jsonObject:
			if depth > 1 {
				m.keepInto(out, name+".", depth-1, without)
				continue
			}
			fallthrough
		case jsonArray:
			if b, ok := m.appendJSON(nil); ok && len(b) > len("[]") {
				*out = append(*out, health.Field{Name: name, Text: string(b)})
			}
		case jsonNull, jsonNone:
		default:
			if text := m.text(); len(text) > 0 {
				*out = append(*out, health.Field{Name: name, Text: string(text)})
			}
		}
	}
}

// workoutTotal is one of the numbers that workouts of every maker have, in the
// unit of those, for the fields of an entry; none where the number is missing or
// cannot be.
func workoutTotal(name string, text []byte, unit health.Unit) []health.Field {
	d, err := parseNumber(text)
	if err != nil || d.Mantissa <= 0 {
		return nil
	}
	v := unit.Value(d)
	if t := totals[name]; !metric(t.metric).Possible.Contains(v) {
		return nil
	}
	return []health.Field{{Name: name, Text: strconv.FormatFloat(v, 'f', -1, 64)}}
}

// appendJSON writes the value as JSON without blanks; ok is false for one that
// is longer than an entry keeps.
func (v jsonValue) appendJSON(b []byte) (_ []byte, ok bool) {
	if len(b) > maxRecordField {
		return b, false
	}
	switch v.kind() {
	case jsonString, jsonOdd:
		b = appendQuoted(b, v.text())
	case jsonNumber, jsonBool:
		b = append(b, v.text()...)
	case jsonArray:
		b = append(b, '[')
		comma := ""
		for i := range v.items() {
			b = append(b, comma...)
			if b, ok = i.appendJSON(b); !ok {
				return b, false
			}
			comma = ","
		}
		b = append(b, ']')
	case jsonObject:
		b = append(b, '{')
		comma := ""
		for n, m := range v.members() {
			b = append(appendQuoted(append(b, comma...), n), ':')
			if b, ok = m.appendJSON(b); !ok {
				return b, false
			}
			comma = ","
		}
		b = append(b, '}')
	default:
		b = append(b, "null"...)
	}
	return b, len(b) <= maxRecordField
}

func appendQuoted(b, text []byte) []byte {
	b = append(b, '"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ':
			b = append(b, `\u00`...)
			b = append(b, strconv.FormatInt(int64(c)|0x100, 16)[1:]...)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// jsonOutline tells what the beginning of a JSON text holds: '[' or '{', 0 for
// another text, and the names of members, those inside others behind theirs and
// a point ("value.bpm"). Lists do not show.
func jsonOutline(head []byte) (top byte, names map[string]bool) {
	names = map[string]bool{}
	type level struct {
		object bool
		prefix string
	}
	var stack []level
	member := ""
	for i := 0; i < len(head) && len(names) < 500 && len(stack) < 8; i++ {
		switch c := head[i]; c {
		case ' ', '\t', '\r', '\n', ',', ':':
			continue
		case '{', '[':
			prefix := ""
			if len(stack) > 0 {
				prefix = stack[len(stack)-1].prefix
			} else if top == 0 {
				top = c
			}
			if member != "" {
				prefix = member + "."
			}
			stack, member = append(stack, level{c == '{', prefix}), ""
		case '}', ']':
			if len(stack) == 0 {
				return top, names
			}
			stack, member = stack[:len(stack)-1], ""
		case '"':
			end := i + 1
			for end < len(head) && head[end] != '"' {
				if head[end] == '\\' {
					end++
				}
				end++
			}
			if end >= len(head) {
				return top, names
			}
			text := string(head[i+1 : end])
			i = end
			for end++; end < len(head) && (head[end] == ' ' || head[end] == '\t' || head[end] == '\r' || head[end] == '\n'); {
				end++
			}
			member = ""
			if end < len(head) && head[end] == ':' && len(stack) > 0 && stack[len(stack)-1].object {
				member = stack[len(stack)-1].prefix + text
				names[member] = true
			}
		default:
			if len(stack) == 0 {
				return 0, names
			}
			member = ""
		}
	}
	return top, names
}
