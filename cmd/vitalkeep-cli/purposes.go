package main

import (
	"vitalkeep/health"
	"vitalkeep/vault"
)

// objectsToMeans reports whether a person has switched off what several readings
// come to.
func objectsToMeans(v *vault.Vault, p health.Profile) (bool, error) {
	chosen, err := v.Preference(p.ID, health.ObjectionsKey)
	return !health.ReadObjections(chosen).Allows(health.Statistics), err
}
