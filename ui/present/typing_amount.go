package present

import (
	"errors"
	"math"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Way is how a number is typed: in one unit, or in a whole number of a large
// one and the rest in a small one (feet and inches).
type Way struct {
	Metric health.MetricID
	Units  []health.Unit // one, or the large and the small one
}

// Amount is a number as it was typed. One that was typed in two units is in the
// smaller, exactly.
type Amount struct {
	Metric health.MetricID
	Value  health.Decimal
	Unit   health.Unit
}

// Canonical is the amount in the unit in which all are compared.
func (a Amount) Canonical() float64 { return a.Unit.Value(a.Value) }

// Errors of Way.Parse.
var (
	errNothing = errors.New("nothing is typed")
	errWhole   = errors.New("the larger unit takes whole numbers")
	errCarry   = errors.New("the smaller unit reaches the larger")
)

// waysOf are the units in which people type a metric.
func waysOf(m health.Metric, system health.UnitSystem) []Way {
	in := func(units ...[]health.Unit) []Way {
		out := make([]Way, 0, len(units))
		for _, u := range units {
			out = append(out, Way{Metric: m.ID, Units: u})
		}
		return out
	}
	one := func(u health.Unit) []health.Unit { return []health.Unit{u} }
	// order gives the other of two units first where the person chose that.
	order := func(other bool, a, b []health.Unit) []Way {
		if other {
			return in(b, a)
		}
		return in(a, b)
	}
	pounds := system.In(health.Mass) != health.Kilogram
	kg, lb := one(health.Kilogram), one(health.Pound)
	switch m.ID {
	case "weight":
		stone := []health.Unit{health.Stone, health.Pound}
		if system.Stones(m) {
			return in(stone, kg, lb)
		}
		return append(order(pounds, kg, lb), in(stone)...)
	case "fat_ratio":
		ways := in(one(health.Percent), kg, lb)
		if pounds {
			ways[1], ways[2] = ways[2], ways[1]
		}
		ways[1].Metric, ways[2].Metric = "fat_mass", "fat_mass"
		return ways
	case "height":
		return order(system.In(health.Length) == health.Inch, one(health.Centimetre), []health.Unit{health.Foot, health.Inch})
	case "distance":
		return order(system.In(health.Travel) == health.Mile, one(health.Kilometre), one(health.Mile))
	}
	switch m.Unit {
	case health.Kilogram:
		return order(pounds, kg, lb)
	case health.Celsius:
		return order(system.In(health.Warmth) == health.Fahrenheit, one(health.Celsius), one(health.Fahrenheit))
	case health.MillimetreOfMercury:
		return order(system.In(health.BloodPressure) == health.Kilopascal, one(health.MillimetreOfMercury), one(health.Kilopascal))
	case health.MillimolePerLitre:
		return order(system.US(), one(health.MillimolePerLitre), one(health.MilligramPerDecilitre))
	case health.Kilocalorie:
		return in(one(health.Kilocalorie), one(health.Kilojoule))
	}
	return in(one(m.Unit))
}

// Name is the unit as it stands beside the field: "kg", "st lb".
func (w Way) Name() string {
	var names []string
	for i := range w.Units {
		names = append(names, w.Symbol(i))
	}
	return strings.Join(names, " ")
}

// Symbol is the sign of one of the units.
func (w Way) Symbol(i int) string {
	m, _ := health.Lookup(w.Metric)
	return Scale{Metric: m, Unit: w.Units[i]}.Symbol()
}

// Written is what was typed as the person writes numbers, with the units: "5 ft
// 11 in".
func (w Way) Written(texts []string) string {
	var out []string
	for i, t := range texts {
		if t = strings.TrimSpace(t); t != "" && i < len(w.Units) {
			if d, err := locale.ParseNumber(t); err == nil {
				t = locale.Decimal(d)
			}
			out = append(out, strings.TrimSpace(t+" "+w.Symbol(i)))
		}
	}
	return strings.Join(out, " ")
}

// Empty reports whether nothing is typed.
func (w Way) Empty(texts []string) bool { return w.Written(texts) == "" }

// Parse reads what was typed, a text for each unit. The rest of two units may be
// left out.
func (w Way) Parse(texts []string) (Amount, error) {
	if w.Empty(texts) {
		return Amount{}, errNothing
	}
	if len(w.Units) == 1 {
		d, err := locale.ParseNumber(texts[0])
		return Amount{w.Metric, d, w.Units[0]}, err
	}
	large, small := health.Decimal{}, health.Decimal{}
	var err error
	if strings.TrimSpace(texts[0]) != "" {
		if large, err = locale.ParseNumber(texts[0]); err != nil {
			return Amount{}, err
		}
	}
	if len(texts) > 1 && strings.TrimSpace(texts[1]) != "" {
		if small, err = locale.ParseNumber(texts[1]); err != nil {
			return Amount{}, err
		}
	}
	ratio := w.ratio()
	whole, ok := large.Rescale(0)
	switch {
	case !ok || whole < 0:
		return Amount{}, errWhole
	case small.Mantissa < 0 || small.Float64() >= float64(ratio):
		return Amount{}, errCarry
	case whole > 1000 || small.Places > 9:
		return Amount{}, locale.ErrTooManyFigures
	}
	places := int64(math.Pow10(int(small.Places)))
	small.Mantissa += whole * ratio * places
	return Amount{w.Metric, small, w.Units[1]}, nil
}

// ratio is how many of the small unit the large one has.
func (w Way) ratio() int64 {
	if w.Units[0] == health.Stone {
		return 14 // pounds
	}
	return 12 // inches
}

// Texts is what would be typed for an amount that was typed in this way.
func (w Way) Texts(value health.Decimal, unit health.Unit) []string {
	if len(w.Units) == 1 {
		if unit != w.Units[0] {
			return []string{strings.ReplaceAll(locale.Trimmed(w.Units[0].FromCanonical(unit.Value(value)), 3), locale.Minus, "-")}
		}
		return []string{plainDecimal(value)}
	}
	ratio, places := w.ratio(), int64(math.Pow10(int(min(value.Places, 9))))
	whole := value.Mantissa / (ratio * places)
	value.Mantissa -= whole * ratio * places
	return []string{plainDecimal(health.Int(whole)), plainDecimal(value)}
}

// plainDecimal is a number as a person types it: without marks between thousands.
func plainDecimal(d health.Decimal) string {
	sign := string(locale.Number(0.5, 1)[1])
	return strings.Replace(d.String(), ".", sign, 1)
}

// Text is a canonical value in this way: "154.3 lb", "5 ft 11 in".
func (w Way) Text(canonical float64, decimals int) string {
	if len(w.Units) == 1 {
		return strings.TrimSpace(locale.Trimmed(w.Units[0].FromCanonical(canonical), decimals) + "\u00a0" + w.Symbol(0))
	}
	small := int64(math.Round(w.Units[1].FromCanonical(canonical)))
	return locale.Count(small/w.ratio()) + "\u00a0" + w.Symbol(0) + " " + locale.Count(small%w.ratio()) + "\u00a0" + w.Symbol(1)
}

// Reading is a canonical value that was measured, in this way: as [Way.Text], but
// with all decimals of its kind, "71.0 kg".
func (w Way) Reading(canonical float64) string {
	if len(w.Units) > 1 {
		return w.Text(canonical, 0)
	}
	m, _ := health.Lookup(w.Metric)
	decimals := health.DisplayDecimals(m, w.Units[0])
	return strings.TrimSpace(locale.Number(w.Units[0].FromCanonical(canonical), decimals) + "\u00a0" + w.Symbol(0))
}

// AmountFault says why what was typed is no number, "" for no error.
func AmountFault(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, errNothing):
		return locale.T("Type a number.")
	case errors.Is(err, errWhole):
		return locale.T("The larger unit takes whole numbers; the rest goes into the smaller.")
	case errors.Is(err, errCarry):
		return locale.T("This is more than fits into the smaller unit; begin with the larger.")
	}
	return locale.Reason(err)
}

