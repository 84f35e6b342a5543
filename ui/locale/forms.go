package locale

import "time"

// Forms are what a person wants written otherwise than the language does; the
// zero value wants nothing.
type Forms struct {
	Date  DateForm
	Clock ClockForm
	Week  WeekForm
}

// DateForm is an order of day, month and year.
type DateForm int

// The forms of dates.
const (
	DateByLanguage DateForm = iota
	DayFirst                // 14 Oct 2025
	MonthFirst              // Oct 14, 2025
	YearFirst               // 2025-10-14
)

// ClockForm is a count of hours.
type ClockForm int

// The forms of the clock.
const (
	ClockByLanguage ClockForm = iota
	Hours24
	Hours12
)

// WeekForm is a first day of the week.
type WeekForm int

// The forms of weeks.
const (
	WeekByLanguage WeekForm = iota
	MondayFirst
	SundayFirst
	SaturdayFirst
)

// shape is one of the ways in which a date is written.
type shape uint8

const (
	fullDate shape = iota
	shortDate
	longDate
	longDay
	wordDate
	wordDay
	weekdayDate
	weekdayDay
	monthYear
	shortMonthYear
	numericDate
	shapeCount
)

type shapes [shapeCount]string

// forms is how figures and dates are written. It never changes.
type forms struct {
	decimal    byte
	group      string
	groupFrom  int // digits before the first mark from which thousands are parted
	twelve     bool
	week       time.Weekday
	wholeSpans bool // both ends of a span name their year
	shapes     shapes
	names      *names
}

// names are the words of a calendar. Short months stand in a date, alone ones
// by themselves.
type names struct {
	months, short, alone [12]string
	days, shortDays      [7]string // from Sunday
	first                string    // the first of a month, where it is no plain figure
}

var englishShapes = shapes{
	fullDate: "d MMM y", shortDate: "d MMM", longDate: "EEEE d MMMM y", longDay: "EEEE d MMMM",
	wordDate: "d MMMM y", wordDay: "d MMMM", weekdayDate: "EEE d MMM y", weekdayDay: "EEE d",
	monthYear: "MMMM y", shortMonthYear: "MMM y", numericDate: "dd/MM/y",
}

// formsOf are the forms of a language with a person's wishes over them.
func formsOf(l Language, wish Forms) *forms {
	f := languageForms(l)
	f.wish(wish)
	return f
}

func languageForms(l Language) *forms {
	f := &forms{decimal: '.', group: ",", groupFrom: 1, week: time.Monday, shapes: englishShapes, names: &englishNames}
	switch l {
	case AmericanEn:
		f.twelve, f.week = true, time.Sunday
		f.monthFirst()
	case Pseudo:
		f.names = pseudoNames()
	case German:
		f.decimal, f.group, f.shapes, f.names = ',', ".", germanShapes, &germanNames
	case French:
		f.decimal, f.group, f.names = ',', "\u202f", &frenchNames
	case Spanish:
		// A number of four digits has no mark.
		f.decimal, f.group, f.groupFrom, f.shapes, f.names = ',', ".", 2, spanishShapes, &spanishNames
	case Italian:
		f.decimal, f.group, f.names = ',', ".", &italianNames
	case Dutch:
		f.decimal, f.group, f.names = ',', ".", &dutchNames
		f.shapes[numericDate] = "dd-MM-y"
	}
	return f
}

func (f *forms) wish(w Forms) {
	switch w.Clock {
	case Hours24:
		f.twelve = false
	case Hours12:
		f.twelve = true
	}
	switch w.Week {
	case MondayFirst:
		f.week = time.Monday
	case SundayFirst:
		f.week = time.Sunday
	case SaturdayFirst:
		f.week = time.Saturday
	}
	switch w.Date {
	case DayFirst:
		if f.shapes[shortDate] == "MMM d" {
			f.shapes = englishShapes
		}
	case MonthFirst:
		f.monthFirst()
	case YearFirst:
		f.shapes[fullDate], f.shapes[numericDate] = "y-MM-dd", "y-MM-dd"
		f.wholeSpans = true
		f.shapes[weekdayDate] = "EEE y-MM-dd"
	}
}

// monthFirst is the order of the United States, in the words of any language.
func (f *forms) monthFirst() {
	f.shapes[fullDate], f.shapes[shortDate] = "MMM d, y", "MMM d"
	f.shapes[longDate], f.shapes[longDay] = "EEEE, MMMM d, y", "EEEE, MMMM d"
	f.shapes[wordDate], f.shapes[wordDay] = "MMMM d, y", "MMMM d"
	f.shapes[weekdayDate], f.shapes[numericDate] = "EEE, MMM d, y", "MM/dd/y"
}
