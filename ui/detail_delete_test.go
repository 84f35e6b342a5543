package ui

import (
	"context"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/style"
)

// erasable is a library in which readings can be deleted and brought back.
type erasable struct {
	*fakeLibrary
	gone map[health.BatchID][]health.Reading
	fail error
}

func (e *erasable) Delete(ctx context.Context, profile health.ProfileID, ms []Measurement) (Deletion, error) {
	if e.fail != nil {
		return Deletion{}, e.fail
	}
	d := Deletion{ID: health.BatchID{byte(50 + len(e.gone))}, Profile: profile, Readings: len(ms)}
	for _, m := range ms {
		e.readings[m.Metric] = slices.DeleteFunc(e.readings[m.Metric], func(r health.Reading) bool {
			hit := r.Source == m.Source && r.Start == m.Start
			if hit {
				e.gone[d.ID] = append(e.gone[d.ID], r)
			}
			return hit
		})
		if len(e.readings[m.Metric]) == 0 {
			delete(e.readings, m.Metric)
		}
	}
	return d, ctx.Err()
}

func (e *erasable) Undoable() ([]Deletion, error) { return nil, nil }

func (e *erasable) Undelete(ctx context.Context, id health.BatchID) error {
	for _, r := range e.gone[id] {
		all := append(e.readings[r.Metric], r)
		slices.SortFunc(all, func(a, b health.Reading) int { return int(a.Start - b.Start) })
		e.readings[r.Metric] = all
	}
	return ctx.Err()
}

// openErasable opens a subject whose readings can be deleted.
func openErasable(t *testing.T, size fyne.Size, subject string) (*stage, *DetailScreen, *erasable) {
	t.Helper()
	lib := &erasable{fakeLibrary: household(), gone: map[health.BatchID][]health.Reading{}}
	s := unlocked(t, style.AlwaysLight, size, withData(lib))
	d := NewDetailScreen(s.Shell, DataNeeds{Library: lib, Past: onePast, Deletions: lib}, subject)
	s.Open(d)
	s.bench.settle()
	return s, d, lib
}

func TestAMeasurementIsDeletedWithAllItsValuesAndComesBack(t *testing.T) {
	s, d, lib := openErasable(t, wide, "weight")
	before := len(lib.readings["weight"])
	fat := len(lib.readings["fat_mass"])
	d.side.table.Select(0)
	s.bench.settle()
	row, _ := d.side.selected()
	s.press("Delete…")
	s.wants("Delete the measurement of 14 Oct 2025, 07:12?")
	s.wants("It has 5 values: Weight, Fat mass, Muscle mass, Bone mass, Body water.")
	s.press("Keep it")
	s.wants("Came from")
	s.press("Delete…")
	s.press("Delete")
	if len(lib.readings["weight"]) != before-1 || len(lib.readings["fat_mass"]) != fat-1 {
		t.Errorf("%d of %d weigh-ins and %d of %d fat masses are left", len(lib.readings["weight"]), before, len(lib.readings["fat_mass"]), fat)
	}
	if d.side.row(0).At == row.At || d.side.open {
		t.Error("the row is still listed, or the details open")
	}
	s.wants("Deleted the measurement of 14 Oct 2025, 07:12.")
	s.toast.Action().Press()
	s.bench.settle()
	s.wants("Brought back.")
	if len(lib.readings["weight"]) != before || d.side.row(0).At != row.At {
		t.Error("the row is not back")
	}
}

func TestTheDeleteKeyAsksForTheRowChosen(t *testing.T) {
	for name, size := range map[string]fyne.Size{"wide": wide, "small": fyne.NewSize(900, 600)} {
		t.Run(name, func(t *testing.T) {
			s, d, lib := openErasable(t, size, "blood_pressure")
			before := len(lib.readings["diastolic"])
			s.window.Canvas().Focus(d.side.table)
			s.key(fyne.KeyDelete) // no row is chosen before one is
			s.bench.settle()
			d.side.table.Select(0)
			s.bench.settle()
			s.key(fyne.KeyDelete)
			s.bench.settle()
			s.wants("Delete the measurement of")
			s.key(fyne.KeyEscape)
			s.bench.settle()
			if s.shows("Delete the measurement of") || len(lib.readings["diastolic"]) != before {
				t.Fatal("Escape does not keep it")
			}
			s.key(fyne.KeyDelete)
			s.bench.settle()
			s.key(fyne.KeyReturn)
			s.bench.settle()
			if len(lib.readings["diastolic"]) != before-1 || len(lib.readings["systolic"]) != before-1 {
				t.Errorf("%d of %d are left", len(lib.readings["diastolic"]), before)
			}
		})
	}
}

func TestTheSameMeasurementOfAnotherSourceGoesAlong(t *testing.T) {
	lib := newFakeLibrary()
	at := stageNow.Add(-26 * time.Hour)
	lib.put("body_temperature", "withings:export", at, 0, 36.6, health.Celsius, 1)
	lib.put("body_temperature", "csv:file", at, 0, 36.6, health.Celsius, 1)
	lib.put("body_temperature", "apple:export", at, 0, 37.2, health.Celsius, 1)
	e := &erasable{fakeLibrary: lib, gone: map[health.BatchID][]health.Reading{}}
	s := unlocked(t, style.AlwaysLight, wide, withData(e))
	d := NewDetailScreen(s.Shell, DataNeeds{Library: e, Deletions: e}, "body_temperature")
	s.Open(d)
	s.bench.settle()
	for i := range d.side.table.Rows() {
		if d.side.list.data.SourceOf(d.side.row(i)) == "withings:export" {
			d.side.table.Select(i)
		}
	}
	s.bench.settle()
	s.key(fyne.KeyDelete)
	s.bench.settle()
	s.press("Delete")
	if left := lib.readings["body_temperature"]; len(left) != 1 || left[0].Source != "apple:export" {
		t.Errorf("left are %+v", left)
	}
}

func TestWhatWasRecordedInPassingSaysWhyItStays(t *testing.T) {
	s, d, lib := openErasable(t, wide, "heart_rate")
	d.choose(0) // a day: single readings
	s.bench.settle()
	before := len(lib.readings["heart_rate"])
	d.side.table.Select(0)
	s.bench.settle()
	s.key(fyne.KeyDelete)
	s.bench.settle()
	_, why := health.MayDelete("heart_rate", health.UnknownEntry, "withings:hr")
	if why == "" || !s.shows(why) || s.shows("Delete…") || len(lib.readings["heart_rate"]) != before {
		t.Errorf("the window shows %q", s.texts())
	}
}

func TestADeletionThatFailsIsTold(t *testing.T) {
	s, d, lib := openErasable(t, wide, "weight")
	lib.fail = errDisk
	d.side.table.Select(0)
	s.bench.settle()
	s.press("Delete…")
	s.press("Delete")
	s.wants("disk gone")
}

func TestTheQuestionFitsASmallWindow(t *testing.T) {
	for name, size := range map[string]fyne.Size{"1280x800": wide, "900x600": fyne.NewSize(900, 600)} {
		s, d, _ := openErasable(t, size, "weight")
		d.side.table.Select(3)
		s.bench.settle()
		d.side.openDetails()
		s.bench.settle()
		s.capture("delete-button-light-" + name)
		s.key(fyne.KeyDelete)
		s.bench.settle()
		s.capture("delete-asked-light-" + name)
		for _, o := range s.overflow() {
			t.Errorf("%s: %s", name, o)
		}
	}
}
