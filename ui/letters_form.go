package ui

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/letters"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// letterForm writes a new letter: what it asks for, who it goes to, who writes,
// and in which language, with the letter itself below. The sender's details are
// kept nowhere but in a letter that is filed.
type letterForm struct {
	shell  *Shell
	book   Notebook
	person health.Profile
	today  health.Date
	pick   Picker

	whole   *fyne.Container
	page    fyne.CanvasObject
	notice  *fyne.Container
	storing *Job

	kind      *parts.Choice
	sentence  *parts.Paragraph
	to        *parts.Segmented
	maker     *parts.Choice
	ground    *parts.Choice
	language  *parts.Choice
	paper     *parts.Segmented
	way       *parts.Segmented // by which it is sent
	fields    map[letters.Detail]*parts.Field
	born      *parts.DateField
	sent      *parts.DateField
	preview   *fyne.Container
	languages []locale.Language
	voices    map[locale.Language]locale.Voice
	quiet     bool // the fields are being filled in
}

var (
	_ Page    = (*letterForm)(nil)
	_ Starter = (*letterForm)(nil)
	_ Busier  = (*letterForm)(nil)
	_ Placer  = (*letterForm)(nil)
	_ Drafter = (*letterForm)(nil)
)

func newLetterForm(s *Shell, book Notebook, person health.Profile) *letterForm {
	f := &letterForm{
		shell: s, book: book, person: person, today: s.almanac(person).Today(), pick: NewWindowPicker(s.Window()),
		storing: s.Work().NewJob(), fields: map[letters.Detail]*parts.Field{}, voices: map[locale.Language]locale.Voice{},
		notice: parts.Column(style.Space8), preview: parts.Column(style.Space12), languages: locale.Languages(), whole: container.NewStack(),
	}
	f.build()
	f.begin()
	f.follow()
	return f
}

// field makes a field of the form; rows above 1 are for text of several lines.
func (f *letterForm) field(d letters.Detail, label, hint string, rows int) *parts.Field {
	x := parts.NewField(label)
	if rows > 1 {
		x = parts.NewTextArea(label, rows)
	}
	if hint != "" {
		x.SetHint(hint)
	}
	x.OnChanged(func(string) {
		if x.Error() != "" {
			x.SetError("")
			f.whole.Refresh() // its room changes
		}
		f.show()
	})
	f.fields[d] = x
	return x
}

