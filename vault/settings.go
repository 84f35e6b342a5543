package vault

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"maps"
	"slices"
	"strings"

	"vitalkeep/health"
)

// maxBackups is how many backups a vault remembers; beyond, the oldest are
// forgotten.
const maxBackups = 200

// maxPlace bounds the text of the place of a backup.
const maxPlace = 4096

// BackupRecord is what a vault remembers of one backup of itself.
type BackupRecord struct {
	At       int64             // UTC milliseconds, when it was made
	Path     string            // where it was written to
	Digest   [sha256.Size]byte // SHA-256 of the file
	Bytes    int64             // size of the file
	ProvenAt int64             // UTC milliseconds, when it was last restored and compared; 0 for never
	Profiles []health.ProfileID
	OpenCopy bool // whether it holds an open copy beside the vault
}

// Verification is what a vault remembers of the last time that it was read
// whole.
type Verification struct {
	At       int64 // UTC milliseconds
	Problems int
}

// settings is what a vault knows about itself as a whole. Once it is part of a
// state it is never changed, only replaced.
type settings struct {
	backups  []BackupRecord // in the order in which they were made
	verified Verification   // zero for never
	devices  []health.Device
	choices  map[string][]byte // of the account
}

// Backups returns the backups that the vault remembers, the newest first. It
// is ErrDamaged where the record of them cannot be read; the rest of the vault
// is not concerned, and the next AddBackup begins a new record.
func (v *Vault) Backups() ([]BackupRecord, error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	if s.settingsErr != nil {
		return nil, s.settingsErr
	}
	out := slices.Clone(s.settings.backups)
	slices.Reverse(out)
	for i := range out {
		out[i].Profiles = slices.Clone(out[i].Profiles)
	}
	return out, nil
}

// AddBackup remembers a backup, in the place of what was remembered of an
// earlier one at the same path. It changes the vault, and so comes after the
// copy that it tells of.
func (v *Vault) AddBackup(b BackupRecord) error {
	if len(b.Path) > maxPlace || b.Bytes < 0 || !validTime(b.At) || !validTime(b.ProvenAt) {
		return ErrBadRecord
	}
	return v.changeSettings(func(next *state) error {
		s := &next.settings
		b.Profiles = slices.Clone(b.Profiles)
		s.backups = slices.DeleteFunc(s.backups, func(o BackupRecord) bool { return o.Path == b.Path })
		s.backups = append(s.backups, b)
		s.backups = s.backups[max(0, len(s.backups)-maxBackups):]
		return nil
	})
}

// ForgetBackup forgets what is remembered of the backup at that path, which
// was removed. Without such a backup it does nothing.
func (v *Vault) ForgetBackup(path string) error {
	known, err := v.Backups()
	if err != nil || !slices.ContainsFunc(known, func(b BackupRecord) bool { return b.Path == path }) {
		return err
	}
	return v.changeSettings(func(next *state) error {
		s := &next.settings
		s.backups = slices.DeleteFunc(s.backups, func(o BackupRecord) bool { return o.Path == path })
		return nil
	})
}

// LastVerification returns what is remembered of the last time that the vault
// was read whole; false for never.
func (v *Vault) LastVerification() (Verification, bool, error) {
	s, err := v.snapshot()
	if err == nil {
		err = s.settingsErr
	}
	if err != nil {
		return Verification{}, false, err
	}
	return s.settings.verified, s.settings.verified != Verification{}, nil
}

// RememberVerification remembers what Verify found, as of now.
func (v *Vault) RememberVerification(report VerifyReport) error {
	at := v.now().UnixMilli()
	return v.changeSettings(func(next *state) error {
		next.settings.verified = Verification{At: at, Problems: len(report.Problems)}
		return nil
	})
}

func validTime(ms int64) bool { return ms >= -maxTime && ms <= maxTime }

// changeSettings writes what edit makes of the settings of the next state,
// durably.
func (v *Vault) changeSettings(edit func(next *state) error) error {
	v.flip.Lock()
	defer v.flip.Unlock()
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	if v.readOnly {
		return v.forReading()
	}
	catalogue, err := v.unlocked(v.catalogueSealer)
	if err != nil {
		return err
	}
	next := *s
	next.settingsErr = nil // a record that cannot be read is replaced by a new one
	next.settings.backups, next.settings.devices = slices.Clone(s.settings.backups), slices.Clone(s.settings.devices)
	if err := edit(&next); err != nil {
		return err
	}
	sealed := catalogue.sealBody(kindSettings, v.newID(), 1, encodeSettings(next.settings))
	next.settingsRef = sealed.ref
	c := change{puts: []object{sealed}}
	if !s.settingsRef.zero() {
		c.drops = append(c.drops, s.settingsRef.id)
	}
	return v.write(&next, c)
}

