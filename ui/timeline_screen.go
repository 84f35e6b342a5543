package ui

import (
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// TimelineScreen shows everything that happened to a person, or to everyone, the
// newest first, by day. Days are loaded as one scrolls.
//
// Keys: Up, Down, PageUp and PageDown choose a line, Enter opens it; Home and
// End go to the newest and the oldest; G asks for a date; Escape leaves that,
// then the filter.
type TimelineScreen struct {
	shell *Shell
	src   timelineSource // of everybody, the person shown first
	whole *fyne.Container
	bar   *parts.TopBar

	chips   map[present.Topic]*parts.Chip
	all     *parts.Chip
	who     *parts.Segmented // nil with one person
	dateRow *fyne.Container
	date    *parts.Field
	*happeningPager
	instead  *fyne.Container // what stands in the place of the list
	thumbs   *thumbnails
	topics   present.TopicSet
	everyone bool
	undoing  *Job
	begun    bool
}

var (
	_ Page     = (*TimelineScreen)(nil)
	_ Starter  = (*TimelineScreen)(nil)
	_ Reloader = (*TimelineScreen)(nil)
	_ KeyTyper = (*TimelineScreen)(nil)
)

// TimelinePage is the maker of the timeline for [Pages].
func TimelinePage(s *Shell) Page { return NewTimelineScreen(s, s.timelineSource()) }

// timelineSource is everybody's data, the person shown first.
func (s *Shell) timelineSource() timelineSource {
	session := s.Session()
	src := timelineSource{past: session.Imports, deletions: session.Deletions, devices: session.Devices, raised: s.raisedLines(), now: s.Now()}
	add := func(p health.Profile) {
		person := timelinePerson{profile: p, library: session.Library(p.ID), objects: s.uses(p.ID)}
		if session.Notebook != nil {
			person.notebook = session.Notebook(p.ID)
		}
		if session.Preferences != nil {
			person.preferences = session.Preferences(p.ID)
		}
		src.people = append(src.people, person)
	}
	add(s.Profile())
	for _, p := range session.Profiles {
		if p.ID != s.Profile().ID && !s.isClosed(p.ID) {
			add(p)
		}
	}
	return src
}

// NewTimelineScreen returns the page; it begins to load when it is shown.
func NewTimelineScreen(s *Shell, src timelineSource) *TimelineScreen {
	return newTimeline(s, src, 0, nil)
}

// newTimeline is NewTimelineScreen with topics chosen and a way back, nil for a
// place of the rail.
func newTimeline(s *Shell, src timelineSource, topics present.TopicSet, back func()) *TimelineScreen {
	w := s.Work()
	t := &TimelineScreen{
		shell: s, src: src, topics: topics, chips: map[present.Topic]*parts.Chip{}, undoing: w.NewJob(),
	}
	t.thumbs = newThumbnails(w, func() { t.list.body.show() })
	t.happeningPager = newHappeningPager(s, t.newList())
	t.what = func() (timelineSource, present.TopicSet) { return t.shown(), t.topics }
	t.settled = t.show
	t.bar = parts.NewTopBar(locale.T("Timeline"), "", back, append(t.choices(), s.Actions()...)...)
	t.instead = container.NewStack()
	t.instead.Hide()
	body := container.NewBorder(t.controls(), nil, nil, nil, container.NewStack(container.New(reachOut{s}, t.list), t.instead))
	t.whole = container.NewStack(s.Frame(t.bar, body))
	t.subtitle()
	return t
}

func (t *TimelineScreen) newList() *happeningList {
	l := newHappeningList()
	a := t.src.almanac(0)
	l.headOf = a.DayHead
	l.nameOf = func(h happening) string {
		if !t.everyone {
			return ""
		}
		return firstName(t.src.people[h.person].profile.Name)
	}
	l.action = t.action
	l.thumb = func(h happening) image.Image { return t.thumbs.get(t.src.people[h.person].notebook, h.Picture) }
	l.onOpen, l.onAct = t.open, t.act
	return l
}

// firstName is the first of somebody's names.
func firstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}

// choices are whose lines are shown and the way to a date.
func (t *TimelineScreen) choices() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if len(t.src.people) > 1 {
		t.who = parts.NewSegmented(locale.T("Whose"), []string{firstName(t.src.people[0].profile.Name), locale.T("Everyone")}, func(i int) {
			t.everyone = i == 1
			t.subtitle()
			t.reset()
		})
		out = append(out, t.who)
	}
	return append(out, parts.NewIconButton(style.IconCalendar, locale.T("Go to date…"), t.askDate))
}

