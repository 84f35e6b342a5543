package ui

import (
	"fmt"
	"image"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// held is what can be reached from a window's shell and canvas.
type held struct {
	texts map[string]string // where each text is held
	// figures are where each number is held, those of slices too.
	figures map[float64]string
	data    []string // where health data and pictures are held
	seen    map[visit]bool
	// beyond are types that are not looked into, besides those outside.
	beyond []reflect.Type
}

type visit struct {
	at unsafe.Pointer
	of reflect.Type
}

// outside are what the shell only borrows: the fakes, which hold all the data.
var outside = []reflect.Type{
	reflect.TypeFor[*fakeVaults](), reflect.TypeFor[*fakeRecents](), reflect.TypeFor[*bench](), reflect.TypeFor[*testing.T](),
	reflect.TypeFor[*fakePasscodes](),
}

func holding(roots ...any) held { return holdingBut(nil, roots...) }

// holdingBut does not look into some types.
func holdingBut(beyond []reflect.Type, roots ...any) held {
	h := held{beyond: beyond, texts: map[string]string{}, figures: map[float64]string{}, seen: map[visit]bool{}}
	for _, r := range roots {
		h.walk(reflect.ValueOf(r), reflect.TypeOf(r).String())
	}
	return h
}

// walk goes through everything but the insides of functions.
func (h *held) walk(v reflect.Value, path string) {
	if !v.IsValid() || slices.Contains(outside, v.Type()) || slices.Contains(h.beyond, v.Type()) {
		return
	}
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); s != "" && h.texts[s] == "" {
			h.texts[s] = path
		}
	case reflect.Float64:
		if h.figures[v.Float()] == "" {
			h.figures[v.Float()] = path
		}
	case reflect.Pointer, reflect.Map:
		if v.IsNil() || h.seen[visit{v.UnsafePointer(), v.Type()}] {
			return
		}
		h.seen[visit{v.UnsafePointer(), v.Type()}] = true
		if v.Kind() == reflect.Pointer {
			h.walk(v.Elem(), path)
			return
		}
		for each := v.MapRange(); each.Next(); {
			h.walk(each.Key(), path+"[key]")
			h.walk(each.Value(), path+"[…]")
		}
	case reflect.Interface:
		h.walk(v.Elem(), path)
	case reflect.Slice, reflect.Array:
		if k := v.Type().Elem().Kind(); k <= reflect.Complex128 && k != reflect.Float64 { // plain figures
			return
		}
		for i := range v.Len() {
			h.walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Struct:
		switch name := v.Type().String(); {
		case v.IsZero():
			return
		case v.Type() == reflect.TypeFor[image.RGBA](), v.Type() == reflect.TypeFor[health.Reading](), v.Type() == reflect.TypeFor[health.Entry](),
			strings.HasPrefix(name, "present.") && !strings.HasPrefix(name, "present.Almanac"), strings.HasPrefix(name, "health."):
			h.data = append(h.data, path+" "+name)
		}
		for i := range v.NumField() {
			h.walk(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	}
}

// onScreen are the texts that the window shows, those over the page included.
func (s *stage) onScreen() []string {
	seen, heard := s.spoken()
	out := slices.Clone(heard)
	for _, text := range seen {
		out = append(out, text.whole, text.drawn)
	}
	return out
}

// nothingLeft fails the test for whatever of a vault a locked window still holds.
func (s *stage) nothingLeft(shown []string, innocent held) {
	s.t.Helper()
	after := holding(s.Shell, s.window.Canvas())
	for _, text := range shown {
		if where := after.texts[text]; where != "" && innocent.texts[text] == "" {
			s.t.Errorf("%q is still held at %s", text, where)
		}
	}
	for _, where := range after.data {
		s.t.Errorf("data is still held at %s", where)
	}
	if top := s.window.Canvas().Overlays().Top(); top != nil {
		s.t.Errorf("%T lies over the locked window", top)
	}
	if title := s.window.Title(); title != "" && title != "Vitalkeep" {
		s.t.Errorf("the title of the window is %q", title)
	}
	if n := len(s.deps.Work.jobs); n > 0 {
		s.t.Errorf("%d pieces of work go on", n)
	}
}

// Whatever is on show, a lock leaves nothing of it on the window or with what
// outlives it, neither at once nor when the work that was under way ends.
func TestALockLeavesNothingOfAnyScreen(t *testing.T) {
	shareApp(t)
	bare := unlocked(t, style.AlwaysLight, wide)
	bare.Lock()
	bare.bench.settle()
	coded := codeStage(&fakePasscodes{code: rightCode}, nil)(t, style.AlwaysLight, wide)
	innocent := holding(bare.Shell, bare.window.Canvas(), coded.window.Canvas())
	for _, x := range shots() {
		t.Run(x.String(), func(t *testing.T) {
			s := x.take(t, style.AlwaysLight, wide)
			if s.Session() == nil {
				return
			}
			shown := s.onScreen()
			if before := holding(s.Shell, s.window.Canvas()); s.visit == nil && before.texts[s.Profile().Name] == "" || len(before.data) == 0 {
				t.Error("nothing was held before the lock, so that this test tells nothing")
			}
			s.Reload()
			s.bench.begin() // its result waits
			s.Reload()      // and this is under way
			s.Toast("Weight of Anna deleted", "Undo", func() {})
			parts.ShowPopup(s.chip, 200, parts.NewText("Weight of Anna", parts.Body))
			s.ctrl(fyne.KeyL)
			s.nothingLeft(append(shown, "Weight of Anna deleted", "Weight of Anna"), innocent)
			s.bench.settle()
			s.nothingLeft(append(shown, "Weight of Anna deleted", "Weight of Anna"), innocent)
		})
	}
}
