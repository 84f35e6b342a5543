package locale_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/lang"

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

func TestFiguresAndDatesOfTheLanguages(t *testing.T) {
	d := health.Date{Year: 2025, Month: time.October, Day: 14}
	first := health.Date{Year: 2025, Month: time.August, Day: 1}
	for _, c := range []struct {
		language                              locale.Language
		number, four, full, long, word, first string
		numeric, axis, month, clock           string
		week                                  time.Weekday
	}{
		{locale.English, "−12,845.50", "1,284", "14 Oct 2025", "Tuesday 14 October 2025", "14 October", "1 Aug – 14 Oct 2025", "14/10/2025", "Tue 14", "Oct", "19:02", time.Monday},
		{locale.AmericanEn, "−12,845.50", "1,284", "Oct 14, 2025", "Tuesday, October 14, 2025", "October 14", "Aug 1 – Oct 14, 2025", "10/14/2025", "Tue 14", "Oct", "7:02\u00a0PM", time.Sunday},
		{locale.German, "−12.845,50", "1.284", "14. Okt. 2025", "Dienstag, 14. Oktober 2025", "14. Oktober", "1. Aug. – 14. Okt. 2025", "14.10.2025", "Di 14.", "Okt", "19:02", time.Monday},
		{locale.French, "−12\u202f845,50", "1\u202f284", "14 oct. 2025", "mardi 14 octobre 2025", "14 octobre", "1er août – 14 oct. 2025", "14/10/2025", "mar. 14", "oct.", "19:02", time.Monday},
		{locale.Spanish, "−12.845,50", "1284", "14 oct 2025", "martes, 14 de octubre de 2025", "14 de octubre", "1 ago – 14 oct 2025", "14/10/2025", "mar 14", "oct", "19:02", time.Monday},
		{locale.Italian, "−12.845,50", "1.284", "14 ott 2025", "martedì 14 ottobre 2025", "14 ottobre", "1 ago – 14 ott 2025", "14/10/2025", "mar 14", "ott", "19:02", time.Monday},
		{locale.Dutch, "−12.845,50", "1.284", "14 okt 2025", "dinsdag 14 oktober 2025", "14 oktober", "1 aug – 14 okt 2025", "14-10-2025", "di 14", "okt", "19:02", time.Monday},
	} {
		use(t, c.language)
		for _, x := range []struct{ got, want string }{
			{locale.Number(-12845.5, 2), c.number},
			{locale.Count(1284), c.four},
			{locale.FullDate(d), c.full},
			{locale.LongDate(d), c.long},
			{locale.WordDay(d), c.word},
			{locale.DateSpan(first, d), c.first},
			{locale.NumericDate(d), c.numeric},
			{locale.WeekdayDay(d), c.axis},
			{locale.ShortMonth(d.Month), c.month},
			{locale.ClockAt(19, 2), c.clock},
		} {
			if x.got != x.want {
				t.Errorf("%s: %q, want %q", c.language, x.got, x.want)
			}
		}
		if locale.WeekStart() != c.week {
			t.Errorf("%s: weeks begin on %s", c.language, locale.WeekStart())
		}
		for _, v := range []float64{0, -3.25, 0.5, 999.99, 1284.5, -1234567.125} {
			text := locale.Number(v, 3)
			if back, err := locale.ParseNumber(text); err != nil || back.Float64() != v {
				t.Errorf("%s: %q reads as %s, %v", c.language, text, back, err)
			}
		}
		if back, err := locale.ParseDate(locale.NumericDate(d)); err != nil || back != d {
			t.Errorf("%s: %q reads as %s, %v", c.language, locale.NumericDate(d), back, err)
		}
		if back, err := locale.ParseDate(locale.FullDate(d)); err != nil || back != d {
			t.Errorf("%s: %q reads as %s, %v", c.language, locale.FullDate(d), back, err)
		}
	}
}

