package ui

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

var (
	bathroom = health.Device{
		ID: [16]byte{1}, Model: "body-plus", Nickname: "Bathroom scale", Serial: "WBS05-1A2B", MAC: "00:24:E4:5A:0B:1C",
		Owners: []health.ProfileID{{1}, {2}}, Since: health.Date{Year: 2021, Month: 5, Day: 9}, Sources: []health.SourceID{"withings:export"},
	}
	wrist = health.Device{
		ID: [16]byte{2}, Model: "steel-hr", Nickname: "Anna’s watch", Owners: []health.ProfileID{{1}},
		Since: health.Date{Year: 2022, Month: 1, Day: 2}, Sources: []health.SourceID{"withings:tracker", "withings:hr", "withings:daily", "withings:workouts"},
	}
	oldScale = health.Device{
		ID: [16]byte{3}, Model: "wireless-scale", Retired: health.Date{Year: 2021, Month: 5, Day: 8}, Sources: []health.SourceID{"withings:old"},
	}
)

// ownedSource is the family with four devices.
func ownedSource() (timelineSource, *fakeDevices) {
	src := familySource()
	devices := &fakeDevices{devices: []health.Device{bathroom, wrist, nursery, oldScale}}
	src.devices = devices
	book, _ := src.people[0].notebook.(*entryBook)
	book.write(health.RoomEvent, "withings:room", "", 0, 5, 1, 0, health.FieldEvent, "motion", health.FieldDevice, strings.ToUpper(hex.EncodeToString(nursery.ID[:])))
	return src, devices
}

// deviceStage is a stage with deletions.
func deviceStage(t *testing.T, src timelineSource) *stage {
	s := unlocked(t, style.AlwaysLight, wide)
	s.session.Deletions = src.deletions
	return s
}

func (s *stage) devices(src timelineSource) *DevicesScreen {
	s.t.Helper()
	d := NewDevicesScreen(s.Shell, src)
	s.Open(d)
	s.bench.settle()
	return d
}

// device opens the page of the device at an index.
func (s *stage) device(d *DevicesScreen, i int) *devicePage {
	s.t.Helper()
	d.cards[i].Press()
	s.bench.settle()
	p, ok := s.Page().(*devicePage)
	if !ok {
		s.t.Fatalf("a card opens %T", s.Page())
	}
	return p
}

