package ui

import (
	"context"
	"errors"
	"time"
)

// ErrNoBackupFolder is what a backup by the schedule gives when its folder is
// not there, as when a disk is not plugged in.
var ErrNoBackupFolder = errors.New("the folder for backups is not there")

// BackupFile says what became of the file of a backup, as far as that is seen
// without opening it.
type BackupFile uint8

// What became of a file.
const (
	BackupThere   BackupFile = iota
	BackupGone               // there is no such file now
	BackupChanged            // it has another size than the one that was written
)

// BackupEvery is how often backups are made by themselves.
type BackupEvery uint8

// The schedules.
const (
	BackupsOff BackupEvery = iota
	BackupsDaily
	BackupsWeekly
	BackupsMonthly
)

// BackupKeep is how many backups stay in the folder of the schedule: the last
// ones, and beyond them the last of so many days, weeks and months. The zero
// value keeps all.
type BackupKeep struct{ Last, Daily, Weekly, Monthly int }

// BackupPlan is how backups are made by themselves.
type BackupPlan struct {
	Every  BackupEvery
	Folder string
	// Passphrase or Recipient opens the backups; the vault keeps it sealed.
	Passphrase, Recipient string
	OpenCopy              bool
	Keep                  BackupKeep
	// OverdueDays is how old the last proven backup may be before that is told.
	OverdueDays int
}

// BackupPlace is what is known of a folder for backups.
type BackupPlace struct {
	There    bool
	Beside   bool  // it is the folder of the vault itself
	SameDisk bool  // it is on the disk of the vault
	Free     int64 // bytes; negative if nobody knows
	Needs    int64 // about how many bytes the next backup takes
}

// BackupNext says when a backup by the schedule is due and how the tries since
// the last one went.
type BackupNext struct {
	At       time.Time // the zero time for never
	Failures int       // in a row
	FailedAt time.Time // the last of them
}

// BackupState is how old the last proven backup is, for whoever warns of it.
type BackupState struct {
	// Overdue means that there is data and no backup of it that was proven within
	// the chosen days.
	Overdue bool
	// Since is when the last backup was proven; if Never is set, when the first
	// data came.
	Since time.Time
	Never bool
}

// ScheduledBackup is what came of one backup by the schedule.
type ScheduledBackup struct {
	Made    Backup
	Removed []Backup // by the rule for keeping
	// NotRemoved is why older ones could not be removed; nil if they were.
	NotRemoved error
}

// BackupSchedule makes backups by itself and knows how they stand.
type BackupSchedule interface {
	// Plan, Next and State are of memory, and called on the UI goroutine.
	Plan() BackupPlan
	Next() BackupNext
	State() BackupState
	// The rest is called off the UI goroutine.

	// SetPlan keeps a plan; a recipient that is none gives ErrBadRecipient.
	SetPlan(ctx context.Context, p BackupPlan) error
	// Run makes the backup of the plan and applies its rule. A failure is
	// remembered, unless the context ended or the vault was changed meanwhile.
	Run(ctx context.Context, progress func(Step)) (ScheduledBackup, error)
	// Place looks at a folder.
	Place(ctx context.Context, folder string) (BackupPlace, error)
	// Leaving lists what a rule would remove from a folder now.
	Leaving(ctx context.Context, folder string, keep BackupKeep) ([]Backup, error)
}

// Most is how many files a rule lets stay, at most; 0 for any number.
func (k BackupKeep) Most() int { return k.Last + k.Daily + k.Weekly + k.Monthly }
