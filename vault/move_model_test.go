package vault

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"vitalkeep/health"
)

// moveModel is what several profiles hold, as plain histories: worked out without
// the vault, by the rules of docs/vault-format.md.
type moveModel struct {
	t     *testing.T
	r     *rand.Rand
	v     *Vault
	who   []health.ProfileID
	held  []map[int]*pastOfOne // by profile and number of the identity
	moves []*modelMove
	gone  []modelDeletion
	value int64
}

// pastOfOne is the history of one identity with one profile.
type pastOfOne struct {
	events  []modelEvent // the newest last
	blocked bool         // imports do not bring it while it is not visible
	claims  int          // imports that had what is visible as well
}

type modelEvent struct {
	value    int64 // 0 for a deletion
	deletion health.BatchID
	move     health.BatchID // that brought it here
}

type modelDeletion struct {
	id  health.BatchID
	who int
}

type modelMove struct {
	id       health.BatchID
	from, to int
	left     map[int]*pastOfOne // as it was
	marks    map[int]modelMark
}

// modelMark is what a move made of one identity at both ends.
type modelMark struct {
	here, there *pastOfOne
	claims      int
}

// visible returns the value that is seen, or 0.
func (p *pastOfOne) visible() int64 {
	if p == nil || len(p.events) == 0 {
		return 0
	}
	return p.events[len(p.events)-1].value
}

func (m *moveModel) past(who, k int) *pastOfOne {
	if m.held[who][k] == nil {
		m.held[who][k] = &pastOfOne{}
	}
	return m.held[who][k]
}

// The identities: by number a weight of a file, a typed one, and a note.
const modelIdentities = 36

func modelID(k int) Identity {
	start := at(int64(k/3), health.Decimal{}).Start
	switch k % 3 {
	case 0:
		return Identity{Metric: "weight", Source: "csv:file", Start: start}
	case 1:
		return Identity{Metric: "weight", Source: health.TypedSource, Start: start}
	}
	return Identity{Entry: health.Note, Source: "csv:file", Start: start + 30_000, Key: fmt.Sprint("k", k%2)}
}

func modelReading(k int, value int64) health.Reading {
	id := modelID(k)
	return health.Reading{Metric: id.Metric, Source: id.Source, Sample: health.Sample{Start: id.Start, Value: health.Int(value), Unit: health.Gram}}
}

func modelNote(k int, value int64) health.Entry {
	id := modelID(k)
	return health.Entry{Kind: id.Entry, Source: id.Source, Start: id.Start, Key: id.Key, Fields: []health.Field{{Name: "text", Text: fmt.Sprint(value)}}}
}

// some returns numbers of identities for which ok holds.
func (m *moveModel) some(ok func(k int) bool) (out []int) {
	for k := range modelIdentities {
		if ok(k) && m.r.IntN(3) == 0 {
			out = append(out, k)
		}
	}
	return out
}

func (m *moveModel) next() int64 {
	m.value++
	return m.value
}

func (m *moveModel) importing(who int) {
	var rows []row
	var notes []health.Entry
	bring := map[int]int64{}
	for _, k := range m.some(func(k int) bool { return k%3 != 1 }) {
		value := m.past(who, k).visible()
		if value == 0 || m.r.IntN(2) == 0 {
			value = m.next()
		}
		bring[k] = value
		if k%3 == 0 {
			r := modelReading(k, value)
			rows = append(rows, row{r.Metric, r.Source, r.Sample})
		} else {
			notes = append(notes, modelNote(k, value))
		}
	}
	importRows(m.t, m.v, m.who[who], rows, notes...)
	stored := false
	var same []*pastOfOne
	for k, value := range bring {
		switch p := m.past(who, k); {
		case p.visible() == value:
			same = append(same, p)
		case p.visible() != 0 || !p.blocked:
			p.events = append(p.events, modelEvent{value: value})
			stored = true
		}
	}
	if stored { // else it leaves no claims
		for _, p := range same {
			p.claims++
		}
	}
}

