package vault

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"vitalkeep/health"
)

func TestAPurgeTakesOutOnlyWhatWasDeleted(t *testing.T) {
	v, p := newTestVault(t)
	var rows []row
	r := rand.New(rand.NewPCG(5, 6))
	for i := range int64(30_000) {
		rows = append(rows, weight(i, 7000+r.Int64N(3000)))
	}
	importRows(t, v, p, rows)
	_, second := importRows(t, v, p, append(slices.Clone(rows), weight(40_000, 7000))) // claims all of it
	layer := func(i int) *node {
		c, err := v.state.Load().profile(p)
		if err != nil {
			t.Fatal(err)
		}
		return c.nodes[i]
	}
	before := sealedObjects(t, v)
	old := layer(0).series[0]
	id := remove1(t, v, p, weightAt(7), weightAt(9), weightAt(15_000))
	purgeNow(t, v)
	if !v.CompactionDue() {
		t.Error("no compaction is due after a purge")
	}
	now := layer(0).series[0]
	kept := map[uint64]bool{}
	for _, sp := range now.rows {
		kept[sp.id] = true
	}
	gone := 0
	for _, sp := range old.rows {
		if !kept[sp.id] {
			gone++
		}
	}
	if gone != 2 || now.identities != old.identities-3 {
		t.Errorf("%d segments of %d are written anew, %d identities", gone, len(old.rows), now.identities)
	}
	if list, err := v.Deletions(); err != nil || len(list) != 0 {
		t.Errorf("deletions = %+v, %v", list, err)
	}
	if err := v.UndoDeletion(context.Background(), id); !errors.Is(err, ErrNoDeletion) {
		t.Errorf("bringing back = %v", err)
	}
	check := func(want int) {
		t.Helper()
		wantWhole(t, v)
		if got := readings(t, v, p, "weight"); len(got) != want || slices.ContainsFunc(got, func(r health.Reading) bool { return r.Start == weightAt(9).Start }) {
			t.Errorf("%d readings, want %d", len(got), want)
		}
	}
	check(29_998)
	if preview, _ := importRows(t, v, p, rows); preview.New != 0 || preview.Conflicts != 0 || preview.Duplicates != len(rows) {
		t.Errorf("preview = %+v", preview)
	}
	v = reopenVault(t, v)
	check(29_998)
	// What the second import claimed it inherits, but for what is gone.
	undoBatch(t, v, layer(0).batch.ID)
	check(29_998)
	undoBatch(t, v, second)
	check(0)
	if _, err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(before, func(id uint64, _ []byte) bool { return v.state.Load().referenced()[id] })
	wantGone(t, v.Path(), before)
}

func TestAPurgedSourceLeavesNothing(t *testing.T) {
	v, p := newTestVault(t)
	note := health.Entry{Kind: health.Note, Source: "csv:file", Start: 5, Key: "k"}
	rows := heartRates(5000)
	for i := range rows {
		rows[i].source = "csv:file"
	}
	before := sealedObjects(t, v)
	importRows(t, v, p, rows, note)
	remove1(t, v, p, Identity{Entry: health.Note, Source: "csv:file", Start: 5, Key: "k"})
	was := sealedObjects(t, v)
	maps.DeleteFunc(was, func(id uint64, _ []byte) bool { return before[id] != nil })
	removeSource(t, v, p, "csv:file")
	if _, err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	if v.CompactionDue() {
		t.Error("compaction is due after compaction")
	}
	maps.DeleteFunc(was, func(id uint64, _ []byte) bool { return v.state.Load().referenced()[id] })
	wantGone(t, v.Path(), was)
	wantWhole(t, v)
	v = reopenVault(t, v)
	// All of it comes back as new.
	if preview, _ := importRows(t, v, p, rows, note); preview.New != len(rows)+1 {
		t.Errorf("preview = %+v", preview)
	}
}

func TestACancelledPurgeCanBeRepeated(t *testing.T) {
	v, p := newTestVault(t)
	importRows(t, v, p, []row{weight(0, 7000), weight(1, 7100), weight(2, 7200)})
	id := remove1(t, v, p, weightAt(1))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	v.busy.Store(true)
	if err := v.purge(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("purge = %v", err)
	}
	v.busy.Store(false)
	wantValues(t, v, p, "70.00", "72.00")
	bringBack(t, v, id)
	wantValues(t, v, p, "70.00", "71.00", "72.00")
	remove1(t, v, p, weightAt(2))
	purgeNow(t, v)
	wantValues(t, v, p, "70.00", "71.00")
	remove1(t, v, p, weightAt(1))
	purgeNow(t, v)
	wantValues(t, v, p, "70.00")
	c, err := v.state.Load().profile(p)
	if err != nil || len(c.nodes) != 2 || c.nodes[1].layer != layerFinal || c.nodes[1].batch.New != 2 {
		t.Errorf("%d layers, %v", len(c.nodes), err)
	}
}
