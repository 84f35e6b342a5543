package present

import (
	"math"
	"slices"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// RoomMetrics are what is measured in rooms, in the order in which a home is
// told of.
func RoomMetrics() []health.MetricID { return slices.Clone(roomOrder) }

// RoomPeriods are the periods in which the air of a home is looked at.
var RoomPeriods = []Period{Day, Week, Month}

// Threshold is a value of a room that a published body names.
type Threshold struct {
	Value float64 // in the metric's canonical unit
	Body  string  // who says so, and when: "UBA 2008"
	Text  string  // what is said of it
}

// Thresholds are the published values of a metric of rooms; none for most.
//
//   - CO₂: Umweltbundesamt (German Environment Agency), "Gesundheitliche
//     Bewertung von Kohlendioxid in der Innenraumluft", Bundesgesundheitsblatt
//     51 (2008): below 1,000 ppm harmless, to 2,000 elevated, above
//     unacceptable.
//   - Room temperature: WHO Housing and health guidelines (2018): 18 °C as a
//     safe and well-balanced temperature in cold seasons.
//   - Sound: WHO Guidelines for community noise (1999), table 4.1: 30 dB LAeq
//     inside bedrooms at night.
func Thresholds(m health.MetricID) []Threshold {
	switch m {
	case "co2":
		return []Threshold{
			{1000, locale.T("UBA 2008"), locale.T("Above it the air is elevated in CO₂: let fresh air in. German Environment Agency (UBA), 2008.")},
			{2000, locale.T("UBA 2008"), locale.T("Above it the air is unacceptable. German Environment Agency (UBA), 2008.")},
		}
	case "room_temperature":
		return []Threshold{{18, locale.T("WHO 2018"), locale.T("The least for living rooms in the cold season. World Health Organization, housing and health guidelines, 2018.")}}
	case "sound_level":
		return []Threshold{{30, locale.T("WHO 1999"), locale.T("The mean at night that bedrooms should stay below. World Health Organization, guidelines for community noise, 1999.")}}
	}
	return nil
}

// Reached are the thresholds worth drawing in a graph: the first, and further
// ones that its values come near to; one far above them would flatten the line.
func (g Graph) Reached() []Threshold {
	if g.Almanac.Objects.Bands {
		return nil
	}
	top := math.Inf(-1)
	for _, p := range g.Points {
		top = max(top, p.V)
	}
	var out []Threshold
	for _, t := range Thresholds(g.Subject.Metric.ID) {
		if g.Empty() || g.Bars() || len(out) > 0 && g.Scale.Of(t.Value) > top*1.3 {
			break
		}
		out = append(out, t)
	}
	return out
}

// roomLimits are the lines of the thresholds in a graph.
func (g Graph) roomLimits() []charts.Limit {
	var out []charts.Limit
	for _, t := range g.Reached() {
		out = append(out, charts.Limit{Value: g.Scale.Of(t.Value), Name: g.ThresholdText(t)})
	}
	return out
}

// ThresholdText returns "1,000 ppm · UBA 2008".
func (g Graph) ThresholdText(t Threshold) string {
	return Facts(g.Scale.Text(g.Scale.Of(t.Value)), t.Body)
}

// roomLegend names the lines of the thresholds.
func (g Graph) roomLegend() []LegendItem {
	var out []LegendItem
	for _, t := range g.Reached() {
		out = append(out, LegendItem{Mark: DashSign, Lane: -1, Text: g.ThresholdText(t)})
	}
	return out
}

// AirCard is what a home tells of one metric of one source.
type AirCard struct {
	Subject Subject
	Source  health.SourceID
	Figures []Figure
	When    string
	// Range is the lowest and highest of the day of the latest, with that day.
	Range string
	End   int64 // when the latest was taken
}

// NewAirCard tells of the latest reading and of its day.
func NewAirCard(s Subject, a Almanac, system health.UnitSystem, latest health.Reading, day []health.Reading) AirCard {
	scale := ScaleFor(s.Metric, system)
	c := AirCard{
		Subject: s, Source: latest.Source, End: latest.End(),
		Figures: scale.Figures(scale.OfSample(latest.Sample)), When: a.When(latest.Start, latest.Offset),
	}
	if len(day) == 0 {
		return c
	}
	low, high, sum := math.Inf(1), math.Inf(-1), 0.0
	for _, r := range day {
		v := scale.OfSample(r.Sample)
		low, high, sum = min(low, v), max(high, v), sum+v
	}
	name := a.Day(health.DateAt(latest.Start, latest.Offset))
	if s.Kind == Totals {
		c.Range = locale.T("%[1]s: %[2]s", name, scale.Text(sum))
		return c
	}
	if a.Objects.Statistics {
		return c
	}
	text := scale.Range(low, high)
	if sym := scale.Symbol(); sym != "" {
		text += " " + sym
	}
	c.Range = locale.T("%[1]s: %[2]s", name, text)
	return c
}
