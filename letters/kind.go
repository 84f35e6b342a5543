package letters

import "slices"

// Kind is what a letter asks for. Its name stands in the vault.
type Kind uint8

// The kinds, in the order of their articles.
const (
	Access Kind = iota
	Rectification
	Erasure
	Restriction
	Portability
	Objection
	kindEnd
)

// kinds holds the stable name, the article, and what a person reads of each.
var kinds = [kindEnd]struct {
	name            string
	article         int
	title, sentence string
	subject         string
}{
	Access: {
		"access", 15, "See my data",
		"Asks whether they hold data, for a copy of it, and what it is used for, who gets it and how long it is kept.",
		"Request for access under Article 15 GDPR",
	},
	Rectification: {
		"rectification", 16, "Put my data right",
		"Asks to correct what is wrong and to complete what is missing.",
		"Request for rectification under Article 16 GDPR",
	},
	Erasure: {
		"erasure", 17, "Erase my data",
		"Asks to erase data. A clinic has to keep some records by law.",
		"Request for erasure under Article 17 GDPR",
	},
	Restriction: {
		"restriction", 18, "Restrict the use of my data",
		"Asks to keep data, but to do nothing else with it for now.",
		"Request for restriction of processing under Article 18 GDPR",
	},
	Portability: {
		"portability", 20, "Take my data with me",
		"Asks for the data that was given to them or recorded by devices, in a form that other programs read.",
		"Request for data portability under Article 20 GDPR",
	},
	Objection: {
		"objection", 21, "Object to a use of my data",
		"Objects to a use that rests on a legitimate or public interest, to advertising, or to research and statistics.",
		"Objection to processing under Article 21 GDPR",
	},
}

// Kinds are all of them, in the order of their articles.
func Kinds() []Kind {
	return []Kind{Access, Rectification, Erasure, Restriction, Portability, Objection}
}

// Valid reports whether there is such a kind.
func (k Kind) Valid() bool { return k < kindEnd }

// String returns the stable name of the kind ("access").
func (k Kind) String() string { return kinds[k].name }

// ParseKind reads a stable name.
func ParseKind(name string) (Kind, bool) {
	i := slices.IndexFunc(Kinds(), func(k Kind) bool { return k.String() == name })
	return Kind(max(i, 0)), i >= 0 //nolint:gosec // an index of a short list
}

// Article is the article of the GDPR that gives the right.
func (k Kind) Article() int { return kinds[k].article }

// Title is what the person wants, in English.
func (k Kind) Title() string { return kinds[k].title }

// Sentence says what the letter asks for, in English.
func (k Kind) Sentence() string { return kinds[k].sentence }

// Subject is the line above the letter, in English.
func (k Kind) Subject() string { return kinds[k].subject }

// Addressee is who a letter goes to. Its name stands in the vault.
type Addressee uint8

// The addressees.
const (
	Vendor Addressee = iota // maker of a device, program or service
	Clinic                  // hospital, practice, laboratory
)

// String returns the stable name of the addressee.
func (a Addressee) String() string {
	if a == Clinic {
		return "clinic"
	}
	return "vendor"
}

// ParseAddressee reads a stable name.
func ParseAddressee(name string) (Addressee, bool) {
	switch name {
	case Vendor.String():
		return Vendor, true
	case Clinic.String():
		return Clinic, true
	}
	return Vendor, false
}

// vendors are well-known makers, by their names alone: where letters go stands
// in the privacy notice of each, and changes.
var vendors = []string{
	"Abbott", "Apple", "Beurer", "Dexcom", "Fitbit", "Garmin", "Google", "Huawei", "Medtronic", "Omron", "Oura",
	"Philips", "Polar", "Roche", "Samsung", "Strava", "Suunto", "WHOOP", "Withings", "Xiaomi", "Zepp Health",
}

// Vendors returns the names of well-known makers, sorted.
func Vendors() []string { return slices.Clone(vendors) }
