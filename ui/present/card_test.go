package present_test

import (
	"math"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

const cardNow = "2025-10-14T09:45:00Z"

func subject(t *testing.T, ids ...health.MetricID) present.Subject {
	t.Helper()
	list := present.Cards(summaries(ids...))
	if len(list) != 1 {
		t.Fatalf("%q are %d subjects", ids, len(list))
	}
	return list[0]
}

func reading(t *testing.T, m health.MetricID, at string, v float64, u health.Unit, places uint8) health.Reading {
	t.Helper()
	ms, off := instant(t, at)
	d, ok := health.FromFloat(v, places)
	if !ok {
		t.Fatal("no such number")
	}
	return health.Reading{Metric: m, Source: "withings:export", Sample: health.Sample{Start: ms, Offset: off, Value: d, Unit: u}}
}

// daysOf makes days that end with the date, one for each value, the newest last.
func daysOf(last health.Date, values ...float64) []health.Day {
	var out []health.Day
	for i, v := range values {
		if math.IsNaN(v) {
			continue
		}
		out = append(out, health.Day{Date: last.AddDays(i - len(values) + 1), Value: v, Min: v, Max: v, Readings: 1})
	}
	return out
}

func constant(n int, f func(i int) float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = f(i)
	}
	return out
}

var today = health.Date{Year: 2025, Month: time.October, Day: 14}

func TestWeightCards(t *testing.T) {
	nan := math.NaN()
	for name, c := range map[string]struct {
		days   []float64
		system health.UnitSystem
		want   string
	}{
		"a steady loss":           {constant(120, func(i int) float64 { return 90 - float64(i)*0.02 }), health.MetricUnits, "\u22120.6 kg in 30 days, trend"},
		"the same in pounds":      {constant(120, func(i int) float64 { return 90 - float64(i)*0.02 }), health.USUnits, "\u22121.3 lb in 30 days, trend"},
		"no change":               {constant(60, func(int) float64 { return 80 }), health.MetricUnits, "No change in 30 days, trend"},
		"ten days of data":        {constant(11, func(i int) float64 { return 80 + float64(i)*0.3 }), health.MetricUnits, "+1.5 kg in 10 days, trend"},
		"three days are too few":  {[]float64{80, 81, 82}, health.MetricUnits, "Too few days for a trend"},
		"one reading is too few":  {[]float64{80}, health.MetricUnits, "Too few days for a trend"},
		"no day":                  {[]float64{nan}, health.MetricUnits, "No trend yet"},
		"only readings long past": {append([]float64{80}, constant(60, func(i int) float64 { return []float64{nan, 80}[i/59] })...), health.MetricUnits, "Too few days for a trend"},
	} {
		t.Run(name, func(t *testing.T) {
			r := present.Recent{Latest: reading(t, "weight", "2025-10-14T07:12:00+02:00", 78.2, health.Kilogram, 2), Days: daysOf(today, c.days...)}
			card := present.NewCard(subject(t, "weight", "fat_mass"), almanac(t, cardNow), c.system, r)
			if card.Change != c.want {
				t.Errorf("got %q, want %q", card.Change, c.want)
			}
			if card.When != "Today 07:12" {
				t.Errorf("when is %q", card.When)
			}
		})
	}
}

func pairs(t *testing.T, n int, systolic func(day int) float64) []present.Pair {
	t.Helper()
	var out []present.Pair
	last, off := instant(t, "2025-10-14T07:20:00+02:00")
	for i := n - 1; i >= 0; i-- {
		out = append(out, present.Pair{
			Start: last - int64(i)*24*3600*1000, Offset: off, Systolic: systolic(i), Diastolic: systolic(i) - 46,
		})
	}
	return out
}

func TestPressureCards(t *testing.T) {
	for name, c := range map[string]struct {
		n        int
		systolic func(day int) float64
		want     string
	}{
		"lower than before": {60, func(d int) float64 { return 128 + float64(d/30)*4 }, "\u22124/\u22124 vs previous 30 days"},
		"the same":          {60, func(int) float64 { return 128 }, "As the previous 30 days"},
		"no time before":    {20, func(int) float64 { return 128 }, "Mean 128/82 in 30 days"},
		"two readings":      {2, func(int) float64 { return 128 }, "2 readings in 30 days"},
		"one reading":       {1, func(int) float64 { return 128 }, "1 reading in 30 days"},
		"no pair":           {0, nil, "No complete reading"},
	} {
		t.Run(name, func(t *testing.T) {
			card := present.NewCard(subject(t, "systolic", "diastolic"), almanac(t, cardNow), health.MetricUnits, present.Recent{Pairs: pairs(t, c.n, c.systolic)})
			if card.Change != c.want {
				t.Errorf("got %q, want %q", card.Change, c.want)
			}
			if c.n > 0 && card.Figures[0] != (present.Figure{Number: "128/82", Unit: "mmHg"}) {
				t.Errorf("the figure is %v", card.Figures)
			}
		})
	}
}

