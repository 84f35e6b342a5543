package main

import (
	"context"
	"iter"
	"math"
	"os"

	"vitalkeep/health"
	"vitalkeep/vault"
)

// The rows' series.
const (
	metric = "heart_rate"
	source = "withings:hr"
)

type vaultEngine struct {
	v       *vault.Vault
	profile health.ProfileID
}

func recoveryKeyFile(path string) string { return path + ".key" }

func openVault(ctx context.Context, path string, create bool) (engine, error) {
	e, err := newVaultEngine(ctx, path, create)
	if err != nil {
		return nil, err
	}
	return e, nil
}

func newVaultEngine(ctx context.Context, path string, create bool) (*vaultEngine, error) {
	var v *vault.Vault
	if create {
		var key string
		var err error
		v, key, err = vault.Create(ctx, path, []byte("a password for the bench"), vault.Options{
			Cost: vault.CostFloor, Profile: health.Profile{Name: "Bench", Zone: "Europe/Paris"},
		})
		if err == nil {
			err = os.WriteFile(recoveryKeyFile(path), []byte(key), 0o600)
		}
		if err != nil {
			return nil, err
		}
	} else {
		key, err := os.ReadFile(recoveryKeyFile(path))
		if err != nil {
			return nil, err
		}
		if v, err = vault.OpenWithRecoveryKey(ctx, path, string(key), vault.Options{}); err != nil {
			return nil, err
		}
	}
	profiles, err := v.Profiles()
	if err != nil {
		return nil, err
	}
	return &vaultEngine{v: v, profile: profiles[0].ID}, nil
}

func sampleOf(r row) health.Sample {
	return health.Sample{
		Start: r.start, Duration: r.duration, Value: health.Int(r.value), Unit: health.PerMinute, Offset: r.offset,
		Origin: health.Origin{Row: r.line},
	}
}

func (e *vaultEngine) load(ctx context.Context, rows iter.Seq[row]) error {
	st, err := e.v.Stage(ctx, e.profile, "bench")
	if err != nil {
		return err
	}
	if _, err := st.File("rows"); err != nil {
		return err
	}
	for r := range rows {
		if err := st.Sample(metric, source, sampleOf(r)); err != nil {
			return err
		}
	}
	if _, err := st.Seal(ctx, nil); err != nil {
		return err
	}
	_, err = st.Commit(ctx)
	return err
}

func (e *vaultEngine) scan(ctx context.Context) (int, int64, error) {
	return e.between(ctx, math.MinInt64, math.MaxInt64)
}

func (e *vaultEngine) between(ctx context.Context, from, to int64) (n int, sum int64, err error) {
	for r, err := range e.v.Readings(ctx, e.profile, metric, from, to) {
		if err != nil {
			return 0, 0, err
		}
		n++
		sum += r.Value.Mantissa
	}
	return n, sum, nil
}

func (e *vaultEngine) insert(ctx context.Context, r row) error {
	return e.v.Add(ctx, e.profile, []health.Reading{{Metric: metric, Sample: sampleOf(r)}}, nil)
}

func (e *vaultEngine) close() error { return e.v.Close() }
