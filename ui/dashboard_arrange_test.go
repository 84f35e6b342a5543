package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// withOrder is withData with an order of the cards that was stored before.
func withOrder(lib Library, prefs *fakePreferences) stageOption {
	return func(d *Deps, s *stage) {
		s.library = lib
		needs := DataNeeds{Library: lib, Past: onePast, Preferences: prefs}
		d.Pages.Dashboard = func(s *Shell) Page { return NewDashboardScreen(s, needs) }
	}
}

// arrangeStage is the household's dashboard with a stored order.
func arrangeStage(stored string) func(*testing.T, style.Mode, fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		t.Helper()
		prefs := newFakePreferences()
		if stored != "" {
			prefs.kept[dashboardPreference] = []byte(stored)
		}
		return unlocked(t, m, size, withOrder(household(), prefs))
	}
}

// spotted is a library with readings of the first n metrics of the catalogue
// that make a card of their own.
func spotted(n int) *fakeLibrary {
	l := newFakeLibrary()
	for _, m := range health.Metrics() {
		if all, err := l.Metrics(context.Background()); err == nil && len(present.Cards(all)) < n && m.ID != "sleep_stage" {
			l.put(m.ID, "csv:file", stageNow.AddDate(0, 0, -1), 0, (m.Plausible.Min+m.Plausible.Max)/2, m.Unit, 0)
		}
	}
	return l
}

func (s *stage) arranged() *arranging {
	s.t.Helper()
	d := dashboard(s.t, s)
	if d.arranging == nil {
		s.t.Fatal("nothing is being arranged")
	}
	return d.arranging
}

// carryBy holds a tile with the pointer in its middle and moves it.
func (s *stage) carryBy(t *cardTile, by fyne.Position) {
	s.t.Helper()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(t).AddXY(t.Size().Width/2, t.Size().Height/2)
	ev := &fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at}}
	t.Dragged(ev)
	ev.AbsolutePosition = at.Add(by)
	t.Dragged(ev)
}

func (s *stage) shownCards() string {
	s.t.Helper()
	var out []string
	for _, c := range dashboard(s.t, s).cards {
		out = append(out, c.subject.ID)
	}
	return strings.Join(out, " ")
}

func arrangedIDs(tiles []*cardTile) string {
	var out []string
	for _, t := range tiles {
		out = append(out, t.subject.ID)
	}
	return strings.Join(out, " ")
}

// orderStage is a dashboard of four cards in arranging.
func orderStage(t *testing.T, stored string) (*stage, *fakePreferences) {
	t.Helper()
	lib := weighed(20)
	lib.pressures(3)
	lib.nights(3)
	delete(lib.readings, "heart_rate")
	lib.put("glucose", "csv:file", stageNow, 0, 5.4, health.MillimolePerLitre, 1)
	prefs := newFakePreferences()
	if stored != "" {
		prefs.kept[dashboardPreference] = []byte(stored)
	}
	s := unlocked(t, style.AlwaysLight, wide, withOrder(lib, prefs))
	s.rune('a')
	s.bench.settle()
	return s, prefs
}

func alt(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}
}

func TestCardsAreMovedByKeyboardAndStayThere(t *testing.T) {
	s, prefs := orderStage(t, "")
	a := s.arranged()
	if got := arrangedIDs(a.shown); got != "weight blood_pressure sleep glucose" {
		t.Fatalf("the cards are %s", got)
	}
	focused := func() *cardTile {
		tile, ok := s.window.Canvas().Focused().(*cardTile)
		if !ok {
			t.Fatalf("the focus is on %T", s.window.Canvas().Focused())
		}
		return tile
	}
	s.key(fyne.KeyRight)
	s.key(fyne.KeyRight)
	for _, step := range []struct {
		key  fyne.KeyName
		want string
	}{
		{fyne.KeyLeft, "weight sleep blood_pressure glucose"},
		{fyne.KeyLeft, "sleep weight blood_pressure glucose"},
		{fyne.KeyLeft, "sleep weight blood_pressure glucose"},
		{fyne.KeyEnd, "weight blood_pressure glucose sleep"},
		{fyne.KeyHome, "sleep weight blood_pressure glucose"},
		{fyne.KeyRight, "weight sleep blood_pressure glucose"},
	} {
		focused().TypedShortcut(alt(step.key))
		s.bench.settle()
		if got := arrangedIDs(a.shown); got != step.want || focused().subject.ID != "sleep" {
			t.Fatalf("after %s: %s, focus on %s, want %s", step.key, got, focused().subject.ID, step.want)
		}
	}
	s.key(fyne.KeyEscape)
	s.bench.settle()
	if got := s.shownCards(); got != "weight sleep blood_pressure glucose" {
		t.Errorf("the dashboard shows %s", got)
	}
	if got := string(prefs.kept[dashboardPreference]); got != `{"order":["weight","sleep","blood_pressure","glucose"],"version":1}` {
		t.Errorf("stored is %s", got)
	}
	s.goTo(0)
	s.bench.settle()
	if got := s.shownCards(); got != "weight sleep blood_pressure glucose" {
		t.Errorf("the dashboard shows %s when it is opened again", got)
	}
}

