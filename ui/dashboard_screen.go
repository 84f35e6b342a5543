package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// DataNeeds is what the pages that show data work with.
type DataNeeds struct {
	Library Library
	// Past may be nil; then nothing is said of imports.
	Past PastImports
	// Deletions may be nil; then nothing can be deleted.
	Deletions Deletions
	// Backups may be nil; then nothing is said of backups.
	Backups Backups
	// Preferences may be nil; then cards cannot be arranged.
	Preferences Preferences
	// Notebook may be nil; then readings have no comments and no history.
	Notebook Notebook
	// Devices may be nil; then no reading is said to be of a device.
	Devices DeviceBook
}

// cardLoaders is how many cards are made at a time.
const cardLoaders = 4

// DashboardScreen shows a card for every kind of data that the person wants to
// see, in the person's order. Cards are made of what the library holds, several
// at a time beside the UI; each appears as soon as it is ready.
//
// Keys: arrows go from card to card, Return opens one, I opens what it comes to,
// A arranges the cards.
type DashboardScreen struct {
	shell *Shell
	needs DataNeeds
	// person is whose data it is: asked for once, since the vault may be locked
	// any moment.
	person health.Profile

	whole  fyne.CanvasObject
	full   fyne.CanvasObject // the page with cards
	bar    *parts.TopBar
	notice *fyne.Container // what went wrong
	grid   *fyne.Container
	body   *fyne.Container
	last   *fyne.Container // the last backup and the last import
	scroll *container.Scroll

	list     *Job
	loaders  [cardLoaders]*Job
	next     int // the card to be made next
	subjects []present.Subject
	cards    []*MetricCard // those shown, in order
	data     dashboardData
	loaded   bool

	order       cardOrder
	arrangeable bool // the stored order is one that may be written
	arranging   *arranging
	keeping     *Job // stores the order
	again       bool // and once more when it is stored
}

var (
	_ Page     = (*DashboardScreen)(nil)
	_ Starter  = (*DashboardScreen)(nil)
	_ Reloader = (*DashboardScreen)(nil)
	_ KeyTyper = (*DashboardScreen)(nil)
	_ Undoer   = (*DashboardScreen)(nil)
)

// NewDashboardScreen returns the page; it begins to load when it is shown.
func NewDashboardScreen(s *Shell, n DataNeeds) *DashboardScreen {
	w := s.Work()
	d := &DashboardScreen{shell: s, needs: n, person: n.Library.Profile(), list: w.NewJob(), keeping: w.NewJob()}
	for i := range d.loaders {
		d.loaders[i] = w.NewJob()
	}
	actions := s.Actions()
	if n.Preferences != nil {
		if d.order, d.arrangeable = readCardOrder(n.Preferences.Get(dashboardPreference)); d.arrangeable {
			arrange := parts.NewIconButton(style.IconGrip, locale.T("Arrange cards"), d.arrange)
			actions = slices.Insert(actions, 0, fyne.CanvasObject(arrange))
		}
	}
	a := d.almanac()
	d.bar = parts.NewTopBar(a.Greeting(d.person.Name), present.LongDate(a.Today()), nil, actions...)
	d.notice = parts.Column(style.Space12)
	d.grid = container.New(&cardGrid{})
	d.last = container.New(&footLayout{})
	d.body = container.New(&dashboardLayout{screen: d}, d.notice, d.grid, d.last)
	d.scroll = parts.Scroll(d.body)
	d.full = s.Frame(d.bar, container.New(reachOut{s}, d.scroll))
	d.whole = d.full
	return d
}

func (d *DashboardScreen) almanac() present.Almanac {
	return d.shell.almanac(d.person)
}

// Object implements Page.
func (d *DashboardScreen) Object() fyne.CanvasObject { return d.whole }

// Start implements Starter.
func (d *DashboardScreen) Start() {
	if !d.loaded {
		d.loaded = true
		d.Reload()
	}
}

// Leave implements Page.
func (d *DashboardScreen) Leave() {
	d.list.Cancel()
	for _, j := range d.loaders {
		j.Cancel()
	}
	for _, c := range d.cards {
		c.spark.plot.job.Cancel()
	}
	if d.arranging != nil {
		d.arranging.stopScrolling()
	}
	// What was arranged last is still being stored.
}

// dashboardData is what is known before the cards are made.
type dashboardData struct {
	subjects []present.Subject
	last     health.Batch
	hasLast  bool

	backups     []Backup
	backupsFail error
}

// Reload implements Reloader.
func (d *DashboardScreen) Reload() {
	if d.needs.Preferences != nil && !d.keeping.Running() {
		d.order, d.arrangeable = readCardOrder(d.needs.Preferences.Get(dashboardPreference))
	}
	lib, past, backups := d.needs.Library, d.needs.Past, d.needs.Backups
	Run(d.list, func(ctx context.Context, _ func(Step)) (dashboardData, error) {
		all, err := lib.Metrics(ctx)
		if err != nil {
			return dashboardData{}, err
		}
		out := dashboardData{subjects: present.Cards(all)}
		if backups != nil {
			out.backups, out.backupsFail = backups.Made()
		}
		if past != nil {
			batches, err := past.Imports()
			if err != nil {
				return out, err
			}
			if len(batches) > 0 {
				out.last, out.hasLast = batches[0], true
			}
		}
		return out, nil
	}, nil, func(data dashboardData, err error) {
		d.notice.RemoveAll()
		if err != nil {
			d.fail(err)
			return
		}
		d.show(data)
	}, nil)
}

