package main

import (
	"context"
	"flag"

	"vitalkeep/health"
	"vitalkeep/vault"
)

const (
	profilePasscodeVariable    = "VITALKEEP_PROFILE_PASSCODE"     //nolint:gosec // a name, no secret
	newProfilePasscodeVariable = "VITALKEEP_NEW_PROFILE_PASSCODE" //nolint:gosec // a name, no secret
)

// givesPasscode reports whether the call brings the passcode of a profile. A
// try is counted in the vault, so it has to be open for writing then.
func (c *call) givesPasscode() bool {
	return c.passcodeFile != "" || c.getenv(profilePasscodeVariable) != ""
}

func (c *call) profilePasscode() ([]byte, error) {
	text, err := c.secret("profile passcode", profilePasscodeVariable, c.passcodeFile, "--profile-passcode-file")
	return []byte(text), err
}

// openProfile opens a profile that is closed by a passcode, if the call brings
// it. What reads it without says that it is closed.
func (c *call) openProfile(ctx context.Context, v *vault.Vault, p health.Profile) error {
	if !v.ProfileClosed(p.ID) || !c.givesPasscode() {
		return nil
	}
	passcode, err := c.profilePasscode()
	if err != nil {
		return err
	}
	defer clear(passcode)
	return v.OpenProfile(ctx, p.ID, passcode)
}

func prepareSetPasscode(f *flag.FlagSet) func(context.Context, *call) error {
	profile := f.String("profile", "", "`NAME` of the person")
	file := f.String("new-passcode-file", "", "`PATH` of a file with the new passcode")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		fresh, err := c.secret("new passcode", newProfilePasscodeVariable, *file, "--new-passcode-file")
		if err != nil {
			return err
		}
		return c.about(ctx, *profile, func(v *vault.Vault, p health.Profile) error {
			if !v.ProfileHasPasscode(p.ID) {
				err = v.SetProfilePasscode(ctx, p.ID, []byte(fresh))
			} else {
				var current []byte
				if current, err = c.profilePasscode(); err == nil {
					err = v.ChangeProfilePasscode(ctx, p.ID, current, []byte(fresh))
				}
			}
			if err != nil {
				return err
			}
			return c.tellPasscode(p, true, "The data of %s is closed by a passcode of their own now. It is no second encryption; see SECURITY.md.\n")
		})
	}
}

func prepareRemovePasscode(f *flag.FlagSet) func(context.Context, *call) error {
	profile := f.String("profile", "", "`NAME` of the person")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		return c.about(ctx, *profile, func(v *vault.Vault, p health.Profile) error {
			err := c.removePasscode(ctx, v, p)
			if err != nil {
				return err
			}
			return c.tellPasscode(p, false, "The data of %s has no passcode of its own any more.\n")
		})
	}
}

// removePasscode takes a passcode off by itself or, if that is what opened the
// vault, by the recovery key.
func (c *call) removePasscode(ctx context.Context, v *vault.Vault, p health.Profile) error {
	if c.recovered && !c.givesPasscode() {
		key, err := c.password()
		if err != nil {
			return err
		}
		return v.RemoveProfilePasscodeByRecoveryKey(ctx, p.ID, key)
	}
	current, err := c.profilePasscode()
	if err != nil {
		return err
	}
	defer clear(current)
	return v.RemoveProfilePasscode(ctx, p.ID, current)
}

func (c *call) tellPasscode(p health.Profile, closed bool, said string) error {
	if c.json {
		return c.printJSON(map[string]any{"profile": p.Name, "passcode": closed})
	}
	c.printf(said, p.Name)
	return nil
}

// about is withProfile for commands about a profile that stays closed.
func (c *call) about(ctx context.Context, name string, work func(*vault.Vault, health.Profile) error) error {
	return c.with(ctx, false, func(v *vault.Vault) error {
		p, err := profileNamed(v, name)
		if err != nil {
			return err
		}
		return work(v, p)
	})
}
