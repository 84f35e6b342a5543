package ui

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// HomeScreen is about the rooms of the household: a journal of what was noticed
// in them, with the switches of the cameras, and the quality of their air.
//
// Keys: in the journal those of a timeline; at the air D, W and M choose the
// period.
type HomeScreen struct {
	shell *Shell
	src   timelineSource
	whole *fyne.Container
	tabs  *parts.Segmented
	body  *fyne.Container

	// The journal.
	*happeningPager
	events   string // "motion", "sound" or "picture"; "" is all of them
	chips    map[string]*parts.Chip
	thumbs   *thumbnails
	cameras  *fyne.Container
	switches []*parts.Switch
	instead  *fyne.Container
	journal  fyne.CanvasObject

	// The air.
	period  present.Period
	periods *parts.Segmented
	grid    *fyne.Container
	scroll  *container.Scroll
	cards   []*airCard
	air     fyne.CanvasObject

	devices, breathing, switching *Job
	begun                         bool
}

var (
	_ Page     = (*HomeScreen)(nil)
	_ Starter  = (*HomeScreen)(nil)
	_ Reloader = (*HomeScreen)(nil)
	_ KeyTyper = (*HomeScreen)(nil)
)

// HomePage is the maker of the home's page for [Pages].
func HomePage(s *Shell) Page { return NewHomeScreen(s, s.timelineSource()) }

// NewHomeScreen returns the page; it begins to load when it is shown.
func NewHomeScreen(s *Shell, src timelineSource) *HomeScreen {
	w := s.Work()
	h := &HomeScreen{
		shell: s, src: src, period: present.Day, chips: map[string]*parts.Chip{},
		devices: w.NewJob(), breathing: w.NewJob(), switching: w.NewJob(),
	}
	h.thumbs = newThumbnails(w, func() { h.list.body.show() })
	h.happeningPager = newHappeningPager(s, h.newList())
	h.what = func() (timelineSource, present.TopicSet) { return h.noticed(), 0 }
	h.settled = h.showJournal
	h.tabs = parts.NewSegmented(locale.T("Part of the page"), []string{locale.T("Journal"), locale.T("Air quality")}, func(int) { h.showTab() })
	h.journal, h.air = h.newJournal(), h.newAir()
	h.body = container.NewStack()
	bar := parts.NewTopBar(locale.T("Home"), locale.T("The rooms, whoever imported their data"), nil, s.Actions()...)
	h.whole = container.NewStack(s.Frame(bar, container.NewBorder(
		parts.InsetBy(style.Space4, 0, style.Space12, 0, parts.Row(0, h.tabs, parts.Spring(), h.periods)), nil, nil, nil, h.body,
	)))
	h.showTab()
	return h
}

// showTab shows the journal or the air.
func (h *HomeScreen) showTab() {
	h.periods.Hidden = h.tabs.Selected() == 0
	h.body.Objects = []fyne.CanvasObject{[]fyne.CanvasObject{h.journal, h.air}[h.tabs.Selected()]}
	h.whole.Refresh()
}

func (h *HomeScreen) newList() *happeningList {
	l := newHappeningList()
	l.headOf = h.src.almanac(0).DayHead
	l.nameOf = func(x happening) string {
		if len(h.src.people) == 1 {
			return ""
		}
		return firstName(h.src.people[x.person].profile.Name)
	}
	l.action = func(happening) string { return "" }
	l.thumb = func(x happening) image.Image { return h.thumbs.get(h.src.people[x.person].notebook, x.Picture) }
	l.onAct = func(happening) {}
	l.onOpen = func(x happening) {
		h.shell.Open(newEntryScreen(h.shell, h.src.people[x.person], h.src.deletions, h.src.past, x))
	}
	return l
}

