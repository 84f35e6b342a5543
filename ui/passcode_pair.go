package ui

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// passcodePair is a new passcode typed twice, with marks that say which rules it
// meets.
type passcodePair struct {
	first, again *parts.Field
	marks        []*parts.RuleMark
	under        *fyne.Container
}

func newPasscodePair(entered func()) *passcodePair {
	p := &passcodePair{first: parts.NewPasswordField(locale.T("New passcode")), again: parts.NewPasswordField(locale.T("New passcode, once more"))}
	var row []fyne.CanvasObject
	for _, r := range passcodeRules("") {
		m := parts.NewRuleMark(r.Words)
		p.marks = append(p.marks, m)
		row = append(row, m)
	}
	p.under = parts.Row(style.Space12, append(row, parts.Spring())...)
	p.first.OnChanged(func(string) { p.changed() })
	p.again.OnChanged(func(string) { p.again.SetError("") })
	p.first.OnEnter(entered)
	p.again.OnEnter(entered)
	return p
}

func (p *passcodePair) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{parts.Columns(style.Space16, p.first, p.again), p.under}
}

func (p *passcodePair) changed() {
	p.first.SetError("")
	for i, r := range passcodeRules(p.first.Text()) {
		p.marks[i].SetMet(r.Met)
	}
	p.under.Refresh()
}

// check says beside the field what is wrong and returns that field, nil if
// nothing is.
func (p *passcodePair) check() *parts.Field {
	rules := passcodeRules(p.first.Text())
	switch {
	case !rules[0].Met:
		p.first.SetError(locale.T("It needs at least six characters; figures will do."))
		return p.first
	case !rules[1].Met:
		p.first.SetError(locale.T("The same character again and again is tried first."))
		return p.first
	case !rules[2].Met:
		p.first.SetError(locale.T("Characters one after the other are tried first."))
		return p.first
	case p.again.Text() != p.first.Text():
		p.again.SetError(locale.T("The two passcodes differ."))
		return p.again
	}
	return nil
}

func (p *passcodePair) forget() {
	p.first.SetText("")
	p.again.SetText("")
}

// minPasscode is the least number of characters of a passcode.
const minPasscode = 6

// passcodeRules checks a passcode.
func passcodeRules(passcode string) []passwordRule {
	runes := []rune(passcode)
	same, run := true, len(runes) > 1
	for i := 1; i < len(runes); i++ {
		step := runes[i] - runes[i-1]
		same = same && step == 0
		run = run && (step == 1 || step == -1) && step == runes[1]-runes[0]
	}
	return []passwordRule{
		{locale.T("6 characters"), utf8.RuneCountInString(passcode) >= minPasscode},
		{locale.T("not all the same"), len(runes) > 1 && !same},
		{locale.T("not one after the other"), len(runes) > 1 && !run},
	}
}
