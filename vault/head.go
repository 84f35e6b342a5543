package vault

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"encoding/binary"
	"hash/crc32"
)

// The head is the only object in the open. docs/vault-format.md has its
// layout; numbers are big-endian.
const (
	headMagic   = "VTLKEEP\x1a"
	formatMajor = 1
	formatMinor = 0

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

func (s *slot) wrap(kek, key *secret, vault [16]byte) {
	_, _ = rand.Read(s.wrapped[:nonceSize]) // never fails, see crypto/rand
	kek.sealer(vault).aead.Seal(s.wrapped[nonceSize:nonceSize], s.wrapped[:nonceSize], key[:], s.associated(vault))
}

func (s *slot) unwrap(kek *secret, vault [16]byte) (*secret, bool) {
	b, err := kek.sealer(vault).aead.Open(nil, s.wrapped[:nonceSize], s.wrapped[nonceSize:], s.associated(vault))
	if err != nil {
		return nil, false
	}
	return newSecret(b), true
}

// head is the decoded head.
type head struct {
	minor      uint16
	vault      [16]byte
	slots      []slot
	commitment [32]byte
	raw        []byte // as read, for the MAC
}

// encodeHead returns the head, authenticated under the vault key.
func encodeHead(h *head, keys *keyring) []byte {
	b := []byte(headMagic)
	b = binary.BigEndian.AppendUint16(b, formatMajor)
	b = binary.BigEndian.AppendUint16(b, formatMinor)
	b = binary.BigEndian.AppendUint16(b, suite)
	b = append(b, h.vault[:]...)
	b = append(b, byte(len(h.slots))) //nolint:gosec // two or three
	for i := range h.slots {
		b = append(b, h.slots[i].header()...)
		b = append(b, h.slots[i].wrapped[:]...)
	}
	c := commitment(keys.vault, h.vault)
	b = append(b, c[:]...)
	b = append(b, headMAC(keys.head, b)...)
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
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
		keys := newKeyring(key, h.vault)
		c := commitment(key, h.vault)
		mac := len(h.raw) - 4 - 32
		if !hmac.Equal(c[:], h.commitment[:]) || !hmac.Equal(headMAC(keys.head, h.raw[:mac]), h.raw[mac:mac+32]) {
			keys.wipe()
			return nil, damaged(0, 0, "head not authentic")
		}
		return keys, nil
	}
	return nil, ErrWrongPassword
}
