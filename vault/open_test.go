package vault

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"vitalkeep/health"
)

// closedVault returns the file of a small vault, its bytes, and its keys.
func closedVault(t testing.TB) (path string, raw []byte, recovery string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "home.vitalkeep")
	o := testOptions()
	o.Profile = health.Profile{Name: "Ada", Zone: "Europe/Paris"}
	v, recovery, err := Create(context.Background(), path, testPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	ps, err := v.Profiles()
	if err != nil || len(ps) != 1 || !ps[0].Main {
		t.Fatal(ps, err)
	}
	importRows(t, v, ps[0].ID, heartRates(8000))
	importRows(t, v, ps[0].ID, []row{weight(0, 7000)}, health.Entry{Kind: health.Note, Source: "csv:file"})
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err = os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, raw, recovery
}

// withHead returns the file with another head.
func withHead(t testing.TB, path string, change func(head []byte) []byte) {
	t.Helper()
	db, err := bolt.Open(path, fileMode, &bolt.Options{PageSize: pageSize})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		return putHead(tx, change(bytes.Clone(tx.Bucket(bucketHead).Get(singleKey))))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func resum(head []byte) []byte {
	n := len(head) - 4
	binary.BigEndian.PutUint32(head[n:], crc32.Checksum(head[:n], castagnoli))
	return head
}

func TestFilesThatDoNotOpenSaySoAndStayAsTheyAre(t *testing.T) {
	path, raw, _ := closedVault(t)
	newHead := func(change func([]byte) []byte) func(testing.TB) {
		return func(t testing.TB) {
			if err := os.WriteFile(path, raw, 0o600); err != nil {
				t.Fatal(err)
			}
			withHead(t, path, change)
		}
	}
	content := func(b []byte) func(testing.TB) {
		return func(t testing.TB) {
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	changed := func(at int, with byte) []byte { b := bytes.Clone(raw); b[at] ^= with; return b }
	const passwordSlot = 31 + 3 // start of its body
	tests := []struct {
		name     string
		make     func(testing.TB)
		password string
		want     error
	}{
		{"wrong password", content(raw), "correct horse battery stapel", ErrWrongPassword},
		{"empty password", content(raw), "", ErrWrongPassword},
		{"empty file", content(nil), string(testPassword), ErrNotAVault},
		{"one byte", content([]byte{1}), string(testPassword), ErrNotAVault},
		{"text", content([]byte(strings.Repeat("Date,Weight (kg)\n", 3000))), string(testPassword), ErrNotAVault},
		{"zeros", content(make([]byte, 1<<16)), string(testPassword), ErrNotAVault},
		{"first page only", content(raw[:4096]), string(testPassword), ErrDamaged},
		{"cut short", content(raw[:len(raw)/2]), string(testPassword), ErrDamaged},
		{"both meta pages damaged", content(func() []byte { b := changed(60, 1); b[4096+60] ^= 1; return b }()), string(testPassword), ErrDamaged},
		{"newer major version", newHead(func(h []byte) []byte { h[9]++; return resum(h) }), string(testPassword), ErrNewerFormat},
		{"newer major version of unknown length", newHead(func(h []byte) []byte { h[9]++; return h[:12] }), string(testPassword), ErrNewerFormat},
		{"newer suite", newHead(func(h []byte) []byte { h[13]++; return resum(h) }), string(testPassword), ErrNewerFormat},
		{"another program's file", newHead(func(h []byte) []byte { h[0]++; return h }), string(testPassword), ErrNotAVault},
		{"head damaged", newHead(func(h []byte) []byte { h[40]++; return h }), string(testPassword), ErrDamaged},
		{"head cut", newHead(func(h []byte) []byte { return h[:50] }), string(testPassword), ErrDamaged},
		{"head of someone who knows no key", newHead(func(h []byte) []byte { h[len(h)-70]++; return resum(h) }), string(testPassword), ErrDamaged},
		{"asks for 5 GiB", newHead(func(h []byte) []byte {
			binary.BigEndian.PutUint32(h[passwordSlot+4:], 5<<20)
			return resum(h)
		}), string(testPassword), ErrHeadTooCostly},
		{"asks for 21 passes", newHead(func(h []byte) []byte { h[passwordSlot+3] = 21; return resum(h) }), string(testPassword), ErrHeadTooCostly},
		{"asks for no pass", newHead(func(h []byte) []byte { h[passwordSlot+3] = 0; return resum(h) }), string(testPassword), ErrDamaged},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.make(t)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			v, err := Open(context.Background(), path, []byte(tt.password), testOptions())
			if !errors.Is(err, tt.want) {
				t.Errorf("open = %v, want %v", err, tt.want)
			}
			if err == nil {
				t.Error(v.Close())
			}
			after, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file changed (%v)", err)
			}
		})
	}
	if _, err := Open(context.Background(), filepath.Join(t.TempDir(), "none"), testPassword, testOptions()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file = %v", err)
	}
	if _, err := Open(context.Background(), t.TempDir(), testPassword, testOptions()); !errors.Is(err, ErrNotAVault) {
		t.Errorf("a folder = %v", err)
	}
}

