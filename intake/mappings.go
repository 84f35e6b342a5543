package intake

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/vault"
)

// mappingsKey is the choice of a person under which the vault keeps how their
// tables are read.
const mappingsKey = "import.mappings"

// mostMappings bounds what is kept of them, in bytes; the oldest are forgotten.
const mostMappings = 16 << 10

// keptMappings is what the vault keeps, the mapping used last in front.
type keptMappings struct {
	Mappings []keptMapping `json:"mappings"`
}

type keptMapping struct {
	Key     string            `json:"key"`
	Mapping importers.Mapping `json:"mapping"`
}

// kept reads what the vault keeps. What a version of another day wrote there, and
// this one does not understand, is as if nothing had been chosen.
func kept(v *vault.Vault, profile health.ProfileID) ([]keptMapping, error) {
	raw, err := v.Preference(profile, mappingsKey)
	if errors.Is(err, vault.ErrProfileLocked) {
		return nil, nil // data comes in while a person is closed, and nothing is told
	}
	if err != nil || len(raw) == 0 {
		return nil, err
	}
	var all keptMappings
	if json.Unmarshal(raw, &all) != nil {
		return nil, nil
	}
	return slices.DeleteFunc(all.Mappings, func(k keptMapping) bool { return k.Mapping.Check() != nil }), nil
}

// Mappings are the mappings that were chosen for a person's tables before, by
// importers.Table.Key.
func Mappings(v *vault.Vault, profile health.ProfileID) (map[string]importers.Mapping, error) {
	all, err := kept(v, profile)
	if err != nil {
		return nil, err
	}
	out := map[string]importers.Mapping{}
	for _, k := range all {
		if _, newer := out[k.Key]; !newer {
			out[k.Key] = k.Mapping
		}
	}
	return out, nil
}

// KeepMappings remembers how tables are read, for the next ones with the same
// header.
func KeepMappings(ctx context.Context, v *vault.Vault, profile health.ProfileID, tables []importers.Table) error {
	if len(tables) == 0 {
		return nil
	}
	if v.ProfileClosed(profile) {
		return nil
	}
	old, err := kept(v, profile)
	if err != nil {
		return err
	}
	var all keptMappings
	for _, t := range tables {
		all.Mappings = append(all.Mappings, keptMapping{t.Key(), t.Mapping})
	}
	for _, k := range old {
		if !slices.ContainsFunc(all.Mappings, func(x keptMapping) bool { return x.Key == k.Key }) {
			all.Mappings = append(all.Mappings, k)
		}
	}
	for {
		raw, err := json.Marshal(all)
		if err != nil {
			return err
		}
		if len(raw) <= mostMappings || len(all.Mappings) == 0 {
			return v.SetPreference(ctx, profile, mappingsKey, raw)
		}
		all.Mappings = all.Mappings[:len(all.Mappings)-1]
	}
}

// ForgetMapping drops what was chosen for tables with the header of that key.
func ForgetMapping(ctx context.Context, v *vault.Vault, profile health.ProfileID, key string) error {
	all, err := kept(v, profile)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(keptMappings{slices.DeleteFunc(all, func(k keptMapping) bool { return k.Key == key })})
	if err != nil {
		return err
	}
	return v.SetPreference(ctx, profile, mappingsKey, raw)
}

// Recognise says what the paths are, tables by the mappings of the options and
// by those that were chosen for the person before.
func Recognise(ctx context.Context, v *vault.Vault, profile health.ProfileID, paths []string, opts Options) (importers.Recognition, error) {
	mappings, err := opts.mappings(v, profile)
	if err != nil {
		return importers.Recognition{}, err
	}
	return importers.DetectWith(ctx, importers.Options{Format: opts.Format, Mappings: mappings, KeepDamaged: opts.KeepDamaged}, paths...)
}

// mappings are those of the options, and for other tables those chosen before.
func (o Options) mappings(v *vault.Vault, profile health.ProfileID) (map[string]importers.Mapping, error) {
	all, err := Mappings(v, profile)
	if err != nil {
		return nil, err
	}
	maps.Copy(all, o.Mappings)
	return all, nil
}

// remember keeps what was chosen for this import. The import itself is stored by
// then: what cannot be kept is asked again.
func (s *Staged) remember(ctx context.Context) {
	_ = KeepMappings(ctx, s.vault, s.Profile.ID, s.chosen)
}
