package pictures

import (
	"encoding/binary"
	"image"
)

// orientation is how a camera was held, as Exif 2.32 numbers it: 1 is upright,
// 2 mirrored, 3 upside down, 4 both, 5 to 8 lie on a side.
type orientation uint16

const upright orientation = 1

// orientationIn reads the orientation out of a block of Exif, which is a TIFF
// file; what cannot be read counts as upright.
func orientationIn(tiff []byte) orientation {
	var order binary.ByteOrder
	switch {
	case len(tiff) < 8:
		return upright
	case string(tiff[:4]) == "II*\x00":
		order = binary.LittleEndian
	case string(tiff[:4]) == "MM\x00*":
		order = binary.BigEndian
	default:
		return upright
	}
	at := int64(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > int64(len(tiff)) {
		return upright
	}
	count := int64(order.Uint16(tiff[at:]))
	for entry := at + 2; count > 0 && entry+12 <= int64(len(tiff)); entry, count = entry+12, count-1 {
		const tag, short = 0x0112, 3
		if order.Uint16(tiff[entry:]) != tag {
			continue
		}
		o := orientation(order.Uint16(tiff[entry+8:]))
		if order.Uint16(tiff[entry+2:]) != short || o < upright || o > 8 {
			return upright
		}
		return o
	}
	return upright
}

// swaps reports whether breadth and height change places.
func (o orientation) swaps() bool { return o >= 5 }

// upright turns a picture so that its top is up.
func (o orientation) upright(p *image.RGBA) *image.RGBA {
	if o <= upright || o > 8 {
		return p
	}
	w, h := p.Rect.Dx(), p.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if o.swaps() {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			var tx, ty int
			switch o {
			case 2:
				tx, ty = w-1-x, y
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				tx, ty = x, h-1-y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			default:
				tx, ty = y, w-1-x
			}
			copy(out.Pix[out.PixOffset(tx, ty):][:4], p.Pix[p.PixOffset(x, y):][:4])
		}
	}
	return out
}