func TestCardsAreHiddenShownAndTakenBack(t *testing.T) {
	s, prefs := orderStage(t, "")
	a := s.arranged()
	s.key(fyne.KeyDelete)
	s.rune('h')
	s.bench.settle()
	if got := arrangedIDs(a.hidden); got != "weight blood_pressure" || arrangedIDs(a.shown) != "sleep glucose" {
		t.Fatalf("shown %s, hidden %s", arrangedIDs(a.shown), got)
	}
	s.wants("Hidden")
	s.key(fyne.KeyDown) // into the hidden ones
	s.key(fyne.KeyReturn)
	if got := arrangedIDs(a.shown); got != "weight sleep glucose" {
		t.Errorf("shown are %s", got)
	}
	if tile, ok := s.window.Canvas().Focused().(*cardTile); !ok || tile.subject.ID != "blood_pressure" {
		t.Errorf("the focus is on %T", s.window.Canvas().Focused())
	} else {
		tile.TypedShortcut(&fyne.ShortcutUndo{})
	}
	if got := arrangedIDs(a.shown); got != "sleep glucose" {
		t.Errorf("taken back: %s", got)
	}
	a.undo.Press()
	a.undo.Press()
	s.bench.settle()
	if len(a.hidden) != 0 || !a.undo.Disabled() || !a.reset.Disabled() || prefs.kept[dashboardPreference] != nil {
		t.Errorf("all taken back: hidden %s, stored %s", arrangedIDs(a.hidden), prefs.kept[dashboardPreference])
	}
	a.tiles["sleep"].toggle.Press()
	a.tiles["weight"].toggle.Press()
	a.reset.Press()
	if arrangedIDs(a.shown) != "weight blood_pressure sleep glucose" {
		t.Errorf("reset: %s", arrangedIDs(a.shown))
	}
	a.undo.Press()
	for _, id := range []string{"blood_pressure", "glucose"} {
		a.tiles[id].toggle.Press()
	}
	a.screen.endArranging()
	s.bench.settle()
	s.wants("Every card is hidden")
	s.rune('a')
	if tile, ok := s.window.Canvas().Focused().(*cardTile); !ok || !tile.hidden {
		t.Errorf("the focus is on %T", s.window.Canvas().Focused())
	}
}

func TestADraggedCardGoesWhereItIsDropped(t *testing.T) {
	s, prefs := orderStage(t, "")
	a := s.arranged()
	weight := a.tiles["weight"]
	step := a.grid().width + a.grid().gap
	s.carryBy(weight, fyne.NewPos(2*step, 5))
	if got := arrangedIDs(a.shown); got != "blood_pressure sleep weight glucose" {
		t.Errorf("while it is held: %s", got)
	}
	if a.marker.Hidden || a.marker.Position() != a.grid().at(2) || a.board.Objects[len(a.board.Objects)-1] != weight {
		t.Error("its place is not marked, or it does not lie on top")
	}
	if prefs.sets != 0 {
		t.Error("stored before it is dropped")
	}
	weight.DragEnd()
	s.bench.settle()
	if !a.marker.Hidden || a.tiles["weight"].Position() != a.grid().at(2) || prefs.sets != 1 {
		t.Errorf("dropped: at %v, stored %d times", a.tiles["weight"].Position(), prefs.sets)
	}
	if got := string(prefs.kept[dashboardPreference]); !strings.Contains(got, `["blood_pressure","sleep","weight","glucose"]`) {
		t.Errorf("stored is %s", got)
	}
	s.carryBy(a.tiles["weight"], fyne.NewPos(9, 9))
	a.tiles["weight"].DragEnd()
	s.bench.settle()
	if prefs.sets != 1 {
		t.Error("a card that was put back is a change")
	}
	s.carryBy(a.tiles["glucose"], fyne.NewPos(-5000, -5000))
	a.screen.endArranging() // Escape while it is held
	s.bench.settle()
	if got := s.shownCards(); got != "glucose blood_pressure sleep weight" {
		t.Errorf("the dashboard shows %s", got)
	}
}

