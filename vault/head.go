package vault

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// The head is the only object in the open. docs/vault-format.md has its
// layout; numbers are big-endian.
const (
	headMagic   = "VTLKEEP\x1a"
	formatMajor = 1
	formatMinor = 4

	slotPassword = 1
	slotRecovery = 2

	wrappedSize      = nonceSize + keySize + tagSize
	passwordSlotSize = 4 + 4 + 1 + 16 + wrappedSize
	recoverySlotSize = 16 + wrappedSize

	headFixed = len(headMagic) + 2 + 2 + 2 + 16 + 1
	headTail  = 32 + 32 + 4
	maxHead   = 4096
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// slot is one way to the vault key.
type slot struct {
	kind    byte
	kdf     kdfParams // password only
	salt    [16]byte
	wrapped [wrappedSize]byte
}

// header returns the slot as it stands in the head, without the wrapped key.
func (s *slot) header() []byte {
	b := []byte{s.kind}
	switch s.kind {
	case slotPassword:
		b = binary.BigEndian.AppendUint16(b, passwordSlotSize)
		b = binary.BigEndian.AppendUint32(b, s.kdf.time)
		b = binary.BigEndian.AppendUint32(b, s.kdf.memory)
		b = append(b, s.kdf.threads)
	case slotRecovery:
		b = binary.BigEndian.AppendUint16(b, recoverySlotSize)
	}
	return append(b, s.salt[:]...)
}

// associated binds a wrapped key to its slot and vault.
func (s *slot) associated(vault [16]byte) []byte {
	b := binary.BigEndian.AppendUint16(nil, suite)
	b = append(b, vault[:]...)
	return append(b, s.header()...)
}

func (s *slot) wrap(kek, key *secret, vault [16]byte) error {
	return wrapKey(&s.wrapped, kek, key, s.associated(vault))
}

func (s *slot) unwrap(kek *secret, vault [16]byte) (*secret, bool) {
	return unwrapKey(&s.wrapped, kek, s.associated(vault))
}

// wrapKey seals a key under another: nonce ‖ ciphertext ‖ tag.
func wrapKey(to *[wrappedSize]byte, kek, key *secret, associated []byte) error {
	_, _ = rand.Read(to[:nonceSize]) // never fails, see crypto/rand
	var err error
	closed := key.with(func(b []byte) {
		erasing(func() { _, err = kek.seal(to[nonceSize:nonceSize], to[:nonceSize], b, associated) })
	})
	return errors.Join(closed, err)
}

// unwrapKey undoes wrapKey, into locked memory at once.
func unwrapKey(from *[wrappedSize]byte, kek *secret, associated []byte) (*secret, bool) {
	key := emptySecret()
	var err error
	erasing(func() { _, err = kek.open(key.place.bytes()[:0], from[:nonceSize], from[nonceSize:], associated) })
	if err != nil {
		key.wipe()
		return nil, false
	}
	return key, true
}

// head is the decoded head.
type head struct {
	minor      uint16
	vault      [16]byte
	slots      []slot
	commitment [32]byte
	raw        []byte // as read, for the MAC
}

// encodeHead returns the head as one of that minor version, authenticated under
// the vault key.
func encodeHead(h *head, keys *keyring, minor uint16) ([]byte, error) {
	b := []byte(headMagic)
	b = binary.BigEndian.AppendUint16(b, formatMajor)
	b = binary.BigEndian.AppendUint16(b, minor)
	b = binary.BigEndian.AppendUint16(b, suite)
	b = append(b, h.vault[:]...)
	b = append(b, byte(len(h.slots))) //nolint:gosec // two or three
	for i := range h.slots {
		b = append(b, h.slots[i].header()...)
		b = append(b, h.slots[i].wrapped[:]...)
	}
	c, err := commitment(keys.vault, h.vault)
	if err != nil {
		return nil, err
	}
	b = append(b, c[:]...)
	mac, err := headMAC(keys.head, b)
	if err != nil {
		return nil, err
	}
	b = append(b, mac[:]...)
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli)), nil
}

