package insights

import (
	"cmp"
	"math"
	"slices"
	"time"

	"vitalkeep/health"
)

// Pair is one reading of blood pressure in mmHg.
type Pair struct {
	Start               int64 // UTC milliseconds
	Offset              int32 // seconds east of UTC in force
	Systolic, Diastolic float64
}

// The schedule of a week of blood pressure at home, as the European Society of
// Hypertension asks for it: "2021 European Society of Hypertension practice
// guidelines for office and out-of-office blood pressure measurement" (Stergiou
// and others, Journal of Hypertension 2021;39:1293). Seven days, at least three;
// two readings in the morning and two in the evening, one minute apart, seated
// after five minutes of rest; the first day is left out of the mean, and at
// least twelve readings stay.
const (
	WeekDays     = 7
	PerSitting   = 2
	LeastCounted = 12
	MostCounted  = (WeekDays - 1) * 2 * PerSitting
)

// Limits for the mean of such a week, in mmHg: at least one of them reached is
// high blood pressure by home measurement. ESH 2021, as above, and the same in
// the 2024 guidelines of the European Society of Cardiology (McEvoy and others,
// European Heart Journal 2024;45:3912); they are lower than those for the
// office, 140 and 90.
const (
	HomeSystolic  = 135
	HomeDiastolic = 85
)

// What the guideline leaves to the reader. Morning and evening are hours of the
// reading's own clock; a reading after midnight and before the morning belongs
// to the evening before. A pause longer than sittingPause begins another
// sitting. Starts of readings lie at least a minute apart.
const (
	MorningFrom  = 4
	MorningTo    = 12
	EveningFrom  = 17
	sittingPause = int64(15 * time.Minute / time.Millisecond)
	apart        = int64(time.Minute / time.Millisecond)
)

// HomeDay is one day of a home week.
type HomeDay struct {
	Date health.Date
	// Morning and Evening are the readings that count to a sitting, at most
	// PerSitting each. On the first day they are the practice that is left out.
	Morning, Evening []Pair
	// Others are the readings of the day that do not count: between the two
	// parts of the day, or more than the schedule asks for.
	Others int
}

// Readings is how many readings the two sittings have.
func (d HomeDay) Readings() int { return len(d.Morning) + len(d.Evening) }

// PressureMean is the mean of some readings in mmHg; with no readings it is NaN.
type PressureMean struct {
	Systolic, Diastolic float64
	Readings            int
}

// AtLeast reports whether the mean, rounded as people see it, reaches a limit.
func (m PressureMean) AtLeast(systolic, diastolic float64) bool {
	return m.Readings > 0 && (math.Round(m.Systolic) >= systolic || math.Round(m.Diastolic) >= diastolic)
}

// HomeWeek is a week of blood pressure taken at home.
type HomeWeek struct {
	Days [WeekDays]HomeDay
	// All is the mean of every reading that counts, each once; the first day does
	// not. Morning and Evening are the means of their sittings.
	All, Morning, Evening PressureMean
}

// First and Last are the dates of the week.
func (w *HomeWeek) First() health.Date { return w.Days[0].Date }

// Last is the date of its seventh day.
func (w *HomeWeek) Last() health.Date { return w.Days[WeekDays-1].Date }

// Enough reports whether so many readings count that the mean may be compared
// with the limits.
func (w *HomeWeek) Enough() bool { return w.All.Readings >= LeastCounted }

// DaysWithReadings is on how many of the seven days something was measured in a
// sitting.
func (w *HomeWeek) DaysWithReadings() int {
	n := 0
	for _, d := range w.Days {
		if d.Readings() > 0 {
			n++
		}
	}
	return n
}

// Day is the number of the date within the week, from 1; 0 before it, and
// WeekDays+1 after it.
func (w *HomeWeek) Day(d health.Date) int {
	switch {
	case d.Compare(w.First()) < 0:
		return 0
	case d.Compare(w.Last()) > 0:
		return WeekDays + 1
	}
	return int(d.Number()-w.First().Number()) + 1
}

// Open is how many readings can still count from the moment on whose local
// date and hour are given: those missing of the sitting that is now or comes
// later. The first day's are not among them.
func (w *HomeWeek) Open(today health.Date, hour int) int {
	today, part := sittingDay(today, hour)
	n := 0
	for i, d := range w.Days {
		if i == 0 || d.Date.Compare(today) < 0 {
			continue
		}
		later := d.Date.Compare(today) > 0
		if later || part == morning {
			n += PerSitting - len(d.Morning)
		}
		n += PerSitting - len(d.Evening)
	}
	return n
}

