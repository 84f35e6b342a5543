package ui

import (
	"context"
	"io"
	"time"

	"vitalkeep/health"
)

// VaultFile is the file of an open vault. Its methods are called off the UI
// goroutine and return soon after their context is cancelled.
type VaultFile interface {
	// Facts says what is known without reading all of it.
	Facts(ctx context.Context) (FileFacts, error)
	// Check reads everything and compares it with what was written. Damage is in
	// the report; an error means that the check could not be finished.
	Check(ctx context.Context, progress func(done, total int64)) (CheckReport, error)
}

// FileFacts is what is known of a vault's file.
type FileFacts struct {
	Bytes  int64
	People int
	// Checked is when everything was read last and what came of it; nil if
	// nobody remembers.
	Checked *CheckMemory
}

// CheckMemory is what is remembered of a check.
type CheckMemory struct {
	At       time.Time
	Problems int
}

// CheckReport is what a check found.
type CheckReport struct {
	Objects      int
	Measurements int // samples and entries
	Problems     []CheckProblem
}

// CheckProblem is one thing that is wrong: where, and what in the words of the
// vault. It names places, never content.
type CheckProblem struct {
	Kind   string
	Object uint64 // 0 for the file as a whole
	What   string
}

// Measurement names one reading among those of a person, or one entry: then
// Metric is empty and Entry and Key are set.
type Measurement struct {
	Metric health.MetricID
	Entry  health.EntryKind
	Source health.SourceID
	Start  int64 // UTC milliseconds
	Key    string
}

// Deletion is a deletion that can still be undone.
type Deletion struct {
	ID       health.BatchID
	Profile  health.ProfileID
	At       int64 // UTC milliseconds
	Readings int
	// Source is set when everything of a source was deleted.
	Source health.SourceID
}

// Deletions removes readings and brings them back. Its methods are called off
// the UI goroutine.
type Deletions interface {
	// Delete hides readings and entries at once, all or none of them.
	Delete(ctx context.Context, profile health.ProfileID, readings []Measurement) (Deletion, error)
	// Undoable lists the deletions that can still be undone, the newest first.
	Undoable() ([]Deletion, error)
	// Undelete brings back what a deletion took.
	Undelete(ctx context.Context, id health.BatchID) error
}

// Tidier removes from the file what was deleted in it.
type Tidier interface {
	// Due reports whether deleted things may still stand in the file. It is
	// called on the UI goroutine too and returns at once.
	Due() bool
	// Tidy makes deletions final and writes the file anew without what they took.
	// Cancelled or failing, it may have made them final, and is due still.
	Tidy(ctx context.Context, progress func(done, total int64)) (TidyReport, error)
}

// TidyReport says how large the file was and is.
type TidyReport struct{ Before, After int64 }

// Keys changes what opens the vault. Its methods are called off the UI
// goroutine; with an error everything is as before.
type Keys interface {
	// Confirm asks whether secret is the account password or the passcode: a
	// TryError that is ErrNotConfirmed if it is not, ErrConfirmSpent after too many.
	Confirm(ctx context.Context, secret string) error
	// ChangePassword gives an ErrWrongPassword if old is not the password.
	ChangePassword(ctx context.Context, old, fresh string) error
	// PrepareRecoveryKey makes a recovery key that opens nothing yet.
	PrepareRecoveryKey(ctx context.Context) (PreparedKey, error)
	// UseRecoveryKey puts a prepared key in the place of the one until now.
	UseRecoveryKey(ctx context.Context, key PreparedKey) error
	// Rekey encrypts everything anew under new keys, with a new password and a
	// prepared recovery key.
	Rekey(ctx context.Context, password string, key PreparedKey, progress func(done, total int64)) error
}

// PreparedKey is a recovery key in memory that opens nothing yet. It is forgotten
// once it is used.
type PreparedKey interface {
	// Text is the key as it is written down.
	Text() string
	// Is reports whether a text is this key, in any spelling.
	Is(typed string) bool
	// Forget wipes it.
	Forget()
}

// Backup is a backup that was made of the vault.
type Backup struct {
	At    time.Time
	Path  string
	Bytes int64 // 0 if nobody remembers
	// Proven is when the backup was restored on trial and found equal; the zero
	// time if it never was.
	Proven time.Time
	// File says what became of it since.
	File     BackupFile
	OpenCopy bool
	People   int // whose data is in it; 0 if nobody remembers
}

