package session

import (
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

// camerasOff are the devices whose camera is switched off, by the hexadecimal
// digits of their ID as entries name them.
func camerasOff(v *vault.Vault) (map[string]bool, error) {
	devices, err := v.Devices()
	if err != nil {
		return nil, err
	}
	var off map[string]bool
	for _, d := range devices {
		if d.CameraOff {
			if off == nil {
				off = map[string]bool{}
			}
			off[hex.EncodeToString(d.ID[:])] = true
		}
	}
	return off, nil
}

// fromCameraOff reports whether an entry is a picture of a camera that is off.
func fromCameraOff(e health.Entry, off map[string]bool) bool {
	return e.Kind == health.RoomEvent && off[strings.ToLower(e.Field(health.FieldDevice))] &&
		(e.Field(health.FieldPicture) != "" || e.Field(health.FieldEvent) == "picture")
}

// refuseCameras returns ui.ErrCameraOff if one of the entries is a picture of a
// camera that is off: nothing of it is stored.
func refuseCameras(v *vault.Vault, entries []health.Entry) error {
	if !slices.ContainsFunc(entries, func(e health.Entry) bool { return e.Kind == health.RoomEvent }) {
		return nil
	}
	off, err := camerasOff(v)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if fromCameraOff(e, off) {
			return fmt.Errorf("add: %w", ui.ErrCameraOff)
		}
	}
	return nil
}

// withoutCameras goes through entries; those of cameras that are off come
// without their picture, whoever asks.
func withoutCameras(v *vault.Vault, entries iter.Seq2[health.Entry, error]) iter.Seq2[health.Entry, error] {
	return func(yield func(health.Entry, error) bool) {
		off, err := camerasOff(v)
		if err != nil {
			yield(health.Entry{}, err)
			return
		}
		for e, err := range entries {
			if err == nil && fromCameraOff(e, off) {
				e.Fields = slices.DeleteFunc(slices.Clone(e.Fields), func(f health.Field) bool { return f.Name == health.FieldPicture })
			}
			if !yield(e, err) {
				return
			}
		}
	}
}
