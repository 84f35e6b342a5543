package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// addForm is the form of one kind: what is typed, the moment, and words to it.
type addForm struct {
	screen *AddScreen
	form   present.Form

	amounts  []*amountField
	more     *parts.Button // shows the numbers that few people have
	moreRow  *fyne.Container
	rest     *fyne.Container
	symptoms *symptomField
	picture  *pictureField
	name     *parts.Field // of a medicine
	amount   *parts.Field
	known    *fyne.Container // medicines taken before
	text     *parts.Field
	when     *whenField

	touched bool // something was typed
	body    *fyne.Container
	scroll  *container.Scroll
}

// textRows is how high fields for words are, in lines.
const textRows = 3

func newAddForm(screen *AddScreen, form present.Form, base present.Instant) *addForm {
	f := &addForm{screen: screen, form: form}
	a := present.NewAlmanac(screen.shell.Now(), screen.person)
	f.when = newWhenField(a, base, form.Day, screen.shell.Now)
	f.when.onChange, f.when.relay = f.typed, f.relay
	f.body = parts.Column(style.Space16)
	switch form.Entry {
	case health.Note:
		f.text = parts.NewTextArea(locale.T("Note"), 2*textRows)
		f.text.SetPlaceHolder(locale.T("How you feel, what happened"))
		f.body.Add(f.text)
	case health.Symptom:
		f.symptoms = newSymptomField(screen.correcting())
		f.symptoms.onChange, f.symptoms.relay = f.typed, f.relay
		f.body.Add(f.symptoms.body)
	case health.Medicine:
		f.addMedicine()
	case health.Picture:
		f.picture = newPictureField(screen)
		f.picture.onChange, f.picture.relay = f.typed, f.relay
		f.body.Add(f.picture.body)
	default:
		f.addAmounts()
	}
	if f.text == nil {
		f.text = parts.NewTextArea(locale.T("Comment (optional)"), textRows-1)
	}
	f.text.OnChanged(func(string) { f.textTyped() })
	f.body.Add(parts.HRule())
	f.body.Add(f.when.body)
	if form.Entry != health.Note {
		f.body.Add(f.text)
	}
	card := parts.AtMost(grown(formWidth), parts.NewCard(parts.Inset(style.Space8, f.body)))
	f.scroll = parts.Scroll(parts.InsetBy(style.Space4, scrollMargin, style.Space16, scrollMargin, card))
	return f
}

// formWidth is the breadth of a form.
const formWidth = 600

func (f *addForm) addAmounts() {
	f.rest = parts.Column(style.Space16)
	for _, ask := range f.form.Asks {
		a := newAmountField(ask, f.when.at)
		a.onChange, a.relay = f.typed, f.relay
		a.onLeft = func() { f.together() }
		for _, b := range a.boxes {
			b.OnEnter(f.screen.Submit)
		}
		f.amounts = append(f.amounts, a)
		if ask.More {
			f.rest.Add(a.body)
			continue
		}
		if ask.Follows >= 0 {
			f.amounts[ask.Follows].onWay = a.setWay
		}
		f.body.Add(a.body)
	}
	if len(f.rest.Objects) > 0 {
		f.rest.Hide()
		f.more = parts.NewButton(parts.Quiet, locale.T("More values of the scale"), f.showMore).WithIcon(style.IconChevronDown)
		f.moreRow = parts.Row(0, f.more)
		f.body.Add(f.moreRow)
		f.body.Add(f.rest)
	}
}

func (f *addForm) showMore() {
	f.unfold()
	for _, a := range f.amounts {
		if a.ask.More {
			a.boxes[0].Focus()
			return
		}
	}
}

// unfold shows the numbers that few people have.
func (f *addForm) unfold() {
	setShown(f.moreRow, false)
	setShown(f.rest, true)
	f.relay()
}

// relay lays the form out anew after something in it has changed its height.
func (f *addForm) relay() {
	if f.scroll != nil {
		f.scroll.Content.Refresh()
		f.scroll.Refresh()
	}
}

func (f *addForm) addMedicine() {
	f.name, f.amount = parts.NewField(locale.T("Medicine")), parts.NewField(locale.T("Amount (optional)"))
	f.amount.SetPlaceHolder(locale.T("400 mg, 2 tablets, …"))
	f.known = parts.Flow(style.Space8)
	f.known.Hide()
	for _, x := range []*parts.Field{f.name, f.amount} {
		x.OnChanged(func(string) {
			x.SetError("")
			f.typed()
		})
		x.OnEnter(f.screen.Submit)
	}
	f.body.Add(parts.Columns(style.Space16, f.name, f.amount))
	f.body.Add(f.known)
}

