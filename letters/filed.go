package letters

import (
	"vitalkeep/health"
)

// Filed is a letter that was sent and is kept with the person's data. Dates that
// are not known, or of what has not happened, are zero.
type Filed struct {
	Kind    Kind
	To      Addressee
	Name    string
	Address string
	Subject string
	Text    string

	Sent     health.Date
	Received health.Date
	Extended health.Date // when the addressee told that the period is extended
	Answered health.Date
	Closed   health.Date

	Answer Answer
}

// Answer is a file that is kept with a letter.
type Answer struct {
	Ref   string // by which the vault knows it, "" for none
	Media string // "application/pdf"
	Name  string // of the file
}

// State is how far a letter is.
type State uint8

// The states of letters that were sent.
const (
	OnItsWay State = iota // it is not known when it arrived, so no period runs
	Running               // there is time to answer
	Overdue
	IsAnswered
	IsClosed
)

// Open reports whether an answer is still awaited.
func (s State) Open() bool { return s < IsAnswered }

// ExtendedLate reports whether the addressee told of an extension after the
// first month, within which it has to be told (Article 12(3) GDPR).
func (f Filed) ExtendedLate() bool {
	return f.Extended != (health.Date{}) && f.Received != (health.Date{}) && f.Extended.Compare(Deadline(f.Received, AnswerMonths)) > 0
}

// Deadline is the last day on which the answer is in time; false where it is not
// known when the letter arrived. An extension counts that was told in time.
func (f Filed) Deadline() (health.Date, bool) {
	if f.Received == (health.Date{}) {
		return health.Date{}, false
	}
	if f.Extended != (health.Date{}) && !f.ExtendedLate() {
		return Deadline(f.Received, ExtendedMonths), true
	}
	return Deadline(f.Received, AnswerMonths), true
}

// State is how far the letter is on a day.
func (f Filed) State(today health.Date) State {
	end, known := f.Deadline()
	switch {
	case f.Closed != (health.Date{}):
		return IsClosed
	case f.Answered != (health.Date{}):
		return IsAnswered
	case !known:
		return OnItsWay
	case today.Compare(end) > 0:
		return Overdue
	}
	return Running
}

// DaysLeft is how many days a deadline is away, negative once it is over; false
// where there is none.
func (f Filed) DaysLeft(today health.Date) (days int, ok bool) {
	end, ok := f.Deadline()
	if !ok {
		return 0, false
	}
	return daysBetween(today, end), true
}

// AnsweredLate reports whether the answer came after the deadline.
func (f Filed) AnsweredLate() bool {
	end, ok := f.Deadline()
	return ok && f.Answered != (health.Date{}) && f.Answered.Compare(end) > 0
}

// Fields are the letter as an entry holds it.
func (f Filed) Fields() []health.Field {
	out := []health.Field{{Name: health.FieldLetter, Text: f.Kind.String()}, {Name: health.FieldTo, Text: f.To.String()}}
	text := func(name, text string) {
		if text != "" {
			out = append(out, health.Field{Name: name, Text: text})
		}
	}
	day := func(name string, d health.Date) {
		if d != (health.Date{}) {
			text(name, d.String())
		}
	}
	text(health.FieldName, f.Name)
	text(health.FieldAddress, f.Address)
	text(health.FieldSubject, f.Subject)
	day(health.FieldSent, f.Sent)
	day(health.FieldReceived, f.Received)
	day(health.FieldExtended, f.Extended)
	day(health.FieldAnswered, f.Answered)
	day(health.FieldClosed, f.Closed)
	text(health.FieldPicture, f.Answer.Ref)
	text(health.FieldPictureType, f.Answer.Media)
	text(health.FieldFile, f.Answer.Name)
	text(health.FieldText, f.Text)
	return out
}

// FromEntry reads what Fields wrote; false for an entry that is no letter of
// ours. A date that cannot be read is as good as none.
func FromEntry(e health.Entry) (Filed, bool) {
	kind, ok := ParseKind(e.Field(health.FieldLetter))
	to, known := ParseAddressee(e.Field(health.FieldTo))
	if e.Kind != health.Letter || !ok || !known {
		return Filed{}, false
	}
	day := func(name string) health.Date {
		d, err := health.ParseDate(e.Field(name))
		if err != nil {
			return health.Date{}
		}
		return d
	}
	f := Filed{
		Kind: kind, To: to, Name: e.Field(health.FieldName), Address: e.Field(health.FieldAddress),
		Subject: e.Field(health.FieldSubject), Text: e.Field(health.FieldText),
		Sent: day(health.FieldSent), Received: day(health.FieldReceived), Extended: day(health.FieldExtended),
		Answered: day(health.FieldAnswered), Closed: day(health.FieldClosed),
		Answer: Answer{e.Field(health.FieldPicture), e.Field(health.FieldPictureType), e.Field(health.FieldFile)},
	}
	if f.Sent == (health.Date{}) {
		f.Sent = health.DateAt(e.Start, e.Offset)
	}
	return f, true
}
