package present

import (
	"math"

	"vitalkeep/health"
	"vitalkeep/insights"
	"vitalkeep/ui/locale"
)

// baseline tells what is usual: of blood pressure for each of its numbers.
func (x *InsightData) baseline() []Insight {
	if !x.paired() {
		return []Insight{x.usual(locale.T("What is usual for you"), x.Days)}
	}
	return []Insight{
		x.usual(locale.T("Usual systolic pressure"), x.Days),
		x.usual(locale.T("Usual diastolic pressure"), x.Lower),
	}
}

func (x *InsightData) usual(title string, days []health.Day) Insight {
	b := insights.BaselineOf(days, x.Last)
	in := Insight{Title: title}
	from, to := x.Almanac.ShortDate(b.From), x.Almanac.ShortDate(b.To)
	if !b.Enough() {
		in.Thin = true
		in.Words = locale.T("Too few days to say what is usual: at least 14 of the 28 before the last week are needed.")
		in.Rests = locale.T("Days with readings from %[1]s to %[2]s: %[3]s.", from, to, Counted(b.Days))
		return in
	}
	low, top := x.shown(b.Low), x.shown(b.Top)
	between := x.Scale.Range(low, top)
	in.Headlines = []Headline{
		{Figures: x.Scale.Figures(x.shown(b.Median)), Caption: locale.T("Median of the days")},
		{Figures: []Figure{{between, x.Scale.changeSymbol()}}, Caption: locale.T("Usual range")},
	}
	in.Range = &InsightRange{
		Low: low, Median: x.shown(b.Median), Top: top,
		LowText: x.Scale.Number(low), TopText: x.Scale.Number(top),
	}
	for _, d := range b.Recent {
		in.Range.Recent = append(in.Range.Recent, x.shown(d.Value))
	}
	below, within, above := b.Against()
	switch n := len(b.Recent); {
	case n == 0:
		in.Words = locale.T("Nothing was measured in the seven days since.")
	case within == n:
		in.Words = locale.N("In the seven days since it was measured on one, within the usual range.", "In the seven days since it was measured on %s, always within the usual range.", n, Counted(n))
	default:
		in.Words = locale.T("The seven days since: %[1]s within the usual range, %[2]s above, %[3]s below.", Counted(within), Counted(above), Counted(below))
	}
	in.Rests = locale.T("Rests on %[1]s of the 28 days from %[2]s to %[3]s. Four of five of them lie in the range, from their 10th to their 90th percentile.", Counted(b.Days), from, to)
	return in
}

// partName names a part of the day.
func partName(p insights.DayPart) string {
	switch p {
	case insights.Night:
		return locale.T("Night")
	case insights.Morning:
		return locale.T("Morning")
	case insights.Afternoon:
		return locale.T("Afternoon")
	}
	return locale.T("Evening")
}

func (x *InsightData) timeOfDay() Insight {
	in := Insight{Title: locale.T("Time of day")}
	sums := x.Subject.Kind == Totals
	readings, most, least := 0, -1, -1
	for i, m := range x.Parts {
		part := insights.DayPart(i)
		from, to := part.Hours()
		row := InsightPart{
			Name: partName(part), Hours: locale.T("%[1]s–%[2]s", locale.ClockAt(from, 0), locale.ClockAt(to%24, 0)),
			Value: Missing, Amount: math.NaN(), Lower: math.NaN(), Bar: sums, Thin: m.Days < leastPartDays,
		}
		readings += m.Readings
		if m.Days > 0 {
			row.Value = x.text(m.Value, x.LowerParts[i].Value)
			row.Amount = x.shown(m.Value)
			if x.paired() {
				row.Lower = x.LowerParts[i].Value
			}
			row.Rests = locale.N("%s day", "%s days", m.Days, Counted(m.Days))
		}
		in.Parts = append(in.Parts, row)
		if row.Thin {
			continue
		}
		if most < 0 || m.Value > x.Parts[most].Value {
			most = i
		}
		if least < 0 || m.Value < x.Parts[least].Value {
			least = i
		}
	}
	if readings == 0 {
		in.Thin, in.Parts = true, nil
		in.Words = locale.T("No reading of these days says at what time it was taken.")
		return in
	}
	name := func(i int) string { return in.Parts[i].Name }
	switch {
	case most < 0 || most == least:
		in.Thin = true
		in.Words = locale.T("Too few days at other times to compare: three of each are needed.")
	case x.number(x.Parts[most].Value, x.LowerParts[most].Value) == x.number(x.Parts[least].Value, x.LowerParts[least].Value):
		in.Words = locale.T("Nearly the same at every time of day.")
	case sums:
		in.Words = locale.T("Most: %[1]s, %[2]s on a mean day. Least: %[3]s, %[4]s.", name(most), in.Parts[most].Value, name(least), in.Parts[least].Value)
	default:
		in.Words = locale.T("Highest: %[1]s, %[2]s. Lowest: %[3]s, %[4]s.", name(most), in.Parts[most].Value, name(least), in.Parts[least].Value)
	}
	from, to := x.Almanac.ShortDate(x.PartsFrom), x.Almanac.ShortDate(x.Last)
	in.Rests = locale.N("Rests on %[1]s reading from %[2]s to %[3]s, by the clock of where it was taken. Every day counts once.",
		"Rests on %[1]s readings from %[2]s to %[3]s, by the clocks of where they were taken. Every day counts once.", readings, Counted(readings), from, to)
	return in
}
