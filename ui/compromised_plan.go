package ui

import (
	"context"
	"time"

	"vitalkeep/ui/locale"
)

// mishap is something that happened to what protects a vault.
type mishap uint8

const (
	passwordKnown mishap = iota
	fileCopied
	computerLost
	sheetLost
	passphraseKnown
	mishapEnd
)

// mishapWords are what happened.
var mishapWords = [mishapEnd]string{
	passwordKnown:   locale.Key("Somebody may know the password"),
	fileCopied:      locale.Key("Somebody may have a copy of the vault's file"),
	computerLost:    locale.Key("The computer was lost, or in others' hands while the vault was open"),
	sheetLost:       locale.Key("The sheet with the recovery key was lost or seen"),
	passphraseKnown: locale.Key("Somebody may know the passphrase of backups"),
}

// remedy is a step of the way out.
type remedy uint8

const (
	remedyAsk      remedy = iota // what happened
	remedyPassword               // a new password, typed and not yet in force
	remedyKey                    // a new recovery key, tried and not yet in force
	remedyRenew                  // both are put in force
	remedyBackups                // those that the old secrets open
	remedyBackup                 // a new one
	remedyDone
)

// remediesFor are the steps that follow from what happened, in their order.
func remediesFor(happened [mishapEnd]bool) []remedy {
	steps := []remedy{remedyAsk}
	keys := happened[passwordKnown] || happened[fileCopied] || happened[computerLost]
	if keys {
		steps = append(steps, remedyPassword)
	}
	if keys || happened[sheetLost] {
		steps = append(steps, remedyKey, remedyRenew)
	}
	if keys || happened[sheetLost] || happened[passphraseKnown] {
		steps = append(steps, remedyBackups, remedyBackup)
	}
	return append(steps, remedyDone)
}

// deed is something that was done, for the record.
type deed uint8

const (
	deedRekeyed deed = iota
	deedNewKey
	deedPasscode
	deedRemoved
	deedLeft
	deedBackedUp
	deedNotBackedUp
	deedEnd
)

// deedWords are what was done, but for deeds with a figure.
var deedWords = [deedEnd]string{
	deedRekeyed:     locale.Key("The password is new, and everything is encrypted under new keys."),
	deedNewKey:      locale.Key("The recovery key is new and was tried from its sheet."),
	deedPasscode:    locale.Key("Passcodes for this vault were forgotten."),
	deedBackedUp:    locale.Key("A new backup was made and proven."),
	deedNotBackedUp: locale.Key("No new backup was made yet."),
}

// record is what was done on one day. It holds no words, so that it reads in any
// language.
type record struct {
	At       int64      `json:"at"` // UTC milliseconds
	Happened []mishap   `json:"happened,omitempty"`
	Done     []remedied `json:"done,omitempty"`
}

// remedied is one deed and its figure.
type remedied struct {
	Deed  deed `json:"deed"`
	Count int  `json:"count,omitempty"`
}

// words say what was done.
func (d remedied) words() string {
	if d.Deed >= deedEnd {
		return ""
	}
	switch d.Deed {
	case deedRemoved:
		return locale.T("Backups removed: %s.", locale.Count(d.Count))
	case deedLeft:
		return locale.T("Backups that the old secrets still open: %s.", locale.Count(d.Count))
	}
	return locale.Dynamic(deedWords[d.Deed])
}

// compromisedChoice is where the account's choices hold the records.
const compromisedChoice = "compromised"

// recordsKept is how many records are kept.
const recordsKept = 10

// records are those that are kept, the newest first.
func records(choices Preferences) []record {
	list, _ := readChoice[[]record](choices, compromisedChoice)
	return list
}

// keepRecord keeps one more.
func keepRecord(ctx context.Context, choices Preferences, r record) error {
	if choices == nil {
		return nil
	}
	list := append([]record{r}, records(choices)...)
	return storeChoice(ctx, choices, compromisedChoice, list[:min(len(list), recordsKept)])
}

// at is when it was.
func (r record) at() time.Time { return time.UnixMilli(r.At) }
