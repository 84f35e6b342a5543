package ui

import (
	"slices"

	"vitalkeep/health"
	"vitalkeep/passwords"
	"vitalkeep/ui/locale"
)

// passwordRule is one thing an account password needs.
type passwordRule struct {
	Words string
	Met   bool
}

// faultWords are what stands beside a mark for a requirement.
var faultWords = map[health.PasswordFault]string{
	health.PasswordTooShort:  locale.Key("8 characters"),
	health.PasswordNoUpper:   locale.Key("upper case"),
	health.PasswordNoLower:   locale.Key("lower case"),
	health.PasswordNoDigit:   locale.Key("digit"),
	health.PasswordNoSpecial: locale.Key("special character"),
}

// passwordRules checks a password against the rules for account passwords.
func passwordRules(password string) []passwordRule {
	missing := health.CheckPassword(password)
	var rules []passwordRule
	for _, f := range health.CheckPassword("") {
		rules = append(rules, passwordRule{locale.Dynamic(faultWords[f]), !slices.Contains(missing, f)})
	}
	return rules
}

// scoreWords are the words of an estimate.
var scoreWords = map[passwords.Score]string{
	passwords.VeryWeak: locale.Key("Very weak"),
	passwords.Weak:     locale.Key("Weak"),
	passwords.Fair:     locale.Key("Fair"),
	passwords.Good:     locale.Key("Good"),
	passwords.Strong:   locale.Key("Strong"),
}

// flawWords are what is the matter with a password and what to do about it.
var flawWords = map[passwords.Flaw][2]string{
	passwords.Common: {locale.Key("This is among the passwords that are tried first."), locale.Key("Take several words that have nothing to do with each other.")},
	passwords.Known:  {locale.Key("This is little more than a name that others know."), locale.Key("Leave out names of people, of the vault and of the program.")},
	passwords.Birth:  {locale.Key("This is little more than a date of birth."), locale.Key("Leave out dates that others know.")},
	passwords.Run:    {locale.Key("Keys or figures in a row are tried early."), locale.Key("Put words in their place.")},
	passwords.Repeat: {locale.Key("The same again and again is tried early."), locale.Key("Put other words in the place of what repeats.")},
	passwords.Dated:  {locale.Key("Dates and years are tried early."), locale.Key("Put a word in the place of the date.")},
	passwords.Word:   {locale.Key("A single word is tried early."), locale.Key("Add one or two words that have nothing to do with it.")},
	passwords.Short:  {locale.Key("This is found by trying."), locale.Key("Make it longer: a word more does most.")},
}

// refusal says why a password is not to be taken, "" if it may be.
func refusal(password string, known []string) string {
	flaw := passwords.Refused(password, known...)
	if flaw == passwords.NoFlaw {
		return ""
	}
	words := flawWords[flaw]
	return locale.Dynamic(words[0]) + " " + locale.Dynamic(words[1])
}

// commonlyKnown are the words that others know of a vault: the names of its
// people and of its file, and dates of birth.
func commonlyKnown(path string, people []health.Profile) []string {
	var known []string
	if path != "" {
		known = append(known, vaultName(path))
	}
	for _, p := range people {
		known = append(known, p.Name)
	}
	return known
}

// commonlyKnown are the words that others know of the open vault.
func (s *Shell) commonlyKnown() []string {
	if s.session == nil {
		return nil
	}
	return commonlyKnown(s.session.Path, s.session.Profiles)
}
