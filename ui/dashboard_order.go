package ui

import (
	"encoding/json"
	"slices"

	"vitalkeep/ui/present"
)

// dashboardPreference is the key under which the order of the cards is kept.
const dashboardPreference = "dashboard"

// cardOrder is which cards a person wants to see and in which order. It names
// subjects, some of which may not be there at the moment or belong to a newer
// program; they keep their place.
type cardOrder struct {
	order  []string
	hidden []string
	// kept is all that was stored, what this program does not know included.
	kept map[string]json.RawMessage
}

// The fields of the stored form, {"version":1,"order":["weight"],"hidden":[]}.
// Newer versions may add fields and keep the meaning of these.
const (
	orderVersion      = 1
	orderVersionField = "version"
	orderField        = "order"
	hiddenField       = "hidden"
)

// readCardOrder reads the stored form. ok is false where it is one that this
// program does not understand, and so must not write either.
func readCardOrder(stored []byte) (o cardOrder, ok bool) {
	if len(stored) == 0 {
		return o, true
	}
	if json.Unmarshal(stored, &o.kept) != nil {
		return cardOrder{}, false
	}
	for field, to := range map[string]*[]string{orderField: &o.order, hiddenField: &o.hidden} {
		if raw, is := o.kept[field]; is && json.Unmarshal(raw, to) != nil {
			return cardOrder{}, false
		}
	}
	o.order, o.hidden = once(o.order), once(o.hidden)
	return o, true
}

// stored is what [readCardOrder] reads: nil where there is nothing to say.
func (o cardOrder) stored() ([]byte, error) {
	out := map[string]json.RawMessage{}
	for field, raw := range o.kept {
		out[field] = raw
	}
	delete(out, orderField)
	delete(out, hiddenField)
	for field, list := range map[string][]string{orderField: o.order, hiddenField: o.hidden} {
		if len(list) == 0 {
			continue
		}
		raw, err := json.Marshal(list)
		if err != nil {
			return nil, err
		}
		out[field] = raw
	}
	_, newer := out[orderVersionField]
	if len(out) == 0 || newer && len(out) == 1 && string(out[orderVersionField]) == "1" {
		return nil, nil
	}
	if !newer {
		raw, err := json.Marshal(orderVersion)
		if err != nil {
			return nil, err
		}
		out[orderVersionField] = raw
	}
	return json.Marshal(out)
}

// once leaves out empty names and what was there before.
func once(list []string) []string {
	var out []string
	for _, id := range list {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// full is the order with the subjects that it does not name: each behind the one
// that it follows by default, the first ones in front.
func (o cardOrder) full(subjects []present.Subject) []string {
	out := slices.Clone(o.order)
	before := -1 // where the default predecessor is
	for _, s := range subjects {
		if i := slices.Index(out, s.ID); i >= 0 {
			before = i
			continue
		}
		before++
		out = slices.Insert(out, before, s.ID)
	}
	return out
}

// split returns the subjects in the person's order: those to be shown, and those
// that are hidden.
func (o cardOrder) split(subjects []present.Subject) (shown, hidden []present.Subject) {
	by := make(map[string]present.Subject, len(subjects))
	for _, s := range subjects {
		by[s.ID] = s
	}
	for _, id := range o.full(subjects) {
		s, there := by[id]
		switch {
		case !there:
		case slices.Contains(o.hidden, id):
			hidden = append(hidden, s)
		default:
			shown = append(shown, s)
		}
	}
	return shown, hidden
}

// moved puts the card of a subject at a place among those shown.
func (o cardOrder) moved(subjects []present.Subject, id string, to int) cardOrder {
	shown, _ := o.split(subjects)
	from := slices.IndexFunc(shown, func(s present.Subject) bool { return s.ID == id })
	to = min(max(to, 0), len(shown)-1)
	if from < 0 || from == to {
		return o
	}
	full := o.full(subjects)
	mark := shown[to].ID // the one that makes way
	full = slices.DeleteFunc(full, func(x string) bool { return x == id })
	at := slices.Index(full, mark)
	if to > from {
		at++
	}
	o.order = slices.Insert(full, at, id)
	return o
}

// hiding hides or shows the card of a subject; its place stays.
func (o cardOrder) hiding(subjects []present.Subject, id string, hide bool) cardOrder {
	o.order = o.full(subjects)
	o.hidden = slices.DeleteFunc(slices.Clone(o.hidden), func(x string) bool { return x == id })
	if hide {
		o.hidden = append(o.hidden, id)
	}
	return o
}

// reset is the default order with every card shown.
func (o cardOrder) reset() cardOrder { return cardOrder{kept: o.kept} }

// asDefault reports whether nothing is chosen.
func (o cardOrder) asDefault() bool { return len(o.order) == 0 && len(o.hidden) == 0 }
