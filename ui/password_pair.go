package ui

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// passwordPair is a new password typed twice, with marks that say which rules
// it meets.
type passwordPair struct {
	first, again *parts.Field
	marks        []*parts.RuleMark
	rules        func(string) []passwordRule
	strength     *parts.Text
	differ       string // what is said when the two are not the same
	under        *fyne.Container
}

// newPasswordPair returns the fields. entered is told of Enter in either.
func newPasswordPair(label, again string, rules func(string) []passwordRule, entered func()) *passwordPair {
	p := &passwordPair{
		first: parts.NewPasswordField(label), again: parts.NewPasswordField(again),
		rules: rules, strength: parts.NewText("", parts.Caption), differ: locale.T("The two passwords differ."),
	}
	var row []fyne.CanvasObject
	for _, r := range rules("") {
		m := parts.NewRuleMark(r.Words)
		p.marks = append(p.marks, m)
		row = append(row, m)
	}
	p.under = parts.Row(style.Space12, append(row, parts.Spring(), p.strength)...)
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
	p.strength.SetText(passwordStrength(p.first.Text()))
	p.under.Refresh()
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
	switch {
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
