package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// fakeAppearances remembers in itself.
type fakeAppearances struct {
	kept  Appearance
	saved int
}

func (f *fakeAppearances) Load() Appearance { return f.kept }
func (f *fakeAppearances) Save(a Appearance) {
	f.kept = a
	f.saved++
}

// withSettings gives the window its settings.
func withSettings(store *fakeAppearances) stageOption {
	return func(d *Deps, _ *stage) {
		d.Appearances, d.Appearance = store, store.kept
		d.SetScale = func(float32) {}
		d.About = About{Version: "0.1.0", State: "/home/anna/.local/state/vitalkeep"}
		d.Offline = Offline{Sockets: true, TCP: true, Check: "grep Seccomp: /proc/4711/status"}
		d.Pages.Settings = func(s *Shell) Page { return NewSettingsScreen(s) }
	}
}

// settings leads to a section of the settings.
func (s *stage) inSettings(section string) *SettingsScreen {
	s.t.Helper()
	for i, p := range s.places() {
		if p.id == settingsPlace {
			s.goTo(i)
		}
	}
	p := s.settingsPage()
	p.show(section)
	return p
}

func (s *stage) settingsPage() *SettingsScreen {
	s.t.Helper()
	p, ok := s.Page().(*SettingsScreen)
	if !ok {
		s.t.Fatalf("the page is %T", s.Page())
	}
	return p
}

func speakEnglishAfter(t *testing.T) {
	t.Cleanup(func() {
		locale.UseForms(locale.Forms{})
		locale.Use(locale.English)
	})
}

func TestASettingShowsAtOnceAndThePageStaysInItsPlace(t *testing.T) {
	speakEnglishAfter(t)
	store := &fakeAppearances{}
	s := unlocked(t, style.AlwaysLight, wide, withSettings(store))
	for _, tt := range []struct {
		section, id string
		change      func(c fyne.Focusable)
		holds       func() bool
	}{
		{"appearance", "theme", func(c fyne.Focusable) { press(c, fyne.KeyEnd) }, func() bool { return style.Current().Dark }},
		{"appearance", "text", func(c fyne.Focusable) { press(c, fyne.KeyRight) }, func() bool { return style.TextBody.Size() > 18 }},
		{"appearance", "contrast", func(c fyne.Focusable) { press(c, fyne.KeySpace) }, func() bool { return style.Current().High }},
		{"appearance", "still", func(c fyne.Focusable) { press(c, fyne.KeySpace) }, func() bool { return style.Motion(style.ToastTime) == 0 }},
		{"region", "language", func(c fyne.Focusable) { choose(c, 3) }, func() bool { return locale.Current() == locale.German }},
		{"region", "clock", func(c fyne.Focusable) { choose(c, 2) }, func() bool { return locale.ClockAt(18, 5) != "18:05" }},
	} {
		control := s.inSettings(tt.section).controls[tt.id]
		s.window.Canvas().Focus(control)
		tt.change(control)
		if !tt.holds() {
			t.Errorf("%s did not show", tt.id)
		}
		p := s.settingsPage()
		if s.window.Canvas().Focused() != p.controls[tt.id] || p.controls[tt.id] == control {
			t.Errorf("after %s the keyboard is at %T", tt.id, s.window.Canvas().Focused())
		}
	}
	want := Appearance{
		Language: locale.German, Forms: locale.Forms{Clock: locale.Hours12}, Width: 1280, Height: 800, Place: settingsPlace,
		Look: style.Look{Mode: style.AlwaysDark, Text: style.LargeText, Contrast: true, Still: true},
	}
	if store.kept != want {
		t.Errorf("kept %+v, want %+v", store.kept, want)
	}
}

