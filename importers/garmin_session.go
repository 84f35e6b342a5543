package importers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/proto"

	"vitalkeep/health"
)

// nights hands over the stages of sleep that were noted. That the last one ends
// is not said, so it is left out.
func (x *fitFile) nights() error {
	slices.SortStableFunc(x.levels, func(a, b fitLevel) int { return cmp.Compare(a.ms, b.ms) })
	f := x.f
	for i, l := range x.levels {
		if i+1 == len(x.levels) {
			break
		}
		var code int64
		switch typedef.SleepLevel(l.level) { //nolint:gosec // a field of 8 bits
		case typedef.SleepLevelAwake:
			code = health.StageAwake
		case typedef.SleepLevelLight:
			code = health.StageLight
		case typedef.SleepLevelDeep:
			code = health.StageDeep
		case typedef.SleepLevelRem:
			code = health.StageREM
		default:
			continue
		}
		const longest = 4 * 3600 * 1000 // more is another night
		length := x.levels[i+1].ms - l.ms
		if length <= 0 || length > longest {
			continue
		}
		f.row = l.row
		if err := x.started(); err != nil {
			return err
		}
		if err := f.sample("sleep_stage", sourceGarminNights, health.Sample{
			Start: l.ms, Duration: length, Value: health.Int(code), Offset: f.zone.or(l.ms, 0), Form: health.NoText, Origin: f.origin(),
		}); err != nil {
			return err
		}
	}
	return nil
}

// fitFacts are the fields of a session that a workout keeps.
var fitFacts = []struct {
	field  byte
	name   string
	places uint8
}{
	{9, "distance", 2}, // metres, like those of every maker
	{11, "calories", 0},
	{16, "hr_average", 0},
	{17, "hr_max", 0},
	{8, "total_timer_time (s)", 3},
	{22, "total_ascent (m)", 0},
	{23, "total_descent (m)", 0},
}

// session takes a workout.
func (x *fitFile) session(m proto.Message) error {
	if !x.sessions {
		return nil
	}
	began, ok := fitNumber(m, 2)
	start, reason := fitTime(began, ok)
	if reason != "" {
		return x.refuse("start_time", reason)
	}
	length, ok := fitNumber(m, 7)
	if !ok || length > longestWorkout {
		return x.refuse("total_elapsed_time", "not a duration")
	}
	e := health.Entry{
		Kind: health.Workout, Source: sourceGarminWorkouts, Key: fitSport(m),
		Start: start, Duration: int64(length), Offset: x.f.zone.or(start, 0),
	}
	if n, ok := fitNumber(m, 6); ok && n != uint64(typedef.SubSportGeneric) {
		if name := typedef.SubSport(n).String(); !strings.Contains(name, "(") { //nolint:gosec // a field of 8 bits
			e.Fields = append(e.Fields, health.Field{Name: "sub_sport", Text: name})
		}
	}
	for _, fact := range fitFacts {
		if n, ok := fitNumber(m, fact.field); ok {
			text := health.Decimal{Mantissa: int64(n), Places: fact.places}.String() //nolint:gosec // at most 32 bits
			e.Fields = append(e.Fields, health.Field{Name: fact.name, Text: text})
		}
	}
	if err := x.started(); err != nil {
		return err
	}
	return x.f.entry(e)
}

// fitSport names what a session is of.
func fitSport(m proto.Message) string {
	n, ok := fitNumber(m, 5)
	if !ok || n > 0xff {
		return ""
	}
	name := typedef.Sport(n).String()
	if strings.Contains(name, "(") { // a number that the library does not know
		return "sport " + strconv.FormatUint(n, 10)
	}
	return name
}
