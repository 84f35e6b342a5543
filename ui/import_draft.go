package ui

import (
	"encoding/json"
	"path/filepath"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
)

// importDraftKind is the kind of the draft of an import. There is one: it is
// nobody's in particular, since whose the data is may be open.
const importDraftKind = "import"

// importDraft is an import as the lock found it: the files by their paths, and what
// was answered about them.
type importDraft struct {
	Path    string        `json:"path,omitempty"` // as it was typed
	Paths   []string      `json:"paths,omitempty"`
	Options ImportOptions `json:"options,omitzero"`
	// Stored means that storing came through all the same.
	Stored bool `json:"stored,omitempty"`
}

// Drafts implements [Drafter].
func (s *ImportScreen) Drafts() []Draft {
	draft := importDraft{Paths: s.paths, Options: s.options}
	if s.tables != nil { // answers that are not looked at yet count, too
		draft.Options.Mappings = map[string]TableMapping{}
		for _, t := range s.tables {
			draft.Options.Mappings[t.Key] = t.Mapping.clone()
		}
	}
	switch s.stage {
	case importChoosing:
		if draft = (importDraft{Path: s.pathField.Text()}); draft.Path == "" {
			return s.offered
		}
		return []Draft{draftOf(importDraftKind, health.ProfileID{}, "", draft)}
	case importReading, importMapping, importPreviewed, importStoring, importFailed:
	case importStored, importWiped:
		return nil
	}
	d := draftOf(importDraftKind, health.ProfileID{}, "", draft)
	imports, owner, outcome := s.needs.Import, s.token, s.outcome
	storing := s.stage == importStoring
	d.Settle = func() json.RawMessage {
		if storing && <-outcome {
			return stateOf(importDraft{Stored: true})
		}
		importLine.Lock()
		defer importLine.Unlock()
		if owner != nil && importLine.owner == owner {
			importLine.owner = nil
			_ = imports.Discard() // the vault drops what is staged when it closes, too
		}
		return d.State
	}
	return []Draft{d}
}

// offer tells of an import that the lock stopped, and leads on with it.
func (s *ImportScreen) offer(state json.RawMessage) {
	var d importDraft
	if json.Unmarshal(state, &d) != nil || s.stage != importChoosing {
		s.needs.Forget()
		return
	}
	switch {
	case d.Stored:
		s.needs.Forget()
		s.choose(parts.NewNotice(parts.NoticeSuccess, locale.T("The import was stored before the vault was locked."), locale.T("It stands among the imports below.")))
	case d.Path != "":
		s.needs.Forget()
		s.choose(parts.NewNotice(parts.NoticeInfo, backLine(), ""))
		s.pathField.SetText(d.Path)
	case len(d.Paths) > 0:
		s.offered = []Draft{{Kind: importDraftKind, State: state}}
		s.choose(parts.NewNotice(
			parts.NoticeInfo, locale.T("The lock stopped this import. Nothing was stored."), locale.T("Continue reads %s again, with the same answers.", filesNamed(d.Paths)),
			parts.NewButton(parts.Quiet, locale.T("Discard"), func() {
				s.unoffer()
				s.choose(nil)
			}),
			parts.NewButton(parts.Primary, locale.T("Continue"), func() {
				s.unoffer()
				s.options = d.Options
				s.readFiles(d.Paths)
			}),
		))
	}
}

// unoffer forgets the import that was stopped.
func (s *ImportScreen) unoffer() {
	if s.offered != nil {
		s.offered = nil
		s.needs.Forget()
	}
}

// filesNamed are the names of some files in short.
func filesNamed(paths []string) string {
	name := filepath.Base(paths[0])
	if more := len(paths) - 1; more > 0 {
		return locale.N("%[1]s and %[2]s more file", "%[1]s and %[2]s more files", more, name, locale.Count(more))
	}
	return name
}

// ResumeImport opens the import that was on show at the lock.
func ResumeImport(s *Shell, _ Draft, open func(p Page, line string)) {
	if s.pages.Import != nil {
		open(s.pages.Import(s, nil), "")
	}
}
