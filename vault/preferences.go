package vault

import (
	"bytes"
	"context"
	"maps"
	"unicode/utf8"

	"vitalkeep/health"
)

// Limits of what a vault keeps of a person's choices.
const (
	maxChoices   = 64
	maxChoiceKey = 64
	maxChoice    = 16 << 10
)

// holdsChoice reports whether a vault can hold a choice under that key.
func holdsChoice(key string, value []byte) bool {
	return key != "" && len(key) <= maxChoiceKey && utf8.ValidString(key) && len(value) > 0 && len(value) <= maxChoice
}

// Preference returns what SetPreference stored, nil if nothing was. It reads
// from memory. Errors: ErrNoProfile, ErrClosed.
func (v *Vault) Preference(profile health.ProfileID, key string) ([]byte, error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	c, err := s.profile(profile)
	if err != nil {
		return nil, err
	}
	return bytes.Clone(c.choices[key]), nil
}

// SetPreference stores a small choice of one person that belongs to their data,
// durably; an empty value forgets it. It is sealed with the profile's name.
// Errors: ErrTooMuch for a key of more than 64 bytes or none, a value of more
// than 16 KB, or the 65th key; ErrNoProfile, ErrReadOnly, ErrNoSpace, ErrClosed,
// the context's, the system's.
func (v *Vault) SetPreference(ctx context.Context, profile health.ProfileID, key string, value []byte) error {
	v.flip.Lock()
	defer v.flip.Unlock()
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	if v.readOnly {
		return v.forReading()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	old, err := s.profile(profile)
	if err != nil {
		return err
	}
	known, there := old.choices[key]
	if bytes.Equal(known, value) {
		return nil
	}
	c := *old
	c.choices = maps.Clone(old.choices)
	if c.choices == nil {
		c.choices = map[string][]byte{}
	}
	if len(value) == 0 {
		delete(c.choices, key)
	} else {
		if !holdsChoice(key, value) || (!there && len(c.choices) == maxChoices) {
			return ErrTooMuch
		}
		c.choices[key] = bytes.Clone(value)
	}
	doc := c.sealer.sealBody(kindProfile, v.newID(), 1, encodeDoc(&c))
	c.docRef = doc.ref
	return v.write(s.with(&c), change{puts: []object{doc}, drops: []uint64{old.docRef.id}})
}

// Choice returns what SetChoice stored, nil if nothing was. It reads from memory.
// Errors: ErrDamaged where the settings cannot be read, ErrClosed.
func (v *Vault) Choice(key string) ([]byte, error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	if s.settingsErr != nil {
		return nil, s.settingsErr
	}
	return bytes.Clone(s.settings.choices[key]), nil
}

// SetChoice stores a small choice of the whole account, durably; an empty value
// forgets it. Errors: those of SetPreference.
func (v *Vault) SetChoice(ctx context.Context, key string, value []byte) error {
	if known, err := v.Choice(key); err == nil && bytes.Equal(known, value) {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return v.changeSettings(func(next *state) error {
		s := &next.settings
		_, there := s.choices[key]
		s.choices = maps.Clone(s.choices)
		if len(value) == 0 {
			delete(s.choices, key)
			return nil
		}
		if !holdsChoice(key, value) || (!there && len(s.choices) == maxChoices) {
			return ErrTooMuch
		}
		if s.choices == nil {
			s.choices = map[string][]byte{}
		}
		s.choices[key] = bytes.Clone(value)
		return nil
	})
}