func (f *letterForm) build() {
	var kinds []string
	for _, k := range letters.Kinds() {
		kinds = append(kinds, letterName(k))
	}
	f.kind = parts.NewChoice(locale.T("What the letter is for"), kinds, func(int) { f.follow() })
	f.sentence = parts.NewParagraph("", parts.SmallMuted)
	f.ground = parts.NewChoice(locale.T("Why"), nil, func(int) { f.show() })
	f.to = parts.NewSegmented(locale.T("Addressee"), []string{locale.T("Maker or service"), locale.T("Clinic or practice")}, func(int) { f.follow() })
	f.maker = parts.NewChoice(locale.T("Well-known makers"), append([]string{locale.T("Another one")}, letters.Vendors()...), func(i int) {
		if i > 0 {
			f.fields[letters.DetailName].SetText(letters.Vendors()[i-1])
		}
	})
	name := f.field(letters.DetailName, locale.T("Name"), "", 1)
	address := f.field(letters.DetailAddress, locale.T("Address (optional)"),
		locale.T("It stands in the privacy notice of the addressee. Vitalkeep knows no addresses."), 3)
	about := f.field(letters.DetailAbout, "", "", 4)
	onward := f.field(letters.DetailOnward, locale.T("Send the data directly to (optional)"), "", 2)
	f.born = parts.NewDateField(locale.T("Date of birth"), f.today).Between(health.Date{Year: 1900, Month: 1, Day: 1}, f.today)
	f.born.OnChanged(func(string) { f.born.SetError(""); f.show() })
	f.fields[letters.DetailBorn] = f.born.Field
	var languages []string
	for _, l := range f.languages {
		languages = append(languages, l.Name())
	}
	f.language = parts.NewChoice(locale.T("Language of the letter"), languages, func(int) { f.show() })
	f.paper = parts.NewSegmented(locale.T("Paper"), []string{"A4", "US Letter"}, nil)
	f.way = parts.NewSegmented(locale.T("How it is sent"), []string{locale.T("E-mail or web form"), locale.T("Post")}, nil)
	f.sent = parts.NewDateField(locale.T("Sent on"), f.today).Between(f.today.AddDays(-366), f.today)
	f.sent.OnChanged(func(string) { f.sent.SetError("") })

	what := parts.NewCard(parts.Column(style.Space12, f.kind, f.sentence, f.ground, about, onward))
	who := parts.NewCard(parts.Column(style.Space12, parts.NewText(locale.T("To"), parts.Strong), f.to, f.maker, name, address))
	from := parts.NewCard(parts.Column(style.Space12,
		parts.NewText(locale.C("sender", "From"), parts.Strong),
		parts.NewParagraph(locale.T("Kept nowhere, unless the letter is filed."), parts.SmallMuted),
		f.field(letters.DetailSender, locale.T("Name"), "", 1),
		f.field(letters.DetailPost, locale.T("Address (optional)"), "", 3),
		f.field(letters.DetailEmail, locale.T("E-mail address (optional)"), "", 1),
		f.field(letters.DetailAccount, "", "", 1), f.born.Field,
		f.field(letters.DetailDevices, locale.T("Devices (optional)"), locale.T("Serial numbers or names, one in a line."), 2)))
	letter := parts.NewCard(parts.Column(style.Space16,
		parts.Row(style.Space16, parts.Stretch(f.language), f.paper), parts.HRule(), f.preview,
		parts.NewParagraph(lawNote(), parts.Caption)))
	filing := parts.NewCard(parts.Column(style.Space12,
		parts.NewText(locale.T("Once it is on its way"), parts.Strong),
		parts.NewParagraph(locale.T("A filed letter is kept in the vault with its text and the sender's details, and its deadline is watched."), parts.SmallMuted),
		f.way, f.sent.Field))
	foot := parts.Row(style.Space12, parts.Spring(),
		parts.NewButton(parts.Outlined, locale.T("Copy as text"), f.copy).WithIcon(style.IconCopy).Tall(style.ControlLargeHeight),
		parts.NewButton(parts.Outlined, locale.T("Save as text…"), func() { f.save(".txt") }).Tall(style.ControlLargeHeight),
		parts.NewButton(parts.Outlined, locale.T("Save as PDF…"), func() { f.save(".pdf") }).Tall(style.ControlLargeHeight),
		parts.NewButton(parts.Primary, locale.T("File as sent"), f.file).Tall(style.ControlLargeHeight))
	f.page = newTransferPage(f.shell.Compact, parts.NewTopBar(locale.T("New letter"), f.person.Name, f.shell.Back), foot, f.notice, what, who, from, letter, filing)
	f.whole.Objects = []fyne.CanvasObject{f.page}
}

// draftedDetails are what is kept of a letter that is not filed: nothing of the
// sender.
var draftedDetails = []letters.Detail{letters.DetailName, letters.DetailAddress, letters.DetailAbout, letters.DetailOnward}

// letterDraftKind names the form among the drafts.
const letterDraftKind = "letter"

func (f *letterForm) asks() letters.Kind { return letters.Kinds()[max(f.kind.Selected(), 0)] }

func (f *letterForm) addressee() letters.Addressee {
	if f.to.Selected() == 1 {
		return letters.Clinic
	}
	return letters.Vendor
}

// setGrounds offers the reasons that the law knows for the kind.
func (f *letterForm) setGrounds() {
	var grounds []string
	for _, g := range letters.Grounds(f.asks()) {
		grounds = append(grounds, locale.Dynamic(g.Choice))
	}
	f.ground.SetOptions(grounds)
}

// follow shows what the kind and the addressee ask for.
func (f *letterForm) follow() {
	kind := f.asks()
	f.sentence.SetText(locale.Dynamic(kind.Sentence()))
	chosen := f.ground.Selected()
	f.setGrounds()
	n := len(letters.Grounds(kind))
	if chosen >= n || !f.quiet && n > 0 && chosen < 0 {
		chosen = 0
	}
	f.ground.SetSelected(min(chosen, n-1))
	setShown(f.ground, n > 0)
	setShown(f.fields[letters.DetailOnward], kind == letters.Portability)
	clinic := f.addressee() == letters.Clinic
	setShown(f.maker, !clinic)
	setShown(f.born.Field, clinic)
	setShown(f.fields[letters.DetailDevices], !clinic)
	f.show()
}

