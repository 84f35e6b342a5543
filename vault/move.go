package vault

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"vitalkeep/health"
)

// Selection says which measurements and entries of a profile are meant: those
// that are visible and of which all that is set here is true. The zero value
// means all of them.
type Selection struct {
	// Batch means what that import stored, also where a later value took its place.
	Batch   health.BatchID
	Sources []health.SourceID
	Metrics []health.MetricID
	Entries []health.EntryKind
	// From and To bound the start in UTC milliseconds: at or after, and before. A
	// zero is no bound.
	From, To int64
}

// Moved is the record of a move. It can be taken back for as long as Moves lists it.
type Moved struct {
	ID       health.BatchID
	From, To health.ProfileID
	At       int64 // UTC milliseconds
	Readings int   // measurements and entries, with what went along
	Already  int   // of them, those that the other profile showed just the same
}

// MoveConflictError is ErrMoveConflict with how many there are.
type MoveConflictError struct{ Readings int }

// Error implements error.
func (e *MoveConflictError) Error() string {
	return fmt.Sprintf("%v: %d of them", ErrMoveConflict, e.Readings)
}

// Unwrap gives ErrMoveConflict.
func (e *MoveConflictError) Unwrap() error { return ErrMoveConflict }

// Move takes measurements and entries from one profile to another in one
// durable step, all of them or, on an error, none: with source, time, value as
// written, origin, and every earlier version that the vault still holds, so that
// Versions tells the same there. The import that brought them goes along as an
// import of its own, of the same title, time and files. Comments on them and their
// corrections, what an import wrote to them, and pictures that they name go along.
//
// Where they were, they are as deleted: Versions has nothing of them, a
// compaction takes them out of the file, and an import that holds them counts
// them as duplicates and does not bring them back.
//
// Errors: ErrNoReading if one of them is not there, a *MoveConflictError if the
// other profile shows another value of the same identity, ErrSameProfile,
// ErrNoProfile, ErrTooMuch (pictures), ErrBusy, ErrReadOnly, ErrNoSpace,
// ErrDamaged, ErrClosed, the context's.
func (v *Vault) Move(ctx context.Context, from, to health.ProfileID, what []Identity) (Moved, error) {
	ids := make(map[Identity]bool, len(what))
	for _, id := range what {
		ids[id] = true
	}
	if len(ids) == 0 {
		return Moved{}, ErrNoReading
	}
	return v.move(ctx, from, to, &moving{ids: ids})
}

// MoveAll is Move for all that a selection means. Memory does not grow with how
// much that is. It gives ErrNoReading for nothing.
func (v *Vault) MoveAll(ctx context.Context, from, to health.ProfileID, what Selection) (Moved, error) {
	return v.move(ctx, from, to, &moving{sel: what})
}

func (v *Vault) move(ctx context.Context, from, to health.ProfileID, m *moving) (Moved, error) {
	if from == to {
		return Moved{}, ErrSameProfile
	}
	a, b, release, err := v.claimBoth(ctx, from, to)
	if err != nil {
		return Moved{}, err
	}
	defer release()
	m.v, m.ctx, m.from, m.to = v, ctx, a, b
	m.out, m.in = v.newObjectWriter(ctx, a.sealer), v.newObjectWriter(ctx, b.sealer)
	m.in.from = m.out.from // one mark for both
	m.moved = Moved{ID: randomID(), From: from, To: to, At: v.now().UnixMilli()}
	if err = m.gather(); err == nil {
		err = m.flip()
	}
	if err != nil {
		// At the latest the next opening removes what was written.
		_ = errors.Join(m.out.abandon(), m.in.abandon())
		return Moved{}, err
	}
	return m.moved, nil
}

// claimBoth is claimProfile for what is read of one and goes to another.
func (v *Vault) claimBoth(ctx context.Context, from, to health.ProfileID) (a, b *container, release func(), err error) {
	_, release, err = v.claimProfile(ctx, from)
	if err != nil {
		return nil, nil, nil, err
	}
	var s *state
	if err = v.fold(ctx, to); err == nil {
		s, err = v.snapshot()
	}
	if err == nil {
		a, err = s.profile(from)
	}
	if err == nil {
		b, err = s.profile(to)
	}
	if err != nil {
		release()
		return nil, nil, nil, err
	}
	return a, b, release, nil
}

// moveMark says of a layer which move it belongs to.
type moveMark struct {
	id    health.BatchID
	other [16]byte // the container at the other end
	// away says that the layer hides what went to the other; else it holds what
	// came from there.
	away    bool
	already int // see Moved
}

// leaves reports whether the layer hides what went to another container.
func (m *moveMark) leaves() bool { return m != nil && m.away }

func encodeMoveMark(m *moveMark) []byte {
	b := append(slices.Clone(m.id[:]), m.other[:]...)
	return appendCount(appendBool(b, m.away), m.already)
}

// decodeMoveMark reads all of v.
func decodeMoveMark(v *wireReader) *moveMark {
	m := &moveMark{id: v.array16(), other: v.array16()}
	away, already := v.byte(), v.uvarint()
	if away > 1 || already > 1<<53 || v.done() != nil {
		v.fail()
		return nil
	}
	m.away, m.already = away == 1, int(already)
	return m
}

// Moves returns the moves that can still be taken back, the newest first: those
// since the last compaction, between profiles that are not closed.
func (v *Vault) Moves() ([]Moved, error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	type found struct {
		Moved
		seq uint64
	}
	var list []found
	for _, c := range s.visible() {
		for _, n := range c.nodes {
			if m, ok := s.movedBy(c, n); ok {
				list = append(list, found{m, n.seq})
			}
		}
	}
	slices.SortFunc(list, func(a, b found) int { return cmp.Compare(b.seq, a.seq) })
	out := make([]Moved, len(list))
	for i, f := range list {
		out[i] = f.Moved
	}
	return out, nil
}

// movedBy returns the move that a layer is the leaving end of, if both ends are
// still there.
func (s *state) movedBy(c *container, n *node) (Moved, bool) {
	if !n.moved.leaves() {
		return Moved{}, false
	}
	to := s.container(n.moved.other)
	if to == nil || s.closed(to) || !slices.ContainsFunc(to.nodes, func(o *node) bool { return o.broughtBy(n.moved.id) }) {
		return Moved{}, false
	}
	return Moved{
		ID: n.moved.id, From: c.id, To: to.id, At: n.batch.At, Readings: n.batch.New, Already: n.moved.already,
	}, true
}

// broughtBy reports whether the layer came with that move.
func (n *node) broughtBy(id health.BatchID) bool {
	return n.moved != nil && !n.moved.away && n.moved.id == id
}
