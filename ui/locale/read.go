package locale

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode"

	"vitalkeep/health"
)

// Errors of [ParseDate] and [ParseClock].
var (
	ErrNotADate  = errors.New("not a date")
	ErrNotAClock = errors.New("not a time of day")
)

// ParseDate reads a date that a person typed: in figures in the order of the
// language with four figures for the year ("4/10/2025"), with the month's name
// or its begin ("4 Oct 2025"), or as "2025-10-04".
func ParseDate(text string) (health.Date, error) {
	text = strings.TrimSpace(text)
	if d, err := health.ParseDate(text); err == nil {
		return d, nil
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	f := current.Load()
	var figures []int
	month, year := 0, 0
	for _, w := range words {
		n, err := strconv.Atoi(w)
		switch {
		case err == nil && len(w) == 4 && year == 0:
			year = n
		case err == nil && len(w) <= 2:
			figures = append(figures, n)
		case err == nil:
			return health.Date{}, ErrNotADate
		case f.names.first != "" && strings.EqualFold(w, f.names.first):
			figures = append(figures, 1)
		case strings.EqualFold(w, "de") && f.names == &spanishNames:
		case month == 0 && f.monthOf(w) != 0:
			month = f.monthOf(w)
		default:
			return health.Date{}, ErrNotADate
		}
	}
	day := 0
	switch {
	case month != 0 && len(figures) == 1:
		day = figures[0]
	case month == 0 && len(figures) == 2 && strings.HasPrefix(f.shapes[numericDate], "MM"):
		month, day = figures[0], figures[1]
	case month == 0 && len(figures) == 2:
		day, month = figures[0], figures[1]
	}
	if year == 0 {
		return health.Date{}, ErrNotADate
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || int(t.Month()) != month || t.Day() != day {
		return health.Date{}, ErrNotADate
	}
	return DateOf(t), nil
}

// monthOf is the month of a name or of its begin, 0 where none or several fit.
func (f *forms) monthOf(word string) int {
	word = strings.ToLower(word)
	for _, list := range []*names{f.names, &englishNames} {
		found := 0
		for i := range list.months {
			full := strings.ToLower(list.months[i])
			for _, short := range []string{list.short[i], list.alone[i]} {
				if word == strings.ToLower(strings.TrimSuffix(short, ".")) {
					return i + 1
				}
			}
			if word == full {
				return i + 1
			}
			if len([]rune(word)) >= 3 && strings.HasPrefix(full, word) {
				if found != 0 {
					found = -1
					break
				}
				found = i + 1
			}
		}
		if found > 0 {
			return found
		}
	}
	return 0
}

// ParseClock reads a time of day that a person typed: "7:05", "7.05", "0705" or
// "7:05 pm".
func ParseClock(text string) (hour, minute int, err error) {
	text = strings.ToLower(strings.TrimSpace(text))
	half := ""
	for _, h := range []string{"am", "pm"} {
		if before, ok := strings.CutSuffix(text, h); ok {
			half, text = h, strings.TrimFunc(before, unicode.IsSpace)
		}
	}
	h, m, ok := strings.Cut(strings.ReplaceAll(text, ".", ":"), ":")
	if !ok && len(text) == 4 {
		h, m = text[:2], text[2:]
	}
	hour, err = figuresOf(h, 1)
	if err == nil {
		minute, err = figuresOf(m, 2)
	}
	switch {
	case err != nil || hour > 23 || minute > 59 || half != "" && (hour < 1 || hour > 12):
		return 0, 0, ErrNotAClock
	case half == "am" && hour == 12:
		hour = 0
	case half == "pm" && hour < 12:
		hour += 12
	}
	return hour, minute, nil
}

// figuresOf reads at most two figures and at least so many.
func figuresOf(s string, least int) (int, error) {
	if len(s) < least || len(s) > 2 || strings.Trim(s, "0123456789") != "" {
		return 0, ErrNotAClock
	}
	return strconv.Atoi(s)
}
