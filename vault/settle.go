package vault

import (
	"bytes"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"vitalkeep/health"
)

// settle takes out of the settings of the next state what belonged to nobody but
// profiles that are gone: their devices, their part in those of others, and the
// account's choices that name one of them, in the key or the value, by its id in
// hexadecimal: who keeps something of a person there lives with its going. What is
// remembered of backups stays: it says which of them still hold a profile.
func (r *rewriting) settle(next *state, gone []health.ProfileID) {
	if len(gone) == 0 || next.settingsErr != nil || next.settingsRef.zero() {
		return
	}
	here := func(p health.ProfileID) bool {
		_, err := next.owner(p)
		return err == nil
	}
	var devices []health.Device
	for _, d := range next.settings.devices {
		d = cloneDevice(d)
		left := slices.ContainsFunc(d.Owners, func(p health.ProfileID) bool { return slices.Contains(gone, p) })
		d.Owners = slices.DeleteFunc(d.Owners, func(p health.ProfileID) bool { return !here(p) })
		if !left || len(d.Owners) > 0 {
			devices = append(devices, d)
		}
	}
	next.settings.devices = devices
	next.settings.choices = maps.Clone(next.settings.choices)
	maps.DeleteFunc(next.settings.choices, func(key string, value []byte) bool {
		return slices.ContainsFunc(gone, func(p health.ProfileID) bool {
			id := hex.EncodeToString(p[:])
			return strings.Contains(key, id) || bytes.Contains(bytes.ToLower(value), []byte(id))
		})
	})
	next.settingsRef = ref{} // sealed with what stands at the top
	r.settled = true
}

// sealSettings seals the settings of the next state, if they are others.
func (r *rewriting) sealSettings() object {
	o := r.keys.catalogue.sealer(r.v.id).sealBody(kindSettings, r.v.newID(), 1, encodeSettings(r.next.settings))
	r.next.settingsRef = o.ref
	return o
}
