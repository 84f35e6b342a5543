package present

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// DiaryKind is what a line of the diary is about.
type DiaryKind uint8

// The kinds of lines, in the order in which they are shown.
const (
	DiaryTemperature DiaryKind = iota
	DiarySymptom
	DiaryMedicine
	DiaryNote
	DiaryPicture
	diaryKinds
)

// DiaryKinds returns all kinds of lines.
func DiaryKinds() []DiaryKind {
	out := make([]DiaryKind, diaryKinds)
	for i := range out {
		out[i] = DiaryKind(i)
	}
	return out
}

// Name is what the lines of the kind are called.
func (k DiaryKind) Name() string {
	switch k {
	case DiaryTemperature:
		return locale.T("Temperature")
	case DiarySymptom:
		return locale.T("Symptoms")
	case DiaryMedicine:
		return locale.T("Medicine")
	case DiaryNote:
		return locale.T("Notes")
	case DiaryPicture, diaryKinds:
	}
	return locale.T("Pictures")
}

// Form is the identifier of the form in which such a line is typed.
func (k DiaryKind) Form() string {
	switch k {
	case DiarySymptom:
		return health.Symptom.String()
	case DiaryMedicine:
		return health.Medicine.String()
	case DiaryNote:
		return health.Note.String()
	case DiaryPicture:
		return health.Picture.String()
	case DiaryTemperature, diaryKinds:
	}
	return string(DiaryMetric)
}

// DiaryMetric is the metric whose readings belong to the diary.
const DiaryMetric health.MetricID = "body_temperature"

// diaryKindOf is the kind of line that an entry makes, if it makes one.
func diaryKindOf(k health.EntryKind) (DiaryKind, bool) {
	switch k {
	case health.Symptom:
		return DiarySymptom, true
	case health.Medicine:
		return DiaryMedicine, true
	case health.Note:
		return DiaryNote, true
	case health.Picture:
		return DiaryPicture, true
	}
	return 0, false
}

// InDiary reports whether an entry is part of the diary: a line of it, or the
// comment to a temperature.
func InDiary(e health.Entry) bool {
	if _, ok := diaryKindOf(e.Kind); ok {
		return true
	}
	return e.Kind == health.Comment && e.Field(health.FieldMetric) == string(DiaryMetric)
}

// DiaryLine is one thing of a day.
type DiaryLine struct {
	Kind    DiaryKind
	At      int64 // UTC milliseconds
	Offset  int32
	Title   string // "38.4 °C", "Headache", "Paracetamol 500 mg"; "" for words alone
	Aside   string // how bad it is, or where it comes from
	Text    string // what was written
	Entry   *health.Entry
	Reading *health.Reading
	Picture string // the vault's reference
	Several int    // how many readings it stands for, 0 for one thing
}

// When is the time of day where it was.
func (l DiaryLine) When() string { return Clock(l.At, l.Offset) }

// Typed reports whether a person typed it in, so that it can be corrected.
func (l DiaryLine) Typed() bool {
	switch {
	case l.Reading != nil:
		return l.Reading.Source.Typed()
	case l.Entry != nil:
		return l.Entry.Source.Typed()
	}
	return false
}

// MayGo reports whether it can be deleted by itself.
func (l DiaryLine) MayGo() bool {
	ok := false
	switch {
	case l.Reading != nil:
		ok, _ = health.MayDelete(l.Reading.Metric, health.UnknownEntry, l.Reading.Source)
	case l.Entry != nil:
		ok, _ = health.MayDelete("", l.Entry.Kind, l.Entry.Source)
	}
	return ok
}

// Name is what the line is about, for questions and assistive technology.
func (l DiaryLine) Name() string {
	if l.Title != "" {
		return l.Title
	}
	if l.Kind == DiaryPicture {
		return locale.T("Picture of %s", Moment(l.At, l.Offset))
	}
	return locale.T("Note of %s", Moment(l.At, l.Offset))
}

// DiaryDay is what one day has, the newest first.
type DiaryDay struct {
	Date  health.Date
	Lines []DiaryLine
}

// mostReadings is how many temperatures of one day stand by themselves, unless a
// person typed them.
const mostReadings = 8

// Diary sorts temperatures and entries into days, the newest first. Of the kinds
// only those that show returns true for are taken.
func Diary(temperatures []health.Reading, entries []health.Entry, system health.UnitSystem, show func(DiaryKind) bool) []DiaryDay {
	byDay := map[health.Date][]DiaryLine{}
	put := func(l DiaryLine) {
		if show(l.Kind) {
			d := health.DateAt(l.At, l.Offset)
			byDay[d] = append(byDay[d], l)
		}
	}
	m, _ := health.Lookup(DiaryMetric)
	scale := ScaleFor(m, system)
	recorded := map[health.Date][]health.Reading{}
	for _, r := range temperatures {
		if d := health.DateAt(r.Start, r.Offset); !r.Source.Typed() {
			recorded[d] = append(recorded[d], r)
			continue
		}
		put(temperatureLine(r, scale, entries))
	}
	for _, all := range recorded {
		if len(all) > mostReadings {
			put(severalLine(all, scale))
			continue
		}
		for _, r := range all {
			put(temperatureLine(r, scale, entries))
		}
	}
	for _, e := range entries {
		if k, ok := diaryKindOf(e.Kind); ok {
			put(entryLine(e, k))
		}
	}
	days := make([]DiaryDay, 0, len(byDay))
	for d, lines := range byDay {
		slices.SortStableFunc(lines, func(a, b DiaryLine) int {
			return cmp.Or(cmp.Compare(b.At, a.At), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Title, b.Title))
		})
		days = append(days, DiaryDay{d, lines})
	}
	slices.SortFunc(days, func(a, b DiaryDay) int { return b.Date.Compare(a.Date) })
	return days
}

