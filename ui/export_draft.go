package ui

import (
	"encoding/json"
	"slices"
)

// exportDraftKind is the kind of the draft of an export, one for each person.
const exportDraftKind = "export"

// exportDraft is what was chosen for an export that is not written.
type exportDraft struct {
	Format  string            `json:"format"`
	Choices map[string]string `json:"choices,omitempty"`
	Without []string          `json:"without,omitempty"`
	Span    int               `json:"span,omitempty"`
	Dates   [2]string         `json:"dates,omitzero"`
	Path    string            `json:"path,omitempty"` // "" where it was not changed
}

// Drafts implements [Drafter]. The part of a device is chosen on its own page.
func (s *ExportScreen) Drafts() []Draft {
	chosen := s.format != 0 || len(s.choices) > 0 || len(s.without) > 0 || s.span != 0 || s.typed || s.profile != s.needs.Profile
	switch {
	case s.needs.Of != "" || s.format >= len(s.formats):
		return nil
	case s.stage == exportWriting: // the lock stops it
	case s.stage != exportChoosing || !chosen:
		return nil
	}
	s.keepDates()
	d := exportDraft{Format: s.formats[s.format].ID, Choices: s.choices, Without: s.without, Span: s.span, Dates: s.fromText}
	if s.typed {
		d.Path = s.path
	}
	return []Draft{draftOf(exportDraftKind, s.profile, "", d)}
}

// fill chooses what was chosen before; what is not offered any more is left out.
func (s *ExportScreen) fill(d exportDraft) {
	i := slices.IndexFunc(s.formats, func(f ExportFormat) bool { return f.ID == d.Format })
	if i < 0 || d.Span < 0 || d.Span >= len(exportSpans) {
		return
	}
	s.setFormat(i)
	s.span, s.fromText, s.without = d.Span, d.Dates, d.Without
	for _, q := range s.formats[i].Choices {
		answer := d.Choices[q.ID]
		if slices.ContainsFunc(q.Values, func(v ExportChoiceValue) bool { return v.ID == answer }) {
			if s.choices == nil {
				s.choices = map[string]string{}
			}
			s.choices[q.ID] = answer
		}
	}
	if d.Path != "" {
		s.path, s.typed = d.Path, true
	}
	s.redraw()
}

// ResumeExport opens the export that was on show at the lock.
func ResumeExport(s *Shell, d Draft, open func(p Page, line string)) {
	var chosen exportDraft
	if json.Unmarshal(d.State, &chosen) != nil || s.pages.Export == nil || d.Of != s.profile.ID || s.closedNow() {
		return
	}
	p := s.pages.Export(s)
	screen, ok := p.(*ExportScreen)
	if !ok {
		return
	}
	screen.fill(chosen)
	s.DropDraft(d.Kind, d.Of, d.ID)
	open(p, backLine())
}