// press types keys into a control.
func press(c fyne.Focusable, keys ...fyne.KeyName) {
	for _, k := range keys {
		c.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

// choose picks an option of a list.
func choose(c fyne.Focusable, index int) {
	if list, ok := c.(*parts.Choice); ok {
		list.Choose(index)
	}
}

func TestTheScaleOfTheInterfaceIsASettingWhereItCanBeSet(t *testing.T) {
	var told []float32
	store := &fakeAppearances{}
	s := unlocked(t, style.AlwaysLight, wide, withSettings(store), func(d *Deps, _ *stage) {
		d.SetScale = func(f float32) { told = append(told, f) }
	})
	choose(s.inSettings("appearance").controls["scale"], 6)
	if store.kept.Scale != 1.5 || len(told) != 1 || told[0] != 1.5 {
		t.Errorf("kept %v, told %v", store.kept.Scale, told)
	}
	without := unlocked(t, style.AlwaysLight, wide, withSettings(store), func(d *Deps, _ *stage) { d.SetScale = nil })
	if _, ok := without.inSettings("appearance").controls["scale"]; ok || without.shows("Interface scale") {
		t.Error("a control that does nothing is there")
	}
}

func TestSettingsAreFoundByTheirWords(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide, withSettings(&fakeAppearances{}), withPeople(&fakePeople{}))
	p := s.inSettings("about")
	s.ctrl(fyne.KeyF)
	s.typeIn("contrast")
	s.wants("High contrast")
	if s.shows("Reduce motion") || s.shows("Typeface") {
		t.Errorf("also shown: %q", s.texts())
	}
	s.key(fyne.KeyReturn)
	if s.window.Canvas().Focused() != p.controls["contrast"] {
		t.Error("Enter does not lead to what was found")
	}
	p.search.Focus()
	s.typeIn("no such thing")
	s.wants("No setting has these words.")
	s.key(fyne.KeyEscape)
	s.wants("Typeface")
	p.search.Focus()
	s.typeIn("jonas")
	s.wants("US · Europe/Stockholm")
}

func TestTheWindowRemembersItsSizeAndPlace(t *testing.T) {
	store := &fakeAppearances{}
	s := unlocked(t, style.AlwaysLight, fyne.NewSize(1000, 700), withSettings(store))
	s.ctrl(fyne.Key2)
	s.deps.Work.start = func(f func()) { f() }
	s.Close()
	if store.kept.Place != "data" || store.kept.WindowSize() != fyne.NewSize(1000, 700) {
		t.Errorf("kept %+v", store.kept)
	}
	again := unlocked(t, style.AlwaysLight, wide, withSettings(store))
	if got := page(t, again).line; got != "Data" {
		t.Errorf("it opens on %s", got)
	}
	store.kept.Place = "a place that is gone"
	if got := page(t, unlocked(t, style.AlwaysLight, wide, withSettings(store))).line; got != "Dashboard" {
		t.Errorf("it opens on %s", got)
	}
	if got := (Appearance{Width: 10, Height: 10}).WindowSize(); got != wide {
		t.Errorf("a window of 10 by 10 opens at %v", got)
	}
}

func TestTheListOfKeysIsLeftByEscapeAndGivesTheKeyboardBack(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	s.rail.Focus()
	before := s.window.Canvas().Focused()
	s.ctrl(fyne.KeySlash)
	if s.keyList == nil || !s.keyList.Shown() {
		t.Fatal("no list")
	}
	s.ctrl(fyne.Key2)
	if got := page(t, s).line; got != "Dashboard" {
		t.Errorf("a key leads to %s under the list", got)
	}
	s.key(fyne.KeyEscape)
	if s.keyList.Shown() || s.window.Canvas().Focused() != before {
		t.Errorf("the keyboard is at %T", s.window.Canvas().Focused())
	}
	s.key(fyne.KeyF1)
	if !s.keyList.Shown() {
		t.Error("F1 does not show it")
	}
	s.ctrl(fyne.KeySlash)
	if s.keyList.Shown() {
		t.Error("asked again it stays")
	}
	s.ctrl(fyne.KeySlash)
	s.ctrl(fyne.KeyL)
	if s.Session() != nil || s.window.Canvas().Overlays().Top() != nil {
		t.Error("the list keeps the vault open")
	}
}

func TestF6MovesBetweenTheRailAndThePage(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	s.key(fyne.KeyF6)
	if !s.rail.Holds(s.window.Canvas().Focused()) {
		t.Fatalf("the keyboard is at %T", s.window.Canvas().Focused())
	}
	s.key(fyne.KeyF6)
	if f := s.window.Canvas().Focused(); f == nil || s.rail.Holds(f) {
		t.Errorf("the keyboard is at %T", f)
	}
}

func TestTheLastDeletionIsTakenBackByKeyWithAndWithoutItsToast(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	undone := 0
	undo := func() { s.keys.TypedShortcut(&fyne.ShortcutUndo{}) }
	undo()
	s.ToastUndo("Deleted one measurement.", func() { undone++ })
	undo()
	if undone != 1 || s.toast != nil {
		t.Errorf("undone %d times, the toast is %v", undone, s.toast)
	}
	undo()
	s.ToastUndo("Deleted another.", func() { undone++ })
	s.toast.Close()
	undo()
	if undone != 2 {
		t.Errorf("undone %d times", undone)
	}
	s.ToastUndo("Deleted a third.", func() { undone++ })
	test.Tap(s.toast.Action())
	undo()
	if undone != 3 {
		t.Errorf("undone %d times", undone)
	}
	s.ToastUndo("Deleted a fourth.", func() { undone++ })
	s.Lock()
	undo()
	if undone != 3 {
		t.Error("something was undone in a locked vault")
	}
}

// settingsShots are the settings and what else belongs to the window itself.
var settingsShots = map[string]func(t *testing.T, m style.Mode, size fyne.Size) *stage{
	"settings":         settingsStage("appearance"),
	"settings-region":  settingsStage("region"),
	"settings-people":  settingsStage("people"),
	"settings-keys":    settingsStage("keys"),
	"settings-offline": settingsStage("offline"),
	"settings-about":   settingsStage("about"),
	"settings-found": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := settingsStage("about")(t, m, size)
		s.settingsPage().search.SetText("an")
		return s
	},
	"settings-none": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := settingsStage("about")(t, m, size)
		s.settingsPage().search.SetText("nothing of the kind")
		return s
	},
	"person": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := settingsStage("people")(t, m, size)
		s.OpenPerson(s.Profile())
		return s
	},
	"person-wrong": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := settingsStage("people")(t, m, size)
		s.OpenPerson(bergs[1])
		f := personForm(t, s)
		f.who.name.SetText("anna berg")
		f.times.zone.SetText("nowhere")
		f.store()
		return s
	},
	"people": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := settingsStage("people")(t, m, size)
		s.choosePerson()
		return s
	},
	"keys": func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := settingsStage("appearance")(t, m, size)
		s.ShowShortcuts()
		return s
	},
}

