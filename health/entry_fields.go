package health

// The names of fields of entries that Vitalkeep itself writes and reads. They
// are part of the vault format. Entries of importers have the names that the
// source wrote.
const (
	// FieldText is what a person wrote: the text of a Note or Comment, words to
	// a Symptom, Medicine, Picture or RoomEvent.
	FieldText = "text"
	// FieldName is what a Symptom or a Medicine is called: one of [Symptoms] or
	// the person's own word; the medicine's name.
	FieldName = "name"
	// FieldSeverity is how bad a symptom is: "1" mild, "2" moderate, "3" severe.
	FieldSeverity = "severity"
	// FieldAmount is the amount of a medicine as it was written ("400 mg").
	FieldAmount = "amount"
	// FieldPicture is the vault's reference of a sealed picture.
	FieldPicture = "picture"
	// FieldPictureType is its media type, "image/jpeg".
	FieldPictureType = "picture_type"
	// FieldEvent says what a RoomEvent is: "motion", "sound", "picture" or the
	// word of the source.
	FieldEvent = "event"
	// FieldDevice is the device of a RoomEvent, in hexadecimal digits of its ID.
	FieldDevice = "device"
	// FieldMetric and FieldSource name the reading that a Comment or Correction
	// belongs to; it starts when the entry starts.
	FieldMetric = "metric"
	FieldSource = "source"
	// FieldValue and FieldUnit are the value before a Correction, as it was
	// written, and the unit's ID.
	FieldValue = "value"
	FieldUnit  = "unit"
	// FieldBefore is when the reading was said to have been before a Correction,
	// in UTC milliseconds, if the correction changed that.
	FieldBefore = "before"
	// FieldKind is the name of the kind of entry that a Correction belongs to,
	// where it is no reading; its other fields are those of the entry before.
	FieldKind = "kind"
	// FieldCorrected is when a Correction was made, in UTC milliseconds.
	FieldCorrected = "corrected"
)

// Symptoms are the names that a diary offers, in the order in which it does.
var symptoms = []string{
	"cough", "sore_throat", "runny_nose", "headache", "fever_chills", "fatigue",
	"muscle_ache", "nausea", "vomiting", "diarrhoea", "stomach_ache", "rash",
	"shortness_of_breath", "dizziness", "loss_of_appetite", "earache", "poor_sleep",
}

// Symptoms returns the stable names of the symptoms that a diary offers.
func Symptoms() []string { return append([]string(nil), symptoms...) }
