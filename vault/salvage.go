package vault

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"vitalkeep/health"
)

// SalvageReport says what can be read of a damaged vault, and what not. It
// names places, never content.
type SalvageReport struct {
	// Older says that the newest state of the vault could not be read, and that
	// this is an earlier one.
	Older    bool
	Changes  uint64 // how many changes the state has seen; 0 where nobody can say
	Profiles []SalvagedProfile
	Problems []Problem
	// InsertsLost counts what was typed last, not yet with the rest, and is gone.
	InsertsLost int
}

// SalvagedProfile is what there is of one profile, or of the home.
type SalvagedProfile struct {
	Profile health.Profile // without a name where not even that can be read
	Home    bool
	// Lost says that its key is gone: nobody can ever read anything of it.
	Lost bool
	// Older says that its name and sources, or its list of imports, are those of
	// an earlier state, because the newest are gone.
	Older bool

	Samples, Entries         int // rows that can be read, also replaced ones
	SamplesLost, EntriesLost int // rows that are known to be gone
	Batches                  int // imports whose record can be read
	BatchesLost              int // imports whose record is gone
	Recovered                int // rows of those that were found all the same
	Pictures, PicturesLost   int // that can be read whole, and not
}

// Whole reports whether nothing is lost.
func (r *SalvageReport) Whole() bool {
	return !r.Older && r.InsertsLost == 0 && !slices.ContainsFunc(r.Profiles, func(p SalvagedProfile) bool {
		return p.Lost || p.Older || p.SamplesLost+p.EntriesLost+p.BatchesLost+p.PicturesLost > 0
	})
}

// Salvaged is what can be read of a damaged vault. Close it when done. It
// belongs to one goroutine.
type Salvaged struct {
	options Options
	file    *os.File
	scan    *rawScan
	budget  int64 // bytes that may still be read on suspicion
	head    *head
	keys    *keyring
	spares  map[uint64][]spot // spare copies by what they are of

	state     *state
	profile   int      // of which is being read, see Problem
	inserts   [][]byte // the journal of state, as it is sealed
	rootFound bool     // state has a root of its own, and not only a catalogue
	report    SalvageReport
}

// Salvage looks at the vault at path page by page, whatever state it is in,
// and says what of it can be read with the password. It never changes the file
// and never shows what is not authentic. Errors: ErrNotAVault where there is no
// trace of a vault; ErrWrongPassword; ErrDamaged where nothing leads from the
// key to anything; ErrNewerFormat, ErrHeadTooCostly, ErrInUse, the context's,
// the system's.
func Salvage(ctx context.Context, path string, password []byte, o Options) (*Salvaged, error) {
	return salvage(ctx, path, o, slotPassword, func(s *slot) *secret { return deriveKEK(password, s.salt, s.kdf) })
}

// SalvageWithRecoveryKey is Salvage with the recovery key. Errors besides:
// ErrBadRecoveryKey.
func SalvageWithRecoveryKey(ctx context.Context, path, key string, o Options) (*Salvaged, error) {
	code, err := parseRecoveryKey(key)
	if err != nil {
		return nil, err
	}
	defer clear(code[:])
	return salvage(ctx, path, o, slotRecovery, func(s *slot) *secret { return code.kek(s.salt) })
}

func salvage(ctx context.Context, path string, o Options, kind byte, kek func(*slot) *secret) (_ *Salvaged, err error) {
	s := &Salvaged{options: o, spares: map[uint64][]spot{}}
	if s.options.Now == nil {
		s.options.Now = time.Now
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, ErrNotAVault
	}
	if s.file, err = os.Open(path); err != nil {
		return nil, err
	}
	if err := lockFile(ctx, s.file, false, lockTimeout); err != nil {
		return nil, err
	}
	err = guard(func() error { return s.look(ctx, info.Size(), kind, kek) })
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Report returns what was found.
func (s *Salvaged) Report() SalvageReport {
	r := s.report
	r.Profiles, r.Problems = slices.Clone(r.Profiles), slices.Clone(r.Problems)
	return r
}

// Close wipes the keys and closes the file.
func (s *Salvaged) Close() error {
	s.keys.wipe()
	if s.state != nil {
		for _, c := range s.state.containers {
			c.key.wipe()
		}
	}
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	return err
}

func (s *Salvaged) problem(k kind, id uint64, what string) {
	name := "file"
	if k != 0 {
		name = k.String()
	}
	s.report.Problems = append(s.report.Problems, Problem{Object: id, Kind: name, What: what, Profile: s.profile})
}

// look finds everything that can be found.
func (s *Salvaged) look(ctx context.Context, size int64, kind byte, kek func(*slot) *secret) (err error) {
	if _, err := checkPages(ctx, s.file); errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotAVault) {
		s.problem(0, 0, err.Error())
	} else if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	if s.scan, err = scanRaw(ctx, s.file, size); err != nil {
		return err
	}
	// Every value may be read some times on suspicion, and no hostile file more.
	s.budget = 16*size + 256<<20
	if err := s.unlock(kind, kek); err != nil {
		return err
	}
	s.findSpares()
	if err := s.findState(ctx); err != nil {
		return err
	}
	profiles := 0
	for _, c := range s.state.containers {
		if err := ctx.Err(); err != nil {
			return err
		}
		p := &SalvagedProfile{Home: c.role != roleProfile, Profile: health.Profile{ID: c.id}}
		if s.profile = 0; !p.Home {
			profiles++
			s.profile = profiles
		}
		before := len(s.report.Problems)
		if err := s.container(ctx, c, p); err != nil {
			return err
		}
		if p.Profile.Inbox { // it is nobody's
			profiles--
			for i := range s.report.Problems[before:] {
				s.report.Problems[before+i].Profile = 0
			}
		}
		s.report.Profiles = append(s.report.Profiles, *p)
	}
	s.profile = 0
	return s.journal(ctx)
}

// unlock tries the heads that were found.
func (s *Salvaged) unlock(kind byte, kek func(*slot) *secret) error {
	if len(s.scan.heads) == 0 {
		if s.scan.newer {
			return ErrNewerFormat
		}
		if len(s.scan.objects) == 0 {
			return ErrNotAVault
		}
		return damaged(0, 0, "no head is left, and nothing opens without it")
	}
	var failed error
	for _, h := range s.scan.heads {
		keys, err := h.unlock(kind, kek)
		if err == nil {
			s.head, s.keys = h, keys
			return nil
		}
		failed = err
	}
	return failed
}
