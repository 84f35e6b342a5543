package health

import "strings"

// MetricID names a metric ("weight", "sleep_deep"). Names of the catalogue are
// stable for ever; files, vaults and scripts use them.
type MetricID string

// Family groups metrics of one colour and icon.
type Family uint8

// The families.
const (
	Body Family = iota
	Heart
	Activity
	Sleep
	Temperature
	Oxygen
	Room
)

// Shape tells what a sample of a metric is taken over.
type Shape uint8

// The shapes.
const (
	Instant  Shape = iota // a number at one moment
	Interval              // a number that belongs to a whole span: steps in a minute
	State                 // a code that holds for a span: a sleep stage
)

// DayRule tells how one number of a local day is made of a metric's samples.
type DayRule uint8

// The day rules.
const (
	DayNone  DayRule = iota // a day has no single number
	DaySum                  // added up, no instant counted twice
	DayMean                 // arithmetic mean of the readings
	DayLast                 // the last reading of the day
	DayRange                // mean, shown with lowest and highest
)

// Range is an interval of canonical values, both ends included.
type Range struct{ Min, Max float64 }

// Contains reports whether v lies within r; NaN never does.
func (r Range) Contains(v float64) bool { return v >= r.Min && v <= r.Max }

// Metric describes one kind of number.
type Metric struct {
	ID       MetricID
	Name     string // English
	Unit     Unit   // canonical unit of its values
	Decimals int    // shown to people
	Shape    Shape
	Active   bool // people take it on purpose (weigh-in), not recorded in passing
	Family   Family
	Day      DayRule
	// Plausible values need no question; outside Possible a value is refused.
	Plausible, Possible Range
	// Generic metrics come from a vendor's stream that the catalogue does not
	// know: no unit, no range; kept and listed, never interpreted.
	Generic bool
}

// GenericPrefix starts the identifier of every generic metric.
const GenericPrefix = "raw_"

// GenericID returns the metric of a vendor's stream that the catalogue does
// not know: GenericPrefix and the name in lower case with everything but
// letters and digits of ASCII turned into single underscores.
func GenericID(stream string) MetricID {
	var b strings.Builder
	b.WriteString(GenericPrefix)
	gap := false
	for _, c := range strings.ToLower(stream) {
		if (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') {
			if gap && b.Len() > len(GenericPrefix) {
				b.WriteByte('_')
			}
			gap = false
			b.WriteRune(c)
			continue
		}
		gap = true
	}
	return MetricID(b.String())
}

// Lookup returns the metric of that ID: one of the catalogue, or a generic
// one. It reports false for an ID that is neither.
func Lookup(id MetricID) (Metric, bool) {
	if m, ok := byID[id]; ok {
		return m, true
	}
	name, ok := strings.CutPrefix(string(id), GenericPrefix)
	if !ok || name == "" || GenericID(name) != id {
		return Metric{}, false
	}
	name = strings.ReplaceAll(name, "_", " ")
	return Metric{
		ID: id, Name: strings.ToUpper(name[:1]) + name[1:], Decimals: 2, Shape: Interval,
		Family: Room, Day: DayMean, Plausible: anything, Possible: anything, Generic: true,
	}, true
}

// Metrics returns the catalogue in the order in which people see it.
func Metrics() []Metric { return append([]Metric(nil), catalogue...) }

var byID = func() map[MetricID]Metric {
	m := make(map[MetricID]Metric, len(catalogue))
	for _, c := range catalogue {
		m[c.ID] = c
	}
	return m
}()
