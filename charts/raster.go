package charts

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"
)

// raster gathers the coverage of a shape and lays a colour where there is any.
// It sums along columns and remembers which part of each it touched, so that
// its work grows with the pixels of a line and not with the box around it: a
// line over a graph has few pixels in each column, but almost all columns in
// each row.
type raster struct {
	area   image.Rectangle
	stride int
	sums   []float32 // a column after the other; all zero between shapes
	spans  []reach   // what is touched of each column
	tile   []uint8   // coverage of the columns that are being laid
	coats  [256]coat // the colour at every coverage
}

// reach is a part [from, to) of a column.
type reach struct{ from, to int }

// begin starts a shape within the area, and answers with its upper left corner.
func (r *raster) begin(area image.Rectangle) (origin vec) {
	w, h := area.Dx(), area.Dy()
	r.area, r.stride = area, h+2
	if need := w * r.stride; cap(r.sums) < need {
		r.sums = make([]float32, need)
	} else {
		r.sums = r.sums[:need]
	}
	if cap(r.spans) < w {
		r.spans = make([]reach, w)
	}
	r.spans = r.spans[:w]
	for i := range r.spans {
		r.spans[i] = reach{math.MaxInt, 0}
	}
	return vec{float64(area.Min.X), float64(area.Min.Y)}
}

// polygon adds a closed polygon.
func (r *raster) polygon(origin vec, pts []vec) {
	if len(pts) < 3 {
		return
	}
	w, h := float64(r.area.Dx()), float64(r.area.Dy())
	last := pts[len(pts)-1]
	ax, ay := min(max(last.x-origin.x, 0), w), min(max(last.y-origin.y, 0), h)
	for _, p := range pts {
		bx, by := min(max(p.x-origin.x, 0), w), min(max(p.y-origin.y, 0), h)
		if ax < bx {
			r.edge(ax, ay, bx, by, 1)
		} else if bx < ax {
			r.edge(bx, by, ax, ay, -1)
		}
		ax, ay = bx, by
	}
}

// edge adds what lies below an edge from left to right, by exact areas, as the
// differences between a pixel and the one above it.
func (r *raster) edge(ax, ay, bx, by float64, sign float32) {
	slope := float32((by - ay) / (bx - ax))
	y := float32(ay)
	top := float32(r.stride - 2)
	for c, end := int(ax), min(int(math.Ceil(bx)), len(r.spans)); c < end; c++ {
		wide := float32(min(float64(c+1), bx) - max(float64(c), ax))
		next := min(max(y+slope*wide, 0), top)
		d := wide * sign
		y0, y1 := y, next
		if y0 > y1 {
			y0, y1 = y1, y0
		}
		i := int(y0)
		first := float32(i)
		k := int(y1)
		if float32(k) < y1 {
			k++
		}
		col := r.sums[c*r.stride : (c+1)*r.stride]
		if k <= i+1 {
			m := 0.5*(y+next) - first
			col[i] += d - d*m
			col[i+1] += d * m
			k = i + 1
		} else {
			s := 1 / (y1 - y0)
			f0, f1 := y0-first, y1-float32(k)+1
			a0, am := 0.5*s*(1-f0)*(1-f0), 0.5*s*f1*f1
			col[i] += d * a0
			if k == i+2 {
				col[i+1] += d * (1 - a0 - am)
			} else {
				a1 := s * (1.5 - f0)
				col[i+1] += d * (a1 - a0)
				inner := col[i+2 : k-1]
				for j := range inner {
					inner[j] += d * s
				}
				col[k-1] += d * (1 - a1 - float32(k-i-3)*s - am)
			}
			col[k] += d * am
		}
		sp := &r.spans[c]
		sp.from, sp.to = min(sp.from, i), max(sp.to, k+1)
		y = next
	}
}

// abreast is how many columns are laid at once: what one line of the
// processor's cache has of a picture's row.
const abreast = 16

// end lays the colour over the picture where the shape is, and forgets it.
func (r *raster) end(img *image.RGBA, col color.NRGBA) {
	ink := inkOf(col)
	for i := range r.coats {
		r.coats[i] = ink.coat(uint32(i) + uint32(i)>>7)
	}
	h := r.stride - 2
	for first := 0; first < len(r.spans); first += abreast {
		n := min(abreast, len(r.spans)-first)
		from, to := h, 0
		for _, sp := range r.spans[first : first+n] {
			from, to = min(from, sp.from), max(to, min(sp.to, h))
		}
		if from < to {
			r.cover(first, n, from, to)
			r.lay(img, first, n, from, to)
		}
		// The sums reach past the last pixel by what is below everything.
		for k := first; k < first+n; k++ {
			clear(r.sums[k*r.stride+h : (k+1)*r.stride])
		}
	}
}