// use speaks a language until the end of the test.
func use(t *testing.T, l locale.Language) {
	t.Helper()
	was := locale.Current()
	locale.Use(l)
	t.Cleanup(func() { locale.Use(was) })
}

func TestAPointThatPartsThousandsIsNotGuessed(t *testing.T) {
	use(t, locale.German)
	for text, want := range map[string]string{"1,234": "1.234", "82.4": "82.4", "1.234,5": "1234.5", "0.125": "0.125", "1.234.567": "1234567"} {
		if d, err := locale.ParseNumber(text); err != nil || d.String() != want {
			t.Errorf("%q is %s, %v, want %s", text, d, err, want)
		}
	}
	if _, err := locale.ParseNumber("1.234"); !errors.Is(err, locale.ErrTwoReadings) {
		t.Errorf("1.234 is refused with %v", err)
	}
}

func TestPeoplesOwnFormsGoOverTheLanguages(t *testing.T) {
	use(t, locale.German)
	t.Cleanup(func() { locale.UseForms(locale.Forms{}) })
	d := health.Date{Year: 2025, Month: time.October, Day: 4}
	locale.UseForms(locale.Forms{Date: locale.YearFirst, Clock: locale.Hours12, Week: locale.SundayFirst})
	if got := locale.FullDate(d) + ", " + locale.ClockAt(0, 5) + ", " + locale.DateSpan(d.AddDays(-1), d); got != "2025-10-04, 12:05\u00a0AM, 2025-10-03 – 2025-10-04" || locale.WeekStart() != time.Sunday {
		t.Errorf("%s, weeks from %s", got, locale.WeekStart())
	}
	locale.UseForms(locale.Forms{Date: locale.MonthFirst})
	if got := locale.FullDate(d) + ", " + locale.Number(1.5, 1); got != "Okt. 4, 2025, 1,5" {
		t.Error(got)
	}
	locale.Use(locale.AmericanEn)
	locale.UseForms(locale.Forms{Date: locale.DayFirst})
	if got := locale.FullDate(d); got != "4 Oct 2025" {
		t.Error(got)
	}
}

func TestDatesThatPeopleType(t *testing.T) {
	for text, want := range map[string]string{
		"2025-10-04": "2025-10-04", "4/10/2025": "2025-10-04", "04.10.2025": "2025-10-04", " 4 oct 2025": "2025-10-04",
		"4 October 2025": "2025-10-04", "Oct 4, 2025": "2025-10-04", "29 2 2024": "2024-02-29",
	} {
		if d, err := locale.ParseDate(text); err != nil || d.String() != want {
			t.Errorf("%q is %s, %v, want %s", text, d, err, want)
		}
	}
	for _, text := range []string{"", "4/10", "4/10/25", "31/2/2025", "2025", "10/14/2025", "4 x 2025", "4 ma 2025", "4 10 2025 3"} {
		if d, err := locale.ParseDate(text); err == nil {
			t.Errorf("%q is %s", text, d)
		}
	}
	use(t, locale.AmericanEn)
	if d, err := locale.ParseDate("10/4/2025"); err != nil || d.String() != "2025-10-04" {
		t.Errorf("October the fourth is %s, %v", d, err)
	}
	for text, want := range map[string]int{"7:05": 425, "19:05": 1145, "7.05": 425, "7:05 pm": 1145, "12:10 AM": 10, "0705": 425} {
		if h, m, err := locale.ParseClock(text); err != nil || h*60+m != want {
			t.Errorf("%q is %d:%d, %v", text, h, m, err)
		}
	}
	for _, text := range []string{"", "24:00", "7:60", "13:00 pm", "0:10 am", "7", "x", "7:5:3"} {
		if h, m, err := locale.ParseClock(text); err == nil {
			t.Errorf("%q is %d:%d", text, h, m)
		}
	}
}