func TestOnlyWhatTheModelMeasuresIsTheDevices(t *testing.T) {
	src, _ := ownedSource()
	s := deviceStage(t, src)
	screen := s.devices(src)
	for i, want := range [][]string{
		// The source has blood pressure, heart rate, height and temperature too.
		{"weight", "fat_mass", "muscle_mass", "bone_mass", "water_mass"},
		{"heart_rate", "steps", "steps", "distance"},
		nil,
		nil,
	} {
		var got []string
		for _, x := range screen.devices[i].series {
			if x.metric != "" {
				got = append(got, string(x.metric))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", deviceName(screen.devices[i].device), got, want)
		}
	}
	if n := screen.devices[1].series[len(screen.devices[1].series)-1]; n.entry != health.Workout || n.count != 1 {
		t.Errorf("the watch's run: %+v", n)
	}
	if n := screen.devices[2].series; len(n) != 1 || n[0].entry != health.RoomEvent {
		t.Errorf("the camera's events: %+v", n)
	}
	lib, _ := src.people[0].library.(*fakeLibrary)
	if got, want := screen.devices[0].series[0].count, len(lib.readings["weight"]); got != want {
		t.Errorf("%d weigh-ins, want %d", got, want)
	}
	// Elin does not own the watch.
	lib.person = src.people[1].profile
	src.people[1].library = lib
	if screen := s.devices(src); len(screen.devices[1].series) != 5 {
		t.Errorf("the watch has data of somebody who does not own it: %+v", screen.devices[1].series)
	}
}

func TestADevicePageShowsItsRowAndItsData(t *testing.T) {
	src, _ := ownedSource()
	s := deviceStage(t, src)
	p := s.device(s.devices(src), 0)
	for _, words := range []string{
		"Bathroom scale", "Withings Body+", "Anna Berg and Elin Berg", "00:24:E4:5A:0B:1C", "WBS05-1A2B", "9 May 2021",
		"Steps, shown only", "Bone, muscle and water mass", "Fat mass",
	} {
		s.wants(words)
	}
	if s.shows("Pulse wave velocity") {
		t.Error("it gives what another model does")
	}
	p.rows[1].Press()
	s.bench.settle()
	d, ok := s.Page().(*DetailScreen)
	if !ok || d.source != "withings:export" {
		t.Fatalf("a line of data opens %T", s.Page())
	}
	s.Back()
	s.bench.settle()
	s.Back()
	p = s.device(s.devices(src), 1)
	p.rows[len(p.rows)-1].Press()
	s.bench.settle()
	if screen, ok := s.Page().(*TimelineScreen); !ok || !screen.topics.Names(present.TopicActivity) {
		t.Errorf("the runs open %T", s.Page())
	}
}

func TestWhatCameFromADeviceIsDeletedAndBroughtBack(t *testing.T) {
	src, devices := ownedSource()
	s := deviceStage(t, src)
	p := s.device(s.devices(src), 1)
	p.buttons["delete"].Press()
	s.wants("What goes: Heart rate, Steps and Distance. Workouts and events stay")
	s.key(fyne.KeyEscape)
	if p.asking != asksNothing || len(devices.deleted) != 0 {
		t.Fatal("Escape did not take the question back")
	}
	p.buttons["delete"].Press()
	p.buttons["delete-yes"].Press()
	s.bench.settle()
	var got []string
	for _, x := range devices.deleted {
		for _, m := range x.metrics {
			got = append(got, string(x.source)+" "+string(m))
		}
	}
	slices.Sort(got)
	if want := []string{"withings:daily distance", "withings:daily steps", "withings:hr heart_rate", "withings:tracker steps"}; !slices.Equal(got, want) {
		t.Errorf("deleted %q, want %q", got, want)
	}
	s.toast.Action().Press()
	s.bench.settle()
	keeping, _ := src.deletions.(*fakeKeeping)
	if len(keeping.undone) != 3 {
		t.Errorf("brought back %v", keeping.undone)
	}
	devices.fail = errDisk
	p.ask(asksToDelete, "")
	p.delete()
	s.bench.settle()
	if p.fault == nil {
		t.Error("a deletion that failed says nothing")
	}
}

func TestADeviceIsForgottenAndPutBack(t *testing.T) {
	src, devices := ownedSource()
	s := deviceStage(t, src)
	screen := s.devices(src)
	p := s.device(screen, 3)
	s.wants("The home")
	p.buttons["forget"].Press()
	p.buttons["forget-yes"].Press()
	s.bench.settle()
	if len(devices.devices) != 3 || s.Page() != Page(screen) || len(screen.cards) != 3 {
		t.Errorf("%d devices, on %T with %d", len(devices.devices), s.Page(), len(screen.cards))
	}
	s.toast.Action().Press()
	s.bench.settle()
	if len(devices.devices) != 4 || devices.devices[3].Model != "wireless-scale" {
		t.Error("it was not put back")
	}
}

func TestADeviceIsAddedByItsForm(t *testing.T) {
	src, devices := ownedSource()
	s := deviceStage(t, src)
	screen := s.devices(src)
	screen.edit(health.Device{})
	s.bench.settle()
	f, ok := s.Page().(*deviceForm)
	if !ok {
		t.Fatalf("adding opens %T", s.Page())
	}
	f.save.Press()
	if f.find.Error() == "" {
		t.Error("a device without a model was taken")
	}
	s.typeIn("bod car")
	if len(f.models) != 1 {
		t.Fatalf("%d models for “bod car”", len(f.models))
	}
	s.key(fyne.KeyReturn)
	if f.model.ID != "body-cardio" {
		t.Fatalf("chose %q", f.model.ID)
	}
	if len(f.ticks) != 2 || f.ticks["withings:export"] == nil || f.ticks["withings:hr"] == nil {
		t.Errorf("offers %v", f.ticks)
	}
	f.nickname.SetText("Hall")
	f.mac.SetText("0024e45a0b")
	f.since.SetText("1/1/2099")
	f.save.Press()
	if f.mac.Error() == "" || f.since.Error() == "" || len(devices.devices) != 4 {
		t.Errorf("what is wrong was stored: %q, %q", f.mac.Error(), f.since.Error())
	}
	f.mac.SetText("00-24-e4-5a-0b-1c")
	f.since.SetText("10/5/2025")
	f.retired.SetText("9/5/2025")
	f.save.Press()
	if f.retired.Error() == "" {
		t.Error("it was retired before it was connected")
	}
	f.retired.SetText("")
	f.owners[1].Press()
	f.ticks["withings:export"].Press()
	f.save.Press()
	s.bench.settle()
	got := devices.devices[len(devices.devices)-1]
	if got.Model != "body-cardio" || got.Nickname != "Hall" || got.MAC != "00:24:E4:5A:0B:1C" || got.Since != (health.Date{Year: 2025, Month: 5, Day: 10}) ||
		!slices.Equal(got.Owners, []health.ProfileID{{2}}) || !slices.Equal(got.Sources, []health.SourceID{"withings:export"}) {
		t.Errorf("stored %+v", got)
	}
	if s.Page() != Page(screen) || len(screen.cards) != 5 {
		t.Errorf("back on %T with %d", s.Page(), len(screen.cards))
	}
}

func TestEditingKeepsWhatIsNotChanged(t *testing.T) {
	src, devices := ownedSource()
	s := deviceStage(t, src)
	p := s.device(s.devices(src), 0)
	p.buttons["edit"].Press()
	s.bench.settle()
	f, _ := s.Page().(*deviceForm)
	f.nickname.SetText("Upstairs")
	f.save.Press()
	s.bench.settle()
	want := bathroom
	want.Nickname = "Upstairs"
	if got := devices.devices[0]; got.Nickname != want.Nickname || got.MAC != want.MAC || got.Since != want.Since ||
		!slices.Equal(got.Owners, want.Owners) || !slices.Equal(got.Sources, want.Sources) {
		t.Errorf("edited to %+v", got)
	}
	s.wants("Upstairs")
}

func TestTheCatalogueTellsExactlyEveryRow(t *testing.T) {
	src, _ := ownedSource()
	s := deviceStage(t, src)
	s.devices(src).openCatalogue()
	c, _ := s.Page().(*cataloguePage)
	if len(c.shown) != len(health.DeviceModels()) {
		t.Errorf("%d models", len(c.shown))
	}
	for _, m := range health.DeviceModels() {
		s.wants(m.Maker + " " + m.Name)
	}
	s.typeIn("aura")
	if len(c.shown) != 1 {
		t.Fatalf("%d models for “aura”", len(c.shown))
	}
	s.wants("Heart rate, Luminosity, Sound level and Room temperature")
	test.Tap(c.own[0])
	if f, ok := s.Page().(*deviceForm); !ok || f.model.ID != "aura" {
		t.Errorf("adding it opens %T", s.Page())
	}
}

// devicesOf is a stage that shows the devices.
func devicesOf(then func(s *stage, d *DevicesScreen)) func(*testing.T, style.Mode, fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := unlocked(t, m, size)
		src, _ := ownedSource()
		s.session.Deletions = src.deletions
		d := s.devices(src)
		if then != nil {
			then(s, d)
			s.bench.settle()
		}
		return s
	}
}