func (m *moveModel) typing(who int) {
	for _, k := range m.some(func(k int) bool { return k%3 == 1 }) {
		value := m.next()
		if err := m.v.Add(context.Background(), m.who[who], []health.Reading{modelReading(k, value)}, nil); err != nil {
			m.t.Fatal(err)
		}
		p := m.past(who, k)
		p.events = append(p.events, modelEvent{value: value})
	}
}

func (m *moveModel) shownOf(who int) []int {
	return m.some(func(k int) bool { return m.past(who, k).visible() != 0 })
}

func modelIDs(list []int) (ids []Identity) {
	for _, k := range list {
		ids = append(ids, modelID(k))
	}
	return ids
}

func (m *moveModel) deleting(who int) {
	list := m.shownOf(who)
	if len(list) == 0 {
		return
	}
	id := remove1(m.t, m.v, m.who[who], modelIDs(list)...)
	for _, k := range list {
		p := m.past(who, k)
		p.events = append(p.events, modelEvent{deletion: id})
		p.blocked = true
	}
	m.gone = append(m.gone, modelDeletion{id, who})
}

// bringingBack takes a deletion back, also below a move.
func (m *moveModel) bringingBack() {
	if len(m.gone) == 0 {
		return
	}
	i := m.r.IntN(len(m.gone))
	d := m.gone[i]
	m.gone = slices.Delete(m.gone, i, i+1)
	bringBack(m.t, m.v, d.id)
	undo := func(p *pastOfOne) {
		p.events = slices.DeleteFunc(p.events, func(e modelEvent) bool { return e.deletion == d.id })
	}
	for _, p := range m.held[d.who] {
		undo(p)
	}
	for _, mv := range m.moves {
		if mv.from == d.who {
			for _, p := range mv.left {
				undo(p)
			}
		}
	}
}

func (m *moveModel) moving(from, to int) {
	list := m.shownOf(from)
	if len(list) == 0 || from == to {
		return
	}
	conflicts, already := 0, 0
	for _, k := range list {
		switch theirs := m.past(to, k).visible(); theirs {
		case 0:
		case m.past(from, k).visible():
			already++
		default:
			conflicts++
		}
	}
	moved, err := m.v.Move(context.Background(), m.who[from], m.who[to], modelIDs(list))
	if conflicts > 0 {
		if e, ok := errors.AsType[*MoveConflictError](err); !ok || e.Readings != conflicts {
			m.t.Fatalf("a move with %d conflicts: %v", conflicts, err)
		}
		return
	}
	if err != nil || moved.Readings != len(list) || moved.Already != already {
		m.t.Fatalf("moved = %+v, %v; want %d, %d already there", moved, err, len(list), already)
	}
	mv := &modelMove{id: moved.ID, from: from, to: to, left: map[int]*pastOfOne{}, marks: map[int]modelMark{}}
	for _, k := range list {
		old, there := m.past(from, k), m.past(to, k)
		held := false
		for _, e := range old.events {
			if e.value == 0 && !held {
				continue
			}
			held = true
			there.events = append(there.events, modelEvent{value: e.value, move: moved.ID})
		}
		fresh := &pastOfOne{blocked: true}
		mv.left[k], m.held[from][k] = old, fresh
		mv.marks[k] = modelMark{fresh, there, there.claims}
	}
	m.moves = append(m.moves, mv)
}

func (m *moveModel) movingBack() {
	if len(m.moves) == 0 {
		return
	}
	i := m.r.IntN(len(m.moves))
	mv := m.moves[i]
	still := true
	for k, mark := range mv.marks {
		here, there := m.past(mv.from, k), m.past(mv.to, k)
		still = still && here == mark.here && len(here.events) == 0 && there == mark.there &&
			there.visible() != 0 && there.events[len(there.events)-1].move == mv.id && there.claims == mark.claims
	}
	err := m.v.UndoMove(context.Background(), mv.id)
	if !still {
		if !errors.Is(err, ErrMovedSince) {
			m.t.Fatalf("undo of a move that was changed since: %v", err)
		}
		return
	}
	if err != nil {
		m.t.Fatalf("undo of a move: %v", err)
	}
	for k, old := range mv.left {
		m.held[mv.from][k] = old
		there := m.past(mv.to, k)
		there.events = slices.DeleteFunc(there.events, func(e modelEvent) bool { return e.move == mv.id })
	}
	m.moves = slices.Delete(m.moves, i, i+1)
}

