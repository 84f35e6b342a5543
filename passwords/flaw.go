package passwords

// Flaw is what makes a password easier to guess than it looks.
type Flaw uint8

// The flaws.
const (
	NoFlaw Flaw = iota
	Common      // one of those that are tried first
	Known       // little more than what others know of the vault
	Birth       // little more than somebody's date of birth
	Run         // keys, letters or figures in a row
	Repeat      // the same again and again
	Dated       // a date or a year
	Word        // little more than a word
	Short       // nothing but too short
	flawEnd
)

// flawWords are what is the matter and what to do.
var flawWords = [flawEnd][2]string{
	Common: {"This is among the passwords that are tried first.", "Take several words that have nothing to do with each other."},
	Known:  {"This is little more than a name that others know.", "Leave out names of people, of the vault and of the program."},
	Birth:  {"This is little more than a date of birth.", "Leave out dates that others know."},
	Run:    {"Keys or figures in a row are tried early.", "Put words in their place."},
	Repeat: {"The same again and again is tried early.", "Put other words in the place of what repeats."},
	Dated:  {"Dates and years are tried early.", "Put a word in the place of the date."},
	Word:   {"A single word is tried early.", "Add one or two words that have nothing to do with it."},
	Short:  {"This is found by trying.", "Make it longer: a word more does most."},
}

// String says what is the matter in one sentence, "" for no flaw.
func (f Flaw) String() string {
	if f >= flawEnd {
		return ""
	}
	return flawWords[f][0]
}

// Advice says in one sentence what to do about it, "" for no flaw.
func (f Flaw) Advice() string {
	if f >= flawEnd {
		return ""
	}
	return flawWords[f][1]
}
