package present_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/insights"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/present"
)

// insightNow is a Tuesday, at 11:45 in Stockholm.
var insightNow = time.Date(2025, 10, 14, 9, 45, 0, 0, time.UTC)

// told is what insights are made of, for a metric with a value for each of the
// days that end today.
func told(t *testing.T, metric health.MetricID, kind present.Kind, values ...float64) *present.InsightData {
	t.Helper()
	m, ok := health.Lookup(metric)
	if !ok {
		t.Fatalf("there is no %s", metric)
	}
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	x := &present.InsightData{
		Subject: present.Subject{ID: string(metric), Name: m.Name, Kind: kind, Metric: m},
		Scale:   present.ScaleFor(m, health.MetricUnits), Almanac: present.Almanac{Now: insightNow, Zone: zone}, Gap: 7,
	}
	x.Last = x.Almanac.Today()
	x.PartsFrom = x.Last.AddDays(-27)
	for i, v := range values {
		if !math.IsNaN(v) {
			x.Days = append(x.Days, health.Day{Date: x.Last.AddDays(i + 1 - len(values)), Value: v, Min: v, Max: v, Readings: 1})
		}
	}
	for _, d := range x.Days {
		x.Trend = append(x.Trend, insights.TrendPoint{Date: d.Date, Value: d.Value})
	}
	return x
}

// called returns the insight of a title.
func called(t *testing.T, x *present.InsightData, title string) present.Insight {
	t.Helper()
	for _, in := range x.Insights() {
		if in.Title == title {
			return in
		}
	}
	t.Fatalf("there is no %q", title)
	return present.Insight{}
}

// ramp are n values from first on, each by more than the one before.
func ramp(n int, first, by float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = first + float64(i)*by
	}
	return out
}

func TestThePaceInWords(t *testing.T) {
	for name, c := range map[string]struct {
		values []float64
		words  string
		thin   bool
	}{
		"falling":      {ramp(29, 80, -0.1), "By its trend it fell by 2.8 kg from 16 September to 14 October.", false},
		"rising":       {ramp(29, 80, 0.1), "By its trend it rose by 2.8 kg from 16 September to 14 October.", false},
		"staying":      {ramp(29, 80, 0), "By its trend it stayed the same from 16 September to 14 October.", false},
		"a week alone": {ramp(8, 80, 0.1), "Too few days to tell a pace: the trend needs weigh-ins on seven days over two weeks.", true},
	} {
		in := called(t, told(t, "weight", present.BodyMass, c.values...), "Trend")
		if in.Words != c.words || in.Thin != c.thin || (len(in.Headlines) == 1) != c.thin {
			t.Errorf("%s: %+v", name, in)
		}
	}
	in := called(t, told(t, "weight", present.BodyMass, ramp(29, 80, -0.1)...), "Trend")
	if f := in.Headlines[1].Figures[0]; f.Number != "−0.70" || f.Unit != "kg" {
		t.Errorf("the pace is %+v", f)
	}
}

func TestWeeksAndMonthsInWords(t *testing.T) {
	for name, c := range map[string]struct {
		values      []float64
		week, month string
	}{
		"a change": {
			append(ramp(14, 60, 0), append(ramp(7, 62, 0), 70, 70)...),
			"From 6 October to 12 October the mean was 62 bpm, +2 bpm against the week before.", "In September 2025 the mean was 60 bpm.",
		},
		"none": {ramp(60, 60, 0), "From 6 October to 12 October the mean was 60 bpm, as in the week before.", "In September 2025 the mean was 60 bpm, as in the month before."},
		"one whole week": {
			ramp(9, 60, 0), "From 6 October to 12 October the mean was 60 bpm.", "No whole month with readings on at least three days yet.",
		},
		"this week alone":           {ramp(2, 60, 0), "No whole week with readings on at least three days yet.", "No whole month with readings on at least three days yet."},
		"two days of the week past": {append(ramp(2, 60, 0), 61, 61), "No whole week with readings on at least three days yet.", "No whole month with readings on at least three days yet."},
	} {
		x := told(t, "heart_rate", present.Measured, c.values...)
		week, month := called(t, x, "Weekly means"), called(t, x, "Monthly means")
		if week.Words != c.week || month.Words != c.month {
			t.Errorf("%s: %q and %q", name, week.Words, month.Words)
		}
		if !week.Rows[0].Open || !strings.Contains(week.Rows[0].Cells[0], "so far") || week.Rows[0].Cells[2] != "2 of 7" {
			t.Errorf("%s: the week that runs is %+v", name, week.Rows[0])
		}
	}
}

