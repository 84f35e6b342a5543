package ui

import (
	"encoding/json"
	"slices"

	"vitalkeep/health"
)

// Draft is what was typed on a page and not saved. It is kept while the vault is
// open, sealed in it at the lock, and is there again after the vault is unlocked.
type Draft struct {
	// Kind names the page, and in [Pages.Resume] what opens it again.
	Kind string
	// Of is the person whose data it is; the zero ID is nobody's in particular.
	// A person's drafts are sealed with their data: they go with it, and come back
	// only where it is open.
	Of health.ProfileID
	// ID tells those of one kind and person apart; "" where there is only one.
	ID string
	// State is what was typed, as JSON. Secrets such as passwords and passphrases
	// never stand in it, pictures and files only by their path.
	State json.RawMessage
	// Settle may be nil. It is called off the UI goroutine at the lock, after all
	// work was told to stop and before the vault closes, waits for what was under
	// way and returns what State is then; nil is no draft any more.
	Settle func() json.RawMessage
}

// Drafter is a page with something typed, or under way, that the lock would take.
type Drafter interface {
	// Drafts are what is typed and not saved, none if nothing is. It is called on
	// the UI goroutine, before the page is left for the lock.
	Drafts() []Draft
}

// Resumer opens a page with a draft that was on show at the lock. It calls open
// with the page, at once or when it has gathered what the page needs; line is the
// sentence over the page that says so, "" where the page says it itself.
type Resumer func(s *Shell, d Draft, open func(p Page, line string))

// draftOf returns a draft with v as its state.
func draftOf(kind string, of health.ProfileID, id string, v any) Draft {
	return Draft{Kind: kind, Of: of, ID: id, State: stateOf(v)}
}

// stateOf is the state of a draft; what it is made of can always be encoded.
func stateOf(v any) json.RawMessage {
	state, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return state
}

// is reports whether it is the draft of that name.
func (d Draft) is(kind string, of health.ProfileID, id string) bool {
	return d.Kind == kind && d.Of == of && d.ID == id
}

// drafts are those of one session.
type drafts struct {
	kept []Draft // the newest last
	// sealed are the people of whom some stand in the vault; the zero ID is the
	// household.
	sealed map[health.ProfileID]bool
	open   *openDraft // what was on show at the lock and is not again yet
}

// openDraft names the draft that was on show at the lock.
type openDraft struct {
	Kind, ID string
	Of       health.ProfileID
}

// find returns the draft of that name.
func (d *drafts) find(kind string, of health.ProfileID, id string) (Draft, bool) {
	i := slices.IndexFunc(d.kept, func(k Draft) bool { return k.is(kind, of, id) })
	if i < 0 {
		return Draft{}, false
	}
	return d.kept[i], true
}

// keep puts a draft in the place of an older one of its name.
func (d *drafts) keep(draft Draft) {
	d.forget(draft.Kind, draft.Of, draft.ID)
	if len(draft.State) > 0 {
		d.kept = append(d.kept, draft)
	}
}

// forget reports whether there was one.
func (d *drafts) forget(kind string, of health.ProfileID, id string) bool {
	had := len(d.kept)
	d.kept = slices.DeleteFunc(d.kept, func(k Draft) bool { return k.is(kind, of, id) })
	return len(d.kept) < had
}

// DraftOf returns what a draft of the open session holds; false without one. The
// maker of a page asks for it.
func (s *Shell) DraftOf(kind string, of health.ProfileID, id string) (json.RawMessage, bool) {
	if s.session == nil {
		return nil, false
	}
	d, ok := s.session.drafts.find(kind, of, id)
	return d.State, ok
}

// KeepDraft keeps a draft when its page is left: until it is dropped, and over the
// lock.
func (s *Shell) KeepDraft(d Draft) {
	if s.session != nil {
		s.session.drafts.keep(d)
	}
}

// DropDraft forgets a draft that was saved or discarded, in the vault as well.
func (s *Shell) DropDraft(kind string, of health.ProfileID, id string) {
	if s.session == nil || !s.session.drafts.forget(kind, of, id) {
		return
	}
	if s.session.drafts.sealed[of] {
		s.sealDrafts()
	}
}
