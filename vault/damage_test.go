package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"testing"

	"vitalkeep/health"
)

// fingerprint sums up everything that a profile of closedVault shows.
func fingerprint(t testing.TB, v *Vault, p health.ProfileID) [32]byte {
	t.Helper()
	var b []byte
	for _, m := range []health.MetricID{"heart_rate", "weight"} {
		for _, r := range readings(t, v, p, m) {
			b = append(append(b, r.Metric...), r.Source...)
			for _, n := range []int64{
				r.Start, r.Duration, r.Value.Mantissa, int64(r.Value.Places), int64(r.Unit), int64(r.Offset),
				int64(r.Origin.File), int64(r.Origin.Row),
			} {
				b = binary.BigEndian.AppendUint64(b, uint64(n))
			}
		}
	}
	for _, e := range entriesOf(t, v, p) {
		b = fmt.Appendln(b, e.Kind, e.Source, e.Start, e.Fields)
	}
	return sha256.Sum256(b)
}

// TestEveryDamagedPageIsNoticedOrHarmless damages each page in several ways:
// the vault then opens with all its data, or says that it is damaged.
func TestEveryDamagedPageIsNoticedOrHarmless(t *testing.T) {
	path, raw, _ := closedVault(t)
	v, err := Open(context.Background(), path, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	ps, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	want := fingerprint(t, v, ps[0].ID)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	ways := map[string]func(page []byte, n int){
		"zeros":          func(p []byte, _ int) { clear(p) },
		"ones":           func(p []byte, _ int) { copy(p, bytes.Repeat([]byte{0xff}, len(p))) },
		"one bit":        func(p []byte, n int) { p[(n*37)%len(p)] ^= 4 },
		"header":         func(p []byte, _ int) { p[10] ^= 0x40 },
		"flags":          func(p []byte, _ int) { p[8] ^= 3 },
		"another page":   func(p []byte, n int) { copy(p, raw[((n+3)%(len(raw)/pageSize))*pageSize:][:pageSize]) },
		"first element":  func(p []byte, n int) { p[16+n%16] ^= 0x81 },
		"points to self": func(p []byte, n int) { binary.LittleEndian.PutUint64(p[24:], uint64(n)) },
	}
	outcomes := map[string]int{}
	for name, damage := range ways {
		for n := range len(raw) / pageSize {
			b := bytes.Clone(raw)
			damage(b[n*pageSize:][:pageSize], n)
			if bytes.Equal(b, raw) {
				continue
			}
			outcomes[openDamaged(t, path, b, ps[0].ID, want)]++
			if t.Failed() {
				t.Fatalf("page %d, %s", n, name)
			}
		}
	}
	if outcomes["refused"] == 0 || outcomes["noticed"] == 0 || outcomes["harmless"] == 0 {
		t.Errorf("outcomes = %v", outcomes)
	}
}

// openDamaged opens a file with those bytes and reads everything; it fails the
// test on wrong data.
func openDamaged(t testing.TB, path string, b []byte, p health.ProfileID, want [32]byte) string {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	v, err := Open(context.Background(), path, testPassword, testOptions())
	if err != nil {
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotAVault) && !errors.Is(err, ErrWrongPassword) {
			t.Errorf("open = %v", err)
		}
		return "refused"
	}
	defer func() {
		if err := v.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	report, err := v.Verify(context.Background(), nil)
	if err != nil {
		t.Errorf("verify = %v", err)
	}
	if len(report.Problems) > 0 {
		return "noticed"
	}
	if v.LastChangeMayBeMissing() {
		t.Error("a lost meta page that the check does not report")
	}
	if fingerprint(t, v, p) != want {
		t.Error("wrong data without an error")
	}
	return "harmless"
}
