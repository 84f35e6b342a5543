package present

import (
	"math"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Signs of numbers as people read them.
const (
	Minus   = locale.Minus
	Missing = locale.Missing // also between the ends of a range
)

// Figure is a number and the unit that stands smaller behind it.
type Figure struct{ Number, Unit string }

// Scale is how one person reads the values of one metric: unit and decimals.
type Scale struct {
	Metric   health.Metric
	Unit     health.Unit
	Decimals int
	Stones   bool // pounds, told as stones and pounds
}

// ScaleFor returns the scale of a metric for a person who chose the system.
func ScaleFor(m health.Metric, system health.UnitSystem) Scale {
	u := system.DisplayUnit(m)
	return Scale{Metric: m, Unit: u, Decimals: health.DisplayDecimals(m, u), Stones: system.Stones(m)}
}

// Of returns a canonical value in the unit shown.
func (s Scale) Of(v float64) float64 {
	if s.Unit == health.NoUnit || s.Unit.Canonical() == s.Unit {
		return v
	}
	return s.Unit.FromCanonical(v)
}

// OfSample returns the value of a sample in the unit shown, without a
// conversion where it was written in that unit.
func (s Scale) OfSample(x health.Sample) float64 {
	if x.Unit == s.Unit {
		return x.Value.Float64()
	}
	return s.Of(x.Canonical())
}

// shown is a canonical value as it is read: in the unit shown, rounded.
func (s Scale) shown(v float64) float64 {
	p := math.Pow10(s.Decimals)
	return math.Round(s.Of(v)*p) / p
}

// Spans reports whether values are times ("7 h 22 min").
func (s Scale) Spans() bool { return s.Unit == health.Second }

func (s Scale) feet() bool { return s.Unit == health.Inch }

// Symbol returns the unit as it stands behind a number: "kg", "steps".
func (s Scale) Symbol() string {
	if s.Metric.ID == "respiratory_rate" {
		return "/min" // breaths, not beats
	}
	if sym := s.Unit.Symbol(); sym != "" {
		return sym
	}
	return locale.Dynamic(countNouns[s.Metric.ID])
}

var countNouns = map[health.MetricID]string{
	"steps": locale.Key("steps"), "floors": locale.Key("floors"), "swim_strokes": locale.Key("strokes"), "swim_laps": locale.Key("laps"),
	"sleep_wakeups": locale.Key("times"), "motion": locale.Key("events"),
}

// Head is the unit for the head of a column: "kg", "h:min", "Value".
func (s Scale) Head() string {
	switch {
	case s.Spans():
		return locale.C("duration", "Time")
	case s.feet():
		return "ft in"
	case s.Stones:
		return "st lb"
	case s.Symbol() != "":
		sym := s.Symbol()
		if s.Unit == health.Count {
			return strings.ToUpper(sym[:1]) + sym[1:]
		}
		return sym
	}
	return locale.T("Value")
}

// Number returns a shown value (in s.Unit) without its unit: "78.2", "1,284",
// "7 h 22 min". A value that is not finite is missing.
func (s Scale) Number(shown float64) string {
	switch {
	case math.IsNaN(shown) || math.IsInf(shown, 0):
		return Missing
	case s.Spans():
		return Span(shown)
	case s.feet():
		feet, inches := feetInches(shown)
		return feet + "\u2032\u202f" + inches + "\u2033"
	case s.Stones:
		stones, pounds := stonesPounds(shown, s.Decimals)
		return stones + "\u00a0st " + pounds
	case s.Metric.Generic:
		return Trimmed(shown, s.Decimals)
	}
	return Fixed(shown, s.Decimals)
}

// Tick returns a shown value as it stands at an axis, with so many decimals.
func (s Scale) Tick(shown float64, decimals int) string {
	s.Decimals = decimals
	return s.Number(shown)
}

// Text returns a shown value with its unit: "78.2 kg", "24.1 %".
func (s Scale) Text(shown float64) string {
	n := s.Number(shown)
	if n == Missing || s.Spans() || s.feet() || s.Symbol() == "" {
		return n
	}
	return n + " " + s.Symbol()
}

// Figures returns a shown value as figures: one, or two for times and feet.
func (s Scale) Figures(shown float64) []Figure {
	switch {
	case math.IsNaN(shown) || math.IsInf(shown, 0):
		return []Figure{{Missing, ""}}
	case s.Spans():
		return SpanFigures(shown)
	case s.feet():
		feet, inches := feetInches(shown)
		return []Figure{{feet, "ft"}, {inches, "in"}}
	case s.Stones:
		stones, pounds := stonesPounds(shown, s.Decimals)
		return []Figure{{stones, "st"}, {pounds, "lb"}}
	}
	return []Figure{{s.Number(shown), s.Symbol()}}
}

// Change returns the signed difference of two shown values with its unit,
// "−0.4 kg", and whether there is one at the decimals shown.
func (s Scale) Change(from, to float64) (string, bool) {
	d := to - from
	if s.Spans() {
		minutes := math.Round(math.Abs(d) / 60)
		return signOf(d) + Span(minutes*60), minutes > 0
	}
	n := Fixed(math.Abs(d), s.Decimals)
	if s.feet() {
		return signOf(d) + n + " in", hasDigit(n)
	}
	if sym := s.Symbol(); sym != "" {
		return signOf(d) + n + " " + sym, hasDigit(n)
	}
	return signOf(d) + n, hasDigit(n)
}

// Signed is Change without the unit.
func (s Scale) Signed(from, to float64) string {
	if s.Spans() {
		text, _ := s.Change(from, to)
		return text
	}
	n := Fixed(math.Abs(to-from), s.Decimals)
	if !hasDigit(n) {
		return n
	}
	return signOf(to-from) + n
}

func signOf(d float64) string {
	if d < 0 {
		return Minus
	}
	return "+"
}

// hasDigit reports whether a formatted number is other than zero.
func hasDigit(n string) bool { return strings.ContainsAny(n, "123456789") }

func feetInches(in float64) (feet, inches string) {
	tenths := math.Round(in * 10)
	f := math.Floor(tenths / 120)
	return Fixed(f, 0), Trimmed((tenths-f*120)/10, 1)
}

// stonesPounds takes whole stones out of pounds; a weight is never below 0.
func stonesPounds(lb float64, decimals int) (stones, pounds string) {
	scale := math.Pow10(decimals)
	parts := math.Round(lb * scale)
	whole := math.Floor(parts / (health.StonePounds * scale))
	return Fixed(whole, 0), Fixed((parts-whole*health.StonePounds*scale)/scale, decimals)
}

// Fixed returns v with the given decimals, thousands apart and a true minus.
func Fixed(v float64, decimals int) string { return locale.Number(v, decimals) }

// Trimmed is Fixed without zeros at the end of the fraction.
func Trimmed(v float64, decimals int) string { return locale.Trimmed(v, decimals) }

// Counted returns a whole number with thousands apart.
func Counted(n int) string { return locale.Count(n) }

// Plural returns "1 reading" or "1,598 readings".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Counted(n) + " " + many
}

// Span returns a time of so many seconds to the minute: "7 h 22 min", "27 min".
func Span(seconds float64) string {
	parts := make([]string, 0, 4)
	for _, f := range SpanFigures(seconds) {
		parts = append(parts, f.Number)
		if f.Unit != "" {
			parts = append(parts, f.Unit)
		}
	}
	return strings.Join(parts, " ")
}

// SpanFigures returns a time of so many seconds as hours and minutes.
func SpanFigures(seconds float64) []Figure {
	if math.IsNaN(seconds) || math.IsInf(seconds, 0) || seconds < 0 {
		return []Figure{{Missing, ""}}
	}
	minutes := math.Round(seconds / 60)
	hours := math.Floor(minutes / 60)
	if hours == 0 {
		return []Figure{{Fixed(minutes, 0), "min"}}
	}
	return []Figure{{Fixed(hours, 0), "h"}, {Fixed(minutes-hours*60, 0), "min"}}
}