func TestTheSystemsLanguageIsMatched(t *testing.T) {
	for tag, want := range map[string]locale.Language{
		"de_AT": locale.German, "de-CH": locale.German, "en_US": locale.AmericanEn, "en": locale.English, "en-GB": locale.English,
		"en_AU": locale.English, "fr-CA": locale.French, "nl-BE": locale.Dutch, "it": locale.Italian, "es-419": locale.Spanish,
	} {
		if l, ok := locale.Parse(tag); !ok || l != want {
			t.Errorf("%s is %s, %v, want %s", tag, l, ok, want)
		}
	}
	for _, tag := range []string{"fi-FI", "", "C", "??"} {
		if l, ok := locale.Parse(tag); ok || l != locale.English {
			t.Errorf("%s is %s, %v", tag, l, ok)
		}
	}
	seen := map[string]bool{}
	for _, l := range locale.Languages() {
		if seen[l.Name()] || l.Name() == "" {
			t.Errorf("%s is called %q", l, l.Name())
		}
		seen[l.Name()] = true
	}
}

func TestPseudoWordsAreMarkedAndLonger(t *testing.T) {
	use(t, locale.Pseudo)
	if got := locale.T("From %[1]s to %[2]s", "a", "b"); got != "«From a to b enir»" {
		t.Error(got)
	}
	if got := locale.N("%s reading", "%s readings", 2, "2"); got != "«2 readingsxe»" {
		t.Error(got)
	}
}

func TestTheToolkitsOwnWordsFollow(t *testing.T) {
	was := locale.Current()
	t.Cleanup(func() { locale.Use(was) })
	locale.Use(locale.Pseudo)
	if got := lang.L("Select all"); got != "«Select allxe»" {
		t.Errorf("the toolkit says %q", got)
	}
	if got := lang.X("monday.short", "Mon"); got != "«Mon»" {
		t.Errorf("the toolkit's week begins with %q", got)
	}
	locale.Use(locale.Italian)
	if got := lang.X("monday", "Monday"); got != "Lunedì" {
		t.Errorf("the toolkit's week begins with %q", got)
	}
	locale.Use(locale.English)
	if got := lang.L("Select all"); got != "Select all" {
		t.Errorf("the toolkit says %q", got)
	}
}

func TestWordsAreSaidFromManyGoroutines(t *testing.T) {
	done := make(chan string)
	for range 8 {
		go func() {
			text := ""
			for i := range 200 {
				text = locale.N("%s reading", "%s readings", i, locale.Count(i)) + locale.ClockAt(i%24, 0)
			}
			done <- text
		}()
	}
	for i := range 20 {
		locale.Use([]locale.Language{locale.German, locale.Pseudo, locale.French, locale.English}[i%4])
	}
	for range 8 {
		if text := <-done; !strings.Contains(text, "199") {
			t.Errorf("said %q", text)
		}
	}
}

func TestSayingAWordCostsNothing(t *testing.T) {
	d := health.Date{Year: 2025, Month: time.October, Day: 14}
	for name, c := range map[string]struct {
		most float64
		say  func()
	}{
		"a word":   {0, func() { _ = locale.T("Import files…") }},
		"a figure": {1, func() { _ = locale.Number(1284.5, 1) }},
		"a date":   {1, func() { _ = locale.FullDate(d) }},
		"a clock":  {1, func() { _ = locale.ClockAt(7, 12) }},
	} {
		if n := testing.AllocsPerRun(50, c.say); n > c.most {
			t.Errorf("%s takes %v allocations, want %v", name, n, c.most)
		}
	}
}

func TestAmericansReadTheirSpelling(t *testing.T) {
	use(t, locale.AmericanEn)
	if got := locale.Dynamic("Recognised"); got != "Recognized" {
		t.Errorf("an American reads %q", got)
	}
	if got := locale.Dynamic("Import files…"); got != "Import files…" {
		t.Errorf("what is spelled alike is %q", got)
	}
}
