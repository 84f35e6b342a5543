package ui

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"

	"vitalkeep/health"
)

// errDraftsLost is what sealing returns, wrapped, when something that was typed
// could not be kept.
var errDraftsLost = errors.New("what was typed is not kept")

// Where drafts stand in the vault: a person's among the preferences, those of
// nobody in particular among the account's choices, in as many parts as they need.
const (
	draftsKey    = "drafts"
	draftOpenKey = "draft-open"
	draftPart    = 16_000 // bytes; what the vault takes under one key is a little more
	draftParts   = 8
)

// sealedDraft is a draft as it stands in the vault.
type sealedDraft struct {
	Kind  string          `json:"kind"`
	ID    string          `json:"id,omitempty"`
	State json.RawMessage `json:"state"`
}

// sealedOpen names what was on show, as it stands in the vault.
type sealedOpen struct {
	Kind string `json:"kind"`
	ID   string `json:"id,omitempty"`
	Of   string `json:"of,omitempty"` // hexadecimal
}

func draftsPart(i int) string {
	if i == 0 {
		return draftsKey
	}
	return draftsKey + "-" + strconv.Itoa(i)
}

// encodeDrafts returns drafts as they are sealed in at most so many parts. What
// does not fit is left out, the largest first; whole is false then.
func encodeDrafts(all []Draft, parts int) (text []byte, whole bool) {
	all, whole = slices.Clone(all), true
	for {
		out := make([]sealedDraft, len(all))
		for i, d := range all {
			out[i] = sealedDraft{d.Kind, d.ID, d.State}
		}
		if len(out) == 0 {
			return nil, whole
		}
		text, err := json.Marshal(out)
		if err == nil && len(text) <= draftPart*parts {
			return text, whole
		}
		whole = false
		largest := slices.MaxFunc(all, func(a, b Draft) int { return cmp.Compare(len(a.State), len(b.State)) })
		all = slices.DeleteFunc(all, func(d Draft) bool { return d.is(largest.Kind, largest.Of, largest.ID) })
	}
}

// writeDrafts puts drafts in the place of those that a vault holds. It is called
// off the UI goroutine.
func writeDrafts(ctx context.Context, to Preferences, all []Draft) error {
	text, whole := encodeDrafts(all, draftParts)
	written, err := writeParts(ctx, to, text)
	if err != nil {
		// A beginning alone cannot be read: what fits into the parts that could be
		// written is kept. One that stands there always can be written again.
		text, _ = encodeDrafts(all, written)
		_, again := writeParts(ctx, to, text)
		return errors.Join(errDraftsLost, err, again)
	}
	if !whole {
		return errDraftsLost
	}
	return nil
}

// writeParts writes a text in parts, and returns how many of them it could.
func writeParts(ctx context.Context, to Preferences, text []byte) (written int, err error) {
	for i := range draftParts {
		part := text[:min(draftPart, len(text))]
		text = text[len(part):]
		if len(part) == 0 && to.Get(draftsPart(i)) == nil {
			continue
		}
		if err := to.Set(ctx, draftsPart(i), slices.Clip(part)); err != nil {
			return i, err
		}
	}
	return draftParts, nil
}

// readDrafts returns what writeDrafts wrote; nothing where it cannot be read, as
// of a person whose data is closed.
func readDrafts(from Preferences, of health.ProfileID) []Draft {
	var text []byte
	for i := range draftParts {
		part := from.Get(draftsPart(i))
		if len(part) == 0 {
			break
		}
		text = append(text, part...)
	}
	var sealed []sealedDraft
	if len(text) == 0 || json.Unmarshal(text, &sealed) != nil {
		return nil
	}
	out := make([]Draft, len(sealed))
	for i, d := range sealed {
		out[i] = Draft{Kind: d.Kind, Of: of, ID: d.ID, State: d.State}
	}
	return out
}

// draftStore is where the drafts of somebody are sealed; nil is nowhere.
func (s *Session) draftStore(of health.ProfileID) Preferences {
	switch {
	case s.Path == "": // sample data goes with its session
		return nil
	case of == health.ProfileID{}:
		return s.Choices
	case s.Preferences == nil:
		return nil
	}
	return s.Preferences(of)
}

// seal writes the drafts into the vault of the session, whose own are not looked
// at: they may be gone already. It is called off the UI goroutine.
func (d drafts) seal(ctx context.Context, s *Session) error {
	of := map[health.ProfileID][]Draft{}
	for who := range d.sealed {
		of[who] = nil
	}
	for _, draft := range d.kept {
		if draft.Settle != nil {
			draft.State = draft.Settle()
		}
		if len(draft.State) > 0 {
			of[draft.Of] = append(of[draft.Of], draft)
		}
	}
	var failures []error
	for _, who := range slices.SortedFunc(maps.Keys(of), func(a, b health.ProfileID) int { return bytes.Compare(a[:], b[:]) }) {
		if store := s.draftStore(who); store != nil {
			failures = append(failures, writeDrafts(ctx, store, of[who]))
		}
	}
	if s.Choices != nil && s.Path != "" {
		failures = append(failures, d.sealOpen(ctx, s.Choices))
	}
	return errors.Join(failures...)
}

// sealOpen writes which of the drafts was on show.
func (d drafts) sealOpen(ctx context.Context, to Preferences) error {
	if d.open == nil {
		if to.Get(draftOpenKey) == nil {
			return nil
		}
		return to.Set(ctx, draftOpenKey, nil)
	}
	open := sealedOpen{Kind: d.open.Kind, ID: d.open.ID}
	if d.open.Of != (health.ProfileID{}) {
		open.Of = hex.EncodeToString(d.open.Of[:])
	}
	return storeChoice(ctx, to, draftOpenKey, open)
}

// load takes in what is sealed of somebody and not known yet.
func (d *drafts) load(s *Session, of health.ProfileID) {
	store := s.draftStore(of)
	if store == nil || d.sealed[of] {
		return
	}
	found := readDrafts(store, of)
	if len(found) == 0 {
		return
	}
	if d.sealed == nil {
		d.sealed = map[health.ProfileID]bool{}
	}
	d.sealed[of] = true
	for _, draft := range found {
		if _, newer := d.find(draft.Kind, draft.Of, draft.ID); !newer {
			d.keep(draft)
		}
	}
}

// loadOpen takes in which draft was on show at the lock.
func (d *drafts) loadOpen(s *Session) {
	if s.Path == "" {
		return
	}
	sealed, ok := readChoice[sealedOpen](s.Choices, draftOpenKey)
	if !ok {
		return
	}
	open := openDraft{Kind: sealed.Kind, ID: sealed.ID}
	if sealed.Of != "" {
		id, err := hex.DecodeString(sealed.Of)
		if err != nil || len(id) != len(open.Of) {
			return
		}
		open.Of = health.ProfileID(id)
	}
	d.open = &open
}
