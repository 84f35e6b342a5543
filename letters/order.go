package letters

import (
	"strings"
	"unicode"

	"vitalkeep/health"
)

// The longest texts, in characters. What is longer is refused and not cut.
const (
	MaxLine  = 200
	MaxBlock = 600
	MaxText  = 6000
)

// Sender is who writes. Name, and one of Address and Email, are needed.
type Sender struct {
	Name    string
	Address string // several lines
	Email   string
	// Account is by what a vendor finds the person: an e-mail address or a
	// number; at a clinic the number of the patient.
	Account string
	// Born is the date of birth, the zero Date for none. A clinic is told it, or
	// the number of the patient.
	Born health.Date
	// Devices are serial numbers or names of devices, for a vendor.
	Devices string
}

// Order says what a letter shall be.
type Order struct {
	Kind Kind
	To   Addressee
	// Name and Address are the addressee's, as typed; Address may be empty.
	Name    string
	Address string
	From    Sender
	Date    health.Date
	// Ground is the stable name of one of [Grounds], where the kind has any.
	Ground string
	// About is what the letter is about in the person's words: which data, what
	// is wrong and what is right, why.
	About string
	// Onward is who the data shall be sent to directly, for Portability; may be
	// empty.
	Onward string
	// Say says an English text in the letter's language, Day a date.
	Say func(english string, args ...any) string
	Day func(health.Date) string
}

// Detail is something that an order needs or that is wrong in it.
type Detail string

// The details.
const (
	DetailName    Detail = "name"    // of the addressee
	DetailAddress Detail = "address" // of the addressee
	DetailSender  Detail = "sender"  // the name
	DetailReach   Detail = "reach"   // the sender's address or e-mail address
	DetailPost    Detail = "post"    // the sender's address
	DetailEmail   Detail = "email"   // the sender's
	DetailAccount Detail = "account"
	DetailBorn    Detail = "born"
	DetailDevices Detail = "devices"
	DetailGround  Detail = "ground"
	DetailAbout   Detail = "about"
	DetailOnward  Detail = "onward"
	DetailDate    Detail = "date"
	DetailKind    Detail = "kind"
)

// Fault is what is wrong with one detail of an order, in an English sentence.
type Fault struct {
	Detail Detail
	Reason string
}

// Missing is the error of an order that cannot become a letter: what is lacking
// or wrong, in the order of a form. It holds nothing that was typed.
type Missing []Fault

// Error implements error.
func (m Missing) Error() string {
	var names []string
	for _, f := range m {
		names = append(names, string(f.Detail))
	}
	return "letter: lacking or wrong: " + strings.Join(names, ", ")
}

// Check says what an order lacks, nothing where it can become a letter.
func (o Order) Check() Missing {
	var out Missing
	refuse := func(d Detail, reason string) { out = append(out, Fault{d, reason}) }
	if !o.Kind.Valid() || o.To > Clinic {
		return Missing{{DetailKind, "Choose what the letter asks for."}}
	}
	if blank(o.Name) {
		refuse(DetailName, "Type who the letter goes to.")
	}
	ground, known := ParseGround(o.Kind, o.Ground)
	if !known && len(Grounds(o.Kind)) > 0 {
		refuse(DetailGround, "Choose why.")
	}
	if blank(o.About) {
		switch {
		case o.Kind == Rectification:
			refuse(DetailAbout, "Type what is wrong and what is right.")
		case ground.Detailed:
			refuse(DetailAbout, "Type the reasons in your own words.")
		}
	}
	if blank(o.From.Name) {
		refuse(DetailSender, "Type the sender's name.")
	}
	if blank(o.From.Address) && blank(o.From.Email) {
		refuse(DetailReach, "Type an address or an e-mail address, so that they can answer.")
	}
	if email := strings.TrimSpace(o.From.Email); email != "" && !emailLike(email) {
		refuse(DetailEmail, "This is not an e-mail address.")
	}
	switch {
	case o.To == Vendor && blank(o.From.Account):
		refuse(DetailAccount, "Type the e-mail address or number of the account, so that they can find the data.")
	case o.To == Clinic && blank(o.From.Account) && o.From.Born == (health.Date{}):
		refuse(DetailBorn, "Type the date of birth or the patient number, so that they can find the data.")
	case o.From.Born != (health.Date{}) && o.From.Born.Compare(o.Date) > 0:
		refuse(DetailBorn, "This date is in the future.")
	}
	if o.Date == (health.Date{}) {
		refuse(DetailDate, "Type the date of the letter.")
	}
	for _, x := range []struct {
		detail Detail
		text   string
		most   int
	}{
		{DetailName, o.Name, MaxLine},
		{DetailAddress, o.Address, MaxBlock},
		{DetailAbout, o.About, MaxText},
		{DetailSender, o.From.Name, MaxLine},
		{DetailPost, o.From.Address, MaxBlock},
		{DetailEmail, o.From.Email, MaxLine},
		{DetailAccount, o.From.Account, MaxLine},
		{DetailDevices, o.From.Devices, MaxBlock},
		{DetailOnward, o.Onward, MaxBlock},
	} {
		if len([]rune(x.text)) > x.most {
			refuse(x.detail, "This is too long.")
		}
	}
	return out
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// emailLike refuses what cannot be an address and asks for no more.
func emailLike(s string) bool {
	name, host, ok := strings.Cut(s, "@")
	return ok && name != "" && strings.Contains(strings.Trim(host, "."), ".") && !strings.ContainsFunc(s, unicode.IsSpace)
}

// lines are the lines of a text that was typed, without blanks at their ends,
// signs that nobody sees, and empty lines at both ends; at most one stays empty
// between two.
func lines(s string) []string {
	var out []string
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		line = strings.TrimSpace(strings.Map(func(r rune) rune {
			switch {
			case r == '\t':
				return ' '
			case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
				return -1
			}
			return r
		}, line))
		if line != "" || len(out) > 0 && out[len(out)-1] != "" {
			out = append(out, line)
		}
	}
	if n := len(out); n > 0 && out[n-1] == "" {
		out = out[:n-1]
	}
	return out
}

// oneLine is a text that was typed as one line.
func oneLine(s string) string { return strings.Join(strings.Fields(strings.Join(lines(s), " ")), " ") }
