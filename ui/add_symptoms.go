package ui

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// pickedSymptom is a symptom and how bad it is, from 0 for mild.
type pickedSymptom struct {
	key      string
	severity int
}

// field is the severity as an entry has it.
func (p pickedSymptom) field() string { return strconv.Itoa(p.severity + 1) }

// symptomField is a choice of symptoms: a chip for each that the diary knows, a
// line for others, and how bad each chosen one is.
type symptomField struct {
	single bool // one is corrected: another takes its place
	keys   []string
	picked []pickedSymptom

	chips map[string]*parts.Chip
	flow  *fyne.Container
	own   *parts.Field
	list  *fyne.Container
	note  *noteLine
	body  *fyne.Container

	onChange func()
	relay    func() // lays the form out anew
}

func newSymptomField(single bool) *symptomField {
	s := &symptomField{single: single, keys: health.Symptoms(), chips: map[string]*parts.Chip{}, note: newNoteLine()}
	s.flow, s.list = parts.Flow(style.Space8), parts.Column(style.Space8)
	s.own = parts.NewField(locale.T("Another symptom"))
	s.own.OnEnter(s.addOwn)
	add := parts.NewButton(parts.Outlined, locale.T("Add"), s.addOwn).WithIcon(style.IconAdd)
	for _, k := range s.keys {
		s.chip(k)
	}
	s.body = parts.Column(style.Space12, s.flow, parts.Row(0, parts.Width(grown(420), parts.FieldWith(s.own, add))), s.list, s.note.row)
	s.show()
	return s
}

func (s *symptomField) chip(key string) {
	c := parts.NewChip(present.SymptomName(key), style.NoIcon, style.Text, func() { s.toggle(key) })
	s.chips[key] = c
	s.flow.Add(c)
}

// toggle takes a symptom along or leaves it out.
func (s *symptomField) toggle(key string) {
	i := slices.IndexFunc(s.picked, func(p pickedSymptom) bool { return p.key == key })
	switch {
	case i >= 0 && !s.single:
		s.picked = slices.Delete(s.picked, i, i+1)
	case i >= 0:
	case s.single && len(s.picked) > 0:
		s.picked[0].key = key
	default:
		s.picked = append(s.picked, pickedSymptom{key: key, severity: 0})
	}
	s.show()
	s.changed()
}

// addOwn takes along what the person wrote.
func (s *symptomField) addOwn() {
	key := present.SymptomKey(s.own.Text())
	if key == "" {
		return
	}
	s.own.SetText("")
	if s.chips[key] == nil {
		s.chip(key)
	}
	if !slices.ContainsFunc(s.picked, func(p pickedSymptom) bool { return p.key == key }) {
		s.toggle(key)
	}
}

// set chooses symptoms.
func (s *symptomField) set(picked []pickedSymptom) {
	s.picked = slices.Clone(picked)
	for _, p := range picked {
		if s.chips[p.key] == nil {
			s.chip(p.key)
		}
	}
	s.show()
}

// show lists the chosen ones.
func (s *symptomField) show() {
	s.list.Objects = nil
	for key, c := range s.chips {
		c.SetOn(slices.ContainsFunc(s.picked, func(p pickedSymptom) bool { return p.key == key }))
	}
	for i, p := range s.picked {
		name := present.SymptomName(p.key)
		bad := parts.NewSegmented(locale.T("How bad: %s", name), present.Severities(), func(severity int) {
			s.picked[i].severity = severity
			s.changed()
		})
		bad.SetSelected(p.severity)
		row := []fyne.CanvasObject{parts.Stretch(parts.NewText(name, parts.Strong).Cutting(parts.CutEnd)), bad}
		if !s.single {
			row = append(row, parts.NewIconButton(style.IconClose, locale.T("Leave out: %s", name), func() { s.toggle(p.key) }).Tall(style.ControlSmallHeight))
		}
		s.list.Add(parts.Row(style.Space8, row...))
	}
	setShown(s.list, len(s.picked) > 0)
	if s.relay != nil {
		s.relay()
	}
}

func (s *symptomField) changed() {
	s.note.set("", false)
	if s.onChange != nil {
		s.onChange()
	}
}

// check says what is missing. What was written but not taken along counts.
func (s *symptomField) check() bool {
	s.addOwn()
	if len(s.picked) == 0 {
		s.note.set(locale.T("Choose a symptom, or write another."), true)
		s.relay()
		return false
	}
	return true
}
