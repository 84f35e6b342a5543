package vault

import (
	"context"
	"errors"
	"testing"

	"vitalkeep/health"
)

func typedAt(minute int64) Identity {
	return Identity{Metric: "weight", Source: health.TypedSource, Start: at(minute, health.Decimal{}).Start}
}

func correct1(t testing.TB, v *Vault, p health.ProfileID, old []Identity, rs []health.Reading, es ...health.Entry) {
	t.Helper()
	if err := v.Correct(context.Background(), p, old, rs, es); err != nil {
		t.Fatalf("correct: %v", err)
	}
}

// versionsOf returns the values of an identity's history, the visible one in
// brackets and what is deleted after a minus.
func versionsOf(t testing.TB, v *Vault, p health.ProfileID, id Identity) (out []string) {
	t.Helper()
	list, err := v.Versions(context.Background(), p, id)
	if err != nil {
		t.Fatalf("versions: %v", err)
	}
	for _, one := range list {
		text := one.Reading.Value.String()
		if id.Metric == "" {
			text = one.Entry.Field("text")
		}
		if one.Current {
			text = "[" + text + "]"
		}
		if one.Deleted {
			text = "-" + text
		}
		out = append(out, text)
	}
	return out
}

func wantVersions(t testing.TB, v *Vault, p health.ProfileID, id Identity, want ...string) {
	t.Helper()
	got := versionsOf(t, v, p, id)
	if len(got) != len(want) {
		t.Errorf("versions %q, want %q", got, want)
		return
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("versions %q, want %q", got, want)
			return
		}
	}
}

func TestACorrectedValueTakesThePlaceOfTheOld(t *testing.T) {
	v, p := newTestVault(t)
	add1(t, v, p, []health.Reading{typedWeight(1, 7000), typedWeight(2, 7100)}, typedNote(1, "as typed"))
	note := Identity{Entry: health.Note, Source: health.TypedSource, Start: typedAt(1).Start}
	for _, when := range []string{"in the journal", "in a layer"} {
		if when == "in a layer" {
			foldNow(t, v)
		}
		was := readings(t, v, p, "weight")[0].Value.String()
		correct1(t, v, p, []Identity{typedAt(1), note}, []health.Reading{typedWeight(1, 7001+int64(len(when)))}, typedNote(1, when))
		for range 2 {
			rs := readings(t, v, p, "weight")
			if len(rs) != 2 || rs[0].Value.Mantissa != 7001+int64(len(when)) {
				t.Errorf("%s: %v", when, values(rs))
			}
			if es := entriesOf(t, v, p); len(es) != 1 || es[0].Field("text") != when {
				t.Errorf("%s: %+v", when, es)
			}
			if past := versionsOf(t, v, p, typedAt(1)); len(past) < 2 || past[1] != was {
				t.Errorf("%s: %q before", when, past)
			}
			v = reopenVault(t, v)
		}
	}
	if list, err := v.Deletions(); err != nil || len(list) != 0 {
		t.Errorf("deletions = %+v, %v", list, err)
	}
	wantVersions(t, v, p, note, "[in a layer]", "in the journal", "as typed")
	wantWhole(t, v)
}