// devicesWith is a stage that shows other devices.
func devicesWith(book *fakeDevices) func(*testing.T, style.Mode, fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := unlocked(t, m, size)
		src := familySource()
		src.devices = book
		s.devices(src)
		return s
	}
}

// deviceShots are the states of the devices' pages.
var deviceShots = map[string]func(*testing.T, style.Mode, fyne.Size) *stage{
	"devices":       devicesOf(nil),
	"devices-empty": devicesWith(&fakeDevices{}),
	"devices-one":   devicesWith(&fakeDevices{devices: []health.Device{bathroom}}),
	"devices-error": devicesWith(&fakeDevices{fail: errDisk}),
	"device":        devicesOf(func(s *stage, d *DevicesScreen) { s.device(d, 0) }),
	"device-watch":  devicesOf(func(s *stage, d *DevicesScreen) { s.device(d, 1) }),
	"device-none":   devicesOf(func(s *stage, d *DevicesScreen) { s.device(d, 3) }),
	"device-delete": devicesOf(func(s *stage, d *DevicesScreen) { s.device(d, 1).ask(asksToDelete, "delete-no") }),
	"device-form":   devicesOf(func(_ *stage, d *DevicesScreen) { d.edit(bathroom) }),
	"device-new":    devicesOf(func(_ *stage, d *DevicesScreen) { d.edit(health.Device{}) }),
	"device-wrong": devicesOf(func(s *stage, d *DevicesScreen) {
		d.edit(health.Device{Model: "thermo"})
		s.bench.settle()
		if f, ok := s.Page().(*deviceForm); ok {
			f.mac.SetText("no")
			f.retired.SetText("soon")
			f.save.Press()
		}
	}),
	"catalogue": devicesOf(func(_ *stage, d *DevicesScreen) { d.openCatalogue() }),
}

func TestWhatCameFromADeviceIsExportedAlone(t *testing.T) {
	src, _ := ownedSource()
	s := deviceStage(t, src)
	var asked []SeriesName
	p := s.device(s.devices(src), 1)
	if p.buttons["export"] != nil {
		t.Error("an export is offered where there is none")
	}
	s.session.ExportOf = func(series []SeriesName) Exporter {
		asked = series
		return &fakeExporter{holdings: []Holding{{Metric: "heart_rate", Count: 5}}}
	}
	p.redraw()
	p.buttons["export"].Press()
	s.bench.settle()
	e, ok := s.Page().(*ExportScreen)
	if !ok {
		t.Fatalf("exporting opens %T", s.Page())
	}
	s.wants("A copy of what came from: Anna’s watch")
	want := []SeriesName{
		{Metric: "heart_rate", Source: "withings:hr"},
		{Metric: "steps", Source: "withings:tracker"},
		{Metric: "steps", Source: "withings:daily"},
		{Metric: "distance", Source: "withings:daily"},
		{Entry: health.Workout, Source: "withings:workouts"},
	}
	if !slices.Equal(asked, want) {
		t.Errorf("asked for %v", asked)
	}
	if len(e.needs.Profiles) != 1 || !strings.Contains(e.path, "watch") {
		t.Errorf("for %v to %s", e.needs.Profiles, e.path)
	}
}
