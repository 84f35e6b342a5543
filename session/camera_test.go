package session

import (
	"context"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/ui"
)

func TestNothingIsStoredOrShownOfACameraThatIsOff(t *testing.T) {
	ctx := context.Background()
	s := newSession(t)
	n := s.Notebook(s.Profiles[0].ID)
	camera, err := s.Devices.Put(ctx, health.Device{Model: "home", Nickname: "Nursery"})
	if err != nil {
		t.Fatal(err)
	}
	ref, err := n.Attach(ctx, []byte("a picture"))
	if err != nil {
		t.Fatal(err)
	}
	event := func(start int64, what string, fields ...health.Field) health.Entry {
		return health.Entry{Kind: health.RoomEvent, Start: start, Fields: append(fields,
			health.Field{Name: health.FieldEvent, Text: what}, health.Field{Name: health.FieldDevice, Text: hex.EncodeToString(camera.ID[:])})}
	}
	picture := health.Field{Name: health.FieldPicture, Text: ref}
	if err := n.Add(ctx, nil, []health.Entry{event(1, "picture", picture)}); err != nil {
		t.Fatalf("while it is on: %v", err)
	}
	camera.CameraOff = true
	if _, err := s.Devices.Put(ctx, camera); err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]health.Entry{
		"a picture": event(2, "picture", picture), "motion with a picture": event(2, "motion", picture), "a picture that is to follow": event(2, "picture"),
	} {
		if err := n.Add(ctx, nil, []health.Entry{event(3, "motion"), e}); !errors.Is(err, ui.ErrCameraOff) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := entries(t, n); len(got) != 1 || got[0].Field(health.FieldPicture) != "" {
		t.Errorf("stored or shown: %+v", got)
	}
	if err := n.Add(ctx, nil, []health.Entry{event(4, "motion")}); err != nil {
		t.Errorf("motion is no picture: %v", err)
	}
	what, todo := ui.Explain(ui.ErrCameraOff, nil)
	if what == "" || todo == "" {
		t.Error("no words for it")
	}
	camera.CameraOff = false
	if _, err := s.Devices.Put(ctx, camera); err != nil {
		t.Fatal(err)
	}
	if got := entries(t, n); len(got) != 2 || got[0].Field(health.FieldPicture) != ref {
		t.Errorf("switched on again: %+v", got)
	}
}

// An import is no way round the switch of a camera, whatever kind of entry the
// picture comes in and however its device is written.
func TestAnImportBringsNothingOfACameraThatIsOff(t *testing.T) {
	ctx := context.Background()
	s := newSession(t)
	anna := s.Profiles[0].ID
	n := s.Notebook(anna)
	camera, err := s.Devices.Put(ctx, health.Device{Model: "home", Nickname: "Nursery", CameraOff: true})
	if err != nil {
		t.Fatal(err)
	}
	ref, err := n.Attach(ctx, []byte("a picture"))
	if err != nil {
		t.Fatal(err)
	}
	id := hex.EncodeToString(camera.ID[:])
	var file strings.Builder
	w := csv.NewWriter(&file)
	rows := [][]string{{"kind", "source", "key", "start", "duration_s", "fields"}}
	for i, fields := range [][3]string{
		{"room_event", "motion", id},
		{"room_event", "picture", id},
		{"room_event", "picture", strings.ToUpper(id)},
		{"picture", "picture", id},
		{"note", "picture", id[:8] + "-" + id[8:]},
	} {
		cell, err := json.Marshal([][]string{{"event", fields[1]}, {"device", fields[2]}, {"picture", map[string]string{"picture": ref}[fields[1]]}})
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, []string{fields[0], "withings:camera", "", time.Date(2026, 1, 2, 3, 4, i, 0, time.UTC).Format(time.RFC3339), "0", string(cell)})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), importers.EntriesFile)
	if err := os.WriteFile(path, []byte(file.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := s.Import.Preview(ctx, []string{path}, ui.ImportOptions{Profile: anna}, noProgress)
	if err != nil {
		t.Fatal(err)
	}
	if p.New != 1 || p.Rejected != 4 || p.Rejects[0].Reason != "The camera of this device is off." || p.Rejects[0].Row != 3 {
		t.Errorf("%d new, %d left out: %+v", p.New, p.Rejected, p.Rejects)
	}
	if _, err := s.Import.Commit(ctx, noProgress); err != nil {
		t.Fatal(err)
	}
	if got := entries(t, n); len(got) != 1 || got[0].Field(health.FieldEvent) != "motion" {
		t.Errorf("stored: %+v", got)
	}
}
