package vault

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"slices"

	"vitalkeep/health"
)

// Limits of pictures.
const (
	// MaxPicture is the most bytes that one picture has.
	MaxPicture = 32 << 20

	maxPictures = 10_000 // of one person

	// pieceSize is how many bytes of a picture one object of the fixed size holds.
	pieceSize = sealedSize - overhead - packHeader
)

// picture is what a container knows of one picture. It is never changed, only
// listed or not.
type picture struct {
	id     [16]byte
	dir    ref // of its directory, which says all that follows
	size   int
	sum    [sha256.Size]byte
	pieces []ref
}

// name is how entries name the picture.
func (p *picture) name() string { return hex.EncodeToString(p.id[:]) }

// Attach seals a picture, or any bytes, with what belongs to a profile, and
// returns the name by which an entry's field health.FieldPicture names it. It is
// on the disk when Attach returns. A picture that no entry names is dropped by a
// compaction; one that none ever named, not while the vault stays open. The same bytes have the same
// name. Errors: ErrTooMuch for more than MaxPicture or the 10,001st picture,
// ErrNoPicture for none, ErrNoProfile, ErrReadOnly, ErrNoSpace, ErrClosed, the
// context's, the system's.
func (v *Vault) Attach(ctx context.Context, profile health.ProfileID, data []byte) (name string, err error) {
	return v.attach(ctx, profile, nil, data)
}

// AttachAs is Attach under the name that PictureName gave.
func (v *Vault) AttachAs(ctx context.Context, profile health.ProfileID, name string, data []byte) error {
	id, ok := parsePictureName(name)
	if !ok {
		return ErrNoPicture
	}
	_, err := v.attach(ctx, profile, &id, data)
	return err
}

// PictureName returns the name under which AttachAs will keep a picture, for
// entries that are staged before it: that of the same bytes where the profile
// has them, else the wanted one where it is a name and free, else a new one.
// Errors: ErrNoProfile, ErrClosed.
func (v *Vault) PictureName(profile health.ProfileID, wanted string, data []byte) (string, error) {
	s, err := v.snapshot()
	if err != nil {
		return "", err
	}
	c, err := s.owner(profile)
	if err != nil {
		return "", err
	}
	id, ok := parsePictureName(wanted)
	if !ok {
		id = randomID()
	}
	sum := sha256.Sum256(data)
	for _, p := range c.pictures {
		if p.size == len(data) && p.sum == sum {
			return p.name(), nil
		}
		if p.id == id {
			id = randomID()
		}
	}
	return hex.EncodeToString(id[:]), nil
}

// parsePictureName reads what picture.name wrote.
func parsePictureName(name string) (id [16]byte, ok bool) {
	raw, err := hex.DecodeString(name)
	if err != nil || len(raw) != len(id) || hex.EncodeToString(raw) != name {
		return id, false
	}
	return [16]byte(raw), true
}

// attach seals a picture under an ID, a new one where none is given.
func (v *Vault) attach(ctx context.Context, profile health.ProfileID, id *[16]byte, data []byte) (name string, err error) {
	if v.readOnly {
		return "", v.forReading()
	}
	switch {
	case len(data) > MaxPicture:
		return "", ErrTooMuch
	case len(data) == 0:
		return "", ErrNoPicture
	}
	v.flip.Lock()
	defer v.flip.Unlock()
	if err := ctx.Err(); err != nil {
		return "", err
	}
	s, err := v.snapshot()
	if err != nil {
		return "", err
	}
	old, err := s.owner(profile)
	if err != nil {
		return "", err
	}
	p := &picture{id: randomID(), size: len(data), sum: sha256.Sum256(data)}
	for _, o := range old.pictures {
		if o.size == p.size && o.sum == p.sum && (id == nil || o.id == *id) {
			v.attached(o)
			return o.name(), nil
		}
		if id != nil && o.id == *id {
			return "", ErrNoPicture // another picture came to have the name
		}
	}
	if id != nil {
		p.id = *id
	}
	if len(old.pictures) >= maxPictures {
		return "", ErrTooMuch
	}
	// All of it is one transaction, so that no mark is needed and none disturbed.
	var c change
	for piece := range slices.Chunk(data, pieceSize) {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		o := old.sealer.sealBody(kindPiece, v.newID(), 1, piece)
		p.pieces = append(p.pieces, o.ref)
		c.puts = append(c.puts, o)
	}
	dir := old.sealer.sealBody(kindPicture, v.newID(), 1, encodePicture(p))
	p.dir = dir.ref
	c.puts = append(c.puts, dir)
	if err := v.listPictures(s, old, append(slices.Clone(old.pictures), p), c); err != nil {
		return "", err
	}
	v.attached(p)
	return p.name(), nil
}

