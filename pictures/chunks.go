package pictures

import (
	"bytes"
	"encoding/binary"
	"image"
)

// The camera's notes stand in a block of their own in each format.

var exifMark = []byte("Exif\x00\x00")

// jpegSegments calls use with the marker and the content of every segment up to
// the picture itself, until it returns false.
func jpegSegments(data []byte, use func(marker byte, content []byte) bool) {
	for at := 2; at+4 <= len(data); {
		if data[at] != 0xff {
			return
		}
		marker := data[at+1]
		if marker == 0xff { // filling
			at++
			continue
		}
		if marker == 0x01 || marker >= 0xd0 && marker <= 0xd9 { // without content
			at += 2
			continue
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if size < 2 || at+2+size > len(data) {
			return
		}
		const scan = 0xda
		if marker == scan || !use(marker, data[at+4:at+2+size]) {
			return
		}
		at += 2 + size
	}
}

func jpegExif(data []byte) (tiff []byte) {
	jpegSegments(data, func(marker byte, content []byte) bool {
		const app1 = 0xe1
		if rest, ok := bytes.CutPrefix(content, exifMark); ok && marker == app1 {
			tiff = rest
		}
		return tiff == nil
	})
	return tiff
}

// progressive reports whether a JPEG comes in several passes over the picture.
func progressive(data []byte) (found bool) {
	jpegSegments(data, func(marker byte, _ []byte) bool {
		const sof2 = 0xc2
		found = marker == sof2
		return !found
	})
	return found
}

func pngExif(data []byte) []byte {
	for at := 8; at+12 <= len(data); {
		size := int64(binary.BigEndian.Uint32(data[at:]))
		if int64(at)+12+size > int64(len(data)) {
			return nil
		}
		if string(data[at+4:at+8]) == "eXIf" {
			return data[at+8 : int64(at)+8+size]
		}
		at += 12 + int(size)
	}
	return nil
}

func isWebP(data []byte) bool {
	return len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
}

// webpChunks calls use with every chunk until it returns false.
func webpChunks(data []byte, use func(name string, content []byte) bool) {
	for at := 12; at+8 <= len(data); {
		size := int64(binary.LittleEndian.Uint32(data[at+4:]))
		if int64(at)+8+size > int64(len(data)) || !use(string(data[at:at+4]), data[at+8:int64(at)+8+size]) {
			return
		}
		at += 8 + int(size+size%2)
	}
}

func webpExif(data []byte) (tiff []byte) {
	webpChunks(data, func(name string, content []byte) bool {
		if name == "EXIF" {
			tiff = bytes.TrimPrefix(content, exifMark)
		}
		return tiff == nil
	})
	return tiff
}

// webpFrameFits reports whether the frame of a WebP is as large as the canvas
// that it tells of: decoding goes by the frame.
func webpFrameFits(data []byte, c image.Config) bool {
	fits := true
	webpChunks(data, func(name string, content []byte) bool {
		var w, h int
		switch {
		case name == "VP8 " && len(content) >= 10:
			w = int(binary.LittleEndian.Uint16(content[6:]) & 0x3fff)
			h = int(binary.LittleEndian.Uint16(content[8:]) & 0x3fff)
		case name == "VP8L" && len(content) >= 5:
			bits := binary.LittleEndian.Uint32(content[1:])
			w, h = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1
		default:
			return true
		}
		fits = w == c.Width && h == c.Height
		return fits
	})
	return fits
}
