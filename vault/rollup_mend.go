package vault

import (
	"context"
	"errors"
)

// mend makes whole what keeps nobody from writing the vault anew: rollups come
// from the samples, and settings that cannot be read begin again.
func (v *Vault) mend(ctx context.Context) error {
	s, err := v.snapshot()
	if err == nil && s.settingsErr != nil {
		err = v.changeSettings(func(*state) error { return nil })
	}
	if err != nil {
		return err
	}
	return v.mendRollups(ctx)
}

// mendRollups makes rollups again that are not there or damaged, so that a
// vault whose samples are whole can be written anew as a whole.
func (v *Vault) mendRollups(ctx context.Context) error {
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	for _, c := range s.containers {
		whole := c.badRollups.zero() && (c.rollups != nil || len(c.nodes) == 0)
		if whole {
			if whole, err = v.wholeRollups(ctx, c); err != nil {
				return err
			}
		}
		if whole {
			continue
		}
		w := v.newObjectWriter(ctx, c.sealer)
		err := v.revise(c.id, w, func(r *revision) error {
			r.again = true
			return nil
		})
		if err != nil {
			return errors.Join(err, w.abandon())
		}
	}
	return nil
}

// wholeRollups reports whether every segment of a container's rollups can be
// read.
func (v *Vault) wholeRollups(ctx context.Context, c *container) (bool, error) {
	check := &checker{v: v, ctx: ctx}
	err := check.rollups(c)
	return len(check.report.Problems) == 0, err
}
