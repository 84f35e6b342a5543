package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"

	"vitalkeep/backup"
	"vitalkeep/health"
	"vitalkeep/vault"
)

// defaultVaultPath is where the vault is when nothing else is said.
func defaultVaultPath() string { return filepath.Join(xdg.DataHome, "vitalkeep", "home.vitalkeep") }

// defaultAnchors is where this computer remembers vaults.
func defaultAnchors() vault.Anchors {
	return vault.AnchorFolder(filepath.Join(xdg.StateHome, "vitalkeep", "anchors"))
}

func (c *call) path() string {
	if c.vaultPath != "" {
		return c.vaultPath
	}
	return defaultVaultPath()
}

// open opens the vault; only commands that change it ask for more than
// reading.
func (c *call) open(ctx context.Context, readOnly bool) (*vault.Vault, error) {
	password, err := c.password()
	if err != nil {
		return nil, err
	}
	v, err := c.unlockWith(ctx, password, vault.Options{Now: c.now, ReadOnly: readOnly, Anchors: c.anchors, Cost: c.cost})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, advice{"There is no vault at " + c.path() + ".", "Name it with --vault, or create one with vitalkeep-cli init.", err}
	}
	if err != nil {
		return nil, err
	}
	if err := backup.ClearUp(v); err != nil {
		c.complain("Warning: what an interrupted backup left could not be removed.", "Remove the hidden files beside the vault yourself.")
	}
	if !c.accept {
		c.warn(v)
	}
	return v, nil
}

// unlockWith opens the vault with its recovery key, if the secret is one, or
// else with the password.
func (c *call) unlockWith(ctx context.Context, secret string, o vault.Options) (*vault.Vault, error) {
	v, err := vault.OpenWithRecoveryKey(ctx, c.path(), secret, o)
	if notThatKey(err) {
		return c.unlock(ctx, c.path(), []byte(secret), o)
	}
	c.recovered = err == nil
	return v, err
}

// notThatKey reports whether a secret is no recovery key, or not that of the
// vault, so that it may still be the password.
func notThatKey(err error) bool {
	return errors.Is(err, vault.ErrBadRecoveryKey) || errors.Is(err, vault.ErrWrongPassword)
}

// warn says what this computer remembers of the vault and the file does not
// bear out.
func (c *call) warn(v *vault.Vault) {
	if r, ok := v.Rollback(); ok {
		c.complain(fmt.Sprintf("Warning: the vault is not as this computer last saw it: that was after %s, on %s; the file has %s.",
			counted(int(min(r.Seen, math.MaxInt32)), "change", "changes"), r.At.Format("2006-01-02"), //nolint:gosec // bounded
			counted(int(min(r.Found, math.MaxInt32)), "change", "changes")), //nolint:gosec // bounded
			"An earlier copy is in its place. If that is meant to be, call vitalkeep-cli verify --accept-older.")
	}
	if err := v.AnchorError(); err != nil {
		c.complain("Warning: nobody can say whether the vault is as this computer last saw it.", sentence(err.Error()))
	}
}

// with opens the vault, does the work and closes it.
func (c *call) with(ctx context.Context, readOnly bool, work func(*vault.Vault) error) error {
	v, err := c.open(ctx, readOnly)
	if err != nil {
		return err
	}
	return errors.Join(work(v), v.Close())
}

// withProfile is with, for commands about one person.
func (c *call) withProfile(ctx context.Context, readOnly bool, name string, work func(*vault.Vault, health.Profile) error) error {
	return c.with(ctx, readOnly && !c.givesPasscode(), func(v *vault.Vault) error {
		p, err := profileNamed(v, name)
		if err == nil {
			err = c.openProfile(ctx, v, p)
		}
		if err != nil {
			return err
		}
		return work(v, p)
	})
}

// withInbox is withProfile for what is nobody's.
func (c *call) withInbox(ctx context.Context, work func(*vault.Vault, health.Profile) error) error {
	return c.with(ctx, false, func(v *vault.Vault) error {
		p, err := v.OpenInbox(ctx)
		if err != nil {
			return err
		}
		return work(v, p)
	})
}

// profileNamed finds a profile by its name, whatever the case; without a name
// it is the only one.
func profileNamed(v *vault.Vault, name string) (health.Profile, error) {
	profiles, err := v.Profiles()
	if err != nil {
		return health.Profile{}, err
	}
	if name == "" {
		switch len(profiles) {
		case 0:
			return health.Profile{}, advice{"There is nobody in this vault.", "Add a person with vitalkeep-cli add-profile NAME.", vault.ErrNoProfile}
		case 1:
			return profiles[0], nil
		}
		return health.Profile{}, wrongUsage("The vault has several profiles. Name one with --profile.")
	}
	for _, p := range profiles {
		if strings.EqualFold(p.Name, name) {
			return p, nil
		}
	}
	return health.Profile{}, advice{
		"There is no profile of that name in this vault.",
		"Check the spelling; --profile can be left out when the vault has only one.", vault.ErrNoProfile,
	}
}
