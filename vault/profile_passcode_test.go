package vault

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
)

var ownPasscode = []byte("468135")

// withAPasscode is a vault in which Bo has a passcode and is closed, and a clock.
func withAPasscode(t testing.TB) (v *Vault, ada, bo health.ProfileID, clock *time.Time) {
	t.Helper()
	v, ada, bo = twoPeople(t)
	now := testNow
	v.now = func() time.Time { return now }
	rows := []row{weight(0, 7000), weight(1, 7100)}
	note := health.Entry{Kind: health.Note, Source: "csv:file", Start: at(1, health.Decimal{}).Start, Fields: []health.Field{{Name: "text", Text: "x"}}}
	importRows(t, v, bo, rows, note)
	remove1(t, v, bo, weightAt(0))
	if err := v.SetProfilePasscode(context.Background(), bo, ownPasscode); err != nil {
		t.Fatal(err)
	}
	if v.ProfileClosed(bo) || !v.ProfileHasPasscode(bo) {
		t.Error("who sets a passcode is shut out at once")
	}
	v.CloseProfile(bo)
	return v, ada, bo, &now
}

func TestNothingOfAClosedProfileIsRead(t *testing.T) {
	ctx := context.Background()
	v, ada, bo, _ := withAPasscode(t)
	m := Identity{Metric: "weight", Source: "csv:file", Start: weightAt(1).Start}
	// What reads or changes the content of a profile.
	refused := map[string]func() error{
		"Add": func() error {
			return v.Add(ctx, bo, []health.Reading{{Metric: "weight", Sample: at(5, health.Int(70))}}, nil)
		},
		"Blob":    func() error { _, err := v.Blob(ctx, bo, strings.Repeat("0", 32)); return err },
		"Brought": func() error { _, err := v.Brought(ctx, bo); return err },
		"Correct": func() error {
			return v.Correct(ctx, bo, nil, []health.Reading{{Metric: "weight", Sample: at(5, health.Int(70))}}, nil)
		},
		"Days": func() error {
			_, err := v.Days(ctx, bo, "weight", health.Date{Year: 2020, Month: 1, Day: 1}, health.Date{Year: 2030, Month: 1, Day: 1})
			return err
		},
		"Delete":        func() error { _, err := v.Delete(ctx, bo, []Identity{m}); return err },
		"DeleteSource":  func() error { _, err := v.DeleteSource(ctx, bo, "csv:file"); return err },
		"Distinct":      func() error { _, err := v.Distinct(ctx, bo, "weight"); return err },
		"Entries":       func() error { return errorOf(v.Entries(ctx, bo, minTime, afterTime)) },
		"Move":          func() error { _, err := v.Move(ctx, bo, ada, []Identity{m}); return err },
		"MoveAll":       func() error { _, err := v.MoveAll(ctx, ada, bo, Selection{}); return err },
		"Overview":      func() error { _, err := v.Overview(ctx, bo, "weight", "csv:file", 0, 1<<50, 10); return err },
		"Pictures":      func() error { _, err := v.Pictures(bo); return err },
		"Preference":    func() error { _, err := v.Preference(bo, "x"); return err },
		"Readings":      func() error { return errorOf(v.Readings(ctx, bo, "weight", minTime, afterTime)) },
		"Series":        func() error { _, err := v.Series(bo); return err },
		"SetPreference": func() error { return v.SetPreference(ctx, bo, "x", []byte("y")) },
		"SetProfile":    func() error { return v.SetProfile(health.Profile{ID: bo, Name: "Bob"}) },
		"SourceReadings": func() error {
			return errorOf(v.SourceReadings(ctx, bo, "weight", "csv:file", minTime, afterTime))
		},
		"UndoBatch": func() error {
			s, err := v.snapshot()
			if err != nil {
				return err
			}
			return v.UndoBatch(ctx, s.container(bo).nodes[0].batch.ID)
		},
		"UndoDeletion": func() error {
			s, err := v.snapshot()
			if err != nil {
				return err
			}
			return v.UndoDeletion(ctx, s.container(bo).nodes[1].batch.ID)
		},
		"Versions": func() error { _, err := v.Versions(ctx, bo, m); return err },
		"MakeIndependent": func() error {
			_, _, err := v.MakeIndependent(ctx, bo, v.Path()+".own", testPassword, testOptions(), nil)
			return err
		},
	}
	// What tells nothing of anybody's content, or what goes on for a closed profile
	// as well.
	others := []string{
		"AcceptRollback", "AccountEnding", "AddBackup", "AddProfile", "AnchorError", "Attach", "AttachAs", "Backups", "Batches",
		"ChangePassword", "ChangeProfilePasscode", "CheckCopy", "PrepareRecoveryKey", "RekeyWith", "RememberProof", "UseRecoveryKey", "Choice", "Close", "CloseProfile", "Compact", "CompactionDue", "Confirm", "CopyTo",
		"DeleteProfile", "DeleteProfileNow", "Deletions", "Devices", "EndAccount", "Farewells", "ForgetBackup", "ForgetDevice", "Inbox",
		"KeepAccount", "KeysLocked", "LastChangeMayBeMissing", "LastVerification", "MigrationFailed", "Moves", "NewRecoveryKey",
		"OpenInbox", "OpenProfile", "Path", "PictureName", "ProfileClosed", "ProfileHasPasscode", "Profiles", "PutDevice", "QuickUnlock",
		"ReactivateProfile", "ReadOnly", "Rekey", "RememberVerification", "RemoveIndependent", "RemoveProfilePasscode", "RemoveProfilePasscodeByRecoveryKey", "Rollback", "SameContent",
		"SetChoice", "SetProfilePasscode", "SparesUsed", "Stage", "UndoMove", "Verify",
	}
	of := reflect.TypeFor[*Vault]()
	for i := range of.NumMethod() {
		name := of.Method(i).Name
		do, listed := refused[name]
		switch {
		case !listed && !slices.Contains(others, name):
			t.Errorf("%s is new: say here whether it reads of a closed profile", name)
		case do == nil:
		default:
			if err := do(); !errors.Is(err, ErrProfileLocked) {
				t.Errorf("%s of a closed profile: %v", name, err)
			}
		}
	}
	for what, list := range map[string]func() (int, error){
		"imports":   func() (int, error) { l, err := v.Batches(); return len(l), err },
		"deletions": func() (int, error) { l, err := v.Deletions(); return len(l), err },
		"moves":     func() (int, error) { l, err := v.Moves(); return len(l), err },
	} {
		if n, err := list(); err != nil || n > 0 {
			t.Errorf("%s of a closed profile: %d, %v", what, n, err)
		}
	}
	if ps, err := v.Profiles(); err != nil || len(ps) != 2 || ps[1].Name != "Bo" {
		t.Errorf("profiles = %+v, %v", ps, err)
	}
	if err := v.OpenProfile(ctx, bo, ownPasscode); err != nil {
		t.Fatal(err)
	}
	for name, do := range refused {
		if name == "Entries" || name == "Readings" || name == "Series" || name == "Versions" {
			if err := do(); err != nil {
				t.Errorf("%s of an open one: %v", name, err)
			}
		}
	}
}