// BackupOrder is what a person chooses about a backup.
type BackupOrder struct {
	Path string
	// Passphrase opens the backup, or else Recipient does, which is an age
	// recipient.
	Passphrase, Recipient string
	// OpenCopy puts a copy in open formats beside the vault, in the same
	// encrypted file.
	OpenCopy bool
	// Replace allows an existing file to be replaced.
	Replace bool
}

// Backups makes backups. Its methods are called off the UI goroutine.
type Backups interface {
	// FileName is what a backup made now is called, so that rules for keeping
	// backups know it again.
	FileName() string
	// Made lists the backups that are remembered, the newest first.
	Made() ([]Backup, error)
	// BackUp writes a backup and proves it by restoring it on trial. With an
	// error there is no file. A file that is there already gives an error that is
	// fs.ErrExist, unless o.Replace is set; a recipient that is none gives
	// ErrBadRecipient.
	BackUp(ctx context.Context, o BackupOrder, progress func(Step)) (Backup, error)
	// Prove restores a backup on trial once more and remembers that. secret is its
	// passphrase or an age identity; a wrong one gives ErrWrongPassword, a
	// recipient's backup without an identity another error.
	Prove(ctx context.Context, path, secret string, progress func(Step)) (Backup, error)
	// Forget forgets a backup and leaves its file alone.
	Forget(ctx context.Context, path string) error
	// Remove removes the file of a backup, if it is there, and forgets it.
	Remove(ctx context.Context, path string) error
}

// Restorer takes vaults out of backups.
type Restorer interface {
	// Restore writes the vault of a backup to a path. secret is the backup's
	// passphrase or an age identity. kept is where a file is now that stood
	// there. A file that is there gives an error that is fs.ErrExist, unless
	// replace is set; a wrong secret gives ErrWrongPassword. It is called off the
	// UI goroutine.
	Restore(ctx context.Context, backup, secret, to string, replace bool, progress func(done, total int64)) (kept string, err error)
	// Look opens a backup and says what is in it. Errors are those of Restore.
	Look(ctx context.Context, backup, secret string) (BackupContent, error)
}

// BackupContent is what a backup tells who can open it.
type BackupContent struct {
	At     time.Time // when it was made; the zero time if it does not say
	Bytes  int64     // of the vault in it
	People int       // of whom there is an open copy
}

// Salvager reads what can be read of a damaged vault, and changes nothing. It
// is called off the UI goroutine.
type Salvager interface {
	Salvage(ctx context.Context, path string, secret Secret, progress func(done, total int64)) (Salvaged, error)
}

// Secret is what opens a vault: its password or its recovery key.
type Secret struct {
	Text     string
	Recovery bool
}

// Salvaged is what could be read of a damaged vault. Its methods are called off
// the UI goroutine.
type Salvaged interface {
	Report() SalvageReport
	// WriteTo makes a healthy vault of it, under the same password and recovery
	// key. A file that is there gives an error that is fs.ErrExist.
	WriteTo(ctx context.Context, path string, progress func(done, total int64)) error
	// Close wipes the keys.
	Close() error
}

// SalvageReport says how much of a damaged vault can be read.
type SalvageReport struct {
	People []SalvagedPerson
	// Remarks are what else is to be said, a sentence each.
	Remarks []string
}

// SalvagedPerson is how much of one person's data can be read: of how many
// measurements, where that is known, else 0.
type SalvagedPerson struct {
	Name     string
	Read, Of int
}

// RecoverySheet is what a printed recovery key says.
type RecoverySheet struct {
	Key   string
	Vault string // name of the file
	Made  time.Time
	// Letter sets it on US Letter instead of A4.
	Letter bool
}

// SheetWriter writes the sheet for a recovery key.
type SheetWriter func(to io.Writer, s RecoverySheet) error

// Doubts are what opening a vault found worth telling.
type Doubts struct {
	// LastChangeMayBeMissing means that the newest state of the file could not be
	// read and the one before it was taken.
	LastChangeMayBeMissing bool
	// Rest is what the check found that such an opening starts; nil until it is
	// done.
	Rest *CheckReport
	// Older is set when the file is older than the one that was open here before.
	Older *OlderFile
	// KeysSwappable means that the system did not let the keys be locked in
	// memory.
	KeysSwappable bool
}

// OlderFile tells how the file that was open here before was ahead.
type OlderFile struct {
	Seen    time.Time // when that was; the zero time if nobody remembers
	Missing int       // changes that this file does not have; 0 if it went another way
	// Accept makes this file the one to go by. It is called off the UI goroutine.
	Accept func() error
}
