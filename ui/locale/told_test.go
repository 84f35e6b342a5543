package locale

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// saying is a tongue of a few German words.
func saying(t *testing.T) {
	t.Helper()
	was := current.Load()
	t.Cleanup(func() { current.Store(was) })
	current.Store(newTongue(German, catalogue{words: map[string]string{
		"not a number":             "keine Zahl",
		"Weight":                   "Gewicht",
		"Try again.":               "Versuche es noch einmal.",
		"the header %s":            "die Kopfzeile %s",
		"not in UTF-8":             "nicht in UTF-8",
		"has more than %s columns": "hat mehr als %s Spalten",
		"outside what is possible for %[1]s: %[2]s to %[3]s": "außerhalb des Möglichen für %[1]s: %[2]s bis %[3]s",
	}}, Forms{}))
}

func TestTextsOfOtherPackagesAreTold(t *testing.T) {
	saying(t)
	for text, want := range map[string]string{
		"":                          "",
		"not a number":              "keine Zahl",
		"Try again.":                "Versuche es noch einmal.",
		"Not a number.":             "Keine Zahl.",
		"weight.csv: not a number.": "weight.csv: Keine Zahl.",
		"has more than 12 columns":  "hat mehr als 12 Spalten",
		"outside what is possible for weight: 0.5 to 650 kg": "außerhalb des Möglichen für Gewicht: 0,5 bis 650 kg",
		"the header has more than 12 columns":                "die Kopfzeile has more than 12 columns",
		"something else":                                     "something else",
	} {
		if got := Told(text); got != want {
			t.Errorf("%q is told as %q, want %q", text, got, want)
		}
	}
}

// verb is a verb of a format in the importers' sources.
var verb = regexp.MustCompile(`%(\[\d+\])?[.0-9]*[a-z]`)

// TestTextsAreThoseOfTheirPackages compares the tables with the literals of the
// packages that they come from.
func TestTextsAreThoseOfTheirPackages(t *testing.T) {
	var known []string
	for _, key := range slices.Concat(errorTexts, fileTexts, importTexts, vendorTexts, formatTexts, checkTexts) {
		known = append(known, verb.ReplaceAllString(key, "%s"))
	}
	// Texts that the program itself reads, or that are told as parts of others.
	inner := []string{
		"the password is too simple", "record goes on behind the buffer", "directory too large", " instead of 3", " and %d more",
		" Each row is taken as one minute.", " Weights are taken as pounds, as the vendor writes them for every account.",
		"the pictures in the files changed since they were looked at",
		"total energy burned",
		"total swimming strokes",
		"total flights climbed",
		"Glucose Value (",
		"/global export data/",
		"/health fitness data_googledata/",
		"user security data",
		"email notifications settings_googledata",
		"beats per minute",
		"/daily activity metrics/",
		"deflated data that is damaged",
		"importers: the tables of deflate are none",
		"a table can be read in more than one way",
		"datetime weight fat water comment",
		"datetime weight fat water muscle comment",
		"datetime weight fat water muscle waist hip comment",
		"datetime weight fat water muscle bone waist hip comment",
		"datetime weight fat water muscle lbm bone waist hip comment",
		"fat:% water:% muscle:%",
		" of column %d (%s)",
		"whether dates are ",
		"whether a comma or a point stands before decimals",
		"what separates its columns",
		"in which encoding its words are: ",
		"in which column the date is",
		"what its columns measure",
		"which of two columns counts, the one before or column ",
	}
	for folder, leave := range map[string][]string{
		"intake":    {"intake.go", "export.go", "sink.go", "doc.go"},
		"importers": {"withings_header.go"},
	} {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") || slices.Contains(leave, filepath.Base(path)) {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range sentences(file) {
				pieces := strings.Split(verb.ReplaceAllString(text, "%s"), "%s")
				if !slices.Contains(inner, text) && !slices.ContainsFunc(known, func(k string) bool { return inOrder(k, pieces) }) {
					t.Errorf("%s: %q is not among the texts", filepath.Base(path), text)
				}
			}
		}
	}
}

// sentences are the literals of a file that people read: those of several
// words that are no tag of a struct and no words of a header.
func sentences(file *ast.File) []string {
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.StructType, *ast.ImportSpec:
			return false
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "MustCompile" || f.Sel.Name == "Errorf") {
				return false
			}
		case *ast.ValueSpec: // tables of headers
			if len(n.Values) == 1 {
				if _, ok := n.Values[0].(*ast.CompositeLit); ok && !slices.Contains([]string{"phrases"}, n.Names[0].Name) {
					return false
				}
			}
		case *ast.BasicLit:
			if text, ok := literal(n); ok && strings.Count(strings.TrimSpace(text), " ") > 1 && strings.ContainsAny(text, "abcdefghijklmnopqrstuvwxyz") {
				out = append(out, text)
			}
		}
		return true
	})
	return out
}

// inOrder reports whether the pieces stand in the text one after another.
func inOrder(text string, pieces []string) bool {
	for _, p := range pieces {
		at := strings.Index(text, p)
		if at < 0 {
			return false
		}
		text = text[at+len(p):]
	}
	return true
}

func TestAKeyWithAContextIsItsWord(t *testing.T) {
	if got := Dynamic(KeyIn("key", "Home")); got != "Home" {
		t.Errorf("the key is called %q", got)
	}
	was := current.Load()
	t.Cleanup(func() { current.Store(was) })
	current.Store(newTongue(German, catalogue{words: map[string]string{"[key] Home": "Pos1"}}, Forms{}))
	if got := Dynamic(KeyIn("key", "Home")) + ", " + Dynamic("Home"); got != "Pos1, Home" {
		t.Errorf("the key and the place are called %q", got)
	}
}
