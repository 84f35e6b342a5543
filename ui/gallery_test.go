package ui

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

func TestTheGalleryHasEveryPart(t *testing.T) {
	shown := map[string]bool{}
	for _, e := range exhibits() {
		shown[e.maker] = true
	}
	files, err := filepath.Glob("parts/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	makers := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil {
				continue
			}
			if name := fn.Name.Name; strings.HasPrefix(name, "New") || strings.HasPrefix(name, "Show") {
				makers[name] = true
				if !shown[name] {
					t.Errorf("%s of %s is not in the gallery", name, file)
				}
			}
		}
	}
	for name := range shown {
		if !makers[name] {
			t.Errorf("the gallery shows %s, which package parts does not make", name)
		}
	}
}

func TestTheGalleryShowsEveryFamilyAndToken(t *testing.T) {
	families := map[health.Family]bool{}
	for _, f := range familyMarks {
		families[f.family] = true
	}
	for f := range familyLooks {
		if !families[f] {
			t.Errorf("family %v is not in the gallery", f)
		}
	}
}

func TestTheGalleryIsWorkedByKeyboardAndFitsInLargeText(t *testing.T) {
	looks := map[string]style.Look{"largest": {Mode: style.AlwaysDark, Text: style.LargestText, Contrast: true}}
	pictures := os.Getenv("VITALKEEP_PICTURES") != ""
	if pictures {
		looks["light"], looks["dark"] = style.Look{Mode: style.AlwaysLight}, style.Look{Mode: style.AlwaysDark}
	}
	for name, look := range looks {
		for page := range galleryPages {
			dress(t, look)
			s := newStage(t, look.Mode, wide)
			s.show(newGalleryScreen(s.Shell, page))
			if pictures {
				s.window.Resize(fyne.NewSize(1280, 6000))
				s.capture(fmt.Sprintf("gallery-%s-%d", name, page))
			}
			for _, o := range s.overflow() {
				t.Errorf("%s, %s: %s", name, galleryPages[page].name, o)
			}
		}
	}
	dress(t, style.Look{Mode: style.AlwaysLight})
	s := newStage(t, style.AlwaysLight, wide)
	s.ShowGallery()
	press(s.window.Canvas().Focused(), fyne.KeyRight)
	s.wants("Families of data")
	for _, o := range s.unreachable() {
		t.Error(o)
	}
	s.key(fyne.KeyEscape)
	s.start(t)
}
