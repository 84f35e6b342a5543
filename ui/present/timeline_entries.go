package present

import (
	"strconv"
	"strings"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// EntryLine is the line of a document. A night is told by its stages where they
// are known; this is the line of one that is not.
func EntryLine(e health.Entry, system health.UnitSystem) Happening {
	h := Happening{
		Topic: TopicOfEntry(e.Kind), At: e.Start, Offset: e.Offset,
		Date: health.DateAt(e.Start, e.Offset), Entry: &e,
	}
	source := SourceName(e.Source)
	switch e.Kind {
	case health.SleepNight:
		h.At = e.Start + e.Duration
		h.Date = health.DateAt(h.At, e.Offset)
		h.Name, h.Value = locale.T("In bed"), Span(float64(e.Duration)/1000)
		h.Detail = Facts(clockSpan(e.Start, h.At, e.Offset), source)
	case health.Workout:
		h.Name = WorkoutName(e)
		if e.Duration > 0 {
			h.Value = Span(float64(e.Duration) / 1000)
		}
		var details []string
		for _, f := range workoutFacts(e, system) {
			details = append(details, f.short)
		}
		h.Detail = Facts(append(details, source)...)
	case health.ECG:
		h.Name = locale.T("ECG")
		if e.Duration > 0 {
			h.Value = durationText(float64(e.Duration) / 1000)
		}
		h.Detail = source
	case health.Symptom:
		h.Name, h.Value = locale.T("Symptom"), SymptomName(e.Field(health.FieldName))
		h.Detail = Facts(SeverityName(e.Field(health.FieldSeverity)), oneLine(e.Field(health.FieldText)))
	case health.Medicine:
		h.Name, h.Value = locale.T("Took"), Facts(e.Field(health.FieldName), e.Field(health.FieldAmount))
		h.Detail = oneLine(e.Field(health.FieldText))
	case health.Picture:
		h.Name, h.Picture = locale.T("Picture"), e.Field(health.FieldPicture)
		h.Detail = oneLine(e.Field(health.FieldText))
	case health.RoomEvent:
		h.Name, h.Picture = RoomEventName(e), e.Field(health.FieldPicture)
		h.Detail = Facts(oneLine(e.Field(health.FieldText)), source)
	case health.Correction:
		h.Name, h.Metric = locale.T("Corrected"), health.MetricID(e.Field(health.FieldMetric))
		h.Value, h.Detail = metricName(h.Metric), correctionText(e, system)
	case health.Letter:
		h.Name, h.Value = locale.T("Letter sent"), e.Field(health.FieldName)
		h.Detail = Facts(locale.Dynamic(e.Field(health.FieldSubject)), letterAnswered(e))
	case health.Comment:
		h.Name, h.Metric = locale.T("Comment"), health.MetricID(e.Field(health.FieldMetric))
		if name := metricName(h.Metric); name != "" {
			h.Name = locale.T("Comment on: %s", name)
		}
		h.Detail = oneLine(NoteText(e))
	default:
		h.Name, h.Detail = locale.T("Note"), oneLine(NoteText(e))
		if e.Source.Typed() {
			break
		}
		// A file's note carries the name of what it stood beside.
		if m, ok := health.Lookup(health.MetricID(e.Key)); ok {
			h.Name, h.Metric = locale.T("Comment on: %s", locale.Dynamic(m.Name)), m.ID
		}
	}
	return h
}

// letterAnswered says when the answer to a letter came, "" if none did.
func letterAnswered(e health.Entry) string {
	d, err := health.ParseDate(e.Field(health.FieldAnswered))
	if err != nil {
		return ""
	}
	return locale.T("Answered on %s", locale.FullDate(d))
}

// NoteText is what a note says, whatever the source called the field.
func NoteText(e health.Entry) string {
	if t := e.Field(health.FieldText); t != "" {
		return t
	}
	var all []string
	for _, f := range e.Fields {
		switch strings.ToLower(f.Name) {
		case "comments", "texts", "medicines", "symptoms", "notes":
			all = append(all, f.Text)
		}
	}
	return strings.Join(all, " · ")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func metricName(id health.MetricID) string {
	switch id {
	case "systolic", "diastolic":
		return locale.T("Blood pressure")
	}
	if m, ok := health.Lookup(id); ok {
		return locale.Dynamic(m.Name)
	}
	return ""
}

// correctionText says what the reading said before and when it was corrected.
func correctionText(e health.Entry, system health.UnitSystem) string {
	var was, when string
	m, ok := health.Lookup(health.MetricID(e.Field(health.FieldMetric)))
	d, err := health.ParseDecimal(e.Field(health.FieldValue))
	if ok && err == nil {
		u, _ := health.ParseUnit(e.Field(health.FieldUnit))
		s := ScaleFor(m, system)
		was = s.Text(s.OfSample(health.Sample{Value: d, Unit: u}))
		was = locale.T("Before it said %s", was)
	}
	if ms, err := strconv.ParseInt(e.Field(health.FieldCorrected), 10, 64); err == nil {
		when = locale.T("Corrected %s", locale.FullDate(health.DateAt(ms, e.Offset)))
	}
	return Facts(was, when)
}

// RoomEventName is what was noticed in a room.
func RoomEventName(e health.Entry) string {
	switch event := e.Field(health.FieldEvent); event {
	case "motion":
		return locale.T("Motion")
	case "sound":
		return locale.T("Sound")
	case "picture", "":
		return locale.T("Picture")
	default:
		return event
	}
}

// WorkoutName is the kind of a workout as its source wrote it.
func WorkoutName(e health.Entry) string {
	if e.Key != "" {
		return locale.Dynamic(e.Key)
	}
	return locale.T("Workout")
}

// ImportLine is the line of an import.
func ImportLine(b health.Batch, a Almanac) Happening {
	title := b.Title
	if title == "" && len(b.Files) > 0 {
		title = b.Files[0]
	}
	h := Happening{
		Topic: TopicImports, At: b.At, Offset: a.OffsetAt(b.At), Date: a.DateAt(b.At),
		Name: locale.T("Imported"), Value: title,
	}
	h.Detail = Facts(locale.T("%s new", locale.Count(b.New)),
		some(b.Duplicates, locale.T("%s already there", locale.Count(b.Duplicates))),
		some(b.Conflicts, locale.T("%s changed", locale.Count(b.Conflicts))),
		some(b.Rejected, locale.T("%s rejected", locale.Count(b.Rejected))))
	return h
}

func some(n int, text string) string {
	if n == 0 {
		return ""
	}
	return text
}

// DeletionLine is the line of a deletion that can still be undone.
func DeletionLine(at int64, readings int, source health.SourceID, a Almanac) Happening {
	h := Happening{
		Topic: TopicImports, At: at, Offset: a.OffsetAt(at), Date: a.DateAt(at), Name: locale.T("Deleted"),
		Value: locale.N("%s reading", "%s readings", readings, locale.Count(readings)),
	}
	h.Detail = locale.T("It can be brought back until the vault is locked")
	if source != "" {
		h.Detail = Facts(SourceName(source), h.Detail)
	}
	return h
}

// shownElsewhere are the fields that a document's page tells otherwise than as
// label and text.
func shownElsewhere(e health.Entry, name string) bool {
	switch name {
	case health.FieldPicture, health.FieldPictureType, health.FieldDevice, health.FieldSource, health.FieldUnit,
		health.FieldCorrected, health.FieldBefore, health.FieldText:
		return true
	case health.FieldName:
		return e.Kind == health.Symptom || e.Kind == health.Medicine
	}
	return e.Kind == health.Workout && workoutField(e, name)
}

// EntryFields are the fields of a document as label and text, for a page that
// shows all of it, and where it came from. Long data, such as the course of an
// electrocardiogram, is told by its length.
func EntryFields(e health.Entry, a Almanac, system health.UnitSystem, imports []health.Batch) []Line {
	out := []Line{{Label: locale.T("When"), Text: locale.FullDate(health.DateAt(e.Start, e.Offset)) + ", " + locale.Clock(local(e.Start, e.Offset))}}
	if e.Duration > 0 {
		out = append(out, Line{Label: locale.T("Duration"), Text: durationText(float64(e.Duration) / 1000)})
	}
	if e.Kind == health.Workout {
		for _, f := range workoutFacts(e, system) {
			out = append(out, Line{Label: f.label, Text: f.text})
		}
		out = append(out, workoutRest(e)...)
	}
	for _, f := range e.Fields {
		if !shownElsewhere(e, f.Name) {
			out = append(out, Line{Label: fieldName(f.Name), Text: fieldText(f.Name, shortened(f.Text))})
		}
	}
	out = append(out,
		Line{Label: locale.T("Taken in"), Text: a.ZoneText(e.Start, e.Offset)},
		Line{Label: locale.T("Source"), Text: SourceName(e.Source)})
	return append(out, EntryCameFrom(e, a, imports)...)
}

// EntryCameFrom names file, row and import of a document. What was typed says so
// by its source.
func EntryCameFrom(e health.Entry, a Almanac, imports []health.Batch) []Line {
	if e.Source.Typed() {
		return nil
	}
	return cameFrom(e.Source, e.Batch, e.Origin, a, imports)
}

// The longest text of a field that is shown whole, and from how many values on
// a list is told by its length.
const (
	longestField = 600
	longList     = 40
)

// shortened tells a long list by its length and cuts long text.
func shortened(text string) string {
	if n := strings.Count(text, ","); n > longList && !strings.HasPrefix(text, "{") {
		return locale.N("%s value", "%s values", n+1, locale.Count(n+1))
	}
	if runes := []rune(text); len(runes) > longestField {
		return string(runes[:longestField]) + "…"
	}
	return text
}

// fieldName is the label of a field: our own in the person's language, that of a
// file as it stands there.
func fieldName(name string) string {
	switch name {
	case health.FieldText:
		return locale.T("Text")
	case health.FieldName:
		return locale.T("Name")
	case health.FieldSeverity:
		return locale.T("Severity")
	case health.FieldAmount:
		return locale.T("Amount")
	case health.FieldEvent:
		return locale.T("What it was")
	case health.FieldMetric:
		return locale.T("Belongs to")
	case health.FieldValue:
		return locale.T("Value before")
	}
	return name
}

func fieldText(name, text string) string {
	switch name {
	case health.FieldSeverity:
		return SeverityName(text)
	case health.FieldName:
		return SymptomName(text)
	case health.FieldMetric:
		if n := metricName(health.MetricID(text)); n != "" {
			return n
		}
	}
	return text
}

// longestSleep bounds how long before a day a sleep that belongs to it begins.
const longestSleep = 36 * time.Hour

// SleepLead is [longestSleep] in milliseconds.
const SleepLead = int64(longestSleep / time.Millisecond)
