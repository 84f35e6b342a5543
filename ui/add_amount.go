package ui

import (
	"math"
	"strings"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// amountField is where a number is typed: one or two boxes, the units beside
// them, a slider where there is one, and under it what is wrong or asked about.
type amountField struct {
	ask   present.Ask
	way   int
	lasts map[health.MetricID]present.Last
	at    func() int64 // the moment that the number is of

	boxes   [2]*parts.Field
	units   *parts.Segmented // nil where there is one unit
	before  *parts.Text      // the last value
	slider  *parts.Slider
	sliding bool
	row     *fyne.Container
	under   *fyne.Container // the slider
	note    *noteLine
	tick    *parts.Tick
	kept    string // what the person said is right
	body    *fyne.Container

	relay    func() // lays the form out anew
	onWay    func(way int)
	onLeft   func() // a box lost the keyboard
	onChange func()
}

func newAmountField(ask present.Ask, at func() int64) *amountField {
	a := &amountField{ask: ask, at: at, note: newNoteLine(), before: parts.NewText("", parts.Caption).Cutting(parts.CutEnd)}
	name := ask.Name()
	if ask.Optional {
		name = locale.T("%s (optional)", name)
	}
	for i := range a.boxes {
		box := parts.NewField(ask.Name()).Bare()
		box.OnChanged(func(string) { a.typed() })
		box.OnFocus(func(on bool) {
			if !on {
				a.check(false)
				a.onLeft()
			}
		})
		a.boxes[i] = box
	}
	if len(ask.Ways) > 1 && ask.Follows < 0 {
		var names []string
		for _, w := range ask.Ways {
			names = append(names, w.Name())
		}
		a.units = parts.NewSegmented(locale.T("Unit of %s", ask.Name()), names, a.setWay)
	}
	a.tick = parts.NewTick("", func(on bool) {
		a.kept = ""
		if on {
			a.kept = a.written()
		}
		a.check(false)
	})
	a.tick.Hide()
	a.row, a.under = parts.Row(style.Space8), parts.Column(0)
	head := parts.Row(style.Space8, parts.NewText(name, parts.Caption), parts.Stretch(a.before.Aligned(fyne.TextAlignTrailing)))
	a.body = parts.Column(style.Space4, head, a.row, a.under, a.note.row, a.tick)
	a.build()
	return a
}

// build lays the boxes of the way out.
func (a *amountField) build() {
	w := a.ask.Ways[a.way]
	objects := make([]fyne.CanvasObject, 0, 6)
	width := grown(140)
	if len(w.Units) > 1 {
		width = grown(84)
	}
	for i := range w.Units {
		objects = append(objects, parts.Width(width, a.boxes[i]))
		if len(w.Units) > 1 || a.units == nil {
			objects = append(objects, parts.NewText(w.Symbol(i), parts.BodyMuted))
		}
	}
	if a.units != nil {
		objects = append(objects, parts.InsetBy(0, 0, 0, style.Space4, a.units))
		a.units.SetSelected(a.way)
	}
	a.row.Objects = objects
	a.under.Objects, a.slider = nil, nil
	if w.Metric == "body_temperature" {
		a.slider = a.thermometer(w)
		a.under.Objects = []fyne.CanvasObject{parts.InsetBy(style.Space8, 0, style.Space4, 0, a.slider)}
		a.slide()
	}
	setShown(a.under, a.slider != nil)
	if a.relay != nil {
		a.relay()
	}
}

// thermometer is the slider of a body temperature.
func (a *amountField) thermometer(w present.Way) *parts.Slider {
	low, high, every := 35.0, 42.0, 1.0
	if w.Units[0] == health.Fahrenheit {
		low, high, every = 95, 107, 2
	}
	s := parts.NewSlider(a.ask.Name(), low, high, 0.1, func(v float64) {
		a.sliding = true
		a.boxes[0].SetText(locale.Number(v, 1))
		a.sliding = false
		a.check(false)
	}).Describe(func(v float64) string { return locale.Number(v, 1) + " " + w.Symbol(0) })
	var marks []parts.SliderMark
	for v := low; v <= high; v += every {
		marks = append(marks, parts.SliderMark{At: v, Words: locale.Number(v, 0)})
	}
	return s.WithMarks(marks...)
}

// slide moves the slider to what is typed.
func (a *amountField) slide() {
	if a.slider == nil || a.sliding {
		return
	}
	v, err := a.ask.Ways[a.way].Parse(a.texts())
	if err != nil {
		a.slider.Unset()
		return
	}
	if f := v.Value.Float64(); !math.IsNaN(f) {
		a.slider.SetValue(f)
	}
}

// texts are what stands in the boxes of the way.
func (a *amountField) texts() []string {
	var out []string
	for i := range a.ask.Ways[a.way].Units {
		out = append(out, a.boxes[i].Text())
	}
	return out
}

func (a *amountField) written() string { return a.ask.Ways[a.way].Written(a.texts()) }

// setWay types in another unit; what is typed stays, since it may be the unit
// that was wrong.
func (a *amountField) setWay(way int) {
	if way == a.way || way < 0 || way >= len(a.ask.Ways) {
		return
	}
	a.way, a.kept = way, ""
	a.tick.SetOn(false)
	a.build()
	a.tellLast()
	if a.written() != "" {
		a.check(false)
	}
	if a.onWay != nil {
		a.onWay(way)
	}
}

// set fills the boxes.
func (a *amountField) set(way int, texts []string) {
	a.setWay(way)
	for i, t := range texts {
		if i < len(a.boxes) {
			a.boxes[i].SetText(t)
		}
	}
}

// last is the latest value of what the way measures.
func (a *amountField) last() present.Last { return a.lasts[a.ask.Ways[a.way].Metric] }

// tellLast says what the person had last.
func (a *amountField) tellLast() {
	words := ""
	if l := a.last(); l.Known {
		w := a.ask.Ways[a.way]
		words = locale.T("Last: %[1]s, %[2]s", w.Reading(l.Value), locale.FullDate(health.DateAt(l.At, l.Offset)))
	}
	a.before.SetText(words)
}

// typed is told of every change of the boxes.
func (a *amountField) typed() {
	a.mark(present.Verdict{})
	a.slide()
	if a.onChange != nil {
		a.onChange()
	}
}

// check says what is wrong with the number or asked about it, and reports whether
// it can be stored. An empty box is wrong only when all is to be stored.
func (a *amountField) check(whole bool) bool {
	w := a.ask.Ways[a.way]
	if w.Empty(a.texts()) && !whole {
		a.mark(present.Verdict{})
		return a.ask.Optional
	}
	v := a.ask.Judge(w, a.texts(), a.at(), a.last())
	a.mark(v)
	return v.Fault == "" && (v.Doubt == "" || a.kept == a.written())
}

// fail shows a fault that the number has beside another.
func (a *amountField) fail(words string) { a.mark(present.Verdict{Fault: words}) }

func (a *amountField) mark(v present.Verdict) {
	for _, b := range a.boxes {
		b.SetWrong(v.Fault != "")
	}
	if v.Fault != "" {
		a.note.set(v.Fault, true)
	} else {
		a.note.set(v.Doubt, false)
	}
	asked := v.Fault == "" && v.Doubt != ""
	if asked {
		a.tick.SetWords(locale.T("Yes, %s is right", a.written()))
		a.tick.SetOn(a.kept == a.written())
	}
	setShown(a.tick, asked)
	if a.relay != nil {
		a.relay()
	}
}

// amount returns the number that was typed, and whether there is one; it was
// checked before.
func (a *amountField) amount() (present.Amount, bool) {
	v, err := a.ask.Ways[a.way].Parse(a.texts())
	return v, err == nil
}

// focusWrong gives the keyboard to what is to be done: the box to tick, else the
// number.
func (a *amountField) focusWrong() {
	if a.tick.Visible() {
		parts.Focus(a.tick)
		return
	}
	a.boxes[0].Focus()
}

func (a *amountField) empty() bool { return strings.TrimSpace(a.written()) == "" }
