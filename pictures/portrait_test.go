package pictures_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"vitalkeep/pictures"
)

// striped is a PNG of w×h whose pixels are red left of or above a quarter of the
// longer side, and green elsewhere.
func striped(t *testing.T, w, h int) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{G: 200, A: 255}
			if w >= h && x < w/4 || h > w && y < h/4 {
				c = color.RGBA{R: 200, A: 255}
			}
			p.SetRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAPortraitIsASquareOfAPicture(t *testing.T) {
	for name, c := range map[string]struct{ w, h, want int }{
		"broad": {400, 100, 64}, "tall": {90, 360, 64}, "square": {200, 200, 64}, "small": {40, 30, 30},
	} {
		t.Run(name, func(t *testing.T) {
			data, shown, err := pictures.Portrait(striped(t, c.w, c.h), 64)
			if err != nil {
				t.Fatal(err)
			}
			info, err := pictures.Inspect(data)
			if err != nil || info.Type != "image/jpeg" || info.Width != c.want || info.Height != c.want {
				t.Errorf("%+v, %v", info, err)
			}
			if shown.Rect.Dx() != c.want || shown.Rect.Dy() != c.want {
				t.Errorf("shown is %v", shown.Rect)
			}
		})
	}
	_, broad, err := pictures.Portrait(striped(t, 400, 100), 64)
	if err != nil {
		t.Fatal(err)
	}
	if left := broad.RGBAAt(0, 32); left.R > left.G {
		t.Errorf("the middle of a broad picture begins with %v", left)
	}
}

func TestWhatIsNoPictureGivesNoPortrait(t *testing.T) {
	if _, _, err := pictures.Portrait([]byte("no picture"), 64); err == nil {
		t.Error("there is one")
	}
}
