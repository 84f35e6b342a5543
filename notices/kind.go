package notices

import "slices"

// Kind is what a notice is about.
type Kind uint8

// The kinds.
const (
	Measure     Kind = iota // a reminder to measure
	Medicine                // a reminder of a medicine
	NewData                 // something brought measurements
	GoalReached             // a person's own goal
	Backup                  // the last proven backup is old
	Deletion                // something will be gone for good
	Letter                  // the deadline of an answer
	kindEnd
)

// kindNames are part of the stored form.
var kindNames = [kindEnd]string{"measure", "medicine", "data", "goal", "backup", "deletion", "letter"}

// Kinds are all of them, in the order in which people see them.
func Kinds() []Kind {
	return []Kind{Measure, Medicine, GoalReached, NewData, Backup, Deletion, Letter}
}

// String returns the stable name of the kind.
func (k Kind) String() string {
	if k >= kindEnd {
		return "unknown"
	}
	return kindNames[k]
}

// Reminds reports whether notices of the kind come from a [Reminder].
func (k Kind) Reminds() bool { return k == Measure || k == Medicine }

func parseKind(name string) (Kind, bool) {
	i := slices.Index(kindNames[:], name)
	return Kind(max(i, 0)), i >= 0 //nolint:gosec // there are few
}

// Channel is where notices of a kind are seen.
type Channel uint8

// The channels. What has neither is not raised at all.
const (
	Timeline Channel = iota
	Desktop
	channelEnd
)

// channelNames are part of the stored form.
var channelNames = [channelEnd]string{"timeline", "desktop"}
