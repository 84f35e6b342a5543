package vault

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
)

func vectorHead(f *testing.F) []byte {
	f.Helper()
	s, err := openStore(context.Background(), copyOf(f, "testdata/format-1.0.vitalkeep"), storeOptions{})
	if err != nil {
		f.Fatal(err)
	}
	head, err := s.single(bucketHead)
	if err := errors.Join(err, s.close()); err != nil {
		f.Fatal(err)
	}
	return head
}

func copyOf(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "copy.vitalkeep")
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

func FuzzHead(f *testing.F) {
	head := vectorHead(f)
	f.Add(head)
	f.Add(head[:20])
	f.Add([]byte(headMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 4 { // or the checksum keeps everything out
			b = resum(bytes.Clone(b))
		}
		h, err := decodeHead(b)
		if err != nil {
			return
		}
		for _, s := range h.slots {
			if s.kind == slotPassword && (s.kdf.tooCostly() || !s.kdf.valid()) {
				t.Errorf("parameters %+v let through", s.kdf)
			}
		}
	})
}

func FuzzSegment(f *testing.F) {
	rows := heartRates(50)
	var samples []health.Sample
	for _, r := range rows {
		samples = append(samples, r.Sample)
	}
	f.Add(encodeRows(nil, 1, 2, samples, 0))
	formed := at(2, health.Int(1356))
	formed.Form = health.CommaGroups
	f.Add(encodeRows(nil, 1, 2, []health.Sample{at(0, health.Int(1)), formed}, 0))
	f.Add(encodeRows(nil, 1, 2, []health.Sample{at(0, health.Decimal{Mantissa: -5, Places: 3}), at(1, health.Int(7))}, 3))
	f.Add([]byte{1, 2, 0xff, 0xff, 3, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		rows, err := decodeRows(nil, b, 1, 2)
		if err != nil {
			return
		}
		n, places := fitScale(rows)
		if n != len(rows) {
			t.Fatal("rows that cannot have been in one segment")
		}
		again, err := decodeRows(nil, encodeRows(nil, 1, 2, rows, places), 1, 2)
		if err != nil || len(again) != len(rows) {
			t.Fatalf("%d rows, then %d: %v", len(rows), len(again), err)
		}
		for i := range rows {
			if rows[i] != again[i] {
				t.Fatalf("row %d: %+v, then %+v", i, rows[i], again[i])
			}
		}
	})
}