// attached keeps a picture from a compaction while the vault is open and no
// entry has named it: that may come yet. The caller holds v.flip.
func (v *Vault) attached(p *picture) {
	if v.fresh == nil {
		v.fresh = map[[16]byte]bool{}
	}
	v.fresh[p.id] = true
}

// named ends that for the pictures that an entry of what is stored now names:
// from here on the entry decides. The caller holds v.flip.
func (v *Vault) named(t typed) {
	if len(v.fresh) == 0 {
		return
	}
	for _, e := range t.entries {
		for _, f := range e.Fields {
			if f.Name != health.FieldPicture {
				continue
			}
			if id, err := hex.DecodeString(f.Text); err == nil && len(id) == 16 {
				delete(v.fresh, [16]byte(id))
			}
		}
	}
}

// listPictures makes list the pictures of a container, with the other changes
// of c. The caller holds v.flip.
func (v *Vault) listPictures(s *state, old *container, list []*picture, c change) error {
	next := *old
	next.pictures, next.picturesRef = list, ref{}
	if len(list) > 0 {
		o := old.sealer.sealBody(kindPictures, v.newID(), 1, encodePictures(list))
		next.picturesRef = o.ref
		c.puts = append(c.puts, o)
	}
	if !old.picturesRef.zero() {
		c.drops = append(c.drops, old.picturesRef.id)
	}
	return v.write(s.with(&next), c)
}

// Pictures returns the names of all pictures of a profile, in the order in which
// they were attached. Errors: ErrNoProfile, ErrClosed.
func (v *Vault) Pictures(profile health.ProfileID) ([]string, error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	c, err := s.profile(profile)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, p := range c.pictures {
		names = append(names, p.name())
	}
	return names, nil
}

// Blob returns what Attach was given. Errors: ErrNoPicture, ErrNoProfile,
// ErrDamaged, ErrChanged, ErrClosed, the context's.
func (v *Vault) Blob(ctx context.Context, profile health.ProfileID, name string) (data []byte, err error) {
	err = v.again(profile, func(c *container) error {
		i := slices.IndexFunc(c.pictures, func(p *picture) bool { return p.name() == name })
		if i < 0 {
			return ErrNoPicture
		}
		p := c.pictures[i]
		data, err = p.read(ctx, make([]byte, 0, p.size), func(r ref) ([]byte, error) { return v.body(c.sealer, kindPiece, r) })
		return err
	})
	return data, err
}

// read appends all of a picture to data, which is empty.
func (p *picture) read(ctx context.Context, data []byte, body func(ref) ([]byte, error)) ([]byte, error) {
	for i, r := range p.pieces {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b, err := body(r)
		if err != nil {
			return nil, err
		}
		if len(b) != p.length(i) {
			return nil, damaged(kindPiece, r.id, "malformed")
		}
		data = append(data, b...)
	}
	if sha256.Sum256(data) != p.sum {
		return nil, damaged(kindPicture, p.dir.id, "its pieces are not the picture")
	}
	return data, nil
}

