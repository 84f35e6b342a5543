package ui

import (
	"context"
	"slices"
)

// fakePreferences keeps choices in a map.
type fakePreferences struct {
	kept map[string][]byte
	sets int
	fail error
}

func newFakePreferences() *fakePreferences { return &fakePreferences{kept: map[string][]byte{}} }

// Get implements Preferences.
func (p *fakePreferences) Get(key string) []byte { return slices.Clone(p.kept[key]) }

// Set implements Preferences.
func (p *fakePreferences) Set(ctx context.Context, key string, value []byte) error {
	p.sets++
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case p.fail != nil:
		return p.fail
	case value == nil:
		delete(p.kept, key)
	default:
		p.kept[key] = slices.Clone(value)
	}
	return nil
}
