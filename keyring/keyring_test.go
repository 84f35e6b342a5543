package keyring

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"

	gokeyring "github.com/zalando/go-keyring"
)

var secret = []byte{0, 1, 2, 0xff, 'x', '\n'}

func TestASecretIsKeptUntilItIsDeleted(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
	gokeyring.MockInit()
	ctx := context.Background()
	s := System{Service: "Vitalkeep"}
	if _, err := s.Get(ctx, "a"); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrUnavailable) {
		t.Errorf("nothing kept: %v", err)
	}
	if err := s.Set(ctx, "a", []byte("before")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Set(ctx, "a", secret), s.Set(ctx, "b", nil)); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Get(ctx, "a"); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("got %x, %v", got, err)
	}
	if got, err := s.Get(ctx, "b"); err != nil || len(got) > 0 {
		t.Errorf("got %x, %v", got, err)
	}
	if _, err := (System{Service: "other"}).Get(ctx, "a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of another service: %v", err)
	}
	if err := s.Delete(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(ctx, "a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("deleted twice: %v", err)
	}
	if _, err := s.Get(ctx, "a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("deleted: %v", err)
	}
}

func TestWhatOthersPutThereIsNotTaken(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
	gokeyring.MockInit()
	if err := gokeyring.Set("Vitalkeep", "a", "hunter 2"); err != nil {
		t.Fatal(err)
	}
	_, err := System{Service: "Vitalkeep"}.Get(context.Background(), "a")
	if !errors.Is(err, fs.ErrNotExist) || strings.Contains(err.Error(), "hunter") {
		t.Errorf("got %v", err)
	}
}

func TestAKeyringThatFailsIsUnavailable(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
	reason := errors.New("the collection is locked")
	gokeyring.MockInitWithError(reason)
	ctx := context.Background()
	s := System{Service: "Vitalkeep"}
	_, get := s.Get(ctx, "a")
	for name, err := range map[string]error{"get": get, "set": s.Set(ctx, "a", secret), "delete": s.Delete(ctx, "a")} {
		if !errors.Is(err, ErrUnavailable) || !errors.Is(err, reason) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAKeyringThatDoesNotAnswerIsLeft(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
	ctx, cancel := context.WithCancel(context.Background())
	never := make(chan struct{})
	defer close(never)
	_, err := waitFor(ctx, func() (string, error) {
		cancel()
		<-never
		return "", nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := (System{Service: "Vitalkeep"}).Get(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("after cancelling: %v", err)
	}
}
