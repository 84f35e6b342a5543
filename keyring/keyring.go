package keyring

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"time"

	gokeyring "github.com/zalando/go-keyring"
)

// ErrUnavailable means that the system has no keyring that answers.
var ErrUnavailable = errors.New("there is no keyring that answers")

// patience is how long a person may take to unlock the keyring.
const patience = time.Minute

// System is the keyring of the person who is logged in.
type System struct {
	// Service is the name under which the keyring shows what is kept.
	Service string
}

// Get returns what is kept under a name. Errors: fs.ErrNotExist, and
// ErrUnavailable.
func (s System) Get(ctx context.Context, name string) ([]byte, error) {
	text, err := waitFor(ctx, func() (string, error) { return gokeyring.Get(s.Service, name) })
	if err != nil {
		return nil, err
	}
	secret, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("what the keyring has is not from here: %w", fs.ErrNotExist)
	}
	return secret, nil
}

// Set keeps a secret under a name, in place of what was there. Errors:
// ErrUnavailable.
func (s System) Set(ctx context.Context, name string, secret []byte) error {
	text := base64.StdEncoding.EncodeToString(secret)
	_, err := waitFor(ctx, func() (string, error) { return "", gokeyring.Set(s.Service, name, text) })
	return err
}

// Delete removes what is kept under a name. Errors: fs.ErrNotExist, and
// ErrUnavailable.
func (s System) Delete(ctx context.Context, name string) error {
	_, err := waitFor(ctx, func() (string, error) { return "", gokeyring.Delete(s.Service, name) })
	return err
}

// answer is what a keyring says.
type answer struct {
	text string
	err  error
}

// waitFor asks the keyring, which cannot be told to stop: it may wait for ever
// for a service that does not answer, or for a person. Such a question is left
// behind.
func waitFor(ctx context.Context, ask func() (string, error)) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if !present() {
		return "", ErrUnavailable
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answers := make(chan answer, 1)
	go func() {
		text, err := ask()
		answers <- answer{text, err}
	}()
	select {
	case a := <-answers:
		return a.text, translated(a.err)
	case <-limited.Done():
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	return "", fmt.Errorf("%w within %v", ErrUnavailable, patience)
}

func translated(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gokeyring.ErrNotFound):
		return fmt.Errorf("the keyring: %w", fs.ErrNotExist)
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}
