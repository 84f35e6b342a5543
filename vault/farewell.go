package vault

import (
	"context"
	"encoding/binary"
	"slices"
	"time"

	"vitalkeep/health"
)

const (
	// farewellTime is how long a deleted profile can be brought back.
	farewellTime = 7 * 24 * time.Hour

	// farewellStep is the most that one look at the clock counts.
	farewellStep = 24 * time.Hour
)

// Farewell is a profile that is leaving.
type Farewell struct {
	Profile   health.ProfileID
	Asked     int64         // UTC milliseconds of when it was deleted
	Remaining time.Duration // until the next compaction removes it for good
}

// farewell is the time that a leaving profile has left. The vault counts it by
// itself, from one look at the clock to the next: at opening, closing and
// compaction. A clock that was set wrong must not end it early, so each step
// counts a day at most, and a step back takes as much away again: however often
// the clock goes ten years forward and back, that gains one day.
type farewell struct {
	asked   int64 // UTC milliseconds, as are the others
	seen    int64 // the last look at the clock
	counted int64
}

// Fields of a farewell.
const (
	farewellAsked   = 1
	farewellSeen    = 2
	farewellCounted = 3
)

func encodeFarewell(f *farewell) []byte {
	b := appendField(nil, farewellAsked, appendVarint(nil, f.asked))
	b = appendField(b, farewellSeen, appendVarint(nil, f.seen))
	return appendField(b, farewellCounted, binary.AppendUvarint(nil, uint64(f.counted))) //nolint:gosec // never negative
}

// decodeFarewell returns nil for what is malformed.
func decodeFarewell(b []byte) *farewell {
	var f farewell
	err := fields(b, func(n uint64, v *wireReader) {
		switch n {
		case farewellAsked:
			f.asked = v.varint()
		case farewellSeen:
			f.seen = v.varint()
		case farewellCounted:
			if u := v.uvarint(); u <= uint64(farewellTime/time.Millisecond) {
				f.counted = int64(u)
			} else {
				v.fail()
			}
		}
	})
	if err != nil || !validTime(f.asked) || !validTime(f.seen) {
		return nil
	}
	return &f
}

// observed returns the farewell after another look at the clock.
func (f *farewell) observed(now int64) *farewell {
	step := farewellStep.Milliseconds()
	next := *f
	next.counted += min(max(now-f.seen, -step), step)
	next.counted = min(max(next.counted, 0), farewellTime.Milliseconds())
	next.seen = now
	return &next
}

func (f *farewell) due() bool { return f.counted >= farewellTime.Milliseconds() }

// clock is the time as farewells count it.
func (v *Vault) clock() int64 { return min(max(v.now().UnixMilli(), -maxTime), maxTime) }

// DeleteProfile begins the farewell of a profile. For seven days, which the
// vault counts itself, all of it can still be seen, and ReactivateProfile keeps
// it; the first compaction after that removes it with its key. Errors:
// ErrNoProfile; ErrMainProfile for the main one while another stays; ErrReadOnly,
// ErrNoSpace, ErrClosed, the system's.
func (v *Vault) DeleteProfile(id health.ProfileID) error {
	return v.changeFarewells(func(s *state) error {
		c, err := s.owner(id)
		if err == nil && c.profile.Inbox {
			err = ErrNoProfile // it is nobody's and stays for as long as something lies in it
		}
		if err != nil {
			return err
		}
		if c.farewell != nil {
			return nil
		}
		if c.profile.Main && s.others(c, func(o *container) bool { return o.farewell == nil }) {
			return ErrMainProfile
		}
		now := v.clock()
		s.bid(c, &farewell{asked: now, seen: now})
		return nil
	})
}

// ReactivateProfile ends the farewell of a profile: it stays. If the main
// profile is leaving, too, it stays as well, because it may go only when no
// other is left. Errors: ErrNoProfile, ErrReadOnly, ErrNoSpace, ErrClosed, the
// system's.
func (v *Vault) ReactivateProfile(id health.ProfileID) error {
	return v.changeFarewells(func(s *state) error {
		if _, err := s.owner(id); err != nil {
			return err
		}
		for _, c := range slices.Clone(s.containers) {
			if c.farewell != nil && (c.id == [16]byte(id) || c.profile.Main) {
				s.bid(c, nil)
			}
		}
		return nil
	})
}

// DeleteProfileNow removes a profile, its key and all that belongs to it, from
// the file at once and for good. Errors: ErrNoProfile; ErrMainProfile for the
// main one while there is another, even a leaving one; those of Compact. After
// an error it is still there.
func (v *Vault) DeleteProfileNow(ctx context.Context, id health.ProfileID, progress func(done, total int64)) error {
	if err := v.begin(); err != nil {
		return err
	}
	defer v.busy.Store(false)
	if err := v.mayLeaveNow(id); err != nil {
		return err
	}
	_, err := v.compact(ctx, &departure{id: id}, progress)
	return err
}

// Farewells lists the profiles that are leaving, in the order of Profiles,
// which lists them as well: until they are gone they can be seen, exported and
// written to.
func (v *Vault) Farewells() ([]Farewell, error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	now := v.clock()
	var out []Farewell
	for _, c := range s.containers {
		if c.farewell == nil {
			continue
		}
		out = append(out, c.farewellAt(now))
	}
	return out, nil
}

// farewellAt is what is known of the farewell of a leaving container.
func (c *container) farewellAt(now int64) Farewell {
	left := farewellTime - time.Duration(c.farewell.observed(now).counted)*time.Millisecond
	return Farewell{Profile: c.id, Asked: c.farewell.asked, Remaining: left}
}

// others reports whether there is another person than c like that.
func (s *state) others(c *container, like func(*container) bool) bool {
	return slices.ContainsFunc(s.containers, func(o *container) bool {
		return o.role == roleProfile && !o.profile.Inbox && o.id != c.id && like(o)
	})
}

// bid gives a container of a state that is being made another farewell.
func (s *state) bid(c *container, f *farewell) {
	next := *c
	next.farewell = f
	*s = *s.with(&next)
}

// changeFarewells writes what edit makes of the farewells, if that is another
// state.
func (v *Vault) changeFarewells(edit func(*state) error) error {
	v.flip.Lock()
	defer v.flip.Unlock()
	return v.writeFarewells(edit)
}

func (v *Vault) writeFarewells(edit func(*state) error) error {
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	if v.readOnly {
		return v.forReading()
	}
	next := *s
	if err := edit(&next); err != nil {
		return err
	}
	if slices.Equal(next.containers, s.containers) {
		return nil
	}
	return v.write(&next, change{})
}

// observe looks at the clock for all farewells of a state that is being made.
func (s *state) observe(now int64) {
	for _, c := range slices.Clone(s.containers) {
		if c.farewell != nil {
			s.bid(c, c.farewell.observed(now))
		}
	}
}

// observeFarewells keeps what time has passed. It never waits, and what fails
// is counted the next time, at most a day of it.
func (v *Vault) observeFarewells() {
	if v.readOnly || !v.flip.TryLock() {
		return
	}
	defer v.flip.Unlock()
	now := v.clock()
	_ = v.writeFarewells(func(s *state) error {
		s.observe(now)
		return nil
	})
}

// leaves reports whether a compaction of the state removes the container, whose
// farewell has been observed.
func (s *state) leaves(c *container) bool {
	if c.farewell == nil || !c.farewell.due() {
		return false
	}
	return !c.profile.Main || !s.others(c, func(o *container) bool { return o.farewell == nil || !o.farewell.due() })
}
