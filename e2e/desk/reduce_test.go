package desk

import (
	"image"
	"image/color"
	"testing"
)

func TestReducedPicturesKeepTheirGroundsAndComeNearTheRest(t *testing.T) {
	ground, ink := color.RGBA{0xf5, 0xf3, 0xee, 255}, color.RGBA{0x1f, 0x1c, 0x18, 255}
	picture := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for y := range 100 {
		for x := range 200 {
			c := ground
			switch {
			case y >= 90: // every step between ground and ink, as at the edges of letters
				c = color.RGBA{uint8(0x1f + x), uint8(0x1c + x), uint8(0x18 + x*200/256), 255}
			case y >= 60:
				c = ink
			case x > 100 && y < 30: // a picture's many colours
				c = color.RGBA{uint8(x), uint8(3 * y), uint8(x + y), 255}
			}
			picture.SetRGBA(x, y, c)
		}
	}
	out := Reduce(picture)
	if len(out.Palette) > 256 {
		t.Fatalf("%d colours", len(out.Palette))
	}
	if out.At(0, 0) != ground || out.At(0, 70) != ink {
		t.Errorf("the grounds became %v and %v", out.At(0, 0), out.At(0, 70))
	}
	for y := range 100 {
		for x := range 200 {
			a, b := picture.RGBAAt(x, y), out.At(x, y).(color.RGBA)
			if max(distance(a.R, b.R), distance(a.G, b.G), distance(a.B, b.B)) > 24 {
				t.Fatalf("the pixel at %d, %d went from %v to %v", x, y, a, b)
			}
		}
	}
	few := image.NewRGBA(image.Rect(0, 0, 2, 1))
	few.SetRGBA(0, 0, ground)
	if out := Reduce(few); out.At(0, 0) != ground || out.At(1, 0) == ground {
		t.Error("a picture of two colours lost one")
	}
}
