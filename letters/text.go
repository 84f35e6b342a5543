package letters

import "strings"

// Text is the letter as plain text, for an e-mail or a form: lines end with
// "\n", and paragraphs are parted by an empty line.
func (l Letter) Text() string {
	var b strings.Builder
	block := func(lines ...string) {
		for _, line := range lines {
			b.WriteString(line)
			b.WriteByte('\n')
		}
		b.WriteByte('\n')
	}
	block(l.From...)
	block(l.To...)
	block(l.Date)
	block(l.Subject)
	block(l.Greets)
	for i, p := range l.Body {
		switch p.Form {
		case Item:
			b.WriteString("- ")
		case Typed:
			b.WriteString("    ")
		}
		b.WriteString(p.Text)
		b.WriteByte('\n')
		if last := i == len(l.Body)-1; last || p.Form == Plain && l.Body[i+1].Form == Plain || p.Form != Plain && l.Body[i+1].Form != p.Form {
			b.WriteByte('\n')
		}
	}
	b.WriteString(l.Closes + "\n\n" + l.Signed + "\n")
	return b.String()
}
