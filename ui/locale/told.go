package locale

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"vitalkeep/health"
)

// Told is [Dynamic] for a text that may hold figures and names: the reason why
// a row of a file was left out, what happened to a file. A name of a file at its
// begin stays: "weight.csv: not a number". What is not among the texts stays as
// it is.
func Told(text string) string {
	t := current.Load()
	if text == "" || t.words == nil && !t.pseudo {
		return text
	}
	if said, ok := t.told(text); ok {
		return said
	}
	if file, rest, ok := strings.Cut(text, ": "); ok && strings.ContainsAny(file, "./\\") {
		return file + ": " + Told(rest)
	}
	// A sentence made of a reason: "Not a number."
	if bare, ok := strings.CutSuffix(text, "."); ok {
		for _, form := range []string{bare, lowerFirst(bare)} {
			if said, ok := t.told(form); ok {
				return Capital(said) + "."
			}
		}
	}
	// Several sentences: each by itself.
	if first, rest, ok := strings.Cut(text, ". "); ok {
		return Told(first+".") + " " + Told(rest)
	}
	return t.word(text, text)
}

func (t *tongue) told(text string) (string, bool) {
	if w, ok := t.words[text]; ok {
		return w, true
	}
	for _, p := range patterns() {
		args, ok := p.match(text)
		if !ok {
			continue
		}
		said := make([]any, len(args))
		for i, a := range args {
			said[i] = t.argument(a)
		}
		return fill(t.word(p.key, p.key), said), true
	}
	return "", false
}

// argument says a figure or a name within a text: "650 kg", "weight".
func (t *tongue) argument(text string) string {
	number, unit, _ := strings.Cut(text, " ")
	if d, err := health.ParseDecimal(number); err == nil {
		if unit != "" {
			return Decimal(d) + " " + unit
		}
		return Decimal(d)
	}
	for _, form := range []string{text, Capital(text)} {
		if w, ok := t.words[form]; ok {
			return w
		}
	}
	return text
}

func lowerFirst(text string) string {
	for i, r := range text {
		return text[:i] + string(unicode.ToLower(r)) + text[i+len(string(r)):]
	}
	return text
}

// pattern is a text with verbs, parted at them.
type pattern struct {
	key   string
	parts []string
}

// patterns are the texts with verbs, those with the most words of their own
// first.
var patterns = sync.OnceValue(func() []pattern {
	var out []pattern
	for _, key := range slices.Concat(errorTexts, fileTexts, importTexts, checkTexts) {
		plain := key
		for _, verb := range []string{"%[1]s", "%[2]s", "%[3]s", "%[4]s"} {
			plain = strings.ReplaceAll(plain, verb, "%s")
		}
		if parts := strings.Split(plain, "%s"); len(parts) > 1 {
			out = append(out, pattern{key, parts})
		}
	}
	own := func(p pattern) int { return len(strings.Join(p.parts, "")) }
	slices.SortStableFunc(out, func(a, b pattern) int { return own(b) - own(a) })
	return out
})

// match returns what stands in the places of the verbs.
func (p pattern) match(text string) ([]string, bool) {
	rest, ok := strings.CutPrefix(text, p.parts[0])
	if !ok {
		return nil, false
	}
	var args []string
	last := len(p.parts) - 1
	for i, part := range p.parts[1:] {
		at := strings.Index(rest, part)
		if i+1 == last {
			at = len(rest) - len(part)
			if at < 0 || !strings.HasSuffix(rest, part) {
				return nil, false
			}
		}
		if at <= 0 {
			return nil, false
		}
		args = append(args, rest[:at])
		rest = rest[at+len(part):]
	}
	return args, true
}
