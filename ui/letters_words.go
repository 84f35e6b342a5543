package ui

import (
	"vitalkeep/health"
	"vitalkeep/letters"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// letterName is what a letter asks for, with its article.
func letterName(k letters.Kind) string {
	return locale.T("%[1]s (Article %[2]s)", locale.Dynamic(k.Title()), locale.Count(k.Article()))
}

// letterState says how far a letter is on a day, and in which ink.
func letterState(f letters.Filed, today health.Date) (words string, ink style.Token) {
	end, _ := f.Deadline()
	switch f.State(today) {
	case letters.IsClosed:
		return locale.T("Closed on %s", locale.FullDate(f.Closed)), style.Muted
	case letters.IsAnswered:
		if f.AnsweredLate() {
			return locale.T("Answered late, on %s", locale.FullDate(f.Answered)), style.Muted
		}
		return locale.T("Answered on %s", locale.FullDate(f.Answered)), style.Success
	case letters.OnItsWay:
		return locale.T("Arrival not known"), style.Muted
	case letters.Overdue:
		return locale.T("Overdue since %s", locale.FullDate(end.AddDays(1))), style.Danger
	}
	left, _ := f.DaysLeft(today)
	if left == 0 {
		return locale.T("Due today"), style.Warning
	}
	ink = style.Text
	if left <= 7 {
		ink = style.Warning
	}
	return locale.N("%s day left", "%s days left", left, locale.Count(left)), ink
}

// letterDeadline tells of the deadline in sentences.
func letterDeadline(f letters.Filed, today health.Date) string {
	end, known := f.Deadline()
	if !known {
		first := letters.Deadline(f.Sent, letters.AnswerMonths)
		return locale.T("The month for the answer runs from the day on which the letter arrived. Say when that was; it cannot end before %s.", locale.WordDate(first))
	}
	words := locale.T("The answer is due by %s, one month after the letter arrived.", locale.WordDate(end))
	switch {
	case f.ExtendedLate():
		words += " " + locale.T("The extension was announced after that month, within which it has to be announced, and is not counted.")
	case f.Extended != (health.Date{}):
		words = locale.T("The answer is due by %s, three months after the letter arrived: the addressee announced the extension in time.", locale.WordDate(end))
	}
	if f.State(today) == letters.Overdue {
		words += " " + locale.T("It is overdue. A reminder to the addressee may help; there is the right to complain to a supervisory authority (Article 77 GDPR).")
	}
	return words
}

// lawNote says what the program does not know and is not.
func lawNote() string {
	return locale.T("This is no legal advice. A deadline on a Saturday or Sunday moves to the next working day; public holidays, which move it too, are not known to Vitalkeep.")
}
