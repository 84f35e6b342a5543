package passwords

import (
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn/frequency"
)

// spare is how many characters of a password may be left beside what is on the
// list for it to be on the list all the same: "Summer2024!" is "summer".
const spare = 5

// ownWords are words that anybody thinks of first for this program.
var ownWords = []string{"vitalkeep", "vital", "keep", "vault", "tresor", "health", "gesundheit", "withings", "backup", "passphrase"}

// Refused returns why a password is not to be taken, whatever the rules for its
// letters say: because it is among those that are tried first, is little more
// than what others know, or falls within a million tries. known are names of
// people, of the vault and of its file, and dates of birth as 1984-03-12.
func Refused(password string, known ...string) Flaw {
	s := Estimate(password, known...)
	if s.Score > Weak {
		return NoFlaw
	}
	return s.Flaw
}

// listed returns what a password is by the lists alone.
func listed(password string, known []string) Flaw {
	plain := folded(password)
	forms := []string{plain, unleet(plain)}
	for _, form := range forms {
		if isCommon(form) {
			return Common
		}
	}
	for _, date := range known {
		if isBirth(plain, date) {
			return Birth
		}
	}
	words := wordsOf(known)
	for _, form := range forms {
		if left := without(form, words); left < utf8.RuneCountInString(form) && left <= spare {
			return Known
		}
	}
	if runs, repeats := inRow(plain); runs+repeats > 0 && utf8.RuneCountInString(plain)-runs-repeats <= spare-1 {
		if repeats > runs {
			return Repeat
		}
		return Run
	}
	return NoFlaw
}

// isCommon reports whether a password is a common one with a little around it.
func isCommon(plain string) bool {
	common := commonPasswords()
	if common[plain] {
		return true
	}
	core := strings.TrimFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) })
	return len(core) >= 4 && utf8.RuneCountInString(plain)-utf8.RuneCountInString(core) <= spare && common[core]
}

// commonPasswords are those that zxcvbn knows, in lower case.
var commonPasswords = sync.OnceValue(func() map[string]bool {
	list := frequency.FrequencyLists["passwords"]
	set := make(map[string]bool, len(list))
	for _, p := range list {
		set[p] = true
	}
	return set
})

// unleet puts letters in the place of the signs that are taken for them.
func unleet(plain string) string {
	return strings.NewReplacer("4", "a", "@", "a", "8", "b", "3", "e", "€", "e", "6", "g", "1", "i", "!", "i", "|", "l",
		"0", "o", "$", "s", "5", "s", "7", "t", "+", "t", "2", "z").Replace(plain)
}

// wordsOf are the words in texts that others know, and ours: those of three
// letters or more, each once, the longest first.
func wordsOf(known []string) []string {
	words := slices.Clone(ownWords)
	for _, k := range known {
		k = folded(first(k))
		words = append(words, strings.FieldsFunc(k, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
		words = append(words, strings.Join(strings.Fields(k), ""))
	}
	words = slices.DeleteFunc(words, func(w string) bool { return utf8.RuneCountInString(w) < 3 })
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(words)
}

// without counts the characters of a password that belong to none of the words.
func without(plain string, words []string) int {
	for _, w := range words {
		plain = strings.ReplaceAll(plain, w, "\x00")
	}
	return utf8.RuneCountInString(strings.ReplaceAll(plain, "\x00", ""))
}

// birthForms are how a date of birth is typed, with its signs left out.
var birthForms = []string{"02012006", "01022006", "20060102", "020106", "010206", "060102", "212006", "122006", "2106", "1206"}

// isBirth reports whether a password is a date, as 1984-03-12, with a little
// around it.
func isBirth(plain, date string) bool {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return false
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, plain)
	return slices.ContainsFunc(birthForms, func(form string) bool {
		written := day.Format(form)
		return len(written) >= 6 && strings.Contains(bare, written) && utf8.RuneCountInString(bare)-len(written) <= spare
	})
}