func TestDraggingAtTheEdgeScrolls(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, fyne.NewSize(900, 600), withOrder(spotted(30), newFakePreferences()))
	s.rune('a')
	s.bench.settle()
	a := s.arranged()
	first := a.shown[0]
	s.carryBy(first, fyne.NewPos(0, 1000))
	if a.still == nil {
		t.Fatal("it does not scroll at the lower edge")
	}
	for range 100 {
		if a.still == nil {
			break
		}
		a.tick()
	}
	if end := a.board.MinSize().Height - a.scroll.Size().Height; a.scroll.Offset.Y != end || end <= 0 {
		t.Errorf("scrolled to %v of %v", a.scroll.Offset.Y, end)
	}
	if at, of := a.place(first); at < of-a.grid().columns {
		t.Errorf("the card is at %d of %d", at, of)
	}
	s.carryBy(first, fyne.NewPos(0, -3000))
	for range 100 {
		if a.still == nil {
			break
		}
		a.tick()
	}
	if a.scroll.Offset.Y != 0 {
		t.Errorf("scrolled up to %v", a.scroll.Offset.Y)
	}
	s.Lock()
	if a.still != nil {
		t.Error("it scrolls on when the vault is locked")
	}
}

func TestOneToManyCardsAreArrangedInASmallWindow(t *testing.T) {
	for _, n := range []int{1, 2, 7, 29} {
		s := unlocked(t, style.AlwaysLight, fyne.NewSize(900, 600), withOrder(spotted(n), newFakePreferences()))
		s.rune('a')
		s.bench.settle()
		a := s.arranged()
		if len(a.shown) != n {
			t.Fatalf("%d cards of %d", len(a.shown), n)
		}
		for range n {
			if tile, ok := s.window.Canvas().Focused().(*cardTile); ok {
				tile.TypedShortcut(alt(fyne.KeyRight))
			}
		}
		if last := a.shown[n-1]; n > 1 && last.subject.ID == a.shown[0].subject.ID || !last.focused {
			t.Errorf("%d cards: the first is not the last now", n)
		}
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(a.shown[n-1]).Y
		if y < 0 || y+a.shown[n-1].Size().Height > 600 {
			t.Errorf("%d cards: the focus is out of sight at %v", n, y)
		}
		if bad := s.overflow(); len(bad) > 0 && n < 7 {
			t.Errorf("%d cards: cut off: %v", n, bad)
		}
	}
}

func TestAnOrderThatCannotBeKeptIsNotShown(t *testing.T) {
	s, prefs := orderStage(t, `{"order":["sleep","weight"]}`)
	prefs.fail = errDisk
	s.arranged().hide("weight", true)
	s.bench.settle()
	s.wants("disk gone")
	if got := arrangedIDs(s.arranged().shown); got != "sleep glucose weight blood_pressure" {
		t.Errorf("shown are %s", got)
	}
	if s.arranged().undo.Disabled() != true {
		t.Error("there is something to undo")
	}
}

func TestEveryChangeIsStoredInItsTurn(t *testing.T) {
	s, prefs := orderStage(t, "")
	a := s.arranged()
	a.hide("weight", true)
	a.hide("sleep", true)
	a.hide("glucose", true)
	if prefs.sets != 0 {
		t.Fatal("stored on the UI goroutine")
	}
	s.goTo(0) // the page goes while the first is being stored
	s.bench.settle()
	if got := string(prefs.kept[dashboardPreference]); !strings.Contains(got, `"hidden":["weight","sleep","glucose"]`) || prefs.sets != 2 {
		t.Errorf("stored %d times, at last %s", prefs.sets, got)
	}
}

func TestWithoutPreferencesNothingIsArranged(t *testing.T) {
	for name, o := range map[string]stageOption{
		"none": func(d *Deps, s *stage) {
			needs := DataNeeds{Library: weighed(3)}
			d.Pages.Dashboard = func(s *Shell) Page { return NewDashboardScreen(s, needs) }
		},
		"of another form": withOrder(weighed(3), &fakePreferences{kept: map[string][]byte{dashboardPreference: []byte(`{"order":7}`)}}),
	} {
		s := unlocked(t, style.AlwaysLight, wide, o)
		s.rune('a')
		if dashboard(t, s).arranging != nil {
			t.Errorf("%s: cards are arranged", name)
		}
		s.wants("Weight")
	}
}

