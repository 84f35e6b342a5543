package household

import (
	"math"

	"vitalkeep/health"
)

const spotSource health.SourceID = "sample:spot"

// illness is a fever that rises in a day and falls over the rest.
type illness struct {
	first, days int
	peak        float64 // °C
}

// normal is the body temperature of a healthy day, °C.
const normal = 36.6

// at returns how far the temperature lies above normal on day n.
func (i illness) at(n int) float64 {
	x := float64(n-i.first) / float64(i.days)
	if x < 0.2 {
		return (i.peak - normal) * 0.7
	}
	return (i.peak - normal) * math.Pow(1-(x-0.2)/0.8, 0.8)
}

// thermometer writes the temperatures of ill days, four a day, with SpO₂, now
// and then one of a healthy day, and a note on the first day of each illness.
func (g *generator) thermometer(d day) error {
	if d.fever == 0 {
		if d.away || !g.happens(0.03) {
			return nil
		}
		return g.put(
			spotSource, g.at(d, g.around(21, 0.5)), 0,
			number{"body_temperature", health.Celsius, 1, g.around(normal, 0.15)},
			number{"spo2", health.Percent, 0, math.Min(99, g.around(97.5, 0.7))},
		)
	}
	for _, hour := range []float64{7.5, 12.5, 17.5, 21.5} {
		evening := 0.25 * math.Sin(math.Pi*(hour-9)/14)
		err := g.put(
			spotSource, g.at(d, g.around(hour, 0.3)), 0,
			number{"body_temperature", health.Celsius, 1, g.around(normal+d.fever+evening, 0.15)},
			number{"spo2", health.Percent, 0, math.Min(99, g.around(97-0.6*d.fever, 0.7))},
		)
		if err != nil {
			return err
		}
	}
	for _, i := range g.person.traits.illnesses {
		if d.n == i.first {
			return g.entry(
				health.Note, spotSource, "", g.at(d, 12), 0,
				health.Field{Name: "symptoms", Text: "Fever, headache, cough"},
				health.Field{Name: "texts", Text: "In bed, plenty of tea."},
			)
		}
	}
	return nil
}