// loadSettings reads the settings into s. Damage there is kept for whoever
// asks: nobody shall lose a reading because the list of backups is gone.
func (v *Vault) loadSettings(st *store, s *state) error {
	if s.settingsRef.zero() {
		return nil
	}
	body, err := v.read(st, v.catalogueSealer(), kindSettings, s.settingsRef)
	if err == nil {
		if s.settings, err = decodeSettings(body); err != nil {
			s.settings, err = settings{}, damaged(kindSettings, s.settingsRef.id, "malformed")
		}
	}
	if errors.Is(err, ErrDamaged) {
		s.settingsErr = err
		return nil
	}
	return err
}

// Fields of the settings.
const (
	settingsBackup   = 1 // repeated, in the order in which they were made
	settingsVerified = 2
	settingsDevice   = 3 // repeated, in the order in which they were added; since 1.2
	settingsChoice   = 4 // repeated, by rising key; since 1.4: key, value

	backupAt       = 1
	backupPath     = 2
	backupDigest   = 3
	backupBytes    = 4
	backupProvenAt = 5
	backupProfile  = 6 // repeated
	backupFlags    = 7 // bit 0: holds an open copy

	verifiedAt       = 1
	verifiedProblems = 2
)

func encodeSettings(s settings) []byte {
	var b []byte
	for _, r := range s.backups {
		f := appendField(nil, backupAt, appendVarint(nil, r.At))
		f = appendField(f, backupPath, []byte(r.Path))
		f = appendField(f, backupDigest, r.Digest[:])
		f = appendNumber(f, backupBytes, uint64(max(r.Bytes, 0)))
		f = appendField(f, backupProvenAt, appendVarint(nil, r.ProvenAt))
		for _, id := range r.Profiles {
			f = appendField(f, backupProfile, id[:])
		}
		var flags uint64
		if r.OpenCopy {
			flags |= 1
		}
		f = appendNumber(f, backupFlags, flags)
		b = appendField(b, settingsBackup, f)
	}
	if s.verified != (Verification{}) {
		f := appendField(nil, verifiedAt, appendVarint(nil, s.verified.At))
		f = appendNumber(f, verifiedProblems, uint64(max(s.verified.Problems, 0)))
		b = appendField(b, settingsVerified, f)
	}
	for _, d := range s.devices {
		b = appendField(b, settingsDevice, encodeDevice(d))
	}
	for _, key := range slices.Sorted(maps.Keys(s.choices)) {
		b = appendField(b, settingsChoice, append(appendBlob(nil, key), s.choices[key]...))
	}
	return b
}

func decodeSettings(body []byte) (s settings, err error) {
	var inner error
	err = fields(body, func(n uint64, v *wireReader) {
		var e error
		switch n {
		case settingsBackup:
			var r BackupRecord
			r, e = decodeBackup(v.b)
			s.backups = append(s.backups, r)
		case settingsVerified:
			e = fields(v.b, func(n uint64, v *wireReader) {
				switch n {
				case verifiedAt:
					s.verified.At = v.varint()
				case verifiedProblems:
					s.verified.Problems = int(v.uint32())
				}
			})
		case settingsDevice:
			var d health.Device
			d, e = decodeDevice(v.b)
			if s.devices = append(s.devices, d); len(s.devices) > maxDevices {
				v.fail()
			}
		case settingsChoice:
			key := v.text()
			if v.failed || !holdsChoice(key, v.b) || len(s.choices) == maxChoices {
				v.fail()
				return
			}
			if s.choices == nil {
				s.choices = map[string][]byte{}
			}
			s.choices[key] = bytes.Clone(v.b)
		}
		inner = errors.Join(inner, e)
	})
	return s, errors.Join(err, inner)
}

func decodeBackup(record []byte) (r BackupRecord, err error) {
	err = fields(record, func(n uint64, v *wireReader) {
		switch n {
		case backupAt:
			r.At = v.varint()
		case backupPath:
			r.Path = strings.ToValidUTF8(string(v.b), "�")
		case backupDigest:
			copy(r.Digest[:], v.take(len(r.Digest)))
		case backupBytes:
			if size := v.uvarint(); size <= 1<<62 {
				r.Bytes = int64(size)
			} else {
				v.fail()
			}
		case backupProvenAt:
			r.ProvenAt = v.varint()
		case backupProfile:
			r.Profiles = append(r.Profiles, health.ProfileID(v.array16()))
		case backupFlags:
			r.OpenCopy = v.uvarint()&1 != 0
		}
	})
	return r, err
}
