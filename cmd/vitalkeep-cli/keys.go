package main

import (
	"context"
	"flag"

	"vitalkeep/vault"
)

func prepareChangePassword(f *flag.FlagSet) func(context.Context, *call) error {
	file := f.String("new-password-file", "", "`PATH` of a file with the new password")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		old, err := c.password()
		if err != nil {
			return err
		}
		password, err := c.newPassword(*file)
		if err != nil {
			return err
		}
		return c.with(ctx, false, func(v *vault.Vault) error {
			if password == old {
				return advice{"The new password is the old one; nothing was changed.", "Choose another.", nil}
			}
			if err := c.refuseKnown(v, password); err != nil {
				return err
			}
			if err := v.ChangePassword(ctx, []byte(old), []byte(password)); err != nil {
				return err
			}
			if c.json {
				return c.printJSON(struct {
					Vault string `json:"vault"`
				}{c.path()})
			}
			c.printf("The vault opens with the new password. Backups and copies made before still open with the old one.\n")
			return nil
		})
	}
}

// newPassword returns the password that is to take the place of the old one.
func (c *call) newPassword(file string) (string, error) {
	password, err := c.secret("new password", newPasswordVariable, file, "--new-password-file")
	if err != nil {
		return "", err
	}
	return password, refuseWeak("The new password is too simple; the old one stays.", password, c.path())
}

// refuseKnown refuses a new password that is little more than the name of
// somebody in the vault.
func (c *call) refuseKnown(v *vault.Vault, password string) error {
	people, err := v.Profiles()
	if err != nil {
		return err
	}
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = p.Name
	}
	return refuseWeak("The new password is too simple; the old one stays.", password, c.path(), names...)
}

func prepareNewRecoveryKey(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		return c.with(ctx, false, func(v *vault.Vault) error {
			key, err := v.NewRecoveryKey(ctx)
			if err != nil {
				return err
			}
			return c.tellRecoveryKey(key)
		})
	}
}

func prepareRekey(f *flag.FlagSet) func(context.Context, *call) error {
	file := f.String("new-password-file", "", "`PATH` of a file with the new password")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		password, err := c.password()
		if err != nil {
			return err
		}
		another := *file != "" || c.getenv(newPasswordVariable) != ""
		if another {
			if password, err = c.newPassword(*file); err != nil {
				return err
			}
		}
		return c.with(ctx, false, func(v *vault.Vault) error {
			if c.recovered && !another {
				return wrongUsage("Opened with the recovery key, the vault needs a new password. Set %s, or name a file with --new-password-file.", newPasswordVariable)
			}
			if another {
				if err := c.refuseKnown(v, password); err != nil {
					return err
				}
			}
			show, clear := c.progress("Sealing anew")
			key, err := v.Rekey(ctx, []byte(password), show)
			clear()
			if err != nil {
				return err
			}
			return c.tellRecoveryKey(key)
		})
	}
}

func (c *call) tellRecoveryKey(key string) error {
	if c.json {
		return c.printJSON(struct {
			Vault       string `json:"vault"`
			RecoveryKey string `json:"recovery_key"`
		}{c.path(), key})
	}
	c.printf("Recovery key: %s\n", key)
	c.printf("It is not shown again: keep it on paper. The recovery key before opens this file no more, only older copies of it.\n")
	return nil
}
