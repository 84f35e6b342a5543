package health

// EntryKind is the type of an Entry. Its numeric code is part of the vault
// format.
type EntryKind uint8

// The kinds of entries. Codes are never changed or used again.
const (
	UnknownEntry EntryKind = iota
	SleepNight             // one night or nap; its totals are samples as well
	Workout                // an activity with begin and end
	ECG                    // an electrocardiogram strip
	Note                   // text on the state of health
	Symptom                // what a person felt, by name
	Medicine               // what a person took
	Picture                // a picture, with words to it
	RoomEvent              // motion, sound or a picture noticed in a room
	Comment                // words to a reading
	Correction             // what a reading said before it was corrected
	Letter                 // a letter about the person's data, as it was sent
	entryEnd
)

var entryNames = [entryEnd]string{
	"unknown", "sleep_night", "workout", "ecg", "note",
	"symptom", "medicine", "picture", "room_event", "comment", "correction", "letter",
}

// String returns the stable name of the kind ("sleep_night").
func (k EntryKind) String() string {
	if k >= entryEnd {
		k = UnknownEntry
	}
	return entryNames[k]
}

// Field is one named text of an entry, as the source wrote it.
type Field struct{ Name, Text string }

// Entry is a document with an interval: everything that is not a number of a
// metric. Its identity within a profile is (Kind, Source, Start, Key).
type Entry struct {
	ID       [16]byte // ULID, given by the vault
	Kind     EntryKind
	Source   SourceID
	Key      string // tells entries of one kind, source and start apart ("Running")
	Start    int64  // UTC milliseconds
	Duration int64  // milliseconds
	Offset   int32  // seconds east of UTC in force where it happened
	Fields   []Field
	Origin   Origin
	Batch    BatchID // given by the vault
}

// Field returns the text of the named field, or "".
func (e Entry) Field(name string) string {
	for _, f := range e.Fields {
		if f.Name == name {
			return f.Text
		}
	}
	return ""
}
