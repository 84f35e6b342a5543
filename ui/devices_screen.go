package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// DevicesScreen lists the devices of the household; a card opens the device's
// page. From here one adds a device and looks through the catalogue.
type DevicesScreen struct {
	shell   *Shell
	src     timelineSource
	whole   *fyne.Container
	loading *Job
	begun   bool
	devices []ownedDevice
	cards   []*parts.CardButton
}

var (
	_ Page     = (*DevicesScreen)(nil)
	_ Starter  = (*DevicesScreen)(nil)
	_ Reloader = (*DevicesScreen)(nil)
)

// DevicesPage is the maker of the devices' page for [Pages].
func DevicesPage(s *Shell) Page { return NewDevicesScreen(s, s.timelineSource()) }

// NewDevicesScreen returns the page; it begins to load when it is shown.
func NewDevicesScreen(s *Shell, src timelineSource) *DevicesScreen {
	d := &DevicesScreen{shell: s, src: src, whole: container.NewStack(), loading: s.Work().NewJob()}
	d.put()
	return d
}

// put shows content under the page's head.
func (d *DevicesScreen) put(content ...fyne.CanvasObject) {
	bar := parts.NewTopBar(locale.T("Devices"), locale.T("What the household measures with"), nil, d.shell.Actions()...)
	page := newTransferPage(d.shell.Compact, bar, nil, content...)
	if len(d.whole.Objects) > 0 {
		keepOffset(d.whole.Objects[0], page)
	}
	d.whole.Objects = []fyne.CanvasObject{page}
	d.whole.Refresh()
}

// Object implements Page.
func (d *DevicesScreen) Object() fyne.CanvasObject { return d.whole }

// Start implements Starter.
func (d *DevicesScreen) Start() {
	if !d.begun {
		d.begun = true
		d.Reload()
	}
}

// Leave implements Page.
func (d *DevicesScreen) Leave() { d.loading.Cancel() }

// Reload implements Reloader.
func (d *DevicesScreen) Reload() {
	src := d.src
	Run(d.loading, func(ctx context.Context, _ func(Step)) ([]ownedDevice, error) {
		return loadDevices(ctx, src)
	}, nil, d.show, nil)
}

func (d *DevicesScreen) show(all []ownedDevice, err error) {
	d.devices, d.cards = all, nil
	switch {
	case err != nil:
		d.put(d.shell.Fault(err))
		return
	case len(all) == 0:
		d.put(parts.InsetBy(style.Space48, 0, 0, 0, parts.NewEmptyState(style.IconDevices, locale.T("No devices yet"),
			locale.T("Add what the household measures with, and say which data came from it. The catalogue tells what each model gives."),
			parts.NewButton(parts.Primary, locale.T("Add a device…"), func() { d.edit(health.Device{}) }),
			parts.NewButton(parts.Outlined, locale.T("Catalogue"), d.openCatalogue))))
		return
	}
	var used, retired []fyne.CanvasObject
	for _, o := range all {
		card := d.card(o)
		d.cards = append(d.cards, card)
		if o.device.Retired == (health.Date{}) {
			used = append(used, card)
		} else {
			retired = append(retired, card)
		}
	}
	content := []fyne.CanvasObject{parts.Row(style.Space8,
		parts.NewButton(parts.Outlined, locale.T("Add a device…"), func() { d.edit(health.Device{}) }).WithIcon(style.IconDevices),
		parts.NewButton(parts.Quiet, locale.T("Catalogue"), d.openCatalogue), parts.Spring())}
	if len(used) > 0 {
		content = append(content, pairs(used)...)
	}
	if len(retired) > 0 {
		content = append(content, vaultHeading(locale.T("Retired")))
		content = append(content, pairs(retired)...)
	}
	d.put(content...)
}

