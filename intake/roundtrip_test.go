package intake_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/intake"
)

// middling is a number of a unit that is usual for the metric.
func middling(t *testing.T, m health.Metric, u health.Unit) health.Decimal {
	t.Helper()
	d, ok := health.FromFloat(u.FromCanonical((m.Plausible.Min+m.Plausible.Max)/2), 5)
	if !ok {
		t.Fatal(m.ID)
	}
	return d
}

func TestEveryMetricOfEverySourceComesBackFromItsExport(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: losAngeles, Units: health.USUnits})
	start := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC).UnixMilli()
	sources := []health.SourceID{
		"apple:watch/Anna's Watch", "apple:relay/Withings", "fitbit:tracker/Charge 6, the \"new\" one", "health-connect:phone/Gerät ä",
		"samsung:other/=1+1", "libreview:sensor", "dexcom:sensor/G7: left", "openscale:scale/a/b", "mfp:hand", "withings:daily", "manual:hand", "sample:watch",
	}
	var readings []health.Reading
	for i, m := range health.Metrics() {
		length := int64(0)
		if m.Shape != health.Instant {
			length = 600_000
		}
		for u := health.NoUnit; u.Known(); u++ {
			if u.Canonical() == m.Unit {
				start += 1000
				readings = append(readings, health.Reading{Metric: m.ID, Source: sources[(i+int(u))%len(sources)], Sample: health.Sample{
					Start: start, Duration: length, Value: middling(t, m, u), Unit: u, Offset: -7 * 3600,
				}})
			}
		}
	}
	for i, s := range sources {
		readings = append(readings,
			health.Reading{Metric: "weight", Source: s, Sample: health.Sample{Start: start + int64(i), Value: health.Decimal{Mantissa: 7820, Places: 2}, Unit: health.Kilogram}},
			health.Reading{Metric: "raw_apple_walking_speed", Source: s, Sample: health.Sample{Start: start, Value: health.Decimal{Mantissa: -35, Places: 1}}})
	}
	var entries []health.Entry
	for k := health.UnknownEntry + 1; k.String() != "unknown"; k++ {
		for i, text := range []string{"plain", "=1+1", "\tx", "\r\n-2", "'quoted", "＝1", "two\nlines, \"said\"", "@", " blank "} {
			fields := []health.Field{{Name: health.FieldText, Text: text}, {Name: health.FieldMetric, Text: "weight"}, {Name: health.FieldSource, Text: string(sources[0])}}
			entries = append(entries, health.Entry{Kind: k, Source: sources[i], Key: strings.TrimSpace(text), Start: start + int64(i)*1000, Duration: 1500, Offset: 3600, Fields: fields})
		}
	}
	fill(t, v, p, readings, entries)
	comesBack(t, v, p)
}

func TestPicturesComeBackWithTheirEntries(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: "UTC"})
	var entries []health.Entry
	pictures := [][]byte{bytes.Repeat([]byte("\xff\xd8\xff a rash"), 5000), []byte("\x89PNG a cup")}
	for i, data := range pictures {
		name, err := v.Attach(t.Context(), p.ID, data)
		if err != nil {
			t.Fatal(err)
		}
		for k := range 2 { // two entries of one picture
			entries = append(entries, health.Entry{Kind: health.Picture, Source: "manual:hand", Start: int64(i*10+k) * 1000, Fields: []health.Field{
				{Name: health.FieldPicture, Text: name}, {Name: health.FieldPictureType, Text: []string{"image/jpeg", "image/png"}[i]}, {Name: health.FieldText, Text: "=look"},
			}})
		}
	}
	entries = append(entries, health.Entry{Kind: health.Picture, Source: "manual:hand", Start: 99_000, Fields: []health.Field{
		{Name: health.FieldPicture, Text: strings.Repeat("0a", 16)}, // its picture never came
	}})
	fill(t, v, p, []health.Reading{{Metric: "weight", Source: "manual:hand", Sample: health.Sample{Start: 1, Value: health.Int(70), Unit: health.Kilogram}}}, entries)
	comesBack(t, v, p)
	for _, f := range intake.Formats() {
		if !f.Lossless {
			continue
		}
		path := exportAs(t, v, p, f)
		other, q := newVault(t, health.Profile{Zone: "UTC"})
		// A picture that is there under another name keeps that, and one whose name
		// another picture has gets a new one.
		kept, err := other.Attach(t.Context(), q.ID, pictures[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := other.AttachAs(t.Context(), q.ID, entries[2].Field(health.FieldPicture), []byte("another")); err != nil {
			t.Fatal(err)
		}
		s := preview(t, other, q, intake.Options{}, path)
		if err := s.Discard(); err != nil {
			t.Fatal(err)
		}
		commit(t, preview(t, other, q, intake.Options{}, path))
		_, got := everything(t, other, q)
		for i, e := range got[:4] {
			name := e.Field(health.FieldPicture)
			data, err := other.Blob(t.Context(), q.ID, name)
			if err != nil || !bytes.Equal(data, pictures[i/2]) {
				t.Errorf("%s: picture %d is %d bytes, %v", f.Name, i, len(data), err)
			}
			if i < 2 && name != kept || i >= 2 && name == entries[2].Field(health.FieldPicture) {
				t.Errorf("%s: picture %d has the name of another", f.Name, i)
			}
		}
		if again := preview(t, other, q, intake.Options{}, path); again.Stored() {
			t.Errorf("%s: the same archive again brings %d new and %d conflicting", f.Name, again.Preview.New, again.Preview.Conflicts)
		}
		files := slices.DeleteFunc(s.Paths[0].Files, func(r importers.FileReport) bool { return r.Kind != "picture" })
		if len(files) != 2 {
			t.Errorf("%s: pictures are %+v", f.Name, files)
		}
	}
}
