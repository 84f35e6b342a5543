package ui

import (
	"math"
	"strings"
	"testing"

	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// hostileTexts are what a crafted file may hold where words or figures belong.
var hostileTexts = []string{
	"", " ", "-", "NaN", "Inf", "1e309", "-9223372036854775808", "99999999999999999999", "0x10", "1,5,5", "%s%d%!(EXTRA)", "%[9]s",
	"\x00\x1b[2J\x07", "\u202e\u2066\u200f", "a\r\nb\tc", "../../etc/passwd", "[]", "{}", "null", "[1,2", "[[[[", "\ufeff",
	strings.Repeat("W", 5000), strings.Repeat("long words ", 1000), strings.Repeat("\n", 300), strings.Repeat("é\u0301", 400), "🂡👩‍👩‍👧‍👦", "weight", "systolic",
}

// hostileTimes are the first and the last that can be imported, and odd ones.
var hostileTimes = []int64{-2_208_988_800_000, -1, 0, 1, 7_258_118_399_999}

// hostileEntries are documents of every kind as no program of ours writes them.
func hostileEntries() []health.Entry {
	names := []string{
		health.FieldText, health.FieldName, health.FieldSeverity, health.FieldAmount, health.FieldPicture, health.FieldPictureType, health.FieldEvent,
		health.FieldDevice, health.FieldMetric, health.FieldSource, health.FieldValue, health.FieldUnit, health.FieldBefore, health.FieldKind, health.FieldCorrected,
		"from", "to", "Activity type", "Data", "Data (ms)", "calories", "distance", "GPS", "Timezone", "signal", "frequency", "heart_rate", "%s",
	}
	var out []health.Entry
	kinds := []health.EntryKind{health.SleepNight, health.Workout, health.ECG, health.Note, health.Symptom, health.Medicine, health.Picture, health.RoomEvent, health.Comment, health.Correction}
	n := 0
	for _, kind := range kinds {
		for i, text := range hostileTexts {
			if (i+int(kind))%2 > 0 { // each text in half of the kinds
				continue
			}
			e := health.Entry{
				Kind: kind, Source: health.SourceID([]string{"manual", "withings:export", "", text}[i%4]), Key: text, Batch: health.BatchID{3},
				Start: stageNow.UnixMilli() - int64(n%90)*3600_000, Duration: []int64{0, 1, 3600_000, 1 << 52}[i%4],
				Offset: []int32{0, 7200, 86399, -86399, -1, 1}[i%6],
			}
			for k, name := range names {
				e.Fields = append(e.Fields, health.Field{Name: name, Text: hostileTexts[(i+k*(i%3))%len(hostileTexts)]})
			}
			out = append(out, e)
			n++
		}
		for i, at := range hostileTimes {
			out = append(out, health.Entry{Kind: kind, Source: "withings:export", Start: at, Duration: int64(1) << (52 - 8*i), Fields: []health.Field{{Name: health.FieldText, Text: "far"}}})
		}
	}
	return out
}

// hostileReadings lie outside of what anybody measures.
func hostileReadings(l *fakeLibrary) {
	for _, m := range []health.MetricID{"weight", "systolic", "diastolic", "heart_rate", "steps", "sleep_stage", "sleep_deep", "co2", "body_temperature", "spo2"} {
		for i, v := range []int64{0, -1, math.MaxInt64, math.MinInt64, 9, 99999999} {
			metric, _ := health.Lookup(m)
			l.readings[m] = append(l.readings[m], health.Reading{Metric: m, Source: health.SourceID([]string{"manual", "withings:export", "x"}[i%3]), Sample: health.Sample{
				Start: stageNow.UnixMilli() - int64(9-i)*7200_000, Duration: []int64{0, 1 << 52, 3600_000}[i%3],
				Value: health.Decimal{Mantissa: v, Places: uint8(i * 3)}, Unit: metric.Unit, Offset: []int32{86399, 0, -86399}[i%3],
			}})
		}
	}
}

// Whatever a file that was imported, or another program, put into a vault, the
// pages open, and every line of them.
func TestCraftedDataNeverBreaksAPage(t *testing.T) {
	shareApp(t)
	for name, fill := range map[string]func(l *fakeLibrary, n *fakeNotebook){
		"entries":  func(_ *fakeLibrary, n *fakeNotebook) { n.put(nil, hostileEntries()) },
		"readings": func(l *fakeLibrary, n *fakeNotebook) { hostileReadings(l) },
	} {
		t.Run(name, func(t *testing.T) {
			l := newFakeLibrary()
			l.weights(20)
			l.pressures(20)
			l.nights(5)
			s, n := withNotebook(t, style.AlwaysLight, narrow, l)
			fill(l, n)
			for i := range s.places() {
				s.goTo(i)
				s.bench.settle()
				s.window.Canvas().Capture()
				if s.Page() == nil || len(s.texts()) <= len(s.places()) {
					t.Errorf("the place %s shows no page beside the rail", s.places()[i].id)
				}
			}
			for _, id := range []string{"weight", present.PressureID, "heart_rate", "steps", "sleep", "body_temperature", "co2", "spo2"} {
				s.OpenInsights(id)
				s.bench.settle()
				s.Open(NewDetailScreen(s.Shell, dataNeeds(s.Shell), id))
				s.bench.settle()
				s.window.Canvas().Capture()
				s.Back()
			}
			for i, e := range n.entries {
				if i%12 > 0 {
					continue
				}
				s.OpenAdd(Adding{Entry: &e})
				s.bench.settle()
				for len(s.stack) > 1 {
					s.dropPage()
				}
			}
			s.Lock()
			s.bench.settle()
			if s.Session() != nil || s.Page() != nil {
				t.Error("it is not locked")
			}
		})
	}
}