// pairs sets cards in rows of two.
func pairs(cards []fyne.CanvasObject) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i := 0; i < len(cards); i += 2 {
		row := []fyne.CanvasObject{cards[i], container.NewStack()}
		if i+1 < len(cards) {
			row[1] = cards[i+1]
		}
		out = append(out, container.New(evenColumns{n: 2, gap: style.Gap}, row...))
	}
	return out
}

// deviceIcon is the icon of a kind of devices and its colour.
func deviceIcon(k health.DeviceKind) (style.Icon, style.Token) {
	switch k {
	case health.Scale:
		return style.IconWeight, style.Body
	case health.SleepMonitor:
		return style.IconSleep, style.Sleep
	case health.HomeMonitor, health.BabyMonitor:
		return style.IconHome, style.Room
	case health.PressureMonitor:
		return style.IconPressure, style.Heart
	case health.Thermometer:
		return style.IconTemperature, style.Temperature
	}
	return style.IconDevices, style.Activity
}

// look is the icon of a device.
func (o ownedDevice) look() (style.Icon, style.Token) {
	if !o.known {
		return style.IconDevices, style.Muted
	}
	return deviceIcon(o.model.Kind)
}

// modelName is the model with its maker.
func (o ownedDevice) modelName() string {
	if !o.known {
		return locale.T("A model that is not in the catalogue")
	}
	return o.model.Maker + " " + o.model.Name
}

// owners says whose the device is.
func (s timelineSource) owners(d health.Device) string {
	var names []string
	for _, id := range d.Owners {
		if i := s.personOf(id); i >= 0 {
			names = append(names, s.people[i].profile.Name)
		}
	}
	if len(names) == 0 {
		return locale.T("The home")
	}
	return locale.List(names...)
}

// heard says when a device was last heard of.
func (s timelineSource) heard(o ownedDevice) string {
	last := o.last()
	if last == 0 {
		return locale.T("Nothing came from it yet")
	}
	a := s.almanac(0)
	return locale.T("Last heard of: %s", a.When(last, a.OffsetAt(last)))
}

func (d *DevicesScreen) card(o ownedDevice) *parts.CardButton {
	icon, token := o.look()
	since := ""
	switch {
	case o.device.Retired != (health.Date{}):
		since = locale.T("Retired %s", locale.FullDate(o.device.Retired))
	case o.device.Since != (health.Date{}):
		since = locale.T("Since %s", locale.FullDate(o.device.Since))
	}
	count := ""
	if n := o.readings(); n > 0 {
		count = locale.N("%s reading", "%s readings", n, locale.Count(n))
	}
	name := deviceName(o.device)
	content := parts.Row(style.Space16, newBadge(icon, token, style.Sunken, 48), parts.Stretch(parts.Column(2,
		parts.NewText(name, parts.Strong).Cutting(parts.CutEnd),
		parts.NewText(present.Facts(o.modelName(), d.src.owners(o.device)), parts.SmallMuted).Cutting(parts.CutEnd),
		parts.NewParagraph(d.src.heard(o), parts.Small),
		parts.NewText(present.Facts(count, since), parts.Caption).Cutting(parts.CutEnd))),
		parts.NewGlyph(style.IconChevronRight, style.Muted, style.IconInline))
	card := parts.NewCardButton(name+", "+o.modelName(), content, func() { d.open(o.device) })
	card.OnFocus(func() {
		if scroll := scrollOf(d.whole.Objects[0]); scroll != nil {
			driver := fyne.CurrentApp().Driver()
			top := driver.AbsolutePositionForObject(card).Y - driver.AbsolutePositionForObject(scroll.Content).Y
			bringIntoSight(scroll, top, card.Size().Height)
		}
	})
	return card
}

func (d *DevicesScreen) open(device health.Device) {
	d.shell.Open(newDevicePage(d.shell, d.src, device))
}

// edit opens the form of a device; one without an ID is new.
func (d *DevicesScreen) edit(device health.Device) {
	d.shell.Open(newDeviceForm(d.shell, d.src, device))
}

func (d *DevicesScreen) openCatalogue() { d.shell.Open(newCataloguePage(d.shell, d.src)) }
