package vault

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"vitalkeep/health"
)

func undoBatch(t testing.TB, v *Vault, id health.BatchID) {
	t.Helper()
	if err := v.UndoBatch(context.Background(), id); err != nil {
		t.Fatalf("undo: %v", err)
	}
}

func wantValues(t testing.TB, v *Vault, p health.ProfileID, want ...string) {
	t.Helper()
	if got := values(readings(t, v, p, "weight")); !slices.Equal(got, append([]string{}, want...)) {
		t.Errorf("values = %v, want %v", got, want)
	}
	list, err := v.Series(p)
	if err != nil {
		t.Fatalf("series: %v", err)
	}
	n := 0
	for _, s := range list {
		n += s.Count
	}
	if n != len(want) {
		t.Errorf("series count %d, want %d", n, len(want))
	}
	report, err := v.Verify(context.Background(), nil)
	if err != nil || len(report.Problems) > 0 || report.Orphans > 0 {
		t.Errorf("verify = %+v, %v", report, err)
	}
}

func TestAConflictReplacesTheValueUntilItIsUndone(t *testing.T) {
	v, p := newTestVault(t)
	importRows(t, v, p, []row{weight(0, 7000), weight(1, 7100)})
	preview, second := importRows(t, v, p, []row{weight(1, 7150), weight(2, 7200)})
	if preview.New != 1 || preview.Conflicts != 1 || len(preview.Examples) != 1 ||
		preview.Examples[0].Old.Value.Mantissa != 7100 || preview.Examples[0].New.Value.Mantissa != 7150 {
		t.Errorf("preview = %+v", preview)
	}
	wantValues(t, v, p, "70.00", "71.50", "72.00")
	v = reopenVault(t, v)
	wantValues(t, v, p, "70.00", "71.50", "72.00")
	undoBatch(t, v, second)
	wantValues(t, v, p, "70.00", "71.00")
}

func TestUndoingAnImportLeavesWhatALaterOneAlsoBrought(t *testing.T) {
	v, p := newTestVault(t)
	var a, b []row
	for i := range int64(9000) {
		a = append(a, weight(i, 7000+i%50))
	}
	b = slices.Clone(a)
	for i := range int64(100) {
		b = append(b, weight(20_000+i, 8000+i))
	}
	night := health.Entry{Kind: health.SleepNight, Source: "test:nights", Start: 5000, Fields: []health.Field{{Name: "snoring", Text: "12"}}}
	_, first := importRows(t, v, p, a, night)
	preview, second := importRows(t, v, p, b, night)
	if preview.New != 100 || preview.Duplicates != len(a)+1 || preview.Conflicts != 0 {
		t.Fatalf("preview = %+v", preview)
	}
	before := readings(t, v, p, "weight")
	undoBatch(t, v, first)
	check := func() {
		t.Helper()
		after := readings(t, v, p, "weight")
		if len(after) != len(before) {
			t.Fatalf("%d readings after the undo, %d before", len(after), len(before))
		}
		for i := range after {
			if after[i].Sample != before[i].Sample || after[i].Batch != second {
				t.Fatalf("reading %d differs", i)
			}
		}
		if es := entriesOf(t, v, p); len(es) != 1 || es[0].Batch != second || es[0].Field("snoring") != "12" {
			t.Errorf("entries = %+v", es)
		}
	}
	check()
	v = reopenVault(t, v)
	check()
	if again, id := importRows(t, v, p, b, night); again.New != 0 || again.Conflicts != 0 || id != (health.BatchID{}) {
		t.Errorf("importing again: %+v, %v", again, id)
	}
	undoBatch(t, v, second)
	wantValues(t, v, p)
	if es := entriesOf(t, v, p); len(es) != 0 {
		t.Errorf("entries left: %d", len(es))
	}
	if err := v.UndoBatch(context.Background(), second); !errors.Is(err, ErrNoBatch) {
		t.Errorf("undoing again = %v", err)
	}
}

