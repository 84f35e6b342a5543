package locale

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vitalkeep/assets"
	"vitalkeep/health"
)

// MarshalJSON writes a message as files of translations have it.
func (m message) MarshalJSON() ([]byte, error) {
	if m.text != "" {
		return json.Marshal(m.text)
	}
	return json.Marshal(struct {
		One   string `json:"one"`
		Other string `json:"other"`
	}{m.one, m.other})
}

// programs are all messages of the program: those of its calls, and the texts
// that package health keeps in English.
func programs(t *testing.T) (messages collected, where places, faults []string) {
	t.Helper()
	messages, where, faults = collect(t)
	if len(messages) < 100 {
		t.Fatalf("only %d messages were found", len(messages))
	}
	take := func(text string) {
		if text != "" {
			messages[text] = message{text: text}
		}
	}
	sources := []health.SourceID{"withings:tracker", "withings:daily", "withings:export"}
	for _, m := range health.Metrics() {
		take(m.Name)
		for _, s := range sources {
			_, why := health.MayDelete(m.ID, health.UnknownEntry, s)
			take(why)
		}
	}
	_, why := health.MayDelete("raw_unheard_of", health.UnknownEntry, sources[0])
	take(why)
	for _, word := range health.SourceWords() {
		take(word)
	}
	return messages, where, faults
}

func TestEveryMessageIsSoundEnglish(t *testing.T) {
	messages, _, faults := programs(t)
	for _, f := range faults {
		t.Error(f)
	}
	for key, m := range messages {
		for _, text := range []string{m.text, m.one, m.other} {
			if strings.TrimSpace(text) != text {
				t.Errorf("%q: blanks at an end: sentences are not glued", key)
			}
			if strings.Contains(text, "...") {
				t.Errorf("%q: an ellipsis is one sign", key)
			}
		}
	}
}

// TestTranslationsAreWhole looks at every language that has a file. With
// VITALKEEP_WORDS=folder it writes there, for each language, what its file has
// and what it lacks in English, and where each message is said.
func TestTranslationsAreWhole(t *testing.T) {
	messages, where, _ := programs(t)
	folder := os.Getenv("VITALKEEP_WORDS")
	if folder != "" {
		write(t, filepath.Join(folder, "en.json"), messages)
		write(t, filepath.Join(folder, "places.json"), where)
	}
	for _, l := range Languages() {
		data, err := assets.Translation(string(l))
		if err != nil {
			continue // English, or not translated yet: it shows English
		}
		var have collected
		if err := json.Unmarshal(data, &have); err != nil {
			t.Errorf("%s: %v", l, err)
			continue
		}
		for _, f := range faultsOf(l, have, messages) {
			t.Errorf("%s: %s", l, f)
		}
		if folder != "" && l != AmericanEn {
			whole := maps.Clone(messages)
			for key := range whole {
				if m, ok := have[key]; ok {
					whole[key] = m
				}
			}
			write(t, filepath.Join(folder, string(l)+".json"), whole)
		}
	}
}

// faultsOf says what is wrong with the messages of a language.
func faultsOf(l Language, have, want collected) (faults []string) {
	for _, key := range slices.Sorted(maps.Keys(want)) {
		m, ok := have[key]
		if !ok {
			if l != AmericanEn { // has only what it spells otherwise
				faults = append(faults, fmt.Sprintf("%q has no translation", key))
			}
			continue
		}
		if (m.text == "") != (want[key].text == "") || m.text == "" && (m.one == "" || m.other == "") {
			faults = append(faults, fmt.Sprintf("%q has not the forms that it needs", key))
			continue
		}
		for _, x := range []struct{ english, text string }{{want[key].text, m.text}, {want[key].other, m.other}} {
			if a, b := indexes(x.english), indexes(x.text); !slices.Equal(a, b) {
				faults = append(faults, fmt.Sprintf("%q: the verbs are %v, want %v", key, b, a))
			}
		}
		for _, x := range indexes(m.one) {
			if !slices.Contains(indexes(m.other), x) {
				faults = append(faults, fmt.Sprintf("%q: the form for one has verb %s of nothing", key, x))
			}
		}
		for _, text := range []string{m.text, m.one, m.other} {
			if strings.TrimSpace(text) != text {
				faults = append(faults, fmt.Sprintf("%q: blanks at an end", key))
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(have)) {
		if _, ok := want[key]; !ok {
			faults = append(faults, fmt.Sprintf("%q is said nowhere any more", key))
		}
	}
	return faults
}

func TestFaultyTranslationsAreFound(t *testing.T) {
	want := collected{
		"From %[1]s to %[2]s": {text: "From %[1]s to %[2]s"},
		"Import":              {text: "Import"},
		"a | b":               {one: "%s reading", other: "%s readings"},
		"3 % of it":           {text: "3 % of it"},
	}
	good := collected{
		"From %[1]s to %[2]s": {text: "Bis %[2]s ab %[1]s"},
		"Import":              {text: "Import"},
		"a | b":               {one: "Ein Messwert", other: "%s Messwerte"},
		"3 % of it":           {text: "3 % davon"},
	}
	if faults := faultsOf(German, good, want); len(faults) > 0 {
		t.Error(faults)
	}
	for name, m := range map[string]collected{
		"a missing one":      {"From %[1]s to %[2]s": good["From %[1]s to %[2]s"], "a | b": good["a | b"]},
		"a lost verb":        {"From %[1]s to %[2]s": {text: "Ab %[1]s"}, "Import": good["Import"], "a | b": good["a | b"]},
		"another verb":       {"From %[1]s to %[2]s": {text: "Ab %[1]s bis %[2]d"}, "Import": good["Import"], "a | b": good["a | b"]},
		"no form for one":    {"From %[1]s to %[2]s": good["From %[1]s to %[2]s"], "Import": good["Import"], "a | b": {other: "%s Messwerte"}},
		"a blank at the end": {"From %[1]s to %[2]s": good["From %[1]s to %[2]s"], "Import": {text: "Import "}, "a | b": good["a | b"]},
		"a key too many":     {"From %[1]s to %[2]s": good["From %[1]s to %[2]s"], "Import": good["Import"], "a | b": good["a | b"], "Export": {text: "Export"}},
	} {
		m["3 % of it"] = good["3 % of it"]
		if faults := faultsOf(German, m, want); len(faults) != 1 {
			t.Errorf("%s gives %q", name, faults)
		}
	}
	if faults := faultsOf(AmericanEn, collected{}, want); len(faults) > 0 {
		t.Errorf("American English spells little otherwise: %q", faults)
	}
}

func write[M collected | places](t *testing.T, path string, messages M) {
	t.Helper()
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(messages); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d messages", path, len(messages))
}
