package backup

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// made returns proven backups of those times.
func made(t *testing.T, times ...string) []File {
	t.Helper()
	var files []File
	for _, text := range times {
		at := instant(t, text)
		files = append(files, File{Name: FileName("home.vitalkeep", at), At: at, Proven: true})
	}
	return files
}

func times(files []File) []string {
	out := []string{}
	for _, f := range files {
		out = append(out, f.At.UTC().Format(time.RFC3339))
	}
	return out
}

func TestAPolicyKeepsTheLastOfEachSpan(t *testing.T) {
	week := []string{
		"2026-03-02T06:00:00Z", "2026-03-01T22:00:00Z", "2026-03-01T06:00:00Z", "2026-02-28T22:00:00Z",
		"2026-02-22T12:00:00Z", "2026-02-16T12:00:00Z", "2026-01-31T12:00:00Z", "2025-12-31T12:00:00Z",
	}
	for name, c := range map[string]struct {
		policy Policy
		zone   string
		files  []string
		want   []string
	}{
		"no policy keeps all": {Policy{}, "UTC", week, week},
		"the last two":        {Policy{Last: 2}, "UTC", week, week[:2]},
		"more than there are": {Policy{Last: 99}, "UTC", week, week},
		"two days":            {Policy{Daily: 2}, "UTC", week, []string{week[0], week[1]}},
		"three days, the last of each": {
			Policy{Daily: 3}, "UTC", week, []string{week[0], week[1], week[3]},
		},
		"days are those of the zone": {
			// 22:00 UTC is the next day in Kolkata.
			Policy{Daily: 2}, "Asia/Kolkata", week, []string{week[0], week[2]},
		},
		"weeks begin on Monday": {
			Policy{Weekly: 3}, "UTC", week, []string{week[0], week[1], week[4]},
		},
		"weeks are counted, not calendar weeks without a backup": {
			Policy{Weekly: 5}, "UTC", week, []string{week[0], week[1], week[4], week[6], week[7]},
		},
		"months": {Policy{Monthly: 4}, "UTC", week, []string{week[0], week[3], week[6], week[7]}},
		"months of the zone": {
			// In Auckland the old year's last backup is one of the new year.
			Policy{Monthly: 3},
			"Pacific/Auckland",
			[]string{"2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z", "2025-12-31T12:00:00Z", "2025-12-30T12:00:00Z"},
			[]string{"2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z", "2025-12-30T12:00:00Z"},
		},
		"the parts together": {
			Policy{Last: 1, Daily: 2, Weekly: 2, Monthly: 3}, "UTC", week, []string{week[0], week[1], week[3], week[6]},
		},
		"a day of 25 hours is one day": {
			Policy{Daily: 2},
			"Europe/Paris",
			[]string{"2025-10-26T22:59:59Z", "2025-10-26T01:30:00Z", "2025-10-26T00:30:00Z", "2025-10-25T22:00:00Z", "2025-10-25T21:59:59Z"},
			[]string{"2025-10-26T22:59:59Z", "2025-10-25T21:59:59Z"},
		},
		"a day of 23 hours is one day": {
			Policy{Daily: 2},
			"Europe/Paris",
			[]string{"2026-03-29T21:59:59Z", "2026-03-28T23:00:00Z", "2026-03-28T22:59:59Z"},
			[]string{"2026-03-29T21:59:59Z", "2026-03-28T22:59:59Z"},
		},
		"a day that comes twice, as clocks were set back over midnight, is one day": {
			// St. John's, 29 October 2006: 00:01 became 23:01 of the day before.
			Policy{Daily: 3},
			"America/St_Johns",
			[]string{"2006-10-29T12:00:00Z", "2006-10-29T02:40:00Z", "2006-10-29T02:30:30Z", "2006-10-29T02:00:00Z", "2006-10-27T12:00:00Z"},
			[]string{"2006-10-29T12:00:00Z", "2006-10-29T02:40:00Z", "2006-10-27T12:00:00Z"},
		},
		"a day that never was is missed by nobody": {
			// Samoa had no 30 December 2011.
			Policy{Daily: 2},
			"Pacific/Apia",
			[]string{"2011-12-30T12:00:00Z", "2011-12-30T09:59:00Z", "2011-12-29T12:00:00Z"},
			[]string{"2011-12-30T12:00:00Z", "2011-12-30T09:59:00Z"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			files := made(t, c.files...)
			slices.Reverse(files) // the order given does not matter
			stay, leave := c.policy.Split(files, instant(t, "2026-06-01T07:00:00Z"), zone(t, c.zone))
			if got := times(stay); !slices.Equal(got, c.want) {
				t.Errorf("stay %v, want %v", got, c.want)
			}
			if all := append(times(stay), times(leave)...); len(all) != len(c.files) {
				t.Errorf("%d of %d backups", len(all), len(c.files))
			}
		})
	}
}

