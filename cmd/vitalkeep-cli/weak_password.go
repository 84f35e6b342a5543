package main

import (
	"path/filepath"
	"strings"

	"vitalkeep/health"
	"vitalkeep/passwords"
)

// refuseWeak gives advice with what happened if a password lacks something, is
// tried first by whoever guesses, or is little more than words that others know:
// the path of the vault and names.
func refuseWeak(what, password, path string, names ...string) error {
	if needs := health.PasswordNeeds(password); needs != "" {
		return advice{what, needs, nil}
	}
	file := filepath.Base(path)
	known := append([]string{strings.TrimSuffix(file, filepath.Ext(file))}, names...)
	if flaw := passwords.Refused(password, known...); flaw != passwords.NoFlaw {
		return advice{what, flaw.String() + " " + flaw.Advice(), nil}
	}
	return nil
}
