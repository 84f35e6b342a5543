package passwords

import (
	"math"
	"strings"
	"unicode"

	"github.com/trustelem/zxcvbn"
	"github.com/trustelem/zxcvbn/match"
	"golang.org/x/text/unicode/norm"
)

// MostRunes is how many characters are looked at: the work grows with more than
// their square, and a hundred are enough for anybody.
const MostRunes = 100

// Score is how hard a password is to guess, from 0, which is done in a moment,
// to 4, which nobody can do.
type Score uint8

// The scores.
const (
	VeryWeak Score = iota
	Weak
	Fair
	Good
	Strong
	scoreEnd
)

var scoreWords = [scoreEnd]string{"Very weak", "Weak", "Fair", "Good", "Strong"}

// String returns the word for a score.
func (s Score) String() string {
	if s >= scoreEnd {
		return ""
	}
	return scoreWords[s]
}

// Strength is what is estimated of a password.
type Strength struct {
	Score Score
	// Guesses is how many tries finding it takes, as a power of ten.
	Guesses float64
	// Flaw is what makes it easier to guess than it looks; NoFlaw for a strong
	// one.
	Flaw Flaw
}

// Estimate says how hard a password is to guess for somebody who knows some
// words, such as names of the household. Whatever Refused refuses is at most
// weak.
func Estimate(password string, known ...string) Strength {
	looked := first(password)
	if looked == "" {
		return Strength{Flaw: Short}
	}
	words := wordsOf(known)
	result := guessed(looked, words)
	s := Strength{Guesses: math.Log10(max(result.Guesses, 1))}
	switch {
	case s.Guesses < 3:
		s.Score = VeryWeak
	case s.Guesses < 6:
		s.Score = Weak
	case s.Guesses < 8:
		s.Score = Fair
	case s.Guesses < 10:
		s.Score = Good
	default:
		s.Score = Strong
	}
	if s.Flaw = listed(looked, known); s.Flaw != NoFlaw {
		s.Score = min(s.Score, Weak)
		return s
	}
	if s.Score < Strong {
		s.Flaw = flawOf(result.Sequence)
	}
	return s
}

// guessed asks zxcvbn. It knows letters without marks only, and may stumble over
// texts that nobody has tried on it: those count as what a machine would guess
// letter by letter, ten tries each.
func guessed(password string, words []string) (r zxcvbn.Result) {
	defer func() {
		if recover() != nil {
			r = zxcvbn.Result{Guesses: math.Pow(10, float64(len([]rune(password))))}
		}
	}()
	return zxcvbn.PasswordStrength(bare(password), words)
}

// first is what is looked at of a password.
func first(password string) string {
	password = strings.ToValidUTF8(password, "�")
	n := 0
	for i := range password {
		if n == MostRunes {
			return password[:i]
		}
		n++
	}
	return password
}

// bare takes the marks off letters: "Zoë" is guessed as early as "Zoe".
func bare(s string) string {
	s = strings.NewReplacer("ß", "ss", "ẞ", "SS", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d").Replace(s)
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}

// folded is how words are compared: in lower case and bare.
func folded(s string) string { return bare(strings.ToLower(s)) }

// flawOf is what zxcvbn found to be guessed by a rule: the longest such part.
func flawOf(sequence []*match.Match) Flaw {
	longest, flaw := 0, Short
	for _, m := range sequence {
		var f Flaw
		switch m.Pattern {
		case "dictionary":
			f = Common
			if m.DictionaryName == "user_inputs" {
				f = Known
			} else if m.DictionaryName != "passwords" {
				f = Word
			}
		case "spatial", "sequence":
			f = Run
		case "repeat":
			f = Repeat
		case "date", "regex":
			f = Dated
		default:
			continue
		}
		if len(m.Token) > longest {
			longest, flaw = len(m.Token), f
		}
	}
	return flaw
}
