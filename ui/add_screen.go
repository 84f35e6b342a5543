package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// AddScreen is the page on which a measurement, or something for the diary, is
// typed in or corrected: first the kind is chosen, then its form filled in. What
// was typed and not saved is there again when the page is.
type AddScreen struct {
	shell     *Shell
	session   *Session
	adding    Adding
	person    health.Profile
	library   Library // nil where there is none
	notebook  Notebook
	deletions Deletions // nil where nothing is taken back
	// preferences remember units; nil remembers none.
	preferences Preferences
	pick        Picker

	root      *fyne.Container
	chooser   *addChooser // nil while a form is shown
	form      *addForm    // nil while the kind is chosen
	fromList  bool        // the form was chosen in the list
	notice    *fyne.Container
	foot      fyne.CanvasObject
	buttons   []*parts.Button
	look      *Job
	save      *Job
	saving    bool
	ended     chan bool // gets whether what is being saved was stored
	asking    bool      // whether what was typed may go
	left      bool
	summaries []present.Summary
	companion []health.Entry // comments and corrections of what is corrected
}

var (
	_ Page     = (*AddScreen)(nil)
	_ Starter  = (*AddScreen)(nil)
	_ KeyTyper = (*AddScreen)(nil)
	_ Dropper  = (*AddScreen)(nil)
	_ Busier   = (*AddScreen)(nil)
	_ Finder   = (*AddScreen)(nil)
)

// AddPage is the maker of the page for [Pages].
func AddPage(s *Shell, a Adding) Page {
	session := s.Session()
	screen := &AddScreen{
		shell: s, session: session, adding: a, person: s.Profile(), notebook: session.Notebook(s.Profile().ID),
		deletions: session.Deletions, pick: NewWindowPicker(s.Window()),
		root: container.NewStack(), look: s.Work().NewJob(), save: s.Work().NewJob(),
	}
	if session.Library != nil {
		screen.library = session.Library(screen.person.ID)
	}
	if session.Preferences != nil {
		screen.preferences = session.Preferences(screen.person.ID)
	}
	screen.begin()
	return screen
}

// correcting reports whether the page takes the place of what was typed before.
func (s *AddScreen) correcting() bool { return len(s.adding.Correct) > 0 || s.adding.Entry != nil }

// begin shows what the page was opened for.
func (s *AddScreen) begin() {
	system := s.person.Units
	form, ok := present.FormOf(s.adding.Subject, system)
	switch {
	case s.adding.Entry != nil:
		form, ok = present.FormOf(s.adding.Entry.Kind.String(), system)
	case len(s.adding.Correct) > 0:
		form, ok = s.formOfCorrected()
	case s.adding.Subject == "":
		if id, kept := s.session.drafts.lastAddDraft(s.person.ID); kept {
			form, ok = present.FormOf(id, system)
		}
	}
	if !ok {
		s.showList()
		return
	}
	s.showForm(form)
}

// formOfCorrected is the form that holds what is corrected; what was not typed or
// has no place in it stays as it is.
func (s *AddScreen) formOfCorrected() (present.Form, bool) {
	s.adding.Correct = slices.DeleteFunc(slices.Clone(s.adding.Correct), func(r health.Reading) bool { return !r.Source.Typed() })
	if f, ok := present.FormOfReadings(s.adding.Correct, s.person.Units); ok {
		return f, true
	}
	for _, r := range s.adding.Correct {
		if f, ok := present.FormOf(string(r.Metric), s.person.Units); ok {
			s.adding.Correct = slices.DeleteFunc(s.adding.Correct, func(r health.Reading) bool { return !f.Holds(r.Metric) })
			return f, true
		}
	}
	s.adding.Correct = nil
	return present.Form{}, false
}

// showList lets the person choose the kind.
func (s *AddScreen) showList() {
	s.form, s.fromList, s.asking = nil, false, false
	s.chooser = newAddChooser(s.shell, present.Forms(s.person.Units), func(f present.Form) {
		s.adding.Subject = f.ID
		s.showForm(f)
		s.fromList = true
		s.Start()
	})
	s.tellMost()
	bar := parts.NewTopBar(locale.T("Add"), s.person.Name, s.Back)
	s.show(s.shell.Frame(bar, s.chooser.object))
}

