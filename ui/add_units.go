package ui

import (
	"context"
	"maps"
	"slices"

	"vitalkeep/ui/present"
)

// unitsKey names, among the choices of a person, the units in which they typed
// each kind last.
const unitsKey = "typed_units"

// typedUnits are the names of the units by the form.
type typedUnits map[string][]string

// unitsOf reads what is remembered; what cannot be read is not.
func (s *AddScreen) unitsOf() typedUnits {
	if units, ok := readChoice[typedUnits](s.preferences, unitsKey); ok && units != nil {
		return units
	}
	return typedUnits{}
}

// useUnits types a form in the units of the last time.
func (f *addForm) useUnits(units typedUnits) {
	names := units[f.form.ID]
	for i, a := range f.amounts {
		if i >= len(names) {
			return
		}
		if way := slices.IndexFunc(a.ask.Ways, func(w present.Way) bool { return w.Name() == names[i] }); way >= 0 {
			a.setWay(way)
		}
	}
}

// rememberUnits keeps the units of what was stored, where they differ from what
// is remembered. Nothing is lost where that fails.
func (s *AddScreen) rememberUnits(f *addForm) {
	if s.preferences == nil || len(f.amounts) == 0 {
		return
	}
	names := make([]string, len(f.amounts))
	usual := true
	for i, a := range f.amounts {
		names[i] = a.ask.Ways[a.way].Name()
		usual = usual && a.way == 0
	}
	units := s.unitsOf()
	if was, ok := units[f.form.ID]; slices.Equal(was, names) || !ok && usual {
		return
	}
	units = maps.Clone(units)
	units[f.form.ID] = names
	preferences := s.preferences
	Run(s.shell.Work().NewJob(), func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, storeChoice(ctx, preferences, unitsKey, units)
	}, nil, func(struct{}, error) {}, nil)
}
