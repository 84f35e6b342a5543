package vault

import (
	"crypto/rand"
	"encoding/binary"
	"errors"

	"golang.org/x/crypto/chacha20poly1305"
)

// kind is the type of a sealed object. It is bound into the associated data
// and stands nowhere in the open.
type kind byte

// The kinds. Codes are never changed or used again; 13 to 16 are kept for the
// journal, rollups and tombstones.
const (
	kindRoot            kind = 1
	kindCatalogue       kind = 2
	kindKey             kind = 3
	kindProfile         kind = 4
	kindDirectory       kind = 5
	kindNode            kind = 6
	kindRows            kind = 7
	kindClaims          kind = 8
	kindEntries         kind = 9
	kindRowRun          kind = 10
	kindEntryRun        kind = 11
	kindMark            kind = 12
	kindJournal         kind = 13
	kindRollup          kind = 14
	kindTombstones      kind = 15
	kindRollupDirectory kind = 16
	kindSettings        kind = 17

	kindSpare  kind = 18 // another object's sealed bytes once more, see spare.go
	kindAnchor kind = 19 // stands outside of the file, see anchor.go

	// Since 1.2.
	kindPictures kind = 20 // the list of a container's pictures
	kindPicture  kind = 21 // the directory of one
	kindPiece    kind = 22 // of one
)

var kindNames = [...]string{
	"object", "root", "catalogue", "key", "profile", "directory", "batch", "segment", "claims",
	"entries", "staged samples", "staged entries", "mark", "journal", "rollup", "tombstones",
	"rollup directory", "settings",
	kindSpare: "spare copy", kindAnchor: "anchor",
	kindPictures: "list of pictures", kindPicture: "picture", kindPiece: "piece of a picture",
}

// String names the kind for error messages.
func (k kind) String() string {
	if int(k) >= len(kindNames) {
		k = 0
	}
	return kindNames[k]
}

const (
	// suite 1: Argon2id, HKDF-SHA256, HMAC-SHA256, XChaCha20-Poly1305.
	suite = 1

	// sealedSize is the length of a sealed object; longer ones are multiples.
	// Two of them fill three pages of bbolt exactly: 2 × (6112 + 8 key + 16
	// element) + 16 page header = 3 × 4096.
	sealedSize = 6112

	versionSize = 8
	nonceSize   = chacha20poly1305.NonceSizeX
	tagSize     = chacha20poly1305.Overhead
	overhead    = versionSize + nonceSize + tagSize
)

// ref points to one sealed object and tells which version of it is meant: the
// last 16 bytes of an object are its authentication tag.
type ref struct {
	id      uint64
	version uint64
	tag     [tagSize]byte
}

func (r ref) zero() bool { return r == ref{} }

// is reports whether a sealed object is the one that r points to; only its key
// can tell whether it is authentic.
func (r ref) is(sealed []byte) bool {
	return len(sealed) >= overhead && binary.BigEndian.Uint64(sealed) == r.version &&
		[tagSize]byte(sealed[len(sealed)-tagSize:]) == r.tag
}

func appendRef(b []byte, r ref) []byte {
	b = binary.AppendUvarint(b, r.id)
	b = binary.AppendUvarint(b, r.version)
	return append(b, r.tag[:]...)
}

func (r *wireReader) ref() (out ref) {
	out.id = r.uvarint()
	out.version = r.uvarint()
	copy(out.tag[:], r.take(tagSize))
	return out
}

// object is a sealed object on its way to the file.
type object struct {
	ref   ref
	kind  kind
	bytes []byte
	err   error // it could not be sealed; apply gives this error
}

// associated returns suite ‖ container ‖ kind ‖ id ‖ version, so that nothing
// can be taken for something else or put in another place.
func associated(container [16]byte, k kind, id, version uint64) []byte {
	b := make([]byte, 0, 2+16+1+8+8)
	b = binary.BigEndian.AppendUint16(b, suite)
	b = append(b, container[:]...)
	b = append(b, byte(k))
	b = binary.BigEndian.AppendUint64(b, id)
	return binary.BigEndian.AppendUint64(b, version)
}

