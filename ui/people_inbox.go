package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// canClaim reports whether what lies in the inbox can be given to people.
func (s *Shell) canClaim() bool {
	if s.session == nil || s.session.Inbox == nil || s.session.Mover == nil {
		return false
	}
	_, there := s.session.Inbox.Profile()
	return there
}

// countInbox counts what lies in the inbox, for the list of people.
func (s *Shell) countInbox() {
	s.people.inbox = 0
	if !s.canClaim() {
		return
	}
	if s.people.count == nil {
		s.people.count = s.deps.Work.NewJob()
	}
	s.people.count.Cancel()
	inbox := s.session.Inbox
	Run(s.people.count, func(ctx context.Context, _ func(Step)) (int, error) {
		groups, err := inbox.Unclaimed(ctx)
		n := 0
		for _, g := range groups {
			n += g.Readings
		}
		return n, err
	}, nil, func(n int, err error) {
		if err == nil {
			s.people.inbox = n
		}
	}, nil)
}

// OpenInbox opens what lies in the vault and belongs to nobody yet.
func (s *Shell) OpenInbox() {
	if s.canClaim() && !s.busy() {
		s.Open(newInboxPage(s))
	}
}

const (
	firstShown  = 3  // readings of a group that are told at once
	singlyShown = 20 // that can be claimed one by one
)

// unclaimedGroup is what one import brought of one source, with its first readings.
type unclaimedGroup struct {
	Unclaimed
	first []health.Reading
}

// inboxPage lists what belongs to nobody yet.
type inboxPage struct {
	shell  *Shell
	inbox  health.Profile
	job    *Job
	groups []unclaimedGroup
	loaded bool
	fault  error
	single int // index of the group whose readings are listed one by one, -1 for none
	column *fyne.Container
	object fyne.CanvasObject
}

func newInboxPage(s *Shell) *inboxPage {
	p := &inboxPage{shell: s, job: s.Work().NewJob(), single: -1, column: parts.Column(style.Space24)}
	p.inbox, _ = s.session.Inbox.Profile()
	p.object = newTransferPage(s.Compact, parts.NewTopBar(locale.T("Inbox"), locale.T("Readings that belong to nobody yet"), s.Back), nil,
		parts.AtMost(settingsWidth, p.column))
	return p
}

// Object implements [Page].
func (p *inboxPage) Object() fyne.CanvasObject { return p.object }

// Leave implements [Page].
func (p *inboxPage) Leave() { p.job.Cancel() }

// Start implements [Starter].
func (p *inboxPage) Start() { p.Reload() }

// Reload implements [Reloader].
func (p *inboxPage) Reload() {
	inbox, session, id := p.shell.session.Inbox, p.shell.session, p.inbox.ID
	var lib Library
	if session.Library != nil {
		lib = session.Library(id)
	}
	Run(p.job, func(ctx context.Context, _ func(Step)) ([]unclaimedGroup, error) {
		all, err := inbox.Unclaimed(ctx)
		if err != nil {
			return nil, err
		}
		out := make([]unclaimedGroup, len(all))
		for i, u := range all {
			out[i].Unclaimed = u
			if lib == nil {
				continue
			}
			if out[i].first, err = firstReadings(ctx, lib, u); err != nil {
				return nil, err
			}
		}
		return out, nil
	}, nil, func(groups []unclaimedGroup, err error) {
		p.groups, p.fault, p.loaded, p.single = groups, err, true, -1
		p.fill()
	}, nil)
}

// firstReadings are the first readings of a group, of every metric some, in order
// of time.
func firstReadings(ctx context.Context, lib Library, u Unclaimed) ([]health.Reading, error) {
	var out []health.Reading
	for _, m := range u.Metrics {
		n := 0
		for r, err := range lib.SourceReadings(ctx, m, u.Source, u.First, u.Last+1) {
			if err != nil {
				return nil, err
			}
			if r.Batch != u.Import.ID {
				continue
			}
			out = append(out, r)
			if n++; n == singlyShown {
				break
			}
		}
	}
	slices.SortStableFunc(out, func(a, b health.Reading) int { return int(max(-1, min(1, a.Start-b.Start))) })
	return out[:min(len(out), singlyShown)], nil
}

func (p *inboxPage) fill() {
	var out []fyne.CanvasObject
	switch {
	case p.fault != nil:
		out = append(out, p.shell.Fault(p.fault))
	case len(p.groups) == 0:
		var actions []fyne.CanvasObject
		if p.shell.pages.Import != nil {
			actions = append(actions, parts.NewButton(parts.Outlined, locale.T("Import"), func() { p.shell.OpenImport(nil) }).WithIcon(style.IconImport))
		}
		out = append(out, parts.NewEmptyState(style.IconImport, locale.T("Nothing lies here"),
			locale.T("Readings that are imported while nobody knows whose they are wait here until somebody claims them."), actions...))
	}
	for i := 0; i < len(p.groups); {
		j := i + 1
		for j < len(p.groups) && p.groups[j].Import.ID == p.groups[i].Import.ID {
			j++
		}
		out = append(out, p.imported(i, j))
		i = j
	}
	p.column.Objects = out
	p.column.Refresh()
	p.object.Refresh()
}

