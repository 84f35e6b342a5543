package ui

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

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

// ringed reports whether something shows the ring of the keyboard's focus.
func ringed(o fyne.CanvasObject) bool {
	if !o.Visible() {
		return false
	}
	switch o := o.(type) {
	case *canvas.Rectangle:
		return o.StrokeWidth >= style.FocusRing && o.StrokeColor == style.Color(style.Focus)
	case *fyne.Container:
		return slices.ContainsFunc(o.Objects, ringed)
	case fyne.Widget:
		return slices.ContainsFunc(test.WidgetRenderer(o).Objects(), ringed)
	}
	return false
}

func TestEveryPartShowsThatItHasTheKeyboard(t *testing.T) {
	shareApp(t)
	seen := 0
	for _, e := range exhibits() {
		if !slices.Contains(e.states, "focused") {
			continue
		}
		seen++
		o := e.make("focused")
		s := test.NewTempWindow(t, o)
		s.Resize(fyne.NewSize(300, 200))
		if ringed(o) {
			t.Errorf("%s shows a ring without the keyboard", e.maker)
		}
		if !ringed(pose(o, "focused")) {
			t.Errorf("%s shows no ring", e.maker)
		}
	}
	if seen < 20 {
		t.Errorf("only %d parts", seen)
	}
}