// length is how many bytes piece i has.
func (p *picture) length(i int) int { return min(p.size-i*pieceSize, pieceSize) }

// dropPictures takes the pictures out of the file that no entry names and none
// can name again. The caller has the vault (v.busy), and deletions are final.
func (v *Vault) dropPictures(ctx context.Context) error {
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	for _, c := range s.containers {
		later, err := v.dropPicturesOf(ctx, c.id)
		if err != nil {
			return err
		}
		if later { // all is done and durable; what is left over goes at the next opening, if not now
			_ = v.sweep(context.WithoutCancel(ctx), 0)
		}
	}
	return nil
}

func (v *Vault) dropPicturesOf(ctx context.Context, id [16]byte) (later bool, err error) {
	v.flip.Lock()
	defer v.flip.Unlock()
	s, err := v.snapshot()
	if err != nil {
		return false, err
	}
	c := s.container(id)
	if c == nil || len(c.pictures) == 0 {
		return false, nil
	}
	named, err := v.namedPictures(ctx, c)
	if err != nil {
		return false, err
	}
	var kept []*picture
	var gone []uint64
	for _, p := range c.pictures {
		if named[p.name()] || v.fresh[p.id] {
			kept = append(kept, p)
			continue
		}
		gone = append(gone, p.dir.id)
		for _, r := range p.pieces {
			gone = append(gone, r.id)
		}
	}
	if len(kept) == len(c.pictures) {
		return false, nil
	}
	next := change{drops: gone, stale: true}
	if later = len(gone) > sweepStep; later {
		manifest, err := v.unlocked(v.rootSealer)
		if err != nil {
			return false, err
		}
		next.drops, next.mark = nil, sealMark(manifest, 0)
	}
	return later, v.listPictures(s, c, kept, next)
}

// namedPictures returns the names of pictures in the entries that are visible,
// or can be after imports are undone.
func (v *Vault) namedPictures(ctx context.Context, c *container) (map[string]bool, error) {
	named := map[string]bool{c.profile.Picture: true}
	for _, s := range c.shown() {
		if s.entry == health.UnknownEntry {
			continue
		}
		for m := v.entryHistory(c, s, minTime, afterTime); ; {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			_, parts, ok, err := m.next()
			if err != nil {
				return nil, err
			}
			if !ok {
				break
			}
			namePictures(named, parts)
		}
	}
	return named, nil
}

// namePictures adds what the layers name at one start. Below what was typed, or
// deleted for good, nothing of the same identity can be visible again.
func namePictures(named map[string]bool, parts []part[health.Entry]) {
	settled := map[string]bool{}
	for _, p := range slices.Backward(parts) {
		covers := map[string]bool{}
		for _, e := range slices.Backward(p.rows) { // of what was typed, only the last counts
			if settled[e.Key] {
				continue
			}
			typed := p.owner.node.layer == layerTyped
			if p.gone {
				covers[e.Key] = !p.owner.node.undoable()
				continue
			}
			if typed && covers[e.Key] {
				continue
			}
			covers[e.Key] = covers[e.Key] || typed
			for _, f := range e.Fields {
				if f.Name == health.FieldPicture {
					named[f.Text] = true
				}
			}
		}
		for key, yes := range covers {
			settled[key] = settled[key] || yes
		}
	}
}

// Fields of a container's list of pictures and of a picture's directory.
const (
	picturesOne = 1 // repeated: id, ref of the directory

	pictureID     = 1
	pictureSize   = 2
	pictureSum    = 3
	picturePieces = 4
)

func encodePictures(list []*picture) []byte {
	var b []byte
	for _, p := range list {
		b = appendField(b, picturesOne, appendRef(p.id[:], p.dir))
	}
	return b
}