func TestAValueIsCorrectedToAnotherTime(t *testing.T) {
	v, p := newTestVault(t)
	importRows(t, v, p, []row{weight(1, 6900)})
	add1(t, v, p, []health.Reading{typedWeight(1, 7000), typedWeight(2, 7100)})
	correct1(t, v, p, []Identity{typedAt(1)}, []health.Reading{typedWeight(3, 7005)}, typedNote(3, "corrected"))
	check := func(past ...string) {
		t.Helper()
		wantValues(t, v, p, "69.00", "71.00", "70.05")
		if es := entriesOf(t, v, p); len(es) != 1 || es[0].Field("text") != "corrected" {
			t.Errorf("entries = %+v", es)
		}
		wantVersions(t, v, p, typedAt(1), past...)
		wantVersions(t, v, p, typedAt(3), "[70.05]")
		if list, err := v.Deletions(); err != nil || len(list) != 0 {
			t.Errorf("deletions = %+v, %v", list, err)
		}
		if v.CompactionDue() {
			t.Error("a correction makes a compaction due")
		}
		wantWhole(t, v)
	}
	check("-70.00")
	list, err := v.Versions(context.Background(), p, typedAt(1))
	if err != nil || len(list) != 1 || !list[0].Typed || list[0].At != 0 || list[0].DeletedAt != testNow.UnixMilli() || !list[0].Corrected {
		t.Errorf("versions = %+v, %v", list, err)
	}
	id := v.state.Load().containers[1].nodes[2].batch.ID
	if err := v.UndoDeletion(context.Background(), id); !errors.Is(err, ErrNoDeletion) {
		t.Errorf("taking a correction back = %v", err)
	}
	v = reopenVault(t, v)
	check("-70.00")
	compactVault(t, v)
	check()
	// What was corrected away can be typed again.
	add1(t, v, p, []health.Reading{typedWeight(1, 7000)})
	wantValues(t, v, p, "70.00", "69.00", "71.00", "70.05")
}

