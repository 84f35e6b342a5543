package vault

import (
	"bytes"
	"iter"
	"maps"
	"reflect"
	"slices"

	"vitalkeep/health"
)

// compare holds a vault against the profile that it was made from, twice: what
// is in its objects, byte by byte, and what both vaults show. The caller keeps
// the profile from changing.
func (n *independence) compare(next *Vault) (made Independent, err error) {
	if err := n.compareObjects(next); err != nil {
		return made, err
	}
	if made, err = n.compareShown(next); err != nil {
		return Independent{}, err
	}
	made.Bytes = next.size()
	return made, nil
}

// compareObjects compares bodies where they refer to nothing, and else what they
// say without the ids and tags in their references.
func (n *independence) compareObjects(next *Vault) error {
	s, c, err := n.loaded()
	if err != nil {
		return err
	}
	defer s.wipe()
	next.mu.RLock()
	after, err := next.load()
	next.mu.RUnlock()
	if err != nil {
		return err
	}
	defer after.wipe()
	d, err := after.profile(n.profile)
	if err != nil || next.id == n.v.id || !after.alone(d) {
		return ErrOtherContent
	}
	olds, news := objectsOf(c), objectsOf(d)
	if len(olds) != len(news) {
		return ErrOtherContent
	}
	if n.total == 0 {
		n.total = int64(len(olds))
		n.progress(0, n.total)
	}
	for i, l := range olds {
		if l.kind != news[i].kind {
			return ErrOtherContent
		}
		if resealing[l.kind] == resealPlain && l.kind != kindProfile {
			if err := n.samePlain(next, c, d, l, news[i]); err != nil {
				return err
			}
		}
		if err := n.step(); err != nil {
			return err
		}
	}
	for i, l := range olds {
		news[i].ref.tag = [tagSize]byte{}
		*l.ref = *news[i].ref
	}
	c.profile.Main, c.passcode = d.profile.Main, d.passcode // a vault of one's own has a password of its own
	if !bytes.Equal(encodeDoc(c), encodeDoc(d)) {
		return ErrOtherContent
	}
	for i, l := range olds {
		if resealing[l.kind] != resealEncoded || l.kind == kindKey {
			continue
		}
		was, err := l.encode()
		if err != nil {
			return err
		}
		is, err := news[i].encode()
		if err != nil {
			return err
		}
		if !bytes.Equal(was, is) {
			return ErrOtherContent
		}
	}
	return nil
}

// alone reports whether a state holds nothing but that container: the home is
// empty, and of settings there are devices.
func (s *state) alone(c *container) bool {
	return !slices.ContainsFunc(s.containers, func(o *container) bool {
		return o != c && (o.role != roleHome || len(o.series) > 0 || len(o.nodes) > 0 || len(o.pictures) > 0 || len(o.choices) > 0)
	})
}

// samePlain compares two objects that refer to nothing.
func (n *independence) samePlain(next *Vault, c, d *container, l, m live) error {
	sealed, err := n.v.sealedObject(l.kind, *l.ref)
	if err != nil {
		return err
	}
	was, err := c.sealer.open(l.kind, *l.ref, sealed)
	if err != nil {
		return err
	}
	if sealed, err = next.sealedObject(m.kind, *m.ref); err != nil {
		return err
	}
	is, err := d.sealer.open(m.kind, *m.ref, sealed)
	if err != nil {
		return err
	}
	if !bytes.Equal(was, is) {
		return ErrOtherContent
	}
	return nil
}

// compareShown compares what the two vaults show of the profile, and counts it.
func (n *independence) compareShown(next *Vault) (made Independent, err error) {
	for _, compare := range []func(*Vault, *Independent) error{n.sameReadings, n.sameEntries, n.samePast, n.sameRest} {
		if err := compare(next, &made); err != nil {
			return made, err
		}
	}
	return made, nil
}