func decodePictures(body []byte) (list []*picture, err error) {
	err = fields(body, func(n uint64, v *wireReader) {
		if n != picturesOne {
			return
		}
		p := &picture{id: v.array16(), dir: v.ref()}
		if list = append(list, p); v.done() != nil || len(list) > maxPictures {
			v.fail()
		}
	})
	if err == nil && len(list) == 0 {
		err = errMalformed
	}
	return list, err
}

func encodePicture(p *picture) []byte {
	b := appendField(nil, pictureID, p.id[:])
	b = appendNumber(b, pictureSize, uint64(p.size)) //nolint:gosec // never negative
	b = appendField(b, pictureSum, p.sum[:])
	f := appendCount(nil, len(p.pieces))
	var id uint64
	for _, r := range p.pieces {
		f = binary.AppendUvarint(f, r.id-id)
		f = binary.AppendUvarint(f, r.version)
		f = append(f, r.tag[:]...)
		id = r.id
	}
	return appendField(b, picturePieces, f)
}

// decodePicture fills a picture, whose id and directory are known.
func decodePicture(p *picture, body []byte) error {
	var same bool
	err := fields(body, func(n uint64, v *wireReader) {
		switch n {
		case pictureID:
			same = v.array16() == p.id
		case pictureSize:
			size := v.uvarint()
			if size == 0 || size > MaxPicture {
				v.fail()
				return
			}
			p.size = int(size)
		case pictureSum:
			copy(p.sum[:], v.take(sha256.Size))
		case picturePieces:
			p.pieces = make([]ref, v.count(2+tagSize))
			var id uint64
			for i := range p.pieces {
				r := &p.pieces[i]
				r.id = id + v.uvarint()
				r.version = v.uvarint()
				copy(r.tag[:], v.take(tagSize))
				id = r.id
			}
			if v.done() != nil {
				v.fail()
			}
		}
	})
	if err != nil || !same || p.size == 0 || len(p.pieces) != (p.size+pieceSize-1)/pieceSize {
		return errMalformed
	}
	return nil
}

// loadPictures reads the container's list and the directory of each picture.
func (v *Vault) loadPictures(st *store, c *container) error {
	if c.picturesRef.zero() {
		return nil
	}
	body, err := v.read(st, c.sealer, kindPictures, c.picturesRef)
	if err != nil {
		return err
	}
	if c.pictures, err = decodePictures(body); err != nil {
		return damaged(kindPictures, c.picturesRef.id, "malformed")
	}
	for _, p := range c.pictures {
		if body, err = v.read(st, c.sealer, kindPicture, p.dir); err != nil {
			return err
		}
		if decodePicture(p, body) != nil {
			return damaged(kindPicture, p.dir.id, "malformed")
		}
	}
	return nil
}

// pictures checks the pictures of a container.
func (c *checker) pictures(one *container) error {
	if one.picturesRef.zero() {
		return nil
	}
	if err := c.spared(one, kindPictures, one.picturesRef); err != nil {
		return err
	}
	for _, p := range one.pictures {
		if err := c.spared(one, kindPicture, p.dir); err != nil {
			return err
		}
		c.report.Pictures++
		sum, whole := sha256.New(), true
		for i, r := range p.pieces {
			b, err := c.v.body(one.sealer, kindPiece, r)
			if err == nil && len(b) != p.length(i) {
				err = damaged(kindPiece, r.id, "malformed")
			}
			whole = whole && err == nil
			_, _ = sum.Write(b) // never fails
			if err := c.note(kindPiece, r.id, err); err != nil {
				return err
			}
		}
		if whole && [sha256.Size]byte(sum.Sum(nil)) != p.sum {
			c.problem(kindPicture.String(), p.dir.id, "its pieces are not the picture")
		}
	}
	return nil
}

// spared reads an object of a container that has a spare copy, and that.
func (c *checker) spared(one *container, k kind, r ref) error {
	_, err := c.v.body(one.sealer, k, r)
	return errors.Join(c.note(k, r.id, err), c.spare(k, r))
}
