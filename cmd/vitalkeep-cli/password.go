package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// passwordVariable is the environment variable that holds the password.
const passwordVariable = "VITALKEEP_PASSWORD"

// maxPasswordFile bounds what is read of a password file.
const maxPasswordFile = 4096

// password returns what --password-file holds, without one line end at its
// end, or else the environment's.
func (c *call) password() (string, error) {
	if c.passwordFile == "" {
		password := c.getenv(passwordVariable)
		if password == "" {
			return "", wrongUsage("There is no password. Set %s, or name a file with --password-file.", passwordVariable)
		}
		return password, nil
	}
	f, err := os.Open(c.passwordFile)
	if err != nil {
		return "", advice{"The password file cannot be read.", "Check its name and rights.", err}
	}
	text, err := io.ReadAll(io.LimitReader(f, maxPasswordFile+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return "", advice{"The password file cannot be read.", "Check its name and rights.", err}
	}
	if len(text) > maxPasswordFile {
		return "", advice{fmt.Sprintf("The password file is larger than %d bytes.", maxPasswordFile), "Name a file that holds the password alone.", nil}
	}
	password := strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
	if password == "" {
		return "", advice{"The password file is empty.", "Write the password into it, and nothing else.", nil}
	}
	return password, nil
}

// advice is an error that brings its own words.
type advice struct {
	what, hint string
	err        error // may be nil
}

func (a advice) Error() string { return a.what }
func (a advice) Unwrap() error { return a.err }
