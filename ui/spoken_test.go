package ui

import (
	"encoding/json"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"vitalkeep/assets"
	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// spoken is a text on the window: all of it, and what of it is drawn.
type spoken struct {
	whole string
	drawn string
}

// spoken returns what can be read on the window, and what is only heard.
func (s *stage) spoken() (seen []spoken, heard []string) {
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		if a, ok := o.(fyne.Accessible); ok && isWidget(o) {
			heard = append(heard, a.AccessibilityLabel())
		}
		switch o := o.(type) {
		case *canvas.Text:
			seen = append(seen, spoken{whole: o.Text, drawn: o.Text})
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case *parts.Paragraph:
			seen = append(seen, spoken{whole: o.Text(), drawn: o.Text()})
		case *parts.Text:
			drawn := o.Text()
			for _, child := range test.WidgetRenderer(o).Objects() {
				if line, ok := child.(*canvas.Text); ok && o.Size().Width > 0 {
					drawn = line.Text
				}
			}
			seen = append(seen, spoken{whole: o.Text(), drawn: drawn})
		case *parts.Input: // what is in it was typed
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(s.window.Content())
	for _, o := range s.window.Canvas().Overlays().List() {
		walk(o)
	}
	return seen, heard
}

// isWidget tells widgets from containers, which call themselves "Container".
func isWidget(o fyne.CanvasObject) bool {
	_, ok := o.(fyne.Widget)
	return ok
}

// escaped returns the words of a text in the pseudo-language that stand outside
// of its marks and are no data.
func escaped(text string) []string {
	var out []string
	depth := 0
	start := 0
	outside := func(s string) {
		for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("·,;:()–−+|", r) }) {
			if w := strings.Trim(word, ".…!?"); strings.IndexFunc(w, unicode.IsLetter) >= 0 && !isData(w) {
				out = append(out, w)
			}
		}
	}
	for i, r := range text {
		switch string(r) {
		case locale.PseudoStart:
			if depth == 0 {
				outside(text[start:i])
			}
			depth++
		case locale.PseudoEnd:
			if depth--; depth == 0 {
				start = i + len(locale.PseudoEnd)
			}
		}
	}
	if depth == 0 {
		outside(text[start:])
	}
	return out
}

// said are texts that the tests' fakes say, as people, files and disks do.
var said = []string{
	"Date,\"Weight (kg)\",\"Fat mass (kg)\"",
	"Writing… 62 %", "Reading the file… 40 %", "Storing… 35 %", "Restoring it on trial… 60 %", "Restoring… 40 %", "Writing and comparing… 40 %", "Encrypting everything anew… 75 %", " 40 %",
	"Withings archive", "5 of 31 files hold health data", "Plain CSV of weight", "Weight (kg)", "distance", "Withings · workouts",
	"{\"calories\":612,\"hr_average\":148}", "holiday.zip: row 3: the archive ends in the middle of a file",
	"The list of imports could not be read; what they brought is not concerned.",
	"A name that is long enough to be cut somewhere in the middle of the card", "the family, all of them", "backups of",
	"Before breakfast, after a run along the river", "louder than usual", "worse when lying down", "Nursery", "Bathroom scale", "Body+", "aura", "Ibuprofen · 400 mg", "Paracetamol 500 mg",
	"Anna’s watch", "WBS05-1A2B", "00:24:E4:5A:0B:1C", "Wireless Scale",
	"Rash on the left arm, a day after it began.", "Behind the eyes, worse in the light.", "Back at the desk.", "The page of Dashboard",
	"Slept through for the first time. Tea with honey helps more than the syrup; stayed in bed until noon and walked once around the house.", "Paracetamol",
	"Tracker wear state", "Altitude gps",
	"2 files", "Fitbit", "windows-1252", "Datum", "Gewicht", "Puls", "Bemerkung", "zu Hause",
	"im Urlaub",
	"Slept well, no pain any more", "The knee, two days on", "After the sauna", "Deleted one measurement.", "Undo",
}

// columns are heads of the files that the tests import.
var columns = []string{"Date", "Systolic", "Data"}

