package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// mainScreen is the rail with a page beside it.
type mainScreen struct {
	shell *Shell
	whole fyne.CanvasObject
}

// place is a row of the rail and the maker of its page.
type place struct {
	id   string
	name string // in the rail, a key of locale
	icon style.Icon
	make func(s *Shell) Page
}

// vaultPlace is the place of the vault's page in the rail.
const vaultPlace = "vault"

// settingsPlace is the place of the settings in the rail.
const settingsPlace = "settings"

// has reports whether the session has what a place shows.
func (s *Shell) has(id string) bool {
	if s.session == nil {
		return false
	}
	switch id {
	case vaultPlace: // sample data has no file to tell of
		return s.session.File != nil
	case "timeline", "diary", "home":
		return s.session.Notebook != nil
	case "devices":
		return s.session.Devices != nil
	}
	return true
}

// places lists what the rail offers: only what exists.
func (s *Shell) places() []place {
	var out []place
	for _, p := range []place{
		{"dashboard", locale.Key("Dashboard"), style.IconDashboard, s.pages.Dashboard},
		{"timeline", locale.Key("Timeline"), style.IconTimeline, s.pages.Timeline},
		{"data", locale.Key("Data"), style.IconData, s.pages.Data},
		{"diary", locale.Key("Diary"), style.IconDiary, s.pages.Diary},
		{"home", locale.Key("Home"), style.IconHome, s.pages.Home},
		{"devices", locale.Key("Devices"), style.IconDevices, s.pages.Devices},
		{vaultPlace, locale.Key("Vault"), style.IconShield, s.pages.Vault},
		{settingsPlace, locale.Key("Settings"), style.IconSettings, s.pages.Settings},
	} {
		if p.make != nil && s.has(p.id) {
			out = append(out, p)
		}
	}
	return out
}

func newMainScreen(s *Shell) *mainScreen {
	var rows []parts.Place
	for i, p := range s.places() {
		rows = append(rows, parts.Place{Name: locale.Dynamic(p.name), Icon: p.icon, Go: func() { s.goTo(i) }})
	}
	lock := parts.Place{Name: locale.T("Lock"), Icon: style.IconLock, Keys: commandKey() + " L", Go: s.Lock}
	if s.session.Path == "" {
		lock = parts.Place{Name: locale.T("Leave"), Icon: style.IconBack, Keys: commandKey() + " L", Go: s.Lock}
	}
	s.rail = parts.NewRail(s.personChip(), rows, append(s.bellRow(), lock))
	s.rail.SetCompact(s.compact)
	s.beside = container.NewStack()
	s.notes = parts.Column(style.Space8)
	s.body = container.NewBorder(s.notes, nil, nil, nil, s.beside)
	s.showNotes()
	return &mainScreen{shell: s, whole: container.NewBorder(nil, nil, s.rail, nil, s.body)}
}

func (m *mainScreen) object() fyne.CanvasObject { return m.whole }

func (m *mainScreen) shown() {
	m.shell.goTo(m.shell.lastPlace())
	m.shell.loadFaces()
	m.shell.countInbox()
	m.shell.checkRest()
	m.shell.beginNotices()
	m.shell.startSchedule()
}

func (m *mainScreen) leave() { m.shell.leavePages() }

func (m *mainScreen) escape() {
	if v := m.shell.visit; v == nil || !v.bar.cancel() {
		m.shell.Back()
	}
}

func (m *mainScreen) dropped(paths []string) {
	if d, ok := m.shell.Page().(Dropper); ok {
		d.Drop(paths)
		return
	}
	m.shell.OpenImport(paths)
}

// goTo shows a place of the rail by its index.
func (s *Shell) goTo(index int) {
	places := s.places()
	if s.session == nil || index >= len(places) {
		return
	}
	s.leavePages()
	s.stirNotices()
	s.place = places[index].id
	s.reached(s.place)
	if s.closedNow() && !shared(s.place) {
		s.Open(newClosedPage(s, locale.Dynamic(places[index].name), func() { s.goTo(index) }))
		return
	}
	s.Open(places[index].make(s))
}