// offer shows medicines that the person took before; a press fills both fields.
func (f *addForm) offer(before []health.Entry) {
	if f.known == nil {
		return
	}
	f.known.Objects = nil
	for _, e := range before {
		name, amount := e.Field(health.FieldName), e.Field(health.FieldAmount)
		f.known.Add(parts.NewChip(strings.TrimSpace(name+" "+amount), style.NoIcon, style.Text, func() {
			f.name.SetText(name)
			f.amount.SetText(amount)
		}))
	}
	setShown(f.known, len(before) > 0)
	f.relay()
}

// typed is told of every change by the person or by filling in.
func (f *addForm) typed() {
	f.touched = true
	f.screen.changed()
}

func (f *addForm) textTyped() {
	f.text.SetError("")
	f.relay()
	f.typed()
}

// focus gives the keyboard to the first field.
func (f *addForm) focus() {
	switch {
	case len(f.amounts) > 0:
		f.amounts[0].boxes[0].Focus()
		f.amounts[0].boxes[0].SelectAll()
	case f.symptoms != nil:
		parts.Focus(f.symptoms.chips[f.symptoms.keys[0]])
	case f.name != nil:
		f.name.Focus()
	case f.picture != nil:
		f.picture.path.Focus()
	default:
		f.text.Focus()
	}
}

// blank reports whether nothing is typed that would be lost.
func (f *addForm) blank() bool {
	for _, a := range f.amounts {
		if !a.empty() {
			return false
		}
	}
	return f.text.Text() == "" && (f.symptoms == nil || len(f.symptoms.picked) == 0 && f.symptoms.own.Text() == "") &&
		(f.picture == nil || f.picture.chosen == nil) && (f.name == nil || f.name.Text() == "" && f.amount.Text() == "")
}

// check says beside every field what is wrong with it, gives the keyboard to the
// first that is, and reports whether all can be stored.
func (f *addForm) check() bool {
	var wrong func()
	fail := func(ok bool, focus func()) {
		if !ok && wrong == nil {
			wrong = focus
		}
	}
	for _, a := range f.amounts {
		fail(a.check(true), a.focusWrong)
	}
	if a := f.together(); a != nil {
		fail(false, a.boxes[0].Focus)
	}
	if f.symptoms != nil {
		fail(f.symptoms.check(), f.symptoms.own.Focus)
	}
	if f.picture != nil {
		fail(f.picture.check(), f.picture.path.Focus)
	}
	if f.name != nil && strings.TrimSpace(f.name.Text()) == "" {
		f.name.SetError(locale.T("Type what the medicine is called."))
		fail(false, f.name.Focus)
	}
	if f.form.Entry == health.Note && strings.TrimSpace(f.text.Text()) == "" {
		f.text.SetError(locale.T("Write something."))
		fail(false, f.text.Focus)
	}
	fail(f.when.check(), f.when.focusWrong)
	f.relay()
	if wrong != nil {
		wrong()
		f.showFocused()
	}
	return wrong == nil
}

// together checks numbers that depend on each other and returns the one that
// cannot be beside the leading one, nil for none.
func (f *addForm) together() (wrong *amountField) {
	if len(f.amounts) < 2 {
		return nil
	}
	lead, ok := f.amounts[0].amount()
	if !ok {
		return nil
	}
	for _, a := range f.amounts[1:] {
		v, ok := a.amount()
		if !ok {
			continue
		}
		words := ""
		switch {
		case v.Metric == "diastolic":
			words = present.PressureFault(lead, v)
		case lead.Metric == "weight":
			words = present.MassFault(lead, v)
		}
		if words != "" {
			a.fail(words)
			wrong = a
		}
	}
	return wrong
}

// showFocused scrolls to what has the keyboard.
func (f *addForm) showFocused() {
	o, ok := f.screen.shell.Window().Canvas().Focused().(fyne.CanvasObject)
	if !ok {
		return
	}
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(f.scroll).Y + f.scroll.Offset.Y
	bringIntoSight(f.scroll, top, o.Size().Height)
}
