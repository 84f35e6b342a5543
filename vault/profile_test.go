package vault

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"vitalkeep/health"
)

// tinyPicture is what the vault takes for a picture: it never looks inside.
var tinyPicture = bytes.Repeat([]byte("round"), 40)

func TestWhatIsSaidOfAPersonIsKept(t *testing.T) {
	ctx := context.Background()
	v, p := newTestVault(t)
	name, err := v.Attach(ctx, p, tinyPicture)
	if err != nil {
		t.Fatal(err)
	}
	want := health.Profile{
		ID: p, Name: "Ada", Main: true, Zone: "Europe/Rome", Picture: name,
		Born: health.Date{Year: 1984, Month: 2, Day: 29}, Sex: health.Female, Week: health.SundayWeek, Dates: health.YearFirst,
	}
	if err := v.SetProfile(want); err != nil {
		t.Fatal(err)
	}
	v = reopenVault(t, v)
	importRows(t, v, p, []row{weight(0, 7000)})
	if _, err := v.Compact(ctx, nil); err != nil {
		t.Fatal(err)
	}
	v = reopenVault(t, v)
	list, err := v.Profiles()
	if err != nil || len(list) != 1 || list[0] != want {
		t.Errorf("%+v, %v", list, err)
	}
	if got, err := v.Blob(ctx, p, name); err != nil || !bytes.Equal(got, tinyPicture) {
		t.Errorf("the picture after a compaction: %d bytes, %v", len(got), err)
	}
	want.Picture = ""
	if err := v.SetProfile(want); err != nil {
		t.Fatal(err)
	}
	v = reopenVault(t, v)
	if _, err := v.Compact(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Blob(ctx, p, name); err == nil {
		t.Error("a picture that nothing names any more is still there")
	}
}

func TestAPersonThatCannotBeIsRefused(t *testing.T) {
	v, p := newTestVault(t)
	for what, person := range map[string]health.Profile{
		"a day that does not exist": {Born: health.Date{Year: 2001, Month: 2, Day: 29}},
		"born before 1850":          {Born: health.Date{Year: 1849, Month: 1, Day: 1}},
		"a sex of another version":  {Sex: 9},
		"a week of another version": {Week: 9},
		"dates of another version":  {Dates: 9},
		"a picture's name":          {Picture: "../x"},
	} {
		person.ID, person.Name = p, "Ada"
		if err := v.SetProfile(person); !errors.Is(err, ErrBadProfile) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestAFileOf13BecomesOneOf14WhenMoreIsSaidOfAPerson(t *testing.T) {
	path, recovery := oldVault(t, "1.3")
	open := func() (*Vault, health.Profile) {
		t.Helper()
		v, err := OpenWithRecoveryKey(context.Background(), path, recovery, testOptions())
		if err != nil {
			t.Fatal(err)
		}
		list, err := v.Profiles()
		if err != nil {
			t.Fatal(err)
		}
		return v, list[0]
	}
	v, p := open()
	p.Name = "Other"
	if err := v.SetProfile(p); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	if m := minorOf(t, path); m != 3 {
		t.Errorf("minor version %d with a new name", m)
	}
	v, p = open()
	p.Week = health.SaturdayWeek
	if err := v.SetProfile(p); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	if m := minorOf(t, path); m != 4 {
		t.Errorf("minor version %d", m)
	}
	v, _ = open()
	wantWhole(t, v)
	closeVault(t, v)
}
