package pictures

import (
	"bytes"
	"fmt"
	"image"

	"golang.org/x/image/draw"
)

// Decode returns the picture the right way up, scaled down so that neither side
// is longer than side pixels; it is never made larger. A side of 0 leaves the
// size as it is. Of a moving picture it is the first.
func Decode(data []byte, side int) (*image.RGBA, error) {
	i, k, err := inspect(data)
	if err != nil {
		return nil, err
	}
	whole, err := k.decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return i.turned.upright(fit(whole, side)), nil
}

// fit scales a picture into a square.
func fit(whole image.Image, side int) *image.RGBA {
	b := whole.Bounds()
	w, h := b.Dx(), b.Dy()
	if longest := max(w, h); side > 0 && longest > side {
		w = max(1, (w*side+longest/2)/longest)
		h = max(1, (h*side+longest/2)/longest)
	}
	if w != b.Dx() || h != b.Dy() {
		return shrink(whole, w, h)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Copy(out, image.Point{}, whole, b, draw.Src, nil)
	return out
}
