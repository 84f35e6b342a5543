package vault

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

func TestAPreparedRecoveryKeyCountsOnceItIsUsed(t *testing.T) {
	ctx := context.Background()
	v, _ := newTestVault(t)
	old, err := v.NewRecoveryKey(ctx)
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.PrepareRecoveryKey()
	if err != nil {
		t.Fatal(err)
	}
	key := p.Text()
	if !p.Is(strings.ToLower(strings.ReplaceAll(key, "-", " "))) || p.Is(old) || p.Is("") || p.Is(key[:len(key)-1]) {
		t.Error("the key is not told from others")
	}
	if s := fmt.Sprintf("%v %+v", p, *p); strings.Contains(s, key[:4]) {
		t.Errorf("printed as %s", s)
	}
	if err := v.authorise([]byte(old)); err != nil {
		t.Errorf("the old one, while another is prepared: %v", err)
	}
	if err := v.authorise([]byte(key)); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("the prepared one: %v", err)
	}
	if err := v.UseRecoveryKey(ctx, p); err != nil {
		t.Fatal(err)
	}
	if err := v.authorise([]byte(old)); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("the old one, after it: %v", err)
	}
	if err := v.authorise([]byte(key)); err != nil {
		t.Errorf("the new one: %v", err)
	}
	if err := v.UseRecoveryKey(ctx, p); !errors.Is(err, ErrKeyForgotten) || p.Text() != "" || p.Is(key) {
		t.Errorf("used twice: %v", err)
	}
}

func TestAForgottenKeyChangesNothing(t *testing.T) {
	ctx := context.Background()
	v, _ := newTestVault(t)
	old, err := v.NewRecoveryKey(ctx)
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.PrepareRecoveryKey()
	if err != nil {
		t.Fatal(err)
	}
	p.Forget()
	other, _ := newTestVault(t)
	foreign, err := other.PrepareRecoveryKey()
	if err != nil {
		t.Fatal(err)
	}
	for name, use := range map[string]*PreparedRecoveryKey{"forgotten": p, "another vault's": foreign, "none": nil} {
		if err := v.UseRecoveryKey(ctx, use); !errors.Is(err, ErrKeyForgotten) {
			t.Errorf("%s: %v", name, err)
		}
		if err := v.RekeyWith(ctx, []byte("Another-horse8"), use, nil); !errors.Is(err, ErrKeyForgotten) {
			t.Errorf("%s, for a rekey: %v", name, err)
		}
	}
	ended, end := context.WithCancel(ctx)
	end()
	if p, err = v.PrepareRecoveryKey(); err != nil {
		t.Fatal(err)
	}
	if err := v.UseRecoveryKey(ended, p); !errors.Is(err, context.Canceled) || p.Text() == "" {
		t.Errorf("cancelled: %v", err)
	}
	if err := v.authorise([]byte(old)); err != nil {
		t.Errorf("the old one: %v", err)
	}
}

func TestARekeyTakesThePreparedKey(t *testing.T) {
	ctx := context.Background()
	v, _ := newTestVault(t)
	p, err := v.PrepareRecoveryKey()
	if err != nil {
		t.Fatal(err)
	}
	key := p.Text()
	if err := v.RekeyWith(ctx, []byte("Another-horse8"), p, nil); err != nil || p.Text() != "" {
		t.Fatal(err)
	}
	for _, opens := range []string{key, "Another-horse8"} {
		if err := v.authorise([]byte(opens)); err != nil {
			t.Errorf("%s: %v", opens[:3], err)
		}
	}
}

func TestACopyIsReadWithTheKeysOfItsVault(t *testing.T) {
	ctx := context.Background()
	v, _ := newTestVault(t)
	path := filepath.Join(t.TempDir(), "copy.vitalkeep")
	if err := v.CopyTo(ctx, path, nil); err != nil {
		t.Fatal(err)
	}
	r, err := v.CheckCopy(ctx, path, nil)
	if err != nil || len(r.Problems) > 0 || r.Profiles != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	// Changes since do not matter, other keys do.
	if err := v.AddBackup(BackupRecord{At: 1000, Path: "/a"}); err != nil {
		t.Fatal(err)
	}
	if _, err := v.CheckCopy(ctx, path, nil); err != nil {
		t.Errorf("after a change: %v", err)
	}
	if _, err := v.Rekey(ctx, []byte("Another-horse8"), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := v.CheckCopy(ctx, path, nil); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("after a rekey: %v", err)
	}
}

func TestAProofIsRememberedInItsPlace(t *testing.T) {
	v, _ := newTestVault(t)
	for i, path := range []string{"/a", "/b"} {
		if err := v.AddBackup(BackupRecord{At: int64(1000 * (i + 1)), Path: path}); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"/a", "/nowhere"} {
		if err := v.RememberProof(path, 5000); err != nil {
			t.Fatal(err)
		}
	}
	got, err := v.Backups()
	if err != nil || len(got) != 2 || got[0].Path != "/b" || got[0].ProvenAt != 0 || got[1].ProvenAt != 5000 {
		t.Errorf("%+v, %v", got, err)
	}
	if err := v.RememberProof("/a", maxTime+1); !errors.Is(err, ErrBadRecord) {
		t.Errorf("a time that is none: %v", err)
	}
}
