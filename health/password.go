package health

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MinPasswordLength is the least number of characters of an account password.
const MinPasswordLength = 8

// PasswordFault is a requirement on account passwords that one does not meet.
type PasswordFault uint8

// The requirements on account passwords.
const (
	PasswordTooShort  PasswordFault = iota // fewer than MinPasswordLength characters
	PasswordNoUpper                        // no upper-case letter
	PasswordNoLower                        // no lower-case letter
	PasswordNoDigit                        // no digit
	PasswordNoSpecial                      // nothing but letters, digits and blanks
	passwordFaultEnd
)

var passwordFaultNames = [passwordFaultEnd]string{
	"at least eight characters", "an upper-case letter", "a lower-case letter",
	"a digit", "a special character",
}

// String returns what is missing, to follow "the password needs": "a digit".
func (f PasswordFault) String() string {
	if f >= passwordFaultEnd {
		return ""
	}
	return passwordFaultNames[f]
}

// CheckPassword returns what an account password lacks, nothing when it may be
// used. Letters of scripts without case count as neither upper nor lower.
func CheckPassword(password string) []PasswordFault {
	var upper, lower, digit, special bool
	for _, r := range password {
		switch {
		case unicode.IsUpper(r), unicode.IsTitle(r):
			upper = true
		case unicode.IsLower(r):
			lower = true
		case unicode.IsDigit(r):
			digit = true
		case !unicode.IsLetter(r) && !unicode.IsSpace(r) && !unicode.IsMark(r):
			special = true
		}
	}
	met := [passwordFaultEnd]bool{
		utf8.RuneCountInString(password) >= MinPasswordLength, upper, lower, digit, special,
	}
	var faults []PasswordFault
	for f, ok := range met {
		if !ok {
			faults = append(faults, PasswordFault(f))
		}
	}
	return faults
}

// PasswordNeeds says in one sentence what an account password lacks; it is
// empty when the password may be used.
func PasswordNeeds(password string) string {
	faults := CheckPassword(password)
	if len(faults) == 0 {
		return ""
	}
	words := make([]string, len(faults))
	for i, f := range faults {
		words[i] = f.String()
	}
	last := len(words) - 1
	if last == 0 {
		return "The password needs " + words[0] + "."
	}
	return "The password needs " + strings.Join(words[:last], ", ") + " and " + words[last] + "."
}
