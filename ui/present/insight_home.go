package present

import (
	"vitalkeep/health"
	"vitalkeep/insights"
	"vitalkeep/ui/locale"
)

// HomeWeek is a week of blood pressure taken at home, as it is shown.
type HomeWeek struct {
	Insight
	Dates string // "8 – 14 Oct 2025"
	// Source names the schedule and the limit.
	Source string
	Days   []HomeWeekDay
	// Running means that the person began it and that it is not over.
	Running bool
	// Any is false where there is no reading to show at all.
	Any bool
}

// HomeWeekDay is a day of the week.
type HomeWeekDay struct {
	Name             string // "Tue 14"
	Note             string // why it does not count, or what else there was
	Morning, Evening []string
	Practice         bool // the first day, which is left out
	Today            bool
	Ahead            bool // it is still to come
}

// HomeWeek is the week that the person began, while it runs and for four weeks
// after it, else the newest in which enough readings count.
func (x *InsightData) HomeWeek() HomeWeek {
	today := x.Almanac.Today()
	hour := x.Almanac.Now.In(x.Almanac.Zone).Hour()
	var none health.Date
	var w insights.HomeWeek
	out := HomeWeek{Any: true}
	out.Title = locale.T("A week at home")
	last := x.Started.AddDays(insights.WeekDays - 1)
	switch {
	case x.Started != none && today.Compare(last.AddDays(startedWeekStays)) <= 0:
		w = insights.MeasureHomeWeek(x.Pairs, x.Started)
		out.Running = w.Day(today) <= insights.WeekDays
	default:
		w, out.Any = insights.LatestHomeWeek(x.Pairs, InsightPairDays-insights.WeekDays)
	}
	out.Source = x.homeSource()
	if !out.Any {
		out.Thin = true
		out.Words = locale.T("No complete reading of blood pressure in the last weeks.")
		return out
	}
	out.Dates = locale.DateSpan(w.First(), w.Last())
	for i, d := range w.Days {
		out.Days = append(out.Days, homeDay(d, x.Scale, i == 0, today))
	}
	out.Headlines = homeHeadlines(w, x.Scale)
	counted := w.All.Readings
	limit := x.Scale.PairTextOf(insights.HomeSystolic, insights.HomeDiastolic)
	mean := x.Scale.PairTextOf(w.All.Systolic, w.All.Diastolic)
	switch open := w.Open(today, hour); {
	case w.Enough() && x.Almanac.Objects.Bands:
		out.Words = locale.T("The mean of %[1]s readings is %[2]s.", Counted(counted), mean)
	case w.Enough() && w.All.AtLeast(insights.HomeSystolic, insights.HomeDiastolic):
		out.Words = locale.T("The mean of %[1]s readings is %[2]s, at or above the limit of %[3]s for readings at home. A limit for means, not a diagnosis: show the week to your doctor.", Counted(counted), mean, limit)
	case w.Enough():
		out.Words = locale.T("The mean of %[1]s readings is %[2]s, below the limit of %[3]s for readings at home.", Counted(counted), mean, limit)
	case out.Running && w.Day(today) == 0:
		out.Thin = true
		out.Words = locale.T("The week begins on %s.", x.Almanac.WordDate(w.First()))
	case out.Running && w.Day(today) == 1:
		out.Thin = true
		out.Words = locale.T("Today is for practice and is left out. From tomorrow on %s readings can count; 12 are needed.", Counted(open))
	case counted+open >= insights.LeastCounted:
		out.Thin = true
		out.Words = locale.N("One reading counts so far, 12 are needed for a mean; %[2]s more can still count.", "%[1]s readings count so far, 12 are needed for a mean; %[2]s more can still count.", counted, Counted(counted), Counted(open))
	default:
		out.Thin = true
		out.Words = locale.N("One reading counts, 12 are needed: too few for a mean to go by.", "%s readings count, 12 are needed: too few for a mean to go by.", counted, Counted(counted))
	}
	out.Rests = locale.T("Measured on %[1]s of 7 days; %[2]s readings count.", Counted(w.DaysWithReadings()), Counted(counted))
	if d := w.Day(today); out.Running && d > 0 {
		out.Rests = locale.T("Day %[1]s of 7. Measured on %[2]s days; %[3]s readings count.", Counted(d), Counted(w.DaysWithReadings()), Counted(counted))
	}
	return out
}

// homeSource says whose schedule it is, and whose limit.
func (x *InsightData) homeSource() string {
	if x.Almanac.Objects.Bands {
		return locale.T("Schedule: European Society of Hypertension, practice guidelines 2021: seven days, two readings each morning and each evening, one minute apart after five minutes of rest; the first day is left out, at least 12 readings stay.")
	}
	return locale.T("Schedule: European Society of Hypertension, practice guidelines 2021: seven days, two readings each morning and each evening, one minute apart after five minutes of rest; the first day is left out, at least 12 readings stay. Limit for the mean of readings at home: %s, by the same and by the European Society of Cardiology, guidelines 2024; adults.",
		x.Scale.PairTextOf(insights.HomeSystolic, insights.HomeDiastolic))
}

func homeHeadlines(w insights.HomeWeek, scale Scale) []Headline {
	var out []Headline
	if w.Enough() {
		out = append(out, Headline{Figures: []Figure{{scale.PairOf(w.All.Systolic, w.All.Diastolic), scale.Symbol()}}, Caption: locale.T("Mean of the week")})
	}
	for _, part := range []struct {
		mean insights.PressureMean
		name string
	}{{w.Morning, locale.T("Mornings")}, {w.Evening, locale.T("Evenings")}} {
		if w.Enough() && part.mean.Readings > 1 {
			out = append(out, Headline{Figures: []Figure{{scale.PairOf(part.mean.Systolic, part.mean.Diastolic), ""}}, Caption: part.name})
		}
	}
	return out
}

func homeDay(d insights.HomeDay, scale Scale, first bool, today health.Date) HomeWeekDay {
	texts := func(pairs []insights.Pair) []string {
		var out []string
		for _, p := range pairs {
			out = append(out, scale.PairOf(p.Systolic, p.Diastolic))
		}
		return out
	}
	out := HomeWeekDay{
		Name: locale.WeekdayDay(d.Date), Morning: texts(d.Morning), Evening: texts(d.Evening),
		Practice: first, Today: d.Date == today, Ahead: d.Date.Compare(today) > 0,
	}
	switch {
	case first:
		out.Note = locale.T("Left out")
	case d.Others > 0:
		out.Note = locale.N("%s other", "%s others", d.Others, Counted(d.Others))
	}
	return out
}
