package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"

	"vitalkeep/health"
)

const (
	turnsEnv     = "VAULT_TEST_TURNS"
	turnsNameEnv = "VAULT_TEST_TURNS_NAME"
	turns        = 12
)

// takeTurns is one of two processes that want the same vault: it opens it,
// stores an import, compacts or changes keys now and then, and closes it.
func takeTurns(path, name string) int {
	for n := range turns {
		if err := takeTurn(path, name, n); err != nil {
			fmt.Println(name, n, err)
			return 1
		}
	}
	return 0
}

func takeTurn(path, name string, n int) error {
	ctx := context.Background()
	v, err := openInTurn(ctx, path)
	if err != nil {
		return err
	}
	ps, err := v.Profiles()
	if err != nil {
		return err
	}
	st, err := v.Stage(ctx, ps[0].ID, "test")
	if err != nil {
		return err
	}
	st.SetTitle(name + strconv.Itoa(n))
	if err := st.Sample("weight", health.SourceID("csv:"+name), at(int64(n), health.Int(int64(n)))); err != nil {
		return err
	}
	if _, err := st.Seal(ctx, nil); err != nil {
		return err
	}
	if _, err := st.Commit(ctx); err != nil {
		return err
	}
	switch n % 3 {
	case 1:
		_, err = v.Compact(ctx, nil)
	case 2:
		_, err = v.NewRecoveryKey(ctx)
	}
	return errors.Join(err, v.Close())
}

// openInTurn opens a vault as soon as nobody else has it.
func openInTurn(ctx context.Context, path string) (*Vault, error) {
	for {
		v, err := Open(ctx, path, testPassword, testOptions())
		if !errors.Is(err, ErrInUse) {
			return v, err
		}
	}
}

func TestTwoProcessesThatTakeTurnsLoseNothing(t *testing.T) {
	path := filepath.Join(memoryFolder(t), "home.vitalkeep")
	o := testOptions()
	o.Profile = health.Profile{Name: "Ada"}
	v, _, err := Create(t.Context(), path, testPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	var want []string
	for _, name := range []string{"one", "two"} {
		for n := range turns {
			want = append(want, name+strconv.Itoa(n))
		}
		c := exec.Command(program)
		c.Env = append(os.Environ(), turnsEnv+"="+path, turnsNameEnv+"="+name)
		both.Go(func() {
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%v, saying %q", err, out)
			}
		})
	}
	both.Wait()
	v, err = Open(t.Context(), path, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	batches, err := v.Batches()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range batches {
		got = append(got, b.Title)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("imports %q, want %q", got, want)
	}
	ps, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	// What both weighed at one time is one reading.
	if n := len(readings(t, v, ps[0].ID, "weight")); n != turns {
		t.Errorf("%d readings, want %d", n, turns)
	}
	wantWhole(t, v)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestReadersShareAVaultAndKeepWritersOut(t *testing.T) {
	t.Parallel() // it waits for locks
	path, _, _ := closedVault(t)
	reading := testOptions()
	reading.ReadOnly = true
	open := func(o Options) *Vault {
		t.Helper()
		v, err := Open(t.Context(), path, testPassword, o)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	shut := func(v *Vault) {
		t.Helper()
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
	one, two := open(reading), open(reading)
	if mustContent(t, one) != mustContent(t, two) {
		t.Error("two readers see different things")
	}
	if _, err := Open(t.Context(), path, testPassword, testOptions()); !errors.Is(err, ErrInUse) {
		t.Errorf("a writer beside readers: %v", err)
	}
	shut(one)
	wantWhole(t, two)
	shut(two)
	writer := open(testOptions())
	if _, err := Open(t.Context(), path, testPassword, reading); !errors.Is(err, ErrInUse) {
		t.Errorf("a reader beside a writer: %v", err)
	}
	shut(writer)
}
