package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
)

// rekeyFrom is what opens the objects of a vault whose keys change: the keys
// of its containers as they were. Without any, no keys change.
type rekeyFrom struct {
	keys map[[16]byte]*secret
}

func (f rekeyFrom) used() bool { return f.keys != nil }

func (f rekeyFrom) wipe() {
	for _, k := range f.keys {
		k.wipe()
	}
}

// rekeyed says that the copy is to have a new vault key and a new key for every
// container: every object is sealed again under its old id.
func (r *rewriting) rekeyed(vault *secret) error {
	r.v.mu.RLock()
	next, err := r.v.load() // a state of its own, whose references will change
	r.v.mu.RUnlock()
	if err != nil {
		vault.wipe()
		return err
	}
	r.next = next
	r.keys.wipe()
	r.keys = newKeyring(vault, r.v.id)
	r.old.keys = map[[16]byte]*secret{}
	for _, c := range next.containers {
		r.old.keys[c.id] = c.key
		c.key = randomSecret()
		c.sealer = c.key.sealer(c.id)
	}
	r.changed(nil)
	return nil
}

// howResealed says how an object of a kind comes under new keys.
type howResealed uint8

const (
	unhandled     howResealed = iota
	resealPlain               // its body refers to nothing: sealed again as it is
	resealEncoded             // its body has references: written anew
	resealTop                 // sealed with the state, see sealTop
	neverCopied               // no state refers to it
)

// resealing tells it of every kind.
var resealing = map[kind]howResealed{
	kindRoot:            resealTop,
	kindCatalogue:       resealTop,
	kindKey:             resealEncoded,
	kindProfile:         resealPlain,
	kindDirectory:       resealEncoded,
	kindNode:            resealEncoded,
	kindRows:            resealPlain,
	kindClaims:          resealPlain,
	kindEntries:         resealPlain,
	kindRowRun:          neverCopied,
	kindEntryRun:        neverCopied,
	kindMark:            neverCopied,
	kindJournal:         neverCopied, // folded before
	kindRollup:          resealPlain,
	kindTombstones:      resealPlain,
	kindRollupDirectory: resealEncoded,
	kindSettings:        resealPlain,
	kindSpare:           neverCopied, // written with what it is a copy of
	kindAnchor:          neverCopied,
	kindPictures:        resealEncoded,
	kindPicture:         resealEncoded,
	kindPiece:           resealPlain,
}

// reseal seals an object under the new keys and tells the next state. What it
// refers to has lower ids and so went before.
func (r *rewriting) reseal(l live, sealed []byte) (object, error) {
	to := r.keys.catalogue.sealer(r.v.id)
	if l.of != nil {
		to = l.of.sealer
	}
	var o object
	switch resealing[l.kind] {
	case resealPlain:
		plain, err := r.opened(r.v.keys, r.old.keys, l, sealed)
		if err != nil {
			return object{}, err
		}
		o = to.seal(l.kind, l.ref.id, 1, plain)
	case resealEncoded:
		if l.kind == kindKey {
			o = r.keys.wrap.sealer(l.of.id).sealKey(l.ref.id, 1, l.of.key)
			break
		}
		body, err := l.encode()
		if err != nil {
			return object{}, err
		}
		o = to.sealBody(l.kind, l.ref.id, 1, body)
	default:
		return object{}, fmt.Errorf("%w: an object of kind %d", errUnhandledKind, l.kind)
	}
	*l.ref = o.ref
	return o, o.err
}

// errUnhandledKind is a mistake of this package, which a test looks for.
var errUnhandledKind = errors.New("the vault does not know how to seal it again")

// encode returns the body of an object that refers to others.
func (l live) encode() ([]byte, error) {
	switch l.kind {
	case kindDirectory:
		return encodeDirectory(l.of.nodes), nil
	case kindNode:
		return encodeNode(l.node), nil
	case kindRollupDirectory:
		return encodeRollups(l.of.dirRef, l.of.rollups), nil
	case kindPictures:
		return encodePictures(l.of.pictures), nil
	case kindPicture:
		return encodePicture(l.picture), nil
	}
	return nil, fmt.Errorf("%w: an object of kind %d", errUnhandledKind, l.kind)
}

// opened returns the plaintext of an object that refers to nothing.
func (r *rewriting) opened(own *keyring, containers map[[16]byte]*secret, l live, sealed []byte) ([]byte, error) {
	if l.of == nil {
		return own.catalogue.sealer(r.v.id).open(l.kind, *l.ref, sealed)
	}
	return containers[l.of.id].sealer(l.of.id).open(l.kind, *l.ref, sealed)
}

