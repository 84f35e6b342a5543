package vault

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	bolt "go.etcd.io/bbolt"

	"vitalkeep/health"
)

// TestObjectsCannotBeExchanged swaps, doubles and removes sealed objects below
// the vault, each of them whole and authentic in its own place.
func TestObjectsCannotBeExchanged(t *testing.T) {
	v, p := newTestVault(t)
	importRows(t, v, p, heartRates(20_000))
	s, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.profile(p)
	if err != nil {
		t.Fatal(err)
	}
	rows := c.nodes[0].series[0].rows
	if len(rows) < 3 {
		t.Fatalf("%d segments", len(rows))
	}
	a, b := rows[0].id, rows[1].id
	sealer := copyKey(t, c.key).sealer(c.id) // outlives the vault
	tests := map[string]struct {
		change func(o *bolt.Bucket) error
		wrong  int
	}{
		"swapped": {func(o *bolt.Bucket) error {
			x, y := append([]byte(nil), o.Get(objectKey(a))...), append([]byte(nil), o.Get(objectKey(b))...)
			return errors.Join(o.Put(objectKey(a), y), o.Put(objectKey(b), x))
		}, 2},
		"doubled": {func(o *bolt.Bucket) error {
			return o.Put(objectKey(b), append([]byte(nil), o.Get(objectKey(a))...))
		}, 1},
		"removed": {func(o *bolt.Bucket) error { return o.Delete(objectKey(a)) }, 1},
		"cut":     {func(o *bolt.Bucket) error { return o.Put(objectKey(a), o.Get(objectKey(a))[:100]) }, 1},
		"emptied": {func(o *bolt.Bucket) error { return o.Put(objectKey(a), nil) }, 1},
		"sealed again": {func(o *bolt.Bucket) error {
			// Someone with the key, but an older copy of the segment.
			plain, err := sealer.open(kindRows, rows[0].ref, o.Get(objectKey(a)))
			return errors.Join(err, o.Put(objectKey(a), sealer.seal(kindRows, a, 1, plain).bytes))
		}, 1},
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(v.Path())
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "copy.vitalkeep")
			if err := os.WriteFile(path, raw, 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := bolt.Open(path, fileMode, nil)
			if err != nil {
				t.Fatal(err)
			}
			err = db.Update(func(tx *bolt.Tx) error { return tt.change(tx.Bucket(bucketObjects)) })
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			v, err := Open(context.Background(), path, testPassword, testOptions())
			if err != nil {
				t.Fatal(err)
			}
			report, err := v.Verify(context.Background(), nil)
			if err != nil || len(report.Problems) != tt.wrong || report.Problems[0].Kind != "segment" {
				t.Errorf("verify = %+v, %v", report, err)
			}
			var last error
			for _, err := range v.Readings(context.Background(), p, "heart_rate", minTime, afterTime) {
				last = err
			}
			if !errors.Is(last, ErrDamaged) {
				t.Errorf("readings = %v", last)
			}
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestReadingGoesOnDuringImportsAndUndos(t *testing.T) {
	v, p := newTestVault(t)
	importRows(t, v, p, heartRates(6000))
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				n := 0
				for _, err := range v.Readings(context.Background(), p, "heart_rate", minTime, afterTime) {
					if errors.Is(err, ErrChanged) {
						n = 6000
						break
					}
					if err != nil {
						t.Errorf("readings: %v", err)
						return
					}
					n++
				}
				if n%6000 != 0 || n == 0 {
					t.Errorf("%d readings", n)
					return
				}
				if _, err := v.Series(p); err != nil && !errors.Is(err, ErrChanged) {
					t.Errorf("series: %v", err)
				}
			}
		})
	}
	later := heartRates(6000)
	for i := range later {
		later[i].Start += 1 << 40
	}
	for range 5 {
		_, id := importRows(t, v, p, later)
		if _, err := v.AddProfile(health.Profile{Name: id.String()}); err != nil {
			t.Errorf("add: %v", err)
		}
		undoBatch(t, v, id)
	}
	close(stop)
	wg.Wait()
}