func TestTheOnlyProvenBackupStays(t *testing.T) {
	now := instant(t, "2026-03-05T00:00:00Z")
	files := made(t, "2026-03-04T00:00:00Z", "2026-03-03T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z")
	for i := range files {
		files[i].Proven = i == 2
	}
	stay, leave := Policy{Last: 1}.Split(files, now, time.UTC)
	if !slices.Equal(times(stay), []string{"2026-03-04T00:00:00Z", "2026-03-02T00:00:00Z"}) || len(leave) != 2 {
		t.Errorf("stay %v", times(stay))
	}
	files[2].Proven = false
	if stay, leave := (Policy{Last: 1}).Split(files, now, time.UTC); len(stay) != 4 || leave != nil {
		t.Errorf("without a proven one stay %v", times(stay))
	}
}

func TestBackupsFromTheFutureCountForNothing(t *testing.T) {
	// The clock once stood ten years ahead.
	files := made(t, "2036-03-01T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z")
	stay, leave := Policy{Last: 1}.Split(files, instant(t, "2026-03-02T00:00:00Z"), time.UTC)
	if !slices.Equal(times(stay), []string{"2036-03-01T00:00:00Z", "2026-03-02T00:00:00Z"}) || !slices.Equal(times(leave), []string{"2026-03-01T00:00:00Z"}) {
		t.Errorf("stay %v, leave %v", times(stay), times(leave))
	}
	// Nor do they stand in for the proven one that has to stay.
	files[2].Proven, files[1].Proven = true, false
	if stay, leave := (Policy{Last: 1}).Split(files, instant(t, "2026-03-02T00:00:00Z"), time.UTC); len(stay) != 3 || leave != nil {
		t.Errorf("stay %v", times(stay))
	}
}

func TestNamesOfBackupsAreKnownAgain(t *testing.T) {
	at := instant(t, "2026-03-01T08:12:00+01:00")
	for _, c := range []struct{ vault, want string }{
		{"/home/ada/home.vitalkeep", "home-20260301T071200Z.vitalkeep.age"},
		{"home", "home-20260301T071200Z.vitalkeep.age"},
		{"Ada's health.vitalkeep", "Ada's health-20260301T071200Z.vitalkeep.age"},
		{".vitalkeep", "vault-20260301T071200Z.vitalkeep.age"},
		{"a\nb\xff:c.vitalkeep", "a_b__c-20260301T071200Z.vitalkeep.age"},
	} {
		if got := FileName(c.vault, at); got != c.want {
			t.Errorf("%q: %q, want %q", c.vault, got, c.want)
		}
		if got, ok := parseName(c.vault, c.want); !ok || !got.Equal(at) {
			t.Errorf("%q: %v, %v", c.want, got, ok)
		}
	}
	for _, name := range []string{
		"", "home.vitalkeep", "home.vitalkeep.age", "home-20260301T071200Z.vitalkeep", "home-20260301T071200.vitalkeep.age",
		"home-20260230T071200Z.vitalkeep.age", "home-2-20260301T071200Z.vitalkeep.age", "other-20260301T071200Z.vitalkeep.age",
		"home-20260301T071200Z.vitalkeep.age.part", "home-20260301T071200,5Z.vitalkeep.age", "Home-20260301T071200Z.vitalkeep.age",
		"home-before-restoring-20260301T071200Z.vitalkeep",
	} {
		if at, ok := parseName("home.vitalkeep", name); ok {
			t.Errorf("%q is taken for a backup of %v", name, at)
		}
	}
}
