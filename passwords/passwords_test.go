package passwords

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

var household = []string{"Anna Berg", "Jonas Berg", "Zoë", "berg.vitalkeep", "1984-03-12"}

func TestWhatIsTriedFirstIsRefusedWithItsReason(t *testing.T) {
	for password, want := range map[string]Flaw{
		"Password1!":                    Common,
		"P@ssw0rd!":                     Common,
		"Summer2024!":                   Common,
		"Dragon-99":                     Common,
		"Qwertz123!":                    Common,
		"Vitalkeep1!":                   Known,
		"V1talkeep-2024":                Known,
		"Anna.Berg7":                    Known,
		"Zoë+Zoe+1":                     Known,
		"Berg-1984!":                    Known,
		"12.03.1984Ab!":                 Birth,
		"An12/3/1984!":                  Birth,
		"19840312-Xy":                   Birth,
		"Abcdefg12345-":                 Run,
		"Poiuzt-98765":                  Run,
		"Mnbvcxy9876!":                  Run,
		"Aaaaaaa1-":                     Repeat,
		"Correct-horse7":                NoFlaw,
		"Another-horse8":                NoFlaw,
		"Tr0ub4dor&3":                   NoFlaw,
		"q8$Kx2!m":                      NoFlaw,
		"a long passphrase":             NoFlaw,
		"Anna likes 7 violet trombones": NoFlaw,
	} {
		if got := Refused(password, household...); got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}

func TestWhatNobodyKnowsIsNoReason(t *testing.T) {
	for _, password := range []string{"Bergkristall-Lampe4", "21.07.1961-Xylofon"} {
		if got := Refused(password); got != NoFlaw {
			t.Errorf("%q: %q", password, got)
		}
	}
}

func TestTheEstimateGrowsWithWhatIsHardToGuess(t *testing.T) {
	last := Strength{}
	for i, password := range []string{"", "abc", "Aaaaaaa1-", "q8$Kx2!m", "Second7!horse", "Correct-horse7battery.Q"} {
		s := Estimate(password)
		if s.Score < last.Score || s.Guesses < last.Guesses {
			t.Errorf("%q is %v (10^%.1f) after %v (10^%.1f)", password, s.Score, s.Guesses, last.Score, last.Guesses)
		}
		if (s.Flaw == NoFlaw) != (s.Score == Strong) {
			t.Errorf("%q is %v with the flaw %d", password, s.Score, s.Flaw)
		}
		if i == 0 && s.Score != VeryWeak {
			t.Errorf("nothing is %v", s.Score)
		}
		last = s
	}
	if last.Score != Strong {
		t.Errorf("the last is %v", last.Score)
	}
}

func TestKnownWordsMakeItWeaker(t *testing.T) {
	const password = "Bergkristall"
	if a, b := Estimate(password).Guesses, Estimate(password, "Bergkristall").Guesses; b >= a {
		t.Errorf("10^%.1f without, 10^%.1f with the word", a, b)
	}
}

func TestWhatFollowsTheHundredthCharacterCountsNothing(t *testing.T) {
	head := strings.Repeat("ä", MostRunes)
	if a, b := Estimate(head), Estimate(head+"Correct-horse7battery.Q"); a != b {
		t.Errorf("%+v and %+v", a, b)
	}
	long := Estimate(strings.Repeat("4@8({[<3691!|70$5+%2", 1<<12))
	if long.Score != Strong && long.Flaw == NoFlaw {
		t.Errorf("%+v", long)
	}
}

func TestEveryFlawAndScoreHasWords(t *testing.T) {
	for f := NoFlaw + 1; f < flawEnd; f++ {
		if f.String() == "" || f.Advice() == "" {
			t.Errorf("flaw %d has no words", f)
		}
	}
	if NoFlaw.String() != "" || NoFlaw.Advice() != "" || flawEnd.String() != "" || flawEnd.Advice() != "" || scoreEnd.String() != "" {
		t.Error("words for what is none")
	}
	seen := map[string]bool{}
	for s := range scoreEnd {
		seen[s.String()] = true
	}
	if len(seen) != int(scoreEnd) {
		t.Errorf("the scores are %v", seen)
	}
}

func FuzzEstimate(f *testing.F) {
	for _, s := range []string{"", "Password1!", "\xff\xfe", "ẞßçİı", "aabaab", "ﬁ\u0301x", "12.03.1984"} {
		f.Add(s, "Anna")
	}
	f.Fuzz(func(t *testing.T, password, known string) {
		if utf8.RuneCountInString(password) > 40 {
			return // slow, and no different
		}
		s := Estimate(password, known)
		if s.Score >= scoreEnd || s.Flaw >= flawEnd || math.IsNaN(s.Guesses) || s.Guesses < 0 {
			t.Errorf("%q: %+v", password, s)
		}
	})
}
