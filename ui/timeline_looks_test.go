package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// timelineOf is a stage that shows a timeline.
func timelineOf(src func() timelineSource, then func(s *stage, screen *TimelineScreen)) func(*testing.T, style.Mode, fyne.Size) *stage {
	return func(t *testing.T, m style.Mode, size fyne.Size) *stage {
		s := unlocked(t, m, size)
		screen := s.timeline(src())
		if then != nil {
			then(s, screen)
			s.bench.settle()
		}
		return s
	}
}

// timelineShots are the states of the timeline.
var timelineShots = map[string]func(*testing.T, style.Mode, fyne.Size) *stage{
	"timeline": timelineOf(familySource, nil),
	"timeline-everyone": timelineOf(familySource, func(_ *stage, screen *TimelineScreen) {
		screen.who.Choose(1)
	}),
	"timeline-scrolled": timelineOf(familySource, func(_ *stage, screen *TimelineScreen) {
		screen.list.scrollTo(480)
		screen.askDate()
	}),
	"timeline-filtered": timelineOf(familySource, func(_ *stage, screen *TimelineScreen) {
		screen.filter(present.TopicSet(0).With(present.TopicDiary).With(present.TopicTemperature))
	}),
	"timeline-none": timelineOf(func() timelineSource {
		src := familySource()
		src.people = []timelinePerson{elin()}
		return src
	}, func(_ *stage, screen *TimelineScreen) { screen.chips[present.TopicSleep].Press() }),
	"timeline-one": timelineOf(func() timelineSource {
		l := newFakeLibrary()
		l.weights(1)
		return timelineSource{people: []timelinePerson{{profile: l.person, library: l}}, now: stageNow}
	}, nil),
	"timeline-empty": timelineOf(func() timelineSource {
		l := newFakeLibrary()
		return timelineSource{people: []timelinePerson{{profile: l.person, library: l}}, now: stageNow}
	}, nil),
	"timeline-error": timelineOf(func() timelineSource {
		l := newFakeLibrary()
		l.fail = errDisk
		return timelineSource{people: []timelinePerson{{profile: l.person, library: l}}, now: stageNow}
	}, nil),
	"timeline-picture": timelineOf(familySource, openEntry(health.Picture)),
	"timeline-run":     timelineOf(familySource, openEntry(health.Workout)),
}

// openEntry opens the first entry of a kind.
func openEntry(kind health.EntryKind) func(*stage, *TimelineScreen) {
	return func(_ *stage, screen *TimelineScreen) {
		for i, h := range screen.list.lines {
			if h.Entry != nil && h.Entry.Kind == kind {
				screen.list.open(i)
				return
			}
		}
	}
}
