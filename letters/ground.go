package letters

// Ground is a reason that the law knows for a letter, among those of its kind.
type Ground struct {
	Kind Kind
	// Choice is what the person chooses, in English.
	Choice string
	// Detailed tells that the person has to say in their words why.
	Detailed bool

	name string
	said string // the sentence of the letter
	past string // what else the letter says because of it
}

// String returns the stable name of the ground.
func (g Ground) String() string { return g.name }

// grounds are those of each kind. A kind without any needs none.
var grounds = []Ground{
	{
		Kind: Erasure, name: "unneeded", Choice: "They no longer need it",
		said: "The data are no longer necessary for the purposes for which they were collected or otherwise processed (Article 17(1)(a) GDPR).",
	},
	{
		Kind: Erasure, name: "consent", Choice: "I withdraw my consent",
		said: "With this letter I withdraw my consent to the processing. I know of no other legal ground for it (Article 17(1)(b) GDPR).",
	},
	{
		Kind: Erasure, name: "objected", Choice: "I have objected to the use",
		said: "I have objected to the processing under Article 21 GDPR. I know of no overriding legitimate grounds for it (Article 17(1)(c) GDPR).",
	},
	{
		Kind: Erasure, name: "unlawful", Choice: "It is processed unlawfully", Detailed: true,
		said: "In my view the data have been processed unlawfully (Article 17(1)(d) GDPR).",
	},
	{
		Kind: Restriction, name: "accuracy", Choice: "It is not accurate", Detailed: true,
		said: "I contest the accuracy of the data. Please restrict the processing for as long as you need to verify it (Article 18(1)(a) GDPR).",
	},
	{
		Kind: Restriction, name: "unlawful", Choice: "Its use is unlawful, but I do not want it erased", Detailed: true,
		said: "In my view the processing is unlawful. I oppose the erasure of the data and ask for the restriction of their use instead (Article 18(1)(b) GDPR).",
	},
	{
		Kind: Restriction, name: "claims", Choice: "I need it for a legal claim",
		said: "If you no longer need the data for your purposes: I need them for the establishment, exercise or defence of legal claims (Article 18(1)(c) GDPR).",
	},
	{
		Kind: Restriction, name: "objected", Choice: "I have objected, and it is not settled yet",
		said: "I have objected to the processing under Article 21(1) GDPR. Please restrict it until it is verified whether your legitimate grounds override mine (Article 18(1)(d) GDPR).",
	},
	{
		Kind: Objection, name: "situation", Choice: "A use in a legitimate or public interest", Detailed: true,
		said: "On grounds relating to my particular situation I object to the processing of personal data about me that is based on point (e) or (f) of Article 6(1) GDPR, including profiling based on those provisions (Article 21(1) GDPR).",
		past: "Please no longer process the data, unless you demonstrate compelling legitimate grounds for the processing which override my interests, rights and freedoms, or need it for legal claims. Until this is verified, please restrict the processing (Article 18(1)(d) GDPR).",
	},
	{
		Kind: Objection, name: "marketing", Choice: "Advertising",
		said: "I object to the processing of personal data about me for direct marketing, including profiling as far as it is related to it (Article 21(2) GDPR).",
		past: "Please no longer process the data for such purposes (Article 21(3) GDPR).",
	},
	{
		Kind: Objection, name: "research", Choice: "Research and statistics", Detailed: true,
		said: "On grounds relating to my particular situation I object to the processing of personal data about me for scientific or historical research purposes or statistical purposes (Article 21(6) GDPR).",
		past: "Please no longer process the data for such purposes, unless the processing is necessary for a task carried out for reasons of public interest.",
	},
}

// Grounds are those that a kind of letter can rest on; one of them is needed
// where there are any.
func Grounds(k Kind) []Ground {
	var out []Ground
	for _, g := range grounds {
		if g.Kind == k {
			out = append(out, g)
		}
	}
	return out
}

// ParseGround reads a stable name of a ground of a kind.
func ParseGround(k Kind, name string) (Ground, bool) {
	for _, g := range grounds {
		if g.Kind == k && g.name == name {
			return g, true
		}
	}
	return Ground{}, false
}