func TestArrowsGoFromCardToCard(t *testing.T) {
	s := unlocked(t, style.AlwaysLight, wide, withData(household()))
	d := dashboard(t, s)
	for i, step := range []struct {
		key  fyne.KeyName
		want int
	}{
		{fyne.KeyRight, 0},
		{fyne.KeyRight, 1},
		{fyne.KeyDown, 5},
		{fyne.KeyDown, 9},
		{fyne.KeyDown, 9},
		{fyne.KeyUp, 5},
		{fyne.KeyRight, 6},
		{fyne.KeyDown, 9},
		{fyne.KeyHome, 0},
		{fyne.KeyLeft, 0},
		{fyne.KeyEnd, 9},
	} {
		s.key(step.key)
		if got := d.focusedCard(); got != step.want {
			t.Fatalf("step %d, %s: the focus is on %d, want %d", i, step.key, got, step.want)
		}
	}
	s.key(fyne.KeyReturn)
	s.bench.settle()
	if _, ok := s.Page().(*DetailScreen); !ok {
		t.Errorf("Return opened %T", s.Page())
	}
}

func TestSeveralCardsLoadAtOnce(t *testing.T) {
	s := newStage(t, style.AlwaysLight, wide, withVault, withData(household()))
	s.typeIn(rightPassword)
	s.key(fyne.KeyReturn)
	most := 0
	for len(s.bench.starts)+len(s.bench.posts) > 0 {
		s.bench.step()
		if s.Session() != nil && len(dashboard(t, s).cards) > 0 {
			most = max(most, len(s.bench.starts))
		}
	}
	if most < cardLoaders {
		t.Errorf("at most %d at once", most)
	}
	for _, c := range dashboard(t, s).cards {
		if !c.ready {
			t.Errorf("%s has no data", c.subject.ID)
		}
	}
	if got := fmt.Sprint(s.shownCards()); !strings.HasPrefix(got, "weight blood_pressure heart_rate") {
		t.Errorf("the cards are %s", got)
	}
}

func TestACardHasAMenu(t *testing.T) {
	prefs := newFakePreferences()
	s := unlocked(t, style.AlwaysLight, wide, withOrder(weighed(20), prefs))
	lib := s.library
	s.pages.Insights = func(s *Shell, subject string) Page {
		return NewInsightsScreen(s, DataNeeds{Library: lib}, subject)
	}
	d := dashboard(t, s)
	choose := func(label string) {
		t.Helper()
		for _, item := range d.menuItems(d.subjects[0]) {
			if item.Label == label {
				item.Action()
				s.bench.settle()
				return
			}
		}
		t.Fatalf("the menu has no %q", label)
	}
	d.cards[0].button.TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(300, 200)})
	if s.window.Canvas().Overlays().Top() == nil {
		t.Error("the other button of the mouse opens nothing")
	}
	s.closeOverlays()
	s.window.Canvas().Focus(d.cards[0].button)
	s.key(desktop.KeyMenu)
	if s.window.Canvas().Overlays().Top() == nil {
		t.Error("the key for menus opens nothing")
	}
	s.closeOverlays()
	choose("Hide this card")
	s.wants("Every card is hidden")
	s.wants("The card “Weight” is hidden.")
	s.undoLast()
	s.bench.settle()
	if got := s.shownCards(); got != "weight" || prefs.kept[dashboardPreference] != nil {
		t.Errorf("taken back: %s, stored %s", got, prefs.kept[dashboardPreference])
	}
	choose("Hide this card")
	s.goTo(1)
	s.goTo(0)
	s.bench.settle()
	s.wants("Every card is hidden")
	s.undoLast() // from another page, which shows it
	s.bench.settle()
	if got := s.shownCards(); got != "weight" {
		t.Errorf("taken back from elsewhere: %q", got)
	}
	d = dashboard(t, s)
	choose("Insights")
	if _, ok := s.Page().(*InsightsScreen); !ok {
		t.Errorf("the page is %T", s.Page())
	}
	s.Back()
	s.bench.settle()
	choose("Arrange cards")
	s.arranged().hide("weight", true)
	s.undoLast() // what is arranged comes first
	if got := arrangedIDs(s.arranged().shown); got != "weight" {
		t.Errorf("taken back while arranging: %q", got)
	}
	s.key(fyne.KeyEscape)
	s.bench.settle()
	prefs.fail = errDisk
	choose("Hide this card")
	s.wants("disk gone")
	if got := s.shownCards(); got != "weight" {
		t.Errorf("not kept, yet hidden: %q", got)
	}
}