func TestACorrectionIsAllOrNothing(t *testing.T) {
	ctx := context.Background()
	v, p := newTestVault(t)
	importRows(t, v, p, []row{weight(1, 6900)})
	add1(t, v, p, []health.Reading{typedWeight(1, 7000), typedWeight(2, 7100)})
	want, counter := shownBy(t, v), v.state.Load().root.counter
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	bad := typedWeight(3, 7000)
	bad.Source = "csv:file"
	good := []health.Reading{typedWeight(3, 7000)}
	far := typedAt(1)
	far.Start = maxTime + 1
	for name, c := range map[string]struct {
		ctx     context.Context
		profile health.ProfileID
		old     []Identity
		rs      []health.Reading
		es      []health.Entry
		want    error
	}{
		"of what was imported":       {ctx, p, []Identity{typedAt(2), weightAt(1)}, good, nil, ErrNotDeletable},
		"of what is not there":       {ctx, p, []Identity{typedAt(2), typedAt(9)}, good, nil, ErrNoReading},
		"of a kind that has nothing": {ctx, p, []Identity{{Entry: health.Symptom, Source: health.TypedSource}}, good, nil, ErrNoReading},
		"beyond all time":            {ctx, p, []Identity{far}, good, nil, ErrNoReading},
		"to what cannot be":          {ctx, p, []Identity{typedAt(1)}, []health.Reading{bad}, nil, ErrBadSample},
		"to an entry that cannot be": {ctx, p, []Identity{typedAt(1)}, nil, []health.Entry{{}}, ErrBadEntry},
		"in place, of a missing one": {ctx, p, []Identity{typedAt(3)}, good, nil, ErrNoReading},
		"of nobody":                  {ctx, health.ProfileID{9}, []Identity{typedAt(1)}, good, nil, ErrNoProfile},
		"cancelled":                  {cancelled, p, []Identity{typedAt(1)}, good, nil, context.Canceled},
		"of too much":                {ctx, p, make([]Identity, maxTyped+1), good, nil, ErrNotDeletable},
	} {
		if err := v.Correct(c.ctx, c.profile, c.old, c.rs, c.es); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	many := make([]Identity, maxTyped+1)
	for i := range many {
		many[i] = typedAt(1)
	}
	if err := v.Correct(ctx, p, many, good, nil); !errors.Is(err, ErrTooMuch) {
		t.Errorf("of too much: %v", err)
	}
	if shownBy(t, v) != want || v.state.Load().root.counter > counter+1 { // a fold shows nothing else
		t.Error("the vault is not as it was")
	}
	st := stageRows(t, v, p, []row{weight(5, 7500)})
	if err := v.Correct(ctx, p, []Identity{typedAt(1)}, good, nil); !errors.Is(err, ErrBusy) {
		t.Errorf("during an import = %v", err)
	}
	correct1(t, v, p, []Identity{typedAt(2)}, []health.Reading{typedWeight(2, 7200)}) // needs no layer
	if err := st.Discard(); err != nil {
		t.Fatal(err)
	}
	wantValues(t, v, p, "70.00", "69.00", "72.00")
	correct1(t, v, p, []Identity{typedAt(1), typedAt(2)}, nil) // a withdrawal
	wantValues(t, v, p, "69.00")
}

func TestTheHistoryOfAReadingNamesEveryLayer(t *testing.T) {
	v, p := newTestVault(t)
	_, first := importRows(t, v, p, []row{weight(1, 7000)})
	_, second := importRows(t, v, p, []row{weight(1, 7100), weight(2, 7000)})
	wantVersions(t, v, p, weightAt(1), "[71.00]", "70.00")
	list, err := v.Versions(context.Background(), p, weightAt(1))
	if err != nil || len(list) != 2 || list[0].Batch != second || list[1].Batch != first || list[0].At != testNow.UnixMilli() ||
		list[0].Typed || list[0].Reading.Metric != "weight" || list[0].Reading.Source != "csv:file" || list[0].Reading.Batch != second {
		t.Errorf("versions = %+v, %v", list, err)
	}
	id := remove1(t, v, p, weightAt(1))
	wantVersions(t, v, p, weightAt(1), "-71.00", "-70.00")
	if list, err = v.Versions(context.Background(), p, weightAt(1)); err != nil || list[0].Corrected || list[0].DeletedAt != testNow.UnixMilli() {
		t.Errorf("a deletion hides %+v, %v", list, err)
	}
	bringBack(t, v, id)
	wantVersions(t, v, p, weightAt(1), "[71.00]", "70.00")
	id = removeSource(t, v, p, "csv:file")
	wantVersions(t, v, p, weightAt(1), "-71.00", "-70.00")
	importRows(t, v, p, []row{weight(1, 7300)})
	wantVersions(t, v, p, weightAt(1), "[73.00]", "-71.00", "-70.00")
	bringBack(t, v, id)
	wantVersions(t, v, p, weightAt(1), "[73.00]", "71.00", "70.00")
	for _, nothing := range []Identity{weightAt(9), typedAt(1), {}, {Metric: "weight", Source: "csv:file", Start: maxTime + 1}} {
		wantVersions(t, v, p, nothing)
	}
	for i := range int64(maxVersions + 10) {
		add1(t, v, p, []health.Reading{typedWeight(5, 7000+i)})
	}
	if got := versionsOf(t, v, p, typedAt(5)); len(got) != maxVersions || got[0] != "[72.09]" || got[1] != "72.08" {
		t.Errorf("%d versions, first %q", len(got), got[:2])
	}
	if _, err := v.Versions(context.Background(), health.ProfileID{9}, typedAt(5)); !errors.Is(err, ErrNoProfile) {
		t.Errorf("of nobody: %v", err)
	}
}

func TestOnlyTheNamedMetricsOfASourceAreDeleted(t *testing.T) {
	v, p := newTestVault(t)
	rows := append(heartRates(20), weight(1, 7000))
	for i := range rows[:10] {
		rows[i].metric = "steps"
	}
	for i := range rows {
		rows[i].source = "withings:hr"
	}
	importRows(t, v, p, rows, health.Entry{Kind: health.Workout, Source: "withings:hr", Start: 5})
	id, err := v.DeleteSource(context.Background(), p, "withings:hr", "steps", "weight")
	if err != nil {
		t.Fatal(err)
	}
	if n, m := len(readings(t, v, p, "steps")), len(readings(t, v, p, "weight")); n+m != 0 {
		t.Errorf("%d steps and %d weights are left", n, m)
	}
	if n, m := len(readings(t, v, p, "heart_rate")), len(entriesOf(t, v, p)); n != 10 || m != 1 {
		t.Errorf("%d heart rates and %d workouts", n, m)
	}
	bringBack(t, v, id)
	if n := len(readings(t, v, p, "steps")); n != 10 {
		t.Errorf("%d steps came back", n)
	}
	if _, err := v.DeleteSource(context.Background(), p, "withings:hr", "co2"); !errors.Is(err, ErrNoReading) {
		t.Errorf("a metric that is not there: %v", err)
	}
}
