package notices

import (
	"slices"
	"testing"
	"time"

	"vitalkeep/health"
)

var (
	anna  = health.ProfileID{1}
	ben   = health.ProfileID{2}
	paris = zone("Europe/Paris")
)

func zone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

// when is a moment in Paris.
func when(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, paris)
	if err != nil {
		panic(err)
	}
	return t
}

func date(text string) health.Date {
	d, err := health.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// weighing is a reminder of every morning at seven.
func weighing() Reminder {
	return Reminder{ID: "weigh", Title: "Before breakfast", Metric: "weight", Times: []Clock{7 * 60}, Start: date("2026-01-01"), Since: when("2026-01-01 00:00").UnixMilli()}
}

func pills() Reminder {
	return Reminder{ID: "pills", Title: "Ibuprofen", Amount: "400 mg", Times: []Clock{8 * 60, 14 * 60, 20 * 60}, Start: date("2026-01-01"), Since: when("2026-01-01 00:00").UnixMilli()}
}

func of(p ...Person) Facts {
	f := Facts{Settings: DefaultSettings(), Zone: paris, People: p}
	for _, x := range p {
		f.Known = append(f.Known, x.ID)
	}
	return f
}

func annaWith(r ...Reminder) Person { return Person{ID: anna, Zone: paris, Reminders: r} }

// round is what the window does whenever something may be due.
func round(t *testing.T, f Facts, l Log, now time.Time) ([]Notice, Log) {
	t.Helper()
	l = Settle(f, l, now)
	due := Due(f, l, now)
	l = l.Raise(due)
	if again := Due(f, Settle(f, l, now), now); len(again) != 0 {
		t.Errorf("raised twice at %v: %v", now, again)
	}
	raw, err := l.Store()
	if err != nil {
		t.Fatal(err)
	}
	back, ok := ReadLog(raw)
	if !ok {
		t.Fatal("the log cannot be read again")
	}
	if again := Due(f, Settle(f, back, now), now); len(again) != 0 {
		t.Errorf("raised twice after a restart at %v: %v", now, again)
	}
	return due, back
}

func TestAReminderIsRaisedWhenItIsDueAndNotBefore(t *testing.T) {
	f, l := of(annaWith(weighing())), NewLog(when("2026-03-01 00:00").UnixMilli())
	l = l.Raise(Due(f, l, when("2026-03-01 00:00"))) // those of February
	due, l := round(t, f, l, when("2026-03-01 06:59"))
	if len(due) != 0 {
		t.Fatalf("too early: %v", due)
	}
	due, l = round(t, f, l, when("2026-03-01 07:00"))
	if len(due) != 1 || due[0].Kind != Measure || due[0].Ref != "weigh" || due[0].Count != 0 || due[0].At != when("2026-03-01 07:00").UnixMilli() {
		t.Fatalf("got %+v", due)
	}
	if due, _ = round(t, f, l, when("2026-03-01 23:00")); len(due) != 0 {
		t.Errorf("again: %v", due)
	}
}

func TestANewReminderSaysNothingOfTheTimeBeforeIt(t *testing.T) {
	r := weighing()
	r.Since = when("2026-03-01 12:00").UnixMilli()
	f := of(annaWith(r))
	due, l := round(t, f, Log{}, when("2026-03-01 12:00"))
	if len(due) != 0 {
		t.Fatalf("got %v", due)
	}
	if due, _ = round(t, f, l, when("2026-03-02 07:01")); len(due) != 1 || due[0].Count != 0 {
		t.Errorf("got %v", due)
	}
}

func TestAMonthAwayIsOneLineForEachReminder(t *testing.T) {
	f := of(annaWith(weighing(), pills()))
	_, l := round(t, f, Log{}, when("2026-03-01 21:00"))
	due, l := round(t, f, l, when("2026-03-31 21:00"))
	if len(due) != 2 {
		t.Fatalf("%d notices, want 2: %v", len(due), due)
	}
	for _, n := range due {
		want := map[string]int{"weigh": 29, "pills": 89}[n.Ref]
		if n.Count != want {
			t.Errorf("%s: missed %d before, want %d", n.Ref, n.Count, want)
		}
	}
	if due, _ = round(t, f, l, when("2029-03-31 21:00")); len(due) != 2 || due[0].Count > 31*3 {
		t.Errorf("after years: %v", due)
	}
}

func TestAClockSetBackRaisesNothingTwice(t *testing.T) {
	f := of(annaWith(pills()))
	var l Log
	seen := map[string]bool{}
	for _, at := range []string{"2026-03-01 08:00", "2026-03-01 14:00", "2026-03-01 20:00", "2026-03-02 08:00", "2026-03-01 08:00", "2026-03-01 14:30", "2026-02-01 08:30", "2026-03-01 20:00", "2026-03-02 08:00"} {
		var due []Notice
		due, l = round(t, f, l, when(at))
		for _, n := range due {
			if seen[n.Key().String()] {
				t.Errorf("%s: again %s", at, n.Key())
			}
			seen[n.Key().String()] = true
		}
	}
	for _, at := range []string{"2026-03-01 08:00", "2026-03-02 08:00"} {
		d := when(at)
		key := Key{Medicine, anna, "pills", wall(dateIn(d.UnixMilli(), paris), 8*60)}
		if !seen[key.String()] {
			t.Errorf("%s never came", at)
		}
	}
}

func TestAClockThatWasFarAheadDoesNotSilenceReminders(t *testing.T) {
	f := of(annaWith(weighing()))
	_, l := round(t, f, Log{}, when("2035-01-01 09:00"))
	due, l := round(t, f, l, when("2026-03-01 09:00"))
	if len(due) != 0 {
		t.Errorf("what was before the clock was set right came: %v", due)
	}
	if due, _ = round(t, f, l, when("2026-03-02 07:00")); len(due) != 1 {
		t.Errorf("the next morning: %v", due)
	}
}

func TestWhatWasDoneIsNotAskedFor(t *testing.T) {
	at := func(s string) int64 { return when(s).UnixMilli() }
	day := "2026-03-10 "
	for name, x := range map[string]struct {
		r    Reminder
		p    Person
		now  string
		want int
	}{
		"weighed half an hour before":         {weighing(), Person{Measured: map[health.MetricID][]int64{"weight": {at(day + "06:30")}}}, "07:00", 0},
		"weighed the evening before":          {weighing(), Person{Measured: map[health.MetricID][]int64{"weight": {at("2026-03-09 20:00")}}}, "07:00", 1},
		"something else was measured":         {weighing(), Person{Measured: map[health.MetricID][]int64{"height": {at(day + "06:30")}}}, "07:00", 1},
		"taken an hour before":                {pills(), Person{Taken: []Taken{{"ibuprofen ", at(day + "13:00")}}}, "14:00", 0},
		"taken in the morning only":           {pills(), Person{Taken: []Taken{{"Ibuprofen", at(day + "08:05")}}}, "14:00", 1},
		"another medicine":                    {pills(), Person{Taken: []Taken{{"Aspirin", at(day + "13:50")}}}, "14:00", 1},
		"done the last time, missed the ones": {pills(), Person{Taken: []Taken{{"Ibuprofen", at(day + "14:00")}}}, "14:10", 0},
	} {
		t.Run(name, func(t *testing.T) {
			x.p.ID, x.p.Zone, x.p.Reminders = anna, paris, []Reminder{x.r}
			_, l := round(t, of(annaWith(x.r)), Log{}, when("2026-03-09 23:59"))
			if due, _ := round(t, of(x.p), l, when(day+x.now)); len(due) != x.want {
				t.Errorf("got %v", due)
			}
		})
	}
}

func TestANoticeIsSettledWhenItsThingIsDone(t *testing.T) {
	f := of(annaWith(weighing()))
	_, l := round(t, f, Log{}, when("2026-03-10 07:00"))
	f.People[0].Measured = map[health.MetricID][]int64{"weight": {when("2026-03-10 07:20").UnixMilli()}}
	l = Settle(f, l, when("2026-03-10 07:21"))
	if n := l.All()[0]; n.Answer != Done {
		t.Errorf("its answer is %v", n.Answer)
	}
}

func TestTheNextOneClosesTheOneBefore(t *testing.T) {
	f := of(annaWith(pills()))
	_, l := round(t, f, Log{}, when("2026-03-10 08:00"))
	_, l = round(t, f, l, when("2026-03-10 14:00"))
	all := l.All()
	if all[0].Answer != Open || all[1].Answer != Missed {
		t.Errorf("got %v", all)
	}
}

func TestWhatIsPutOffComesAgainOnce(t *testing.T) {
	f := of(annaWith(weighing()))
	_, l := round(t, f, Log{}, when("2026-03-10 07:00"))
	l = l.Later(l.All()[0].Key(), when("2026-03-10 08:00").UnixMilli())
	if len(l.All()) != 0 || l.Unread() != 0 {
		t.Error("it is still there")
	}
	if next, ok := Next(f, l, when("2026-03-10 07:30")); !ok || next != when("2026-03-10 08:00").UnixMilli() {
		t.Errorf("next is %v", time.UnixMilli(next).In(paris))
	}
	l = Settle(f, l, when("2026-03-10 08:00"))
	told, l := Tell(f, l, when("2026-03-10 08:00"))
	if l.Unread() != 1 || len(told) != 1 {
		t.Errorf("unread %d, told %d", l.Unread(), len(told))
	}
	if told, _ = Tell(f, Settle(f, l, when("2026-03-10 08:01")), when("2026-03-10 08:01")); len(told) != 0 {
		t.Error("told twice")
	}
}

func TestOffMeansThatItIsNotRaised(t *testing.T) {
	f := everything()
	now := when("2026-03-10 09:00")
	l := NewLog(when("2026-03-09 00:00").UnixMilli())
	if due := Due(f, l, now); len(due) != int(kindEnd) {
		t.Fatalf("%d of %d kinds are due: %v", len(due), kindEnd, due)
	}
	for _, k := range Kinds() {
		g := f
		g.Settings = g.Settings.With(k, Timeline, false).With(k, Desktop, false)
		due := Due(g, l, now)
		if len(due) != int(kindEnd)-1 || slices.ContainsFunc(due, func(n Notice) bool { return n.Kind == k }) {
			t.Errorf("%v off: %v", k, due)
		}
		g = f
		g.Settings = g.Settings.With(k, Timeline, false).With(k, Desktop, true)
		x := l.Raise(Due(g, l, now))
		if slices.ContainsFunc(x.Told(), func(n Notice) bool { return n.Kind == k }) {
			t.Errorf("%v is in the timeline", k)
		}
		g.Settings = f.Settings.With(k, Desktop, false)
		told, _ := Tell(g, l.Raise(Due(g, l, now)), now)
		if slices.ContainsFunc(told, func(n Notice) bool { return n.Kind == k }) {
			t.Errorf("%v is on the desktop", k)
		}
	}
}

// everything are facts of which each kind is due on 10 March 2026 at nine.
func everything() Facts {
	at := func(s string) int64 { return when(s).UnixMilli() }
	p := annaWith(weighing(), pills())
	p.Goals = []Goal{steps()}
	p.Days = map[health.MetricID][]health.Day{"steps": {{Date: date("2026-03-10"), Value: 10_500}}}
	f := of(p)
	f.Backup = &BackupFact{Proven: at("2026-02-01 00:00"), Days: 30}
	f.Endings = []Ending{{Ref: "gone", Person: anna, Asked: at("2026-03-04 00:00"), At: at("2026-03-11 00:00")}}
	f.Letters = []LetterFact{{Ref: "letter", Person: anna, Deadline: at("2026-03-12 00:00")}}
	f.News = []News{{anna, at("2026-03-10 08:00"), 12}}
	return f
}

func steps() Goal {
	return Goal{ID: "steps", Metric: "steps", Rule: AtLeast, Daily: true, Target: health.Int(10_000), Unit: health.Count, Start: date("2026-01-01"), Since: when("2026-01-01 00:00").UnixMilli()}
}

func TestQuietHoursKeepTheDesktopQuietOverMidnight(t *testing.T) {
	f := of(annaWith(Reminder{ID: "x", Title: "x", Metric: "weight", Times: []Clock{23 * 60, 2 * 60}, Start: date("2026-01-01"), Since: 1}))
	f.Settings.Quiet.On = true
	_, l := round(t, f, Log{}, when("2026-03-09 22:30"))
	_, l = Tell(f, l, when("2026-03-09 12:00"))
	_, l = round(t, f, l, when("2026-03-09 23:00"))
	told, l := Tell(f, l, when("2026-03-09 23:00"))
	if len(told) != 0 || l.Unread() == 0 {
		t.Fatalf("told %v, unread %d", told, l.Unread())
	}
	if next, _ := Next(f, l, when("2026-03-10 03:00")); next != when("2026-03-10 07:00").UnixMilli() {
		t.Errorf("the end of the quiet hours is not awaited but %v", time.UnixMilli(next).In(paris))
	}
	if told, l = Tell(f, l, when("2026-03-10 07:00")); len(told) != 1 {
		t.Errorf("afterwards told %v", told)
	}
	if told, _ = Tell(f, l, when("2026-03-10 07:00")); len(told) != 0 {
		t.Errorf("told twice: %v", told)
	}
}

func TestQuietHoursAreThoseOfThePersonsZone(t *testing.T) {
	tokyo := zone("Asia/Tokyo")
	f := of(annaWith(weighing()), Person{ID: ben, Zone: tokyo, Reminders: []Reminder{weighing()}})
	f.Settings.Quiet.On = true
	l := Log{}.Raise([]Notice{{Kind: Measure, Person: anna, Ref: "weigh", Stamp: 1, At: 1}, {Kind: Measure, Person: ben, Ref: "weigh", Stamp: 1, At: 1}})
	told, _ := Tell(f, l, when("2026-03-10 15:00")) // eleven at night in Tokyo
	if len(told) != 1 || told[0].Person != anna {
		t.Errorf("told %v", told)
	}
}

func TestTravellingRaisesNothingTwice(t *testing.T) {
	f := of(annaWith(pills()))
	_, l := round(t, f, Log{}, when("2026-03-10 08:00"))
	f.People[0].Zone = zone("America/New_York")
	if due, _ := round(t, f, l, when("2026-03-10 13:30")); len(due) != 0 {
		t.Errorf("eight in the morning came again: %v", due)
	}
	if due, _ := round(t, f, l, when("2026-03-10 19:00")); len(due) != 1 { // two in the afternoon
		t.Errorf("got %v", due)
	}
}

func TestGoals(t *testing.T) {
	day := func(d string, v float64) health.Day { return health.Day{Date: date(d), Value: v, Readings: 1} }
	weight := func(target string, from *float64) Goal {
		v, _ := health.ParseDecimal(target)
		return Goal{ID: "g", Metric: "weight", Rule: Reach, Target: v, Unit: health.Pound, From: from, Start: date("2026-03-01"), Since: 5}
	}
	ninety, seventy := 90.0, 70.0
	atMost := steps()
	atMost.Rule, atMost.Metric, atMost.Unit, atMost.Target = AtMost, "calories_active", health.Kilocalorie, health.Int(500)
	later := steps()
	later.Start = date("2026-03-10")
	for name, x := range map[string]struct {
		goal   Goal
		days   []health.Day
		latest Value
		count  int
	}{
		"enough steps today":                  {steps(), []health.Day{day("2026-03-10", 10_000)}, Value{}, 1},
		"too few":                             {steps(), []health.Day{day("2026-03-10", 9_999)}, Value{}, 0},
		"five days of an import are one line": {steps(), []health.Day{day("2026-03-05", 11e3), day("2026-03-06", 11e3), day("2026-03-07", 1), day("2026-03-08", 11e3), day("2026-03-09", 12e3)}, Value{}, 4},
		"days before its start":               {later, []health.Day{day("2026-03-09", 11e3)}, Value{}, 0},
		"years ago":                           {steps(), []health.Day{day("2024-03-09", 11e3)}, Value{}, 0},
		"at most waits for the end of a day":  {atMost, []health.Day{day("2026-03-10", 100)}, Value{}, 0},
		"at most of yesterday":                {atMost, []health.Day{day("2026-03-09", 500), day("2026-03-10", 100)}, Value{}, 1},
		"more than at most":                   {atMost, []health.Day{day("2026-03-09", 501)}, Value{}, 0},
		"a lower weight is reached":           {weight("180", &ninety), nil, Value{when("2026-03-10 07:00").UnixMilli(), 81.6}, 1},
		"a lower weight is not reached":       {weight("180", &ninety), nil, Value{when("2026-03-10 07:00").UnixMilli(), 81.7}, 0},
		"a higher weight is reached":          {weight("180", &seventy), nil, Value{when("2026-03-10 07:00").UnixMilli(), 82}, 1},
		"without a beginning it is met":       {weight("180", nil), nil, Value{when("2026-03-10 07:00").UnixMilli(), 81.65}, 1},
		"without a beginning it is passed":    {weight("180", nil), nil, Value{when("2026-03-10 07:00").UnixMilli(), 70}, 0},
		"a reading of before":                 {weight("180", &ninety), nil, Value{when("2026-02-10 07:00").UnixMilli(), 60}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := Person{ID: anna, Zone: paris, Goals: []Goal{x.goal}, Days: map[health.MetricID][]health.Day{x.goal.Metric: x.days}, Latest: map[health.MetricID]Value{}}
			if x.latest.At != 0 {
				p.Latest[x.goal.Metric] = x.latest
			}
			due, l := round(t, of(p), Log{}, when("2026-03-10 09:00"))
			got := 0
			for _, n := range due {
				got += max(n.Count, 1)
			}
			if got != x.count {
				t.Errorf("got %+v, want %d", due, x.count)
			}
			l = l.Clear()
			if due, _ = round(t, of(p), l, when("2026-03-10 23:00")); len(due) != 0 {
				t.Errorf("reached twice: %v", due)
			}
		})
	}
}