func errorOf[T any](seq func(func(T, error) bool)) (out error) {
	for _, err := range seq {
		if err != nil {
			out = err
		}
	}
	return out
}

func TestAClosedProfileTakesImportsAndIsLookedAfter(t *testing.T) {
	ctx := context.Background()
	v, _, bo, _ := withAPasscode(t)
	st := stageRows(t, v, bo, []row{weight(1, 9900), weight(7, 7700)})
	preview, err := st.Seal(ctx, nil)
	if err != nil || preview.New != 1 || preview.Conflicts != 1 || len(preview.Examples)+len(preview.Changed) > 0 {
		t.Errorf("preview = %+v, %v", preview, err)
	}
	if _, err := st.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, v)
	if _, err := v.Compact(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Rekey(ctx, testPassword, nil); err != nil {
		t.Fatal(err)
	}
	if !v.ProfileClosed(bo) {
		t.Error("other keys opened the profile")
	}
	v = reopenVault(t, v)
	if !v.ProfileClosed(bo) {
		t.Error("the profile is open in a vault that was opened")
	}
	if err := v.OpenProfile(ctx, bo, ownPasscode); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Compact(ctx, nil); err != nil {
		t.Fatal(err)
	}
	wantValues(t, v, bo, "99.00", "77.00")
}

