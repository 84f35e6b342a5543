package session

import (
	"context"
	"encoding/hex"
	"errors"
	"testing"

	"vitalkeep/health"
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
