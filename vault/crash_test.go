package vault

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	bolt "go.etcd.io/bbolt"

	"vitalkeep/health"
)

// importForEver stores one import after another and says each that is stored.
func importForEver(path string) int {
	ctx := context.Background()
	o := testOptions()
	o.stageLimit = 1000 // so that much is staged before it becomes visible
	v, err := Open(ctx, path, testPassword, o)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	ps, err := v.Profiles()
	if err != nil {
		return 1
	}
	rows := heartRates(3000)
	for n := int64(0); ; n++ {
		st, err := v.Stage(ctx, ps[0].ID, "test")
		if err != nil {
			fmt.Println(err)
			return 1
		}
		for i, r := range rows {
			if i%1000 == 999 {
				if err := st.writer.flush(); err != nil {
					fmt.Println(err)
					return 1
				}
			}
			r.Start += (n + 1) << 32
			r.source = "csv:file"
			if err := st.Sample(r.metric, r.source, r.Sample); err != nil {
				fmt.Println(err)
				return 1
			}
		}
		if _, err := st.Seal(ctx, nil); err != nil {
			fmt.Println(err)
			return 1
		}
		id, err := st.Commit(ctx)
		if err != nil {
			fmt.Println(err)
			return 1
		}
		fmt.Println("stored", id)
	}
}

func TestAKilledImportLosesNothingThatWasStored(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for kill := 1; kill <= 6; kill++ {
		path, _, _ := closedVault(t)
		c := exec.Command(program)
		c.Env = append(os.Environ(), "VAULT_TEST_IMPORT="+path)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		var stored []string
		for lines := bufio.NewScanner(out); lines.Scan(); {
			id, ok := strings.CutPrefix(lines.Text(), "stored ")
			if !ok {
				t.Errorf("the import said %q", lines.Text())
			}
			if stored = append(stored, id); len(stored) == kill {
				if err := c.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		var exit *exec.ExitError
		if err := c.Wait(); !errors.As(err, &exit) {
			t.Fatalf("killed: %v", err)
		}
		v, err := Open(context.Background(), path, testPassword, testOptions())
		if err != nil {
			t.Fatalf("open after the kill: %v", err)
		}
		report, err := v.Verify(context.Background(), nil)
		if err != nil || len(report.Problems) > 0 || report.Orphans > 0 {
			t.Errorf("verify = %+v, %v", report, err)
		}
		batches, err := v.Batches()
		if err != nil {
			t.Fatal(err)
		}
		there := map[string]bool{}
		for _, b := range batches {
			there[b.ID.String()] = true
		}
		for _, id := range stored {
			if !there[id] {
				t.Errorf("an import that was stored is gone")
			}
		}
		ps, err := v.Profiles()
		if err != nil {
			t.Fatal(err)
		}
		// Two of the batches are those of closedVault; the others are whole.
		if n := len(readings(t, v, ps[0].ID, "heart_rate")); n != 8000+3000*(len(batches)-2) {
			t.Errorf("%d readings of %d imports", n, len(batches))
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

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
			plain, err := c.sealer.open(kindRows, rows[0].ref, o.Get(objectKey(a)))
			return errors.Join(err, o.Put(objectKey(a), c.sealer.seal(kindRows, a, 1, plain).bytes))
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