// makers are the names of devices, the longest first.
var makers = sync.OnceValue(func() []string {
	var out []string
	for _, m := range health.DeviceModels() {
		out = append(out, m.Maker+" "+m.Name)
	}
	slices.SortFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out
})

// names are words of the tests' data.
var names = strings.Fields("Anna Berg Jonas Elin Robin Sample berg Vitalkeep Withings SpO₂")

// isData reports whether a word is a name, a unit, a path or a figure: what has
// no translation.
func isData(word string) bool {
	switch {
	case slices.Contains(names, word), strings.ContainsAny(word, "/~\\"), len([]rune(word)) == 1:
		return true
	case strings.HasPrefix(word, "UTC"), strings.HasPrefix(word, "age1"):
		return true
	case slices.Contains([]string{"kB", "MB", "GB", "MB/s", "mg", "/min", "h:min"}, word):
		return true
	}
	// berg.vitalkeep, weight.csv; ABCD-EFGH-…
	if name, end, ok := strings.Cut(word, "."); ok && name != "" && len(end) > 1 && !strings.ContainsFunc(word, unicode.IsSpace) {
		return true
	}
	if word == strings.ToUpper(word) && strings.Count(word, "-") >= 3 {
		return true
	}
	for u := health.NoUnit; u.Known(); u++ {
		if slices.Contains(strings.FieldsFunc(u.Symbol(), func(r rune) bool { return strings.ContainsRune("·()", r) }), word) {
			return true
		}
	}
	return false
}

// longestFirst sorts texts so that none is taken out of the middle of another.
func longestFirst(texts []string) []string {
	slices.SortStableFunc(texts, func(a, b string) int { return len(b) - len(a) })
	return texts
}

// cutTexts are the messages of which a part is not drawn. What is data may be
// cut, and a line of several things.
func cutTexts(seen []spoken, isMessage func(string) bool) []string {
	var out []string
	for _, x := range seen {
		if x.drawn != x.whole && isMessage(x.whole) {
			out = append(out, fmt.Sprintf("%q is cut to %q", x.whole, x.drawn))
		}
	}
	return out
}

// isMarked reports whether a text is one message of the pseudo-language.
func isMarked(text string) bool {
	return strings.HasPrefix(text, locale.PseudoStart) && strings.HasSuffix(text, locale.PseudoEnd) && !strings.Contains(text, "/") && !strings.Contains(text, " · ") &&
		len(slices.Collect(messagesOf(text))) == 1
}

// messagesIn returns what tells messages of a translation from data: they are
// among its texts, whatever stands in the places of their verbs.
func messagesIn(t *testing.T, translation []byte) func(string) bool {
	t.Helper()
	var values map[string]any
	if err := json.Unmarshal(translation, &values); err != nil {
		t.Fatal(err)
	}
	var whole []string
	var formats [][]string
	take := func(value any) {
		text, _ := value.(string)
		pieces := regexp.MustCompile(`%(\[\d\])?s`).Split(text, -1)
		switch own := len(strings.Join(pieces, "")); {
		case len(pieces) == 1:
			whole = append(whole, text)
		case own > 5: // "%s · %s" is a line of several things
			formats = append(formats, pieces)
		}
	}
	for _, v := range values {
		if forms, ok := v.(map[string]any); ok {
			for _, form := range forms {
				take(form)
			}
			continue
		}
		take(v)
	}
	return func(text string) bool {
		return slices.Contains(whole, text) || !strings.Contains(text, "/") && !strings.Contains(text, " · ") && slices.ContainsFunc(formats, func(pieces []string) bool {
			rest, ok := strings.CutPrefix(text, pieces[0])
			for _, p := range pieces[1:] {
				_, after, found := strings.Cut(rest, p)
				rest, ok = after, ok && found
			}
			return ok && (rest == "" || pieces[len(pieces)-1] == "")
		})
	}
}

// messagesOf are the outermost messages of a text in the pseudo-language.
func messagesOf(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		depth, start := 0, 0
		for i, r := range text {
			switch string(r) {
			case locale.PseudoStart:
				if depth == 0 {
					start = i
				}
				depth++
			case locale.PseudoEnd:
				if depth--; depth == 0 && !yield(text[start:i+len(locale.PseudoEnd)]) {
					return
				}
			}
		}
	}
}