func (n *independence) sameReadings(next *Vault, made *Independent) error {
	here, err := n.v.Series(n.profile)
	if err != nil {
		return err
	}
	there, err := next.Series(n.profile)
	if err != nil {
		return err
	}
	if !slices.Equal(here, there) {
		return ErrOtherContent
	}
	for _, s := range here {
		k, err := sameSequence(n.v.SourceReadings(n.ctx, n.profile, s.Metric, s.Source, minTime, afterTime),
			next.SourceReadings(n.ctx, n.profile, s.Metric, s.Source, minTime, afterTime),
			func(a, b health.Reading) bool { return reflect.DeepEqual(a, b) })
		if err != nil {
			return err
		}
		made.Readings += k
	}
	return nil
}

func (n *independence) sameEntries(next *Vault, made *Independent) (err error) {
	made.Entries, err = sameSequence(n.v.Entries(n.ctx, n.profile, minTime, afterTime), next.Entries(n.ctx, n.profile, minTime, afterTime),
		func(a, b health.Entry) bool { return reflect.DeepEqual(a, b) })
	return err
}

// samePast compares imports and deletions, and counts the values in all layers,
// whose bodies are the same.
func (n *independence) samePast(next *Vault, made *Independent) error {
	for _, one := range []struct {
		count *int
		of    func(*Vault) (any, int, error)
	}{
		{&made.Imports, func(v *Vault) (any, int, error) {
			all, err := v.Batches()
			own := slices.DeleteFunc(all, func(b health.Batch) bool { return b.Profile != n.profile })
			return own, len(own), err
		}},
		{&made.Deletions, func(v *Vault) (any, int, error) {
			all, err := v.Deletions()
			own := slices.DeleteFunc(all, func(d Deletion) bool { return d.Profile != n.profile })
			return own, len(own), err
		}},
		{&made.Pictures, func(v *Vault) (any, int, error) {
			all, err := v.Pictures(n.profile)
			return all, len(all), err
		}},
	} {
		here, count, err := one.of(n.v)
		if err != nil {
			return err
		}
		there, same, err := one.of(next)
		if err != nil {
			return err
		}
		if count != same || (count > 0 && !reflect.DeepEqual(here, there)) {
			return ErrOtherContent
		}
		*one.count = count
	}
	s, err := n.v.snapshot()
	if err != nil {
		return err
	}
	for _, layer := range s.container(n.profile).nodes {
		for _, of := range layer.series {
			for _, sp := range of.rows {
				made.Versions += int(sp.count)
			}
		}
	}
	return nil
}

// sameRest compares the pictures, the choices, and the devices.
func (n *independence) sameRest(next *Vault, made *Independent) error {
	pictures, err := n.v.Pictures(n.profile)
	if err != nil {
		return err
	}
	for _, name := range pictures {
		here, err := n.v.Blob(n.ctx, n.profile, name)
		if err != nil {
			return err
		}
		there, err := next.Blob(n.ctx, n.profile, name)
		if err != nil {
			return err
		}
		if !bytes.Equal(here, there) {
			return ErrOtherContent
		}
	}
	s, err := n.v.snapshot()
	if err != nil {
		return err
	}
	t, err := next.snapshot()
	if err != nil {
		return err
	}
	own := ownDevices(s.settings.devices, n.profile)
	made.Devices = len(own)
	if !maps.EqualFunc(s.container(n.profile).choices, t.container(n.profile).choices, bytes.Equal) ||
		(len(own) > 0 && !reflect.DeepEqual(own, ownDevices(t.settings.devices, n.profile))) ||
		len(t.settings.devices) != len(own) || len(t.settings.backups) > 0 || len(t.settings.choices) > 0 {
		return ErrOtherContent
	}
	return nil
}

// sameSequence goes through two sequences together and counts what is in both.
func sameSequence[T any](here, there iter.Seq2[T, error], same func(a, b T) bool) (count int, err error) {
	next, stop := iter.Pull2(there)
	defer stop()
	for a, err := range here {
		if err != nil {
			return count, err
		}
		b, err, ok := next()
		switch {
		case err != nil:
			return count, err
		case !ok || !same(a, b):
			return count, ErrOtherContent
		}
		count++
	}
	if _, err, ok := next(); ok || err != nil {
		if err == nil {
			err = ErrOtherContent
		}
		return count, err
	}
	return count, nil
}
