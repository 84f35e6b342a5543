package present

import (
	"slices"
	"strconv"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// SymptomName is the name of a symptom in the language: of one of
// health.Symptoms, or the person's own word as it is.
func SymptomName(key string) string {
	switch key {
	case "cough":
		return locale.T("Cough")
	case "sore_throat":
		return locale.T("Sore throat")
	case "runny_nose":
		return locale.T("Runny nose")
	case "headache":
		return locale.T("Headache")
	case "fever_chills":
		return locale.T("Fever or chills")
	case "fatigue":
		return locale.T("Tiredness")
	case "muscle_ache":
		return locale.T("Muscle ache")
	case "nausea":
		return locale.T("Nausea")
	case "vomiting":
		return locale.T("Vomiting")
	case "diarrhoea":
		return locale.T("Diarrhoea")
	case "stomach_ache":
		return locale.T("Stomach ache")
	case "rash":
		return locale.T("Rash")
	case "shortness_of_breath":
		return locale.T("Shortness of breath")
	case "dizziness":
		return locale.T("Dizziness")
	case "loss_of_appetite":
		return locale.T("No appetite")
	case "earache":
		return locale.T("Earache")
	case "poor_sleep":
		return locale.T("Poor sleep")
	}
	return key
}

// SymptomKey is the stable name of a symptom that a person wrote: one of
// health.Symptoms where the word is the language's name of it, else the word.
func SymptomKey(word string) string {
	word = strings.TrimSpace(word)
	for _, k := range health.Symptoms() {
		if strings.EqualFold(word, SymptomName(k)) {
			return k
		}
	}
	return word
}

// Severities are how bad a symptom can be, from the mildest.
func Severities() []string {
	return []string{locale.C("symptom", "Mild"), locale.C("symptom", "Moderate"), locale.C("symptom", "Severe")}
}

// SeverityName is the word for the field health.FieldSeverity, "" for none that
// is known.
func SeverityName(field string) string {
	if n, err := strconv.Atoi(field); err == nil && n >= 1 && n <= len(Severities()) {
		return Severities()[n-1]
	}
	return ""
}

// NewReading is a number that was typed, at a moment.
func NewReading(a Amount, at Instant) health.Reading {
	return health.Reading{
		Metric: a.Metric, Source: health.TypedSource,
		Sample: health.Sample{Start: at.At, Value: a.Value, Unit: a.Unit, Offset: at.Offset},
	}
}

// NewEntry is something that was written, at a moment. Fields without text are
// left out.
func NewEntry(kind health.EntryKind, key string, at Instant, fields ...health.Field) health.Entry {
	e := health.Entry{Kind: kind, Source: health.TypedSource, Key: key, Start: at.At, Offset: at.Offset}
	for _, f := range fields {
		if f.Text = strings.TrimSpace(f.Text); f.Text != "" {
			e.Fields = append(e.Fields, f)
		}
	}
	return e
}

// NewComment is a person's words to a reading.
func NewComment(r health.Reading, text string) health.Entry {
	return NewEntry(health.Comment, string(r.Metric), Instant{r.Start, r.Offset},
		health.Field{Name: health.FieldText, Text: text},
		health.Field{Name: health.FieldMetric, Text: string(r.Metric)},
		health.Field{Name: health.FieldSource, Text: string(r.Source)})
}

// CommentTo is a comment with these words, at what takes the place of the readings
// that it may have belonged to: at the same number, else at the first.
func CommentTo(c health.Entry, readings []health.Reading, words string) health.Entry {
	of := readings[0]
	for _, r := range readings {
		if string(r.Metric) == c.Field(health.FieldMetric) {
			of = r
		}
	}
	out := NewComment(of, words)
	if string(of.Metric) != c.Field(health.FieldMetric) {
		out.Key += " " + c.Field(health.FieldMetric) // the first may have words of its own
	}
	return out
}

// CorrectReadings are the entries that keep what readings said before they were
// corrected at the instant now: of each whose number, unit or time changed. at is
// the moment that they have after it.
func CorrectReadings(old, corrected []health.Reading, at Instant, now int64) []health.Entry {
	var out []health.Entry
	for _, o := range old {
		same := slices.ContainsFunc(corrected, func(n health.Reading) bool {
			return n.Metric == o.Metric && n.Start == o.Start && n.Unit == o.Unit && n.Value == o.Value
		})
		if same {
			continue
		}
		if slices.ContainsFunc(out, func(e health.Entry) bool { return e.Field(health.FieldMetric) == string(o.Metric) }) {
			now++ // two of one metric, which both keep their place
		}
		fields := []health.Field{
			{Name: health.FieldMetric, Text: string(o.Metric)},
			{Name: health.FieldSource, Text: string(health.TypedSource)},
			{Name: health.FieldValue, Text: o.Value.String()},
			{Name: health.FieldUnit, Text: o.Unit.ID()},
		}
		out = append(out, NewEntry(health.Correction, correctionKey(string(o.Metric), now), at, append(fields, stamps(o.Start, at, now)...)...))
	}
	return out
}

// CorrectEntry is the entry that keeps what an entry said before it was corrected
// at the instant now. A picture that stays is not named again: it would outlive
// the entry.
func CorrectEntry(old, corrected health.Entry, now int64) health.Entry {
	fields := []health.Field{{Name: health.FieldKind, Text: old.Kind.String()}, {Name: health.FieldSource, Text: string(old.Source)}}
	for _, f := range old.Fields {
		if f.Name == health.FieldPicture && f.Text == corrected.Field(health.FieldPicture) {
			continue
		}
		fields = append(fields, f)
	}
	at := Instant{corrected.Start, corrected.Offset}
	return NewEntry(health.Correction, correctionKey(old.Kind.String()+" "+corrected.Key, now), at, append(fields, stamps(old.Start, at, now)...)...)
}

func correctionKey(what string, now int64) string { return what + " " + strconv.FormatInt(now, 10) }

func stamps(before int64, at Instant, now int64) []health.Field {
	var out []health.Field
	if before != at.At {
		out = append(out, health.Field{Name: health.FieldBefore, Text: strconv.FormatInt(before, 10)})
	}
	return append(out, health.Field{Name: health.FieldCorrected, Text: strconv.FormatInt(now, 10)})
}

// BelongsTo reports whether a comment or correction belongs to a reading.
func BelongsTo(e health.Entry, metric health.MetricID, source health.SourceID, start int64) bool {
	return (e.Kind == health.Comment || e.Kind == health.Correction) && e.Start == start &&
		e.Field(health.FieldMetric) == string(metric) && e.Field(health.FieldSource) == string(source)
}

// BelongsToEntry reports whether a correction belongs to an entry.
func BelongsToEntry(e, of health.Entry) bool {
	return e.Kind == health.Correction && e.Start == of.Start && e.Field(health.FieldKind) == of.Kind.String() &&
		e.Field(health.FieldSource) == string(of.Source) && e.Key == of.Kind.String()+" "+of.Key+" "+e.Field(health.FieldCorrected)
}

// MovedTo is an entry that goes along with what it belongs to.
func MovedTo(e health.Entry, at Instant) health.Entry {
	e.ID, e.Batch, e.Origin = [16]byte{}, health.BatchID{}, health.Origin{}
	e.Start, e.Offset = at.At, at.Offset
	return e
}