func TestABackupIsSaidToBeOverdueOnceAWeekUntilThereIsOne(t *testing.T) {
	f := of(annaWith())
	f.Backup = &BackupFact{Proven: when("2026-01-01 00:00").UnixMilli(), Days: 30}
	var l Log
	count := 0
	for d := when("2026-01-01 12:00"); d.Before(when("2026-02-21 12:00")); d = d.AddDate(0, 0, 1) {
		var due []Notice
		due, l = round(t, f, l, d)
		count += len(due)
	}
	if count != 3 { // after 30, 37 and 44 days
		t.Errorf("raised %d times", count)
	}
	f.Backup = &BackupFact{Proven: when("2026-02-21 00:00").UnixMilli(), Days: 30}
	l = Settle(f, l, when("2026-02-21 12:00"))
	if n := l.All()[0]; n.Answer != Done {
		t.Errorf("after a backup: %v", n)
	}
}

func TestEndingsAndLettersAreToldOfInTime(t *testing.T) {
	at := func(s string) int64 { return when(s).UnixMilli() }
	f := of(annaWith())
	f.Endings = []Ending{{"e", anna, at("2026-03-03 12:00"), at("2026-03-10 12:00")}}
	f.Letters = []LetterFact{{"l", anna, at("2026-03-10 12:00")}}
	var l Log
	var got []string
	for d := when("2026-03-05 12:00"); d.Before(when("2026-03-15 12:00")); d = d.Add(time.Hour) {
		f.Endings[0].At = at("2026-03-10 12:00") + int64(d.Hour()%3) // nobody counts to the millisecond
		var due []Notice
		due, l = round(t, f, l, d)
		for _, n := range due {
			got = append(got, n.Kind.String()+" "+d.Format("2 15:04"))
		}
	}
	want := []string{"letter 7 12:00", "deletion 8 12:00", "letter 10 12:00"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestNewsIsTogetherAndOnlyOfWhatCameSinceTheLogBegan(t *testing.T) {
	at := func(s string) int64 { return when(s).UnixMilli() }
	f := of(annaWith(), Person{ID: ben, Zone: paris})
	f.News = []News{{anna, at("2026-03-01 08:00"), 5}, {anna, at("2026-03-10 08:00"), 7}, {anna, at("2026-03-10 09:00"), 8}, {ben, at("2026-03-10 09:00"), 1}, {ben, at("2026-03-10 09:30"), 0}}
	due, l := round(t, f, NewLog(at("2026-03-05 00:00")), when("2026-03-10 10:00"))
	if len(due) != 2 || due[0].Count+due[1].Count != 16 {
		t.Errorf("got %v", due)
	}
	f.News = append(f.News, News{anna, at("2026-03-11 09:00"), 3})
	if due, _ = round(t, f, l, when("2026-03-11 10:00")); len(due) != 1 || due[0].Count != 3 {
		t.Errorf("then %v", due)
	}
}

func TestPeopleWhoAreGoneAreForgotten(t *testing.T) {
	f := of(annaWith(weighing()), Person{ID: ben, Zone: paris, Reminders: []Reminder{weighing()}})
	_, l := round(t, f, Log{}, when("2026-03-10 09:00"))
	closed := f
	closed.People = f.People[:1] // Ben's data is closed now
	if l = Settle(closed, l, when("2026-03-10 09:00")); len(l.All()) != 2 {
		t.Errorf("closed is taken for gone: %v", l.All())
	}
	f.Known, f.People = f.Known[:1], f.People[:1]
	l = Settle(f, l, when("2026-03-10 09:00"))
	if len(l.All()) != 1 || len(l.marks) != 1 {
		t.Errorf("left: %v %v", l.All(), l.marks)
	}
}

func TestNothingOfAPersonWhoseDataIsClosedIsOnTheDesktop(t *testing.T) {
	f := of(annaWith(weighing()))
	_, l := round(t, f, Log{}, when("2026-03-10 09:00"))
	f.People = nil
	if told, _ := Tell(f, l, when("2026-03-10 09:00")); len(told) != 0 {
		t.Errorf("told %v", told)
	}
	f = of(annaWith(weighing()))
	f.People[0].NoDesktop = true
	if told, _ := Tell(f, l, when("2026-03-10 09:00")); len(told) != 0 {
		t.Errorf("against the person's will told %v", told)
	}
}

func TestNextIsTheNextTimeOfAReminder(t *testing.T) {
	paused := weighing()
	paused.Paused = true
	for name, x := range map[string]struct {
		r    []Reminder
		now  string
		want string
	}{
		"this morning":         {[]Reminder{weighing()}, "2026-03-10 06:00", "2026-03-10 07:00"},
		"tomorrow":             {[]Reminder{weighing()}, "2026-03-10 07:00", "2026-03-11 07:00"},
		"the first of several": {[]Reminder{weighing(), pills()}, "2026-03-10 07:00", "2026-03-10 08:00"},
		"never":                {[]Reminder{paused}, "2026-03-10 07:00", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := Next(of(annaWith(x.r...)), Log{}, when(x.now))
			if ok != (x.want != "") || ok && got != when(x.want).UnixMilli() {
				t.Errorf("got %v", time.UnixMilli(got).In(paris))
			}
		})
	}
}

func FuzzDue(f *testing.F) {
	f.Add(int64(1_770_000_000_000), int64(3_600_000), uint16(420), uint8(0), uint8(1))
	f.Add(when("2026-03-29 02:00").UnixMilli(), int64(-7_200_000), uint16(150), uint8(127), uint8(3))
	f.Add(int64(0), int64(1)<<50, uint16(0), uint8(3), uint8(0))
	f.Fuzz(func(t *testing.T, at, step int64, minute uint16, days, every uint8) {
		if !health.PossibleTime(at) {
			return
		}
		r := weighing()
		r.Times, r.Weekdays, r.Every, r.Since, r.Start = []Clock{Clock(minute % 1440), Clock(minute / 7 % 1440)}, days&127, int(every), at-40*dayMS, dateIn(at, paris).AddDays(-40)
		facts := of(annaWith(r))
		var l Log
		seen := map[string]bool{}
		for i := range 6 {
			now := time.UnixMilli(at)
			l = Settle(facts, l, now)
			due := Due(facts, l, now)
			if len(due) > 1 {
				t.Fatalf("one reminder, %d notices", len(due))
			}
			for _, n := range due {
				if seen[n.Key().String()] {
					t.Fatalf("twice: %s", n.Key())
				}
				seen[n.Key().String()] = true
				if n.At > at || n.Count > 31*2 {
					t.Fatalf("%+v at %d", n, at)
				}
			}
			l = l.Raise(due)
			if next, ok := Next(facts, l, now); ok && next <= at {
				t.Fatalf("next %d is not after %d", next, at)
			}
			if i == 2 {
				step = -step
			}
			if at += step; !health.PossibleTime(at) {
				return
			}
		}
	})
}
