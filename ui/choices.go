package ui

import (
	"context"
	"encoding/json"
)

// readChoice reads a stored choice; ok is false where nothing is stored, or
// something that this program does not understand.
func readChoice[T any](p Preferences, key string) (value T, ok bool) {
	var none T
	return readChoiceOver(p, key, none)
}

// readChoiceOver is readChoice for a choice of several: what is missing in what is
// stored is as in usual, and all of it where nothing is.
func readChoiceOver[T any](p Preferences, key string, usual T) (value T, ok bool) {
	if p == nil {
		return usual, false
	}
	value = usual
	stored := p.Get(key)
	if len(stored) == 0 || json.Unmarshal(stored, &value) != nil {
		return usual, false
	}
	return value, true
}

// storeChoice stores a choice. It is called off the UI goroutine.
func storeChoice[T any](ctx context.Context, p Preferences, key string, value T) error {
	stored, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return p.Set(ctx, key, stored)
}