func TestAWeekWithoutDaysPartsThoseAroundIt(t *testing.T) {
	values := ramp(23, 60, 0)
	for i := 7; i < 14; i++ {
		values[i+7] = math.NaN()
	}
	x := told(t, "heart_rate", present.Measured, values...)
	week := called(t, x, "Weekly means")
	if week.Words != "From 29 September to 5 October the mean was 60 bpm, as in the week before." {
		t.Errorf("the last week with days: %q", week.Words)
	}
	values = ramp(23, 60, 0)
	for i := range 7 {
		values[i+7] = math.NaN()
	}
	week = called(t, told(t, "heart_rate", present.Measured, values...), "Weekly means")
	if week.Words != "From 6 October to 12 October the mean was 60 bpm." {
		t.Errorf("it compares over a week without days: %q", week.Words)
	}
}

func TestWeeksBeginAsThePersonHasThem(t *testing.T) {
	t.Cleanup(func() { locale.UseForms(locale.Forms{}) })
	locale.UseForms(locale.Forms{Week: locale.SundayFirst})
	week := called(t, told(t, "heart_rate", present.Measured, ramp(20, 60, 0)...), "Weekly means")
	if got := week.Rows[0].Cells[0]; got != "12 Oct – 18 Oct, so far" || strings.Contains(week.Rests, "ISO") {
		t.Errorf("the first row is %q, %q", got, week.Rests)
	}
}

func TestWhatIsUsualInWords(t *testing.T) {
	for name, c := range map[string]struct {
		values []float64
		words  string
	}{
		"within":  {ramp(35, 70, 0), "In the seven days since it was measured on 7, always within the usual range."},
		"above":   {append(ramp(28, 70, 0), ramp(7, 70, 1)...), "The seven days since: 1 within the usual range, 6 above, 0 below."},
		"nothing": {append(ramp(28, 70, 0), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()), "Nothing was measured in the seven days since."},
		"too few": {ramp(20, 70, 0), "Too few days to say what is usual: at least 14 of the 28 before the last week are needed."},
	} {
		in := called(t, told(t, "heart_rate", present.Measured, c.values...), "What is usual for you")
		if in.Words != c.words || in.Thin != (in.Range == nil) {
			t.Errorf("%s: %q", name, in.Words)
		}
	}
}

func TestTheTimeOfDayInWords(t *testing.T) {
	part := func(v float64, days int) insights.PartMean {
		return insights.PartMean{Value: v, Days: days, Readings: days}
	}
	for name, c := range map[string]struct {
		kind  present.Kind
		parts [insights.DayParts]insights.PartMean
		words string
	}{
		"a difference": {present.Measured, [4]insights.PartMean{part(50, 9), part(60, 9), part(70, 9), part(65, 9)}, "Highest: Afternoon, 70 bpm. Lowest: Night, 50 bpm."},
		"thin parts":   {present.Measured, [4]insights.PartMean{part(20, 2), part(60, 9), part(70, 9), {}}, "Highest: Afternoon, 70 bpm. Lowest: Morning, 60 bpm."},
		"one part":     {present.Measured, [4]insights.PartMean{{}, part(60, 9), {}, part(90, 2)}, "Too few days at other times to compare: three of each are needed."},
		"the same":     {present.Measured, [4]insights.PartMean{part(60.1, 9), part(59.9, 9), {}, {}}, "Nearly the same at every time of day."},
		"none":         {present.Measured, [4]insights.PartMean{}, "No reading of these days says at what time it was taken."},
		"sums":         {present.Totals, [4]insights.PartMean{part(0, 9), part(60, 9), part(70, 9), part(65, 9)}, "Most: Afternoon, 70 bpm on a mean day. Least: Night, 0 bpm."},
	} {
		x := told(t, "heart_rate", c.kind, 60)
		x.Parts = c.parts
		if in := called(t, x, "Time of day"); in.Words != c.words {
			t.Errorf("%s: %q", name, in.Words)
		}
	}
}

