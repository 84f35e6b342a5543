package health_test

import (
	"testing"

	"vitalkeep/health"
)

func TestPicturesOfCamerasThatAreOffAreTold(t *testing.T) {
	dark := health.DarkCamerasOf([]health.Device{{ID: [16]byte{0xAB, 15: 1}, CameraOff: true}, {ID: [16]byte{2}}})
	const its = "ab000000000000000000000000000001"
	field := func(name, text string) health.Field { return health.Field{Name: name, Text: text} }
	for name, c := range map[string]struct {
		kind   health.EntryKind
		fields []health.Field
		want   bool
	}{
		"a picture of the room":              {health.RoomEvent, []health.Field{field("device", its), field("picture", "r")}, true},
		"one that is to follow":              {health.RoomEvent, []health.Field{field("device", its), field("event", "picture")}, true},
		"one that is to follow, capitals":    {health.RoomEvent, []health.Field{field("device", its), field("event", " Picture")}, true},
		"motion":                             {health.RoomEvent, []health.Field{field("device", its), field("event", "motion")}, false},
		"a picture of the diary":             {health.Picture, []health.Field{field("picture", "r"), field("device", its)}, true},
		"what was corrected":                 {health.Correction, []health.Field{field("kind", "room_event"), field("picture", "r"), field("device", its)}, true},
		"capital digits in groups":           {health.RoomEvent, []health.Field{field("device", " AB000000-0000-0000-0000-000000000001"), field("picture", "r")}, true},
		"the device named second":            {health.RoomEvent, []health.Field{field("device", "x"), field("device", its), field("picture", "r")}, true},
		"the picture named second":           {health.RoomEvent, []health.Field{field("device", its), field("picture", ""), field("picture", "r")}, true},
		"another device":                     {health.RoomEvent, []health.Field{field("device", "02000000000000000000000000000000"), field("picture", "r")}, false},
		"no digits":                          {health.RoomEvent, []health.Field{field("device", "zz000000000000000000000000000001"), field("picture", "r")}, false},
		"a picture that somebody brought in": {health.Picture, []health.Field{field("picture", "r")}, false},
	} {
		if got := dark.Took(health.Entry{Kind: c.kind, Fields: c.fields}); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if health.DarkCamerasOf(nil).Took(health.Entry{Fields: []health.Field{field("device", its), field("picture", "r")}}) {
		t.Error("no camera is off")
	}
}
