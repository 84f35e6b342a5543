package pictures

import (
	"image"

	"golang.org/x/image/draw"
)

// stripRows is how many rows of a picture are turned to plain colours at a time.
const stripRows = 32

// shrink makes a picture w×h, neither more than it has. Each pixel is the mean of
// what it covers. Beside the result it takes a few rows of memory: a picture may
// be as large as decoding allows already.
func shrink(whole image.Image, w, h int) *image.RGBA {
	b := whole.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), min(stripRows, b.Dy())))
	line, sum := make([]uint64, 4*w), make([]uint64, 4*w)
	row := 0
	for top := 0; top < b.Dy(); top += stripRows {
		rows := min(stripRows, b.Dy()-top)
		draw.Draw(strip, image.Rect(0, 0, b.Dx(), rows), whole, b.Min.Add(image.Pt(0, top)), draw.Src)
		for y := range rows {
			squeeze(line, strip.Pix[y*strip.Stride:][:4*b.Dx()], w)
			// In parts of which a row of the source has h, one of the result Dy.
			from, to, edge := (top+y)*h, (top+y+1)*h, (row+1)*b.Dy()
			addRow(sum, line, min(to, edge)-from)
			if to < edge {
				continue
			}
			all := uint64(b.Dx()) * uint64(b.Dy()) //nolint:gosec // sides are never negative
			for i, v := range sum {
				out.Pix[row*out.Stride+i] = uint8((v + all/2) / all) //nolint:gosec // a mean of bytes
			}
			clear(sum)
			row++
			addRow(sum, line, to-edge)
		}
	}
	return out
}

// squeeze adds up a row of pixels into w of them, each weighted by how much of it
// is covered: in parts of which a pixel of the source has w.
func squeeze(into []uint64, pix []uint8, w int) {
	clear(into)
	width := len(pix) / 4
	at := 0
	for x := range width {
		p := pix[4*x : 4*x+4 : 4*x+4]
		from, to, edge := x*w, (x+1)*w, (at+1)*width
		addPixel(into[4*at:], p, min(to, edge)-from)
		if to >= edge {
			at++
			if to > edge {
				addPixel(into[4*at:], p, to-edge)
			}
		}
	}
}

func addPixel(into []uint64, p []uint8, weight int) {
	k := uint64(weight) //nolint:gosec // never negative
	into = into[:4:4]
	into[0] += k * uint64(p[0])
	into[1] += k * uint64(p[1])
	into[2] += k * uint64(p[2])
	into[3] += k * uint64(p[3])
}

func addRow(sum, line []uint64, weight int) {
	if weight <= 0 {
		return
	}
	k := uint64(weight)
	for i, v := range line {
		sum[i] += k * v
	}
}
