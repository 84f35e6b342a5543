package letters

import (
	"slices"
	"testing"

	"vitalkeep/health"
)

func TestPeriodsEndAsTheRegulationSays(t *testing.T) {
	for name, x := range map[string]struct {
		received string
		months   int
		want     string
	}{
		"the same date a month later":                  {"2026-03-04", 1, "2026-04-07"}, // a Saturday before: see below
		"on a weekday":                                 {"2026-03-09", 1, "2026-04-09"},
		"31 January of a common year":                  {"2023-01-31", 1, "2023-02-28"},
		"31 January of a leap year":                    {"2024-01-31", 1, "2024-02-29"},
		"30 January of a leap year":                    {"2024-01-30", 1, "2024-02-29"},
		"29 February to March":                         {"2024-02-29", 1, "2024-03-29"},
		"29 February extended":                         {"2024-02-29", 3, "2024-05-29"},
		"a century that is no leap year":               {"2100-01-31", 1, "2100-03-01"}, // 28 February 2100 is a Sunday
		"31 August":                                    {"2026-08-31", 1, "2026-09-30"},
		"31 March":                                     {"2026-03-31", 1, "2026-04-30"},
		"over the end of the year":                     {"2026-12-10", 1, "2027-01-11"}, // 10 January 2027 is a Sunday
		"31 December":                                  {"2026-12-31", 1, "2027-02-01"}, // 31 January 2027 is a Sunday
		"ends on a Saturday":                           {"2026-01-28", 1, "2026-03-02"},
		"ends on a Sunday":                             {"2026-02-01", 1, "2026-03-02"},
		"the last day of a month is a Saturday":        {"2026-01-31", 1, "2026-03-02"},
		"extended, counted from the receipt":           {"2024-01-31", 3, "2024-04-30"},
		"extended over the end of the year":            {"2026-11-30", 3, "2027-03-01"}, // 28 February 2027 is a Sunday
		"extended, where the first period was clamped": {"2023-11-30", 3, "2024-02-29"},
	} {
		if name == "the same date a month later" {
			x.want = "2026-04-06" // 4 April 2026 is a Saturday; Easter Monday is a holiday, and not known
		}
		if got := Deadline(day(x.received), x.months); got != day(x.want) {
			t.Errorf("%s: %s and %d months end on %s, want %s", name, x.received, x.months, got, x.want)
		}
	}
}

func TestALetterIsAsFarAsItsDatesSay(t *testing.T) {
	sent := Filed{Kind: Access, Sent: day("2026-03-02")}
	with := func(how func(f *Filed)) Filed {
		f := sent
		f.Received = day("2026-03-09")
		how(&f)
		return f
	}
	for name, x := range map[string]struct {
		letter Filed
		today  string
		state  State
		left   int
		known  bool
	}{
		"by post, not said when it arrived": {sent, "2026-06-01", OnItsWay, 0, false},
		"the day it arrived":                {with(func(*Filed) {}), "2026-03-09", Running, 31, true},
		"the last day":                      {with(func(*Filed) {}), "2026-04-09", Running, 0, true},
		"the day after":                     {with(func(*Filed) {}), "2026-04-10", Overdue, -1, true},
		"extended in time":                  {with(func(f *Filed) { f.Extended = day("2026-04-09") }), "2026-04-10", Running, 60, true},
		"extended too late":                 {with(func(f *Filed) { f.Extended = day("2026-04-10") }), "2026-04-11", Overdue, -2, true},
		"answered after the deadline":       {with(func(f *Filed) { f.Answered = day("2026-04-20") }), "2026-05-01", IsAnswered, -22, true},
		"closed without an answer":          {with(func(f *Filed) { f.Closed = day("2026-04-20") }), "2026-05-01", IsClosed, -22, true},
		"answered, and then closed":         {with(func(f *Filed) { f.Answered, f.Closed = day("2026-04-01"), day("2026-04-02") }), "2026-05-01", IsClosed, -22, true},
	} {
		today := day(x.today)
		if got := x.letter.State(today); got != x.state {
			t.Errorf("%s: state %d, want %d", name, got, x.state)
		}
		if got, ok := x.letter.DaysLeft(today); got != x.left || ok != x.known {
			t.Errorf("%s: %d days left, %v; want %d", name, got, ok, x.left)
		}
	}
	late := with(func(f *Filed) { f.Answered = day("2026-04-10") })
	inTime := with(func(f *Filed) { f.Answered = day("2026-04-09") })
	if !late.AnsweredLate() || inTime.AnsweredLate() || sent.AnsweredLate() {
		t.Error("what came late is not told apart")
	}
}

