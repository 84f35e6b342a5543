package health

import (
	"encoding/json"
	"slices"
)

// ObjectionsKey is the key under which a person's objections are kept among their
// choices.
const ObjectionsKey = "purposes"

// Objections are the purposes that a person objects to, as they are stored:
// {"off":["insights"]}..
type Objections struct {
	Off []Purpose `json:"off"`
}

// ReadObjections reads what is stored; what cannot be read objects to nothing.
func ReadObjections(stored []byte) Objections {
	var o Objections
	if len(stored) == 0 || json.Unmarshal(stored, &o) != nil {
		return Objections{}
	}
	return o
}

// Allows reports whether a purpose may be followed.
func (o Objections) Allows(p Purpose) bool { return !slices.Contains(o.Off, p) }

// With returns the objections with one purpose allowed or not.
func (o Objections) With(p Purpose, allowed bool) Objections {
	off := slices.DeleteFunc(slices.Clone(o.Off), func(x Purpose) bool { return x == p })
	if !allowed {
		off = append(off, p)
	}
	return Objections{Off: off}
}

// Stored is how they are stored: nil for none, so that nothing is kept then.
func (o Objections) Stored() ([]byte, error) {
	if len(o.Off) == 0 {
		return nil, nil
	}
	return json.Marshal(o)
}