func FuzzClaims(f *testing.F) {
	f.Add(encodeClaims(nil, 1, 2, []claim{{start: 5, key: "a"}, {start: 5, key: "b"}, {start: 9000, origin: health.Origin{File: 1, Row: 7}}}))
	f.Add(encodeClaims(nil, 1, 2, []claim{{start: 0, form: health.NoText}, {start: 7}}))
	f.Add(encodeClaims(nil, 1, 2, []claim{{start: -60_000}, {start: 0}, {start: 60_000}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		rows, err := decodeClaims(nil, b, 1, 2)
		if err != nil {
			return
		}
		again, err := decodeClaims(nil, encodeClaims(nil, 1, 2, rows), 1, 2)
		if err != nil || len(again) != len(rows) {
			t.Fatalf("%d claims, then %d: %v", len(rows), len(again), err)
		}
		for i := range rows {
			if rows[i] != again[i] {
				t.Fatalf("claim %d: %+v, then %+v", i, rows[i], again[i])
			}
		}
	})
}

func FuzzEntries(f *testing.F) {
	s := series{number: 1, entry: health.Note, source: "csv:file"}
	f.Add(encodeEntries(nil, 1, 2, []health.Entry{
		{Start: 5, Key: "k", Offset: -3600, Fields: []health.Field{{Name: "text", Text: "a"}, {Name: "more", Text: ""}}},
		{Start: 7, Duration: 60_000, Fields: []health.Field{{Name: "text", Text: "b"}}, Origin: health.Origin{File: 3, Row: 4}},
	}))
	f.Add(encodeEntries(nil, 1, 2, []health.Entry{{}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		rows, err := decodeEntries(nil, b, s, 2)
		if err != nil {
			return
		}
		again, err := decodeEntries(nil, encodeEntries(nil, 1, 2, rows), s, 2)
		if err != nil || len(again) != len(rows) {
			t.Fatalf("%d entries, then %d: %v", len(rows), len(again), err)
		}
		for i := range rows {
			if !sameEntry(rows[i], again[i]) || rows[i].ID != again[i].ID || rows[i].Start != again[i].Start || rows[i].Key != again[i].Key {
				t.Fatalf("entry %d differs", i)
			}
		}
	})
}

func FuzzRecords(f *testing.F) {
	n := &node{seq: 2, batch: health.Batch{ID: health.BatchID{1}, Files: []string{"a", "b"}, Format: "x", New: 5}, series: []nodeSeries{{
		number: 1, identities: 5, rows: []span{{ref: ref{id: 9, version: 1}, count: 5, tmin: 3, tmax: 8}},
	}}}
	f.Add(encodeNode(n))
	f.Add(encodeDoc(&container{
		profile: health.Profile{Name: "A", Zone: "UTC"}, series: []series{{number: 1, metric: "weight", source: "csv:file"}},
		choices: map[string][]byte{"dashboard": []byte("weight"), "b": {0}},
	}))
	f.Add(encodeDoc(&container{profile: health.Profile{
		Name: "B", Zone: "UTC", Inbox: true, Units: 0x1ff, Picture: strings.Repeat("0a", 16),
		Born: health.Date{Year: 2000, Month: 2, Day: 29}, Sex: health.OtherSex, Week: health.SaturdayWeek, Dates: health.MonthFirst,
	}}))
	f.Add(encodeCatalogue(&state{containers: []*container{{id: [16]byte{1}, role: 1}}, settingsRef: ref{id: 9, version: 1}}))
	f.Add(encodeSettings(settings{
		backups:  []BackupRecord{{At: 1, Path: "/b", Bytes: 7, Profiles: []health.ProfileID{{1}}, OpenCopy: true}},
		verified: Verification{At: 5, Problems: 2},
		choices:  map[string][]byte{"lock": []byte("5"), "b": {0}},
		devices: []health.Device{{
			ID: [16]byte{7}, Nickname: "Cam", Model: "home", Serial: "1", MAC: "00:24:e4:00:00:00", Owners: []health.ProfileID{{1}},
			Sources: []health.SourceID{"withings:home"}, Since: health.Date{Year: 2020, Month: 2, Day: 29},
			Retired: health.Date{Year: 2024, Month: 1, Day: 1}, CameraOff: true,
		}},
	}))
	f.Add(encodePictures([]*picture{{id: [16]byte{1}, dir: ref{id: 9, version: 1}}, {id: [16]byte{2}, dir: ref{id: 19, version: 1}}}))
	f.Add(encodePicture(&picture{id: [16]byte{3}, size: pieceSize + 1, sum: [32]byte{4}, pieces: []ref{{id: 5, version: 1}, {id: 6, version: 1}}}))
	gone := &node{seq: 2, layer: layerDeletion, correction: true, batch: health.Batch{New: 1}, series: []nodeSeries{{
		number: 1, gone: []span{{ref: ref{id: 9, version: 1}, count: 1, tmin: 3, tmax: 3}},
	}}}
	f.Add(encodeNode(gone))
	f.Add(encodeRoot(root{catalogue: ref{id: 4, version: 1}}))
	f.Add(encodeRoot(root{catalogue: ref{id: 4, version: 1}, journal: journalState{count: 3}, stale: true}))
	f.Add(encodeDirectory([]*node{n}))
	f.Add(pack([]byte("body")))
	f.Fuzz(func(t *testing.T, b []byte) {
		got := &node{seq: 2}
		if decodeNode(got, b) == nil {
			again := &node{seq: 2}
			if err := decodeNode(again, encodeNode(got)); err != nil || len(again.series) != len(got.series) {
				t.Fatalf("a node that does not come back: %v", err)
			}
		}
		var doc, again container
		if doc.decodeDoc(b) == nil {
			err := again.decodeDoc(encodeDoc(&doc))
			if err != nil || again.profile != doc.profile || !slices.Equal(again.series, doc.series) || !maps.EqualFunc(again.choices, doc.choices, bytes.Equal) {
				t.Fatalf("a document that does not come back: %v", err)
			}
		}
		if list, err := decodePictures(b); err == nil {
			if again, err := decodePictures(encodePictures(list)); err != nil || !reflect.DeepEqual(again, list) {
				t.Fatalf("a list of pictures that does not come back: %v", err)
			}
		}
		p, q := &picture{id: [16]byte{3}}, &picture{id: [16]byte{3}}
		if decodePicture(p, b) == nil {
			if err := decodePicture(q, encodePicture(p)); err != nil || !reflect.DeepEqual(q, p) {
				t.Fatalf("a picture that does not come back: %v", err)
			}
		}
		if s, err := decodeSettings(b); err == nil {
			if again, err := decodeSettings(encodeSettings(s)); err != nil || !reflect.DeepEqual(again, s) {
				t.Fatal("other settings", err)
			}
		}
		if cs, settings, err := decodeCatalogue(b); err == nil {
			again, ref, err := decodeCatalogue(encodeCatalogue(&state{containers: cs, settingsRef: settings}))
			if err != nil || len(again) != len(cs) || ref != settings {
				t.Fatalf("a catalogue that does not come back: %v", err)
			}
		}
		if r, err := decodeRoot(b); err == nil {
			if again, err := decodeRoot(encodeRoot(r)); err != nil || again != r {
				t.Fatalf("a root that does not come back: %v", err)
			}
		}
		if nodes, err := decodeDirectory(b); err == nil {
			again, err := decodeDirectory(encodeDirectory(nodes))
			if err != nil || !slices.EqualFunc(again, nodes, func(a, b *node) bool { return a.seq == b.seq && a.ref == b.ref }) {
				t.Fatalf("a directory that does not come back: %v", err)
			}
		} else if !errors.Is(err, errMalformed) {
			t.Fatal(err)
		}
		if body, err := unpack(b); err == nil && len(body) > maxBody {
			t.Fatalf("a body of %d bytes", len(body))
		}
	})
}

// FuzzFile changes bytes of a whole vault, past bbolt's checksums: it opens
// with all its data, or says what is wrong.
func FuzzFile(f *testing.F) {
	d := newDamagedFile(f)
	f.Add([]byte{0, 0, 10, 1})
	f.Add([]byte{0, 2, 24, 9, 0, 3, 8, 3})
	f.Add([]byte{0, 1, 60, 1, 0, 0, 60, 1})
	f.Add(bytes.Repeat([]byte{0, 4, 20, 77}, 3))
	f.Fuzz(func(t *testing.T, edits []byte) {
		d.b = bytes.Clone(d.raw)
		for ; len(edits) >= 4; edits = edits[4:] {
			page := int(edits[0])<<8 | int(edits[1])
			d.b[(page*pageSize+int(edits[2]))%len(d.b)] ^= edits[3]
		}
		if _, err := d.open(); err != nil {
			t.Error(err)
		}
	})
}
