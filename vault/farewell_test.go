package vault

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"vitalkeep/health"
)

// clockOptions returns options whose clock the test sets.
func clockOptions(now *time.Time) Options {
	o := testOptions()
	o.Now = func() time.Time { return *now }
	return o
}

const day = 24 * time.Hour

func openAt(t testing.TB, path string, now *time.Time) *Vault {
	t.Helper()
	v, err := Open(context.Background(), path, testPassword, clockOptions(now))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func closeVault(t testing.TB, v *Vault) {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

func names(t testing.TB, v *Vault) (out []string) {
	t.Helper()
	ps, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range ps {
		out = append(out, p.Name)
	}
	return out
}

func compactVault(t testing.TB, v *Vault) CompactReport {
	t.Helper()
	r, err := v.Compact(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestADeletedProfileLeavesAfterSevenDaysOfTheVaultsOwnCount(t *testing.T) {
	v, ada, bo, _ := fullVault(t)
	path := v.Path()
	closeVault(t, v)
	now := testNow
	v = openAt(t, path, &now)
	if err := v.DeleteProfile(bo); err != nil {
		t.Fatal(err)
	}
	asked := now.UnixMilli()
	for d := range 7 {
		list, err := v.Farewells()
		if want := []Farewell{{bo, asked, time.Duration(7-d) * day}}; err != nil || !slices.Equal(list, want) {
			t.Fatalf("day %d: farewells = %v, %v", d, list, err)
		}
		if v.CompactionDue() != (d == 0) { // of the undo in fullVault
			t.Errorf("day %d: compaction due: %v", d, v.CompactionDue())
		}
		if r := compactVault(t, v); len(r.Profiles) > 0 {
			t.Fatalf("gone on day %d", d)
		}
		if len(readings(t, v, bo, "heart_rate")) != bosRates {
			t.Errorf("day %d: the leaving profile cannot be read", d)
		}
		now = now.Add(day / 2)
		closeVault(t, v)
		now = now.Add(day / 2)
		v = openAt(t, path, &now)
	}
	if !v.CompactionDue() {
		t.Error("no compaction is due after seven days")
	}
	s, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	doomed := map[uint64][]byte{}
	objects := sealedObjects(t, v)
	for _, l := range s.live() {
		if l.of != nil && l.of.id == [16]byte(bo) {
			doomed[l.ref.id] = objects[l.ref.id]
		}
	}
	if len(doomed) < 5 {
		t.Fatalf("%d objects of the profile", len(doomed))
	}
	if r := compactVault(t, v); !slices.Equal(r.Profiles, []health.ProfileID{bo}) {
		t.Errorf("gone: %v", r.Profiles)
	}
	wantGone(t, path, doomed)
	wantWhole(t, v)
	if got := names(t, v); !slices.Equal(got, []string{"Ada"}) {
		t.Errorf("profiles: %v", got)
	}
	for _, err := range v.Readings(context.Background(), bo, "heart_rate", minTime, afterTime) {
		if !errors.Is(err, ErrNoProfile) {
			t.Errorf("reading the profile that is gone: %v", err)
		}
	}
	if len(readings(t, v, ada, "heart_rate")) != adasRates {
		t.Error("another profile lost something")
	}
	if v.CompactionDue() {
		t.Error("compaction is due still")
	}
	closeVault(t, v)
}

func TestAWrongClockEndsNoFarewellEarly(t *testing.T) {
	const decade = 3653 * day
	for name, step := range map[string]func(i int) time.Duration{
		"ten years forward":                   func(int) time.Duration { return decade },
		"ten years back":                      func(int) time.Duration { return -decade },
		"forward and back again and again":    func(i int) time.Duration { return []time.Duration{decade, 0}[i%2] },
		"back and forward again and again":    func(i int) time.Duration { return []time.Duration{-decade, 0}[i%2] },
		"some hours to and fro":               func(i int) time.Duration { return []time.Duration{20 * time.Hour, -20 * time.Hour}[i%2] },
		"as far as a number goes and further": func(i int) time.Duration { return []time.Duration{1<<63 - 1, -1 << 63}[i%2] },
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := newTestVault(t)
			path := v.Path()
			bo, err := v.AddProfile(health.Profile{Name: "Bo"})
			if err != nil {
				t.Fatal(err)
			}
			closeVault(t, v)
			real := testNow
			now := real
			v = openAt(t, path, &now)
			if err := v.DeleteProfile(bo.ID); err != nil {
				t.Fatal(err)
			}
			closeVault(t, v)
			// Five days pass and a step of the clock comes to each of 10 openings.
			// What that gains is a day at most.
			for i := range 10 {
				real = real.Add(5 * day / 10)
				now = real.Add(step(i))
				v = openAt(t, path, &now)
				if v.CompactionDue() || (i%6 == 5 && len(compactVault(t, v).Profiles) > 0) {
					t.Fatalf("gone at opening %d", i)
				}
				closeVault(t, v)
			}
			for range 8 { // the clock is right again
				real = real.Add(day)
				now = real
				v = openAt(t, path, &now)
				closeVault(t, v)
			}
			v = openAt(t, path, &now)
			compactVault(t, v)
			if got := names(t, v); !slices.Equal(got, []string{"Ada"}) {
				t.Errorf("profiles eight days later: %v", got)
			}
			closeVault(t, v)
		})
	}
}

func TestAReactivatedProfileStays(t *testing.T) {
	v, _, bo, _ := fullVault(t)
	path := v.Path()
	closeVault(t, v)
	now := testNow
	v = openAt(t, path, &now)
	if err := errors.Join(v.DeleteProfile(bo), v.DeleteProfile(bo)); err != nil {
		t.Fatal(err)
	}
	for range 8 {
		closeVault(t, v)
		now = now.Add(day)
		v = openAt(t, path, &now)
	}
	want := shownBy(t, v)
	if err := v.ReactivateProfile(bo); err != nil {
		t.Fatal(err)
	}
	if list, err := v.Farewells(); err != nil || len(list) > 0 {
		t.Errorf("farewells = %v, %v", list, err)
	}
	if r := compactVault(t, v); len(r.Profiles) > 0 {
		t.Error("gone after it was reactivated")
	}
	wantContent(t, v, want)
	if err := v.ReactivateProfile(health.ProfileID{7}); !errors.Is(err, ErrNoProfile) {
		t.Errorf("reactivating nobody = %v", err)
	}
	if err := v.DeleteProfile(health.ProfileID{7}); !errors.Is(err, ErrNoProfile) {
		t.Errorf("deleting nobody = %v", err)
	}
	closeVault(t, v)
}

func TestTheMainProfileIsTheLastToLeave(t *testing.T) {
	ctx := context.Background()
	v, ada, bo, _ := fullVault(t)
	path := v.Path()
	if err := v.DeleteProfile(ada); !errors.Is(err, ErrMainProfile) {
		t.Errorf("the main one first: %v", err)
	}
	if err := v.DeleteProfileNow(ctx, ada, nil); !errors.Is(err, ErrMainProfile) {
		t.Errorf("the main one first, now: %v", err)
	}
	if err := errors.Join(v.DeleteProfile(bo), v.DeleteProfile(ada)); err != nil {
		t.Fatal(err)
	}
	if err := v.DeleteProfileNow(ctx, ada, nil); !errors.Is(err, ErrMainProfile) {
		t.Errorf("the main one while another is leaving, now: %v", err)
	}
	if err := v.ReactivateProfile(bo); err != nil {
		t.Fatal(err)
	}
	if list, err := v.Farewells(); err != nil || len(list) > 0 {
		t.Errorf("the main profile leaves another behind: %v, %v", list, err)
	}
	if err := errors.Join(v.DeleteProfile(bo), v.DeleteProfile(ada)); err != nil {
		t.Fatal(err)
	}
	if _, err := v.AddProfile(health.Profile{Name: "Cy"}); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	now := testNow
	for range 8 {
		now = now.Add(day)
		v = openAt(t, path, &now)
		closeVault(t, v)
	}
	v = openAt(t, path, &now)
	compactVault(t, v)
	if got := names(t, v); !slices.Equal(got, []string{"Ada", "Cy"}) {
		t.Errorf("profiles: %v", got)
	}
	ps, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	if err := v.DeleteProfileNow(ctx, ps[1].ID, nil); err != nil {
		t.Fatal(err)
	}
	if r := compactVault(t, v); !r.Ended {
		t.Errorf("the main profile is still there: %+v", r)
	}
	closeVault(t, v)
}

func TestAVaultWhoseLastProfileWasRemovedTakesAnother(t *testing.T) {
	v, ada := newTestVault(t)
	if err := v.DeleteProfileNow(t.Context(), ada, nil); err != nil {
		t.Fatal(err)
	}
	if got := names(t, v); len(got) > 0 {
		t.Errorf("profiles: %v", got)
	}
	wantWhole(t, v)
	if p, err := v.AddProfile(health.Profile{Name: "Di"}); err != nil || !p.Main {
		t.Errorf("the first profile after that: %+v, %v", p, err)
	}
}

func TestAProfileDeletedNowLeavesNothing(t *testing.T) {
	v, _, bo, _ := fullVault(t)
	want := len(names(t, v)) - 1
	s, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	doomed, objects := map[uint64][]byte{}, sealedObjects(t, v)
	for _, l := range s.live() {
		if l.of != nil && l.of.id == [16]byte(bo) {
			doomed[l.ref.id] = objects[l.ref.id]
		}
	}
	if err := v.DeleteProfileNow(context.Background(), health.ProfileID{9}, nil); !errors.Is(err, ErrNoProfile) {
		t.Errorf("nobody = %v", err)
	}
	if err := v.DeleteProfileNow(context.Background(), bo, nil); err != nil {
		t.Fatal(err)
	}
	wantGone(t, v.Path(), doomed)
	if len(names(t, v)) != want {
		t.Errorf("profiles: %v", names(t, v))
	}
	v = reopenVault(t, v)
	wantWhole(t, v)
}

// TestSevenDaysPassOneByOne looks at the clock in many ways in which people use a
// computer; each of them makes the seven days neither shorter nor endless.
func TestSevenDaysPassOneByOne(t *testing.T) {
	for name, c := range map[string]struct {
		every time.Duration // between closing and opening again
		least int           // openings at which the profile is still there
		most  int           // after which it is gone
	}{
		"opened every hour":      {time.Hour, 167, 168},
		"opened twice a day":     {12 * time.Hour, 13, 14},
		"opened every day":       {day, 6, 7},
		"closed for three weeks": {21 * day, 6, 7}, // a day is counted of each
	} {
		t.Run(name, func(t *testing.T) {
			v, ada := newTestVault(t)
			path := v.Path()
			bo, err := v.AddProfile(health.Profile{Name: "Bo"})
			if err != nil {
				t.Fatal(err)
			}
			importRows(t, v, ada, heartRates(20))
			adas := personIn(t, v, ada)
			closeVault(t, v)
			now := testNow
			v = openAt(t, path, &now)
			if err := v.DeleteProfile(bo.ID); err != nil {
				t.Fatal(err)
			}
			left := farewellTime
			for n := 1; ; n++ {
				closeVault(t, v)
				now = now.Add(c.every)
				v = openAt(t, path, &now)
				list, err := v.Farewells()
				if err != nil || len(list) != 1 || list[0].Remaining >= left {
					t.Fatalf("opening %d: %v left after %v, %v", n, list, left, err)
				}
				left = list[0].Remaining
				if due := v.CompactionDue(); due != (left == 0) || (due && n < c.most) || n > c.most {
					t.Fatalf("opening %d: due %v, %v left", n, due, left)
				}
				if left == 0 {
					break
				}
			}
			if got := names(t, v); len(got) != 2 {
				t.Errorf("gone before a compaction: %v", got)
			}
			compactVault(t, v)
			if got := names(t, v); !slices.Equal(got, []string{"Ada"}) || personIn(t, v, ada) != adas {
				t.Errorf("profiles afterwards: %v", got)
			}
			closeVault(t, v)
		})
	}
}

func TestWhoIsReactivatedAtTheLastMomentStaysWithEverything(t *testing.T) {
	v, ada, bo := independentStory(t)
	path := v.Path()
	closeVault(t, v)
	now := testNow
	v = openAt(t, path, &now)
	bos, adas := personIn(t, v, bo), personIn(t, v, ada)
	for round := range 2 {
		if err := v.DeleteProfile(bo); err != nil {
			t.Fatal(err)
		}
		for range 7 {
			closeVault(t, v)
			now = now.Add(day)
			v = openAt(t, path, &now)
		}
		list, err := v.Farewells()
		if err != nil || len(list) != 1 || list[0].Remaining != 0 || !v.CompactionDue() {
			t.Fatalf("round %d: %v, %v", round, list, err)
		}
		if err := v.ReactivateProfile(bo); err != nil { // the next deletion has seven days again
			t.Fatal(err)
		}
		if personIn(t, v, bo) != bos || personIn(t, v, ada) != adas {
			t.Error("the farewell changed something")
		}
	}
	if r := compactVault(t, v); len(r.Profiles) > 0 || r.Ended {
		t.Errorf("left: %+v", r)
	}
	closeVault(t, v)
	now = now.Add(30 * day)
	v = openAt(t, path, &now)
	compactVault(t, v)
	if got := names(t, v); !slices.Equal(got, []string{"Ada", "Bo"}) {
		t.Errorf("profiles: %v", got)
	}
	closeVault(t, v)
}

func TestWhatIsSharedWithWhoLeavesStaysWithTheOthers(t *testing.T) {
	v, ada, bo := independentStory(t)
	path := v.Path()
	closeVault(t, v)
	now := testNow
	v = openAt(t, path, &now)
	compactVault(t, v) // makes deletions final, of all
	if err := v.DeleteProfile(bo); err != nil {
		t.Fatal(err)
	}
	for range 7 {
		closeVault(t, v)
		now = now.Add(day)
		v = openAt(t, path, &now)
	}
	s, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	doomed, objects := map[uint64][]byte{}, sealedObjects(t, v)
	for _, l := range s.live() {
		if (l.of != nil && l.of.id == [16]byte(bo)) || l.kind == kindSettings {
			doomed[l.ref.id] = objects[l.ref.id]
		}
	}
	adas := personIn(t, v, ada)
	compactVault(t, v)
	wantGone(t, path, doomed)
	devices, err := v.Devices()
	if err != nil || len(devices) != 3 || slices.ContainsFunc(devices, func(d health.Device) bool {
		return d.Nickname == "Bo's own" || slices.Contains(d.Owners, bo)
	}) {
		t.Errorf("devices: %+v, %v", devices, err)
	}
	closeVault(t, v)
	v = openAt(t, path, &now)
	wantWhole(t, v)
	if personIn(t, v, ada) != adas || !slices.Equal(names(t, v), []string{"Ada"}) {
		t.Error("who stayed lost something")
	}
	closeVault(t, v)
}

func FuzzFarewell(f *testing.F) {
	f.Add(encodeFarewell(&farewell{asked: 1_700_000_000_000, seen: 1_700_000_001_000, counted: 1000}), int64(1_800_000_000_000))
	f.Add([]byte{1, 1, 0}, int64(-5))
	f.Fuzz(func(t *testing.T, b []byte, now int64) {
		d := decodeFarewell(b)
		if d == nil {
			return
		}
		next := d.observed(min(max(now, -maxTime), maxTime))
		if next.counted < 0 || next.counted > farewellTime.Milliseconds() || next.counted > d.counted+farewellStep.Milliseconds() {
			t.Errorf("%+v after %+v", next, d)
		}
		if again := decodeFarewell(encodeFarewell(next)); again == nil || *again != *next {
			t.Errorf("%+v does not come back", next)
		}
	})
}
