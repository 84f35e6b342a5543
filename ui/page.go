package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// Page is what stands beside the rail: a dashboard, a list, an import. The
// shell asks for its object whenever it shows the page. A page may also be a
// [KeyTyper], a [Starter], a [Reloader], a [Finder], an
// [Undoer], a [Dropper], a [Busier] or a [Drafter].
type Page interface {
	// Object is all of the page, top bar included; [Shell.Frame] makes one.
	Object() fyne.CanvasObject
	// Leave is told when the page goes for good: it cancels its jobs.
	Leave()
}

// KeyTyper is a page that wants keys that nothing with the focus has used.
type KeyTyper interface {
	// TypedKey and TypedRune report whether the page used the key.
	TypedKey(ev *fyne.KeyEvent) bool
	TypedRune(r rune) bool
}

// Starter is a page that has something to do once it is on the canvas, such as
// to take the focus.
type Starter interface {
	Start()
}

// Reloader is a page that shows what the vault holds; Reload is told when that
// may have changed.
type Reloader interface {
	Reload()
}

// Dropper is a page that takes dropped files itself, as an import does that has
// begun; elsewhere a drop opens a new import.
type Dropper interface {
	Drop(paths []string)
}

// Placer is a page that belongs to a place of the rail, from wherever it was
// opened.
type Placer interface {
	// Place is the place's identifier.
	Place() string
}

// Finder is a page in which something can be found; Find gives the keyboard to
// its field, when Ctrl+F asks for it.
type Finder interface {
	Find()
}

// Undoer is a page that has something of its own to take back; Undo reports
// whether it had.
type Undoer interface {
	Undo() bool
}

// Busier is a page that must not make way for an import or export while it is
// busy, such as one that is storing.
type Busier interface {
	Busy() bool
}

// Pages are the makers of the pages. A maker that is nil is a page that the
// program does not have: no place in the rail, no button and no key leads there.
type Pages struct {
	Dashboard func(s *Shell) Page
	Timeline  func(s *Shell) Page
	Data      func(s *Shell) Page
	Diary     func(s *Shell) Page
	Home      func(s *Shell) Page
	Devices   func(s *Shell) Page
	// Vault is made only where the session has a file to tell of.
	Vault    func(s *Shell) Page
	Settings func(s *Shell) Page
	// Add gets what is to be typed in or corrected. It is made only where the
	// session has a notebook.
	Add func(s *Shell, a Adding) Page
	// Insights tells what a subject, named by its identifier, comes to.
	Insights func(s *Shell, subject string) Page
	// Import gets the files to import, none if they are still to be chosen.
	Import func(s *Shell, paths []string) Page
	Export func(s *Shell) Page
	// Resume are what opens pages with drafts again, by the drafts' kinds.
	Resume map[string]Resumer
	// Notices is made only where the session has choices to keep them in.
	Notices func(s *Shell) Page
}

// Adding says what the page for typing in begins with.
type Adding struct {
	// Subject is a present.Subject's identifier, or the name of an entry's kind;
	// "" lets the person choose.
	Subject string
	// Correct are the readings, or the entry, that what is typed takes the place
	// of: all of one moment and source. Empty is a new measurement.
	Correct []health.Reading
	Entry   *health.Entry
}

// Frame lays a page out: the top bar, then the content with the page's insets
// around it. It follows the window's compact mode.
func (s *Shell) Frame(bar *parts.TopBar, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&frameLayout{shell: s, bar: bar}, bar, content)
}

type frameLayout struct {
	shell *Shell
	bar   *parts.TopBar
}

func (l *frameLayout) inset() float32 {
	if l.shell.compact {
		return style.PageInsetCompact
	}
	return style.PageInset
}

func (l *frameLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	bar, content := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(bar.Width, content.Width)+2*l.inset(), bar.Height+content.Height+l.inset())
}

func (l *frameLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.bar.SetCompact(l.shell.compact)
	in := l.inset()
	width := size.Width - 2*in
	bar := objects[0].MinSize().Height
	objects[0].Move(fyne.NewPos(in, 0))
	objects[0].Resize(fyne.NewSize(width, bar))
	// The focus ring of what stands at the top edge needs its room too.
	objects[1].Move(fyne.NewPos(in, bar+style.Space4))
	objects[1].Resize(fyne.NewSize(width, size.Height-bar-style.Space4-in))
}

// Actions returns the buttons that stand at the top right of every page:
// Export, Import and Add, as far as they exist.
func (s *Shell) Actions() []fyne.CanvasObject { return s.ActionsFor(Adding{}) }

// ActionsFor is Actions with an Add that begins with something.
func (s *Shell) ActionsFor(a Adding) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if s.pages.Export != nil {
		out = append(out, parts.NewButton(parts.Outlined, locale.T("Export"), s.OpenExport).WithIcon(style.IconExport))
	}
	if s.pages.Import != nil {
		out = append(out, parts.NewButton(parts.Outlined, locale.T("Import"), func() { s.OpenImport(nil) }).WithIcon(style.IconImport))
	}
	if s.CanAdd() {
		out = append(out, parts.NewButton(parts.Outlined, locale.T("Add"), func() { s.OpenAdd(a) }).WithIcon(style.IconAdd))
	}
	return out
}

// familyLooks are the icon and the colour of each family of data.
var familyLooks = map[health.Family]struct {
	icon  style.Icon
	token style.Token
}{
	health.Body:        {style.IconWeight, style.Body},
	health.Heart:       {style.IconHeart, style.Heart},
	health.Activity:    {style.IconSteps, style.Activity},
	health.Sleep:       {style.IconSleep, style.Sleep},
	health.Temperature: {style.IconTemperature, style.Temperature},
	health.Oxygen:      {style.IconOxygen, style.Oxygen},
	health.Room:        {style.IconRoom, style.Room},
}

// FamilyLook returns the icon and the colour of a family of data.
func FamilyLook(f health.Family) (style.Icon, style.Token) {
	l, ok := familyLooks[f]
	if !ok {
		return style.IconData, style.Muted
	}
	return l.icon, l.token
}