func TestAHomeWeekInWords(t *testing.T) {
	zone, _ := time.LoadLocation("Europe/Stockholm")
	// week has readings on so many days from the date on, all of one value.
	week := func(from, days int, systolic float64) []insights.Pair {
		var out []insights.Pair
		for d := range days {
			for _, hour := range []int{7, 20} {
				for k := range 2 {
					at := time.Date(2025, 10, from+d, hour, 2*k, 0, 0, zone)
					if at.Before(insightNow) {
						out = append(out, insights.Pair{Start: at.UnixMilli(), Offset: 7200, Systolic: systolic, Diastolic: 80})
					}
				}
			}
		}
		return out
	}
	day := func(d int) health.Date { return health.Date{Year: 2025, Month: time.October, Day: d} }
	for name, c := range map[string]struct {
		pairs   []insights.Pair
		started health.Date
		words   string
		running bool
	}{
		"whole":           {week(7, 7, 128), day(7), "The mean of 24 readings is 128/80 mmHg, below the limit of 135/85 mmHg for readings at home.", false},
		"high":            {week(7, 7, 135), day(7), "The mean of 24 readings is 135/80 mmHg, at or above the limit of 135/85 mmHg for readings at home. A limit for means, not a diagnosis: show the week to your doctor.", false},
		"found by itself": {week(7, 7, 128), health.Date{}, "The mean of 24 readings is 128/80 mmHg, below the limit of 135/85 mmHg for readings at home.", false},
		"begun today":     {week(14, 1, 128), day(14), "Today is for practice and is left out. From tomorrow on 24 readings can count; 12 are needed.", true},
		"in its midst":    {week(12, 3, 128), day(12), "6 readings count so far, 12 are needed for a mean; 18 more can still count.", true},
		"one reading":     {append(week(12, 1, 128), week(13, 1, 128)[0]), day(12), "One reading counts so far, 12 are needed for a mean; 20 more can still count.", true},
		"too few":         {week(7, 3, 128), day(7), "8 readings count, 12 are needed: too few for a mean to go by.", false},
		"none at all":     {nil, health.Date{}, "No complete reading of blood pressure in the last weeks.", false},
		"begun long ago":  {week(7, 7, 128), day(7).AddDays(-60), "The mean of 24 readings is 128/80 mmHg, below the limit of 135/85 mmHg for readings at home.", false},
	} {
		x := told(t, "systolic", present.Pressure)
		x.Pairs, x.Started = c.pairs, c.started
		w := x.HomeWeek()
		if w.Words != c.words || w.Running != c.running || w.Any != (c.pairs != nil) {
			t.Errorf("%s: %q, running %v", name, w.Words, w.Running)
		}
		if !strings.Contains(w.Source, "European Society of Hypertension") || !strings.Contains(w.Source, "135/85") {
			t.Errorf("%s: the source is %q", name, w.Source)
		}
		if w.Any && (len(w.Days) != 7 || !w.Days[0].Practice || w.Days[1].Practice) {
			t.Errorf("%s: the days are %+v", name, w.Days)
		}
	}
}
