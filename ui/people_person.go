package ui

import (
	"context"
	"image"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/pictures"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// portrait is a picture that was chosen for a person and is still to be sealed.
type portrait struct {
	path  string // of the file that it was cut from
	data  []byte
	small image.Image
}

const (
	// portraitSide is how many pixels the picture of a person has in the vault.
	portraitSide = 512
	// faceWidth is the disc on the person's page.
	faceWidth = 72
)

// firstBirth is the earliest day that a birth can be typed on.
var firstBirth = health.Date{Year: 1880, Month: 1, Day: 1}

// sexes are what can be said, in the order of health.Sex.
var sexes = []string{locale.Key("Not said"), locale.Key("Female"), locale.Key("Male"), locale.KeyIn("sex", "Other")}

// personFields are who the person is.
type personFields struct {
	page    *personPage
	object  fyne.CanvasObject
	pick    *WindowPicker
	reading *Job

	face           *parts.Face
	choose, remove *parts.Button
	unfit          *parts.Text // why a picture was not taken
	portrait       *portrait   // chosen, nil for what the person has
	picture        string      // the name of what the person has, "" once it is taken off
	name           *parts.Field
	born           *parts.DateField
	sex            *parts.Choice
	height         *parts.Paragraph
	measure        *parts.Button
	heights        *Job
}

func newPersonFields(g *personPage) *personFields {
	s := g.shell
	f := &personFields{page: g, pick: NewWindowPicker(s.Window()), reading: s.Work().NewJob(), heights: s.Work().NewJob()}
	f.face = parts.NewFace(g.person.Name, nil, grown(faceWidth))
	f.choose = parts.NewButton(parts.Outlined, locale.T("Choose a picture…"), func() { f.pick.File(f.read) }).WithIcon(style.IconPicture)
	f.remove = parts.NewButton(parts.Quiet, locale.T("Take it off"), f.takeOff)
	f.unfit = parts.NewText("", parts.SmallMuted.In(style.Danger)).Cutting(parts.CutEnd)
	f.unfit.Hide()
	f.name = parts.NewField(locale.T("Name"))
	f.name.SetHint(locale.T("It stands in the window and in exports."))
	today := present.NewAlmanac(s.Now(), s.profile).Today()
	f.born = parts.NewDateField(locale.T("Date of birth"), today).Between(firstBirth, today)
	f.born.SetHint(locale.T("Some ranges are for adults only."))
	var said []string
	for _, w := range sexes {
		said = append(said, locale.Dynamic(w))
	}
	f.sex = parts.NewChoice(locale.T("Sex"), said, func(int) { g.changed() })
	f.height = parts.NewParagraph("", parts.SmallMuted)
	f.measure = parts.NewButton(parts.Outlined, locale.T("Add a height…"), func() { s.OpenAdd(Adding{Subject: "height"}) })
	for _, field := range []*parts.Field{f.name, f.born.Field} {
		field.OnChanged(func(string) {
			field.SetError("")
			g.changed()
		})
		field.OnEnter(g.store)
	}
	column := []fyne.CanvasObject{}
	if s.session.Notebook != nil {
		column = append(column, parts.Row(style.Space16, f.face,
			parts.Stretch(parts.Column(style.Space4, parts.Row(style.Space8, f.choose, f.remove, parts.Spring()), f.unfit,
				parts.NewParagraph(locale.T("Cut round and made small. It stays in the vault."), parts.SmallMuted)))))
	}
	column = append(column, f.name, parts.Columns(style.Space16, f.born.Field, f.sex))
	if f.hasHeight() {
		column = append(column, parts.HRule(), parts.Row(style.Space16,
			parts.Stretch(parts.Column(2, parts.NewParagraph(locale.T("Height"), parts.Strong), f.height)), f.measure))
	}
	f.object = parts.NewCard(parts.Column(style.Space16, column...)).Padded(style.Space24)
	return f
}

// hasHeight reports whether the page tells of the height: a measurement of who is
// on show, which Add leads to.
func (f *personFields) hasHeight() bool {
	g := f.page
	return !g.isNew() && g.person.ID == g.shell.profile.ID && g.shell.CanAdd() && g.shell.session.Library != nil
}

func (f *personFields) leave() {
	f.pick.Close()
	f.reading.Cancel()
	f.heights.Cancel()
}

func (f *personFields) enable(on bool) {
	f.name.SetEnabled(on)
	f.born.SetEnabled(on)
	f.sex.SetEnabled(on)
	f.choose.SetEnabled(on)
	f.remove.SetEnabled(on)
}

func (f *personFields) fill(p health.Profile) {
	f.name.SetText(p.Name)
	f.born.SetText(dateText(p.Born))
	f.sex.SetSelected(int(p.Sex))
	f.picture = p.Picture
}

// take puts what is typed into p; a date that is none leaves p without.
func (f *personFields) take(p *health.Profile) {
	p.Name = strings.TrimSpace(f.name.Text())
	p.Born, _ = f.born.Date()
	p.Sex = health.Sex(f.sex.Selected()) //nolint:gosec // one of four
	p.Picture = f.picture
}

func (f *personFields) check(fail func(*parts.Field, string)) {
	name := strings.TrimSpace(f.name.Text())
	taken := slices.ContainsFunc(f.page.shell.session.Profiles, func(other health.Profile) bool {
		return other.ID != f.page.person.ID && strings.EqualFold(other.Name, name)
	})
	switch {
	case name == "":
		fail(f.name, locale.T("Type a name; it stands in the window and in exports."))
	case utf8.RuneCountInString(name) > mostName:
		fail(f.name, locale.T("This name is too long; use at most %s characters.", locale.Count(mostName)))
	case taken:
		fail(f.name, locale.T("There is a person of this name already. Choose another name."))
	}
	if !f.born.Check(true) {
		fail(f.born.Field, f.born.Error())
	}
}

// read loads the file of a picture beside the UI.
func (f *personFields) read(path string) {
	Run(f.reading, func(context.Context, func(Step)) (*portrait, error) {
		data, err := pictures.Read(path)
		if err != nil {
			return nil, err
		}
		square, small, err := pictures.Portrait(data, portraitSide)
		if err != nil {
			return nil, err
		}
		return &portrait{path, square, small}, nil
	}, nil, func(chosen *portrait, err error) {
		f.unfit.Hidden = err == nil
		if err != nil {
			f.unfit.SetText(f.page.shell.pictureFault(err))
		} else {
			f.setPortrait(chosen)
		}
		f.page.object.Refresh()
	}, nil)
}

// looksLikePicture reports whether a file's name is that of a picture.
func looksLikePicture(path string) bool { return pictures.Looks(path) }

// setPortrait shows a picture that was chosen, nil what the person has.
func (f *personFields) setPortrait(p *portrait) {
	f.portrait = p
	f.showFace()
}

func (f *personFields) takeOff() {
	f.picture = ""
	f.unfit.Hide()
	f.setPortrait(nil)
	f.page.changed()
}

// showFace shows the picture that the person is going to have.
func (f *personFields) showFace() {
	var shown image.Image
	switch {
	case f.portrait != nil:
		shown = f.portrait.small
	case f.picture != "":
		shown = f.page.shell.people.faces[f.picture]
	}
	f.face.Set(f.name.Text(), shown)
	f.remove.Hidden = f.portrait == nil && f.picture == ""
	f.remove.Refresh()
}

// load reads the latest height.
func (f *personFields) load() {
	if !f.hasHeight() {
		return
	}
	g := f.page
	lib := g.shell.session.Library(g.person.ID)
	Run(f.heights, func(ctx context.Context, _ func(Step)) (*health.Reading, error) {
		return latestReading(ctx, lib, "height")
	}, nil, func(r *health.Reading, err error) {
		m, _ := health.Lookup("height")
		switch {
		case err != nil:
			what, _ := g.shell.Explain(err)
			f.height.SetText(what)
		case r == nil:
			f.height.SetText(locale.T("Not measured yet. It is a measurement like any other, so that it can grow."))
		default:
			scale := present.ScaleFor(m, g.person.Units)
			f.height.SetText(locale.T("%[1]s, measured %[2]s. It is a measurement like any other, so that it can grow.",
				scale.Text(scale.OfSample(r.Sample)), locale.FullDate(health.DateAt(r.Start, r.Offset))))
		}
		g.object.Refresh()
	}, nil)
}

// latestReading is the newest reading of a metric, nil for none.
func latestReading(ctx context.Context, lib Library, id health.MetricID) (*health.Reading, error) {
	all, err := lib.Metrics(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(s present.Summary) bool { return s.Metric == id && s.Count > 0 })
	if i < 0 {
		return nil, nil
	}
	last := all[i].Last
	var out *health.Reading
	for r, err := range lib.Readings(ctx, id, last, last+1) {
		if err != nil {
			return nil, err
		}
		out = &r
	}
	return out, nil
}
