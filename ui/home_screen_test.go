package ui

import (
	"encoding/hex"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// rooms adds what a room's sensors measured in the last days.
func (l *fakeLibrary) rooms(days int) {
	loc, _ := l.person.Location()
	for at := stageNow.Add(-time.Duration(days) * 24 * time.Hour).In(loc); at.Before(stageNow); at = at.Add(20 * time.Minute) {
		h := float64(at.Hour()) + float64(at.Minute())/60
		l.put("co2", "withings:room", at, 0, math.Round(760+420*math.Cos((h-4)/24*2*math.Pi)), health.PartPerMillion, 0)
		l.put("room_temperature", "withings:room", at, 0, 20.5+1.5*math.Sin((h-9)/24*2*math.Pi), health.Celsius, 1)
		l.put("sound_level", "withings:room", at, 0, math.Round(36+8*math.Sin((h-6)/24*2*math.Pi)), health.Decibel, 0)
		if h > 6 && h < 22 {
			l.put("luminosity", "aura:light", at, 0, math.Round(240*math.Sin((h-6)/16*math.Pi)), health.Lux, 0)
			l.put("motion", "withings:room", at, 20*time.Minute, float64(int(h)%4), health.Count, 0)
		}
	}
}

// roomSource is a household with a nursery and a camera in it.
func roomSource() (timelineSource, *fakeDevices) {
	l := newFakeLibrary()
	l.rooms(40)
	book := &entryBook{pictures: map[string][]byte{"cot": smallPicture(color.NRGBA{90, 110, 160, 255})}}
	camera := hex.EncodeToString(nursery.ID[:])
	for i := range 12 {
		book.write(health.RoomEvent, "withings:room", "", i/3, 4+i%3*2, 12*i%60, 0, health.FieldEvent, "motion", health.FieldDevice, camera)
		book.write(health.RoomEvent, "withings:room", "", i/3, 5+i%3*2, 9*i%60, 0, health.FieldEvent, "sound", health.FieldDevice, camera, health.FieldText, "louder than usual")
	}
	book.write(health.RoomEvent, "withings:room", "", 0, 6, 40, 0, health.FieldEvent, "picture", health.FieldPicture, "cot", health.FieldDevice, camera)
	devices := &fakeDevices{devices: []health.Device{nursery, {ID: [16]byte{2}, Model: "body-plus", Nickname: "Bathroom"}}}
	return timelineSource{
		people:  []timelinePerson{{profile: l.person, library: l, notebook: book}, elin()},
		devices: devices, now: stageNow,
	}, devices
}

func (s *stage) home(src timelineSource) *HomeScreen {
	s.t.Helper()
	h := NewHomeScreen(s.Shell, src)
	s.Open(h)
	s.bench.settle()
	return h
}

func TestTheJournalTellsWhatWasNoticed(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	src, _ := roomSource()
	h := s.home(src)
	if n := len(h.list.lines); n != 25 {
		t.Errorf("%d events", n)
	}
	h.chips["sound"].Press()
	s.bench.settle()
	for _, x := range h.list.lines {
		if x.Name != "Sound" {
			t.Errorf("sound alone shows %q", x.Words())
		}
	}
	s.key(fyne.KeyEscape)
	s.bench.settle()
	if h.events != "" || len(h.list.lines) != 25 {
		t.Error("Escape did not show all events again")
	}
	h.list.open(slices.IndexFunc(h.list.lines, func(x happening) bool { return x.Name == "Sound" }))
	s.wants("louder than usual")
}

func TestACameraThatIsOffShowsNothing(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	src, devices := roomSource()
	h := s.home(src)
	picture := func() happening {
		return h.list.lines[slices.IndexFunc(h.list.lines, func(x happening) bool { return x.Name == "Picture" })]
	}
	if picture().Picture == "" || len(h.switches) != 1 {
		t.Fatalf("before: %+v, %d cameras", picture(), len(h.switches))
	}
	h.switches[0].Press()
	s.bench.settle()
	if !devices.devices[0].CameraOff {
		t.Error("the switch did not reach the device")
	}
	if p := picture(); p.Picture != "" || !p.cameraOff || !strings.Contains(p.Detail, "The camera is off") {
		t.Errorf("while off: %+v", p)
	}
	s.wants("Nothing of it is shown, recorded or stored.")
	devices.failPut = errDisk
	h.switches[0].Press()
	s.bench.settle()
	if !h.switches[0].On() || !devices.devices[0].CameraOff {
		t.Error("the switch shows what was not stored")
	}
	// The timeline obeys too, and counts what the journal lists.
	screen := s.timeline(src)
	if words := screen.list.words(); !strings.Contains(words, "In the rooms 6 events Motion 3 times · Sound 3 times") {
		t.Errorf("the timeline tells %s", words)
	}
	for _, x := range screen.list.lines {
		if x.Name == "Picture" && (x.Picture != "" || !x.cameraOff) {
			t.Error("the timeline shows a picture of a camera that is off")
		}
	}
}

func TestTheAirIsToldBySourceWithNamedThresholds(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	src, _ := roomSource()
	other := newFakeLibrary()
	other.person = src.people[1].profile
	loc, _ := other.person.Location()
	for i := range 30 {
		other.put("co2", "aura:air", stageNow.Add(time.Duration(i-30)*time.Hour).In(loc), 0, 600, health.PartPerMillion, 0)
	}
	src.people[1].library = other
	h := s.home(src)
	h.tabs.Choose(1)
	s.bench.settle()
	var names []string
	for _, c := range h.cards {
		names = append(names, string(c.subject.Metric.ID)+" "+string(c.series.card.Source))
	}
	want := []string{"co2 withings:room", "co2 aura:air", "room_temperature withings:room", "sound_level withings:room", "luminosity aura:light", "motion withings:room"}
	if !slices.Equal(names, want) {
		t.Errorf("cards %q", names)
	}
	s.wants("1,000 ppm: Above it the air is elevated in CO₂: let fresh air in. German Environment Agency (UBA), 2008.")
	if s.shows("2,000 ppm: ") {
		t.Error("a threshold far above the values squashes them")
	}
	s.wants("Elin Berg")
	points := len(h.cards[0].chart.plot.graph.Points)
	s.typeRune('m')
	s.bench.settle()
	if h.period != present.Month || len(h.cards[0].chart.plot.graph.Points) == points || h.periods.Selected() != 2 {
		t.Errorf("after M: %v with %d points", h.period, len(h.cards[0].chart.plot.graph.Points))
	}
	// A day's mean is of that source alone.
	if p := h.cards[1].chart.plot.graph.Points; p[len(p)-1].V != 600 {
		t.Errorf("the other source's last day is %v", p[len(p)-1].V)
	}
	h.cards[2].open()
	if _, ok := s.Page().(*DetailScreen); !ok {
		t.Errorf("a card opens %T", s.Page())
	}
}

// homeOf is a stage that shows the home.
func homeOf(src func() timelineSource, then func(s *stage, h *HomeScreen)) func(*testing.T, style.Mode, fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := unlocked(t, m, size)
		h := s.home(src())
		if then != nil {
			then(s, h)
			s.bench.settle()
		}
		return s
	}
}

