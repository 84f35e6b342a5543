package pictures

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"

	"golang.org/x/image/webp"
)

// What is refused.
const (
	// MaxBytes is how large a file may be.
	MaxBytes = 32 << 20
	// MaxPixels is how many pixels a picture may have.
	MaxPixels = 100_000_000
	// MaxRatio is how many times longer than broad a picture may be.
	MaxRatio = 40
	// maxMemory is what decoding may take.
	maxMemory = 640 << 20
)

// Errors of Read, Inspect and Decode.
var (
	ErrTooLarge  = errors.New("picture file is too large")
	ErrUnknown   = errors.New("not a JPEG, PNG, GIF or WebP picture")
	ErrBroken    = errors.New("picture is damaged")
	ErrTooMany   = errors.New("picture has too many pixels")
	ErrShape     = errors.New("picture is much longer than broad")
	ErrNoPicture = errors.New("not a file with a picture")
)

// Info is what is known of a picture without decoding it.
type Info struct {
	Type          string // media type, "image/jpeg"
	Width, Height int    // pixels, the way up it is shown
	turned        orientation
}

// Extension ends the name of a file with such a picture: ".jpg".
func (i Info) Extension() string { return Extension(i.Type) }

// Extension ends the name of a file with a picture of the media type; "" for
// one that is not known.
func Extension(mediaType string) string {
	for _, k := range kinds {
		if k.media == mediaType {
			return k.extension
		}
	}
	return ""
}

// kind is a format that can be shown.
type kind struct {
	media, extension string
	is               func(data []byte) bool
	config           func(io.Reader) (image.Config, error)
	decode           func(io.Reader) (image.Image, error)
	// exif finds the camera's notes, nil if there are none.
	exif func(data []byte) []byte
	// cost is how many bytes a pixel takes while it is decoded.
	cost func(data []byte, c image.Config) int64
}

var kinds = []kind{
	{
		"image/jpeg", ".jpg", begins("\xff\xd8\xff"), jpeg.DecodeConfig, jpeg.Decode, jpegExif,
		jpegCost,
	},
	{
		"image/png", ".png", begins("\x89PNG\r\n\x1a\n"), png.DecodeConfig, png.Decode, pngExif,
		pngCost,
	},
	{
		"image/gif", ".gif", begins("GIF8"), gif.DecodeConfig, gif.Decode, func([]byte) []byte { return nil },
		func([]byte, image.Config) int64 { return 2 },
	},
	{
		"image/webp", ".webp", isWebP, webp.DecodeConfig, webp.Decode, webpExif,
		func([]byte, image.Config) int64 { return 6 },
	},
}

// jpegCost goes by how many colours there are, and what turns them into others.
func jpegCost(data []byte, c image.Config) int64 {
	samples, cost := int64(3), int64(3)
	switch c.ColorModel {
	case color.GrayModel:
		samples, cost = 1, 1
	case color.RGBAModel:
		cost = 3 + 4
	case color.CMYKModel:
		samples, cost = 4, 4+4
	}
	if progressive(data) {
		cost += 4 * samples // all coefficients, as int32, are held until the end
	}
	return cost
}

// pngCost counts on a colour that is see-through, which is told after the head:
// grey is no cheaper then.
func pngCost(data []byte, c image.Config) int64 {
	cost := int64(4)
	switch c.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model, color.Gray16Model:
		cost = 8
	}
	const interlaced = 28
	if len(data) > interlaced && data[interlaced] != 0 {
		cost *= 2 // the passes are decoded beside the whole
	}
	return cost
}

func begins(magic string) func([]byte) bool {
	return func(data []byte) bool { return bytes.HasPrefix(data, []byte(magic)) }
}

func kindOf(data []byte) (kind, bool) {
	for _, k := range kinds {
		if k.is(data) {
			return k, true
		}
	}
	return kind{}, false
}

// Looks reports whether a file begins like a picture. It reads a few bytes, so
// that many files can be asked; whether the picture is whole is not known then.
func Looks(path string) bool {
	f, err := open(path)
	if err != nil {
		return false
	}
	defer f.Close() //nolint:errcheck // nothing was written
	head := make([]byte, 16)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	_, ok := kindOf(head[:n])
	return ok
}

// open opens a regular file; anything else might let one wait for ever.
func open(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, ErrNoPicture
	}
	return os.Open(path)
}

// Read returns the bytes of a file of at most MaxBytes.
func Read(path string) ([]byte, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case info.Size() > MaxBytes:
		return nil, ErrTooLarge
	}
	data, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > MaxBytes: // it grew meanwhile
		return nil, ErrTooLarge
	}
	return data, nil
}

// Inspect tells what the picture is and refuses what Decode would not take, but
// for damage that only decoding shows.
func Inspect(data []byte) (Info, error) {
	i, _, err := inspect(data)
	return i, err
}

func inspect(data []byte) (Info, kind, error) {
	if len(data) > MaxBytes {
		return Info{}, kind{}, ErrTooLarge
	}
	k, ok := kindOf(data)
	if !ok {
		return Info{}, k, ErrUnknown
	}
	c, err := k.config(bytes.NewReader(data))
	if err != nil {
		return Info{}, k, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	w, h := int64(c.Width), int64(c.Height)
	switch {
	case w < 1 || h < 1:
		return Info{}, k, ErrBroken
	case max(w, h) > MaxRatio*min(w, h):
		return Info{}, k, ErrShape
	case w*h > MaxPixels, w*h*k.cost(data, c) > maxMemory:
		return Info{}, k, ErrTooMany
	case k.media == "image/webp" && !webpFrameFits(data, c):
		return Info{}, k, ErrBroken
	}
	i := Info{Type: k.media, Width: c.Width, Height: c.Height, turned: orientationIn(k.exif(data))}
	if i.turned.swaps() {
		i.Width, i.Height = i.Height, i.Width
	}
	return i, k, nil
}
