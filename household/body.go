package household

import (
	"math"

	"vitalkeep/health"
)

const (
	scaleSource health.SourceID = "sample:scale"
	cuffSource  health.SourceID = "sample:cuff"
)

// scale writes the weigh-ins, in the units of the profile as a scale would:
// kilograms to 10 g, pounds to a tenth.
func (g *generator) scale(d day) error {
	t := g.person.traits
	if d.n == 0 {
		if err := g.height(d); err != nil {
			return err
		}
	}
	if d.away || !g.happens(t.weighEvery) {
		return nil
	}
	hour := g.around(7.1, 0.3)
	if d.weekend {
		hour = g.around(8.8, 0.5)
	}
	start := g.at(d, hour)
	// Water comes and goes within the week; a fever takes some.
	kg := t.weight(d.n) + 0.25*math.Sin(2*math.Pi*float64(d.n)/7) - 0.3*d.fever + g.around(0, 0.28)
	unit, places, factor := health.Kilogram, uint8(2), 1.0
	if g.person.Profile.Units.In(health.Mass) != health.Kilogram {
		unit, places, factor = health.Pound, 1, 1/health.Pound.Value(health.Int(1))
	}
	mass := func(m health.MetricID, kg float64) number { return number{m, unit, places, kg * factor} }
	numbers := []number{mass("weight", kg)}
	if t.composition && g.happens(0.93) { // sometimes somebody keeps the socks on
		// What was lost was mostly fat.
		fat := t.fat*74 + 0.75*(kg-74) + g.around(0, 0.2)
		bone := t.bone * 74
		muscle := kg - fat - bone
		numbers = append(
			numbers,
			mass("fat_mass", fat), mass("bone_mass", bone), mass("muscle_mass", muscle),
			mass("water_mass", muscle*t.water/t.muscle),
			number{"fat_ratio", health.Percent, 1, 100 * fat / kg},
			number{"heart_rate", health.PerMinute, 0, g.around(t.resting+6+8*d.fever, 4)},
		)
		if d.n%7 == 0 {
			numbers = append(numbers, number{"pulse_wave_velocity", health.MetrePerSecond, 1, g.around(6.6, 0.25)})
		}
	}
	return g.put(scaleSource, start, 0, numbers...)
}

func (g *generator) height(d day) error {
	h := number{"height", health.Metre, 2, g.person.traits.height}
	if g.person.Profile.Units.In(health.Length) == health.Inch {
		h = number{"height", health.Inch, 0, health.Inch.FromCanonical(h.value)}
	}
	return g.put("sample:hand", g.at(d, 19), 0, h)
}

// cuff writes blood pressure with its pulse: high at first, lower from the
// eighth month on, higher in the morning than in the evening.
func (g *generator) cuff(d day) error {
	if d.away {
		return nil
	}
	treated := 1 / (1 + math.Exp(-(float64(d.n)-240)/18)) // from 0 to 1
	for _, reading := range []struct{ hour, chance, more float64 }{{7.4, 0.8, 4}, {20.7, 0.6, 0}} {
		if !g.happens(reading.chance) {
			continue
		}
		systolic := g.around(146-17*treated+reading.more, 5.5)
		diastolic := g.around(91-9*treated+reading.more/2, 3.5)
		err := g.put(
			cuffSource, g.at(d, g.around(reading.hour, 0.35)), 0,
			number{"systolic", health.MillimetreOfMercury, 0, systolic},
			number{"diastolic", health.MillimetreOfMercury, 0, min(diastolic, systolic-18)},
			number{"heart_rate", health.PerMinute, 0, g.around(g.person.traits.resting+3+7*d.fever, 3.5)},
		)
		if err != nil {
			return err
		}
	}
	return nil
}
