package locale

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// words are literals that people read: several words, or one with a capital.
var words = regexp.MustCompile(`\pL\pL[,;:.]? \pL|^\p{Lu}\p{Ll}{2,}[….:!?]?$`)

// untranslated are literals of the window that are the same in every language,
// or that nobody reads.
var untranslated = []string{
	"Vitalkeep", "UTC", "US Letter", // names
	"Anna", "Europe/Paris", "Lisbon", // examples of what to type
	"Maximilian", "Xg", // measures of room
	"language Sprache langue idioma lingua taal", // what is looked for by whoever does not read the language in use
	"ft in", "st lb", "ft, in", "st, lb", "Data", // units, the name of a field
	"idle lock", "internet network firewall Landlock seccomp", "GDPR DSGVO RGPD AVG", // looked for, too
	"does it answer", // what a keyring is tried with
}

// TestNoWordsStandOutsideTranslation reads the source of the window: what the
// screens of the tests do not show, such as a toast, is found here.
func TestNoWordsStandOutsideTranslation(t *testing.T) {
	set := token.NewFileSet()
	for _, folder := range []string{"ui", "session"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				if d != nil && d.Name() == "locale" {
					return filepath.SkipDir
				}
				return err
			}
			// The gallery of widgets is for whoever builds the program.
			if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(d.Name(), "gallery") {
				return nil
			}
			file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.ImportSpec, *ast.StructType:
					return false
				case *ast.FuncDecl:
					return n.Recv == nil || n.Name.Name != "Error" // no window shows that
				case *ast.BinaryExpr:
					return n.Op == token.ADD // what is compared is not shown
				case *ast.CallExpr:
					return !slices.Contains([]string{"locale", "errors", "regexp", "strings"}, packageOf(n)) && !isErrorf(n)
				case *ast.BasicLit:
					if text, ok := literal(n); ok && words.MatchString(text) && !slices.Contains(untranslated, text) {
						t.Errorf("%s: %q is not said in the person's language", strings.TrimPrefix(set.Position(n.Pos()).String(), root+"/"), text)
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func packageOf(call *ast.CallExpr) string {
	if f, ok := call.Fun.(*ast.SelectorExpr); ok {
		if x, ok := f.X.(*ast.Ident); ok {
			return x.Name
		}
	}
	return ""
}

// isErrorf tells errors and logs, which no window shows.
func isErrorf(call *ast.CallExpr) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	return ok && slices.Contains([]string{"Errorf", "LogError"}, f.Sel.Name)
}
