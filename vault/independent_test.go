package vault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
)

var ownPassword = []byte("a password of one's own")

// personIn reads all that a vault shows of one person through its public methods,
// every version of every reading and entry included.
func personIn(t testing.TB, v *Vault, p health.ProfileID) string {
	t.Helper()
	ctx := t.Context()
	var b strings.Builder
	note := func(what string, x any, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		fmt.Fprintf(&b, "%s %+v\n", what, x)
	}
	versions := func(id Identity) {
		list, err := v.Versions(ctx, p, id)
		note("versions", list, err)
	}
	series, err := v.Series(p)
	note("series", series, err)
	for _, s := range series {
		for r, err := range v.SourceReadings(ctx, p, s.Metric, s.Source, minTime, afterTime) {
			note("reading", r, err)
			versions(Identity{Metric: r.Metric, Source: r.Source, Start: r.Start})
		}
		days, err := v.Days(ctx, p, s.Metric, health.Date{Year: 1970, Month: 1, Day: 1}, health.Date{Year: 2100, Month: 1, Day: 1})
		note("days", days, err)
	}
	for e, err := range v.Entries(ctx, p, minTime, afterTime) {
		note("entry", e, err)
		versions(Identity{Entry: e.Kind, Source: e.Source, Start: e.Start, Key: e.Key})
	}
	batches, err := v.Batches()
	note("imports", slices.DeleteFunc(batches, func(b health.Batch) bool { return b.Profile != p }), err)
	deletions, err := v.Deletions()
	note("deletions", slices.DeleteFunc(deletions, func(d Deletion) bool { return d.Profile != p }), err)
	pictures, err := v.Pictures(p)
	note("pictures", pictures, err)
	for _, name := range pictures {
		data, err := v.Blob(ctx, p, name)
		note("picture", data, err)
	}
	choice, err := v.Preference(p, "dashboard")
	note("choice", choice, err)
	devices, err := v.Devices()
	for _, d := range devices {
		if slices.Contains(d.Owners, p) {
			d.Owners = []health.ProfileID{p}
			note("device", d, err)
		}
	}
	return b.String()
}

// independentStory returns a vault in which Bo has something of everything, and
// what Bo has that others have, too.
func independentStory(t testing.TB) (v *Vault, ada, bo health.ProfileID) {
	t.Helper()
	ctx := t.Context()
	v, ada, bo, _ = fullVault(t)
	importRows(t, v, bo, []row{weight(1, 8000), weight(2, 8100), weight(3, 8200)})
	importRows(t, v, bo, []row{weight(1, 8050), weight(4, 8300)})
	add1(t, v, bo, nil, pictureOf(t, v, bo, 70, testPicture(3*pieceSize)))
	add1(t, v, bo, nil, pictureOf(t, v, bo, 71, testPicture(20)))
	for _, d := range []health.Device{
		{Nickname: "Bo's own", Model: "body", Owners: []health.ProfileID{bo}},
		{Nickname: "Shared", Model: "body-cardio", Owners: []health.ProfileID{ada, bo}},
		{Nickname: "Nobody's", Model: "home"},
	} {
		put1(t, v, d)
	}
	err := errors.Join(
		v.SetPreference(ctx, bo, "dashboard", []byte("pulse first")),
		v.SetChoice(ctx, "lock", []byte("{}")),
		v.SetChoice(ctx, fmt.Sprintf("drafts %x", bo), []byte("what Bo was typing")),
		v.SetChoice(ctx, "notices", fmt.Appendf(nil, `{"people":["%x"]}`, bo)),
		v.Correct(ctx, bo, []Identity{typedAt(62)}, []health.Reading{{Metric: "weight", Sample: at(63, health.Decimal{Mantissa: 9310, Places: 2})}}, nil),
	)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Delete(ctx, bo, []Identity{{Metric: "weight", Source: "csv:file", Start: weight(2, 0).Start}}); err != nil {
		t.Fatal(err)
	}
	return v, ada, bo
}

