package backup

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"filippo.io/age"
	"golang.org/x/text/unicode/norm"
)

// minPassphrase is the least number of characters that a backup is sealed with.
const minPassphrase = 8

// The work of one try of a passphrase, as a power of two; scrypt takes 1 KiB
// for each unit.
const (
	scryptWork    = 18 // 256 MiB, what the age tool takes
	maxScryptWork = 20 // 1 GiB
)

// Key opens a backup: one of its fields is set.
type Key struct {
	Passphrase string
	Identity   string // the text of a file of age identities
}

// Validate reports ErrNoKey or ErrBadIdentity for a key that opens nothing.
func (k Key) Validate() error {
	_, err := k.opener()
	return err
}

// opener is a key that says what is wrong when it does not open.
type opener struct {
	passphrases []string // the same in the forms that it may have been typed in
	identities  []age.Identity
	maxWork     int // of one try of a passphrase
}

func (k Key) opener() (opener, error) {
	switch {
	case (k.Passphrase == "") == (strings.TrimSpace(k.Identity) == ""):
		return opener{}, ErrNoKey
	case k.Passphrase != "":
		return byPassphrase(norm.NFC.String(k.Passphrase), k.Passphrase), nil
	}
	ids, err := age.ParseIdentities(strings.NewReader(k.Identity))
	if err != nil || len(ids) == 0 {
		return opener{}, ErrBadIdentity // age's own error may quote the text
	}
	return opener{identities: ids}, nil
}

func byPassphrase(forms ...string) opener {
	return opener{passphrases: slices.Compact(forms), maxWork: maxScryptWork}
}

// Unwrap finds the key of a file in the stanzas of its header.
func (o opener) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	i := slices.IndexFunc(stanzas, func(s *age.Stanza) bool { return s.Type == "scrypt" })
	if i < 0 {
		return o.byIdentity(stanzas)
	}
	if len(o.passphrases) == 0 {
		return nil, ErrNeedsPassphrase
	}
	if a := stanzas[i].Args; len(a) == 2 {
		if work, err := strconv.Atoi(a[1]); err == nil && work > o.maxWork {
			return nil, ErrTooCostly
		}
	}
	for _, p := range o.passphrases {
		id, err := age.NewScryptIdentity(p)
		if err != nil {
			return nil, ErrNoKey
		}
		id.SetMaxWorkFactor(o.maxWork)
		key, err := id.Unwrap(stanzas)
		if err == nil || !errors.Is(err, age.ErrIncorrectIdentity) {
			return key, err
		}
	}
	return nil, age.ErrIncorrectIdentity
}

func (o opener) byIdentity(stanzas []*age.Stanza) ([]byte, error) {
	if len(o.identities) == 0 {
		return nil, ErrNeedsIdentity
	}
	for _, id := range o.identities {
		key, err := id.Unwrap(stanzas)
		if err == nil || !errors.Is(err, age.ErrIncorrectIdentity) {
			return key, err
		}
	}
	return nil, age.ErrIncorrectIdentity
}

// sealing is what a backup is written to, and what opens it for the proof.
type sealing struct {
	recipients []age.Recipient
	proof      opener
}

// newSealing takes a passphrase, or the text of an X25519 recipient. With a
// recipient, a key made for this one backup can open it, too: it stays in
// memory, opens the finished file for the proof, and is forgotten. Without it,
// a backup could only be proven by who holds the identity, which at best is far
// away from this machine. age lets no passphrase stand beside another key, and
// there the passphrase itself is at hand.
func newSealing(passphrase, recipient string, work int) (s sealing, err error) {
	switch recipient = strings.TrimSpace(recipient); {
	case (passphrase == "") == (recipient == ""):
		return s, ErrNoKey
	case passphrase != "":
		passphrase = norm.NFC.String(passphrase)
		if utf8.RuneCountInString(passphrase) < minPassphrase {
			return s, ErrWeakPassphrase
		}
		r, err := age.NewScryptRecipient(passphrase)
		if err != nil {
			return s, ErrWeakPassphrase
		}
		if work <= 0 {
			work = scryptWork
		}
		r.SetWorkFactor(min(work, maxScryptWork))
		return sealing{recipients: []age.Recipient{r}, proof: byPassphrase(passphrase)}, nil
	}
	r, err := age.ParseX25519Recipient(recipient)
	if err != nil {
		return s, ErrBadRecipient
	}
	once, err := age.GenerateX25519Identity()
	if err != nil {
		return s, err
	}
	return sealing{
		recipients: []age.Recipient{r, once.Recipient()}, proof: opener{identities: []age.Identity{once}},
	}, nil
}

// CheckRecipient reports ErrBadRecipient for a text that is no X25519 recipient
// of age.
func CheckRecipient(recipient string) error {
	if _, err := age.ParseX25519Recipient(strings.TrimSpace(recipient)); err != nil {
		return ErrBadRecipient
	}
	return nil
}