// show writes the letter below the form anew.
func (f *letterForm) show() {
	if f.quiet {
		return
	}
	about, account := f.fields[letters.DetailAbout], f.fields[letters.DetailAccount]
	g, _ := letters.ParseGround(f.asks(), f.groundName())
	label := locale.T("Which data in particular (optional)")
	switch {
	case f.asks() == letters.Rectification:
		label = locale.T("What is wrong, and what is right")
	case g.Detailed:
		label = locale.T("The reasons, in own words")
	}
	about.SetLabel(label)
	label = locale.T("E-mail address or number of the account")
	if f.addressee() == letters.Clinic {
		label = locale.T("Patient number (optional)")
	}
	account.SetLabel(label)
	f.preview.Objects = nil
	l, err := letters.Compose(f.order())
	if err != nil {
		f.preview.Add(parts.NewParagraph(locale.T("The letter appears here as soon as the form has what it needs."), parts.SmallMuted))
	} else {
		f.preview.Add(letterText(l.Text()))
	}
	f.whole.Refresh()
}

func (f *letterForm) groundName() string {
	all := letters.Grounds(f.asks())
	if i := f.ground.Selected(); i >= 0 && i < len(all) {
		return all[i].String()
	}
	return ""
}

// voice is that of the letter's language.
func (f *letterForm) voice() locale.Voice {
	l := f.languages[max(f.language.Selected(), 0)]
	v, ok := f.voices[l]
	if !ok {
		v = locale.In(l)
		f.voices[l] = v
	}
	return v
}

// order is what is typed.
func (f *letterForm) order() letters.Order {
	text := func(d letters.Detail) string { return f.fields[d].Text() }
	v := f.voice()
	o := letters.Order{
		Kind: f.asks(), To: f.addressee(), Name: text(letters.DetailName), Address: text(letters.DetailAddress),
		Date: f.today, Ground: f.groundName(), About: text(letters.DetailAbout), Say: v.Say, Day: v.Day,
		From: letters.Sender{
			Name: text(letters.DetailSender), Address: text(letters.DetailPost), Email: text(letters.DetailEmail), Account: text(letters.DetailAccount),
		},
	}
	if o.Kind == letters.Portability {
		o.Onward = text(letters.DetailOnward)
	}
	if o.To == letters.Clinic {
		o.From.Born, _ = f.born.Date()
	} else {
		o.From.Devices = text(letters.DetailDevices)
	}
	return o
}

// compose writes the letter, or says beside the fields what is lacking.
func (f *letterForm) compose() (letters.Letter, bool) {
	l, err := letters.Compose(f.order())
	var missing letters.Missing
	if !errors.As(err, &missing) {
		if f.addressee() == letters.Clinic && !f.born.Check(true) {
			f.born.Focus()
			f.whole.Refresh()
			return l, false
		}
		return l, true
	}
	var first *parts.Field
	for _, fault := range missing {
		detail := fault.Detail
		if detail == letters.DetailReach {
			detail = letters.DetailPost
		}
		x, ok := f.fields[detail]
		if !ok {
			f.say(parts.NewNotice(parts.NoticeWarning, locale.Dynamic(fault.Reason), ""))
			continue
		}
		x.SetError(locale.Dynamic(fault.Reason))
		if first == nil {
			first = x
		}
	}
	f.whole.Refresh()
	if first != nil {
		first.Focus()
	}
	return l, false
}

// Object implements Page.
func (f *letterForm) Object() fyne.CanvasObject { return f.whole }

// Start implements Starter.
func (f *letterForm) Start() { parts.Focus(f.kind) }

// Place implements Placer.
func (f *letterForm) Place() string { return settingsPlace }

// Busy implements Busier.
func (f *letterForm) Busy() bool { return f.storing.Running() }

// Leave implements Page: what is typed is there again, until it is filed.
func (f *letterForm) Leave() {
	f.pick.Close()
	for _, d := range f.Drafts() {
		f.shell.KeepDraft(d)
	}
}

func (f *letterForm) say(n *parts.Notice) {
	f.notice.Objects = []fyne.CanvasObject{n}
	f.whole.Refresh()
}