func TestWrongTriesOfAProfilesPasscodeCountAcrossReopening(t *testing.T) {
	ctx := context.Background()
	v, _, bo, clock := withAPasscode(t)
	key, err := v.NewRecoveryKey(ctx)
	if err != nil {
		t.Fatal(err)
	}
	wrong := []byte("135790")
	tried := func(passcode []byte) *PasscodeError {
		t.Helper()
		err := v.OpenProfile(ctx, bo, passcode)
		e, ok := errors.AsType[*PasscodeError](err)
		if !ok {
			t.Fatalf("try = %v", err)
		}
		return e
	}
	for i := range PasscodeTries {
		if i > 0 {
			// A try that comes too soon is none, and also the right one has to wait.
			if e := tried(ownPasscode); !errors.Is(e, ErrPasscodeWait) || e.Left != PasscodeTries-i || e.Wait != passcodeWaits[i] {
				t.Errorf("try %d, too soon: %+v", i, e)
			}
		}
		*clock = clock.Add(passcodeWaits[i])
		e := tried(wrong)
		want := ErrWrongPasscode
		if i == PasscodeTries-1 {
			want = ErrPasscodeSpent
		}
		if !errors.Is(e, want) || e.Left != PasscodeTries-1-i {
			t.Errorf("try %d: %+v", i, e)
		}
		now := v.now
		v = reopenVault(t, v)
		v.now = now
	}
	*clock = clock.Add(24 * time.Hour)
	if e := tried(ownPasscode); !errors.Is(e, ErrPasscodeSpent) {
		t.Errorf("the right one after all tries: %+v", e)
	}
	if err := v.RemoveProfilePasscode(ctx, bo, ownPasscode); !errors.Is(err, ErrPasscodeSpent) {
		t.Errorf("removed by a spent passcode: %v", err)
	}
	other := newRecoveryCode()
	if err := v.RemoveProfilePasscodeByRecoveryKey(ctx, bo, other.text()); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("another recovery key: %v", err)
	}
	if err := v.RemoveProfilePasscodeByRecoveryKey(ctx, bo, string(testPassword)); !errors.Is(err, ErrBadRecoveryKey) {
		t.Errorf("the account's password: %v", err)
	}
	if err := v.RemoveProfilePasscodeByRecoveryKey(ctx, bo, key); err != nil {
		t.Fatal(err)
	}
	v = reopenVault(t, v)
	wantValues(t, v, bo, "71.00")
	if v.ProfileHasPasscode(bo) {
		t.Error("the passcode is still there")
	}
}

func TestAProfilesPasscodeIsChangedAndTakenOffByWhoKnowsIt(t *testing.T) {
	ctx := context.Background()
	v, ada, bo, clock := withAPasscode(t)
	next := []byte("907214")
	pause := func() { *clock = clock.Add(time.Hour) }
	for _, c := range []struct {
		what string
		err  error
		want error
	}{
		{"another one over it", v.SetProfilePasscode(ctx, bo, next), ErrHasPasscode},
		{"a weak one", v.SetProfilePasscode(ctx, ada, []byte("123456")), ErrWeakPasscode},
		{"changed to a weak one", v.ChangeProfilePasscode(ctx, bo, ownPasscode, []byte("1")), ErrWeakPasscode},
		{"changed by a wrong one", v.ChangeProfilePasscode(ctx, bo, next, next), ErrWrongPasscode},
		{"of nobody", v.SetProfilePasscode(ctx, health.ProfileID{4}, next), ErrNoProfile},
		{"of the inbox", v.SetProfilePasscode(ctx, openInbox(t, v), next), ErrNoProfile},
		{"opened without one", v.OpenProfile(ctx, ada, next), ErrNoProfilePasscode},
		{"removed without one", v.RemoveProfilePasscode(ctx, ada, next), ErrNoProfilePasscode},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v", c.what, c.err)
		}
	}
	pause()
	if err := v.ChangeProfilePasscode(ctx, bo, ownPasscode, next); err != nil {
		t.Fatal(err)
	}
	v.CloseProfile(bo)
	if err := v.OpenProfile(ctx, bo, ownPasscode); !errors.Is(err, ErrWrongPasscode) {
		t.Errorf("the old one: %v", err)
	}
	pause()
	if err := v.OpenProfile(ctx, bo, next); err != nil {
		t.Fatal(err)
	}
	if err := v.RemoveProfilePasscode(ctx, bo, next); err != nil {
		t.Fatal(err)
	}
	v.CloseProfile(bo)
	if v.ProfileClosed(bo) {
		t.Error("a profile without a passcode is closed")
	}
	wantValues(t, v, bo, "71.00")
	wantWhole(t, v)
}

func TestAVaultOfOnesOwnNeedsNoPasscode(t *testing.T) {
	ctx := context.Background()
	v, _, bo, _ := withAPasscode(t)
	if err := v.OpenProfile(ctx, bo, ownPasscode); err != nil {
		t.Fatal(err)
	}
	path := v.Path() + ".own"
	if _, _, err := v.MakeIndependent(ctx, bo, path, testPassword, testOptions(), nil); err != nil {
		t.Fatal(err)
	}
	own, err := Open(ctx, path, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := own.Close(); err != nil {
			t.Error(err)
		}
	}()
	if own.ProfileHasPasscode(bo) {
		t.Error("it still asks for the passcode")
	}
	wantValues(t, own, bo, "71.00")
}

func TestAReadingVaultTriesNoPasscode(t *testing.T) {
	ctx := context.Background()
	v, _, bo, _ := withAPasscode(t)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	o := testOptions()
	o.ReadOnly = true
	r, err := Open(ctx, v.Path(), testPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := r.OpenProfile(ctx, bo, ownPasscode); !errors.Is(err, ErrReadOnly) || !r.ProfileClosed(bo) {
		t.Errorf("open = %v", err)
	}
}