// newJournal builds the journal: cameras, chips, and the lines.
func (h *HomeScreen) newJournal() fyne.CanvasObject {
	var chips []fyne.CanvasObject
	for _, x := range []struct {
		event, name string
		icon        style.Icon
	}{
		{"", locale.T("All"), style.NoIcon},
		{"motion", locale.T("Motion"), style.IconMotion},
		{"sound", locale.T("Sound"), style.IconSound},
		{"picture", locale.T("Pictures"), style.IconCamera},
	} {
		h.chips[x.event] = parts.NewChip(x.name, x.icon, style.Room, func() { h.filter(x.event) })
		chips = append(chips, h.chips[x.event])
	}
	h.chips[""].SetOn(true)
	h.cameras = parts.Column(style.Space12)
	h.instead = container.NewStack()
	h.instead.Hide()
	top := parts.Column(0, h.cameras, parts.InsetBy(0, 0, style.Space16, 0, parts.Flow(style.Space8, chips...)))
	return container.NewBorder(top, nil, nil, nil, container.NewStack(container.New(reachOut{h.shell}, h.list), h.instead))
}

// newAir builds the place for the cards and the switch of their period.
func (h *HomeScreen) newAir() fyne.CanvasObject {
	var names []string
	for _, p := range present.RoomPeriods {
		names = append(names, p.Short())
	}
	h.periods = parts.NewSegmented(locale.T("Period"), names, func(i int) { h.choose(present.RoomPeriods[i]) })
	h.grid = container.New(&airGrid{gap: style.Gap})
	h.scroll = parts.Scroll(parts.InsetBy(style.Space4, scrollMargin, style.PageInset, scrollMargin, h.grid))
	return container.New(reachOut{h.shell}, h.scroll)
}

// Object implements Page.
func (h *HomeScreen) Object() fyne.CanvasObject { return h.whole }

// Start implements Starter.
func (h *HomeScreen) Start() {
	if !h.begun {
		h.begun = true
		h.Reload()
	}
}

// Leave implements Page.
func (h *HomeScreen) Leave() {
	h.leave()
	for _, j := range []*Job{h.devices, h.breathing, h.switching} {
		j.Cancel()
	}
	for _, c := range h.cards {
		c.leave()
	}
	h.thumbs.forget()
}

// noticed is the source of what was noticed in the rooms, of the events chosen.
func (h *HomeScreen) noticed() timelineSource {
	src, want := h.src, h.events
	src.now = h.shell.Now()
	src.events = func(e health.Entry) bool {
		switch event := e.Field(health.FieldEvent); want {
		case "":
			return true
		case "picture":
			return event == want || e.Field(health.FieldPicture) != ""
		default:
			return event == want
		}
	}
	return src
}

// filter shows events of one kind.
func (h *HomeScreen) filter(event string) {
	h.events = event
	for e, c := range h.chips {
		c.SetOn(e == event)
	}
	h.reset()
}

// Reload implements Reloader.
func (h *HomeScreen) Reload() {
	h.happeningPager.Reload()
	h.loadCameras()
	h.loadAir()
}

func (h *HomeScreen) loadCameras() {
	book := h.src.devices
	if book == nil {
		return
	}
	Run(h.devices, func(ctx context.Context, _ func(Step)) ([]health.Device, error) {
		return book.List(ctx)
	}, nil, func(all []health.Device, err error) {
		h.cameras.Objects, h.switches = nil, nil
		if err != nil {
			h.cameras.Objects = []fyne.CanvasObject{h.shell.Fault(err)}
		}
		var rows []fyne.CanvasObject
		for _, d := range cameras(all) {
			row, s := cameraRow(d, func(s *parts.Switch, off bool) { h.switchCamera(d, s, off) })
			rows = append(rows, row)
			h.switches = append(h.switches, s)
		}
		if len(rows) > 0 {
			h.cameras.Objects = append(h.cameras.Objects, parts.InsetBy(0, 0, style.Space12, 0, parts.NewBareCard(ruled(rows...))))
		}
		h.whole.Refresh()
	}, nil)
}

