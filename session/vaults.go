package session

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"time"

	"vitalkeep/backup"
	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

// Vaults opens vaults for the window. It is a [ui.Vaults].
type Vaults struct {
	// Now gives the time of imports and exports.
	Now func() time.Time
	// Zone is the system's IANA zone, for sample data; empty is UTC.
	Zone string
	// Anchors remembers which state of a vault this computer saw last; nil for
	// none. Sample data needs none.
	Anchors vault.Anchors
	// Passcodes holds passcodes while vaults are closed; nil for none.
	Passcodes *Passcodes
	// Forget is told of a vault whose account came to its end, so that nothing else
	// of it is remembered on this computer either; nil for nothing.
	Forget func(path string)
}

// Create implements ui.Vaults.
func (o Vaults) Create(ctx context.Context, path, password string, profile health.Profile) (*ui.Session, string, error) {
	if err := makeFolder(path); err != nil {
		return nil, "", err
	}
	typed := []byte(password)
	defer clear(typed)
	v, recoveryKey, err := vault.Create(ctx, path, typed, vault.Options{Now: o.Now, Profile: profile, Anchors: o.Anchors})
	if err != nil {
		return nil, "", err
	}
	s, err := o.session(v)
	return s, recoveryKey, err
}

// makeFolder makes the folder of a vault that is to be written.
func makeFolder(path string) error { return os.MkdirAll(filepath.Dir(path), 0o700) }

// Open implements ui.Vaults.
func (o Vaults) Open(ctx context.Context, path, password string) (*ui.Session, error) {
	typed := []byte(password)
	defer clear(typed)
	v, err := vault.Open(ctx, path, typed, vault.Options{Now: o.Now, Anchors: o.Anchors})
	if err == nil {
		o.Passcodes.opened(path)
	}
	return o.opened(v, err)
}

// OpenWithRecovery implements ui.Vaults.
func (o Vaults) OpenWithRecovery(ctx context.Context, path, key string) (*ui.Session, error) {
	v, err := vault.OpenWithRecoveryKey(ctx, path, key, vault.Options{Now: o.Now, Anchors: o.Anchors})
	if err == nil {
		o.Passcodes.opened(path)
	}
	return o.opened(v, err)
}

func (o Vaults) opened(v *vault.Vault, err error) (*ui.Session, error) {
	switch {
	case errors.Is(err, vault.ErrWrongPassword):
		return nil, errors.Join(ui.ErrWrongPassword, err)
	case errors.Is(err, vault.ErrDamaged), errors.Is(err, vault.ErrNotAVault):
		// What is no vault at first sight may be one that lost its beginning.
		return nil, errors.Join(ui.ErrDamaged, err)
	case err != nil:
		return nil, err
	}
	// What cannot be removed, the next backup says.
	_ = backup.ClearUp(v)
	return o.session(v)
}

// Sample implements ui.Vaults.
func (o Vaults) Sample(ctx context.Context, progress func(done, total int64)) (_ *ui.Session, err error) {
	folder, err := os.MkdirTemp("", "vitalkeep-sample-")
	if err != nil {
		return nil, err
	}
	remove := func() error { return os.RemoveAll(folder) }
	defer func() {
		if err != nil {
			err = errors.Join(err, remove())
		}
	}()
	path := filepath.Join(folder, "sample"+ui.VaultExtension)
	v, _, err := vault.Create(ctx, path, []byte(rand.Text()), vault.Options{Now: o.Now, Cost: vault.CostFloor})
	if err != nil {
		return nil, err
	}
	if err := o.fill(ctx, v, progress); err != nil {
		return nil, errors.Join(err, v.Close())
	}
	s, err := o.session(v)
	if err != nil {
		return nil, err
	}
	s.Path, s.File, s.Tidier, s.Passcode, s.Life, s.Schedule = "", nil, nil, nil, nil, nil
	s.Close = func() error { return errors.Join(v.Close(), remove()) }
	return s, nil
}

// session describes an open vault, or closes it.
func (o Vaults) session(v *vault.Vault) (*ui.Session, error) {
	profiles, err := v.Profiles()
	if err == nil && len(profiles) == 0 {
		err = vault.ErrNoProfile
	}
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	imports := &transfers{vault: v, now: o.Now}
	leaves := &life{vault: v, now: o.Now, path: samePath(v.Path()), passcodes: o.Passcodes, forget: o.Forget}
	return &ui.Session{
		Path:     v.Path(),
		Profiles: profiles,
		Library: func(p health.ProfileID) ui.Library {
			return library{vault: v, profile: p}
		},
		Import:  imports,
		Imports: imports,
		Export:  imports,
		ExportOf: func(series []ui.SeriesName) ui.Exporter {
			return partExport{transfers: imports, series: series}
		},
		File: keeping{vault: v},

		Notebook: func(p health.ProfileID) ui.Notebook {
			return notebook{vault: v, profile: p}
		},
		Preferences: func(p health.ProfileID) ui.Preferences {
			return preferences{vault: v, profile: p}
		},
		Choices: choices{vault: v},
		Devices: deviceBook{vault: v},
		People:  people{vault: v},
		Mover:   mover{vault: v},
		Life:    leaves,
		Inbox:   inbox{vault: v},
		Locks:   profileLocks{vault: v},

		Deletions: deletions{vault: v},
		Tidier:    tidier{vault: v, life: leaves},
		Keys:      keys{vault: v, passcode: passcode{v, o.Passcodes}},
		Passcode:  o.passcode(v),
		Backups:   backups{vault: v, now: o.Now},
		Schedule:  newSchedule(v, o.Now, o.Zone),
		Doubts:    doubts(v),
		Close:     v.Close,
	}, nil
}