// shared reports whether a place tells of the vault and the window only, and of
// nobody's data.
func shared(place string) bool { return place == vaultPlace || place == settingsPlace }

// markPlace marks in the rail where the page shown belongs: the place that it, or
// the page that it was opened from, names, else the one where all began.
func (s *Shell) markPlace() {
	id := s.place
	for _, page := range s.stack {
		if p, ok := page.(Placer); ok {
			id = p.Place()
		}
	}
	for i, p := range s.places() {
		if p.id == id {
			s.rail.Select(i)
		}
	}
}

// Open shows a page; Back returns from it to the one before.
func (s *Shell) Open(p Page) {
	if s.session == nil {
		p.Leave()
		return
	}
	s.stack = append(s.stack, p)
	s.showPage()
}

// Back leaves the page for the one it was opened from. On a page of the rail it
// does nothing.
func (s *Shell) Back() {
	if len(s.stack) < 2 {
		return
	}
	last := len(s.stack) - 1
	s.stack[last].Leave()
	s.stack = s.stack[:last]
	s.showPage()
	s.Reload()
}

// dropPage leaves the page shown; the caller opens another at once.
func (s *Shell) dropPage() {
	if last := len(s.stack) - 1; last > 0 {
		s.stack[last].Leave()
		s.stack = s.stack[:last]
	}
}

// Home leaves all pages for the first place of the rail.
func (s *Shell) Home() { s.goTo(0) }

// Reload tells the page shown that the data may have changed. Pages under it
// are told when they come back.
func (s *Shell) Reload() {
	s.stirNotices()
	if r, ok := s.Page().(Reloader); ok {
		r.Reload()
	}
}

// find gives the keyboard to what finds things on the page shown.
func (s *Shell) find() {
	if f, ok := s.Page().(Finder); ok {
		f.Find()
	}
}

// Page returns the page that is shown, nil if none is.
func (s *Shell) Page() Page {
	if len(s.stack) == 0 {
		return nil
	}
	return s.stack[len(s.stack)-1]
}

func (s *Shell) showPage() {
	s.deps.Window.Canvas().Unfocus()
	if s.Page() != s.away.resumed {
		s.dropResumed()
	}
	s.markPlace()
	s.beside.Objects = []fyne.CanvasObject{s.Page().Object()}
	s.beside.Refresh()
	s.moveToast()
	if p, ok := s.Page().(Starter); ok {
		p.Start()
	}
}

func (s *Shell) leavePages() {
	for _, p := range s.stack {
		p.Leave()
	}
	s.stack = nil
}

// OpenImport opens the import of files, none if they are still to be chosen.
func (s *Shell) OpenImport(paths []string) {
	if s.session != nil && s.pages.Import != nil && !s.busy() {
		s.openTransfer(s.pages.Import(s, paths))
	}
}

// CanAdd reports whether anything can be typed in.
func (s *Shell) CanAdd() bool {
	return s.session != nil && s.session.Notebook != nil && s.pages.Add != nil && !s.closedNow()
}

// OpenAdd opens the page on which a measurement is typed in or corrected.
func (s *Shell) OpenAdd(a Adding) {
	if s.CanAdd() && !s.busy() {
		s.Open(s.pages.Add(s, a))
	}
}

// OpenInsights opens what a subject comes to.
func (s *Shell) OpenInsights(subject string) {
	if s.offersInsights() && !s.closedNow() {
		s.Open(s.pages.Insights(s, subject))
	}
}

// OpenExport opens the export.
func (s *Shell) OpenExport() {
	if s.session != nil && s.pages.Export != nil && !s.busy() && !s.closedNow() {
		s.openTransfer(s.pages.Export(s))
	}
}

// busy reports whether the page shown must not make way.
func (s *Shell) busy() bool {
	b, ok := s.Page().(Busier)
	return ok && b.Busy()
}

// openTransfer opens an import or export over the page of the rail; one that is
// open already gives way.
func (s *Shell) openTransfer(p Page) {
	for len(s.stack) > 1 {
		last := len(s.stack) - 1
		s.stack[last].Leave()
		s.stack = s.stack[:last]
	}
	s.Open(p)
}