// MeasureHomeWeek finds the readings that count in the seven days from first.
// Of each morning and evening they are the first two, at least a minute apart,
// of the first sitting that has two; of a sitting with one, that one. The pairs
// may be in any order.
func MeasureHomeWeek(pairs []Pair, first health.Date) HomeWeek {
	var w HomeWeek
	for i := range w.Days {
		w.Days[i].Date = first.AddDays(i)
	}
	var parts [WeekDays][2][]Pair
	for _, p := range ordered(pairs) {
		d, part := dayOf(p)
		i := w.Day(d) - 1
		if i < 0 || i >= WeekDays {
			continue
		}
		if part != morning && part != evening {
			w.Days[i].Others++
			continue
		}
		parts[i][part] = append(parts[i][part], p)
	}
	var counted [2][]Pair
	for i := range w.Days {
		d := &w.Days[i]
		d.Morning, d.Evening = sitting(parts[i][morning]), sitting(parts[i][evening])
		d.Others += len(parts[i][morning]) + len(parts[i][evening]) - d.Readings()
		if i > 0 {
			counted[morning] = append(counted[morning], d.Morning...)
			counted[evening] = append(counted[evening], d.Evening...)
		}
	}
	w.Morning, w.Evening = meanOf(counted[morning]), meanOf(counted[evening])
	w.All = meanOf(append(counted[morning], counted[evening]...))
	return w
}

// LatestHomeWeek is the newest seven days in which enough readings count, else
// the seven days that end with the last reading. It looks back over the given
// number of days; ok is false where there is no reading at all.
func LatestHomeWeek(pairs []Pair, back int) (w HomeWeek, ok bool) {
	if len(pairs) == 0 {
		return w, false
	}
	pairs = ordered(pairs)
	last, _ := dayOf(pairs[len(pairs)-1])
	for i := range max(back, 1) {
		first := last.AddDays(1 - WeekDays - i)
		if w = MeasureHomeWeek(pairs, first); w.Enough() {
			return w, true
		}
	}
	return MeasureHomeWeek(pairs, last.AddDays(1-WeekDays)), true
}

// Parts of a day at which somebody sits down to measure.
const (
	morning = iota
	evening
	noon // between them, when nobody does
)

// sittingDay is the date to which a local date and hour belong, and the part of
// that day.
func sittingDay(d health.Date, hour int) (health.Date, int) {
	switch {
	case hour < MorningFrom:
		return d.AddDays(-1), evening
	case hour < MorningTo:
		return d, morning
	case hour < EveningFrom:
		return d, noon
	}
	return d, evening
}

func dayOf(p Pair) (health.Date, int) {
	hour := time.UnixMilli(p.Start + int64(p.Offset)*1000).UTC().Hour()
	return sittingDay(health.DateAt(p.Start, p.Offset), hour)
}

// ordered returns the pairs by rising start.
func ordered(pairs []Pair) []Pair {
	byStart := func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Systolic, b.Systolic), cmp.Compare(a.Diastolic, b.Diastolic))
	}
	if slices.IsSortedFunc(pairs, byStart) {
		return pairs
	}
	return slices.SortedFunc(slices.Values(pairs), byStart)
}

// sitting returns what counts of one morning or evening, ordered by start.
func sitting(pairs []Pair) []Pair {
	var first []Pair
	for i := 0; i < len(pairs); {
		end := i + 1
		for end < len(pairs) && pairs[end].Start-pairs[end-1].Start <= sittingPause {
			end++
		}
		taken := []Pair{pairs[i]}
		for _, p := range pairs[i+1 : end] {
			if len(taken) < PerSitting && p.Start-taken[len(taken)-1].Start >= apart {
				taken = append(taken, p)
			}
		}
		if len(taken) == PerSitting {
			return taken
		}
		if first == nil {
			first = taken
		}
		i = end
	}
	return first
}

func meanOf(pairs []Pair) PressureMean {
	m := PressureMean{Systolic: math.NaN(), Diastolic: math.NaN(), Readings: len(pairs)}
	if len(pairs) == 0 {
		return m
	}
	var s, d float64
	for _, p := range pairs {
		s += p.Systolic
		d += p.Diastolic
	}
	n := float64(len(pairs))
	m.Systolic, m.Diastolic = s/n, d/n
	return m
}
