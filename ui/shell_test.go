package ui

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

var wide = fyne.NewSize(1280, 800)

func unlock(t *testing.T, s *stage) *unlockScreen {
	t.Helper()
	screen, ok := s.screen.(*unlockScreen)
	if !ok {
		t.Fatalf("the screen is %T, want unlock", s.screen)
	}
	return screen
}

func page(t *testing.T, s *stage) *fakePage {
	t.Helper()
	p, ok := s.Page().(*fakePage)
	if !ok {
		t.Fatalf("the page is %T", s.Page())
	}
	return p
}

func TestWithoutAVaultTheStartScreenComesFirst(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide)
	s.start(t)
	for _, words := range []string{"Create a vault", "Open a vault…", "Look at sample data", "No network connection"} {
		s.wants(words)
	}
}

func TestTheVaultOpenedLastIsAskedFor(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, withVault)
	s.wants("berg")
	s.wants("Opened last yesterday at 21:04")
	s.wants("Account password")
	if s.window.Canvas().Focused() != fyne.Focusable(unlock(t, s).field.Input()) {
		t.Error("the password has not the focus")
	}
}

func TestAWrongPasswordIsSaidAndTheFieldKeepsFocusAndIsSelected(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, withVault)
	u := unlock(t, s)
	s.typeIn("wrong")
	s.key(fyne.KeyReturn)
	if !u.unlock.Disabled() {
		t.Error("the button is not disabled while the key is derived")
	}
	s.wants("Deriving the key; this takes about a second.")
	s.bench.settle()
	s.wants("This password does not open the vault.")
	if s.Session() != nil || u.unlock.Disabled() {
		t.Error("the screen is not ready for another try")
	}
	if s.window.Canvas().Focused() != fyne.Focusable(u.field.Input()) {
		t.Error("the field has lost the focus")
	}
	if got := u.field.Input().SelectedText(); got != "wrong" {
		t.Errorf("selected is %q", got)
	}
	s.typeIn(rightPassword) // replaces what is selected
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if s.Session() == nil {
		t.Error("the right password does not open the vault")
	}
}

func TestAnEmptyPasswordIsNotTried(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, withVault)
	s.key(fyne.KeyReturn)
	if len(s.bench.starts) != 0 {
		t.Error("work was started")
	}
	s.wants("Type the password.")
}

func TestTheRecoveryKeyOpensTheVault(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, withVault)
	unlock(t, s).swap(byRecovery)
	s.wants("Recovery key")
	s.typeIn(strings.ReplaceAll(recoveryKey, "-", ""))
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if s.Session() == nil {
		t.Errorf("still locked: %q", s.texts())
	}
}

func TestAVaultThatIsGoneIsExplained(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, withVault)
	s.vaults.fail = fs.ErrNotExist
	s.typeIn("x")
	s.key(fyne.KeyReturn)
	s.bench.settle()
	s.wants("The file or folder is not there.")
}

func TestEscapeStopsUnlockingAndTheLateSessionIsClosed(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, withVault)
	s.typeIn(rightPassword)
	s.key(fyne.KeyReturn)
	s.bench.begin() // the vault is open, nobody has been told
	s.key(fyne.KeyEscape)
	s.bench.settle()
	if s.Session() != nil {
		t.Error("the vault opened after Escape")
	}
	if s.vaults.closed != 1 {
		t.Errorf("%d sessions closed, want the one that came too late", s.vaults.closed)
	}
}

func TestLockingBlanksTheWindowAtOnce(t *testing.T) {
	ways := map[string]func(s *stage){
		"with the key":  func(s *stage) { s.ctrl(fyne.KeyL) },
		"with the rail": func(s *stage) { test.TapCanvas(s.window.Canvas(), fyne.NewPos(100, 768)) },
	}
	for name, lock := range ways {
		t.Run(name, func(t *testing.T) {
			s := unlocked(t, style.AlwaysLight, wide)
			s.wants("Anna Berg")
			p := page(t, s)
			s.Toast("Weight of Anna deleted", "Undo", func() {})
			s.Copy("secret")
			lock(s)
			for _, text := range s.texts() {
				if strings.Contains(text, "Anna") || strings.Contains(text, "Dashboard") {
					t.Errorf("still shown: %q", text)
				}
			}
			unlock(t, s)
			if !p.left || s.Session() != nil || s.Profile() != (health.Profile{}) {
				t.Error("the page or the session is still there")
			}
			if fyne.CurrentApp().Clipboard().Content() != "" {
				t.Error("the clipboard still holds what we put there")
			}
			s.bench.settle()
			if s.vaults.closed != 1 {
				t.Errorf("closed %d times", s.vaults.closed)
			}
		})
	}
}

