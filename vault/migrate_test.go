package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vitalkeep/health"
)

// oldVault returns a copy of a file of an older format and its recovery key.
func oldVault(t testing.TB, version string) (path, recovery string) {
	t.Helper()
	var known struct {
		RecoveryKey string `json:"recovery_key"`
	}
	if err := json.Unmarshal(mustRead(t, "testdata/format-"+version+".json"), &known); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "old.vitalkeep")
	if err := os.WriteFile(path, mustRead(t, "testdata/format-"+version+".vitalkeep"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, known.RecoveryKey
}

func minorOf(t testing.TB, path string) uint16 {
	t.Helper()
	h, err := decodeHead(headOf(t, path))
	if err != nil {
		t.Fatal(err)
	}
	return h.minor
}

func TestAnOlderFileIsBroughtToTheFormatOfToday(t *testing.T) {
	ctx := context.Background()
	path, recovery := oldVault(t, "1.0")
	before := mustRead(t, path)
	open := func(o Options) *Vault {
		t.Helper()
		v, err := OpenWithRecoveryKey(ctx, path, recovery, o)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	unchanged := func(when string) {
		t.Helper()
		if !bytes.Equal(mustRead(t, path), before) {
			t.Errorf("%s: the file changed", when)
		}
		onlyFile(t, path)
	}

	o := testOptions()
	o.ReadOnly = true
	v := open(o)
	want := shownBy(t, v)
	if v.MigrationFailed() != nil || !strings.Contains(want, "Vector") {
		t.Errorf("opened for reading: %v\n%s", v.MigrationFailed(), want)
	}
	closeVault(t, v)
	unchanged("opened for reading")

	rename = func(string, string) error { return errNo }
	v = open(testOptions())
	rename = os.Rename
	if !errors.Is(v.MigrationFailed(), errNo) || !v.ReadOnly() {
		t.Errorf("without a new name: %v, %v", v.MigrationFailed(), v.ReadOnly())
	}
	p, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	_, stage := v.Stage(context.Background(), p[0].ID, "test")
	_, profile := v.AddProfile(health.Profile{Name: "Z"})
	for what, err := range map[string]error{
		"a stage": stage, "a profile": profile, "a rewriting": v.ChangePassword(context.Background(), nil, testPassword),
	} { // the person is told why
		if !errors.Is(err, ErrReadOnly) || !errors.Is(err, errNo) {
			t.Errorf("%s: %v", what, err)
		}
	}
	wantContent(t, v, want)
	closeVault(t, v)
	unchanged("without a new name")

	o = testOptions()
	o.maxSize = 40 << 10
	v = open(o)
	if !errors.Is(v.MigrationFailed(), ErrNoSpace) || !v.ReadOnly() {
		t.Errorf("without space: %v, %v", v.MigrationFailed(), v.ReadOnly())
	}
	closeVault(t, v)
	unchanged("without space")

	v = open(testOptions())
	if v.MigrationFailed() != nil || v.ReadOnly() {
		t.Errorf("migrated: %v, %v", v.MigrationFailed(), v.ReadOnly())
	}
	wantContent(t, v, want)
	if _, err := v.AddProfile(health.Profile{Name: "Z"}); err != nil {
		t.Error(err)
	}
	closeVault(t, v)
	if m := minorOf(t, path); m != formatMinor {
		t.Errorf("minor version %d", m)
	}
	onlyFile(t, path)
	v = open(testOptions())
	wantWhole(t, v)
	closeVault(t, v)
}

// since12s are the things that came with 1.2, each by itself.
var since12s = map[string]func(ctx context.Context, v *Vault, p health.ProfileID) error{
	"a choice": func(ctx context.Context, v *Vault, p health.ProfileID) error {
		return v.SetPreference(ctx, p, "dashboard", []byte("weight"))
	},
	"a device": func(_ context.Context, v *Vault, _ health.ProfileID) error {
		_, err := v.PutDevice(health.Device{Model: "body"})
		return err
	},
	"a picture": func(ctx context.Context, v *Vault, p health.ProfileID) error {
		_, err := v.Attach(ctx, p, []byte{1, 2, 3})
		return err
	},
	"a correction": func(ctx context.Context, v *Vault, p health.ProfileID) error {
		return v.Correct(ctx, p, []Identity{{Metric: "weight", Source: health.TypedSource, Start: 1_900_000_000_000}}, []health.Reading{typedWeight(9, 7000)}, nil)
	},
}

func TestAFileOf11BecomesOneOf12WhenItFirstHoldsWhatThatHas(t *testing.T) {
	ctx := context.Background()
	for name, write := range since12s {
		path, recovery := oldVault(t, "1.1")
		before := mustRead(t, path)
		open := func() *Vault {
			t.Helper()
			v, err := OpenWithRecoveryKey(ctx, path, recovery, testOptions())
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		v := open()
		p := v.state.Load().containers[1].id
		closeVault(t, v)
		if !bytes.Equal(mustRead(t, path), before) {
			t.Error("opening a file of 1.1 changes it")
		}
		v = open()
		add1(t, v, p, []health.Reading{typedWeight(1, 7000)})
		correct1(t, v, p, []Identity{typedAt(1)}, []health.Reading{typedWeight(1, 7001)})
		closeVault(t, v)
		if m := minorOf(t, path); m != 1 {
			t.Errorf("minor version %d after typing", m)
		}
		head := headOf(t, path)
		v = open()
		if err := write(ctx, v, p); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := shownBy(t, v)
		closeVault(t, v)
		if m := minorOf(t, path); m != 2 {
			t.Errorf("minor version %d after %s", m, name)
		}
		if now := headOf(t, path); len(now) != len(head) || !bytes.Equal(now[12:len(now)-36], head[12:len(head)-36]) {
			t.Errorf("%s: the head says something else than before", name)
		}
		v = open()
		if v.headState != headWhole || v.ReadOnly() {
			t.Errorf("%s: head %d, for reading %v", name, v.headState, v.ReadOnly())
		}
		wantContent(t, v, want)
		onlyFile(t, path)
		closeVault(t, v)
	}
}

func TestACopyOfAnOlderFileIsOfItsVersion(t *testing.T) {
	ctx := context.Background()
	path, recovery := oldVault(t, "1.0")
	o := testOptions()
	o.ReadOnly = true
	v, err := OpenWithRecoveryKey(ctx, path, recovery, o)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.vitalkeep")
	if err := errors.Join(v.CopyTo(ctx, copied, nil), v.SameContent(ctx, copied, nil)); err != nil {
		t.Error(err)
	}
	closeVault(t, v)
	if m := minorOf(t, copied); m != 0 {
		t.Errorf("minor version %d", m)
	}
}

func TestANewerMinorVersionIsReadAndNeverWritten(t *testing.T) {
	path, raw, _ := closedVault(t)
	// With the keys, as the program of that version would.
	v, err := Open(context.Background(), path, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	want := shownBy(t, v)
	keys := v.keys.clone(v.id)
	defer keys.wipe()
	closeVault(t, v)
	withHead(t, path, func(h []byte) []byte {
		h[11]++
		at := len(h) - 4 - 32
		mac, err := headMAC(keys.head, h[:at])
		if err != nil {
			t.Fatal(err)
		}
		copy(h[at:], mac[:])
		return resum(h)
	})
	newer := mustRead(t, path)
	if bytes.Equal(raw, newer) {
		t.Fatal("the head is as before")
	}
	v, err = Open(context.Background(), path, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if !v.ReadOnly() || v.MigrationFailed() != nil {
		t.Errorf("open for writing: %v, %v", !v.ReadOnly(), v.MigrationFailed())
	}
	wantContent(t, v, want)
	if err := v.CopyTo(context.Background(), path+".copy", nil); !errors.Is(err, ErrNewerFormat) {
		t.Errorf("copy = %v", err)
	}
	for name, rewrite := range rewritings {
		if err := rewrite(context.Background(), v); !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s = %v", name, err)
		}
	}
	closeVault(t, v)
	if !bytes.Equal(mustRead(t, path), newer) {
		t.Error("the file changed")
	}
}

func TestAFileOf12BecomesOneOf13WhenANumberIsNotPlain(t *testing.T) {
	ctx := context.Background()
	path, recovery := oldVault(t, "1.2")
	open := func() (*Vault, health.ProfileID) {
		t.Helper()
		v, err := OpenWithRecoveryKey(ctx, path, recovery, testOptions())
		if err != nil {
			t.Fatal(err)
		}
		return v, v.state.Load().containers[1].id
	}
	v, p := open()
	importRows(t, v, p, []row{weight(1, 7000)})
	if _, err := v.PutDevice(health.Device{Model: "body"}); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	if m := minorOf(t, path); m != 2 {
		t.Errorf("minor version %d with plain numbers", m)
	}
	v, p = open()
	grouped := weight(2, 7100)
	grouped.Form = health.DecimalComma
	importRows(t, v, p, []row{weight(1, 7000), grouped})
	closeVault(t, v)
	if m := minorOf(t, path); m != 3 {
		t.Errorf("minor version %d", m)
	}
	v, p = open()
	for r, err := range v.SourceReadings(ctx, p, grouped.metric, grouped.source, grouped.Start, grouped.Start+1) {
		if err != nil || r.Text() != "71,00" {
			t.Errorf("%q, %v", r.Text(), err)
		}
	}
	wantWhole(t, v)
	closeVault(t, v)
}
