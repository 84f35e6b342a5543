package pictures_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"vitalkeep/pictures"
)

// flag is a picture whose corners are told apart: red at the top left, green at
// the top right, blue at the bottom left, white at the bottom right.
func flag(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{A: 255}
			switch {
			case x < w/2 && y < h/2:
				c.R = 255
			case y < h/2:
				c.G = 255
			case x < w/2:
				c.B = 255
			default:
				c.R, c.G, c.B = 255, 255, 255
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

func jpegOf(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gifOf(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// webpOf is a lossless WebP of one colour: each of its codes has one symbol, so
// that no pixel takes a bit.
func webpOf(w, h int, chunks ...[]byte) []byte {
	var bits uint64
	var n uint
	var vp8l []byte
	put := func(v uint64, count uint) {
		bits |= v << n
		for n += count; n >= 8; n -= 8 {
			vp8l = append(vp8l, byte(bits))
			bits >>= 8
		}
	}
	put(0x2f, 8)
	put(uint64(w-1), 14)
	put(uint64(h-1), 14)
	put(0, 1+3)   // no alpha, version
	put(0, 1+1+1) // no transforms, no cache, one group of codes
	for _, value := range []uint64{200, 30, 60, 255} {
		put(1, 1)
		put(0, 1)
		put(1, 1)
		put(value, 8)
	}
	put(1, 1)
	put(0, 1+1+1)
	put(0, 7)
	out := append([]byte("WEBP"), chunk("VP8L", vp8l)...)
	for _, c := range chunks {
		out = append(out, c...)
	}
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(out))), out...)
}

func chunk(name string, content []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(content)))
	out = append(out, content...)
	if len(content)%2 == 1 {
		out = append(out, 0)
	}
	return out
}

// exif is a block of Exif with an orientation alone.
func exif(orientation uint16, order binary.AppendByteOrder) []byte {
	out := []byte("II*\x00")
	if order.String() == binary.BigEndian.String() {
		out = []byte("MM\x00*")
	}
	out = order.AppendUint32(out, 8)
	out = order.AppendUint16(out, 1)
	out = order.AppendUint16(out, 0x0112)
	out = order.AppendUint16(out, 3)
	out = order.AppendUint32(out, 1)
	out = order.AppendUint16(out, orientation)
	out = order.AppendUint16(out, 0)
	return order.AppendUint32(out, 0)
}

// withJPEGExif puts a block of Exif behind the start of a JPEG.
func withJPEGExif(data, tiff []byte) []byte {
	content := append([]byte("Exif\x00\x00"), tiff...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(content)+2))
	return bytes.Join([][]byte{data[:2], segment, content, data[2:]}, nil)
}

// withPNGExif puts a block of Exif behind the head of a PNG.
func withPNGExif(data, tiff []byte) []byte {
	body := append([]byte("eXIf"), tiff...)
	c := binary.BigEndian.AppendUint32(nil, uint32(len(tiff)))
	c = append(c, body...)
	c = binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(body))
	const head = 8 + 25
	return bytes.Join([][]byte{data[:head], c, data[head:]}, nil)
}

