package applehealth

import (
	"fmt"
	"strings"

	"vitalkeep/health"
)

// giver is a device or app that writes into Health.
type giver struct {
	name, version, device string
	source                string // class of the source that it becomes
}

// The givers. The device's address differs from record to record in real
// exports, in runs: %s stands for it.
var (
	watch = giver{
		"Rowena’s Apple\u00a0Watch", "9.1",
		"&lt;&lt;HKDevice: %s&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:9.1&gt;", "watch",
	}
	phone = giver{
		"Rowena’s iPhone", "16.1",
		"&lt;&lt;HKDevice: %s&gt;, name:iPhone, manufacturer:Apple Inc., model:iPhone, hardware:iPhone13,2, software:16.1&gt;", "phone",
	}
	strides = giver{"Stridewell &amp; Co", "4.2.0", "", "other"}
	scale   = giver{"Health Mate", "5.11.1", "", "relay"}
	typed   = giver{"Health", "16.1", "", "hand"}
)

var names = strings.NewReplacer("&amp;", "&")

func (g giver) id() health.SourceID {
	return health.SourceID("apple:" + g.source + "/" + names.Replace(g.name))
}

// stream is one metric as one giver writes it.
type stream struct {
	hk       string // HKQuantityTypeIdentifier…
	by       giver
	share    int    // of ten thousand records
	unit     string // as the export names it
	metric   health.MetricID
	kept     health.Unit
	low      float64
	high     float64
	places   uint8
	every    int // seconds from one to the next, at least
	jitter   int
	lasts    int // seconds; 0 for an instant
	children string
}

const motionContext = "\n  <MetadataEntry key=\"HKMetadataKeyHeartRateMotionContext\" value=\"1\"/>"

// streams returns what the records are made of, the largest share last: it
// takes what the others leave.
func streams(o Options) []stream {
	length, km, mass, kg, degrees, celsius, energy := "km", health.Kilometre, "kg", health.Kilogram, "degC", health.Celsius, "kcal"
	weigh, fever, stride := 70.0, 36.4, 0.1
	if o.Imperial {
		length, km, mass, kg, degrees, celsius, energy = "mi", health.Mile, "lb", health.Pound, "degF", health.Fahrenheit, "Cal"
		weigh, fever, stride = 154, 97.5, 0.06
	}
	const manual = "\n  <MetadataEntry key=\"HKWasUserEntered\" value=\"1\"/>"
	const link = "\n  <MetadataEntry key=\"Withings User Identifier\" value=\"4711\"/>\n  <MetadataEntry key=\"HKWasUserEntered\" value=\"0\"/>"
	return []stream{
		{"BodyMass", scale, 20, mass, "weight", kg, weigh, weigh * 1.1, 2, 20_000, 9000, 0, link},
		{"BodyMass", typed, 3, mass, "weight", kg, weigh, weigh * 1.1, 1, 180_000, 9000, 0, manual},
		{"BodyFatPercentage", scale, 20, "%", "fat_ratio", health.Fraction, 0.18, 0.27, 3, 20_000, 9000, 0, link},
		{"BodyTemperature", typed, 3, degrees, "body_temperature", celsius, fever, fever + 1.5, 1, 90_000, 9000, 0, manual},
		{"OxygenSaturation", watch, 60, "%", "spo2", health.Fraction, 0.93, 1, 2, 1800, 1800, 0, ""},
		{"RespiratoryRate", watch, 60, "count/min", "respiratory_rate", health.PerMinute, 11, 19, 1, 600, 900, 300, ""},
		{"HeartRateVariabilitySDNN", watch, 20, "ms", "hrv_sdnn", health.Millisecond, 20, 120, 4, 7200, 7200, 60, ""},
		{"RestingHeartRate", watch, 10, "count/min", "raw_resting_heart_rate_count_min", health.NoUnit, 50, 66, 0, 80_000, 6000, 40_000, ""},
		{"FlightsClimbed", phone, 50, "count", "floors", health.Count, 1, 4, 0, 3600, 3600, 120, ""},
		{"StepCount", strides, 200, "count", "steps", health.Count, 4, 130, 0, 600, 300, 300, ""},
		{"StepCount", phone, 600, "count", "steps", health.Count, 4, 600, 0, 400, 500, 360, ""},
		{"StepCount", watch, 900, "count", "steps", health.Count, 4, 160, 0, 90, 500, 61, ""},
		{"DistanceWalkingRunning", phone, 500, length, "distance", km, 0.005, stride * 5, 5, 400, 500, 360, ""},
		{"DistanceWalkingRunning", watch, 700, length, "distance", km, 0.005, stride, 14, 90, 500, 61, ""},
		{"BasalEnergyBurned", watch, 1700, energy, "calories_passive", health.Kilocalorie, 0.3, 20, 3, 62, 300, 61, ""},
		{"HeartRate", watch, 2300, "count/min", "heart_rate", health.PerMinute, 48, 165, 0, 5, 290, 0, motionContext},
		{"ActiveEnergyBurned", watch, 0, energy, "calories_active", health.Kilocalorie, 0.01, 8, 3, 62, 60, 61, ""},
	}
}

