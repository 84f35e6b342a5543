package intake_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"vitalkeep/importers"
	"vitalkeep/intake"
	"vitalkeep/vault"
)

func TestEverySentinelHasItsSentence(t *testing.T) {
	known := map[string]bool{}
	words, err := os.ReadFile("words.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, where := range []struct{ file, pkg string }{
		{"../vault/errors.go", "vault"},
		{"../importers/errors.go", "importers"},
		{"../exporters/exporters.go", "exporters"},
		{"../backup/errors.go", "backup"},
	} {
		tree, err := parser.ParseFile(token.NewFileSet(), where.file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for _, name := range spec.Names {
				if strings.HasPrefix(name.Name, "Err") {
					known[where.pkg+"."+name.Name] = true
				}
			}
			return true
		})
	}
	if len(known) < 20 {
		t.Fatalf("only %d sentinels were found", len(known))
	}
	for name := range known {
		if !strings.Contains(string(words), "{"+name+", ") {
			t.Errorf("%s has no sentence", name)
		}
	}
}

func TestErrorsAreExplained(t *testing.T) {
	for name, c := range map[string]struct {
		err        error
		what, hint string
	}{
		"nothing":          {nil, "", ""},
		"a wrapped one":    {fmt.Errorf("opening: %w", vault.ErrWrongPassword), "The password does not open this vault.", "Check the password, or use the recovery key."},
		"cancelled":        {context.Canceled, "Cancelled; nothing was changed.", ""},
		"of the system":    {&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, "There are no rights to read or write this file.", "Check the rights of the file and its folder."},
		"a full disk":      {&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, "There is no space left on the disk; nothing was changed.", "Free some space, then try again."},
		"a file with hint": {&importers.FileError{File: "a.zip", Reason: "it is encrypted", Hint: "Unpack it first.", Err: importers.ErrDamaged}, "a.zip: it is encrypted.", "Unpack it first."},
		"a file without":   {&importers.FileError{File: "a.zip", Reason: "it is cut off", Err: importers.ErrDamaged}, "a.zip: it is cut off.", "Download it again; the download may have been cut off."},
		"a file alone":     {&importers.FileError{File: "a.zip", Reason: "it is odd", Hint: "Look."}, "a.zip: it is odd.", "Look."},
		"unheard of":       {errors.New("the moon is full"), "The moon is full.", "Try again; if it stays so, please report it."},
	} {
		if what, hint := intake.Explain(c.err); what != c.what || hint != c.hint {
			t.Errorf("%s: %q, %q", name, what, hint)
		}
	}
}

func TestATitleNamesTheOnlyFile(t *testing.T) {
	if got := intake.Title([]string{"/home/x/data.zip"}); got != "data.zip" {
		t.Errorf("one path: %q", got)
	}
	if got := intake.Title([]string{"a.csv", "b.csv"}); got != "2 files" {
		t.Errorf("two paths: %q", got)
	}
}
