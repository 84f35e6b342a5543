package vault

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"vitalkeep/health"
)

var (
	testPassword = []byte("correct horse battery staple")
	testKDF      = kdfParams{time: 1, memory: 64, threads: 1}
	testProfile  = health.Profile{Name: "Ada", Zone: "Europe/Paris"}
	testNow      = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
)

func testOptions() Options {
	return Options{kdf: testKDF, Now: func() time.Time { return testNow }}
}

// newTestVault returns an open vault with one profile.
func newTestVault(t testing.TB) (*Vault, health.ProfileID) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "home.vitalkeep")
	v, _, err := Create(context.Background(), path, testPassword, testOptions())
	if err != nil {
		t.Fatalf("create: %v", err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	p, err := v.AddProfile(testProfile)
	if err != nil {
		t.Fatalf("add profile: %v", err)
	}
	return v, p.ID
}

func reopenVault(t testing.TB, v *Vault) *Vault {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	again, err := Open(context.Background(), v.Path(), testPassword, testOptions())
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := again.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return again
}

// row is one sample or entry on its way into a test import.
type row struct {
	metric health.MetricID
	source health.SourceID
	health.Sample
}

func at(minute int64, value health.Decimal) health.Sample {
	return health.Sample{
		Start: testNow.UnixMilli() + minute*60_000, Value: value, Unit: health.Kilogram, Offset: 3600,
		Origin: health.Origin{Row: uint32(minute + 2)},
	}
}

func weight(minute, mantissa int64) row {
	return row{"weight", "csv:file", at(minute, health.Decimal{Mantissa: mantissa, Places: 2})}
}

func stageRows(t testing.TB, v *Vault, p health.ProfileID, rows []row, entries ...health.Entry) *Stage {
	t.Helper()
	st, err := v.Stage(context.Background(), p, "test")
	if err != nil {
		t.Fatalf("stage: %v", err)
	}
	st.SetTitle("weights.zip")
	if _, err := st.File("folder/weights.csv"); err != nil {
		t.Fatalf("file: %v", err)
	}
	for _, r := range rows {
		if err := st.Sample(r.metric, r.source, r.Sample); err != nil {
			t.Fatalf("sample: %v", err)
		}
	}
	for _, e := range entries {
		if err := st.Entry(e); err != nil {
			t.Fatalf("entry: %v", err)
		}
	}
	return st
}

func importRows(t testing.TB, v *Vault, p health.ProfileID, rows []row, entries ...health.Entry) (health.Preview, health.BatchID) {
	t.Helper()
	st := stageRows(t, v, p, rows, entries...)
	preview, err := st.Seal(context.Background(), nil)
	if err != nil {
		t.Fatalf("seal: %v", err)
	}
	id, err := st.Commit(context.Background())
	if err != nil {
		t.Fatalf("commit: %v", err)
	}
	return preview, id
}

func readings(t testing.TB, v *Vault, p health.ProfileID, metric health.MetricID) []health.Reading {
	t.Helper()
	var out []health.Reading
	for r, err := range v.Readings(context.Background(), p, metric, minTime, afterTime) {
		if err != nil {
			t.Fatalf("readings: %v", err)
		}
		out = append(out, r)
	}
	return out
}

func values(rs []health.Reading) []string {
	out := []string{}
	for _, r := range rs {
		out = append(out, r.Value.String())
	}
	return out
}

func entriesOf(t testing.TB, v *Vault, p health.ProfileID) []health.Entry {
	t.Helper()
	var out []health.Entry
	for e, err := range v.Entries(context.Background(), p, minTime, afterTime) {
		if err != nil {
			t.Fatalf("entries: %v", err)
		}
		out = append(out, e)
	}
	return out
}