func TestTheRecoveryKeyOpensTheVault(t *testing.T) {
	path, _, key := closedVault(t)
	for _, typed := range []string{key, strings.ToLower(key), strings.ReplaceAll(key, "-", " "), strings.ReplaceAll(strings.ReplaceAll(key, "0", "o"), "1", "l")} {
		v, err := OpenWithRecoveryKey(context.Background(), path, typed, testOptions())
		if err != nil {
			t.Fatalf("open: %v", err)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
	other := newRecoveryCode()
	if _, err := OpenWithRecoveryKey(context.Background(), path, other.text(), testOptions()); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("another key = %v", err)
	}
	if _, err := OpenWithRecoveryKey(context.Background(), path, key[1:], testOptions()); !errors.Is(err, ErrBadRecoveryKey) {
		t.Errorf("a short key = %v", err)
	}
}

func TestEverySlipInARecoveryKeyIsNoticed(t *testing.T) {
	code := newRecoveryCode()
	symbols := strings.ReplaceAll(code.text(), "-", "")
	if len(symbols) != 28 {
		t.Fatalf("%d symbols", len(symbols))
	}
	for i := range symbols {
		for _, c := range recoveryAlphabet {
			typed := symbols[:i] + string(c) + symbols[i+1:]
			if _, err := parseRecoveryKey(typed); (err == nil) != (typed == symbols) {
				t.Fatalf("symbol %d wrong: %v", i, err)
			}
		}
		for j := range i {
			b := []byte(symbols)
			b[i], b[j] = b[j], b[i]
			if _, err := parseRecoveryKey(string(b)); (err == nil) != (string(b) == symbols) {
				t.Fatalf("symbols %d and %d exchanged: %v", j, i, err)
			}
		}
	}
	for _, typed := range []string{"", "-", symbols + "0", "!" + symbols[1:], symbols[:27]} {
		if _, err := parseRecoveryKey(typed); !errors.Is(err, ErrBadRecoveryKey) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestTheSamePasswordTypedOnAnotherSystemOpens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.vitalkeep")
	v, _, err := Create(context.Background(), path, []byte("caf\u00e9 au lait"), testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v, err = Open(context.Background(), path, []byte("cafe\u0301 au lait"), testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestCreationIsAllOrNothing(t *testing.T) {
	ctx := context.Background()
	folder := t.TempDir()
	path := filepath.Join(folder, "home.vitalkeep")
	empty := func(when string) {
		t.Helper()
		list, err := os.ReadDir(folder)
		if err != nil || len(list) != 0 {
			t.Errorf("%s left %d files (%v)", when, len(list), err)
		}
	}
	if _, _, err := Create(ctx, path, nil, testOptions()); !errors.Is(err, ErrWeakPassword) {
		t.Errorf("no password = %v", err)
	}
	bad := testOptions()
	bad.Profile = health.Profile{Name: "A", Zone: "Mars/Base"}
	if _, _, err := Create(ctx, path, testPassword, bad); !errors.Is(err, ErrBadProfile) {
		t.Errorf("bad zone = %v", err)
	}
	small := testOptions()
	small.maxSize = 20 << 10
	if _, _, err := Create(ctx, path, testPassword, small); !errors.Is(err, ErrNoSpace) {
		t.Errorf("no space = %v", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err := Create(cancelled, path, testPassword, testOptions()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled = %v", err)
	}
	empty("refused creations")
	if _, _, err := Create(ctx, filepath.Join(folder, "none", "a"), testPassword, testOptions()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder = %v", err)
	}

	v, _, err := Create(ctx, path, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || (runtime.GOOS != "windows" && info.Mode().Perm() != 0o600) {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Create(ctx, path, []byte("another"), testOptions()); !errors.Is(err, ErrExists) {
		t.Errorf("over an existing file = %v", err)
	}
	if err := publish(path, path); !errors.Is(err, ErrExists) {
		t.Errorf("a file that appeared meanwhile = %v", err)
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the existing file changed (%v)", err)
	}
	list, err := os.ReadDir(folder)
	if err != nil || len(list) != 1 {
		t.Errorf("%d files (%v)", len(list), err)
	}
}

func TestAVaultIsCreatedWhereThereAreNoHardLinks(t *testing.T) {
	link = func(string, string) error { return &os.LinkError{Op: "link", Err: errors.ErrUnsupported} }
	t.Cleanup(func() { link = os.Link })
	v, _ := newTestVault(t)
	list, err := os.ReadDir(filepath.Dir(v.Path()))
	if err != nil || len(list) != 1 {
		t.Errorf("%d files (%v)", len(list), err)
	}
	if err := publish(v.Path()+".none", v.Path()); !errors.Is(err, ErrExists) {
		t.Errorf("over an existing file = %v", err)
	}
	other := filepath.Join(t.TempDir(), "b.vitalkeep")
	if err := publish(v.Path()+".none", other); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of a missing file = %v", err)
	}
	if _, err := os.Lstat(other); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the reserved name is left over (%v)", err)
	}
}

// TestMain lets the test program be a second process that has a vault open.
func TestMain(m *testing.M) {
	if path := os.Getenv("VAULT_TEST_HOLD"); path != "" {
		os.Exit(hold(path))
	}
	if path := os.Getenv(turnsEnv); path != "" {
		os.Exit(takeTurns(path, os.Getenv(turnsNameEnv)))
	}
	if path := os.Getenv(killEnv); path != "" {
		os.Exit(doDeeds(path, os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

func hold(path string) int {
	v, err := Open(context.Background(), path, testPassword, testOptions())
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("open")
	_, _ = os.Stdin.Read(make([]byte, 1)) // until the test has seen enough
	if err := v.Close(); err != nil {
		return 1
	}
	return 0
}

func TestASecondProcessIsToldThatTheVaultIsInUse(t *testing.T) {
	t.Parallel() // it waits for locks
	path, _, _ := closedVault(t)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program)
	c.Env = append(os.Environ(), "VAULT_TEST_HOLD="+path)
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	said := make([]byte, 4)
	if _, err := out.Read(said); err != nil || string(said) != "open" {
		t.Fatalf("the other process said %q, %v", said, err)
	}
	if _, err := Open(context.Background(), path, testPassword, testOptions()); !errors.Is(err, ErrInUse) {
		t.Errorf("open beside it = %v", err)
	}
	if err := errors.Join(in.Close(), c.Wait()); err != nil {
		t.Fatal(err)
	}
	v, err := Open(context.Background(), path, testPassword, testOptions())
	if err != nil {
		t.Fatalf("open after it = %v", err)
	}
	if _, err := Open(context.Background(), path, testPassword, testOptions()); !errors.Is(err, ErrInUse) {
		t.Errorf("open twice in one process = %v", err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAFullDiskLeavesTheVaultAsItWas(t *testing.T) {
	path, _, _ := closedVault(t)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	o := testOptions()
	o.maxSize = int(info.Size()) + 192<<10
	o.stageLimit = 2000
	v, err := Open(context.Background(), path, testPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	ps, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	p := ps[0].ID
	before := readings(t, v, p, "heart_rate")
	st, err := v.Stage(context.Background(), p, "test")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range heartRates(400_000) {
		r.source = "csv:file"
		r.Start++
		if err = st.Sample(r.metric, r.source, r.Sample); err != nil {
			break
		}
	}
	if err == nil {
		if _, err = st.Seal(context.Background(), nil); err == nil {
			_, err = st.Commit(context.Background())
		}
	}
	if !errors.Is(err, ErrNoSpace) {
		t.Fatalf("import = %v", err)
	}
	if err := st.Discard(); err != nil {
		t.Fatalf("discard: %v", err)
	}
	if after := readings(t, v, p, "heart_rate"); len(after) != len(before) {
		t.Errorf("%d readings, were %d", len(after), len(before))
	}
	importRows(t, v, p, []row{weight(5, 7100)})
	report, err := v.Verify(context.Background(), nil)
	if err != nil || len(report.Problems) > 0 || report.Orphans > 0 {
		t.Errorf("verify = %+v, %v", report, err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAClosedVaultHasNoKeysLeft(t *testing.T) {
	v, p := newTestVault(t)
	importRows(t, v, p, []row{weight(0, 7000)})
	s, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	keys := []*secret{v.keys.vault, v.keys.head, v.keys.manifest, v.keys.catalogue, v.keys.wrap}
	for _, c := range s.containers {
		keys = append(keys, c.key)
	}
	for _, k := range keys {
		if err := k.with(func(b []byte) {
			if [keySize]byte(b) == [keySize]byte{} {
				t.Error("a key of an open vault is empty")
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	for i, k := range keys {
		if err := k.with(func([]byte) {}); !errors.Is(err, ErrClosed) {
			t.Errorf("key %d is still there", i)
		}
	}
	if _, err := v.Profiles(); !errors.Is(err, ErrClosed) {
		t.Errorf("profiles = %v", err)
	}
	if _, err := v.Stage(context.Background(), p, "test"); !errors.Is(err, ErrClosed) {
		t.Errorf("stage = %v", err)
	}
	for _, err := range v.Readings(context.Background(), p, "weight", minTime, afterTime) {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("readings = %v", err)
		}
	}
	if _, err := v.Verify(context.Background(), nil); !errors.Is(err, ErrClosed) {
		t.Errorf("verify = %v", err)
	}
	if err := v.Close(); err != nil {
		t.Errorf("second close = %v", err)
	}
}

func TestProfilesHaveNamesOfTheirOwn(t *testing.T) {
	v, p := newTestVault(t)
	for name, want := range map[string]error{
		"ADA": ErrProfileExists, " ada ": ErrProfileExists, "": ErrBadProfile, "a\nb": ErrBadProfile,
		strings.Repeat("x", 201): ErrBadProfile, "\xff": ErrBadProfile, "Bo": nil,
	} {
		got, err := v.AddProfile(health.Profile{Name: name})
		if !errors.Is(err, want) {
			t.Errorf("%q: %v", name, err)
		}
		if err == nil && (got.Main || got.Zone != "UTC" || got.ID == (health.ProfileID{})) {
			t.Errorf("profile = %+v", got)
		}
	}
	if err := v.SetProfile(health.Profile{ID: p, Name: "Bo"}); !errors.Is(err, ErrProfileExists) {
		t.Errorf("a taken name = %v", err)
	}
	if err := v.SetProfile(health.Profile{ID: health.ProfileID{9}, Name: "C"}); !errors.Is(err, ErrNoProfile) {
		t.Errorf("nobody = %v", err)
	}
	if err := v.SetProfile(health.Profile{ID: p, Name: "Ada L.", Zone: "Asia/Tokyo", Units: health.USUnits}); err != nil {
		t.Fatal(err)
	}
	v = reopenVault(t, v)
	ps, err := v.Profiles()
	if err != nil || len(ps) != 2 {
		t.Fatal(ps, err)
	}
	if want := (health.Profile{ID: p, Name: "Ada L.", Main: true, Units: health.USUnits, Zone: "Asia/Tokyo"}); ps[0] != want {
		t.Errorf("profile = %+v", ps[0])
	}
}

func TestCalibrationStaysWithinItsBounds(t *testing.T) {
	for _, tt := range []struct {
		name    string
		perUnit time.Duration // of one pass over one MiB
		limit   uint32
		want    kdfParams
	}{
		{"slow machine", 10 * time.Millisecond, 1 << 20, kdfFloor},
		{"usual machine", 500 * time.Microsecond, 1 << 20, kdfParams{3, 566 << 10, 4}},
		{"fast machine", 100 * time.Microsecond, 1 << 20, kdfParams{8, 1 << 20, 4}},
		{"fast machine with little memory", 100 * time.Microsecond, 128 << 10, kdfParams{20, 128 << 10, 4}},
		{"hardly any memory", 500 * time.Microsecond, 32 << 10, kdfParams{20, 64 << 10, 4}},
	} {
		got := calibrate(tt.limit, func(p kdfParams) time.Duration {
			return tt.perUnit * time.Duration(p.time) * time.Duration(p.memory>>10)
		})
		if got != tt.want || got.tooCostly() || !got.valid() {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
	if m := physicalMemory(); m < 64<<20 {
		t.Errorf("%d bytes of memory", m)
	}
}

func TestNothingOfTheContentIsReadableInTheFile(t *testing.T) {
	v, p := newTestVault(t)
	canaries := []string{"Canary-Name", "canary@example.org", "canary-file.csv", "canary-format", "canary note", "csv:canary", "raw_canary"}
	if err := v.SetProfile(health.Profile{ID: p, Name: canaries[0], Zone: "Pacific/Auckland"}); err != nil {
		t.Fatal(err)
	}
	v.options.stageLimit = 1000
	st, err := v.Stage(context.Background(), p, canaries[3])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.File("x/" + canaries[2]); err != nil {
		t.Fatal(err)
	}
	const value, start = 0x1122334455667788, 0x199a1b2c3d0
	for i := range int64(5000) {
		s := health.Sample{Start: start + i, Value: health.Decimal{Mantissa: value + i*1_000_003, Places: 3}}
		if err := st.Sample("raw_canary", "csv:canary", s); err != nil {
			t.Fatal(err)
		}
	}
	e := health.Entry{Kind: health.Note, Source: "csv:canary", Key: canaries[1], Start: start, Fields: []health.Field{{Name: canaries[4], Text: "1234.567"}}}
	if err := st.Entry(e); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Seal(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	id, err := st.Commit(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(v.Path())
	if err != nil {
		t.Fatal(err)
	}
	needles := map[string][]byte{"the password": testPassword, "a batch id": id[:], "a profile id": p[:], "the time zone": []byte("Auckland"), "a number": []byte("1234.567")}
	for _, c := range canaries {
		needles[c] = []byte(c)
	}
	for i := range int64(5000) {
		needles[fmt.Sprint("value ", i)] = binary.LittleEndian.AppendUint64(nil, uint64(value+i*1_000_003))
		needles[fmt.Sprint("value, swapped ", i)] = binary.BigEndian.AppendUint64(nil, uint64(value+i*1_000_003))
	}
	needles["a start"] = binary.LittleEndian.AppendUint64(nil, start)
	needles["a date"] = []byte("2025-")
	windows := map[[8]byte]bool{}
	for i := 0; i+8 <= len(raw); i++ {
		windows[[8]byte(raw[i:])] = true
	}
	for name, n := range needles {
		found := len(n) == 8 && windows[[8]byte(n)]
		if len(n) != 8 {
			found = bytes.Contains(raw, n)
		}
		if found {
			t.Errorf("%s can be read in the file", name)
		}
	}
	list, err := os.ReadDir(filepath.Dir(v.Path()))
	if err != nil || len(list) != 1 {
		t.Errorf("%d files beside each other (%v)", len(list), err)
	}
}

func TestEveryObjectHasOneOfFewLengths(t *testing.T) {
	path, _, _ := closedVault(t)
	db, err := bolt.Open(path, fileMode, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketObjects).ForEach(func(k, v []byte) error {
			if len(k) != 8 || len(v)%sealedSize != 0 {
				t.Errorf("an object of %d bytes under a key of %d", len(v), len(k))
			}
			return nil
		})
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}
