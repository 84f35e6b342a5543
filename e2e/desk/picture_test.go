package desk

import (
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var (
	paper = color.RGBA{245, 243, 238, 255}
	teal  = color.RGBA{14, 98, 90, 255}
)

// painted is a sheet of paper with teal rectangles.
func painted(size image.Point, marks ...image.Rectangle) *image.RGBA {
	picture := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(picture, picture.Rect, image.NewUniform(paper), image.Point{}, draw.Src)
	for _, m := range marks {
		draw.Draw(picture, m, image.NewUniform(teal), image.Point{}, draw.Src)
	}
	return picture
}

func TestDiffer(t *testing.T) {
	size := image.Pt(40, 30)
	plain, marked := painted(size), painted(size, image.Rect(10, 10, 14, 15))
	cases := []struct {
		name string
		a, b *image.RGBA
		part image.Rectangle
		want int
	}{
		{"a picture does not differ from itself", marked, marked, marked.Rect, 0},
		{"each changed pixel counts once", plain, marked, plain.Rect, 20},
		{"changes outside of the part do not count", plain, marked, image.Rect(0, 0, 11, 11), 1},
		{"pixels that one picture lacks count", plain, painted(image.Pt(40, 29)), plain.Rect, 40},
		{"pixels that both lack do not count", plain, plain, image.Rect(0, 0, 100, 100), 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Differ(c.a, c.b, c.part); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

func TestCropKeepsThePlaceOfEveryPixel(t *testing.T) {
	picture := painted(image.Pt(40, 30), image.Rect(10, 10, 14, 15))
	cropped := Crop(picture, image.Rect(12, 5, 100, 20))
	if want := image.Rect(12, 5, 40, 20); cropped.Rect != want {
		t.Errorf("the part is %v, want %v", cropped.Rect, want)
	}
	if got, want := Areas(cropped, teal, 1), []image.Rectangle{image.Rect(12, 10, 14, 15)}; !slices.Equal(got, want) {
		t.Errorf("the mark is at %v, want %v", got, want)
	}
	for name, c := range map[string]struct {
		part image.Rectangle
		want bool
	}{
		"beside the mark": {image.Rect(14, 0, 40, 30), true},
		"over the mark":   {image.Rect(13, 0, 40, 30), false},
		"outside":         {image.Rect(50, 50, 60, 60), true},
	} {
		if got := Blank(Crop(picture, c.part)); got != c.want {
			t.Errorf("%s: blank is %t", name, got)
		}
	}
}

func TestCount(t *testing.T) {
	picture := painted(image.Pt(40, 30), image.Rect(10, 10, 14, 15))
	dark := func(c color.RGBA) bool { return c.R < 100 }
	if got := Count(picture, dark); got != 20 {
		t.Errorf("got %d pixels, want 20", got)
	}
	if got := Count(Crop(picture, image.Rect(0, 0, 11, 30)), dark); got != 5 {
		t.Errorf("got %d pixels of the part, want 5", got)
	}
}

func TestDifferForgivesWhatNobodySees(t *testing.T) {
	a, b := painted(image.Pt(2, 1)), painted(image.Pt(2, 1))
	b.SetRGBA(0, 0, color.RGBA{paper.R - tolerance, paper.G, paper.B, 255})
	b.SetRGBA(1, 0, color.RGBA{paper.R - tolerance - 1, paper.G, paper.B, 255})
	if got := Differ(a, b, a.Rect); got != 1 {
		t.Errorf("got %d, want 1", got)
	}
}

func TestBlank(t *testing.T) {
	if !Blank(painted(image.Pt(9, 9))) {
		t.Error("an empty sheet is not blank")
	}
	if Blank(painted(image.Pt(9, 9), image.Rect(8, 8, 9, 9))) {
		t.Error("a sheet with a mark in its last corner is blank")
	}
}

func TestAreas(t *testing.T) {
	small, large := image.Rect(2, 2, 6, 5), image.Rect(10, 10, 20, 16)
	diagonal := image.Rect(20, 16, 22, 18) // touches large at a corner only
	picture := painted(image.Pt(40, 30), small, large, diagonal)
	cases := []struct {
		name   string
		pixels int
		want   []image.Rectangle
	}{
		{"areas come largest first", 1, []image.Rectangle{large, small, diagonal}},
		{"small areas are left out", 12, []image.Rectangle{large, small}},
		{"an area as large as asked for is found", 60, []image.Rectangle{large}},
		{"nothing is large enough", 61, []image.Rectangle{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Areas(picture, teal, c.pixels); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestFromBGRX(t *testing.T) {
	picture, err := fromBGRX([]byte{90, 98, 14, 0, 238, 243, 245, 0}, 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	if picture.RGBAAt(0, 0) != teal || picture.RGBAAt(1, 0) != paper {
		t.Errorf("got %v and %v", picture.RGBAAt(0, 0), picture.RGBAAt(1, 0))
	}
	if _, err := fromBGRX(make([]byte, 7), 2, 1); err == nil {
		t.Error("a picture that is too short was taken")
	}
}

func TestWritePNGKeepsEveryPixel(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.png")
	want := painted(image.Pt(5, 4), image.Rect(1, 1, 3, 3))
	if err := WritePNG(name, want); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := png.Decode(file)
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	got := image.NewRGBA(decoded.Bounds())
	draw.Draw(got, got.Rect, decoded, image.Point{}, draw.Src)
	if n := Differ(want, got, want.Rect); n != 0 {
		t.Errorf("%d pixels differ", n)
	}
}

func TestMiddle(t *testing.T) {
	if got := Middle(image.Rect(10, 20, 20, 40)); got != image.Pt(15, 30) {
		t.Errorf("got %v", got)
	}
}
