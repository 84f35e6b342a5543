package letters

import (
	"slices"
	"strings"

	"vitalkeep/health"
)

// Form says how a paragraph of a letter stands on the page.
type Form uint8

// The forms.
const (
	Plain Form = iota
	Item       // of a list
	Typed      // in the person's words, indented
)

// Paragraph is a part of a letter.
type Paragraph struct {
	Form Form
	Text string
}

// Letter is a letter with all that stands on it, in its language.
type Letter struct {
	Kind    Kind
	From    []string // the sender's lines, the name first
	To      []string // the addressee's
	Date    string
	Subject string
	Greets  string
	Body    []Paragraph
	Closes  string
	Signed  string

	say func(english string, args ...any) string
}

// writing gathers the paragraphs of a letter.
type writing struct {
	order Order
	body  []Paragraph
}

func (w *writing) plain(english string, args ...any) {
	w.body = append(w.body, Paragraph{Plain, w.order.Say(english, args...)})
}

func (w *writing) items(english ...string) {
	for _, text := range english {
		w.body = append(w.body, Paragraph{Item, w.order.Say(text)})
	}
}

// typed sets what the person typed below a sentence, nothing where they did not.
func (w *writing) typed(english, words string) {
	all := lines(words)
	if len(all) == 0 {
		return
	}
	w.plain(english)
	for _, line := range all {
		if line != "" {
			w.body = append(w.body, Paragraph{Typed, line})
		}
	}
}

// Compose writes the letter of an order. Its error is a [Missing].
func Compose(o Order) (Letter, error) {
	if faults := o.Check(); len(faults) > 0 {
		return Letter{}, faults
	}
	w := &writing{order: o}
	w.opening()
	switch o.Kind {
	case Access:
		w.access()
	case Rectification:
		w.rectification()
	case Erasure:
		w.erasure()
	case Restriction:
		w.restriction()
	case Portability:
		w.portability()
	case Objection:
		w.objection()
	}
	w.ending()
	from := append([]string{oneLine(o.From.Name)}, lines(o.From.Address)...)
	if email := oneLine(o.From.Email); email != "" {
		from = append(from, email)
	}
	return Letter{
		Kind: o.Kind, From: from, To: append([]string{oneLine(o.Name)}, lines(o.Address)...),
		Date: o.Day(o.Date), Subject: o.Say(o.Kind.Subject()), Greets: o.Say("Dear Sir or Madam,"),
		Body: w.body, Closes: o.Say("Yours faithfully,"), Signed: oneLine(o.From.Name), say: o.Say,
	}, nil
}

// opening says who writes, and by what they are found.
func (w *writing) opening() {
	from := w.order.From
	if w.order.To == Clinic {
		w.plain("I am or was a patient of yours. My data can be found by these details:")
	} else {
		w.plain("I use or used your services or devices. My data can be found by these details:")
	}
	detail := func(english, text string) {
		if text != "" {
			w.body = append(w.body, Paragraph{Item, w.order.Say(english, text)})
		}
	}
	detail("Name: %s", oneLine(from.Name))
	if from.Born != (health.Date{}) {
		detail("Date of birth: %s", w.order.Day(from.Born))
	}
	if w.order.To == Clinic {
		detail("Patient number: %s", oneLine(from.Account))
		return
	}
	detail("Account: %s", oneLine(from.Account))
	detail("Devices: %s", strings.Join(slices.DeleteFunc(lines(from.Devices), blank), ", "))
}

func (w *writing) access() {
	w.plain("Under Article 15(1) GDPR I ask you to confirm whether you process personal data about me. If you do, I ask for access to these data and for the following information:")
	w.items(
		"the purposes of the processing;",
		"the categories of personal data concerned;",
		"the recipients to whom the data were or will be disclosed;",
		"how long the data will be stored or, if that is not possible, the criteria for it;",
		"my rights to rectification, erasure, restriction and objection, and to lodge a complaint with a supervisory authority;",
		"where the data were not collected from me, any available information on their source;",
		"whether there is automated decision-making, including profiling, under Article 22(1) and (4) GDPR and, if so, meaningful information about the logic involved and what it means for me;",
		"where data are transferred to a third country or an international organisation, the appropriate safeguards (Article 15(2) GDPR).",
	)
	w.plain("Under Article 15(3) GDPR I also ask for a copy of the personal data, please in a commonly used electronic form.")
	if w.order.To == Clinic {
		w.plain("This includes the data in my medical records, such as diagnoses, results of examinations, assessments by treating physicians, and treatments (recital 63 GDPR).")
	} else {
		w.plain("This includes what your devices and programs recorded of me and what was worked out from it, such as measurements with their times, and scores.")
	}
	w.typed("I ask in particular for:", w.order.About)
}