func (m *moveModel) compacting() {
	if _, err := m.v.Compact(context.Background(), nil); err != nil {
		m.t.Fatal(err)
	}
	m.moves, m.gone = nil, nil
	for _, held := range m.held {
		for _, p := range held {
			for i := len(p.events) - 1; i >= 0; i-- {
				if p.events[i].value == 0 {
					p.events, p.blocked = slices.Clone(p.events[i+1:]), true
					break
				}
			}
		}
	}
}

// check compares what the vault shows with the model.
func (m *moveModel) check(step string) {
	ctx := context.Background()
	for who, p := range m.who {
		shown := map[Identity]int64{}
		for _, source := range []health.SourceID{"csv:file", health.TypedSource} {
			for r, err := range m.v.SourceReadings(ctx, p, "weight", source, minTime, afterTime) {
				if err != nil {
					m.t.Fatal(err)
				}
				shown[Identity{Metric: r.Metric, Source: r.Source, Start: r.Start}] = r.Value.Mantissa
			}
		}
		for _, e := range entriesOf(m.t, m.v, p) {
			var value int64
			if _, err := fmt.Sscan(e.Field("text"), &value); err != nil {
				m.t.Fatal(err)
			}
			shown[entryID(e)] = value
		}
		for k := range modelIdentities {
			past := m.past(who, k)
			if got := shown[modelID(k)]; got != past.visible() {
				m.t.Fatalf("%s: profile %d shows %d for identity %d, want %d (%+v)", step, who, got, k, past.visible(), past)
			}
		}
		k := m.r.IntN(modelIdentities)
		versions, err := m.v.Versions(ctx, p, modelID(k))
		if err != nil {
			m.t.Fatal(err)
		}
		var got, want []string
		for _, one := range versions {
			text := one.Entry.Field("text")
			if one.Reading.Metric != "" {
				text = fmt.Sprint(one.Reading.Value.Mantissa)
			}
			got = append(got, fmt.Sprintf("%v %v", text, one.Deleted))
		}
		hidden := false
		for _, e := range slices.Backward(m.past(who, k).events) {
			if e.value != 0 {
				want = append(want, fmt.Sprintf("%v %v", e.value, hidden))
			}
			hidden = hidden || e.value == 0
		}
		if !slices.Equal(got, want) {
			m.t.Fatalf("%s: profile %d, identity %d has the versions %v, want %v", step, who, k, got, want)
		}
		if infos, err := m.v.Series(p); err != nil {
			m.t.Fatal(err)
		} else if state, err := m.v.snapshot(); err == nil && len(infos) > 0 && len(state.container(p).nodes) > 0 {
			wantRollups(m.t, m.v, p)
		}
	}
}

func TestAnySequenceOfMovesAndChangesAgreesWithTheRules(t *testing.T) {
	for seed := range uint64(4) {
		v, ada, bo := twoPeople(t)
		m := &moveModel{t: t, r: rand.New(rand.NewPCG(*faultSeed, seed)), v: v, who: []health.ProfileID{ada, bo, openInbox(t, v)}}
		importRows(t, v, m.who[2], []row{{"height", "csv:file", at(900, health.Int(1))}}) // so that no compaction drops the inbox
		for range m.who {
			m.held = append(m.held, map[int]*pastOfOne{})
		}
		for n := range 90 {
			who, other := m.r.IntN(3), m.r.IntN(3)
			step := fmt.Sprintf("seed %d, step %d, ", seed, n)
			switch c := m.r.IntN(20); {
			case c < 4:
				step += "import"
				m.importing(who)
			case c < 6:
				step += "typing"
				m.typing(who)
			case c < 8:
				step += "deletion"
				m.deleting(who)
			case c < 9:
				step += "undo of a deletion"
				m.bringingBack()
			case c < 15:
				step += "move"
				m.moving(who, other)
			case c < 18:
				step += "undo of a move"
				m.movingBack()
			case c < 19:
				step += "compaction"
				m.compacting()
			default:
				step += "reopening"
				m.v = reopenVault(t, m.v)
			}
			m.check(step)
		}
		wantWhole(t, m.v)
	}
}
