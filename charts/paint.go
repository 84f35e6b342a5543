package charts

import (
	"image"
	"image/color"
	"math"
)

// fillPath fills the path without forgetting it.
func (c *canvas) fillPath(col color.NRGBA) {
	b, ok := c.path.bounds()
	if !ok || col.A == 0 {
		return
	}
	if r, ok := c.path.pixelRect(b); ok && c.clip == boxOf(c.img.Rect) {
		inkOf(col).fill(c.img, r)
		return
	}
	area := c.area(b)
	if area.Empty() {
		return
	}
	origin := c.raster.begin(area)
	for _, l := range c.path.lines {
		pts := l.pts
		if !allFinite(pts) {
			pts = onlyFinite(pts)
		}
		c.raster.polygon(origin, c.clip.polygon(pts, &c.cuts))
	}
	c.raster.end(c.img, col)
}

// strokePath draws the path's lines, width and dashes in pixels, without
// forgetting it.
func (c *canvas) strokePath(col color.NRGBA, width float64, end lineCap, dashes []float64) {
	b, ok := c.path.bounds()
	if !ok || col.A == 0 || !(width > 0) || math.IsInf(width, 1) {
		return
	}
	area := c.area(b.grow(width/2 + 1))
	if area.Empty() {
		return
	}
	origin := c.raster.begin(area)
	s := &c.stroker
	s.half, s.cap, s.clip = width/2, end, c.clip.grow(width)
	s.piece = func(pts []vec) { c.convex(origin, pts) }
	for _, l := range c.path.lines {
		if len(dashes) > 0 {
			dashed(l, dashes, s.clip, s.line)
		} else {
			s.line(l)
		}
	}
	s.piece = nil
	c.raster.end(c.img, col)
}

// area is the part of the picture that a shape within b can touch.
func (c *canvas) area(b box) image.Rectangle {
	x0, y0 := math.Floor(max(b.x0, c.clip.x0)), math.Floor(max(b.y0, c.clip.y0))
	x1, y1 := math.Ceil(min(b.x1, c.clip.x1)), math.Ceil(min(b.y1, c.clip.y1))
	if x1 <= x0 || y1 <= y0 {
		return image.Rectangle{}
	}
	return image.Rect(int(x0), int(y0), int(x1), int(y1)).Intersect(c.img.Rect)
}

// convex adds a convex polygon in one winding.
func (c *canvas) convex(origin vec, pts []vec) {
	twice := 0.0
	for i, p := range pts {
		twice += p.sub(pts[0]).cross(pts[(i+1)%len(pts)].sub(pts[0]))
	}
	if twice < 0 {
		c.piece = append(c.piece[:0], pts...)
		for i, j := 0, len(c.piece)-1; i < j; i, j = i+1, j-1 {
			c.piece[i], c.piece[j] = c.piece[j], c.piece[i]
		}
		pts = c.piece
	}
	c.raster.polygon(origin, c.clip.polygon(pts, &c.cuts))
}

// pixelRect recognises a rectangle on pixel bounds, which needs no rasteriser.
func (p *path) pixelRect(b box) (image.Rectangle, bool) {
	if len(p.lines) != 1 {
		return image.Rectangle{}, false
	}
	pts := p.lines[0].pts
	if len(pts) == 5 && pts[4] == pts[0] {
		pts = pts[:4]
	}
	if len(pts) != 4 || !allFinite(pts) {
		return image.Rectangle{}, false
	}
	if pts[0].x == pts[2].x || pts[0].y == pts[2].y || pts[1] == pts[3] {
		return image.Rectangle{}, false
	}
	for i, v := range pts {
		w := pts[(i+1)%4]
		if v.x != math.Trunc(v.x) || v.y != math.Trunc(v.y) || math.Abs(v.x)+math.Abs(v.y) > 1e6 ||
			(v.x == w.x) == (v.y == w.y) {
			return image.Rectangle{}, false
		}
	}
	return image.Rect(int(b.x0), int(b.y0), int(b.x1), int(b.y1)), true
}

func allFinite(pts []vec) bool {
	for _, p := range pts {
		if !p.finite() {
			return false
		}
	}
	return true
}

func onlyFinite(pts []vec) []vec {
	out := make([]vec, 0, len(pts))
	for _, p := range pts {
		if p.finite() {
			out = append(out, p)
		}
	}
	return out
}

// text writes text, size in pixels, with the left end of its base line at v.
func (c *canvas) text(f *Font, text string, px float64, v vec, col color.NRGBA) {
	if f == nil || col.A == 0 || !v.finite() || math.Abs(v.x)+math.Abs(v.y) > 1e6 {
		return
	}
	if c.rotated && c.rotation != 0 {
		sin, cos := math.Sincos(c.rotation)
		old := c.path
		c.path = path{}
		f.outline(text, px, &c.path, func(p vec) vec {
			return vec{v.x + p.x*cos - p.y*sin, v.y + p.x*sin + p.y*cos}
		})
		c.fillPath(col)
		c.path = old
		return
	}
	ink, area := inkOf(col), c.area(c.clip)
	y := int(math.Round(v.y))
	f.draw(text, px, v.x, func(mask *image.Alpha, at int) {
		ink.stamp(c.img, area, mask, image.Pt(at, y))
	})
}

// clipped runs f with painting held to b.
func (c *canvas) clipped(b box, f func()) {
	old := c.clip
	c.clip = box{max(old.x0, b.x0), max(old.y0, b.y0), min(old.x1, b.x1), min(old.y1, b.y1)}
	f()
	c.clip = old
}

// fillPixels fills whole pixels.
func (c *canvas) fillPixels(r image.Rectangle, col color.NRGBA) {
	inkOf(col).fill(c.img, r.Intersect(c.area(c.clip)))
}