// showForm shows the form of a kind: as it was left, as what is corrected was
// typed, or empty.
func (s *AddScreen) showForm(form present.Form) {
	s.chooser, s.asking = nil, false
	s.form = newAddForm(s, form, s.base())
	s.notice = parts.Column(style.Space8)
	draft := s.typedBefore()
	switch {
	case draft != nil:
		s.form.fill(draft)
		s.sayBegun(locale.T("Here is what you had begun."))
	case s.adding.Entry != nil:
		s.form.fill(draftOfEntry(form, *s.adding.Entry))
	case len(s.adding.Correct) > 0:
		s.form.fill(draftOfReadings(form, s.adding.Correct))
	}
	if draft == nil && !s.correcting() {
		s.form.useUnits(s.unitsOf())
	}
	s.form.touched = draft != nil
	if s.correcting() {
		s.notice.Add(parts.NewNotice(parts.NoticeInfo, locale.T("What you save takes the place of the old value, which stays in the history."), ""))
	}
	head := parts.InsetBy(style.Space4, scrollMargin, 0, scrollMargin, parts.AtMost(grown(formWidth), s.notice))
	s.foot = s.footer()
	content := container.NewBorder(head, s.foot, nil, nil, s.form.scroll)
	s.show(s.shell.Frame(s.topBar(), container.New(reachOut{s.shell}, content)))
	// Before it is known what belongs to the old value, it would be left behind.
	s.buttons[0].SetEnabled(!s.correcting())
	s.load()
}

// sayBegun says why the form is not empty.
func (s *AddScreen) sayBegun(words string) {
	s.say(parts.NewNotice(parts.NoticeInfo, words, "", parts.NewButton(parts.Quiet, locale.T("Start afresh"), s.startAfresh)))
}

// sayBack says that the form is as the lock found it.
func (s *AddScreen) sayBack() {
	if s.form != nil && s.form.touched {
		s.sayBegun(backLine())
	}
}

// base is the moment that the form begins with.
func (s *AddScreen) base() present.Instant {
	switch {
	case s.adding.Entry != nil:
		return present.Instant{At: s.adding.Entry.Start, Offset: s.adding.Entry.Offset}
	case len(s.adding.Correct) > 0:
		return present.Instant{At: s.adding.Correct[0].Start, Offset: s.adding.Correct[0].Offset}
	}
	now := s.shell.Now().UnixMilli() / 1000 * 1000
	return present.Instant{At: now, Offset: present.NewAlmanac(s.shell.Now(), s.person).OffsetAt(now)}
}

func (s *AddScreen) topBar() *parts.TopBar {
	title := locale.T("Add: %s", s.form.form.Name())
	if s.correcting() {
		title = locale.T("Correct: %s", s.form.form.Name())
	}
	var actions []fyne.CanvasObject
	if !s.correcting() {
		actions = append(actions, parts.NewButton(parts.Quiet, locale.T("Other kind"), s.otherKind))
	}
	return parts.NewTopBar(title, s.person.Name, s.Back, actions...)
}

func (s *AddScreen) footer() fyne.CanvasObject {
	cancel := parts.NewButton(parts.Quiet, locale.T("Cancel"), s.Back)
	save := parts.NewButton(parts.Primary, locale.T("Save"), s.Submit)
	row := []fyne.CanvasObject{cancel, parts.Spring()}
	s.buttons = []*parts.Button{save}
	if s.correcting() {
		save.SetLabel(locale.T("Save the correction"))
	} else {
		again := parts.NewButton(parts.Outlined, locale.T("Save and add another"), func() { s.submit(true) })
		s.buttons = append(s.buttons, again)
		row = append(row, again)
	}
	buttons := parts.InsetBy(style.Space12, scrollMargin, style.PageInsetCompact, scrollMargin, parts.AtMost(grown(formWidth), parts.Row(style.Space12, append(row, save)...)))
	// Its own ground, so that nothing of the form shows through.
	return container.NewStack(parts.NewFill(style.Background, 0, fyne.Size{}), buttons)
}

