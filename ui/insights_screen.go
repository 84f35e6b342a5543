package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// InsightsScreen tells what the data of one subject comes to: a card for each
// insight, and for blood pressure the week at home, which can be begun here.
type InsightsScreen struct {
	shell  *Shell
	needs  DataNeeds
	id     string
	person health.Profile

	whole   *fyne.Container
	bar     *parts.TopBar
	notice  *fyne.Container
	cards   *fyne.Container
	layout  *insightsLayout // of the cards
	scroll  *container.Scroll
	loading *Job
	keeping *Job
	data    present.InsightData
	loaded  bool
	began   health.Date // of the home week; zero for none
	begins  bool        // a home week can be begun
}

var (
	_ Page     = (*InsightsScreen)(nil)
	_ Starter  = (*InsightsScreen)(nil)
	_ Reloader = (*InsightsScreen)(nil)
	_ KeyTyper = (*InsightsScreen)(nil)
)

// NewInsightsScreen returns the page of a subject, named as for
// [NewDetailScreen].
func NewInsightsScreen(s *Shell, n DataNeeds, subject string) *InsightsScreen {
	w := s.Work()
	p := &InsightsScreen{shell: s, needs: n, id: subject, person: n.Library.Profile(), loading: w.NewJob(), keeping: w.NewJob()}
	if n.Preferences != nil {
		p.began, p.begins = readHomeWeek(n.Preferences.Get(insightsPreference))
	}
	p.bar = parts.NewTopBar(locale.T("Insights"), p.person.Name, s.Back, s.Actions()...)
	p.notice = parts.Column(style.Space12)
	p.layout = &insightsLayout{shell: s}
	p.cards = container.New(p.layout)
	p.scroll = parts.Scroll(container.New(&insightsBody{p}, p.notice, p.cards))
	p.whole = container.NewStack(s.Frame(p.bar, container.New(reachOut{s}, p.scroll)))
	return p
}

// Object implements Page.
func (p *InsightsScreen) Object() fyne.CanvasObject { return p.whole }

// Start implements Starter.
func (p *InsightsScreen) Start() {
	if !p.loaded {
		p.Reload()
	}
}

// Leave implements Page.
func (p *InsightsScreen) Leave() { p.loading.Cancel() }

// Reload implements Reloader.
func (p *InsightsScreen) Reload() {
	if !p.shell.AllowsFor(p.person.ID, health.Insights) {
		p.objected()
		return
	}
	lib, id := p.needs.Library, p.id
	a := p.shell.almanac(p.person)
	Run(p.loading, func(ctx context.Context, _ func(Step)) (openedInsights, error) {
		return loadInsights(ctx, lib, id, a)
	}, nil, p.opened, nil)
}

// objected says that nothing is made of the data here, and where that changes.
func (p *InsightsScreen) objected() {
	p.loading.Cancel()
	name, _ := purposeWords(health.Insights)
	p.whole.Objects = []fyne.CanvasObject{p.shell.Frame(p.bar, parts.NewEmptyState(style.IconInsight, locale.T("Switched off: %s", name),
		locale.T("Readings are shown as they are, and nothing is made of them there."), p.shell.rightsButton()))}
	p.whole.Refresh()
}

func (p *InsightsScreen) opened(o openedInsights, err error) {
	p.notice.RemoveAll()
	switch {
	case err != nil:
		p.fail(err)
		return
	case !o.found:
		p.whole.Objects = []fyne.CanvasObject{p.shell.Frame(p.bar, parts.NewEmptyState(style.IconInsight, locale.T("Nothing to tell yet"),
			locale.T("There are no days here from which anything could be told. Import or add readings, and look again.")))}
		p.whole.Refresh()
		return
	}
	p.loaded, p.data = true, o.data
	p.show()
}

// show builds the cards of the data in force.
func (p *InsightsScreen) show() {
	s := p.data.Subject
	p.bar.Set(s.Name, locale.T("Insights")+" · "+p.person.Name)
	p.cards.Objects = nil
	if s.Kind == present.Pressure {
		p.data.Started = p.began
		p.layout.wide = p.homeWeek(p.data.HomeWeek())
		p.cards.Objects = append(p.cards.Objects, p.layout.wide)
	}
	_, token := subjectLook(s)
	for _, in := range p.data.Insights() {
		p.cards.Objects = append(p.cards.Objects, newInsightCard(in, token))
	}
	p.refresh()
}

