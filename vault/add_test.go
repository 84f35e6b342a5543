package vault

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
)

func typedWeight(minute, mantissa int64) health.Reading {
	return health.Reading{Metric: "weight", Sample: at(minute, health.Decimal{Mantissa: mantissa, Places: 2})}
}

func typedNote(minute int64, text string) health.Entry {
	return health.Entry{
		Kind: health.Note, Start: at(minute, health.Decimal{}).Start, Offset: 3600,
		Fields: []health.Field{{Name: "text", Text: text}},
	}
}

func add1(t testing.TB, v *Vault, p health.ProfileID, rs []health.Reading, es ...health.Entry) {
	t.Helper()
	if err := v.Add(context.Background(), p, rs, es); err != nil {
		t.Fatalf("add: %v", err)
	}
}

// inJournal returns how many records wait, as the vault and its file say.
func inJournal(t testing.TB, v *Vault) int {
	t.Helper()
	s, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	report, err := v.Verify(context.Background(), nil)
	if err != nil || len(report.Problems) > 0 || report.Orphans > 0 || report.Inserts != len(s.journal) {
		t.Errorf("verify = %+v, %v", report, err)
	}
	return report.Inserts
}

func TestWhatIsTypedIsThereAtOnceAndLater(t *testing.T) {
	v, p := newTestVault(t)
	r := typedWeight(3, 18040)
	r.Unit, r.Offset, r.Origin, r.Batch = health.Pound, -25200, health.Origin{File: 3, Row: 9}, health.BatchID{1}
	add1(t, v, p, []health.Reading{r, typedWeight(1, 8000)}, typedNote(2, "felt fine"))
	check := func() {
		t.Helper()
		wantValues(t, v, p, "80.00", "180.40")
		want := r
		want.Source, want.Origin, want.Batch = health.TypedSource, health.Origin{}, health.BatchID{}
		if got := readings(t, v, p, "weight"); len(got) != 2 || got[1] != want {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		es := entriesOf(t, v, p)
		if len(es) != 1 || es[0].Source != health.TypedSource || es[0].Field("text") != "felt fine" || es[0].ID == [16]byte{} {
			t.Errorf("entries = %+v", es)
		}
		if list, err := v.Batches(); err != nil || len(list) != 0 {
			t.Errorf("batches = %+v, %v", list, err)
		}
	}
	check()
	id := entriesOf(t, v, p)[0].ID
	if n := inJournal(t, v); n != 1 {
		t.Errorf("%d records", n)
	}
	v = reopenVault(t, v)
	check()
	foldNow(t, v)
	check()
	if n := inJournal(t, v); n != 0 {
		t.Errorf("%d records after folding", n)
	}
	v = reopenVault(t, v)
	check()
	if entriesOf(t, v, p)[0].ID != id {
		t.Error("the note has another name")
	}
}

func TestTypingTheSameAgainWritesNothing(t *testing.T) {
	v, p := newTestVault(t)
	same := typedWeight(1, 80000)
	same.Value.Places = 3 // 80.000 is 80.00
	add1(t, v, p, []health.Reading{typedWeight(1, 8000), same}, typedNote(2, "a"))
	before := v.state.Load().root.counter
	add1(t, v, p, []health.Reading{typedWeight(1, 8000)}, typedNote(2, "a"))
	add1(t, v, p, nil)
	if now := v.state.Load().root.counter; now != before {
		t.Errorf("%d changes", now-before)
	}
	wantValues(t, v, p, "80.00")
}

func TestTheValueTypedLastCounts(t *testing.T) {
	v, p := newTestVault(t)
	add1(t, v, p, []health.Reading{typedWeight(1, 8000)}, typedNote(2, "a"))
	name := entriesOf(t, v, p)[0].ID
	for i, mantissa := range []int64{7900, 8100, 7000, 8000} {
		add1(t, v, p, []health.Reading{typedWeight(1, mantissa)}, typedNote(2, "zyxw"[i:]))
		wantValues(t, v, p, health.Decimal{Mantissa: mantissa, Places: 2}.String())
		if i%2 == 1 {
			foldNow(t, v)
			v = reopenVault(t, v)
			wantValues(t, v, p, health.Decimal{Mantissa: mantissa, Places: 2}.String())
		}
		if es := entriesOf(t, v, p); len(es) != 1 || es[0].Field("text") != "zyxw"[i:] || es[0].ID != name {
			t.Errorf("entries = %+v", es)
		}
	}
	// The history is one layer that has them all.
	c, err := v.state.Load().profile(p)
	if err != nil || len(c.nodes) != 1 {
		t.Fatalf("%d layers, %v", len(c.nodes), err)
	}
	rows, err := v.rows(c)(&c.nodes[0].series[0], c.nodes[0].series[0].rows[0], nil)
	if err != nil || len(rows) != 5 || rows[0].Value.Mantissa != 8000 || rows[3].Value.Mantissa != 7000 {
		t.Errorf("history %+v, %v", rows, err)
	}
	// A correction is a deletion and the right value.
	id := remove1(t, v, p, Identity{Metric: "weight", Source: health.TypedSource, Start: typedWeight(1, 0).Start})
	wantValues(t, v, p)
	add1(t, v, p, []health.Reading{typedWeight(1, 8000)})
	wantValues(t, v, p, "80.00")
	foldNow(t, v)
	bringBack(t, v, id)
	wantValues(t, v, p, "80.00")
}

func TestManyInsertsBecomeFewLayers(t *testing.T) {
	v, p := newTestVault(t)
	n := int64(0)
	for range 3 {
		for range foldAt / 50 {
			var rs []health.Reading
			for range 50 {
				n++
				rs = append(rs, typedWeight(n, 7000+n%90))
			}
			add1(t, v, p, rs)
		}
		if n := len(v.state.Load().journal); n > 1 {
			t.Errorf("%d records wait", n)
		}
		// Imports in between are of other series.
		importRows(t, v, p, []row{weight(n, 7000)})
		add1(t, v, p, []health.Reading{typedWeight(-n, 7000)})
	}
	c, err := v.state.Load().profile(p)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[layerKind]int{}
	for _, node := range c.nodes {
		kinds[node.layer]++
	}
	if kinds[layerTyped] != 1 || kinds[layerImport] != 3 {
		t.Errorf("layers: %v", kinds)
	}
	if got := len(readings(t, v, p, "weight")); int64(got) != n+3+3 {
		t.Errorf("%d readings of %d", got, n+6)
	}
	inJournal(t, v)
}

func TestTypingGoesOnDuringAnImport(t *testing.T) {
	v, p := newTestVault(t)
	st := stageRows(t, v, p, []row{weight(0, 7000), {"weight", health.TypedSource, at(5, health.Decimal{Mantissa: 7500, Places: 2})}})
	add1(t, v, p, []health.Reading{typedWeight(1, 7100), typedWeight(5, 7600)}, typedNote(2, "a"))
	if _, err := st.Seal(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	add1(t, v, p, []health.Reading{typedWeight(2, 7200)})
	if _, err := st.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	wantValues(t, v, p, "70.00", "71.00", "72.00", "76.00")
	v = reopenVault(t, v)
	wantValues(t, v, p, "70.00", "71.00", "72.00", "76.00")
	importRows(t, v, p, []row{weight(3, 7300)})
	wantValues(t, v, p, "70.00", "71.00", "72.00", "73.00", "76.00")
	if n := inJournal(t, v); n != 0 {
		t.Errorf("%d records", n)
	}
}

func TestEachProfileHasItsPartOfTheJournal(t *testing.T) {
	v, p := newTestVault(t)
	other, err := v.AddProfile(health.Profile{Name: "Bo"})
	if err != nil {
		t.Fatal(err)
	}
	add1(t, v, p, []health.Reading{typedWeight(1, 8000)})
	add1(t, v, other.ID, []health.Reading{typedWeight(1, 9000)})
	add1(t, v, p, []health.Reading{typedWeight(2, 8100)})
	importRows(t, v, p, []row{weight(9, 7000)})
	if n := inJournal(t, v); n != 1 {
		t.Errorf("%d records", n)
	}
	v = reopenVault(t, v)
	wantValues(t, v, p, "80.00", "81.00", "70.00")
	wantValues(t, v, other.ID, "90.00")
	if _, err := v.compact(context.Background(), &departure{id: other.ID}, nil); err != nil {
		t.Fatal(err)
	}
	v = reopenVault(t, v)
	wantValues(t, v, p, "80.00", "81.00", "70.00")
	if n := inJournal(t, v); n != 0 {
		t.Errorf("%d records", n)
	}
}

func TestWhatCannotBeTypedIsRefused(t *testing.T) {
	v, p := newTestVault(t)
	bad := map[string]func(*health.Reading){
		"a metric that does not exist": func(r *health.Reading) { r.Metric = "no_such" },
		"a source of a device":         func(r *health.Reading) { r.Source = "withings:export" },
		"a negative duration":          func(r *health.Reading) { r.Duration = -1 },
		"an unknown unit":              func(r *health.Reading) { r.Unit = 255 },
		"out of all time":              func(r *health.Reading) { r.Start = maxTime + 1 },
		"an offset of two days":        func(r *health.Reading) { r.Offset = 2 * maxOffset },
	}
	for name, change := range bad {
		r := typedWeight(0, 7000)
		change(&r)
		if err := v.Add(context.Background(), p, []health.Reading{typedWeight(1, 7000), r}, nil); !errors.Is(err, ErrBadSample) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, e := range map[string]health.Entry{
		"no kind":      {},
		"bad text":     {Kind: health.Note, Key: "\xff"},
		"not by hand":  {Kind: health.Note, Source: "csv:file"},
		"out of time":  {Kind: health.Note, Start: -maxTime - 1},
		"far too long": {Kind: health.Note, Fields: []health.Field{{Text: string(make([]byte, maxTypedText+1))}}},
	} {
		if err := v.Add(context.Background(), p, []health.Reading{typedWeight(1, 7000)}, []health.Entry{e}); !errors.Is(err, ErrBadEntry) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := v.Add(context.Background(), p, make([]health.Reading, maxTyped+1), nil); !errors.Is(err, ErrBadSample) {
		t.Errorf("too many: %v", err)
	}
	if err := v.Add(context.Background(), health.ProfileID{9}, []health.Reading{typedWeight(1, 7000)}, nil); !errors.Is(err, ErrNoProfile) {
		t.Errorf("nobody's: %v", err)
	}
	wantValues(t, v, p)
}

func TestAnInsertWithoutSpaceLeavesTheVaultAsItWas(t *testing.T) {
	v, p := newTestVault(t)
	add1(t, v, p, []health.Reading{typedWeight(1, 8000)})
	v.mu.Lock()
	v.store.db.MaxSize = v.store.db.AllocSize / 1024 // smaller than any
	v.mu.Unlock()
	big := typedNote(3, string(slices.Repeat([]byte{'x'}, 8<<20)))
	if err := v.Add(context.Background(), p, nil, []health.Entry{big}); !errors.Is(err, ErrNoSpace) {
		t.Fatalf("add = %v", err)
	}
	wantValues(t, v, p, "80.00")
	add1(t, v, p, []health.Reading{typedWeight(2, 8100)}) // it was opened again, without the limit
	wantValues(t, v, p, "80.00", "81.00")
	v = reopenVault(t, v)
	wantValues(t, v, p, "80.00", "81.00")
}

func TestNamesTooLongOrNotTextAreNotTakenIn(t *testing.T) {
	v, p := newTestVault(t)
	for _, source := range []health.SourceID{"manual:\xff", "manual:" + health.SourceID(strings.Repeat("x", maxIDSize))} {
		r := health.Reading{Metric: "weight", Source: source, Sample: at(0, health.Int(70))}
		if err := v.Add(context.Background(), p, []health.Reading{r}, nil); !errors.Is(err, ErrBadSample) {
			t.Errorf("typed reading = %v", err)
		}
		e := health.Entry{Kind: health.Note, Source: source}
		if err := v.Add(context.Background(), p, nil, []health.Entry{e}); !errors.Is(err, ErrBadEntry) {
			t.Errorf("typed entry = %v", err)
		}
		st, err := v.Stage(context.Background(), p, "test")
		if err != nil {
			t.Fatal(err)
		}
		if err := st.Sample("weight", source, r.Sample); !errors.Is(err, ErrBadSample) {
			t.Errorf("sample = %v", err)
		}
		if err := st.Sample(health.MetricID(health.GenericPrefix+strings.Repeat("x", maxIDSize)), "csv:file", r.Sample); !errors.Is(err, ErrBadSample) {
			t.Errorf("sample of a long metric = %v", err)
		}
		if err := st.Entry(e); !errors.Is(err, ErrBadEntry) {
			t.Errorf("entry = %v", err)
		}
		if err := st.Discard(); err != nil {
			t.Fatal(err)
		}
	}
}

// An object whose body is longer than what is ever read would be lost, and the
// vault with it.
func TestWhatIsMoreThanAnObjectHoldsIsNotStored(t *testing.T) {
	v, p := newTestVault(t)
	importRows(t, v, p, []row{weight(0, 7000)})
	st := stageRows(t, v, p, []row{weight(1, 7100)})
	st.SetTitle(strings.Repeat("x", maxBody))
	if _, err := st.Seal(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Commit(context.Background()); !errors.Is(err, ErrTooMuch) {
		t.Errorf("commit = %v", err)
	}
	wantValues(t, v, p, "70.00")
	v = reopenVault(t, v)
	wantValues(t, v, p, "70.00")
	wantWhole(t, v)
}