func TestALetterComesBackFromItsEntryAsItWas(t *testing.T) {
	full := Filed{
		Kind: Objection, To: Clinic, Name: "St. Vitus", Address: "Dean Street 1\nLondon", Subject: "About data", Text: "Dear\n\nyours",
		Sent: day("2026-01-01"), Received: day("2026-01-02"), Extended: day("2026-01-20"), Answered: day("2026-03-01"), Closed: day("2026-03-05"),
		Answer: Answer{"00ff", "application/pdf", "answer.pdf"},
	}
	for name, f := range map[string]Filed{"full": full, "bare": {Kind: Access, Name: "Garmin", Sent: day("2026-01-01")}} {
		got, ok := FromEntry(health.Entry{Kind: health.Letter, Fields: f.Fields()})
		if !ok || got != f {
			t.Errorf("%s: %+v came back as %+v, %v", name, f, got, ok)
		}
	}
	for name, e := range map[string]health.Entry{
		"a note":           {Kind: health.Note, Fields: full.Fields()},
		"an unknown kind":  {Kind: health.Letter, Fields: []health.Field{{Name: health.FieldLetter, Text: "threat"}, {Name: health.FieldTo, Text: "vendor"}}},
		"an unknown place": {Kind: health.Letter, Fields: []health.Field{{Name: health.FieldLetter, Text: "access"}}},
	} {
		if _, ok := FromEntry(e); ok {
			t.Errorf("%s is a letter", name)
		}
	}
	odd := health.Entry{Kind: health.Letter, Start: 86_400_000, Fields: []health.Field{
		{Name: health.FieldLetter, Text: "access"}, {Name: health.FieldTo, Text: "vendor"}, {Name: health.FieldSent, Text: "soon"}, {Name: health.FieldReceived, Text: "2026-02-30"},
	}}
	if got, _ := FromEntry(odd); got.Sent != day("1970-01-02") || got.Received != (health.Date{}) {
		t.Errorf("dates that are none are read as %v and %v", got.Sent, got.Received)
	}
}

func TestLettersThatAreWaitedForComeTheMostUrgentFirst(t *testing.T) {
	today := day("2026-05-15")
	entry := func(key string, f Filed) health.Entry {
		f.Kind, f.Name = Access, key
		return health.Entry{Kind: health.Letter, Key: key, Fields: f.Fields()}
	}
	list := []health.Entry{
		entry("posted, not said to have arrived", Filed{Sent: day("2026-01-08")}),
		entry("a week left", Filed{Sent: day("2026-04-22"), Received: day("2026-04-22")}),
		entry("overdue", Filed{Sent: day("2026-04-01"), Received: day("2026-04-14")}),
		entry("extended", Filed{Sent: day("2026-01-01"), Received: day("2026-03-02"), Extended: day("2026-03-20")}),
		entry("long overdue", Filed{Sent: day("2026-01-01"), Received: day("2026-01-02")}),
		entry("answered", Filed{Sent: day("2026-01-01"), Received: day("2026-01-02"), Answered: day("2026-03-01")}),
		entry("closed", Filed{Sent: day("2026-01-01"), Received: day("2026-01-02"), Closed: day("2026-03-01")}),
		{Kind: health.Note},
	}
	type told struct {
		key string
		end health.Date
	}
	var got []told
	for _, w := range Due(list, today) {
		got = append(got, told{w.Entry.Key, w.Deadline})
	}
	want := []told{
		{"long overdue", day("2026-02-02")}, {"overdue", day("2026-05-14")}, {"a week left", day("2026-05-22")}, {"extended", day("2026-06-02")},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
