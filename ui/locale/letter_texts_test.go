package locale

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vitalkeep/health"
)

// TestTextsOfLettersAreThoseOfTheirPackage compares the table with the sentences
// in the source of package letters, both ways.
func TestTextsOfLettersAreThoseOfTheirPackage(t *testing.T) {
	files, err := filepath.Glob(root + "/letters/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no source: %v", err)
	}
	var said []string
	set := token.NewFileSet()
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if text, err := strconv.Unquote(l.Value); err == nil {
					said = append(said, text)
				}
			}
			return true
		})
	}
	for _, key := range letterTexts {
		if !slices.Contains(said, key) {
			t.Errorf("%q is said nowhere in letters", key)
		}
	}
	// Names of makers, and an error for developers, are no texts.
	others := []string{"Zepp Health", "letter: lacking or wrong: ", "\n\n"}
	for _, text := range said {
		if strings.TrimSpace(text) != "" && strings.Contains(strings.TrimSpace(text), " ") &&
			!slices.Contains(letterTexts, text) && !slices.Contains(others, text) {
			t.Errorf("%q is not among the texts", text)
		}
	}
}

func TestAVoiceSpeaksItsOwnLanguageAndNotTheWindows(t *testing.T) {
	const word = "Settings"
	day := health.Date{Year: 2026, Month: 3, Day: 4}
	window := T(word)
	german := In(German)
	if got := german.Say(word); got != "Einstellungen" {
		t.Errorf("German says %q", got)
	}
	if got := german.Day(day); got != "4. März 2026" {
		t.Errorf("the German date is %q", got)
	}
	if got := In(English).Day(day); got != "4 March 2026" {
		t.Errorf("the English date is %q", got)
	}
	if got := german.Say("%s, with body fat if you like", "kg"); !strings.HasPrefix(got, "kg") || strings.Contains(got, "%") {
		t.Errorf("an argument is said as %q", got)
	}
	if T(word) != window || Current() == German {
		t.Error("the window speaks the voice's language")
	}
}