func (d *DashboardScreen) fail(err error) {
	d.notice.Objects = []fyne.CanvasObject{d.shell.Fault(err)}
	d.body.Refresh()
}

// show takes what there is and shows it.
func (d *DashboardScreen) show(data dashboardData) {
	d.data, d.subjects = data, data.subjects
	a := d.almanac()
	d.bar.Set(a.Greeting(d.person.Name), present.LongDate(a.Today()))
	d.setCards()
	if d.arranging != nil && len(d.subjects) > 0 {
		d.arranging.fill()
	} else {
		d.arranging = nil
		d.settle()
	}
	d.load()
}

// setCards puts the cards into the person's order; those that were there keep
// what they show until they are made anew.
func (d *DashboardScreen) setCards() {
	had := map[string]*MetricCard{}
	for _, c := range d.cards {
		had[c.subject.ID] = c
	}
	shown, _ := d.order.split(d.subjects)
	d.cards = nil
	d.grid.Objects = nil
	for _, s := range shown {
		c := had[s.ID]
		if c == nil {
			c = newMetricCard(d.shell.Work(), d.shell.scale, s, func() { d.open(s.ID) })
			c.button.OnMenu(func(at fyne.Position) { d.menu(s, at) })
			c.button.OnFocus(func() {
				bringIntoSight(d.scroll, d.grid.Position().Y+c.button.Position().Y, c.button.Size().Height)
			})
		}
		c.subject = s
		d.cards = append(d.cards, c)
		d.grid.Objects = append(d.grid.Objects, c.button)
	}
	d.last.Objects = d.foot()
}

// settle shows the page that belongs to what there is.
func (d *DashboardScreen) settle() {
	whole := d.full
	switch {
	case d.arranging != nil:
		whole = d.arranging.whole
	case len(d.subjects) == 0:
		whole = d.shell.Frame(d.bar, newEmptyData(d.shell))
	case len(d.cards) == 0:
		whole = d.shell.Frame(d.bar, parts.NewEmptyState(style.IconDashboard, locale.T("Every card is hidden"),
			locale.T("Your data is where it was: the place Data lists all of it. Show the cards that you want to see here."),
			parts.NewButton(parts.Primary, locale.T("Arrange cards"), d.arrange)))
	}
	d.body.Refresh()
	d.scroll.Refresh()
	if whole != d.whole {
		d.whole = whole
		d.shell.pageChanged(d)
	}
}

// arrange puts tiles in the place of the cards, to move and hide them.
func (d *DashboardScreen) arrange() {
	if d.arranging != nil || !d.arrangeable || len(d.subjects) == 0 {
		return
	}
	d.arranging = newArranging(d)
	d.settle()
	first := d.arranging.shown
	if len(first) == 0 {
		first = d.arranging.hidden
	}
	parts.Focus(first[0])
}

// endArranging shows the cards in their order.
func (d *DashboardScreen) endArranging() {
	if d.arranging == nil {
		return
	}
	d.arranging.drop()
	d.shell.Window().Canvas().Unfocus()
	d.arranging = nil
	d.setCards()
	d.settle()
	d.load()
}

// valueOf is what the card of a subject shows, "" while that is not known.
func (d *DashboardScreen) valueOf(subject string) string {
	i := slices.IndexFunc(d.cards, func(c *MetricCard) bool { return c.subject.ID == subject })
	if i < 0 || !d.cards[i].ready {
		return ""
	}
	return d.cards[i].value.AccessibilityLabel()
}

func (d *DashboardScreen) open(subject string) {
	d.shell.Open(NewDetailScreen(d.shell, d.needs, subject))
}

// load makes the cards, several at a time, those in front first.
func (d *DashboardScreen) load() {
	d.next = 0
	for _, j := range d.loaders {
		d.loadNext(j)
	}
}

// loadNext makes the next card in a job, and then the one after.
func (d *DashboardScreen) loadNext(job *Job) {
	if d.next >= len(d.cards) {
		job.Cancel()
		return
	}
	lib, card, a := d.needs.Library, d.cards[d.next], d.almanac()
	d.next++
	subject := card.subject
	Run(job, func(ctx context.Context, _ func(Step)) (present.Card, error) {
		return loadCard(ctx, lib, subject, a)
	}, nil, func(c present.Card, err error) {
		if err != nil {
			what, _ := d.shell.Explain(err)
			card.Fail(what)
			if len(d.notice.Objects) == 0 {
				d.fail(err)
			}
		} else {
			card.Set(d.shell.goalOf(lib.Profile(), c.Subject).onCard(c))
		}
		d.loadNext(job)
	}, nil)
}

// newEmptyData says what to do while a profile has no data.
func newEmptyData(s *Shell) fyne.CanvasObject {
	var actions []fyne.CanvasObject
	if s.pages.Import != nil {
		actions = append(actions, parts.NewButton(parts.Primary, locale.T("Import files…"), func() { s.OpenImport(nil) }).WithIcon(style.IconImport))
	}
	if s.CanAdd() {
		actions = append(actions, parts.NewButton(parts.Outlined, locale.T("Add by hand"), func() { s.OpenAdd(Adding{}) }).WithIcon(style.IconAdd))
	}
	return parts.NewEmptyState(style.IconImport, locale.T("Drop your archive anywhere on this window"),
		locale.T("The ZIP that the vendor's “Download my data” gave you, a folder, or single CSV files. You see what is in it before anything is stored.\n"+
			"Nothing at hand? Lock, and look at sample data on the start screen."), actions...)
}
