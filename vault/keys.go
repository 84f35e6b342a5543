package vault

import (
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"sync"
	"unsafe"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/chacha20poly1305"
)

const keySize = chacha20poly1305.KeySize

// The info strings of HKDF: one for each key under the vault key.
const (
	infoHead       = "vitalkeep 1 head"
	infoCommitment = "vitalkeep 1 commitment"
	infoManifest   = "vitalkeep 1 manifest"
	infoCatalogue  = "vitalkeep 1 catalogue"
	infoJournal    = "vitalkeep 1 journal"
	infoWrap       = "vitalkeep 1 container keys"
	infoRecovery   = "vitalkeep 1 recovery slot"
	infoSpare      = "vitalkeep 1 spare"
	infoSpareName  = "vitalkeep 1 spare name"
	infoPasscode   = "vitalkeep 1 passcode"
	infoChecked    = "vitalkeep 1 passcode, checked" // associated data
	infoAnchor     = "vitalkeep 1 anchor"
	infoAnchorName = "vitalkeep 1 anchor name"
)

// secret is a key in locked memory. A wiped one is no key: what is done with it
// gives ErrClosed. It may be wiped while others use it.
type secret struct {
	mu    sync.RWMutex
	place place // without a slab once wiped
	lost  runtime.Cleanup
}

// emptySecret returns a secret of zeros, to be filled.
func emptySecret() *secret {
	s := &secret{place: takePlace()}
	s.lost = runtime.AddCleanup(s, givePlace, s.place) // of one that was forgotten
	return s
}

// newSecret takes the key out of b and wipes b.
func newSecret(b []byte) *secret {
	s := emptySecret()
	copy(s.place.bytes(), b)
	clear(b)
	return s
}

func randomSecret() *secret {
	s := emptySecret()
	_, _ = rand.Read(s.place.bytes()) // never fails, see crypto/rand
	return s
}

// wipe forgets the key and gives its memory back.
func (s *secret) wipe() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.place.slab == nil {
		return
	}
	s.lost.Stop()
	givePlace(s.place)
	s.place = place{}
}

// with calls f with the key, which f must not keep, or gives ErrClosed.
func (s *secret) with(f func(key []byte)) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.place.slab == nil {
		return ErrClosed
	}
	f(s.place.bytes())
	return nil
}

// same reports whether both are the same key, and not wiped.
func (s *secret) same(other *secret) (same bool) {
	if s == other {
		return s.with(func([]byte) {}) == nil
	}
	_ = s.with(func(a []byte) {
		_ = other.with(func(b []byte) { same = subtle.ConstantTimeCompare(a, b) == 1 }) // wiped is not the same
	})
	return same
}

// Format says nothing, whatever is asked for.
func (*secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "secret") }

// clone returns a copy that is wiped by itself; of a wiped key, a wiped one.
func (s *secret) clone() *secret {
	c := emptySecret()
	if s.with(func(key []byte) { copy(c.place.bytes(), key) }) != nil {
		c.wipe()
	}
	return c
}

// derive returns the key of that info string.
func (s *secret) derive(salt []byte, info string) *secret {
	d := emptySecret()
	err := s.with(func(key []byte) {
		erasing(func() { hkdfKey(d.place.bytes(), key, salt, info) })
	})
	if err != nil {
		d.wipe() // of no key there is none
	}
	return d
}

// sealer returns the cipher of this key for the objects of one container.
func (s *secret) sealer(container [16]byte) sealer { return sealer{container: container, key: s} }

// aead returns the cipher for the one nonce that begins with the given one of
// XChaCha20-Poly1305, and the rest of that nonce. XChaCha20-Poly1305 is
// ChaCha20-Poly1305 under a key that is derived from the key and 16 bytes of
// the nonce: so the key itself never leaves its memory.
func (s *secret) aead(nonce []byte) (c cipher.AEAD, rest []byte, err error) {
	var once []byte
	closed := s.with(func(key []byte) { once, err = chacha20.HChaCha20(key, nonce[:16]) })
	if err = errors.Join(closed, err); err != nil {
		return nil, nil, err
	}
	c, err = chacha20poly1305.New(once)
	clear(once)
	return c, append(make([]byte, 4, chacha20poly1305.NonceSize), nonce[16:nonceSize]...), err
}

// seal appends plain, sealed under this key, to dst.
func (s *secret) seal(dst, nonce, plain, associated []byte) ([]byte, error) {
	c, rest, err := s.aead(nonce)
	if err != nil {
		return nil, err
	}
	defer wipeCipher(c)
	return c.Seal(dst, rest, plain, associated), nil
}

// open undoes seal.
func (s *secret) open(dst, nonce, sealed, associated []byte) ([]byte, error) {
	c, rest, err := s.aead(nonce)
	if err != nil {
		return nil, err
	}
	defer wipeCipher(c)
	return c.Open(dst, rest, sealed, associated)
}

// wipeCipher clears the key in a cipher that is done with. The package that
// made it offers no way to; it is a struct that holds a key and nothing else.
func wipeCipher(c cipher.AEAD) {
	v := reflect.ValueOf(c)
	if v.Kind() == reflect.Pointer && v.Type().Elem().Size() == keySize {
		clear(unsafe.Slice((*byte)(v.UnsafePointer()), keySize)) //nolint:gosec // nobody else has this cipher, and it has no pointers
	}
}

// keyring holds the keys under one vault key.
type keyring struct {
	vault     *secret
	head      *secret
	manifest  *secret
	catalogue *secret
	journal   *secret
	wrap      *secret
	spare     *secret
	spareName *secret
}

func newKeyring(vault *secret, id [16]byte) *keyring {
	return &keyring{
		vault:     vault,
		head:      vault.derive(id[:], infoHead),
		manifest:  vault.derive(id[:], infoManifest),
		catalogue: vault.derive(id[:], infoCatalogue),
		journal:   vault.derive(id[:], infoJournal),
		wrap:      vault.derive(id[:], infoWrap),
		spare:     vault.derive(id[:], infoSpare),
		spareName: vault.derive(id[:], infoSpareName),
	}
}

// clone returns a copy that is wiped by itself.
func (k *keyring) clone(id [16]byte) *keyring { return newKeyring(k.vault.clone(), id) }

func (k *keyring) wipe() {
	if k == nil {
		return
	}
	for _, s := range []*secret{k.vault, k.head, k.manifest, k.catalogue, k.journal, k.wrap, k.spare, k.spareName} {
		s.wipe()
	}
}

// commitment binds a head to one vault key: XChaCha20-Poly1305 alone would let
// someone craft a wrapped key that opens under two passwords.
func commitment(vault *secret, id [16]byte) (c [32]byte, err error) {
	s := vault.derive(id[:], infoCommitment)
	defer s.wipe()
	err = s.with(func(key []byte) { copy(c[:], key) })
	return c, err
}

func headMAC(key *secret, head []byte) (mac [32]byte, err error) {
	err = key.with(func(key []byte) {
		erasing(func() { mac = hmacSHA256(key, head) })
	})
	return mac, err
}