func TestAClipboardThatSomebodyElseFilledIsLeftAlone(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	s.Copy("secret")
	fyne.CurrentApp().Clipboard().SetContent("a recipe")
	s.Lock()
	if got := fyne.CurrentApp().Clipboard().Content(); got != "a recipe" {
		t.Errorf("the clipboard holds %q", got)
	}
}

func TestAVaultOpensAgainOnlyAfterItIsClosed(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	s.Lock()
	closing := s.closing
	select {
	case <-closing:
		t.Fatal("closed before the work ran")
	default:
	}
	s.typeIn(rightPassword)
	s.key(fyne.KeyReturn)
	s.bench.settle() // close runs first, then open
	if s.Session() == nil || s.vaults.closed != 1 {
		t.Error("the vault was not closed and opened again")
	}
}

func TestAFailureToCloseIsSaid(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	s.session.Close = func() error { return fs.ErrPermission }
	s.Lock()
	s.bench.settle()
	s.wants("The system does not allow access to this file or folder.")
}

func TestKeysLeadToPlaces(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	steps := []struct {
		key  fyne.KeyName
		want string
	}{{fyne.Key2, "Data"}, {fyne.Key1, "Dashboard"}, {fyne.KeyI, "Import"}, {fyne.KeyE, "Export"}}
	for _, step := range steps {
		s.ctrl(step.key)
		if got := page(t, s).line; got != step.want {
			t.Errorf("Ctrl+%s leads to %s, want %s", step.key, got, step.want)
		}
	}
	if len(s.stack) != 2 {
		t.Errorf("%d pages are open, want the export over the dashboard", len(s.stack))
	}
	s.key(fyne.KeyEscape)
	if got := page(t, s); got.line != "Dashboard" || got.reloaded != 1 {
		t.Errorf("Escape leads to %s, reloaded %d times", got.line, got.reloaded)
	}
	s.key(fyne.KeyEscape)
	if got := page(t, s).line; got != "Dashboard" {
		t.Errorf("Escape on the dashboard leads to %s", got)
	}
}

func TestEscapeClosesADialogAndKeepsWhatIsUnderIt(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide)
	s.showCreate()
	s.typeIn("Anna")
	c, ok := s.screen.(*createScreen)
	if !ok {
		t.Fatalf("the screen is %T", s.screen)
	}
	c.browse()
	if s.window.Canvas().Overlays().Top() == nil {
		t.Fatal("no dialog")
	}
	s.key(fyne.KeyEscape)
	if s.window.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
	if s.screen != screen(c) || c.name.Text() != "Anna" {
		t.Errorf("the screen is %T, the name %q", s.screen, c.name.Text())
	}
}

func TestUnderADialogAPageStaysUntilTheLock(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	overlays := s.window.Canvas().Overlays()
	ask := func() { widget.NewModalPopUp(widget.NewLabel("over the page"), s.window.Canvas()).Show() }
	ask()
	for _, k := range []fyne.KeyName{fyne.KeyI, fyne.KeyE, fyne.Key2} {
		s.ctrl(k)
	}
	s.key(fyne.KeyY)
	s.window.Canvas().OnTypedRune()('y')
	if p := page(t, s); p.line != "Dashboard" || len(p.keys) > 0 {
		t.Errorf("the page is %s and got %v", p.line, p.keys)
	}
	s.Dropped([]fyne.URI{storage.NewFileURI("/tmp/data.zip")})
	if overlays.Top() != nil || len(s.imported) != 1 {
		t.Errorf("after a drop %v lies over the window, imported is %v", overlays.Top(), s.imported)
	}
	ask()
	s.ctrl(fyne.KeyL)
	if overlays.Top() != nil || s.Session() != nil {
		t.Error("a dialog keeps the vault open")
	}
}

func TestTheEndOfTheProgramTakesASecretOffTheClipboard(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide)
	s.Copy("a recovery key")
	s.Close()
	if got := fyne.CurrentApp().Clipboard().Content(); got != "" {
		t.Errorf("left on the clipboard: %q", got)
	}
}

func TestKeysDoNothingWhileLocked(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, withVault)
	before := s.texts()
	for _, k := range []fyne.KeyName{fyne.KeyL, fyne.KeyI, fyne.KeyE, fyne.Key1, fyne.Key2} {
		s.ctrl(k)
	}
	if !slices.Equal(before, s.texts()) {
		t.Errorf("the window shows %q", s.texts())
	}
}

