package session

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"vitalkeep/health"
	"vitalkeep/internal/withingsarchive"
	"vitalkeep/ui"
	"vitalkeep/ui/present"
	"vitalkeep/vault"
)

func typedWeight(start, grams int64) health.Reading {
	return health.Reading{Metric: "weight", Source: health.TypedSource, Sample: health.Sample{
		Start: start, Value: health.Decimal{Mantissa: grams, Places: 3}, Unit: health.Kilogram,
	}}
}

func entries(t *testing.T, n ui.Notebook) (out []health.Entry) {
	t.Helper()
	for e, err := range n.Entries(context.Background(), math.MinInt64, math.MaxInt64) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

func weights(t *testing.T, l ui.Library) (out []string) {
	t.Helper()
	for r, err := range l.Readings(context.Background(), "weight", math.MinInt64, math.MaxInt64) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r.Value.String())
	}
	return out
}

func TestANotebookFromTheFirstEntryToACorrection(t *testing.T) {
	ctx := context.Background()
	s := newSession(t)
	id := s.Profiles[0].ID
	n, l := s.Notebook(id), s.Library(id)
	ref, err := n.Attach(ctx, []byte("a picture"))
	if err != nil {
		t.Fatal(err)
	}
	picture := health.Entry{Kind: health.Picture, Start: 5, Fields: []health.Field{{Name: health.FieldPicture, Text: ref}}}
	if err := n.Add(ctx, []health.Reading{typedWeight(1, 70_000), typedWeight(2, 71_000)}, []health.Entry{picture}); err != nil {
		t.Fatal(err)
	}
	if got, err := n.Picture(ctx, entries(t, n)[0].Field(health.FieldPicture)); err != nil || !bytes.Equal(got, []byte("a picture")) {
		t.Errorf("picture %q, %v", got, err)
	}

	one := ui.Measurement{Metric: "weight", Source: health.TypedSource, Start: 1}
	note := health.Entry{Kind: health.Correction, Start: 1, Fields: []health.Field{{Name: health.FieldValue, Text: "70.000"}}}
	if err := n.Correct(ctx, []ui.Measurement{one}, []health.Reading{typedWeight(1, 70_500)}, []health.Entry{note}); err != nil {
		t.Fatal(err)
	}
	if got := weights(t, l); !slices.Equal(got, []string{"70.500", "71.000"}) {
		t.Errorf("corrected in place: %v", got)
	}
	past, err := n.Versions(ctx, one)
	if err != nil || len(past) != 2 || !past[0].Current || !past[0].Typed || past[1].Current || past[1].Value.String() != "70.000" || past[1].Unit != health.Kilogram {
		t.Errorf("versions %+v, %v", past, err)
	}
	if err := n.Correct(ctx, []ui.Measurement{one}, []health.Reading{typedWeight(3, 70_500)}, nil); err != nil {
		t.Fatal(err)
	}
	if got := weights(t, l); !slices.Equal(got, []string{"71.000", "70.500"}) {
		t.Errorf("corrected to another time: %v", got)
	}
	if list, err := s.Deletions.Undoable(); err != nil || len(list) != 0 {
		t.Errorf("a correction counts as deleted: %+v, %v", list, err)
	}

	es := entries(t, n)
	if len(es) != 2 || es[0].Kind != health.Correction || es[1].Kind != health.Picture {
		t.Fatalf("entries %+v", es)
	}
	gone := ui.Measurement{Entry: es[1].Kind, Source: es[1].Source, Start: es[1].Start, Key: es[1].Key}
	d, err := s.Deletions.Delete(ctx, id, []ui.Measurement{gone})
	if err != nil || d.Readings != 1 || len(entries(t, n)) != 1 {
		t.Errorf("deleted %+v, %v", d, err)
	}
	if err := s.Deletions.Undelete(ctx, d.ID); err != nil || len(entries(t, n)) != 2 {
		t.Errorf("brought back: %v", err)
	}
}

func TestChoicesAreThoseOfOnePerson(t *testing.T) {
	ctx := context.Background()
	s := newSession(t)
	other, err := s.People.Add(ctx, health.Profile{Name: "Bo", Zone: "Asia/Tokyo"})
	if err != nil {
		t.Fatal(err)
	}
	mine, others := s.Preferences(s.Profiles[0].ID), s.Preferences(other.ID)
	if err := mine.Set(ctx, "dashboard", []byte("weight")); err != nil {
		t.Fatal(err)
	}
	if got := mine.Get("dashboard"); string(got) != "weight" {
		t.Errorf("got %q", got)
	}
	if a, b := mine.Get("sources"), others.Get("dashboard"); a != nil || b != nil {
		t.Errorf("what nobody chose: %q, %q", a, b)
	}
	if got := s.Preferences(health.ProfileID{9}).Get("dashboard"); got != nil {
		t.Errorf("of nobody: %q", got)
	}
	other.Name = "Bob"
	if err := s.People.Set(ctx, other); err != nil || s.Library(other.ID).Profile().Name != "Bob" {
		t.Errorf("renamed to %q: %v", s.Library(other.ID).Profile().Name, err)
	}
	if _, err := s.People.Add(ctx, health.Profile{Name: "bob"}); !errors.Is(err, vault.ErrProfileExists) {
		t.Errorf("the same name again: %v", err)
	}
}

func TestWhatADeviceMeasuredGoesAndComesBack(t *testing.T) {
	ctx := context.Background()
	s := newSession(t)
	id := s.Profiles[0].ID
	device, err := s.Devices.Put(ctx, health.Device{Model: "body", Owners: []health.ProfileID{id}})
	if err != nil {
		t.Fatal(err)
	}
	device.Nickname = "Bathroom"
	if _, err := s.Devices.Put(ctx, device); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Devices.List(ctx); err != nil || len(list) != 1 || list[0].Nickname != "Bathroom" {
		t.Errorf("devices %+v, %v", list, err)
	}
	archive, _ := writeArchive(t, withingsarchive.Options{Days: 20})
	if _, err := s.Import.Preview(ctx, []string{archive}, ui.ImportOptions{Profile: id}, noProgress); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Import.Commit(ctx, nil); err != nil {
		t.Fatal(err)
	}
	before := summaries(t, s.Library(id))
	list, err := s.Library(id).Metrics(ctx)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(list, func(m present.Summary) bool { return m.Metric == "weight" })
	source := list[at].Sources[0]
	if _, err := s.Devices.DeleteData(ctx, id, source, nil); !errors.Is(err, vault.ErrNoReading) {
		t.Errorf("without metrics: %v", err)
	}
	d, err := s.Devices.DeleteData(ctx, id, source, []health.MetricID{"weight"})
	if err != nil || d.Readings == 0 || d.Source != source {
		t.Errorf("deleted %+v, %v", d, err)
	}
	after := summaries(t, s.Library(id))
	if after["weight"] != before["weight"]-d.Readings || after["fat_ratio"] != before["fat_ratio"] || len(after) < len(before)-1 {
		t.Errorf("left %v of %v", after, before)
	}
	if err := s.Deletions.Undelete(ctx, d.ID); err != nil {
		t.Fatal(err)
	}
	if got := summaries(t, s.Library(id)); got["weight"] != before["weight"] {
		t.Errorf("brought back %v of %v", got, before)
	}
	if err := s.Devices.Forget(ctx, device.ID); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Devices.List(ctx); err != nil || len(list) != 0 {
		t.Errorf("forgotten: %+v, %v", list, err)
	}
}
