//go:build unix && !aix && !android && !solaris && !illumos

package vault

import (
	"context"
	"errors"
	"testing"
)

// waitingContext says when somebody waits by it.
type waitingContext struct {
	context.Context
	waits chan<- struct{}
}

func (c waitingContext) Done() <-chan struct{} {
	select {
	case c.waits <- struct{}{}:
	default:
	}
	return c.Context.Done()
}

// TestWhoWaitsForAVaultGetsTheFileThatTookItsPlace opens a vault while another
// has it, who then puts a new file in its place and closes it.
func TestWhoWaitsForAVaultGetsTheFileThatTookItsPlace(t *testing.T) {
	v, p := newTestVault(t)
	importRows(t, v, p, []row{weight(0, 7000)})
	waits := make(chan struct{}, 1)
	type opened struct {
		v   *Vault
		err error
	}
	got := make(chan opened)
	go func() {
		again, err := Open(waitingContext{context.Background(), waits}, v.Path(), testPassword, testOptions())
		got <- opened{again, err}
	}()
	<-waits // it has opened the old file and does not have its lock
	importRows(t, v, p, []row{weight(1, 7100)})
	if _, err := v.Compact(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	importRows(t, v, p, []row{weight(2, 7200)})
	want := mustContent(t, v)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	second := <-got
	if errors.Is(second.err, ErrInUse) { // this machine was very slow
		second.v, second.err = Open(t.Context(), v.Path(), testPassword, testOptions())
	}
	if second.err != nil {
		t.Fatal(second.err)
	}
	if mustContent(t, second.v) != want {
		t.Error("whoever waited got the old file")
	}
	if err := second.v.Close(); err != nil {
		t.Fatal(err)
	}
}
