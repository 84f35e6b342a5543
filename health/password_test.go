package health

import (
	"slices"
	"testing"
)

func TestAPasswordNeedsEveryKindOfCharacter(t *testing.T) {
	for name, c := range map[string]struct {
		password string
		want     []PasswordFault
	}{
		"everything there":             {"Abcdef1!", nil},
		"accents are letters":          {"Éàbcde1§", nil},
		"length is in characters":      {"Äöü1!ßé", []PasswordFault{PasswordTooShort}},
		"empty":                        {"", []PasswordFault{PasswordTooShort, PasswordNoUpper, PasswordNoLower, PasswordNoDigit, PasswordNoSpecial}},
		"no upper case":                {"abcdef1!", []PasswordFault{PasswordNoUpper}},
		"no lower case":                {"ABCDEF1!", []PasswordFault{PasswordNoLower}},
		"no digit":                     {"Abcdefg!", []PasswordFault{PasswordNoDigit}},
		"no special character":         {"Abcdefg1", []PasswordFault{PasswordNoSpecial}},
		"a blank is nothing special":   {"Abcdef 1", []PasswordFault{PasswordNoSpecial}},
		"a letter without case is not": {"Abcdef1中", []PasswordFault{PasswordNoSpecial}},
	} {
		if got := CheckPassword(c.password); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestPasswordNeedsIsOneSentence(t *testing.T) {
	for password, want := range map[string]string{
		"Abcdef1!":  "",
		"Abcdefg!":  "The password needs a digit.",
		"abcdefgh!": "The password needs an upper-case letter and a digit.",
		"abcdefgh":  "The password needs an upper-case letter, a digit and a special character.",
	} {
		if got := PasswordNeeds(password); got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}