// Last is the latest value of a metric that a person has.
type Last struct {
	Known  bool
	Value  float64 // canonical
	At     int64   // UTC milliseconds
	Offset int32
}

// Verdict is what is to be said of a number: a fault is refused, a doubt is asked
// about.
type Verdict struct{ Fault, Doubt string }

// Judge says whether a number can be, and whether it is likely.
func (a Ask) Judge(w Way, texts []string, at int64, last Last) Verdict {
	v, err := w.Parse(texts)
	if err != nil {
		if errors.Is(err, errNothing) && a.Optional {
			return Verdict{}
		}
		return Verdict{Fault: AmountFault(err)}
	}
	m, _ := health.Lookup(w.Metric)
	c := v.Canonical()
	decimals := max(health.DisplayDecimals(m, w.Units[0]), 1)
	if !m.Possible.Contains(c) {
		fault := locale.T("This cannot be: possible is %[1]s to %[2]s.", w.Text(m.Possible.Min, decimals), w.Text(m.Possible.Max, decimals))
		return Verdict{Fault: join(fault, a.fitting(w, texts, at, last))}
	}
	question := locale.T("Is %s right?", w.Written(texts))
	switch {
	case !m.Plausible.Contains(c):
		reason := locale.T("Nearly always it is %[1]s to %[2]s.", w.Text(m.Plausible.Min, decimals), w.Text(m.Plausible.Max, decimals))
		return Verdict{Doubt: join(question, reason, a.fitting(w, texts, at, last))}
	case leaps(m, c, at, last):
		reason := locale.T("The last was %[1]s, on %[2]s.", w.Reading(last.Value), locale.FullDate(health.DateAt(last.At, last.Offset)))
		return Verdict{Doubt: join(question, reason, a.fitting(w, texts, at, last))}
	}
	return Verdict{}
}