func TestTotalCards(t *testing.T) {
	week := func(before, now, last float64) []float64 {
		return append(append(constant(7, func(int) float64 { return before }), constant(7, func(int) float64 { return now })...), last)
	}
	for name, c := range map[string]struct {
		days []float64
		want string
	}{
		"more than the week before": {week(5000, 5200, 1200), "7 days: +4 % vs week before"},
		"less":                      {week(5000, 4500, 1200), "7 days: \u221210 % vs week before"},
		"the same":                  {week(5000, 5000, 1200), "7 days: as the week before"},
		"nothing the week before":   {week(0, 5000, 1200), "Too few days to compare weeks"},
		"too few days":              {[]float64{5000, 5000, 5000}, "Too few days to compare weeks"},
		"nothing at all":            {nil, "No day total"},
	} {
		t.Run(name, func(t *testing.T) {
			card := present.NewCard(subject(t, "steps"), almanac(t, cardNow), health.MetricUnits, present.Recent{Days: daysOf(today, c.days...)})
			if card.Change != c.want {
				t.Errorf("got %q, want %q", card.Change, c.want)
			}
		})
	}
}

func TestNightCards(t *testing.T) {
	night := func(daysAgo int, hours float64) present.Night {
		return present.Night{Date: today.AddDays(-daysAgo), Deep: hours * 1200, Light: hours * 1800, REM: hours * 600, Wake: 600, Awakenings: 2}
	}
	woke, off := instant(t, "2025-10-14T06:55:00+02:00")
	for name, c := range map[string]struct {
		nights       []present.Night
		change, when string
	}{
		"longer than the mean": {[]present.Night{night(4, 7), night(3, 7), night(2, 7), night(1, 7), night(0, 7.3)}, "+18 min vs 4-night mean", "Woke 06:55"},
		"as long":              {[]present.Night{night(3, 7), night(2, 7), night(1, 7), night(0, 7)}, "As the mean of 3 nights before", "Woke 06:55"},
		"too few":              {[]present.Night{night(1, 7), night(0, 7)}, "Too few nights to compare", "Woke 06:55"},
		"not this night":       {[]present.Night{night(1, 7)}, "Too few nights to compare", "Yesterday"},
		"none":                 {nil, "No night with stages", ""},
	} {
		t.Run(name, func(t *testing.T) {
			card := present.NewCard(subject(t, "sleep_deep", "sleep_light"), almanac(t, cardNow), health.MetricUnits, present.Recent{Nights: c.nights, Woke: woke, WokeAt: off})
			if card.Change != c.change || card.When != c.when {
				t.Errorf("got %q, %q, want %q, %q", card.Change, card.When, c.change, c.when)
			}
		})
	}
}

func TestMeasuredCards(t *testing.T) {
	temperature := func(values ...float64) []health.Reading {
		var out []health.Reading
		for i, v := range values {
			r := reading(t, "body_temperature", "2025-10-12T21:30:00+02:00", v, health.Celsius, 1)
			r.Start -= int64(len(values)-1-i) * 24 * 3600 * 1000
			out = append(out, r)
		}
		return out
	}
	for name, c := range map[string]struct {
		readings     []health.Reading
		change, foot string
	}{
		"warmer":   {temperature(36.6, 36.7), "+0.1 °C on previous reading", "2 readings"},
		"the same": {temperature(36.6, 36.6), "As the previous reading", "2 readings"},
		"the only": {temperature(36.6), "Only reading so far", "one reading"},
		"many":     {temperature(constant(40, func(int) float64 { return 36.6 })...), "As the previous reading", "14 readings"},
	} {
		t.Run(name, func(t *testing.T) {
			r := present.Recent{Latest: c.readings[len(c.readings)-1], Readings: c.readings}
			card := present.NewCard(subject(t, "body_temperature"), almanac(t, cardNow), health.MetricUnits, r)
			if card.Change != c.change || card.When != "12 Oct 21:30" {
				t.Errorf("got %q, %q, want %q", card.Change, card.When, c.change)
			}
			if want := "Withings · " + c.foot; card.Source != want {
				t.Errorf("the source is %q, want %q", card.Source, want)
			}
			if n := len(card.Spark.Points); n == 0 || n > present.SpotCount {
				t.Errorf("the picture has %d points", n)
			}
			if card.Spark.From >= card.Spark.To {
				t.Error("the picture has no span")
			}
		})
	}
}

func TestStreamsAreComparedWithTheDayBefore(t *testing.T) {
	last, off := instant(t, "2025-10-14T09:41:00+02:00")
	var readings []health.Reading
	for i := 96 * 2; i >= 0; i-- {
		bpm := int64(64)
		if i > 96 {
			bpm = 66
		}
		readings = append(readings, health.Reading{Metric: "heart_rate", Source: "withings:hr", Sample: health.Sample{
			Start: last - int64(i)*15*60*1000, Offset: off, Value: health.Int(bpm), Unit: health.PerMinute,
		}})
	}
	card := present.NewCard(subject(t, "heart_rate"), almanac(t, cardNow), health.MetricUnits, present.Recent{Latest: readings[len(readings)-1], Readings: readings})
	if want := "Mean 64, \u22122 vs 24 h before"; card.Change != want {
		t.Errorf("got %q, want %q", card.Change, want)
	}
	short := present.NewCard(subject(t, "heart_rate"), almanac(t, cardNow), health.MetricUnits, present.Recent{Latest: readings[len(readings)-1], Readings: readings[len(readings)-40:]})
	if want := "Mean 64 bpm in 24 hours"; short.Change != want {
		t.Errorf("got %q, want %q", short.Change, want)
	}
}
