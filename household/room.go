package household

import (
	"math"
	"time"

	"vitalkeep/health"
)

const roomSource health.SourceID = "sample:room"

// roomDays is since how many days the room sensor stands in the bedroom.
const roomDays = 400

// roomEvery is the time between two of its readings.
const roomEvery = 30 * time.Minute

// room writes CO2 and temperature of a bedroom: CO2 rises while somebody
// sleeps there and falls when the window is opened; an empty house stays near
// the air outside, at some 430 ppm.
func (g *generator) room(d day) error {
	if d.n < Days-roomDays {
		return nil
	}
	season := math.Sin(2 * math.Pi * (float64(d.date.Month) - 4) / 12) // -1 in January, 1 in July
	for at := d.start; at < d.end; at += roomEvery.Milliseconds() {
		hour := localHour(at, g.loc)
		co2, warmth := 520.0, 20.4+2.6*season
		switch {
		case d.away:
			co2, warmth = 430, warmth-1.5+season
		case hour >= 23:
			co2 += 240 * (hour - 22.5)
		case hour < 7:
			co2 += 240 * (1.5 + 0.55*hour)
		case hour < 9:
			co2 += 420 * (9 - hour) / 2
		}
		warmth += 0.8 * math.Sin(2*math.Pi*(hour-11)/24)
		err := g.put(
			roomSource, at, 0,
			number{"co2", health.PartPerMillion, 0, g.around(co2, 18)},
			number{"room_temperature", health.Celsius, 1, g.around(warmth, 0.12)},
		)
		if err != nil {
			return err
		}
	}
	return nil
}
