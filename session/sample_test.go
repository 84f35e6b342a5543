package session

import (
	"bytes"
	"context"
	"encoding/hex"
	"image/png"
	"slices"
	"testing"

	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/ui/present"
)

// wantSampleDiary compares what the people of the sample household wrote with
// what every screen needs to have something to show.
func wantSampleDiary(t *testing.T, s *ui.Session) {
	t.Helper()
	ctx := context.Background()
	devices, err := s.Devices.List(ctx)
	if err != nil || len(devices) < 6 {
		t.Errorf("%d devices, %v", len(devices), err)
	}
	for i, p := range s.Profiles {
		n := s.Notebook(p.ID)
		kinds := map[health.EntryKind]int{}
		for _, e := range entries(t, n) {
			kinds[e.Kind]++
			if ref := e.Field(health.FieldPicture); ref != "" {
				picture, err := n.Picture(ctx, ref)
				if err == nil {
					_, err = png.DecodeConfig(bytes.NewReader(picture))
				}
				if err != nil {
					t.Errorf("a picture of a %s: %v", e.Kind, err)
				}
			}
			if e.Kind == health.RoomEvent && !slices.ContainsFunc(devices, func(d health.Device) bool {
				return hex.EncodeToString(d.ID[:]) == e.Field(health.FieldDevice) && slices.Contains(d.Sources, e.Source)
			}) {
				t.Errorf("an event of no device: %+v", e)
			}
			if e.Kind == health.Correction {
				wantSampleCorrection(t, n, e)
			}
		}
		want := []health.EntryKind{health.Symptom, health.Medicine, health.Note, health.Comment}
		if i == 0 {
			want = append(want, health.Picture, health.RoomEvent, health.Correction, health.ECG, health.SleepNight, health.Workout)
		}
		for _, k := range want {
			if kinds[k] == 0 {
				t.Errorf("%s has no %s", p.Name, k)
			}
		}
	}
	for _, d := range devices {
		model, _ := health.DeviceModelByID(d.Model)
		for _, o := range d.Owners {
			if !slices.ContainsFunc(s.Profiles, func(p health.Profile) bool { return p.ID == o }) {
				t.Errorf("%s belongs to nobody", d.Nickname)
			}
		}
		if len(d.Sources) > 0 && !slices.ContainsFunc(allSeries(t, s), func(of present.Summary) bool {
			return model.Measures(of.Metric) && slices.ContainsFunc(of.Sources, func(x health.SourceID) bool { return slices.Contains(d.Sources, x) })
		}) {
			t.Errorf("%s measured nothing", d.Nickname)
		}
	}
}

func wantSampleCorrection(t *testing.T, n ui.Notebook, e health.Entry) {
	t.Helper()
	past, err := n.Versions(context.Background(), ui.Measurement{
		Metric: health.MetricID(e.Field(health.FieldMetric)), Source: health.SourceID(e.Field(health.FieldSource)), Start: e.Start,
	})
	if err != nil || len(past) != 2 || past[1].Value.String() != e.Field(health.FieldValue) || !past[0].Current {
		t.Errorf("the correction %+v is of %+v, %v", e, past, err)
	}
}

func allSeries(t *testing.T, s *ui.Session) (out []present.Summary) {
	t.Helper()
	for _, p := range s.Profiles {
		list, err := s.Library(p.ID).Metrics(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, list...)
	}
	return out
}
