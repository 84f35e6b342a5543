package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

func dashboard(t *testing.T, s *stage) *DashboardScreen {
	t.Helper()
	d, ok := s.Page().(*DashboardScreen)
	if !ok {
		t.Fatalf("the page is %T", s.Page())
	}
	return d
}

func TestTheDashboardHasACardForEverything(t *testing.T) {
	lib := household()
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	for _, words := range []string{
		"Good morning, Anna", "Tuesday 14 October 2025",
		"Weight", "Blood pressure", "Heart rate", "Sleep", "Steps", "Temperature", "SpO₂", "CO₂", "Distance", "Height",
		"Today 07:12", "Woke 06:22", "12 Oct 21:30", "Drop a file anywhere", "Last import today at 09:02: 1,425 new, 3 rejected.",
	} {
		s.wants(words)
	}
	for _, words := range []string{"Fat mass", "Tracker wear state", "Sleep stage"} {
		if s.shows(words) {
			t.Errorf("%s has a card", words)
		}
	}
	for _, c := range dashboard(t, s).cards {
		if !c.spark.plot.has {
			t.Errorf("%s has no picture", c.subject.ID)
		}
	}
}

func TestCardsAppearAsTheyAreReady(t *testing.T) {
	lib := household()
	s := newStage(t, style.AlwaysLight, wide, withVault, withData(lib))
	s.typeIn(rightPassword)
	s.key(fyne.KeyReturn)
	for s.Session() == nil || len(dashboard(t, s).cards) == 0 {
		s.bench.step()
	}
	s.wants("Weight")
	if s.shows("Today 07:12") {
		t.Error("the cards were made before the page was shown")
	}
	s.bench.settle()
	s.wants("Today 07:12")
}

// step runs one piece of work or delivers one result.
func (b *bench) step() {
	switch {
	case len(b.posts) > 0:
		f := b.posts[0]
		b.posts = b.posts[1:]
		f()
	case len(b.starts) > 0:
		f := b.starts[0]
		b.starts = b.starts[1:]
		f()
	}
}

func TestACardOpensItsDetailByMouseAndByKeyboard(t *testing.T) {
	for name, press := range map[string]func(s *stage, c *MetricCard){
		"mouse": func(_ *stage, c *MetricCard) { test.Tap(c.button) },
		"enter": func(s *stage, c *MetricCard) { s.window.Canvas().Focus(c.button); s.key(fyne.KeyReturn) },
		"space": func(s *stage, c *MetricCard) { s.window.Canvas().Focus(c.button); s.key(fyne.KeySpace) },
	} {
		t.Run(name, func(t *testing.T) {
			s := unlocked(t, style.AlwaysLight, wide, withData(household()))
			press(s, dashboard(t, s).cards[1])
			s.bench.settle()
			d, ok := s.Page().(*DetailScreen)
			if !ok || d.id != "blood_pressure" {
				t.Fatalf("the page is %T", s.Page())
			}
			s.wants("Blood pressure")
			s.Back()
			s.bench.settle()
			s.wants("Good morning, Anna")
		})
	}
}

func TestYAfterOpeningWeightShowsAYear(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide, withData(household()))
	test.Tap(dashboard(t, s).cards[0].button)
	s.bench.settle()
	s.rune('Y')
	s.wants("15 Oct 2024 – 14 Oct 2025")
}

func TestAnEmptyProfileSaysWhatToDo(t *testing.T) {
	for _, size := range []fyne.Size{wide, fyne.NewSize(900, 600)} {
		lib := newFakeLibrary()
		s := unlocked(t, style.AlwaysLight, size, withData(lib))
		s.wants("Drop your archive anywhere on this window")
		if bad := s.overflow(); len(bad) > 0 {
			t.Errorf("cut off: %v", bad)
		}
		s.capture(fmt.Sprintf("dashboard-empty-%v", size.Width))
		s.goTo(1)
		s.bench.settle()
		s.wants("Drop your archive anywhere on this window")
		s.goTo(0)
		s.bench.settle()
		lib.weights(30)
		s.Reload()
		s.bench.settle()
		s.wants("Weight")
		if s.shows("Drop your archive anywhere on this window") {
			t.Error("the words stay when there is data")
		}
	}
}

