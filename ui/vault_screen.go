package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// VaultNeeds is what the vault's page works with. What is nil is not on the
// page.
type VaultNeeds struct {
	File      VaultFile
	Deletions Deletions
	Tidier    Tidier
	Keys      Keys
	Backups   Backups
	Sheet     SheetWriter
	Path      string
	People    []health.Profile
	// Before says when the vault was open the time before this.
	Before string
	Doubts Doubts
	Pick   Picker
}

// VaultScreen is about the file that everything is in: what it is, whether it
// is whole, what was deleted in it, what opens it, and the copies of it.
type VaultScreen struct {
	shell *Shell
	needs VaultNeeds
	root  *fyne.Container
	page  fyne.CanvasObject
	left  bool

	look, checking, tidying, undoing, listing, backingUp *Job

	facts     *FileFacts
	factsFail error

	report    *CheckReport
	checkFail error
	cancelled bool // the last check
	progress  *parts.Progress

	deletions     []Deletion
	deletionsFail error
	shownAll      bool
	askTidy       bool
	tidied        *TidyReport
	tidyFail      error
	tidyProgress  *parts.Progress

	backups     []Backup
	backupsFail error

	// buttons are those on the page by what they are for, so that the focus
	// stays where it is when the page is built anew.
	buttons map[string]*parts.Button
}

var (
	_ Page     = (*VaultScreen)(nil)
	_ Starter  = (*VaultScreen)(nil)
	_ Reloader = (*VaultScreen)(nil)
	_ KeyTyper = (*VaultScreen)(nil)
)

// VaultPage is the maker of the vault's page for [Pages].
func VaultPage(s *Shell) Page {
	return NewVaultScreen(s, vaultNeeds(s))
}

func vaultNeeds(s *Shell) VaultNeeds {
	session := s.Session()
	return VaultNeeds{
		File: session.File, Deletions: session.Deletions, Tidier: session.Tidier, Keys: session.Keys, Backups: session.Backups,
		Sheet: s.deps.Sheet, Path: session.Path, People: session.Profiles, Before: s.openedBefore, Doubts: session.Doubts,
		Pick: NewWindowPicker(s.Window()),
	}
}

// NewVaultScreen returns the page; it begins to look when it is shown.
func NewVaultScreen(s *Shell, needs VaultNeeds) *VaultScreen {
	w := s.Work()
	v := &VaultScreen{
		shell: s, needs: needs, root: container.NewStack(),
		look: w.NewJob(), checking: w.NewJob(), tidying: w.NewJob(), undoing: w.NewJob(), listing: w.NewJob(), backingUp: w.NewJob(),
	}
	v.redraw()
	return v
}

// Object implements Page.
func (v *VaultScreen) Object() fyne.CanvasObject { return v.root }

// Start implements Starter.
func (v *VaultScreen) Start() { v.Reload() }

// Leave implements Page: a check or a tidying under way ends, nothing is lost by
// it.
func (v *VaultScreen) Leave() {
	v.left = true
	for _, j := range []*Job{v.look, v.checking, v.tidying, v.undoing, v.listing, v.backingUp} {
		j.Cancel()
	}
	v.needs.Pick.Close()
}

// Reload implements Reloader.
func (v *VaultScreen) Reload() {
	v.loadFacts()
	v.loadDeletions()
	v.loadBackups()
}

// TypedKey implements KeyTyper: Escape takes back a question or stops a check.
func (v *VaultScreen) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	switch {
	case v.askTidy:
		v.askTidy = false
		v.redraw()
	case v.checking.Running():
		v.stopCheck()
	default:
		return false
	}
	return true
}

// TypedRune implements KeyTyper.
func (v *VaultScreen) TypedRune(rune) bool { return false }

func (v *VaultScreen) loadFacts() {
	file := v.needs.File
	Run(v.look, func(ctx context.Context, _ func(Step)) (FileFacts, error) {
		return file.Facts(ctx)
	}, nil, func(f FileFacts, err error) {
		v.facts, v.factsFail = &f, err
		v.redraw()
	}, nil)
}

// redraw builds the page anew; the place it is scrolled to stays, and so does
// the focus.
func (v *VaultScreen) redraw() {
	if v.left {
		return
	}
	focused := v.focusedButton()
	old := v.page
	v.buttons = map[string]*parts.Button{}
	bar := parts.NewTopBar(locale.T("Vault"), locale.T("The one file that holds everything"), nil, v.shell.Actions()...)
	var content []fyne.CanvasObject
	for _, section := range []func() []fyne.CanvasObject{v.fileSection, v.deletedSection, v.keysSection, v.backupsSection} {
		if objects := section(); len(objects) > 0 {
			content = append(content, parts.Column(style.Space8, objects...))
		}
	}
	v.page = newTransferPage(v.shell.Compact, bar, nil, content...)
	if v.onShow() {
		parts.Unfocus(v.root)
	}
	v.root.Objects = []fyne.CanvasObject{v.page}
	v.root.Refresh()
	keepOffset(old, v.page)
	v.focus(focused)
}

// onShow reports whether the page is the one on show; under another it leaves
// the focus alone.
func (v *VaultScreen) onShow() bool { return v.shell.Page() == Page(v) }

// focus gives the button that is for that the focus.
func (v *VaultScreen) focus(name string) {
	if b := v.buttons[name]; b != nil && v.onShow() {
		parts.Focus(b)
	}
}

// focusedButton is what the button with the focus is for, "" if none has it.
func (v *VaultScreen) focusedButton() string {
	on := fyne.CurrentApp().Driver().CanvasForObject(v.root)
	if on == nil {
		return ""
	}
	for name, b := range v.buttons {
		if on.Focused() == fyne.Focusable(b) {
			return name
		}
	}
	return ""
}

// button makes a button of the page and remembers what it is for.
func (v *VaultScreen) button(name string, kind parts.ButtonKind, label string, pressed func()) *parts.Button {
	b := parts.NewButton(kind, label, pressed)
	v.buttons[name] = b
	return b
}

// vaultHeading is the line over a section.
func vaultHeading(words string) fyne.CanvasObject {
	return parts.InsetBy(style.Space4, 0, 0, 0, parts.NewText(words, parts.Strong))
}

// vaultRow is one line of a section: an icon, a name, what is to be said of it,
// and what can be done.
func vaultRow(badge fyne.CanvasObject, title, detail string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	words := []fyne.CanvasObject{parts.NewParagraph(title, parts.Strong)}
	if detail != "" {
		words = append(words, parts.NewParagraph(detail, parts.SmallMuted))
	}
	row := []fyne.CanvasObject{badge, parts.Stretch(parts.Column(2, words...))}
	return parts.InsetBy(style.Space12, style.CardPadding, style.Space12, style.CardPadding, parts.Row(style.Space12, append(row, actions...)...))
}

// vaultNote is a notice or a progress below a row of a section.
func vaultNote(o fyne.CanvasObject) fyne.CanvasObject {
	return parts.InsetBy(style.Space8, style.CardPadding, style.Space12, style.CardPadding, o)
}
