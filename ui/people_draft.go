package ui

import (
	"encoding/json"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
)

// personDraftKind names the drafts of a person's page.
const personDraftKind = "person"

// personDraft is what stands on a person's page, as it was typed. A picture that
// was chosen is named by its file.
type personDraft struct {
	Name    string            `json:"name"`
	Born    string            `json:"born,omitempty"`
	Sex     health.Sex        `json:"sex,omitempty"`
	File    string            `json:"file,omitempty"`
	Without bool              `json:"without,omitempty"` // the picture was taken off
	Units   health.UnitSystem `json:"units"`
	Zone    string            `json:"zone"`
	Week    health.WeekStart  `json:"week,omitempty"`
	Dates   health.DateForm   `json:"dates,omitempty"`
}

// draftNow is what stands in the fields.
func (g *personPage) draftNow() personDraft {
	p := g.typed()
	d := personDraft{
		Name: g.who.name.Text(), Born: g.who.born.Text(), Sex: p.Sex, Units: p.Units, Zone: g.times.zone.Text(), Week: p.Week, Dates: p.Dates,
		Without: g.person.Picture != "" && p.Picture == "",
	}
	if g.who.portrait != nil {
		d.File = g.who.portrait.path
	}
	return d
}

// Drafts implements [Drafter].
func (g *personPage) Drafts() []Draft {
	now := g.draftNow()
	if now == g.plain {
		return nil
	}
	return []Draft{draftOf(personDraftKind, g.person.ID, "", now)}
}

// keepDraft keeps what was changed until the page is opened again.
func (g *personPage) keepDraft() {
	all := g.Drafts()
	if len(all) == 0 {
		g.shell.DropDraft(personDraftKind, g.person.ID, "")
		return
	}
	g.shell.KeepDraft(all[0])
}

// restore fills in what was changed and not saved before, and says so.
func (g *personPage) restore() {
	state, ok := g.shell.DraftOf(personDraftKind, g.person.ID, "")
	var d personDraft
	if !ok || json.Unmarshal(state, &d) != nil || d == g.plain || !d.Sex.Valid() || !d.Week.Valid() || !d.Dates.Valid() || !d.Units.Known() {
		return
	}
	g.quiet = true
	g.who.name.SetText(d.Name)
	g.who.born.SetText(d.Born)
	g.who.sex.SetSelected(int(d.Sex))
	g.units.fill(d.Units)
	g.times.zone.SetText(d.Zone)
	g.times.week.SetSelected(int(d.Week))
	g.times.dates.SetSelected(int(d.Dates))
	if d.Without {
		g.who.picture = ""
		g.who.showFace()
	}
	g.quiet = false
	if d.File != "" {
		g.who.read(d.File)
	}
	g.notice.Objects = nil
	g.notice.Add(parts.NewNotice(parts.NoticeInfo, locale.T("Here is what you had begun."), "",
		parts.NewButton(parts.Quiet, locale.T("Start afresh"), func() {
			g.shell.DropDraft(personDraftKind, g.person.ID, "")
			g.notice.Objects = nil
			g.fill(g.person)
			g.show(g.at)
			g.who.name.Focus()
		})))
}

// resumePerson opens the page again that the lock took.
func resumePerson(s *Shell, d Draft, open func(p Page, line string)) {
	if s.session == nil || s.session.People == nil || s.isClosed(d.Of) {
		return
	}
	if d.Of == (health.ProfileID{}) {
		open(newPersonPage(s, health.Profile{}), "")
		return
	}
	for _, p := range s.session.Profiles {
		if p.ID == d.Of {
			open(newPersonPage(s, p), "")
		}
	}
}

// dateText is a date as it stands in a field, "" for none.
func dateText(d health.Date) string {
	if d == (health.Date{}) {
		return ""
	}
	return locale.NumericDate(d)
}