// decodeHead reads a head without believing it: nothing in it is authentic
// before the vault key is known, and what it asks of the machine is capped.
func decodeHead(b []byte) (*head, error) {
	if len(b) < len(headMagic)+2 || string(b[:len(headMagic)]) != headMagic {
		return nil, ErrNotAVault
	}
	if binary.BigEndian.Uint16(b[len(headMagic):]) > formatMajor {
		return nil, ErrNewerFormat
	}
	if len(b) < headFixed+headTail || len(b) > maxHead {
		return nil, damaged(0, 0, "head of a wrong length")
	}
	// The checksum tells damage from a wrong password before time is spent.
	if sum := len(b) - 4; crc32.Checksum(b[:sum], castagnoli) != binary.BigEndian.Uint32(b[sum:]) {
		return nil, damaged(0, 0, "head")
	}
	h := &head{raw: bytes.Clone(b)}
	r := wireReader{b: h.raw[len(headMagic) : len(b)-headTail]}
	major := binary.BigEndian.Uint16(r.take(2))
	h.minor = binary.BigEndian.Uint16(r.take(2))
	if s := binary.BigEndian.Uint16(r.take(2)); s != suite {
		return nil, ErrNewerFormat
	}
	if major != formatMajor {
		return nil, damaged(0, 0, "head of an unknown version")
	}
	h.vault = r.array16()
	for range r.byte() {
		head := r.take(3)
		if r.failed {
			break
		}
		body := wireReader{b: r.take(int(binary.BigEndian.Uint16(head[1:])))}
		s := slot{kind: head[0]}
		switch {
		case s.kind == slotPassword && len(body.b) == passwordSlotSize:
			s.kdf.time = binary.BigEndian.Uint32(body.take(4))
			s.kdf.memory = binary.BigEndian.Uint32(body.take(4))
			s.kdf.threads = body.byte()
			if s.kdf.tooCostly() {
				return nil, ErrHeadTooCostly
			}
			if !s.kdf.valid() {
				return nil, damaged(0, 0, "head with impossible parameters")
			}
		case s.kind == slotRecovery && len(body.b) == recoverySlotSize:
		case s.kind == slotPassword || s.kind == slotRecovery:
			return nil, damaged(0, 0, "head with a slot of a wrong length")
		default:
			continue // a kind of slot that a later minor version added
		}
		s.salt = body.array16()
		copy(s.wrapped[:], body.take(wrappedSize))
		h.slots = append(h.slots, s)
	}
	if r.done() != nil || len(h.slots) == 0 {
		return nil, damaged(0, 0, "head")
	}
	copy(h.commitment[:], h.raw[len(b)-headTail:])
	return h, nil
}

// unlock finds the vault key with the key of one kind of slot, and then
// checks the whole head under it.
func (h *head) unlock(kind byte, kek func(*slot) *secret) (*keyring, error) {
	for i := range h.slots {
		if h.slots[i].kind != kind {
			continue
		}
		k := kek(&h.slots[i])
		key, ok := h.slots[i].unwrap(k, h.vault)
		k.wipe()
		if !ok {
			continue
		}
		if ok, err := h.committed(key); err != nil || !ok {
			key.wipe()
			return nil, cmp.Or(err, damaged(0, 0, "head not authentic"))
		}
		return h.keys(key)
	}
	return nil, ErrWrongPassword
}

// committed reports whether the head was made with this vault key.
func (h *head) committed(key *secret) (bool, error) {
	c, err := commitment(key, h.vault)
	return subtle.ConstantTimeCompare(c[:], h.commitment[:]) == 1, err
}

// keys returns the keys under the vault key after checking the whole head; on
// an error the vault key is wiped.
func (h *head) keys(key *secret) (*keyring, error) {
	keys := newKeyring(key, h.vault)
	at := len(h.raw) - 4 - 32
	mac, err := headMAC(keys.head, h.raw[:at])
	if err == nil && subtle.ConstantTimeCompare(mac[:], h.raw[at:at+32]) != 1 {
		err = damaged(0, 0, "head not authentic")
	}
	if err != nil {
		keys.wipe()
		return nil, err
	}
	return keys, nil
}
