package ui

import (
	"context"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// happeningPager fills a list of lines with days as one scrolls, in both
// directions. It keeps what it shows while the same is loaded again.
type happeningPager struct {
	shell *Shell
	list  *happeningList
	// what is shown; asked before every load.
	what func() (timelineSource, present.TopicSet)
	// settled is told of what was loaded and reports whether the list is shown.
	settled func(o openedTimeline, err error) bool

	opening, paging *Job

	span     timelineSpan
	from, to health.Date // loaded, both included
	fault    error
}

func newHappeningPager(s *Shell, l *happeningList) *happeningPager {
	p := &happeningPager{shell: s, list: l, opening: s.Work().NewJob(), paging: s.Work().NewJob()}
	l.onNear, l.onHome, l.onEnd = p.near, p.newest, p.oldest
	return p
}

func (p *happeningPager) leave() {
	p.opening.Cancel()
	p.paging.Cancel()
}

// openedTimeline is what is known when a list opens: how far its lines reach,
// and the first of them.
type openedTimeline struct {
	span timelineSpan
	page timelinePage
}

// some reports whether there is any line.
func (o openedTimeline) some() bool { return len(o.page.lines) > 0 }

// loadOpened gathers the page that ends with a date; where there is nothing so
// early, it is that of the oldest lines.
func loadOpened(ctx context.Context, src timelineSource, topics present.TopicSet, date func(timelineSpan) health.Date) (openedTimeline, error) {
	span, err := loadTimelineSpan(ctx, src, topics)
	if err != nil || !span.some {
		return openedTimeline{span: span}, err
	}
	d := date(span)
	switch {
	case d.Compare(span.last) > 0:
		d = span.last
	case d.Compare(span.first) < 0:
		d = span.first
	}
	page, err := loadTimelineBack(ctx, src, topics, span.first, d)
	if err == nil && len(page.lines) == 0 {
		page, err = loadTimelineForth(ctx, src, topics, span.first, span.last)
	}
	return openedTimeline{span, page}, err
}

// newestDate is the date to open at to see what is newest.
func newestDate(s timelineSpan) health.Date { return s.last }

// Reload implements Reloader: the same days again, where they are on the screen.
func (p *happeningPager) Reload() {
	if p.to == (health.Date{}) {
		p.reset()
		return
	}
	src, topics := p.what()
	from, to, last := p.from, p.to, p.span.last
	Run(p.opening, func(ctx context.Context, _ func(Step)) (openedTimeline, error) {
		span, err := loadTimelineSpan(ctx, src, topics)
		if err != nil {
			return openedTimeline{}, err
		}
		end := to
		if to == last {
			end = span.last // what is newer than all before is in sight too
		}
		lines, err := loadTimelineDays(ctx, src, topics, from, end)
		if err == nil && len(lines) == 0 {
			return loadOpened(ctx, src, topics, newestDate)
		}
		return openedTimeline{span, timelinePage{from, end, lines}}, err
	}, nil, func(o openedTimeline, err error) { p.show(o, err, p.list.Keep) }, nil)
}

// show puts what was loaded in the list.
func (p *happeningPager) show(o openedTimeline, err error, put func([]happening)) {
	p.fault = err
	p.span, p.from, p.to = o.span, o.page.from, o.page.to
	if err == nil {
		put(o.page.lines)
	}
	if p.settled(o, err) {
		p.list.scrolled() // a page of few lines wants the next
	}
}

// reset shows the newest lines.
func (p *happeningPager) reset() { p.jump(newestDate) }

// goTo shows the lines of a date and those before it.
func (p *happeningPager) goTo(d health.Date) { p.jump(func(timelineSpan) health.Date { return d }) }

func (p *happeningPager) jump(date func(timelineSpan) health.Date) {
	src, topics := p.what()
	p.paging.Cancel()
	Run(p.opening, func(ctx context.Context, _ func(Step)) (openedTimeline, error) {
		return loadOpened(ctx, src, topics, date)
	}, nil, func(o openedTimeline, err error) { p.show(o, err, p.list.Set) }, nil)
}

// newest goes to the first line, loading it if it is not there.
func (p *happeningPager) newest() {
	if p.to == p.span.last {
		p.list.choose(0)
		return
	}
	p.reset()
}

// oldest goes to the last line of all.
func (p *happeningPager) oldest() {
	if p.from == p.span.first {
		p.list.choose(len(p.list.lines) - 1)
		return
	}
	src, topics := p.what()
	span := p.span
	p.paging.Cancel()
	Run(p.opening, func(ctx context.Context, _ func(Step)) (openedTimeline, error) {
		page, err := loadTimelineForth(ctx, src, topics, span.first, span.last)
		return openedTimeline{span, page}, err
	}, nil, func(o openedTimeline, err error) {
		p.show(o, err, p.list.Set)
		p.list.choose(len(p.list.lines) - 1)
	}, nil)
}

// near loads the next days in a direction.
func (p *happeningPager) near(older bool) {
	if p.opening.Running() || p.paging.Running() || p.fault != nil {
		return
	}
	src, topics := p.what()
	span, from, to := p.span, p.from, p.to
	if older && from.Compare(span.first) <= 0 || !older && to.Compare(span.last) >= 0 {
		return
	}
	Run(p.paging, func(ctx context.Context, _ func(Step)) (timelinePage, error) {
		if older {
			return loadTimelineBack(ctx, src, topics, span.first, from.AddDays(-1))
		}
		return loadTimelineForth(ctx, src, topics, to.AddDays(1), span.last)
	}, nil, func(page timelinePage, err error) {
		switch {
		case err != nil:
			what, todo := p.shell.Explain(err)
			p.shell.Toast(what+" "+todo, "", nil)
			p.fault = err // scrolling on does not ask for it again and again
			return
		case older:
			p.from = page.from
			p.list.Append(page.lines)
		default:
			p.to = page.to
			p.list.Prepend(page.lines)
		}
		p.list.scrolled()
	}, nil)
}
