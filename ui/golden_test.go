package ui

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"vitalkeep/ui/style"
)

var update = flag.Bool("update", false, "rewrite the golden pictures of the screens")

// golden is where the pictures are kept, and failed where those go that differ.
const (
	golden = "testdata/golden"
	failed = "testdata/failed"
)

// TestScreensLookAsTheyDid holds every state of every screen against the picture
// of before, in the light palette, and the usual state of each in the dark one
// and with large text as well.
func TestScreensLookAsTheyDid(t *testing.T) {
	seen := map[string]bool{}
	for _, x := range shots() {
		looks := map[string]style.Look{"light": {Mode: style.AlwaysLight}}
		if !seen[x.name] {
			seen[x.name] = true
			looks["dark"] = style.Look{Mode: style.AlwaysDark}
			looks["large"] = style.Look{Mode: style.AlwaysLight, Text: style.LargeText}
		}
		for name, look := range looks {
			t.Run(x.String()+"-"+name, func(t *testing.T) {
				stageLook = &look
				defer func() { stageLook = nil }()
				s := x.take(t, look.Mode, narrow)
				hold(t, x.String()+"-"+name, s.window.Canvas().Capture())
			})
		}
	}
}

// shades is how many steps of a channel are told apart: letters and lines are,
// rounding that differs between processors is not. It also keeps files small.
const shades = 8

// hold compares a picture with the golden one of that name, and keeps it where
// it differs.
func hold(t *testing.T, name string, picture image.Image) {
	t.Helper()
	got := paletted(coarse(picture))
	path := filepath.Join(golden, name+".png")
	if *update {
		writePicture(t, path, got)
		return
	}
	want, err := readPicture(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("no picture %s: go test -tags ci ./ui -run LookAsTheyDid -update makes it", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	if off := differing(got, want); off > 0.0005 {
		kept := filepath.Join(failed, name+".png")
		writePicture(t, kept, got)
		t.Errorf("%.2f %% of the pixels differ; look at %s", off*100, kept)
	}
}

// coarse is a picture with fewer shades.
func coarse(picture image.Image) *image.RGBA {
	out := image.NewRGBA(picture.Bounds())
	draw.Draw(out, out.Rect, picture, out.Rect.Min, draw.Src)
	for i, v := range out.Pix {
		if i%4 != 3 {
			out.Pix[i] = v / shades * shades
		}
	}
	return out
}

// differing is the share of pixels that are more than a shade apart.
func differing(a, b image.Image) float64 {
	box := a.Bounds()
	if box != b.Bounds() {
		return 1
	}
	n := 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if apart(a.At(x, y).(color.RGBA), b.At(x, y).(color.RGBA)) {
				n++
			}
		}
	}
	return float64(n) / float64(max(box.Dx()*box.Dy(), 1))
}

func apart(a, b color.RGBA) bool {
	for _, d := range []int{int(a.R) - int(b.R), int(a.G) - int(b.G), int(a.B) - int(b.B)} {
		if d > shades || d < -shades {
			return true
		}
	}
	return false
}

func readPicture(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return png.Decode(f)
}

func writePicture(t *testing.T, path string, picture image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(f, picture); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// paletted is the picture in its 256 commonest colours, every other one as the
// nearest of them: its file is smaller.
func paletted(picture *image.RGBA) *image.Paletted {
	count := map[color.RGBA]int{}
	for i := 0; i < len(picture.Pix); i += 4 {
		count[colourOf(picture.Pix[i:])]++
	}
	common := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), bytes.Compare([]byte{a.R, a.G, a.B}, []byte{b.R, b.G, b.B}))
	})
	var palette color.Palette
	for _, c := range common[:min(len(common), 256)] {
		palette = append(palette, c)
	}
	index := map[color.RGBA]uint8{}
	for c := range count {
		index[c] = uint8(palette.Index(c))
	}
	out := image.NewPaletted(picture.Rect, palette)
	for i := range out.Pix {
		out.Pix[i] = index[colourOf(picture.Pix[4*i:])]
	}
	return out
}

func colourOf(p []uint8) color.RGBA { return color.RGBA{p[0], p[1], p[2], p[3]} }
