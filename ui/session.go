package ui

import (
	"context"
	"errors"
	"time"

	"vitalkeep/health"
)

// VaultExtension ends the name of every vault file.
const VaultExtension = ".vitalkeep"

// ErrWrongPassword is what Open and OpenWithRecovery return, wrapped or not,
// when the password or the recovery key does not open the vault.
var ErrWrongPassword = errors.New("wrong password or recovery key")

// ErrDamaged is what Open and OpenWithRecovery return, wrapped or not, when the
// vault's file is damaged so that it cannot be opened.
var ErrDamaged = errors.New("the vault is damaged")

// Session is an open vault: what pages need of it, each behind an interface of
// its own. The wiring fills it; whoever opened it closes it.
type Session struct {
	// Path is the vault's file; empty for sample data, which has none.
	Path string
	// Profiles are the people in the vault, the main one first; at least one.
	Profiles []health.Profile

	// Library gives the data of one of the people.
	Library func(health.ProfileID) Library
	Import  Importer
	Imports PastImports
	Export  Exporter
	// ExportOf exports some series and nothing else; nil where that cannot be.
	ExportOf func([]SeriesName) Exporter

	// What follows is nil where the session does not have it; nothing leads
	// there then.

	// Notebook is what one of the people typed and wrote.
	Notebook func(health.ProfileID) Notebook
	// Preferences are one person's choices.
	Preferences func(health.ProfileID) Preferences
	// Choices are those of the whole account.
	Choices Preferences
	Devices DeviceBook
	People  People
	// Life is how people leave the vault.
	Life Life
	// Mover puts readings where they belong, Inbox holds those of nobody yet, and
	// Locks are the passcodes of people.
	Mover Mover
	Inbox Inbox
	Locks ProfileLocks

	File      VaultFile
	Deletions Deletions
	Tidier    Tidier
	Keys      Keys
	Passcode  Passcode
	Backups   Backups
	// Schedule makes backups by itself.
	Schedule BackupSchedule
	// Doubts is what opening the vault found worth telling.
	Doubts Doubts

	drafts drafts // what was typed and not saved
	// sealing keeps it, once the session is to be closed.
	sealing func() error

	// Close ends the session and wipes its keys. It is called once, off the UI
	// goroutine.
	Close func() error
}

// Vaults opens vaults. All methods are called off the UI goroutine, take as
// long as the derivation of a key does, and return soon after their context is
// cancelled.
type Vaults interface {
	// Create makes a new vault with one profile, the main one, and opens it. The
	// recovery key is shown to the person once and kept nowhere. A file that is
	// there already gives an error that is fs.ErrExist.
	Create(ctx context.Context, path, password string, profile health.Profile) (s *Session, recoveryKey string, err error)
	// Open opens a vault with its password.
	Open(ctx context.Context, path, password string) (*Session, error)
	// OpenWithRecovery opens a vault with its recovery key as it was typed.
	OpenWithRecovery(ctx context.Context, path, key string) (*Session, error)
	// Sample makes a household of invented data to look around in. Nothing of it
	// stays when the session is closed.
	Sample(ctx context.Context, progress func(done, total int64)) (*Session, error)
}

// RecentVault is a vault that was open on this computer.
type RecentVault struct {
	Path   string
	Opened time.Time
}

// Recents remembers vaults by their path. A failure to remember is no reason to
// bother anybody, so there are no errors.
type Recents interface {
	// List returns the vaults whose files are still there, the latest first.
	List() []RecentVault
	// Remember puts a vault in front.
	Remember(path string, opened time.Time)
}