func settingsStage(section string) func(t *testing.T, m style.Mode, size fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := unlocked(t, m, size, withSettings(&fakeAppearances{kept: Appearance{Look: style.Look{Mode: m}}}), withPeople(&fakePeople{}))
		s.inSettings(section)
		return s
	}
}

func TestTheSettingsSayWhatTheSystemMakesSureOf(t *testing.T) {
	for name, c := range map[string]struct {
		is        Offline
		says, not []string
	}{
		"both locks": {
			Offline{Sockets: true, TCP: true, Check: "grep Seccomp: /proc/7/status"},
			[]string{"keeps this program off", "Landlock", "Other programs", "/proc/7/status"},
			[]string{"UDP", "firewall", "6.7"},
		},
		"datagrams too":     {Offline{Sockets: true, TCP: true, UDP: true}, []string{"UDP message"}, []string{"terminal"}},
		"an older kernel":   {Offline{Sockets: true}, []string{"keeps this program off", "6.7 or newer"}, []string{"TCP"}},
		"connections alone": {Offline{TCP: true, Check: "grep"}, []string{"refuses this program TCP"}, []string{"keeps this program off", "grep"}},
		"a remote screen":   {Offline{RemoteScreen: true}, []string{"reached over the network"}, []string{"gave up", "Other programs"}},
		"another system":    {Offline{}, []string{"A firewall"}, []string{"gave up", "Other programs", "kernel"}},
	} {
		t.Run(name, func(t *testing.T) {
			var all []string
			for _, r := range offlineRows(c.is) {
				all = append(all, r.title, r.detail)
			}
			words := strings.Join(all, "\n")
			for _, s := range c.says {
				if !strings.Contains(words, s) {
					t.Errorf("%q is not said", s)
				}
			}
			for _, s := range c.not {
				if strings.Contains(words, s) {
					t.Errorf("%q is said", s)
				}
			}
		})
	}
}
