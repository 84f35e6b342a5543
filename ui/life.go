package ui

import (
	"context"
	"time"

	"vitalkeep/health"
)

// Life is how people leave a vault, and how the whole account ends. Its methods
// are called off the UI goroutine, except for Leaving and AccountEnding, which
// return at once.
type Life interface {
	// Leaving says how long a person who is leaving can still be kept; false for
	// one who stays.
	Leaving(id health.ProfileID) (Leaving, bool)
	// Loss counts what goes with a person.
	Loss(ctx context.Context, id health.ProfileID) (Loss, error)
	// Delete begins the seven days of a person, after which everything of them is
	// removed with its key. The main person goes last: while another stays it is an
	// error.
	Delete(ctx context.Context, id health.ProfileID) error
	// Reactivate keeps a person who is leaving.
	Reactivate(ctx context.Context, id health.ProfileID) error
	// BackupsWith lists the backups that are remembered and hold the person, the
	// newest first.
	BackupsWith(id health.ProfileID) ([]Backup, error)

	// MakeIndependent writes a vault of a person's own: everything of that person
	// and nothing of anybody else. It has its name only when it was opened again
	// with its password and with its recovery key, read whole and found equal. A
	// file that is there already gives an error that is fs.ErrExist. Nothing leaves
	// this vault by it.
	MakeIndependent(ctx context.Context, o IndependentOrder, progress func(Step)) (Independent, error)
	// RemoveAfterIndependent opens the vault that MakeIndependent wrote with its
	// password and compares it once more; then the person leaves this vault at
	// once and for good. If anything was written of that person since, nothing is
	// done.
	RemoveAfterIndependent(ctx context.Context, o IndependentOrder, progress func(Step)) error

	// AccountEnding says how long the account can still be kept; false for one
	// that does not end. The account ends with its main person.
	AccountEnding() (Leaving, bool)
	// EndAccount begins the seven days of the account. When they are over, its
	// keys and its file are destroyed once the vault is closed. While anybody but
	// the main person stays it is an error.
	EndAccount(ctx context.Context) error
	// KeepAccount ends the end of the account.
	KeepAccount(ctx context.Context) error
	// Ended reports, once the session is closed, that the account ended with it.
	Ended() bool
}

// Leaving is how long somebody, or the account, can still be kept.
type Leaving struct {
	Asked time.Time
	// Left is the time that is left, as the vault counts it; 0 when it is over and
	// the next tidying ends it.
	Left time.Duration
}

// Days is the time that is left in days, the last one begun counted whole.
func (l Leaving) Days() int {
	const day = 24 * time.Hour
	return int((max(l.Left, 0) + day - 1) / day)
}

// Loss is what goes with a person.
type Loss struct {
	Readings, Entries, Pictures, Imports int
	// Since and Until are the days of the first and the last reading or entry; the
	// zero dates if there is none.
	Since, Until health.Date
}

// IndependentOrder is what a person chooses about a vault of their own.
type IndependentOrder struct {
	Profile  health.ProfileID
	Path     string
	Password string // of the new vault
}

// Independent is a vault of one person's own that was made and compared.
type Independent struct {
	RecoveryKey string
	// What was compared, reading by reading; deletions are those that can still
	// be taken back there.
	Readings, Versions, Entries, Pictures, Imports, Deletions, Devices int
	Bytes                                                              int64
}
