package vault

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"vitalkeep/health"
)

func TestAVaultRemembersItsBackups(t *testing.T) {
	v, p := newTestVault(t)
	first := BackupRecord{At: 1000, Path: "/media/stick/a.age", Digest: [32]byte{1}, Bytes: 12_345, ProvenAt: 2000, Profiles: []health.ProfileID{p}}
	second := BackupRecord{At: 3000, Path: "/media/stick/b.age", Digest: [32]byte{2}, Bytes: 1, OpenCopy: true}
	check := func(v *Vault, want ...BackupRecord) {
		t.Helper()
		got, err := v.Backups()
		if err != nil || len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Fatalf("backups = %+v, %v, want %+v", got, err, want)
		}
	}
	add := func(v *Vault, r BackupRecord) {
		t.Helper()
		if err := v.AddBackup(r); err != nil {
			t.Fatal(err)
		}
	}
	check(v)
	add(v, first)
	add(v, second)
	check(v, second, first)
	v = reopenVault(t, v)
	check(v, second, first)

	// Importing, undoing and renaming leave them alone.
	_, batch := importRows(t, v, p, []row{weight(0, 7000)})
	if err := v.UndoBatch(context.Background(), batch); err != nil {
		t.Fatal(err)
	}
	if err := v.SetProfile(health.Profile{ID: p, Name: "Eva"}); err != nil {
		t.Fatal(err)
	}
	check(v, second, first)

	// One that was written over another takes its place, one removed goes.
	first.At, first.Bytes = 4000, 6
	add(v, first)
	check(v, first, second)
	for range 2 {
		if err := v.ForgetBackup(second.Path); err != nil {
			t.Fatal(err)
		}
		check(v, first)
	}
	if report, err := v.Verify(context.Background(), nil); err != nil || len(report.Problems) != 0 || report.Orphans != 0 {
		t.Fatal(report, err)
	}
	check(reopenVault(t, v), first)
}

func TestAVaultRemembersWhenItWasReadWhole(t *testing.T) {
	v, _ := newTestVault(t)
	if _, known, err := v.LastVerification(); known || err != nil {
		t.Fatal(known, err)
	}
	report, err := v.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	report.Problems = make([]Problem, 3)
	if err := v.RememberVerification(report); err != nil {
		t.Fatal(err)
	}
	got, known, err := reopenVault(t, v).LastVerification()
	if want := (Verification{At: testNow.UnixMilli(), Problems: 3}); !known || err != nil || got != want {
		t.Fatal(got, known, err)
	}
}

func TestOnlyTheNewestBackupsAreRemembered(t *testing.T) {
	var s settings
	for i := range maxBackups + 5 {
		s.backups = append(s.backups, BackupRecord{Path: fmt.Sprint(i)})
	}
	v, _ := newTestVault(t)
	if err := v.changeSettings(func(next *state) error {
		next.settings = s
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := v.AddBackup(BackupRecord{Path: "new"}); err != nil {
		t.Fatal(err)
	}
	got, err := v.Backups()
	if err != nil || len(got) != maxBackups || got[0].Path != "new" || got[1].Path != fmt.Sprint(maxBackups+4) {
		t.Fatalf("%d backups, %v", len(got), err)
	}
}

func TestRecordsThatCannotBeAreRefused(t *testing.T) {
	v, _ := newTestVault(t)
	for name, r := range map[string]BackupRecord{
		"a place without end":    {Path: string(make([]byte, maxPlace+1))},
		"a size below zero":      {Bytes: -1},
		"a time beyond all time": {At: maxTime + 1},
		"a proof before all":     {ProvenAt: -maxTime - 1},
	} {
		if err := v.AddBackup(r); !errors.Is(err, ErrBadRecord) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDamagedSettingsKeepNobodyFromTheReadings(t *testing.T) {
	v, p := newTestVault(t)
	importRows(t, v, p, []row{weight(0, 7000)})
	if err := v.AddBackup(BackupRecord{At: 1, Path: "/a"}); err != nil {
		t.Fatal(err)
	}
	bad := v.state.Load().settingsRef
	noise := object{ref: bad, bytes: make([]byte, sealedSize)}
	name, err := v.keys.sparer(v.id).name(bad.id)
	if err != nil {
		t.Fatal(err)
	}
	spare := namedBytes{name: name}
	if err := v.applyStaged(change{puts: []object{noise}, spares: []namedBytes{spare}}); err != nil {
		t.Fatal(err)
	}
	v = reopenVault(t, v)
	if got := readings(t, v, p, "weight"); len(got) != 1 {
		t.Fatalf("%d readings", len(got))
	}
	if _, err := v.Backups(); !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
	if _, _, err := v.LastVerification(); !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
	report, err := v.Verify(context.Background(), nil)
	if err != nil || len(report.Problems) != 2 || report.Problems[0].Kind != "settings" || report.Problems[0].Object != bad.id {
		t.Fatal(report, err)
	}
	// The next backup begins a new record, and all is well again.
	if err := v.AddBackup(BackupRecord{At: 2, Path: "/b"}); err != nil {
		t.Fatal(err)
	}
	v = reopenVault(t, v)
	if got, err := v.Backups(); err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	if report, err := v.Verify(context.Background(), nil); err != nil || len(report.Problems) != 0 {
		t.Fatal(report, err)
	}
}

func TestSettingsThatCannotBeReadKeepNobodyFromWritingTheVaultAnew(t *testing.T) {
	for name, rewrite := range allRewritings() {
		v, _ := newTestVault(t)
		if err := v.AddBackup(BackupRecord{At: 1, Path: "somewhere"}); err != nil {
			t.Fatal(err)
		}
		id := v.state.Load().settingsRef.id
		spare, err := v.keys.sparer(v.id).name(id)
		if err != nil {
			t.Fatal(err)
		}
		closeTest(t, v)
		spoil(t, v.Path(), []uint64{id}, spare)
		v = openTest(t, v.Path())
		if _, err := v.Backups(); !errors.Is(err, ErrDamaged) {
			t.Errorf("backups = %v", err)
		}
		if err := rewrite(context.Background(), v); err != nil {
			t.Errorf("%s = %v", name, err)
		}
		wantWhole(t, v)
		if list, err := v.Backups(); err != nil || len(list) > 0 {
			t.Errorf("%s: backups = %v, %v", name, list, err)
		}
		closeTest(t, v)
	}
}
