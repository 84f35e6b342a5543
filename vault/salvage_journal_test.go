package vault

import (
	"bytes"
	"os"
	"testing"

	"vitalkeep/health"
)

// typedWreck is a vault with records that were folded and with some that wait.
func typedWreck(t testing.TB, waiting int) (w *wreck, records [][]byte) {
	t.Helper()
	w = new(wreck)
	w.path, _, w.recovery = closedVault(t)
	v := openTest(t, w.path)
	ps, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	p := ps[0].ID
	bo, err := v.AddProfile(health.Profile{Name: "Bo"})
	if err != nil {
		t.Fatal(err)
	}
	add1(t, v, bo.ID, []health.Reading{typedWeight(1, 6000)}, typedNote(2, "well"))
	for i := range int64(6) {
		add1(t, v, p, []health.Reading{typedWeight(10+i, 8000+i)})
	}
	importRows(t, v, p, []row{weight(100, 8100)}) // folds
	for i := range int64(waiting) {
		add1(t, v, p, []health.Reading{typedWeight(200+i, 8200+i)})
	}
	w.content = mustContent(t, v)
	s, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if err := v.store.records(func(_ uint64, value []byte) error {
		records = append(records, value)
		return nil
	}); err != nil || len(records) != len(s.journal) {
		t.Fatal(len(records), err)
	}
	closeTest(t, v)
	if w.raw, err = os.ReadFile(w.path); err != nil {
		t.Fatal(err)
	}
	return w, records
}

func TestWhatWasTypedIsSalvagedOnceAndOnlyOnce(t *testing.T) {
	for name, lose := range map[string]func(b []byte){
		"whole": func([]byte) {},
		// Without the freelist, only the chain tells what waits.
		"both meta pages": func(b []byte) { clear(b[:2*pageSize]) },
	} {
		w, _ := typedWreck(t, 5)
		b := bytes.Clone(w.raw)
		lose(b)
		report, v := w.salvaged(t, b)
		if mustContent(t, v) != w.content {
			t.Errorf("%s: other data", name)
		}
		if !report.Whole() {
			t.Errorf("%s: %+v", name, report)
		}
		closeTest(t, v)
	}
}

func TestALostRecordOfWhatWasTypedIsCounted(t *testing.T) {
	w, records := typedWreck(t, 5)
	for i, value := range records {
		b := bytes.Clone(w.raw)
		at := bytes.Index(b, value)
		for ; at >= 0; at = bytes.Index(b, value) { // in free pages, too
			b[at+100] ^= 1
		}
		report, v := w.salvaged(t, b)
		if report.InsertsLost != 1 || report.Whole() {
			t.Errorf("record %d: %+v", i, report)
		}
		ps, err := v.Profiles()
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, p := range ps {
			n += len(readings(t, v, p.ID, "weight"))
		}
		if n != 1+6+1+1+5-1 {
			t.Errorf("record %d: %d weights", i, n)
		}
		closeTest(t, v)
	}
}
