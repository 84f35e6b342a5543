package desk

import (
	"cmp"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"slices"
)

// tolerance is the difference in one channel (of 255) below which two pixels
// count as the same.
const tolerance = 8

// fromBGRX turns the pixels of a 24-bit X drawable, four bytes each, into a
// picture. The fourth byte is padding.
func fromBGRX(data []byte, width, height int) (*image.RGBA, error) {
	if len(data) < 4*width*height {
		return nil, fmt.Errorf("a picture of %d × %d pixels came with %d bytes", width, height, len(data))
	}
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := 0; i < 4*width*height; i += 4 {
		from, to := data[i:i+4], picture.Pix[i:i+4]
		to[0], to[1], to[2], to[3] = from[2], from[1], from[0], 255
	}
	return picture, nil
}

// WritePNG keeps a picture in a file.
func WritePNG(name string, picture image.Image) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(file, picture), file.Close())
}

// Differ counts the pixels of part that are not the same in both pictures. A
// pixel that only one of them has counts as different.
func Differ(a, b *image.RGBA, part image.Rectangle) int {
	n := 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			at := image.Pt(x, y)
			inA, inB := at.In(a.Rect), at.In(b.Rect)
			if inA != inB || inA && !near(a.RGBAAt(x, y), b.RGBAAt(x, y)) {
				n++
			}
		}
	}
	return n
}

// Crop is a part of a picture, with its pixels where they were.
func Crop(picture *image.RGBA, part image.Rectangle) *image.RGBA {
	return picture.SubImage(part).(*image.RGBA)
}

// Count counts the pixels of a picture whose colour is like that.
func Count(picture *image.RGBA, like func(color.RGBA) bool) (n int) {
	for y := picture.Rect.Min.Y; y < picture.Rect.Max.Y; y++ {
		for x := picture.Rect.Min.X; x < picture.Rect.Max.X; x++ {
			if like(picture.RGBAAt(x, y)) {
				n++
			}
		}
	}
	return n
}

// Blank tells whether a picture is of one colour, as before the first paint. A
// picture without pixels is.
func Blank(picture *image.RGBA) bool {
	first := picture.RGBAAt(picture.Rect.Min.X, picture.Rect.Min.Y)
	for y := picture.Rect.Min.Y; y < picture.Rect.Max.Y; y++ {
		for x := picture.Rect.Min.X; x < picture.Rect.Max.X; x++ {
			if !near(picture.RGBAAt(x, y), first) {
				return false
			}
		}
	}
	return true
}

// Areas finds the connected areas of one colour of at least that many pixels
// and gives their bounds, largest area first: a primary button is the area of
// the accent colour.
func Areas(picture *image.RGBA, c color.RGBA, pixels int) []image.Rectangle {
	type area struct {
		bounds image.Rectangle
		size   int
	}
	var areas []area
	seen := make([]bool, picture.Rect.Dx()*picture.Rect.Dy())
	index := func(p image.Point) int {
		return (p.Y-picture.Rect.Min.Y)*picture.Rect.Dx() + p.X - picture.Rect.Min.X
	}
	fresh := func(p image.Point) bool {
		return p.In(picture.Rect) && !seen[index(p)] && near(picture.RGBAAt(p.X, p.Y), c)
	}
	for y := picture.Rect.Min.Y; y < picture.Rect.Max.Y; y++ {
		for x := picture.Rect.Min.X; x < picture.Rect.Max.X; x++ {
			start := image.Pt(x, y)
			if !fresh(start) {
				continue
			}
			seen[index(start)] = true
			found := area{}
			for open := []image.Point{start}; len(open) > 0; {
				p := open[len(open)-1]
				open = open[:len(open)-1]
				found.size++
				found.bounds = found.bounds.Union(image.Rectangle{Min: p, Max: p.Add(image.Pt(1, 1))})
				for _, step := range []image.Point{{X: 1}, {X: -1}, {Y: 1}, {Y: -1}} {
					if next := p.Add(step); fresh(next) {
						seen[index(next)] = true
						open = append(open, next)
					}
				}
			}
			if found.size >= pixels {
				areas = append(areas, found)
			}
		}
	}
	slices.SortStableFunc(areas, func(a, b area) int { return cmp.Compare(b.size, a.size) })
	bounds := make([]image.Rectangle, len(areas))
	for i, a := range areas {
		bounds[i] = a.bounds
	}
	return bounds
}

// Middle is the point in the middle of a rectangle.
func Middle(r image.Rectangle) image.Point { return r.Min.Add(r.Max).Div(2) }

func near(a, b color.RGBA) bool {
	return distance(a.R, b.R) <= tolerance && distance(a.G, b.G) <= tolerance && distance(a.B, b.B) <= tolerance
}

func distance(a, b uint8) int { return max(int(a), int(b)) - min(int(a), int(b)) }