func TestReloadingKeepsTheCards(t *testing.T) {
	lib := household()
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	d := dashboard(t, s)
	before := d.cards[0]
	lib.put("glucose", "csv:file", stageNow, 0, 5.4, health.MillimolePerLitre, 1)
	s.Reload()
	s.wants("Today 07:12") // nothing is blanked while it loads
	s.bench.settle()
	if d.cards[0] != before {
		t.Error("the card of weight was made anew")
	}
	s.wants("Glucose")
}

func TestOneCardThatFailsLeavesTheOthers(t *testing.T) {
	lib := household()
	lib.fail, lib.failing = errDisk, "steps"
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	s.wants("disk gone")
	s.wants("Today 07:12")
	s.wants("−2 % on previous reading")
}

func TestCardsFollowTheWidth(t *testing.T) {
	grid := &cardGrid{gap: style.Gap}
	for width, want := range map[float32]int{1024: 4, 784: 3, 500: 2, 300: 1, 100: 1, 1664: 6} {
		if got := grid.columns(width); got != want {
			t.Errorf("%v wide: %d columns, want %d", width, got, want)
		}
	}
	grid.room = 620
	if got := grid.cardHeight(8, 1024); got != style.CardTallHeight {
		t.Errorf("eight cards with room are %v high", got)
	}
	if got := grid.cardHeight(9, 1024); got != style.CardHeight {
		t.Errorf("nine cards are %v high", got)
	}
}

func TestTheListLeadsToTheDetail(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide, withData(household()))
	s.goTo(1)
	s.bench.settle()
	d, ok := s.Page().(*DataScreen)
	if !ok {
		t.Fatalf("the page is %T", s.Page())
	}
	for _, words := range []string{"Fat mass", "Other streams", "Tracker wear state", "475", "10 Sep 2024 – 14 Oct 2025", "137/91 mmHg", "6 h 57 min"} {
		s.wants(words)
	}
	s.window.Canvas().Focus(d.rows[1])
	s.key(fyne.KeyReturn)
	s.bench.settle()
	page, ok := s.Page().(*DetailScreen)
	if !ok || page.subject.ID != "fat_mass" {
		t.Fatalf("the page is %T", s.Page())
	}
}

func TestPoundsAreShownToWhomeverChoseThem(t *testing.T) {
	lib := newFakeLibrary()
	lib.person.Units = health.USUnits
	lib.put("weight", "csv:file", stageNow, 0, 180, health.Pound, 0)
	s := unlocked(t, style.AlwaysLight, wide, withData(lib))
	s.wants("180.0")
	s.wants("lb")
	d := s.detail(lib, "weight")
	d.side.table.Select(0)
	s.bench.settle()
	s.wants("180.0")
	if s.shows("kg") {
		t.Error("kilograms are shown")
	}
}

func TestTabBringsCardsAndRowsIntoSight(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, fyne.NewSize(900, 600), withData(household()))
	d := dashboard(t, s)
	visible := func(o fyne.CanvasObject, name string) {
		t.Helper()
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		if at.Y < 0 || at.Y+o.Size().Height > 600 {
			t.Errorf("%s has the focus from %v to %v", name, at.Y, at.Y+o.Size().Height)
		}
	}
	last := d.cards[len(d.cards)-1].button
	s.window.Canvas().Focus(last)
	visible(last, "the last card")
	s.window.Canvas().Focus(d.cards[0].button)
	visible(d.cards[0].button, "the first card")
	s.goTo(1)
	s.bench.settle()
	list, ok := s.Page().(*DataScreen)
	if !ok {
		t.Fatalf("the page is %T", s.Page())
	}
	row := list.rows[len(list.rows)-1]
	s.window.Canvas().Focus(row)
	visible(row, "the last row")
}

