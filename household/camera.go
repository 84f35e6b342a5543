package household

import (
	"encoding/hex"
	"math"
	"time"

	"vitalkeep/health"
)

const (
	cameraSource health.SourceID = "sample:camera"
	wristSource  health.SourceID = "sample:wrist"
)

const (
	// cameraDays is since how many days the camera stands in the living room,
	// eventDays of how many it keeps what it noticed.
	cameraDays = 60
	eventDays  = 21
	// pictureDays is of how many days it keeps a picture.
	pictureDays = 4
)

// camera writes what the camera in the living room measures, and of the last
// weeks what it noticed there.
func (g *generator) camera(d day) error {
	if d.n < Days-cameraDays {
		return nil
	}
	for at := d.start; at < d.end; at += roomEvery.Milliseconds() {
		hour := localHour(at, g.loc)
		noise, voc := 31.0, 0.22
		if hour >= 7 && hour < 23 && !d.away {
			noise += 9 + 7*math.Exp(-(hour-19)*(hour-19)/3)
			voc += 0.1 + 0.5*math.Exp(-(hour-18.8)*(hour-18.8)/0.8)
		}
		err := g.put(
			cameraSource, at, 0,
			number{"sound_level", health.Decibel, 0, math.Max(24, g.around(noise, 2))},
			number{"voc", health.PartPerMillion, 2, math.Max(0.05, g.around(voc, 0.03))},
		)
		if err != nil {
			return err
		}
	}
	if d.n < Days-eventDays || d.away {
		return nil
	}
	return g.noticed(d)
}

// noticed writes the events of one day.
func (g *generator) noticed(d day) error {
	hours := []float64{7.4, 8.1, 17.9, 19.3, 21.2}
	if d.weekend {
		hours = append(hours, 10.5, 12.8, 15.4)
	}
	for _, hour := range hours {
		if !g.happens(0.8) {
			continue
		}
		at, length := g.at(d, g.around(hour, 0.3)), int64(15+g.dice.IntN(90))*1000
		if err := g.event("motion", at, length); err != nil {
			return err
		}
	}
	if g.happens(0.35) {
		text := health.Field{Name: health.FieldText, Text: "Door bell"}
		if err := g.event("sound", g.at(d, g.around(18.4, 0.6)), 3000, text); err != nil {
			return err
		}
	}
	if d.n < Days-pictureDays || g.opts.Attach == nil {
		return nil
	}
	hour := 8 + 3*float64(Days-d.n)
	ref, err := g.opts.Attach(drawRoom(hour, g.dice))
	if err != nil {
		return err
	}
	return g.event(
		"picture", g.at(d, hour), 0,
		health.Field{Name: health.FieldPicture, Text: ref}, health.Field{Name: health.FieldPictureType, Text: pictureType},
	)
}

func (g *generator) event(what string, start, duration int64, more ...health.Field) error {
	fields := []health.Field{{Name: health.FieldEvent, Text: what}}
	if g.opts.Camera != [16]byte{} {
		fields = append(fields, health.Field{Name: health.FieldDevice, Text: hex.EncodeToString(g.opts.Camera[:])})
	}
	return g.entry(health.RoomEvent, cameraSource, what, start, duration, append(fields, more...)...)
}

// Of an electrocardiogram.
const (
	heartRateHz = 300
	heartTime   = 30 * time.Second
)

// electrocardiogram writes two strips of half a minute, in the form of the
// makers' files: microvolts, comma by comma.
func (g *generator) electrocardiogram(d day) error {
	if d.n != Days-12 && d.n != Days-90 {
		return nil
	}
	return g.entry(
		health.ECG, wristSource, "Electrocardiogram", g.at(d, 20.3), heartTime.Milliseconds(),
		health.Field{Name: "type", Text: "Electrocardiogram"},
		health.Field{Name: "frequency", Text: "300"},
		health.Field{Name: "duration", Text: "30"},
		health.Field{Name: "signal", Text: g.strip()},
	)
}

// waves are the parts of one beat: when, in its share of the beat, how high in
// microvolts, and how wide in seconds.
var waves = []struct{ at, height, width float64 }{
	{0.20, 110, 0.025},   // P
	{0.335, -90, 0.010},  // Q
	{0.36, 980, 0.011},   // R
	{0.385, -210, 0.011}, // S
	{0.62, 250, 0.045},   // T
}

// strip is a healthy heart that beats a little unevenly.
func (g *generator) strip() string {
	var out []byte
	beat, began := 60/g.person.traits.resting, 0.0
	for i := range heartRateHz * int(heartTime.Seconds()) {
		at := float64(i) / heartRateHz
		if at-began >= beat {
			began += beat
			beat = math.Max(0.5, g.around(60/g.person.traits.resting, 0.03))
		}
		v := 35*math.Sin(2*math.Pi*at/4.1) + g.around(0, 6)
		for _, w := range waves {
			x := (at - began - w.at*beat) / w.width
			v += w.height * math.Exp(-x*x/2)
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = health.Int(int64(math.Round(v))).AppendText(out)
	}
	return string(out)
}
