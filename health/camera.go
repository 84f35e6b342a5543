package health

import (
	"encoding/hex"
	"strings"
)

// DarkCameras are the devices whose camera is switched off.
type DarkCameras struct{ ids map[[16]byte]bool }

// DarkCamerasOf picks the devices whose camera is switched off.
func DarkCamerasOf(devices []Device) DarkCameras {
	var c DarkCameras
	for _, d := range devices {
		if d.CameraOff {
			if c.ids == nil {
				c.ids = map[[16]byte]bool{}
			}
			c.ids[d.ID] = true
		}
	}
	return c
}

// Took reports whether an entry of whatever kind is a picture of one of the
// cameras, or tells that there is one. The device may be named in any of the
// ways in which people write such digits.
func (c DarkCameras) Took(e Entry) bool {
	if len(c.ids) == 0 {
		return false
	}
	var its, picture bool
	for _, f := range e.Fields {
		switch f.Name {
		case FieldDevice:
			its = its || c.ids[deviceID(f.Text)]
		case FieldPicture:
			picture = picture || f.Text != ""
		case FieldEvent:
			picture = picture || strings.EqualFold(strings.TrimSpace(f.Text), "picture")
		}
	}
	return its && picture
}

// deviceID reads the hexadecimal digits of a device's ID, the zero value for
// anything else.
func deviceID(text string) (id [16]byte) {
	digits := strings.Map(func(r rune) rune {
		switch r {
		case '-', ':', ' ', '{', '}':
			return -1
		}
		return r
	}, text)
	if len(digits) != 2*len(id) {
		return id
	}
	if _, err := hex.Decode(id[:], []byte(digits)); err != nil {
		return [16]byte{}
	}
	return id
}
