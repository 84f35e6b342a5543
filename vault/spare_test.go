package vault

import (
	"context"
	"errors"
	"maps"
	"testing"

	bolt "go.etcd.io/bbolt"

	"vitalkeep/health"
)

// changeFile changes the file of a closed vault below the vault.
func changeFile(t testing.TB, path string, work func(*bolt.Tx) error) {
	t.Helper()
	db, err := bolt.Open(path, fileMode, &bolt.Options{PageSize: pageSize})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(work), db.Close()); err != nil {
		t.Fatal(err)
	}
}

func openTest(t testing.TB, path string) *Vault {
	t.Helper()
	v, err := Open(context.Background(), path, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func closeTest(t testing.TB, v *Vault) {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

func problems(t testing.TB, v *Vault) []Problem {
	t.Helper()
	report, err := v.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return report.Problems
}

// structure returns the objects of a vault that have spare copies.
func structure(t testing.TB, v *Vault) []live {
	t.Helper()
	s, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	var out []live
	for _, l := range s.live() {
		if l.kind.spared() {
			out = append(out, l)
		}
	}
	return out
}

func TestADamagedObjectIsReadFromItsSpareCopyAndHealed(t *testing.T) {
	t.Parallel()
	path, _, _ := closedVault(t)
	v := openTest(t, path)
	ps, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	p := ps[0]
	want := mustContent(t, v)
	list := structure(t, v)
	closeTest(t, v)
	for name, damage := range map[string]func(*bolt.Bucket, []byte) error{
		"removed": func(b *bolt.Bucket, k []byte) error { return b.Delete(k) },
		"damaged": func(b *bolt.Bucket, k []byte) error {
			value := append([]byte(nil), b.Get(k)...)
			value[len(value)/2] ^= 1
			return b.Put(k, value)
		},
	} {
		for i := range list {
			// Each in turn, and then all at once.
			some := list[i : i+1]
			if i == 0 {
				some = list
			}
			changeFile(t, path, func(tx *bolt.Tx) (err error) {
				for _, l := range some {
					err = errors.Join(err, damage(tx.Bucket(bucketObjects), objectKey(l.ref.id)))
				}
				return err
			})
			v := openTest(t, path)
			if mustContent(t, v) != want {
				t.Errorf("%s %s: other data", some[0].kind, name)
			}
			if n := v.SparesUsed(); n != len(some) {
				t.Errorf("%s %s: %d spare copies used", some[0].kind, name, n)
			}
			if found := problems(t, v); len(found) != len(some) || found[0].Kind == "file" {
				t.Errorf("%s %s: verify = %+v", some[0].kind, name, found)
			}
			if err := v.SetProfile(p); err != nil {
				t.Fatal(err)
			}
			if found := problems(t, v); len(found) != 0 || v.SparesUsed() != 0 {
				t.Errorf("%s %s: after a change %+v", some[0].kind, name, found)
			}
			list = structure(t, v)
			closeTest(t, v)
		}
	}
}

func TestADamagedSpareCopyIsReportedAndHealed(t *testing.T) {
	path, _, _ := closedVault(t)
	v := openTest(t, path)
	n := len(structure(t, v))
	closeTest(t, v)
	for name, damage := range map[string]func(*bolt.Bucket, []byte, []byte) error{
		"removed": func(b *bolt.Bucket, k, _ []byte) error { return b.Delete(k) },
		"damaged": func(b *bolt.Bucket, k, value []byte) error {
			value = append([]byte(nil), value...)
			value[100] ^= 1
			return b.Put(k, value)
		},
		"another's": func(b *bolt.Bucket, k, _ []byte) error {
			other, _ := b.Cursor().First()
			if string(other) == string(k) {
				other, _ = b.Cursor().Last()
			}
			return b.Put(k, append([]byte(nil), b.Get(other)...))
		},
	} {
		changeFile(t, path, func(tx *bolt.Tx) error {
			b := tx.Bucket(bucketSpares)
			k, value := b.Cursor().First()
			return damage(b, append([]byte(nil), k...), value)
		})
		v := openTest(t, path)
		if found := problems(t, v); len(found) != 1 || found[0].Kind != "spare copy" {
			t.Errorf("%s: verify = %+v", name, found)
		}
		ps, err := v.Profiles()
		if err != nil {
			t.Fatal(err)
		}
		if err := v.SetProfile(ps[0]); err != nil {
			t.Fatal(err)
		}
		if found := problems(t, v); len(found) != 0 {
			t.Errorf("%s: after a change %+v", name, found)
		}
		closeTest(t, v)
	}
	changeFile(t, path, func(tx *bolt.Tx) error {
		if got := tx.Bucket(bucketSpares).Stats().KeyN; got != n {
			t.Errorf("%d spare copies of %d objects", got, n)
		}
		return nil
	})
}

func TestAFileWithoutSpareCopiesGetsThemWithItsFirstChange(t *testing.T) {
	path, _, _ := closedVault(t)
	changeFile(t, path, func(tx *bolt.Tx) error { return tx.DeleteBucket(bucketSpares) })
	v := openTest(t, path)
	if found := problems(t, v); len(found) != 0 {
		t.Errorf("verify = %+v", found)
	}
	ps, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	if err := v.SetProfile(ps[0]); err != nil {
		t.Fatal(err)
	}
	n := len(structure(t, v))
	if found := problems(t, v); len(found) != 0 {
		t.Errorf("verify = %+v", found)
	}
	closeTest(t, v)
	changeFile(t, path, func(tx *bolt.Tx) error {
		if got := tx.Bucket(bucketSpares).Stats().KeyN; got != n {
			t.Errorf("%d spare copies of %d objects", got, n)
		}
		return nil
	})
}

func TestCompactingHealsWhatWasReadFromASpareCopy(t *testing.T) {
	path, _, _ := closedVault(t)
	v := openTest(t, path)
	list := structure(t, v)
	want := mustContent(t, v)
	closeTest(t, v)
	changeFile(t, path, func(tx *bolt.Tx) (err error) {
		for _, l := range list {
			b := tx.Bucket(bucketObjects)
			value := append([]byte(nil), b.Get(objectKey(l.ref.id))...)
			value[len(value)/2] ^= 1
			err = errors.Join(err, b.Put(objectKey(l.ref.id), value))
		}
		return err
	})
	v = openTest(t, path)
	if v.SparesUsed() != len(list) {
		t.Errorf("%d spare copies used", v.SparesUsed())
	}
	if _, err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	if found := problems(t, v); len(found) != 0 || mustContent(t, v) != want {
		t.Errorf("after compacting: %+v", found)
	}
	n := len(structure(t, v))
	closeTest(t, v)
	changeFile(t, path, func(tx *bolt.Tx) error {
		if got := tx.Bucket(bucketSpares).Stats().KeyN; got != n {
			t.Errorf("%d spare copies of %d objects", got, n)
		}
		return nil
	})
}

// spoil damages objects of a closed vault's file, and their spare copies if
// names are given.
func spoil(t testing.TB, path string, ids []uint64, spares ...[]byte) {
	t.Helper()
	changeFile(t, path, func(tx *bolt.Tx) error {
		for _, id := range ids {
			b := tx.Bucket(bucketObjects)
			value := append([]byte(nil), b.Get(objectKey(id))...)
			value[len(value)/2] ^= 1
			if err := b.Put(objectKey(id), value); err != nil {
				return err
			}
		}
		for _, name := range spares {
			if err := tx.Bucket(bucketSpares).Delete(name); err != nil {
				return err
			}
		}
		return nil
	})
}

// allRewritings are those of the file and the copying to another.
func allRewritings() map[string]func(ctx context.Context, v *Vault) error {
	all := maps.Clone(rewritings)
	all["copy"] = func(ctx context.Context, v *Vault) error { return v.CopyTo(ctx, v.Path()+".copy", nil) }
	return all
}

func TestAVaultWithDamagedTombstonesIsWrittenAnewWithTheirSpareCopies(t *testing.T) {
	for name, rewrite := range allRewritings() {
		v, p := newTestVault(t)
		importRows(t, v, p, []row{weight(0, 7000), weight(1, 7100)})
		remove1(t, v, p, weightAt(1))
		if _, err := v.Compact(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
		var ids []uint64
		for _, l := range structure(t, v) {
			if l.kind == kindTombstones {
				ids = append(ids, l.ref.id)
			}
		}
		closeTest(t, v)
		spoil(t, v.Path(), ids)
		v = openTest(t, v.Path())
		if err := rewrite(context.Background(), v); err != nil || len(ids) != 1 {
			t.Errorf("%s with %d tombstones damaged = %v", name, len(ids), err)
		}
		closeTest(t, v)
	}
}

// TestVerifyTakesNoChangeForDamage looks at a file in the moment in which a change
// is in it and the vault does not know yet.
func TestVerifyTakesNoChangeForDamage(t *testing.T) {
	v, p := newTestVault(t)
	type1 := func(minute int64) {
		t.Helper()
		r := []health.Reading{{Metric: "weight", Sample: at(minute, health.Int(70))}}
		if err := v.Add(context.Background(), p, r, nil); err != nil {
			t.Fatal(err)
		}
	}
	type1(0)
	before := v.state.Load()
	type1(1)
	after := v.state.Swap(before)
	if report, err := v.Verify(context.Background(), nil); !errors.Is(err, ErrChanged) {
		t.Errorf("after an insert: %+v, %v", report, err)
	}
	v.state.Store(after)
	if err := v.RememberVerification(VerifyReport{}); err != nil {
		t.Fatal(err)
	}
	v.state.Store(after)
	c := &checker{v: v, ctx: context.Background()}
	if err := c.spare(kindCatalogue, after.catalogue); !errors.Is(err, ErrChanged) || len(c.report.Problems) > 0 {
		t.Errorf("after another change: %v, %+v", err, c.report.Problems)
	}
	if err := v.reopen(errNo); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, v)
}

func TestAVaultWithoutItsBucketOfMarksGoesOn(t *testing.T) {
	path, _, _ := closedVault(t)
	changeFile(t, path, func(tx *bolt.Tx) error { return tx.DeleteBucket(bucketMarks) })
	v := openTest(t, path)
	want := mustContent(t, v)
	wantWhole(t, v)
	if _, err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	wantContent(t, v, want)
	closeTest(t, v)
}
