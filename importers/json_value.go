package importers

import (
	"iter"
)

// jsonValue is a value of the current record; the zero value is one that is not
// there.
type jsonValue struct {
	s  *jsonScan
	at uint32
	ok bool
}

// kind tells what the value is, jsonNone when it is not there.
func (v jsonValue) kind() jsonKind {
	if !v.ok {
		return jsonNone
	}
	return v.s.nodes[v.at].kind
}

// text returns a string's characters, or a number or word as it was written;
// nil for everything else. It holds until the next record.
func (v jsonValue) text() []byte {
	switch v.kind() {
	case jsonString, jsonNumber, jsonOdd, jsonBool:
		n := v.s.nodes[v.at].text
		return v.s.text[n.from:n.to:n.to]
	}
	return nil
}

// get returns the member of that name, down the names.
func (v jsonValue) get(names ...string) jsonValue {
	for _, name := range names {
		found := jsonValue{}
		for n, m := range v.members() {
			if string(n) == name {
				found = m
				break
			}
		}
		v = found
	}
	return v
}

// members are the names and values of an object, in the order of the file.
func (v jsonValue) members() iter.Seq2[[]byte, jsonValue] {
	return func(yield func([]byte, jsonValue) bool) {
		if v.kind() != jsonObject {
			return
		}
		end := v.s.nodes[v.at].next
		for i := v.at + 1; i < end; i = v.s.nodes[i].next {
			n := v.s.nodes[i].name
			if !yield(v.s.text[n.from:n.to:n.to], jsonValue{v.s, i, true}) {
				return
			}
		}
	}
}

// items are the elements of an array, in the order of the file.
func (v jsonValue) items() iter.Seq[jsonValue] {
	return func(yield func(jsonValue) bool) {
		if v.kind() != jsonArray {
			return
		}
		end := v.s.nodes[v.at].next
		for i := v.at + 1; i < end; i = v.s.nodes[i].next {
			if !yield(jsonValue{v.s, i, true}) {
				return
			}
		}
	}
}
