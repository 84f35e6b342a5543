package ui

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"vitalkeep/passwords"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// passwordPair is a new password typed twice, with marks that say which rules
// it meets, how strong it is and what would make it stronger.
type passwordPair struct {
	first, again *parts.Field
	marks        []*parts.RuleMark
	rules        func(string) []passwordRule
	strength     *parts.StrengthBar
	advice       *parts.Text
	differ       string // what is said when the two are not the same
	// known are words that others know, which make a password weak.
	known func() []string
	under *fyne.Container
}

// newPasswordPair returns the fields. entered is told of Enter in either.
func newPasswordPair(label, again string, rules func(string) []passwordRule, entered func()) *passwordPair {
	p := &passwordPair{
		first: parts.NewPasswordField(label), again: parts.NewPasswordField(again),
		rules: rules, strength: parts.NewStrengthBar(), advice: parts.NewText("", parts.Caption).Cutting(parts.CutEnd),
		differ: locale.T("The two passwords differ."), known: func() []string { return nil },
	}
	var row []fyne.CanvasObject
	for _, r := range rules("") {
		m := parts.NewRuleMark(r.Words)
		p.marks = append(p.marks, m)
		row = append(row, m)
	}
	p.under = parts.Column(style.Space8, parts.Row(style.Space12, append(row, parts.Spring())...),
		parts.Row(style.Space12, p.strength, parts.Stretch(p.advice)))
	p.first.OnChanged(func(string) { p.changed() })
	p.again.OnChanged(func(string) { p.again.SetError("") })
	p.first.OnEnter(entered)
	p.again.OnEnter(entered)
	return p
}

// objects are the fields and the marks under them.
func (p *passwordPair) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{parts.Columns(style.Space16, p.first, p.again), p.under}
}

func (p *passwordPair) changed() {
	p.first.SetError("")
	for i, r := range p.rules(p.first.Text()) {
		p.marks[i].SetMet(r.Met)
	}
	p.estimate()
	p.under.Refresh()
}

// estimate says how strong the password is.
func (p *passwordPair) estimate() {
	if p.first.Text() == "" {
		p.strength.Set(0, "")
		p.advice.SetText("")
		return
	}
	e := passwords.Estimate(p.first.Text(), p.known()...)
	p.strength.Set(max(1, int(e.Score)), locale.Dynamic(scoreWords[e.Score]))
	p.advice.SetText(locale.Dynamic(flawWords[e.Flaw][1]))
}

// check says beside the field what is wrong and returns that field, nil if
// nothing is.
func (p *passwordPair) check() *parts.Field {
	var missing []string
	for _, r := range p.rules(p.first.Text()) {
		if !r.Met {
			missing = append(missing, r.Words)
		}
	}
	refused := ""
	if len(missing) == 0 {
		refused = refusal(p.first.Text(), p.known())
	}
	switch {
	case refused != "":
		p.first.SetError(refused)
		return p.first
	case len(missing) > 0:
		p.first.SetError(locale.T("Still missing: %s.", strings.Join(missing, ", ")))
		return p.first
	case p.again.Text() != p.first.Text():
		p.again.SetError(p.differ)
		return p.again
	}
	return nil
}

func (p *passwordPair) setEnabled(on bool) {
	p.first.SetEnabled(on)
	p.again.SetEnabled(on)
}

// forget empties the fields.
func (p *passwordPair) forget() {
	p.first.SetText("")
	p.again.SetText("")
}

// minPassphrase is the least number of characters of a backup's passphrase,
// which anybody who has the file may try as often as they like.
const minPassphrase = 12

// passphraseRules checks a passphrase for a backup.
func passphraseRules(passphrase string) []passwordRule {
	return []passwordRule{{locale.T("12 characters"), utf8.RuneCountInString(passphrase) >= minPassphrase}}
}
