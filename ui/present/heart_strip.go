package present

import (
	"math"
	"strconv"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// HeartStrip is an electrocardiogram with its samples.
type HeartStrip struct {
	Millivolts []float32 // NaN where there is none
	Rate       float64   // samples a second
}

// Of electrocardiograms.
const (
	// mostMillivolts is more than any electrode on the skin gives, and as
	// microvolts less than any beat: it tells the two apart, which makers write
	// without saying which.
	mostMillivolts = 20
	leastRate      = 20 // samples a second
	mostRate       = 10_000
	mostSamples    = 4 << 20
)

// HeartStripOf reads the samples of an electrocardiogram as the makers write
// them: numbers parted by commas, and how many there are a second. It answers
// false where something of that is missing or makes no sense.
func HeartStripOf(e health.Entry) (HeartStrip, bool) {
	if e.Kind != health.ECG {
		return HeartStrip{}, false
	}
	values, peak, ok := samplesOf(e.Field("signal"))
	if !ok {
		return HeartStrip{}, false
	}
	s := HeartStrip{Rate: rateOf(e, len(values)), Millivolts: make([]float32, len(values))}
	if !(s.Rate >= leastRate && s.Rate <= mostRate) {
		return HeartStrip{}, false
	}
	unit := 1.0
	if peak >= mostMillivolts {
		unit = 1e-3
	}
	for i, v := range values {
		s.Millivolts[i] = float32(v * unit)
	}
	return s, true
}

// samplesOf reads the numbers of a signal and the greatest distance from 0.
func samplesOf(text string) (values []float64, peak float64, ok bool) {
	text = strings.Trim(text, "[] \t\r\n")
	for len(text) > 0 && len(values) < mostSamples {
		var cell string
		cell, text, _ = strings.Cut(text, ",")
		v, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
		if err != nil || math.IsInf(v, 0) {
			v = math.NaN()
		} else {
			peak = max(peak, math.Abs(v))
		}
		values = append(values, v)
	}
	return values, peak, len(values) > 1 && peak > 0
}

// rateOf is how many samples there are a second: as it is written, else by how
// long the recording took.
func rateOf(e health.Entry, samples int) float64 {
	for _, f := range e.Fields {
		switch strings.ToLower(f.Name) {
		case "frequency", "sampling_frequency":
			if v, err := strconv.ParseFloat(strings.TrimSpace(f.Text), 64); err == nil {
				return v
			}
		}
	}
	if e.Duration <= 0 {
		return 0
	}
	return float64(samples) / (float64(e.Duration) / 1000)
}

// Seconds is how long the strip is.
func (s HeartStrip) Seconds() float64 { return float64(len(s.Millivolts)) / s.Rate }

// Caption says how the strip is drawn.
func (s HeartStrip) Caption() string {
	return locale.T("%[1]s, %[2]s samples a second. The paper runs at 25 mm a second and 10 mm a millivolt.",
		durationText(s.Seconds()), locale.Number(s.Rate, 0))
}

// InWords says what the strip is, for those who do not see it.
func (s HeartStrip) InWords() string {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range s.Millivolts {
		if f := float64(v); !math.IsNaN(f) {
			low, high = min(low, f), max(high, f)
		}
	}
	return locale.T("An electrocardiogram of %[1]s, from %[2]s mV to %[3]s mV. The program draws it and says nothing of the heart.",
		durationText(s.Seconds()), locale.Number(low, 2), locale.Number(high, 2))
}
