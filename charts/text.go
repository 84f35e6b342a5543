package charts

import (
	"errors"
	"fmt"
	"image"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// ErrNoFont is the answer to a Spec that needs labels and has no regular font.
var ErrNoFont = errors.New("charts: no font given")

// Fonts are the faces of labels. Semibold may be nil: Regular then takes its
// place.
type Fonts struct {
	Regular, Semibold *Font
}

func (f Fonts) semibold() *Font {
	if f.Semibold != nil {
		return f.Semibold
	}
	return f.Regular
}

// Font is a parsed font with the glyphs drawn so far. It may be used from
// several goroutines.
type Font struct {
	sf *sfnt.Font

	mu     sync.Mutex
	buf    sfnt.Buffer
	z      vector.Rasterizer
	glyphs map[glyphKey]glyph
	caps   map[fixed.Int26_6]float64
}

// glyphKey has the place within the pixel in quarters: whole pixels would set
// small text unevenly.
type glyphKey struct {
	r    rune
	size fixed.Int26_6
	sub  int
}

type glyph struct {
	mask    *image.Alpha // nil for a blank; its bounds are relative to the pen
	advance float64      // pixels
}

// maxGlyphs bounds what a font keeps: some 20 characters at a handful of sizes
// are what charts use.
const maxGlyphs = 4096

// ParseFont reads a TrueType or OpenType font (CFF outlines too).
func ParseFont(data []byte) (*Font, error) {
	sf, err := opentype.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("charts: parse font: %w", err)
	}
	return &Font{
		sf:     sf,
		glyphs: make(map[glyphKey]glyph),
		caps:   make(map[fixed.Int26_6]float64),
	}, nil
}

// ppem turns a size in pixels into the fixed point of sfnt, within sane bounds.
func ppem(px float64) fixed.Int26_6 {
	if !(px > 1) {
		px = 1
	}
	return fixed.Int26_6(math.Round(min(px, 512) * 64))
}

// width is the advance of the text in pixels.
func (f *Font) width(text string, px float64) float64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	w := 0.0
	for _, r := range text {
		w += f.glyph(glyphKey{r: r, size: ppem(px)}).advance
	}
	return w
}

// capHeight is the height of a capital or a figure in pixels. Labels are placed
// by it and not by their own outline, so that "4 Aug" and "1 Sep" share a line.
func (f *Font) capHeight(px float64) float64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	size := ppem(px)
	if h, ok := f.caps[size]; ok {
		return h
	}
	h := px * 0.72
	if b, ok := f.outlineBounds('1', size); ok {
		h = -b.y0
	}
	f.caps[size] = h
	return h
}

// draw calls each with every glyph's mask and the pixel its pen stands on.
func (f *Font) draw(text string, px, x float64, each func(mask *image.Alpha, at int)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range text {
		q := math.Round(x * 4)
		at := math.Floor(q / 4)
		g := f.glyph(glyphKey{r: r, size: ppem(px), sub: int(q - at*4)})
		if g.mask != nil {
			each(g.mask, int(at))
		}
		x += g.advance
	}
}

// outline adds the text's contours to p, with its pen starting at 0, 0.
func (f *Font) outline(text string, px float64, p *path, place func(vec) vec) {
	f.mu.Lock()
	defer f.mu.Unlock()
	x := 0.0
	for _, r := range text {
		if segs, ok := f.segments(r, ppem(px)); ok {
			addSegments(p, segs, func(v vec) vec { return place(vec{v.x + x, v.y}) })
		}
		x += f.glyph(glyphKey{r: r, size: ppem(px)}).advance
	}
}

func (f *Font) segments(r rune, size fixed.Int26_6) (sfnt.Segments, bool) {
	i, err := f.sf.GlyphIndex(&f.buf, r)
	if err != nil {
		return nil, false
	}
	segs, err := f.sf.LoadGlyph(&f.buf, i, size, nil)
	return segs, err == nil
}

func (f *Font) outlineBounds(r rune, size fixed.Int26_6) (box, bool) {
	segs, ok := f.segments(r, size)
	if !ok {
		return box{}, false
	}
	var p path
	addSegments(&p, segs, func(v vec) vec { return v })
	return p.bounds()
}

// glyph draws a glyph once. A rune that the font lacks is drawn as the font's
// own sign for it; a glyph that cannot be read is a blank.
func (f *Font) glyph(k glyphKey) glyph {
	if g, ok := f.glyphs[k]; ok {
		return g
	}
	var g glyph
	if i, err := f.sf.GlyphIndex(&f.buf, k.r); err == nil {
		if adv, err := f.sf.GlyphAdvance(&f.buf, i, k.size, font.HintingNone); err == nil {
			g.advance = float64(adv) / 64
		}
	}
	if segs, ok := f.segments(k.r, k.size); ok {
		var p path
		addSegments(&p, segs, func(v vec) vec { return vec{v.x + float64(k.sub)/4, v.y} })
		if b, ok := p.bounds(); ok {
			g.mask = f.rasterise(&p, b)
		}
	}
	if len(f.glyphs) >= maxGlyphs {
		clear(f.glyphs)
	}
	f.glyphs[k] = g
	return g
}

func (f *Font) rasterise(p *path, b box) *image.Alpha {
	r := image.Rect(int(math.Floor(b.x0)), int(math.Floor(b.y0)), int(math.Ceil(b.x1)), int(math.Ceil(b.y1)))
	if r.Empty() || r.Dx() > 4096 || r.Dy() > 4096 {
		return nil
	}
	f.z.Reset(r.Dx(), r.Dy())
	origin := vec{float64(r.Min.X), float64(r.Min.Y)}
	for _, l := range p.lines {
		emit(&f.z, origin, l.pts)
	}
	mask := image.NewAlpha(r)
	f.z.Draw(mask, r, image.Opaque, image.Point{})
	return mask
}

// emit adds a closed polygon to a rasteriser whose corner lies at origin.
func emit(z *vector.Rasterizer, origin vec, pts []vec) {
	if len(pts) < 3 {
		return
	}
	for i, p := range pts {
		x, y := float32(p.x-origin.x), float32(p.y-origin.y)
		if i == 0 {
			z.MoveTo(x, y)
		} else {
			z.LineTo(x, y)
		}
	}
	z.ClosePath()
}

func addSegments(p *path, segs sfnt.Segments, place func(vec) vec) {
	at := func(a fixed.Point26_6) vec { return place(vec{float64(a.X) / 64, float64(a.Y) / 64}) }
	for _, s := range segs {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			p.closeLine()
			p.moveTo(at(s.Args[0]))
		case sfnt.SegmentOpLineTo:
			p.lineTo(at(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			p.quadTo(at(s.Args[0]), at(s.Args[1]))
		case sfnt.SegmentOpCubeTo:
			p.cubeTo(at(s.Args[0]), at(s.Args[1]), at(s.Args[2]))
		}
	}
	p.closeLine()
}
