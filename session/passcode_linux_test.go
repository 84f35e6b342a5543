package session_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"vitalkeep/intake"
	"vitalkeep/keyring"
	"vitalkeep/vault"
)

func TestWhereTheSystemHasNoKeyringAPasscodeCannotBeKept(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "bus"))
	ctx := context.Background()
	v, _, err := vault.Create(ctx, filepath.Join(t.TempDir(), "home.vitalkeep"), []byte("Correct horse 7"), vault.Options{Cost: vault.CostFloor})
	if err != nil {
		t.Fatal(err)
	}
	kept := vault.KeptPasscode{Folder: t.TempDir(), Keyring: keyring.System{Service: "Vitalkeep"}}
	err = kept.Keep(ctx, v, []byte("274951"))
	if !errors.Is(err, vault.ErrNoKeyring) || !errors.Is(err, keyring.ErrUnavailable) {
		t.Errorf("keep = %v", err)
	}
	if what, hint := intake.Explain(err); !strings.Contains(what, "keyring") || hint == "" {
		t.Errorf("%q, %q", what, hint)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}