func join(sentences ...string) string {
	var out []string
	for _, s := range sentences {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}

// fitting names the unit in which what was typed would be likely.
func (a Ask) fitting(w Way, texts []string, at int64, last Last) string {
	if len(w.Units) != 1 {
		return ""
	}
	for _, other := range a.Ways {
		if len(other.Units) != 1 || other.Metric != w.Metric || other.Units[0] == w.Units[0] {
			continue
		}
		v, err := other.Parse(texts)
		m, _ := health.Lookup(other.Metric)
		if err == nil && m.Plausible.Contains(v.Canonical()) && !leaps(m, v.Canonical(), at, last) {
			return locale.T("In %s it would be likely.", other.Name())
		}
	}
	return ""
}

// far is how far a value may lie from the last one before it is asked about: a
// share of it or an amount in the canonical unit, and as much again for every
// so many days between them.
var far = map[health.MetricID]struct{ share, amount, days float64 }{
	"weight":              {share: 0.1, days: 90},
	"fat_mass":            {share: 0.35, days: 90},
	"fat_ratio":           {amount: 8, days: 180},
	"muscle_mass":         {share: 0.15, days: 90},
	"water_mass":          {share: 0.2, days: 90},
	"bone_mass":           {share: 0.3, days: 365},
	"height":              {amount: 0.05, days: 180},
	"systolic":            {amount: 60, days: 365},
	"diastolic":           {amount: 45, days: 365},
	"pulse_wave_velocity": {share: 0.5, days: 365},
	"vo2max":              {share: 0.3, days: 180},
}

// leaps reports whether a value is far from the last one.
func leaps(m health.Metric, v float64, at int64, last Last) bool {
	limit, ok := far[m.ID]
	if !ok || !last.Known {
		return false
	}
	room := limit.amount + limit.share*math.Abs(last.Value)
	room *= 1 + math.Abs(float64(at-last.At))/dayMS/limit.days
	return math.Abs(v-last.Value) > room
}

// PressureFault says that the two pressures cannot both be, "" where they can.
func PressureFault(systolic, diastolic Amount) string {
	if systolic.Canonical() <= diastolic.Canonical() {
		return locale.T("The lower pressure must be below the upper one.")
	}
	return ""
}

// MassFault says that a part cannot weigh more than the whole.
func MassFault(weight, part Amount) string {
	if part.Unit.Canonical() == health.Kilogram && part.Canonical() >= weight.Canonical() {
		return locale.T("This cannot be as much as the whole weight.")
	}
	return ""
}