func makeIndependent(t testing.TB, v *Vault, p health.ProfileID) (path, key string, made Independent) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "bo.vitalkeep")
	made, key, err := v.MakeIndependent(t.Context(), p, path, ownPassword, testOptions(), nil)
	if err != nil {
		t.Fatal(err)
	}
	onlyFile(t, path)
	return path, key, made
}

func TestAnIndependentVaultIsEqualToWhatLeft(t *testing.T) {
	ctx := t.Context()
	v, ada, bo := independentStory(t)
	bos, adas := personIn(t, v, bo), personIn(t, v, ada)
	path, key, made := makeIndependent(t, v, bo)
	if personIn(t, v, bo) != bos || personIn(t, v, ada) != adas {
		t.Error("making it changed something here")
	}
	if made.Readings < bosRates || made.Versions <= made.Readings || made.Entries != 3 || made.Pictures != 2 || made.Imports != 3 ||
		made.Deletions != 1 || made.Devices != 2 || made.Bytes == 0 {
		t.Errorf("made = %+v", made)
	}
	other, err := Open(ctx, path, ownPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if got := personIn(t, other, bo); got != bos {
		t.Errorf("there:\n%.3000s\nhere:\n%.3000s", got, bos)
	}
	if ps, err := other.Profiles(); err != nil || len(ps) != 1 || ps[0].ID != bo || !ps[0].Main || ps[0].Name != "Bo" {
		t.Errorf("profiles: %+v, %v", ps, err)
	}
	if other.id == v.id {
		t.Error("both vaults have one id")
	}
	if list, err := other.Backups(); err != nil || len(list) > 0 {
		t.Errorf("backups: %v, %v", list, err)
	}
	if value, err := other.Choice("lock"); err != nil || value != nil {
		t.Errorf("a choice of the household's: %q, %v", value, err)
	}
	wantWhole(t, other)
	// The past goes on there: imports are undone, deletions taken back, more is
	// stored.
	deletions, err := other.Deletions()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.UndoDeletion(ctx, deletions[0].ID); err != nil {
		t.Fatal(err)
	}
	_, id := importRows(t, other, bo, []row{weight(9, 9000)})
	undoBatch(t, other, id)
	batches, err := other.Batches()
	if err != nil {
		t.Fatal(err)
	}
	undoBatch(t, other, batches[0].ID)
	if got := values(readings(t, other, bo, "weight")); !slices.Equal(got, []string{"80.00", "81.00", "82.00", "93.10"}) {
		t.Errorf("values = %v", got)
	}
	wantWhole(t, other)
	closeVault(t, other)
	if err := openWith(key, path); err != nil {
		t.Error(err)
	}
}

func openWith(recoveryKey, path string) error {
	v, err := OpenWithRecoveryKey(context.Background(), path, recoveryKey, testOptions())
	if err != nil {
		return err
	}
	return v.Close()
}

func TestOnlyWhoWasComparedLeaves(t *testing.T) {
	ctx := t.Context()
	v, ada, bo := independentStory(t)
	path, _, _ := makeIndependent(t, v, bo)
	if err := v.RemoveIndependent(ctx, bo, path, []byte("wrong"), nil); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("with another password: %v", err)
	}
	if err := v.RemoveIndependent(ctx, ada, path, ownPassword, nil); !errors.Is(err, ErrMainProfile) {
		t.Errorf("the main one: %v", err)
	}
	if err := v.RemoveIndependent(ctx, bo, path+"x", ownPassword, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a file: %v", err)
	}
	stranger, _, err := Create(ctx, path+".other", ownPassword, Options{kdf: testKDF, Profile: health.Profile{Name: "Bo"}})
	if err != nil {
		t.Fatal(err)
	}
	closeVault(t, stranger)
	if err := v.RemoveIndependent(ctx, bo, path+".other", ownPassword, nil); !errors.Is(err, ErrOtherContent) {
		t.Errorf("by another vault: %v", err)
	}
	for name, change := range map[string]func() error{
		"a reading": func() error {
			return v.Add(ctx, bo, []health.Reading{{Metric: "weight", Sample: at(80, health.Decimal{Mantissa: 1})}}, nil)
		},
		"a choice":  func() error { return v.SetPreference(ctx, bo, "dashboard", []byte("weight first")) },
		"a picture": func() error { _, err := v.Attach(ctx, bo, testPicture(9)); return err },
		"a device": func() error {
			_, err := v.PutDevice(health.Device{Model: "body", Owners: []health.ProfileID{bo}})
			return err
		},
		"a deletion": func() error {
			_, err := v.Delete(ctx, bo, []Identity{{Metric: "weight", Source: "csv:file", Start: weight(4, 0).Start}})
			return err
		},
	} {
		again := filepath.Join(t.TempDir(), "again.vitalkeep")
		if _, _, err := v.MakeIndependent(ctx, bo, again, ownPassword, testOptions(), nil); err != nil {
			t.Fatal(err)
		}
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if err := v.RemoveIndependent(ctx, bo, again, ownPassword, nil); !errors.Is(err, ErrOtherContent) {
			t.Errorf("with %s since: %v", name, err)
		}
	}
	if got := names(t, v); !slices.Equal(got, []string{"Ada", "Bo"}) {
		t.Errorf("profiles: %v", got)
	}
	wantWhole(t, v)
}