func TestACardThatLoadsDoesNotSayThatNothingIsThere(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	c := newMetricCard(s.Work(), s.scale, present.Subject{Name: "Weight"}, func() {})
	if got := c.value.AccessibilityLabel(); strings.Contains(got, present.Missing) || !strings.Contains(got, loadingMark) {
		t.Errorf("a card that loads says %q", got)
	}
	c.Fail("The file is damaged.")
	if got := c.value.AccessibilityLabel(); !strings.Contains(got, present.Missing) {
		t.Errorf("a card that failed says %q", got)
	}
}

func TestACardLeavesOutTheHourAndTheDayBeforeItCutsItsName(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	for _, tt := range []struct {
		name, when, day string
		width           float32
		want            string
	}{
		{"Weight", "Yesterday 20:03", "Yesterday", 210, "Yesterday 20:03"},
		{"Blood pressure", "Yesterday 20:03", "Yesterday", 210, "Yesterday"},
		{"Blood pressure", "14 Oct 07:12", "14 Oct", 190, "14 Oct"},
		{"Blood pressure", "14 Oct 2024", "14 Oct 2024", 196, ""},
		{"Blood pressure", "14 Oct 2024", "14 Oct 2024", 140, ""},
		{"Steps", "", "", 196, ""},
	} {
		c := newMetricCard(s.Work(), s.scale, present.Subject{Name: tt.name}, func() {})
		c.Set(present.Card{Subject: present.Subject{Name: tt.name}, When: tt.when, Day: tt.day})
		c.head.Resize(fyne.NewSize(tt.width, 20))
		got := ""
		for _, shown := range []*parts.Text{c.when, c.day} {
			if !shown.Visible() {
				continue
			}
			got += shown.Text()
			if right := shown.Position().X + shown.Size().Width; right != tt.width {
				t.Errorf("%s: ends at %v of %v", tt.name, right, tt.width)
			}
		}
		if got != tt.want {
			t.Errorf("%s, %s: shown is %q, want %q", tt.name, tt.when, got, tt.want)
		}
		if tt.width > 150 && c.name.Size().Width < c.name.WholeWidth() {
			t.Errorf("%s is cut at %v", tt.name, tt.width)
		}
	}
}

func TestLargeTextTakesAColumnOfTheDashboard(t *testing.T) {
	for text, want := range map[style.TextSize][2]int{style.NormalText: {4, 3}, style.LargeText: {3, 2}, style.LargestText: {3, 2}} {
		s := unlocked(t, style.AlwaysLight, wide, withData(household()))
		fyne.CurrentApp().Settings().SetTheme(style.NewLook(style.Look{Mode: style.AlwaysLight, Text: text}))
		s.goTo(0)
		s.bench.settle()
		grid := &cardGrid{gap: style.Gap}
		if got := [2]int{grid.columns(1024), grid.columns(784)}; got != want {
			t.Errorf("text of size %d: %v columns, want %v", text, got, want)
		}
		for _, c := range dashboard(t, s).cards {
			if c.name.Size().Width < c.name.WholeWidth() {
				t.Errorf("text of size %d: %s is cut", text, c.subject.Name)
			}
			if value := c.value.MinSize(); value.Width > c.button.Size().Width-2*style.CardPadding {
				t.Errorf("text of size %d: the value of %s is cut", text, c.subject.Name)
			}
		}
	}
}

func TestACardTellsOfItsPictureWhereThereIsRoom(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide)
	c := newMetricCard(s.Work(), s.scale, present.Subject{Name: "Heart rate"}, nil)
	c.Set(present.Card{Subject: c.subject, Source: "Withings · heart rate · 24 hours", Giver: "Withings · heart rate"})
	for width, want := range map[float32]string{260: "Withings · heart rate · 24 hours", 150: "Withings · heart rate"} {
		c.content.Resize(fyne.NewSize(width, 170))
		if got := c.source.Text(); got != want {
			t.Errorf("%v wide: %q, want %q", width, got, want)
		}
	}
}
