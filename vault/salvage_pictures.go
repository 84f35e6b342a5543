package vault

import (
	"context"
	"slices"
)

// pictures finds the pictures of a container: an earlier list is better than
// none, and without any what is still in use says of itself that it is one. What
// cannot be read whole is left out.
func (s *Salvaged) pictures(ctx context.Context, c *container, p *SalvagedProfile) error {
	if c.picturesRef.zero() {
		return nil
	}
	read := func(body []byte, _ ref) bool {
		list, err := decodePictures(body)
		if err == nil {
			c.pictures = list
		}
		return err == nil
	}
	body, _, err := s.body(c.sealer, kindPictures, c.picturesRef)
	if err != nil || !read(body, c.picturesRef) {
		what := "cannot be read; an earlier one is used"
		p.Older = true
		if !s.newest(ctx, c.sealer, kindPictures, 0, read) {
			what = "cannot be read"
			c.pictures = s.strayPictures(ctx, c)
		}
		s.problem(kindPictures, c.picturesRef.id, what)
	}
	c.pictures = slices.DeleteFunc(c.pictures, func(one *picture) bool {
		body, _, err := s.body(c.sealer, kindPicture, one.dir)
		k, id := kindPicture, one.dir.id
		if err == nil {
			err = decodePicture(one, body)
		}
		if err == nil {
			_, err = one.read(ctx, nil, func(r ref) ([]byte, error) {
				body, _, err := s.body(c.sealer, kindPiece, r)
				if err != nil {
					k, id = kindPiece, r.id
				}
				return body, err
			})
		}
		if err != nil && ctx.Err() == nil {
			p.PicturesLost++
			s.problem(k, id, "cannot be read")
		}
		return err != nil
	})
	p.Pictures = len(c.pictures)
	return ctx.Err()
}

// strayPictures returns the pictures whose directories are in use.
func (s *Salvaged) strayPictures(ctx context.Context, c *container) (list []*picture) {
	for _, id := range s.ids(0) {
		if ctx.Err() != nil {
			return nil
		}
		spots := s.scan.objects[id]
		if !slices.ContainsFunc(spots, func(p spot) bool { return !s.scan.isFree(p) }) {
			continue
		}
		body, r, ok := s.try(c.sealer, kindPicture, id)
		if !ok || len(list) == maxPictures {
			continue
		}
		p := &picture{dir: r}
		err := fields(body, func(n uint64, v *wireReader) {
			if n == pictureID {
				p.id = v.array16()
			}
		})
		if err == nil {
			list = append(list, p)
		}
	}
	return list
}

// pictures seals what says where the pieces of a container's pictures are.
func (w *salvageWriter) pictures(c *container) error {
	list := make([]*picture, len(c.pictures))
	for i, p := range c.pictures {
		fresh := *p
		dir := c.sealer.sealBody(kindPicture, w.v.newID(), 1, encodePicture(&fresh))
		fresh.dir = dir.ref
		list[i] = &fresh
		if err := w.put(dir); err != nil {
			return err
		}
	}
	c.pictures, c.picturesRef = list, ref{}
	if len(list) == 0 {
		return nil
	}
	o := c.sealer.sealBody(kindPictures, w.v.newID(), 1, encodePictures(list))
	c.picturesRef = o.ref
	return w.put(o)
}