func roomsOnly() timelineSource { src, _ := roomSource(); return src }

func nothingAtHome() timelineSource {
	l := newFakeLibrary()
	return timelineSource{people: []timelinePerson{{profile: l.person, library: l, notebook: &entryBook{}}}, now: stageNow}
}

func brokenHome() timelineSource {
	l := newFakeLibrary()
	l.fail = errDisk
	return timelineSource{people: []timelinePerson{{profile: l.person, library: l, notebook: &entryBook{fail: errDisk}}}, now: stageNow}
}

func toAir(_ *stage, h *HomeScreen) { h.tabs.Choose(1) }

// homeShots are the states of the home.
var homeShots = map[string]func(*testing.T, style.Mode, fyne.Size) *stage{
	"home":           homeOf(roomsOnly, nil),
	"home-filtered":  homeOf(roomsOnly, func(_ *stage, h *HomeScreen) { h.filter("picture") }),
	"home-camera":    homeOf(roomsOnly, func(_ *stage, h *HomeScreen) { h.switches[0].Press() }),
	"home-empty":     homeOf(nothingAtHome, nil),
	"home-error":     homeOf(brokenHome, nil),
	"home-air":       homeOf(roomsOnly, toAir),
	"home-air-week":  homeOf(roomsOnly, func(s *stage, h *HomeScreen) { toAir(s, h); h.choose(present.Week) }),
	"home-air-empty": homeOf(nothingAtHome, toAir),
	"home-air-error": homeOf(brokenHome, toAir),
}