// controls are the chips and, when it is asked for, the field for a date.
func (t *TimelineScreen) controls() fyne.CanvasObject {
	t.all = parts.NewChip(locale.T("All"), style.NoIcon, style.Text, func() { t.filter(0) })
	chips := []fyne.CanvasObject{t.all}
	for _, topic := range present.Topics {
		icon, token := topicLook(topic)
		c := parts.NewChip(topic.Name(), icon, token, func() { t.filter(t.topics.With(topic)) })
		t.chips[topic] = c
		chips = append(chips, c)
	}
	t.chips[present.TopicNotices].Hidden = len(t.src.raised) == 0
	t.showChips()
	t.date = parts.NewField(locale.T("Go to date"))
	t.date.SetPlaceHolder(locale.NumericDate(t.src.almanac(0).Today()))
	t.date.OnEnter(t.goToTyped)
	t.date.OnChanged(func(string) { t.date.SetError("") })
	t.dateRow = parts.InsetBy(style.Space12, 0, 0, 0, parts.Row(0,
		parts.Width(420, besideField(t.date,
			parts.NewButton(parts.Outlined, locale.T("Go"), t.goToTyped),
			parts.NewButton(parts.Quiet, locale.T("Newest"), func() {
				t.closeDate()
				t.newest()
			}),
			parts.NewIconButton(style.IconClose, locale.T("Close"), t.closeDate))), parts.Spring()))
	t.dateRow.Hide()
	return parts.InsetBy(style.Space4, 0, style.Space16, 0, parts.Column(0, parts.Flow(style.Space8, chips...), t.dateRow))
}

func (t *TimelineScreen) showChips() {
	t.all.SetOn(t.topics == 0)
	for topic, c := range t.chips {
		c.SetOn(t.topics.Names(topic))
	}
}

func (t *TimelineScreen) subtitle() {
	who := t.src.people[0].profile.Name
	if t.everyone {
		who = locale.T("Everyone")
	}
	t.bar.Set(locale.T("Timeline"), locale.T("%s, newest first", who))
}

// Object implements Page.
func (t *TimelineScreen) Object() fyne.CanvasObject { return t.whole }

// Start implements Starter.
func (t *TimelineScreen) Start() {
	if !t.begun {
		t.begun = true
		t.Reload()
	}
	parts.Focus(t.list)
}

// Leave implements Page.
func (t *TimelineScreen) Leave() {
	t.leave()
	t.undoing.Cancel()
	t.thumbs.forget()
}

// shown is the source of the lines shown: of one person or of everybody.
func (t *TimelineScreen) shown() timelineSource {
	src := t.src
	src.now = t.shell.Now()
	if !t.everyone {
		src.people = src.people[:1]
	}
	return src
}

// filter shows other topics.
func (t *TimelineScreen) filter(s present.TopicSet) {
	t.topics = s
	t.showChips()
	t.reset()
}

// show puts what was loaded on the page, or what stands in its place.
func (t *TimelineScreen) show(o openedTimeline, err error) bool {
	t.instead.Objects = nil
	switch {
	case err != nil:
		t.instead.Objects = []fyne.CanvasObject{parts.Column(0, t.shell.Fault(err))}
	case !o.some() && t.topics == 0:
		t.instead.Objects = []fyne.CanvasObject{newEmptyData(t.shell)}
	case !o.some():
		t.instead.Objects = []fyne.CanvasObject{t.emptyFilter()}
	}
	t.instead.Hidden = len(t.instead.Objects) == 0
	t.list.Hidden = !t.instead.Hidden
	t.whole.Refresh()
	return t.list.Visible()
}

// emptyFilter says that nothing of the topics chosen happened.
func (t *TimelineScreen) emptyFilter() fyne.CanvasObject {
	return parts.NewEmptyState(style.IconFilter, locale.T("Nothing of this kind yet"),
		locale.T("Choose another kind above, or show all of them."),
		parts.NewButton(parts.Outlined, locale.T("Show all"), func() { t.filter(0) }))
}

// askDate opens the field for a date.
func (t *TimelineScreen) askDate() {
	t.dateRow.Show()
	t.whole.Refresh()
	t.date.Focus()
}

func (t *TimelineScreen) closeDate() {
	if t.dateRow.Visible() {
		t.dateRow.Hide()
		t.date.SetError("")
		t.whole.Refresh()
		parts.Focus(t.list)
	}
}

func (t *TimelineScreen) goToTyped() {
	d, err := locale.ParseDate(t.date.Text())
	if err != nil {
		t.date.SetError(locale.T("Write a date such as %s.", locale.NumericDate(t.src.almanac(0).Today())))
		return
	}
	t.goTo(d)
	parts.Focus(t.list)
}

// TypedKey implements KeyTyper.
func (t *TimelineScreen) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyEscape {
		switch {
		case t.dateRow.Visible():
			t.closeDate()
		case t.topics != 0:
			t.filter(0)
		default:
			return false
		}
		return true
	}
	return t.list.Visible() && t.list.key(ev.Name)
}

// TypedRune implements KeyTyper.
func (t *TimelineScreen) TypedRune(r rune) bool {
	if r != 'g' && r != 'G' {
		return false
	}
	t.askDate()
	return true
}