func (s *AddScreen) show(o fyne.CanvasObject) {
	parts.Unfocus(s.root)
	s.root.Objects = []fyne.CanvasObject{o}
	s.root.Refresh()
	s.shell.moveToast()
}

// say shows one notice over the form, instead of any other.
func (s *AddScreen) say(n *parts.Notice) {
	s.notice.Objects = nil
	if n != nil {
		s.notice.Add(n)
	}
	s.root.Refresh()
}

// Object implements Page.
func (s *AddScreen) Object() fyne.CanvasObject { return s.root }

// Start implements Starter.
func (s *AddScreen) Start() {
	if s.form != nil {
		s.form.focus()
		return
	}
	if s.summaries == nil {
		s.load()
	}
	s.chooser.search.Focus()
}

// Find implements Finder.
func (s *AddScreen) Find() {
	if s.chooser != nil {
		s.chooser.search.Focus()
	}
}

// Footer is the height of the buttons at the bottom, over which toasts stand.
func (s *AddScreen) Footer() float32 {
	if s.form == nil {
		return 0
	}
	return s.foot.MinSize().Height - style.Space12
}

// Busy implements Busier.
func (s *AddScreen) Busy() bool { return s.saving }

// Drop implements Dropper: a picture goes into its form, anything else is an
// import.
func (s *AddScreen) Drop(paths []string) {
	if s.saving {
		return
	}
	if s.form != nil && s.form.picture != nil && len(paths) == 1 {
		s.form.picture.read(paths[0])
		return
	}
	s.shell.OpenImport(paths)
}

// TypedKey implements KeyTyper.
func (s *AddScreen) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape || s.saving {
		return s.saving
	}
	s.Back()
	return true
}

// TypedRune implements KeyTyper.
func (s *AddScreen) TypedRune(rune) bool { return false }

// changed is told of everything that is typed.
func (s *AddScreen) changed() {
	if s.asking {
		s.asking = false
		s.say(nil)
	}
}

// Back leaves the page. What was typed is asked about once; asked again it is
// kept as a draft.
func (s *AddScreen) Back() {
	if s.saving {
		return
	}
	if s.form != nil && s.form.touched && !s.form.blank() && !s.asking {
		s.asking = true
		s.say(parts.NewNotice(parts.NoticeWarning, locale.T("What you typed is not saved."),
			locale.T("Escape again leaves and keeps it for later."),
			parts.NewButton(parts.Quiet, locale.T("Go on typing"), func() {
				s.changed()
				s.form.focus()
			}),
			parts.NewButton(parts.Danger, locale.T("Discard"), func() {
				s.discard()
				s.Back()
			})))
		return
	}
	if s.form != nil && s.fromList {
		s.keepDraft()
		s.adding.Subject = ""
		s.showList()
		s.chooser.search.Focus()
		return
	}
	s.shell.Back()
}

// otherKind goes to the list; what was typed is kept.
func (s *AddScreen) otherKind() {
	s.keepDraft()
	s.adding.Subject = ""
	s.showList()
	s.chooser.search.Focus()
}

// discard forgets what was typed.
func (s *AddScreen) discard() {
	s.shell.DropDraft(addDraftKind, s.person.ID, s.draftID())
	s.form.touched = false
}

// startAfresh empties the form.
func (s *AddScreen) startAfresh() {
	form := s.form.form
	s.discard()
	s.showForm(form)
	s.form.focus()
}

func (s *AddScreen) keepDraft() {
	if d, ok := s.draft(false); ok {
		s.shell.KeepDraft(d)
	}
}

// Leave implements Page.
func (s *AddScreen) Leave() {
	if s.left {
		return
	}
	s.left = true
	if s.shell.Session() == s.session && !s.saving {
		s.keepDraft()
	}
	s.look.Cancel()
	s.pick.Close()
	if s.form != nil && s.form.picture != nil {
		s.form.picture.job.Cancel()
	}
	s.form, s.chooser = nil, nil
	s.root.Objects = nil
}
