package locale_test

import (
	"errors"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

func TestEnglishIsItself(t *testing.T) {
	for got, want := range map[string]string{
		locale.T("Import files…"):                                                "Import files…",
		locale.T("From %[1]s to %[2]s", "a", "b"):                                "From a to b",
		locale.C("noun", "Export"):                                               "Export",
		locale.N("%s reading", "%s readings", 1, locale.Count(1)):                "1 reading",
		locale.N("%s reading", "%s readings", 0, locale.Count(0)):                "0 readings",
		locale.N("One reading", "%s readings", 1, locale.Count(1)):               "One reading",
		locale.N("%s reading of %s", "%s readings of %s", 1598, "1,598", "Anna"): "1,598 readings of Anna",
		locale.N("One is 100 %%", "%s are 100 %%", 1, "1"):                       "One is 100 %",
		locale.List("a", "b", "c"):                                               "a, b and c",
		locale.Capital("über"):                                                   "Über",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestFiguresOfEnglish(t *testing.T) {
	for got, want := range map[string]string{
		locale.Number(1284.5, 1): "1,284.5",
		locale.Number(-0.04, 1):  "0.0",
		locale.Number(-3.25, 2):  "−3.25",
		locale.Trimmed(78.50, 2): "78.5",
		locale.Trimmed(78, 2):    "78",
		locale.Count(1598):       "1,598",
		locale.Count(-999):       "−999",
		locale.Decimal(health.Decimal{Mantissa: 7800, Places: 2}): "78.00",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestNumbersThatPeopleType(t *testing.T) {
	for text, want := range map[string]string{
		"82.4": "82.4", " 82,4 ": "82.4", "1,284.5": "1284.5", "1.284,5": "1284.5", "1 284,5": "1284.5",
		"1\u202f284,50": "1284.50", "1,234,567": "1234567", "0,500": "0.500", "−3": "-3", "-.5": "-0.5", "+7": "7",
		"1234,567": "1234.567", "1.234": "1.234",
	} {
		if d, err := locale.ParseNumber(text); err != nil || d.String() != want {
			t.Errorf("%q is %s, %v, want %s", text, d, err, want)
		}
	}
	for text, want := range map[string]error{
		"1,234": locale.ErrTwoReadings, "": locale.ErrNotANumber, "-": locale.ErrNotANumber, "12 kg": locale.ErrNotANumber,
		"1,23,456": locale.ErrNotANumber, "1 23": locale.ErrNotANumber, "1.2 3": locale.ErrNotANumber, "--1": locale.ErrNotANumber,
		"1e3": locale.ErrNotANumber, "1.234,5.6": locale.ErrNotANumber, "1234567890123456789": locale.ErrTooManyFigures,
	} {
		if _, err := locale.ParseNumber(text); !errors.Is(err, want) || locale.Reason(err) == "" {
			t.Errorf("%q is refused with %v (%q), want %v", text, err, locale.Reason(err), want)
		}
	}
}

func TestDatesOfEnglish(t *testing.T) {
	d := health.Date{Year: 2025, Month: time.October, Day: 4}
	for got, want := range map[string]string{
		locale.FullDate(d):                 "4 Oct 2025",
		locale.ShortDate(d):                "4 Oct",
		locale.LongDate(d):                 "Saturday 4 October 2025",
		locale.NumericDate(d):              "04/10/2025",
		locale.WeekdayDay(d):               "Sat 4",
		locale.DateSpan(d.AddDays(-40), d): "25 Aug – 4 Oct 2025",
		locale.ClockAt(7, 2):               "07:02",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