func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	rows := []row{weight(3, 7000), weight(3, 7050), weight(3, 7000), weight(1, 6900), weight(2, 6950)}
	for i := range 20 {
		v, p := newTestVault(t)
		mixed := slices.Clone(rows)
		r := rand.New(rand.NewPCG(1, uint64(i)))
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		preview, _ := importRows(t, v, p, mixed)
		if preview.New != 3 || preview.Duplicates != 1 || preview.Conflicts != 1 {
			t.Fatalf("preview = %+v", preview)
		}
		wantValues(t, v, p, "69.00", "69.50", "70.50")
		if again, id := importRows(t, v, p, mixed); again.New+again.Conflicts != 0 || again.Duplicates != 5 || id != (health.BatchID{}) {
			t.Fatalf("again = %+v", again)
		}
	}
}

// model is the vault as a plain list of imports: what is visible is worked out
// from scratch by the rules of docs/vault-format.md.
type model struct{ batches []modelBatch }

type modelBatch struct {
	id     health.BatchID
	rows   map[int64]int64 // minute to value, own rows and claims alike
	claims map[int64]bool
}

func (m *model) visible() map[int64]int64 {
	out := map[int64]int64{}
	for _, b := range m.batches {
		for k, v := range b.rows {
			if !b.claims[k] {
				out[k] = v
			}
		}
	}
	return out
}

func (m *model) add(id health.BatchID, rows map[int64]int64) {
	b := modelBatch{id: id, rows: rows, claims: map[int64]bool{}}
	now := m.visible()
	for k, v := range rows {
		if old, ok := now[k]; ok && old == v {
			b.claims[k] = true
		}
	}
	m.batches = append(m.batches, b)
}

func (m *model) undo(i int) {
	gone := m.batches[i]
	m.batches = slices.Delete(m.batches, i, i+1)
	for k := range gone.rows {
		if gone.claims[k] {
			continue
		}
		for _, b := range m.batches[i:] {
			if _, ok := b.rows[k]; !ok {
				continue
			}
			delete(b.claims, k)
			break
		}
	}
}

func TestManyImportsAndUndosAgreeWithTheRules(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, seed))
			v, p := newTestVault(t)
			var m model
			for step := range 40 {
				if len(m.batches) > 0 && r.IntN(3) == 0 {
					i := r.IntN(len(m.batches))
					undoBatch(t, v, m.batches[i].id)
					m.undo(i)
				} else {
					rows := map[int64]int64{}
					var list []row
					for range 1 + r.IntN(30) {
						k, x := r.Int64N(25), 7000+r.Int64N(3)
						if _, ok := rows[k]; !ok {
							rows[k] = x
							list = append(list, weight(k, x))
						}
					}
					if _, id := importRows(t, v, p, list); id != (health.BatchID{}) {
						m.add(id, rows)
					}
				}
				got := map[int64]int64{}
				for _, rd := range readings(t, v, p, "weight") {
					got[(rd.Start-testNow.UnixMilli())/60_000] = rd.Value.Mantissa
				}
				if want := m.visible(); !reflect.DeepEqual(got, want) {
					t.Fatalf("step %d: got %v, want %v", step, got, want)
				}
				if step%10 == 9 {
					v = reopenVault(t, v)
				}
			}
			want := []string{}
			for _, rd := range readings(t, v, p, "weight") {
				want = append(want, rd.Value.String())
			}
			wantValues(t, v, p, want...)
		})
	}
}

func TestWhatALaterImportInheritsStandsAsThatOneWroteIt(t *testing.T) {
	v, p := newTestVault(t)
	_, first := importRows(t, v, p, []row{weight(0, 7000), weight(1, 7100), weight(2, 7200)})
	again := []row{weight(0, 7000), weight(1, 7100), weight(2, 7200), weight(3, 7300)}
	again[0].Form = health.DecimalComma
	again[0].Origin = health.Origin{Row: 40}
	again[1].Value = health.Decimal{Mantissa: 710, Places: 1}
	again[1].Origin = health.Origin{Row: 41}
	_, second := importRows(t, v, p, again)
	undoBatch(t, v, first)
	var got []string
	for _, r := range readings(t, v, p, "weight") {
		got = append(got, fmt.Sprintf("%d %q", r.Origin.Row, r.Text()))
		if r.Batch != second {
			t.Errorf("row %d is of another import", r.Origin.Row)
		}
	}
	want := []string{`40 "70,00"`, `41 ""`, `4 "72.00"`, `5 "73.00"`}
	if !slices.Equal(got, want) {
		t.Errorf("rows and texts %v, want %v", got, want)
	}
}
