package session

import (
	"encoding/json"
	"os"
	"path/filepath"

	"vitalkeep/ui"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// Appearances keeps how the window looks in one small file that people can read
// and write. It is a [ui.Appearances].
type Appearances struct {
	File string // full path of the file
}

// appearance is the file. What it does not say, or says in words that are not
// known, is as usual.
type appearance struct {
	Language string  `json:"language,omitempty"`
	Date     string  `json:"date,omitempty"`
	Clock    string  `json:"clock,omitempty"`
	Week     string  `json:"week,omitempty"`
	Theme    string  `json:"theme,omitempty"`
	Text     string  `json:"text,omitempty"`
	Contrast bool    `json:"high_contrast,omitempty"`
	Still    bool    `json:"reduce_motion,omitempty"`
	Scale    float32 `json:"scale,omitempty"`
	Width    float32 `json:"width,omitempty"`
	Height   float32 `json:"height,omitempty"`
	Place    string  `json:"place,omitempty"`
}

// The words of the file, by the values they stand for.
var (
	dateWords  = map[locale.DateForm]string{locale.DayFirst: "day-first", locale.MonthFirst: "month-first", locale.YearFirst: "year-first"}
	clockWords = map[locale.ClockForm]string{locale.Hours24: "24", locale.Hours12: "12"}
	weekWords  = map[locale.WeekForm]string{locale.MondayFirst: "monday", locale.SundayFirst: "sunday", locale.SaturdayFirst: "saturday"}
	themeWords = map[style.Mode]string{style.AlwaysLight: "light", style.AlwaysDark: "dark"}
	textWords  = map[style.TextSize]string{style.LargeText: "large", style.LargestText: "largest"}
)

// meaning is the value of a word, the zero value for one that is not known.
func meaning[T comparable](words map[T]string, word string) T {
	var usual T
	for value, w := range words {
		if w == word {
			return value
		}
	}
	return usual
}

// The bounds of what the file may ask for.
const (
	leastScale, mostScale = 0.5, 4
	mostWindow            = 20000
)

// Load implements ui.Appearances.
func (a Appearances) Load() ui.Appearance {
	var f appearance
	raw, err := os.ReadFile(a.File)
	if err != nil || len(raw) > 1<<16 || json.Unmarshal(raw, &f) != nil {
		return ui.Appearance{}
	}
	out := ui.Appearance{
		Forms: locale.Forms{Date: meaning(dateWords, f.Date), Clock: meaning(clockWords, f.Clock), Week: meaning(weekWords, f.Week)},
		Look:  style.Look{Mode: meaning(themeWords, f.Theme), Text: meaning(textWords, f.Text), Contrast: f.Contrast, Still: f.Still},
		Place: f.Place,
	}
	for _, l := range locale.Languages() {
		if string(l) == f.Language {
			out.Language = l
		}
	}
	if f.Scale >= leastScale && f.Scale <= mostScale {
		out.Scale = f.Scale
	}
	if f.Width > 0 && f.Height > 0 && f.Width < mostWindow && f.Height < mostWindow {
		out.Width, out.Height = f.Width, f.Height
	}
	return out
}

// Save implements ui.Appearances.
func (a Appearances) Save(v ui.Appearance) {
	raw, err := json.MarshalIndent(appearance{
		Language: string(v.Language),
		Date:     dateWords[v.Forms.Date], Clock: clockWords[v.Forms.Clock], Week: weekWords[v.Forms.Week],
		Theme: themeWords[v.Look.Mode], Text: textWords[v.Look.Text], Contrast: v.Look.Contrast, Still: v.Look.Still,
		Scale: v.Scale, Width: v.Width, Height: v.Height, Place: v.Place,
	}, "", "  ")
	if err != nil || os.MkdirAll(filepath.Dir(a.File), 0o700) != nil {
		return
	}
	// Written whole under another name first: a crash leaves the old one.
	temporary := a.File + ".new"
	if os.WriteFile(temporary, append(raw, '\n'), 0o600) == nil {
		_ = os.Rename(temporary, a.File) // what cannot be kept is chosen again
	}
}
