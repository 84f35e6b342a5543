package vault

import (
	"slices"
	"testing"
)

func TestAnImportIsThereAfterClosingAndOpening(t *testing.T) {
	v, p := newTestVault(t)
	var rows []row
	for i := range int64(20_000) {
		rows = append(rows, weight(i, 7000+i%977))
	}
	preview, id := importRows(t, v, p, rows)
	if preview.New != len(rows) || preview.Duplicates != 0 || preview.Conflicts != 0 {
		t.Errorf("preview = %+v", preview)
	}
	check := func(v *Vault) {
		t.Helper()
		got := readings(t, v, p, "weight")
		if len(got) != len(rows) {
			t.Fatalf("%d readings, want %d", len(got), len(rows))
		}
		for i, r := range got {
			if r.Sample != rows[i].Sample || r.Source != "csv:file" || r.Batch != id {
				t.Fatalf("reading %d differs", i)
			}
		}
		batches, err := v.Batches()
		if err != nil || len(batches) != 1 || batches[0].New != len(rows) || batches[0].Title != "weights.zip" || !slices.Equal(batches[0].Files, []string{"folder/weights.csv"}) {
			t.Errorf("batches = %+v, %v", batches, err)
		}
	}
	check(v)
	check(reopenVault(t, v))
}
