package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Environment variables that hold secrets.
const (
	passwordVariable    = "VITALKEEP_PASSWORD"
	newPasswordVariable = "VITALKEEP_NEW_PASSWORD" //nolint:gosec // a name, no secret
	passphraseVariable  = "VITALKEEP_BACKUP_PASSPHRASE"
)

// maxPasswordFile bounds what is read of a password file.
const maxPasswordFile = 4096

// password returns what opens the vault.
func (c *call) password() (string, error) {
	return c.secret("password", passwordVariable, c.passwordFile, "--password-file")
}

// secret returns what the file holds, without one line end at its end, or
// else, where no file is named, the environment's. kind is "password" or the
// like.
func (c *call) secret(kind, variable, path, flag string) (string, error) {
	if path == "" {
		text := c.getenv(variable)
		if text == "" {
			return "", wrongUsage("There is no %s. Set %s, or name a file with %s.", kind, variable, flag)
		}
		return text, nil
	}
	text, err := readSmall(path, kind+" file", maxPasswordFile)
	if err != nil {
		return "", err
	}
	text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")
	if text == "" {
		return "", advice{"The " + kind + " file is empty.", "Write the " + kind + " into it, and nothing else.", nil}
	}
	return text, nil
}

// readSmall reads a file that is not to be larger than a limit.
func readSmall(path, what string, limit int64) (string, error) {
	unreadable := func(err error) error {
		return advice{"The " + what + " cannot be read.", "Check its name and rights.", err}
	}
	f, err := os.Open(path)
	if err != nil {
		return "", unreadable(err)
	}
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return "", unreadable(err)
	}
	if int64(len(text)) > limit {
		return "", advice{fmt.Sprintf("The %s is larger than %d bytes.", what, limit), "Name another file.", nil}
	}
	return string(text), nil
}

// advice is an error that brings its own words.
type advice struct {
	what, hint string
	err        error // may be nil
}

func (a advice) Error() string { return a.what }
func (a advice) Unwrap() error { return a.err }
