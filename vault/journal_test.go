package vault

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"

	"vitalkeep/health"
)

// TestADamagedJournalIsNoticed changes records below the vault, each of them
// whole and authentic in its own place.
func TestADamagedJournalIsNoticed(t *testing.T) {
	v, p := newTestVault(t)
	other, err := v.AddProfile(health.Profile{Name: "Bo"})
	if err != nil {
		t.Fatal(err)
	}
	add1(t, v, p, []health.Reading{typedWeight(1, 8000)})
	add1(t, v, p, []health.Reading{typedWeight(2, 8100)})
	add1(t, v, other.ID, []health.Reading{typedWeight(3, 8200)})
	s := v.state.Load()
	a, b, c := objectKey(s.journal[0].id), objectKey(s.journal[1].id), objectKey(s.journal[2].id)
	foreign := sealRecord(v.journalSealer(), s.container(other.ID).sealer, s.journal[1].id, typed{readings: []health.Reading{typedWeight(9, 1)}})
	of := s.container(p)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	raw := mustRead(t, v.Path())
	get := func(j *bolt.Bucket, k []byte) []byte { return bytes.Clone(j.Get(k)) }
	for name, change := range map[string]func(j *bolt.Bucket) error{
		"the first dropped": func(j *bolt.Bucket) error { return j.Delete(a) },
		"the last dropped":  func(j *bolt.Bucket) error { return j.Delete(c) },
		"all dropped":       func(j *bolt.Bucket) error { return errors.Join(j.Delete(a), j.Delete(b), j.Delete(c)) },
		"swapped": func(j *bolt.Bucket) error {
			x, y := get(j, a), get(j, b)
			return errors.Join(j.Put(a, y), j.Put(b, x))
		},
		"doubled":     func(j *bolt.Bucket) error { return j.Put(objectKey(1<<40), get(j, a)) },
		"overwritten": func(j *bolt.Bucket) error { return j.Put(b, get(j, a)) },
		"cut":         func(j *bolt.Bucket) error { return j.Put(a, get(j, a)[:200]) },
		"cut short":   func(j *bolt.Bucket) error { return j.Put(a, get(j, a)[:5]) },
		"emptied":     func(j *bolt.Bucket) error { return j.Put(a, nil) },
		"one bit": func(j *bolt.Bucket) error {
			x := get(j, b)
			x[60] ^= 1
			return j.Put(b, x)
		},
		"the tag of one and the rest of another": func(j *bolt.Bucket) error {
			x, y := get(j, a), get(j, b)
			copy(y[:len(y)-tagSize], x)
			return j.Put(b, y)
		},
		"of another profile":      func(j *bolt.Bucket) error { return j.Put(b, foreign.bytes) },
		"a key of a wrong length": func(j *bolt.Bucket) error { return j.Put([]byte("abc"), get(j, a)) },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "copy.vitalkeep")
			if err := os.WriteFile(path, raw, 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := bolt.Open(path, fileMode, nil)
			if err != nil {
				t.Fatal(err)
			}
			err = db.Update(func(tx *bolt.Tx) error { return change(tx.Bucket(bucketJournal)) })
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			if v, err := Open(context.Background(), path, testPassword, testOptions()); !errors.Is(err, ErrDamaged) {
				t.Errorf("open = %v", err)
				if err == nil {
					t.Log(readings(t, v, of.profile.ID, "weight"), v.Close())
				}
			}
		})
	}
}

// TestARecordThatCannotBeIsRefused opens records that are authentic and
// malformed.
func TestARecordThatCannotBeIsRefused(t *testing.T) {
	key := randomSecret()
	j, c := key.sealer([16]byte{1}), key.sealer([16]byte{2})
	whole := sealRecord(j, c, 7, typed{readings: []health.Reading{typedWeight(1, 8000)}})
	record := func(o object) journalRecord { return journalRecord{id: o.ref.id, tag: o.ref.tag} }
	id, inner, err := openRecord(j, record(whole), whole.bytes)
	if err != nil || id != c.container || len(whole.bytes)%journalGrain != 0 {
		t.Fatal(err, id, len(whole.bytes))
	}
	if _, err := typedIn(c, 7, inner); err == nil {
		t.Error("a source that is missing is let through")
	}
	plain, err := j.open(kindJournal, whole.ref, whole.bytes)
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string][]byte{
		"nothing":              {},
		"no length":            plain[:17],
		"an odd size":          plain[:len(plain)-1],
		"longer than there is": append(append(bytes.Clone(plain[:16]), 0xff, 0xff, 0xff, 0xff), plain[20:]...),
		"too short within":     append(append(bytes.Clone(plain[:16]), 0, 0, 0, 3), plain[20:]...),
	} {
		o := j.seal(kindJournal, 7, 1, p)
		if _, _, err := openRecord(j, record(o), o.bytes); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	o := c.seal(kindJournal, 7, 1, []byte{9, 1, 1})
	if _, err := typedIn(c, 7, o.bytes); !errors.Is(err, ErrDamaged) {
		t.Errorf("a record without anything: %v", err)
	}
	if _, err := typedIn(c, 8, o.bytes); !errors.Is(err, ErrDamaged) {
		t.Errorf("a record in another place: %v", err)
	}
}

func FuzzJournal(f *testing.F) {
	f.Add(encodeTyped(typed{
		readings: []health.Reading{{Metric: "weight", Source: health.TypedSource, Sample: at(1, health.Decimal{Mantissa: -5, Places: 3})}},
		entries: []health.Entry{
			{Kind: health.Note, Source: health.TypedSource, Key: "k", Start: -7, Duration: 60_000, Offset: -3600, Fields: []health.Field{{Name: "text", Text: "a"}, {}}},
			{Kind: health.ECG, Source: "manual:x"},
		},
	}))
	f.Add([]byte{1, 3, 1, 'a', 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := decodeTyped(b)
		if err != nil {
			return
		}
		again, err := decodeTyped(encodeTyped(got))
		if err != nil || len(again.readings) != len(got.readings) || len(again.entries) != len(got.entries) {
			t.Fatalf("%d, then %d: %v", got.size(), again.size(), err)
		}
		for i := range got.readings {
			if got.readings[i] != again.readings[i] {
				t.Fatalf("reading %d: %+v, then %+v", i, got.readings[i], again.readings[i])
			}
		}
		for i := range got.entries {
			if a, b := got.entries[i], again.entries[i]; a.ID != b.ID || a.Start != b.Start || !sameEntry(a, b) || compareEntries(a, b) != 0 {
				t.Fatalf("entry %d: %+v, then %+v", i, a, b)
			}
		}
	})
}

func FuzzTombstones(f *testing.F) {
	f.Add(encodeTombstones(nil, 1, 2, []tombstone{{start: 5, key: "a"}, {start: 5, key: "b"}, {start: 9000}}))
	f.Add(encodeTombstones(nil, 1, 2, []tombstone{{start: -60_000}, {start: 0}, {start: 60_000}}))
	f.Add([]byte{1, 2, 0xff, 0xff, 3, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		rows, err := decodeTombstones(nil, b, 1, 2)
		if err != nil {
			return
		}
		again, err := decodeTombstones(nil, encodeTombstones(nil, 1, 2, rows), 1, 2)
		if err != nil || len(again) != len(rows) {
			t.Fatalf("%d tombstones, then %d: %v", len(rows), len(again), err)
		}
		for i := range rows {
			if rows[i] != again[i] {
				t.Fatalf("tombstone %d: %+v, then %+v", i, rows[i], again[i])
			}
		}
	})
}