// records writes n Record elements, stream by stream. Within a stream, blocks
// of records stand newest first, the records in a block in order.
func (w *writer) records(n int) {
	all := streams(w.Options)
	left := n
	counts := make([]int, len(all))
	for i, s := range all {
		counts[i] = n * s.share / 10_000
		left -= counts[i]
	}
	counts[len(all)-1] = left
	for i, s := range all {
		w.stream(s, counts[i])
	}
}

func (w *writer) stream(s stream, n int) {
	// The block that a record stands in begins somewhere in its span of time.
	const block, group = 40, 6
	at := w.day(0) + 6*3600
	address := ""
	var held [group][]byte
	for done := 0; done < n; {
		k := 0
		for ; k < group && done < n; k++ {
			if address == "" || w.rand.IntN(4) == 0 {
				address = fmt.Sprintf("0x28%x", 0x1000000+w.rand.IntN(1<<12)*64)
			}
			held[k] = held[k][:0]
			for i := 0; i < block && done < n; i++ {
				at += int64(s.every + w.rand.IntN(s.jitter+1))
				w.record(s, at, at+int64(s.lasts), address)
				held[k] = append(held[k], w.line...)
				if w.Options.Shuffle != 0 {
					w.emit()
				}
				w.line = w.line[:0]
				done++
			}
		}
		if w.Options.Shuffle == 0 {
			for k--; k >= 0; k-- {
				w.bytes(held[k])
			}
		}
	}
}

// record puts one Record into line and into the books.
func (w *writer) record(s stream, start, end int64, address string) {
	v := w.number(s.low, s.high, s.places)
	b := append(w.line, " <Record"...)
	b = attribute(b, "type", "HKQuantityTypeIdentifier"+s.hk)
	b = w.from(b, s.by, address)
	b = attribute(b, "unit", s.unit)
	b = w.times(b, start, end)
	b = append(b, ` value="`...)
	b = v.AppendText(b)
	b = append(b, '"')
	// Only some heart rates say whether the person moved.
	if s.children == "" || s.children == motionContext && w.rand.IntN(2) == 0 {
		b = append(b, "/>\n"...)
	} else {
		b = append(b, '>')
		b = append(b, s.children...)
		b = append(b, "\n </Record>\n"...)
	}
	w.line = b
	w.note(s.metric, s.by.id(), start*1000, v, s.kept)
}

// from appends what tells who wrote a record.
func (w *writer) from(b []byte, g giver, address string) []byte {
	name := g.name
	if w.Options.BadText && g.name == strides.name {
		name = "Stridewell &#38; Co"
	}
	b = attribute(b, "sourceName", name)
	b = attribute(b, "sourceVersion", g.version)
	if w.Options.BadText && g.name == strides.name {
		b = attribute(b, "device", "a\x0b\x01b\xff")
	}
	if g.device != "" {
		b = attribute(b, "device", strings.Replace(g.device, "%s", address, 1))
	}
	return b
}