// imported is the card of one import: the groups i to j.
func (p *inboxPage) imported(i, j int) fyne.CanvasObject {
	b := p.groups[i].Import
	title := locale.T("Typed in")
	if b.ID != (health.BatchID{}) {
		title = batchTitle(b)
		zone := zoneOr(p.shell.profile.Zone)
		title += " · " + present.Moment(b.At, health.OffsetAt(b.At, zone))
	}
	var rows []fyne.CanvasObject
	for n := i; n < j; n++ {
		rows = append(rows, p.group(n))
	}
	return parts.Column(style.Space8, parts.NewText(title, parts.Strong).Cutting(parts.CutEnd), parts.NewBareCard(ruled(rows...)))
}

// group is one group: what it is, since when, its first readings, and to whom it
// belongs.
func (p *inboxPage) group(n int) fyne.CanvasObject {
	g := p.groups[n]
	lines := []fyne.CanvasObject{
		parts.NewParagraph(present.SourceName(g.Source), parts.Strong),
		parts.NewParagraph(present.Facts(kindWords(g.Unclaimed), locale.N("%s reading", "%s readings", g.Readings, locale.Count(g.Readings)), p.period(g.Unclaimed)), parts.SmallMuted),
	}
	single := p.single == n
	if !single {
		for _, r := range g.first[:min(len(g.first), firstShown)] {
			lines = append(lines, parts.NewText(p.readingWords(r), parts.Small).Cutting(parts.CutEnd))
		}
	}
	buttons := parts.Column(style.Space4, p.claim(locale.T("Belongs to…"), moveOrder{
		from: p.inbox.ID, what: locale.N("%s reading", "%s readings", g.Readings, locale.Count(g.Readings)),
		move: func(ctx context.Context, m Mover, to health.ProfileID) (Moved, error) {
			if g.Import.ID == (health.BatchID{}) {
				return m.MoveSource(ctx, p.inbox.ID, to, g.Source)
			}
			return m.MoveImport(ctx, p.inbox.ID, to, g.Import.ID, g.Source)
		},
	}))
	if len(g.first) > 1 || len(g.first) == 1 && g.Readings > 1 {
		words := locale.T("One by one…")
		if single {
			words = locale.T("Hide them")
		}
		buttons.Add(parts.NewButton(parts.Quiet, words, func() {
			p.single = n
			if single {
				p.single = -1
			}
			p.fill()
		}))
	}
	icon, token := style.IconData, style.Muted
	if len(g.Metrics) > 0 {
		if m, ok := health.Lookup(g.Metrics[0]); ok {
			icon, token = FamilyLook(m.Family)
		}
	}
	row := parts.Row(style.Space12, newBadge(icon, token, style.Sunken, 40), parts.Stretch(parts.Column(2, lines...)), buttons)
	if !single {
		return parts.Inset(style.CardPadding, row)
	}
	column := parts.Column(style.Space8, row)
	for _, r := range g.first {
		what := present.Moment(r.Start, r.Offset)
		column.Add(parts.Row(style.Space12, parts.Stretch(parts.NewText(p.readingWords(r), parts.Small).Cutting(parts.CutEnd)),
			p.claim(locale.T("Belongs to…"), moveOrder{
				from: p.inbox.ID, what: locale.T("The measurement of %s", what),
				move: movesMeasurements(p.inbox.ID, []Measurement{{Metric: r.Metric, Source: r.Source, Start: r.Start}}),
			}).Named(locale.T("Belongs to: the measurement of %s", what)).Tall(style.ControlSmallHeight)))
	}
	if more := g.Readings - len(g.first); more > 0 {
		column.Add(parts.NewParagraph(locale.N("%s more can be claimed with all.", "%s more can be claimed with all.", more, locale.Count(more)), parts.SmallMuted))
	}
	return parts.Inset(style.CardPadding, column)
}

func (p *inboxPage) claim(words string, o moveOrder) *parts.Button {
	b := parts.NewButton(parts.Outlined, words, func() { p.shell.offerMove(o) })
	b.SetEnabled(p.shell.canMove(p.inbox.ID))
	return b
}

// readingWords is a reading in one line, in the units of who is on show.
func (p *inboxPage) readingWords(r health.Reading) string {
	m, ok := health.Lookup(r.Metric)
	if !ok {
		return present.Moment(r.Start, r.Offset)
	}
	scale := present.ScaleFor(m, p.shell.profile.Units)
	return present.Facts(present.Moment(r.Start, r.Offset), present.MetricName(m)+" "+scale.Text(scale.OfSample(r.Sample)))
}

// period is from when to when the readings of a group are.
func (p *inboxPage) period(u Unclaimed) string {
	zone := zoneOr(p.shell.profile.Zone)
	return locale.DateSpan(health.DateAt(u.First, health.OffsetAt(u.First, zone)), health.DateAt(u.Last, health.OffsetAt(u.Last, zone)))
}

// kindWords are what a group consists of, in a few words.
func kindWords(u Unclaimed) string {
	const named = 3
	var names []string
	for _, id := range u.Metrics {
		if m, ok := health.Lookup(id); ok {
			names = append(names, present.MetricName(m))
		}
	}
	for _, k := range u.Kinds {
		names = append(names, readingName("", k))
	}
	rest := len(names) - named
	if rest <= 0 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:named], ", ") + " " + locale.N("and %s other", "and %s others", rest, locale.Count(rest))
}