func (p *InsightsScreen) fail(err error) {
	p.notice.Objects = []fyne.CanvasObject{p.shell.Fault(err)}
	p.refresh()
}

func (p *InsightsScreen) refresh() {
	p.scroll.Content.Refresh()
	p.scroll.Refresh()
}

// begin begins a home week on a day, or with a zero date ends the one that runs.
func (p *InsightsScreen) begin(first health.Date) {
	prefs := p.needs.Preferences
	value, err := withHomeWeek(prefs.Get(insightsPreference), first)
	if err != nil {
		p.fail(err)
		return
	}
	Run(p.keeping, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, prefs.Set(ctx, insightsPreference, value)
	}, nil, func(_ struct{}, err error) {
		p.notice.RemoveAll()
		if err != nil {
			p.fail(err)
			return
		}
		p.began = first
		p.show()
	}, nil)
}

// TypedKey implements KeyTyper: arrows and their kin scroll.
func (p *InsightsScreen) TypedKey(ev *fyne.KeyEvent) bool {
	page := p.scroll.Size().Height - style.Space48
	to := p.scroll.Offset
	switch ev.Name {
	case fyne.KeyUp:
		to.Y -= style.Space48
	case fyne.KeyDown:
		to.Y += style.Space48
	case fyne.KeyPageUp:
		to.Y -= page
	case fyne.KeyPageDown:
		to.Y += page
	case fyne.KeyHome:
		to.Y = 0
	case fyne.KeyEnd:
		to.Y = p.scroll.Content.MinSize().Height
	default:
		return false
	}
	p.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(to.Y, p.scroll.Content.MinSize().Height-p.scroll.Size().Height))))
	return true
}

// TypedRune implements KeyTyper.
func (p *InsightsScreen) TypedRune(rune) bool { return false }

// insightsBody sets what went wrong over the cards, within the margin of
// [reachOut].
type insightsBody struct{ page *InsightsScreen }

func (l *insightsBody) width() float32 { return max(0, l.page.scroll.Size().Width-2*scrollMargin) }

func (l *insightsBody) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := style.Space4 + reachOut{l.page.shell}.inset()
	if len(l.page.notice.Objects) > 0 {
		height += objects[0].MinSize().Height + style.Space12
	}
	height += l.page.layout.lay(l.page.cards.Objects, l.width(), false)
	return fyne.NewSize(style.CardMinWidth, height)
}

func (l *insightsBody) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := style.Space4
	objects[0].Resize(fyne.NewSize(l.width(), objects[0].MinSize().Height))
	objects[0].Move(fyne.NewPos(scrollMargin, y))
	if len(l.page.notice.Objects) > 0 {
		y += objects[0].MinSize().Height + style.Space12
	}
	objects[1].Move(fyne.NewPos(scrollMargin, y))
	objects[1].Resize(fyne.NewSize(l.width(), max(0, size.Height-y)))
}

// insightsLayout sets cards in one or two columns, each where its column ends
// first. The card of a home week is as wide as the page.
type insightsLayout struct {
	shell *Shell
	wide  fyne.CanvasObject // the card of a home week, nil without
}

// insightsTwoFrom is the width from which there are two columns.
const insightsTwoFrom = 880

func (l *insightsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(style.CardMinWidth, l.lay(objects, style.CardMinWidth, false))
}

func (l *insightsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.lay(objects, size.Width, true)
}

func (l *insightsLayout) lay(objects []fyne.CanvasObject, width float32, place bool) float32 {
	gap := style.Gap
	if l.shell.Compact() {
		gap = style.GapCompact
	}
	columns := 1
	if width >= insightsTwoFrom*textFactor() {
		columns = 2
	}
	each := (width - gap*float32(columns-1)) / float32(columns)
	ends := make([]float32, columns)
	for _, o := range objects {
		card, ok := o.(interface{ HeightFor(width float32) float32 })
		if !ok {
			continue
		}
		column, w := 0, each
		if o == l.wide {
			w = width
		} else if columns == 2 && ends[1] < ends[0] {
			column = 1
		}
		h := card.HeightFor(w)
		if place {
			o.Move(fyne.NewPos(float32(column)*(each+gap), ends[column]))
			o.Resize(fyne.NewSize(w, h))
		}
		ends[column] += h + gap
		if w == width {
			for i := range ends {
				ends[i] = ends[column]
			}
		}
	}
	height := ends[0]
	if columns == 2 {
		height = max(height, ends[1])
	}
	return max(0, height-gap)
}
