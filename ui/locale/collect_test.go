package locale

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root is the folder of the module.
const root = "../.."

// collected are the messages of the program by key: the English text, or the
// forms of a count.
type collected map[string]message

// places are where a message is said, by key, as file:line.
type places map[string][]string

// collect reads every call of this package in the program's source.
func collect(t *testing.T) (messages collected, where places, faults []string) {
	t.Helper()
	messages, where = collected{}, places{}
	set := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			name := d.Name()
			if path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "build" || name == "tools") {
				return filepath.SkipDir
			}
			return nil
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		own := filepath.Base(filepath.Dir(path)) == "locale"
		if !own && !strings.Contains(string(source), `"vitalkeep/ui/locale"`) {
			return nil
		}
		file, err := parser.ParseFile(set, path, source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			place := set.Position(call.Pos())
			at := fmt.Sprintf("%s:%d", strings.TrimPrefix(filepath.ToSlash(place.Filename), root+"/"), place.Line)
			key, fault := messages.take(called(call, own), call.Args, call.Ellipsis.IsValid())
			if fault != "" {
				faults = append(faults, at+": "+fault)
			}
			if key != "" {
				where[key] = append(where[key], at)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, english := range toolkitWords {
		messages[contextKey("toolkit", english)] = message{text: english}
	}
	return messages, where, faults
}

// called is the function of this package that the call calls, "" for others.
func called(call *ast.CallExpr, own bool) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && x.Name == "locale" {
			return f.Sel.Name
		}
	case *ast.Ident:
		if own {
			return f.Name
		}
	}
	return ""
}

// take notes the message of a call, and returns its key and what is wrong with
// it.
func (c collected) take(function string, args []ast.Expr, spread bool) (key, fault string) {
	keys, rest := map[string]int{"T": 1, "Key": 1, "C": 2, "KeyIn": 2, "N": 2}[function], 0
	if keys == 0 {
		return "", ""
	}
	texts := make([]string, keys)
	for i := range texts {
		if i >= len(args) {
			return "", "too few arguments"
		}
		text, ok := literal(args[i])
		if !ok {
			if strings.HasPrefix(function, "Key") {
				return "", "the key is no literal"
			}
			return "", "the key is no literal; a text from a table is said with locale.Dynamic"
		}
		texts[i] = text
	}
	rest = len(args) - keys
	text := texts[keys-1]
	switch function {
	case "C", "KeyIn":
		key = contextKey(texts[0], text)
		c[key] = message{text: text}
	case "N":
		key = pluralKey(texts[0], text)
		c[key] = message{one: texts[0], other: text}
		rest--
	default:
		key = text
		c[key] = message{text: text}
	}
	if text == "" {
		return "", "the key is empty"
	}
	if strings.HasPrefix(function, "Key") || spread {
		return key, ""
	}
	return key, faultOf(text, rest)
}

// faultOf says what is wrong with a format for so many args.
func faultOf(text string, args int) string {
	n := indexes(text)
	switch {
	case args == 0 && looksFormatted(text):
		return fmt.Sprintf("%q has verbs and no arguments", text)
	case args == 0:
	case len(n) != args:
		return fmt.Sprintf("%q names %d of %d arguments", text, len(n), args)
	case args > 1 && strings.Count(text, "%[") < args:
		return fmt.Sprintf("%q: verbs of several arguments have indexes, %%[1]s", text)
	}
	return ""
}

func looksFormatted(text string) bool {
	for _, verb := range []string{"%s", "%d", "%v", "%q", "%["} {
		if strings.Contains(text, verb) {
			return true
		}
	}
	return false
}

// verbs of messages: %s, or %[2]s with an index. Anything else behind a sign of
// percent is text: "Fat %", "3 % of it".
var messageVerb = regexp.MustCompile(`%%|%(?:\[(\d)\])?([sdvq])`)

// indexes are the arguments that a format names, with their verbs, sorted.
func indexes(text string) []string {
	seen := map[string]bool{}
	next := 0
	for _, m := range messageVerb.FindAllStringSubmatch(text, -1) {
		switch {
		case m[0] == "%%":
		case m[1] != "":
			seen[m[1]+m[2]] = true
		default:
			next++
			seen[strconv.Itoa(next)+m[2]] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// literal is the value of a string literal, or of several joined with +.
func literal(x ast.Expr) (string, bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(x.Value)
		return text, err == nil && x.Kind == token.STRING
	case *ast.BinaryExpr:
		a, ok := literal(x.X)
		b, too := literal(x.Y)
		return a + b, ok && too && x.Op == token.ADD
	case *ast.ParenExpr:
		return literal(x.X)
	}
	return "", false
}