// paddedSize is the length of the plaintext of the smallest object that holds
// n bytes.
func paddedSize(n int) int {
	return (n+overhead+sealedSize-1)/sealedSize*sealedSize - overhead
}

// sealer is the key of one container, ready for use.
type sealer struct {
	container [16]byte
	key       *secret
}

// seal returns version ‖ nonce ‖ ciphertext ‖ tag of plain as it is. With a
// wiped key the object has an error, ErrClosed, and no bytes.
func (s sealer) seal(k kind, id, version uint64, plain []byte) object {
	out := make([]byte, versionSize+nonceSize, overhead+len(plain))
	binary.BigEndian.PutUint64(out, version)
	_, _ = rand.Read(out[versionSize:]) // never fails, see crypto/rand
	nonce := out[versionSize : versionSize+nonceSize]
	out, err := s.key.seal(out, nonce, plain, associated(s.container, k, id, version))
	if err != nil {
		return object{ref: ref{id: id, version: version}, err: err}
	}
	o := object{ref: ref{id: id, version: version}, kind: k, bytes: out}
	copy(o.ref.tag[:], out[len(out)-tagSize:])
	return o
}

// open undoes seal. sealed must be what r points to.
func (s sealer) open(k kind, r ref, sealed []byte) ([]byte, error) {
	if len(sealed) < overhead {
		return nil, damaged(k, r.id, "too short")
	}
	if !r.is(sealed) {
		return nil, damaged(k, r.id, "another version than the one recorded")
	}
	return s.decrypt(k, r.id, sealed)
}

// decrypt opens an object whatever its version: only the root is read so.
func (s sealer) decrypt(k kind, id uint64, sealed []byte) ([]byte, error) {
	if len(sealed) < overhead {
		return nil, damaged(k, id, "too short")
	}
	version := binary.BigEndian.Uint64(sealed)
	nonce := sealed[versionSize : versionSize+nonceSize]
	plain, err := s.key.open(nil, nonce, sealed[versionSize+nonceSize:], associated(s.container, k, id, version))
	if errors.Is(err, ErrClosed) {
		return nil, err
	}
	if err != nil {
		return nil, damaged(k, id, "not authentic")
	}
	return plain, nil
}

// sealBody packs body, pads it to the fixed size or a multiple, and seals it.
func (s sealer) sealBody(k kind, id, version uint64, body []byte) object {
	if len(body) > maxBody { // nobody could read it
		return object{ref: ref{id: id, version: version}, kind: k, err: ErrTooMuch}
	}
	return s.seal(k, id, version, pack(body))
}

// sealKey is sealBody for the key of a container: nothing of the key stays in
// memory of its own, nor in the compressor's.
func (s sealer) sealKey(id, version uint64, key *secret) object {
	plain := binary.BigEndian.AppendUint32(append(make([]byte, 0, paddedSize(packHeader+keySize)), codecStored), keySize)
	err := key.with(func(b []byte) { plain = append(plain, b...) })
	if err != nil {
		return object{ref: ref{id: id, version: version}, err: err}
	}
	plain = pad(plain)
	defer clear(plain)
	return s.seal(kindKey, id, version, plain)
}

// openKey undoes sealKey.
func (s sealer) openKey(r ref, sealed []byte) (key *secret, err error) {
	var plain []byte
	erasing(func() { plain, err = s.open(kindKey, r, sealed) })
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	body, err := unpack(plain)
	if err != nil || len(body) != keySize {
		return nil, damaged(kindKey, r.id, "malformed")
	}
	return newSecret(body), nil
}

// openBody undoes sealBody.
func (s sealer) openBody(k kind, r ref, sealed []byte) ([]byte, error) {
	plain, err := s.open(k, r, sealed)
	if err != nil {
		return nil, err
	}
	body, err := unpack(plain)
	if err != nil {
		return nil, damaged(k, r.id, "malformed")
	}
	return body, nil
}