func TestWhoLeftIndependentlyLeavesNothingBehind(t *testing.T) {
	ctx := t.Context()
	v, ada, bo := independentStory(t)
	if err := v.AddBackup(BackupRecord{At: 2, Path: "b", Profiles: []health.ProfileID{ada, bo}}); err != nil {
		t.Fatal(err)
	}
	bos, adas := personIn(t, v, bo), personIn(t, v, ada)
	path, _, _ := makeIndependent(t, v, bo)
	s, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	doomed, objects := map[uint64][]byte{}, sealedObjects(t, v)
	for _, l := range s.live() {
		if (l.of != nil && l.of.id == [16]byte(bo)) || l.kind == kindSettings {
			doomed[l.ref.id] = objects[l.ref.id]
		}
	}
	if len(doomed) < 10 {
		t.Fatalf("%d objects of the profile", len(doomed))
	}
	for id := range maps.Clone(doomed) { // and their spare copies
		name, err := v.keys.sparer(v.id).name(id)
		if err != nil {
			t.Fatal(err)
		}
		if copy, _, err := v.store.spare(name); err != nil {
			t.Fatal(err)
		} else if copy != nil {
			doomed[1<<40+id] = copy
		}
	}
	if err := v.RemoveIndependent(ctx, bo, path, ownPassword, nil); err != nil {
		t.Fatal(err)
	}
	v = reopenVault(t, v)
	wantGone(t, v.Path(), doomed)
	onlyFile(t, v.Path())
	wantWhole(t, v)
	if got := names(t, v); !slices.Equal(got, []string{"Ada"}) {
		t.Errorf("profiles: %v", got)
	}
	if personIn(t, v, ada) != adas {
		t.Error("who stayed lost something")
	}
	var kept []string
	devices, err := v.Devices()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range devices {
		kept = append(kept, d.Nickname)
	}
	if !slices.Equal(kept, []string{"Scale", "Shared", "Nobody's"}) {
		t.Errorf("devices: %q", kept)
	}
	for key, want := range map[string]string{"lock": "{}", fmt.Sprintf("drafts %x", bo): "", "notices": ""} {
		if value, err := v.Choice(key); err != nil || string(value) != want {
			t.Errorf("choice %q = %q, %v", key, value, err)
		}
	}
	if list, err := v.Backups(); err != nil || len(list) != 2 || !slices.Contains(list[0].Profiles, bo) {
		t.Errorf("backups = %+v, %v", list, err)
	}
	other, err := Open(ctx, path, ownPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if personIn(t, other, bo) != bos {
		t.Error("what left is not what is there")
	}
	closeVault(t, other)
	closeVault(t, v)
}

func TestAnIndependentVaultIsNotMadeWhereItCannotBe(t *testing.T) {
	ctx := t.Context()
	v, ada, bo := independentStory(t)
	folder := t.TempDir()
	free, taken := filepath.Join(folder, "free.vitalkeep"), filepath.Join(folder, "taken.vitalkeep")
	if err := os.WriteFile(taken, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	small := testOptions()
	small.maxSize = 64 << 10
	for name, c := range map[string]struct {
		who      health.ProfileID
		path     string
		password []byte
		o        Options
		want     error
	}{
		"without a password":        {bo, free, nil, testOptions(), ErrWeakPassword},
		"over a file":               {bo, taken, ownPassword, testOptions(), ErrExists},
		"over the vault itself":     {bo, v.Path(), ownPassword, testOptions(), ErrExists},
		"in a folder that is not":   {bo, filepath.Join(folder, "no", "x.vitalkeep"), ownPassword, testOptions(), fs.ErrNotExist},
		"of nobody":                 {health.ProfileID{9}, free, ownPassword, testOptions(), ErrNoProfile},
		"of the main one first":     {ada, free, ownPassword, testOptions(), ErrMainProfile},
		"where there is no room":    {bo, free, ownPassword, small, ErrNoSpace},
		"while an import is stored": {bo, free, ownPassword, testOptions(), ErrBusy},
	} {
		v.busy.Store(c.want == ErrBusy) //nolint:errorlint // which of the table's own
		made, key, err := v.MakeIndependent(ctx, c.who, c.path, c.password, c.o, nil)
		v.busy.Store(false)
		if !errors.Is(err, c.want) || key != "" || made != (Independent{}) {
			t.Errorf("%s: %+v, %q, %v", name, made, key, err)
		}
	}
	onlyFile(t, taken)
	if raw := mustRead(t, taken); string(raw) != "mine" {
		t.Errorf("the file that was there: %q", raw)
	}
	wantWhole(t, v)
}

func TestGivingUpAtAnyStepOfIndependenceLosesNothing(t *testing.T) {
	v, ada, bo := independentStory(t)
	bos, adas := personIn(t, v, bo), personIn(t, v, ada)
	path := filepath.Join(t.TempDir(), "bo.vitalkeep")
	steps := 0
	for at := 0; ; at++ {
		ctx, cancel := context.WithCancel(t.Context())
		heard := 0
		_, _, err := v.MakeIndependent(ctx, bo, path, ownPassword, testOptions(), func(int64, int64) {
			if heard++; heard > at {
				cancel()
			}
		})
		cancel()
		if err == nil {
			break
		}
		steps++
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if list, err := os.ReadDir(filepath.Dir(path)); err != nil || len(list) > 0 {
			t.Fatalf("left: %v, %v", list, err)
		}
	}
	for at := 0; ; at++ {
		ctx, cancel := context.WithCancel(t.Context())
		heard := 0
		err := v.RemoveIndependent(ctx, bo, path, ownPassword, func(int64, int64) {
			if heard++; heard > at {
				cancel()
			}
		})
		cancel()
		if err == nil {
			break
		}
		steps++
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if personIn(t, v, bo) != bos {
			t.Fatal("who did not leave lost something")
		}
	}
	if steps < 6 {
		t.Errorf("given up at %d steps only", steps)
	}
	if got := personIn(t, v, ada); got != adas || len(names(t, v)) != 1 {
		t.Error("who stayed lost something")
	}
	wantWhole(t, v)
	onlyFile(t, v.Path())
}

// TestWhatWasMovedAwayDoesNotGoAlong makes a vault of Bo, with whom some of
// Ada's weights lay, and some of whose own lay with Ada.
func TestWhatWasMovedAwayDoesNotGoAlong(t *testing.T) {
	ctx := t.Context()
	v, ada, bo := independentStory(t)
	for _, m := range []struct {
		from, to health.ProfileID
		id       Identity
	}{
		{bo, ada, Identity{Metric: "weight", Source: "csv:file", Start: weight(4, 0).Start}},
		{ada, bo, Identity{Metric: "weight", Source: "csv:file", Start: weight(61, 0).Start}},
	} {
		if _, err := v.Move(ctx, m.from, m.to, []Identity{m.id}); err != nil {
			t.Fatal(err)
		}
	}
	shown := values(readings(t, v, bo, "weight"))
	path, _, made := makeIndependent(t, v, bo)
	if made.Deletions != 0 {
		t.Errorf("made = %+v", made)
	}
	other, err := Open(ctx, path, ownPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if got := values(readings(t, other, bo, "weight")); !slices.Equal(got, shown) || !slices.Contains(got, "92.00") {
		t.Errorf("values = %v, want %v", got, shown)
	}
	c := other.state.Load().container(bo)
	for _, n := range c.nodes {
		for _, s := range n.series {
			for _, sp := range s.rows {
				if c.rowKind(s.number) != kindRows {
					continue
				}
				rows, err := other.rows(c)(&s, sp, nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range rows {
					if r.Start == weight(4, 0).Start && r.Value.String() == "83.00" {
						t.Error("what was moved away is in the file")
					}
				}
			}
		}
	}
	closeVault(t, other)
	if err := v.RemoveIndependent(ctx, bo, path, ownPassword, nil); err != nil {
		t.Fatal(err)
	}
	if got := values(readings(t, v, ada, "weight")); !slices.Contains(got, "83.00") {
		t.Errorf("Ada's: %v", got)
	}
	if moves, err := v.Moves(); err != nil || len(moves) > 0 {
		t.Errorf("moves: %v, %v", moves, err)
	}
	wantWhole(t, v)
}

func TestNeitherVaultTakesTheOtherForAnOlderOne(t *testing.T) {
	ctx := t.Context()
	v, _, bo := independentStory(t)
	anchors := memoryAnchors{}
	o := testOptions()
	o.Anchors = anchors
	closeVault(t, v)
	v, err := Open(ctx, v.Path(), testPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	path, _, _ := makeIndependent(t, v, bo)
	if err := v.RemoveIndependent(ctx, bo, path, ownPassword, nil); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	for range 2 {
		for file, password := range map[string][]byte{v.Path(): testPassword, path: ownPassword} {
			one, err := Open(ctx, file, password, o)
			if err != nil {
				t.Fatal(err)
			}
			if r, older := one.Rollback(); older || one.AnchorError() != nil {
				t.Errorf("%s: %+v, %v", filepath.Base(file), r, one.AnchorError())
			}
			if _, err := one.AddProfile(health.Profile{Name: fmt.Sprint("P", one.state.Load().root.counter)}); err != nil {
				t.Fatal(err)
			}
			closeVault(t, one)
		}
	}
	if len(anchors) != 2 {
		t.Errorf("%d anchors", len(anchors))
	}
}

func TestTheMainProfileMayBecomeIndependentLast(t *testing.T) {
	ctx := t.Context()
	v, ada, bo := independentStory(t)
	path, _, _ := makeIndependent(t, v, bo)
	if err := errors.Join(v.DeleteProfile(bo), v.RemoveIndependent(ctx, bo, path, ownPassword, nil)); err != nil {
		t.Fatal(err)
	}
	adas := personIn(t, v, ada)
	path, _, _ = makeIndependent(t, v, ada)
	other, err := Open(ctx, path, ownPassword, Options{Now: func() time.Time { return testNow }})
	if err != nil {
		t.Fatal(err)
	}
	if personIn(t, other, ada) != adas {
		t.Error("the main one is another there")
	}
	if list, err := other.Farewells(); err != nil || len(list) > 0 {
		t.Errorf("leaving there: %v, %v", list, err)
	}
	closeVault(t, other)
}
