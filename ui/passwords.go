package ui

import (
	"math"
	"unicode"
	"unicode/utf8"

	"vitalkeep/ui/locale"
)

// minPassword is the least number of characters of an account password.
const minPassword = 8

// passwordRule is one thing an account password needs.
type passwordRule struct {
	Words string
	Met   bool
}

// passwordRules checks a password against the rules for account passwords.
func passwordRules(password string) []passwordRule {
	var upper, lower, digit, special bool
	for _, r := range password {
		switch {
		case unicode.IsUpper(r):
			upper = true
		case unicode.IsLower(r):
			lower = true
		case unicode.IsDigit(r):
			digit = true
		case !unicode.IsLetter(r):
			special = true
		}
	}
	return []passwordRule{
		{locale.T("8 characters"), utf8.RuneCountInString(password) >= minPassword},
		{locale.T("upper case"), upper},
		{locale.T("lower case"), lower},
		{locale.T("digit"), digit},
		{locale.T("special character"), special},
	}
}

// passwordStrength says in a word how hard a password is to guess. It is a
// hint: the bits of its characters, where one that repeats or continues its
// neighbour ("aaa", "123") counts a single bit.
func passwordStrength(password string) string {
	if password == "" {
		return ""
	}
	var pool float64
	classes := map[string]float64{}
	for _, r := range password {
		switch {
		case unicode.IsUpper(r):
			classes["upper"] = 26
		case unicode.IsLower(r):
			classes["lower"] = 26
		case unicode.IsDigit(r):
			classes["digit"] = 10
		default:
			classes["other"] = 33
		}
	}
	for _, n := range classes {
		pool += n
	}
	each := math.Log2(pool)
	var bits float64
	previous := rune(-10)
	for _, r := range password {
		if d := r - previous; d >= -1 && d <= 1 {
			bits++
		} else {
			bits += each
		}
		previous = r
	}
	switch {
	case bits < 40:
		return locale.T("Weak")
	case bits < 60:
		return locale.T("Fair")
	case bits < 80:
		return locale.T("Good")
	}
	return locale.T("Strong")
}
