package vault

import (
	"context"
	"errors"
	"slices"
	"testing"

	"vitalkeep/health"
)

func weightAt(minute int64) Identity {
	return Identity{Metric: "weight", Source: "csv:file", Start: at(minute, health.Decimal{}).Start}
}

func remove1(t testing.TB, v *Vault, p health.ProfileID, ids ...Identity) health.BatchID {
	t.Helper()
	id, err := v.Delete(context.Background(), p, ids)
	if err != nil {
		t.Fatalf("delete: %v", err)
	}
	return id
}

func removeSource(t testing.TB, v *Vault, p health.ProfileID, source health.SourceID) health.BatchID {
	t.Helper()
	id, err := v.DeleteSource(context.Background(), p, source)
	if err != nil {
		t.Fatalf("delete source: %v", err)
	}
	return id
}

func bringBack(t testing.TB, v *Vault, id health.BatchID) {
	t.Helper()
	if err := v.UndoDeletion(context.Background(), id); err != nil {
		t.Fatalf("undo deletion: %v", err)
	}
}

func TestADeletedMeasurementIsGoneUntilItIsBroughtBack(t *testing.T) {
	v, p := newTestVault(t)
	rows := []row{weight(0, 7000), weight(1, 7100), weight(2, 7200)}
	importRows(t, v, p, rows)
	id := remove1(t, v, p, weightAt(1), weightAt(1))
	wantValues(t, v, p, "70.00", "72.00")
	v = reopenVault(t, v)
	wantValues(t, v, p, "70.00", "72.00")
	if list, err := v.Deletions(); err != nil || len(list) != 1 || list[0] != (Deletion{ID: id, Profile: p, At: testNow.UnixMilli(), Readings: 1}) {
		t.Errorf("deletions = %+v, %v", list, err)
	}
	if list, err := v.Batches(); err != nil || len(list) != 1 || list[0].New != 3 {
		t.Errorf("batches = %+v, %v", list, err)
	}
	// The same archive again, with another value for what was deleted.
	preview, batch := importRows(t, v, p, append(slices.Clone(rows), weight(1, 9900)))
	if preview.New != 0 || preview.Conflicts != 0 || preview.Duplicates != 4 || batch != (health.BatchID{}) {
		t.Errorf("preview = %+v", preview)
	}
	bringBack(t, v, id)
	wantValues(t, v, p, "70.00", "71.00", "72.00")
	if err := v.UndoDeletion(context.Background(), id); !errors.Is(err, ErrNoDeletion) {
		t.Errorf("bringing back again = %v", err)
	}
	if err := v.UndoBatch(context.Background(), id); !errors.Is(err, ErrNoBatch) {
		t.Errorf("undoing a deletion as an import = %v", err)
	}
}

func TestTheFirstAndLastOfASeriesAreVisibleOnes(t *testing.T) {
	v, p := newTestVault(t)
	importRows(t, v, p, []row{weight(0, 7000), weight(1, 7100), weight(2, 7200)})
	remove1(t, v, p, weightAt(0), weightAt(2))
	list, err := v.Series(p)
	if want := (SeriesInfo{Metric: "weight", Source: "csv:file", Count: 1, First: weightAt(1).Start, Last: weightAt(1).Start}); err != nil ||
		len(list) != 1 || list[0] != want {
		t.Errorf("series = %+v, %v", list, err)
	}
}

func TestADeletedSourceComesBackAsNew(t *testing.T) {
	v, p := newTestVault(t)
	other := weight(5, 8000)
	other.source = "withings:export"
	rows := []row{weight(0, 7000), weight(1, 7100), other}
	note := health.Entry{Kind: health.Note, Source: "csv:file", Start: 5, Key: "k"}
	importRows(t, v, p, rows, note)
	id := removeSource(t, v, p, "csv:file")
	wantValues(t, v, p, "80.00")
	if es := entriesOf(t, v, p); len(es) != 0 {
		t.Errorf("entries = %+v", es)
	}
	if list, err := v.Deletions(); err != nil || len(list) != 1 || list[0].Readings != 3 || list[0].Source != "csv:file" {
		t.Errorf("deletions = %+v, %v", list, err)
	}
	preview, _ := importRows(t, v, p, rows, note)
	if preview.New != 3 || preview.Duplicates != 1 {
		t.Errorf("preview = %+v", preview)
	}
	wantValues(t, v, p, "70.00", "71.00", "80.00")
	// Now both imports have the rows: each stands once.
	bringBack(t, v, id)
	wantValues(t, v, p, "70.00", "71.00", "80.00")
	if es := entriesOf(t, v, p); len(es) != 1 {
		t.Errorf("entries = %+v", es)
	}
}

func TestAnEntryIsDeletedByItsKey(t *testing.T) {
	v, p := newTestVault(t)
	a := health.Entry{Kind: health.Note, Source: "csv:file", Start: 5, Key: "a"}
	b := a
	b.Key = "b"
	importRows(t, v, p, nil, a, b)
	id := remove1(t, v, p, Identity{Entry: health.Note, Source: "csv:file", Start: 5, Key: "a"})
	if es := entriesOf(t, v, p); len(es) != 1 || es[0].Key != "b" {
		t.Errorf("entries = %+v", es)
	}
	if preview, _ := importRows(t, v, p, nil, a, b); preview.New != 0 || preview.Duplicates != 2 {
		t.Errorf("preview = %+v", preview)
	}
	bringBack(t, v, id)
	if es := entriesOf(t, v, p); len(es) != 2 {
		t.Errorf("entries = %+v", es)
	}
}

func TestOnlyWhatIsThereAndMayGoIsDeleted(t *testing.T) {
	v, p := newTestVault(t)
	steps := row{"steps", "withings:tracker", at(3, health.Int(12))}
	steps.Unit = health.Count
	importRows(t, v, p, []row{weight(0, 7000), weight(1, 7100), steps})
	missing := weightAt(0)
	missing.Key = "k"
	elsewhere := weightAt(0)
	elsewhere.Source = "withings:export"
	far := weightAt(0)
	far.Start = afterTime
	for name, tt := range map[string]struct {
		ids  []Identity
		want error
	}{
		"nothing":           {nil, ErrNoReading},
		"another start":     {[]Identity{weightAt(0), weightAt(7)}, ErrNoReading},
		"out of all bounds": {[]Identity{far}, ErrNoReading},
		"a key":             {[]Identity{missing}, ErrNoReading},
		"another source":    {[]Identity{weightAt(0), elsewhere}, ErrNoReading},
		"recorded":          {[]Identity{weightAt(0), {Metric: "steps", Source: "withings:tracker", Start: steps.Start}}, ErrNotDeletable},
	} {
		if _, err := v.Delete(context.Background(), p, tt.ids); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := v.DeleteSource(context.Background(), p, "withings:bed"); !errors.Is(err, ErrNoReading) {
		t.Errorf("a source that gave nothing: %v", err)
	}
	if got := values(readings(t, v, p, "weight")); !slices.Equal(got, []string{"70.00", "71.00"}) {
		t.Errorf("after all that failed: %v", got)
	}
	remove1(t, v, p, weightAt(0))
	if _, err := v.Delete(context.Background(), p, []Identity{weightAt(0)}); !errors.Is(err, ErrNoReading) {
		t.Errorf("deleting twice = %v", err)
	}
	if _, err := v.Delete(context.Background(), health.ProfileID{1}, []Identity{weightAt(1)}); !errors.Is(err, ErrNoProfile) {
		t.Errorf("nobody's = %v", err)
	}
}