// showJournal shows the lines, or what stands in their place.
func (h *HomeScreen) showJournal(o openedTimeline, err error) bool {
	h.instead.Objects = nil
	switch {
	case err != nil:
		h.instead.Objects = []fyne.CanvasObject{parts.Column(0, h.shell.Fault(err))}
	case !o.some() && h.events == "":
		h.instead.Objects = []fyne.CanvasObject{parts.NewEmptyState(style.IconHome, locale.T("Nothing was noticed yet"),
			locale.T("Motion, sound and pictures of a room appear here when a file with them is imported."), h.importButton()...)}
	case !o.some():
		h.instead.Objects = []fyne.CanvasObject{parts.NewEmptyState(style.IconFilter, locale.T("Nothing of this kind yet"),
			locale.T("Choose another kind above, or show all of them."),
			parts.NewButton(parts.Outlined, locale.T("Show all"), func() { h.filter("") }))}
	}
	h.instead.Hidden = len(h.instead.Objects) == 0
	h.list.Hidden = !h.instead.Hidden
	h.whole.Refresh()
	return h.list.Visible()
}

func (h *HomeScreen) importButton() []fyne.CanvasObject {
	if h.shell.pages.Import == nil {
		return nil
	}
	return []fyne.CanvasObject{parts.NewButton(parts.Primary, locale.T("Import files…"), func() { h.shell.OpenImport(nil) }).WithIcon(style.IconImport)}
}

func (h *HomeScreen) loadAir() {
	src := h.src
	src.now = h.shell.Now()
	Run(h.breathing, func(ctx context.Context, _ func(Step)) ([]airSeries, error) {
		return loadAir(ctx, src)
	}, nil, h.showAir, nil)
}

// showAir puts a card for every series in place and draws its graph.
func (h *HomeScreen) showAir(all []airSeries, err error) {
	for _, c := range h.cards {
		c.leave()
	}
	h.cards, h.grid.Objects = nil, nil
	stack, ok := h.air.(*fyne.Container)
	if !ok {
		return
	}
	switch {
	case err != nil:
		stack.Objects = []fyne.CanvasObject{parts.Column(0, h.shell.Fault(err))}
	case len(all) == 0:
		stack.Objects = []fyne.CanvasObject{parts.NewEmptyState(style.IconRoom, locale.T("No readings of rooms yet"),
			locale.T("CO₂, temperature, light and sound of a room appear here when a file with them is imported."), h.importButton()...)}
	default:
		stack.Objects = []fyne.CanvasObject{h.scroll}
		for _, s := range all {
			c := newAirCard(h, s)
			h.cards = append(h.cards, c)
			h.grid.Objects = append(h.grid.Objects, c.card)
		}
	}
	h.layAir()
	for _, c := range h.cards {
		c.choose(h.period)
	}
}

// layAir gives the cards their places anew: their heights depend on what is in
// them.
func (h *HomeScreen) layAir() {
	h.grid.Refresh()
	h.scroll.Refresh()
	h.air.Refresh()
	h.whole.Refresh()
}

// choose shows a period in all cards.
func (h *HomeScreen) choose(p present.Period) {
	h.period = p
	for i, x := range present.RoomPeriods {
		if x == p {
			h.periods.SetSelected(i)
		}
	}
	for _, c := range h.cards {
		c.choose(p)
	}
}

func (h *HomeScreen) bringIntoSight(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(h.scroll.Content).Y
	bringIntoSight(h.scroll, top, o.Size().Height)
}

// TypedKey implements KeyTyper.
func (h *HomeScreen) TypedKey(ev *fyne.KeyEvent) bool {
	if h.tabs.Selected() != 0 {
		return false
	}
	if ev.Name == fyne.KeyEscape && h.events != "" {
		h.filter("")
		return true
	}
	return h.list.Visible() && len(h.list.lines) > 0 && h.list.key(ev.Name)
}

// TypedRune implements KeyTyper.
func (h *HomeScreen) TypedRune(r rune) bool {
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	p, ok := periodKeys[r]
	if !ok || h.tabs.Selected() == 0 || p > present.Month {
		return false
	}
	h.choose(p)
	return true
}