// compareRekeyed compares a file under new keys with what it was made from:
// bodies byte by byte where they refer to nothing, and else as what they say
// without the tags in their references.
func (r *rewriting) compareRekeyed(next *Vault) error {
	r.v.mu.RLock()
	before, err := r.v.load()
	r.v.mu.RUnlock()
	if err != nil {
		return err
	}
	defer before.wipe()
	next.mu.RLock()
	after, err := next.load()
	next.mu.RUnlock()
	if err != nil {
		return err
	}
	defer after.wipe()
	olds, news := belowTop(before), belowTop(after)
	if len(olds) != len(news) {
		return damaged(0, 0, "the new file has another number of objects")
	}
	keys := map[[16]byte]*secret{}
	for _, c := range after.containers {
		keys[c.id] = c.key
	}
	for i, l := range olds {
		n := news[i]
		if l.kind != n.kind || l.ref.id != n.ref.id || resealing[l.kind] != resealPlain {
			continue // compared below
		}
		sealed, err := r.v.sealedObject(l.kind, *l.ref)
		if err != nil {
			return err
		}
		again, err := next.sealedObject(n.kind, *n.ref)
		if err != nil {
			return err
		}
		was, err := r.opened(r.v.keys, r.old.keys, l, sealed)
		if err != nil {
			return err
		}
		is, err := r.opened(r.keys, keys, n, again)
		if err != nil {
			return err
		}
		if !bytes.Equal(was, is) {
			return damaged(l.kind, l.ref.id, "copied wrong")
		}
		if err := r.step(); err != nil {
			return err
		}
	}
	for i, l := range olds {
		l.ref.tag, news[i].ref.tag = [tagSize]byte{}, [tagSize]byte{}
	}
	for i, l := range olds {
		n := news[i]
		if l.kind != n.kind || *l.ref != *n.ref {
			return damaged(l.kind, l.ref.id, "copied wrong")
		}
		if resealing[l.kind] != resealEncoded || l.kind == kindKey {
			continue
		}
		was, err := l.encode()
		if err != nil {
			return err
		}
		is, err := n.encode()
		if err != nil {
			return err
		}
		if !bytes.Equal(was, is) {
			return damaged(l.kind, l.ref.id, "copied wrong")
		}
	}
	return nil
}

// belowTop returns what a state holds but for what is sealed with it.
func belowTop(s *state) []live {
	return slices.DeleteFunc(s.live(), func(l live) bool { return resealing[l.kind] == resealTop })
}

// wipe forgets the keys of a state that was read for a comparison.
func (s *state) wipe() {
	for _, c := range s.containers {
		c.key.wipe()
	}
}

// Rekey gives the vault a new key, every container a new one, the given
// password and a new recovery key, which it returns as it is to be printed: for
// when somebody may have had the old ones. Whoever kept a copy of the file can
// still open that copy. Errors: those of ChangePassword.
func (v *Vault) Rekey(ctx context.Context, password []byte, progress func(done, total int64)) (recoveryKey string, err error) {
	p, err := v.PrepareRecoveryKey()
	if err != nil {
		return "", err
	}
	defer p.Forget()
	text := p.Text()
	if err = v.RekeyWith(ctx, password, p, progress); err != nil && !errors.Is(err, ErrNotDurable) {
		return "", err
	}
	return text, err
}

// RekeyWith is Rekey with a recovery key that was prepared, and forgets that.
// With an error that is not ErrNotDurable all is as before. Errors: those of
// Rekey, ErrKeyForgotten.
func (v *Vault) RekeyWith(ctx context.Context, password []byte, p *PreparedRecoveryKey, progress func(done, total int64)) error {
	if len(password) == 0 {
		return ErrWeakPassword
	}
	if p == nil || p.used || p.vault != v.id {
		return ErrKeyForgotten
	}
	if err := v.begin(); err != nil {
		return err
	}
	defer v.busy.Store(false)
	key := randomSecret()
	defer key.wipe()
	byPassword, err := newPasswordSlot(password, v.options, key, v.id)
	if err != nil {
		return err
	}
	byRecovery, err := newRecoverySlot(&p.code, key, v.id)
	if err != nil {
		return err
	}
	err = v.rewriteFolded(ctx, func(r *rewriting) error {
		r.head = &head{vault: v.id, slots: []slot{byPassword, byRecovery}}
		return r.rekeyed(key.clone())
	}, progress)
	if err == nil || errors.Is(err, ErrNotDurable) {
		p.Forget()
	}
	return err
}
