package ui

import (
	"context"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// rightsSection is the section about what the data is used for, and what a
// person may ask of others.
const rightsSection = "rights"

// rightsSection is about what the data is used for, and what a person may ask of others.
func (p *SettingsScreen) rightsSection() settingsSection {
	s := settingsSection{id: rightsSection, title: locale.T("Purposes and rights"), icon: style.IconCheck}
	if p.shell.session.Preferences != nil {
		s.cards = append(s.cards, p.purposes())
	}
	if c, ok := p.shell.deps.Recent.(RecentsChoice); ok {
		s.cards = append(s.cards, p.thisComputer(c))
	}
	if p.shell.session.Notebook != nil {
		s.cards = append(s.cards, p.letters())
	}
	return s
}

// purposes are what the data of the person on show is used for.
func (p *SettingsScreen) purposes() settingsCard {
	person := p.shell.Profile()
	c := settingsCard{title: locale.T("What the data is used for")}
	if person.Name != "" {
		c.title = locale.T("What the data of %s is used for", person.Name)
	}
	all := newPurposeSwitches(p.shell, person)
	for _, purpose := range health.Purposes() {
		name, sentence := purposeWords(purpose)
		id := "purpose-" + string(purpose)
		c.rows = append(c.rows, settingsRow{
			id: id, title: name, detail: sentence, words: locale.T("object, purpose, consent"),
			control: p.own(id, all.add(purpose, name)),
		})
	}
	return c
}

// purposeSwitches are those of one person. One is stored at a time.
type purposeSwitches struct {
	shell    *Shell
	prefs    Preferences
	job      *Job
	stored   health.Objections
	switches []*parts.Switch
}

func newPurposeSwitches(s *Shell, person health.Profile) *purposeSwitches {
	return &purposeSwitches{
		shell: s, prefs: s.session.Preferences(person.ID), job: s.Work().NewJob(), stored: s.objectionsOf(person.ID),
	}
}

func (a *purposeSwitches) add(purpose health.Purpose, name string) *parts.Switch {
	var s *parts.Switch
	s = parts.NewSwitch(name, a.stored.Allows(purpose), func(on bool) { a.store(s, purpose, on) })
	a.switches = append(a.switches, s)
	return s
}

func (a *purposeSwitches) store(s *parts.Switch, purpose health.Purpose, on bool) {
	a.enable(false)
	next, prefs := a.stored.With(purpose, on), a.prefs
	Run(a.job, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		value, err := next.Stored()
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, prefs.Set(ctx, purposesPreference, value)
	}, nil, func(_ struct{}, err error) {
		a.enable(true)
		if err != nil {
			s.SetOn(!on)
			what, todo := a.shell.Explain(err)
			a.shell.Toast(what+" "+todo, "", nil)
			return
		}
		a.stored = next
		parts.Focus(s)
	}, nil)
}

func (a *purposeSwitches) enable(on bool) {
	for _, s := range a.switches {
		s.SetEnabled(on)
	}
}

// RecentsChoice is what [Recents] are that can be told to remember nothing.
type RecentsChoice interface {
	Recents
	// Remembers reports whether vaults are remembered.
	Remembers() bool
	// SetRemembers makes it so; off takes away what is remembered.
	SetRemembers(on bool) error
}

// thisComputer is what this computer keeps, whoever is on show.
func (p *SettingsScreen) thisComputer(recents RecentsChoice) settingsCard {
	name := locale.T("Recent vaults")
	var s *parts.Switch
	s = parts.NewSwitch(name, recents.Remembers(), func(on bool) {
		if err := recents.SetRemembers(on); err != nil {
			s.SetOn(!on)
			what, todo := p.shell.Explain(err)
			p.shell.Toast(what+" "+todo, "", nil)
			return
		}
		if session := p.shell.session; on && session != nil && session.Path != "" {
			recents.Remember(session.Path, p.shell.Now())
		}
	})
	return settingsCard{title: locale.T("On this computer"), rows: []settingsRow{{
		id: "recents", title: name, control: p.own("recents", s),
		detail: locale.T("Where vaults lie and when they were open is remembered unsealed, to offer them at the start. Switched off, it is removed, and nothing is remembered."),
	}}}
}

// letters leads to the letters by which a person uses their rights.
func (p *SettingsScreen) letters() settingsCard {
	open := parts.NewButton(parts.Outlined, locale.T("Letters…"), p.shell.OpenLetters)
	return settingsCard{title: locale.T("Rights towards others"), rows: []settingsRow{{
		id: "letters", title: locale.T("Letters to vendors and clinics"), control: p.own("letters", open),
		detail: locale.T("See, correct, erase, restrict or take along what others hold, or object to its use: letters by Articles 15 to 21 of the GDPR, with the deadline for the answer."),
		words:  "GDPR DSGVO RGPD AVG",
	}}}
}