func TestAPageGetsTheKeysThatNobodyUses(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	s.key(fyne.KeyY)
	s.key(fyne.KeyEscape)
	if got := page(t, s).keys; !slices.Equal(got, []fyne.KeyName{fyne.KeyY, fyne.KeyEscape}) {
		t.Errorf("the page got %v", got)
	}
}

func TestAPageThatDoesNotExistHasNoWayToIt(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide, func(d *Deps, _ *stage) { d.Pages.Data, d.Pages.Export = nil, nil })
	if s.shows("Data") || s.shows("Export") {
		t.Errorf("the window shows %q", s.texts())
	}
	s.ctrl(fyne.Key2)
	s.ctrl(fyne.KeyE)
	if got := page(t, s).line; got != "Dashboard" {
		t.Errorf("a key leads to %s", got)
	}
}

func TestTheRailGetsNarrowWithTheWindow(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	if s.Compact() || s.rail.Compact() {
		t.Error("compact at 1280")
	}
	s.window.Resize(fyne.NewSize(900, 600))
	if !s.Compact() || !s.rail.Compact() || s.rail.MinSize().Width != style.RailCompactWidth {
		t.Error("not compact at 900")
	}
	s.window.Resize(wide)
	if s.rail.MinSize().Width != style.RailWidth {
		t.Error("still compact at 1280")
	}
}

func TestDroppedFiles(t *testing.T) {
	zip := storage.NewFileURI("/tmp/data.zip")
	vault := storage.NewFileURI("/tmp/other.vitalkeep")
	t.Run("are imported into an open vault", func(t *testing.T) {
		s := unlocked(t, style.AlwaysLight, wide)
		s.Dropped([]fyne.URI{zip})
		if len(s.imported) != 1 || !slices.Equal(s.imported[0], []string{"/tmp/data.zip"}) {
			t.Errorf("imported %v", s.imported)
		}
	})
	t.Run("are refused with words while locked", func(t *testing.T) {
		s := newStage(t, style.AlwaysLight, wide, withVault)
		s.Dropped([]fyne.URI{zip})
		s.wants("A vault has to be open before a file can be imported.")
		unlock(t, s)
	})
	t.Run("are opened if they are a vault", func(t *testing.T) {
		s := newStage(t, style.AlwaysLight, wide)
		s.Dropped([]fyne.URI{zip, vault})
		if got := unlock(t, s).path; got != "/tmp/other.vitalkeep" {
			t.Errorf("asked for the password of %s", got)
		}
	})
}

// storingPage takes drops itself and is busy.
type storingPage struct {
	*fakePage
	dropped []string
}

func (p *storingPage) Drop(paths []string) { p.dropped = paths }
func (p *storingPage) Busy() bool          { return true }

func TestAPageThatIsStoringIsNotDisturbed(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	p := &storingPage{fakePage: newFakePage(s.Shell, "Storing")}
	s.Open(p)
	s.ctrl(fyne.KeyI)
	s.ctrl(fyne.KeyE)
	s.Dropped([]fyne.URI{storage.NewFileURI("/tmp/data.zip")})
	if s.Page() != Page(p) || p.left {
		t.Error("the page made way")
	}
	if !slices.Equal(p.dropped, []string{"/tmp/data.zip"}) {
		t.Errorf("the page was given %v", p.dropped)
	}
	s.ctrl(fyne.KeyL)
	if !p.left || s.Session() != nil {
		t.Error("locking has to win all the same")
	}
}

