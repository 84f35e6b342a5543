package pictures

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
)

// portraitQuality is that of the JPEG of a portrait: what is left out cannot be
// seen at the sizes at which it is shown.
const portraitQuality = 88

// Portrait cuts the square of a picture in which a face most likely is, the
// middle of a broad one and a little above the middle of a tall one, and returns
// it as a JPEG of at most side pixels. Nothing else that stood in the file comes
// along, such as where it was taken.
func Portrait(data []byte, side int) ([]byte, *image.RGBA, error) {
	info, err := Inspect(data)
	if err != nil {
		return nil, nil, err
	}
	long, short := max(info.Width, info.Height), max(1, min(info.Width, info.Height))
	whole, err := Decode(data, (side*long+short-1)/short)
	if err != nil {
		return nil, nil, err
	}
	b := whole.Bounds()
	edge := min(b.Dx(), b.Dy(), side)
	at := image.Pt(b.Min.X+(b.Dx()-edge)/2, b.Min.Y+(b.Dy()-edge)/3)
	// What can be seen through is white, since a JPEG has nothing of the kind.
	square := image.NewRGBA(image.Rect(0, 0, edge, edge))
	draw.Draw(square, square.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(square, square.Rect, whole, at, draw.Over)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, square, &jpeg.Options{Quality: portraitQuality}); err != nil {
		return nil, nil, fmt.Errorf("portrait: %w", err)
	}
	return out.Bytes(), square, nil
}
