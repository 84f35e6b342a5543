package notices

import (
	"encoding/json"
	"errors"
	"math"
	"slices"

	"vitalkeep/health"
)

// ErrTarget means that a goal asks for a number that cannot be.
var ErrTarget = errors.New("no such number can be reached")

// MostGoals is how many goals a person can have.
const MostGoals = 20

// Rule is what a goal asks of a number.
type Rule uint8

// The rules.
const (
	AtLeast Rule = iota
	AtMost
	// Reach is to come to a number from wherever one began.
	Reach
	ruleEnd
)

var ruleNames = [ruleEnd]string{"at_least", "at_most", "reach"}

// Goal is a number that a person wants to come to. It is the person's own: it is
// reached or not, and says nothing about health.
type Goal struct {
	ID     string
	Metric health.MetricID
	Rule   Rule
	// Daily asks it of every day; else it is asked of the latest reading.
	Daily bool
	// Target is as it was typed, in Unit.
	Target health.Decimal
	Unit   health.Unit
	Start  health.Date
	// From is where a person began who wants to Reach it, in the canonical unit;
	// nil if nobody knows.
	From   *float64
	Paused bool
	// Since is when it was set up or changed, in UTC milliseconds.
	Since int64

	kept kept
}

type storedGoal struct {
	ID     string   `json:"id"`
	Metric string   `json:"metric"`
	Rule   string   `json:"rule"`
	Daily  bool     `json:"daily,omitempty"`
	Target string   `json:"target"`
	Unit   string   `json:"unit"`
	Start  string   `json:"start"`
	From   *float64 `json:"from,omitempty"`
	Paused bool     `json:"paused,omitempty"`
	Since  int64    `json:"since"`
}

// Canonical is the target in the unit in which all are compared.
func (g Goal) Canonical() float64 { return g.Unit.Value(g.Target) }

// CanBeDaily reports whether days of a metric have one number.
func CanBeDaily(m health.Metric) bool { return m.Day != health.DayNone }

// Check says what is wrong with it, nil if nothing is.
func (g Goal) Check() error {
	m, ok := health.Lookup(g.Metric)
	switch {
	case !ok || m.Shape == health.State || g.ID == "" || len(g.ID) > 32 || g.Rule >= ruleEnd:
		return ErrNoMetric
	case g.Daily && (g.Rule == Reach || !CanBeDaily(m)) || g.Start == (health.Date{}):
		return ErrDays
	case !m.Possible.Contains(g.Canonical()) || g.From != nil && (math.IsNaN(*g.From) || math.IsInf(*g.From, 0)):
		return ErrTarget
	}
	return nil
}

// Met reports whether a value, in the canonical unit, is what a goal asks for.
func (g Goal) Met(v float64) bool {
	target := g.Canonical()
	// Values that were typed in another unit are a rounding away.
	near := math.Abs(target) * 1e-9
	switch {
	case g.Rule == AtLeast:
		return v >= target-near
	case g.Rule == AtMost:
		return v <= target+near
	case g.From == nil || math.Abs(*g.From-target) <= near:
		m, _ := health.Lookup(g.Metric)
		return math.Abs(v-target) <= 0.5*math.Pow(10, -float64(m.Decimals))
	case *g.From > target:
		return v <= target+near
	}
	return v >= target-near
}

// Goals are all that a person set up.
type Goals struct {
	All   []Goal
	other []json.RawMessage
	kept  kept
}

// ReadGoals reads what Store wrote. ok is false where it is something that this
// program does not understand and so must not write either.
func ReadGoals(stored []byte) (out Goals, ok bool) {
	out.All, out.other, out.kept, ok = readAll(stored, MostGoals, readGoal)
	return out, ok
}

func readGoal(raw []byte) (Goal, bool) {
	var s storedGoal
	kept, err := readKept(raw, &s)
	if err != nil {
		return Goal{}, false
	}
	g := Goal{ID: s.ID, Metric: health.MetricID(s.Metric), Daily: s.Daily, From: s.From, Paused: s.Paused, Since: s.Since, kept: kept}
	rule := slices.Index(ruleNames[:], s.Rule)
	g.Rule = Rule(max(rule, 0)) //nolint:gosec // there are three
	unit, known := health.ParseUnit(s.Unit)
	g.Unit = unit
	var bad error
	g.Target, bad = health.ParseDecimal(s.Target)
	g.Start, err = health.ParseDate(s.Start)
	return g, rule >= 0 && known && bad == nil && err == nil && g.Check() == nil
}

func (g Goal) key() string { return g.ID }

func (g Goal) over(before Goal) Goal {
	g.kept = before.kept
	return g
}

// Store is what ReadGoals reads, nil where there is nothing to say.
func (g Goals) Store() ([]byte, error) {
	var raw []json.RawMessage
	for _, x := range g.All {
		one, err := x.kept.write(storedGoal{
			ID: x.ID, Metric: string(x.Metric), Rule: ruleNames[x.Rule], Daily: x.Daily, Target: x.Target.String(), Unit: x.Unit.ID(),
			Start: x.Start.String(), From: x.From, Paused: x.Paused, Since: x.Since,
		})
		if err != nil {
			return nil, err
		}
		raw = append(raw, one)
	}
	return writeList(g.kept, append(raw, g.other...))
}

// Get is the goal of that ID.
func (g Goals) Get(id string) (Goal, bool) { return get(g.All, id) }

// With is the list with a goal added, or changed where it is there already.
func (g Goals) With(x Goal) (Goals, error) {
	if err := x.Check(); err != nil {
		return g, err
	}
	all, err := with(g.All, x, MostGoals)
	g.All = all
	return g, err
}

// Without is the list without a goal.
func (g Goals) Without(id string) Goals {
	g.All = without(g.All, id)
	return g
}

// Of is the goal of a metric that is under way, the newest if there are several.
func (g Goals) Of(metric health.MetricID) (Goal, bool) {
	for _, x := range slices.Backward(g.All) {
		if x.Metric == metric && !x.Paused {
			return x, true
		}
	}
	return Goal{}, false
}