func TestCreatingAVaultShowsTheKeyOnceAndOpensIt(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide)
	s.showCreate()
	c := create(t, s)
	s.typeIn("Anna Berg")
	c.units.Choose(1)
	c.zone.SetText("Europe/Paris")
	c.secret.first.SetText(rightPassword)
	c.secret.again.SetText(rightPassword)
	c.secret.again.Focus()
	s.key(fyne.KeyReturn)
	if !c.create.Disabled() {
		t.Error("the button is not disabled while the key is derived")
	}
	s.bench.settle()
	path := filepath.Join(s.deps.Folder, "anna-berg.vitalkeep")
	if s.vaults.passwords[path] != rightPassword {
		t.Fatalf("made %v", s.vaults.passwords)
	}
	if m := s.vaults.made; m.Name != "Anna Berg" || !m.Main || m.Units != health.USUnits || m.Zone != "Europe/Paris" {
		t.Errorf("made for %+v", m)
	}
	s.wants(recoveryKey)
	s.key(fyne.KeyEscape)
	s.wants(recoveryKey)
	if s.Session() != nil {
		t.Error("open before the key is written down")
	}
	r, ok := s.screen.(*recoveryScreen)
	if !ok {
		t.Fatalf("the screen is %T", s.screen)
	}
	r.key.copy()
	if fyne.CurrentApp().Clipboard().Content() != recoveryKey {
		t.Error("the key is not on the clipboard")
	}
	r.goOn()
	if s.Session() == nil || s.shows(recoveryKey) || fyne.CurrentApp().Clipboard().Content() != "" {
		t.Error("the key is still about, or the vault is not open")
	}
	if got := s.recents.List(); len(got) != 1 || got[0].Path != path {
		t.Errorf("remembered %v", got)
	}
}

func TestCreateSaysWhatIsWrongBesideTheField(t *testing.T) {
	taken := func(s *stage) string {
		s.deps.Folder = s.t.TempDir()
		path := filepath.Join(s.deps.Folder, "taken.vitalkeep")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			s.t.Fatal(err)
		}
		return path
	}
	tests := []struct {
		name  string
		spoil func(s *stage, c *createScreen)
		field func(c *createScreen) *parts.Field
		words string
	}{
		{"no name", func(_ *stage, c *createScreen) { c.name.SetText(" ") }, func(c *createScreen) *parts.Field { return c.name }, "Type a name"},
		{"an unknown zone", func(_ *stage, c *createScreen) { c.zone.SetText("Mars/Olympus") }, func(c *createScreen) *parts.Field { return c.zone }, "No such zone"},
		{"no path", func(_ *stage, c *createScreen) { c.path.SetText("") }, func(c *createScreen) *parts.Field { return c.path }, "Type where"},
		{"a file that is there", func(s *stage, c *createScreen) { c.path.SetText(taken(s)) }, func(c *createScreen) *parts.Field { return c.path }, "There is a file of this name"},
		{"a weak password", func(_ *stage, c *createScreen) { c.secret.first.SetText("correct7") }, func(c *createScreen) *parts.Field { return c.secret.first }, "Still missing: upper case, special character."},
		{"another password the second time", func(_ *stage, c *createScreen) { c.secret.again.SetText("Correct-horse8") }, func(c *createScreen) *parts.Field { return c.secret.again }, "The two passwords differ."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t, style.AlwaysLight, wide)
			s.showCreate()
			c := create(t, s)
			c.name.SetText("Anna")
			c.secret.first.SetText(rightPassword)
			c.secret.again.SetText(rightPassword)
			tt.spoil(s, c)
			c.try()
			f := tt.field(c)
			if !strings.HasPrefix(f.Error(), tt.words) {
				t.Errorf("beside the field stands %q", f.Error())
			}
			if s.window.Canvas().Focused() != fyne.Focusable(f.Input()) {
				t.Error("the field has not the focus")
			}
			if len(s.bench.starts) != 0 {
				t.Error("a vault is being made all the same")
			}
		})
	}
}

func TestACreationThatFailsIsExplained(t *testing.T) {
	for _, failure := range []error{fs.ErrPermission, errors.New("the disk is full")} {
		s := newStage(t, style.AlwaysLight, wide)
		s.vaults.fail = failure
		fill(t, s)
		s.bench.settle()
		what, _ := Explain(failure, nil)
		s.wants(what)
		if create(t, s).create.Disabled() {
			t.Error("no way to try again")
		}
	}
}

func TestSampleDataSaysThatItIsOne(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide)
	s.start(t).makeSample()
	s.bench.begin()
	for len(s.bench.posts) > 1 { // the progress, not yet the result
		s.bench.posts[0]()
		s.bench.posts = s.bench.posts[1:]
	}
	if got := s.start(t).progress.Fraction(); got != 0.5 {
		t.Errorf("progress is %v", got)
	}
	s.bench.settle()
	s.wants("This is sample data")
	s.wants("Leave")
	s.Lock()
	s.start(t)
	if len(s.recents.List()) != 0 {
		t.Error("sample data is remembered as a vault")
	}
}

func TestCloseWaitsForTheVault(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	s.deps.Work.start = func(f func()) { f() }
	s.Close()
	if s.vaults.closed != 1 || s.Session() != nil {
		t.Error("the vault is still open")
	}
	s.Close() // nothing is open: nothing happens
}
