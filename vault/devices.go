package vault

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vitalkeep/health"
)

// Limits of what a vault keeps of the household's devices.
const (
	maxDevices     = 200
	maxDeviceText  = 200 // bytes of each text
	maxDeviceLinks = 64  // owners, and sources, of one device
)

// Devices returns the devices that the household owns, in the order in which
// they were added. Owners that left the vault are left out. It is ErrDamaged
// where the record of them cannot be read; the rest of the vault is not
// concerned.
func (v *Vault) Devices() ([]health.Device, error) {
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	if s.settingsErr != nil {
		return nil, s.settingsErr
	}
	out := make([]health.Device, len(s.settings.devices))
	for i, d := range s.settings.devices {
		out[i] = cloneDevice(d)
		out[i].Owners = slices.DeleteFunc(out[i].Owners, func(p health.ProfileID) bool {
			_, err := s.owner(p)
			return err != nil
		})
	}
	return out, nil
}

func cloneDevice(d health.Device) health.Device {
	d.Owners, d.Sources = slices.Clone(d.Owners), slices.Clone(d.Sources)
	return d
}

// PutDevice stores a device, durably, and returns it as it is stored: one
// without an ID as a new one, else in the place of the one of that ID. Errors:
// ErrBadDevice for texts that cannot be, a model that is not in the catalogue or
// an owner that is not in the vault; ErrNoDevice; ErrTooMuch for the 201st;
// ErrReadOnly, ErrNoSpace, ErrClosed, the system's.
func (v *Vault) PutDevice(d health.Device) (health.Device, error) {
	d = cloneDevice(d)
	d.Nickname, d.Serial, d.MAC = strings.TrimSpace(d.Nickname), strings.TrimSpace(d.Serial), strings.TrimSpace(d.MAC)
	if _, ok := health.DeviceModelByID(d.Model); !ok || !holdsDevice(d) {
		return health.Device{}, ErrBadDevice
	}
	err := v.changeSettings(func(next *state) error {
		for _, p := range d.Owners {
			if _, err := next.owner(p); err != nil {
				return ErrBadDevice
			}
		}
		list := &next.settings.devices
		if d.ID == [16]byte{} {
			if len(*list) >= maxDevices {
				return ErrTooMuch
			}
			d.ID = randomID()
			*list = append(*list, cloneDevice(d))
			return nil
		}
		i := slices.IndexFunc(*list, func(o health.Device) bool { return o.ID == d.ID })
		if i < 0 {
			return ErrNoDevice
		}
		(*list)[i] = cloneDevice(d)
		return nil
	})
	if err != nil {
		return health.Device{}, err
	}
	return d, nil
}

// ForgetDevice takes a device off the list; what came from it stays. Errors:
// ErrNoDevice and those of PutDevice.
func (v *Vault) ForgetDevice(id [16]byte) error {
	return v.changeSettings(func(next *state) error {
		list := &next.settings.devices
		i := slices.IndexFunc(*list, func(o health.Device) bool { return o.ID == id })
		if i < 0 {
			return ErrNoDevice
		}
		*list = slices.Delete(*list, i, i+1)
		return nil
	})
}

// holdsDevice reports whether a vault can hold the device.
func holdsDevice(d health.Device) bool {
	for _, text := range []string{d.Nickname, d.Model, d.Serial, d.MAC} {
		if len(text) > maxDeviceText || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
			return false
		}
	}
	return len(d.Owners) <= maxDeviceLinks && len(d.Sources) <= maxDeviceLinks &&
		!slices.ContainsFunc(d.Sources, func(s health.SourceID) bool { return !holdsID(s) }) &&
		holdsDate(d.Since) && holdsDate(d.Retired)
}

func holdsDate(d health.Date) bool {
	if d == (health.Date{}) {
		return true
	}
	same, err := health.ParseDate(d.String())
	return err == nil && same == d
}

// Fields of a device.
const (
	deviceID       = 1
	deviceNickname = 2
	deviceModel    = 3
	deviceSerial   = 4
	deviceMAC      = 5
	deviceOwner    = 6  // repeated
	deviceSource   = 7  // repeated
	deviceSince    = 8  // yyyy-mm-dd
	deviceRetired  = 9  // likewise
	deviceFlags    = 10 // bit 0: the camera is off
)

func encodeDevice(d health.Device) []byte {
	b := appendField(nil, deviceID, d.ID[:])
	for _, f := range []struct {
		number uint64
		text   string
	}{
		{deviceNickname, d.Nickname},
		{deviceModel, d.Model},
		{deviceSerial, d.Serial},
		{deviceMAC, d.MAC},
	} {
		if f.text != "" {
			b = appendField(b, f.number, []byte(f.text))
		}
	}
	for _, p := range d.Owners {
		b = appendField(b, deviceOwner, p[:])
	}
	for _, s := range d.Sources {
		b = appendField(b, deviceSource, []byte(s))
	}
	if d.Since != (health.Date{}) {
		b = appendField(b, deviceSince, []byte(d.Since.String()))
	}
	if d.Retired != (health.Date{}) {
		b = appendField(b, deviceRetired, []byte(d.Retired.String()))
	}
	if d.CameraOff {
		b = appendNumber(b, deviceFlags, 1)
	}
	return b
}

func decodeDevice(record []byte) (d health.Device, err error) {
	date := func(v *wireReader) health.Date {
		date, err := health.ParseDate(string(v.b))
		if err != nil {
			v.fail()
		}
		return date
	}
	err = fields(record, func(n uint64, v *wireReader) {
		switch n {
		case deviceID:
			d.ID = v.array16()
		case deviceNickname:
			d.Nickname = string(v.b)
		case deviceModel:
			d.Model = string(v.b)
		case deviceSerial:
			d.Serial = string(v.b)
		case deviceMAC:
			d.MAC = string(v.b)
		case deviceOwner:
			d.Owners = append(d.Owners, health.ProfileID(v.array16()))
		case deviceSource:
			d.Sources = append(d.Sources, health.SourceID(v.b))
		case deviceSince:
			d.Since = date(v)
		case deviceRetired:
			d.Retired = date(v)
		case deviceFlags:
			d.CameraOff = v.uvarint()&1 != 0
		}
	})
	if err == nil && !holdsDevice(d) {
		err = errMalformed
	}
	return d, err
}
