package locale

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/feature/plural"
)

// catalogue are the messages of a language by key; English has none.
type catalogue struct {
	words   map[string]string
	plurals map[string]pluralForms
	pseudo  bool
}

type pluralForms struct{ one, other string }

// Keys of messages that need more than their English text.
func pluralKey(one, other string) string    { return one + " | " + other }
func contextKey(context, key string) string { return "[" + context + "] " + key }

// T returns the message in the language in use. With args it is a format of
// package fmt; with two or more args its verbs have indexes, as languages put
// them in other orders.
func T(key string, args ...any) string { return fill(current.Load().word(key, key), args) }

// Key marks a text of a table as a message. It returns the text, which
// [Dynamic] says where it is shown.
func Key(text string) string { return text }

// KeyIn is [Key] for a word with several meanings; context says which.
func KeyIn(context, text string) string { return contextKey(context, text) }

// Dynamic is [T] for a text that comes from a table ([Key]) or from another
// package, which keeps it in English: the name of a metric, the reason of a
// refusal.
func Dynamic(text string) string {
	if text == "" {
		return ""
	}
	english := text
	if text[0] == '[' { // of KeyIn
		if _, after, ok := strings.Cut(text, "] "); ok {
			english = after
		}
	}
	return current.Load().word(text, english)
}

// C is [T] for a word with several meanings; context says which.
func C(context, key string, args ...any) string {
	return fill(current.Load().word(contextKey(context, key), key), args)
}

// N returns the message for a number of things by the language's rules. The
// number itself is one of args, if the message shows it: the form for one may
// leave it out.
func N(one, other string, n int, args ...any) string {
	t := current.Load()
	f := t.plural(one, other)
	text := f.other
	// French says "one" of nothing too; words that name no figure mean one.
	if t.isOne(n) && (n == 1 || n == -1 || verbs(f.one) == verbs(f.other)) {
		text = f.one
	}
	return fill(text, args)
}

func (t *tongue) isOne(n int) bool {
	if n < 0 {
		n = -n
	}
	return plural.Cardinal.MatchPlural(t.tag, n%10_000_000, 0, 0, 0, 0) == plural.One
}

func (t *tongue) word(key, english string) string {
	if w, ok := t.words[key]; ok {
		return w
	}
	if t.pseudo {
		return pseudo(english)
	}
	return english
}

func (t *tongue) plural(one, other string) pluralForms {
	if t.pseudo {
		return pluralForms{pseudo(one), pseudo(other)}
	}
	if t.plurals != nil {
		if f, ok := t.plurals[pluralKey(one, other)]; ok {
			return f
		}
	}
	return pluralForms{one, other}
}

// fill sets the args into the message. A form that names fewer of them than
// there are takes the first ones.
func fill(text string, args []any) string {
	if len(args) == 0 {
		return text
	}
	if n := verbs(text); n < len(args) && !strings.Contains(text, "%[") {
		args = args[:n]
		if n == 0 {
			return strings.ReplaceAll(text, "%%", "%")
		}
	}
	return fmt.Sprintf(text, args...)
}

// verbs counts the verbs of a format.
func verbs(text string) int {
	n := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '%' {
			continue
		}
		if i++; i < len(text) && text[i] != '%' {
			n++
		}
	}
	return n
}

// Capital returns the text with its first letter as at the begin of a sentence.
func Capital(text string) string {
	for i, r := range text {
		return text[:i] + string(unicode.ToUpper(r)) + text[i+len(string(r)):]
	}
	return text
}

// List joins items as in a sentence: "a, b and c".
func List(items ...string) string {
	switch n := len(items); n {
	case 0:
		return ""
	case 1:
		return items[0]
	default:
		return T("%[1]s and %[2]s", strings.Join(items[:n-1], ", "), items[n-1])
	}
}

// Marks around every message of the pseudo-language.
const (
	PseudoStart = "«"
	PseudoEnd   = "»"
)

// pseudos holds the messages of the pseudo-language that were asked for.
var pseudos sync.Map

func pseudo(english string) string {
	if p, ok := pseudos.Load(english); ok {
		text, _ := p.(string)
		return text
	}
	// A third longer, marks and all, as German is, and in words, so that lines
	// break as there.
	var b strings.Builder
	b.WriteString(PseudoStart)
	b.WriteString(english)
	for i, n := 0, (len([]rune(english))*35+99)/100-2; i < n; i++ {
		if i%7 == 0 && n > 4 {
			b.WriteByte(' ')
		} else {
			b.WriteByte("xenirst"[i%7]) // of a usual width
		}
	}
	b.WriteString(PseudoEnd)
	pseudos.Store(english, b.String())
	return b.String()
}
