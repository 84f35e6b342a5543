package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
)

// leaveBase is what the pages on which somebody leaves have in common.
type leaveBase struct {
	shell *Shell
	life  Life
	root  *fyne.Container
	page  fyne.CanvasObject
	look  *Job // reads what is told
	job   *Job // does what was asked for
	left  bool
	fail  error // of the last job
}

func newLeaveBase(s *Shell) leaveBase {
	return leaveBase{shell: s, life: s.session.Life, root: container.NewStack(), look: s.Work().NewJob(), job: s.Work().NewJob()}
}

// Object implements Page.
func (b *leaveBase) Object() fyne.CanvasObject { return b.root }

// TypedRune implements KeyTyper.
func (b *leaveBase) TypedRune(rune) bool { return false }

// Busy implements Busier.
func (b *leaveBase) Busy() bool { return b.job.Running() }

// TypedKey implements KeyTyper: Escape leaves.
func (b *leaveBase) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	b.back()
	return true
}

func (b *leaveBase) back() {
	if !b.job.Running() {
		b.shell.Back()
	}
}

// leave ends what is under way.
func (b *leaveBase) leave() {
	b.left = true
	b.look.Cancel()
	b.job.Cancel()
}

// set shows the page as it is now; where it is scrolled to stays.
func (b *leaveBase) set(bar *parts.TopBar, content ...fyne.CanvasObject) {
	old := b.page
	b.page = newTransferPage(b.shell.Compact, bar, nil, content...)
	b.root.Objects = []fyne.CanvasObject{b.page}
	b.root.Refresh()
	keepOffset(old, b.page)
}

// failure is the notice about the last job, nil if it went well.
func (b *leaveBase) failure() fyne.CanvasObject {
	if b.fail == nil {
		return nil
	}
	return b.shell.Fault(b.fail)
}

// exportOf opens the export of one person, over the page, to which it comes back.
func (s *Shell) exportOf(p health.Profile) {
	needs := exportNeeds(s)
	needs.Profile = p.ID
	s.Open(NewExportScreen(needs))
}
