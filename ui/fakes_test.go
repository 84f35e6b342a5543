package ui

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// bench runs work when a test says so: what Run starts waits in starts, what is
// posted to the UI goroutine waits in posts. Everything happens on the test's
// own goroutine; time stands still.
type bench struct {
	starts, posts []func()
}

func (b *bench) work() *Work {
	w := newWork(func(f func()) { b.starts = append(b.starts, f) }, func(f func()) { b.posts = append(b.posts, f) })
	w.later = func(time.Duration, func()) (stop func()) { return func() {} }
	return w
}

// begin runs what was started, without delivering anything.
func (b *bench) begin() {
	for len(b.starts) > 0 {
		f := b.starts[0]
		b.starts = b.starts[1:]
		f()
	}
}

// settle runs and delivers until nothing is left.
func (b *bench) settle() {
	for len(b.starts)+len(b.posts) > 0 {
		b.begin()
		for len(b.posts) > 0 {
			f := b.posts[0]
			b.posts = b.posts[1:]
			f()
		}
	}
}

const (
	rightPassword = "Correct-horse7"
	recoveryKey   = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ"
)

// fakeVaults keeps vaults in a map.
type fakeVaults struct {
	passwords map[string]string // by path
	people    []health.Profile
	fail      error
	closed    int
	made      health.Profile
	kept      *fakeKeeping   // nil is a session without a file
	dress     func(*Session) // gives a session more, if not nil
}

func (v *fakeVaults) session(path string) *Session {
	people := v.people
	if len(people) == 0 {
		people = []health.Profile{{ID: health.ProfileID{1}, Name: "Anna Berg", Main: true, Zone: "Europe/Stockholm"}}
	}
	s := &Session{Path: path, Profiles: people, Close: func() error { v.closed++; return nil }}
	if k := v.kept; k != nil && path != "" {
		s.File, s.Deletions, s.Tidier, s.Keys, s.Backups = k, k, k, k, k
	}
	if v.dress != nil {
		v.dress(s)
	}
	return s
}

func (v *fakeVaults) Create(ctx context.Context, path, password string, p health.Profile) (*Session, string, error) {
	if err := ctx.Err(); err != nil {
		return nil, "", err
	}
	if v.fail != nil {
		return nil, "", v.fail
	}
	v.passwords[path] = password
	v.made = p
	s := v.session(path)
	s.Profiles = []health.Profile{p}
	return s, recoveryKey, nil
}

func (v *fakeVaults) Open(ctx context.Context, path, password string) (*Session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if v.fail != nil {
		return nil, v.fail
	}
	right, ok := v.passwords[path]
	switch {
	case !ok:
		return nil, fs.ErrNotExist
	case right != password:
		return nil, ErrWrongPassword
	}
	return v.session(path), nil
}

func (v *fakeVaults) OpenWithRecovery(ctx context.Context, path, key string) (*Session, error) {
	if strings.ReplaceAll(key, "-", "") != strings.ReplaceAll(recoveryKey, "-", "") {
		return nil, ErrWrongPassword
	}
	return v.Open(ctx, path, v.passwords[path])
}

func (v *fakeVaults) Sample(ctx context.Context, progress func(done, total int64)) (*Session, error) {
	progress(1, 2)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := v.session("")
	s.Profiles = []health.Profile{{ID: health.ProfileID{9}, Name: "Robin Sample", Main: true, Sample: true, Zone: "UTC"}}
	return s, v.fail
}

// fakeRecents remembers in a slice.
type fakeRecents []RecentVault

func (r *fakeRecents) List() []RecentVault { return *r }
func (r *fakeRecents) Remember(path string, at time.Time) {
	*r = append(fakeRecents{{path, at}}, *r...)
}

// fakePage is a page that shows one line.
type fakePage struct {
	shell    *Shell
	line     string
	object   fyne.CanvasObject
	left     bool
	reloaded int
	keys     []fyne.KeyName
}

