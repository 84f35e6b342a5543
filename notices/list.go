package notices

import (
	"encoding/json"
	"errors"
	"slices"
)

// listed is what a person sets up several of: reminders, goals.
type listed[T any] interface {
	key() string
	// over is this one in the place of an earlier form of it.
	over(before T) T
}

func index[T listed[T]](all []T, id string) int {
	return slices.IndexFunc(all, func(x T) bool { return x.key() == id })
}

func get[T listed[T]](all []T, id string) (x T, ok bool) {
	if i := index(all, id); i >= 0 {
		return all[i], true
	}
	return x, false
}

// with is the list with one added, or changed where it is there already.
func with[T listed[T]](all []T, x T, most int) ([]T, error) {
	all = slices.Clone(all)
	switch i := index(all, x.key()); {
	case i >= 0:
		all[i] = x.over(all[i])
	case len(all) >= most:
		return all, ErrTooMany
	default:
		all = append(all, x)
	}
	return all, nil
}

func without[T listed[T]](all []T, id string) []T {
	return slices.DeleteFunc(slices.Clone(all), func(x T) bool { return x.key() == id })
}

// readAll reads a stored list. other are those that read does not understand, that
// stand there twice, or that are more than most; ok is false where the whole of it
// is something that this program must not write.
func readAll[T listed[T]](stored []byte, most int, read func([]byte) (T, bool)) (all []T, other []json.RawMessage, whole kept, ok bool) {
	raw, whole, ok := readList(stored)
	for _, one := range raw {
		x, ok := read(one)
		if !ok || len(all) == most || index(all, x.key()) >= 0 {
			other = append(other, one)
			continue
		}
		all = append(all, x)
	}
	return all, other, whole, ok
}

// ErrTooMany means that no more can be set up.
var ErrTooMany = errors.New("there are as many as there can be")

func readList(stored []byte) (raw []json.RawMessage, all kept, ok bool) {
	if len(stored) == 0 {
		return nil, nil, true
	}
	if len(stored) > mostStored {
		return nil, nil, false
	}
	var l list
	all, err := readKept(stored, &l)
	if err != nil || l.Version != listVersion {
		return nil, nil, false
	}
	return l.List, all, true
}

func writeList(all kept, raw []json.RawMessage) ([]byte, error) {
	if len(raw) == 0 && len(all) <= 2 {
		return nil, nil
	}
	if raw == nil {
		raw = []json.RawMessage{}
	}
	return all.write(list{Version: listVersion, List: raw})
}
