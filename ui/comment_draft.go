package ui

import (
	"encoding/json"
	"strconv"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// commentDraftKind is the kind of the drafts of comments.
const commentDraftKind = "comment"

// commentDraft is what was written to a reading and not kept.
type commentDraft struct {
	Subject string          `json:"subject"`
	Metric  health.MetricID `json:"metric"`
	Source  health.SourceID `json:"source"`
	Start   int64           `json:"start"`
	Text    string          `json:"text"`
}

// of reports whether it is a draft of a comment to the reading.
func (d commentDraft) of(r health.Reading) bool {
	return d.Metric == r.Metric && d.Source == r.Source && d.Start == r.Start
}

// commentDraftID tells the drafts of a person's comments apart.
func commentDraftID(r health.Reading) string {
	return string(r.Metric) + " " + string(r.Source) + " " + strconv.FormatInt(r.Start, 10)
}

// typedBefore is what was written to the reading and not kept.
func (c *commentForm) typedBefore(r health.Reading) (string, bool) {
	state, ok := c.side.screen.shell.DraftOf(commentDraftKind, c.side.screen.person.ID, commentDraftID(r))
	var d commentDraft
	if !ok || json.Unmarshal(state, &d) != nil {
		return "", false
	}
	return d.Text, true
}

// drafted reports whether something was typed to the reading and not kept.
func (c *commentForm) drafted(r health.Reading) bool {
	_, ok := c.typedBefore(r)
	return ok
}

// draft is what stands in the open form, false where nothing differs from what is
// kept.
func (c *commentForm) draft() (Draft, bool) {
	t := c.side.told
	if !c.on || t == nil {
		return Draft{}, false
	}
	text, r := c.text.Text(), t.lead()
	if strings.TrimSpace(text) == c.stored() {
		return Draft{}, false
	}
	d := c.side.screen
	return draftOf(commentDraftKind, d.person.ID, commentDraftID(r), commentDraft{d.id, r.Metric, r.Source, r.Start, text}), true
}

// drop forgets what was written to the reading and not kept.
func (c *commentForm) drop(r health.Reading) {
	c.side.screen.shell.DropDraft(commentDraftKind, c.side.screen.person.ID, commentDraftID(r))
}

// Drafts implements [Drafter].
func (d *DetailScreen) Drafts() []Draft {
	if typed, ok := d.side.comment.draft(); ok {
		return []Draft{typed}
	}
	return nil
}

// find chooses the row of the reading whose form the lock closed, once it is
// listed.
func (c *commentForm) find() {
	s := c.side
	l, d := &s.list, c.resumed
	if d == nil || l.data == nil || s.table == nil {
		return
	}
	if !l.data.Readings() {
		for i, p := range l.picks() {
			if !p.graph && p.asked.lists == present.EachReading {
				s.filter.pick(i)
				return
			}
		}
		c.resumed = nil
		return
	}
	for i := range l.order.Len() {
		if row := l.data.Row(l.order.At(i)); row.At == d.Start && l.data.SourceOf(row) == d.Source {
			s.table.Select(i)
			s.openDetails()
			return
		}
	}
	if !l.partial {
		c.resumed = nil // gone meanwhile; what was written to it waits if it comes back
	}
}

// again opens the form that the lock closed, when its reading is told of. What is
// kept already, by work that the lock came into, is no draft any more.
func (c *commentForm) again() {
	d, t := c.resumed, c.side.told
	if d == nil || t == nil || !d.of(t.lead()) {
		return
	}
	c.resumed = nil
	if strings.TrimSpace(d.Text) == c.stored() {
		c.drop(t.lead())
		return
	}
	c.begin()
}

// ResumeComment opens the form of a comment as the lock took it.
func ResumeComment(s *Shell, d Draft, open func(p Page, line string)) {
	var typed commentDraft
	if json.Unmarshal(d.State, &typed) != nil || s.session.Library == nil || s.session.Notebook == nil || d.Of != s.profile.ID || s.closedNow() {
		return
	}
	page := NewDetailScreen(s, dataNeeds(s), typed.Subject)
	page.arrive, page.side.comment.resumed = typed.Start, &typed
	open(page, backLine())
}