func newFakePage(s *Shell, line string) *fakePage {
	p := &fakePage{shell: s, line: line}
	p.object = s.Frame(parts.NewTopBar(locale.Dynamic(line), s.Profile().Name, nil, s.Actions()...), parts.NewCard(parts.NewText("The page of "+line, parts.Body)))
	return p
}

func (p *fakePage) Object() fyne.CanvasObject { return p.object }
func (p *fakePage) Leave()                    { p.left = true }
func (p *fakePage) Reload()                   { p.reloaded++ }

func (p *fakePage) TypedKey(ev *fyne.KeyEvent) bool {
	p.keys = append(p.keys, ev.Name)
	return ev.Name == fyne.KeyY
}
func (p *fakePage) TypedRune(rune) bool { return false }

// stage is a shell in a window with fakes for everything outside.
type stage struct {
	*Shell
	t        *testing.T
	window   fyne.Window
	bench    *bench
	vaults   *fakeVaults
	recents  *fakeRecents
	imported [][]string
	added    []Adding
	library  Library // of withData
}

var stageNow = time.Date(2025, 10, 14, 9, 45, 0, 0, time.UTC)

const stagePath = "/home/anna/Vitalkeep/berg.vitalkeep"

type stageOption func(*Deps, *stage)

// withVault makes the stage begin with a vault that was open before.
func withVault(d *Deps, s *stage) {
	s.vaults.passwords[stagePath] = rightPassword
	*s.recents = fakeRecents{{stagePath, time.Date(2025, 10, 13, 21, 4, 0, 0, time.UTC)}}
}

// stageLook is the look of new stages; nil is the usual one in the mode asked for.
var stageLook *style.Look

// dress makes the stages of a test look otherwise.
func dress(t *testing.T, l style.Look) {
	t.Helper()
	stageLook = &l
	if sharedApp {
		fyne.CurrentApp().Settings().SetTheme(style.NewLook(l))
	}
	t.Cleanup(func() { stageLook = nil })
}

// sharedApp is set while stages share an app, with the fonts and the sizes of
// texts that it remembers.
var sharedApp bool

// shareApp gives all stages until the end of the test one app in the light
// palette.
func shareApp(t *testing.T) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(style.NewTheme(style.AlwaysLight))
	sharedApp = true
	t.Cleanup(func() { sharedApp = false })
}

func newStage(t *testing.T, mode style.Mode, size fyne.Size, options ...stageOption) *stage {
	t.Helper()
	look := style.Look{Mode: mode}
	if stageLook != nil {
		look = *stageLook
	}
	if !sharedApp {
		test.NewTempApp(t).Settings().SetTheme(style.NewLook(look))
	}
	s := &stage{t: t, window: test.NewTempWindow(t, nil), bench: &bench{}, vaults: &fakeVaults{passwords: map[string]string{}}, recents: &fakeRecents{}}
	s.window.Resize(size)
	d := Deps{
		Window: s.window, Vaults: s.vaults, Recent: s.recents, Folder: "/home/anna/Vitalkeep", Zone: "Europe/Stockholm",
		Explain: func(error) (string, string) { return "", "" },
		Now:     func() time.Time { return stageNow }, Work: s.bench.work(),
		Pages: Pages{
			Dashboard: func(s *Shell) Page { return newFakePage(s, "Dashboard") },
			Data:      func(s *Shell) Page { return newFakePage(s, "Data") },
			Import: func(sh *Shell, paths []string) Page {
				s.imported = append(s.imported, paths)
				return newFakePage(sh, "Import")
			},
			Export: func(s *Shell) Page { return newFakePage(s, "Export") },
		},
	}
	for _, o := range options {
		o(&d, s)
	}
	s.Shell = New(d)
	s.window.Resize(size)
	return s
}

// unlocked is a stage with an open vault.
func unlocked(t *testing.T, mode style.Mode, size fyne.Size, options ...stageOption) *stage {
	t.Helper()
	s := newStage(t, mode, size, append([]stageOption{withVault}, options...)...)
	s.typeIn(rightPassword)
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if s.Session() == nil {
		t.Fatal("the vault did not open")
	}
	return s
}
