package session_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vitalkeep/session"
	"vitalkeep/ui"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

func TestTheAppearanceIsKept(t *testing.T) {
	store := session.Appearances{File: filepath.Join(t.TempDir(), "state", "appearance.json")}
	if got := store.Load(); got != (ui.Appearance{}) {
		t.Errorf("without a file it is %+v", got)
	}
	for _, want := range []ui.Appearance{
		{},
		{
			Language: locale.German, Forms: locale.Forms{Date: locale.YearFirst, Clock: locale.Hours12, Week: locale.SundayFirst},
			Look:  style.Look{Mode: style.AlwaysDark, Text: style.LargestText, Contrast: true, Still: true},
			Scale: 1.25, Width: 1000, Height: 700, Place: "timeline",
		},
		{Look: style.Look{Mode: style.AlwaysLight, Text: style.LargeText}},
	} {
		store.Save(want)
		if got := store.Load(); got != want {
			t.Errorf("kept %+v, read %+v", want, got)
		}
	}
	if info, err := os.Stat(store.File); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the file: %v, %v", info, err)
	}
}

func TestWordsOfTheAppearanceThatNobodyKnowsAreAsUsual(t *testing.T) {
	file := filepath.Join(t.TempDir(), "appearance.json")
	for _, text := range []string{
		"",
		"not json",
		`{"language":"tlh","date":"upside-down","theme":"pink","text":"huge","scale":90,"width":-3,"height":1e30}`,
		`{"place":"` + strings.Repeat("x", 1<<17) + `"}`,
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := (session.Appearances{File: file}).Load(); got != (ui.Appearance{}) {
			t.Errorf("%.40q is read as %+v", text, got)
		}
	}
}
