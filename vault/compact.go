package vault

import (
	"context"
	"errors"
	"slices"

	"vitalkeep/health"
)

// CompactReport says what a compaction did.
type CompactReport struct {
	Before, After int64 // bytes of the file
	// Profiles are those that left for good.
	Profiles []health.ProfileID
	// Ended says that the account came to its end: the file is destroyed and the
	// vault closed.
	Ended bool
}

// departure is a profile that leaves at once.
type departure struct {
	id health.ProfileID
	// still reports whether the profile is the one that was meant; nil if any is.
	still func(*container) bool
}

// begin takes the vault for one import, undo or rewriting.
func (v *Vault) begin() error {
	if v.readOnly {
		return v.forReading()
	}
	if !v.busy.CompareAndSwap(false, true) {
		return ErrBusy
	}
	return nil
}

// Compact writes the vault anew and puts that in the place of its file, so
// that nothing of what was deleted, taken back or replaced stands in it any
// more, and nothing that was deleted can be brought back: neither a reading nor
// a profile whose time is up (DeleteProfile). progress, which may be nil, hears of
// steps done and in all. Errors: ErrReadOnly, ErrBusy, ErrNoSpace (there must be
// room for a second file beside the first), ErrDamaged, ErrClosed, ErrMoved, the
// context's, the system's; the vault is then as it was, and in use, but that what
// was deleted may be beyond bringing back already. Reading goes on meanwhile;
// other changes wait. The exception is ErrNotDurable: all is done and in use, but
// after a power cut the old file might be there again.
//
// Where the time of the account is up (EndAccount) it destroys the file instead and
// closes the vault, for which the report has Ended; after an error on the way there
// the vault is closed as well, and what is left of it is still due.
func (v *Vault) Compact(ctx context.Context, progress func(done, total int64)) (CompactReport, error) {
	if err := v.begin(); err != nil {
		return CompactReport{}, err
	}
	defer v.busy.Store(false)
	return v.compact(ctx, nil, progress)
}

// compact leaves out the profiles whose time is up, and that of now, if any.
func (v *Vault) compact(ctx context.Context, now *departure, progress func(done, total int64)) (report CompactReport, err error) {
	if err := ctx.Err(); err != nil {
		return report, err
	}
	report.Before = v.size()
	if now == nil { // else what others deleted can be taken back as before
		if report.Ended, err = v.endIfOver(ctx); report.Ended || err != nil {
			return report, err
		}
		if err := v.purge(ctx); err != nil {
			return report, err
		}
		if err := v.dropPictures(ctx); err != nil {
			return report, err
		}
	}
	err = v.rewriteFolded(ctx, func(r *rewriting) error {
		if now != nil && now.still != nil {
			if c := r.next.container([16]byte(now.id)); c == nil || !now.still(c) {
				return ErrOtherContent
			}
		}
		r.changed(func(next *state) {
			next.observe(v.clock())
			all := *next
			next.containers = slices.DeleteFunc(slices.Clone(all.containers), func(c *container) bool {
				// The main one does not leave by itself: the account ends with it.
				gone := (all.leaves(c) && !c.profile.Main) || (now != nil && c.role == roleProfile && c.id == [16]byte(now.id))
				if gone {
					report.Profiles = append(report.Profiles, c.id)
				}
				return gone || (now == nil && c.profile.Inbox && c.holdsNothing())
			})
			r.settle(next, report.Profiles)
		})
		return nil
	}, progress)
	if err != nil && !errors.Is(err, ErrNotDurable) {
		return CompactReport{}, err
	}
	report.After = v.size()
	return report, err
}

// size returns the bytes of the vault's file, or 0.
func (v *Vault) size() (n int64) {
	_ = v.reading(func(st *store) error {
		info, err := st.file.Stat()
		if err == nil {
			n = info.Size()
		}
		return err
	})
	return n
}

// rewriteFolded rewrites a vault whose journal is folded and in which all that
// can be made again is whole.
func (v *Vault) rewriteFolded(ctx context.Context, edit func(*rewriting) error, progress func(done, total int64)) error {
	return v.whileFolded(ctx, func() error { return v.rewrite(ctx, edit, progress) })
}

// whileFolded calls do, with v.flip held, while the journal is folded and all
// that can be made again is whole. The caller has the vault.
func (v *Vault) whileFolded(ctx context.Context, do func() error) error {
	for {
		if err := v.foldAll(ctx); err != nil {
			return err
		}
		if err := v.mend(ctx); err != nil {
			return err
		}
		v.flip.Lock()
		s, err := v.snapshot()
		if err == nil && len(s.journal) > 0 { // typed in between
			v.flip.Unlock()
			continue
		}
		defer v.flip.Unlock()
		if err != nil {
			return err
		}
		return do()
	}
}

// CompactionDue reports that something that was deleted still stands in the
// file, or may: what can still be taken back included. Or that a profile is to
// leave it.
func (v *Vault) CompactionDue() bool {
	s, err := v.snapshot()
	if err != nil {
		return false
	}
	later := *s
	later.observe(v.clock())
	return s.root.stale || slices.ContainsFunc(later.containers, func(c *container) bool {
		return later.leaves(c) || slices.ContainsFunc(c.nodes, func(n *node) bool { return n.undoable() || n.moved.leaves() })
	})
}