func TestPicturesAreToldByWhatIsInThem(t *testing.T) {
	for media, data := range map[string][]byte{
		"image/jpeg": jpegOf(t, flag(60, 40)),
		"image/png":  pngOf(t, flag(60, 40)),
		"image/gif":  gifOf(t, flag(60, 40)),
		"image/webp": webpOf(60, 40),
	} {
		i, err := pictures.Inspect(data)
		if err != nil || i.Type != media || i.Width != 60 || i.Height != 40 {
			t.Errorf("%s is told as %+v, %v", media, i, err)
		}
		small, err := pictures.Decode(data, 30)
		if err != nil || small.Bounds() != image.Rect(0, 0, 30, 20) {
			t.Errorf("%s decodes to %v, %v", media, small, err)
		}
		whole, err := pictures.Decode(data, 0)
		if err != nil || whole.Bounds() != image.Rect(0, 0, 60, 40) {
			t.Errorf("%s decodes whole to %v, %v", media, whole, err)
		}
		if i.Extension() == "" {
			t.Errorf("%s has no extension", media)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	truncated := jpegOf(t, flag(60, 40))
	lying := webpOf(60, 40)
	vp8x := chunk("VP8X", []byte{0, 0, 0, 0, 9, 0, 0, 9, 0, 0})
	lying = bytes.Join([][]byte{lying[:12], vp8x, lying[12:]}, nil)
	binary.LittleEndian.PutUint32(lying[4:], uint32(len(lying)-8))
	wide := image.NewNRGBA64(image.Rect(0, 0, 1, 1))
	deep := pngOf(t, wide)
	binary.BigEndian.PutUint32(deep[16:], 9500)
	binary.BigEndian.PutUint32(deep[20:], 9500)
	binary.BigEndian.PutUint32(deep[29:], crc32.ChecksumIEEE(deep[12:29]))
	// headOf is a PNG that says so of itself.
	headOf := func(p image.Image, side uint32, interlaced byte) []byte {
		data := pngOf(t, p)
		binary.BigEndian.PutUint32(data[16:], side)
		binary.BigEndian.PutUint32(data[20:], side)
		data[28] = interlaced
		binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
		return data
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"passes beside the whole":              {headOf(image.NewNRGBA(image.Rect(0, 0, 1, 1)), 9500, 1), pictures.ErrTooMany},
		"grey of 16 bits":                      {headOf(image.NewGray16(image.Rect(0, 0, 1, 1)), 9500, 0), pictures.ErrTooMany},
		"words":                                {[]byte("Date,Weight\n"), pictures.ErrUnknown},
		"nothing":                              {nil, pictures.ErrUnknown},
		"a head alone":                         {[]byte("\xff\xd8\xff"), pictures.ErrBroken},
		"half a JPEG":                          {truncated[:len(truncated)/2], pictures.ErrBroken},
		"a strip":                              {webpOf(8200, 200), pictures.ErrShape},
		"twenty bytes of 268 million pixels":   {webpOf(16383, 16383), pictures.ErrTooMany},
		"16 bits a colour where 8 would do":    {deep, pictures.ErrTooMany},
		"a canvas that is not what is drawn":   {lying, pictures.ErrBroken},
		"more than a file may have":            {make([]byte, pictures.MaxBytes+1), pictures.ErrTooLarge},
		"a GIF without a picture":              {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), pictures.ErrBroken},
		"a WebP that is no more than its head": {[]byte("RIFF\x04\x00\x00\x00WEBP"), pictures.ErrBroken},
	} {
		if _, err := pictures.Decode(c.data, 10); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestPicturesComeOutUpright(t *testing.T) {
	// Where red lies once the picture is turned: at the top or bottom, left or right.
	type corner struct{ left, top bool }
	want := map[uint16]corner{
		0: {true, true}, 1: {true, true}, 2: {false, true}, 3: {false, false}, 4: {true, false},
		5: {true, true}, 6: {false, true}, 7: {false, false}, 8: {true, false}, 9: {true, true},
	}
	plain := pngOf(t, flag(60, 40))
	for o, c := range want {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			for name, data := range map[string][]byte{
				"JPEG": withJPEGExif(jpegOf(t, flag(60, 40)), exif(o, order)),
				"PNG":  withPNGExif(plain, exif(o, order)),
			} {
				p, err := pictures.Decode(data, 30)
				if err != nil {
					t.Fatalf("%s %d: %v", name, o, err)
				}
				b := p.Bounds()
				if lies := o >= 5 && o <= 8; lies != (b.Dy() > b.Dx()) {
					t.Errorf("%s turned by %d is %v", name, o, b)
				}
				i, err := pictures.Inspect(data)
				if err != nil || (i.Height > i.Width) != (b.Dy() > b.Dx()) {
					t.Errorf("%s turned by %d is told as %+v, %v", name, o, i, err)
				}
				x, y := 3, 3
				if !c.left {
					x = b.Dx() - 4
				}
				if !c.top {
					y = b.Dy() - 4
				}
				if at := p.RGBAAt(x, y); at.R < 200 || at.G > 60 || at.B > 60 {
					t.Errorf("%s turned by %d has %v where red should be", name, o, at)
				}
			}
		}
	}
	i, err := pictures.Inspect(webpOf(60, 40, chunk("EXIF", exif(6, binary.BigEndian))))
	if err != nil || i.Width != 40 {
		t.Errorf("a WebP on its side is told as %+v, %v", i, err)
	}
}

func TestFilesAreReadWithinBounds(t *testing.T) {
	dir := t.TempDir()
	good, words, large := filepath.Join(dir, "a.txt"), filepath.Join(dir, "b.jpg"), filepath.Join(dir, "c.jpg")
	for path, data := range map[string][]byte{good: jpegOf(t, flag(9, 9)), words: []byte("no picture"), large: nil} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Truncate(large, pictures.MaxBytes+1); err != nil {
		t.Fatal(err)
	}
	if data, err := pictures.Read(good); err != nil || len(data) == 0 {
		t.Errorf("a good picture: %d bytes, %v", len(data), err)
	}
	if _, err := pictures.Read(large); !errors.Is(err, pictures.ErrTooLarge) {
		t.Errorf("a large file: %v", err)
	}
	if _, err := pictures.Read(dir); !errors.Is(err, pictures.ErrNoPicture) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := pictures.Read(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	for path, want := range map[string]bool{good: true, words: false, large: false, dir: false, filepath.Join(dir, "none"): false} {
		if pictures.Looks(path) != want {
			t.Errorf("%s looks like a picture: %t", filepath.Base(path), !want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(jpegOf(f, flag(16, 9)))
	f.Add(withJPEGExif(jpegOf(f, flag(9, 16)), exif(6, binary.LittleEndian)))
	f.Add(pngOf(f, flag(5, 5)))
	f.Add(gifOf(f, flag(5, 5)))
	f.Add(webpOf(5, 5, chunk("EXIF", exif(3, binary.BigEndian))))
	f.Fuzz(func(t *testing.T, data []byte) {
		i, err := pictures.Inspect(data)
		if err != nil || i.Width*i.Height > 1<<20 {
			return
		}
		p, err := pictures.Decode(data, 32)
		if err != nil {
			return
		}
		if b := p.Bounds(); b.Dx() < 1 || b.Dy() < 1 || b.Dx() > 32 || b.Dy() > 32 {
			t.Errorf("a picture of %v", b)
		}
	})
}