// cover sums n columns up into coverages of 0 to 255, those of a row beside
// each other, and clears the sums.
func (r *raster) cover(first, n, from, to int) {
	if need := abreast * (to - from); cap(r.tile) < need {
		r.tile = make([]uint8, need)
	} else {
		r.tile = r.tile[:need]
	}
	clear(r.tile)
	for k := range n {
		sp := r.spans[first+k]
		if sp.from >= sp.to || sp.from >= to {
			continue
		}
		base := (first + k) * r.stride
		sums := r.sums[base+sp.from : base+min(sp.to, to)]
		cell := (sp.from-from)*abreast + k
		sum, cover := float32(0), uint8(0)
		for i, d := range sums {
			if d != 0 {
				sums[i] = 0
				sum += d
				cover = uint8(min(uint32(max(sum, -sum)*255+0.5), 255) & 0xff)
			}
			r.tile[cell] = cover
			cell += abreast
		}
	}
}

// lay lays the coats of n columns over the picture.
func (r *raster) lay(img *image.RGBA, first, n, from, to int) {
	for y := from; y < to; y++ {
		cover := r.tile[abreast*(y-from) : abreast*(y-from)+abreast]
		a, b := binary.LittleEndian.Uint64(cover), binary.LittleEndian.Uint64(cover[8:])
		if a|b == 0 {
			continue
		}
		at := img.PixOffset(r.area.Min.X+first, r.area.Min.Y+y)
		row := img.Pix[at : at+4*n : at+4*n]
		if c := r.coats[cover[0]]; a == b && a == uint64(cover[0])*0x0101010101010101 {
			for i := 0; i+4 <= len(row); i += 4 {
				c.over(row[i : i+4 : i+4])
			}
			continue
		}
		for k, v := range cover[:n] {
			if v != 0 {
				r.coats[v].over(row[4*k : 4*k+4 : 4*k+4])
			}
		}
	}
}

// pigment is a colour, two channels to a word, so that one multiplication serves
// both, and its opacity of 0 to 256.
type pigment struct{ rb, ag, alpha uint32 }

func inkOf(c color.NRGBA) pigment {
	return pigment{
		rb: uint32(c.R) | uint32(c.B)<<16, ag: uint32(c.G) | 0xff<<16,
		alpha: uint32(c.A) + uint32(c.A>>7),
	}
}

// coat is a colour at some coverage, ready to be laid over pixels.
type coat struct{ rb, ag, alpha uint32 }

const pair, half = 0x00ff00ff, 0x00800080

// coat returns the colour at a coverage of 0 to 256.
func (p pigment) coat(cover uint32) coat {
	a := (p.alpha*cover + 128) >> 8
	return coat{p.rb*a + half, p.ag*a + half, a}
}

// over lays it over a premultiplied pixel.
func (c coat) over(pix []uint8) {
	old, keep := binary.LittleEndian.Uint32(pix), 256-c.alpha
	rb := (c.rb + (old&pair)*keep) >> 8 & pair
	ag := (c.ag + (old>>8&pair)*keep) &^ pair
	binary.LittleEndian.PutUint32(pix, rb|ag)
}

// fill lays the colour over whole pixels.
func (p pigment) fill(img *image.RGBA, area image.Rectangle) {
	if area = area.Intersect(img.Rect); area.Empty() {
		return
	}
	first := img.Pix[img.PixOffset(area.Min.X, area.Min.Y):][:4*area.Dx()]
	for y := area.Min.Y; y < area.Max.Y; y++ {
		row := img.Pix[img.PixOffset(area.Min.X, y):][:4*area.Dx()]
		switch {
		case p.alpha < 256:
			c := p.coat(256)
			for i := 0; i < len(row); i += 4 {
				c.over(row[i : i+4 : i+4])
			}
		case y > area.Min.Y:
			copy(row, first)
		default:
			for i := 0; i < len(row); i += 4 {
				binary.LittleEndian.PutUint32(row[i:], p.rb|p.ag<<8)
			}
		}
	}
}

// stamp lays the colour through a mask whose corner comes to at, within area.
func (p pigment) stamp(img *image.RGBA, area image.Rectangle, mask *image.Alpha, at image.Point) {
	r := mask.Rect.Add(at).Intersect(area).Intersect(img.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		cover := mask.Pix[mask.PixOffset(r.Min.X-at.X, y-at.Y):][:r.Dx()]
		row := img.Pix[img.PixOffset(r.Min.X, y):]
		for i, a := range cover {
			if a != 0 {
				p.coat(uint32(a) + uint32(a>>7)).over(row[4*i : 4*i+4 : 4*i+4])
			}
		}
	}
}
