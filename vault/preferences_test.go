package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"vitalkeep/health"
)

func set1(t testing.TB, v *Vault, p health.ProfileID, key, value string) {
	t.Helper()
	if err := v.SetPreference(context.Background(), p, key, []byte(value)); err != nil {
		t.Fatalf("set preference: %v", err)
	}
}

func TestChoicesAreKeptWithTheirPerson(t *testing.T) {
	v, p := newTestVault(t)
	bo, err := v.AddProfile(health.Profile{Name: "Bo"})
	if err != nil {
		t.Fatal(err)
	}
	want := func(key, value string) {
		t.Helper()
		got, err := v.Preference(p, key)
		if err != nil || string(got) != value || (got == nil) != (value == "") {
			t.Errorf("%s = %q, %v, want %q", key, got, err, value)
		}
	}
	want("dashboard", "")
	set1(t, v, p, "dashboard", "weight")
	set1(t, v, p, "sources", "scale")
	set1(t, v, p, "dashboard", "weight, steps")
	counter := v.state.Load().root.counter
	set1(t, v, p, "dashboard", "weight, steps")
	set1(t, v, p, "not there", "")
	if now := v.state.Load().root.counter; now != counter {
		t.Errorf("%d changes for nothing", now-counter)
	}
	value, err := v.Preference(p, "sources")
	if err != nil {
		t.Fatal(err)
	}
	value[0] = 'X' // what was returned is the caller's
	for range 2 {
		want("dashboard", "weight, steps")
		want("sources", "scale")
		if got, err := v.Preference(bo.ID, "sources"); err != nil || got != nil {
			t.Errorf("another's: %q, %v", got, err)
		}
		importRows(t, v, p, []row{weight(0, 7000)}) // the document is written anew
		if err := v.SetProfile(health.Profile{ID: p, Name: "Eva"}); err != nil {
			t.Fatal(err)
		}
		v = reopenVault(t, v)
	}
	set1(t, v, p, "sources", "")
	want("sources", "")
	want("dashboard", "weight, steps")
	wantWhole(t, v)
}

func TestChoicesAreFewAndSmall(t *testing.T) {
	ctx := context.Background()
	v, p := newTestVault(t)
	for i := range maxChoices {
		set1(t, v, p, fmt.Sprint("key ", i), string(bytes.Repeat([]byte{byte(i)}, 10)))
	}
	set1(t, v, p, "key 3", strings.Repeat("x", maxChoice))
	for name, c := range map[string]struct {
		key, value string
		want       error
	}{
		"one too many":  {"one more", "x", ErrTooMuch},
		"a long value":  {"key 1", strings.Repeat("x", maxChoice+1), ErrTooMuch},
		"a long key":    {strings.Repeat("k", maxChoiceKey+1), "x", ErrTooMuch},
		"no key":        {"", "x", ErrTooMuch},
		"a key no text": {"\xff", "x", ErrTooMuch},
	} {
		if err := v.SetPreference(ctx, p, c.key, []byte(c.value)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := v.SetPreference(ctx, health.ProfileID{9}, "key", nil); !errors.Is(err, ErrNoProfile) {
		t.Errorf("of nobody: %v", err)
	}
	if _, err := v.Preference(health.ProfileID{9}, "key"); !errors.Is(err, ErrNoProfile) {
		t.Errorf("of nobody: %v", err)
	}
	v = reopenVault(t, v)
	if got, err := v.Preference(p, "key 3"); err != nil || len(got) != maxChoice {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestChoicesOfTheAccountAreKept(t *testing.T) {
	ctx := context.Background()
	v, p := newTestVault(t)
	if got, err := v.Choice("lock"); got != nil || err != nil {
		t.Errorf("at first %q, %v", got, err)
	}
	set := func(key, value string) {
		t.Helper()
		if err := v.SetChoice(ctx, key, []byte(value)); err != nil {
			t.Fatal(err)
		}
	}
	set("lock", "5")
	set("log", "one")
	set("log", "")
	counter := v.state.Load().root.counter
	set("lock", "5")
	if now := v.state.Load().root.counter; now != counter {
		t.Errorf("%d changes for nothing", now-counter)
	}
	if _, err := v.PutDevice(health.Device{Model: "body"}); err != nil { // in the same record
		t.Fatal(err)
	}
	v = reopenVault(t, v)
	for key, want := range map[string]string{"lock": "5", "log": ""} {
		if got, err := v.Choice(key); err != nil || string(got) != want {
			t.Errorf("%s = %q, %v", key, got, err)
		}
	}
	if got, err := v.Preference(p, "lock"); got != nil || err != nil {
		t.Errorf("with a person: %q, %v", got, err)
	}
	if err := v.SetChoice(ctx, "large", make([]byte, maxChoice+1)); !errors.Is(err, ErrTooMuch) {
		t.Errorf("too large: %v", err)
	}
	for i := range maxChoices - 1 {
		set(fmt.Sprint(i), "x")
	}
	if err := v.SetChoice(ctx, "one more", []byte("x")); !errors.Is(err, ErrTooMuch) {
		t.Errorf("too many: %v", err)
	}
}
