package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
)

// dimensionWords are what people choose units of.
var dimensionWords = map[health.Dimension][2]string{
	health.Mass:          {locale.Key("Weight"), locale.Key("Of the body and of what it is made of.")},
	health.Length:        {locale.Key("Height"), locale.Key("Of people.")},
	health.Travel:        {locale.Key("Distance"), locale.Key("Of ways, and in metres or feet what was climbed on them.")},
	health.Warmth:        {locale.Key("Temperature"), locale.Key("Of the body and of rooms. Exports are always in °C.")},
	health.BloodPressure: {locale.Key("Blood pressure"), locale.Key("Names of ranges stay those of mmHg.")},
}

// unitName is a unit as it stands in the choice: stones go with pounds, inches
// with feet.
func unitName(u health.Unit) string {
	switch u {
	case health.Stone:
		return "st, lb"
	case health.Inch:
		return "ft, in"
	}
	return u.Symbol()
}

// unitFields are the units of a person.
type unitFields struct {
	page   *personPage
	object fyne.CanvasObject
	system health.UnitSystem
	base   *parts.Segmented
	each   map[health.Dimension]*parts.Segmented
}

func newUnitFields(g *personPage) *unitFields {
	f := &unitFields{page: g, each: map[health.Dimension]*parts.Segmented{}}
	f.base = parts.NewSegmented(locale.T("All units"), []string{locale.C("units", "Metric"), locale.C("units", "US")}, func(i int) {
		f.fill([]health.UnitSystem{health.MetricUnits, health.USUnits}[i])
		g.changed()
	})
	rows := []settingsRow{{
		title: locale.T("All units"), control: f.base,
		detail: locale.T("Sets those below; each can be changed by itself."),
	}}
	for _, d := range health.Dimensions() {
		words := dimensionWords[d]
		var names []string
		for _, u := range d.Units() {
			names = append(names, unitName(u))
		}
		f.each[d] = parts.NewSegmented(locale.Dynamic(words[0]), names, func(i int) {
			f.system = f.system.With(d, d.Units()[i])
			g.changed()
		})
		rows = append(rows, settingsRow{title: locale.Dynamic(words[0]), detail: locale.Dynamic(words[1]), control: f.each[d]})
	}
	f.object = settingsGroup(rows)
	return f
}

// fill shows the units of a system.
func (f *unitFields) fill(s health.UnitSystem) {
	f.system = s
	base := 0
	if s.US() {
		base = 1
	}
	f.base.SetSelected(base)
	for d, control := range f.each {
		control.SetSelected(slices.Index(d.Units(), s.In(d)))
	}
}

// unitWords are a person's units in a few words: "Metric", "Metric, but st, lb".
func unitWords(s health.UnitSystem) string {
	words := locale.C("units", "Metric")
	if s.US() {
		words = locale.C("units", "US")
	}
	for _, d := range health.Dimensions() {
		if u := s.In(d); u != s.Base().In(d) {
			words += " · " + unitName(u)
		}
	}
	return words
}
