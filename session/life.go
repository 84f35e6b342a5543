package session

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"sync/atomic"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/ui/locale"
	"vitalkeep/vault"
)

// life is how people leave an open vault, and how its account ends. It is a
// ui.Life.
type life struct {
	vault *vault.Vault
	now   func() time.Time
	ended atomic.Bool
	path  string // of the file itself
	// passcodes and forget are told of a vault whose account ended; both may be nil.
	passcodes *Passcodes
	forget    func(path string)
}

// Leaving implements ui.Life.
func (l *life) Leaving(id health.ProfileID) (ui.Leaving, bool) {
	list, err := l.vault.Farewells()
	if err != nil {
		return ui.Leaving{}, false
	}
	for _, f := range list {
		if f.Profile == id {
			return leaving(f), true
		}
	}
	return ui.Leaving{}, false
}

func leaving(f vault.Farewell) ui.Leaving {
	return ui.Leaving{Asked: time.UnixMilli(f.Asked), Left: f.Remaining}
}

// Loss implements ui.Life. Measurements of the whole of time are counted from
// what the vault keeps beside them; entries are gone through.
func (l *life) Loss(ctx context.Context, id health.ProfileID) (ui.Loss, error) {
	var loss ui.Loss
	people, err := l.vault.Profiles()
	if err != nil {
		return loss, err
	}
	at := slices.IndexFunc(people, func(p health.Profile) bool { return p.ID == id })
	if at < 0 {
		return loss, vault.ErrNoProfile
	}
	zone, err := people[at].Location()
	if err != nil {
		zone = time.UTC
	}
	seen := func(first, last int64) {
		from, to := health.DateAt(first, health.OffsetAt(first, zone)), health.DateAt(last, health.OffsetAt(last, zone))
		if loss.Since == (health.Date{}) || from.Compare(loss.Since) < 0 {
			loss.Since = from
		}
		if to.Compare(loss.Until) > 0 {
			loss.Until = to
		}
	}
	series, err := l.vault.Series(id)
	if err != nil {
		return loss, err
	}
	for _, s := range series {
		loss.Readings += s.Count
		seen(s.First, s.Last)
	}
	for e, err := range l.vault.Entries(ctx, id, -1<<53, 1<<53) {
		if err != nil {
			return loss, err
		}
		loss.Entries++
		seen(e.Start, e.Start)
	}
	pictures, err := l.vault.Pictures(id)
	if err != nil {
		return loss, err
	}
	loss.Pictures = len(pictures)
	batches, err := l.vault.Batches()
	if err != nil {
		return loss, err
	}
	for _, b := range batches {
		if b.Profile == id {
			loss.Imports++
		}
	}
	return loss, ctx.Err()
}

// Delete implements ui.Life.
func (l *life) Delete(_ context.Context, id health.ProfileID) error { return l.vault.DeleteProfile(id) }

// Reactivate implements ui.Life.
func (l *life) Reactivate(_ context.Context, id health.ProfileID) error {
	return l.vault.ReactivateProfile(id)
}

// BackupsWith implements ui.Life. A backup of which nobody noted who is in it
// may hold everybody.
func (l *life) BackupsWith(id health.ProfileID) ([]ui.Backup, error) {
	records, err := l.vault.Backups()
	if err != nil {
		return nil, err
	}
	var out []ui.Backup
	for _, r := range records {
		if len(r.Profiles) == 0 || slices.Contains(r.Profiles, id) {
			out = append(out, recorded(r))
		}
	}
	return out, nil
}

// recorded is what is remembered of a backup, as the window wants it.
func recorded(r vault.BackupRecord) ui.Backup {
	b := ui.Backup{At: time.UnixMilli(r.At), Path: r.Path, Bytes: r.Bytes, OpenCopy: r.OpenCopy, People: len(r.Profiles)}
	if r.ProvenAt != 0 {
		b.Proven = time.UnixMilli(r.ProvenAt)
	}
	return b
}

// MakeIndependent implements ui.Life. The folder is made where there is none.
func (l *life) MakeIndependent(ctx context.Context, o ui.IndependentOrder, progress func(ui.Step)) (ui.Independent, error) {
	if err := makeFolder(o.Path); err != nil {
		return ui.Independent{}, err
	}
	typed := []byte(o.Password)
	defer clear(typed)
	made, key, err := l.vault.MakeIndependent(ctx, o.Profile, o.Path, typed, vault.Options{Now: l.now}, steps(progress,
		locale.T("Writing and comparing…")))
	switch {
	case errors.Is(err, vault.ErrExists):
		return ui.Independent{}, errors.Join(fs.ErrExist, err)
	case err != nil:
		return ui.Independent{}, err
	}
	return ui.Independent{
		RecoveryKey: key,
		Readings:    made.Readings, Versions: made.Versions, Entries: made.Entries, Pictures: made.Pictures,
		Imports: made.Imports, Deletions: made.Deletions, Devices: made.Devices, Bytes: made.Bytes,
	}, nil
}

// RemoveAfterIndependent implements ui.Life.
func (l *life) RemoveAfterIndependent(ctx context.Context, o ui.IndependentOrder, progress func(ui.Step)) error {
	typed := []byte(o.Password)
	defer clear(typed)
	return done(l.vault.RemoveIndependent(ctx, o.Profile, o.Path, typed, steps(progress, locale.T("Comparing once more, then removing…"))))
}

// steps tells of work in percent.
func steps(progress func(ui.Step), label string) func(done, total int64) {
	return func(done, total int64) {
		progress(ui.Step{Label: label, Fraction: float64(done) / float64(max(total, 1))})
	}
}

// AccountEnding implements ui.Life.
func (l *life) AccountEnding() (ui.Leaving, bool) {
	f, ending := l.vault.AccountEnding()
	return leaving(f), ending
}

// EndAccount implements ui.Life.
func (l *life) EndAccount(context.Context) error { return l.vault.EndAccount() }

// KeepAccount implements ui.Life.
func (l *life) KeepAccount(context.Context) error { return l.vault.KeepAccount() }

// Ended implements ui.Life.
func (l *life) Ended() bool { return l.ended.Load() }

// end forgets the vault on this computer, whose file is destroyed.
func (l *life) end() {
	l.ended.Store(true)
	_ = l.passcodes.Forget(context.Background(), l.path) // without its vault it opens nothing
	if l.forget != nil {
		l.forget(l.vault.Path())
	}
}
