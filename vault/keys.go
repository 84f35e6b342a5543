package vault

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"

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
	infoAnchor     = "vitalkeep 1 anchor"
	infoAnchorName = "vitalkeep 1 anchor name"
)

// secret is a key that is wiped when it is no longer needed.
type secret [keySize]byte

// newSecret takes the key out of b and wipes b.
func newSecret(b []byte) *secret {
	var s secret
	copy(s[:], b)
	clear(b)
	return &s
}

func randomSecret() *secret {
	var s secret
	_, _ = rand.Read(s[:]) // never fails, see crypto/rand
	return &s
}

func (s *secret) wipe() {
	if s != nil {
		clear(s[:])
	}
}

// derive returns the key of that info string.
func (s *secret) derive(salt []byte, info string) *secret {
	b, err := hkdf.Key(sha256.New, s[:], salt, info, keySize)
	if err != nil { // only for lengths beyond 255 hashes
		panic(err)
	}
	return newSecret(b)
}

// sealer returns the cipher of this key for the objects of one container.
func (s *secret) sealer(container [16]byte) sealer {
	aead, err := chacha20poly1305.NewX(s[:])
	if err != nil { // only for keys of another length
		panic(err)
	}
	return sealer{container: container, aead: aead}
}

// keyring holds the keys under one vault key.
type keyring struct {
	vault     *secret
	head      *secret
	manifest  *secret
	catalogue *secret
	wrap      *secret
}

func newKeyring(vault *secret, id [16]byte) *keyring {
	return &keyring{
		vault:     vault,
		head:      vault.derive(id[:], infoHead),
		manifest:  vault.derive(id[:], infoManifest),
		catalogue: vault.derive(id[:], infoCatalogue),
		wrap:      vault.derive(id[:], infoWrap),
	}
}

func (k *keyring) wipe() {
	if k == nil {
		return
	}
	for _, s := range []*secret{k.vault, k.head, k.manifest, k.catalogue, k.wrap} {
		s.wipe()
	}
}

// commitment binds a head to one vault key: XChaCha20-Poly1305 alone would let
// someone craft a wrapped key that opens under two passwords.
func commitment(vault *secret, id [16]byte) [32]byte {
	return [32]byte(*vault.derive(id[:], infoCommitment))
}

func headMAC(key *secret, head []byte) []byte {
	m := hmac.New(sha256.New, key[:])
	m.Write(head)
	return m.Sum(nil)
}
