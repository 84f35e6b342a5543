package present_test

import (
	"slices"
	"testing"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

func summaries(ids ...health.MetricID) []present.Summary {
	var out []present.Summary
	for _, id := range ids {
		out = append(out, present.Summary{Metric: id, Count: 3, First: 1, Last: 2, Sources: []health.SourceID{"withings:daily", "withings:tracker"}})
	}
	return out
}

func names(subjects []present.Subject) []string {
	var out []string
	for _, s := range subjects {
		out = append(out, s.ID)
	}
	return out
}

func TestMetricsAreGroupedAsPeopleSeeThem(t *testing.T) {
	for name, c := range map[string]struct {
		have []health.MetricID
		want []string
	}{
		"a scale's metrics are one card": {[]health.MetricID{"bone_mass", "fat_ratio", "weight"}, []string{"weight"}},
		"fat alone is a card":            {[]health.MetricID{"fat_ratio"}, []string{"fat_ratio"}},
		"both pressures are one card":    {[]health.MetricID{"diastolic", "systolic", "heart_rate"}, []string{"blood_pressure", "heart_rate"}},
		"one pressure is itself":         {[]health.MetricID{"systolic"}, []string{"systolic"}},
		"stages and totals are sleep":    {[]health.MetricID{"sleep_stage", "sleep_deep", "sleep_wakeups"}, []string{"sleep"}},
		"wake-ups alone are themselves":  {[]health.MetricID{"sleep_wakeups"}, []string{"sleep_wakeups"}},
		"unknown streams have no card":   {[]health.MetricID{"raw_whatever", "steps"}, []string{"steps"}},
		"an unknown identifier is none":  {[]health.MetricID{"no_such_thing"}, nil},
		"the best known come first":      {[]health.MetricID{"height", "vo2max", "spo2", "weight"}, []string{"weight", "spo2", "height", "vo2max"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := names(present.Cards(summaries(c.have...))); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheListHasWhatAScaleTakesAlongAndOtherStreams(t *testing.T) {
	known, other := present.Listed(summaries("raw_whatever", "fat_mass", "weight", "steps"))
	if got, want := names(known), []string{"weight", "fat_mass", "steps"}; !slices.Equal(got, want) {
		t.Errorf("known: got %q, want %q", got, want)
	}
	if got, want := names(other), []string{"raw_whatever"}; !slices.Equal(got, want) {
		t.Errorf("other: got %q, want %q", got, want)
	}
}

func TestASubjectIsFoundByItsMetricToo(t *testing.T) {
	all := summaries("systolic", "diastolic", "sleep_deep", "weight", "fat_mass")
	for id, want := range map[string]string{
		"weight": "weight", "fat_mass": "fat_mass", "diastolic": "blood_pressure", "sleep_deep": "sleep", "blood_pressure": "blood_pressure",
	} {
		s, ok := present.Find(all, id)
		if !ok || s.ID != want {
			t.Errorf("%s: got %q %v, want %q", id, s.ID, ok, want)
		}
	}
	if _, ok := present.Find(all, "steps"); ok {
		t.Error("found what is not there")
	}
}

func TestAMetricWithoutReadingsIsNoSubject(t *testing.T) {
	if got := present.Cards([]present.Summary{{Metric: "weight"}}); len(got) != 0 {
		t.Errorf("got %q", names(got))
	}
}

func TestTheVendorsDayTotalsNameTheSourceOfWhatAddsUp(t *testing.T) {
	s, _ := present.Find(summaries("steps"), "steps")
	if got, want := s.SourceName(), "Withings · day totals"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTablesListDaysWhereReadingsAreTooMany(t *testing.T) {
	day := int64(24 * 3600 * 1000)
	week := present.Window{Period: present.Week, To: 7 * day}
	month := present.Window{Period: present.Month, To: 30 * day}
	one := present.Window{Period: present.Day, To: day}
	for name, c := range map[string]struct {
		metric health.MetricID
		count  int
		window present.Window
		want   bool
	}{
		"weigh-ins are listed whatever the window":   {"weight", 1598, month, false},
		"steps of a week are days":                   {"steps", 600, week, true},
		"steps of a day are readings":                {"steps", 600, one, false},
		"a week of heart rate is readings":           {"heart_rate", 50_000, week, false},
		"a month of heart rate is days":              {"heart_rate", 50_000, month, true},
		"a week of one a second is days":             {"heart_rate", 86_400 * 365, week, true},
		"a day of one a second is readings":          {"heart_rate", 86_400 * 365, one, false},
		"an unknown stream has no days":              {"raw_thing", 50_000, month, false},
		"nights are nights":                          {"sleep_deep", 30, one, true},
		"a million active readings are days as well": {"spo2", 1_000_000, month, true},
	} {
		t.Run(name, func(t *testing.T) {
			s, ok := present.Find([]present.Summary{{Metric: c.metric, Count: c.count, First: 0, Last: 365 * day}}, string(c.metric))
			if !ok {
				t.Fatal("no such subject")
			}
			if got := s.ListsDays(c.window); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