func temperatureLine(r health.Reading, s Scale, entries []health.Entry) DiaryLine {
	l := DiaryLine{Kind: DiaryTemperature, At: r.Start, Offset: r.Offset, Title: s.Text(s.OfSample(r.Sample)), Reading: &r}
	if !r.Source.Typed() {
		l.Aside = r.Source.Name()
	}
	for _, e := range entries {
		if e.Kind == health.Comment && BelongsTo(e, r.Metric, r.Source, r.Start) {
			l.Text = e.Field(health.FieldText)
		}
	}
	return l
}

// severalLine stands for the many temperatures that a device recorded on a day.
func severalLine(all []health.Reading, s Scale) DiaryLine {
	low, high := math.Inf(1), math.Inf(-1)
	for _, r := range all {
		v := s.OfSample(r.Sample)
		low, high = min(low, v), max(high, v)
	}
	last := all[len(all)-1]
	return DiaryLine{
		Kind: DiaryTemperature, At: last.Start, Offset: last.Offset, Several: len(all),
		Title: s.Number(low) + "–" + s.Text(high),
		Aside: locale.N("%[1]s reading, %[2]s", "%[1]s readings, %[2]s", len(all), locale.Count(len(all)), last.Source.Name()),
	}
}

// LineOf is the line of the diary that an entry makes.
func LineOf(e health.Entry) DiaryLine {
	k, _ := diaryKindOf(e.Kind)
	return entryLine(e, k)
}

func entryLine(e health.Entry, k DiaryKind) DiaryLine {
	l := DiaryLine{Kind: k, At: e.Start, Offset: e.Offset, Text: e.Field(health.FieldText), Entry: &e}
	switch k {
	case DiarySymptom:
		l.Title, l.Aside = SymptomName(e.Field(health.FieldName)), SeverityName(e.Field(health.FieldSeverity))
	case DiaryMedicine:
		l.Title, l.Aside = e.Field(health.FieldName), e.Field(health.FieldAmount)
	case DiaryPicture:
		l.Picture = e.Field(health.FieldPicture)
	case DiaryNote:
		if l.Text == "" { // of another program, with names of its own
			for _, f := range e.Fields {
				l.Text = strings.TrimSpace(l.Text + "\n" + f.Text)
			}
		}
	case DiaryTemperature, diaryKinds:
	}
	return l
}

// Illness is a run of days in which a temperature was taken again and again and
// went up.
type Illness struct {
	From, To health.Date
	Readings []health.Reading
	High     health.Reading
}

// What makes an illness: temperatures not much further apart than a day, on
// several days, one of them at least feverLine.
const (
	illnessGap = 30 * 3600 * 1000
	feverLine  = 37.5 // °C
)

// Illnesses finds the runs of days of fever among temperatures ordered by time,
// the newest first.
func Illnesses(temperatures []health.Reading) []Illness {
	var out []Illness
	for i := 0; i < len(temperatures); {
		end := i + 1
		for end < len(temperatures) && temperatures[end].Start-temperatures[end-1].Start <= illnessGap {
			end++
		}
		run := temperatures[i:end]
		i = end
		x := Illness{Readings: run, High: run[0]}
		for _, r := range run {
			if r.Canonical() > x.High.Canonical() {
				x.High = r
			}
		}
		x.From = health.DateAt(run[0].Start, run[0].Offset)
		last := run[len(run)-1]
		x.To = health.DateAt(last.Start, last.Offset)
		if len(run) >= 3 && x.From != x.To && x.High.Canonical() >= feverLine {
			out = append(out, x)
		}
	}
	slices.Reverse(out)
	return out
}

// InWords says in a sentence how high it went.
func (x Illness) InWords(system health.UnitSystem) string {
	s := ScaleFor(x.metric(), system)
	return locale.T("From %[1]s: the highest of %[2]s was %[3]s, on %[4]s.",
		locale.FullDate(x.From), locale.N("%s temperature", "%s temperatures", len(x.Readings), locale.Count(len(x.Readings))),
		s.Text(s.OfSample(x.High.Sample)), Moment(x.High.Start, x.High.Offset))
}

func (x Illness) metric() health.Metric {
	m, _ := health.Lookup(DiaryMetric)
	return m
}

// Graph is the curve of the temperatures.
func (x Illness) Graph(a Almanac, system health.UnitSystem) Graph {
	m := x.metric()
	g := Graph{
		Subject: Subject{ID: string(m.ID), Name: m.Name, Family: m.Family, Metric: m, Members: []health.MetricID{m.ID}, Count: len(x.Readings)},
		Scale:   ScaleFor(m, system), Almanac: a, Step: Each,
	}
	start, _ := x.From.Bounds(a.Zone)
	_, end := x.To.Bounds(a.Zone)
	g.From, g.To = start, end
	g.Window = Window{From: start, To: end}
	g.Reach = Stretch{From: start, To: end}
	for _, r := range x.Readings {
		v := g.Scale.OfSample(r.Sample)
		g.Points = append(g.Points, charts.Point{T: r.Start, V: v, Lo: v, Hi: v, N: 1})
	}
	return g
}
