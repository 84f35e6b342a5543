package ui

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// personPage adds a person to the vault or changes one.
type personPage struct {
	shell  *Shell
	person health.Profile // without an ID for a new one
	job    *Job
	object fyne.CanvasObject
	scroll *container.Scroll

	name  *parts.Field
	units *parts.Choice
	zone  *parts.Field
	save  *parts.Button
	fault *parts.Notice
}

// mostName is how many characters a name may have: what fits where it stands.
const mostName = 60

func newPersonPage(s *Shell, p health.Profile) *personPage {
	g := &personPage{shell: s, person: p, job: s.deps.Work.NewJob()}
	g.name = parts.NewField(locale.T("Name"))
	g.name.SetText(p.Name)
	g.name.SetHint(locale.T("It stands in the window and in exports."))
	var systems []string
	chosen := 0
	for i, u := range unitSystems {
		systems = append(systems, locale.Dynamic(u.words))
		if u.system == p.Units {
			chosen = i
		}
	}
	g.units = parts.NewChoice(locale.T("Units"), systems, nil)
	g.units.SetSelected(chosen)
	g.zone = parts.NewField(locale.T("Time zone"))
	g.zone.SetPlaceHolder("Europe/Paris")
	g.zone.SetHint(locale.T("The days of this person begin and end there."))
	g.zone.SetText(p.Zone)
	title, subtitle, save := locale.T("Change a person"), p.Name, locale.T("Save")
	if g.isNew() {
		g.zone.SetText(s.profile.Zone)
		title, subtitle, save = locale.T("Add a person"), locale.T("In the same vault, with data of their own"), locale.T("Add the person")
	}
	for _, f := range []*parts.Field{g.name, g.zone} {
		f.OnChanged(func(string) {
			f.SetError("")
			g.object.Refresh()
		})
		f.OnEnter(g.store)
	}
	g.save = parts.NewButton(parts.Primary, save, g.store)
	g.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	g.fault.Hide()
	form := parts.NewCard(parts.Column(style.Space16, g.name, g.units, g.zone, g.fault,
		parts.Row(style.Space8, parts.Spring(), parts.NewButton(parts.Outlined, locale.T("Cancel"), s.Back), g.save))).Padded(style.Space24)
	g.scroll = parts.Scroll(parts.InsetBy(style.Space4, style.Space4, style.Space24, style.Space4, parts.Width(480, form)))
	g.object = s.Frame(parts.NewTopBar(title, subtitle, s.Back), g.scroll)
	return g
}

func (g *personPage) isNew() bool { return g.person.ID == health.ProfileID{} }

// Object implements [Page].
func (g *personPage) Object() fyne.CanvasObject { return g.object }

// Leave implements [Page].
func (g *personPage) Leave() { g.job.Cancel() }

// Start implements [Starter].
func (g *personPage) Start() {
	g.name.Focus()
	g.name.SelectAll()
}

// Busy implements [Busier].
func (g *personPage) Busy() bool { return g.job.Running() }

// check says beside each field what is wrong with it and gives the first wrong
// one the keyboard.
func (g *personPage) check() (health.Profile, bool) {
	p := g.person
	p.Name, p.Units = strings.TrimSpace(g.name.Text()), unitSystems[g.units.Selected()].system
	var first *parts.Field
	fail := func(f *parts.Field, words string) {
		f.SetError(words)
		if first == nil {
			first = f
		}
	}
	taken := slices.ContainsFunc(g.shell.session.Profiles, func(other health.Profile) bool {
		return other.ID != p.ID && strings.EqualFold(other.Name, p.Name)
	})
	switch {
	case p.Name == "":
		fail(g.name, locale.T("Type a name; it stands in the window and in exports."))
	case utf8.RuneCountInString(p.Name) > mostName:
		fail(g.name, locale.T("This name is too long; use at most %s characters.", locale.Count(mostName)))
	case taken:
		fail(g.name, locale.T("There is a person of this name already. Choose another name."))
	}
	zone, known := knownZone(g.zone.Text())
	if !known {
		fail(g.zone, locale.T("No such zone. Type one like Europe/Paris, or a large city."))
	}
	p.Zone = zone
	if first != nil {
		g.object.Refresh() // what is wrong may take several lines
		first.Focus()
		return p, false
	}
	return p, true
}

func (g *personPage) store() {
	p, ok := g.check()
	if !ok || g.job.Running() {
		return
	}
	people, isNew := g.shell.session.People, g.isNew()
	g.fault.Hide()
	g.enable(false)
	Run(g.job, func(ctx context.Context, _ func(Step)) (health.Profile, error) {
		if isNew {
			return people.Add(ctx, p)
		}
		return p, people.Set(ctx, p)
	}, nil, func(stored health.Profile, err error) {
		g.enable(true)
		if err != nil {
			what, todo := g.shell.Explain(err)
			g.fault.Set(parts.NoticeDanger, what, todo)
			g.fault.Show()
			g.object.Refresh()
			return
		}
		g.shell.stored(stored, isNew)
	}, nil)
}

func (g *personPage) enable(on bool) {
	g.name.SetEnabled(on)
	g.zone.SetEnabled(on)
	g.units.SetEnabled(on)
	g.save.SetEnabled(on)
}

// stored takes a person who was added or changed into the session, and leads to
// the data of one who was added.
func (s *Shell) stored(p health.Profile, isNew bool) {
	people := slices.Clone(s.session.Profiles)
	if i := slices.IndexFunc(people, func(other health.Profile) bool { return other.ID == p.ID }); i >= 0 {
		people[i] = p
	} else {
		people = append(people, p)
	}
	s.session.Profiles = people
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