func (w *writing) rectification() {
	w.plain("Under Article 16 GDPR I ask you to rectify inaccurate personal data about me without undue delay, and to complete incomplete ones.")
	w.typed("This is what is wrong or missing, and what is right:", w.order.About)
	if w.order.To == Clinic {
		w.plain("If you hold that an entry of my records has to stay as it is, please add this letter to it as a supplementary statement.")
	}
	w.recipients()
}

func (w *writing) erasure() {
	w.plain("Under Article 17(1) GDPR I ask you to erase personal data about me without undue delay.")
	w.scope()
	w.ground()
	w.plain("If the law requires you to keep some of the data (Article 17(3) GDPR), please erase the rest, and tell me which data you keep, under which provision and for how long.")
	w.recipients()
}

func (w *writing) restriction() {
	w.plain("Under Article 18(1) GDPR I ask you to restrict the processing of personal data about me.")
	w.scope()
	w.ground()
	w.plain("Please then process the data, apart from storing them, only as Article 18(2) GDPR allows, and inform me before you lift the restriction (Article 18(3) GDPR).")
	w.recipients()
}

func (w *writing) portability() {
	w.plain("Under Article 20(1) GDPR I ask you for the personal data about me that I provided to you, in a structured, commonly used and machine-readable format. I mean the data that you process by automated means on the basis of my consent or of a contract with me.")
	if w.order.To == Clinic {
		w.plain("This includes what I entered or handed in, such as diaries and measurements, and what devices that you gave me to use recorded.")
	} else {
		w.plain("This includes what I entered and what was observed while I used your services or devices, such as measurements with their times, units and time zones.")
	}
	w.typed("I ask in particular for:", w.order.About)
	w.typed("Where technically feasible, please transmit the data directly (Article 20(2) GDPR) to:", w.order.Onward)
	if blank(w.order.Onward) {
		w.plain("Please send the data to me.")
	}
}

func (w *writing) objection() {
	g, _ := ParseGround(w.order.Kind, w.order.Ground)
	w.plain(g.said)
	if g.Detailed {
		w.typed("My reasons:", w.order.About)
	} else {
		w.typed("This concerns in particular:", w.order.About)
	}
	w.plain(g.past)
}

// scope says which data a letter is about. Where the ground asks for reasons,
// what was typed are these.
func (w *writing) scope() {
	g, _ := ParseGround(w.order.Kind, w.order.Ground)
	if g.Detailed || blank(w.order.About) {
		w.plain("This concerns all personal data that you hold about me, as far as the reason below reaches.")
		return
	}
	w.typed("This concerns:", w.order.About)
}

// ground says on what a letter rests.
func (w *writing) ground() {
	g, _ := ParseGround(w.order.Kind, w.order.Ground)
	w.plain(g.said)
	if g.Detailed {
		w.typed("My reasons:", w.order.About)
	}
}

// recipients asks for what Article 19 gives.
func (w *writing) recipients() {
	w.plain("Please communicate this to each recipient to whom you disclosed the data, unless it proves impossible or takes disproportionate effort, and tell me who they are (Article 19 GDPR).")
}

// ending asks for the answer.
func (w *writing) ending() {
	w.plain("Please inform me of the action taken without undue delay, and in any event within one month of receipt of this letter. If you have to extend this period, by two further months at most, please inform me within that first month and give the reasons (Article 12(3) GDPR).")
	w.plain("If you take no action, please inform me of the reasons within one month of receipt (Article 12(4) GDPR). Information and action are to be free of charge (Article 12(5) GDPR).")
	w.plain("If you have reasonable doubts about my identity, please tell me which further information you need to confirm it (Article 12(6) GDPR). Please use the details in this letter for nothing but this request.")
	w.plain("I have the right to lodge a complaint with a supervisory authority (Article 77 GDPR).")
	w.plain("“GDPR” is the General Data Protection Regulation, Regulation (EU) 2016/679.")
}
