package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// workFile is the one file of ui that may start goroutines.
const workFile = "ui/work.go"

// Check walks a project and returns its findings, each "path:line: sentence"
// or "path: sentence", sorted. A file that does not parse is an error.
func Check(project fs.FS) ([]string, error) {
	c := checker{project: project, targets: map[string]bool{}}
	if err := fs.WalkDir(project, ".", c.visit); err != nil {
		return nil, err
	}
	for _, dir := range c.seedFolders {
		if err := c.checkSeedFolder(dir); err != nil {
			return nil, err
		}
	}
	slices.Sort(c.findings)
	return c.findings, nil
}

type checker struct {
	project     fs.FS
	findings    []string
	targets     map[string]bool // seed folders that belong to a fuzz target
	seedFolders []string        // testdata/fuzz/NAME as found on disk
}

func (c *checker) report(format string, args ...any) {
	c.findings = append(c.findings, fmt.Sprintf(format, args...))
}

func (c *checker) visit(name string, d fs.DirEntry, err error) error {
	if err != nil {
		return err
	}
	if d.IsDir() {
		if name != "." && (strings.HasPrefix(d.Name(), ".") || name == "build" || name == "tools") {
			return fs.SkipDir
		}
		if strings.HasSuffix(path.Dir(name), "testdata/fuzz") {
			c.seedFolders = append(c.seedFolders, name)
		}
		return nil
	}
	if path.Ext(name) != ".go" || strings.Contains(name, "testdata/") {
		return nil
	}
	return c.checkFile(name)
}

func (c *checker) checkFile(name string) error {
	source, err := fs.ReadFile(c.project, name)
	if err != nil {
		return err
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	if strings.HasPrefix(name, "ui/") && name != workFile && !strings.HasSuffix(name, "_test.go") {
		c.checkGoroutines(files, file)
	}
	if strings.HasSuffix(name, "_test.go") {
		c.checkFuzzTargets(name, files, file)
	}
	return nil
}

func (c *checker) checkGoroutines(files *token.FileSet, file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		if g, ok := n.(*ast.GoStmt); ok {
			at := files.Position(g.Pos())
			c.report("%s:%d: only %s starts goroutines in ui", at.Filename, at.Line, workFile)
		}
		return true
	})
}

func (c *checker) checkFuzzTargets(name string, files *token.FileSet, file *ast.File) {
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Recv != nil || !strings.HasPrefix(f.Name.Name, "Fuzz") {
			continue
		}
		folder := path.Join(path.Dir(name), "testdata/fuzz", f.Name.Name)
		c.targets[folder] = true
		if !c.holdsFiles(folder) {
			c.report("%s:%d: %s has no committed seed: add one under %s",
				name, files.Position(f.Pos()).Line, f.Name.Name, folder)
		}
	}
}

func (c *checker) holdsFiles(folder string) bool {
	entries, err := fs.ReadDir(c.project, folder)
	return err == nil && len(entries) > 0
}

func (c *checker) checkSeedFolder(folder string) error {
	entries, err := fs.ReadDir(c.project, folder)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		c.report("%s: this seed folder is empty", folder)
	}
	if !c.targets[folder] {
		c.report("%s: no fuzz target reads this seed folder", folder)
	}
	return nil
}