// Every message of every screen is translated: in the pseudo-language, where
// each stands in marks and is a third longer, no word is left outside of them,
// none is cut or stands over another, and all fit the smallest window.
func TestNoWordEscapesTranslation(t *testing.T) {
	speak(t, locale.Pseudo)
	shareApp(t)
	for _, x := range shots() {
		t.Run(x.String(), func(t *testing.T) {
			s := x.take(t, style.AlwaysLight, narrow)
			s.unroll()
			seen, heard := s.spoken()
			told := map[string]bool{}
			for _, text := range heard {
				seen = append(seen, spoken{whole: text, drawn: text})
			}
			for _, text := range seen {
				whole := text.whole
				for _, data := range longestFirst(slices.Concat(x.data, said, makers())) {
					whole = strings.ReplaceAll(whole, data, "")
				}
				if words := escaped(whole); len(words) > 0 && !told[text.whole] && !slices.Contains(columns, text.whole) {
					told[text.whole] = true
					t.Errorf("%q has not been translated: %q", text.whole, words)
				}
			}
			for _, fault := range slices.Concat(cutTexts(seen, isMarked), s.overflow(), s.overlaps()) {
				t.Error(fault)
			}
		})
	}
}

// longest are the languages with the longest words; a short run has these.
var longest = []locale.Language{locale.German, locale.French}

// Every screen has room for the words of every language that there is.
func TestNoLanguageIsCut(t *testing.T) {
	for _, l := range locale.Languages() {
		translation, err := assets.Translation(string(l))
		if err != nil || l == locale.AmericanEn { // English itself, or as long
			continue
		}
		if testing.Short() && !slices.Contains(longest, l) {
			continue
		}
		t.Run(string(l), func(t *testing.T) {
			speak(t, l)
			shareApp(t)
			isMessage := messagesIn(t, translation)
			for _, x := range shots() {
				t.Run(x.String(), func(t *testing.T) {
					s := x.take(t, style.AlwaysLight, narrow)
					s.unroll()
					seen, _ := s.spoken()
					for _, fault := range slices.Concat(cutTexts(seen, isMessage), s.overflow(), s.overlaps()) {
						t.Error(fault)
					}
				})
			}
		})
	}
}

// speak speaks a language until the end of the test.
func speak(t *testing.T, l locale.Language) {
	t.Helper()
	was := locale.Current()
	locale.Use(l)
	t.Cleanup(func() { locale.Use(was) })
}

func TestFaultsOfWordsAreFound(t *testing.T) {
	for text, want := range map[string]string{
		"«Import»": "", "«From «14 «Oct»» to»": "", "78.2 kg · «Today» 07:12": "", "/home/anna/weight.csv": "", "Anna Berg": "",
		"«Import» files": "files", "Imported «3 readings»": "Imported", "14 Oct": "Oct", "1,284 steps": "steps", "": "",
	} {
		if got := strings.Join(escaped(text), " "); got != want {
			t.Errorf("of %q escaped %q, want %q", text, got, want)
		}
	}
	isMessage := messagesIn(t, []byte(`{"Import": "Importieren", "a | b": {"one": "%s Messwert", "other": "%s Messwerte"}, "%[1]s %[2]s": "%[2]s %[1]s"}`))
	for text, want := range map[string]bool{"Importieren": true, "12 Messwerte": true, "Anna Berg": false, "weight.csv": false, "12 Messwerte · Anna": false} {
		if got := isMessage(text); got != want {
			t.Errorf("%q is a message: %v", text, got)
		}
	}
	s := newStage(t, style.AlwaysLight, narrow)
	a, b := canvas.NewText("one line", style.Color(style.Text)), canvas.NewText("another line", style.Color(style.Text))
	a.Resize(a.MinSize())
	b.Resize(b.MinSize())
	s.window.SetContent(container.NewWithoutLayout(a, b))
	if got := s.overlaps(); len(got) != 1 {
		t.Errorf("two texts in one place give %q", got)
	}
	b.Move(fyne.NewPos(0, 40))
	if got := s.overlaps(); len(got) != 0 {
		t.Errorf("two texts apart give %q", got)
	}
}
