package charts

import (
	"errors"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden pictures")

// differing is the share of pixels of which some channel is off by more than
// the tolerance.
func differing(a, b *image.RGBA, tolerance int) float64 {
	if a.Rect != b.Rect {
		return 1
	}
	off := 0
	for i := 0; i < len(a.Pix); i += 4 {
		for k := range 4 {
			if d := int(a.Pix[i+k]) - int(b.Pix[i+k]); d > tolerance || d < -tolerance {
				off++
				break
			}
		}
	}
	return float64(off) / float64(max(len(a.Pix)/4, 1))
}

// difference is black where pictures are alike and the brighter the less they
// are.
func difference(a, b *image.RGBA) *image.RGBA {
	out := image.NewRGBA(a.Rect.Union(b.Rect))
	for y := out.Rect.Min.Y; y < out.Rect.Max.Y; y++ {
		for x := out.Rect.Min.X; x < out.Rect.Max.X; x++ {
			p, q := a.RGBAAt(x, y), b.RGBAAt(x, y)
			far := func(m, n uint8) uint8 { return uint8(min(8*max(int(m)-int(n), int(n)-int(m)), 255)) }
			out.SetRGBA(x, y, color.RGBA{R: far(p.R, q.R), G: far(p.G, q.G), B: far(p.B, q.B), A: 255})
		}
	}
	return out
}

func readPNG(t *testing.T, name string) *image.RGBA {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("no picture %s: go test ./charts -update makes it", name)
		}
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Rect, img, out.Rect.Min, draw.Src)
	return out
}

func writePNG(t *testing.T, name string, img image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestPicturesLookAsTheyDid(t *testing.T) {
	for _, s := range sheets(t) {
		t.Run(s.name, func(t *testing.T) {
			got, err := s.paint()
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Join("testdata", "golden", s.name+".png")
			if *update {
				writePNG(t, name, got)
				return
			}
			// Rounding may differ between processors: a thousandth of the pixels
			// may be off by more than a shade.
			want := readPNG(t, name)
			if off := differing(got, want, 6); off > 0.001 {
				failed := filepath.Join("testdata", "failed", s.name)
				writePNG(t, failed+".png", got)
				writePNG(t, failed+"-difference.png", difference(got, want))
				t.Errorf("%.2f %% of the pixels differ; look at %s.png and its difference", off*100, failed)
			}
		})
	}
}
