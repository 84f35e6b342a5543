package session

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/ui"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
	"vitalkeep/vault"
)

// window is the program's window on a real vault, with everything that it keeps on
// the computer below one folder.
type window struct {
	*ui.Shell
	t      *testing.T
	window fyne.Window
	folder string
	path   string // of the vault
	dress  func(*ui.Session)

	mu      sync.Mutex
	moved   *sync.Cond
	running int      // beside the window
	posted  []func() // for the window
}

// dressed are vaults whose sessions a test looks into.
type dressed struct {
	Vaults
	window *window
}

// Open implements ui.Vaults.
func (d dressed) Open(ctx context.Context, path, password string) (*ui.Session, error) {
	s, err := d.Vaults.Open(ctx, path, password)
	if err == nil && d.window.dress != nil {
		d.window.dress(s)
	}
	return s, err
}

// newWindow shows a vault that was just made, unlocked.
func newWindow(t *testing.T) *window {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, folder)
	}
	test.NewTempApp(t).Settings().SetTheme(style.NewTheme(style.AlwaysLight))
	v, err := createCheaply(t)
	if err != nil {
		t.Fatal(err)
	}
	w := &window{t: t, folder: folder, path: filepath.Join(folder, "home"+ui.VaultExtension), window: test.NewTempWindow(t, nil)}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(v.Path(), w.path); err != nil {
		t.Fatal(err)
	}
	w.moved = sync.NewCond(&w.mu)
	state := filepath.Join(folder, "state")
	vaults := newVaults()
	recent := Recents{File: filepath.Join(state, "recent.json")}
	appearances := Appearances{File: filepath.Join(state, "appearance.json")}
	vaults.Anchors = vault.AnchorFolder(filepath.Join(state, "anchors"))
	vaults.Passcodes = NewPasscodes(filepath.Join(state, "passcodes"), &memoryKeyring{items: map[string][]byte{}}, &fakeReader{}, vaults.Now)
	w.window.Resize(fyne.NewSize(1280, 800))
	w.Shell = ui.New(ui.Deps{
		Window: w.window, Vaults: dressed{vaults, w}, Recent: recent, Folder: folder, Zone: "Europe/Berlin", Open: w.path, Now: vaults.Now,
		Explain: func(error) (string, string) { return "", "" }, Work: ui.NewWorkOn(w.start, w.post), Pages: ui.AllPages(),
		Passcodes: vaults.Unlocker(), Appearances: appearances, Appearance: appearances.Load(), About: ui.About{State: state},
	})
	w.window.Resize(fyne.NewSize(1280, 800))
	t.Cleanup(func() {
		w.Lock()
		w.settle()
	})
	w.unlock()
	return w
}

func (w *window) start(f func()) {
	w.mu.Lock()
	w.running++
	w.mu.Unlock()
	go func() {
		f()
		w.mu.Lock()
		w.running--
		w.mu.Unlock()
		w.moved.Signal()
	}()
}

func (w *window) post(f func()) {
	w.mu.Lock()
	w.posted = append(w.posted, f)
	w.mu.Unlock()
	w.moved.Signal()
}

// settle lets all that is under way come to its end.
func (w *window) settle() {
	for {
		w.mu.Lock()
		for len(w.posted) == 0 && w.running > 0 {
			w.moved.Wait()
		}
		if len(w.posted) == 0 {
			w.mu.Unlock()
			return
		}
		f := w.posted[0]
		w.posted = w.posted[1:]
		w.mu.Unlock()
		f()
	}
}

// unlock types the password.
func (w *window) unlock() {
	w.t.Helper()
	w.settle()
	w.typeIn(password)
	w.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	w.settle()
	if w.Session() == nil {
		w.t.Fatal("the vault did not open")
	}
}

func (w *window) typeIn(text string) {
	w.t.Helper()
	f := w.window.Canvas().Focused()
	if f == nil {
		w.t.Fatal("nothing has the focus")
	}
	test.Type(f, text)
}

// find returns what is shown first of its kind and fits.
func find[T fyne.CanvasObject](w *window, fits func(T) bool) (T, bool) {
	var found T
	ok := false
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if ok || !o.Visible() {
			return
		}
		if is, same := o.(T); same && fits(is) {
			found, ok = is, true
			return
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(w.window.Content())
	return found, ok
}

// offers reports whether a button whose words begin so is shown.
func (w *window) offers(label string) bool {
	_, ok := find(w, func(b *parts.Button) bool { return strings.HasPrefix(b.Label(), label) })
	return ok
}

// button returns the button whose words begin so.
func (w *window) button(label string) *parts.Button {
	w.t.Helper()
	b, ok := find(w, func(b *parts.Button) bool { return strings.HasPrefix(b.Label(), label) })
	if !ok {
		w.t.Fatalf("there is no button %q", label)
	}
	return b
}

// press presses a button.
func (w *window) press(label string) {
	w.t.Helper()
	w.button(label).Press()
	w.settle()
}

// holds reports whether a field with the text is shown.
func (w *window) holds(text string) bool {
	_, ok := find(w, func(f *parts.Field) bool { return f.Text() == text })
	return ok
}

// files are all that stands below the folder, with their content.
func (w *window) files() map[string][]byte {
	w.t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(w.folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		out[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// inClear fails the test for every file that holds one of the words.
func (w *window) inClear(words ...string) {
	w.t.Helper()
	files := w.files()
	if _, there := files[w.path]; !there {
		w.t.Error("the vault is not among what was looked at")
	}
	for path, content := range files {
		for _, word := range words {
			if bytes.Contains(content, []byte(word)) || strings.Contains(path, word) {
				w.t.Errorf("%s holds %q in clear", path, word)
			}
		}
	}
}

// sound fails the test unless the open vault passes its check.
func (w *window) sound() {
	w.t.Helper()
	r, err := w.Session().File.Check(context.Background(), noProgress)
	if err != nil || len(r.Problems) > 0 {
		w.t.Errorf("the check found %+v, %v", r.Problems, err)
	}
}
