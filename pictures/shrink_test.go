package pictures

import (
	"image"
	"image/color"
	"math"
	"testing"
)

func TestSmallPicturesAreTheMeansOfLargeOnes(t *testing.T) {
	whole := image.NewNRGBA(image.Rect(3, 5, 3+37, 5+53))
	for y := range 53 {
		for x := range 37 {
			whole.SetNRGBA(3+x, 5+y, color.NRGBA{uint8(7 * x), uint8(x * y), uint8(3 * y), 255})
		}
	}
	for _, size := range []image.Point{{37, 53}, {36, 52}, {19, 27}, {10, 9}, {37, 1}, {1, 53}, {1, 1}} {
		got := shrink(whole, size.X, size.Y)
		for y := range size.Y {
			for x := range size.X {
				want := meanOf(whole, float64(x)*37/float64(size.X), float64(x+1)*37/float64(size.X), float64(y)*53/float64(size.Y), float64(y+1)*53/float64(size.Y))
				c := got.RGBAAt(x, y)
				for i, v := range []uint8{c.R, c.G, c.B} {
					if math.Abs(float64(v)-want[i]) > 0.51 {
						t.Fatalf("%v at %d, %d: %v, want %v", size, x, y, c, want)
					}
				}
				if c.A != 255 {
					t.Fatalf("%v at %d, %d is see-through", size, x, y)
				}
			}
		}
	}
}

// meanOf is the mean colour of what lies between two abscissas and two ordinates.
func meanOf(p *image.NRGBA, left, right, top, bottom float64) (mean [3]float64) {
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			w := min(right, float64(x+1)) - max(left, float64(x))
			h := min(bottom, float64(y+1)) - max(top, float64(y))
			if w <= 0 || h <= 0 {
				continue
			}
			c := p.NRGBAAt(p.Rect.Min.X+x, p.Rect.Min.Y+y)
			share := w * h / ((right - left) * (bottom - top))
			for i, v := range []uint8{c.R, c.G, c.B} {
				mean[i] += share * float64(v)
			}
		}
	}
	return mean
}
