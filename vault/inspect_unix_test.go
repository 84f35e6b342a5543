//go:build unix && !aix && !android && !solaris && !illumos

package vault

import (
	"context"
	"errors"
	"testing"
)

func TestAHeldFileOpensNowhereElse(t *testing.T) {
	t.Parallel() // it waits for locks
	v, _ := newTestVault(t)
	if _, err := Hold(context.Background(), v.Path()); !errors.Is(err, ErrInUse) {
		t.Fatalf("holding an open vault: %v", err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	release, err := Hold(context.Background(), v.Path())
	if err != nil {
		t.Fatal(err)
	}
	if err := Inspect(context.Background(), v.Path()); !errors.Is(err, ErrInUse) {
		t.Errorf("inspecting a held file: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if err := Inspect(context.Background(), v.Path()); err != nil {
		t.Error(err)
	}
}
