package ui

import (
	"context"
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// personPage adds a person to the vault or changes one. What is on it is stored
// as a whole; the passcode alone is set and taken off by buttons of its own.
type personPage struct {
	shell  *Shell
	person health.Profile // without an ID for a new one
	job    *Job
	object fyne.CanvasObject

	nav      *parts.Sections
	content  *fyne.Container
	scroll   *container.Scroll
	sections []personSection
	at       int
	notice   *fyne.Container
	foot     fyne.CanvasObject

	who      *personFields
	units    *unitFields
	times    *timeFields
	passcode *passcodeSection // nil where there is none
	save     *parts.Button
	fault    *parts.Notice
	plain    personDraft // the fields as they were filled
	quiet    bool        // the fields are being filled
}

// personSection is one part of the page.
type personSection struct {
	title  string
	icon   style.Icon
	object fyne.CanvasObject
	first  fyne.Focusable
}

// mostName is how many characters a name may have: what fits where it stands.
const mostName = 60

// personWidth is how wide the fields get at most.
const personWidth = 620

func newPersonPage(s *Shell, p health.Profile) *personPage {
	g := &personPage{shell: s, person: p, job: s.deps.Work.NewJob()}
	if g.isNew() {
		g.person.Zone, g.person.Units = s.profile.Zone, s.profile.Units.Base()
	}
	g.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	g.fault.Hide()
	g.notice = parts.Column(0)
	g.who, g.units, g.times = newPersonFields(g), newUnitFields(g), newTimeFields(g)
	g.sections = []personSection{
		{locale.T("Person"), style.IconPerson, g.who.object, g.who.name.Input()},
		{locale.T("Units"), style.IconData, g.units.object, g.units.base},
		{locale.T("Time and dates"), style.IconCalendar, g.times.object, g.times.zone.Input()},
	}
	if !g.isNew() && s.session.Locks != nil {
		g.passcode = newPasscodeSection(g)
		g.sections = append(g.sections, personSection{locale.T("Protection"), style.IconLock, g.passcode.object, nil})
	}
	title, subtitle, save := locale.T("Change a person"), p.Name, locale.T("Save")
	if g.isNew() {
		title, subtitle, save = locale.T("Add a person"), locale.T("In the same vault, with data of their own"), locale.T("Add the person")
	}
	g.save = parts.NewButton(parts.Primary, save, g.store)
	var rows []parts.Place
	for i, section := range g.sections {
		rows = append(rows, parts.Place{Name: section.title, Icon: section.icon, Go: func() { g.show(i) }})
	}
	g.nav = parts.NewSections(rows)
	g.content = container.NewStack()
	g.scroll = parts.Scroll(g.content)
	g.foot = g.footer()
	g.object = s.Frame(parts.NewTopBar(title, subtitle, s.Back),
		container.NewBorder(nil, g.foot, parts.InsetBy(0, style.Space24, 0, 0, g.nav), nil, g.scroll))
	g.fill(g.person)
	g.restore()
	g.show(0)
	return g
}

// footer are the buttons at the bottom.
func (g *personPage) footer() fyne.CanvasObject {
	row := parts.Row(style.Space12, parts.Spring(), parts.NewButton(parts.Outlined, locale.T("Cancel"), g.cancel), g.save)
	buttons := parts.InsetBy(style.Space12, scrollMargin, 0, scrollMargin, parts.Column(style.Space12, g.fault, row))
	return container.NewStack(parts.NewFill(style.Background, 0, fyne.Size{}), buttons)
}

// show shows one section.
func (g *personPage) show(at int) {
	g.at = at
	g.nav.Select(at)
	column := []fyne.CanvasObject{g.sections[at].object}
	if len(g.notice.Objects) > 0 {
		column = append([]fyne.CanvasObject{g.notice}, column...)
	}
	g.content.Objects = []fyne.CanvasObject{parts.InsetBy(style.Space4, style.Space8, style.Space24, style.Space4,
		parts.AtMost(grown(personWidth), parts.Column(style.Space16, column...)))}
	g.content.Refresh()
	g.scroll.ScrollToTop()
	g.scroll.Refresh()
}

func (g *personPage) isNew() bool { return g.person.ID == health.ProfileID{} }

// Object implements [Page].
func (g *personPage) Object() fyne.CanvasObject { return g.object }

// Footer is the height of the buttons at the bottom, over which toasts stand.
func (g *personPage) Footer() float32 { return g.foot.MinSize().Height }

// Leave implements [Page]. What was changed and not saved waits until the page
// is opened again.
func (g *personPage) Leave() {
	g.keepDraft()
	g.job.Cancel()
	g.who.leave()
	if g.passcode != nil {
		g.passcode.leave()
	}
	if s := g.shell; !g.isNew() && g.person.ID != s.profile.ID {
		s.closeBehind(g.person.ID) // the passcode was set here, and others are on show
	}
}

// Start implements [Starter].
func (g *personPage) Start() {
	if g.at == 0 {
		g.who.name.Focus()
		g.who.name.SelectAll()
	}
	g.who.load()
}

// Busy implements [Busier].
func (g *personPage) Busy() bool {
	return g.job.Running() || g.passcode != nil && g.passcode.job.Running()
}

// Drop implements [Dropper]: a single picture is that of the person.
func (g *personPage) Drop(paths []string) {
	if len(paths) == 1 && looksLikePicture(paths[0]) && !g.Busy() {
		g.show(0)
		g.who.read(paths[0])
		return
	}
	g.shell.OpenImport(paths)
}

// Reload implements [Reloader]: a height may have been typed in.
func (g *personPage) Reload() { g.who.load() }

// fill puts what is known of a person into the fields.
func (g *personPage) fill(p health.Profile) {
	g.quiet = true
	g.who.fill(p)
	g.units.fill(p.Units)
	g.times.fill(p)
	g.who.setPortrait(nil)
	g.quiet = false
	g.plain = g.draftNow()
}

// typed is the person as the fields say, without asking whether it can be.
func (g *personPage) typed() health.Profile {
	p := g.person
	g.who.take(&p)
	p.Units = g.units.system
	g.times.take(&p)
	return p
}

// check says beside each field what is wrong with it and gives the first wrong
// one the keyboard.
func (g *personPage) check() (health.Profile, bool) {
	wrong := []struct {
		section int
		field   *parts.Field
	}{}
	for section, check := range []func(fail func(f *parts.Field, words string)){0: g.who.check, 2: g.times.check} {
		if check != nil {
			check(func(f *parts.Field, words string) {
				f.SetError(words)
				wrong = append(wrong, struct {
					section int
					field   *parts.Field
				}{section, f})
			})
		}
	}
	if len(wrong) > 0 {
		g.show(wrong[0].section) // what is wrong may take several lines
		wrong[0].field.Focus()
		return g.person, false
	}
	return g.typed(), true
}

// changed is told of everything that is typed or chosen.
func (g *personPage) changed() {
	if !g.quiet {
		g.object.Refresh()
	}
}

func (g *personPage) store() {
	p, ok := g.check()
	if !ok || g.Busy() {
		return
	}
	people, notebook, isNew := g.shell.session.People, g.shell.session.Notebook, g.isNew()
	portrait := g.who.portrait
	g.fault.Hide()
	g.enable(false)
	Run(g.job, func(ctx context.Context, _ func(Step)) (health.Profile, error) {
		if isNew {
			added, err := people.Add(ctx, p)
			if err != nil || portrait == nil {
				return added, err
			}
			p = added // if the picture fails now, it is tried again as a change
		}
		if portrait != nil && notebook != nil {
			name, err := notebook(p.ID).Attach(ctx, portrait.data)
			if err != nil {
				return p, err
			}
			p.Picture = name
		}
		return p, people.Set(ctx, p)
	}, nil, func(stored health.Profile, err error) {
		g.enable(true)
		if err != nil {
			if isNew && stored.ID != (health.ProfileID{}) { // without the picture
				g.person = stored
				g.shell.session.Profiles = append(slices.Clone(g.shell.session.Profiles), stored)
			}
			what, todo := g.shell.Explain(err)
			g.fault.Set(parts.NoticeDanger, what, todo)
			g.fault.Show()
			g.object.Refresh()
			return
		}
		var small image.Image
		if portrait != nil {
			small = portrait.small
		}
		g.shell.DropDraft(personDraftKind, g.person.ID, "")
		g.person = stored
		g.fill(stored)
		g.shell.storedPerson(stored, isNew, small)
	}, nil)
}

// cancel leaves the page and forgets what was changed.
func (g *personPage) cancel() {
	if g.Busy() {
		return
	}
	g.fill(g.person)
	g.shell.Back()
}

func (g *personPage) enable(on bool) {
	g.who.enable(on)
	g.times.enable(on)
	g.save.SetEnabled(on)
}

// storedPerson takes a person who was added or changed into the session, and
// leads to the data of one who was added. small is a picture that is new.
func (s *Shell) storedPerson(p health.Profile, isNew bool, small image.Image) {
	people := slices.Clone(s.session.Profiles)
	if i := slices.IndexFunc(people, func(other health.Profile) bool { return other.ID == p.ID }); i >= 0 {
		people[i] = p
	} else {
		people = append(people, p)
	}
	s.session.Profiles = people
	if small != nil {
		s.keepFace(p.Picture, small)
	}
	switch {
	case isNew:
		s.setPerson(p)
		s.goTo(0)
		s.Toast(locale.T("Added %s. Import files or type in the first measurement.", p.Name), "", nil)
	case p.ID == s.profile.ID:
		s.setPerson(p)
		s.goTo(s.lastPlace()) // every page shows what units and zone come to
	default:
		s.Back()
	}
}
