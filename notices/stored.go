package notices

import (
	"encoding/json"
	"reflect"
	"strings"
)

// kept is an object as it was stored, what this program does not know included.
type kept map[string]json.RawMessage

// readKept reads an object into a struct and remembers all of it.
func readKept(raw []byte, into any) (kept, error) {
	var all kept
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	return all, json.Unmarshal(raw, into)
}

// write is the object with what a struct says; what the struct has no field for
// stays as it was.
func (k kept) write(from any) ([]byte, error) {
	raw, err := json.Marshal(from)
	if err != nil {
		return nil, err
	}
	var now kept
	if err := json.Unmarshal(raw, &now); err != nil {
		return nil, err
	}
	known := map[string]bool{}
	t := reflect.TypeOf(from)
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		known[name] = true
	}
	for field, value := range k {
		if _, says := now[field]; !says && !known[field] {
			now[field] = value
		}
	}
	return json.Marshal(now)
}

// list is the stored form of reminders and of goals: {"version":1,"list":[…]}.
type list struct {
	Version int               `json:"version"`
	List    []json.RawMessage `json:"list"`
}

const (
	listVersion = 1
	// mostStored is more than this program ever writes.
	mostStored = 1 << 18
)
