package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// cameras are the household's devices with a camera.
func cameras(devices []health.Device) []health.Device {
	return slices.DeleteFunc(slices.Clone(devices), func(d health.Device) bool {
		m, ok := health.DeviceModelByID(d.Model)
		return !ok || !slices.Contains(m.Gives, health.GivesVideo)
	})
}

// deviceName is what a device is called.
func deviceName(d health.Device) string {
	if d.Nickname != "" {
		return d.Nickname
	}
	if m, ok := health.DeviceModelByID(d.Model); ok {
		return m.Name
	}
	return locale.T("Device")
}

// cameraRow is the line of a camera with its switch. changed is told what the
// switch was turned to.
func cameraRow(d health.Device, changed func(s *parts.Switch, off bool)) (fyne.CanvasObject, *parts.Switch) {
	icon, words := style.IconCamera, locale.T("Its pictures are shown and may be stored.")
	if d.CameraOff {
		icon, words = style.IconCameraOff, locale.T("Nothing of it is shown, recorded or stored.")
	}
	var s *parts.Switch
	label := locale.T("Camera off")
	s = parts.NewSwitch(locale.T("Camera off: %s", deviceName(d)), d.CameraOff, func(off bool) { changed(s, off) })
	return parts.InsetBy(style.Space8, style.CardPadding, style.Space8, style.CardPadding, parts.Row(style.Space12,
		newBadge(icon, style.Muted, style.Sunken, 32),
		parts.Stretch(parts.Column(0,
			parts.NewText(deviceName(d), parts.Strong).Cutting(parts.CutEnd),
			parts.NewText(words, parts.SmallMuted).Cutting(parts.CutEnd))),
		parts.NewText(label, parts.Small), s)), s
}

// switchCamera stores whether the camera of a device is off.
func (h *HomeScreen) switchCamera(d health.Device, s *parts.Switch, off bool) {
	if h.switching.Running() {
		s.SetOn(!off)
		return
	}
	book := h.src.devices
	d.CameraOff = off
	Run(h.switching, func(ctx context.Context, _ func(Step)) (health.Device, error) {
		return book.Put(ctx, d)
	}, nil, func(_ health.Device, err error) {
		if err != nil {
			s.SetOn(!off)
			what, todo := h.shell.Explain(err)
			h.shell.Toast(what+" "+todo, "", nil)
			return
		}
		h.Reload()
	}, nil)
}
