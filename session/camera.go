package session

import (
	"fmt"
	"iter"
	"slices"

	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

// darkCameras are the cameras of a vault that are switched off.
func darkCameras(v *vault.Vault) (health.DarkCameras, error) {
	devices, err := v.Devices()
	return health.DarkCamerasOf(devices), err
}

// refuseCameras returns ui.ErrCameraOff if one of the entries is a picture of a
// camera that is off: nothing of it is stored.
func refuseCameras(v *vault.Vault, entries []health.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	dark, err := darkCameras(v)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(entries, dark.Took) {
		return fmt.Errorf("add: %w", ui.ErrCameraOff)
	}
	return nil
}

// withoutCameras goes through entries; those of cameras that are off come
// without their picture, whoever asks.
func withoutCameras(v *vault.Vault, entries iter.Seq2[health.Entry, error]) iter.Seq2[health.Entry, error] {
	return func(yield func(health.Entry, error) bool) {
		dark, err := darkCameras(v)
		if err != nil {
			yield(health.Entry{}, err)
			return
		}
		for e, err := range entries {
			if err == nil && dark.Took(e) {
				e.Fields = slices.DeleteFunc(slices.Clone(e.Fields), func(f health.Field) bool { return f.Name == health.FieldPicture })
			}
			if !yield(e, err) {
				return
			}
		}
	}
}
