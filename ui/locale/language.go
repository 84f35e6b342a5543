package locale

import (
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"
)

// Language is one of the languages of the program, as a BCP 47 tag.
type Language string

// The languages of the program. English without a region writes dates with the
// day first and hours to 24.
const (
	English    Language = "en"
	AmericanEn Language = "en-US"
	German     Language = "de"
	French     Language = "fr"
	Spanish    Language = "es"
	Italian    Language = "it"
	Dutch      Language = "nl"

	// Pseudo is English in marks and longer, to find on the screen what escapes
	// translation or has no room for it. It is none of [Languages].
	Pseudo Language = "en-XA"
)

// Languages returns the languages that a person can choose, English first.
func Languages() []Language {
	return []Language{English, AmericanEn, German, Spanish, French, Italian, Dutch}
}

// Name is what the language calls itself.
func (l Language) Name() string {
	switch l {
	case AmericanEn:
		return "English (US)"
	case German:
		return "Deutsch"
	case French:
		return "Français"
	case Spanish:
		return "Español"
	case Italian:
		return "Italiano"
	case Dutch:
		return "Nederlands"
	}
	return "English"
}

// tongue is a language in use. It never changes.
type tongue struct {
	language Language
	tag      language.Tag
	catalogue
	*forms
	wishes Forms
}

var current atomic.Pointer[tongue]

func init() { current.Store(newTongue(English, catalogue{}, Forms{})) }

func newTongue(l Language, c catalogue, f Forms) *tongue {
	return &tongue{language: l, tag: language.Make(string(l)), catalogue: c, forms: formsOf(l, f), wishes: f}
}

// Current is the language in use, English until [Use] was called.
func Current() Language { return current.Load().language }

// Parse returns the language of the program for a tag such as "de-AT" or
// "en_GB", and whether there is one.
func Parse(tag string) (Language, bool) {
	t, err := language.Parse(strings.ReplaceAll(tag, "_", "-"))
	if err != nil {
		return English, false
	}
	base, _ := t.Base()
	if region, sure := t.Region(); base.String() == "en" && region.String() == "US" && sure == language.Exact {
		return AmericanEn, true
	}
	for _, l := range Languages() {
		if string(l) == base.String() {
			return l, true
		}
	}
	return English, false
}

// System is the language of the program nearest to the system's, English where
// there is none.
func System() Language {
	l, _ := Parse(lang.SystemLocale().String())
	return l
}
