package health

import (
	"errors"
	"iter"
	"reflect"
	"testing"
)

func stream(rs ...Reading) iter.Seq2[Reading, error] {
	return func(yield func(Reading, error) bool) {
		for _, r := range rs {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// at returns a reading n minutes after 2024-03-01 00:00 UTC.
func at(source SourceID, minute, length, value int64) Reading {
	const midnight = 1709251200000
	return Reading{Source: source, Sample: Sample{Start: midnight + minute*60000, Duration: length * 60000, Value: Int(value), Unit: Count}}
}

func TestDaysNeverAddSourcesUp(t *testing.T) {
	steps, _ := Lookup("steps")
	for name, c := range map[string]struct {
		in   []Reading
		want []float64
	}{
		"one source is added up":                     {[]Reading{at("withings:tracker", 0, 10, 100), at("withings:tracker", 10, 10, 50)}, []float64{150}},
		"a covered interval of a lower one is left":  {[]Reading{at("withings:phone", 0, 10, 90), at("withings:tracker", 0, 10, 100)}, []float64{100}},
		"a half covered interval counts half":        {[]Reading{at("withings:tracker", 0, 10, 100), at("withings:phone", 5, 10, 40)}, []float64{120}},
		"an overlapping row of one source, too":      {[]Reading{at("withings:tracker", 0, 10, 100), at("withings:tracker", 5, 10, 40)}, []float64{120}},
		"an interval around a covered one":           {[]Reading{at("withings:phone", 0, 40, 40), at("withings:tracker", 10, 10, 100)}, []float64{130}},
		"the vendor's total of the day wins":         {[]Reading{at("withings:daily", 0, 1440, 777), at("withings:tracker", 0, 10, 100)}, []float64{777}},
		"days without a vendor's total are ours":     {[]Reading{at("withings:daily", 0, 1440, 777), at("withings:tracker", 1450, 10, 100)}, []float64{777, 100}},
		"a lower source counts across midnight once": {[]Reading{at("withings:tracker", 1430, 20, 100), at("withings:phone", 1440, 10, 30)}, []float64{100, 0}},
	} {
		days, err := Days(steps, stream(c.in...))
		if err != nil {
			t.Fatal(err)
		}
		var got []float64
		for _, d := range days {
			got = append(got, d.Value)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestDaysFollowTheMetricsRule(t *testing.T) {
	rs := []Reading{at("manual:hand", 60, 0, 70), at("manual:hand", 600, 0, 80), at("manual:hand", 1200, 0, 72)}
	for id, want := range map[MetricID]float64{"weight": 74, "height": 72, "heart_rate": 74, "steps": 222} {
		m, _ := Lookup(id)
		days, err := Days(m, stream(rs...))
		if err != nil || len(days) != 1 {
			t.Fatalf("%s: %v, %v", id, days, err)
		}
		if d := days[0]; d.Value != want || d.Min != 70 || d.Max != 80 || d.Readings != 3 || d.Vendor {
			t.Errorf("%s: %+v, want %v from 70 to 80", id, d, want)
		}
	}
	stage, _ := Lookup("sleep_stage")
	if days, err := Days(stage, stream(rs...)); err != nil || days != nil {
		t.Errorf("a state has no number of the day: %v, %v", days, err)
	}
}

func TestANightBelongsToTheDayOfWaking(t *testing.T) {
	deep, _ := Lookup("sleep_deep")
	night := at("withings:nights", -60, 8*60, 5400) // from 23:00 the day before to 07:00
	days, err := Days(deep, stream(night))
	if err != nil || len(days) != 1 || days[0].Date.String() != "2024-03-01" || days[0].Value != 5400 {
		t.Errorf("%+v, %v", days, err)
	}
}

func TestADayIsTheOneOfTheReadingsOwnOffset(t *testing.T) {
	weight, _ := Lookup("weight")
	r := at("manual:hand", 60, 0, 70) // 01:00 UTC is still the day before in Los Angeles
	r.Offset = -8 * 3600
	days, err := Days(weight, stream(r))
	if err != nil || len(days) != 1 || days[0].Date.String() != "2024-02-29" {
		t.Errorf("%+v, %v", days, err)
	}
}

func TestDaysPassErrorsOn(t *testing.T) {
	weight, _ := Lookup("weight")
	broken := errors.New("broken")
	_, err := Days(weight, func(yield func(Reading, error) bool) { yield(Reading{}, broken) })
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
