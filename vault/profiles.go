package vault

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vitalkeep/health"
)

// Profiles returns the profiles in the order in which they were added, without
// the inbox.
func (v *Vault) Profiles() ([]health.Profile, error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	var out []health.Profile
	for _, c := range s.containers {
		if c.person() {
			out = append(out, c.profile)
		}
	}
	return out, nil
}

// AddProfile stores a new profile under a new ID and returns it. The first
// one is the main profile, no other is. A missing zone is UTC. Errors:
// ErrBadProfile, ErrProfileExists (names are compared without case), ErrReadOnly,
// ErrNoSpace, ErrClosed, the system's.
func (v *Vault) AddProfile(p health.Profile) (health.Profile, error) {
	v.flip.Lock()
	defer v.flip.Unlock()
	s, err := v.snapshot()
	if err != nil {
		return health.Profile{}, err
	}
	p.ID, p.Inbox = health.ProfileID(randomID()), false
	p.Main = true
	for _, c := range s.containers {
		p.Main = p.Main && !c.person()
	}
	if p, err = checkProfile(s, p); err != nil {
		return health.Profile{}, err
	}
	c, puts, err := v.newContainer(roleProfile, p)
	if err != nil {
		return health.Profile{}, err
	}
	if err := v.write(s.with(c), change{puts: puts}); err != nil {
		return health.Profile{}, err
	}
	return p, nil
}

// SetProfile changes what is said of the person of p's ID; the picture has to be
// attached before.
// Errors: ErrNoProfile and those of AddProfile.
func (v *Vault) SetProfile(p health.Profile) error {
	v.flip.Lock()
	defer v.flip.Unlock()
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	old, err := s.profile(p.ID)
	if err == nil && old.profile.Inbox {
		err = ErrNoProfile
	}
	if err != nil {
		return err
	}
	p.Main, p.Sample, p.Inbox = old.profile.Main, old.profile.Sample, old.profile.Inbox
	if p, err = checkProfile(s, p); err != nil {
		return err
	}
	c := *old
	c.profile = p
	doc := c.sealer.sealBody(kindProfile, v.newID(), 1, encodeDoc(&c))
	c.docRef = doc.ref
	return v.write(s.with(&c), change{puts: []object{doc}, drops: []uint64{old.docRef.id}})
}

// checkProfile returns p with its name trimmed, or why it cannot be.
func checkProfile(s *state, p health.Profile) (health.Profile, error) {
	p.Name = strings.TrimSpace(p.Name)
	if p.Name == "" || len(p.Name) > maxNameSize || !utf8.ValidString(p.Name) ||
		strings.ContainsFunc(p.Name, unicode.IsControl) || !p.Units.Known() {
		return p, ErrBadProfile
	}
	if p.Zone == "" {
		p.Zone = "UTC"
	}
	if _, err := p.Location(); err != nil || p.Zone == "Local" {
		return p, ErrBadProfile
	}
	if !p.Sex.Valid() || !p.Week.Valid() || !p.Dates.Valid() || !validBirth(p.Born) {
		return p, ErrBadProfile
	}
	if _, ok := parsePictureName(p.Picture); !ok && p.Picture != "" {
		return p, ErrBadProfile
	}
	for _, c := range s.containers {
		if c.role == roleProfile && c.id != [16]byte(p.ID) && strings.EqualFold(c.profile.Name, p.Name) {
			return p, ErrProfileExists
		}
	}
	return p, nil
}

// validBirth reports whether a day is one on which somebody can have been born,
// or none.
func validBirth(d health.Date) bool {
	if d == (health.Date{}) {
		return true
	}
	written, err := health.ParseDate(d.String())
	return err == nil && written == d && d.Year >= 1850 && d.Year <= 9999
}

// newContainer makes an empty container with a key of its own.
func (v *Vault) newContainer(role byte, p health.Profile) (*container, []object, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if _, err := v.use(); err != nil {
		return nil, nil, err
	}
	c := &container{id: [16]byte(p.ID), role: role, key: randomSecret(), profile: p}
	c.sealer = c.key.sealer(c.id)
	key := v.containerKeySealer(c.id).sealKey(v.newID(), 1, c.key)
	doc := c.sealer.sealBody(kindProfile, v.newID(), 1, encodeDoc(c))
	dir := c.sealer.sealBody(kindDirectory, v.newID(), 1, nil)
	c.keyRef, c.docRef, c.dirRef = key.ref, doc.ref, dir.ref
	c.index()
	return c, []object{key, doc, dir}, nil
}
