package locale

import (
	"encoding/json"
	"maps"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"vitalkeep/assets"
)

// Use makes l the language of everything built from now on, and of the
// toolkit's own words. It is called on the window's goroutine.
func Use(l Language) {
	c := load(l)
	sayToToolkit(l, c)
	wishes := current.Load().wishes
	current.Store(newTongue(l, c, wishes))
}

// UseForms writes dates and clocks as a person wants them, in every language. It
// is called on the window's goroutine.
func UseForms(f Forms) {
	was := current.Load()
	current.Store(newTongue(was.language, was.catalogue, f))
}

// message is a value of a file of translations: a string or the forms of a count.
type message struct{ text, one, other string }

func (m *message) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &m.text)
	}
	var forms struct{ One, Other string }
	err := json.Unmarshal(data, &forms)
	m.one, m.other = forms.One, forms.Other
	return err
}

// loaded are the catalogues that the toolkit has; guarded by the goroutine of
// the window.
var loaded = map[Language]catalogue{}

// load puts the messages of a language into the toolkit's catalogue and takes
// them out into maps. The toolkit looks words up in the system's language only,
// so that the keys there carry the language, and a key for each form of a count.
func load(l Language) catalogue {
	if l == Pseudo {
		return catalogue{pseudo: true}
	}
	if c, ok := loaded[l]; ok {
		return c
	}
	var messages map[string]message
	if data, err := assets.Translation(string(l)); err != nil || json.Unmarshal(data, &messages) != nil {
		return catalogue{} // English itself, which is in the keys
	}
	flat := map[string]string{}
	for key, m := range messages {
		if m.text != "" {
			flat[toolkitKey(l, key, "")] = m.text
			continue
		}
		flat[toolkitKey(l, key, "one")], flat[toolkitKey(l, key, "other")] = m.one, m.other
	}
	register(flat)
	c := catalogue{words: map[string]string{}, plurals: map[string]pluralForms{}}
	say := func(key, form, fallback string) string { return lang.X(toolkitKey(l, key, form), fallback) }
	for key, m := range messages {
		if m.text != "" {
			c.words[key] = say(key, "", m.text)
		} else {
			c.plurals[key] = pluralForms{say(key, "one", m.one), say(key, "other", m.other)}
		}
	}
	loaded[l] = c
	return c
}

func toolkitKey(l Language, key, form string) string { return string(l) + "|" + key + "|" + form }

// register adds messages to those that the toolkit finds on this system.
func register(messages map[string]string) {
	if len(messages) == 0 {
		return
	}
	data, err := json.Marshal(messages)
	if err == nil {
		err = lang.AddTranslationsForLocale(data, found())
	}
	if err != nil {
		fyne.LogError("translations were not taken", err)
	}
}

// toolkitLocales are those for which the toolkit has words of its own.
var toolkitLocales = []fyne.Locale{
	"en", "cs", "de", "el", "es", "fr", "ja", "pl", "pt", "pt-BR", "ru", "sv", "ta", "uk", "zh-Hans",
}

// found is the locale in which the toolkit looks words up: the nearest to the
// system's of those that it has. It does not tell, so it is asked for a word
// that is the locale's name in each.
var found = sync.OnceValue(func() fyne.Locale {
	const key = "vitalkeep.locale"
	for _, l := range toolkitLocales {
		name, err := json.Marshal(map[string]string{key: string(l)})
		if err == nil {
			err = lang.AddTranslationsForLocale(name, l)
		}
		if err != nil {
			fyne.LogError("the toolkit's language was not found", err)
		}
	}
	return fyne.Locale(lang.X(key, string(English)))
})

// toolkitWords are the toolkit's own words, by its keys.
var toolkitWords = map[string]string{
	"Advanced": "Advanced", "Cancel": "Cancel", "Confirm": "Confirm", "Copy": "Copy",
	"Create Folder": "Create Folder", "Cut": "Cut", "Enter filename": "Enter filename", "Error": "Error",
	"Favourites": "Favourites", "File": "File", "Folder": "Folder", "New Folder": "New Folder", "No": "No",
	"OK": "OK", "Open": "Open", "Paste": "Paste", "Quit": "Quit", "Redo": "Redo", "Save": "Save",
	"Select all": "Select all", "Show Hidden Files": "Show Hidden Files", "Undo": "Undo", "Yes": "Yes",
	"file.name": "Name", "file.parent": "Parent",
}

// said is the language of the toolkit's words, "" before the first.
var said Language

// sayToToolkit makes the toolkit's words those of the language.
func sayToToolkit(l Language, c catalogue) {
	if said == l {
		return
	}
	said = l
	t := &tongue{catalogue: c}
	words := maps.Clone(toolkitWords)
	for key, english := range toolkitWords {
		words[key] = t.word(contextKey("toolkit", english), english)
	}
	names := languageForms(l).names
	for w := time.Sunday; w <= time.Saturday; w++ {
		day := strings.ToLower(englishNames.days[w])
		words[day], words[day+".short"] = Capital(names.days[w]), Capital(strings.TrimSuffix(names.shortDays[w], "."))
	}
	register(words)
}
