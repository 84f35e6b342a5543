package ui

import (
	"slices"

	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/present"
)

// raisedLine is what the timeline tells of a notice.
type raisedLine struct {
	person health.ProfileID // zero for the account
	line   present.Happening
}

// raisedLines are the notices for timelines: those whose kind is seen there, now
// and when they were raised.
func (s *Shell) raisedLines() []raisedLine {
	if !s.hasNotices() {
		return nil
	}
	k := &s.notices
	var out []raisedLine
	for _, l := range s.noticeLines(k.log.Told()) {
		// An import stands in the timeline by itself.
		if !k.settings.On(l.Kind, notices.Timeline) || l.Kind == notices.NewData {
			continue
		}
		p := l.person
		if p.ID == (health.ProfileID{}) {
			p = s.session.Profiles[0]
		}
		a := present.NewAlmanac(s.Now(), p)
		offset := a.OffsetAt(l.At)
		out = append(out, raisedLine{person: p.ID, line: present.Happening{
			Topic: present.TopicNotices, At: l.At, Offset: offset, Date: health.DateAt(l.At, offset),
			Name: l.title, Detail: present.Facts(answerWords(l.Notice), l.detail),
		}})
	}
	return out
}

// loadRaised are the lines of notices of the people shown.
func loadRaised(src timelineSource, topics present.TopicSet) []happening {
	if !topics.Has(present.TopicNotices) || src.events != nil {
		return nil
	}
	var out []happening
	for _, r := range src.raised {
		if i := src.personOf(r.person); i >= 0 {
			out = append(out, happening{Happening: r.line, person: i, notice: true})
		}
	}
	return out
}

// noticesChanged is told of the keeper: what was raised comes into the timeline.
func (t *TimelineScreen) noticesChanged() {
	raised := t.shell.raisedLines()
	if slices.Equal(raised, t.src.raised) {
		return
	}
	t.src.raised = raised
	t.chips[present.TopicNotices].Hidden = len(raised) == 0
	t.whole.Refresh()
	if t.begun {
		t.Reload()
	}
}
